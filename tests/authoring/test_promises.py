"""What a lesson has promised is kept: numbers, formulas, assertions, sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from authoring.small_lesson import (
    SLUG,
    broken,
    change,
    replace,
)

from course_utils.authoring.notebooks import FOLDERS
from course_utils.authoring.prose import (
    keep_promises,
)
from course_utils.authoring.prose.promises import promises_file
from course_utils.text import LANGUAGES


@pytest.mark.parametrize(
    ("cell", "old", "new"),
    [
        (2, "\nassert size * steps == 24", ""),
        (2, "== 24", "> 2"),
        (2, "assert size * steps == 24", "if size > 9:\n    assert size * steps == 24"),
        (8, "assert 64 > size", "size"),
        (8, "size", "size - 1"),
    ],
)
def test_an_assertion_deleted_or_weakened(
    course: Path, cell: int, old: str, new: str
) -> None:
    change(course, replace(cell, old, new))
    expected = {
        (kind, language, "promise_broken", cell)
        for kind in FOLDERS
        for language in LANGUAGES
    }
    assert expected <= broken(course)


@pytest.mark.parametrize(
    "assertion",
    [
        "assert True",
        "assert 1 < 2",
        "assert 'a claim'",
        "assert (size == 9, 'a claim')",
        "assert size == size",
        "assert size > 9 or True",
        "assert not False",
        "assert np.allclose(size, size)",
        "assert len(steps) >= 0",
        "if False:\n    assert size == 9",
        "try:\n    assert size == 9\nexcept AssertionError:\n    pass",
        "with suppress(AssertionError):\n    assert size == 9",
        "size = 8\nassert size == 8",
        "first = 8\nfirst, second = first, 3\nassert 3 == 3",
        "for one in (1, 2):\n    continue\n    assert one == 9",
    ],
)
def test_an_assertion_that_cannot_fail(course: Path, assertion: str) -> None:
    change(course, replace(8, "assert 64 > size", assertion))
    assert ("solved", "en", "empty_assertion", 8) in broken(course)


@pytest.mark.parametrize(
    "assertion",
    [
        "assert 0.9**100 * 0.7 < 2e-5",
        "assert torch.equal(net(x), net(x))",
        "for one in steps:\n    assert one > 3",
        "size = 8\nsize = twice(size)\nassert size == 8",
        "size = 8\nassert size == steps",
        "try:\n    size / 0\nexcept ZeroDivisionError:\n    assert size == 8",
    ],
)
def test_an_assertion_that_can_fail(course: Path, assertion: str) -> None:
    change(course, replace(8, "assert 64 > size", assertion))
    assert "empty_assertion" not in {rule for *_, rule, _ in broken(course)}


def test_promises_change_only_when_they_are_kept_anew(course: Path) -> None:
    promises_file(course, SLUG).unlink()
    assert ("student", "zh", "promise_broken", None) in broken(course)
    change(course, replace(3, "24", "25"))
    keep_promises(course, SLUG)
    assert broken(course) == set()
    kept = promises_file(course, SLUG).read_text("utf-8").splitlines()
    assert "says 25 3" in kept and "trusts 25" in kept
    assert kept.index("# One symbol") < kept.index("assert size * steps == 24")
