"""The poet of the course: loaded once, and asked for poems in one call."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from course_utils.datasets.known_runs import INDEXING, load_run_index
from course_utils.files import check_file, in_words
from course_utils.language_model.model import load_poem_model
from course_utils.places import POET_WEIGHTS
from course_utils.poet.wish import CANDIDATES, TEMPERATURE, make_wish
from course_utils.poet.writer import Poet
from course_utils.verse import messages as says
from course_utils.verse.poem import Acrostic
from course_utils.verse.prosody import Prosody


class PoetMissingError(ValueError):
    """The weights of the poet are not there; the message says how to get some."""


def _be_silent(_: object) -> None:
    pass


def write_poems(
    head: str,
    *,
    form: int = 7,
    num_lines: int | None = None,
    count: int = 1,
    seed: int | None = None,
    temperature: float = TEMPERATURE,
    top_p: float = 1.0,
    rhyme: bool = True,
    tones: bool = True,
    script: str | None = None,
    candidates: int = CANDIDATES,
    strict: bool = False,
    explain: bool = False,
    mood: str | None = None,
    title: str | None = None,
    poet: Poet | None = None,
) -> list[Acrostic]:
    """`count` poems whose lines begin with the characters of `head`.

    Each is the best of `candidates`. Poem k is that of `seed` + k; without a seed one
    is drawn. `poet` has other weights; `make_wish` says the rest, and raises.
    """
    wish = make_wish(
        head,
        form,
        num_lines,
        rhyme=rhyme,
        tones=tones,
        script=script,
        temperature=temperature,
        top_p=top_p,
        candidates=candidates,
        strict=strict,
        explain=explain,
        mood=mood,
        title=title,
    )
    return list((poet or load_poet()).write_several(wish, count, seed))


def load_poet(
    path: Path = POET_WEIGHTS, say: Callable[[object], None] = _be_silent
) -> Poet:
    """The poet of the course, or one with your own weights; read once.

    It copies nothing where the poems it learnt from were fetched; the first time, it
    makes an index of them, and says so. Raises `PoetMissingError` if there are no
    weights, `CheckpointError` for another file, `FileError` for one not to be read.
    """
    with in_words(path):
        is_there = path.exists()
    if not is_there:
        raise PoetMissingError(str(says.NO_POET.format(path=path)))
    check_file(path)
    return _load(path.resolve(), path.stat().st_mtime_ns, say)


@cache
def _load(path: Path, _changed: int, say: Callable[[object], None]) -> Poet:
    model, vocabulary = load_poem_model(path)
    index = load_run_index(vocabulary, lambda: say(INDEXING))
    return Poet(model.requires_grad_(False), vocabulary, Prosody.load(), index)
