"""Lessons 00 to 02 as Python in a browser runs them: without PyTorch and threads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import as_in_a_browser
import pytest

from course_utils import without_torch
from course_utils.places import COURSE

LEFT_OUT = {"00_start_here": 0, "01_vanilla_rnn": 5, "02_parameters": 16}
"""How many cells each lesson does without."""


RUNS = [(slug, lang) for slug, lang in zip(LEFT_OUT, ("en", "zh", "en"), strict=True)]


@cache
def run_lessons() -> dict[str, list[dict[str, Any]]]:
    """The code cells of each notebook, as they ran."""
    names = [f"solutions/{lang}/{slug}.ipynb" for slug, lang in RUNS]
    done = subprocess.run(
        [sys.executable, str(Path(as_in_a_browser.__file__)), *names],
        cwd=COURSE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def cells_of(slug: str, lang: str) -> list[dict[str, Any]]:
    return run_lessons()[f"solutions/{lang}/{slug}.ipynb"]


@pytest.mark.parametrize(("slug", "lang"), RUNS)
def test_no_cell_fails(slug: str, lang: str) -> None:
    failed = [each for each in cells_of(slug, lang) if each["error"]]
    assert [(each["source"], each["error"]) for each in failed] == []
    assert "Warning" not in "".join(each["said"] for each in cells_of(slug, lang))


@pytest.mark.parametrize(("slug", "lang"), RUNS)
def test_every_exercise_is_checked_inline(slug: str, lang: str) -> None:
    checks = [each for each in cells_of(slug, lang) if ".check(" in each["source"]]
    goldfish = [each for each in checks if "goldfish" in each["source"]]
    assert all(("✔" in each["said"]) != (each in goldfish) for each in checks)
    assert checks and all("✘" in each["said"] for each in goldfish)


@pytest.mark.parametrize(("slug", "lang"), RUNS)
def test_what_needs_pytorch_says_so_in_one_sentence(slug: str, lang: str) -> None:
    sentence = without_torch.CELL_LEFT_OUT.in_language(lang)
    said = [each for each in cells_of(slug, lang) if sentence in each["said"]]
    assert [each["said"].strip() for each in said] == [sentence] * LEFT_OUT[slug]
    imports = without_torch.NO_TORCH_HERE.in_language(lang)
    asks = [each["source"] for each in cells_of(slug, lang) if imports in each["said"]]
    assert all("import torch" in each for each in asks)
    assert len(asks) == (slug != "00_start_here")
