"""What all explorers share: controls, words, errors, and what a notebook keeps."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ipywidgets
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from widgets.samples import (
    html,
)
from widgets.shown import picture

from course_utils import plots, widgets
from course_utils.text import Text, use_language
from course_utils.widgets.explorer import Explorer, buttons, slider


def square(
    compute: Callable[..., Mapping[str, Any]] | None = None, **options: Any
) -> Explorer:
    """The smallest explorer: one number, its square."""

    def draw(data: Mapping[str, Any]) -> Any:
        fig, ax = plots.figure()
        plots.draw_curve(ax, np.arange(data["square"] + 1))
        return fig

    return Explorer(
        {"n": slider("n", 3, 0, 9)},
        compute or (lambda n: {"square": n * n}),
        draw,
        describe=lambda data: Text(en="{n} <b>", zh="{n} 个").format(n=data["square"]),
        alt=Text(en='A "square".', zh="平方。"),
        **options,
    )


def test_words_are_escaped() -> None:
    explorer = square()
    assert 'alt="A &quot;square&quot;."' in html(explorer)
    assert "9 &lt;b&gt;" in html(explorer)
    assert explorer.caption == "9 <b>"


@pytest.mark.parametrize(
    ("error", "said"),
    [(ValueError("three is too many"), "three is too many"), (KeyError(), "KeyError")],
)
@pytest.mark.parametrize(("lang", "start"), [("en", "No picture"), ("zh", "这组设置")])
def test_an_error_is_told_in_words_and_passes(
    error: Exception, said: str, lang: str, start: str
) -> None:
    def compute(n: int) -> Mapping[str, Any]:
        if n == 5:
            raise error
        return {"square": n * n}

    use_language(lang)
    explorer = square(compute)
    explorer.controls["n"].value = 5
    assert explorer.error is error
    assert explorer.data == {}
    data, _ = explorer._repr_mimebundle_()
    assert data["text/plain"].startswith(start) and said in data["text/plain"]
    assert "image/png" not in data
    assert said in html(explorer) and "<img" not in html(explorer)
    explorer.controls["n"].value = 4
    assert explorer.error is None
    assert explorer.data["square"] == 16


def test_an_error_in_draw_leaves_no_half_picture() -> None:
    explorer = square(lambda n: {"square": "seven" if n == 7 else n})
    explorer.controls["n"].value = 7
    assert isinstance(explorer.error, TypeError)
    assert "<img" not in html(explorer)


def test_adjusting_one_control_by_another_computes_once() -> None:
    seen: list[int] = []

    def compute(n: int) -> Mapping[str, Any]:
        seen.append(n)
        return {"square": n * n}

    def make_even(controls: Mapping[str, Any]) -> None:
        controls["n"].value -= controls["n"].value % 2

    explorer = square(compute, adjust=make_even)
    explorer.controls["n"].value = 7
    assert seen == [2, 6]


def test_play_follows_the_range_of_its_slider() -> None:
    explorer = square(play="n")
    (group,) = explorer.children[0].children
    play, moved = group.children
    assert moved is explorer.controls["n"]
    assert isinstance(play, ipywidgets.Play)
    assert (play.min, play.max) == (0, 9)
    explorer.controls["n"].max = 4
    assert play.max == 4


def test_whole_and_broken_steps_make_the_right_slider() -> None:
    assert isinstance(slider("n", 1, 0, 3), ipywidgets.IntSlider)
    assert isinstance(slider("w", 1, 0, 3, 0.1), ipywidgets.FloatSlider)


def test_button_labels_speak_the_language() -> None:
    use_language("zh")
    control = buttons("x", [(Text(en="one", zh="一"), 1), ("2", 2)], 1)
    assert [label for label, _ in control.options] == ["一", "2"]


@pytest.mark.fine
def test_a_notebook_keeps_picture_words_and_live_widget(tmp_path: Path) -> None:
    """Executed as the solutions are: stored state, static picture, the same words."""
    cell = nbformat.v4.new_code_cell(
        "from course_utils import widgets\nwidgets.explore_first()"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, store_widget_state=True, kernel_name="python3").execute()
    (output,) = cell.outputs
    explorer = widgets.explore_first()
    assert output.data["text/plain"] == explorer._repr_mimebundle_()[0]["text/plain"]
    assert base64.b64decode(output.data["image/png"]) == picture(explorer)
    state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]
    models = state["state"].values()
    kept = [m["state"].get("value", "") for m in models if "HTML" in m["model_name"]]
    assert any(explorer.caption in value for value in kept)
    assert any("<img alt=" in value for value in kept)
