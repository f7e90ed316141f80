"""How a wrong result differs from the right one, when no mistake is recognised.

Each sentence is a fact about all cases: a factor, a sign, a shift, one part, one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import (
    combinations,
    combinations_with_replacement,
    permutations,
    product,
)
from typing import Any

import numpy as np

from course_utils.checking import difference_messages as say
from course_utils.checking.calls import Call
from course_utils.checking.compare import (
    as_numbers,
    close,
    is_numeric,
    same,
    same_kind,
    to_array,
)
from course_utils.checking.containers import part_name
from course_utils.checking.feedback import Found
from course_utils.checking.showing import describe_value
from course_utils.text import Text, join

_Pair = tuple[Any, Any]
_Case = Sequence[Any]

_MOST_LISTED = 3


def describe_difference(
    arguments: Sequence[str],
    cases: Sequence[_Case],
    pairs: Sequence[_Pair],
    returns: str,
) -> Found | None:
    """What all results have in common; `returns` is what the docstring says of them."""
    pairs = [(to_array(one), to_array(other)) for one, other in pairs]
    if not all(same_kind(*pair) for pair in pairs):
        return None
    wrong = [pair for pair in pairs if not same(*pair)]
    found = (
        _other_words(cases, wrong)
        or _cut_off(wrong)
        or _unchanged(arguments, cases, pairs)
        or _always_one(pairs)
        or _of_sizes(arguments, cases, pairs)
        or _of_parts(wrong, pairs, returns)
        or _of_values(wrong)
    )
    if found is None or found.name in _WEAK:
        found = _of_cases(arguments, cases, pairs) or found
    return found


_WEAK = ("some_entries", "some_items")


def two_exchanged(
    cases: Sequence[_Case], wanted: Sequence[Call], runs: Sequence[Call]
) -> Found | None:
    """Of questions that are counted, two have each other's answer."""
    pairs = [(a.value, b.value) for a, b in zip(wanted, runs, strict=True)]
    off = [number for number, pair in enumerate(pairs) if not same(*pair)]
    if len(off) != 2:
        return None
    (a, b), (c, d) = (pairs[number] for number in off)
    if not (same(a, d) and same(b, c)):
        return None
    one, other = (join(map(str, cases[number])) for number in off)
    return Found("two_exchanged", say.TWO_EXCHANGED.format(one=one, other=other))


def _always_one(pairs: Sequence[_Pair]) -> Found | None:
    """One value in every case, where different ones are asked for."""
    (wanted, given), *more = pairs
    if len(more) < 2 or all(same(wanted, one) for one, _ in more):
        return None
    if not all(same(given, other) for _, other in more):
        return None
    return Found("always_one", say.ALWAYS_ONE.format(value=describe_value(given)))


def _cut_off(wrong: Sequence[_Pair]) -> Found | None:
    """Rounded down, even if that leaves one value for all."""
    if all(_comparable(*pair) for pair in wrong):
        return _rounded_down(wrong)
    return None


def _unchanged(
    arguments: Sequence[str], cases: Sequence[_Case], pairs: Sequence[_Pair]
) -> Found | None:
    """An argument comes out as it went in, in every case."""
    for place, name in enumerate(arguments[: len(cases[0])]):
        given = [to_array(case[place]) for case in cases if len(case) > place]
        if len({describe_value(each) for each in given}) < 2 or len(given) < len(cases):
            continue  # always one value, or one by default
        if all(same(a, found) for a, (_, found) in zip(given, pairs, strict=True)):
            return Found("unchanged", say.UNCHANGED.format(name=name))
    return None


def _other_words(cases: Sequence[_Case], wrong: Sequence[_Pair]) -> Found | None:
    """Of an answer that is written down: none of its values is one of those known."""
    expected, found = wrong[0]
    if cases[0] or not isinstance(expected, Mapping):
        return None
    known = set(expected.values())
    if any(same(one, other) for one in known for other in found.values()):
        return None
    return Found("written_otherwise", say.WRITTEN_OTHERWISE)


