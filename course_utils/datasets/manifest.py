"""What the corpora are made of, as data/manifest.json says: packages, checksums."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from course_utils.places import MANIFEST


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


@dataclass(frozen=True)
class TableEntry:
    """A cached table: SHA-256 of its uncompressed bytes, rows by first column."""

    name: str
    sha256: str
    rows: dict[str, int]


@dataclass(frozen=True)
class Corpus:
    """What `course data NAME` prepares: some tables out of one archive."""

    name: str
    package: str
    tables: tuple[TableEntry, ...]


@dataclass(frozen=True)
class Manifest:
    """All archives and corpora."""

    archives: tuple[Archive, ...]
    corpora: tuple[Corpus, ...]

    def archive(self, package: str) -> Archive:
        """The archive of a package of the manifest."""
        return next(one for one in self.archives if one.package == package)

    def find_table(self, name: str) -> tuple[Corpus, TableEntry]:
        """The table and the corpus it belongs to."""
        return next(
            (corpus, entry)
            for corpus in self.corpora
            for entry in corpus.tables
            if entry.name == name
        )


@cache
def load_manifest(path: Path = MANIFEST) -> Manifest:
    """The manifest of the course."""
    known = json.loads(path.read_text(encoding="utf-8"))
    return Manifest(
        tuple(Archive(**archive) for archive in known["archives"]),
        tuple(
            Corpus(
                corpus["name"],
                corpus["package"],
                tuple(TableEntry(**entry) for entry in corpus["tables"]),
            )
            for corpus in known["corpora"]
        ),
    )
