"""`course bench text` itself: resuming, the page, and each corpus on a few texts."""

# ruff: noqa: E402
import json
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from click.testing import CliRunner

from course_utils.bench.text import classify, names, problems
from course_utils.bench.text import measure as bench_text
from course_utils.bench.text import problems as bench_digits
from course_utils.bench.text import reviews as bench_movies
from course_utils.bench.text import reviews as bench_reviews
from course_utils.bench.text import weights as bench_weights
from course_utils.bench.text.page import (
    HEADS,
    WEIGHTS,
    show_text_page,
    show_text_table,
)
from course_utils.bench.text.runs import (
    Predicted,
    predictions_of,
    train_in_phases,
)
from course_utils.bench.text.weights import TAGGERS
from course_utils.cli.course import course
from course_utils.datasets.digits import Digits, DigitSplits
from course_utils.datasets.loaders import (
    Entity,
    RatedText,
    Review,
    Splits,
    TaggedSentence,
)
from course_utils.datasets.store import data_folder
from course_utils.files import FileError
from course_utils.measured.recipes import CORPORA, find_text_recipe, recipes_of
from course_utils.measured.results import MeasuredRun, Results, load_results
from course_utils.models.names import load_taggers
from course_utils.models.reviews import load_movie_net
from course_utils.places import TEXT_DATA
from course_utils.text import use_language

GOOD = ["a warm and funny film .", "funny , clever and warm !", "a clever little gem ."]
BAD = ["dull and far too long .", "a long , dull mess !", "too long , too dull ."]
PRAISE = ["房间很干净，服务也很好。", "书很好看，包装也好。", "电脑很快，屏幕很亮。"]
BLAME = ["房间又小又吵，不再来了。", "书太旧，包装也破。", "电脑很慢，电池也差。"]
NAMES = TaggedSentence("江泽民在北京说", (Entity(0, 3, "PER"), Entity(4, 6, "LOC")))
PLAIN = TaggedSentence("今天天气很好", ())


