"""For authors: write data/manifest.json anew, after a conversion was changed.

    python -m course_utils.corpora.remake_manifest

Packages, versions and the names of files and tables stay as they are; sizes,
checksums and numbers of rows are measured. Read the difference before committing it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from course_utils.corpora.archives import (
    CLIENTS,
    collect_members,
    members_checksum,
)
from course_utils.corpora.preparing import convert
from course_utils.datasets.manifest import (
    Archive,
    Corpus,
    Manifest,
    TableEntry,
    load_manifest,
)
from course_utils.datasets.tables import Table
from course_utils.files import checksum, file_checksum, write_atomically
from course_utils.places import MANIFEST


def _main() -> None:
    """Fetch all archives again and write the manifest."""
    old = load_manifest()
    with TemporaryDirectory() as folder:
        paths = {
            archive.package: CLIENTS[archive.client](archive, Path(folder))
            for archive in old.archives
        }
        new = remeasure(old, paths)
    write_atomically(MANIFEST, encode(new))


def remeasure(manifest: Manifest, paths: dict[str, Path]) -> Manifest:
    """The manifest with the numbers of the archives at `paths`, by package."""
    archives = []
    tables: dict[str, Table] = {}
    for archive in manifest.archives:
        members = collect_members(archive, paths[archive.package])
        archives.append(_measure_archive(archive, paths[archive.package], members))
        tables |= convert(archive.package, members)
    corpora = tuple(_measure_corpus(corpus, tables) for corpus in manifest.corpora)
    return Manifest(tuple(archives), corpora)


def encode(manifest: Manifest) -> bytes:
    """The manifest as the text of its file."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    return (text + "\n").encode()


def _measure_archive(
    archive: Archive, path: Path, members: dict[str, bytes]
) -> Archive:
    return replace(
        archive,
        size=path.stat().st_size,
        sha256=file_checksum(path),
        members={
            pattern: members_checksum(members, pattern) for pattern in archive.members
        },
    )


def _measure_corpus(corpus: Corpus, tables: dict[str, Table]) -> Corpus:
    entries = []
    for entry in corpus.tables:
        table = tables[entry.name]
        entries.append(
            TableEntry(entry.name, checksum(table.encode()), table.count_rows())
        )
    return replace(corpus, tables=tuple(entries))


if __name__ == "__main__":
    _main()
