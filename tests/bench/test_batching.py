"""`course bench batching`: all ways do the same work, and what is shown of it."""

# ruff: noqa: E402
import json
from itertools import count, product
from xml.etree import ElementTree

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from click.testing import CliRunner

from course_utils import plots
from course_utils.bench import batching as bench
from course_utils.bench import batching_page as page
from course_utils.cli.course import course
from course_utils.datasets.loaders import Review
from course_utils.models.classifier import TextClassifier
from course_utils.models.recurrent import TORCH_CELLS
from course_utils.places import TEXT_DATA
from course_utils.plots.results import draw_layer_speeds, draw_training_ratios
from course_utils.text import use_language


def reviews(num=400):
    rng = np.random.default_rng(0)
    lengths = 1 + rng.geometric(0.15, size=num)
    texts = ("".join(rng.choice([*"一二三四五"], size=each)) for each in lengths)
    return [Review(text, row % 2) for row, text in enumerate(texts)]


TEXTS, NUM_SYMBOLS = bench.load_texts(reviews())


@pytest.fixture(scope="module")
def figures():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    found = bench.measure_batching(1, TEXTS, NUM_SYMBOLS, num_batches=1)
    assert torch.get_num_threads() == 2  # given back
    torch.set_num_threads(before)
    return found


# --- what is measured ----------------------------------------------------------


def test_texts_are_cut_and_every_symbol_is_known():
    long = Review("一二" * 300, 1)
    texts, num_symbols = bench.load_texts([long, long])
    assert texts.lengths.tolist() == [200, 200]
    assert num_symbols == 4 and set(texts.ids[0]) == {2, 3}


def test_buckets_are_taken_from_short_to_long():
    rows = bench.choose_rows(TEXTS, "bucket", 2)
    short, long = (TEXTS.lengths[some] for some in rows)
    assert short.max() <= long.min() and short.min() < long.max()
    random = bench.choose_rows(TEXTS, "random", 2)
    pads = [bench.share_of_pads(TEXTS, some) for some in (rows, random)]
    assert pads[0] < 0.3 < 0.5 < pads[1]


def test_the_share_of_pads_as_counted_by_hand():
    texts, _ = bench.load_texts([Review("一二三", 0), Review("一", 1)])
    assert bench.share_of_pads(texts, [np.array([0, 1])]) == pytest.approx(2 / 6)


def test_every_way_is_measured_in_both_orders(figures):
    keys = ("cell", "directions", "way", "order")
    found = {tuple(row[key] for key in keys) for row in figures["layer"]}
    assert len(found) == len(figures["layer"]) == 3 * (2 + 3) * 2
    assert ("gru", 2, "reversed", "random") in found
    assert all(row["tokens_per_second"] > 0 for row in figures["layer"])
    assert len(figures["training"]) == 6 and figures["setting"]["threads"] == 1
    for row in figures["training"]:
        assert row["ratio"] == row["ours"] / row["usual"] > 0
    json.dumps(figures)


def test_reversed_within_length_is_exact_and_padded_with_two_directions_is_not(figures):
    for row in figures["layer"]:
        naive = row["way"] == "padded" and row["directions"] == 2
        assert (row["difference"] > 1e-2) == naive
        assert naive or row["difference"] < 2e-6


@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("cell", TORCH_CELLS)
def test_the_usual_classifier_is_the_same_model(cell, directions):
    ours = TextClassifier(NUM_SYMBOLS, 2, cell=cell, directions=directions)
    usual = bench.UsualClassifier(ours, cell)
    num_weights = [
        sum(weight.numel() for weight in model.parameters()) for model in (ours, usual)
    ]
    assert num_weights[0] == num_weights[1]
    batch = TEXTS.take(range(20))
    a, b = (model(batch.ids, batch.lengths) for model in (ours, usual))
    torch.testing.assert_close(a, b, rtol=0, atol=1e-6)


def test_both_learn():
    rows = bench.choose_rows(TEXTS, "random", 3)
    ours = TextClassifier(NUM_SYMBOLS, 2)
    for model in (ours, bench.UsualClassifier(ours, "lstm")):
        before = model.readout.weight.clone()
        bench.training_work(model, TEXTS, rows)()
        assert not torch.equal(model.readout.weight, before)


# --- what is shown -------------------------------------------------------------


