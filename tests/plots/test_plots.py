"""Pictures: the style, the font, and drawings that show what they are given."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from math import isclose
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from course_utils import plots
from course_utils.plots import course_map, diagrams, font, style
from course_utils.syllabus import LESSONS
from course_utils.text import Text, use_language

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


# ------------------------------------------------------------------ style and font


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def seen_without_red_or_green(colour: str, kind: str) -> np.ndarray:
    """How a dichromat sees `colour`. Matrices: Machado, Oliveira, Fernandes (2009)."""
    matrix = {
        "protanopia": [
            (0.152286, 1.052583, -0.204868),
            (0.114503, 0.786281, 0.099216),
            (-0.003882, -0.048116, 1.051998),
        ],
        "deuteranopia": [
            (0.367322, 0.860646, -0.227968),
            (0.280085, 0.672501, 0.047413),
            (-0.011820, 0.042940, 0.968881),
        ],
    }[kind]
    return np.clip(np.array(matrix) @ np.array(to_rgb(colour)), 0, 1)


@pytest.mark.parametrize("kind", ["protanopia", "deuteranopia"])
@pytest.mark.parametrize(
    "roles",
    [
        ("input", "hidden", "output"),
        ("hidden", "cell", "gradient"),
        ("forget", "input_gate", "output_gate"),
    ],
)
def test_roles_drawn_together_differ_for_the_colour_blind(
    kind: str, roles: tuple[str, ...]
) -> None:
    seen = [seen_without_red_or_green(plots.COLOURS[role], kind) for role in roles]
    for i, one in enumerate(seen):
        for other in seen[:i]:
            assert np.linalg.norm(one - other) > 0.2


@pytest.mark.parametrize("role", ["input", "hidden", "gradient", "output"])
def test_a_line_stands_out_from_the_paper(role: str) -> None:
    contrast = 1.05 / (luminance(plots.COLOURS[role]) + 0.05)
    assert contrast >= 3


def test_signed_colours_are_pale_at_zero_and_opposite_at_the_ends() -> None:
    low, zero, high = (np.array(style.SIGNED(x)[:3]) for x in (0.0, 0.5, 1.0))
    assert zero.min() > 0.9
    assert low[0] > low[2] + 0.3
    assert high[2] > high[0] + 0.3


def test_the_chinese_family_stands_first_and_has_the_characters() -> None:
    plots.use_course_style()
    import matplotlib as mpl

    assert mpl.rcParams["font.family"][0] == plots.chinese_font()
    path = font_manager.findfont(font_manager.FontProperties())
    known = font_manager.get_font(path).get_charmap()
    assert all(ord(c) in known for c in "小梅很喜欢吃桔子，她不喜欢吃苹果藏头诗→←")


def test_a_missing_font_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    font.chinese_font.cache_clear()
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    try:
        with pytest.raises(plots.FontError, match="pip install pylopdf-fonts-zh-cn"):
            plots.chinese_font()
        status = plots.font_status()
        assert not status.ok
        assert "pip install" in status.message.en
        assert "缺少中文字体" in status.message.zh
    finally:
        font.chinese_font.cache_clear()
    monkeypatch.undo()
    assert plots.font_status().ok


def test_import_needs_no_pyplot_and_no_torch() -> None:
    code = (
        "import sys; from course_utils import plots, widgets;"
        "print([m for m in ('torch', 'matplotlib.pyplot') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# ------------------------------------------------------------------ files and display


@pytest.mark.parametrize("write", [plots.png, plots.svg])
def test_the_same_figure_gives_the_same_bytes(write: Callable[[Any], bytes]) -> None:
    def draw() -> bytes:
        fig, ax = plots.figure()
        plots.draw_states(ax, np.linspace(-1, 1, 12).reshape(4, 3), list("我爱中国"))
        return write(fig)

    assert draw() == draw()


def test_svg_holds_neither_text_nor_date() -> None:
    fig, ax = plots.figure()
    course_map.draw_course_map(ax, LESSONS)
    tree = ElementTree.fromstring(plots.svg(fig))
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert "path" in tags
    assert not tags & {"text", "date", "title"}


@pytest.mark.parametrize(
    ("lang", "expected"), [("en", "Two states."), ("zh", "两个。")]
)
def test_show_displays_the_picture_with_its_words(
    lang: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[Any, Any]] = []
    monkeypatch.setattr(
        "IPython.display.display",
        lambda data, metadata, raw: shown.append((data, metadata)),
    )
    use_language(lang)
    fig, _ = plots.figure(width=6, height=3.5)
    plots.show(fig, alt=Text(en="Two states.", zh="两个。"))
    (data, metadata) = shown[0]
    assert data["text/plain"] == expected
    about = {"alt": expected, "width": 600, "height": 350, "labels": []}
    assert metadata["image/png"] == about
    json.dumps(data)  # a notebook can store it


# ------------------------------------------------------------------ states


@given(
    st.integers(1, 12),
    st.integers(1, 9),
    st.floats(0.01, 5, allow_subnormal=False),
)
def test_states_are_drawn_as_they_are(steps: int, units: int, size: float) -> None:
    states = size * np.sin(np.arange(steps * units, dtype=float)).reshape(steps, units)
    _, ax = plots.figure()
    plots.draw_states(ax, states)
    image = ax.images[0]
    assert np.array_equal(image.get_array(), states.T)
    low, high = image.get_clim()
    assert low == -high
    assert high >= max(1.0, np.abs(states).max() - 1e-12)


def test_unread_states_stay_blank_and_the_current_one_is_outlined() -> None:
    states = np.full((4, 3), np.nan)
    states[:2] = 0.5
    _, ax = plots.figure()
    plots.draw_states(ax, states, list("我爱中国"), current=1)
    assert np.ma.getmaskarray(ax.images[0].get_array())[:, 2:].all()
    outline = next(p for p in ax.patches if isinstance(p, Rectangle))
    assert outline.get_x() == 0.5
    assert [label.get_text() for label in ax.get_xticklabels()] == list("我爱中国")


@pytest.mark.parametrize(
    "states",
    [np.zeros((2, 3, 4)), np.zeros(3), np.zeros((0, 3)), np.array([["a", "b"]]), 1.0],
)
@pytest.mark.parametrize(("lang", "part"), [("en", "(T, H)"), ("zh", "形状为 (T, H)")])
def test_states_of_another_shape_are_refused(states: Any, lang: str, part: str) -> None:
    use_language(lang)
    _, ax = plots.figure()
    with pytest.raises(ValueError) as caught:
        plots.draw_states(ax, states)
    assert part in str(caught.value)


@pytest.mark.parametrize("symbols", [[], list("我爱中"), list("我爱中国人")])
def test_each_step_needs_its_symbol(symbols: list[str]) -> None:
    _, ax = plots.figure()
    with pytest.raises(ValueError, match=f"each of the 4 steps, found {len(symbols)}"):
        plots.draw_states(ax, np.zeros((4, 2)), symbols)
    with pytest.raises(ValueError, match=f"each of the 4 steps, found {len(symbols)}"):
        plots.draw_influence(ax, np.ones(4), symbols)


@pytest.mark.parametrize(
    "symbols",
    [
        ["Mei", "likes", "oranges", "very", "much", ",", "she", "does", "not", "like"],
        list("小梅很喜欢吃桔子，她不喜欢吃苹果"),
        ["incomprehensibilities"] * 9,
        list("云想衣裳花想容春风拂槛露华浓") * 3,
    ],
)
def test_symbols_on_an_axis_do_not_overlap(symbols: list[str]) -> None:
    fig, ax = plots.figure(width=8)
    plots.draw_states(ax, np.zeros((len(symbols), 3)), symbols)
    fig.canvas.draw()
    labels = ax.get_xticklabels()
    if labels[0].get_rotation():  # slanted lines of text: compare their anchors
        anchors = [label.get_window_extent().x1 for label in labels]
        assert min(np.diff(anchors)) > labels[0].get_fontsize()
        return
    boxes = [label.get_window_extent() for label in labels]
    for one, other in pairwise(boxes):
        assert one.x1 <= other.x0


# ------------------------------------------------------------------ curves


def test_a_curve_stands_over_its_steps() -> None:
    _, ax = plots.figure()
    values = np.array([1.0, 2.0, 3.0])
    plots.draw_curve(ax, values, role="cell")
    (line,) = ax.lines
    assert np.array_equal(line.get_ydata(), values)
    assert np.array_equal(line.get_xdata(), [1, 2, 3])
    assert line.get_color() == plots.COLOURS["cell"]


def test_influence_is_logarithmic_and_never_below_its_floor() -> None:
    _, ax = plots.figure()
    plots.draw_influence(ax, np.array([1.0, 1e-3, 0.0, np.nan]), floor=1e-6)
    assert ax.get_yscale() == "log"
    stems = next(c for c in ax.collections if isinstance(c, LineCollection))
    tops = [segment[1, 1] for segment in stems.get_segments()]
    assert tops == [1.0, 1e-3, 1e-6, 1e-6]
    assert ax.get_ylim()[0] == 1e-6


@pytest.mark.parametrize(
    ("steps", "labels"),
    [(1, ["1"]), (3, ["1", "2", "3"]), (30, ["1", "5", "10", "15", "20", "25", "30"])],
)
def test_steps_are_counted_from_one(steps: int, labels: list[str]) -> None:
    for draw, values in (
        (plots.draw_states, np.zeros((steps, 2))),
        (plots.draw_influence, np.ones(steps)),
    ):
        _, ax = plots.figure()
        draw(ax, values)
        assert [label.get_text() for label in ax.get_xticklabels()] == labels
        assert ax.get_xticks().tolist() == [int(label) - 1 for label in labels]


@pytest.mark.parametrize(
    ("value", "short"),
    [
        (1.0, "1"),
        (0.0131, "0.013"),
        (3.14e-5, "3.1e-5"),
        (1e-10, "1e-10"),
        (1e7, "1e7"),
    ],
)
def test_short_numbers(value: float, short: str) -> None:
    assert plots.short_number(value) == short


# ------------------------------------------------------------------ parameters


def test_parameter_bars_have_the_lengths_of_the_counts() -> None:
    parts = {"W_xh": 128 * 216, "W_hh": 216**2, "b_h": 216, "W_hy": 648}
    _, ax = plots.figure()
    plots.draw_parameter_bars(ax, parts, formula=75_168, pytorch=75_384)
    bars = [p for p in ax.patches if isinstance(p, Rectangle)]
    assert [bar.get_width() for bar in bars] == list(parts.values())
    assert [text.strip() for text in words(ax)] == [f"{n:,}" for n in parts.values()]
    assert "75,168" in ax.get_title(loc="left") and "75,384" in ax.get_title(loc="left")
    colours = [bar.get_facecolor()[:3] for bar in bars]
    roles = ["input", "hidden", "bias", "output"]
    assert colours == [to_rgb(plots.COLOURS[role]) for role in roles]


def test_layer_bars_are_cut_into_parts_that_touch() -> None:
    _, ax = plots.figure()
    plots.draw_layer_bars(ax, {"1 →": {"W_xh": 30, "W_hh": 60, "b": 10}})
    edges = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert edges == [(0, 30), (30, 90), (90, 100)]
    assert words(ax) == ["30", "60", "  100"]


def test_no_parameters_is_an_empty_picture() -> None:
    fig, ax = plots.figure()
    plots.draw_parameter_bars(ax, {})
    assert not ax.patches
    assert plots.png(fig).startswith(PNG_SIGNATURE)


@pytest.mark.parametrize(
    "shapes",
    [
        {"W_xh": (216, 128), "W_hh": (216, 216)},
        {"W_xh": (2048, 1), "W_hh": (2048, 512)},
        {"W_xh": (1, 512), "W_hh": (1, 1)},
        {"a": (1600, 16), "b": (1600, 800), "c": (1600, 400)},
    ],
)
def test_areas_are_true_and_rectangles_keep_apart(
    shapes: dict[str, tuple[int, int]],
) -> None:
    fig, ax = plots.figure(width=4.5)
    diagrams.draw_weight_shapes(ax, shapes)
    boxes = [p for p in ax.patches if isinstance(p, Rectangle)]
    scales = [
        box.get_width() * box.get_height() / (rows * cols)
        for box, (rows, cols) in zip(boxes, shapes.values(), strict=True)
    ]
    assert all(isclose(scale, scales[0], rel_tol=1e-9) for scale in scales)
    for one, other in pairwise(boxes):
        assert one.get_x() + one.get_width() < other.get_x()
    fig.canvas.draw()
    labels = [text.get_window_extent() for text in ax.texts]
    for left, right in pairwise(labels):
        assert left.x1 <= right.x0


@pytest.mark.parametrize("shapes", [{}, {"W": (0, 3)}, {"W": (3, -1), "U": (1, 1)}])
def test_a_matrix_without_entries_cannot_be_drawn(
    shapes: dict[str, tuple[int, int]],
) -> None:
    _, ax = plots.figure()
    with pytest.raises(ValueError, match="at least one row and one column"):
        diagrams.draw_weight_shapes(ax, shapes)


# ------------------------------------------------------------------ schemes


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_five_shapes_are_named_and_have_their_boxes(lang: str) -> None:
    use_language(lang)
    _, ax = plots.figure(width=9.6, height=3)
    diagrams.draw_five_shapes(ax)
    assert [w for w in words(ax) if "-" in w] == ["1-1", "1-N", "N-1", "N-N", "N-M"]
    num_steps, num_inputs, num_outputs = 15, 1 + 1 + 3 + 3 + 3, 1 + 3 + 1 + 3 + 2
    assert words(ax).count("") == num_steps + num_inputs + num_outputs


def test_the_unrolled_chain_repeats_the_same_weights() -> None:
    _, ax = plots.figure(width=8)
    diagrams.draw_unrolled(ax, list("我爱中国"))
    said = words(ax)
    assert [w for w in said if w in "我爱中国"] == list("我爱中国")
    for weight in ("$W_{xh}$", "$W_{hh}$", "$W_{hy}$"):
        assert said.count(weight) == 1 + 4  # the loop, then one a step
    assert [f"$h_{{{t}}}$" for t in range(1, 5)] == [
        w for w in said if w.startswith("$h_{")
    ]


def test_every_lesson_has_its_own_place_on_the_map() -> None:
    places = [course_map.MAP_PLACES[lesson.number] for lesson in LESSONS]
    assert len(set(places)) == len(LESSONS)


@pytest.mark.parametrize("size", [course_map.MAP_SIZE, (8, 4.5), (6, 3.5)])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_titles_stay_inside_their_cards(lang: str, size: tuple[float, float]) -> None:
    use_language(lang)
    width, height = size
    fig, ax = plots.figure(width=width, height=height)
    course_map.draw_course_map(ax, LESSONS, done={0, 1})
    fig.canvas.draw()
    to_data = ax.transData.inverted()
    cards = [course_map.card_corner(lesson.number) for lesson in LESSONS]
    for text in ax.texts:
        x, y = text.get_position()
        left, top = next(
            (left, top)
            for left, top in cards
            if 0 < x - left < course_map.CARD_WIDTH
            and 0 < top - y < course_map.CARD_HEIGHT
        )
        box = text.get_window_extent().transformed(to_data)
        assert box.x1 < left + course_map.CARD_WIDTH, text.get_text()
        assert top - course_map.CARD_HEIGHT < box.y0 and box.y1 < top, text.get_text()
    for lesson in LESSONS:
        assert f"{lesson.number:02d}" in words(ax)


def test_finished_lessons_are_marked() -> None:
    _, ax = plots.figure()
    course_map.draw_course_map(ax, LESSONS, done={0, 2})
    assert sum(line.get_marker() == "$✓$" for line in ax.lines) == 2
