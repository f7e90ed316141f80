"""Explorers without a browser: move a control; read data, picture and words."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import ipywidgets
import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from widgets.shown import picture

from course_utils import plots, scratch, widgets
from course_utils.scratch.params import count_recurrent
from course_utils.shape_trainer.question import Answer, Question
from course_utils.shapes.recurrent import Setup, parameter_shapes
from course_utils.text import Text, use_language
from course_utils.widgets.explorer import Explorer, buttons, slider
from course_utils.widgets.first import scalar_states
from course_utils.widgets.gates import gru_by_hand, lstm_by_hand

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


# ------------------------------------------------------------------ every explorer


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", EXPLORERS)
def test_it_teaches_before_it_is_touched(name: str, lang: str) -> None:
    use_language(lang)
    explorer = EXPLORERS[name]()
    assert explorer.error is None
    data, metadata = explorer._repr_mimebundle_()
    assert picture(explorer).startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    assert metadata["image/png"]["alt"] == data["text/plain"]
    chinese = any("一" <= c <= "鿿" for c in data["text/plain"].replace("小梅", ""))
    assert chinese == (lang == "zh") or name == "reading"
    assert explorer.caption in data["text/plain"]
    assert '<img alt="' in html(explorer)
    json.dumps([data, metadata])


@pytest.mark.parametrize(
    ("name", "control", "value"),
    [(name, *change) for name, changes in CHANGES.items() for change in changes],
)
def test_each_control_changes_data_picture_and_words(
    name: str, control: str, value: Any
) -> None:
    explorer = EXPLORERS[name]()
    before = picture(explorer), explorer.caption, html(explorer)
    explorer.controls[control].value = value
    assert explorer.error is None
    after = picture(explorer), explorer.caption, html(explorer)
    assert all(one != other for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_control_is_moved_by_a_test(name: str) -> None:
    moved = {control for control, _ in CHANGES[name]}
    assert moved == untouched(name).controls.keys()


@pytest.mark.parametrize("name", EXPLORERS)
def test_there_and_back_gives_the_same_bytes(name: str) -> None:
    explorer = EXPLORERS[name]()
    before = explorer._repr_mimebundle_()[0]["image/png"]
    control, value = CHANGES[name][0]
    first = explorer.controls[control].value
    explorer.controls[control].value = value
    explorer.controls[control].value = first
    assert explorer._repr_mimebundle_()[0]["image/png"] == before


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_control_has_a_label(name: str) -> None:
    assert all(c.description for c in untouched(name).controls.values())


def test_the_picture_card_is_white_on_a_dark_page_too() -> None:
    assert "background:#fff" in html(widgets.explore_first())


# ------------------------------------------------------------------ the machine


def square(
    compute: Callable[..., Mapping[str, Any]] | None = None, **options: Any
) -> Explorer:
    """The smallest explorer: one number, its square."""

    def draw(data: Mapping[str, Any]) -> Any:
        fig, ax = plots.figure()
        plots.draw_curve(ax, np.arange(data["square"] + 1))
        return fig

    return Explorer(
        {"n": slider("n", 3, 0, 9)},
        compute or (lambda n: {"square": n * n}),
        draw,
        describe=lambda data: Text(en="{n} <b>", zh="{n} 个").format(n=data["square"]),
        alt=Text(en='A "square".', zh="平方。"),
        **options,
    )


def test_words_are_escaped() -> None:
    explorer = square()
    assert 'alt="A &quot;square&quot;."' in html(explorer)
    assert "9 &lt;b&gt;" in html(explorer)
    assert explorer.caption == "9 <b>"


@pytest.mark.parametrize(
    ("error", "said"),
    [(ValueError("three is too many"), "three is too many"), (KeyError(), "KeyError")],
)
@pytest.mark.parametrize(("lang", "start"), [("en", "No picture"), ("zh", "这组设置")])
def test_an_error_is_told_in_words_and_passes(
    error: Exception, said: str, lang: str, start: str
) -> None:
    def compute(n: int) -> Mapping[str, Any]:
        if n == 5:
            raise error
        return {"square": n * n}

    use_language(lang)
    explorer = square(compute)
    explorer.controls["n"].value = 5
    assert explorer.error is error
    assert explorer.data == {}
    data, _ = explorer._repr_mimebundle_()
    assert data["text/plain"].startswith(start) and said in data["text/plain"]
    assert "image/png" not in data
    assert said in html(explorer) and "<img" not in html(explorer)
    explorer.controls["n"].value = 4
    assert explorer.error is None
    assert explorer.data["square"] == 16


def test_an_error_in_draw_leaves_no_half_picture() -> None:
    explorer = square(lambda n: {"square": "seven" if n == 7 else n})
    explorer.controls["n"].value = 7
    assert isinstance(explorer.error, TypeError)
    assert "<img" not in html(explorer)


def test_adjusting_one_control_by_another_computes_once() -> None:
    seen: list[int] = []

    def compute(n: int) -> Mapping[str, Any]:
        seen.append(n)
        return {"square": n * n}

    def make_even(controls: Mapping[str, Any]) -> None:
        controls["n"].value -= controls["n"].value % 2

    explorer = square(compute, adjust=make_even)
    explorer.controls["n"].value = 7
    assert seen == [2, 6]


def test_play_follows_the_range_of_its_slider() -> None:
    explorer = square(play="n")
    (group,) = explorer.children[0].children
    play, moved = group.children
    assert moved is explorer.controls["n"]
    assert isinstance(play, ipywidgets.Play)
    assert (play.min, play.max) == (0, 9)
    explorer.controls["n"].max = 4
    assert play.max == 4


def test_whole_and_broken_steps_make_the_right_slider() -> None:
    assert isinstance(slider("n", 1, 0, 3), ipywidgets.IntSlider)
    assert isinstance(slider("w", 1, 0, 3, 0.1), ipywidgets.FloatSlider)


def test_button_labels_speak_the_language() -> None:
    use_language("zh")
    control = buttons("x", [(Text(en="one", zh="一"), 1), ("2", 2)], 1)
    assert [label for label, _ in control.options] == ["一", "2"]


@pytest.mark.fine
def test_a_notebook_keeps_picture_words_and_live_widget(tmp_path: Path) -> None:
    """Executed as the solutions are: stored state, static picture, the same words."""
    cell = nbformat.v4.new_code_cell(
        "from course_utils import widgets\nwidgets.explore_first()"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, store_widget_state=True, kernel_name="python3").execute()
    (output,) = cell.outputs
    explorer = widgets.explore_first()
    assert output.data["text/plain"] == explorer._repr_mimebundle_()[0]["text/plain"]
    assert base64.b64decode(output.data["image/png"]) == picture(explorer)
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]
    models = state["state"].values()
    kept = [m["state"].get("value", "") for m in models if "HTML" in m["model_name"]]
    assert any(explorer.caption in value for value in kept)
    assert any("<img alt=" in value for value in kept)


# ------------------------------------------------------------------ lesson 00


@given(st.floats(-2, 2), st.integers(2, 30))
def test_one_unit_follows_its_formula(w: float, num_steps: int) -> None:
    x = np.zeros(num_steps)
    x[0] = 1
    h = scalar_states(w, x)
    assert h[0] == np.tanh(1)
    assert np.allclose(h[1:], np.tanh(w * h[:-1]))


@pytest.mark.parametrize(
    ("w", "said"), [(0.0, "forgotten"), (0.8, "fading"), (1.5, "remembered")]
)
def test_the_sentence_tells_what_became_of_the_knock(w: float, said: str) -> None:
    explorer = widgets.explore_first(w=w)
    assert said in explorer.caption
    assert f"{explorer.data['h'][0]:.3f}" in explorer.caption
    assert f"{explorer.data['h'][-1]:.3f}" in explorer.caption


def test_a_weight_off_the_slider_is_held_at_its_end() -> None:
    assert widgets.explore_first(w=9.0).data["w"] == 2.0


# ------------------------------------------------------------------ lesson 01


def test_forward_states_are_those_of_the_network() -> None:
    data = widgets.explore_reading(SENTENCES, read).data
    assert np.array_equal(data["states"], read(SENTENCES["小梅"]))
    changed = ["梅", *SENTENCES["小梅"][1:]]
    moved = np.linalg.norm(data["states"] - read(changed), axis=1)
    assert np.allclose(data["distances"], moved)
    assert (moved > 0).all()  # every later state holds a trace of the first symbol


def test_backward_reads_from_the_end_and_keeps_the_places() -> None:
    explorer = widgets.explore_reading(SENTENCES, read, direction="backward")
    data = explorer.data
    assert np.array_equal(data["states"], read(SENTENCES["小梅"][::-1])[::-1])
    assert data["places"].tolist() == list(range(15, -1, -1))
    assert data["distances"].argmax() == 15
    explorer.controls["step"].value = 1
    assert "“果”" in explorer.caption


def test_the_step_follows_a_shorter_sentence_and_a_longer_one() -> None:
    explorer = widgets.explore_reading(SENTENCES, read)
    assert explorer.controls["step"].value == 16
    explorer.controls["sentence"].value = "Mei"
    step = explorer.controls["step"]
    assert (step.value, step.max) == (3, 3)
    assert explorer.data["symbols"] == SENTENCES["Mei"]
    explorer.controls["sentence"].value = "小梅"
    assert (step.value, step.max) == (3, 16)


def test_unread_columns_are_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[np.ndarray] = []
    draw_states = plots.draw_states

    def spy(ax: Any, states: np.ndarray, *args: Any, **kw: Any) -> None:
        drawn.append(states)
        draw_states(ax, states, *args, **kw)

    monkeypatch.setattr(plots, "draw_states", spy)
    explorer = widgets.explore_reading(SENTENCES, read)
    explorer.controls["step"].value = 5
    assert np.isfinite(drawn[-1][:5]).all()
    assert np.isnan(drawn[-1][5:]).all()
    explorer.controls["direction"].value = "backward"
    assert np.isfinite(drawn[-1][-5:]).all()
    assert np.isnan(drawn[-1][:-5]).all()


def test_each_sentence_is_read_once_per_direction() -> None:
    calls: list[list[str]] = []

    def count(symbols: list[str]) -> np.ndarray:
        calls.append(symbols)
        return read(symbols)

    explorer = widgets.explore_reading(SENTENCES, count)
    for step in (1, 5, 9):
        explorer.controls["step"].value = step
    assert len(calls) == 2  # the sentence, and the one with its first symbol replaced


def test_a_distance_below_rounding_is_not_quoted() -> None:
    explorer = widgets.explore_reading({"ab": "ab"}, lambda s: np.zeros((len(s), 2)))
    assert "< 1e-8" in explorer.caption


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        ({}, "at least one sentence"),
        ({"none": []}, "two different symbols in the sentence 'none'"),
        ({"one": ["a"]}, "found ['a']"),
        ({"same": "aaa"}, "two different symbols"),
    ],
)
def test_sentences_that_cannot_be_read(
    sentences: dict[str, Sequence[str]], said: str
) -> None:
    with pytest.raises(ValueError) as caught:
        widgets.explore_reading(sentences, read)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (np.zeros((3, 2)), "each of the 3 steps, found 2"),
        (np.zeros((1, 2, 3)), "(T, H)"),
        (np.full((2, 3), np.nan), "NaN"),
        (np.full((2, 3), np.inf), "infinity"),
        (None, "(T, H)"),
    ],
)
def test_a_network_that_returns_something_else_is_told_so(
    states: Any, said: str
) -> None:
    explorer = widgets.explore_reading({"ab": "ab"}, lambda symbols: states)
    assert isinstance(explorer.error, ValueError)
    assert said in explorer.caption


# ------------------------------------------------------------------ lesson 02


@pytest.fixture(scope="module")
def counting() -> Explorer:
    """One explorer for the whole grid: a new one each time would be slow."""
    explorer = widgets.explore_parameters()
    explorer.controls["E"].value, explorer.controls["H"].value = 5, 7
    return explorer


@pytest.mark.parametrize("cell", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("num_layers", [1, 3])
@pytest.mark.parametrize("biases", [0, 1, 2])
def test_bars_formula_and_pytorch_agree(
    counting: Explorer, cell: str, directions: int, biases: int, num_layers: int
) -> None:
    chosen = {"cell": cell, "directions": directions, "biases": biases}
    for name, value in {**chosen, "num_layers": num_layers}.items():
        counting.controls[name].value = value
    data = counting.data
    bars = sum(sum(parts.values()) for parts in data["layers"].values())
    options = {"num_layers": num_layers, "bidirectional": directions == 2}
    assert bars == data["formula"]
    assert data["formula"] == count_recurrent(cell, 5, 7, biases=biases, **options)
    assert (data["formula"] == data["pytorch"]) == (biases != 1)
    assert data["bytes"] == 4 * data["formula"]
    assert len(data["layers"]) == num_layers * directions
    documented = parameter_shapes(cell, 5, 7, bias=False, **options)
    assert set(data["shapes"].values()) == set(documented.values())


def test_the_counter_of_the_lesson_is_asked() -> None:
    asked: list[tuple[Any, ...]] = []

    def count(cell: str, input_size: int, hidden_size: int, **options: Any) -> int:
        asked.append((cell, input_size, hidden_size, options))
        return 123_456

    explorer = widgets.explore_parameters(count)
    explorer.controls["directions"].value = 2
    options = {"num_layers": 1, "bidirectional": True, "bias": True}
    assert asked[-1] == ("RNN", 128, 216, options)
    assert explorer.data["pytorch"] == 123_456
    assert "123,456" in explorer.caption


@pytest.mark.parametrize(
    ("E", "H", "said"),
    [(1, 1, "16 B"), (128, 216, "298.94 kB"), (512, 512, "2.10 MB")],
)
def test_memory_has_a_readable_unit(E: int, H: int, said: str) -> None:
    explorer = widgets.explore_parameters()
    explorer.controls["E"].value, explorer.controls["H"].value = E, H
    assert said in explorer.caption


# ------------------------------------------------------------------ lesson 05


UNIT = st.floats(0, 1)


@given(UNIT, UNIT, st.floats(-1, 1), UNIT, st.floats(-2, 2))
def test_an_lstm_by_hand_is_the_lstm(
    f: float, i: float, g: float, o: float, c: float
) -> None:
    """Biases that make the gates what the sliders say: scratch computes the same."""
    data = lstm_by_hand(f, i, g, o, c)
    sizes = np.clip([i, f, (g + 1) / 2, o], 1e-12, 1 - 1e-12)
    b_h = np.log(sizes / (1 - sizes)) * [1, 1, 0.5, 1]  # tanh is a stretched sigmoid
    zero, cells = np.zeros((1, 1)), np.array([[c]])
    weights = np.zeros((4, 1)), np.zeros((4, 1)), b_h
    for step, memory in enumerate(data["memory"]):
        state, cells = scratch.lstm_step(zero, zero, cells, *weights)
        assert np.isclose(cells[0, 0], memory, atol=1e-6)
        if step == 0:
            assert np.isclose(state[0, 0], data["h"], atol=1e-6)


@given(UNIT, UNIT, st.floats(-2, 2), st.floats(-1, 1))
def test_a_gru_by_hand_is_the_gru(z: float, r: float, a: float, h: float) -> None:
    data = gru_by_hand(z, r, a, h)
    sizes = np.clip([r, z], 1e-12, 1 - 1e-12)
    b_h = np.append(np.log(sizes / (1 - sizes)), a)
    zero, W_hh = np.zeros((1, 1)), np.array([[0.0], [0.0], [1.0]])
    states = np.array([[h]])
    for memory in data["memory"]:
        states = scratch.gru_step(zero, states, 0 * W_hh, W_hh, b_h, np.zeros(1))
        assert np.isclose(states[0, 0], memory, atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "It fades"),
        ({"f": 1.0}, "It is kept"),
        ({"f": 0.5}, "It is forgotten"),
        ({"f": 1.0, "i": 1.0}, "It piles up"),
        ({"f": 0.0, "i": 1.0}, "It has changed"),
    ],
)
def test_the_sentence_tells_what_becomes_of_the_memory(
    changes: dict[str, float], said: str
) -> None:
    explorer = widgets.explore_cell()
    for control, value in changes.items():
        explorer.controls[control].value = value
    assert said in explorer.caption


def test_an_open_update_gate_leaves_the_rest_without_effect() -> None:
    """The lesson asks what else counts if z = 1: nothing."""
    explorer = widgets.explore_cell("GRU")
    explorer.controls["z"].value = 1.0
    kept = explorer.data["memory"]
    for control, value in (("r", 0.0), ("a", 2.0)):
        explorer.controls[control].value = value
        assert np.array_equal(explorer.data["memory"], kept)


def test_a_cell_must_be_one_of_the_two() -> None:
    with pytest.raises(ValueError, match="'RNN'"):
        widgets.explore_cell("RNN")


def test_the_unit_that_follows_the_answer_comes_first() -> None:
    data = widgets.explore_gates(gates, "a (bc) d").data
    close = [np.corrcoef(c, data["inside"])[0, 1] for c in data["c"].T]
    assert data["units"].tolist() == np.argsort(-np.abs(close)).tolist()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", ["", "(" * 61])
def test_a_text_of_another_length_is_refused_in_words(text: str, lang: str) -> None:
    use_language(lang)
    explorer = widgets.explore_gates(gates, "a (bc) d")
    explorer.controls["text"].value = text
    assert isinstance(explorer.error, ValueError)
    assert f"{len(text)}" in explorer.caption and "60" in explorer.caption
    explorer.controls["text"].value = "(" * 60
    assert explorer.error is None


@pytest.mark.parametrize(
    "text", ["😀 (😀) ️", "（猫）$x^2$", "<b>(x)</b>&amp;", "\t(\\", "a"]
)
def test_any_text_can_be_read(text: str) -> None:
    explorer = widgets.explore_gates(gates, "a (bc) d")
    explorer.controls["text"].value = text
    assert explorer.error is None
    assert explorer.data["text"] == text
    assert "<b>" not in html(explorer)
    assert picture(explorer).startswith(b"\x89PNG")


def test_a_net_that_says_always_the_same_has_no_first_unit_to_name() -> None:
    def always(text: str) -> dict[str, np.ndarray]:
        return {**gates(text), "inside": np.ones(len(text))}

    explorer = widgets.explore_gates(always, "abc")
    assert explorer.error is None
    assert "correlation 0.00" in explorer.caption


# ------------------------------------------------------------------ lesson 11


def test_surprise_is_what_the_scores_say() -> None:
    data = following().data
    scores = expect("abcde fghij")[:10]
    nats = np.log(np.exp(scores).sum(axis=1))
    ids = [LETTERS.index(letter) for letter in "abcdefghij"]
    nats -= scores[np.arange(10), ids]
    assert np.allclose(data["surprise"], nats)
    assert data["right"] == LETTERS.index("b")
    assert np.isclose(data["own"].sum(), 1) and not data["own"][:2].any()


@pytest.mark.parametrize("control", ["top_k", "top_p"])
def test_the_tail_is_cut_and_the_rest_sums_to_one(control: str) -> None:
    explorer = following()
    explorer.controls[control].value = {"top_k": 3, "top_p": 0.4}[control]
    data = explorer.data
    kept = np.flatnonzero(data["shaped"])
    assert set(kept) == set(data["best"][: len(kept)])
    assert np.isclose(data["shaped"].sum(), 1)
    total = data["own"][kept].sum()
    if control == "top_k":
        assert len(kept) == 3
    else:
        assert total >= 0.4 > total - data["own"][kept].min()
    assert f"from {len(kept)} in all" in explorer.caption


def test_after_the_end_nothing_is_written_yet() -> None:
    explorer = following()
    explorer.controls["own"].value = "cabx"
    explorer.controls["place"].value = 3
    assert "does not know" in explorer.caption
    explorer.controls["place"].value = 4
    assert explorer.data["right"] is None
    assert "Nothing is written there yet" in explorer.caption
    explorer.controls["own"].value = ""
    assert explorer.data["characters"] == list("abcdefghij")


def test_a_text_the_model_refuses_is_told_in_its_words() -> None:
    def refuse(text: str) -> np.ndarray:
        if text == "zz":
            raise ValueError("two letters are too few")
        return expect(text)

    explorer = widgets.explore_next({"one": "abcde"}, refuse, LETTERS)
    explorer.controls["own"].value = "zz"
    assert "two letters are too few" in explorer.caption
