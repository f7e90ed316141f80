"""`course bench scratch`: the networks by hand in NumPy, timed beside torch.nn.

Forward and backward through one layer, with the gradients of all weights, inputs and
initial states. Both count in the same precision, on one thread, in turns; of each, the
fastest turn counts. Times are processor time, so that other programs hardly matter.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import torch

from course_utils import scratch
from course_utils.bench.table import Line, table_text
from course_utils.bench.timing import fastest, repeats_in
from course_utils.text import Text
from course_utils.training.computing import course_threads

NETS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
PRECISIONS = ("float64", "float32")
_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""What the libraries under NumPy read once, when they are loaded."""


class Size(NamedTuple):
    """B examples, T steps, E inputs, H units."""

    B: int
    T: int
    E: int
    H: int


SIZES = {
    "small": Size(8, 20, 16, 32),
    "medium": Size(32, 50, 64, 128),
    "large": Size(64, 100, 128, 256),
}
TURN = 0.1
"""Seconds of a turn, at least: enough for the coarsest clock."""

ScratchFigures = dict[str, Any]


def measure_scratch(
    turns: int, sizes: Mapping[str, Size] = SIZES, turn: float = TURN
) -> ScratchFigures:
    """Milliseconds of both and their ratio, by cell, size and precision."""
    with course_threads(1):
        times = {
            cell: {
                name: {
                    kind: _pair(cell, size, kind, turns, turn) for kind in PRECISIONS
                }
                for name, size in sizes.items()
            }
            for cell in NETS
        }
    shapes = {name: size._asdict() for name, size in sizes.items()}
    return {"sizes": shapes, "times": times, "threads": 1, "turns": turns}


_MEASURE = """\
import json, sys
from course_utils.bench.scratch import measure_scratch
print(json.dumps(measure_scratch(int(sys.argv[1]))))
"""


def measure_in_one_thread(turns: int) -> ScratchFigures:
    """`measure_scratch`, by a Python of its own whose NumPy has one thread.

    Raises `ChildProcessError` if that one ends with an error, which it prints.
    """
    command = [sys.executable, "-c", _MEASURE, str(turns)]
    environment = os.environ | dict.fromkeys(_VARIABLES, "1")
    run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if run.returncode:
        raise ChildProcessError(str(_ENDED.format(code=run.returncode)))
    figures: ScratchFigures = json.loads(run.stdout)
    return figures


def _pair(cell: str, size: Size, kind: str, turns: int, turn: float) -> ScratchFigures:
    """Both do the same, in turns."""
    works = by_hand(cell, size, kind), by_torch(cell, size, kind)
    repeats = [repeats_in(turn, work) for work in works]
    mine, torchs = (1000 * seconds for seconds in fastest(works, turns, repeats))
    return {"scratch": mine, "torch": torchs, "ratio": mine / torchs}


def by_hand(cell: str, size: Size, kind: str) -> Callable[[], list[np.ndarray]]:
    """Forward and backward in NumPy: a function that returns the gradients.

    Weights, data and what comes back are those of `by_torch`.
    """
    x, doutput, initial, net = _problem(cell, size, kind)
    layers = scratch.network_from_state_dict(cell, net.state_dict())
    weights = type(layers[0][0])(*(each.astype(kind) for each in layers[0][0]))
    nothing = [np.zeros_like(each) for each in initial]

    def work() -> list[np.ndarray]:
        run = scratch.network_forward(x, initial, [[weights]])
        found = scratch.network_backward(doutput, nothing, run, [[weights]])
        return [found[0], *found[1], *found[2][0][0]]

    return work


def by_torch(cell: str, size: Size, kind: str) -> Callable[[], list[np.ndarray]]:
    """Forward and backward in PyTorch: a function that returns the gradients."""
    x, doutput, initial, net = _problem(cell, size, kind)
    leaves = [torch.tensor(each, requires_grad=True) for each in (x, *initial)]
    start = leaves[1] if len(initial) == 1 else tuple(leaves[1:])
    wanted = [*leaves, *net.parameters()]

    def work() -> list[np.ndarray]:
        output, _ = net(leaves[0], start)
        found = torch.autograd.grad(output, wanted, torch.from_numpy(doutput))
        return [each.numpy() for each in found]

    return work


def _problem(cell: str, size: Size, kind: str) -> tuple[Any, ...]:
    """x, doutput, the initial states and torch's net: seeded, in this precision."""
    B, T, E, H = size
    rng = np.random.default_rng(0)
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(0)
        net = NETS[cell](E, H, batch_first=True, dtype=getattr(torch, kind))
    states = 2 if cell == "lstm" else 1
    shapes = [(B, T, E), (B, T, H), *[(1, B, H)] * states]
    x, doutput, *initial = (rng.normal(size=each).astype(kind) for each in shapes)
    return x, doutput, initial, net


def show_scratch_table(figures: ScratchFigures) -> str:
    """All figures of `measure_scratch`, in the reader's language."""
    return f"{table_text(_lines(figures))}\n\n{_SETTING.format(**figures)}"


def _lines(figures: ScratchFigures) -> Iterator[Line]:
    yield _FORWARD_AND_BACKWARD, "NumPy ms", "torch ms", _RATIO, "float32"
    for cell, by_size in figures["times"].items():
        for name, times in by_size.items():
            letters = " ".join(f"{k}={v}" for k, v in figures["sizes"][name].items())
            double, single = (times[kind] for kind in PRECISIONS)
            yield (
                f"{cell.upper():5}{letters}",
                f"{double['scratch']:.2f}",
                f"{double['torch']:.2f}",
                f"{double['ratio']:.2f}",
                f"{single['ratio']:.2f}",
            )


_FORWARD_AND_BACKWARD = Text(en="FORWARD AND BACKWARD", zh="前向加反向")
_RATIO = Text(en="ratio", zh="倍数")
_SETTING = Text(
    en="One layer; ratio: NumPy's time divided by PyTorch's, both in float64; in the "
    "last column both\nin float32. Threads: {threads}. Processor time, the fastest of "
    "{turns} turns. B examples, T steps,\nE inputs, H units.",
    zh="单层；倍数是 NumPy 用时除以 PyTorch 用时，两边都用 float64；"
    "最后一列两边都用 float32。\n线程：{threads}。CPU 时间，{turns} 次中取最快。"
    "B 个样本，T 步，E 维输入，H 个单元。",
)
_ENDED = Text(
    en="The process that measures ended with code {code}; what it said stands above. "
    "Mend that; if it says nothing, memory ran out: close other programs. Then measure "
    "again.",
    zh="负责测量的进程以代码 {code} 结束。如果上文有报错，请先解决；"
    "如果没有，多半是内存不够，请关掉别的程序。然后再测一次。",
)
