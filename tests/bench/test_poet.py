"""The bench: each figure by hand on a few poems, then all of it with a tiny poet."""

# ruff: noqa: E402
import json
from collections import Counter

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from click.testing import CliRunner
from poet_samples import KNOWN_POEMS, small_poet, small_vocabulary

from course_utils.baselines.ngrams import NgramModel
from course_utils.bench import poet as bench
from course_utils.bench import poet_page
from course_utils.bench.speed import Peer, training_speed, writing_speed
from course_utils.cli.course import course
from course_utils.datasets import loaders
from course_utils.datasets.errors import DataMissingError
from course_utils.datasets.known_runs import RunIndex
from course_utils.language_model.grid import encode_poems
from course_utils.language_model.peer import (
    LENGTH,
    PeerModel,
    count_han,
    encode_padded,
    learn_padded,
    peer_vocabulary,
    write_acrostic,
)
from course_utils.language_model.recipes import Phase, PoetRecipe
from course_utils.language_model.training import nats_per_character
from course_utils.places import POET_DATA, POET_HEADS
from course_utils.poet import course_poet
from course_utils.poet.figures import (
    area_under_curve,
    figures_of_copying,
    figures_of_form,
    figures_of_repetition,
    figures_of_rhyme,
    figures_of_tones,
    figures_of_variety,
    mean,
    share,
)
from course_utils.text import use_language
from course_utils.verse.heads import is_han
from course_utils.verse.modern import modern_rhyme, same_modern_rhyme
from course_utils.verse.pingshui import load_pingshui
from course_utils.verse.prosody import Prosody

STORK = "白日依山盡 黃河入海流 欲窮千里目 更上一層樓"
SPRING = "春眠不覺曉 處處聞啼鳥 夜來風雨聲 花落知多少"
SEVEN = "朝辭白帝彩雲間 千里江陵一日還 兩岸猿聲啼不住 輕舟已過萬重山"
STRANGE = "白日依山盡 黃河入海龘 欲窮千里目 更上一層樓"
TINY = PoetRecipe((Phase(1.0, False, 0.1, 1e-3, 0.0),), 8, 16, 4, 3, 1, 64)
FIXED = {"heads", "form"}


def poems(*texts):
    return [loaders.Poem("", "", text) for text in texts]


@pytest.fixture(scope="module")
def small_poems():
    """Poems to learn from, and one of each form that nobody learns from."""
    known = poems(*KNOWN_POEMS, SPRING, "獨坐幽篁裏 彈琴復長嘯 深林人不知 明月來相照")
    return bench.BenchPoems(known, poems(*KNOWN_POEMS), poems(STORK, SEVEN))


@pytest.fixture(scope="module")
def figures(small_poems):
    """All figures of a small poet, two heads; what was said is kept, too."""
    said = []
    found = bench.bench_poet(
        small_poet(),
        small_poems,
        ["春江花月", "国泰民安"],
        said.append,
        {"full": TINY, "quick": TINY},
    )
    return found | {"said": said}


# --- heads ---------------------------------------------------------------------


def test_the_list_has_a_hundred_heads_of_four_kinds():
    lines = POET_HEADS.read_text(encoding="utf-8").splitlines()
    kinds = Counter(line.split()[0] for line in lines)
    assert kinds == {"common": 70, "modern": 10, "simplified": 10, "rare": 10}
    heads = bench.load_heads()
    assert len(set(heads)) == 100
    assert all(len(head) == 4 and all(map(is_han, head)) for head in heads)


def test_fewer_heads_are_taken_from_all_kinds():
    heads = bench.load_heads()
    assert bench.load_heads(10) == heads[::10]
    assert bench.load_heads(1000) == heads


# --- figures -------------------------------------------------------------------


def test_form_is_lines_and_their_length():
    some = poems(STORK, "春眠不覺曉 處處聞啼鳥 夜來風雨", "白日依山盡 黃河入海流")
    assert figures_of_form(some, 4, 5) == {"poems": 3, "form": 1 / 3}
    assert figures_of_form([], 4, 5) == {"poems": 0, "form": None}


