"""Exercises answer at once, name the mistake, and survive whatever they are given."""

import _thread
import builtins
import os
import re
import signal
import sys
import time

import hostile
import numpy as np
import pytest
from written import as_written

from course_utils import scratch
from course_utils.checking import checks, compare, sandbox, surroundings
from course_utils.checking.calls import Call
from course_utils.checking.checks import Exercise
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
    "wrong_type": lambda x, by: str(by * x),
    "wrong_shape": lambda x, by: by * x[:1, :1],
    "not_a_number": lambda x, by: by * x * np.nan,
    "not_callable": np.ones(3),
    "divides_by_zero": raises,
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
    feedback = exercises.scale.check(lambda x, by: x**3 + by * np.arange(3))
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

    assert "`[3, 4]` should be 2, found 7.5" in repr(exercises.double.check(spoils))


outside = np.ones(3)


def test_a_variable_of_the_notebook_is_named(exercises):
    feedback = exercises.scale.check(lambda x, by: by * x * outside[:2])
    assert feedback.mistake == "uses_notebook" and "`outside`" in repr(feedback)
    assert exercises.scale.check(lambda x, by: by * x * outside).outcome == "right"


def test_an_attribute_is_no_variable_of_the_notebook(exercises, monkeypatch):
    monkeypatch.setitem(globals(), "T", 1000)
    assert exercises.scale.check(lambda x, by: x.T).mistake == "dimensions_exchanged"


def test_the_courses_own_version_proves_nothing(exercises):
    @exercises.add(task=text("t"), hints=(), cases=lambda: [(2, 3)])
    def count_rnn(input_size, hidden_size):
        return hidden_size * (input_size + hidden_size + 2)

    feedback = exercises.count_rnn.check(lambda E, H: params.count_rnn(E, H))
    assert feedback.mistake == "borrowed" and "`count_rnn`" in repr(feedback)
    feedback = exercises.count_rnn.check(lambda E, H: imported_count(E, H))
    assert feedback.mistake == "borrowed" and "`count_rnn`" in repr(feedback)
    assert exercises.count_rnn.check(count_rnn).mistake == "borrowed"
    right = as_written(count_rnn)
    assert exercises.count_rnn.check(right).outcome == "right"


def test_a_version_of_another_name_proves_nothing_either(exercises):
    @exercises.add(
        task=text("t"),
        hints=(),
        cases=lambda: [(2, 3)],
        course_versions=("count_recurrent",),
    )
    def count_layers(input_size, hidden_size):
        return hidden_size * (input_size + hidden_size + 2)

    feedback = exercises.count_layers.check(
        lambda E, H: params.count_recurrent("RNN", E, H)
    )
    assert feedback.mistake == "borrowed" and "count_recurrent" in repr(feedback)
    right = as_written(count_layers)
    assert exercises.count_layers.check(right).outcome == "right"


def test_a_product_that_does_not_fit_is_put_into_words(exercises):
    feedback = exercises.scale.check(lambda x, by: x @ np.ones((7, 2)))
    assert feedback.mistake == "product_fits_not" and "inner sizes" in repr(feedback)


def test_a_wrong_number_of_values_names_the_item(exercises):
    @exercises.add(task=text("t"), hints=(), cases=lambda: [(2,)])
    def two_lists(x):
        return [x, x], [x, x, x]

    feedback = exercises.two_lists.check(lambda x: ([x, x], [x, x]))
    assert feedback.mistake == "wrong_length"
    assert "Item 2 of what it returns should have 3 values" in repr(feedback)
    feedback = exercises.two_lists.check(lambda x: ([x, 5],))
    assert "It should return 2 values, found 1" in repr(feedback)
    feedback = exercises.two_lists.check(lambda x: ([x, x],))
    assert feedback.mistake == "part_missing" and "missing: 2" in repr(feedback)


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
    assert feedback.mistake == "unknown_argument" and "TypeError" in repr(feedback)


def test_how_long_it_may_run_is_said(exercises):
    feedback = exercises.scale.check(lambda x, by: sum(range(4 * 10**9)))
    said = re.search(r"still running after ([\d.]+) seconds", repr(feedback))
    assert feedback.mistake == "too_slow" and said and 0.5 <= float(said[1]) < 10


