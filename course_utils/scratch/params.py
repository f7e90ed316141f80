"""How many parameters, bytes and multiply-adds a recurrent network has.

`biases` is the number of bias vectors of H for each block of weights:
0 in most textbooks, 1 in a formula with one `b_h`, 2 in PyTorch (`b_ih`, `b_hh`).
A single layer may have no units at all, and then has no parameters: a search for the
largest hidden size can start at 0.
Letters: E input size or width, H hidden size, V vocabulary, P projection, F hidden
size of a feed-forward part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from course_utils.shapes.recurrent import BLOCKS, recurrent_cell
from course_utils.shapes.whole_numbers import NOT_NEGATIVE, counts

NUM_BIASES = range(3)


@counts("input_size", hidden_size=NOT_NEGATIVE, biases=NUM_BIASES)
def count_rnn(input_size: int, hidden_size: int, biases: int = 2) -> int:
    """H·(E + H + biases): W_xh (H, E), W_hh (H, H), each bias (H).

    Source: Elman (1990); the weights of torch.nn.RNN.
    """
    return hidden_size * (input_size + hidden_size + biases)


@counts("input_size", hidden_size=NOT_NEGATIVE, biases=NUM_BIASES)
def count_lstm(
    input_size: int, hidden_size: int, biases: int = 2, peepholes: bool = False
) -> int:
    """4·H·(E + H + biases): an RNN's weights for i, f, g and o; peepholes add 3·H.

    Source: Gers, Schmidhuber and Cummins (2000), the LSTM with a forget gate, as in
    torch.nn.LSTM; peepholes, one weight from each cell to its i, f and o: Gers and
    Schmidhuber (2000).
    """
    weights = 4 * hidden_size * (input_size + hidden_size + biases)
    return weights + (3 * hidden_size if peepholes else 0)


@counts("input_size", hidden_size=NOT_NEGATIVE, biases=NUM_BIASES)
def count_gru(input_size: int, hidden_size: int, biases: int = 2) -> int:
    """3·H·(E + H + biases): an RNN's weights for r, z and n.

    Source: Cho et al. (2014); the weights of torch.nn.GRU.
    """
    return 3 * hidden_size * (input_size + hidden_size + biases)


@counts(
    "input_size",
    "hidden_size",
    "num_layers",
    biases=NUM_BIASES,
    proj_size=NOT_NEGATIVE,
)
def count_recurrent(
    cell: str,
    input_size: int,
    hidden_size: int,
    *,
    num_layers: int = 1,
    bidirectional: bool = False,
    biases: int = 2,
    proj_size: int = 0,
) -> int:
    """A whole nn.RNN, nn.LSTM or nn.GRU: layers, directions, an LSTM's projection.

    Each layer and direction: blocks·H·(reads + S + biases) + P·H. S is the size of
    the state: H, or P with a projection W_hr (P, H). The first layer reads E, a
    higher one the states of all directions below: S or 2·S.

    Source: the "Variables" section of torch.nn.LSTM's documentation; the projection:
    Sak, Senior and Beaufays (2014).
    """
    blocks = BLOCKS[recurrent_cell(cell, hidden_size, proj_size)]
    directions = 2 if bidirectional else 1
    state_size = proj_size or hidden_size
    total = 0
    for layer in range(num_layers):
        reads = input_size if layer == 0 else directions * state_size
        weights = blocks * hidden_size * (reads + state_size + biases)
        total += directions * (weights + proj_size * hidden_size)
    return total


@counts("input_size", hidden_size=NOT_NEGATIVE)
def count_min_gru(input_size: int, hidden_size: int) -> int:
    """2·H·(E + 1): for z and n a matrix that reads x alone, and one bias.

    Source: Feng et al. (2024); two layers torch.nn.Linear.
    """
    return 2 * hidden_size * (input_size + 1)


@counts("width")
def count_self_attention(width: int) -> int:
    """4·E·E + 4·E: q, k, v and the output, a matrix (E, E) and a bias each.

    Heads share the width among them, so their number makes no difference.
    Source: Vaswani et al. (2017); the weights of torch.nn.MultiheadAttention.
    """
    return 4 * width * (width + 1)


@counts("width", "feed_forward_size")
def count_block(width: int, feed_forward_size: int) -> int:
    """One Transformer block: self-attention, 2·E·F + F + E to feed forward, 2 norms.

    A norm has a gain and a bias for each entry, 2·E.
    Source: Vaswani et al. (2017); the weights of torch.nn.TransformerEncoderLayer.
    """
    E, F = width, feed_forward_size
    fed = count_linear(E, F) + count_linear(F, E)
    return count_self_attention(E) + fed + 2 * 2 * E


@counts("vocab_size", "embedding_size")
def count_embedding(vocab_size: int, embedding_size: int) -> int:
    """V·E: one row for each word, no bias. Source: torch.nn.Embedding."""
    return vocab_size * embedding_size


@counts("in_features", "out_features")
def count_linear(in_features: int, out_features: int, *, bias: bool = True) -> int:
    """in·out, and one bias for each output. Source: torch.nn.Linear."""
    return in_features * out_features + (out_features if bias else 0)


def count_classifier(
    vocab_size: int,
    embedding_size: int,
    hidden_size: int,
    num_classes: int,
    *,
    cell: str = "LSTM",
    num_layers: int = 1,
    bidirectional: bool = False,
    biases: int = 2,
) -> dict[str, int]:
    """Embedding, recurrent net, and a linear output on the final state: count by part.

    With two directions the output reads both final states, 2·H.
    Source: the sum of the parts, each as its own function counts it.
    """
    return {
        "embedding": count_embedding(vocab_size, embedding_size),
        "recurrent": count_recurrent(
            cell,
            embedding_size,
            hidden_size,
            num_layers=num_layers,
            bidirectional=bidirectional,
            biases=biases,
        ),
        "output": count_linear((2 if bidirectional else 1) * hidden_size, num_classes),
    }


@counts("budget")
def largest_hidden_size(
    budget: int, count: Callable[..., Any], *sizes: Any, **options: Any
) -> int:
    """The largest H for which count(*sizes, hidden_size=H, **options) <= budget.

    count: any function of this module with a `hidden_size`; 0 if not even 1 fits.
    `largest_hidden_size(1_000_000, count_lstm, 128, peepholes=True)`
    Source: every count grows with H, so the sizes can be searched by halving.
    """

    def total(hidden_size: int) -> int:
        found = count(*sizes, hidden_size=hidden_size, **options)
        return sum(found.values()) if isinstance(found, dict) else found

    return bisect_right(range(1, budget + 1), budget, key=total)


@counts("num_parameters", "bytes_each")
def num_bytes(num_parameters: int, *, bytes_each: int = 4) -> int:
    """Memory of the parameters alone; float32, PyTorch's default, takes 4 bytes each.

    Source: IEEE 754; 8 for float64, 2 for float16.
    """
    return num_parameters * bytes_each


def multiply_adds_per_step(
    cell: str,
    input_size: int,
    hidden_size: int,
    *,
    num_layers: int = 1,
    bidirectional: bool = False,
    proj_size: int = 0,
) -> int:
    """Multiply-adds of the matrix products in one time step of one sample.

    Each weight of a matrix is used once a step, so this is the count without biases.
    The entrywise products of a gate (a few times H) are left out.
    Source: a product (m, k) by (k, n) takes m·k·n of them (Golub and Van Loan, 1.1).
    """
    return count_recurrent(
        cell,
        input_size,
        hidden_size,
        num_layers=num_layers,
        bidirectional=bidirectional,
        biases=0,
        proj_size=proj_size,
    )
