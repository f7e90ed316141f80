"""The one sampling loop: sequences drawn symbol by symbol, under constraints.

A constraint is a function that says which symbols may come next. Where constraints
leave no symbol, the later ones give way, and that is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import torch
from torch import Tensor

from course_utils.shapes.numbers import number_within
from course_utils.text import Text

Constraint = Callable[[Tensor], Tensor]
"""ids so far (t, B) -> may this symbol come next: bool, (V,) or (B, V)."""

Predictor = Callable[[Tensor], Tensor]
"""ids so far (t, B) -> logits of the next symbol (B, V)."""

LEAST, MAX_TEMPERATURE = 0.01, 10.0
_NUM_SHOWN = 6
"""How many of the likeliest symbols are kept at each step, if asked for."""
_TINY = 1e-12  # noise stays finite


@dataclass(frozen=True)
class Style:
    """How boldly to draw: below 1, the likelier symbols gain; `top_p` cuts the tail."""

    temperature: float = 0.8
    top_p: float = 1.0

    def __post_init__(self) -> None:
        number_within(self.temperature, "temperature", LEAST, MAX_TEMPERATURE, 0.8)
        number_within(self.top_p, "top_p", LEAST, 1.0, 0.8)


class Thoughts(NamedTuple):
    """What the model found likeliest at each step: ids and probabilities (T, B, K).

    The probabilities are the model's own; `allowed` says which the constraints allow.
    """

    ids: Tensor
    probabilities: Tensor
    allowed: Tensor


@dataclass(frozen=True)
class Samples:
    """B sequences of T symbols, drawn together.

    ids (T, B); log_probs (T, B) of the model itself, without temperature and
    constraints; gave_way (C, T, B): which constraint could not be kept, and where.
    """

    ids: Tensor
    log_probs: Tensor
    gave_way: Tensor
    thoughts: Thoughts | None = None


@torch.inference_mode()
def sample(
    predict: Predictor,
    constraints: Sequence[Constraint],
    num_steps: int,
    num_sequences: int,
    style: Style,
    generator: torch.Generator,
    keep_thoughts: bool = False,
    leaning: Tensor | None = None,
) -> Samples:
    """Draw B sequences of T symbols; the constraints come firmest first.

    `leaning` (V,) is added to the logits that are drawn from, not to `log_probs`.
    """
    ids = torch.zeros(num_steps, num_sequences, dtype=torch.long)
    log_probs = torch.zeros(num_steps, num_sequences, dtype=torch.float32)
    gave_way = torch.zeros(len(constraints), num_steps, num_sequences, dtype=torch.bool)
    thoughts: list[tuple[Tensor, Tensor, Tensor]] = []
    for step in range(num_steps):
        before = ids[:step]
        logits = predict(before)
        masks = [constraint(before) for constraint in constraints]
        allowed, gave_way[:, step] = combine(masks, logits.shape)
        drawn = logits if leaning is None else logits + leaning
        ids[step] = draw_symbols_at(drawn, allowed, style, generator)
        likely = logits.log_softmax(1)
        log_probs[step] = likely.gather(1, ids[step][:, None])[:, 0]
        if keep_thoughts:
            values, best = likely.topk(min(_NUM_SHOWN, likely.shape[1]), dim=1)
            thoughts.append((best, values.exp(), allowed.gather(1, best)))
    kept = (
        Thoughts(*map(torch.stack, zip(*thoughts, strict=True))) if thoughts else None
    )
    return Samples(ids, log_probs, gave_way, kept)


def combine(masks: Sequence[Tensor], shape: torch.Size) -> tuple[Tensor, Tensor]:
    """What all masks allow, `shape` (B, V), and which masks gave way, (C, B).

    A mask that would leave a sequence no symbol gives way, for that sequence.
    """
    allowed = torch.ones(shape, dtype=torch.bool)
    gave_way = torch.zeros(len(masks), shape[0], dtype=torch.bool)
    by_all = reduce(torch.logical_and, masks, allowed)
    if by_all.amax(dim=1).all():  # nearly always; `any` would be slower
        return by_all, gave_way
    for number, mask in enumerate(masks):
        both = allowed & mask
        gave_way[number] = ~both.any(dim=1)
        both[gave_way[number]] = allowed[gave_way[number]]
        allowed = both
    return allowed, gave_way


def draw_symbols_at(
    logits: Tensor, allowed: Tensor, style: Style, generator: torch.Generator
) -> Tensor:
    """One allowed symbol a row, (B,), by the exponential race: softmax / noise.

    A symbol wins as often as its probability says, and the noise does not depend on
    what is allowed: a constraint that forbids nothing drawn changes nothing.
    """
    # A bound is several times faster than `masked_fill`, which branches.
    bounds = (allowed.to(logits.dtype) - 0.5) * torch.inf
    scores = torch.minimum(logits, bounds) / style.temperature
    probabilities = scores.softmax(1)
    check_probabilities(probabilities)
    if style.top_p < 1:
        probabilities = _nucleus(probabilities, style.top_p)
    # In float32 whatever PyTorch is set to: the same seed draws the same symbols.
    drawn = torch.rand(scores.shape, generator=generator, dtype=torch.float32)
    noise = -(drawn + _TINY).log()
    return (probabilities / noise).max(1).indices


def check_probabilities(probabilities: Tensor) -> None:
    """Probabilities (B, V), or their logarithms, must be numbers: else a `ValueError`.

    A softmax spreads one NaN over its row, so the first column tells.
    """
    if probabilities[:, 0].isnan().any():
        raise ValueError(str(_NOT_PROBABILITIES))


def _nucleus(probabilities: Tensor, top_p: float) -> Tensor:
    """The likeliest symbols that share `top_p` (Holtzman et al., 2020); the rest 0."""
    ordered, places = probabilities.sort(dim=1, descending=True)
    before = ordered.cumsum(1) - ordered
    return torch.zeros_like(probabilities).scatter(
        1, places, ordered.masked_fill(before >= top_p, 0.0)
    )


_NOT_PROBABILITIES = Text(
    en="Expected scores with a largest one that is a number, found NaN, infinity, or "
    "no symbol allowed. The model is damaged or its training has diverged: load it "
    "again, or train it with a lower rate.",
    zh="分数里应有一个最大的数，实际是 NaN、无穷大，或者一个字也不允许。"
    "模型损坏了，或者训练发散了：请重新加载，或调低学习率再训练。",
)
