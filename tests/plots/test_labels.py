"""The words of pictures and tables speak the edition's language, and stay so."""

from __future__ import annotations

import pytest

from course_utils import plots
from course_utils.plots.labels import LABELS, label, labels_of, put_in_language
from course_utils.plots.tables import write_cell
from course_utils.text import use_language


@pytest.fixture
def chinese():
    use_language("zh")
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("test accuracy", "测试准确率"),
        ("no order: mean", "不看顺序：平均"),
        ("LSTM, bias 1, reads pads", "LSTM，偏置 1，读进填充"),
        ("■ naive Bayes  ", "■ 朴素贝叶斯  "),
        ("window $k$", "窗口 $k$"),
        ("the cat, too", "the cat, too"),
        ("2.5 %", "2.5%"),
        ("$right$", "$right$"),
        ("$p \\, / \\, Z$   rhyme, tones", "$p \\, / \\, Z$   押韵，平仄"),
        ("$p \\, / \\, Z$   押韵、平仄", "$p \\, / \\, Z$   押韵、平仄"),
        ("", ""),
        ("h_n[1]", "h_n[1]"),
    ],
)
def test_words_are_found_whole_or_in_parts(words, expected, chinese):
    assert label(words) == expected


def test_english_stays():
    assert [label(words) for words in LABELS] == list(LABELS)


def draw():
    fig, (left, right) = plots.figure(1, 2)
    left.plot([1, 2], [1, 2], label="loss")
    left.legend()
    left.set_xticks([1, 2], ["rhyme", "tones"])
    left.set(xlabel="epoch", title="training")
    plots.draw_symbols(right, ["right", "place"])  # words that were read: data
    right.annotate("bigram", (0, 0))
    return fig


def test_every_text_of_a_figure_follows_and_data_stays(chinese):
    fig = draw()
    put_in_language(fig)
    fig.canvas.draw()
    assert labels_of(fig) == sorted(["损失", "轮", "训练", "二元模型", "押韵", "平仄"])
    shown = [tick.get_text() for tick in fig.axes[1].get_xticklabels()]
    assert shown == ["right", "place"]
    assert plots.foreign_labels(labels_of(fig), "zh") == []


def test_a_label_without_chinese_is_found(chinese):
    fig = draw()
    fig.axes[0].set_ylabel("quite unknown, $\\mathrm{this}$ not")
    _, about = plots.picture_bundle(fig, "一张图")
    stored = about["image/png"]["labels"]
    assert plots.foreign_labels(stored, "zh") == ["quite unknown,  not"]


def test_names_are_the_same_in_both_and_chinese_is_foreign_in_english():
    assert plots.foreign_labels(["LSTM, 2", "PER", "tanh"], "zh") == []
    assert plots.foreign_labels(["LSTM", "损失"], "en") == ["损失"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234567, "1,234,567"),
        (0.12345, "0.123"),
        (None, ""),
        ("x", "x"),
        (True, "True"),
    ],
)
def test_a_cell_is_written_by_its_kind(value, written):
    assert write_cell(value, 3) == written


def shown_table(monkeypatch, *args, **kw):
    import IPython.display

    kept = []
    monkeypatch.setattr(
        IPython.display, "display", lambda data, **how: kept.append((data, how))
    )
    plots.show_table(*args, **kw)
    ((data, how),) = kept
    return data, how["metadata"]["text/html"]["labels"]


def test_a_table_of_mappings_has_their_keys_as_columns(monkeypatch, chinese):
    rows = {"bigram": {"loss": 0.5, "digits": 1200}, "RNN": {"loss": 0.25, "digits": 7}}
    data, labels = shown_table(monkeypatch, rows, digits=2)
    assert data["text/plain"].splitlines() == [
        "          损失   位数",
        "二元模型  0.50  1,200",
        "RNN       0.25      7",
    ]
    assert labels == sorted(["RNN", "二元模型", "位数", "损失"])
    assert "<th>损失</th>" in data["text/html"]


def test_a_table_of_numbers_needs_no_columns(monkeypatch):
    data, _ = shown_table(monkeypatch, {"<b>": 1, "two": 0.5})
    assert data["text/plain"].splitlines() == ["<b>      1", "two  0.500"]
    assert "&lt;b&gt;" in data["text/html"] and "<thead>" not in data["text/html"]


def test_columns_choose_and_order(monkeypatch):
    rows = {"a": {"x": 1, "y": 2}, "b": {"y": 4}}
    data, _ = shown_table(monkeypatch, rows, ("y", "x"))
    assert data["text/plain"].splitlines() == ["   y  x", "a  2  1", "b  4"]


@pytest.mark.parametrize(
    ("rows", "columns", "words"),
    [
        ([("LSTM", 0.8)], (), "found list"),
        ({}, (), "at least one row"),
        ({"LSTM": (0.8, 0.7), "RNN": (0.5,)}, (), r"found \[2, 1\]"),
        ({"LSTM": (0.8, 0.7)}, ("loss",), r"found \[1, 2\]"),
    ],
    ids=str,
)
def test_what_is_no_table_is_refused(rows, columns, words):
    with pytest.raises(ValueError, match=words):
        plots.show_table(rows, columns)
