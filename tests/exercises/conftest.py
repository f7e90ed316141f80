"""Answers that come to an end, thousands of them: they need no process of their own."""

import pytest

from course_utils.checking import sandbox

APART = sandbox.HAS_CHILDREN


@pytest.fixture(autouse=True)
def answers_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "HAS_CHILDREN", False)


@pytest.fixture
def answers_run_apart(answers_run_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a learner's do."""
    monkeypatch.setattr(sandbox, "HAS_CHILDREN", APART)
