"""The shape trainer and the explorer of lesson 06, without a browser."""

from __future__ import annotations

import json
from functools import cache

import ipywidgets
import pytest
from widgets.shown import picture

from course_utils import widgets
from course_utils.shape_trainer.question import Answer, Question
from course_utils.shapes.recurrent import Setup
from course_utils.text import Text, use_language
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.trainer import Trainer

SETUP = Setup("LSTM", 5, 6, num_layers=2, bidirectional=True)


def question(number: int) -> Question:
    """Three choices; the right one is in place 1."""
    choices = (
        Answer("(4, 3, 6)", Text(en="half of it.", zh="只有一半。"), "one_direction"),
        Answer("(4, 3, 12)", Text(en="both.", zh="两个方向。")),
        Answer("(3, 4, 12)", Text(en="turned `x`.", zh="反了。"), "order"),
    )
    words = Text(en=f"Shape {number} of `output`?", zh=f"`output` 的形状 {number}？")
    given = {"x": SETUP.input_axes}
    revealed = {name: SETUP.axes(name) for name in SETUP.names}
    code = f"net = {SETUP.constructor}\nnumber = {number}"
    return Question("shape", SETUP, code, words, choices, given, revealed)


@pytest.fixture
def trainer() -> Trainer:
    return widgets.explore_questions(question)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_question_is_there_before_it_is_touched(lang: str) -> None:
    use_language(lang)
    trainer = widgets.explore_questions(question)
    data, metadata = trainer._repr_mimebundle_()
    assert trainer.error is None
    assert "application/vnd.jupyter.widget-view+json" in data
    assert picture(trainer).startswith(b"\x89PNG")
    for choice in question(1).choices:
        assert choice.label in data["text/plain"]
    assert question(1).words.in_language(lang) in data["text/plain"]
    assert metadata["image/png"]["alt"] == data["text/plain"]
    json.dumps([data, metadata])


def test_the_static_words_do_not_tell_the_answer(trainer: Trainer) -> None:
    said = trainer._repr_mimebundle_()[0]["text/plain"]
    assert "✔" not in said and "both." not in said


def test_each_choice_has_its_button(trainer: Trainer) -> None:
    answer = trainer.controls["answer"]
    assert isinstance(answer, ipywidgets.ToggleButtons)
    assert answer.value is None
    assert [label for label, _ in answer.options] == [
        choice.label for choice in question(1).choices
    ]


def test_a_right_answer_is_counted_and_draws_what_comes_out(trainer: Trainer) -> None:
    before = picture(trainer)
    trainer.controls["answer"].value = 1
    assert (trainer.asked, trainer.right) == (1, 1)
    assert "✔" in trainer.caption and "both." in trainer.caption
    assert picture(trainer) != before


def test_a_wrong_answer_is_explained(trainer: Trainer) -> None:
    trainer.controls["answer"].value = 2
    assert (trainer.asked, trainer.right) == (1, 0)
    assert "✘" in trainer.caption and "turned x." in trainer.caption


def test_only_the_first_try_counts(trainer: Trainer) -> None:
    trainer.controls["answer"].value = 0
    trainer.controls["answer"].value = 1
    assert (trainer.asked, trainer.right) == (1, 0)
    assert "✔" in trainer.caption


def test_the_next_question_starts_afresh(trainer: Trainer) -> None:
    trainer.controls["answer"].value = 1
    trainer.next_button.click()
    assert trainer.number == 2 and trainer.controls["answer"].value is None
    assert trainer.question.words == question(2).words
    assert (trainer.asked, trainer.right) == (1, 1)
    trainer.controls["answer"].value = 1
    assert (trainer.asked, trainer.right) == (2, 2)
    heading, *_, row = trainer.children
    assert "number = 2" in heading.value
    assert "2 of 2" in row.children[1].value


def test_a_question_left_out_is_not_counted(trainer: Trainer) -> None:
    trainer.next_button.click()
    trainer.next_button.click()
    assert (trainer.number, trainer.asked) == (3, 0)


# ---------------------------------------------------------------- explore_shapes


@cache
def shapes_explorer() -> Explorer:
    """One for all cases below: a control that stays where it is draws nothing."""
    return widgets.explore_shapes()


@pytest.mark.parametrize("cell", ["RNN", "LSTM", "GRU"])
@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("batch_size", [0, 3])
def test_the_boxes_have_the_shapes_that_come_out(
    cell: str, directions: int, batch_first: bool, batch_size: int
) -> None:
    explorer = shapes_explorer()
    chosen = {"cell": cell, "directions": directions, "batch_first": batch_first}
    for name, value in {**chosen, "B": batch_size, "P": 2}.items():
        explorer.controls[name].value = value
    assert explorer.error is None
    setup, shapes = explorer.data["setup"], explorer.data["shapes"]
    for name, shape in shapes.items():
        assert tuple(size for _, size in setup.axes(name)) == shape
    assert ("c_n" in shapes) == (cell == "LSTM")
    assert setup.proj_size == (2 if cell == "LSTM" else 0)


@pytest.mark.torch
def test_torch_is_asked_and_agrees() -> None:
    from course_utils.shape_trainer.nets import returned_shapes

    explorer = widgets.explore_shapes(returned_shapes)
    for name, value in {"num_layers": 3, "P": 4, "batch_first": True}.items():
        explorer.controls[name].value = value
        setup = explorer.data["setup"]
        assert explorer.data["shapes"] == dict(setup.shapes)


@pytest.mark.torch
def test_the_code_above_the_picture_builds_that_net() -> None:
    from torch import nn

    explorer = widgets.explore_shapes()
    for name, value in {"num_layers": 3, "P": 4, "batch_first": True}.items():
        explorer.controls[name].value = value
    net = eval(explorer.data["setup"].constructor, {"nn": nn})
    assert (net.num_layers, net.proj_size, net.batch_first) == (3, 4, True)
    assert net.bidirectional and (net.input_size, net.hidden_size) == (5, 6)


def test_a_narrow_state_lowers_the_projection() -> None:
    explorer = widgets.explore_shapes()
    explorer.controls["P"].value = 5
    explorer.controls["H"].value = 3
    assert explorer.error is None
    assert explorer.data["setup"].proj_size == 2
