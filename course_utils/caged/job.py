"""What the judge asks of a host: a job, in one line; and what both must know of it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from course_utils.caged.cage import Limits
from course_utils.checking.checks import Case, Exercise

READY = "ready\n"
"""What a host says before its first job."""
BORROWED_MARK = "this function is the answer to an exercise: "
"""How the error begins of a function that is closed to answers; its name follows."""
_MAGIC = re.compile(r"(?m)^([ \t]*)(?:[%!].*|\?{1,2}[\w.]+|[\w.]+\?{1,2})[ \t]*$")


@dataclass(frozen=True)
class Piece:
    """A cell, by the number it has in its notebook, and which statements of it run."""

    label: str
    source: str
    kept: Sequence[int]


@dataclass(frozen=True)
class Job:
    """What of a notebook is run, in that order, and what is then called."""

    exercise: str
    answer: str
    pieces: Sequence[Piece]
    seeds: Sequence[int] = ()
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> str:
        """One line, for a host to read."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Job:
        """The job in a line that `to_json` has written."""
        known = json.loads(line)
        pieces = [Piece(**one) for one in known.pop("pieces")]
        return cls(pieces=pieces, limits=Limits(**known.pop("limits")), **known)


def case_lists(exercise: Exercise, seeds: Sequence[int]) -> list[list[Case]]:
    """The cases that never change, then one that each seed draws, if it can."""
    if exercise.fresh is None:
        return [list(exercise.cases()), []]
    drawn = [exercise.fresh(np.random.default_rng(seed)) for seed in seeds]
    return [list(exercise.cases()), drawn]


def statements_of(source: str) -> list[ast.stmt]:
    """The statements of a cell, without what only IPython understands; `SyntaxError`.

    Lines keep their numbers.
    """
    plain = _MAGIC.sub(r"\1pass", source.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        return ast.parse(plain).body
    except (ValueError, RecursionError, MemoryError) as error:  # null bytes, nesting
        raise SyntaxError(str(error)) from error
