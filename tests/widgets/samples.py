"""An explorer of each kind on small data, and how each of its controls is moved."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import ipywidgets
import numpy as np

from course_utils import scratch, widgets
from course_utils.shape_trainer.question import Answer, Question
from course_utils.shapes.recurrent import Setup
from course_utils.text import Text
from course_utils.widgets.explorer import Explorer

SENTENCES = {
    "小梅": list("小梅很喜欢吃桔子，她不喜欢吃苹果"),
    "Mei": ["Mei", "likes", "oranges"],
}
NUM_UNITS = 5


def read(symbols: list[str]) -> np.ndarray:
    """A small contracting RNN; each symbol has its own fixed input. -> (T, H)"""
    W = 0.6 * np.linalg.qr(np.random.default_rng(0).normal(size=(5, 5)))[0]
    h, states = np.zeros(NUM_UNITS), []
    for symbol in symbols:
        h = np.tanh(W @ h + np.sin(np.arange(1, 6) * sum(map(ord, symbol))))
        states.append(h)
    return np.array(states)


def backprop() -> Explorer:
    """A random network reads a word of eight letters."""
    rng = np.random.default_rng(0)
    net, out = scratch.rnn_init(8, 16, rng), scratch.readout_init(16, 8, rng)
    alphabet = sorted({*"backprop!"})
    return widgets.explore_bptt("backprop", "ackprop!", net, out, alphabet)


LETTERS = ("<pad>", "<unk>", *"abcdefghijklmnop")


def expect(text: str) -> np.ndarray:
    """Scores (T + 1, V) that depend on what was read, and on nothing else."""
    read = np.array([0, *map(ord, "".join(text.split()))]).cumsum()
    return 2 * np.sin(read[:, None] * np.arange(1, len(LETTERS) + 1))


def following() -> Explorer:
    poems = {"one": "abcde fghij", "other": "deeds"}
    return widgets.explore_next(poems, expect, LETTERS, place=1)


def cell() -> Explorer:
    """A unit that keeps and writes, so that each of its controls counts."""
    explorer = widgets.explore_cell()
    explorer.controls["i"].value = 0.5
    return explorer


def gates(text: str) -> dict[str, np.ndarray]:
    """Three units that read a text: gates i f o, candidate g, cells c, the answer."""
    x = np.array([float(ord(character) % 7) for character in text])[:, None]
    f, i, o = (1 / (1 + np.exp(-k * np.array([1, 2, 3]) - x / k)) for k in (1, 2, 3))
    c = np.cumsum(np.sin(x * np.array([1.0, 2.0, 3.0])), axis=0)
    inside = 1 / (1 + np.exp(-np.sin(2 * x[:, 0])))
    return {"i": i, "f": f, "g": np.tanh(c), "o": o, "c": c, "inside": inside}


def looks(text: str) -> np.ndarray:
    """Two blocks of three heads look back: (2, 3, T + 1, T + 1)."""
    size = len("".join(text.split())) + 1
    scores = np.sin(np.arange(6 * size * size).reshape(2, 3, size, size))
    weights = np.exp(2 * scores) * np.tri(size)
    return weights / weights.sum(axis=3, keepdims=True)


def memories() -> Explorer:
    """The gates of three units and those looks, while a short text is read."""
    poems = {"one": "abcde fghij", "other": "deeds"}

    def read_gates(text: str) -> dict[str, np.ndarray]:
        return gates("□" + "".join(text.split()))

    return widgets.explore_memories(poems, read_gates, looks, LETTERS.__contains__)


def question(number: int) -> Question:
    """Two choices of which the second is right."""
    setup = Setup("GRU", 5, 6)
    choices = (
        Answer("(6,)", Text(en="Other axes.", zh="轴不对。"), "axes"),
        Answer("(1, 3, 6)", Text(en="One entry.", zh="只有一份。")),
    )
    words = Text(en=f"Question {number}: h_n?", zh=f"第 {number} 题：h_n？")
    tensors = {"x": setup.input_axes}, {"h_n": setup.axes("h_n")}
    return Question("shape", setup, setup.constructor, words, choices, *tensors)


EXPLORERS: dict[str, Callable[[], Explorer]] = {
    "bptt": backprop,
    "cell": cell,
    "fading": widgets.explore_fading,
    "first": widgets.explore_first,
    "gates": lambda: widgets.explore_gates(gates, "a (bc) d"),
    "gru": lambda: widgets.explore_cell("GRU"),
    "next": following,
    "memories": memories,
    "reading": lambda: widgets.explore_reading(SENTENCES, read),
    "parameters": widgets.explore_parameters,
    "questions": lambda: widgets.explore_questions(question),
    "scan": widgets.explore_scan,
    "shapes": widgets.explore_shapes,
}
CHANGES = {
    "bptt": [("step", 5), ("gain", 2.0), ("window", 3), ("shape", "1-N")],
    "cell": [("f", 0.5), ("i", 1.0), ("g", -0.5), ("o", 0.5), ("c_before", -1.0)],
    "fading": [("radius", 0.9), ("tanh", False), ("scale", 0.01)],
    "first": [("w", 1.5), ("num_steps", 20)],
    "gates": [("text", "(ab)"), ("order", "number")],
    "gru": [("z", 0.5), ("r", 0.0), ("a", 1.0), ("h_before", -0.5)],
    "next": [
        ("place", 3),
        ("poem", "other"),
        ("own", "cab"),
        ("temperature", 0.5),
        ("top_k", 3),
        ("top_p", 0.5),
    ],
    "memories": [
        ("place", 3),
        ("poem", "other"),
        ("own", "bad"),
        ("show", "f"),
        ("unit", 2),
        ("block", 2),
        ("head", 3),
    ],
    "reading": [("step", 3), ("direction", "backward"), ("sentence", "Mei")],
    "parameters": [
        ("cell", "LSTM"),
        ("directions", 2),
        ("biases", 0),
        ("E", 7),
        ("H", 9),
        ("num_layers", 3),
    ],
    "questions": [("answer", 0), ("answer", 1)],
    "scan": [("rounds", 1), ("num_steps", 16), ("place", 5)],
    "shapes": [
        ("cell", "GRU"),
        ("directions", 1),
        ("batch_first", True),
        ("E", 3),
        ("H", 4),
        ("num_layers", 3),
        ("P", 2),
        ("T", 5),
        ("B", 0),
    ],
}


@cache
def untouched(name: str) -> Explorer:
    """An explorer that nobody moves."""
    return EXPLORERS[name]()


def html(explorer: Explorer) -> str:
    shown = (c for c in explorer.children if isinstance(c, ipywidgets.HTML))
    return "".join(child.value for child in shown)