def _of_values(wrong: Sequence[_Pair]) -> Found | None:
    """Of numbers, arrays, lists, sets or text."""
    if all(_comparable(*pair) for pair in wrong):
        tries = _ARRAYS if all(np.ndim(one) for one, _ in wrong) else _NUMBERS
        for describe in tries:
            if (found := describe(wrong)) is not None:
                return found
        return None
    one, other = wrong[0]
    if isinstance(one, Set):
        return _of_tuples(wrong) or _of_sets(one, other)
    if isinstance(one, str):
        return _of_text(wrong)
    if isinstance(one, (list, tuple)):
        return _of_lists(wrong)
    return None


def _comparable(one: Any, other: Any) -> bool:
    if not (is_numeric(one) and is_numeric(other)) or np.iscomplexobj(other):
        return False
    return np.shape(one) == np.shape(other)


# parts of a tuple or dict


def _of_parts(
    wrong: Sequence[_Pair], pairs: Sequence[_Pair], returns: str
) -> Found | None:
    """Which parts of a tuple or dict are wrong, and how."""
    keys = _keys(pairs)
    if len(keys) < 2:
        return None
    off = [key for key in keys if not all(same(a[key], b[key]) for a, b in wrong)]
    exchanged = _exchanged(wrong, off)
    if exchanged is not None:
        words = {"parts": join(part_name(key, returns) for key in exchanged)}
        return Found("parts_exchanged", say.PARTS_EXCHANGED.format(**words))
    if not off:
        return None
    if len(off) == len(keys) and (found := _of_all_parts(wrong, keys)) is not None:
        return found
    if len(off) > 1 and (found := _alike_in_parts(wrong, off)) is not None:
        return found
    inside = [(a[off[0]], b[off[0]]) for a, b in wrong]
    inside = [pair for pair in inside if not same(*pair)]
    is_text = isinstance(inside[0][0], str)  # of a word, no letter is right or wrong
    how = _of_values(inside) if len(off) == 1 and not is_text else None
    text = say.SOME_PARTS if len(off) < len(keys) else say.ALL_PARTS
    text = text.format(parts=join(part_name(key, returns) for key in off))
    if how is not None:
        text = say.PART_AND_HOW.format(part=text, how=how.text)
    return Found("some_parts", text) if len(off) < len(keys) or how else None


def _alike_in_parts(wrong: Sequence[_Pair], keys: Sequence[Any]) -> Found | None:
    """Several parts are nearly right, or all rounded down."""
    inside = [(a[key], b[key]) for a, b in wrong for key in keys]
    if not all(_comparable(*pair) for pair in inside):
        return None
    return _nearly(inside) or _rounded_down(inside)


def _of_all_parts(wrong: Sequence[_Pair], keys: Sequence[Any]) -> Found | None:
    """Of a few single numbers: all are off by one number, or by one factor."""
    values = [[[side[key] for key in keys] for side in pair] for pair in wrong]
    if not all(is_numeric(each) and not np.ndim(each) for each in _each_of(values)):
        return None
    pairs = [(np.array(one), np.array(other)) for one, other in values]
    return _constant(pairs) or _factor(pairs)


def _each_of(values: Any) -> Iterator[Any]:
    """What lies in lists of lists."""
    for each in values:
        yield from _each_of(each) if isinstance(each, list) else (each,)


def _keys(pairs: Sequence[_Pair]) -> list[Any]:
    """The places that all results have: numbers of a tuple, keys of a dict."""
    first = pairs[0][0]
    if isinstance(first, Mapping):
        if all(a.keys() == b.keys() == first.keys() for a, b in pairs):
            return list(first)
    elif isinstance(first, tuple) and all(
        len(a) == len(b) == len(first) for a, b in pairs
    ):
        return list(range(len(first)))
    return []


