"""The measured rows of `course bench text`: read them, and write them.

`data/text/results.json` holds, for each corpus and row, the recipe and its runs, one a
seed. Lessons read it: `load_results()["movies"]["lstm"].mean`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean, stdev
from typing import Any, NamedTuple, Protocol, TypeVar

from course_utils.files import FileError, FileMissingError, read_json, write_json
from course_utils.measured.recipe import TextRecipe
from course_utils.places import TEXT_RESULTS
from course_utils.text import Text, join

Made = TypeVar("Made")


class ResultError(ValueError):
    """A row, a figure or a file of results that is not there, or not whole."""


class MeasuredPart(NamedTuple):
    """The figure of a part of the test (short texts, say), and how many it holds."""

    value: float
    num: int


@dataclass(frozen=True)
class MeasuredRun:
    """One training with one seed; `test` is the row's main figure."""

    seed: int
    test: float
    validation: float | None = None
    best_epoch: float | None = None
    parameters: int | None = None
    cpu_seconds: float = 0.0
    figures: Mapping[str, float] = field(default_factory=dict)
    by: Mapping[str, Mapping[str, MeasuredPart]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise a `ResultError` for a figure that is no finite number."""
        figures = {"test": self.test, "validation": self.validation, **self.figures}
        for parts in self.by.values():
            figures |= {name: part.value for name, part in parts.items()}
        for name, value in figures.items():
            if value is not None and not math.isfinite(value):
                values = {"seed": self.seed, "name": name, "value": value}
                raise ResultError(str(_NOT_FINITE.format(**values)))

    @classmethod
    def read(cls, known: dict[str, Any]) -> MeasuredRun:
        """What `asdict` and JSON made of a run."""
        by = {
            name: {part: MeasuredPart(*pair) for part, pair in parts.items()}
            for name, parts in known.pop("by").items()
        }
        return cls(**known, by=by)


@dataclass(frozen=True)
class MeasuredRow:
    """The runs of one recipe. Figures are means over its seeds."""

    name: str
    recipe: Mapping[str, Any]
    runs: tuple[MeasuredRun, ...]

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seed of each run."""
        return tuple(run.seed for run in self.runs)

    @property
    def tests(self) -> tuple[float, ...]:
        """The main figure on the test, of each run."""
        return tuple(run.test for run in self.runs)

    @property
    def mean(self) -> float:
        """The mean over the seeds."""
        return fmean(self.tests)

    @property
    def sd(self) -> float | None:
        """The standard deviation over the seeds (n - 1); None for a single run."""
        return stdev(self.tests) if len(self.runs) > 1 else None

    @property
    def parameters(self) -> int | None:
        """How many numbers the model learns; None where that says nothing."""
        return self.runs[0].parameters

    @property
    def cpu_seconds(self) -> float:
        """Seconds of one processor thread for one training, the mean."""
        return fmean(run.cpu_seconds for run in self.runs)

    def figure(self, name: str) -> float:
        """The mean of another figure, such as "PER"; `ResultError` if unknown."""
        self._expect(name, self.runs[0].figures)
        return fmean(run.figures[name] for run in self.runs)

    def by(self, name: str) -> dict[str, MeasuredPart]:
        """The figure of each part, such as by "length"; `ResultError` if unknown."""
        known = self.runs[0].by
        self._expect(name, known)
        return {
            part: MeasuredPart(
                fmean(run.by[name][part].value for run in self.runs), one.num
            )
            for part, one in known[name].items()
        }

    def _expect(self, name: str, known: Mapping[str, Any]) -> None:
        if name not in known:
            words = {"row": self.name, "name": name, "known": names_or_none(known)}
            raise ResultError(str(_NO_SUCH_FIGURE.format(**words)))


class MeasuredRows(Mapping[str, MeasuredRow]):
    """The rows of one corpus, by name; one that is missing says what to run."""

    def __init__(self, corpus: str, rows: Mapping[str, MeasuredRow]) -> None:
        self.corpus = corpus
        self._rows = dict(rows)

    def __getitem__(self, name: str) -> MeasuredRow:
        if name not in self._rows:
            message = _NO_SUCH_ROW.format(
                corpus=self.corpus, name=name, known=names_or_none(self._rows)
            )
            raise ResultError(str(message))
        return self._rows[name]

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Results(Mapping[str, MeasuredRows]):
    """All measured rows, by corpus; one without rows is empty."""

    def __init__(
        self, corpora: Mapping[str, MeasuredRows], setting: Mapping[str, Any]
    ) -> None:
        self._corpora = dict(corpora)
        self.setting = dict(setting)

    def __getitem__(self, corpus: str) -> MeasuredRows:
        return self._corpora.get(corpus, MeasuredRows(corpus, {}))

    def __iter__(self) -> Iterator[str]:
        return iter(self._corpora)

    def __len__(self) -> int:
        return len(self._corpora)

    def row_of(self, recipe: TextRecipe) -> MeasuredRow | None:
        """The runs of exactly this recipe; None if there are none."""
        rows = self[recipe.corpus]
        if recipe.name not in rows or rows[recipe.name].recipe != recipe.facts():
            return None
        return rows[recipe.name]

    def with_run(self, recipe: TextRecipe, run: MeasuredRun) -> Results:
        """The same, with one more run of a recipe; runs of another recipe go."""
        known = self.row_of(recipe)
        others = [] if known is None else [r for r in known.runs if r.seed != run.seed]
        runs = tuple(sorted([*others, run], key=lambda one: one.seed))
        row = MeasuredRow(recipe.name, recipe.facts(), runs)
        rows = MeasuredRows(recipe.corpus, {**self[recipe.corpus], recipe.name: row})
        return Results({**self._corpora, recipe.corpus: rows}, self.setting)

    def to_json(self) -> dict[str, Any]:
        """What `load_results` reads, and, for people, means and deviations."""
        rows = {
            corpus: {name: _row_to_json(row) for name, row in known.items()}
            for corpus, known in self.items()
        }
        return {"setting": self.setting, "rows": rows}


def load_results(path: Path | str | None = None) -> Results:
    """The committed results, or those of another file.

    Raises `ResultError` if it is damaged or not there, `FileError` if it is no file.
    """
    return read_results(
        TEXT_RESULTS if path is None else Path(path), "course bench text", _results
    )


def read_results(path: Path, command: str, make: Callable[[Any], Made]) -> Made:
    """What `make` makes of the JSON in a file that `command` writes.

    Raises `ResultError` if it is damaged or not there, `FileError` if it is no file.
    """
    words = {"path": path, "command": command}
    try:
        return make(read_json(path))
    except FileMissingError as error:
        raise ResultError(str(_NO_FILE.format(**words))) from error
    except FileError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = _DAMAGED.format(reason=error, **words)
        raise ResultError(str(message)) from error


class Measured(Protocol):
    """What was measured, of whatever plan."""

    def to_json(self) -> dict[str, Any]: ...


def save_results(results: Measured, path: Path) -> None:
    """Write them, whole or not at all."""
    write_json(path, rounded(results.to_json(), 6), ensure_ascii=False, indent=1)


def rounded(value: Any, digits: int) -> Any:
    """The same, with all numbers in it rounded."""
    if isinstance(value, float):
        return round(value, digits)
    if isinstance(value, Mapping):
        return {name: rounded(each, digits) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each, digits) for each in value]
    return value


