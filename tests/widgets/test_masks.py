"""The explorer of masks, without a browser."""

from __future__ import annotations

import numpy as np
import pytest
from widgets.shown import picture

from course_utils import plots, widgets
from course_utils.plots import verses
from course_utils.text import LANGUAGES, use_language
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.masks import NAMES

SYMBOLS = ("春", "江", "花", "月", "人", "秋")
LINES = ("春人江秋花", "月春人江秋")
NUM = (len("".join(LINES)), len(SYMBOLS))


def tables() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    rng = np.random.default_rng(0)
    scores = np.exp(rng.normal(size=NUM))
    masks = {name: rng.random(NUM) < 0.6 for name in NAMES}
    masks["head"][:] = np.eye(6, dtype=bool)[0]
    masks["varied"][1] = np.eye(6, dtype=bool)[3]
    return scores / scores.sum(axis=1, keepdims=True), masks


def explorer() -> Explorer:
    return widgets.explore_masks(SYMBOLS, LINES, *tables())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_teaches_before_it_is_touched(lang: str) -> None:
    use_language(lang)
    found = explorer()
    assert found.error is None
    assert picture(found).startswith(b"\x89PNG")
    assert found.caption in found._repr_mimebundle_()[0]["text/plain"]


@pytest.mark.parametrize("place", [1, 4, 9])
@pytest.mark.parametrize("name", NAMES)
def test_each_switch_changes_picture_and_words(name: str, place: int) -> None:
    found = explorer()
    found.controls["place"].value = place
    before = picture(found), found.caption
    found.controls[name].value = not found.controls[name].value
    assert found.error is None
    assert picture(found) != before[0] and found.caption != before[1]


def test_the_numbers_are_bayes() -> None:
    probabilities, masks = tables()
    found = explorer()
    for name in NAMES:
        found.controls[name].value = name in ("tones", "varied")
    found.controls["place"].value = 5
    data, allowed = found.data, masks["tones"][4] & masks["varied"][4]
    assert data["kept"] == pytest.approx(probabilities[4][allowed].sum())
    np.testing.assert_allclose(data["after"].sum(), 1)
    np.testing.assert_allclose(data["after"] * data["kept"], probabilities[4] * allowed)


def test_masks_that_leave_nothing_are_said_to() -> None:
    found = explorer()
    for name in NAMES:
        found.controls[name].value = name in ("head", "varied")
    found.controls["place"].value = 2
    assert found.error is None and found.data["kept"] == 0
    use_language("en")
    found.refresh()
    assert "give way" in found.caption


def test_tables_of_another_poem_are_refused() -> None:
    probabilities, masks = tables()
    with pytest.raises(ValueError, match="10, 6"):
        widgets.explore_masks(SYMBOLS, LINES, probabilities[1:], masks)
    with pytest.raises(ValueError, match="colour"):
        widgets.explore_masks(SYMBOLS, LINES, probabilities, {"colour": masks["head"]})


def test_pronunciations_stand_beside_the_characters() -> None:
    found = widgets.explore_masks(SYMBOLS, LINES, *tables(), say=lambda one: one * 2)
    assert ("人 人人") in [label for _, label in found.data["rows"]["before"]]


def test_every_character_is_in_the_picture_of_rhymes() -> None:
    _, ax = plots.figure()
    places = {one: (number, number % 2) for number, one in enumerate(SYMBOLS)}
    edges = {("春", "人"): 3.0, ("江", "秋"): 1.0}
    verses.draw_rhymes(ax, places, edges, [SYMBOLS[:3], SYMBOLS[3:]])
    assert {text.get_text() for text in ax.texts} == set(SYMBOLS)
    assert len(ax.collections[0].get_segments()) == 2