def _exchanged(wrong: Sequence[_Pair], off: Sequence[Any]) -> Sequence[Any] | None:
    """The two parts that are wrong, if each is in the place of the other."""
    if len(off) != 2:
        return None
    one, other = off
    alike = all(same(a[one], b[other]) and same(a[other], b[one]) for a, b in wrong)
    return off if alike else None


# numbers and arrays


def _sign(wrong: Sequence[_Pair]) -> Found | None:
    if _all(wrong, lambda one, other: close(-_real(one), _real(other)).all()):
        return Found("sign", say.DIFFERS_SIGN)
    return None


def _factor(wrong: Sequence[_Pair]) -> Found | None:
    """One factor between all numbers of a case, and which it is."""
    factors = [_ratio(_real(one), _real(other)) for one, other in wrong]
    if any(factor is None for factor in factors):
        return None
    known = [factor for factor in factors if factor is not None]
    if np.allclose(known, known[0]):
        if all(np.size(one) < 2 for one, _ in wrong) and len(wrong) < 2:
            return None  # any two numbers differ by a factor
        for name, base in _OTHER_LOGARITHMS.items():
            if np.isclose(known[0], 1 / np.log(base)):
                text = say.FACTOR_OF_LOGARITHMS
                times = _number(known[0])
                return Found("factor", text.format(factor=times, found=name))
        return Found("factor", say.FACTOR.format(factor=_number(known[0])))
    if all(np.size(one) > 1 for one, _ in wrong):
        words = {"factors": join(map(_number, known[:_MOST_LISTED]))}
        return Found("factor", say.FACTORS.format(**words))
    return None


_OTHER_LOGARITHMS = {"log2": 2.0, "log10": 10.0}


def _ratio(one: np.ndarray, other: np.ndarray) -> float | None:
    if not np.isfinite(one).all() or not np.isfinite(other).all():
        return None
    largest = np.argmax(np.abs(one)) if one.size else None
    if largest is None or not one.flat[largest]:
        return None
    factor = float(other.flat[largest] / one.flat[largest])
    return factor if factor and close(one * factor, other).all() else None


def _number(factor: float) -> str:
    """0.25 as 1/4."""
    if 0 < abs(factor) < 1 and np.isclose(1 / factor, round(1 / factor)):
        return f"{'-' if factor < 0 else ''}1/{abs(round(1 / factor))}"
    return f"{factor:.4g}"


def _constant(wrong: Sequence[_Pair]) -> Found | None:
    gaps = [np.ravel(_real(other) - _real(one)) for one, other in wrong]
    values = np.concatenate(gaps)
    if values.size > 1 and np.isfinite(values).all() and np.allclose(values, values[0]):
        return Found("constant", say.CONSTANT.format(gap=f"{values[0]:+.4g}"))
    return None


def _nearly(wrong: Sequence[_Pair]) -> Found | None:
    """Right but for the last digits: float32, a step, a rounding."""

    def is_near(one: Any, other: Any) -> bool:
        one, other = _real(one), _real(other)
        return bool(np.allclose(other, one, rtol=1e-3, atol=1e-5))

    if all(_real(one).dtype.kind == "f" for one, _ in wrong) and _all(wrong, is_near):
        gap = max(float(np.max(np.abs(_real(a) - _real(b)))) for a, b in wrong)
        return Found("precision", say.PRECISION.format(gap=f"{gap:.1g}"))
    return None


def _rounded_down(wrong: Sequence[_Pair]) -> Found | None:
    if _all(wrong, lambda one, other: bool((np.trunc(_real(one)) == other).all())):
        return Found("rounded_down", say.ROUNDED_DOWN)
    return None


def _moved(wrong: Sequence[_Pair]) -> Found | None:
    """Transposed, turned round, shifted by one, or in another order."""
    ndim = np.ndim(wrong[0][0])
    if ndim == 2 and _all(wrong, lambda one, other: same(np.transpose(one), other)):
        return Found("transposed", say.DIFFERS_TRANSPOSED)
    for axis in range(ndim):
        words = {"axis": axis}
        if _all(wrong, lambda one, other, at=axis: same(np.flip(one, at), other)):
            return Found("reversed", say.REVERSED.format(**words))
        for step, text in ((1, say.LATER), (-1, say.EARLIER)):
            if _all(wrong, lambda a, b, n=step, at=axis: _is_shifted(a, b, n, at)):
                return Found("shifted", text.format(**words))
    if _all(wrong, _is_reordered):
        return Found("reordered", say.REORDERED)
    return None


