"""How well the derived rhymes and tones hold for poems they were not derived from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from course_utils.datasets.loaders import Poem
from course_utils.verse.check import ToneOf, check_poem
from course_utils.verse.pingshui import RhymeBook
from course_utils.verse.prosody import Prosody, Tone

SameRhyme = Callable[[str, str], bool | None]
AgreementFigures = dict[str, float]
FORMS = ((4, 5), (4, 7), (8, 5), (8, 7))


def share_rhyming(poems: Sequence[Poem], same_rhyme: SameRhyme) -> AgreementFigures:
    """The share of quatrains whose lines 2 and 4 rhyme, beside randomly paired ends.

    `unknown` is the share of quatrains with an end that the table does not know
    (`same_rhyme` is `None`); the others are shares of those it does know.
    """
    pairs = [
        (poem.lines[1][-1], poem.lines[3][-1]) for poem in poems if poem.form[0] == 4
    ]
    found = [same_rhyme(*pair) for pair in pairs]
    ends = [end for pair in pairs for end in pair]
    shuffled = np.random.default_rng(0).permutation(ends).tolist()
    chance = [same_rhyme(*pair) for pair in zip(ends, shuffled, strict=True)]
    return {
        "quatrains": len(pairs),
        "rhyming": _share(found),
        "random_pairs": _share(chance),
        "unknown": round(found.count(None) / len(found), 4),
    }


def group_purity(prosody: Prosody, poems: Sequence[Poem], book: RhymeBook) -> float:
    """The chance that two line ends of one level group rhyme by the book, too.

    Ends are drawn as often as the poems use them; those not in the book are left out.
    """
    uses = Counter(line[-1] for poem in poems for line in poem.lines[1::2])
    same = total = 0.0
    for number in prosody.rhymes_of_tone(Tone.LEVEL):
        known = [one for one in prosody.groups[number] if one in book.rhymes]
        weight = np.array([uses[one] for one in known], dtype=float)
        if weight.sum():
            agree = _rhyming_pairs(known, book)
            same += weight @ agree @ weight / weight.sum()
            total += weight.sum()
    return round(same / total, 4)


def tone_agreement(
    prosody: Prosody, poems: Sequence[Poem], book: RhymeBook
) -> AgreementFigures:
    """The share of characters in running text on whose tone table and book agree.

    Counted are characters that both give one tone; `undecided` is the share of those
    with one tone in the book for which the table says either, or nothing.
    """
    uses = Counter("".join(line for poem in poems for line in poem.lines))
    counts: Counter[str] = Counter()
    for character, count in uses.items():
        by_book, found = book.tone(character), prosody.tone(character)
        if by_book in (Tone.LEVEL, Tone.OBLIQUE):
            if found in (Tone.LEVEL, Tone.OBLIQUE):
                counts["agree" if found is by_book else "differ"] += count
            else:
                counts["undecided"] += count
    decided = counts["agree"] + counts["differ"]
    return {
        "agree": round(counts["agree"] / decided, 4),
        "undecided": round(counts["undecided"] / counts.total(), 4),
    }


def share_regulated(
    poems: Sequence[Poem], prosody: Prosody, tone: ToneOf
) -> AgreementFigures:
    """Of the poems of one form: how many keep which rules, by a table of tones.

    `alternating_lines` is a share of lines, all others are shares of poems.
    """
    reports = [check_poem(poem.lines, prosody, tone) for poem in poems]
    lines = sum(report.num_lines for report in reports)
    alternating = sum(len(report.alternating_lines) for report in reports)
    return {
        "poems": len(reports),
        "rhyming": _share([report.rhymes for report in reports]),
        "alternating_lines": round(alternating / lines, 4),
        "all_tones": _share([report.obeys_tones for report in reports]),
        "regulated": _share([report.is_regulated for report in reports]),
    }


def measure_agreement(
    prosody: Prosody, poems: Sequence[Poem], book: RhymeBook
) -> dict[str, object]:
    """How the tables, and beside them the book, do on held-out poems."""
    tables = {"derived": prosody.tone, "pingshui": book.tone}
    return {
        "num_groups": len(prosody.groups),
        "level_group_purity": group_purity(prosody, poems, book),
        "quatrain_rhymes": {
            "derived": share_rhyming(poems, prosody.same_rhyme),
            "pingshui": share_rhyming(poems, book.same_rhyme),
        },
        "tones": tone_agreement(prosody, poems, book),
        "rules": {
            f"{num_lines}x{width}": {
                name: share_regulated(chosen, prosody, tone)
                for name, tone in tables.items()
            }
            for num_lines, width in FORMS
            if (chosen := [one for one in poems if one.form == (num_lines, width)])
        },
    }


def encode_figures(figures: object) -> bytes:
    """Figures as a JSON file: the same bytes for the same figures."""
    return (json.dumps(figures, indent=1, sort_keys=True) + "\n").encode()


def _rhyming_pairs(known: Sequence[str], book: RhymeBook) -> np.ndarray:
    """Which of n characters of the book share a rhyme: (n, n)."""
    rhymes = sorted({rhyme for one in known for rhyme in book.rhymes[one]})
    listed = np.array(
        [[rhyme in book.rhymes[one] for rhyme in rhymes] for one in known]
    )
    return (listed[:, None] & listed).any(axis=2)


def _share(found: Sequence[bool | None]) -> float:
    """The share of `True` among the answers that are known."""
    known = [one for one in found if one is not None]
    return round(sum(known) / len(known), 4)
