"""The command `course`."""

from course_utils.cli.course import main

__all__ = ["main"]
