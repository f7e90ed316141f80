"""A language model of poems: one LSTM that sees the lines above, and looks back.

What comes next is predicted from the characters so far (through the state), from the
characters one and two lines above the place to be written (couplets answer each
other, even lines rhyme), from all that it looks back at, and from that place itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.attention import LookBack
from course_utils.language_model.grid import Grid, PlaceSizes, place_ids
from course_utils.language_model.loss import softmax_nats, working_dtype
from course_utils.text import Text
from course_utils.training.weights import NetFile

LINES_ABOVE = (1, 2)


@dataclass(frozen=True)
class PoemModelSize:
    """V symbols, D per embedding, H of the state, A from above, P of place, M heads."""

    num_symbols: int
    embedding: int = 256
    hidden: int = 768
    above: int = 128
    place: int = 32
    heads: int = 4


class LockedDropout(nn.Module):
    """Dropout with one mask for all time steps of a sequence (Gal, 2016)."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """x (T, B, D); in evaluation, x itself."""
        if not self.training or not self.rate:
            return x
        kept = torch.rand(1, *x.shape[1:]) >= self.rate
        return x * (kept / (1 - self.rate)).to(x.dtype)


class PoemModel(nn.Module):
    """Embedding, LSTM, projection; the output layer is the embedding transposed."""

    def __init__(self, size: PoemModelSize, dropout: float = 0.0) -> None:
        super().__init__()
        self.size = size
        self.embedding = nn.Embedding(size.num_symbols, size.embedding)
        self.above = nn.Linear(len(LINES_ABOVE) * size.embedding, size.above)
        counts = PlaceSizes()
        self.line = nn.Embedding(counts.lines, size.place)
        self.column = nn.Embedding(counts.columns, size.place)
        self.form = nn.Embedding(counts.forms, size.place)
        self.era = nn.Embedding(counts.eras, size.place)
        self.dropout = LockedDropout(dropout)
        num_inputs = size.embedding + size.above + size.place
        self.lstm = nn.LSTM(num_inputs, size.hidden)
        self.back = LookBack(size.hidden, size.embedding, size.heads)
        num_features = size.hidden + size.above + self.back.num_outputs
        self.projection = nn.Linear(num_features, size.embedding)
        self.bias = nn.Parameter(torch.zeros(size.num_symbols))
        self._initialise()

    def forward(self, ids: Tensor, places: Tensor, eras: Tensor, width: int) -> Tensor:
        """Features (T, B, D) that predict ids (T, B).

        places (T, 3) of `place_ids`, eras (B,); `width` is that of a line.
        """
        dtype = working_dtype(self.embedding.weight)
        written = self.embed(ids).to(dtype)
        blank = self.embed(torch.zeros_like(ids[:1])).to(dtype)
        before = _steps_back(written, 1, blank)
        seen = [_steps_back(written, width * lines, blank) for lines in LINES_ABOVE]
        above = self.above(self.dropout(torch.cat(seen, dim=2)))
        place = (self._place(places)[:, None] + self.era(eras)).to(dtype)
        inputs = torch.cat([self.dropout(before), above, place], dim=2)
        states = self.dropout(self.lstm(inputs)[0])
        back, _ = self.back(states, before, width)
        return self.projection(torch.cat([states, above, back], dim=2))

    def nats(self, poems: Grid) -> Tensor:
        """The nats of all characters of some poems: a sum, a scalar."""
        ids = torch.from_numpy(poems.ids.T).long()
        places = torch.from_numpy(place_ids(poems.shape))
        eras = torch.from_numpy(poems.eras).long()
        features = self(ids, places, eras, poems.shape.width)
        return softmax_nats(
            self.dropout(features).flatten(0, 1),
            self.embedding.weight,
            self.bias,
            ids.flatten(),
        )

    def start_from_frequencies(self, grids: Sequence[Grid]) -> None:
        """Let an untrained model expect each symbol as often as these poems use it."""
        counts = torch.ones(self.size.num_symbols, dtype=torch.float32)
        for grid in grids:
            ids = torch.from_numpy(grid.ids).flatten()
            counts += torch.bincount(ids, minlength=self.size.num_symbols)
        self.bias.data.copy_((counts / counts.sum()).log())

    def embed(self, ids: Tensor) -> Tensor:
        """Embeddings for reading: of size 1, where those for writing are D^-1/2."""
        return self.embedding(ids) * self.size.embedding**0.5

    def _place(self, places: Tensor) -> Tensor:
        line, column, form = places.unbind(1)
        return self.line(line) + self.column(column) + self.form(form)

    def _initialise(self) -> None:
        """The output starts near uniform: std D^-1/2 for what is both ends."""
        nn.init.normal_(self.embedding.weight, std=self.size.embedding**-0.5)


def _steps_back(written: Tensor, steps: int, blank: Tensor) -> Tensor:
    """(T, B, D), `steps` characters earlier; `blank` (1, B, D) where there is none."""
    num_steps, steps = len(written), min(steps, len(written))
    return torch.cat([blank.expand(steps, -1, -1), written[: num_steps - steps]])


_FILE = NetFile("poem model", Text(en="a poet", zh="诗人"), "poet")


def save_poem_model(path: Path, model: PoemModel, vocabulary: Vocabulary) -> None:
    """Write the weights in half precision, with all they need: sizes, symbols."""
    facts = {"size": asdict(model.size), "symbols": vocabulary.symbols}
    _FILE.save(path, model, facts)


def load_poem_model(path: Path) -> tuple[PoemModel, Vocabulary]:
    """The model, ready to be used (not trained), computing in float32.

    Raises `CheckpointError` for a file that this `save_poem_model` did not write.
    """
    model, facts = _FILE.load(path, _make)
    return model, Vocabulary(facts["symbols"])


def _make(facts: dict[str, Any]) -> PoemModel:
    return PoemModel(PoemModelSize(**facts["size"]))
