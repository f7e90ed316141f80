"""What can be counted in poems, the poet's and real ones alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

import numpy as np

from course_utils.datasets.known_runs import RUN_DEPTH, RunIndex
from course_utils.datasets.loaders import Poem
from course_utils.datasets.vocab import Vocabulary
from course_utils.verse.agreement import SameRhyme
from course_utils.verse.check import ToneOf, check_poem
from course_utils.verse.modern import same_modern_rhyme
from course_utils.verse.pingshui import RhymeBook
from course_utils.verse.prosody import Prosody

PoemFigures = dict[str, float | None]
DISTINCT = (1, 2, 3)


def figures_of_form(poems: Sequence[Poem], num_lines: int, width: int) -> PoemFigures:
    """The share of poems with as many lines as asked, all as long as asked."""
    right = [[len(line) for line in one.lines] == [width] * num_lines for one in poems]
    return {"poems": len(poems), "form": share(right)}


def figures_of_rhyme(
    poems: Sequence[Poem], prosody: Prosody, book: RhymeBook
) -> PoemFigures:
    """The share of quatrains whose lines 2 and 4 rhyme, by three tables.

    Ends that a table does not know are left out, and their share is given beside.
    """
    tables: dict[str, SameRhyme] = {
        "derived": prosody.same_rhyme,
        "pingshui": book.same_rhyme,
        "modern": same_modern_rhyme,
    }
    figures: PoemFigures = {}
    for name, same_rhyme in tables.items():
        found = [same_rhyme(one.lines[1][-1], one.lines[3][-1]) for one in poems]
        figures[f"rhyme_{name}"] = share(found)
        if name != "derived":  # there, what has no group rhymes with nothing
            figures[f"rhyme_{name}_unknown"] = share(one is None for one in found)
    return figures


def figures_of_tones(
    poems: Sequence[Poem], prosody: Prosody, book: RhymeBook
) -> PoemFigures:
    """The shares of lines that alternate, and of poems that keep all tone rules."""
    tables: dict[str, ToneOf] = {"derived": prosody.tone, "pingshui": book.tone}
    figures: PoemFigures = {}
    for name, tone in tables.items():
        reports = [check_poem(one.lines, prosody, tone) for one in poems]
        alternating = [len(one.alternating_lines) / one.num_lines for one in reports]
        figures[f"alternating_{name}"] = mean(alternating)
        figures[f"tones_{name}"] = share(one.obeys_tones for one in reports)
    return figures


def figures_of_copying(
    poems: Sequence[Poem], index: RunIndex, vocabulary: Vocabulary
) -> PoemFigures:
    """The shares of poems that have a run of 4, of 5, or a whole line of known poems.

    Runs may cross the end of a line, there and here.
    """
    runs = [index.longest_run(vocabulary.encode("".join(one.lines))) for one in poems]
    copied = [
        any(
            index.longest_run(vocabulary.encode(line)) == len(line)
            for line in one.lines
        )
        for one in poems
    ]
    return {
        "run_4": share(run >= RUN_DEPTH for run in runs),
        "run_5": share(run > RUN_DEPTH for run in runs),
        "line_copied": share(copied),
    }


def figures_of_repetition(poems: Sequence[Poem]) -> PoemFigures:
    """How many characters a poem has had before, and two shares of the poems.

    Those without any such character, and those with one that follows itself in its
    line (悠悠).
    """
    texts = ["".join(one.lines) for one in poems]
    repeated = [len(text) - len(set(text)) for text in texts]
    doubled = [
        any(a == b for line in one.lines for a, b in pairwise(line)) for one in poems
    ]
    return {
        "repeated": mean(repeated),
        "no_repeats": share(number == 0 for number in repeated),
        "doubled": share(doubled),
    }


def figures_of_variety(poems: Sequence[Poem]) -> PoemFigures:
    """The share of different ones among all K-grams within the lines of all poems.

    It falls with the number of poems: compare equal numbers.
    """
    lines = list(chain.from_iterable(one.lines for one in poems))
    return {f"distinct_{size}": _distinct(lines, size) for size in DISTINCT}


def _distinct(lines: Sequence[str], size: int) -> float | None:
    grams = [
        line[at : at + size] for line in lines for at in range(len(line) - size + 1)
    ]
    return len(set(grams)) / len(grams) if grams else None


def area_under_curve(high: Sequence[float], low: Sequence[float]) -> float | None:
    """How often one of `high` is above one of `low`, a tie counting half: the AUC.

    `None` if there is nothing to compare.
    """
    if not high or not low:
        return None
    difference = np.array(high)[:, None] - np.array(low)[None]
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


def share(found: Iterable[bool | None]) -> float | None:
    """The share of `True` among the answers that are known; `None` without any."""
    return mean(one for one in found if one is not None)


def mean(numbers: Iterable[float]) -> float | None:
    """The mean; `None` of nothing."""
    known = list(numbers)
    return sum(known) / len(known) if known else None
