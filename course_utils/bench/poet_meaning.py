"""What the poet's poems say, beside real ones: wording, titles, moods, coherence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from course_utils.bench.poet_judges import (
    PoemJudges,
    discriminate,
    figures_of_mood,
    figures_of_sense,
    figures_of_wording,
    self_bleu,
    share_of_titles_found,
    usual_shares,
)
from course_utils.bench.poet_poems import (
    NUM_LINES,
    WIDTHS,
    BenchPoems,
    as_poems,
    draw_poems,
    write_all,
)
from course_utils.datasets.loaders import Poem
from course_utils.poet.figures import PoemFigures, figures_of_variety
from course_utils.poet.taste import Taste
from course_utils.poet.themes import can_be_a_title
from course_utils.poet.writer import Poet
from course_utils.verse.poem import Acrostic

LIKELIEST = Taste(surprise=0.0, again=1.0, chosen_mood=0.0, chosen_head=0.0)
"""What the poet chose by before: the likeliest of the candidates."""
ONE_HEAD = 16
"""Poems of one head, to see how much they repeat each other."""


def measure_meaning(
    poet: Poet,
    poems: BenchPoems,
    heads: Sequence[str],
    written: Mapping[int, Sequence[Acrostic]],
) -> dict[str, PoemFigures]:
    """Figures of the poet's poems and of as many real quatrains, by form.

    Before those of the last form, the likeliest candidates of the same heads.
    """
    judges = PoemJudges.of(poems.train, poems.song)
    bland = write_all(replace(poet, taste=LIKELIEST), heads, WIDTHS[-1])
    figures: dict[str, PoemFigures] = {}
    for width in WIDTHS:
        form = NUM_LINES, width
        every = [one for one in poems.test if one.form == form]
        drawn = draw_poems(every, 2 * len(heads))
        real, others = drawn[: len(heads)], drawn[len(heads) :]
        columns = {"poet": (as_poems(written[width]), real), "real": (real, others)}
        if width == WIDTHS[-1]:
            columns = {"likeliest": (as_poems(bland), real), **columns}
        usual = usual_shares([one for one in poems.train if one.form == form])
        for name, beside in columns.items():
            figures[f"{name}_{width}"] = _figures_of(*beside, judges, usual)
        repeated = write_all(poet, [heads[0]] * min(ONE_HEAD, len(heads)), width)
        figures[f"poet_{width}"] |= {"one_head": self_bleu(as_poems(repeated))}
        for name, value in _titles_found(poet, every, heads, width, judges).items():
            figures[f"{name}_{width}"] |= {"title": value}
    return figures


def _figures_of(
    poems: Sequence[Poem],
    beside: Sequence[Poem],
    judges: PoemJudges,
    usual: Mapping[str, float],
) -> PoemFigures:
    """Of some poems; the discriminator tells them from those `beside`."""
    return {
        **figures_of_wording(poems, judges, usual),
        "distinct_2": figures_of_variety(poems)["distinct_2"],
        "self_bleu": self_bleu(poems),
        "discriminator": discriminate(poems, beside),
        **figures_of_mood(poems, judges),
        **figures_of_sense(poems, judges),
    }


def _titles_found(
    poet: Poet,
    real: Sequence[Poem],
    heads: Sequence[str],
    width: int,
    judges: PoemJudges,
) -> dict[str, float | None]:
    """How often a poem's title is told from 99 others: of poems written for titles of
    real ones, and of these real ones.
    """
    able = [one for one in real if can_be_a_title(one.title)]
    titles = [one.title for one in able]
    written = write_all(poet, heads, width, titles[: len(heads)])
    lines = {
        "poet": [one.traditional for one in written],
        "real": [one.lines for one in able[: len(heads)]],
    }
    return {
        name: share_of_titles_found(some, titles, judges)
        for name, some in lines.items()
    }
