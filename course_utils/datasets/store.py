"""The cache of corpora: where it is, what is in it, reading and writing it safely.

A table is used only if its bytes are those the manifest promises, so a file that is
damaged, half-written or of another version of the course is never read as data.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from course_utils.datasets import errors as says
from course_utils.datasets.errors import DataError, DataMissingError
from course_utils.datasets.manifest import Corpus, Manifest, TableEntry, load_manifest
from course_utils.datasets.tables import (
    Table,
    TableRow,
    compress,
    decode_rows,
    decompress,
)
from course_utils.files import (
    FileError,
    FileMissingError,
    checksum,
    read_whole,
    write_atomically,
)
from course_utils.places import writing_folder
from course_utils.text import Text, join

DATA_VARIABLE = "COURSE_DATA_DIR"
CorpusProblem = Literal["", "missing", "damaged", "unreadable", "blocked"]
"""Of a file: unreadable, where only a permission is missing; blocked, where what is in
its place must be moved away by hand. `course data` mends all but the last."""


@dataclass(frozen=True)
class CorpusState:
    """How a corpus stands in the cache."""

    name: str
    problem: CorpusProblem
    words: Text | None = None

    @property
    def message(self) -> Text:
        """The same for a reader: the `words` of what the system refuses, if any."""
        return self.words or says.STATES[self.problem]

    @property
    def ready(self) -> bool:
        """Whether its loader will work."""
        return not self.problem


def data_folder() -> Path:
    """The cache: `COURSE_DATA_DIR`, or `data/cache/` of the course.

    A relative path starts from where the course may write, its own folder in a
    checkout, wherever a notebook runs. A home folder that is missing is a `DataError`.
    """
    setting = os.environ.get(DATA_VARIABLE) or "data/cache"
    try:
        return (writing_folder() / Path(setting).expanduser()).expanduser()
    except RuntimeError as error:
        message = says.NO_HOME_FOLDER.format(variable=DATA_VARIABLE, setting=setting)
        raise DataError(str(message)) from error


def table_path(name: str) -> Path:
    """Where the table is cached."""
    return data_folder() / f"{name}.tsv.gz"


def status(
    names: Iterable[str] = (), manifest: Manifest | None = None
) -> list[CorpusState]:
    """How the corpora called `names`, or all, stand; every byte is checked."""
    chosen = find_corpora(names, manifest or load_manifest())
    return [_state(corpus) for corpus in chosen]


def find_corpora(names: Iterable[str], manifest: Manifest) -> list[Corpus]:
    """The corpora called `names`, or all; an unknown name is a `DataError`."""
    known = {corpus.name: corpus for corpus in manifest.corpora}
    chosen = list(names) or list(known)
    for name in chosen:
        if name not in known:
            message = says.NO_SUCH_CORPUS.format(name=name, known=join(known))
            raise DataError(str(message))
    return [known[name] for name in chosen]


def state_of_refusal(name: str, error: FileError) -> CorpusState:
    """How `name` stands if its file cannot be read, and why."""
    if isinstance(error, FileMissingError):
        return CorpusState(name, "missing")
    forbidden = error.errno in (errno.EACCES, errno.EPERM)
    words = says.UNREADABLE.format(words=error.words)
    return CorpusState(name, "unreadable" if forbidden else "blocked", words)


def _state(corpus: Corpus) -> CorpusState:
    """That of the first table that is not well."""
    for entry in corpus.tables:
        try:
            if _read_table(entry) is None:
                return CorpusState(corpus.name, "damaged")
        except FileError as error:
            return state_of_refusal(corpus.name, error)
    return CorpusState(corpus.name, "")


def read_rows(name: str, manifest: Manifest | None = None) -> Iterator[TableRow]:
    """The rows of a cached table; a `DataMissingError` if it is not there, whole."""
    corpus, entry = (manifest or load_manifest()).find_table(name)
    try:
        content = _read_table(entry)
    except FileMissingError:
        message = says.MISSING.format(name=corpus.name, folder=data_folder())
        raise DataMissingError(str(message)) from None
    except FileError as error:
        message = says.UNREADABLE.format(words=error.words)
        raise DataMissingError(str(message)) from error
    if content is None:
        message = says.DAMAGED.format(name=corpus.name, path=table_path(name))
        raise DataMissingError(str(message))
    return decode_rows(content)


def _read_table(entry: TableEntry) -> bytes | None:
    """The bytes of a cached table; None if they are not what the manifest promises.

    Raises `FileError`.
    """
    packed = read_whole(table_path(entry.name))
    try:
        content = decompress(packed)
    except ValueError:
        return None
    return content if checksum(content) == entry.sha256 else None


def write_table(entry: TableEntry, table: Table) -> None:
    """Cache a table, if it is what the manifest promises; raises `DataError`."""
    try:
        content = table.encode()
    except (TypeError, ValueError) as error:
        message = says.NOT_TABLED.format(name=entry.name, reason=error)
        raise DataError(str(message)) from error
    found = checksum(content)
    if found != entry.sha256:
        message = says.CONVERTED_DIFFERS.format(
            name=entry.name,
            expected=entry.sha256,
            found=found,
            rows=table.count_rows(),
            expected_rows=entry.rows,
        )
        raise DataError(str(message))
    write_atomically(table_path(entry.name), compress(content))
