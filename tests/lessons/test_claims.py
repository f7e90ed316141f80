"""Trained claims have more margin than rounding: three draws of a lesson that is quick.

All lessons, with twenty draws and on other computers: `course check --noise 20`.
"""

from __future__ import annotations

import pytest

from course_utils.authoring.noise import survey
from course_utils.places import COURSE

QUICK = ["03_bptt"]


@pytest.mark.torch
@pytest.mark.notebook
@pytest.mark.parametrize("slug", QUICK)
def test_claims_survive_noise(slug: str) -> None:
    (found,) = survey([COURSE / "lessons" / f"{slug}.py"], draws=3, elsewhere=False)
    assert [str(problem) for problem in found.problems()] == []
    assert len(found.draws) == 4 and found.draws[0].num_drawn > 0
