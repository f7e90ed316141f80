"""Two nets read a poem: what the gates of one keep, and where the other looks back.

Both are followed in NumPy with the formulas of `scratch`, so nothing is hidden.
Letters: R symbols read, H units, D of a character's vector, M heads.
"""

from __future__ import annotations

import numpy as np
from torch import Tensor, nn

from course_utils import scratch
from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.grid import place_ids
from course_utils.language_model.reader import shape_of
from course_utils.parallel.attention import CausalAttention
from course_utils.parallel.blocks import Transformer
from course_utils.parallel.poems import PoemNet
from course_utils.text import Text


def read_gates(
    net: PoemNet, vocabulary: Vocabulary, text: str
) -> dict[str, np.ndarray]:
    """Gates i f g o and cells c (R, H) of an LSTM while it reads a poem's beginning.

    R counts the blank before the first character, and all characters but the last one
    of a whole poem: after it, nothing is to be written. `text` as in lesson 11, lines
    with spaces between them; another kind of net is a `ValueError`.
    """
    body = net.body
    if not isinstance(body, nn.LSTM):
        raise ValueError(str(_ANOTHER_KIND.format(kind="lstm", found=net.kind)))
    x = vectors_read(net, vocabulary, text)[None]
    (weights,), *_ = scratch.network_from_state_dict("lstm", body.state_dict())
    zero = np.zeros((1, weights.W_hh.shape[1]))
    trace = scratch.lstm_forward(x, zero, zero, *weights)
    gates = {name: trace.gates[0, :, k] for k, name in enumerate("ifgo")}
    return {**gates, "c": trace.cells[0]}


def read_looks(net: PoemNet, vocabulary: Vocabulary, text: str) -> np.ndarray:
    """Where a Transformer looks while it reads: weights (blocks, M, R, R).

    Row r of a head sums to 1 and is 0 beyond r. `text` and R as in `read_gates`;
    another kind of net is a `ValueError`.
    """
    body = net.body
    if not isinstance(body, Transformer):
        raise ValueError(str(_ANOTHER_KIND.format(kind="transformer", found=net.kind)))
    x = vectors_read(net, vocabulary, text)
    state = {name: _numbers(value) for name, value in body.state_dict().items()}
    if body.places:
        x = x + scratch.position_codes(*x.shape)
    x = (x @ state["enter.weight"].T + state["enter.bias"])[None]
    mask = scratch.causal_mask(x.shape[1])
    attentions = [part for part in body.modules() if isinstance(part, CausalAttention)]
    looks = []
    for number, attention in enumerate(attentions):
        names = [f"blocks.{number}.{part}" for part in _PARTS]
        weights = scratch.BlockWeights(*(state[name] for name in names))
        trace = scratch.block_forward(x, weights, attention.heads, mask)
        looks.append(trace.attention.weights[0])
        x = trace.output
    return np.stack(looks)


_LAYERS = (
    *("norm_to_mix", "mixer.looking", "mixer.joining"),
    *("norm_to_think", "thinking.0", "thinking.2"),
)
_PARTS = [f"{layer}.{kind}" for layer in _LAYERS for kind in ("weight", "bias")]
"""Of a block, in the order of `scratch.BlockWeights`."""


def vectors_read(net: PoemNet, vocabulary: Vocabulary, text: str) -> np.ndarray:
    """What the body is given, in float64: (R, D)."""
    shape = shape_of(text)
    ids = [0, *vocabulary.encode("".join(text.split()))][: shape.num_steps]
    line, column, _ = place_ids(shape)[: len(ids)].T
    table = _numbers(net.embedding.weight)
    known = table[ids] * table.shape[1] ** 0.5
    return known + _numbers(net.line.weight)[line] + _numbers(net.column.weight)[column]


def _numbers(values: Tensor) -> np.ndarray:
    return values.detach().numpy().astype(np.float64)


_ANOTHER_KIND = Text(
    en="net: expected the kind {kind}, found {found}. Make it with "
    "make_poem_net({kind!r}, ...).",
    zh="net 应是 {kind} 这一种，实际是 {found}。"
    "请用 make_poem_net({kind!r}, ...) 建立。",
)
