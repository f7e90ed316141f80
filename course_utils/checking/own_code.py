"""Whether an answer is the learner's own, and how a notebook goes on with it."""

from __future__ import annotations

import copy
import functools
import inspect
import sys
from collections.abc import Collection, Mapping, Sequence
from types import CodeType, FrameType
from typing import Any

import numpy as np

from course_utils.checking import messages as say
from course_utils.checking.calls import Function, own_function
from course_utils.checking.feedback import Found
from course_utils.checking.plain import is_tensor
from course_utils.checking.sandbox import run

_PACKAGE = "course_utils."
_ANSWER = "_course_answer"


def borrowed(
    answer: Function,
    solved: Function,
    names: Collection[str],
    case: Sequence[Any],
    seconds: float,
) -> Found | None:
    """An answer that lets the course compute: by `solved`, or by one of `names`.

    It is watched while it runs, so no other name and no wrapper hides the call.
    """
    code = getattr(inspect.unwrap(solved), "__code__", None)
    called: list[str] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and _is_ours(frame, code, names):
            called.append(frame.f_code.co_name)

    def watched(*args: Any) -> Any:
        sys.setprofile(watch)
        try:
            return answer(*args)
        finally:
            sys.setprofile(None)

    run(watched, case, seconds)
    if not called:
        return None
    return Found("borrowed", say.BORROWED.format(name=called[0]))


def _is_ours(frame: FrameType, code: CodeType | None, names: Collection[str]) -> bool:
    if frame.f_code is code:
        return True
    module = frame.f_globals.get("__name__")
    inside = isinstance(module, str) and module.startswith(_PACKAGE)
    return inside and frame.f_code.co_name in names


def as_asked(answer: Function, solved: Function, case: Sequence[Any]) -> Function:
    """`answer`, which is right, giving its values in the kind that `solved` gives.

    A list will do in a check; the cells after it need the array.
    """
    wanted = solved(*copy.deepcopy(list(case)))
    if _same_kinds(wanted, answer(*copy.deepcopy(list(case)))):
        return answer

    @functools.wraps(answer)
    def converted(*args: Any, **named: Any) -> Any:
        return _converted(wanted, answer(*args, **named))

    setattr(converted, _ANSWER, answer)
    return converted


def original(answer: Any) -> Any:
    """What the learner wrote, when `as_asked` has wrapped it."""
    own = own_function(answer)
    return answer if own is None else vars(own).get(_ANSWER, answer)


def _same_kinds(wanted: Any, found: Any) -> bool:
    if type(wanted) is not type(found):
        return False
    if isinstance(wanted, (np.ndarray, np.generic)) or is_tensor(wanted):
        return bool(wanted.dtype == found.dtype)
    if isinstance(wanted, (list, tuple)):
        return all(map(_same_kinds, wanted, found))
    if isinstance(wanted, Mapping):
        return all(_same_kinds(wanted[key], found[key]) for key in wanted)
    return True


def _converted(wanted: Any, found: Any) -> Any:
    """`found` in the kinds of `wanted`, whatever its size."""
    if is_tensor(wanted):
        return _as_tensor(wanted, found)
    if isinstance(wanted, np.ndarray):
        return np.asarray(
            found, dtype=wanted.dtype if wanted.dtype.kind != "U" else None
        )
    if isinstance(wanted, tuple):
        return tuple(_converted(*pair) for pair in zip(wanted, found, strict=True))
    if isinstance(wanted, Mapping):
        return {key: _converted(wanted[key], found[key]) for key in wanted}
    if isinstance(wanted, (list, set)):
        items = found.tolist() if isinstance(found, np.ndarray) else found
        return type(wanted)(items)
    if isinstance(wanted, (bool, int, float)):
        return type(wanted)(found)
    return found


def _as_tensor(wanted: Any, found: Any) -> Any:
    torch = sys.modules["torch"]
    if is_tensor(found):
        return found.to(wanted.dtype)
    if isinstance(found, (list, tuple)) and found and all(map(is_tensor, found)):
        return torch.stack(list(found)).to(wanted.dtype)
    return torch.as_tensor(np.asarray(found), dtype=wanted.dtype)
