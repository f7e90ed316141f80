"""The measured rows: read, kept apart from stale ones, and as good as the lessons say.

The figures themselves come from `course bench text`; here stands what must hold of the
committed file.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from refusals import OBSTACLES, files_below, fill_disk

from course_utils.files import FileError
from course_utils.measured import recipes
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.recipes import TEXT_RECIPES, find_text_recipe, recipes_of
from course_utils.measured.results import (
    MeasuredPart,
    MeasuredRow,
    MeasuredRun,
    ResultError,
    Results,
    load_results,
    save_results,
)
from course_utils.places import TEXT_RESULTS
from course_utils.text import Text

ROWS = [(one.corpus, one.name) for one in TEXT_RECIPES]
RECIPE = TextRecipe("movies", "small", Text(en="small", zh="小"), "net")
RUN = MeasuredRun(
    seed=1,
    test=0.7,
    validation=0.75,
    best_epoch=2,
    parameters=10,
    cpu_seconds=3.0,
    figures={"PER": 0.5},
    by={"length": {"0-20": MeasuredPart(0.8, 30), "20+": MeasuredPart(0.6, 10)}},
)


def two_runs() -> Results:
    other = replace(
        RUN,
        seed=2,
        test=0.8,
        figures={"PER": 0.7},
        by={"length": {"0-20": MeasuredPart(0.9, 30), "20+": MeasuredPart(0.5, 10)}},
    )
    return Results({}, {"threads": 1}).with_run(RECIPE, other).with_run(RECIPE, RUN)


# --- reading and writing -------------------------------------------------------


def test_a_row_is_the_mean_of_its_runs() -> None:
    row = two_runs()["movies"]["small"]
    assert row.seeds == (1, 2) and row.tests == (0.7, 0.8)
    assert row.mean == pytest.approx(0.75)
    assert row.sd == pytest.approx(0.1 / 2**0.5)
    assert row.parameters == 10 and row.cpu_seconds == 3.0
    assert row.figure("PER") == pytest.approx(0.6)
    parts = row.by("length")
    assert [part.num for part in parts.values()] == [30, 10]
    assert [part.value for part in parts.values()] == pytest.approx([0.85, 0.55])


def test_one_run_has_no_deviation() -> None:
    assert MeasuredRow("small", {}, (RUN,)).sd is None


def test_what_is_saved_is_read(tmp_path: Path) -> None:
    save_results(two_runs(), path := tmp_path / "results.json")
    found = load_results(path)
    assert found.to_json() == two_runs().to_json()
    assert found["movies"]["small"].runs == two_runs()["movies"]["small"].runs


def test_a_recipe_that_changed_loses_its_runs() -> None:
    changed = replace(RECIPE, model={"hidden": 65})
    assert two_runs().row_of(RECIPE) is not None
    assert two_runs().row_of(changed) is None
    assert two_runs().with_run(changed, RUN)["movies"]["small"].seeds == (1,)


def test_the_title_and_the_seeds_do_not_make_a_recipe_another() -> None:
    renamed = replace(RECIPE, title=Text(en="tiny", zh="微"), seeds=(1,))
    assert renamed.facts() == RECIPE.facts()
    assert renamed.digest() == RECIPE.digest()
    assert replace(RECIPE, model={"hidden": 65}).digest() != RECIPE.digest()


def test_what_is_missing_says_what_to_run(tmp_path: Path) -> None:
    results = two_runs()
    with pytest.raises(ResultError, match=r"small.*course bench text movies"):
        results["movies"]["large"]
    with pytest.raises(ResultError, match="course bench text reviews"):
        results["reviews"]["full"]
    with pytest.raises(ResultError, match="it has: PER"):
        results["movies"]["small"].figure("LOC")
    with pytest.raises(ResultError, match="it has: length"):
        results["movies"]["small"].by("rating")
    with pytest.raises(ResultError, match="is not there"):
        load_results(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"rows": {}}', '{"setting": {}, "rows": {"movies": 3}}']
)
def test_a_damaged_file_is_no_result(tmp_path: Path, content: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ResultError, match="holds no results"):
        load_results(path)


def test_a_figure_that_is_no_number_is_neither_written_nor_read(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    with pytest.raises(ResultError, match=r"seed 1 found test = nan.*has failed"):
        replace(RUN, test=float("nan"))
    with pytest.raises(ResultError, match=r"seed 1 found PER = inf.*has failed"):
        replace(RUN, figures={"PER": float("inf")})
    with pytest.raises(ValueError, match=r"results\.json was not written"):
        save_results(Results({}, {"threads": float("nan")}), path)
    save_results(two_runs(), path)
    path.write_bytes(path.read_bytes().replace(b"0.7,", b"NaN,"))
    with pytest.raises(ResultError, match="holds no results"):
        load_results(path)


@pytest.mark.parametrize("obstacle", OBSTACLES)
@pytest.mark.parametrize("use", ["read", "write"])
def test_what_is_in_its_place_is_said(tmp_path: Path, obstacle: str, use: str) -> None:
    put, words = OBSTACLES[obstacle]
    put(path := tmp_path / "new" / "results.json")
    if (obstacle, use) == ("pipe", "write"):
        save_results(two_runs(), path)  # a pipe gives way
        return
    with pytest.raises(FileError, match=words):
        load_results(path) if use == "read" else save_results(two_runs(), path)


def test_on_a_full_disk_the_old_results_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_results(Results({}, {}), path := tmp_path / "results.json")
    before = path.read_bytes()
    fill_disk(monkeypatch)
    with pytest.raises(FileError, match=r"results\.json.*no room is left"):
        save_results(two_runs(), path)
    assert path.read_bytes() == before and files_below(tmp_path) == [path.name]


def test_unknown_names_are_answered_with_the_known() -> None:
    with pytest.raises(ValueError, match=r"Expected one of digits.* found “movie”"):
        recipes_of(["movie"])
    with pytest.raises(ValueError, match="Its rows: majority"):
        find_text_recipe("movies", "nonsense")


def test_each_row_has_its_own_name() -> None:
    assert len(set(ROWS)) == len(ROWS)
    assert {one.corpus for one in recipes_of(["movies", "digits"])} == {
        "movies",
        "digits",
    }
    assert len(recipes_of()) == len(TEXT_RECIPES)
    assert set(recipes.CORPORA) >= {"movies", "reviews", "tagging", "numerals"}


# --- the committed file --------------------------------------------------------


@pytest.mark.parametrize(("corpus", "name"), ROWS)
def test_the_committed_runs_are_those_of_the_recipe(corpus: str, name: str) -> None:
    """A recipe changed without a run fails here, and so does a seed left out."""
    recipe = find_text_recipe(corpus, name)
    row = load_results().row_of(recipe)
    assert row is not None, f"run `course bench text {corpus}`"
    assert row.seeds == recipe.seeds


def test_no_row_is_left_over() -> None:
    results = load_results()
    assert [(corpus, name) for corpus in results for name in results[corpus]] != []
    assert {(corpus, name) for corpus in results for name in results[corpus]} == set(
        ROWS
    )


def test_the_means_for_people_are_those_of_the_runs() -> None:
    known = json.loads(TEXT_RESULTS.read_text(encoding="utf-8"))["rows"]
    results = load_results()
    for corpus, name in ROWS:
        row = results[corpus][name]
        assert known[corpus][name]["mean"] == pytest.approx(row.mean, abs=1e-5)
        if row.sd is not None:
            assert known[corpus][name]["sd"] == pytest.approx(row.sd, abs=1e-5)


def test_the_log_has_every_run() -> None:
    lines = TEXT_RESULTS.with_name("log.jsonl").read_text(encoding="utf-8").splitlines()
    logged = [json.loads(line) for line in lines]
    results = load_results()
    runs = {
        (corpus, name, run.seed): run.test
        for corpus in results
        for name in results[corpus]
        for run in results[corpus][name].runs
    }
    found = {(one["corpus"], one["name"], one["seed"]): one["test"] for one in logged}
    assert len(logged) == len(found)
    assert found == pytest.approx(runs, abs=1e-4)


def mean(corpus: str, name: str) -> float:
    return load_results()[corpus][name].mean


def test_movies_are_as_good_as_lesson_08_says() -> None:
    movies = load_results()["movies"]
    assert 0.69 < movies["rnn"].mean < 0.75
    assert movies["lstm"].mean >= 0.755
    assert 0.75 < movies["logistic"].mean < 0.775
    assert movies["bayes"].mean > 0.76
    for name in ("rnn_pad_end", "lstm_pad_end_default"):
        assert all(0.48 < test < 0.53 for test in movies[name].tests)
    assert movies["lstm_pad_end_bias_3"].mean > 0.62
    assert min(movies["lstm"].tests) > max(movies["rnn"].tests)


def test_reviews_are_as_good_as_lesson_09_says() -> None:
    reviews = load_results()["reviews"]
    assert min(reviews["naive"].tests) >= 0.94
    assert reviews["naive"].figure("share_seen") > 0.7
    assert 0.845 <= reviews["linear_13"].mean <= 0.865
    assert 0.845 <= reviews["linear_14"].mean <= 0.865
    assert reviews["full"].mean >= 0.835
    rnn, lstm = (
        reviews[f"chars_{cell}_last"].by("length")["150+"] for cell in ("rnn", "lstm")
    )
    assert lstm.value - rnn.value >= 0.05
    assert rnn.num == lstm.num > 400


def test_taggers_are_as_good_as_lesson_10_says() -> None:
    tagging = load_results()["tagging"]
    assert 0.55 <= tagging["lstm"].mean <= 0.65
    assert tagging["bilstm"].mean >= 0.85
    assert tagging["chain"].mean >= 0.90
    assert tagging["crf"].mean >= 0.92
    assert min(tagging["bilstm"].tests) - max(tagging["lstm"].tests) > 0.18
    assert tagging["no_rnn"].figure("accuracy") > 0.91 > 0.2 > tagging["no_rnn"].mean


def test_digits_captions_and_numerals_are_as_good_as_lesson_07_says() -> None:
    assert mean("digits", "28_lstm") >= 0.91
    plain = max(mean("digits", "28_rnn"), mean("digits", "28_rnn_fast"))
    assert mean("digits", "28_lstm") - plain > 0.03
    assert mean("numerals", "both_attention") >= 0.97
    assert mean("numerals", "both") < 0.9
    assert mean("captions", "zh_every") > 0.9
    results = load_results()["numerals"]
    assert all(row.figure("nine_digits") < 0.05 for row in results.values())