def _is_shifted(one: Any, other: Any, step: int, axis: int) -> bool:
    one, other = np.moveaxis(one, axis, 0), np.moveaxis(other, axis, 0)
    if len(one) < 3:
        return False
    one, other = _overlap(one, other, step)
    return same(np.array(one), np.array(other)) and not same(one[0], one[-1])


def _overlap(one: Any, other: Any, step: int) -> _Pair:
    """What both still share when all has moved one place: on for 1, back for -1."""
    return (one[:-1], other[1:]) if step > 0 else (one[1:], other[:-1])


def _is_reordered(one: Any, other: Any) -> bool:
    if np.unique(_real(one)).size < 3:  # flags are always the same few, in any order
        return False
    return same(np.sort(np.ravel(_real(one))), np.sort(np.ravel(_real(other))))


def _places(wrong: Sequence[_Pair]) -> Found | None:
    """Only some rows of one dimension are wrong: the same ones in all cases."""
    for axis in range(np.ndim(wrong[0][0])):
        for place, at in ((say.DIFFERS_FIRST, 0), (say.LAST, -1)):
            if _all(wrong, lambda one, other, n=at, a=axis: _only_at(one, other, n, a)):
                words = {"axis": axis, "place": place}
                return Found("one_row", say.ONLY_ROW.format(**words))
            if _all(wrong, lambda one, other, n=at, a=axis: _but_at(one, other, n, a)):
                words = {"axis": axis, "place": place}
                return Found("one_row", say.ALL_BUT_ROW.format(**words))
    return None


def _only_at(one: Any, other: Any, place: int, axis: int) -> bool:
    size = np.shape(one)[axis]
    return size > 1 and same(
        np.delete(one, place % size, axis), np.delete(other, place % size, axis)
    )


def _but_at(one: Any, other: Any, place: int, axis: int) -> bool:
    size = np.shape(one)[axis]
    right = [
        same(np.take(one, each, axis), np.take(other, each, axis))
        for each in range(size)
    ]
    return size > 2 and right[place] and sum(right) == 1


def _entries(wrong: Sequence[_Pair]) -> Found | None:
    """How many values are wrong in the first case, and what they have in common.

    Only where others are right in every case: in one they may be so by chance.
    """
    if any(not close(*pair).any() for pair in wrong if np.size(pair[0]) > 2):
        return None
    one, other = wrong[0]
    off = ~close(one, other)
    words = {"wrong": int(off.sum()), "all": int(off.size)}
    values = np.unique(_real(other)[off])
    if off.all() or off.size < 3:
        return None
    if values.size == 1 and off.sum() > 1:
        value = describe_value(values[0])
        return Found("some_entries", say.ONE_VALUE.format(**words, value=value))
    return Found("some_entries", say.SOME_ENTRIES.format(**words))


def _inverted(wrong: Sequence[_Pair]) -> Found | None:
    """Every True is a False."""
    if all(np.asarray(one).dtype.kind == "b" for one, _ in wrong) and _all(
        wrong, lambda one, other: bool((1 - np.asarray(one) == other).all())
    ):
        return Found("inverted", say.INVERTED)
    return None


def _one_minus(wrong: Sequence[_Pair]) -> Found | None:
    if _all(wrong, lambda one, other: close(1 - _real(one), _real(other)).all()):
        return Found("one_minus", say.ONE_MINUS)
    return None