def _results(known: Any) -> Results:
    corpora = {
        corpus: MeasuredRows(
            corpus, {name: _row(name, row) for name, row in rows.items()}
        )
        for corpus, rows in known["rows"].items()
    }
    return Results(corpora, known["setting"])


def _row(name: str, known: dict[str, Any]) -> MeasuredRow:
    return MeasuredRow(
        name, known["recipe"], tuple(MeasuredRun.read(run) for run in known["runs"])
    )


def _row_to_json(row: MeasuredRow) -> dict[str, Any]:
    return {
        "recipe": row.recipe,
        "mean": row.mean,
        "sd": row.sd,
        "runs": [asdict(run) for run in row.runs],
    }


def names_or_none(names: Mapping[str, Any]) -> Text:
    """The names that there are, as a list in a sentence; "none" without any."""
    return join(names) if names else _NONE


_NOT_FINITE = Text(
    en="The run with seed {seed} found {name} = {value}, expected a finite number: the "
    "training has failed. Lower the learning rate, or take another seed.",
    zh="种子 {seed} 的这次训练得到 {name} = {value}，应为有限的数：训练失败了。"
    "请调低学习率，或换一个种子。",
)
_NONE = Text(en="none", zh="无")
_NO_SUCH_ROW = Text(
    en="No results of “{name}” in “{corpus}”; there are: {known}. "
    "Run `course bench text {corpus}`, or correct the name.",
    zh="“{corpus}”里没有“{name}”的结果，现有：{known}。"
    "请运行 `course bench text {corpus}`，或改正名称。",
)
_NO_SUCH_FIGURE = Text(
    en="The row “{row}” has no figure “{name}”; it has: {known}.",
    zh="“{row}”这一行没有“{name}”这个数字，现有：{known}。",
)
_NO_FILE = Text(
    en="{path} is not there. Put it back, or run `{command}`.",
    zh="找不到 {path}。请放回这个文件，或运行 `{command}`。",
)
_DAMAGED = Text(
    en="{path} holds no results of `{command}` ({reason}). Put it back, or delete it "
    "and run `{command}`.",
    zh="{path} 不是 `{command}` 的结果文件（{reason}）。"
    "请换回原来的文件，或删除后运行 `{command}`。",
)