ENDINGS = {"left_running": "Restart the kernel", "died": "the whole process"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_how_else_it_ended_is_said(exercises, monkeypatch, ending):
    ended = Call(ending=ending, printed="first")
    monkeypatch.setitem(vars(checks), "run_all", lambda *_: [ended])
    monkeypatch.setitem(surroundings._seen, checks.__name__, {})
    feedback = exercises.scale.check(lambda x, by: x)
    assert feedback.mistake == ending and ENDINGS[ending] in repr(feedback)
    assert feedback.printed == "first"


def test_stop_is_answered_in_words(exercises):
    def stops(x, by):
        _thread.interrupt_main()
        time.sleep(5)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sandbox, "HAS_CHILDREN", False)
            patch.setattr(exercises.scale, "time_limit", 60.0)
            feedback = exercises.scale.check(stops)
    finally:
        signal.signal(signal.SIGINT, before)
    assert feedback.outcome == "note" and "Stopped" in repr(feedback)


def test_a_fault_of_the_check_itself_is_no_traceback(exercises, monkeypatch):
    monkeypatch.setattr(exercises.scale, "cases", lambda: 1 / 0)
    feedback = exercises.scale.check(lambda x, by: by * x)
    assert feedback.outcome == "note" and "ZeroDivisionError" in repr(feedback)


def shouts(x, by):
    for number in range(30):
        print("<b>", number, "y" * 500)
    print("error", file=sys.stderr)
    return by * x


def test_the_first_lines_that_are_printed_are_shown(exercises):
    feedback = exercises.scale.check(shouts)
    assert feedback.outcome == "right"
    lines = repr(feedback).splitlines()
    shown = lines[lines.index("It printed:") + 1 :]
    assert len(shown) == 11 and shown[-1] == "…"
    assert shown[9].startswith("<b> 9 yyy") and max(map(len, shown)) == 120
    html = feedback._repr_html_()
    assert "&lt;b&gt; 9 yyy" in html and "<b> 9" not in html


def test_errors_are_shown_as_prints_are(exercises):
    feedback = exercises.scale.check(
        lambda x, by: print("careful", file=sys.stderr) or by * x
    )
    assert "careful" in repr(feedback)


def patches_numpy(x, by):
    np.allclose = np.isclose = np.array_equal = lambda *_args, **_named: True
    np.tanh = np.exp
    return 0 * x


def patches_checks(x, by):
    checks.same_run = compare.same = lambda *_args: True
    Exercise._explain = Exercise._right
    return 0 * x


def patches_python(x, by):
    builtins.all = lambda *_args: True
    return 0 * x


@pytest.mark.parametrize("answer", [patches_numpy, patches_checks, patches_python])
def test_what_is_patched_makes_no_wrong_answer_right(exercises, answer):
    assert exercises.scale.check(answer).outcome != "right"
    assert exercises.scale.check(lambda x, by: 0 * x).outcome != "right"
    assert exercises.scale.check(lambda x, by: by * x).outcome == "right"


def test_a_right_answer_that_replaces_is_told(exercises):
    def replaces(x, by):
        np.tanh = np.exp
        return by * x

    own = np.tanh
    feedback = exercises.scale.check(replaces)
    assert feedback.mistake == "replaces" and "`numpy.tanh`" in repr(feedback)
    assert np.tanh is own


def test_what_the_notebook_has_replaced_is_said_and_not_used(exercises, monkeypatch):
    exercises.scale.check(abs)
    monkeypatch.setattr(np, "multiply", np.add)
    monkeypatch.setattr(np, "all", lambda *_args: True)
    feedback = exercises.scale.check(lambda x, by: np.multiply(by, x))
    assert feedback.outcome == "right"
    assert "`numpy.multiply`" in repr(feedback) and "`numpy.all`" in repr(feedback)
    assert np.multiply is np.add


def test_an_answer_leaves_no_trace(exercises, tmp_path):
    def wanders(x, by):
        np.random.seed(0)
        os.chdir(tmp_path)
        os.environ["WANDERED"] = "1"
        return by * x

    np.random.seed(7)
    folder, first = os.getcwd(), np.random.RandomState(7).normal()
    assert exercises.scale.check(wanders).outcome == "right"
    assert np.random.normal() == first
    assert os.getcwd() == folder and "WANDERED" not in os.environ


def test_the_cases_are_out_of_reach(exercises):
    """What an answer does to its arguments, or keeps of them, changes no result."""
    kept = []

    def keeps(x, by):
        for each in kept:
            each[:] = 0
        kept.append(x)
        return by * x

    assert exercises.scale.check(keeps).outcome == "right"
    assert exercises.scale.check(lambda x, by: kept[0] * 0 + by * x).outcome != "right"


@pytest.mark.parametrize("digits", [4, 6])
def test_rounded_values_are_named(exercises, digits):
    feedback = exercises.scale.check(lambda x, by: (by * x).round(digits))
    assert feedback.mistake == "rounded" and f"{digits} decimals" in repr(feedback)


