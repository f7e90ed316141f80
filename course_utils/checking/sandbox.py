"""Run a learner's function safely, and compare what it gives with what it should."""

from __future__ import annotations

import contextlib
import copy
import ctypes
import io
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

RTOL, ATOL = 1e-6, 1e-9


class _Stopped(BaseException):
    """Raised inside a learner's thread when its time is up."""


@dataclass
class Call:
    """One call of a function: what it returned, raised, printed and changed."""

    value: Any = None
    error: BaseException | None = None
    printed: str = ""
    changed: tuple[int, ...] = ()
    timed_out: bool = False


def run(function: Callable[..., Any], args: Sequence[Any], seconds: float) -> Call:
    """Call `function` on copies of `args`, for at most `seconds`.

    The call runs in a thread of its own: that works inside a kernel and on Windows,
    and an endless loop is stopped by an exception raised in that thread.
    """
    own = copy.deepcopy(list(args))
    result = Call()

    def work() -> None:
        try:
            with np.errstate(all="ignore"):
                result.value = function(*own)
        except _Stopped:
            pass
        except BaseException as error:  # SystemExit too must not end the kernel
            result.error = error

    printed = io.StringIO()
    thread = threading.Thread(target=work, daemon=True)
    with contextlib.redirect_stdout(printed):
        thread.start()
        thread.join(seconds)
        if thread.is_alive():
            result.timed_out = True
            _stop(thread)
    result.printed = printed.getvalue()
    result.changed = tuple(
        index
        for index, (before, after) in enumerate(zip(args, own, strict=True))
        if _can_change(before) and not same(before, after)
    )
    return result


def _can_change(value: Any) -> bool:
    """True for what a function can change in place, and `same` can compare."""
    changeable = isinstance(value, (np.ndarray, list, Mapping, Set))
    return changeable or is_tensor(value)


def _stop(thread: threading.Thread) -> None:
    identity = ctypes.c_ulong(thread.ident or 0)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(identity, ctypes.py_object(_Stopped))
    thread.join(1.0)


def is_tensor(value: Any) -> bool:
    """True for a tensor of PyTorch, which is not imported here."""
    return hasattr(value, "detach") and hasattr(value, "clone")


def to_array(value: Any) -> Any:
    """A tensor as an array; anything else unchanged (torch is not imported here)."""
    if hasattr(value, "detach"):
        return value.detach().cpu().numpy()
    return value


def same(expected: Any, found: Any) -> bool:
    """Equal: numbers and arrays within rounding, containers item by item."""
    expected, found = to_array(expected), to_array(found)
    if is_numeric(expected) and is_numeric(found):
        return same_kind(expected, found) and bool(
            np.shape(expected) == np.shape(found)
            and np.allclose(expected, found, RTOL, ATOL, equal_nan=True)
        )
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        return expected.keys() == found.keys() and all(
            same(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, (list, tuple)) and isinstance(found, (list, tuple)):
        return len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, Set) and isinstance(found, Set):
        return expected == found
    return type(expected) is type(found) and bool(expected == found)


def is_numeric(value: Any) -> bool:
    """True for numbers and for arrays of numbers."""
    if isinstance(value, np.ndarray):
        return bool(np.issubdtype(value.dtype, np.number) or value.dtype == bool)
    return isinstance(value, (bool, int, float, complex, np.generic))


def same_kind(expected: Any, found: Any) -> bool:
    """True when `found` is of the kind asked for: array, number, text, tuple ..."""
    expected, found = to_array(expected), to_array(found)
    if isinstance(expected, np.ndarray):
        return isinstance(found, np.ndarray) or (
            expected.ndim == 0 and is_numeric(found)
        )
    if is_numeric(expected):
        return is_numeric(found) and np.ndim(found) == 0
    for kind in (str, Mapping, Set):
        if isinstance(expected, kind):
            return isinstance(found, kind)
    if isinstance(expected, (list, tuple)):
        return isinstance(found, (list, tuple))
    return type(expected) is type(found)


def same_run(one: Call, other: Call) -> bool:
    """True when two calls ended alike: same value, or the same error."""
    if one.timed_out or other.timed_out:
        return one.timed_out and other.timed_out
    if one.error is not None or other.error is not None:
        return repr(one.error) == repr(other.error)
    return same(one.value, other.value)


def has_nan(value: Any) -> bool:
    """True when an array or number holds a NaN, at any depth of a container."""
    value = to_array(value)
    if isinstance(value, Mapping):
        return any(map(has_nan, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(has_nan, value))
    return is_numeric(value) and bool(np.isnan(value).any())


def error_place(function: Callable[..., Any], error: BaseException) -> str:
    """The last line of the learner's own code on the way to `error`."""
    code = getattr(function, "__code__", None)
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if code is not None and frame.filename == code.co_filename
    ]
    return (own[-1].line or "").strip() if own else ""
