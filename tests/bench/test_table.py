"""Tables line up in both languages, and a page shows both."""

# ruff: noqa: E402
import json
from unicodedata import east_asian_width

import pytest

pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.bench.pages import show_page, write_figures
from course_utils.bench.table import table_text
from course_utils.text import Text, language, use_language

LINES = [
    (Text(en="SPEED", zh="速度：每 CPU 秒"), Text(en="poet", zh="诗人五言"), "倍数"),
    ("4×5", "1,234.5", "–"),
    ("",),
    ("平水韵（所收字）", "", 2),
]


def columns(text):
    """Of a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


@pytest.mark.parametrize("spoken", ["en", "zh"])
@pytest.mark.parametrize("label_width", [0, 44])
def test_figures_end_below_one_another(spoken, label_width):
    use_language(spoken)
    head, row, nothing, last = table_text(LINES, label_width).split("\n")
    assert nothing == ""
    assert columns(head) == columns(row) == columns(last) == max(16, label_width) + 24
    place = head.index(str(LINES[0][1])) + len(str(LINES[0][1]))
    assert columns(head[:place]) == columns(row[: row.index("4.5") + 3])
    assert columns(head[:place]) == max(16, label_width) + 12


def test_a_table_without_lines_is_empty():
    assert table_text([], label_width=0) == ""


def test_a_page_has_both_languages_and_gives_the_language_back():
    use_language("zh")
    hello = Text(en="hello", zh="你好")
    page = show_page("A · 甲", lambda: str(hello))
    assert page == "# A · 甲\n\n## English\n\nhello\n\n## 中文\n\n你好\n"
    assert language() == "zh"
    with pytest.raises(ZeroDivisionError):
        show_page("A", lambda: str(1 / 0))
    assert language() == "zh"


def test_figures_are_written_beside_their_page(tmp_path):
    write_figures(tmp_path, "bench", {"ratio": 2.5}, "# 页\n")
    assert json.loads((tmp_path / "bench.json").read_text("utf-8")) == {"ratio": 2.5}
    assert (tmp_path / "bench.md").read_text("utf-8") == "# 页\n"
    assert len(list(tmp_path.iterdir())) == 2