def test_rhyme_is_counted_by_three_tables_unknown_ends_apart():
    found = figures_of_rhyme(
        poems(STORK, SPRING, STRANGE), Prosody.load(), load_pingshui()
    )
    # 流 and 樓, 鳥 and 少; of 龘 the poems say nothing.
    assert found["rhyme_derived"] == pytest.approx(2 / 3)
    assert found["rhyme_pingshui"] == 1.0
    assert found["rhyme_pingshui_unknown"] == pytest.approx(1 / 3)
    assert found["rhyme_modern"] == pytest.approx(2 / 3)
    assert found["rhyme_modern_unknown"] == 0.0


@pytest.mark.parametrize(
    ("one", "other", "rhyme"),
    [
        ("流", "樓", True),
        ("東", "風", True),
        ("月", "雪", True),
        ("綠", "里", True),
        ("流", "心", False),
        ("深", "聲", False),
        ("流", "x", None),
    ],
)
def test_modern_rhymes(one, other, rhyme):
    assert same_modern_rhyme(one, other) is rhyme


def test_almost_every_character_of_the_tables_has_a_modern_rhyme():
    characters = [one for group in Prosody.load().groups for one in group]
    unknown = [one for one in characters if modern_rhyme(one) is None]
    assert len(unknown) < len(characters) / 1000


def test_modern_rhymes_say_what_is_missing(monkeypatch):
    monkeypatch.setattr("course_utils.verse.modern.find_spec", lambda name: None)
    modern_rhyme.cache_clear()
    with pytest.raises(ValueError, match="pip install pypinyin"):
        modern_rhyme("流")


def test_tones_are_counted_by_two_tables():
    flat = "春風春風春 日暮日暮日 春風春風春 黃河入海流"  # the last line alternates
    found = figures_of_tones(poems(STORK, flat), Prosody.load(), load_pingshui())
    assert found["tones_derived"] == found["tones_pingshui"] == 0.5
    assert found["alternating_derived"] == found["alternating_pingshui"] == 0.625


def test_copied_runs_and_lines_are_found():
    index = RunIndex.build(poems(*KNOWN_POEMS), small_vocabulary())
    across = "春春春春白 日依山盡黃 春春春春春 春春春春春"  # no line, but a long run
    four = "春春春春春 春日依山盡 春春春春春 春春春春春"
    some = poems(KNOWN_POEMS[0], across, four, "春春春春春 春春春春春")
    assert figures_of_copying(some, index, small_vocabulary()) == {
        "run_4": 0.75,
        "run_5": 0.5,
        "line_copied": 0.5,  # 日依山盡黃 is five characters that stand there together
    }


def test_variety_by_hand():
    some = poems("春春日日山 水水水水月", STORK)
    found = figures_of_repetition(some) | figures_of_variety(some)
    assert found["repeated"] == pytest.approx((2 + 3) / 2)
    assert found["no_repeats"] == 0.5
    assert found["doubled"] == 0.5
    assert figures_of_repetition(poems("春日山花日 日月江水雲"))["doubled"] == 0
    assert found["distinct_1"] == pytest.approx((3 + 2 + 20 - 2) / 30)  # 日山
    assert found["distinct_2"] == pytest.approx((4 + 2 + 16) / 24)
    assert found["distinct_3"] == pytest.approx((3 + 2 + 12) / 18)


def test_the_area_under_a_curve_by_hand():
    assert area_under_curve([2, 1], [1, 0]) == 0.875
    assert area_under_curve([], [1]) is None


def test_shares_are_of_what_is_known():
    assert share([True, False, None]) == 0.5
    assert share([None]) is None and mean([]) is None


def test_the_judge_leaves_first_characters_out_and_knows_order():
    vocabulary = small_vocabulary()
    learnt = bench.encode_lines(poems(STORK, SPRING), vocabulary)
    judge = NgramModel.fit(learnt, 4, len(vocabulary))
    known = bench.figures_of_judge(poems(STORK), judge, vocabulary)
    expected = -judge.log_probs(learnt[0][:4])[:, 1:].mean()
    assert known["judge"] == pytest.approx(expected)
    assert known["judge"] < known["judge_shuffled"] - 1
    assert bench.figures_of_judge([], judge, vocabulary)["judge"] is None


