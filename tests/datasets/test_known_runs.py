"""The index of runs: against plain search, and as a file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from poem_samples import CHARACTERS, answering_poems

from course_utils.datasets import known_runs, store
from course_utils.datasets.known_runs import (
    RUN_DEPTH,
    RunIndex,
    index_is_made,
    load_run_index,
)
from course_utils.datasets.loaders import Poem, Splits
from course_utils.datasets.vocab import Vocabulary

VOCABULARY = Vocabulary.build(CHARACTERS)
POEMS = answering_poems(40)
TEXTS = [poem.text.replace(" ", "") for poem in POEMS]
INDEX = RunIndex.build(POEMS, VOCABULARY)


def plain_longest_run(text):
    return max(
        (
            end - start
            for start in range(len(text))
            for end in range(start + 1, len(text) + 1)
            if any(text[start:end] in known for known in TEXTS)
        ),
        default=0,
    )


PIECES = st.text(st.sampled_from(CHARACTERS + "禪"), max_size=6)
COPIES = st.builds(
    lambda text, start, length: text[start : start + length],
    st.sampled_from(TEXTS),
    st.integers(0, 30),
    st.integers(0, 12),
)


@given(st.lists(PIECES | COPIES, max_size=4).map("".join))
def test_the_longest_run_is_that_of_plain_search(text):
    assert INDEX.longest_run(VOCABULARY.encode(text)) == plain_longest_run(text)


@given(COPIES.filter(lambda text: len(text) >= RUN_DEPTH) | st.just("酒酒酒酒"))
def test_what_follows_a_run_is_what_follows_it_in_the_poems(text):
    run = text[-RUN_DEPTH:]
    found = INDEX.next_ids(np.array([VOCABULARY.encode(run)] * 2))
    expected = sorted(
        VOCABULARY.id_of(text[start + RUN_DEPTH])
        if start + RUN_DEPTH < len(text)
        else 0
        for text in TEXTS
        for start in range(len(text) - RUN_DEPTH + 1)
        if text[start : start + RUN_DEPTH] == run
    )
    assert [sorted(one.tolist()) for one in found] == [expected] * 2


def test_nothing_is_known_to_follow_what_is_unknown_or_the_end_of_a_poem():
    last = TEXTS[0][-3:]
    runs = np.array([VOCABULARY.encode(last + one) for one in ("禪", TEXTS[1][0])])
    assert [one.tolist() for one in INDEX.next_ids(runs)] == [[], []]


def test_of_very_many_characters_the_rarest_are_left_out():
    common = "春江花月夜"
    many = "".join(map(chr, (*range(0x4E00, 0x9FFF), *range(0x3400, 0x4DBF))))
    kept, left_out = "丈", "\u9ffe"
    vocabulary = Vocabulary((*VOCABULARY.symbols, kept, left_out))
    index = RunIndex.build([Poem("", "", common * 200_000 + many)], vocabulary)
    assert index.longest_run(vocabulary.encode("酒" + common + common[:2])) == 7
    assert index.longest_run(vocabulary.encode(kept)) == 1
    assert index.longest_run(vocabulary.encode(left_out)) == 0


def test_an_index_of_no_poems_finds_nothing():
    index = RunIndex.build([], VOCABULARY)
    assert index.longest_run([2, 3, 4, 5, 6]) == 0
    assert index.next_ids(np.array([[2, 3, 4, 5]]))[0].tolist() == []


@pytest.fixture
def corpora(monkeypatch, tmp_path):
    """A data folder that has tables of poems; returns the calls for an index."""
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    for name in ("tang_poems", "song_poems"):
        store.table_path(name).write_bytes(b"")
    monkeypatch.setattr(
        known_runs, "load_tang_poems", lambda: Splits(tuple(POEMS[:20]), (), ())
    )
    monkeypatch.setattr(known_runs, "load_song_poems", lambda: tuple(POEMS[20:]))
    return []


def load(calls, vocabulary=VOCABULARY):
    return load_run_index(vocabulary, lambda: calls.append("made"))


def test_the_index_is_made_once_and_mended(corpora, tmp_path):
    assert load(corpora).longest_run(VOCABULARY.encode(TEXTS[30])) == len(TEXTS[30])
    assert load(corpora).longest_run(VOCABULARY.encode(TEXTS[3])) == len(TEXTS[3])
    assert corpora == ["made"]
    [path] = tmp_path.glob("poem_runs-*.npy")
    path.write_bytes(path.read_bytes()[:-100])
    assert load(corpora).longest_run(VOCABULARY.encode(TEXTS[3])) == len(TEXTS[3])
    assert corpora == ["made"] * 2
    other = Vocabulary((*VOCABULARY.symbols[:2], *VOCABULARY.symbols[:1:-1], "禪"))
    assert load(corpora, other).longest_run(other.encode(TEXTS[3])) == len(TEXTS[3])
    assert corpora == ["made"] * 2


def test_an_index_of_other_poems_is_thrown_away(corpora, tmp_path):
    old = tmp_path / "poem_runs-0.npy"
    old.write_bytes(b"")
    load(corpora)
    assert not old.exists() and index_is_made()


def test_without_the_poems_there_is_no_index(monkeypatch, tmp_path):
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    assert load_run_index(VOCABULARY, lambda: None) is None
    for name in ("tang_poems", "song_poems"):
        store.table_path(name).write_bytes(b"damaged")
    assert load_run_index(VOCABULARY, lambda: None) is None


def test_a_folder_that_cannot_be_written_is_no_problem(corpora, monkeypatch):
    def refuse(path, content):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(known_runs, "write_atomically", refuse)
    assert load(corpora).longest_run(VOCABULARY.encode(TEXTS[3])) == len(TEXTS[3])
