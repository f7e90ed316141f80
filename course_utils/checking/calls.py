"""One call of a learner's function, on copies, with all that came of it as plain data.

The only place where anything of a learner's runs or is touched.
"""

from __future__ import annotations

import builtins
import contextlib
import copy
import io
import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from types import FunctionType, MethodType
from typing import Any, Literal

import numpy as np

from course_utils.checking import messages as say
from course_utils.checking.compare import same
from course_utils.checking.plain import as_plain, class_name, is_tensor, visible

Function = Callable[..., Any]
Ending = Literal["returned", "too_slow", "left_running", "died"]

LONGEST_ERROR = 300
MOST_PRINTED = 10_000


class Stopped(BaseException):
    """Raised inside a learner's thread when its time is up."""


@dataclass(frozen=True)
class Raised:
    """An error in words; `place` is the learner's own line on the way to it."""

    kind: str
    words: str
    place: str
    not_tried: bool


@dataclass
class Call:
    """One call of a function: what it returned, raised, printed and changed.

    seconds: when it was stopped, if it did not end
    """

    value: Any = None
    error: Raised | None = None
    printed: str = ""
    changed: tuple[int, ...] = ()
    ending: Ending = "returned"
    seconds: float = 0.0


class _Printed(io.StringIO):
    """Takes what is printed, and keeps the beginning, even when it is closed."""

    def __init__(self, tell: Callable[[str], object] | None) -> None:
        super().__init__()
        self._tell = tell

    def write(self, text: str) -> int:
        kept = text[: max(MOST_PRINTED - self.tell(), 0)]
        super().write(kept)
        if kept and self._tell is not None:
            self._tell(kept)
        return len(text)

    def close(self) -> None:
        pass


@contextlib.contextmanager
def capture(tell: Callable[[str], object] | None = None) -> Iterator[io.StringIO]:
    """Keep what is printed, also as an error; whoever asks for input gets an error.

    `tell` hears of each piece at once.
    """
    printed = _Printed(tell)
    ask = builtins.input
    try:
        builtins.input = _refuse_input
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
        ):
            yield printed
    finally:
        builtins.input = ask


def call(function: Function, args: Sequence[Any], result: Call) -> None:
    """Call `function` on copies of `args`, and note in `result` what came of it."""
    own = copy.deepcopy(list(args))
    process = os.getpid()
    try:
        with np.errstate(all="ignore"):
            result.value = as_plain(function(*own))
        result.changed = tuple(
            index
            for index, (before, after) in enumerate(zip(args, own, strict=True))
            if _can_change(before) and not same(as_plain(before), as_plain(after))
        )
    except Stopped:
        raise
    except BaseException as error:  # SystemExit too must not end the kernel
        result.error = _in_words(function, error)
    finally:
        if os.getpid() != process:
            os._exit(0)  # a copy that the function has made of all this


def same_run(one: Call, other: Call) -> bool:
    """True when two calls ended alike: same value, or the same error."""
    if one.ending != "returned" or other.ending != "returned":
        return one.ending == other.ending
    if one.error is not None and other.error is not None:
        return one.error.words == other.error.words
    return one.error is other.error and same(one.value, other.value)


def own_function(answer: object) -> FunctionType | None:
    """The function that a learner has written; None for any other thing to call."""
    if type(answer) is MethodType:
        answer = answer.__func__
    return answer if type(answer) is FunctionType else None


def _refuse_input(prompt: object = "") -> str:
    raise EOFError(str(say.NO_INPUT))


def _can_change(value: Any) -> bool:
    """True for what a function can change in place, and `same` can compare."""
    changeable = isinstance(value, (np.ndarray, list, Mapping, Set))
    return changeable or is_tensor(value)


def _in_words(function: Function, error: BaseException) -> Raised:
    kind = class_name(type(error))
    words = kind.rpartition(".")[2]
    place = ""
    try:
        place = _place(function, error)
        if text := str.__str__(str(error)):
            words += f": {visible(text, LONGEST_ERROR)}"
    except Stopped:
        raise
    except BaseException:  # its text is the learner's own code, too
        pass
    not_tried = issubclass(type(error), NotImplementedError)
    return Raised(kind, words, place, not_tried)


def _place(function: Function, error: BaseException) -> str:
    """The last line of the learner's own code on the way to `error`."""
    own = own_function(function)
    steps = BaseException.__dict__["__traceback__"].__get__(error)
    lines = [
        each.line or ""
        for each in traceback.extract_tb(steps)
        if own is not None and each.filename == own.__code__.co_filename
    ]
    return visible(lines[-1].strip(), LONGEST_ERROR) if lines else ""
