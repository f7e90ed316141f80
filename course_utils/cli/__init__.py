"""The command `course`: a file a subcommand, and what they share.

Knows every folder below; click.
"""

from course_utils.cli.course import main

__all__ = ["main"]
