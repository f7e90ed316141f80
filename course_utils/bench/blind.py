"""Poems for a blind sheet: held-out Tang quatrains, and as many of the poet's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from course_utils.bench.poet_poems import NUM_LINES
from course_utils.datasets.loaders import Poem
from course_utils.poet.themes import can_be_a_title
from course_utils.poet.wish import make_wish
from course_utils.poet.writer import Poet
from course_utils.sheets.blind import BlindPoem, BlindSheet
from course_utils.text import Text
from course_utils.verse.heads import Script, to_simplified


def blind_sheet(
    poet: Poet,
    real: Sequence[Poem],
    count: int,
    form: int,
    seed: int,
    script: Script = "simplified",
) -> BlindSheet:
    """`count` poems, half of them `real`; the same for the same seed.

    The poet gets heads and titles of other real poems, which are not on the sheet.
    """
    usable = [one for one in real if _is_usable(poet, one, form)]
    drawn = np.random.default_rng(seed).permutation(len(usable))[:count].tolist()
    chosen = [usable[place] for place in drawn]
    shown, models = chosen[: count // 2], chosen[count // 2 :]
    poems = [*_real(shown, script), *_made(poet, models, seed, script)]
    return BlindSheet.mixed(poems, seed)


def _is_usable(poet: Poet, poem: Poem, form: int) -> bool:
    """Whether it is a quatrain of the form whose head and title the poet knows."""
    return (
        poem.form == (NUM_LINES, form)
        and can_be_a_title(poem.title)
        and all(line[0] in poet.vocabulary for line in poem.lines)
    )


def _real(poems: Sequence[Poem], script: Script) -> Iterator[BlindPoem]:
    for one in poems:
        author, title, *lines = (
            _written_in(script, words) for words in (one.author, one.title, *one.lines)
        )
        source = _WORK.format(author=author, title=title)
        yield BlindPoem(tuple(lines), True, source)


def _made(
    poet: Poet, models: Sequence[Poem], seed: int, script: Script
) -> Iterator[BlindPoem]:
    for place, one in enumerate(models):
        head = "".join(line[0] for line in one.lines)
        wish = make_wish(head, len(one.lines[0]), script=script, title=one.title)
        poem = poet.write(wish, seed + place)
        facts = {"head": poem.head, "title": _written_in(script, one.title)}
        yield BlindPoem(poem.lines, False, _ASKED.format(**facts))


def _written_in(script: Script, words: str) -> str:
    return to_simplified(words) if script == "simplified" else words


_WORK = Text(en="{author}, 《{title}》", zh="{author}《{title}》")
_ASKED = Text(
    en="asked for 《{title}》, with the head {head}",
    zh="命题《{title}》，藏头“{head}”",
)
