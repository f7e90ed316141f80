"""Vocabulary: symbols to ids and back, the same on every machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.datasets.vocab import PAD, UNKNOWN, Vocabulary, split_words
from course_utils.text import use_language

texts = st.lists(st.lists(st.text("abcde你我他", min_size=1, max_size=2), max_size=8))


def test_words_are_lower_case_and_keep_the_marks_that_carry_feeling():
    assert split_words("Isn't it ''GREAT''? Well... no!") == [
        *("isn't", "it", "''", "great", "''", "?"),
        *("well", ".", ".", ".", "no", "!"),
    ]


def test_the_commonest_come_first_and_ties_are_sorted():
    found = Vocabulary.build([["b", "a", "c"], ["c", "d"]], extra=["<stop>"])
    assert found.symbols == (PAD, UNKNOWN, "<stop>", "c", "a", "b", "d")


def test_rare_symbols_are_unknown():
    found = Vocabulary.build(["我爱你", "我想你"], min_count=2)
    assert found.encode("我恨你") == [found.id_of("我"), 1, found.id_of("你")]
    assert "爱" not in found and "我" in found
    assert len(found) == 4


def test_reserved_symbols_in_a_text_get_no_second_id():
    found = Vocabulary.build([[PAD, "a", UNKNOWN, "<stop>"]], extra=["<stop>"])
    assert found.symbols == (PAD, UNKNOWN, "<stop>", "a")


@given(texts)
def test_decode_undoes_encode(sentences):
    found = Vocabulary.build(sentences)
    for sentence in sentences:
        assert found.decode(found.encode(sentence)) == sentence


@given(texts, st.integers(1, 4))
def test_what_is_kept_occurs_often_enough(sentences, min_count):
    found = Vocabulary.build(sentences, min_count)
    occurrences = [symbol for sentence in sentences for symbol in sentence]
    for symbol in set(occurrences):
        assert (symbol in found) == (occurrences.count(symbol) >= min_count)


def test_decode_takes_arrays():
    found = Vocabulary.build(["ab"])
    assert found.decode(np.array([2, 3, 0])) == ["a", "b", PAD]


@pytest.mark.parametrize("wrong", [-1, 4, 2.0, "a"])
def test_decode_refuses_what_is_no_id(wrong):
    with pytest.raises(ValueError, match="whole number from 0 to 3"):
        Vocabulary.build(["ab"]).decode([wrong])


@pytest.mark.parametrize("wrong", [0, -1, 1.5])
def test_min_count_counts(wrong):
    with pytest.raises(ValueError, match="min_count"):
        Vocabulary.build(["ab"], min_count=wrong)


def test_a_vocabulary_begins_with_its_two_special_symbols():
    with pytest.raises(ValueError, match=r"begins with '<pad>' and '<unk>'"):
        Vocabulary(["a", "b"])


def test_a_symbol_has_one_id():
    with pytest.raises(ValueError, match="more than once"):
        Vocabulary([PAD, UNKNOWN, "a", "a"])


@given(texts)
def test_load_gives_back_what_save_wrote(tmp_path_factory, sentences):
    path = tmp_path_factory.mktemp("vocabulary") / "词表.json"
    found = Vocabulary.build(sentences, extra=["\u2028", '"'])
    found.save(path)
    assert Vocabulary.load(path) == found


def test_an_interrupted_save_leaves_the_old_file(tmp_path: Path, monkeypatch):
    path = tmp_path / "vocabulary.json"
    Vocabulary.build(["ab"]).save(path)
    before = path.read_bytes()
    monkeypatch.setattr("course_utils.files.os.replace", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        Vocabulary.build(["abc"]).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"symbols": 3}', '{"symbols": ["a"]}', '{"symbols": [1, 2]}'],
)
def test_another_file_is_refused_with_its_name(tmp_path: Path, content: str):
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"other\.json is not a vocabulary"):
        Vocabulary.load(path)
    use_language("zh")
    with pytest.raises(ValueError, match="不是本课程的词表文件"):
        Vocabulary.load(path)


def test_the_file_can_be_read_by_eye(tmp_path: Path):
    path = tmp_path / "vocabulary.json"
    Vocabulary.build(["你我"]).save(path)
    assert json.loads(path.read_text(encoding="utf-8"))["symbols"][2:] == ["你", "我"]
    assert "你" in path.read_text(encoding="utf-8")


def test_torch_stays_away():
    modules = "course_utils.datasets, course_utils.corpora"
    code = f"import sys, {modules}; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
