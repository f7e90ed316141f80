"""The companion package of the course on recurrent neural networks."""

from course_utils.session import start

__all__ = ["start"]
