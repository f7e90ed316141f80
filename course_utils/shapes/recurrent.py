"""The shapes of recurrent layers: what one returns, what it holds, and one set-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course_utils.shapes import messages
from course_utils.shapes.whole_numbers import (
    NOT_NEGATIVE,
    POSITIVE,
    counts,
    whole_number,
)

BLOCKS = {"RNN": 1, "LSTM": 4, "GRU": 3}
"""Blocks of H rows in a weight matrix: LSTM i f g o, GRU r z n (PyTorch's order)."""


@counts("input_size", "hidden_size", "num_layers", "seq_len", proj_size=NOT_NEGATIVE)
def recurrent_shapes(
    cell: str,
    input_size: int,
    hidden_size: int,
    *,
    num_layers: int = 1,
    bidirectional: bool = False,
    batch_first: bool = False,
    proj_size: int = 0,
    seq_len: int,
    batch_size: int | None = None,
) -> dict[str, tuple[int, ...]]:
    """Shapes of `output`, `h_n` and (LSTM) `c_n` of nn.RNN, nn.LSTM and nn.GRU.

    batch_size None: unbatched input (T, E). batch_first moves `output` only.
    Source: the "Outputs" section of torch.nn.LSTM's documentation.
    """
    cell = recurrent_cell(cell, hidden_size, proj_size)
    directions = 2 if bidirectional else 1
    state_size = proj_size or hidden_size
    batch: tuple[int, ...] = ()
    if batch_size is not None:
        batch = (whole_number(batch_size, "batch_size", POSITIVE),)
    leading = (*batch, seq_len) if batch_first else (seq_len, *batch)
    states = (num_layers * directions, *batch)
    shapes = {
        "output": (*leading, directions * state_size),
        "h_n": (*states, state_size),
    }
    if cell == "LSTM":
        shapes["c_n"] = (*states, hidden_size)
    return shapes


@counts("input_size", "hidden_size", "num_layers", proj_size=NOT_NEGATIVE)
def parameter_shapes(
    cell: str,
    input_size: int,
    hidden_size: int,
    *,
    num_layers: int = 1,
    bidirectional: bool = False,
    bias: bool = True,
    proj_size: int = 0,
) -> dict[str, tuple[int, ...]]:
    """Shape of each parameter of nn.RNN, nn.LSTM and nn.GRU, by PyTorch's name.

    Source: the "Variables" section of torch.nn.LSTM's documentation.
    """
    rows = BLOCKS[recurrent_cell(cell, hidden_size, proj_size)] * hidden_size
    state_size = proj_size or hidden_size
    endings = ("", "_reverse") if bidirectional else ("",)
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in range(num_layers):
        reads = input_size if layer == 0 else len(endings) * state_size
        for ending in endings:
            suffix = f"l{layer}{ending}"
            shapes[f"weight_ih_{suffix}"] = (rows, reads)
            shapes[f"weight_hh_{suffix}"] = (rows, state_size)
            if bias:
                shapes[f"bias_ih_{suffix}"] = (rows,)
                shapes[f"bias_hh_{suffix}"] = (rows,)
            if proj_size:
                shapes[f"weight_hr_{suffix}"] = (proj_size, hidden_size)
    return shapes


def recurrent_cell(cell: str, hidden_size: int, proj_size: int = 0) -> str:
    """The name "RNN", "LSTM" or "GRU", given in any case, if it may have proj_size."""
    name = str(cell).upper()
    if name not in BLOCKS:
        raise ValueError(str(messages.NO_SUCH_RECURRENT_CELL.format(found=cell)))
    if proj_size and name != "LSTM":
        raise ValueError(str(messages.NO_PROJECTION.format(cell=name, P=proj_size)))
    if proj_size >= hidden_size:
        message = messages.WIDE_PROJECTION.format(H=hidden_size, P=proj_size)
        raise ValueError(str(message))
    return name


TensorAxes = tuple[tuple[str, int], ...]
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
    def input_axes(self) -> TensorAxes:
        return (*self._leading, ("E", self.input_size))

    def axes(self, name: str) -> TensorAxes:
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
    def _batch(self) -> TensorAxes:
        return () if self.batch_size is None else (("B", self.batch_size),)

    @property
    def _leading(self) -> TensorAxes:
        time = ("T", self.seq_len)
        return (*self._batch, time) if self.batch_first else (time, *self._batch)
