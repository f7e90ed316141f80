"""Every exercise and prediction answers as it should, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import hostile
import numpy as np
import pytest
from exercises.rows import (
    EXERCISES,
    MODULES,
    check_right,
    check_wrong,
    exercise_id,
    marked,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from written import as_written

from course_utils.checking.calls import same_run
from course_utils.checking.checks import Exercise, Mistake, Prediction
from course_utils.checking.progress import load_progress
from course_utils.checking.sandbox import run
from course_utils.checking.sources import solved_source, stub_source
from course_utils.text import LANGUAGES, Language, Text, use_language

CHINESE = r"[\u4e00-\u9fff]"
PREDICTIONS = [each for module in MODULES.values() for each in module.predictions]
MISTAKES = [(each, one) for each in EXERCISES for one in each.mistakes.values()]


def of_learner(code: str, name: str) -> Any:
    """The function a learner has in the notebook after running a cell with `code`."""
    namespace: dict[str, Any] = {"np": np}
    exec(compile(code, "<cell>", "exec"), namespace)
    return namespace[name]


def all_texts(exercise: Exercise) -> Iterator[Text]:
    yield exercise.task
    yield from exercise.hints
    for mistake in exercise.mistakes.values():
        yield mistake.text


@pytest.mark.usefixtures("answers_run_apart")
@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_the_solution_is_right(exercise: Exercise) -> None:
    check_right(exercise, as_written(exercise.solved))
    done, _ = load_progress()
    assert exercise.name in done[exercise.slug]


@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_the_courses_own_solution_is_no_answer(exercise: Exercise) -> None:
    assert exercise.check(exercise.solved).mistake == "borrowed"
    assert exercise.check(lambda *case: exercise.solved(*case)).mistake == "borrowed"


@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_the_stub_is_not_tried(exercise: Exercise) -> None:
    stub = of_learner(stub_source(exercise.solved), exercise.name)
    assert exercise.check(stub).outcome == "not_tried"


@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_it_has_three_hints_and_three_named_mistakes(exercise: Exercise) -> None:
    assert len(exercise.hints) == 3
    assert len(exercise.mistakes) >= 3


@pytest.mark.parametrize(("exercise", "mistake"), marked(MISTAKES), ids=exercise_id)
def test_each_mistake_gets_its_own_message(
    exercise: Exercise, mistake: Mistake
) -> None:
    feedback = check_wrong(exercise, mistake.function, mistake.name)
    for lang in LANGUAGES:
        use_language(lang)
        told = [
            one.name
            for one in exercise.mistakes.values()
            if str(one.text) in repr(feedback)
        ]
        assert told == [mistake.name]


@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_mistakes_differ_from_the_solution_and_each_other(exercise: Exercise) -> None:
    """On the cases together, no two answers look alike."""
    cases = list(exercise.cases())
    answers = {one.name: one.function for one in exercise.mistakes.values()}
    answers["the solution"] = exercise.solved
    runs = {
        name: [run(answer, case, exercise.time_limit) for case in cases]
        for name, answer in answers.items()
    }
    alike = [
        (one, other)
        for one in runs
        for other in runs
        if one < other and all(map(same_run, runs[one], runs[other]))
    ]
    assert alike == []


@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_cases_are_the_same_each_time(exercise: Exercise) -> None:
    first, second = (
        [run(exercise.solved, case, exercise.time_limit) for case in exercise.cases()]
        for _ in range(2)
    )
    assert all(map(same_run, first, second))


def nearly(value: Any, change: Callable[[Any], Any]) -> Any:
    """A right value with all its numbers changed a little."""
    if isinstance(value, (list, tuple)):
        return type(value)(nearly(each, change) for each in value)
    if isinstance(value, dict):
        return {key: nearly(each, change) for key, each in value.items()}
    numeric = isinstance(value, (float, np.ndarray)) or hasattr(value, "detach")
    return change(value) if numeric else value


CHANGES: list[Callable[[Any], Any]] = [
    lambda value: value * (1 + 1e-5),
    lambda value: value + 1e-7,
    lambda value: np.round(np.asarray(value), 4),
    lambda value: np.asarray(value).astype(np.float16),
    lambda value: np.asarray(value).astype(object),
    lambda value: np.asarray(value).astype(str),
    lambda value: np.asarray(value)[..., None],
    lambda value: np.asarray(value).tolist(),
]
NUMBERS = st.floats() | st.integers() | st.booleans() | st.complex_numbers()
VALUES = st.recursive(
    NUMBERS | st.text() | arrays.arrays(float, arrays.array_shapes(min_side=0)),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=5,
)


def returns(make: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: lambda *_args: make()


def raises(make: Callable[[], BaseException]) -> Callable[[], Any]:
    def fails(*_args: Any) -> None:
        raise make()

    return lambda: fails


def changed(solved: Callable[..., Any], change: Callable[[Any], Any]) -> Any:
    return lambda: lambda *args: nearly(solved(*args), change)


def makers(exercise: Exercise) -> st.SearchStrategy[Callable[[], Any]]:
    """What makes an answer: any object, or a function that returns or raises any.

    Not the answer itself, because Hypothesis looks at what it draws.
    """
    return st.one_of(
        st.sampled_from([*hostile.ANSWERS.values()]),
        st.sampled_from([*hostile.VALUES.values()]).map(returns),
        VALUES.map(lambda value: returns(lambda: value)),
        st.sampled_from([*hostile.ERRORS.values()]).map(raises),
        st.sampled_from(CHANGES).map(lambda change: changed(exercise.solved, change)),
    )


# Where what is wrong stands beside what is right.
SIDE_BY_SIDE = {
    "en": r"(?s)should (?:return|be) (.*?)[,;]?(?: found |\nbut returns )(.*?)\.?\n",
    "zh": r"(?s)应该(?:返回|是) (.*?)，\n?(?:你返回的是|你得到的是|实际是) (.*?)。?\n",
}


@pytest.mark.filterwarnings("ignore:coroutine", "ignore:overflow")
@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
@settings(max_examples=4, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_it_is_is_answered(exercise: Exercise, data: st.DataObject) -> None:
    """By a `Feedback` that can be shown, and never by "X is wrong, X is right"."""
    feedback = exercise.check(data.draw(makers(exercise))())
    assert feedback.outcome in ("right", "mistake", "wrong", "not_tried")
    for lang in LANGUAGES:
        use_language(lang)
        f"{feedback!r}{feedback._repr_html_()}".encode()
        beside = re.search(SIDE_BY_SIDE[lang], repr(feedback))
        assert beside is None or beside[1] != beside[2]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_no_text_is_there_twice(exercise: Exercise, lang: Language) -> None:
    texts = [text.in_language(lang) for text in all_texts(exercise)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_texts_are_written_in_their_language(exercise: Exercise) -> None:
    for text in all_texts(exercise):
        english, chinese = (re.sub(r"`[^`]*`", "", each) for each in (text.en, text.zh))
        assert not re.search(CHINESE, english), text.en
        only_formulas = letters(english) == letters(chinese)
        assert re.search(CHINESE, chinese) or only_formulas, text.zh


def letters(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("exercise", marked(EXERCISES), ids=exercise_id)
def test_no_hint_is_the_solution(exercise: Exercise) -> None:
    answer = [line.strip() for line in solved_source(exercise.solved).splitlines()]
    returned = [line for line in answer if line.startswith("return ")]
    for hint in exercise.hints:
        assert not any(line in hint.en or line in hint.zh for line in returned)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("prediction", PREDICTIONS, ids=exercise_id)
def test_each_letter_has_its_own_answer(prediction: Prediction, lang: Language) -> None:
    use_language(lang)
    assert len(prediction.choices) >= 2
    told = set()
    for letter, text in prediction.choices.items():
        feedback = prediction.answer(letter)
        right = letter == prediction.right
        assert feedback.outcome == ("right" if right else "mistake")
        assert str(text) in repr(feedback)
        told.add(str(text))
    assert len(told) == len(prediction.choices)


@pytest.mark.parametrize("prediction", PREDICTIONS, ids=exercise_id)
@pytest.mark.parametrize("letter", ["", "  ", "z", "?"])
def test_no_letter_is_not_tried(prediction: Prediction, letter: str) -> None:
    assert prediction.answer(letter).outcome == "not_tried"


def test_right_letters_are_spread() -> None:
    """A learner who always says the same letter is not right most of the time."""
    for slug, module in MODULES.items():
        right = [each.right for each in module.predictions]
        most = max(map(right.count, right))
        assert most <= max(2, 0.6 * len(right)), (slug, right)
