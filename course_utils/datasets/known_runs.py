"""Runs of characters that stand in a poem of the training set, word for word.

An index of all three-character runs, sorted, so that a run is found by bisection: the
idea of a suffix array (Manber and Myers, 1993), cut after three characters. Longer
runs are compared where their first three stand.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from course_utils.datasets.errors import DataMissingError
from course_utils.datasets.loaders import Poem, load_song_poems, load_tang_poems
from course_utils.datasets.manifest import load_manifest
from course_utils.datasets.store import (
    CorpusState,
    data_folder,
    state_of_refusal,
    status,
    table_path,
)
from course_utils.datasets.vocab import Vocabulary
from course_utils.files import (
    FileError,
    NotJsonError,
    check_file,
    file_checksum,
    in_words,
    read_json,
    write_atomically,
    write_json,
)
from course_utils.text import Text

RUN_DEPTH = 4
RUN_TABLES = ("tang_poems", "song_poems")
_SORTED = 3
_BLOCK = 16
_BREAK = 0
_END = "\n"


class RunIndex:
    """Where runs of characters, as ids of a vocabulary, occur in N known ones.

    `table` is that of `make_table`, whatever the vocabulary.
    """

    def __init__(self, table: np.ndarray, vocabulary: Vocabulary) -> None:
        # A memory map is slower to index than the plain array it can be seen as.
        self._text, self._order, self._firsts, characters = (
            np.asarray(table[name]) for name in table.dtype.names or ()
        )
        self._base = np.uint64(1 + len(characters))
        self._ids, self._known = _translate(characters, vocabulary)

    @classmethod
    def build(cls, poems: Iterable[Poem], vocabulary: Vocabulary) -> RunIndex:
        """Index poems, from the first to the last character, across line ends."""
        return cls(make_table(poems), vocabulary)

    def next_ids(self, runs: np.ndarray) -> list[np.ndarray]:
        """What follows each of some runs (B, DEPTH) in any poem: B arrays of ids.

        0 stands for the end of a poem, and for what the vocabulary does not know.
        """
        found = []
        sought = self._known[runs]
        for run, low, high in zip(sought, *self._ranges(sought), strict=True):
            places = self._order[low:high]
            for column in range(_SORTED, RUN_DEPTH):
                places = places[self._text[places + column] == run[column]]
            found.append(self._ids[self._text[places + RUN_DEPTH]])
        return found

    def longest_run(self, ids: Sequence[int]) -> int:
        """The length of the longest run of `ids` that some poem has, too."""
        sought = self._known[np.asarray(ids, dtype=np.int64)]
        for length in range(min(_SORTED, len(sought)), 0, -1):
            runs = np.lib.stride_tricks.sliding_window_view(sought, length)
            lows, highs = self._ranges(runs)
            starts = np.flatnonzero(lows < highs)
            if length == _SORTED and len(starts):
                return max(
                    self._extend(
                        self._order[lows[start] : highs[start]], sought[start:]
                    )
                    for start in starts
                )
            if len(starts):
                return length
        return 0

    def _extend(self, places: np.ndarray, sought: np.ndarray) -> int:
        """How many of these some poem has together, if the first are at `places`."""
        for length in range(_SORTED, len(sought)):
            places = places[self._text[places + length] == sought[length]]
            if not len(places) or sought[length] == _BREAK:
                return length
        return len(sought)

    def _ranges(self, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where runs (B, K) are in the order, by their first ones: from, to (B,)."""
        whole = (runs != _BREAK).all(axis=1)
        runs = runs[:, :_SORTED]
        keys = _pack(runs.T, self._base)
        scale = self._base ** np.uint64(_SORTED - runs.shape[1])
        ends = np.concatenate([keys * scale, (keys + np.uint64(1)) * scale])
        lows, highs = np.split(self._bisect(ends), 2)
        return lows, np.where(whole, highs, lows)

    def _bisect(self, keys: np.ndarray) -> np.ndarray:
        """How many places come before each key: first the block, then within it."""
        blocks = np.maximum(np.searchsorted(self._firsts, keys) - 1, 0) * _BLOCK
        ranks = blocks[:, None] + np.arange(_BLOCK)
        places = self._order[np.minimum(ranks, len(self._order) - 1)]
        here = _pack([self._text[places + n] for n in range(_SORTED)], self._base)
        before = (here < keys[:, None]) & (ranks < len(self._order))
        return blocks + before.sum(axis=1)


def make_table(poems: Iterable[Poem]) -> np.ndarray:
    """The table of a `RunIndex`: one record of four fields.

    `text` (N,): a number for each character of all poems, each poem followed by a
    break, 0; `order` (N - DEPTH,): places in the order of the three numbers there;
    `firsts`: the packed numbers of every 16th of these; `characters`: the code points
    of 1, 2, ...
    """
    written = "".join(poem.text.replace(" ", "") + _END for poem in poems)
    written += _END * (1 + RUN_DEPTH)  # what follows the last place can be asked for
    text, characters = _number(np.frombuffer(written.encode("utf-32-le"), dtype="<u4"))
    order, firsts = _sort(text, np.uint64(1 + len(characters)))
    fields = {
        "text": text,
        "order": order,
        "firsts": firsts,
        "characters": characters,
    }
    kind = [(name, field.dtype, field.shape) for name, field in fields.items()]
    table = np.empty(1, dtype=np.dtype(kind, align=True))
    for name, field in fields.items():
        table[name] = field
    return table[0]


