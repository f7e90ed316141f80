"""What a learner answered: their cells, put into the instructor's own notebook.

An answer is found by the id of its cell, else by its name. Of the other cells only
those statements run that give a name which the answer needs: the learner's own, else
those of the lesson. So it does not matter what was deleted, moved or left unfinished.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from course_utils.authoring.editions import assemble
from course_utils.authoring.lesson_source import Code, LessonSource, read_lesson
from course_utils.authoring.notebooks import START_CELL, Edition
from course_utils.caged.job import Job, Piece, statements_of
from course_utils.code_names import names_needed
from course_utils.places import COURSE

_STAR = "*"
"""The name that `from x import *` gives: it may be any, so it always runs."""


@dataclass(frozen=True)
class Statement:
    """A statement of a cell: the names that it gives, and those that it needs."""

    index: int
    node: ast.stmt

    @cached_property
    def gives(self) -> frozenset[str]:
        """Defined or imported."""
        return frozenset(_given(self.node, _stored))

    @cached_property
    def changes(self) -> frozenset[str]:
        """Names of things that are changed, as x in `x.append(1)`, `x[0] = 1`."""
        return frozenset(_given(self.node, _changed)) - self.gives

    @cached_property
    def needs(self) -> frozenset[str]:
        """All that is looked up outside of functions, or is no local name in one."""
        try:
            return frozenset(names_needed([self.node]))
        except (SyntaxError, RecursionError):  # `nonlocal` outside; a deep nest
            return frozenset()

    @property
    def is_import(self) -> bool:
        return isinstance(self.node, ast.Import | ast.ImportFrom)


@dataclass(frozen=True)
class CodeCell:
    """A code cell; `number` is its place among all cells of its notebook, from 1."""

    id: str
    number: int
    source: str
    exercise: str | None = None

    @cached_property
    def statements(self) -> list[Statement]:
        """No statement if the cell is no Python."""
        try:
            return [Statement(*pair) for pair in enumerate(statements_of(self.source))]
        except SyntaxError:
            return []

    @cached_property
    def error(self) -> str:
        """Why Python cannot read the cell; "" if it can."""
        try:
            statements_of(self.source)
        except SyntaxError as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def giving(self, name: str) -> list[Statement]:
        """The statements that define a name."""
        return [each for each in self.statements if name in each.gives]

    def changing(self, name: str) -> list[Statement]:
        """Those that change what it stands for."""
        return [each for each in self.statements if name in each.changes]


@dataclass(frozen=True)
class Template:
    """The notebook of a lesson as it is handed out, its code cells."""

    slug: str
    cells: Sequence[CodeCell]

    @classmethod
    def of(cls, slug: str) -> Template:
        """Assembled from the lesson's text."""
        source = read_lesson(COURSE / "lessons" / f"{slug}.py")
        made = assemble(source, Edition(COURSE, "student", "en", slug)).cells
        return cls(slug, list(_code_cells(made, _exercises_of(source))))

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(cell.id for cell in self.cells) - {START_CELL}

    @cached_property
    def exercise_cells(self) -> dict[str, CodeCell]:
        return {cell.exercise: cell for cell in self.cells if cell.exercise}

    @cached_property
    def own_sources(self) -> frozenset[str]:
        return frozenset(_bare(cell.source) for cell in self.cells)

    @property
    def imports(self) -> list[str]:
        """Its import statements, each as text."""
        found = (one.node for cell in self.cells for one in cell.statements)
        kinds = (ast.Import, ast.ImportFrom)
        return [ast.unparse(node) for node in found if isinstance(node, kinds)]

    def is_stub(self, name: str, statement: Statement) -> bool:
        """Whether the statement is the exercise as it is handed out."""
        given = self.exercise_cells[name].giving(name)
        return any(_same_code(each.node, statement.node) for each in given)


@dataclass(frozen=True)
class FoundAnswer:
    """What was found for an exercise: a job; a cell with an error; or neither.

    lacks: the other exercises that it calls, and that are not done
    """

    exercise: str
    job: Job | None = None
    broken: str = ""
    lacks: Sequence[str] = ()


