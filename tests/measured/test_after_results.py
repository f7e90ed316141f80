"""The results of lesson 13: what is in the file, asked by name; and damaged files."""

from __future__ import annotations

import json

import pytest

from course_utils.files import FileError
from course_utils.measured import after_gates as after
from course_utils.measured.results import ResultError, save_results
from course_utils.places import AFTER_RESULTS
from course_utils.text import use_language


def poem_run(kind, share, seed, test):
    return after.PoemRun(
        kind=kind,
        share=share,
        seed=seed,
        rate=0.004,
        parameters=400_000,
        characters=20_000,
        read=100_000,
        updates=300,
        seconds=20.0,
        validation=test,
        test=test,
    )


def task_run(task, kind, seed, scores):
    return after.TaskRun(task, kind, seed, 0.01, 20_000, 500, 6.0, scores)


def some_results():
    return after.AfterResults(
        setting={"command": "course bench after", "plan": {}},
        rates=(
            after.RateRun("lstm", 0.002, 6.9),
            after.RateRun("lstm", 0.004, 6.6),
            after.RateRun("lstm", 0.008, 6.7),
        ),
        poems=(
            poem_run("lstm", 0.1, 1, 6.5),
            poem_run("lstm", 0.01, 1, 7.0),
            poem_run("lstm", 0.1, 2, 6.7),
            poem_run("transformer", 0.1, 1, 6.6),
        ),
        tasks=(
            task_run("parity", "rnn", 1, {20: 1.0, 40: 0.9}),
            task_run("parity", "rnn", 2, {20: 0.8, 40: 0.7}),
        ),
        lengths=tuple(
            after.LengthCost(steps, {"lstm": lstm, "attention": attention})
            for steps, lstm, attention in (
                (8, 1, 2),
                (16, 3, 2),
                (32, 4, 5),
                (64, 8, 9),
            )
        ),
        nexts=(after.NextCost(16, {"lstm": 1.0}, {"lstm": 128}),),
    )


def test_figures_are_found_by_name():
    results = some_results()
    assert results.nats("lstm") == {0.01: (7.0,), 0.1: (6.5, 6.7)}
    assert list(results.nats("lstm")) == [0.01, 0.1]
    assert results.scores("parity", "rnn") == {20: (1.0, 0.8), 40: (0.9, 0.7)}
    assert results.best_rate("lstm") == 0.004


def test_the_crossing_is_where_the_other_stays_slower():
    results = some_results()
    assert results.crossing() == 32
    assert results.crossing("attention", "lstm") is None


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "results.json"
    save_results(some_results(), path)
    assert after.load_after_results(path) == some_results()


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda found: found.nats("gru"), "“gru”; there are: lstm, transformer"),
        (lambda found: found.scores("recall", "rnn"), "“recall”; there are: parity"),
        (lambda found: found.scores("parity", "gru"), "“gru”; there are: rnn"),
        (lambda found: found.best_rate("rnn"), "there are: lstm"),
    ],
)
def test_what_is_not_there_says_what_is(ask, words):
    with pytest.raises(ResultError) as error:
        ask(some_results())
    assert words in str(error.value)
    use_language("zh")
    with pytest.raises(ResultError, match="请运行"):
        ask(some_results())


def test_a_training_that_failed_is_no_result():
    for failed in (float("nan"), float("inf")):
        with pytest.raises(ResultError, match="finite"):
            some_results().with_runs(poems=(poem_run("lstm", 0.1, 3, failed),))
        with pytest.raises(ResultError, match="finite"):
            some_results().with_runs(tasks=(task_run("a", "rnn", 1, {20: failed}),))


def test_a_damaged_file_is_refused_in_words(tmp_path):
    path = tmp_path / "results.json"
    save_results(some_results(), path)
    whole = path.read_text("utf-8")
    known = json.loads(whole)
    damaged = [
        whole[: len(whole) // 2],
        "[]",
        "{}",
        json.dumps(known | {"poems": [{"kind": "lstm"}]}),
        json.dumps(known | {"tasks": [known["tasks"][0] | {"scores": {"x": 1.0}}]}),
        whole.replace("7.0", "NaN"),
    ]
    for text in damaged:
        path.write_text(text, "utf-8")
        with pytest.raises(ResultError, match=r"results\.json .*course bench after"):
            after.load_after_results(path)


def test_no_file_and_no_file_of_results(tmp_path):
    with pytest.raises(ResultError, match="is not there"):
        after.load_after_results(tmp_path / "none.json")
    with pytest.raises(FileError):
        after.load_after_results(tmp_path)


def test_the_committed_results_are_whole():
    """Every share and every task that the plan names is there, for every kind."""
    results = after.load_after_results()
    plan = results.setting["plan"]
    assert results.setting["command"].startswith("course bench after --seconds")
    assert len(results.rates) == 3 * len(plan["rates"])
    for kind in ("lstm", "minimal_gru", "transformer"):
        assert list(results.nats(kind)) == sorted(plan["shares"])
        runs = [run for run in results.poems if run.kind == kind]
        assert all(run.rate == results.best_rate(kind) for run in runs)
        assert all(abs(run.parameters / 400_000 - 1) < 0.02 for run in runs)
    for task in plan["tasks"]:
        for kind in ("rnn", "lstm", "gru", "minimal_gru", "transformer"):
            scores = results.scores(task, kind)
            assert len(scores[min(scores)]) >= 3
    assert AFTER_RESULTS.with_name("log.jsonl").exists()
