"""Ten thousand questions: one right choice each, and every explanation true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from math import prod
from typing import Any

import pytest

from course_utils.shape_trainer import nets, trainer
from course_utils.shape_trainer.counts import COUNT_WHY, WEIGHT_WHY
from course_utils.shape_trainer.question import Answer, Question
from course_utils.shape_trainer.shapes import CONFUSIONS
from course_utils.shape_trainer.states import ENTRY_WHY, PACKED_WHY, REAL_WHY, WHERE_WHY
from course_utils.shapes.recurrent import Setup
from course_utils.text import LANGUAGES

pytestmark = pytest.mark.torch

NUM_QUESTIONS = 10_000
Shape = tuple[int, ...]


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return [trainer.shape_question(number) for number in range(NUM_QUESTIONS)]


def of_kind(questions: list[Question], kind: str) -> list[Question]:
    found = [question for question in questions if question.kind == kind]
    assert len(found) > NUM_QUESTIONS / 20
    return found


# ---------------------------------------------------------------- all questions


def test_exactly_one_choice_is_right(questions: list[Question]) -> None:
    for question in questions:
        assert sum(choice.right for choice in question.choices) == 1
        assert question.choices[question.right].right


def test_choices_are_distinct(questions: list[Question]) -> None:
    for question in questions:
        labels = [choice.label for choice in question.choices]
        names = [choice.confusion for choice in question.choices]
        assert len(set(labels)) == len(labels) >= 3
        assert len(set(names)) == len(names) <= 4


def test_nothing_is_left_unfilled(questions: list[Question]) -> None:
    for question in questions:
        for text in (question.words, *(choice.why for choice in question.choices)):
            for lang in LANGUAGES:
                words = text.in_language(lang)
                assert words and not re.search(r"[{}]|None", words), words


def test_the_same_number_gives_the_same_question() -> None:
    assert trainer.shape_question(77) == trainer.shape_question(77)


def test_each_kind_has_its_turns() -> None:
    for kind in trainer.QUESTION_KINDS:
        first, second = (trainer.question_of_kind(kind, turn) for turn in (0, 1))
        assert (first.kind, second.kind) == (kind, kind) and first != second
    last = trainer.question_of_kind(trainer.QUESTION_KINDS[-1], 10)
    assert last == trainer.shape_question(77)


def test_questions_differ(questions: list[Question]) -> None:
    asked = {(question.code, str(question.words)) for question in questions}
    assert len(asked) > NUM_QUESTIONS / 2


def test_the_right_answer_may_stand_anywhere(questions: list[Question]) -> None:
    four = [question for question in questions if len(question.choices) == 4]
    places = Counter(question.right for question in four)
    assert min(places[place] for place in range(4)) > len(four) / 5


def test_every_confusion_is_met(questions: list[Question]) -> None:
    met = {
        (question.kind, choice.confusion)
        for question in questions
        for choice in question.choices
        if not choice.right
    }
    tables = {
        "entry": ENTRY_WHY,
        "place": WHERE_WHY,
        "padded": REAL_WHY,
        "packed": PACKED_WHY,
        "count": COUNT_WHY,
        "weight": WEIGHT_WHY,
    }
    written = {(kind, name) for kind, table in tables.items() for name in table}
    written |= {("shape", confusion.name) for confusion in CONFUSIONS}
    assert met == written


def test_the_code_runs_and_says_the_same(questions: list[Question]) -> None:
    """What a learner would find by typing the question in."""
    import torch
    from torch import nn
    from torch.nn.utils import rnn

    packing = vars(rnn)
    for question in questions[:150]:
        names = {"torch": torch, "nn": nn, **packing}
        if "proj_size" in question.code:  # oneDNN warns about it in single precision
            continue
        exec(question.code, names)
        asked = re.search(r"`([\w.]+)`", question.words.en)
        if question.kind in ("shape", "packed", "weight") and asked:
            shape = eval(f"tuple({asked[1]}.shape)", names)
            assert question.choices[question.right].label == str(shape)


# ---------------------------------------------------------------- why it is wrong
# Each explanation says what the wrong choice would be right for: that is run here.


def torch_shape(setup: Setup, name: str) -> Shape:
    return nets.returned_shapes(setup)[name]


def tensors(setup: Setup) -> dict[str, Any]:
    return dict(nets.tensors_of(setup))


def turned(shape: Shape) -> Shape:
    return (shape[1], shape[0], *shape[2:])


def scaled(shape: Shape, factor: int) -> Shape:
    return (*shape[:-1], factor * shape[-1])


def joined_halves(setup: Setup, name: str) -> Shape:
    """Both directions of each layer's state side by side, by torch."""
    import torch

    states = tensors(setup)[name]
    return tuple(torch.cat([states[0::2], states[1::2]], dim=-1).shape)


