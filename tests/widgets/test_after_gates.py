"""Lesson 13's explorers: what a scan has joined, what two nets remember of a poem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from course_utils import scratch, widgets
from course_utils.text import LANGUAGES, use_language
from course_utils.widgets.after_gates import look_at_scan
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.memories import still_held

# ------------------------------------------------------------------ the scan


def moved(explorer: Explorer, **values: Any) -> Explorer:
    for control, value in values.items():
        explorer.controls[control].value = value
    assert explorer.error is None
    return explorer


@pytest.fixture(scope="module")
def steps() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.uniform(-1, 1, 16), rng.normal(size=16)


@pytest.mark.parametrize("num_steps", [2, 3, 7, 8, 13, 16])
def test_each_place_holds_what_the_loop_does_to_its_steps(num_steps, steps) -> None:
    """Run over the steps that are said to be joined, the loop gives a h + b."""
    a, b = steps
    rounds = look_at_scan(a, b, 0.5, num_steps, 0, 1)["num_rounds"]
    assert 2 ** (rounds - 1) < num_steps <= 2**rounds
    for number in range(rounds + 1):
        for place in range(1, num_steps + 1):
            data = look_at_scan(a, b, 0.5, num_steps, number, place)
            held = data["parts"][-1]
            assert (held.first, held.last) == (data["first"], place)
            own = slice(held.first - 1, place)
            h = 0.7
            for step in zip(a[own], b[own], strict=True):
                h = step[0] * h + step[1]
            assert np.isclose(held.a * 0.7 + held.b, h)


def test_the_state_is_that_of_the_loop_once_nothing_is_missing(steps) -> None:
    a, b = steps
    states = scratch.recurrence_forward(
        a[None, :, None], b[None, :, None], np.full((1, 1), 0.5)
    )
    explorer = moved(widgets.explore_scan(a, b, 0.5), num_steps=13, place=11)
    for number in range(5):
        data = moved(explorer, rounds=number).data
        assert np.isnan(data["state"]) == (number < 4)
    assert np.isclose(data["state"], states[0, 10, 0])
    assert data["state"] == pytest.approx(data["by_loop"])
    assert f"= {data['state']:.4f}" in explorer.caption


def test_two_parts_are_joined_or_none(steps) -> None:
    explorer = moved(widgets.explore_scan(*steps), num_steps=8, rounds=2, place=7)
    spans = [(part.first, part.last) for part in explorer.data["parts"]]
    assert spans == [(4, 5), (6, 7), (4, 7)]
    early, late, both = explorer.data["parts"]
    assert both.a == pytest.approx(late.a * early.a)
    assert both.b == pytest.approx(late.a * early.b + late.b)
    assert "joined steps 4 to 5 with steps 6 to 7" in explorer.caption
    moved(explorer, place=2)
    assert len(explorer.data["parts"]) == 1
    assert "changed nothing here" in explorer.caption
    moved(explorer, rounds=0)
    assert explorer.data["first"] == 2 and "its own step only" in explorer.caption


def test_joinings_are_those_of_the_scan() -> None:
    for num_steps in (2, 5, 8, 13):
        data = moved(widgets.explore_scan(), num_steps=num_steps).data
        lines = [
            (place, reach)
            for reach in (1, 2, 4, 8)
            for place in range(1, num_steps + 1)
            if reach < num_steps and place > reach
        ]
        assert data["num_joinings"] == len(lines)


def test_fewer_steps_move_place_and_rounds_back() -> None:
    explorer = moved(widgets.explore_scan(), num_steps=16, rounds=4, place=16)
    moved(explorer, num_steps=3)
    assert (explorer.data["rounds"], explorer.data["place"]) == (2, 3)


@pytest.mark.parametrize(
    ("a", "b", "h0", "said"),
    [
        (np.ones(5), np.ones(4), 0.0, "(5,)"),
        (np.ones((2, 5)), np.ones((2, 5)), 0.0, "(2, 5)"),
        (np.ones(1), np.ones(1), 0.0, "2 to 16"),
        (np.ones(17), np.ones(17), 0.0, "2 to 16"),
        (np.ones(5), None, 0.0, "()"),
        (np.array([0.5, np.nan]), np.ones(2), 0.0, "NaN"),
        (np.ones(5), np.ones(5), np.inf, "infinity"),
    ],
)
def test_what_are_no_steps_is_refused(a: Any, b: Any, h0: float, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        widgets.explore_scan(a, b, h0)
    assert said in str(caught.value)


def test_factors_whose_product_is_too_large_are_told_in_words() -> None:
    explorer = widgets.explore_scan(np.full(16, 1e200), np.ones(16))
    assert isinstance(explorer.error, ValueError)
    assert "recurrence_forward" in explorer.caption


# ------------------------------------------------------------------ two memories


POEM = "春眠不覺曉 處處聞啼鳥"
NUM_READ = 10
rng = np.random.default_rng(0)
FORGET, OPENED = rng.uniform(0.1, 1, (2, NUM_READ, 4))


def read_gates(text: str) -> Mapping[str, np.ndarray]:
    """As a net that reads all but the last character of a whole poem."""
    size = min(NUM_READ, len("".join(text.split())) + 1)
    return {"f": FORGET[:size], "i": OPENED[:size]}


def read_looks(text: str) -> np.ndarray:
    """One block of two heads: the first looks at itself, the second at the blank."""
    size = len(read_gates(text)["f"])
    blank = np.zeros((size, size))
    blank[:, 0] = 1
    return np.stack([np.eye(size), blank])[None]


def explorer(
    gates: Callable[[str], Mapping[str, np.ndarray]] = read_gates,
    looks: Callable[[str], np.ndarray] = read_looks,
) -> Explorer:
    return widgets.explore_memories({"曉": POEM}, gates, looks, POEM.__contains__)


def test_what_is_held_is_a_share_of_what_was_written() -> None:
    """With and without the writing of one step, the cell differs by that share."""
    written = rng.normal(size=FORGET.shape)
    held = still_held(FORGET)

    def cell(skipped: int) -> np.ndarray:
        c = np.zeros(4)
        for t in range(NUM_READ):
            c = FORGET[t] * c + (t != skipped) * written[t]
        return c

    for t in range(NUM_READ):
        assert np.allclose(cell(NUM_READ) - cell(t), held[t] * written[t])


def test_the_whole_poem_but_its_last_character_is_read() -> None:
    found = explorer()
    assert found.controls["place"].max == 9
    moved(found, place=9)
    assert found.data["symbols"] == ["□", *POEM.replace(" ", "")]
    assert len(found.data["held"]) == len(found.data["weights"]) == 10
    assert "the last is “啼”" in found.caption


def test_a_unit_a_gate_and_a_head_are_those_chosen() -> None:
    found = moved(explorer(), place=4)
    assert np.allclose(found.data["held"], still_held(FORGET[:5]).mean(axis=1))
    moved(found, unit=3, show="f", head=2)
    assert np.array_equal(found.data["f"], FORGET[:5, 2])
    assert f"open to {FORGET[4, 2]:.0%} (unit 3 of 4)" in found.caption
    assert "at the blank before the first character: weight 1.00" in found.caption
    moved(found, head=1)
    assert "at character 4, “覺”: weight 1.00" in found.caption
    moved(found, show="i", unit=0)
    assert np.allclose(found.data["i"], OPENED[:5].mean(axis=1))


def test_before_the_first_character_all_is_blank() -> None:
    found = moved(explorer(), place=0)
    assert found.data["weights"].tolist() == [1.0]
    assert "Nothing is read yet" in found.caption


def test_a_text_of_ones_own_may_have_unknown_characters_or_one_only() -> None:
    found = moved(explorer(), own="貓春🙂", place=3)
    assert found.data["unknown"] == 2
    assert "never learnt: 2" in found.caption
    moved(found, own="春")
    assert found.data["place"] == 1 and found.data["unknown"] == 0
    moved(found, own="  ")
    assert found.data["lines"] == POEM.split()


def test_each_text_is_read_once() -> None:
    asked: list[str] = []

    def count(text: str) -> Mapping[str, np.ndarray]:
        asked.append(text)
        return read_gates(text)

    moved(moved(explorer(count), place=3), unit=1, head=1, show="f")
    assert asked == [POEM]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("gates", "looks"),
    [
        (lambda text: {"f": FORGET[:3], "i": OPENED[:3]}, read_looks),
        (lambda text: {"f": FORGET, "i": OPENED[:, :2]}, read_looks),
        (read_gates, lambda text: read_looks(text)[0]),
        (read_gates, lambda text: read_looks(text)[..., :3]),
        (lambda text: {"f": FORGET[0], "i": OPENED[0]}, read_looks),
        (lambda text: {"f": FORGET * np.nan, "i": OPENED}, read_looks),
        (read_gates, lambda text: read_looks(text) + np.inf),
    ],
)
def test_nets_that_say_something_else_are_told_so(gates, looks, lang: str) -> None:
    use_language(lang)
    found = explorer(gates, looks)
    assert isinstance(found.error, ValueError) and found.data == {}
    start = {"en": "No picture for these settings", "zh": "这组设置画不出图"}
    assert found.caption.startswith(start[lang])


def test_what_the_net_refuses_is_told_in_its_words() -> None:
    def refuse(text: str) -> Mapping[str, np.ndarray]:
        if text == "春春":
            raise ValueError("the same twice")
        return read_gates(text)

    found = explorer(refuse)
    found.controls["own"].value = "春春"
    assert "the same twice" in found.caption


def test_no_poem_and_no_text_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one text"):
        widgets.explore_memories({}, read_gates, read_looks, POEM.__contains__)
    empty = widgets.explore_memories({"": " "}, read_gates, read_looks, bool)
    assert "the text is empty" in empty.caption
