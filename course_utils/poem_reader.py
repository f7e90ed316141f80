"""Reading poems as they are written: one LSTM step a character."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from course_utils.poem_attention import Memory
from course_utils.poem_grid import ERAS, MAX_PART_LINES, Era, Shape, place_ids
from course_utils.poem_model import LINES_ABOVE, PoemModel


class PoemReader:
    """Predicts B poems of one shape, and keeps the LSTM's state between characters.

    Call it with all ids so far (t, B): t = 0 first, then one more at each call.
    `reach` is how many lines above it sees and looks back at; those higher are blank.
    """

    def __init__(
        self,
        model: PoemModel,
        shape: Shape,
        num_poems: int,
        era: Era = "tang",
        reach: int = MAX_PART_LINES,
    ) -> None:
        self._model = model
        self._width = shape.width
        self._reach = reach
        self._place = self._places(shape, era)
        self._hidden = torch.zeros(num_poems, model.size.hidden)
        self._cell = torch.zeros_like(self._hidden)
        self._memory: Memory | None = None

    def __call__(self, ids: Tensor) -> Tensor:
        """Logits (B, V) of the character that follows ids (t, B)."""
        model, step = self._model, len(ids)
        above = model.above(
            torch.cat([self._seen_above(ids, n) for n in LINES_ABOVE], dim=1)
        )
        place = self._place[step].expand(len(self._hidden), -1)
        before = self._seen(ids, 1)
        self._step(torch.cat([before, above, place], dim=1))
        seen = [self._hidden, above, self._look_back(before)]
        features = model.projection(torch.cat(seen, dim=1))
        return F.linear(features, model.embedding.weight, model.bias)

    def keep(self, rows: Tensor) -> None:
        """Poem n goes on from what poem `rows[n]` has read; rows (B,)."""
        self._hidden, self._cell = self._hidden[rows], self._cell[rows]
        if self._memory:
            self._memory = self._memory.keep(rows)

    def _places(self, shape: Shape, era: Era) -> Tensor:
        line, column, form = torch.from_numpy(place_ids(shape)).unbind(1)
        model = self._model
        place = model.line(line) + model.column(column) + model.form(form)
        return (place + model.era.weight[ERAS.index(era)]).detach()

    def _seen_above(self, ids: Tensor, lines: int) -> Tensor:
        before = ids if lines <= self._reach else ids[:0]
        return self._seen(before, self._width * lines)

    def _seen(self, ids: Tensor, steps: int) -> Tensor:
        """Embeddings (B, D) of the characters `steps` back; of the pad before them."""
        if steps <= len(ids):
            return self._model.embed(ids[-steps])
        return self._model.embed(torch.zeros(len(self._hidden), dtype=torch.long))

    def _look_back(self, before: Tensor) -> Tensor:
        """(B, M·U): attention over the states so far, this one included."""
        state, look = self._hidden[None], self._model.back
        own = look.memory(state, before[None])
        memory = self._memory.then(own) if self._memory else own
        self._memory = memory.last(self._width * self._reach)
        return look(state, self._memory, self._width)[0]

    def _step(self, x: Tensor) -> None:
        """One LSTM step; gates i, f, g, o as PyTorch orders them."""
        w_x, w_h, b_x, b_h = self._model.lstm.all_weights[0]
        gates = F.linear(x, w_x, b_x) + F.linear(self._hidden, w_h, b_h)
        i, f, g, o = gates.chunk(4, dim=1)
        self._cell = f.sigmoid() * self._cell + i.sigmoid() * g.tanh()
        self._hidden = o.sigmoid() * self._cell.tanh()
