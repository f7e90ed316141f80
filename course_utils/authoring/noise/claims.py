"""Run a lesson as a script, and go on where an assertion fails: which do not hold?

A draw is a copy of the process, made where the lesson draws its first weights. From
there on each initial weight is another, by about the rounding of float32.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from course_utils.authoring.lesson_source import Code, LessonSource, read_lesson
from course_utils.scratch import parts
from course_utils.session import start

NOISE = 6e-8
"""Half of the distance between 1 and the next number in float32."""
WITHOUT_ONEDNN = "COURSE_WITHOUT_ONEDNN"
_NOTE = "_note_failed_claim"


@dataclass(frozen=True)
class FailedClaim:
    """An assertion that failed in a cell, or the error that ended the cell.

    cell: its number in the notebook, set-up included
    """

    cell: int
    said: str


@dataclass
class ClaimsRun:
    """What failed in one run of a lesson; `draw` 0 is the run without noise.

    num_drawn: how many weights or nets were drawn to be trained
    """

    draw: int = 0
    num_drawn: int = 0
    failed: list[FailedClaim] = field(default_factory=list)

    @classmethod
    def from_line(cls, line: str) -> ClaimsRun:
        known = json.loads(line)
        failed = [FailedClaim(**each) for each in known.pop("failed")]
        return cls(failed=failed, **known)


class Noise:
    """Changes the initial weights of a lesson: those that `scratch` draws, and those
    that an optimizer of PyTorch is given."""

    def __init__(self, run: ClaimsRun, draws: int, seed: int) -> None:
        self.run, self.draws, self.seed = run, draws, seed
        self.rng: np.random.Generator | None = None

    def factors(self, shape: tuple[int, ...]) -> np.ndarray:
        """By what the next weights are multiplied; all 1 in the run without noise."""
        if self.run.num_drawn == 0:
            self._divide()
        self.run.num_drawn += 1
        if self.rng is None:
            return np.ones(shape)
        return 1 + NOISE * self.rng.standard_normal(shape)

    def _divide(self) -> None:
        """Go on as each draw, one after the other, and at last without noise."""
        for draw in range(1, self.draws + 1):
            child = os.fork()
            if child == 0:
                self.run.draw = draw
                self.rng = np.random.default_rng([self.seed, draw])
                return
            os.waitpid(child, 0)

    @contextlib.contextmanager
    def on_weights(self) -> Iterator[None]:
        """Here, whatever draws or trains weights gets those with noise."""
        import torch

        uniform, init = parts.uniform, torch.optim.Optimizer.__init__

        def noisy_uniform(*arguments: Any) -> np.ndarray:
            weights = uniform(*arguments)
            changed: np.ndarray = weights * self.factors(weights.shape)
            return changed

        @torch.no_grad()
        def noisy_init(optimizer: Any, *arguments: Any, **options: Any) -> None:
            init(optimizer, *arguments, **options)
            for group in optimizer.param_groups:
                for weights in group["params"]:
                    factors = torch.from_numpy(self.factors(tuple(weights.shape)))
                    weights.copy_(weights.double() * factors)

        with contextlib.ExitStack() as patches:
            for module in [*sys.modules.values()]:
                if vars(module).get("uniform") is uniform:
                    patches.enter_context(
                        patch.object(module, "uniform", noisy_uniform)
                    )
            patches.enter_context(
                patch.object(torch.optim.Optimizer, "__init__", noisy_init)
            )
            yield


class _NotedClaims(ast.NodeTransformer):
    """Instead of ending the cell, an `assert` that fails is noted."""

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        said = ast.Constant(ast.unparse(ast.Assert(node.test)))
        note = ast.Call(ast.Name(_NOTE, ast.Load()), [said], [])
        noted = ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Expr(note)], [])
        return ast.fix_missing_locations(ast.copy_location(noted, node))


def run_cells(lesson: LessonSource, run: ClaimsRun) -> None:
    """Run the code of `lesson`, and note in `run` what fails.

    After a cell that ended in an error, names may be missing: that is no other fault.
    """
    cell = 0

    def note(said: str) -> None:
        run.failed.append(FailedClaim(cell, said))

    names: dict[str, Any] = {"__name__": "__main__", _NOTE: note}
    ended = False
    for index, each in enumerate(lesson.cells):
        cell = index + 1 + (index > 0)  # the set-up is the second of the notebook
        if not isinstance(each, Code):
            continue
        tree = _NotedClaims().visit(ast.parse(each.source))
        try:
            exec(compile(tree, f"<cell {cell}>", "exec"), names)
        except Exception as error:
            if not (ended and isinstance(error, NameError)):
                note(f"{type(error).__name__}: {error}")
            ended = True


def run_draws(lesson: Path, draws: int, seed: int) -> None:
    """Print what failed in each draw, then without noise: a line a run.

    It divides the process, so it needs one of its own.
    """
    out, run = sys.stdout, ClaimsRun()
    noise = Noise(run, draws, seed)
    if os.environ.get(WITHOUT_ONEDNN):
        import torch

        torch.backends.mkldnn.flags(enabled=False).__enter__()
    with noise.on_weights(), contextlib.redirect_stdout(io.StringIO()):
        start(lesson.stem)
        run_cells(read_lesson(lesson), run)
    out.write(json.dumps(asdict(run)) + "\n")
    out.flush()
    if run.draw:
        os._exit(0)
