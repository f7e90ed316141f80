"""What a learner would write, to stand beside the course's own."""

import inspect
from collections.abc import Callable
from typing import Any

from course_utils.checking.sources import solved_source


def as_written(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same text as `function`, run in a notebook: the learner's own."""
    space = {**inspect.unwrap(function).__globals__, "__name__": "__main__"}
    exec(solved_source(function), space)
    written: Callable[..., Any] = space[function.__name__]
    return written