@pytest.fixture(autouse=True)
def empty_cache(tmp_path, monkeypatch):
    """No prediction comes from a run before, and none is left behind."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "cache"))


@pytest.fixture
def few_texts(monkeypatch):
    """Of each corpus a handful."""
    movies = [RatedText(text, 2.0) for text in GOOD]
    movies += [RatedText(text, -1.0) for text in BAD]
    reviews = [Review(text, 1) for text in PRAISE] + [Review(t, 0) for t in BLAME]
    sentences = [NAMES, PLAIN, NAMES]
    monkeypatch.setattr(bench_movies, "load_movie_splits", lambda: splits(movies))
    monkeypatch.setattr(
        bench_movies, "_sets", lambda: {"test": tuple(movies), "tweets": movies[:2]}
    )
    monkeypatch.setattr(bench_reviews, "load_review_splits", lambda: splits(reviews))
    lines = reviews * 5 + [Review(f"{number}号房间很好", 1) for number in range(30)]
    monkeypatch.setattr(
        bench_reviews, "load_chinese_review_lines", lambda: tuple(lines)
    )
    monkeypatch.setattr(names, "load_news_splits", lambda: splits(sentences))
    monkeypatch.setattr(bench_digits, "load_digit_splits", few_digits)
    monkeypatch.setattr(problems, "load_digits", lambda: few_digits(8))


def splits(records):
    return Splits(tuple(records), tuple(records), tuple(records))


def few_digits(size, columns=False):
    labels = np.arange(10).repeat(3)
    images = np.zeros((30, size, size), dtype=np.float32)
    images[np.arange(30), labels % size] = 1.0
    digits = Digits(images, labels)
    return DigitSplits(digits, digits)


def quick(corpus, name):
    """The recipe, with an epoch a phase, and small enough for a second."""
    recipe = find_text_recipe(corpus, name)
    training = dict(recipe.training)
    if training:
        training["phases"] = tuple((1, rate) for _, rate in training["phases"])
    return replace(recipe, training=training)


ONE_OF_EACH_KIND = [
    ("movies", "majority"),
    ("movies", "logistic"),
    ("movies", "bayes"),
    ("movies", "mean"),
    ("movies", "rnn_pad_end"),
    ("movies", "bilstm_large"),
    ("reviews", "naive"),
    ("reviews", "linear_13"),
    ("reviews", "full"),
    ("reviews", "chars_rnn_last"),
    ("tagging", "list"),
    ("tagging", "no_rnn"),
    ("tagging", "lstm"),
    ("tagging", "bilstm"),
    ("tagging", "chain"),
    ("tagging", "crf"),
    ("digits", "8_linear"),
    ("digits", "28_lstm"),
    ("captions", "en_every"),
    ("numerals", "one"),
]


@pytest.mark.parametrize(("corpus", "name"), ONE_OF_EACH_KIND)
def test_a_run_of_each_kind(few_texts, corpus, name):
    recipe = quick(corpus, name)
    run, facts = bench_text.MEASURES[corpus](recipe, 1)
    assert 0 <= run.test <= 1 and run.cpu_seconds > 0
    if recipe.training:
        epochs = len(recipe.training["phases"])
        assert len(facts["losses"]) == epochs and 1 <= run.best_epoch <= epochs
        assert run.parameters > 0
    again, _ = bench_text.MEASURES[corpus](recipe, 1)
    assert again == run, "the second time the predictions come from the cache"


def test_a_net_learns_a_handful_by_heart(few_texts):
    recipe = find_text_recipe("movies", "lstm")
    recipe = replace(recipe, training={"phases": ((30, 1e-2),), "batch": 6})
    run, facts = bench_movies.measure_movies(recipe, 1)
    assert run.test == run.validation == run.figures["tweets"] == 1.0
    assert facts["losses"][-1] < facts["losses"][0] / 4


def test_an_average_is_of_the_runs_of_its_row(few_texts, monkeypatch):
    one = quick("movies", "bilstm_large")
    monkeypatch.setattr(classify, "find_text_recipe", lambda corpus, name: one)
    average = find_text_recipe("movies", "bilstm_large_3")
    sets = bench_movies._sets()
    data = bench_movies.load_movie_splits()
    runs = [classify.predictions(one, seed, data, sets) for seed in (1, 2, 3)]
    found = classify.predictions(average, 1, data, sets)
    mean = sum(run.said["test"] for run in runs) / 3
    np.testing.assert_allclose(found.said["test"], mean)


def test_repeated_lines_are_told_from_new_ones():
    lines = tuple(Review(text, 1) for text in (PRAISE[0], PRAISE[0] + "！", BLAME[0]))
    data = Splits((Review(PRAISE[0], 1),), (), lines)
    said = np.array([[0.1, 0.9], [0.1, 0.9], [0.1, 0.9]])
    found = bench_reviews.figures_of_leak(data, said)
    assert found == pytest.approx(
        {"share_seen": 2 / 3, "accuracy_seen": 1.0, "accuracy_unseen": 1.0}
    )


def test_lines_are_split_at_random_and_all_are_used(few_texts):
    found = bench_reviews.split_lines(1)
    assert len(found.test) == 12 and len(found.train) == 48
    assert bench_reviews.split_lines(1) == found != bench_reviews.split_lines(2)


def test_pads_read_as_symbols_make_all_texts_one_length():
    reader = classify.TextReader("words", 1, longest=60, pad_to=60)
    texts = reader.learn([RatedText(text, 1.0) for text in [*GOOD, "so " * 99]])
    assert texts.lengths.tolist() == [60] * 4
    assert texts.ids[0][-1] == reader.vocabulary.pad_id


def test_a_text_without_a_symbol_is_one_unknown():
    reader = classify.TextReader("words", 1)
    reader.learn([RatedText(text, 1.0) for text in GOOD])
    assert reader.read([RatedText("", 1.0)]).ids == [[reader.vocabulary.unknown_id]]


def test_spans_survive_the_cache():
    spans = [{(0, 3, "PER"), (4, 6, "LOC")}, set(), {(2, 3, "ORG")}]
    rows = names.rows_of_spans(spans)
    assert names.spans_of_rows(rows, 3) == spans
    nothing = names.rows_of_spans([set(), set()])
    assert names.spans_of_rows(nothing, 2) == [set(), set()]


def test_the_quick_f1_is_that_of_the_library():
    right = [{(0, 3, "PER"), (4, 6, "LOC")}, {(1, 2, "ORG")}, set()]
    found = [{(0, 3, "PER"), (4, 5, "LOC")}, set(), {(0, 1, "LOC")}]
    expected = names.entity_scores(right, found)["all"].f1
    assert names.f1_of(right, found) == pytest.approx(expected)
    assert names.f1_of([set()], [set()]) == 0


# --- training in phases --------------------------------------------------------


def test_phases_go_on_where_the_last_one_was_best():
    torch.manual_seed(0)
    model = torch.nn.Linear(1, 1)
    seen = []

    def score(trained):
        seen.append(trained.weight.item())
        return -abs(seen[-1] - 1.0)

    facts = train_in_phases(
        model,
        lambda rng: [torch.ones(4, 1)] * 10,
        lambda trained, x: ((trained(x) - 2 * x) ** 2).mean(),
        score,
        ((3, 0.1), (2, 0.01)),
        seed=1,
    )
    assert len(facts["losses"]) == len(facts["scores"]) == len(seen) == 5
    best = facts["best_epoch"]
    assert best > 3, "the best epoch is one of the last phase"
    assert facts["validation"] == facts["scores"][best - 1]
    assert model.weight.item() == seen[best - 1]


# --- the bench -----------------------------------------------------------------


def measured(log):
    """A `measure` that notes what it was asked, and finds 0.5 + seed / 100."""

    def measure(recipe, seed):
        log.append((recipe.name, seed))
        return MeasuredRun(seed, 0.5 + seed / 100, cpu_seconds=1.0), {"losses": [1.0]}

    return measure


def test_a_run_is_not_repeated_unless_its_recipe_changes(tmp_path):
    some = [find_text_recipe("movies", name) for name in ("majority", "rnn")]
    asked = []
    for recipes, seeds in (
        (some, (1, 2)),
        (some, (1, 2, 3)),
        ([some[0], replace(some[1], model={"cell": "gru"})], (1,)),
    ):
        bench_text.bench_text(recipes, tmp_path, str, seeds, measured(asked))
    assert asked == [("majority", 1), ("rnn", 1), ("rnn", 2), ("rnn", 3), ("rnn", 1)]
    assert load_results(tmp_path / "results.json")["movies"]["rnn"].seeds == (1,)


def test_a_bench_that_was_stopped_goes_on(tmp_path):
    recipes = [find_text_recipe("movies", name) for name in ("majority", "rnn")]
    asked = []

    def stopped(recipe, seed):
        if len(asked) == 2:
            raise KeyboardInterrupt
        return measured(asked)(recipe, seed)

    with pytest.raises(KeyboardInterrupt):
        bench_text.bench_text(recipes, tmp_path, str, (1, 2), stopped)
    assert load_results(tmp_path / "results.json")["movies"]["rnn"].seeds == (1,)
    bench_text.bench_text(recipes, tmp_path, str, (1, 2), measured(asked))
    assert asked == [("majority", 1), ("rnn", 1), ("rnn", 2)]
    page = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "0.5150" in page and "English" in page and "中文" in page


def test_the_log_keeps_the_runs_of_the_results_alone(tmp_path):
    recipe = find_text_recipe("movies", "rnn")
    other = replace(recipe, model={"cell": "gru"})
    for each in (recipe, other):
        bench_text.bench_text([each], tmp_path, str, (1, 2), measured([]))
    lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["seed"] for line in lines] == [1, 2]


def test_a_damaged_file_of_results_is_not_written_over(tmp_path):
    (tmp_path / "results.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="holds no results"):
        bench_text.bench_text([], tmp_path, str)
    assert (tmp_path / "results.json").read_text() == "{"


def test_predictions_are_made_once(tmp_path):
    recipe, made = find_text_recipe("movies", "rnn"), []

    def predict():
        made.append(1)
        return Predicted({"test": np.array([1.0])}, {"validation": 0.5})

    first = predictions_of(recipe, 1, predict)
    again = predictions_of(recipe, 1, predict)
    predictions_of(recipe, 2, predict)
    predictions_of(replace(recipe, model={"cell": "gru"}), 1, predict)
    assert len(made) == 3
    assert again.facts == first.facts and again.said["test"] == first.said["test"]


@pytest.mark.parametrize("damage", [b"", b"PK", b"{}", None])
def test_damaged_predictions_are_made_anew(tmp_path, damage):
    recipe = find_text_recipe("movies", "rnn")
    made = Predicted({"test": np.array([1.0])}, {"validation": 0.5})
    expected = predictions_of(recipe, 1, lambda: made)
    [path] = (data_folder() / "text_runs").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    again = predictions_of(recipe, 1, lambda: made)
    assert again.said["test"] == expected.said["test"]
    path.unlink()
    path.mkdir()
    with pytest.raises(FileError, match="what is there is no file"):
        predictions_of(recipe, 1, lambda: pytest.fail("nothing is learned for nothing"))


@pytest.mark.parametrize("content", ["{", "3", "[]"])
def test_a_damaged_log_or_note_is_named_and_stays(tmp_path, content):
    log, run = tmp_path / "log.jsonl", MeasuredRun(1, 0.5)
    log.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"log\.jsonl is damaged"):
        bench_text.log_run(log, find_text_recipe("movies", "rnn"), run, {})
    assert log.read_text(encoding="utf-8") == content


@pytest.mark.parametrize("seeds", ["", "1,1", "a", "1,,2", "-1"])
def test_seeds_are_different_whole_numbers(seeds):
    with pytest.raises(ValueError, match="each once"):
        bench_text.read_seeds(seeds)
    assert bench_text.read_seeds("3, 1") == (3, 1)


def test_the_table_has_each_corpus_and_speaks_both_languages():
    results = Results({}, {})
    for corpus in CORPORA:
        recipe = recipes_of([corpus])[0]
        results = results.with_run(recipe, MeasuredRun(1, 0.5, parameters=1234))
    assert set(HEADS) == set(CORPORA)
    weights = {"net.safetensors": {"corpus": "movies", "rows": {"majority": 1}}}
    page = show_text_page(results, weights)
    assert page.count("1,234") == 2 * len(CORPORA)
    assert page.count("net.safetensors") == 2
    use_language("zh")
    assert "均值" in show_text_table(results) and "mean" not in show_text_table(results)


def test_the_committed_page_is_made_from_its_figures():
    weights = json.loads((TEXT_DATA / WEIGHTS).read_text("utf-8"))
    page = show_text_page(load_results(TEXT_DATA / "results.json"), weights)
    assert (TEXT_DATA / "results.md").read_text("utf-8") == page


def test_the_command(tmp_path, monkeypatch):
    monkeypatch.setitem(bench_text.MEASURES, "captions", measured([]))
    arguments = ["bench", "text", "captions", "--out", str(tmp_path), "--seeds", "4,5"]
    found = CliRunner().invoke(course, [*arguments, "--json"])
    assert found.exit_code == 0, found.output
    known = json.loads(found.stdout)["rows"]["captions"]["zh_first"]
    assert known["mean"] == pytest.approx(0.545)
    assert "zh_first, seed 4" in found.stderr
    assert "0.5450" in CliRunner().invoke(course, arguments).stdout
    wrong = CliRunner().invoke(course, ["bench", "text", "movie"])
    assert wrong.exit_code == 1 and "found “movie”" in wrong.stderr


# --- the nets of the explorers -------------------------------------------------


def test_nets_of_the_explorers_are_written_with_their_rows(
    few_texts, tmp_path, monkeypatch
):
    monkeypatch.setattr(bench_weights, "find_text_recipe", quick)
    monkeypatch.setattr(bench_weights, "load_results", no_results)
    for name in ("movies", "tagging"):
        path = bench_weights.train_weights(name, tmp_path, str)
        assert path.is_file()
    assert load_movie_net(path.with_name("movies.safetensors")).read(["warm"]).shape
    assert set(load_taggers(path)) == {"one_direction", "two_directions"}
    known = json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))
    lstm, bilstm = (quick("tagging", row).digest() for row in TAGGERS.values())
    assert known == {
        "movies.safetensors": {
            "corpus": "movies",
            "rows": {"lstm": 1},
            "recipes": {"lstm": quick("movies", "lstm").digest()},
        },
        "taggers.safetensors": {
            "corpus": "tagging",
            "rows": dict.fromkeys(TAGGERS.values(), 1),
            "recipes": dict(zip(TAGGERS.values(), (lstm, bilstm), strict=True)),
        },
    }


def no_results():
    return Results({}, {})


def test_the_seed_is_the_best_one_on_validation(monkeypatch):
    recipe = find_text_recipe("movies", "lstm")
    results = Results({}, {})
    for seed, validation in ((1, 0.7), (2, 0.9), (3, 0.8)):
        results = results.with_run(recipe, MeasuredRun(seed, 0.5, validation))
    monkeypatch.setattr(bench_weights, "load_results", lambda: results)
    assert bench_weights._chosen("movies", "lstm") == (recipe, 2)
    assert bench_weights._chosen("reviews", "full")[1] == 1
