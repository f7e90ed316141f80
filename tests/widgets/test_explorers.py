"""Every explorer without a browser: move a control; read data, picture and words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from widgets.samples import (
    CHANGES,
    EXPLORERS,
    html,
    untouched,
)
from widgets.shown import picture

from course_utils import widgets
from course_utils.text import use_language


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", EXPLORERS)
def test_it_teaches_before_it_is_touched(name: str, lang: str) -> None:
    use_language(lang)
    explorer = EXPLORERS[name]()
    assert explorer.error is None
    data, metadata = explorer._repr_mimebundle_()
    assert picture(explorer).startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    assert metadata["image/png"]["alt"] == data["text/plain"]
    chinese = any("一" <= c <= "鿿" for c in data["text/plain"].replace("小梅", ""))
    assert chinese == (lang == "zh") or name == "reading"
    assert explorer.caption in data["text/plain"]
    assert '<img alt="' in html(explorer)
    json.dumps([data, metadata])


@pytest.mark.parametrize(
    ("name", "control", "value"),
    [(name, *change) for name, changes in CHANGES.items() for change in changes],
)
def test_each_control_changes_data_picture_and_words(
    name: str, control: str, value: Any
) -> None:
    explorer = EXPLORERS[name]()
    before = picture(explorer), explorer.caption, html(explorer)
    explorer.controls[control].value = value
    assert explorer.error is None
    after = picture(explorer), explorer.caption, html(explorer)
    assert all(one != other for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_control_is_moved_by_a_test(name: str) -> None:
    moved = {control for control, _ in CHANGES[name]}
    assert moved == untouched(name).controls.keys()


@pytest.mark.parametrize("name", EXPLORERS)
def test_there_and_back_gives_the_same_bytes(name: str) -> None:
    explorer = EXPLORERS[name]()
    before = explorer._repr_mimebundle_()[0]["image/png"]
    control, value = CHANGES[name][0]
    first = explorer.controls[control].value
    explorer.controls[control].value = value
    explorer.controls[control].value = first
    assert explorer._repr_mimebundle_()[0]["image/png"] == before


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_control_has_a_label(name: str) -> None:
    assert all(c.description for c in untouched(name).controls.values())


def test_the_picture_card_is_white_on_a_dark_page_too() -> None:
    assert "background:#fff" in html(widgets.explore_first())
