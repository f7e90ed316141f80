"""`course bench text`: train every model of lessons 07 to 10, and write its figures.

After each run the file of results is written whole, so that a bench that was stopped
goes on where it was: a run whose recipe has not changed is not repeated.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from course_utils.bench.pages import write_into_log
from course_utils.bench.text import names, problems, reviews
from course_utils.bench.text.page import write_page
from course_utils.files import make_folder
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.results import (
    MeasuredRun,
    Results,
    load_results,
    save_results,
)
from course_utils.text import Text
from course_utils.training.computing import thread_count

Measure = Callable[[TextRecipe, int], tuple[MeasuredRun, dict[str, Any]]]
"""One run of a row: its figures, and all facts of the training for the log."""

LIBRARIES = (
    "torch",
    "numpy",
    "scikit-learn",
    "rjieba",
    "nervaluate",
    "python-crfsuite",
)
SEEDS = (1, 2, 3)
MEASURES: dict[str, Measure] = {
    "digits": problems.measure_digits,
    "captions": problems.measure_captions,
    "numerals": problems.measure_numerals,
    "movies": reviews.measure_movies,
    "reviews": reviews.measure_reviews,
    "tagging": names.measure_names,
}


def bench_text(
    recipes: Iterable[TextRecipe],
    folder: Path,
    say: Callable[[object], object],
    seeds: Sequence[int] = SEEDS,
    measure: Measure | None = None,
) -> Results:
    """Measure what is missing of these rows, and write it into `folder`, run by run.

    There: `results.json`, `results.md` and `log.jsonl`. `seeds`: of all rows in which
    chance plays a part.
    """
    make_folder(folder)
    results = start_or_resume_results(folder / "results.json")
    save_results(results, folder / "results.json")
    for recipe in recipes:
        for seed in recipe.seeds if recipe.is_fixed else seeds:
            row = results.row_of(recipe)
            if row and seed in row.seeds:
                continue
            say(_MEASURING.format(corpus=recipe.corpus, name=recipe.name, seed=seed))
            run, facts = (measure or MEASURES[recipe.corpus])(recipe, seed)
            results = results.with_run(recipe, run)
            save_results(results, folder / "results.json")
            log_run(folder / "log.jsonl", recipe, run, facts)
            say(_FOUND.format(test=f"{run.test:.4f}", seconds=round(run.cpu_seconds)))
    write_page(folder)
    return results


def start_or_resume_results(path: Path) -> Results:
    """The results in the file, if it is there, with the setting of today."""
    known = load_results(path) if path.exists() else Results({}, {})
    versions = {name: version(name) for name in LIBRARIES}
    setting = {
        "command": "course bench text",
        "python": platform.python_version(),
        "threads": thread_count(),
        **versions,
    }
    return Results({corpus: known[corpus] for corpus in known}, setting)


def read_seeds(text: str) -> tuple[int, ...]:
    """Seeds such as "1,2,3", each once; anything else is a `ValueError`."""
    seeds = [each.strip() for each in text.split(",")]
    if not all(each.isdecimal() for each in seeds) or len(set(seeds)) < len(seeds):
        raise ValueError(str(_SEEDS.format(found=repr(text))))
    return tuple(int(each) for each in seeds)


def log_run(
    path: Path, recipe: TextRecipe, run: MeasuredRun, facts: dict[str, Any]
) -> None:
    """Add a run to the log, epoch by epoch, and drop those that are out of date."""
    line = {
        "corpus": recipe.corpus,
        "name": recipe.name,
        "recipe": recipe.digest(),
        "seed": run.seed,
        "test": run.test,
        **facts,
    }
    write_into_log(path, line, lambda old: _replaced(old, line))


def _replaced(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether an old line of the log is of the same row, but another recipe or run."""
    same_row = all(old.get(name) == new[name] for name in ("corpus", "name"))
    return same_row and (
        old.get("recipe") != new["recipe"] or old.get("seed") == new["seed"]
    )


_MEASURING = Text(
    en="{corpus}: {name}, seed {seed} ...", zh="{corpus}：{name}，种子 {seed}……"
)
_FOUND = Text(
    en="  test {test}, {seconds} processor seconds",
    zh="  测试 {test}，{seconds} CPU 秒",
)

_SEEDS = Text(
    en="--seeds: expected whole numbers, each once, such as 1,2,3, found {found}.",
    zh="--seeds 应是互不相同的整数，例如 1,2,3，收到的是 {found}。",
)