def _function_of(wrong: Sequence[_Pair]) -> Found | None:
    """A known function of the right result: its root, its logarithm."""
    if (
        np.unique(np.concatenate([np.ravel(_real(other)) for _, other in wrong])).size
        < 2
    ):
        return None
    for name, function in _FUNCTIONS.items():
        with np.errstate(all="ignore"):
            if _all(
                wrong,
                lambda one, other, f=function: close(f(_real(one)), _real(other)).all(),
            ):
                return Found("function_of", say.FUNCTION_OF.format(name=name))
    return None


_FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "exp": np.exp,
    "log": np.log,
    "log2": np.log2,
    "sqrt": np.sqrt,
    "square": np.square,
    "tanh": np.tanh,
    "arctanh": np.arctanh,
    "abs": np.abs,
    "1 / value": lambda each: 1 / each,
    "round": np.round,
    "sigmoid": lambda each: 1 / (1 + np.exp(-each)),
    "softmax": lambda each: _softmax(each),
    "log_softmax": lambda each: np.log(_softmax(each)),
}


def _softmax(scores: np.ndarray) -> np.ndarray:
    if not np.ndim(scores):
        return np.ones_like(scores)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


_NUMBERS = (_inverted, _nearly, _sign, _constant, _factor, _one_minus, _function_of)
_ARRAYS = (
    *(_inverted, _nearly, _sign, _factor, _constant, _one_minus, _moved),
    *(_function_of, _places, _entries),
)


def _real(value: Any) -> np.ndarray:
    array = as_numbers(value)
    return array.astype(float) if array.dtype.kind in "biu" else array


def _all(wrong: Sequence[_Pair], is_so: Callable[..., Any]) -> bool:
    return all(bool(is_so(one, other)) for one, other in wrong)


# lists, text and sets


def _of_lists(wrong: Sequence[_Pair]) -> Found | None:
    """Lists and text, item by item."""
    if any(len(one) != len(other) for one, other in wrong):
        return _of_lengths(wrong)
    if _all(wrong, lambda one, other: same(list(one)[::-1], list(other))):
        return Found("reversed", say.LIST_REVERSED)
    for step, text in ((1, say.LIST_LATER), (-1, say.LIST_EARLIER)):
        if _all(wrong, lambda one, other, n=step: _list_shifted(one, other, n)):
            return Found("shifted", text)
    one, other = wrong[0]
    off = [
        at for at, pair in enumerate(zip(one, other, strict=True)) if not same(*pair)
    ]
    if len(off) == len(one):
        return None
    places = join(off[:_MOST_LISTED])
    more = say.AND_MORE if len(off) > _MOST_LISTED else say.NO_MORE
    words = {"wrong": len(off), "all": len(one), "places": places, "more": more}
    return Found("some_items", say.SOME_ITEMS.format(**words))


def _list_shifted(one: Any, other: Any, step: int) -> bool:
    return len(one) > 2 and same(*_overlap(one, other, step))


def _of_lengths(wrong: Sequence[_Pair]) -> Found | None:
    for text, is_part in (
        (say.END_MISSING, lambda one, other: same(one[: len(other)], other)),
        (say.BEGIN_MISSING, lambda one, other: same(one[-len(other) :], other)),
        (say.END_TOO_MUCH, lambda one, other: same(one, other[: len(one)])),
        (say.BEGIN_TOO_MUCH, lambda one, other: same(one, other[-len(one) :])),
    ):
        if _all(wrong, lambda a, b, f=is_part: len(a) and len(b) and f(a, b)):
            return Found("wrong_length_of_list", text)
    return None


def _of_text(wrong: Sequence[_Pair]) -> Found | None:
    """Characters too many, missing, or in another order; else as of any list."""
    found = _of_lists(wrong)
    if found is not None and found.name in ("reversed", "shifted"):
        return found
    if _all(wrong, lambda one, other: sorted(one) == sorted(other)):
        return Found("reordered", say.LETTERS_REORDERED)
    for long, text in ((1, say.LETTERS_TOO_MANY), (0, say.LETTERS_MISSING)):
        more = {
            each for pair in wrong for each in set(pair[long]) - set(pair[1 - long])
        }
        rest = [
            "".join(each for each in pair[long] if each not in more) for pair in wrong
        ]
        if all(a == pair[1 - long] for a, pair in zip(rest, wrong, strict=True)):
            words = {"letters": join(_some(more))}
            return Found("letters", text.format(**words))
    return found


