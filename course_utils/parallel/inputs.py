"""What the nets of lesson 13 are given: checked at the door, in words."""

from __future__ import annotations

import torch
from torch import Tensor

from course_utils.text import Text

MOST_PAIR_BYTES = 2**32
"""Of the scores and weights of one layer of attention."""


def check_input(x: Tensor, size: int) -> None:
    """x must be finite numbers (B, T, E) with T >= 1, else a `ValueError`."""
    if x.dim() != 3 or x.shape[1] < 1 or x.shape[2] != size:
        raise ValueError(str(_SHAPE.format(size=size, found=tuple(x.shape))))
    if not torch.isfinite(x.sum()):  # a sum keeps whatever nan or inf is in it
        raise ValueError(str(_NOT_FINITE))


def check_memory(
    num_rows: int, num_steps: int, num_known: int, max_bytes: int = MOST_PAIR_BYTES
) -> None:
    """Scores and weights of B·M rows, (T, S) each, must have room, else `ValueError`.

    Asked before anything is taken.
    """
    needed = 2 * 4 * num_rows * num_steps * num_known
    if needed > max_bytes:
        values = {
            "num_steps": f"{num_steps:,}",
            "num_known": f"{num_known:,}",
            "needed": f"{needed / 2**30:,.1f}",
            "most": f"{max_bytes / 2**30:,.1f}",
        }
        raise ValueError(str(_TOO_LARGE.format(**values)))


_SHAPE = Text(
    en="x: expected vectors (B, T, {size}) of at least one step, found {found}. "
    "Give at least one step, and the size that the layer was made for.",
    zh="x 应是形状为 (B, T, {size}) 的向量，至少有一步，实际形状是 {found}。"
    "请至少给一步，大小要与建立这一层时一致。",
)
_NOT_FINITE = Text(
    en="x: expected finite numbers, found nan or inf. Look at what made x.",
    zh="x 应全是有限的数，里面却有 nan 或 inf。请检查 x 是怎么算出来的。",
)
_TOO_LARGE = Text(
    en="Attention of {num_steps} steps to {num_known} needs two tables of all pairs, "
    "{needed} GiB together; expected at most {most} GiB. Read fewer steps at a time.",
    zh="{num_steps} 步对 {num_known} 步的注意力，要存两张每一对步都占一格的表，"
    "共 {needed} GiB，上限是 {most} GiB。请一次少读几步。",
)
