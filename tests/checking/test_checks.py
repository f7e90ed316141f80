"""Exercises answer at once, name the mistake, and survive whatever they are given."""

import time

import numpy as np
import pytest

from course_utils.checking.feedback import Feedback
from course_utils.checking.lists import Exercises, Predictions
from course_utils.scratch import params
from course_utils.scratch.params import count_rnn as imported_count
from course_utils.text import Text, use_language


def text(name: str) -> Text:
    return Text(en=f"en {name}", zh=f"zh {name}")


def cases():
    rng = np.random.default_rng(0)
    return [(rng.normal(size=(2, 3)), 2.0), (rng.normal(size=(4, 3)), -1.0)]


@pytest.fixture
def exercises(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")
    made = Exercises("01_vanilla_rnn")

    @made.add(
        task=text("task"),
        hints=(text("one"), text("two"), text("three")),
        cases=cases,
        time_limit=0.5,
    )
    def scale(x: np.ndarray, by: float) -> np.ndarray:
        """x (B, E), by -> (B, E)"""
        return by * x

    @made.scale.mistake(text("adds"))
    def adds(x, by):
        return by + x

    @made.scale.mistake(text("bad product"))
    def bad_product(x, by):
        return x @ x

    return made


def loops(x, by):
    while True:
        pass


def prints(x, by):
    print(by * x)


def changes(x, by):
    x *= by
    return x


def raises(x, by):
    wrong = by / 0
    return wrong * x


def leaves(x, by):
    raise SystemExit


NAMED = {
    "adds": lambda x, by: by + x,
    "bad_product": lambda x, by: x @ x,
    "too_slow": loops,
    "prints": prints,
    "changes_input": changes,
    "returns_none": lambda x, by: None,
    "wrong_type": lambda x, by: (by * x).tolist(),
    "wrong_shape": lambda x, by: by * x[:1],
    "not_a_number": lambda x, by: by * x * np.nan,
    "not_callable": np.ones(3),
    "raises": raises,
}


@pytest.mark.parametrize("name", NAMED)
def test_each_mistake_is_named(exercises, name):
    feedback = exercises.scale.check(NAMED[name])
    assert (feedback.outcome, feedback.mistake) == ("mistake", name)
    assert "exercises.scale.hint()" in repr(feedback)


def test_the_right_answer_is_right_and_recorded(exercises):
    feedback = exercises.scale.check(lambda x, by: x * by)
    assert feedback.outcome == "right" and "✔" in repr(feedback)


@pytest.mark.torch
def test_a_tensor_is_as_good_as_an_array(exercises):
    import torch

    as_tensor = exercises.scale.check(lambda x, by: torch.tensor(x * by))
    assert as_tensor.outcome == "right"


@pytest.mark.parametrize("value", [NotImplementedError, ...])
def test_a_stub_is_not_tried(exercises, value):
    def stub(x, by):
        if value is ...:
            return ...
        raise NotImplementedError

    feedback = exercises.scale.check(stub)
    assert feedback.outcome == "not_tried"
    assert str(exercises.scale.task) in repr(feedback)


def test_an_unnamed_mistake_shows_expected_and_found(exercises):
    feedback = exercises.scale.check(lambda x, by: 3 * x)
    assert feedback.outcome == "wrong" and feedback.mistake is None
    assert "by = 2" in repr(feedback) and "it should return" in repr(feedback)


def test_of_a_large_array_the_entry_that_differs_is_shown(exercises):
    def spoils(x):
        wrong = 2.0 * x
        wrong[3, 4] = 7.5
        return wrong

    @exercises.add(task=text("t"), hints=(), cases=lambda: [(np.ones((6, 6)),)])
    def double(x):
        return 2.0 * x

    assert "`[3, 4]` should be 2, found 7.5" in repr(
        exercises.double.check(spoils)
    )


outside = np.ones(3)


def test_a_variable_of_the_notebook_is_named(exercises):
    feedback = exercises.scale.check(lambda x, by: by * x * outside[:2])
    assert feedback.mistake == "uses_notebook" and "`outside`" in repr(feedback)
    assert exercises.scale.check(lambda x, by: by * x * outside).outcome == "right"


def test_an_attribute_is_no_variable_of_the_notebook(exercises, monkeypatch):
    monkeypatch.setitem(globals(), "T", 1000)
    assert exercises.scale.check(lambda x, by: x.T).mistake == "wrong_shape"


def test_the_courses_own_version_proves_nothing(exercises):
    @exercises.add(task=text("t"), hints=(), cases=lambda: [(2, 3)])
    def count_rnn(input_size, hidden_size):
        return hidden_size * (input_size + hidden_size + 2)

    feedback = exercises.count_rnn.check(lambda E, H: params.count_rnn(E, H))
    assert feedback.mistake == "borrowed" and "params.count_rnn" in repr(feedback)
    feedback = exercises.count_rnn.check(lambda E, H: imported_count(E, H))
    assert feedback.mistake == "borrowed" and "imported_count" in repr(feedback)
    assert exercises.count_rnn.check(count_rnn).outcome == "right"


def test_a_version_of_another_name_proves_nothing_either(exercises):
    @exercises.add(
        task=text("t"),
        hints=(),
        cases=lambda: [(2, 3)],
        course_versions=("count_recurrent",),
    )
    def count_layers(input_size, hidden_size):
        return params.count_rnn(input_size, hidden_size)

    feedback = exercises.count_layers.check(
        lambda E, H: params.count_recurrent("RNN", E, H)
    )
    assert feedback.mistake == "borrowed" and "count_recurrent" in repr(feedback)
    assert exercises.count_layers.check(count_layers).outcome == "right"


def test_a_product_that_does_not_fit_is_put_into_words(exercises):
    feedback = exercises.scale.check(lambda x, by: x @ np.ones((7, 2)))
    assert feedback.mistake == "raises" and "inner sizes" in repr(feedback)


def test_a_wrong_number_of_values_names_the_item(exercises):
    @exercises.add(task=text("t"), hints=(), cases=lambda: [(2,)])
    def two_lists(x):
        return [x, x], [x, x, x]

    feedback = exercises.two_lists.check(lambda x: ([x, x], [x, x]))
    assert feedback.mistake == "wrong_length"
    assert "Item 2 of what it returns should have 3 values" in repr(feedback)
    feedback = exercises.two_lists.check(lambda x: ([x, x],))
    assert "It should return 2 values, found 1" in repr(feedback)


def test_wrong_keys_are_named(exercises):
    @exercises.add(task=text("t"), hints=(), cases=lambda: [(2,)])
    def parts(x):
        return {"a": x, "b": x}

    feedback = exercises.parts.check(lambda x: {"a": x, "c": x})
    assert feedback.mistake == "wrong_keys" and "`a`, `b`" in repr(feedback)


def test_an_error_is_shown_with_the_learners_own_line(exercises):
    feedback = exercises.scale.check(raises)
    assert "wrong = by / 0" in repr(feedback)
    assert "ZeroDivisionError" in repr(feedback)


def test_a_function_that_leaves_python_does_not(exercises):
    assert exercises.scale.check(leaves).mistake == "raises"


def test_wrong_number_of_arguments_is_an_error_in_words(exercises):
    feedback = exercises.scale.check(lambda x: x)
    assert feedback.mistake == "raises" and "TypeError" in repr(feedback)


def test_an_endless_loop_is_stopped_in_time_and_really_ends(exercises):
    ticks = []

    def counts(x, by):
        while True:
            ticks.append(1)
            time.sleep(0.001)

    began = time.perf_counter()
    feedback = exercises.scale.check(counts)
    assert time.perf_counter() - began < 5
    assert "0.5 seconds" in repr(feedback)
    stopped = len(ticks)
    time.sleep(0.1)
    assert len(ticks) == stopped


def test_the_language_is_chosen_when_feedback_is_shown(exercises):
    feedback = exercises.scale.check(NAMED["adds"])
    assert "en adds" in repr(feedback)
    use_language("zh")
    assert "zh adds" in repr(feedback) and "zh adds" in feedback._repr_html_()
    use_language("en")


def test_feedback_never_renders_what_a_learner_wrote_as_html(exercises):
    def evil(x, by):
        raise ValueError("<script>alert(1)</script>")

    html = exercises.scale.check(evil)._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "words, shown",
    [
        ("the *last* of `a*b*c`", "the <em>last</em> of <code>a*b*c</code>"),
        ("4 * H * (E + H), 2*H*3", "4 * H * (E + H), 2*H*3"),
        ("an open ` and *so*", "an open ` and <em>so</em>"),
        ("*<b>*", "*&lt;b&gt;*"),
    ],
)
def test_code_and_stress_are_marked(words, shown):
    line = Text(en=words, zh=words)
    assert shown in Feedback("note", line)._repr_html_()


