"""`course bench batching`: pads, packing and buckets, timed beside one another.

One recurrent layer forward and backward, then a whole classifier in training, on
batches cut from the Chinese reviews. All take turns; of each, the fastest turn counts.
Times are processor time, of one thread, so that other programs hardly matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import (
    pack_padded_sequence,
    pad_packed_sequence,
)

from course_utils.bench.timing import Work, fastest
from course_utils.datasets.loaders import Review, load_chinese_reviews
from course_utils.datasets.vocab import Vocabulary
from course_utils.models.classifier import TextClassifier
from course_utils.models.recurrent import TORCH_CELLS, Recurrent
from course_utils.training.batching import Batch, TextSet, mask_of
from course_utils.training.computing import course_threads, own_randomness
from course_utils.training.loop import classification_loss, learn_batch

_BATCH_SIZE = 64
SIZE = 64
"""Of the embedding, and of the state of each direction."""
_LONGEST = 200
"""Characters of a review that are read."""
NUM_BATCHES = 3
"""In a turn; of buckets, from the shortest to the longest of the epoch."""
RATE = 2e-3

Order = Literal["random", "bucket"]
ORDERS: tuple[Order, ...] = ("random", "bucket")
WAYS = {1: ("packed", "padded"), 2: ("packed", "padded", "reversed")}
"""By directions. Padded with two is wrong: its backward half reads pads."""

BatchingFigures = dict[str, Any]


def load_texts(reviews: Sequence[Review] | None = None) -> tuple[TextSet, int]:
    """Reviews to train on as characters, cut at 200, and how many symbols they use."""
    reviews = load_chinese_reviews().train if reviews is None else reviews
    vocabulary = Vocabulary.build([each.text for each in reviews], min_count=2)
    ids = [vocabulary.encode(each.text[:_LONGEST]) for each in reviews]
    return TextSet(ids, [each.label for each in reviews]), len(vocabulary)


def measure_batching(
    turns: int, texts: TextSet, num_symbols: int, num_batches: int = NUM_BATCHES
) -> BatchingFigures:
    """All figures: tokens (not pads) a second, and how much is padding."""
    rows = {order: choose_rows(texts, order, num_batches) for order in ORDERS}
    with course_threads(1):
        layer = _layer_speeds(texts, rows, turns)
        training = _training_speeds(texts, num_symbols, rows, turns)
    return {
        "setting": {
            "texts": len(texts),
            "mean_length": float(texts.lengths.mean()),
            "longest": _LONGEST,
            "batch_size": _BATCH_SIZE,
            "batches": num_batches,
            "size": SIZE,
            "turns": turns,
            "threads": 1,
            "torch": torch.__version__,
        },
        "pads": {order: share_of_pads(texts, some) for order, some in rows.items()},
        "layer": layer,
        "training": training,
    }


def choose_rows(texts: TextSet, order: Order, num_batches: int) -> list[np.ndarray]:
    """Some batches of an epoch, as indices; buckets evenly from short to long."""
    rng = np.random.default_rng(0)
    if order == "random":
        return texts.rows(_BATCH_SIZE, rng, bucket=False)[:num_batches]
    rows = texts.rows(_BATCH_SIZE)
    places = (np.arange(num_batches) + 0.5) * len(rows) / num_batches
    return [rows[int(place)] for place in places]


def share_of_pads(texts: TextSet, rows: Sequence[np.ndarray]) -> float:
    """How much of the rectangles is padding."""
    lengths = [texts.lengths[some] for some in rows]
    places = sum(len(each) * int(each.max()) for each in lengths)
    return 1 - sum(int(each.sum()) for each in lengths) / places


# --- one layer -----------------------------------------------------------------


def make_classifier(
    way: str, cell: str, directions: int
) -> tuple[nn.Module, Callable[[Tensor, Tensor], Tensor]]:
    """A net, and how it reads x (B, T, E), lengths (B,) -> outputs (B, T, D·H).

    The weights of all three ways are the same.
    """
    with own_randomness(0):
        ours = Recurrent(cell, SIZE, SIZE, directions)  # type: ignore[arg-type]
    if way == "reversed":
        return ours, ours
    net = TORCH_CELLS[cell](SIZE, SIZE, batch_first=True, bidirectional=directions == 2)
    copy_weights(ours, net)
    if way == "padded":
        return net, lambda x, lengths: net(x)[0]

    def packed(x: Tensor, lengths: Tensor) -> Tensor:
        inside = pack_padded_sequence(
            x, lengths, batch_first=True, enforce_sorted=False
        )
        outputs: Tensor = pad_packed_sequence(net(inside)[0], batch_first=True)[0]
        return outputs

    return net, packed


def copy_weights(ours: Recurrent, net: nn.RNNBase) -> None:
    """Give PyTorch's own net of one or two directions the weights of ours."""
    with torch.no_grad():
        for own, suffix in zip(ours.nets, ("", "_reverse"), strict=False):
            for name, weight in own.named_parameters():
                net.get_parameter(name + suffix).copy_(weight)