# --- the peer ------------------------------------------------------------------


def test_the_peer_fills_poems_up_on_the_left():
    some = poems(STORK, SEVEN)
    vocabulary = peer_vocabulary(some)
    table = encode_padded(some, vocabulary)
    assert table.shape == (2, LENGTH)
    assert (table[0, : LENGTH - 26] == vocabulary.pad_id).all()
    text = "".join(vocabulary.decode(table[0, LENGTH - 26 :]))
    assert text == "<start>白日依山盡，黃河入海流。欲窮千里目，更上一層樓。<end>"
    assert count_han(table, vocabulary) == 20 + 28
    long = encode_padded(poems(" ".join(["春" * 7] * 20)), vocabulary)
    assert long.shape == (1, LENGTH) and long[0, -1] != vocabulary.pad_id


def test_the_peers_loss_counts_its_pads():
    some = poems(STORK)
    vocabulary = peer_vocabulary(some)
    torch.manual_seed(0)
    model = PeerModel(len(vocabulary), 8, 16)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    ids = encode_padded(some, vocabulary)
    first = learn_padded(model, optimizer, ids)
    assert first == pytest.approx(np.log(len(vocabulary)), abs=0.3)
    for _ in range(30):
        last = learn_padded(model, optimizer, ids)
    # 98 of 124 targets are pads: knowing these alone brings the mean this low.
    assert last < 26 / 124 * np.log(len(vocabulary)) + 0.2


def test_the_peer_writes_the_likeliest_symbols():
    some = poems(STORK)
    vocabulary = peer_vocabulary(some)
    torch.manual_seed(0)
    model = PeerModel(len(vocabulary), 16, 32)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    ids = encode_padded(some, vocabulary)[:, LENGTH - 26 :]
    for _ in range(200):
        learn_padded(model, optimizer, ids)
    assert write_acrostic(model, vocabulary, "白黃欲更", 5) == STORK.split(" ")


# --- speed ---------------------------------------------------------------------


def test_speeds_are_measured_beside_the_peer(small_poems):
    peer = Peer.of(small_poems.train)
    written = writing_speed(small_poet(), peer, ["春江花月"] * 3, 5, 16)
    learnt = training_speed(small_poems.train, small_vocabulary(), peer, {"full": TINY})
    assert set(written) == {"single_5", "best_5", "drawn_5"}
    best = written["best_5"]["poet"]
    assert written["drawn_5"]["poet"] == pytest.approx(16 * best)
    assert set(learnt) == {"train_full"}
    for row in (*written.values(), *learnt.values()):
        assert row["ratio"] == pytest.approx(row["poet"] / row["peer"])
        assert min(row.values()) > 0


# --- all of it -----------------------------------------------------------------


def test_all_figures_are_there(figures):
    assert set(figures["nats"]) == {"poet", *(f"ngram_{n}" for n in (1, 2, 3, 4))}
    assert set(figures["poems"]) == {"poet_5", "real_5", "poet_7", "real_7"}
    columns = {"poet_5", "real_5", "likeliest_7", "poet_7", "real_7"}
    assert set(figures["meaning"]) == columns
    assert set(figures["meaning"]["poet_7"]) == set(poet_page._MEANING)
    assert set(figures["speed"]) == set(poet_page._SPEED)
    assert figures["setting"]["heads"] == 2
    assert figures["setting"]["test_characters"] == 20 + 28
    assert len(figures["said"]) == 5
    for column in ("poet_5", "poet_7"):
        cells = figures["poems"][column]
        assert {cells[name] for name in FIXED} == {1.0}
        assert cells["rhyme_derived"] == cells["tones_derived"] == 1.0
        assert cells["line_copied"] == 0.0
    assert set(poet_page._POEMS) == set(figures["poems"]["poet_5"])


