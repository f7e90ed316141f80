"""`python -m course_utils.cli`: the command `course`, wherever it is installed."""

from course_utils.cli.course import main

main()