WITNESSES: dict[str, Callable[[Setup, str], Shape]] = {
    "batch_first_ignored": lambda s, n: torch_shape(replace(s, batch_first=False), n),
    "batch_first_assumed": lambda s, n: torch_shape(replace(s, batch_first=True), n),
    "batch_first_moves_states": lambda s, n: turned(torch_shape(s, n)),
    "one_direction": lambda s, n: torch_shape(replace(s, bidirectional=False), n),
    "all_layers_in_output": lambda s, n: scaled(torch_shape(s, n), s.num_layers),
    "directions_in_an_axis": lambda s, n: tuple(
        tensors(s)[n].unflatten(-1, (2, s.state_size)).shape
    ),
    "input_for_state": lambda s, n: (
        *torch_shape(s, n)[:-1],
        s.input_size * (s.num_directions if n == "output" else 1),
    ),
    "gates_in_the_state": lambda s, n: scaled(
        torch_shape(s, n), nets.parameter_sizes(s)["bias_ih_l0"][0] // s.hidden_size
    ),
    "states_for_output": lambda s, n: torch_shape(s, "h_n"),
    "output_for_states": lambda s, n: torch_shape(s, "output"),
    "without_projection": lambda s, n: torch_shape(replace(s, proj_size=0), n),
    "projected_cell_state": lambda s, n: torch_shape(s, "h_n"),
    "invented_batch": lambda s, n: torch_shape(
        replace(s, batch_size=1, batch_first=False), n
    ),
    "side_by_side": joined_halves,
    "top_layer_only": lambda s, n: torch_shape(replace(s, num_layers=1), n),
    "entries_in_two_axes": lambda s, n: tuple(
        tensors(s)[n].unflatten(0, (s.num_layers, 2)).shape
    ),
    "one_step_of_output": lambda s, n: tuple(
        nets.time_first(s, tensors(s)["output"])[-1].shape
    ),
}


def wrong_choices(question: Question) -> list[Answer]:
    return [choice for choice in question.choices if not choice.right]


def test_a_wrong_shape_is_what_its_explanation_says(questions: list[Question]) -> None:
    for question in of_kind(questions, "shape"):
        name = question.words.en.split("`")[1]
        for choice in wrong_choices(question):
            witness = WITNESSES[choice.confusion](question.setup, name)
            assert choice.label == str(witness), (question, choice)


def count_by_torch(setup: Setup) -> int:
    return sum(map(prod, nets.parameter_sizes(setup).values()))


def without(setup: Setup, *names: str) -> int:
    sizes = nets.parameter_sizes(setup).items()
    return sum(prod(shape) for name, shape in sizes if not name.startswith(names))


COUNTS: dict[str, Callable[[Setup], int]] = {
    "no_bias": lambda s: without(s, "bias"),
    "one_bias": lambda s: without(s, "bias_hh"),
    "one_layer": lambda s: count_by_torch(replace(s, num_layers=1)),
    "first_layer_repeated": lambda s: (
        s.num_layers * count_by_torch(replace(s, num_layers=1))
    ),
    "doubled": lambda s: 2 * count_by_torch(replace(s, bidirectional=False)),
    "one_direction": lambda s: count_by_torch(replace(s, bidirectional=False)),
    "one_block": lambda s: count_by_torch(replace(s, cell="RNN")),
    "three_for_four": lambda s: count_by_torch(replace(s, cell="GRU")),
    "four_for_three": lambda s: count_by_torch(replace(s, cell="LSTM")),
    "without_projection": lambda s: count_by_torch(replace(s, proj_size=0)),
    "a_set_for_each_step": lambda s: s.seq_len * count_by_torch(s),
}


def test_a_wrong_count_is_what_its_explanation_says(questions: list[Question]) -> None:
    for question in of_kind(questions, "count"):
        for choice in wrong_choices(question):
            witness = COUNTS[choice.confusion](question.setup)
            assert choice.label == f"{witness:,}", (question, choice)


