"""One Transformer block by hand, and what tells it where each step stands.

Source: Vaswani et al. (2017); each part reads a normed copy of its input, and is added
to it ("pre-norm"; Xiong et al., 2020). The block is torch.nn.TransformerEncoderLayer
with norm_first=True, without dropout; with `causal_mask` it reads from left to right.
Letters: E width, F hidden size of the feed-forward part, M heads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from course_utils.scratch.parts import outer_sum, project, uniform
from course_utils.scratch.self_attention import (
    ROOM_FOR_PAIRS,
    SelfAttentionTrace,
    head_count,
    self_attention_backward,
    self_attention_forward,
    self_attention_init,
)
from course_utils.shapes.arrays import takes
from course_utils.shapes.whole_numbers import counts

LONGEST_WAVE = 10_000
"""Wavelengths of positions go from 2π to this many times 2π."""
EPSILON = 1e-5
"""Added to a variance, so that equal entries can be normed; PyTorch's default."""


@counts("num_steps", "width")
def position_codes(num_steps: int, width: int) -> np.ndarray:
    """-> (T, E): sines and cosines of t, of ever longer waves, in turns

    p[t, 2i] = sin(t / 10000^(2i/E)), p[t, 2i+1] = cos(t / 10000^(2i/E)).
    Source: Vaswani et al. (2017), section 3.5.
    """
    place = np.arange(width)
    slowness = LONGEST_WAVE ** (2 * (place // 2) / width)
    angles = np.arange(num_steps)[:, None] / slowness
    return np.where(place % 2, np.cos(angles), np.sin(angles))


class LayerNormTrace(NamedTuple):
    """The output and the normed input (B, T, E), and 1 / deviation (B, T, 1)."""

    output: np.ndarray
    normed: np.ndarray
    scale: np.ndarray


@takes(bias="E", gain="E", x="B T E")
def layer_norm_forward(
    x: np.ndarray, gain: np.ndarray, bias: np.ndarray
) -> LayerNormTrace:
    """x (B, T, E), gain, bias (E)
    -> output, normed (B, T, E), scale (B, T, 1)

    Each step gets mean 0 and variance 1, then gain ⊙ normed + bias.
    Source: Ba, Kiros and Hinton (2016); torch.nn.LayerNorm.
    """
    centred = x - x.mean(axis=2, keepdims=True)
    scale = 1 / np.sqrt((centred**2).mean(axis=2, keepdims=True) + EPSILON)
    normed = centred * scale
    return LayerNormTrace(gain * normed + bias, normed, scale)


@takes(gain="E", scale="B T 1", normed="B T E", doutput="B T E")
def layer_norm_backward(
    doutput: np.ndarray, normed: np.ndarray, scale: np.ndarray, gain: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """doutput, normed (B, T, E), scale (B, T, 1), gain (E)
    -> dx (B, T, E), dgain (E), dbias (E)

    Norming takes the mean and the size out of x, so it takes both out of dx.
    """
    dnormed = doutput * gain
    mean = dnormed.mean(axis=2, keepdims=True)
    along = (dnormed * normed).mean(axis=2, keepdims=True)
    dx = scale * (dnormed - mean - along * normed)
    return dx, (doutput * normed).sum(axis=(0, 1)), doutput.sum(axis=(0, 1))


class FeedForwardTrace(NamedTuple):
    """The output (B, T, E), and the hidden layer after the ReLU (B, T, F)."""

    output: np.ndarray
    hidden: np.ndarray


@takes(b_2="E", W_2="E F", b_1="F", W_1="F E", x="B T E")
def feed_forward(
    x: np.ndarray, W_1: np.ndarray, b_1: np.ndarray, W_2: np.ndarray, b_2: np.ndarray
) -> FeedForwardTrace:
    """x (B, T, E), W_1 (F, E), b_1 (F), W_2 (E, F), b_2 (E)
    -> output (B, T, E), hidden (B, T, F): each step by itself

    W_2 max(0, W_1 x + b_1) + b_2
    Source: Vaswani et al. (2017), equation 2.
    """
    hidden = np.maximum(project(x, W_1) + b_1, 0)
    return FeedForwardTrace(project(hidden, W_2) + b_2, hidden)


@takes(W_2="E F", W_1="F E", x="B T E", hidden="B T F", doutput="B T E")
def feed_forward_backward(
    doutput: np.ndarray,
    hidden: np.ndarray,
    x: np.ndarray,
    W_1: np.ndarray,
    W_2: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """doutput, x (B, T, E), hidden (B, T, F), W_1 (F, E), W_2 (E, F)
    -> dx (B, T, E), dW_1 (F, E), db_1 (F), dW_2 (E, F), db_2 (E)
    """
    da = project(doutput, W_2.T) * (hidden > 0)  # (B, T, F)
    dW_2, db_2 = outer_sum(doutput, hidden), doutput.sum(axis=(0, 1))
    return project(da, W_1.T), outer_sum(da, x), da.sum(axis=(0, 1)), dW_2, db_2


class BlockWeights(NamedTuple):
    """A norm, self-attention, a norm, a feed-forward part, in the order they act.

    gain_1, bias_1 (E); W_qkv (3E, E), b_qkv (3E), W_o (E, E), b_o (E);
    gain_2, bias_2 (E); W_1 (F, E), b_1 (F), W_2 (E, F), b_2 (E).
    """

    gain_1: np.ndarray
    bias_1: np.ndarray
    W_qkv: np.ndarray
    b_qkv: np.ndarray
    W_o: np.ndarray
    b_o: np.ndarray
    gain_2: np.ndarray
    bias_2: np.ndarray
    W_1: np.ndarray
    b_1: np.ndarray
    W_2: np.ndarray
    b_2: np.ndarray


class BlockTrace(NamedTuple):
    """The output (B, T, E), and what the way back needs of each part."""

    output: np.ndarray
    first_norm: LayerNormTrace
    attention: SelfAttentionTrace
    second_norm: LayerNormTrace
    feed_forward: FeedForwardTrace


@counts("width", "feed_forward_size")
def block_init(
    width: int, feed_forward_size: int, rng: np.random.Generator
) -> BlockWeights:
    """E, F -> weights: matrices uniform in ±1/√(what a row reads), biases 0, gains 1.

    The number of heads changes no weight's shape: see `block_forward`.
    """
    E, F = width, feed_forward_size
    return BlockWeights(
        *(np.ones(E), np.zeros(E)),
        *self_attention_init(E, rng),
        *(np.ones(E), np.zeros(E)),
        *(uniform(rng, (F, E), E), np.zeros(F)),
        *(uniform(rng, (E, F), F), np.zeros(E)),
    )


@takes(x="B T E")
def block_forward(
    x: np.ndarray,
    weights: BlockWeights,
    num_heads: int = 1,
    mask: np.ndarray | None = None,
    max_bytes: int = ROOM_FOR_PAIRS,
) -> BlockTrace:
    """x (B, T, E), mask (T, T) -> output (B, T, E), and a trace by part

    x + attention(norm(x)), then the same with feed_forward.
    """
    head_count(num_heads, x.shape[2])
    w = weights
    first = layer_norm_forward(x, w.gain_1, w.bias_1)
    attention = self_attention_forward(
        *(first.output, w.W_qkv, w.b_qkv, w.W_o, w.b_o),
        *(num_heads, mask, max_bytes),
    )
    x = x + attention.output
    second = layer_norm_forward(x, w.gain_2, w.bias_2)
    fed = feed_forward(second.output, w.W_1, w.b_1, w.W_2, w.b_2)
    return BlockTrace(x + fed.output, first, attention, second, fed)


def block_backward(
    doutput: np.ndarray, trace: BlockTrace, weights: BlockWeights
) -> tuple[np.ndarray, BlockWeights]:
    """doutput (B, T, E) -> dx (B, T, E), the gradient of each weight

    Around each part there is a straight way, and the gradient takes it undiminished.
    """
    w = weights
    first, attention, second, fed = trace[1:]
    dread, *dfed = feed_forward_backward(
        doutput, fed.hidden, second.output, w.W_1, w.W_2
    )
    dx, *dsecond = layer_norm_backward(dread, second.normed, second.scale, w.gain_2)
    dmiddle = dx + doutput
    dread, *dattention = self_attention_backward(
        dmiddle, *attention[1:], first.output, w.W_qkv, w.W_o
    )
    dx, *dfirst = layer_norm_backward(dread, first.normed, first.scale, w.gain_1)
    return dx + dmiddle, BlockWeights(*dfirst, *dattention, *dsecond, *dfed)


TORCH_BLOCK_NAMES = {
    "gain_1": "norm1.weight",
    "bias_1": "norm1.bias",
    "W_qkv": "self_attn.in_proj_weight",
    "b_qkv": "self_attn.in_proj_bias",
    "W_o": "self_attn.out_proj.weight",
    "b_o": "self_attn.out_proj.bias",
    "gain_2": "norm2.weight",
    "bias_2": "norm2.bias",
    "W_1": "linear1.weight",
    "b_1": "linear1.bias",
    "W_2": "linear2.weight",
    "b_2": "linear2.bias",
}
"""What torch.nn.TransformerEncoderLayer calls each weight."""


def block_state_dict(weights: BlockWeights) -> dict[str, np.ndarray]:
    """The weights under the names of torch.nn.TransformerEncoderLayer."""
    return {TORCH_BLOCK_NAMES[name]: w for name, w in weights._asdict().items()}
