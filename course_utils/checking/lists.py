"""The exercises and predictions of one lesson, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Generic, TypeVar

from course_utils.checking import messages as say
from course_utils.checking.checks import (
    TIME_LIMIT,
    Cases,
    Exercise,
    F,
    Fresh,
    Prediction,
)
from course_utils.checking.sources import stub_source
from course_utils.syllabus import lesson
from course_utils.text import Text, join

T = TypeVar("T")


class _Collection(Generic[T]):
    """Named things of one lesson, reached as attributes, in the order of adding."""

    _unknown: Text

    def __init__(self, slug: str) -> None:
        self.slug = lesson(slug).slug
        self._all: dict[str, T] = {}

    def _put(self, name: str, thing: T) -> None:
        if name in self._all:
            raise ValueError(
                f"lesson {self.slug} has two exercises or predictions named {name!r}; "
                "rename one."
            )
        self._all[name] = thing

    def __getattr__(self, name: str) -> T:
        # __dict__, because copying and unpickling ask before __init__ has run
        known: dict[str, T] = self.__dict__.get("_all", {})
        if name in known:
            return known[name]
        raise AttributeError(str(self._unknown.format(name=name, known=join(known))))

    def __iter__(self) -> Iterator[T]:
        return iter(self._all.values())

    def __len__(self) -> int:
        return len(self._all)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._all]

    def __repr__(self) -> str:
        return "\n".join(map(repr, self))


class Exercises(_Collection[Exercise]):
    """The exercises of one lesson, by the names of their functions."""

    _unknown = say.NO_SUCH_EXERCISE

    def __init__(self, slug: str, *files: Exercises) -> None:
        """None yet, or those of `files` in that order."""
        super().__init__(slug)
        for exercise in chain.from_iterable(files):
            if exercise.slug != self.slug:
                raise ValueError(
                    f"{exercise.name}: expected an exercise of {self.slug}, found one "
                    f"of {exercise.slug}; correct the slug in its file."
                )
            self._put(exercise.name, exercise)

    def add(
        self,
        *,
        task: Text,
        hints: Sequence[Text],
        cases: Cases,
        time_limit: float = TIME_LIMIT,
        course_versions: Sequence[str] = (),
        counted: bool = False,
        fresh: Fresh | None = None,
    ) -> Callable[[F], F]:
        """Decorator: the function below is the solution of a new exercise.

        `counted`: the right results are counted, never shown. `fresh` draws a case
        that nobody has seen before.
        """

        def register(function: F) -> F:
            stub_source(function)  # an unclosed solution is found here, not later
            exercise = Exercise(
                *(self.slug, task, hints, cases, function, time_limit),
                course_versions=course_versions,
                counted=counted,
                fresh=fresh,
            )
            self._put(function.__name__, exercise)
            return function

        return register


class Predictions(_Collection[Prediction]):
    """The predictions of one lesson, by name."""

    _unknown = say.NO_SUCH_PREDICTION

    def add(self, name: str, *, answer: str, choices: Mapping[str, Text]) -> None:
        """A new question; `answer` is the right letter among `choices`."""
        if answer not in choices:
            raise ValueError(
                f"prediction {name!r}: expected an answer among {sorted(choices)}, "
                f"found {answer!r}; correct one of the two."
            )
        self._put(name, Prediction(name, answer, choices))