def load_run_index(
    vocabulary: Vocabulary, announce: Callable[[], object]
) -> RunIndex | None:
    """The index of the poems the poet learnt from; None if they are not at hand.

    Where `course data` has not made it, or what it made is damaged, it is made now,
    after `announce()`.
    """
    if index_is_made():
        with suppress(OSError, ValueError, EOFError, IndexError):  # changed since
            return RunIndex(np.load(_index_path(), mmap_mode="r")[0], vocabulary)
    table = make_index(announce)
    return None if table is None else RunIndex(table, vocabulary)


def make_index(announce: Callable[[], object]) -> np.ndarray | None:
    """Make the table of the index and write it, some 7 bytes a character.

    None if the poems are not at hand, whole. Some seconds.
    """
    try:
        for name in RUN_TABLES:
            check_file(table_path(name))
    except FileError:
        return None
    announce()
    try:
        table = make_table((*load_tang_poems().train, *load_song_poems()))
    except DataMissingError:
        return None
    path = _index_path()
    content = io.BytesIO()
    np.save(content, table[None])
    with suppress(OSError):  # in a folder that cannot be written, it lives in memory
        write_atomically(path, content.getvalue())
        _note(path, hashlib.sha256(content.getbuffer()).hexdigest())
        for other in path.parent.glob("poem_runs-*.npy"):
            if other != path:
                other.unlink()
                _note_path(other).unlink(missing_ok=True)
    return table


def index_is_made() -> bool:
    """Whether the index of the poems the course knows is there, whole."""
    return index_state().ready


def index_state() -> CorpusState:
    """How the index stands: its bytes are those that were written.

    They are read if size or time of the file are others than noted when it was made.
    """
    path, name = _index_path(), "poem_runs"
    try:
        check_file(path)
        noted = read_json(_note_path(path))
        whole = _facts(path) == noted["file"] or _is_whole(path, noted["sha256"])
    except FileError as error:
        return state_of_refusal(name, error)
    except (NotJsonError, LookupError, TypeError):
        whole = False
    return CorpusState(name, "" if whole else "damaged")


def data_states(names: Iterable[str] = ()) -> list[CorpusState]:
    """How the corpora called `names`, or all, stand; and what was made of them, if that
    is not well.

    An index that is not there is no problem: the poet makes one.
    """
    states = status(names)
    if wants_index(state.name for state in states if state.ready):
        index = index_state()
        if index.problem not in ("", "missing"):
            states.append(index)
    return states


def wants_index(names: Iterable[str]) -> bool:
    """Whether the index is made of one of these corpora."""
    manifest = load_manifest()
    sources = {manifest.find_table(name)[0].name for name in RUN_TABLES}
    return not sources.isdisjoint(names)


def _facts(path: Path) -> list[int]:
    with in_words(path):
        found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _is_whole(path: Path, expected: str) -> bool:
    """Whether these are the bytes; if so, that is noted, and not asked again."""
    found = file_checksum(path)
    if found == expected:
        with suppress(OSError):  # where it cannot be noted, it is asked again
            _note(path, expected)
    return found == expected


def _note(path: Path, checksum: str) -> None:
    write_json(_note_path(path), {"sha256": checksum, "file": _facts(path)})


def _note_path(path: Path) -> Path:
    return path.with_suffix(".json")


def _index_path() -> Path:
    """Other poems, or another layout: another file."""
    facts = [load_manifest().find_table(name)[1].sha256 for name in RUN_TABLES]
    digest = hashlib.sha256("\n".join((*facts, "blocks of 16")).encode())
    return data_folder() / f"poem_runs-{digest.hexdigest()[:12]}.npy"


def _number(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Code points (N,) as numbers (N,), and the code points of the numbers 1, 2, ...

    A place and three numbers are sorted as one number of 64 bits: of very many
    characters, the rarest are left out, and count as breaks.
    """
    limit = min(int((2**64 / len(codes)) ** (1 / _SORTED)), 2**16) - 2
    counts = np.bincount(codes)
    counts[ord(_END)] = 0
    characters = np.argsort(-counts, kind="stable")
    characters = characters[: min(np.count_nonzero(counts), limit)]
    numbers = np.zeros(len(counts), dtype=np.uint16)
    numbers[characters] = np.arange(1, 1 + len(characters))
    return numbers[codes], characters.astype(np.uint32)


def _sort(text: np.ndarray, base: np.uint64) -> tuple[np.ndarray, np.ndarray]:
    """The places of a text (N,) by the three numbers there, and each 16th's numbers."""
    size = np.uint64(len(text))
    num_places = len(text) - RUN_DEPTH
    keys = _pack([text[n : n + num_places] for n in range(_SORTED)], base)
    packed = np.sort(keys * size + np.arange(num_places, dtype=np.uint64))
    return (packed % size).astype(np.int32), packed[::_BLOCK] // size


def _translate(
    characters: np.ndarray, vocabulary: Vocabulary
) -> tuple[np.ndarray, np.ndarray]:
    """Ids of the numbers of characters; numbers of the ids. What has none gets 0."""
    numbers = {chr(code): number for number, code in enumerate(characters.tolist(), 1)}
    known = np.array([numbers.get(one, _BREAK) for one in vocabulary.symbols])
    ids = np.zeros(1 + len(characters), dtype=np.int64)
    ids[known] = np.arange(len(known))
    ids[_BREAK] = vocabulary.pad_id
    return ids, known


def _pack(columns: Iterable[np.ndarray], base: np.uint64) -> np.ndarray:
    """Numbers of equal places of some columns, as the digits of one number each."""
    first, *others = columns
    packed = first.astype(np.uint64)
    for column in others:
        packed = packed * base + column.astype(np.uint64)
    return packed


INDEXING = Text(
    en="Once: making the index of the poems that nothing is to be copied from ...",
    zh="首次运行：正在为原诗建立索引，以便不抄原诗……",
)