def test_single_precision_is_right(exercises):
    feedback = exercises.scale.check(lambda x, by: (by * x).astype(np.float32))
    assert feedback.outcome == "right"


def test_half_precision_shows_digits_enough(exercises):
    feedback = exercises.scale.check(lambda x, by: (by * x).astype(np.float16))
    expected, found = re.search(
        r"(?s)should (?:return|be) (.*?)(?:, found |\nbut returns )(.*?)\.?\nStuck",
        repr(feedback),
    ).groups()
    assert expected != found


def test_an_item_of_another_kind_is_named(exercises):
    @exercises.add(task=text("t"), hints=(), cases=lambda: [(2,)])
    def start_and_targets(x):
        return [x, x], [x, x, x]

    check = exercises.start_and_targets.check
    feedback = check(lambda x: (1, [2, 2, 2]))
    assert feedback.mistake == "wrong_type"
    assert "Item 1 of what it returns should be `list`, found `int`" in repr(feedback)
    assert check(lambda x: ([x, x], [x, x, "x"])).mistake == "some_parts"


def test_keys_that_look_alike_are_told_apart(exercises):
    @exercises.add(task=text("t"), hints=(), cases=lambda: [(2,)])
    def keyed(x):
        return {"1": x}

    feedback = exercises.keyed.check(lambda x: {1: x})
    assert "should be {'1'}; found {1}" in repr(feedback)


def rnn_forward(x, by):
    """Calls the course's own function, and itself, not the course's version."""
    assert scratch.sigmoid(0.0) == 0.5
    return rnn_forward(x[:0], by) if len(x) > 9 else by * x


def test_a_recursion_of_ones_own_is_not_borrowed(exercises):
    exercises.add(task=text("t"), hints=(), cases=cases)(rnn_forward)
    right = as_written(rnn_forward)
    assert exercises.rnn_forward.check(right).outcome == "right"


@pytest.mark.filterwarnings("ignore:coroutine")  # one answer is an `async def`
@pytest.mark.parametrize("name", hostile.ANSWERS)
def test_any_answer_gets_a_feedback(exercises, monkeypatch, name):
    monkeypatch.setattr(sandbox, "HAS_CHILDREN", False)
    answer = hostile.ANSWERS[name]()
    assert exercises.scale.check(answer).outcome in ("mistake", "wrong")


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


@pytest.mark.parametrize("number", [2, "2", " ２ ", 2.0, np.int64(2), np.float32(2)])
def test_a_hint_can_be_asked_for_in_many_ways(exercises, number):
    assert "en two" in repr(exercises.scale.hint(number))


@pytest.mark.parametrize("number", [7, 0, -1, "x", 1.5, float("nan"), [1]])
def test_a_hint_that_is_not_there_is_answered_in_words(exercises, number):
    assert "1 to 3" in repr(exercises.scale.hint(number))


@pytest.mark.parametrize("name", hostile.VALUES)
def test_any_number_of_a_hint_is_answered(exercises, name):
    assert exercises.scale.hint(hostile.VALUES[name]()).outcome == "note"


def test_the_next_hint_is_asked_for_by_nothing(exercises):
    assert "en one" in repr(exercises.scale.hint(None))
    assert "en one" in repr(exercises.scale.hint(True))
    assert "en two" in repr(exercises.scale.hint())


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


LETTERS = (
    "b|B| b |b.|(b)|b)|'b'|Ｂ|b、|ｂ。| Ｂ。|（b）|“b”|「ｂ」|b；|b，|b\u3000|\ufeffb|ⓑ"
)


@pytest.mark.parametrize("letter", LETTERS.split("|"))
def test_a_letter_may_be_typed_in_many_ways(predictions, letter):
    assert predictions.size.answer(letter).outcome == "right"


@pytest.mark.parametrize("name", hostile.VALUES)
def test_anything_else_is_no_letter(predictions, name):
    feedback = predictions.size.answer(hostile.VALUES[name]())
    assert feedback.outcome == ("mistake" if name == "raising text" else "not_tried")


@pytest.mark.parametrize("letter", ["", "  ", None, 3, "z", "ab", "。", "a b"])
def test_no_letter_or_an_unknown_one_asks_for_one(predictions, letter):
    feedback = predictions.size.answer(letter)
    assert feedback.outcome == "not_tried" and "a, b" in repr(feedback)


def test_a_prediction_without_its_answer_is_refused(predictions):
    with pytest.raises(ValueError, match="'c'"):
        predictions.add("other", answer="c", choices={"a": text("a")})
    with pytest.raises(ValueError, match="two exercises or predictions"):
        predictions.add("size", answer="a", choices={"a": text("a")})
