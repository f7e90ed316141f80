"""Reading poems as they are written: one LSTM step a character."""

from __future__ import annotations

from collections.abc import Collection

import torch
from torch import Tensor
from torch.nn import functional as F

from course_utils.poem_grid import ERAS, Era, Shape, place_ids
from course_utils.poem_model import LINES_ABOVE, PoemModel


class PoemReader:
    """Predicts B poems of one shape, and keeps the LSTM's state between characters.

    Call it with all ids so far (t, B): t = 0 first, then one more at each call.
    `lines_seen` are the lines above that it may see, of 1 and 2; others are blank.
    """

    def __init__(
        self,
        model: PoemModel,
        shape: Shape,
        num_poems: int,
        era: Era = "tang",
        lines_seen: Collection[int] = LINES_ABOVE,
    ) -> None:
        self._model = model
        self._width = shape.width
        self._lines_seen = lines_seen
        self._place = self._places(shape, era)
        self._hidden = torch.zeros(num_poems, model.size.hidden)
        self._cell = torch.zeros_like(self._hidden)

    def __call__(self, ids: Tensor) -> Tensor:
        """Logits (B, V) of the character that follows ids (t, B)."""
        model, step = self._model, len(ids)
        above = model.above(
            torch.cat([self._seen_above(ids, n) for n in LINES_ABOVE], dim=1)
        )
        place = self._place[step].expand(len(self._hidden), -1)
        self._step(torch.cat([self._seen(ids, 1), above, place], dim=1))
        features = model.projection(torch.cat([self._hidden, above], dim=1))
        return F.linear(features, model.embedding.weight, model.bias)

    def keep(self, rows: Tensor) -> None:
        """Poem n goes on from what poem `rows[n]` has read; rows (B,)."""
        self._hidden, self._cell = self._hidden[rows], self._cell[rows]

    def _places(self, shape: Shape, era: Era) -> Tensor:
        line, column, form = torch.from_numpy(place_ids(shape)).unbind(1)
        model = self._model
        place = model.line(line) + model.column(column) + model.form(form)
        return (place + model.era.weight[ERAS.index(era)]).detach()

    def _seen_above(self, ids: Tensor, lines: int) -> Tensor:
        before = ids if lines in self._lines_seen else ids[:0]
        return self._seen(before, self._width * lines)

    def _seen(self, ids: Tensor, steps: int) -> Tensor:
        """Embeddings (B, D) of the characters `steps` back; of the pad before them."""
        if steps <= len(ids):
            return self._model.embed(ids[-steps])
        return self._model.embed(torch.zeros(len(self._hidden), dtype=torch.long))

    def _step(self, x: Tensor) -> None:
        """One LSTM step; gates i, f, g, o as PyTorch orders them."""
        w_x, w_h, b_x, b_h = self._model.lstm.all_weights[0]
        gates = F.linear(x, w_x, b_x) + F.linear(self._hidden, w_h, b_h)
        i, f, g, o = gates.chunk(4, dim=1)
        self._cell = f.sigmoid() * self._cell + i.sigmoid() * g.tanh()
        self._hidden = o.sigmoid() * self._cell.tanh()
