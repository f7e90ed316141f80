"""Exercises and predictions: they answer at once, and name the mistake."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from course_utils.checking import messages as say
from course_utils.checking.calls import Call, Function, same_run
from course_utils.checking.compare import fitted, same_kind
from course_utils.checking.diagnosis import (
    changed_arguments,
    common_mistake,
    replaced_functions,
)
from course_utils.checking.differences import describe_difference, two_exchanged
from course_utils.checking.feedback import Feedback, Found
from course_utils.checking.own_code import as_asked, borrowed, original
from course_utils.checking.plain import as_plain, class_name
from course_utils.checking.progress import record
from course_utils.checking.recognition import ends_like, like_a_slip
from course_utils.checking.sandbox import run, run_all
from course_utils.checking.showing import compare_values, describe_value
from course_utils.checking.sources import solved_source
from course_utils.checking.surroundings import (
    as_first_seen,
    put_back,
    put_functions_back,
)
from course_utils.text import Text, join, join_sentences

Case = tuple[Any, ...]
Cases = Callable[[], Iterable[Case]]
Fresh = Callable[[np.random.Generator], Case]
Tried = tuple[Sequence[Case], Sequence[Call], Sequence[Call]]
"""Cases, what the solution does with them, and what the answer does."""
F = TypeVar("F", bound=Function)

TIME_LIMIT = 5.0
_FRESH_CASES = 3
_MORE_THAN_A_SLIP = (
    *("uses_notebook", "returns_none", "prints", "changes_input", "rounded"),
    *("unknown_name", "returns_more", "returns_dict", "wrong_keys"),
    *("dict_wanted", "parts_exchanged", "parts_reordered", "part_missing"),
    *("part_too_many", "number_as_text"),
)
"""Of other mistakes that anyone can make, a slip that is recognised says more."""
_OF_ODD_VALUES = (TypeError, ValueError, ArithmeticError, LookupError, Warning)
"""What cannot be described is shown."""
_OF_CONSTANTS = ("constant_left_out", "constant_operator", "off_by_one")
_OF_PARTS = ("some_parts", "some_cases", "some_items")


@dataclass(frozen=True)
class Mistake:
    """A wrong answer people really give, and what to tell them."""

    name: str
    text: Text
    function: Function


@dataclass
class Exercise:
    """One function for the learner to write; `solved` is the solution.

    `cases` are always the same, so that a mistake has one name; `fresh` draws one that
    nobody has seen, for an answer that is right in all of them.
    """

    slug: str
    task: Text
    hints: Sequence[Text]
    cases: Cases
    solved: Function
    time_limit: float = TIME_LIMIT
    course_versions: Sequence[str] = ()
    counted: bool = False
    fresh: Fresh | None = None
    mistakes: dict[str, Mistake] = field(default_factory=dict)
    _hints_given: int = 0
    _checked: tuple[Any, Feedback] | None = None

    @property
    def name(self) -> str:
        return self.solved.__name__

    def mistake(self, text: Text) -> Callable[[F], F]:
        """Decorator: the wrong answer below is told `text`."""

        def add(function: F) -> F:
            name = function.__name__
            if name in self.mistakes:
                raise ValueError(f"{self.name} already has a mistake {name!r}; rename.")
            self.mistakes[name] = Mistake(name, text, function)
            return function

        return add

    def check(self, answer: Any) -> Feedback:
        """Run the learner's function `answer` and say how it did, whatever it is."""
        try:
            with as_first_seen() as replaced, put_back(), np.errstate(all="ignore"):
                feedback = self._check(original(answer))
        except KeyboardInterrupt:
            return Feedback("note", say.CHECK_STOPPED.format(name=self.name))
        except Exception as error:
            words = {"name": self.name, "error": class_name(type(error))}
            return Feedback("note", say.NOT_JUDGED.format(**words))
        self._checked = (answer, feedback)
        if not replaced:
            return feedback
        notice = say.REPLACED.format(names=join(f"`{each}`" for each in replaced))
        return replace(feedback, notices=[*feedback.notices, notice])

    def mine(self, answer: Any) -> Function:
        """`answer` if it is right, else the course's own; says which of the two.

        What follows in the notebook then runs on what the learner wrote.
        """
        known, feedback = self._checked or (None, None)
        if feedback is None or known is not answer:
            feedback = self.check(answer)
        if feedback.outcome != "right":
            print(say.OURS.format(name=self.name))
            return self.solved
        print(say.YOURS.format(name=self.name))
        return as_asked(original(answer), self.solved, next(iter(self.cases())))

    def hint(self, number: Any = None) -> Feedback:
        """The next hint of the ladder, or hint `number` (from 1)."""
        asked = as_plain(number)
        if asked is None:
            asked = min(self._hints_given + 1, len(self.hints))
        number = _whole_number(asked)
        if not 1 <= number <= len(self.hints):
            words = {"number": describe_value(asked), "count": len(self.hints)}
            return Feedback("note", say.NO_SUCH_HINT.format(**words))
        self._hints_given = number
        title = say.HINT.format(number=number, count=len(self.hints), name=self.name)
        more = say.MORE_HINTS if number < len(self.hints) else say.NO_MORE_HINTS
        return Feedback(
            "note", title, [self.hints[number - 1], more.format(name=self.name)]
        )

    def solution(self) -> Feedback:
        """The solution, to read once you have tried."""
        title = say.SOLUTION.format(name=self.name)
        return Feedback("note", title, code=solved_source(self.solved))

    def __repr__(self) -> str:
        return f"{self.name}: {self.task}"

    def _check(self, answer: Any) -> Feedback:
        if not callable(answer):
            return self._mistaken("not_callable", say.NOT_CALLABLE)
        known = list(self.cases())
        cases = [*known, *self._never_seen()]
        wanted, runs = self._try(answer, cases)
        replaced = put_functions_back()
        parts = [slice(len(known)), slice(len(known), None)]
        feedback = self._judge(
            answer, [(cases[at], wanted[at], runs[at]) for at in parts], replaced
        )
        put_functions_back()  # what was called once more may have replaced them again
        printed = "".join(one.printed for one in runs[: len(known)])
        also = replaced_functions(replaced)
        notices = feedback.notices
        if also and feedback.mistake != also.name:
            notices = [*notices, also.text]
        return replace(feedback, printed=printed, notices=notices)

    def judge(self, parts: Sequence[Tried]) -> Feedback:
        """Of an answer that ran elsewhere, by what it did; nothing of it runs here."""
        return self._judge(None, parts, ())

    def _judge(
        self, answer: Function | None, parts: Sequence[Tried], replaced: Sequence[str]
    ) -> Feedback:
        """By the cases that are always the same, and then by those just drawn."""
        runs = [one for _, _, some in parts for one in some]
        if any(_not_tried(one) for one in runs):
            title = say.NOT_TRIED.format(name=self.name)
            return Feedback("not_tried", title, [self.task])
        if (stopped := self._stopped(runs)) is not None:
            return stopped
        for cases, wanted, some in parts:
            if not all(map(same_run, wanted, some)):
                return self._explain(answer, cases, wanted, some)
        return self._right(answer, parts[0][0][0], runs, replaced)

    def _never_seen(self) -> list[Case]:
        if self.fresh is None:
            return []
        rng = np.random.default_rng()
        return [self.fresh(rng) for _ in range(_FRESH_CASES)]

    def _stopped(self, runs: Sequence[Call]) -> Feedback | None:
        """What to say of an answer that did not come to its end."""
        ending = runs[-1].ending
        if ending == "returned":
            return None
        passed = runs[-1].seconds
        seconds = f"{passed:.0f}" if passed > 1 else f"{passed:.1g}"
        text = say.ENDINGS[ending].format(seconds=seconds)
        return self._mistaken(ending, text)

    def _try(
        self, answer: Function, cases: Sequence[Case]
    ) -> tuple[list[Call], list[Call]]:
        """What the solution returns, and what `answer` does, as far as it came."""
        wanted = [run(self.solved, case, self.time_limit) for case in cases]
        runs = run_all(answer, cases, self.time_limit)
        for want, one in zip(wanted, runs, strict=False):
            one.value = fitted(want.value, one.value)
        return wanted, runs

    def _right(
        self,
        answer: Function | None,
        case: Case,
        runs: Sequence[Call],
        replaced: Sequence[str],
    ) -> Feedback:
        """The result is right; is it the learner's own, and is nothing else changed?"""
        changed = (changed_arguments(self._arguments, one) for one in runs)
        names = (self.name, *self.course_versions)
        found = (
            (answer and borrowed(answer, self.solved, names, case, self.time_limit))
            or next(filter(None, changed), None)
            or replaced_functions(replaced)
        )
        if found:
            return self._mistaken(*found)
        notices = record(self.slug, self.name) if answer else []
        return Feedback("right", say.RIGHT.format(name=self.name), notices=notices)

    def _explain(
        self,
        answer: Function | None,
        cases: Sequence[Case],
        wanted: Sequence[Call],
        runs: Sequence[Call],
    ) -> Feedback:
        """Name the mistake: the exercise's own first, then those anyone can make."""
        for mistake in self.mistakes.values():
            if ends_like(mistake.function, cases, runs, self.time_limit):
                return self._mistaken(mistake.name, mistake.text)
        wrong = next(
            at
            for at, (a, b) in enumerate(zip(wanted, runs, strict=True))
            if not same_run(a, b)
        )
        case, expected, one = cases[wrong], wanted[wrong].value, runs[wrong]
        if self.counted and _is_counted(expected, one, runs):
            return self._explain_counted(cases, wanted, runs)
        told = inspect.getdoc(self.solved) or ""
        found = slip = None
        with suppress(*_OF_ODD_VALUES):
            found = common_mistake(answer, self._arguments, expected, one, told)
        if found and found.name in _MORE_THAN_A_SLIP:
            return self._mistaken(*found)
        with suppress(*_OF_ODD_VALUES):
            slip = like_a_slip(self.solved, cases, runs, wrong)
            slip = self._or_difference(slip, found, cases, wanted, runs)
        if found is None:
            return self._wrong(case, expected, one, slip)
        if slip is None:
            return self._mistaken(*found)
        return self._mistaken(
            slip.name, join_sentences([found.text, say.NEW_LINE, slip.text])
        )

    def _or_difference(
        self,
        slip: Found | None,
        found: Found | None,
        cases: Sequence[Case],
        wanted: Sequence[Call],
        runs: Sequence[Call],
    ) -> Found | None:
        """The slip, or what says more: how the results differ, beside what is found."""
        if slip is None and (found is None or found.name == "wrong_length"):
            slip = self._difference(cases, wanted, runs)
        elif slip and slip.name in _OF_CONSTANTS and found is None:
            gap = self._difference(cases, wanted, runs)
            slip = gap if gap and gap.name == "gap" else slip
        if found and slip and slip.name in _OF_PARTS:
            return None  # a length says more
        return slip

    def _difference(
        self, cases: Sequence[Case], wanted: Sequence[Call], runs: Sequence[Call]
    ) -> Found | None:
        """How the results differ; where they are the whole answer, which part does."""
        if not cases[0] and not isinstance(wanted[0].value, Mapping):
            return None
        pairs = [(a.value, b.value) for a, b in zip(wanted, runs, strict=True)]
        told = inspect.getdoc(self.solved) or ""
        return describe_difference(self._arguments, cases, pairs, told)

    def _wrong(
        self, case: Case, expected: Any, one: Call, found: Found | None
    ) -> Feedback:
        """A wrong result nobody has foreseen: expected and found, side by side."""
        if case:
            given = "\n".join(
                f"{name} = {describe_value(value)}"
                for name, value in zip(self._arguments, case, strict=False)
            )
            lines = [say.GIVEN.format(given=given), compare_values(expected, one.value)]
        else:  # without arguments, what is expected is the whole answer
            lines = [say.WRONG_ANSWER.format(found=describe_value(one.value))]
        stuck = say.STUCK.format(name=self.name)
        title = say.WRONG.format(name=self.name)
        if found is None:
            return Feedback("wrong", title, [*lines, stuck])
        return Feedback("mistake", title, [found.text, *lines, stuck], found.name)

    def _explain_counted(
        self, cases: Sequence[Case], wanted: Sequence[Call], runs: Sequence[Call]
    ) -> Feedback:
        """How many results are right; what is open, exchanged, or a known mistake."""
        right = list(map(same_run, wanted, runs))
        words = {"right": sum(right), "count": len(right)}
        if any(map(_is_open, runs)):
            places = [
                case for case, each in zip(cases, runs, strict=True) if _is_open(each)
            ]
            listed = join(str(each) for case in places for each in case)
            text = say.COUNTED_OPEN.format(**words, places=listed)
            return self._mistaken("unfinished", text)
        if (two := two_exchanged(cases, wanted, runs)) is not None:
            return self._mistaken(*two)
        first = right.index(False)
        given, found = join(map(str, cases[first])), describe_value(runs[first].value)
        text = say.COUNTED.format(**words, given=given, found=found)
        if (known := self._known_in_part(cases, wanted, runs)) is not None:
            return self._mistaken(known.name, join_sentences([text, known.text]))
        title = say.WRONG.format(name=self.name)
        return Feedback("wrong", title, [text, say.STUCK.format(name=self.name)])

    def _known_in_part(
        self, cases: Sequence[Case], wanted: Sequence[Call], runs: Sequence[Call]
    ) -> Mistake | None:
        """The mistake that explains the most of the wrong results, and no right one."""
        explained: dict[str, int] = {}
        for mistake in self.mistakes.values():
            theirs = [run(mistake.function, case, self.time_limit) for case in cases]
            off = [not same_run(*pair) for pair in zip(wanted, theirs, strict=True)]
            alike = map(same_run, theirs, runs)
            if all(same for same, is_off in zip(alike, off, strict=True) if is_off):
                explained[mistake.name] = sum(off)
        return (
            self.mistakes[max(explained, key=explained.__getitem__)]
            if explained
            else None
        )

    def _mistaken(self, name: str, text: Text) -> Feedback:
        title = say.WRONG.format(name=self.name)
        return Feedback(
            "mistake", title, [text, say.STUCK.format(name=self.name)], name
        )

    @property
    def _arguments(self) -> list[str]:
        return list(inspect.signature(self.solved).parameters)