def test_hints_are_a_ladder(exercises):
    rungs = [repr(exercises.scale.hint()) for _ in range(4)]
    assert ["en one" in rungs[0], "en two" in rungs[1], "en three" in rungs[2]] == [
        True
    ] * 3
    assert rungs[3] == rungs[2] and "solution()" in rungs[3]
    assert "en two" in repr(exercises.scale.hint(2))
    assert "1 to 3" in repr(exercises.scale.hint(7))


def test_the_solution_is_shown_without_annotations(exercises):
    assert "def scale(x, by):" in repr(exercises.scale.solution())


def test_unknown_names_are_refused_with_those_there_are(exercises):
    with pytest.raises(AttributeError, match="scale"):
        _ = exercises.scael
    assert "scale" in dir(exercises)


def test_two_exercises_of_one_name_are_refused(exercises):
    with pytest.raises(ValueError, match="two exercises"):
        exercises.add(task=text("t"), hints=(), cases=cases)(exercises.scale.solved)


def test_two_mistakes_of_one_name_are_refused(exercises):
    with pytest.raises(ValueError, match="already has a mistake 'adds'"):

        @exercises.scale.mistake(text("again"))
        def adds(x, by):
            return x


def test_a_lesson_is_put_together_from_files(exercises):
    other = Exercises("01_vanilla_rnn")
    other.add(task=text("task"), hints=(), cases=cases)(changes)
    lesson = Exercises("01_vanilla_rnn", other, exercises)
    assert [each.name for each in lesson] == ["changes", "scale"]
    assert lesson.scale is exercises.scale


