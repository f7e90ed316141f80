"""Self-attention by hand [Vaswani et al. 2017]: every step looks at every step.

No state is handed on. Each step asks with a query, all steps answer with keys, and
what comes back is a mean of their values. PyTorch's forms:
`torch.nn.functional.scaled_dot_product_attention` and, with heads,
`torch.nn.MultiheadAttention`. A mask is True where one may look.
Letters: E width, M heads, K size of a query and a key, U of a value, T steps that ask,
S steps that are asked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from course_utils.scratch.parts import outer_sum, project, uniform
from course_utils.shapes.arrays import ShapeError, takes
from course_utils.shapes.whole_numbers import POSITIVE, counts, whole_number
from course_utils.text import Text, join

ROOM_FOR_PAIRS = 2**30
"""What a table of all pairs of steps may take, unless one asks for more: 1 GiB."""

TOO_MANY_PAIRS = Text(
    en="{name} {shape} would take {needed:,} bytes: expected at most {limit:,} "
    "(max_bytes). Each step looks at each, so twice the steps take four times as "
    "much: take a shorter sequence or a smaller batch, or allow more with max_bytes.",
    zh="{name} 的形状是 {shape}，要占 {needed:,} 字节，"
    "超过了上限 {limit:,} 字节（max_bytes）。每一步都要看每一步，"
    "步数翻一倍，内存就变成四倍：请把序列截短，或者减小批量，"
    "内存够的话也可以把 max_bytes 调大。",
)
NOWHERE = Text(
    en="mask: expected at least one True in each row, found none in row {row}. A step "
    "that may look nowhere has no weights that sum to 1: let it see itself.",
    zh="mask 的每一行至少要有一个 True，第 {row} 行却一个也没有。"
    "哪里都不能看的一步，权重加不出 1 来：至少让它看自己。",
)
NOT_FLAGS = Text(
    en="mask: expected True and False, True where one may look, found {found}. "
    "mask.astype(bool) turns 1 and 0 into them.",
    zh="mask 应由 True 和 False 组成，能看的地方是 True，实际是 {found}。"
    "如果是 1 和 0，用 mask.astype(bool) 转换。",
)
MASK_SHAPE = Text(
    en="mask: expected a shape that fits scores {scores}, such as {last}, found "
    "{found}. causal_mask(T) is one for all sequences and heads.",
    zh="mask 的形状要能对上得分 {scores}，例如 {last}，实际是 {found}。"
    "causal_mask(T) 对所有序列、所有头都通用。",
)
UNEVEN_HEADS = Text(
    en="num_heads: expected a number that divides the width {width}, found {found}. "
    "{examples} do.",
    zh="num_heads 要能整除宽度 {width}，实际是 {found}。可以用 {examples}。",
)


class AttentionTrace(NamedTuple):
    """What each step sees (..., T, U), and where it looks (..., T, S)."""

    seen: np.ndarray
    weights: np.ndarray


@counts("num_steps", "max_bytes")
def causal_mask(num_steps: int, max_bytes: int = ROOM_FOR_PAIRS) -> np.ndarray:
    """-> (T, T) of flags: row t is True at 0 ... t, where step t may look.

    `ValueError` before more than `max_bytes` would be taken.
    """
    expect_room("mask", (num_steps, num_steps), 1, max_bytes)
    return np.tri(num_steps, dtype=bool)


@takes(scores="... T S")
def masked_softmax(scores: np.ndarray, mask: np.ndarray | None = None) -> np.ndarray:
    """scores (..., T, S), mask (T, S) or (..., T, S)
    -> weights (..., T, S)

    Each row sums to 1, and is exactly 0 where the mask is False.
    A row without any True is a `ValueError`.
    """
    if mask is not None:
        expect_mask(mask, scores.shape)
        scores = np.where(mask, scores, -np.inf)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@takes(values="... S U", keys="... S K", queries="... T K")
def attention_forward(
    queries: np.ndarray,
    keys: np.ndarray,
    values: np.ndarray,
    mask: np.ndarray | None = None,
    max_bytes: int = ROOM_FOR_PAIRS,
) -> AttentionTrace:
    """queries (..., T, K), keys (..., S, K), values (..., S, U),
    mask (T, S) or (..., T, S)
    -> seen (..., T, U), weights (..., T, S): softmax(q k^T / √K) v

    `ValueError` before scores of more than `max_bytes` are made.
    Source: Vaswani et al. (2017), equation 1.
    """
    shape = (*queries.shape[:-1], keys.shape[-2])
    expect_room("scores", shape, queries.itemsize, max_bytes)
    scores = queries @ keys.swapaxes(-1, -2) / np.sqrt(keys.shape[-1])
    weights = masked_softmax(scores, mask)
    return AttentionTrace(weights @ values, weights)


@takes(
    values="... S U",
    keys="... S K",
    queries="... T K",
    weights="... T S",
    dseen="... T U",
)
def attention_backward(
    dseen: np.ndarray,
    weights: np.ndarray,
    queries: np.ndarray,
    keys: np.ndarray,
    values: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """dseen (..., T, U), weights (..., T, S), queries (..., T, K), keys (..., S, K),
    values (..., S, U)
    -> dqueries (..., T, K), dkeys (..., S, K), dvalues (..., S, U)

    The mask is in the weights: where one is 0, nothing flows.
    """
    dweights = dseen @ values.swapaxes(-1, -2)
    dvalues = weights.swapaxes(-1, -2) @ dseen
    mean = (weights * dweights).sum(axis=-1, keepdims=True)
    dscores = weights * (dweights - mean) / np.sqrt(keys.shape[-1])
    return dscores @ keys, dscores.swapaxes(-1, -2) @ queries, dvalues


class SelfAttentionWeights(NamedTuple):
    """W_qkv (3E, E), b_qkv (3E), blocks q k v; W_o (E, E), b_o (E)."""

    W_qkv: np.ndarray
    b_qkv: np.ndarray
    W_o: np.ndarray
    b_o: np.ndarray


class SelfAttentionTrace(NamedTuple):
    """The output (B, T, E), where each head looks (B, M, T, T), and on the way there
    q k v (3, B, M, T, K) and what the heads have seen, side by side (B, T, E).
    """

    output: np.ndarray
    weights: np.ndarray
    qkv: np.ndarray
    seen: np.ndarray


@counts("width")
def self_attention_init(width: int, rng: np.random.Generator) -> SelfAttentionWeights:
    """W_qkv (3E, E), b_qkv (3E), W_o (E, E), b_o (E): uniform in ±1/√E, biases 0."""
    return SelfAttentionWeights(
        W_qkv=uniform(rng, (3 * width, width), width),
        b_qkv=np.zeros(3 * width),
        W_o=uniform(rng, (width, width), width),
        b_o=np.zeros(width),
    )


@takes(b_o="E", W_o="E E", b_qkv="3E", W_qkv="3E E", x="B T E")
def self_attention_forward(
    x: np.ndarray,
    W_qkv: np.ndarray,
    b_qkv: np.ndarray,
    W_o: np.ndarray,
    b_o: np.ndarray,
    num_heads: int = 1,
    mask: np.ndarray | None = None,
    max_bytes: int = ROOM_FOR_PAIRS,
) -> SelfAttentionTrace:
    """x (B, T, E), W_qkv (3E, E), b_qkv (3E), W_o (E, E), b_o (E), mask (T, T)
    -> output (B, T, E), weights (B, M, T, T), qkv (3, B, M, T, K), seen (B, T, E)

    K = E / M: each head sees a part of the width. Source: Vaswani et al. (2017), 3.2.
    """
    heads = split_heads(project(x, W_qkv) + b_qkv, 3 * head_count(num_heads, len(W_o)))
    qkv = np.stack(np.split(heads, 3, axis=1))  # (3, B, M, T, K)
    queries, keys, values = qkv
    seen, weights = attention_forward(queries, keys, values, mask, max_bytes)
    seen = join_heads(seen)
    return SelfAttentionTrace(project(seen, W_o) + b_o, weights, qkv, seen)


@takes(
    W_o="E E",
    W_qkv="3E E",
    x="B T E",
    seen="B T E",
    qkv="3 B M T K",
    weights="B M T T",
    doutput="B T E",
)
def self_attention_backward(
    doutput: np.ndarray,
    weights: np.ndarray,
    qkv: np.ndarray,
    seen: np.ndarray,
    x: np.ndarray,
    W_qkv: np.ndarray,
    W_o: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """doutput, seen, x (B, T, E), weights (B, M, T, T), qkv (3, B, M, T, K),
    W_qkv (3E, E), W_o (E, E)
    -> dx (B, T, E), dW_qkv (3E, E), db_qkv (3E), dW_o (E, E), db_o (E)
    """
    dseen = split_heads(project(doutput, W_o.T), weights.shape[1])
    da = np.concatenate(
        [join_heads(each) for each in attention_backward(dseen, weights, *qkv)], axis=2
    )  # (B, T, 3E)
    dW_o, db_o = outer_sum(doutput, seen), doutput.sum(axis=(0, 1))
    return project(da, W_qkv.T), outer_sum(da, x), da.sum(axis=(0, 1)), dW_o, db_o


@takes(x="B T E")
def split_heads(x: np.ndarray, num_heads: int) -> np.ndarray:
    """x (B, T, E) -> (B, M, T, E / M); `ValueError` unless M divides E."""
    B, T, E = x.shape
    num_heads = head_count(num_heads, E)
    return x.reshape(B, T, num_heads, E // num_heads).swapaxes(1, 2)


@takes(x="B M T K")
def join_heads(x: np.ndarray) -> np.ndarray:
    """x (B, M, T, K) -> (B, T, M·K): the inverse of `split_heads`."""
    B, M, T, K = x.shape
    return x.swapaxes(1, 2).reshape(B, T, M * K)


def head_count(num_heads: int, width: int) -> int:
    """`num_heads` if it divides `width`, else a `ValueError` that says what does."""
    number = whole_number(num_heads, "num_heads", POSITIVE)
    if width % number:
        fits = join(str(each) for each in range(1, width + 1) if width % each == 0)
        words = {"width": width, "found": number, "examples": fits}
        raise ValueError(str(UNEVEN_HEADS.format(**words)))
    return number


def expect_room(name: str, shape: tuple[int, ...], size: int, max_bytes: int) -> None:
    """A `ValueError` when an array of `shape`, `size` bytes each, takes too much."""
    limit = whole_number(max_bytes, "max_bytes", POSITIVE)
    needed = size * int(np.prod(shape, dtype=object))
    if needed > limit:
        words = {"name": name, "shape": shape, "needed": needed, "limit": limit}
        raise ValueError(str(TOO_MANY_PAIRS.format(**words)))


def expect_mask(mask: np.ndarray, scores: tuple[int, ...]) -> None:
    """A `ValueError` unless `mask` holds flags, fits, and lets each row look."""
    found = getattr(mask, "dtype", type(mask).__name__)
    if found != np.bool_:
        raise ValueError(str(NOT_FLAGS.format(found=found)))
    try:
        fits = np.broadcast_shapes(mask.shape, scores) == scores
    except ValueError:
        fits = False
    if not fits or mask.ndim < 2:
        words = {"scores": scores, "last": scores[-2:], "found": mask.shape}
        raise ShapeError(MASK_SHAPE.format(**words))
    if not (looks := mask.any(axis=-1)).all():
        row = tuple(np.argwhere(~looks)[0].tolist())
        raise ValueError(str(NOWHERE.format(row=row[0] if len(row) == 1 else row)))
