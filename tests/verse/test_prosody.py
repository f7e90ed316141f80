"""Rhymes, tones and rules: the tables, their use, and how well they hold."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise, product

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from course_utils.cli.course import course
from course_utils.datasets.loaders import Poem, Splits, load_tang_poems
from course_utils.places import PROSODY
from course_utils.text import use_language
from course_utils.verse import making
from course_utils.verse.agreement import encode_figures
from course_utils.verse.check import check_poem
from course_utils.verse.graph import CharacterGraph
from course_utils.verse.pingshui import load_pingshui
from course_utils.verse.prosody import Prosody, Tone, decode_prosody, encode_prosody
from course_utils.verse.readings import count_readings
from course_utils.verse.rules import key_positions, tone_patterns

LEVEL, OBLIQUE, EITHER = Tone
SPRING = ("國破山河在", "城春草木深", "感時花濺淚", "恨別鳥驚心",
          "烽火連三月", "家書抵萬金", "白頭搔更短", "渾欲不勝簪")  # fmt: skip
STORK = ("白日依山盡", "黃河入海流", "欲窮千里目", "更上一層樓")
MOON = ("今夜鄜州月", "閨中只獨看", "遙憐小兒女", "未解憶長安",
        "香霧雲鬟濕", "清輝玉臂寒", "何時倚虛幌", "雙照淚痕乾")  # fmt: skip
BOOK = load_pingshui()


@pytest.fixture(scope="module")
def prosody() -> Prosody:
    return Prosody.load()


@pytest.fixture(scope="module")
def agreement():
    return json.loads((PROSODY.parent / making.AGREEMENT).read_text(encoding="utf-8"))


def in_symbols(pattern) -> list[str]:
    return ["".join(tone.symbol for tone in line) for line in pattern]


# The tables and their use


def test_characters_rhyme_as_poets_had_them(prosody):
    assert prosody.same_rhyme("流", "樓")
    assert prosody.same_rhyme("深", "心")
    assert not prosody.same_rhyme("流", "心")
    assert prosody.rhyme_group("流") == prosody.rhyme_group("樓")


def test_a_character_unknown_to_the_tables_has_no_group_and_no_tone(prosody):
    for stranger in ("a", "7", "。", "\ud800", "😀", "龘"):
        assert prosody.rhyme_group(stranger) is None
        assert prosody.tone(stranger) is None
        assert not prosody.same_rhyme(stranger, stranger)
        assert not prosody.fits(stranger, LEVEL)
        assert prosody.fits(stranger, EITHER)


def test_entering_tones_are_oblique_although_mandarin_lost_them(prosody):
    assert {prosody.tone(one) for one in "白日國竹石十一八"} == {OBLIQUE}
    assert {prosody.tone(one) for one in "天風山河流心"} == {LEVEL}


def test_characters_of_two_readings_are_found(prosody):
    assert {prosody.tone(one) for one in "看過思重論吹聽勝"} == {EITHER}
    assert all(prosody.fits("看", tone) for tone in Tone)


def test_every_group_has_a_tone_and_no_character_has_two_groups(prosody):
    members = [one for group in prosody.groups for one in group]
    assert len(members) == len(set(members)) > 3000
    level = prosody.rhymes_of_tone(LEVEL)
    assert sorted(level + prosody.rhymes_of_tone(OBLIQUE)) == [
        *range(len(prosody.groups))
    ]
    assert prosody.rhyme_group("流") in level
    assert prosody.rhyme_group("月") not in level


def test_a_mask_says_what_the_tables_say(prosody):
    symbols = ["<pad>", "<unk>", "流", "樓", "心", "月", "看"]
    for tone in Tone:
        fits = [prosody.fits(one, tone) for one in symbols[2:]]
        outside = [tone is EITHER] * 2
        assert prosody.tone_mask(symbols, tone).tolist() == outside + fits


@pytest.mark.parametrize("found", ["", "流水", 7, None])
def test_only_one_character_can_be_asked_about(prosody, found):
    with pytest.raises(ValueError, match="Expected one character"):
        prosody.tone(found)
    use_language("zh")
    with pytest.raises(ValueError, match="这里需要一个字"):
        prosody.rhyme_group(found)


def test_tables_come_back_from_their_bytes(prosody):
    content = encode_prosody(prosody)
    again = decode_prosody(content)
    assert (again.groups, again.tones) == (prosody.groups, prosody.tones)
    assert content == PROSODY.read_bytes()
    assert len(content) < 50_000


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"tones": {"high": "a"}}'])
def test_damaged_tables_are_refused(tmp_path, content):
    path = tmp_path / "prosody.json"
    with pytest.raises(ValueError, match="course train prosody"):
        Prosody.load(path)
    path.write_bytes(content)
    with pytest.raises(ValueError, match="no table of rhymes and tones"):
        Prosody.load(path)


# The rules


def test_the_patterns_of_the_textbooks():
    level, oblique = tone_patterns(5, 4, first_line_rhymes=False)
    assert in_symbols(oblique) == [
        "中仄中平仄",
        "平平中仄平",
        "中平平仄仄",
        "中仄仄平平",
    ]
    assert in_symbols(level) == ["中平平仄仄", "中仄仄平平", "中仄中平仄", "平平中仄平"]
    level, oblique = tone_patterns(7, 4, first_line_rhymes=True)
    assert in_symbols(level) == [
        "中平中仄仄平平",
        "中仄平平中仄平",
        "中仄中平平仄仄",
        "中平中仄仄平平",
    ]


@pytest.mark.parametrize(
    ("form", "num_lines", "rhymes"),
    list(product((5, 7), range(2, 9), (False, True))),
)
def test_every_pattern_keeps_every_rule(form, num_lines, rhymes):
    patterns = tone_patterns(form, num_lines, rhymes)
    assert len(set(patterns)) == 2
    for pattern in patterns:
        assert [len(line) for line in pattern] == [form] * num_lines
        for number, line in enumerate(pattern):
            keys = [line[place] for place in key_positions(form)]
            assert EITHER not in keys
            ends_level = number % 2 == 1 or (number == 0 and rhymes)
            assert keys[-1] is (LEVEL if ends_level else OBLIQUE)
            inner = keys[:-1]
            assert all(a is b.opposite for a, b in pairwise(inner))
            if number % 2:
                assert line[1] is pattern[number - 1][1].opposite
            elif number:
                assert line[1] is pattern[number - 1][1]
            assert len(set(line[-3:])) > 1


@pytest.mark.parametrize(("form", "num_lines"), [(6, 4), (5, 1), (7, 9), ("5", 4)])
def test_other_forms_are_refused(form, num_lines):
    with pytest.raises(ValueError, match=r"Choose 5 or 7|2 to 8 lines"):
        tone_patterns(form, num_lines, False)


def test_a_regulated_poem_is_seen_as_one():
    report = check_poem(SPRING)
    assert (report.num_lines, report.width) == (8, 5)
    assert report.rhymes and report.rhyming_lines == (2, 4, 6, 8)
    assert report.alternates and report.obeys_tones and report.is_regulated
    assert report.repeated == () and report.unknown == () and report.tails == ()
    stork = check_poem(STORK)
    assert stork.is_regulated and in_symbols(stork.pattern)[0] == "中仄中平仄"


def test_each_fault_is_reported_where_it_is():
    without_rhyme = check_poem((*STORK[:3], "更上一層山"))
    assert not without_rhyme.rhymes and without_rhyme.obeys_tones
    wrong_tone = check_poem(("白天依山盡", *STORK[1:]))
    assert wrong_tone.breaks == ((1, 2),)
    assert wrong_tone.alternating_lines == (2, 3, 4)
    assert not wrong_tone.is_regulated
    swapped = check_poem((STORK[2], STORK[3], STORK[1], STORK[0]))
    assert not swapped.rhymes and swapped.breaks
    again = check_poem(("白日依山白", *STORK[1:]))
    assert again.repeated == ("白",)
    tail = check_poem((*STORK[:3], "更上高層樓"))
    assert tail.tails == (4,) and tail.obeys_tones
    rare = check_poem(("白龘依山盡", *STORK[1:]))
    assert rare.unknown == ("龘",) and rare.obeys_tones


def test_the_special_line_is_no_fault():
    report = check_poem(MOON)
    assert report.special_lines == (3, 7)
    assert report.breaks == ((3, 4), (7, 4))
    assert report.is_regulated and not report.obeys_tones and not report.alternates


@given(
    st.lists(
        st.text("山水風花月一二a。龘", min_size=5, max_size=5), min_size=2, max_size=8
    )
)
def test_any_lines_of_one_length_can_be_checked(lines):
    report = check_poem(lines)
    assert report.num_lines == len(lines)
    assert set(report.repeated) <= set("".join(lines))
    for line, place in report.breaks:
        character = lines[line - 1][place - 1]
        wanted = report.pattern[line - 1][place - 1]
        assert Prosody.load().tone(character) is wanted.opposite
    assert report.obeys_tones <= report.alternates


@pytest.mark.parametrize(
    "lines", [(), ("白日依山盡",), STORK * 3, ("白日依山盡", "黃河"), ("山" * 6,) * 4]
)
def test_irregular_poems_are_refused(lines):
    with pytest.raises(ValueError, match="2 to 8 lines, all of 5 or all of 7"):
        check_poem(lines)


# The derivation


RHYMES = ("東南西北", "甲乙丙丁", "子丑寅卯", "梅蘭竹菊", "琴棋書畫", "宮商角徵")


def made_poems(num_poems=400) -> list[Poem]:
    """Poems in a made-up language: two tones, six rhymes, 看 of both tones."""
    rng = np.random.default_rng(0)
    inner = {LEVEL: "天風山河春", OBLIQUE: "地月水石木"}
    poems = []
    for number in range(num_poems):
        pattern = tone_patterns(5, 4, False)[number % 2]
        rhyme = rng.permutation(list(RHYMES[number % 6]))
        lines = []
        for place, line in enumerate(pattern):
            tones = [LEVEL if one is EITHER else one for one in line]
            characters = [rng.choice(list(inner[one] + "看")) for one in tones]
            if place % 2:
                characters[-1] = rhyme[place // 2]
            lines.append("".join(characters))
        poems.append(Poem("", "", " ".join(lines)))
    return poems


def test_groups_and_tones_of_a_made_up_language_are_found():
    poems = made_poems()
    prosody = making.derive_prosody(poems)
    found = {frozenset(group) for group in prosody.groups}
    assert found == {frozenset(one) for one in RHYMES}
    assert {prosody.tone(one) for one in "天風山河春東甲子"} == {LEVEL}
    assert {prosody.tone(one) for one in "地月水石木"} == {OBLIQUE}
    assert prosody.tone("看") is EITHER
    signs = making.find_tones(making.tone_graph(poems)).signs()
    readings = count_readings(poems, signs)
    assert min(readings["看"]) > 50
    assert readings["天"][0] > 100 and readings["天"][1] == 0


def test_the_vector_is_the_leading_eigenvector():
    graph = making.tone_graph(made_poems())
    vector = making.find_tones(graph)
    dense = np.zeros((len(graph), len(graph)))
    for (one, other), weight in zip(graph.ends.T, graph.weight, strict=True):
        dense[one, other] = dense[other, one] = weight
    scale = 1 / np.sqrt(np.abs(dense).sum(axis=0))
    values, vectors = np.linalg.eigh(scale[:, None] * dense * scale)
    assert vector.eigenvalue == pytest.approx(values[-1])
    assert abs(vector.values @ vectors[:, -1]) == pytest.approx(1)
    ratio = np.abs(values[:-1]).max() / values[-1]
    assert vector.changes[-1] / vector.changes[-2] == pytest.approx(ratio, rel=0.02)


def test_a_graph_multiplies_and_shows_its_edges():
    counts = Counter(
        {("甲", "乙"): 2, ("乙", "甲"): 1, ("乙", "丙"): -4, ("丁", "丁"): 9}
    )
    graph = CharacterGraph.from_counts(counts)
    assert graph.characters == ("丙", "乙", "甲")
    assert graph.multiply(np.array([1.0, 10.0, 100.0])).tolist() == [-40, 296, 30]
    assert graph.degrees().tolist() == [4, 7, 3]
    assert list(graph.edges("甲乙丙").items()) == [
        (("丙", "乙"), -4),
        (("乙", "甲"), 3),
    ]
    assert graph.edges("甲丙") == {}


def test_a_seed_that_no_poem_has_is_refused():
    with pytest.raises(ValueError, match="never have 龘"):
        making.find_tones(making.tone_graph(made_poems()), seed="龘")


@pytest.mark.data
def test_the_tables_are_what_the_training_poems_say(agreement):
    poems = load_tang_poems()
    derived = making.derive_prosody(poems.train)
    assert encode_prosody(derived) == PROSODY.read_bytes()
    figures = making.measure_figures(derived, poems, BOOK)
    stored = (PROSODY.parent / making.AGREEMENT).read_bytes()
    assert encode_figures(figures) == stored
    assert figures == agreement


def run_course(*arguments: str):
    return CliRunner().invoke(course, ["train", "prosody", *arguments])


def test_the_command_says_what_it_does_in_both_languages():
    assert "Derive rhyme groups and tones" in run_course("--help").output
    use_language("zh")
    assert "推导韵部和平仄" in run_course("--help").output


def test_without_the_poems_nothing_is_written(cache_folder, tmp_path):
    folder = tmp_path / "tables"
    outcome = run_course("--folder", str(folder))
    assert outcome.exit_code == 1
    assert "tang_poems" in outcome.output and "course data" in outcome.output
    assert not folder.exists()


@pytest.mark.data
def test_the_command_writes_tables_that_can_be_loaded(tmp_path, monkeypatch):
    poems = load_tang_poems()
    some = Splits(poems.train[:3000], (), poems.test)
    monkeypatch.setattr(making, "load_tang_poems", lambda: some)
    outcome = run_course("--folder", str(tmp_path))
    assert outcome.exit_code == 0, outcome.output
    small = Prosody.load(tmp_path / PROSODY.name)
    assert f"Rhyme groups: {len(small.groups)}." in outcome.output
    assert small.same_rhyme("流", "樓") and small.tone("月") is OBLIQUE
    figures = json.loads((tmp_path / making.AGREEMENT).read_bytes())
    assert 0.6 < figures["quatrain_rhymes"]["derived"]["rhyming"] < 0.96
    assert figures["tones"]["agree"] > 0.98


# What the figures say


def test_held_out_poems_rhyme_by_the_derived_groups(agreement):
    derived, book = (
        agreement["quatrain_rhymes"][one] for one in ("derived", "pingshui")
    )
    assert derived["quatrains"] == 704
    assert derived["rhyming"] > 0.96
    assert derived["rhyming"] > book["rhyming"] - 0.005
    assert derived["random_pairs"] < 0.05
    assert agreement["resolutions"]["1"]["rhyming"] > 0.97
    assert agreement["level_group_purity"] > 0.98


def test_tones_agree_with_the_rhyme_book(agreement):
    assert agreement["tones"]["agree"] > 0.997
    assert agreement["tones"]["undecided"] < 0.02


def test_real_poems_are_seen_as_regulated_as_by_the_rhyme_book(agreement):
    least = {"4x5": 0.38, "4x7": 0.74, "8x5": 0.56, "8x7": 0.68}
    for form, share in least.items():
        derived, book = (
            agreement["rules"][form][one] for one in ("derived", "pingshui")
        )
        assert derived["all_tones"] > share
        assert abs(derived["all_tones"] - book["all_tones"]) < 0.05
        assert derived["regulated"] > derived["all_tones"] - 0.1
    assert agreement["rules"]["8x5"]["pingshui"]["all_tones"] > 0.59


def test_the_rhyme_book_knows_rhymes_and_tones():
    assert BOOK.same_rhyme("東", "同") is True
    assert BOOK.same_rhyme("東", "冬") is False
    assert BOOK.same_rhyme("東", "龘龘") is None
    assert (BOOK.tone("東"), BOOK.tone("月"), BOOK.tone("看")) == (
        LEVEL,
        OBLIQUE,
        EITHER,
    )
