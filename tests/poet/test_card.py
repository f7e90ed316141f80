"""The committed poet: its card, its figures and its log say what it is."""

# ruff: noqa: E402

import json
from xml.etree import ElementTree

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.language_model.corpus import load_poem_corpus
from course_utils.language_model.model import load_poem_model
from course_utils.language_model.recipes import POET_RECIPES
from course_utils.language_model.training import mixed_precision, nats_per_character
from course_utils.places import POET_DATA

FOLDER = POET_DATA
CARD = (FOLDER / "poet.md").read_text("utf-8")
RESULT = json.loads((FOLDER / "result.json").read_text("utf-8"))
LINES = (FOLDER / "log.jsonl").read_text("utf-8").splitlines()
LOG = [json.loads(line) for line in LINES]


def test_the_weights_are_what_the_recipe_makes():
    assert RESULT["recipe"] == POET_RECIPES["full"].facts()
    assert LOG[-1]["characters"] == RESULT["characters"]
    assert LOG[-1]["validation"] == pytest.approx(RESULT["validation"], abs=0.01)
    assert [entry["step"] for entry in LOG] == sorted(entry["step"] for entry in LOG)


def test_the_weights_reach_the_figures():
    model, _ = load_poem_model(FOLDER / "poet.safetensors")
    assert sum(each.numel() for each in model.parameters()) == RESULT["parameters"]
    test = load_poem_corpus(POET_RECIPES["full"]).test
    with mixed_precision():
        nats = nats_per_character(model, test)
    assert nats == pytest.approx(RESULT["test"], abs=0.005)


def test_the_card_gives_the_figures():
    for name in ("validation", "test"):
        assert CARD.count(f"{RESULT[name]:.3f}") == 2  # once in each language
    assert CARD.count(f"{RESULT['parameters']:,}") == 2
    assert CARD.count(f"{RESULT['characters'] / 1e6:.1f}") == 2
    assert "course train poet --recipe full --threads 2" in CARD


def test_the_weights_are_light_and_the_curve_is_a_picture():
    assert (FOLDER / "poet.safetensors").stat().st_size < 20e6
    assert ElementTree.parse(FOLDER / "curve.svg").getroot().tag.endswith("svg")
