"""Themes: learnt from titles, and what a title or a head does to a poem."""

# ruff: noqa: E402
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from poet_samples import QUICK, small_poet, write

from course_utils.datasets.loaders import Poem
from course_utils.poet.course_poet import write_poems
from course_utils.poet.moods import TitleCounts
from course_utils.poet.taste import Taste
from course_utils.poet.themes import (
    ThemeRecipe,
    Themes,
    fit_themes,
    lean_on_head,
    lean_on_title,
    save_themes,
)
from course_utils.poet.wish import make_wish
from course_utils.poet.words_of_today import older_words
from course_utils.text import use_language
from course_utils.training.checkpoints import load_tensors
from course_utils.training.divergence import DivergedError
from course_utils.verse.heads import read_head


def titled():
    """Below titles with 夜 stands 燈, below those with 春 stands 花."""
    pairs = [("夜", "燈星燈星燈"), ("春", "花鳥花鳥花"), ("春夜", "燈鳥花星燈")]
    return [Poem("", title, text) for title, text in pairs for _ in range(40)]


def test_themes_are_learnt_from_titles(tmp_path):
    poems, said = titled(), []
    counts = TitleCounts.of(poems)
    recipe = ThemeRecipe(width=4, epochs=30, batch=20, rate=0.05)
    model = fit_themes(poems, counts, recipe, said.append)
    assert said and model.of_titles.keys() == set("春夜")
    night = Themes(model, counts).leaning("夜", list("燈花龘"))
    assert night[0] > 0.3 and night[1] < -0.3 and night[2] == 0
    assert not Themes(model, counts).leaning("龘", list("燈花")).any()
    again = fit_themes(poems, counts, recipe, said.append)
    assert torch.equal(again.poem.weight, model.poem.weight)
    save_themes(tmp_path / "themes", model)
    stored = load_tensors(tmp_path / "themes", "poem themes")[0]["poem.weight"]
    assert torch.equal(stored, model.poem.weight.half())


def test_themes_that_cannot_be_learnt_say_so():
    poems = titled()
    recipe = ThemeRecipe(width=4, epochs=1, batch=20, rate=float("nan"))
    with pytest.raises(DivergedError, match="loss of step 1 is nan"):
        fit_themes(poems, TitleCounts.of(poems), recipe, print)


def test_the_themes_of_the_course_and_words_of_today():
    symbols = list("燈月君別江")
    night, parting = (
        lean_on_title(read_head(title), symbols) for title in ("夜坐", "送友人")
    )
    assert night[0] > 1 > night[3] and parting[3] > 1 > parting[0]
    assert older_words("程序员之夜", "程序員之夜") == "夜燈書之夜"
    assert older_words("人工智能", "人工智能") == "夢神書"
    assert lean_on_title(read_head("程序员"), symbols)[0] > 1


def test_a_title_is_refused_in_words():
    for title in ("Anna", "", "春" * 21):
        with pytest.raises(ValueError, match="A title is 1 to 20 Chinese characters"):
            make_wish("春", title=title)
    with pytest.raises(ValueError, match="No character of the title 㐂"):
        write("春江", title="㐂")
    use_language("zh")
    with pytest.raises(ValueError, match="没有出现过“㐂”的任何一个字"):
        write("春江", title="㐂")


def test_a_title_changes_the_poem_and_is_told():
    plain, titled = write("春江", mood="any"), write("春江", mood="any", title="夜坐")
    assert titled.title == "夜坐" and plain.title is None
    assert titled.lines != plain.lines
    assert titled.to_json()["title"] == "夜坐"
    deaf = replace(
        small_poet(), taste=Taste(chosen_title=0.0, drawn_title=0.0, chosen_head=0.0)
    )
    unheard, same = (
        write_poems("春江", poet=deaf, mood="any", title=title, **QUICK)[0].lines
        for title in (None, "夜坐")
    )
    assert same == unheard


def test_without_a_title_the_head_says_what_fits():
    symbols = list("燈月君別江")
    head = read_head("夜坐")
    assert torch.equal(lean_on_head(head, symbols), lean_on_title(head, symbols))
    assert not lean_on_head(read_head("㐂"), symbols).any()
    writer = small_poet()
    told, asked = (
        writer._leanings(make_wish("夜坐", title=title)) for title in (None, "春")
    )
    assert told.head.any() and not told.title.any()
    assert asked.title.any() and not asked.head.any()
