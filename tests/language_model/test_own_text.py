"""A text file of the learner's own: what is read, and what is refused in words."""

# ruff: noqa: E402
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.files import FileError, FileMissingError
from course_utils.language_model import OwnTextError, read_own_text
from course_utils.text import use_language

ENGLISH = "It was a bright cold day in the city.\n" * 100
CHINESE = "春眠不觉晓，处处闻啼鸟。\n" * 200


def written(tmp_path, content):
    path = tmp_path / "own.txt"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
@pytest.mark.parametrize(
    ("saved_as", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
    ],
)
def test_the_text_comes_back_and_the_encoding_is_said(tmp_path, text, saved_as, said):
    own = read_own_text(written(tmp_path, text.encode(saved_as)))
    assert own.text == text
    assert not own.is_cut
    known = {said} | ({"utf-8"} if text.isascii() and said == "gb18030" else set())
    assert own.encoding in known
    assert own.encoding in own.note.en
    assert own.encoding in own.note.zh
    assert f"{len(text):,}" in own.note.zh


def test_line_ends_are_one_character(tmp_path):
    own = read_own_text(written(tmp_path, ENGLISH.replace("\n", "\r\n").encode()))
    assert own.text == ENGLISH


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("most", [2_001, 2_002, 2_003])
def test_a_huge_file_is_cut_and_said_to_be(tmp_path, encoding, most):
    content = (CHINESE * 20).encode(encoding)
    own = read_own_text(written(tmp_path, content), most=most)
    assert own.text == (CHINESE * 20)[:most]
    assert own.is_cut
    assert "left out" in own.note.en
    assert "其余" in own.note.zh


def test_a_missing_file_a_folder_and_no_permission(tmp_path):
    with pytest.raises(FileMissingError, match="nowhere"):
        read_own_text(tmp_path / "nowhere.txt")
    with pytest.raises(FileError):
        read_own_text(tmp_path)


@pytest.mark.parametrize(
    ("content", "words", "chinese"),
    [
        (b"", "empty", "空的"),
        (b"too short", "9 characters", "太短"),
        (b" \n" * 5000, "0 characters", "太短"),
        (b"\x89PNG\r\n\x1a\n\0\0" * 900, "no plain text", "纯文本"),
        (b"%PDF-1.4\n\x01\x02" * 900, "no plain text", "纯文本"),
        (b"\xff\xfe\xff\xfa" * 900, "no", "不"),
        (b"caf\xe9 \xff" * 900, "none of the encodings", "编码"),
    ],
)
def test_what_is_no_text_is_refused_in_words(tmp_path, content, words, chinese):
    path = written(tmp_path, content)
    with pytest.raises(OwnTextError, match=words):
        read_own_text(path)
    use_language("zh")
    with pytest.raises(OwnTextError, match=chinese):
        read_own_text(path)
