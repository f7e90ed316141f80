"""A wrong answer recognised: it returns what a solution with a slip returns."""

from __future__ import annotations

import inspect
import re
import time
import warnings
from collections.abc import Iterator, Sequence
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import numpy as np

from course_utils.checking import change_messages as say
from course_utils.checking.calls import Call, Function, Raised, call, same_run
from course_utils.checking.compare import fitted, flat, same, to_array
from course_utils.checking.feedback import Found
from course_utils.checking.mutants import (
    Change,
    changes,
    helpers,
    may_be_endless,
    mutant,
)
from course_utils.checking.sandbox import run
from course_utils.text import Text

_Case = Sequence[Any]

MUTANT_SECONDS = 0.2
"""A slip in a loop may make it endless."""
SEARCH_SECONDS = 3.0
"""Of the processor: most searches take less than one, but endless slips add up."""
_MOST_PAIRS = 1500
_FEWEST_NUMBERS = 6
"""Fewer values may agree by chance with one of a thousand pairs of slips."""


def like_a_slip(
    solved: Function, cases: Sequence[_Case], runs: Sequence[Call], wrong: int
) -> Found | None:
    """A slip, else two, in the solution that give the same results in every case.

    `wrong` is the number of a case that the learner's function got wrong: it is tried
    first, because it tells most slips from the answer. The search ends after
    SEARCH_SECONDS of the processor.
    """
    if not _tells_much(runs):
        return None
    order = sorted(range(len(cases)), key=lambda number: number != wrong)
    cases, runs = [cases[each] for each in order], [runs[each] for each in order]
    seconds = MUTANT_SECONDS if may_be_endless(solved) else None
    until = time.process_time() + SEARCH_SECONDS
    with warnings.catch_warnings():
        # A slip may index a number or divide by zero. Its warnings tell a learner of
        # code that nobody wrote, and as errors, which a kernel may ask for, they would
        # change what the slip returns.
        warnings.simplefilter("ignore")
        for function, slip in _with_slips(solved, cases, runs):
            if time.process_time() > until:
                break
            if ends_like(function, cases, runs, seconds):
                return slip
    return None


_WithSlip = tuple[Function, Found]


def _with_slips(
    solved: Function, cases: Sequence[_Case], runs: Sequence[Call]
) -> Iterator[_WithSlip]:
    """Versions of the solution, the likeliest first, and what is wrong with each."""
    known = _plainest_first(solved)
    for each in known:
        if each.kind == "other_name" and runs[0].error is not None:
            continue  # another array gives the same error by luck
        if function := mutant(solved, each):
            yield function, _named(each)
    yield from _with_an_argument_moved(solved, cases)
    yield from _with_a_slip_in_a_helper(solved)
    for two in _pairs(known, runs):
        if function := mutant(solved, *two):
            yield function, _named(*two)


def _with_an_argument_moved(
    solved: Function, cases: Sequence[_Case]
) -> Iterator[_WithSlip]:
    """An argument of whole numbers is 1 larger or smaller."""
    for place, name in enumerate(inspect.signature(solved).parameters):
        if not all(len(case) > place and _is_whole(case[place]) for case in cases):
            continue
        for step, text in ((1, say.ONE_LARGER), (-1, say.ONE_SMALLER)):

            def moved(*args: Any, at: int = place, by: int = step) -> Any:
                return solved(*args[:at], args[at] + by, *args[at + 1 :])

            change = text.format(name=name)
            yield moved, Found("argument_moved", say.LIKE.format(change=change))


def _is_whole(value: Any) -> bool:
    return type(value) is int or getattr(to_array(value), "dtype", bool) == np.int64


def _with_a_slip_in_a_helper(solved: Function) -> Iterator[_WithSlip]:
    """A slip in what a function of the course computes, which the solution calls.

    Whoever writes that out anew may make it there.
    """
    for module, name, helper in helpers(solved):
        space = vars(inspect.unwrap(solved).__globals__[module])
        for change in _plainest_first(helper):
            if change.kind == "other_name" and helper.__defaults__:
                continue  # sizes and flags stand for each other by luck
            other = mutant(helper, change)
            if other is None:
                continue
            inside = SimpleNamespace(**{**space, name: other})
            if function := mutant(solved, **{module: inside}):
                words = {"name": f"{module}.{name}", "change": change.text}
                text = say.LIKE.format(change=say.WITHIN.format(**words))
                yield function, Found(change.kind, text)


