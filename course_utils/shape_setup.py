"""One recurrent network and one input: what is asked and drawn in lesson 06."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course_utils.shapes import recurrent_shapes

Axes = tuple[tuple[str, int], ...]
"""The axes of a tensor in order: a label and a size each."""


@dataclass(frozen=True)
class Setup:
    """The constructor arguments of a recurrent layer, and the size of its input.

    batch_size None: an unbatched input, (T, E).
    """

    cell: str
    input_size: int
    hidden_size: int
    num_layers: int = 1
    bidirectional: bool = False
    batch_first: bool = False
    proj_size: int = 0
    seq_len: int = 4
    batch_size: int | None = 3

    @property
    def num_directions(self) -> int:
        return 2 if self.bidirectional else 1

    @property
    def state_size(self) -> int:
        """Numbers in one hidden state: `proj_size` if there is one, else H."""
        return self.proj_size or self.hidden_size

    @property
    def names(self) -> tuple[str, ...]:
        """What the layer returns."""
        states = ("h_n", "c_n") if self.cell == "LSTM" else ("h_n",)
        return ("output", *states)

    @property
    def keywords(self) -> dict[str, int | bool]:
        """The keyword arguments that differ from PyTorch's defaults."""
        defaults = {
            "num_layers": 1,
            "bidirectional": False,
            "batch_first": False,
            "proj_size": 0,
        }
        given = {name: getattr(self, name) for name in defaults}
        return {name: v for name, v in given.items() if v != defaults[name]}

    @property
    def constructor(self) -> str:
        """The line of code that builds the layer."""
        words = [str(self.input_size), str(self.hidden_size)]
        words += [f"{name}={value}" for name, value in self.keywords.items()]
        return f"nn.{self.cell}({', '.join(words)})"

    @property
    def input_axes(self) -> Axes:
        return (*self._leading, ("E", self.input_size))

    def axes(self, name: str) -> Axes:
        """The labelled axes of `output`, `h_n` or `c_n`."""
        state = ("P", self.proj_size) if self.proj_size else ("H", self.hidden_size)
        if name == "output":
            label = f"2·{state[0]}" if self.bidirectional else state[0]
            return (*self._leading, (label, self.num_directions * state[1]))
        last = ("H", self.hidden_size) if name == "c_n" else state
        entries = ("L·D", self.num_layers * self.num_directions)
        return (entries, *self._batch, last)

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """The shapes of `output`, `h_n` and (LSTM) `c_n`, by the formula."""
        return recurrent_shapes(
            self.cell,
            self.input_size,
            self.hidden_size,
            num_layers=self.num_layers,
            bidirectional=self.bidirectional,
            batch_first=self.batch_first,
            proj_size=self.proj_size,
            seq_len=self.seq_len,
            batch_size=self.batch_size,
        )

    @property
    def _batch(self) -> Axes:
        return () if self.batch_size is None else (("B", self.batch_size),)

    @property
    def _leading(self) -> Axes:
        time = ("T", self.seq_len)
        return (*self._batch, time) if self.batch_first else (time, *self._batch)
