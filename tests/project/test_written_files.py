"""Only what a command of the course wrote, and nobody has changed, is written over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from refusals import OBSTACLES, files_below, fill_disk

from course_utils import written_files
from course_utils.files import FileError
from course_utils.text import LANGUAGES, use_language
from course_utils.written_files import (
    WrittenFiles,
    check_signed,
    is_signed,
    sign,
    write_signed,
)

COMMAND = "course example"
LIST = ".list.json"
OLD = {"a.txt": b"one", "below/b.txt": b"two"}


def read_all(folder: Path) -> dict[str, bytes]:
    paths = {path for path in folder.rglob("*") if path.is_file()}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if path.name != LIST
    }


def files_in(folder: Path) -> WrittenFiles:
    return WrittenFiles(folder, LIST, COMMAND)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that the command has made."""
    files_in(tmp_path / "new").write(OLD)
    return tmp_path / "new"


# ---------------------------------------------------------------- a file alone


@pytest.mark.parametrize("ending", [".md", ".html", ".pdf", ".PDF"])
def test_a_signature_holds_for_one_content_and_one_command(ending: str) -> None:
    signed = sign(b"a\nb\n", ending, COMMAND)
    assert signed.startswith(b"a\nb\n") and signed.count(b"\n") == 3
    assert is_signed(signed, ending, COMMAND)
    assert not is_signed(signed, ending, "course other")
    for other in (
        *(signed + b"c", signed[:-1] + b" a note\n", signed[:-1], signed + b"\n"),
        *(b"x" + signed, signed.replace(b"b", b"c", 1), b"a\nb\n"),
    ):
        assert not is_signed(other, ending, COMMAND)


def test_a_signed_file_takes_the_place_of_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.html"
    write_signed(path, b"one\n", COMMAND)
    write_signed(path, b"two\n", COMMAND)
    assert path.read_bytes() == sign(b"two\n", ".html", COMMAND)
    assert files_below(tmp_path) == ["new", "new/page.html"]


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"notes", b"<!-- course example -->\n", b"\xff\x00\n\n"]
)
def test_a_file_of_others_is_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"notes\.md is there already, and not as `"):
        write_signed(path, b"ours\n", COMMAND)
    assert path.read_bytes() == content


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_an_obstacle_is_told_in_words(tmp_path: Path, obstacle: str) -> None:
    put, words = OBSTACLES[obstacle]
    put(tmp_path / "folder" / "a.md")
    before = files_below(tmp_path)
    with pytest.raises(FileError, match=words):
        write_signed(tmp_path / "folder" / "a.md", b"ours\n", COMMAND)
    with pytest.raises(FileError, match=words):
        files_in(tmp_path / "folder").write({"a.md": b"ours"})
    assert [each for each in files_below(tmp_path) if LIST not in each] == before


# ---------------------------------------------------------------- a folder


def test_files_are_written_again_and_the_others_stay_known(folder: Path) -> None:
    files_in(folder).write({"a.txt": b"1"})
    files = files_in(folder)
    assert read_all(folder) == OLD | {"a.txt": b"1"}
    assert files.has_list and files.paths == {*OLD}
    files.remove({"a.txt"})
    assert read_all(folder) == {"below/b.txt": b"two"}
    assert files.paths == files_in(folder).paths == {"below/b.txt"}


@pytest.mark.parametrize("path", ["a.txt", "below/b.txt", "below/c.txt"])
def test_what_was_changed_or_came_since_is_kept(folder: Path, path: str) -> None:
    (folder / path).write_bytes(b"mine")
    listed = (folder / LIST).read_bytes()
    new = {"a.txt": b"1", "below/b.txt": b"2", "below/c.txt": b"3"}
    files = files_in(folder)
    for refused in (files.check, files.remove):
        with pytest.raises(ValueError, match=r"\.txt is there already, and not as `"):
            refused(new.keys())
    with pytest.raises(ValueError, match="course example` writes it"):
        files.write(new)
    assert read_all(folder) == OLD | {path: b"mine"}
    assert (folder / LIST).read_bytes() == listed


def test_a_file_that_was_exchanged_for_another_of_them_is_kept(folder: Path) -> None:
    (folder / "a.txt").write_bytes(OLD["below/b.txt"])
    with pytest.raises(ValueError, match="or was changed since"):
        files_in(folder).write({"a.txt": b"1"})


def test_what_was_written_once_is_not_known_for_ever(folder: Path) -> None:
    """Somebody may have put back an older one, and wants it."""
    files_in(folder).write({"a.txt": b"1"})
    (folder / "a.txt").write_bytes(OLD["a.txt"])
    with pytest.raises(ValueError, match=r"a\.txt is there already"):
        files_in(folder).check(["a.txt"])


def test_after_an_interruption_each_file_is_known_old_or_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_at_the_second(path: Path, content: bytes) -> None:
        if path.name == "b.txt":
            raise KeyboardInterrupt
        path.write_bytes(content)

    new = {"a.txt": b"1", "below/b.txt": b"2"}
    with monkeypatch.context() as patch:
        patch.setattr(written_files, "write_atomically", stop_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            files_in(folder).write(new)
    assert read_all(folder) == OLD | {"a.txt": b"1"}
    files_in(folder).write(new)
    assert read_all(folder) == new


def test_a_full_disk_is_told_before_a_file_is_touched(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fill_disk(patch)
        with pytest.raises(FileError, match="no room is left"):
            files_in(folder).write({"a.txt": b"1"})
    assert read_all(folder) == OLD


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Put back"), ("zh", "换回它的副本")]
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"a.txt": [',
        b"\xff",
        b"[]",
        b'{"a.txt": 2}',
        b'{"a.txt": "b"}',
        b'{"../a.txt": []}',
        b'{"/a.txt": []}',
    ],
)
def test_a_damaged_list_is_told_and_kept(
    folder: Path, content: bytes, lang: str, words: str
) -> None:
    use_language(lang)
    (folder / LIST).write_bytes(content)
    with pytest.raises(ValueError, match=rf"\{LIST} .*{words}.* --out"):
        files_in(folder)
    assert read_all(folder) == OLD and (folder / LIST).read_bytes() == content


def test_a_list_that_is_gone_leaves_all_to_its_owner(folder: Path) -> None:
    (folder / LIST).unlink()
    files = files_in(folder)
    assert not files.has_list and not files.paths
    with pytest.raises(ValueError, match=r"a\.txt is there already"):
        files.write({"a.txt": b"1"})


def test_the_list_is_json_that_names_each_path_once(folder: Path) -> None:
    listed = json.loads((folder / LIST).read_text("utf-8"))
    assert {path: len(sums) for path, sums in listed.items()} == dict.fromkeys(OLD, 1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_refusal_names_file_command_and_way_out(tmp_path: Path, lang: str) -> None:
    use_language(lang)
    path = tmp_path / "a.pdf"
    path.touch()
    with pytest.raises(ValueError, match=r"a\.pdf .*`course example` .*--out"):
        check_signed(path, COMMAND)