def test_a_wrong_weight_is_what_its_explanation_says(
    questions: list[Question],
) -> None:
    for question in of_kind(questions, "weight"):
        setup = question.setup
        name = question.words.en.split("`")[1].removeprefix("net.")
        sizes = nets.parameter_sizes(setup)
        rows, columns = sizes[name]
        hidden = sizes[name.replace("_ih_", "_hh_")]
        witnesses = {
            "turned": (columns, rows),
            "one_block": (setup.hidden_size, columns),
            "reads_the_input": (rows, sizes["weight_ih_l0"][1]),
            "reads_one_direction": (rows, columns // 2),
            "reads_both_directions": (rows, 2 * columns),
            "reads_the_state": hidden,
            "joined": (rows, columns + hidden[1]),
        }
        for choice in wrong_choices(question):
            assert choice.label == str(witnesses[choice.confusion]), question


def test_an_entry_belongs_to_whom_its_explanation_says(
    questions: list[Question],
) -> None:
    """Each entry is found again by value in a net cut off above its layer."""
    for question in of_kind(questions, "entry"):
        setup = question.setup
        place = {
            nets.entry_of(setup, layer, backward): (layer, backward)
            for layer in range(setup.num_layers)
            for backward in (False, True)
        }
        assert len(place) == 2 * setup.num_layers
        backward = "backward" in question.words.en
        asked = re.search(r"layer (\d)", question.words.en)
        assert asked
        layer = int(asked[1])
        for choice in question.choices:
            owner = place[int(choice.label[4:-1])]
            if choice.right:
                assert owner == (layer, backward)
            elif choice.confusion == "other_direction":
                assert owner == (layer, not backward)
            elif choice.confusion == "counted_from_1":
                assert f"belongs to layer {owner[0]}." in choice.why.en
                assert owner[1] == backward
            else:
                assert owner != (layer, backward)


def test_only_the_right_place_holds_the_numbers(questions: list[Question]) -> None:
    """The choices, evaluated as they are written."""
    import torch

    for question in of_kind(questions, "place")[:200]:
        found = tensors(question.setup)
        entry = question.words.en.split("`")[3]
        wanted = eval(entry, found)
        for choice in question.choices:
            part = eval(choice.label, found)
            same = part.shape == wanted.shape and torch.allclose(part, wanted)
            assert same == choice.right, (question, choice)


def test_the_named_neighbour_of_a_place_is_true(questions: list[Question]) -> None:
    """Where an explanation says "that is `h_n[-2]`", it is."""
    import torch

    named = 0
    for question in of_kind(questions, "place"):
        found = tensors(question.setup)
        for choice in question.choices:
            if choice.confusion in ("forward_for_backward", "backward_for_forward"):
                entry = choice.why.en.split("`")[1]
                part = eval(choice.label, found)
                assert torch.allclose(part, eval(entry, found))
                named += 1
    assert named > 100


def test_one_symbol_has_been_read_at_the_wrong_end(questions: list[Question]) -> None:
    """Change all symbols but that one: the half at the wrong end does not move."""
    import torch

    ends = {"backward_at_the_wrong_end": -1, "forward_at_the_wrong_end": 0}
    seen: Counter[str] = Counter()
    for question in of_kind(questions, "place"):
        setup = replace(question.setup, num_layers=1)
        for choice in question.choices:
            if choice.confusion in ends and seen[choice.confusion] < 20:
                x = nets.random_input(setup)
                other = nets.time_first(setup, x).clone()
                kept = other[ends[choice.confusion]].clone()
                other += 1
                other[ends[choice.confusion]] = kept
                net = nets.build_layer(setup)
                changed = nets.read(net, nets.time_first(setup, other))
                part = eval(choice.label, nets.read(net, x))
                assert torch.allclose(part, eval(choice.label, changed))
                seen[choice.confusion] += 1
    assert set(seen) == set(ends)


def test_only_the_right_state_is_the_last_real_one(questions: list[Question]) -> None:
    import torch

    for question in of_kind(questions, "padded")[:200]:
        setup = question.setup
        which, length = map(int, re.findall(r"\d+", question.words.en)[:3:2])
        state, final = nets.read_padded(setup, which, length)
        for choice in question.choices:
            same = torch.allclose(eval(choice.label, dict(state)), final)
            assert same == choice.right, (question, choice)


def test_a_packed_batch_is_what_torch_makes_of_it(questions: list[Question]) -> None:
    for question in of_kind(questions, "packed"):
        found = re.search(r"\[([\d, ]+)\]", question.code)
        assert found
        lengths = tuple(map(int, found[1].split(",")))
        setup = question.setup
        shapes = nets.packed_shapes(setup, lengths)
        name = question.words.en.split("`")[1].removeprefix("output.")
        one = nets.packed_shapes(replace(setup, bidirectional=False), lengths)
        padded = torch_shape(setup, "output")
        longest = shapes["padded"]
        witnesses = {
            "padding_counted": (padded[0] * padded[1], padded[2]),
            "still_padded": padded,
            "one_direction": one[name],
            "one_row_a_sequence": (len(lengths), shapes["data"][1]),
            "old_length": padded,
            "other_order": turned(longest),
            "a_state_a_symbol": (shapes["h_n"][0], sum(lengths), shapes["h_n"][2]),
            "states_moved": turned(shapes["h_n"]),
            "one_entry_a_layer": one["h_n"],
        }
        for choice in question.choices:
            wanted = shapes[name] if choice.right else witnesses[choice.confusion]
            assert choice.label == str(wanted), (question, choice)
