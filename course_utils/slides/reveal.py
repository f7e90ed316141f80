"""reveal.js, which turns the slides: fetched once, with npm, and put into each file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from course_utils.corpora.archives import fetch_archive, is_kept, read_members
from course_utils.corpora.npm import find_npm
from course_utils.corpora.preparing import alone
from course_utils.datasets.errors import DataError, FetchError
from course_utils.datasets.manifest import Archive
from course_utils.datasets.store import data_folder
from course_utils.slides import messages as says

_STYLE = "package/dist/reveal.css"
_SCRIPT = "package/dist/reveal.js"
_NOTES = "package/dist/plugin/notes.js"
_LICENCE = "package/LICENSE"

REVEAL = Archive(
    package="reveal.js",
    version="6.0.2",
    client="npm",
    file="reveal.js-6.0.2.tgz",
    licence="MIT (LICENSE: Hakim El Hattab and contributors, 2011-2026)",
    size=3214517,
    sha256="2f0c20bfb02447a198a1ebe8a8c097a5437d035caa38f2820bf4ba887a3eac91",
    members={
        _STYLE: "615ee850cbbb98a0f688b60ed37b21819a3f54c9f3e6f20e33e63693ab74a0c0",
        _SCRIPT: "aa1bbbf2617b23a623b23612cb3c5bdb63de512e652bf20fcfa832b045d37844",
        _NOTES: "447c42f365876e41853de81453d0c53c580c5b2099132e8f61200de4a0ba2af3",
        _LICENCE: "b2883e4b610bfa1b4d8fff84c4d4b825cc7d553cbd9fec4777c04068a2859dc0",
    },
)


class RevealFiles(NamedTuple):
    """What of reveal.js goes into a file of slides."""

    style: str
    script: str
    notes: str
    licence: str


def fetch_reveal(echo: Callable[[object], object]) -> None:
    """Fetch reveal.js into the folder of the corpora, unless it is there already.

    `echo` is told. Raises `ValueError`, `FileError`.
    """
    folder = data_folder()
    if not is_kept(REVEAL, folder):
        megabytes = REVEAL.size / 1_000_000
        echo(says.FETCHING_REVEAL.format(megabytes=megabytes, **vars(REVEAL)))
        _find_npm()
        try:
            with alone(folder, echo):
                if not is_kept(REVEAL, folder):  # another may just have fetched it
                    fetch_archive(REVEAL, folder)
        except FetchError as error:
            message = says.REVEAL_NOT_FETCHED.format(reason=error.reason)
            raise ValueError(str(message)) from error
    echo(says.FETCHED.format(folder=folder))


def _find_npm() -> None:
    try:
        find_npm(REVEAL.package)
    except DataError as error:  # it speaks of corpora
        raise ValueError(str(says.NO_NPM_FOR_REVEAL)) from error


def load_reveal() -> RevealFiles:
    """reveal.js as it was fetched; a `ValueError` says how to, if it was not."""
    folder = data_folder()
    if not is_kept(REVEAL, folder):
        raise ValueError(str(says.NO_REVEAL.format(folder=folder)))
    members = read_members(REVEAL, folder / REVEAL.file)
    names = (_STYLE, _SCRIPT, _NOTES, _LICENCE)
    return RevealFiles(*(members[name].decode() for name in names))
