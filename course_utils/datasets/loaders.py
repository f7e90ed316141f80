"""The corpora as typed records, in splits that share nothing.

The tables were cleaned and split when they were prepared (`course data`); here they
are only read. Every loader raises `DataMissingError` if its corpus is not there.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from course_utils.datasets.spans import bio_of
from course_utils.datasets.store import read_rows
from course_utils.datasets.tables import TableRow

Record = TypeVar("Record")
NameKind = Literal["PER", "LOC", "ORG"]
Source = Literal["amazon", "news", "tweets"]


@dataclass(frozen=True)
class Splits(Generic[Record]):
    """The records to learn from, to choose by, and to report on once."""

    train: tuple[Record, ...]
    validation: tuple[Record, ...]
    test: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class RatedText:
    """An English text and the mean of about twenty people's ratings, -4 to +4."""

    text: str
    rating: float

    @property
    def label(self) -> int:
        """1 if people liked it, else 0; no text is rated exactly 0."""
        return int(self.rating > 0)


@dataclass(frozen=True, slots=True)
class Review:
    """A Chinese review and its label: 1 positive, 0 negative."""

    text: str
    label: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A name: characters `start` to `end` (exclusive) of its sentence."""

    start: int
    end: int
    kind: NameKind


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence of news and the names in it, from left to right."""

    text: str
    entities: tuple[Entity, ...]

    @property
    def tags(self) -> list[str]:
        """One BIO tag a character (Ramshaw and Marcus, 1995): T characters, T tags."""
        return bio_of(self.entities, len(self.text))


@dataclass(frozen=True, slots=True)
class Poem:
    """A regular poem in traditional characters; `text` has its lines, with spaces."""

    author: str
    title: str
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines, all of the same length, without punctuation."""
        return tuple(self.text.split(" "))

    @property
    def form(self) -> tuple[int, int]:
        """Number of lines, characters a line: (4, 5) is a quatrain of five."""
        lines = self.lines
        return len(lines), len(lines[0])


def load_movie_reviews() -> Splits[RatedText]:
    """10,566 English movie review snippets, about 21 words each."""
    return _load_splits("movie_reviews", _rated_text)


def load_other_snippets() -> dict[Source, tuple[RatedText, ...]]:
    """Rated texts of other kinds, to test a model of movie reviews on."""
    found: dict[Source, list[RatedText]] = {"amazon": [], "news": [], "tweets": []}
    for source, *fields in read_rows("other_snippets"):
        found[source].append(_rated_text(fields))  # type: ignore[index]
    return {source: tuple(texts) for source, texts in found.items()}


def load_chinese_reviews() -> Splits[Review]:
    """17,172 Chinese shopping reviews, each once, near-duplicates kept together."""
    return _load_splits("chinese_reviews", _review)


def load_chinese_review_lines() -> tuple[Review, ...]:
    """All 35,123 lines as published, half of them repeats: never split these."""
    return tuple(map(_review, read_rows("chinese_review_lines")))


def load_peoples_daily() -> Splits[TaggedSentence]:
    """46,848 sentences of the People's Daily, January 1998, with their names."""
    return _load_splits("peoples_daily", _tagged_sentence)


def load_tang_poems() -> Splits[Poem]:
    """46,900 Tang poems; no line of one split occurs in another."""
    return _load_splits("tang_poems", _poem)


def load_song_poems() -> tuple[Poem, ...]:
    """229,786 Song poems to train on, none with a line of a held-out Tang poem."""
    with _no_garbage():
        return tuple(_poem(fields) for _, *fields in read_rows("song_poems"))


def _load_splits(table: str, parse: Callable[[TableRow], Record]) -> Splits[Record]:
    found: dict[str, list[Record]] = {"train": [], "validation": [], "test": []}
    with _no_garbage():
        for split, *fields in read_rows(table):
            found[split].append(parse(fields))
    return Splits(**{split: tuple(records) for split, records in found.items()})


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Records hold no cycles: looking for some would take longer than reading."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _rated_text(fields: TableRow) -> RatedText:
    rating, text = fields
    return RatedText(text, float(rating))


def _review(fields: TableRow) -> Review:
    label, text = fields
    return Review(text, int(label))


def _tagged_sentence(fields: TableRow) -> TaggedSentence:
    text, marks = fields
    return TaggedSentence(text, tuple(_entity(mark) for mark in marks.split()))


def _entity(mark: str) -> Entity:
    start, end, kind = mark.split("-")
    return Entity(int(start), int(end), kind)  # type: ignore[arg-type]


def _poem(fields: TableRow) -> Poem:
    return Poem(*fields)
