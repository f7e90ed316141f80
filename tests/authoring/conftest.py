"""A small course, built once, for the tests of rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from authoring.small_lesson import SLUG, make

from course_utils.authoring.notebooks import FOLDERS, Edition
from course_utils.authoring.prose import (
    keep_promises,
)
from course_utils.text import LANGUAGES


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one small lesson, never run, with what it promises."""
    root = tmp_path_factory.mktemp("built")
    for kind in FOLDERS:
        for language in LANGUAGES:
            edition = Edition(root, kind, language, SLUG)
            edition.path.parent.mkdir(parents=True)
            edition.path.write_text(json.dumps(make(kind, language)), "utf-8")
    keep_promises(root, SLUG)
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(built, tmp_path / "course"))
