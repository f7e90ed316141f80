"""Whether the claims of the lessons hold on other computers too.

Each lesson runs again and again: with initial weights changed by about the rounding of
float32, and as older processors, two threads or other settings would compute it. All
assertions that fail are named. A claim that fails here is luck: make it weaker, truer.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from course_utils.authoring.editions import find_lessons
from course_utils.authoring.noise.claims import WITHOUT_ONEDNN, ClaimsRun, FailedClaim
from course_utils.authoring.notebooks import BUILT_WITH, OWN_RUN, another_hash_seed
from course_utils.places import COURSE
from course_utils.syllabus import find_lesson
from course_utils.text import Text, join, join_sentences

_ONE_THREAD = dict.fromkeys(
    ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "COURSE_THREADS"],
    "1",
)
_PROGRAM = """
from pathlib import Path
from course_utils.authoring.noise.claims import run_draws
run_draws(Path({lesson!r}), {draws}, {seed})
"""
_ALWAYS = {
    **_ONE_THREAD,
    **OWN_RUN,
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": BUILT_WITH,
}


@dataclass(frozen=True)
class OtherComputer:
    """A computer that can be emulated here: its name, and the settings that do it."""

    name: Text
    settings: Mapping[str, str]


def other_computers(home: Path) -> tuple[OtherComputer, ...]:
    """Those on which every lesson must run; `home` is an empty folder."""
    seed = another_hash_seed()
    return (
        OtherComputer(
            Text(en="an old processor", zh="老处理器"),
            {
                "ATEN_CPU_CAPABILITY": "default",
                "MKL_CBWR": "COMPATIBLE",
                "ONEDNN_MAX_CPU_ISA": "SSE41",
                "OPENBLAS_CORETYPE": "Prescott",
            },
        ),
        OtherComputer(
            Text(en="a processor with AVX2", zh="支持 AVX2 的处理器"),
            {
                "ATEN_CPU_CAPABILITY": "avx2",
                "MKL_CBWR": "AVX2",
                "ONEDNN_MAX_CPU_ISA": "AVX2",
                "OPENBLAS_CORETYPE": "Haswell",
            },
        ),
        OtherComputer(Text(en="no oneDNN", zh="不用 oneDNN"), {WITHOUT_ONEDNN: "1"}),
        OtherComputer(
            Text(en="two threads", zh="两个线程"), dict.fromkeys(_ONE_THREAD, "2")
        ),
        OtherComputer(
            _ELSEWHERE.format(seed=seed),
            {
                "HOME": str(home),
                "LC_ALL": "C",
                "TZ": "Pacific/Kiritimati",
                "PYTHONHASHSEED": seed,
            },
        ),
    )


@dataclass(frozen=True)
class Survival:
    """How a lesson fared: `draws[0]` has no noise; on each other computer one run."""

    slug: str
    draws: Sequence[ClaimsRun]
    elsewhere: Mapping[Text, ClaimsRun]

    def problems(self) -> Iterator[Text]:
        """Each claim that did not survive, and where it failed."""
        failed: dict[FailedClaim, list[object]] = {}
        for run in self.draws:
            where = _DRAW.format(number=run.draw) if run.draw else _NO_NOISE
            for claim in run.failed:
                failed.setdefault(claim, []).append(where)
        for name, run in self.elsewhere.items():
            for claim in run.failed:
                failed.setdefault(claim, []).append(name)
        for claim, places in sorted(failed.items(), key=lambda one: one[0].cell):
            yield _FAILED.format(
                slug=self.slug, cell=claim.cell, said=claim.said, places=join(places)
            )

    def summary(self) -> Text:
        """How many draws and other computers it survived."""
        said = _SURVIVED.format(
            slug=self.slug,
            kept=sum(not run.failed for run in self.draws[1:]),
            draws=len(self.draws) - 1,
            well=sum(not run.failed for run in self.elsewhere.values()),
            computers=len(self.elsewhere),
        )
        drawn = self.draws[0].num_drawn
        return join_sentences([said] if drawn else [said, _NOTHING_DRAWN])


def check_noise(
    names: Iterable[str], draws: int, say: Callable[[object], Any]
) -> list[Text]:
    """Every claim of these lessons (none named: of all) that does not survive.

    names: of lessons, their texts or their notebooks. say: told how each lesson fared
    """
    slugs = [find_lesson(Path(name).stem).slug for name in names]
    problems: list[Text] = []
    for survival in survey(find_lessons(COURSE, slugs), draws):
        say(survival.summary())
        problems += survival.problems()
    return problems


def survey(
    lessons: Iterable[Path], draws: int, *, seed: int = 0, elsewhere: bool = True
) -> Iterator[Survival]:
    """Run each lesson's text `draws` times with noise, and on other computers.

    `seed` decides the noise. A lesson that draws no weights needs no draws.
    """
    with tempfile.TemporaryDirectory() as home:
        others = other_computers(Path(home)) if elsewhere else ()
        for lesson in lessons:
            bar = tqdm(total=1 + draws + len(others), desc=lesson.stem, disable=None)
            with bar:
                here = _run(lesson, draws, seed, {}, bar)
                found = {
                    one.name: _run(lesson, 0, seed, one.settings, bar)[0]
                    for one in others
                }
            yield Survival(lesson.stem, here, found)


def _run(
    lesson: Path, draws: int, seed: int, settings: Mapping[str, str], bar: tqdm
) -> list[ClaimsRun]:
    """The run without noise, then the draws, made by a process of their own."""
    program = _PROGRAM.format(lesson=str(lesson.absolute()), draws=draws, seed=seed)
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            env={**os.environ, **_ALWAYS, **settings},
            cwd=tempfile.gettempdir(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        runs = {}
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                run = ClaimsRun.from_line(line)
                runs[run.draw] = run
                bar.update()
        errors.seek(0)
        last = "".join(errors.readlines()[-1:]).strip()
    wanted = range(1 if 0 in runs and not runs[0].num_drawn else draws + 1)
    ended = [FailedClaim(0, f"exit code {process.returncode}: {last}")]
    return [runs.get(draw) or ClaimsRun(draw, 0, ended) for draw in wanted]


_DRAW = Text(en="draw {number}", zh="第 {number} 次抽取")
_NO_NOISE = Text(en="no noise at all", zh="不加噪声")
_ELSEWHERE = Text(
    en="another home, language and time zone, PYTHONHASHSEED={seed}",
    zh="换主目录、语言和时区，PYTHONHASHSEED={seed}",
)
_FAILED = Text(
    en="{slug}, cell {cell}: `{said}` does not hold: {places}. "
    "Make the claim weaker and truer; another seed would be luck.",
    zh="{slug}，第 {cell} 格：`{said}` 不成立：{places}。"
    "请把话说得弱一些、真一些；换个种子只是碰运气。",
)
_SURVIVED = Text(
    en="{slug}: survived {kept} of {draws} draws, "
    "{well} of {computers} other computers.",
    zh="{slug}：{draws} 次抽取经受住 {kept} 次，{computers} 种电脑经受住 {well} 种。",
)
_NOTHING_DRAWN = Text(
    en="It draws no weights: noise has nothing to do.",
    zh="这一课不抽取权重，没有可加噪声的地方。",
)
