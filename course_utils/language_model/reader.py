"""Reading poems as they are written: one LSTM step a character."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import torch
from torch import Tensor

from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.attention import PoemMemory
from course_utils.language_model.grid import (
    ERAS,
    PLACE_WIDTHS,
    Era,
    PoemShape,
    place_ids,
)
from course_utils.language_model.model import LINES_ABOVE, PoemModel
from course_utils.language_model.packed import Products
from course_utils.shapes.whole_numbers import whole_number
from course_utils.text import Text

_BLANK = 0
"""The id of the pad: what stands before the first character."""


class PoemReader:
    """Predicts B poems of one shape, and keeps the LSTM's state between characters.

    Call it with all ids so far (t, B): t = 0 first, then one more at each call.
    The characters at the places `covered` (0 is the first) are blank to it; a place
    the poem does not have is a `ValueError`. `products` may be packed ones.
    """

    def __init__(
        self,
        model: PoemModel,
        shape: PoemShape,
        num_poems: int,
        era: Era = "tang",
        covered: Collection[int] = (),
        products: Products | None = None,
    ) -> None:
        self._model = model
        self._products = products or Products.plain(model)
        self._width = shape.width
        places = range(shape.num_steps)
        self._covered = [whole_number(one, "covered", places) for one in covered]
        self._place = self._places(shape, era)
        weight = model.embedding.weight.detach()
        self._hidden = weight.new_zeros(num_poems, model.size.hidden)
        self._cell = torch.zeros_like(self._hidden)
        self._memory: PoemMemory | None = None

    def __call__(self, ids: Tensor) -> Tensor:
        """Logits (B, V) of the character that follows ids (t, B)."""
        model, step = self._model, len(ids)
        ids = self._cover(ids)
        seen = [self._seen(ids, self._width * lines) for lines in LINES_ABOVE]
        above = model.above(torch.cat(seen, dim=1))
        place = self._place[step].expand(len(self._hidden), -1)
        before = self._seen(ids, 1)
        self._step(torch.cat([before, above, place], dim=1))
        back, self._memory = model.back(
            self._hidden[None], before[None], self._width, self._memory
        )
        features = torch.cat([self._hidden, above, back[0]], dim=1)
        return self._products.scores(model.projection(features))

    def keep(self, rows: Tensor) -> None:
        """Poem n goes on from what poem `rows[n]` has read; rows (B,)."""
        self._hidden, self._cell = self._hidden[rows], self._cell[rows]
        if self._memory:
            self._memory = self._memory.keep(rows)

    def _places(self, shape: PoemShape, era: Era) -> Tensor:
        line, column, form = torch.from_numpy(place_ids(shape)).unbind(1)
        model = self._model
        place = model.line(line) + model.column(column) + model.form(form)
        return (place + model.era.weight[ERAS.index(era)]).detach()

    def _cover(self, ids: Tensor) -> Tensor:
        seen = ids.clone()
        for place in self._covered:
            seen[place : place + 1] = _BLANK
        return seen

    def _seen(self, ids: Tensor, steps: int) -> Tensor:
        """Embeddings (B, D) of the characters `steps` back; before them, blanks."""
        if steps <= len(ids):
            return self._model.embed(ids[-steps])
        return self._model.embed(torch.full((len(self._hidden),), _BLANK))

    def _step(self, x: Tensor) -> None:
        """One LSTM step; gates i, f, g, o as PyTorch orders them."""
        gates = self._products.inputs(x) + self._products.states(self._hidden)
        i, f, g, o = gates.chunk(4, dim=1)
        self._cell = f.sigmoid() * self._cell + i.sigmoid() * g.tanh()
        self._hidden = o.sigmoid() * self._cell.tanh()


_MOST_LINES = 8
_FEW_LINES = 4


def expected_scores(model: PoemModel, vocabulary: Vocabulary, text: str) -> np.ndarray:
    """Scores of all V symbols at each place of a poem's beginning: (T + 1, V).

    Row t is what the model expects after the first t characters. `text` may have spaces
    between its lines. A poem of 5 or 7 a line is expected, as the first line of `text`
    says. More than eight lines, or a line of another length that is not the last, are a
    `ValueError`.
    """
    characters = "".join(text.split())
    shape = shape_of(text)
    ids = torch.tensor(vocabulary.encode(characters), dtype=torch.long)[:, None]
    reader = PoemReader(model, shape, 1)
    num_scores = min(len(ids) + 1, shape.num_steps)
    with torch.inference_mode():
        scores = [reader(ids[:step])[0] for step in range(num_scores)]
    return torch.stack(scores).numpy()


def shape_of(text: str) -> PoemShape:
    """The poem that `text` begins: four lines, or eight if it is longer than that."""
    lines = text.split()
    width = (
        PLACE_WIDTHS[0]
        if not lines or len(lines[0]) <= PLACE_WIDTHS[0]
        else PLACE_WIDTHS[1]
    )
    for number, line in enumerate(lines, start=1):
        if len(line) > width or (number < len(lines) and len(line) < width):
            raise ValueError(str(_NOT_A_LINE.format(found=line, width=width)))
    if len(lines) > _MOST_LINES:
        raise ValueError(str(_TOO_LONG.format(most=_MOST_LINES, found=len(lines))))
    return PoemShape(width, _FEW_LINES if len(lines) <= _FEW_LINES else _MOST_LINES)


_NOT_A_LINE = Text(
    en="Expected lines of {width} characters, with a space between two lines, found "
    "“{found}”. Only the last line may be shorter.",
    zh="每行应有 {width} 个字，两行之间空一格，却有“{found}”。只有最后一行可以短些。",
)
_TOO_LONG = Text(
    en="Expected at most {most} lines, found {found}. Leave some out.",
    zh="最多 {most} 行，现在有 {found} 行。请删去一些。",
)
