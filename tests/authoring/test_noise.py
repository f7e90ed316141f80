"""Claims under noise: what has no margin is named, and the lesson goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from course_utils import scratch
from course_utils.authoring.lesson_source import parse_lesson
from course_utils.authoring.noise import check_noise, computers, survey
from course_utils.authoring.noise.claims import (
    NOISE,
    ClaimsRun,
    FailedClaim,
    Noise,
    run_cells,
)
from course_utils.authoring.noise.computers import Survival, other_computers
from course_utils.places import COURSE
from course_utils.text import Text, use_language

TITLE = """# %% [markdown] lang="en"
# # One symbol at a time: the vanilla RNN

# %% [markdown] lang="zh"
# # 一次读一个符号：朴素循环神经网络

"""
CELLS = """# %%
total = 0
for number in range(3):
    assert number != 1, f"found {number}"
    total += 1

# %%
assert total == 3 and len("ab") == 2

# %%
lost = 1 / 0

# %%
print(lost)

# %%
assert total == 4
"""
DRAWN = """# %%
import torch

weight = torch.nn.Parameter(torch.ones(50))
torch.optim.SGD([weight], lr=0.1)
drift = (weight - 1).abs().max().item()

# %%
assert drift < 1e-6

# %%
assert drift < 1e-9
"""


def test_every_claim_that_fails_is_noted_and_the_cells_go_on() -> None:
    run = ClaimsRun()
    run_cells(parse_lesson("01_vanilla_rnn", TITLE + CELLS), run)
    assert run.failed == [
        FailedClaim(3, "assert number != 1"),
        FailedClaim(5, "ZeroDivisionError: division by zero"),
        FailedClaim(7, "assert total == 4"),
    ]


@pytest.mark.torch
@pytest.mark.parametrize("noisy", [False, True])
def test_noise_is_as_small_as_rounding_and_only_where_weights_start(
    noisy: bool,
) -> None:
    import torch

    def weights() -> list[np.ndarray]:
        drawn = scratch.lstm_init(3, 4, np.random.default_rng(0))
        single = torch.nn.Parameter(torch.linspace(1, 2, 40))
        torch.optim.Adam([{"params": [single], "lr": 0.1}])
        return [drawn.W_hh, single.detach().numpy()]

    before = weights()
    noise = Noise(ClaimsRun(), draws=0, seed=0)
    noise.rng = np.random.default_rng(1) if noisy else None
    with noise.on_weights():
        found = weights()
    for old, new in zip(before, found, strict=True):
        assert new.dtype == old.dtype
        assert (old != new).any() == noisy
        assert np.abs(new / old - 1).max() < 6 * NOISE
    assert noise.run.num_drawn > 1
    assert all((a == b).all() for a, b in zip(before, weights(), strict=True))


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    return tmp_path / "01_vanilla_rnn.py"


@pytest.mark.torch
@pytest.mark.notebook
def test_a_claim_with_margin_survives_and_one_without_is_named(lesson: Path) -> None:
    lesson.write_text(TITLE + DRAWN, encoding="utf-8")
    (found,) = survey([lesson], draws=2, elsewhere=False)
    assert "survived 0 of 2 draws" in str(found.summary())
    (problem,) = found.problems()
    named = "01_vanilla_rnn, cell 5: `assert drift < 1e-09` does not hold: "
    assert str(problem).startswith(f"{named}draw 1, draw 2.")


@pytest.mark.torch
@pytest.mark.notebook
def test_a_lesson_that_ends_its_process_is_named(lesson: Path) -> None:
    lesson.write_text(TITLE + "# %%\nimport os\nos._exit(3)\n", encoding="utf-8")
    (found,) = survey([lesson], draws=1, elsewhere=False)
    (problem,) = found.problems()
    assert "exit code 3" in str(problem)


def test_other_computers_differ_from_this_one(tmp_path: Path) -> None:
    others = other_computers(tmp_path)
    settings = {name: value for one in others for name, value in one.settings.items()}
    assert settings["HOME"] == str(tmp_path) and settings["PYTHONHASHSEED"] != "0"
    assert {"ATEN_CPU_CAPABILITY", "MKL_CBWR", "LC_ALL", "TZ"} <= set(settings)
    assert settings["PYTHONHASHSEED"] in str(others[-1].name)


def test_a_claim_is_named_once_with_all_places_in_both_languages() -> None:
    claim = FailedClaim(4, "assert x")
    draws = [ClaimsRun(0, 1), ClaimsRun(1, 1, [claim]), ClaimsRun(2, 1, [claim])]
    name = Text(en="an old processor", zh="老处理器")
    found = Survival("04_fading_memory", draws, {name: ClaimsRun(0, 1, [claim])})
    assert [str(each).partition(". ")[0] for each in found.problems()] == [
        "04_fading_memory, cell 4: `assert x` does not hold: "
        "draw 1, draw 2, an old processor"
    ]
    assert "0 of 2 draws, 0 of 1 other computers" in str(found.summary())
    nothing = Survival("02_parameters", [ClaimsRun()], {})
    assert str(nothing.summary()).endswith("noise has nothing to do.")
    use_language("zh")
    (problem,) = found.problems()
    assert "第 4 格：`assert x` 不成立：第 1 次抽取、第 2 次抽取、老处理器" in str(
        problem
    )


def test_lessons_are_named_as_one_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def nothing(lessons: list[Path], draws: int) -> list[Survival]:
        asked.extend(path.stem for path in lessons)
        return []

    monkeypatch.setattr(computers, "survey", nothing)
    notebook = str(COURSE / "solutions" / "en" / "05_gates.ipynb")
    assert check_noise(["4", notebook], 3, print) == []
    assert asked == ["04_fading_memory", "05_gates"]
    with pytest.raises(ValueError, match="99_nothing"):
        check_noise(["99_nothing"], 3, print)
