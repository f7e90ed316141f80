"""What `expect` says about an array that does not fit, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import TypeVar

from course_utils.shapes.axes import Shape, Sizes, bind, first_misfit, size_of
from course_utils.text import Text

SpecAxes = tuple[str, ...]
T = TypeVar("T")

SHAPE_IS_WRONG = Text(
    en="{name}: expected shape {expected}, found {found}. {hint}",
    zh="{name} 的形状应为 {expected}，实际是 {found}。{hint}",
)
SWAPPED = Text(
    en="It looks like {seen}: {mended} puts the axes in order.",
    zh="看起来像 {seen}：用 {mended} 把两个轴换回来。",
)
BATCH_FIRST = Text(
    en="It looks like {seen}: did you forget batch_first=True? "
    "{mended} puts the axes in order.",
    zh="看起来像 {seen}：是不是忘了 batch_first=True？用 {mended} 把两个轴换回来。",
)
WRONG_SIZE = Text(
    en="Axis {axis} is {letter}: make it {wanted}, not {found}{because}.",
    zh="第 {axis} 轴是 {letter}，应为 {wanted}，而不是 {found}{because}。",
)
BECAUSE = Text(
    en=" ({origin} has {letter} = {wanted})",
    zh="（{origin} 里 {letter} = {wanted}）",
)
NOTHING = Text(en="", zh="")
MISSING_AXIS = Text(
    en="Axis {letter} is missing: {name}[{slices}None] adds it, with size 1.",
    zh="少了 {letter} 这个轴：{name}[{slices}None] 可以补上，大小为 1。",
)
EXTRA_AXIS = Text(
    en="Axis {axis} (size {size}) is one too many: {name}[{slices}-1] takes its last "
    "entry.",
    zh="第 {axis} 轴（大小为 {size}）是多出来的：{name}[{slices}-1] 取它的最后一项。",
)
OTHER_AXES = Text(
    en="Give it one axis for each letter: {expected}.",
    zh="每个字母对应一个轴：{expected}。",
)
NOT_AN_ARRAY = Text(
    en="{name}: expected an array of shape ({axes}), found {found}. "
    "np.array({name}, dtype=float) makes one.",
    zh="{name} 应是形状为 ({axes}) 的数组，实际是 {found}。"
    "用 np.array({name}, dtype=float) 转换。",
)
EMPTY = Text(
    en="{name}: expected at least one entry on every axis, found shape {found}: "
    "axis {axis} ({letter}) is empty. Was too much sliced away?",
    zh="{name} 的每个轴至少要有一项，实际形状是 {found}："
    "第 {axis} 轴（{letter}）是空的。是不是切片切掉太多了？",
)
NOT_FLOATS = Text(
    en="{name}: expected floats, found {found}. {name}.{cast} converts it.",
    zh="{name} 应是浮点数，实际是 {found}。用 {name}.{cast} 转换。",
)
NOT_FINITE = Text(
    en="{name}: expected finite numbers, found {value} at {where} ({count} such in "
    "all). Look where {name} was computed: a division by 0, a log of 0, "
    "too large a step?",
    zh="{name} 应全是有限的数，实际在 {where} 处是 {value}（共 {count} 处）。"
    "看看 {name} 是怎么算出来的：除以 0？对 0 取对数？步子太大？",
)
UNKNOWN_LETTER = Text(
    en="expected only letters of {spec!r}, found {letter}. Remove it or add it there.",
    zh="只能给出 {spec!r} 中的字母，实际多了 {letter}。删掉它，或者把它写进去。",
)
NO_SUCH_RECURRENT_CELL = Text(
    en="cell: expected 'RNN', 'LSTM' or 'GRU', found {found!r}. Choose one of them.",
    zh="cell 只能是 'RNN'、'LSTM' 或 'GRU'，实际是 {found!r}。请三选一。",
)
NO_PROJECTION = Text(
    en="proj_size: expected 0 for {cell}, found {P}. "
    "Only an LSTM can project its state.",
    zh="{cell} 的 proj_size 只能是 0，实际是 {P}。只有 LSTM 才能投影隐状态。",
)
WIDE_PROJECTION = Text(
    en="proj_size: expected less than hidden_size = {H}, found {P}. "
    "A projection makes the state smaller; leave proj_size out for none.",
    zh="proj_size 应小于 hidden_size = {H}，实际是 {P}。"
    "投影是把隐状态变小；不需要投影就别写 proj_size。",
)


def wrong_shape(
    name: str, axes: SpecAxes, shape: Shape, sizes: Sizes, origins: Mapping[str, str]
) -> Text:
    """Expected, found, and the likeliest mistake."""
    if len(shape) < len(axes):
        hint = _missing_axis(name, axes, shape, sizes)
    elif len(shape) > len(axes):
        hint = _extra_axis(name, axes, shape, sizes)
    else:
        swapped = _swapped_axes(name, axes, shape, sizes)
        hint = swapped or _wrong_size(name, axes, shape, sizes, origins)
    expected = _tuple(_with_size(axis, sizes) for axis in axes)
    return SHAPE_IS_WRONG.format(name=name, expected=expected, found=shape, hint=hint)


def _swapped_axes(name: str, axes: SpecAxes, shape: Shape, sizes: Sizes) -> Text | None:
    for i, j in combinations(range(len(axes)), 2):
        if bind(axes, _swap(shape, i, j), sizes) is not None:
            seen = _tuple(plain(axis) for axis in _swap(axes, i, j))
            mended = f"{name}.T" if len(axes) == 2 else f"{name}.swapaxes({i}, {j})"
            message = BATCH_FIRST if {axes[i], axes[j]} == {"B", "T"} else SWAPPED
            return message.format(seen=seen, mended=mended)
    return None


def _wrong_size(
    name: str, axes: SpecAxes, shape: Shape, sizes: Sizes, origins: Mapping[str, str]
) -> Text:
    misfit = first_misfit(axes, shape, sizes)
    assert misfit is not None  # only shapes that do not fit come here
    axis, wanted = misfit
    letter = axes[axis]
    origin = name if letter in axes[:axis] and letter not in sizes else None
    origin = origins.get(letter, origin)
    because = NOTHING
    if origin:
        because = BECAUSE.format(origin=origin, letter=plain(letter), wanted=wanted)
    return WRONG_SIZE.format(
        axis=axis,
        letter=plain(letter),
        wanted=wanted,
        found=shape[axis],
        because=because,
    )


def _missing_axis(name: str, axes: SpecAxes, shape: Shape, sizes: Sizes) -> Text:
    """Which one axis must be left out of `axes`, so that `shape` fits best?"""
    fits = [
        (_num_known(axes[:k] + axes[k + 1 :], sizes), -k)
        for k in range(len(axes))
        if bind(axes[:k] + axes[k + 1 :], shape, sizes) is not None
    ]
    if not fits:
        return OTHER_AXES.format(expected=_tuple(map(plain, axes)))
    k = -max(fits)[1]
    return MISSING_AXIS.format(letter=plain(axes[k]), name=name, slices=":, " * k)


def _extra_axis(name: str, axes: SpecAxes, shape: Shape, sizes: Sizes) -> Text:
    """Which one axis must be left out of `shape`, so that it fits? A 1 first."""
    fits = [
        (shape[k] == 1, k)
        for k in range(len(shape))
        if bind(axes, shape[:k] + shape[k + 1 :], sizes) is not None
    ]
    if not fits:
        return OTHER_AXES.format(expected=_tuple(map(plain, axes)))
    k = max(fits)[1]
    return EXTRA_AXIS.format(axis=k, name=name, slices=":, " * k, size=shape[k])


def _swap(items: tuple[T, ...], i: int, j: int) -> tuple[T, ...]:
    swapped = list(items)
    swapped[i], swapped[j] = items[j], items[i]
    return tuple(swapped)


def _num_known(axes: SpecAxes, sizes: Sizes) -> int:
    return sum(size_of(axis, sizes) is not None for axis in axes)


def plain(axis: str) -> str:
    """The axis as a reader sees it: a leading one has no name."""
    return "…" if axis.startswith("...") else axis


def _with_size(axis: str, sizes: Sizes) -> str:
    size = size_of(axis, sizes)
    return plain(axis) if size is None or axis.isdigit() else f"{plain(axis)}={size}"


def _tuple(items: Iterable[str]) -> str:
    return f"({', '.join(items)})"
