"""What `course train titles` made: its card, its size, and whom it leaves to judges."""

# ruff: noqa: E402
import json

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.datasets.loaders import Poem
from course_utils.places import POET_DATA
from course_utils.poet.moods import MOODS, TitleCounts
from course_utils.poet.title_making import (
    MEASURED_FILE,
    judged_poems,
    learnt_poems,
)

LIGHT = ("titles.json", "themes.safetensors", MEASURED_FILE)


def test_judges_learn_from_other_poems():
    song = [Poem("", "", f"{number}") for number in range(5)]
    learnt = learnt_poems([], song)
    assert not {one.text for one in learnt} & {one.text for one in judged_poems(song)}
    assert len(learnt) + len(judged_poems(song)) == 5


def test_the_card_gives_what_was_measured():
    card = (POET_DATA / "titles.md").read_text("utf-8")
    measured = json.loads((POET_DATA / MEASURED_FILE).read_text("utf-8"))
    for found in measured.values():
        for mood in MOODS:
            shown = f"{found[f'{mood}_auc']:.3f}"
            assert (
                shown[1:] in card and f"{shown}（{found[f'{mood}_poems']} 首）" in card
            )
        for name in ("own_title", "wrong_title"):
            assert card.count(f"{abs(found[name]):.3f}"[1:]) == 2
        assert card.count(f"{found['best_of_100']:.1%}"[:-1]) == 2
    assert card.count(f"{len(TitleCounts.load().characters):,}") == 2


def test_the_tables_are_light():
    sizes = [(POET_DATA / name).stat().st_size for name in LIGHT]
    assert sum(sizes) < 2e6
