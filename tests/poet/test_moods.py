"""Moods: counted below titles, asked for or found, and kept."""

# ruff: noqa: E402
import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from poet_samples import small_poet, small_vocabulary, write

from course_utils.datasets.loaders import Poem
from course_utils.poet.constraints import shun
from course_utils.poet.moods import (
    TitleCounts,
    mood_of_title,
    suits_gladness,
)
from course_utils.poet.wish import make_wish
from course_utils.text import use_language

COUNTS = TitleCounts.load()


@pytest.mark.parametrize(
    ("title", "mood"),
    [
        ("賀楊工部轉官", "glad"),
        ("壽安撫", None),  # 壽安, a place
        ("壽母", "glad"),
        ("挽張尚書", "sad"),
        ("山居", "quiet"),
        ("喜雨亭", None),
        ("賀友人別業", None),  # of two moods
        ("春望", None),
    ],
)
def test_a_title_names_a_mood(title, mood):
    assert mood_of_title(title) == mood


def counted():
    glad = Poem("", "賀人", "春花春花春 花春花春花")
    sad = Poem("", "挽人", "秋淚秋淚秋 淚秋淚秋淚")
    return TitleCounts.of([glad, sad])


def test_characters_are_counted_by_the_mood_of_the_title(tmp_path):
    counts = counted()
    assert counts.characters == "春淚秋花"
    assert counts.counts["all"].tolist() == [5, 5, 5, 5]
    assert counts.counts["glad"].tolist() == [5, 0, 0, 5]
    path = tmp_path / "titles.json"
    path.write_bytes(counts.to_json())
    again = TitleCounts.load(path)
    assert again.to_json() == counts.to_json()
    lean = counts.leaning("glad", "春秋龘")
    assert lean[0] > 0 > lean[1] and lean[2] == 0
    assert (counts.leaning("sad", "秋") > 0).all()


def test_surprise_is_that_of_all_poems():
    found = counted().surprise("春花龘")
    assert np.exp(-found[:2]) == pytest.approx([0.25, 0.25])
    assert found[2] == found.max()


def test_the_counts_of_the_course_know_wishes_from_laments():
    glad = COUNTS.leaning("glad", "壽福慶")
    assert (glad > 0.3).all() and (COUNTS.leaning("glad", "淚哭墓") < -0.5).all()
    assert COUNTS.shuns("glad", "悲死離別淚腸").all()
    assert not COUNTS.shuns("glad", "春花壽山").any()
    assert COUNTS.shuns("sad", "慶")[0] and not COUNTS.shuns("sad", "淚")[0]
    assert suits_gladness(COUNTS, "國泰民安") and not suits_gladness(COUNTS, "斷腸")


def test_without_counts_it_is_said_how_to_make_them(tmp_path):
    with pytest.raises(ValueError, match="course train titles"):
        TitleCounts.load(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text('{"characters": "春"}')
    use_language("zh")
    with pytest.raises(ValueError, match="不是完整的诗题统计结果"):
        TitleCounts.load(tmp_path / "bad.json")


def test_a_mood_is_asked_for_or_found():
    writer = small_poet()
    found = [
        writer.mood_of(make_wish(head, mood=mood, title=title))
        for head, mood, title in (
            ("國泰民安", None, None),
            ("生離死別", None, None),
            ("國泰民安", "sad", None),
            ("國泰民安", "any", None),
            ("國泰民安", None, "送友人"),
            ("國泰民安", None, "山居"),
        )
    ]
    assert found == ["glad", None, "sad", None, None, "quiet"]
    with pytest.raises(ValueError, match="expected one of glad, quiet, sad"):
        make_wish("春", mood="angry")


def test_a_mood_shuns_its_opposite_past_the_head():
    vocabulary = small_vocabulary()
    shunned = torch.zeros(len(vocabulary), dtype=torch.bool)
    shunned[vocabulary.id_of("淚")] = True
    mask = shun(shunned, free=(0, 5))
    steps = [mask(torch.zeros(step, 2, dtype=torch.long)) for step in (0, 1, 5)]
    assert [one[vocabulary.id_of("淚")].item() for one in steps] == [True, False, True]
    poem = write("淚落", mood="glad")
    free = "".join(line[1:] for line in poem.traditional)
    assert not COUNTS.shuns("glad", free).any()
    assert "mood" in poem.constraints_met and poem.mood == "glad"