def _of_tuples(wrong: Sequence[_Pair]) -> Found | None:
    """Of sets of tuples: the parts of each in another order, or all numbers one off."""
    items = [each for pair in wrong for side in pair for each in side]
    if not all(
        isinstance(each, tuple) and len(each) == len(items[0]) for each in items
    ):
        return None
    for order in permutations(range(len(items[0])) if items else ()):
        put = {
            each: tuple(each[at] for at in order) for one, _ in wrong for each in one
        }
        if all({put[each] for each in one} == other for one, other in wrong):
            right = next(each for each in put if put[each] != each)
            words = {"right": right, "found": put[right]}
            return Found("parts_reordered", say.PARTS_OF_ITEMS.format(**words))
    for step, text in ((1, say.NUMBERS_TOO_LARGE), (-1, say.NUMBERS_TOO_SMALL)):
        if all({_moved_by(step, each) for each in a} == b for a, b in wrong):
            return Found("numbers_moved", text)
    return None


def _moved_by(step: int, item: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(part + step if type(part) is int else part for part in item)


def _of_sets(one: Set[Any], other: Set[Any]) -> Found | None:
    missing, more = one - other, other - one
    words = {
        "missing": join(_some(missing)),
        "more": join(_some(more)),
        "right": len(one & other),
    }
    if missing and more:
        return Found("set_differs", say.SET_DIFFERS.format(**words))
    text = say.SET_MISSING if missing else say.SET_TOO_MUCH
    return Found("set_differs", text.format(**words))


def _some(items: Set[Any]) -> Iterator[str]:
    shown = sorted(f"`{describe_value(each)}`" for each in items)
    yield from shown[:_MOST_LISTED]
    if len(shown) > _MOST_LISTED:
        yield "…"


# sizes of the input


def _of_sizes(
    arguments: Sequence[str], cases: Sequence[_Case], pairs: Sequence[_Pair]
) -> Found | None:
    """Numbers that are off by a product of sizes, or by a size as a factor."""
    off = [number for number, pair in enumerate(pairs) if not same(*pair)]
    if len(off) < 2 or not all(_comparable(*pair) for pair in pairs):
        return None
    own, wrong = [cases[number] for number in off], [pairs[number] for number in off]
    if all(type(one) is int and type(other) is int for one, other in wrong):
        return _gap_of_sizes(arguments, own, wrong)
    return _factor_of_sizes(arguments, own, wrong)


def _gap_of_sizes(
    arguments: Sequence[str], cases: Sequence[_Case], wrong: Sequence[_Pair]
) -> Found | None:
    """A count that is off by, say, 2 times `hidden_size` in every wrong case."""
    gaps = np.array([other - one for one, other in wrong], dtype=float)
    places = [at for at, each in enumerate(cases[0]) if type(each) is int]
    sizes = np.array([[float(case[at]) for at in places] for case in cases])
    if not places or (sizes <= 0).any() or np.unique(gaps).size < 2:
        return None
    powers = product(range(_HIGHEST_POWER + 1), repeat=len(places))
    for power in sorted(powers, key=sum)[1:]:
        if sum(power) > _HIGHEST_POWER:
            break
        times = gaps / np.prod(sizes ** np.array(power), axis=1)
        if np.allclose(times, times[0]) and times[0] == round(times[0]):
            names = [arguments[at] for at in places]
            factors = [
                name for name, n in zip(names, power, strict=True) for _ in range(n)
            ]
            count = abs(round(times[0]))
            listed = " * ".join([str(count)] * (count > 1) + factors)
            text = say.TOO_MANY_BY if times[0] > 0 else say.TOO_FEW_BY
            return Found("gap", text.format(gap=listed))
    return _gap_of_two([arguments[at] for at in places], sizes, gaps)


_HIGHEST_POWER = 2


def _gap_of_two(
    names: Sequence[str], sizes: np.ndarray, gaps: np.ndarray
) -> Found | None:
    """The same by a sum or a difference of two, say `width + 2 * size`."""
    if gaps.size < 3:
        return None
    known = {name: sizes[:, at] for at, name in enumerate(names)}
    pairs = combinations_with_replacement(names, 2)
    known |= {" * ".join(pair): known[pair[0]] * known[pair[1]] for pair in pairs}
    known = {"1": np.ones(gaps.size), **known}
    for two in combinations(known, 2):
        parts = np.stack([known[each] for each in two], axis=1)
        counts = np.linalg.lstsq(parts, gaps, rcond=None)[0].round().astype(int)
        if counts.all() and np.allclose(parts @ counts, gaps):
            too_few = bool(counts.max() < 0)
            text = say.TOO_FEW_BY if too_few else say.TOO_MANY_BY
            terms = zip((-counts if too_few else counts).tolist(), two, strict=True)
            return Found("gap", text.format(gap=_as_sum(*terms)))
    return None


def _as_sum(*terms: tuple[int, str]) -> str:
    """`2 * width - 3`: the larger count first."""
    listed = ""
    for count, name in sorted(terms, reverse=True):
        sign = " - " if count < 0 else " + "
        factors = [str(abs(count))] * (abs(count) > 1 or name == "1")
        listed += sign + " * ".join(factors + [name] * (name != "1"))
    return listed.removeprefix(" + ")


def _factor_of_sizes(
    arguments: Sequence[str], cases: Sequence[_Case], wrong: Sequence[_Pair]
) -> Found | None:
    """Divided by, or multiplied with, the length of an array that is handed in."""
    factors = [_ratio(_real(one), _real(other)) for one, other in wrong]
    if None in factors or len({round(factor or 0, 9) for factor in factors}) < 2:
        return None
    for place, name in enumerate(arguments[: len(cases[0])]):
        shapes = [getattr(to_array(case[place]), "shape", ()) for case in cases]
        for axis in range(min(map(len, shapes))):
            sizes = np.array([shape[axis] for shape in shapes], dtype=float)
            for text, by in ((say.DIVIDED_BY_SIZE, 1 / sizes), (say.TIMES_SIZE, sizes)):
                if np.allclose(np.array(factors, dtype=float), by):
                    words = {"name": name, "axis": axis}
                    return Found("factor", text.format(**words))
    return None


# which cases


def _of_cases(
    arguments: Sequence[str], cases: Sequence[_Case], pairs: Sequence[_Pair]
) -> Found | None:
    """An argument that tells the wrong cases from the right ones."""
    is_right = [same(*pair) for pair in pairs]
    if all(is_right) or not any(is_right):
        return None
    enough = min(sum(is_right), len(is_right) - sum(is_right)) > 1
    for place, name in enumerate(arguments):
        values = [case[place] if place < len(case) else None for case in cases]
        for text, known in _sides(values, is_right) if enough else ():
            words = {"name": name, "value": describe_value(known)}
            return Found("some_cases", text.format(**words))
    counts = {"right": sum(is_right), "all": len(is_right)}
    return Found("some_cases", say.SOME_CASES.format(**counts))


def _sides(
    values: Sequence[Any], is_right: Sequence[bool]
) -> Iterator[tuple[Text, Any]]:
    """A value that all right cases have and no wrong one, or the other way round."""
    if not all(isinstance(value, (int, float, str)) for value in values):
        return
    right = {value for value, good in zip(values, is_right, strict=True) if good}
    wrong = {value for value, good in zip(values, is_right, strict=True) if not good}
    if right & wrong:
        return
    if len(right) == 1:
        yield say.RIGHT_WHERE, right.pop()
    elif len(wrong) == 1:
        yield say.WRONG_WHERE, wrong.pop()