@dataclass
class Attempts:
    """A learner's code cells, beside the notebook that they were handed out in."""

    template: Template
    cells: Sequence[CodeCell]
    _own: list[CodeCell] = field(init=False)

    def __post_init__(self) -> None:
        handed_out = self.template.own_sources
        self._own = [
            cell for cell in self.cells if _bare(cell.source) not in handed_out
        ]

    def answers(self) -> Iterator[FoundAnswer]:
        """One for each exercise of the lesson, in its order."""
        for name in self.template.exercise_cells:
            yield self._answer(name)

    def _answer(self, name: str) -> FoundAnswer:
        cell, called = self._find(name)
        if cell is None:
            return FoundAnswer(name)
        if cell.error:
            return FoundAnswer(name, broken=cell.error)
        pieces, lacks = self._pieces(name, called, cell)
        return FoundAnswer(name, Job(name, called, pieces), lacks=lacks)

    def _find(self, name: str) -> tuple[CodeCell | None, str]:
        """The cell of the answer, and what the answer is called there."""
        known = self.template.exercise_cells[name].id
        with_id = [cell for cell in reversed(self._own) if cell.id == known]
        for cell in (*with_id, *reversed(self._own)):
            if self._own_statements(cell, name):
                return cell, name
        for cell in with_id:
            if cell.error:
                return cell, name
            others = _functions(cell) - {*self.template.exercise_cells}
            if len(others) == 1:  # the function was given another name
                return cell, others.pop()
        broken = [each for each in self._own if each.error]
        tried = (each for each in broken if f"def {name}(" in each.source)
        return next(tried, None), name

    def _own_statements(self, cell: CodeCell, name: str) -> list[Statement]:
        """What gives `name` in a cell of the learner's, but for untouched exercises."""
        found = cell.giving(name)
        if name in self.template.exercise_cells:
            found = [each for each in found if not self.template.is_stub(name, each)]
        return found

    def _pieces(
        self, name: str, called: str, cell: CodeCell
    ) -> tuple[list[Piece], list[str]]:
        """All that the answer needs: the lesson's cells, then the learner's.

        And the exercises among it that are not done.
        """
        own: dict[int, set[int]] = {}
        lent: dict[int, set[int]] = {}
        lacks = []
        waiting, known = [_STAR, called], {called}
        while waiting:
            wanted = waiting.pop()
            found, into = self._from_learner(wanted, name, cell), own
            if not found:
                found, into = self._from_lesson(wanted), lent
                lacks += [wanted] if wanted in self.template.exercise_cells else []
            for number, statement in found:
                into.setdefault(number, set()).add(statement.index)
                waiting += statement.needs - known
                known |= statement.needs
        lesson = _as_pieces(self.template.cells, lent, "lesson, cell")
        return [*lesson, *_as_pieces(self._own, own, "cell")], sorted(lacks)

    def _from_learner(
        self, wanted: str, name: str, last: CodeCell
    ) -> list[tuple[int, Statement]]:
        """Where the learner gives a name; of an answer, up to the cell taken."""
        cells = self._own
        if wanted in self.template.exercise_cells:
            if wanted != name:
                found, called = self._find(wanted)
                if found is None or called != wanted:
                    return []
                last = found
            cells = [cell for cell in cells if cell.number <= last.number]
        return _all_of(cells, wanted, self._own_statements)

    def _from_lesson(self, wanted: str) -> list[tuple[int, Statement]]:
        """What gives a name in the lesson; an exercise that was not done gives none."""
        if wanted in self.template.exercise_cells:
            return []
        return _all_of(self.template.cells, wanted, CodeCell.giving)


def _all_of(
    cells: Sequence[CodeCell],
    name: str,
    giving: Callable[[CodeCell, str], list[Statement]],
) -> list[tuple[int, Statement]]:
    """What defines a name, and if it is no module, what changes it, too."""
    found = [(cell.number, each) for cell in cells for each in giving(cell, name)]
    if found and not all(each.is_import for _, each in found):
        found += [(cell.number, each) for cell in cells for each in cell.changing(name)]
    return found


def code_cells(cells: Iterable[Any]) -> list[CodeCell]:
    """The code cells of a notebook that was read."""
    return list(_code_cells(cells, {}))


def _code_cells(cells: Iterable[Any], exercises: dict[int, str]) -> Iterator[CodeCell]:
    for number, cell in enumerate(cells, 1):
        if cell.cell_type == "code":
            yield CodeCell(cell.id, number, cell.source, exercises.get(number))


def _exercises_of(source: LessonSource) -> dict[int, str]:
    """Number of the cell of each exercise; the second cell, `start`, is put in."""
    return {
        index + 2: cell.exercise
        for index, cell in enumerate(source.cells)
        if isinstance(cell, Code) and cell.exercise
    }


def _as_pieces(
    cells: Sequence[CodeCell], chosen: dict[int, set[int]], label: str
) -> Iterator[Piece]:
    for cell in cells:
        if cell.number in chosen:
            kept = sorted(chosen[cell.number])
            yield Piece(f"{label} {cell.number}", cell.source, kept)


def _given(
    node: ast.stmt, given_by: Callable[[ast.AST], Iterator[str]]
) -> Iterator[str]:
    """The names that a statement gives where it stands, within functions `global` ones.

    `given_by` tells those of one node.
    """
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        yield from given_by(each)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            waiting += each.decorator_list
        elif not isinstance(each, ast.Lambda):
            waiting += ast.iter_child_nodes(each)


def _stored(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        inside = (each for each in ast.walk(node) if isinstance(each, ast.Global))
        yield from (name for each in inside for name in each.names)
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def _changed(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node.ctx, ast.Store):
            yield from _root(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield from _root(node.value.func)


def _root(node: ast.AST) -> Iterator[str]:
    """`x` of `x.y[0].z`; a plain `f(...)` changes nothing by its name."""
    inner = node
    while isinstance(inner, ast.Attribute | ast.Subscript):
        inner = inner.value
    if isinstance(inner, ast.Name) and inner is not node:
        yield inner.id


def _functions(cell: CodeCell) -> set[str]:
    nodes = (each.node for each in cell.statements)
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def _same_code(one: ast.stmt, other: ast.stmt) -> bool:
    try:
        return ast.dump(one) == ast.dump(other)
    except RecursionError:  # deeper than any exercise that was handed out
        return False


def _bare(source: str) -> str:
    """A cell but for its line ends and the blanks around it."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