@dataclass(frozen=True)
class Prediction:
    """A question with letters; each letter has its own explanation."""

    name: str
    right: str
    choices: Mapping[str, Text]

    def answer(self, letter: Any) -> Feedback:
        """Choose `letter`; an empty answer is not tried yet.

        "A", "(a)", "a." and what a Chinese keyboard writes instead are all "a".
        """
        letters = join(self.choices)
        typed = as_plain(letter)
        if not isinstance(typed, str) or not typed.strip():
            return Feedback("not_tried", say.PREDICT.format(letters=letters))
        usual = unicodedata.normalize("NFKC", typed).lower()
        chosen = "".join(filter(str.isalnum, usual))
        if chosen not in self.choices:
            text = say.NO_SUCH_CHOICE.format(
                found=describe_value(typed), letters=letters
            )
            return Feedback("not_tried", text)
        text = self.choices[chosen]
        if chosen == self.right:
            return Feedback("right", say.PREDICTED.format(letter=chosen), [text])
        title = say.MISPREDICTED.format(letter=chosen)
        return Feedback("mistake", title, [text], mistake=chosen)


def _is_open(one: Call) -> bool:
    """Of answers that are written down: this one is not, yet."""
    if one.error is not None:
        return one.error.kind.endswith("KeyError")
    return one.value is None


def _is_counted(expected: Any, one: Call, runs: Sequence[Call]) -> bool:
    """True where `one` is wrong as an answer, or where only some are written down."""
    if any(map(_is_open, runs)):
        return not all(map(_is_open, runs))
    return same_kind(expected, one.value)


def _not_tried(one: Call) -> bool:
    if one.error is not None:
        return one.error.not_tried
    return one.value is Ellipsis


def _whole_number(value: Any) -> int:
    """The number that was meant, also by "1" and 1.0; 0 when none was."""
    with suppress(TypeError, ValueError, OverflowError):
        number = int(value)
        if isinstance(value, str) or number == value:
            return number
    return 0