def layer_work(
    way: str, cell: str, directions: int, batches: Sequence[tuple[Tensor, Tensor]]
) -> Callable[[], list[Tensor]]:
    """A function that reads all batches forward and backward; returns the outputs.

    Gradients: of all weights and inputs; 0 at the outputs on pads.
    """
    net, read = make_classifier(way, cell, directions)
    masks = [mask_of(lengths, x.shape[1])[:, :, None] for x, lengths in batches]
    weights = list(net.parameters())

    def work() -> list[Tensor]:
        found = []
        for (x, lengths), mask in zip(batches, masks, strict=True):
            outputs = read(x, lengths)
            ones = mask.expand_as(outputs).to(outputs.dtype)
            torch.autograd.grad(outputs, [x, *weights], ones)
            found.append(outputs.detach() * mask)
        return found

    return work


def _layer_speeds(
    texts: TextSet, rows: dict[Order, list[np.ndarray]], turns: int
) -> list[BatchingFigures]:
    """Each way's speed, and its largest difference from the packed outputs."""
    batches = {order: _vectors(texts, some) for order, some in rows.items()}
    cases: list[BatchingFigures] = []
    works: list[Work] = []
    for cell, directions, order in product(TORCH_CELLS, WAYS, ORDERS):
        packed: list[Tensor] = []
        for way in WAYS[directions]:
            work = layer_work(way, cell, directions, batches[order])
            found = work()  # warm, too
            packed = packed or found
            works.append(work)
            cases.append(
                {
                    "cell": cell,
                    "directions": directions,
                    "order": order,
                    "way": way,
                    "difference": _difference(found, packed),
                }
            )
    tokens = {order: _num_tokens(texts, some) for order, some in rows.items()}
    for case, seconds in zip(cases, fastest(works, turns), strict=True):
        case["tokens_per_second"] = tokens[case["order"]] / seconds
    return cases


def _difference(found: list[Tensor], expected: list[Tensor]) -> float:
    pairs = zip(found, expected, strict=True)
    return max(float((a - b).abs().max()) for a, b in pairs)


def _num_tokens(texts: TextSet, rows: Sequence[np.ndarray]) -> int:
    return sum(int(texts.lengths[some].sum()) for some in rows)


def _vectors(texts: TextSet, rows: Sequence[np.ndarray]) -> list[tuple[Tensor, Tensor]]:
    """Random x (B, T, E) for each batch, and its lengths (B,)."""
    generator = torch.Generator().manual_seed(0)
    found = []
    for some in rows:
        lengths = torch.from_numpy(texts.lengths[some])
        shape = (len(some), int(lengths.max()), SIZE)
        found.append(
            (torch.randn(shape, generator=generator).requires_grad_(), lengths)
        )
    return found


# --- a classifier in training --------------------------------------------------


class UsualClassifier(nn.Module):
    """The model of `TextClassifier`, as it is usually written: packed."""

    def __init__(self, ours: TextClassifier, cell: str) -> None:
        super().__init__()
        two = ours.directions == 2
        num_symbols, size = ours.embedding.weight.shape
        self.embedding = nn.Embedding(num_symbols, size, padding_idx=0)
        self.net = TORCH_CELLS[cell](SIZE, SIZE, batch_first=True, bidirectional=two)
        self.readout = nn.Linear(ours.directions * SIZE, 2)
        assert ours.recurrent is not None
        copy_weights(ours.recurrent, self.net)
        self.embedding.load_state_dict(ours.embedding.state_dict())
        self.readout.load_state_dict(ours.readout.state_dict())

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """ids (B, T), lengths (B,) -> scores (B, 2)."""
        inside = pack_padded_sequence(
            self.embedding(ids), lengths, batch_first=True, enforce_sorted=False
        )
        _, last = self.net(inside)
        h_n = last[0] if isinstance(last, tuple) else last
        scores: Tensor = self.readout(torch.cat([*h_n], dim=1))
        return scores


def training_work(
    model: nn.Module, texts: TextSet, rows: Sequence[np.ndarray]
) -> Callable[[], float]:
    """A function that makes these batches and learns from each; returns the loss."""
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)

    def work() -> float:
        batches: Iterator[Batch] = map(texts.take, rows)
        return learn_batch(model, batches, classification_loss, optimizer)

    return work


def _training_speeds(
    texts: TextSet,
    num_symbols: int,
    rows: dict[Order, list[np.ndarray]],
    turns: int,
) -> list[BatchingFigures]:
    """Ours (buckets, reversed within length) beside the usual (random, packed)."""
    cases: list[BatchingFigures] = [
        {"cell": cell, "directions": directions}
        for cell, directions in product(TORCH_CELLS, WAYS)
    ]
    works = []
    for case in cases:
        with own_randomness(0):
            ours = TextClassifier(num_symbols, 2, **case)
        usual = UsualClassifier(ours, case["cell"])
        works.append(training_work(ours, texts, rows["bucket"]))
        works.append(training_work(usual, texts, rows["random"]))
    fastest(works, 1)  # warm
    seconds = fastest(works, turns)
    for case, mine, others in zip(cases, seconds[::2], seconds[1::2], strict=True):
        case["ours"] = _num_tokens(texts, rows["bucket"]) / mine
        case["usual"] = _num_tokens(texts, rows["random"]) / others
        case["ratio"] = case["ours"] / case["usual"]
    return cases