def test_the_poet_is_scored_on_the_test_poems_alone(figures, small_poems):
    test = [(one, "tang") for one in small_poems.test]
    nats = nats_per_character(
        small_poet().model, encode_poems(test, small_vocabulary())
    )
    assert figures["nats"]["poet"]["own"] == pytest.approx(nats)
    # Random weights know nothing: about the logarithm of the number of symbols.
    assert nats == pytest.approx(np.log(len(small_vocabulary())), abs=0.5)
    model = NgramModel.fit(
        bench.encode_lines(small_poems.train, small_vocabulary()),
        2,
        len(small_vocabulary()),
    )
    lines = bench.encode_lines(small_poems.test, small_vocabulary())
    assert figures["nats"]["ngram_2"]["tang"] == pytest.approx(model.nats(lines))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["4-gram", "real 4×7", "ratio"]), ("zh", ["四元", "真诗七言", "倍数"])],
)
def test_the_table_speaks_both_languages(figures, language, words):
    use_language(language)
    table = poet_page.show_poet_table(figures)
    assert all(word in table for word in words)
    assert f"{figures['nats']['ngram_4']['tang']:.3f}" in table
    assert f"{figures['speed']['best_7']['ratio']:.2f}" in table
    rows = [line for line in table.split("\n") if "%" in line]
    # On a terminal, a Chinese character is as wide as two letters.
    ends = {sum(1 + (ord(one) > 0x2E7F) for one in row) for row in rows}
    assert ends == {92, 104}  # sections of four figures, and of five


def test_the_committed_page_is_made_from_its_figures():
    figures = json.loads((POET_DATA / "bench.json").read_text("utf-8"))
    page = poet_page.show_poet_page(figures)
    assert (POET_DATA / "bench.md").read_text("utf-8") == page


def test_a_figure_of_nothing_is_a_dash(figures):
    empty = figures["poems"] | {"real_5": dict.fromkeys(poet_page._POEMS)}
    table = poet_page.show_poet_table(figures | {"poems": empty})
    assert table.count("–") >= len(poet_page._POEMS)


# --- the command ---------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(course, ["bench", "poet", *arguments])


@pytest.fixture
def small_bench(monkeypatch, small_poems, figures):
    """The command with a small poet; what it asks for is kept."""
    asked = []

    def measure(poet, poems, heads, say):
        asked.append((poet, poems, heads))
        sections = ("setting", "nats", "poems", "meaning", "speed")
        return {name: figures[name] for name in sections}

    monkeypatch.setattr(course_poet, "load_poet", lambda path, say: small_poet())
    monkeypatch.setattr(bench.BenchPoems, "load", lambda: small_poems)
    monkeypatch.setattr(bench, "bench_poet", measure)
    return asked


def test_the_command_prints_the_table(small_bench, small_poems, figures):
    result = run("--heads", "10")
    assert result.exit_code == 0
    assert result.output == poet_page.show_poet_table(figures) + "\n"
    assert small_bench == [(small_poet(), small_poems, bench.load_heads(10))]


def test_the_command_prints_json(small_bench, figures):
    assert json.loads(run("--json").output)["poems"] == figures["poems"]
    assert len(small_bench[0][2]) == 100


def test_the_command_writes_both_files(small_bench, figures, tmp_path):
    folder = tmp_path / "new"
    assert run("--out", str(folder)).exit_code == 0
    page = (folder / "bench.md").read_text("utf-8")
    for spoken in ("en", "zh"):
        use_language(spoken)
        assert poet_page.show_poet_table(figures) in page
    found = json.loads((folder / "bench.json").read_text("utf-8"))
    assert found["nats"] == figures["nats"] and found["speed"] == figures["speed"]


def test_without_the_corpora_the_command_says_how_to_fetch_them(
    monkeypatch, cache_folder
):
    monkeypatch.setattr(course_poet, "load_poet", lambda path, say: small_poet())
    result = run()
    assert result.exit_code == 1 and "course data" in result.output
    with pytest.raises(DataMissingError):
        bench.BenchPoems.load()