def _plainest_first(function: Function) -> list[Change]:
    known = [each for each in changes(function) if each.kind in _ORDER]
    return sorted(known, key=lambda each: _ORDER.index(each.kind))


_ORDER = (
    *("left_out", "not_transposed", "transposed", "swapped", "not_summed", "function"),
    *("not_called", "axis", "operator", "sign", "keyword", "other_name", "comparison"),
    *("negated", "loop", "slice", "returns_early", "condition", "step_missing"),
    *("flag", "turned", "twice", "one_minus", "called_twice", "power", "off_by_one"),
    *("constant_operator", "arguments_exchanged", "constant_left_out"),
)
"""The plainest description first, when several slips have the same results."""
_PAIRED = _ORDER[:12]


def _pairs(known: Sequence[Change], runs: Sequence[Call]) -> Iterator[Sequence[Change]]:
    if sum(flat(one.value).size for one in runs) < _FEWEST_NUMBERS:
        return
    if not all(_is_real(one.value) for one in runs):
        return
    plain = [each for each in known if each.kind in _PAIRED]
    pairs = (
        (one, other)
        for one, other in combinations(plain, 2)
        if one.index != other.index and {one.kind, other.kind} != {"function"}
    )
    for _, two in zip(range(_MOST_PAIRS), pairs, strict=False):
        yield two


def _tells_much(runs: Sequence[Call]) -> bool:
    """An error, NaN, or always one number may come of anything."""
    if all(one.error is not None for one in runs):
        return False
    numbers = np.concatenate([flat(one.value) for one in runs])
    if not numbers.size:  # text, or always nothing
        return not all(same(runs[0].value, one.value) for one in runs)
    finite = numbers[np.isfinite(numbers)]
    return not np.isnan(numbers).any() and np.unique(finite).size > 1


def _is_real(value: Any) -> bool:
    numbers = flat(value)
    return numbers.size > 0 and bool((numbers != np.round(numbers)).any())


def _named(change: Change, *more: Change) -> Found:
    text, name = change.text, change.kind
    for other in more:
        text, name = _both(text, other.text), f"{name}_and_{other.kind}"
    return Found(name, say.LIKE.format(change=text))


def _both(one: Text, other: Text) -> Text:
    return say.BOTH.format(one=one, other=other)


def ends_like(
    function: Function,
    cases: Sequence[_Case],
    runs: Sequence[Call],
    seconds: float | None,
) -> bool:
    """True when `function` ends as the learner's did, on every case.

    In so many `seconds`; without a limit for None, of what always comes to an end.

    The sizes in an error depend on the order of terms: so where a value agrees, too,
    errors need only say the same of other sizes.
    """
    values, words = 0, True
    for case, found in zip(cases, runs, strict=True):
        if seconds is None:
            known = Call()
            call(function, case, known)
        else:
            known = run(function, case, seconds)
        known.value = fitted(found.value, known.value)
        if known.error is not None and found.error is not None:
            if _told(known.error) != _told(found.error):
                return False
            words &= _words(known.error) == _words(found.error)
        elif same_run(known, found):
            values += 1
        else:
            return False
    return words or values > 0


def _words(error: Raised) -> list[str]:
    """In any order, because that depends on the order of terms: "(2,3) and (3,4)"."""
    return sorted(re.findall(r"\w+", error.words))


def _told(error: Raised) -> tuple[str, list[str]]:
    """What it says but for the sizes; of shapes, `@`, `*` and `np.dot` say the same."""
    if re.search(_SHAPES, error.words):
        return error.kind, ["shapes"]
    return error.kind, [each for each in _words(error) if not each.isdigit()]


_SHAPES = "core dimension|not aligned|could not be broadcast"