def some_figures():
    """Every speed is another number, so that a swap is seen."""
    speeds = count(1000, 1000)
    layer = [
        {
            "cell": cell,
            "directions": directions,
            "way": way,
            "order": order,
            "tokens_per_second": float(next(speeds)),
            "difference": 0.0 if way == "packed" else 2e-7,
        }
        for cell in TORCH_CELLS
        for directions, ways in bench.WAYS.items()
        for order in bench.ORDERS
        for way in ways
    ]
    training = [
        {"cell": cell, "directions": n, "ours": 9000.0, "usual": 4000.0, "ratio": 2.25}
        for cell in TORCH_CELLS
        for n in bench.WAYS
    ]
    setting = {
        "texts": 12110,
        "mean_length": 71.6,
        "longest": 200,
        "batch_size": 64,
        "batches": 8,
        "size": 64,
        "turns": 3,
        "threads": 1,
        "torch": "2.13.0",
    }
    pads = {"random": 0.62, "bucket": 0.02}
    return {"setting": setting, "pads": pads, "layer": layer, "training": training}


def test_the_table_puts_both_orders_beside_each_other():
    rows = [
        " ".join(line.split())
        for line in page.show_batching_table(some_figures()).split("\n")
    ]
    assert rows[1] == "RNN 1 packed 1,000 3,000 0e+00"
    assert rows[2] == "RNN 1 padded 2,000 4,000 2e-07"
    assert rows[5] == "RNN 2 reversed within length 7,000 10,000 2e-07"
    assert rows[18] == "RNN 1 4,000 9,000 2.25"
    assert "Pads: 62% of the places in random batches, 2% in buckets" in "\n".join(rows)


def test_the_page_has_both_languages_and_the_picture():
    use_language("zh")
    text = page.show_batching_page(some_figures())
    assert "ONE LAYER" in text and "单层：每秒字数" in text
    assert text.count("](batching.svg)") == 2
    assert page.show_batching_table(some_figures()).startswith("单层")


def test_bars_are_as_long_as_the_speeds():
    figures = some_figures()
    _, ax = plots.figure()
    draw_layer_speeds(ax, figures["layer"], 2)
    expected = [
        row["tokens_per_second"] / 1000
        for row in figures["layer"]
        if row["directions"] == 2
    ]
    assert [bar.get_width() for bar in ax.patches] == expected
    places = [bar.get_y() for bar in ax.patches]
    assert len(set(places)) == len(places) == 18
    assert [each.get_text() for each in ax.get_yticklabels()] == ["RNN", "LSTM", "GRU"]
    _, ax = plots.figure()
    draw_training_ratios(ax, figures["training"])
    assert [bar.get_width() for bar in ax.patches] == [2.25] * 6


def test_the_committed_page_is_made_from_its_figures():
    folder = TEXT_DATA
    figures = json.loads((folder / "batching.json").read_text())
    assert (folder / "batching.md").read_text("utf-8") == page.show_batching_page(
        figures
    )
    assert (folder / "batching.svg").exists()


def test_the_committed_figures_say_what_the_course_says():
    path = TEXT_DATA / "batching.json"
    figures = json.loads(path.read_text())
    speeds = {
        (row["cell"], row["directions"], row["order"], row["way"]): row[
            "tokens_per_second"
        ]
        for row in figures["layer"]
    }
    for cell, order in product(TORCH_CELLS, bench.ORDERS):
        assert speeds[cell, 1, order, "padded"] > speeds[cell, 1, order, "packed"]
        assert speeds[cell, 2, order, "reversed"] > speeds[cell, 2, order, "packed"]
    assert all(row["ratio"] > 1.5 for row in figures["training"])


# --- the command ---------------------------------------------------------------


@pytest.fixture
def command(monkeypatch):
    asked = []

    def measure(turns, *_):
        asked.append(turns)
        return some_figures()

    monkeypatch.setattr(bench, "measure_batching", measure)
    monkeypatch.setattr(bench, "load_texts", lambda: (TEXTS, NUM_SYMBOLS))

    def run(*arguments):
        return CliRunner().invoke(course, ["bench", "batching", *arguments]), asked

    return run


def test_the_command_prints_a_table_and_writes_three_files(command, tmp_path):
    found, asked = command("--turns", "7", "--out", str(tmp_path / "new"))
    assert found.exit_code == 0, found.output
    assert asked == [7]
    assert found.output.startswith("ONE LAYER")
    written = {path.name: path for path in (tmp_path / "new").iterdir()}
    assert sorted(written) == ["batching.json", "batching.md", "batching.svg"]
    assert json.loads(written["batching.json"].read_text()) == some_figures()
    assert ElementTree.parse(written["batching.svg"]).getroot().tag.endswith("svg")


def test_the_command_prints_json(command):
    found, asked = command("--json")
    assert json.loads(found.output) == some_figures()
    assert asked == [3]


def test_no_turns_are_refused(command):
    found, asked = command("--turns", "0")
    assert found.exit_code == 2 and asked == []