def test_files_of_different_lessons_or_alike_do_not_fit_together(exercises):
    with pytest.raises(ValueError, match="scale: expected an exercise of 02"):
        Exercises("02_parameters", exercises)
    with pytest.raises(ValueError, match="two exercises"):
        Exercises("01_vanilla_rnn", exercises, exercises)


def test_a_lesson_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="99_nothing"):
        Exercises("99_nothing")


@pytest.fixture
def predictions():
    use_language("en")
    made = Predictions("01_vanilla_rnn")
    made.add("size", answer="b", choices={"a": text("a"), "b": text("b")})
    return made


def test_a_prediction_explains_right_and_wrong(predictions):
    right, wrong = predictions.size.answer("(b)"), predictions.size.answer(" A ")
    assert right.outcome == "right" and "en b" in repr(right)
    assert wrong.outcome == "mistake" and wrong.mistake == "a"
    assert "en a" in repr(wrong) and "(a)" in repr(wrong)


@pytest.mark.parametrize("letter", ["", "  ", None, 3, "z", "ab"])
def test_no_letter_or_an_unknown_one_asks_for_one(predictions, letter):
    feedback = predictions.size.answer(letter)
    assert feedback.outcome == "not_tried" and "a, b" in repr(feedback)


def test_a_prediction_without_its_answer_is_refused(predictions):
    with pytest.raises(ValueError, match="'c'"):
        predictions.add("other", answer="c", choices={"a": text("a")})
    with pytest.raises(ValueError, match="two exercises or predictions"):
        predictions.add("size", answer="a", choices={"a": text("a")})
