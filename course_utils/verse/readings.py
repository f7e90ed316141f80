"""Which tones a character really has in use: the poems read a second time.

The first split of the characters is enough to see which tone pattern a poem follows.
Where the pattern wants level, a poet wrote a character that he could read as level:
counting this tells characters of two readings from those of one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from course_utils.datasets.loaders import Poem
from course_utils.verse.prosody import Tone
from course_utils.verse.rules import LineTones, all_tone_patterns, key_positions

MIN_FIT = 0.8
"""A poem is read with a pattern if so much more of it fits than does not."""
_SIGNS = {Tone.LEVEL: 1, Tone.OBLIQUE: -1}

ToneCounts = dict[str, tuple[int, int]]
"""Of each character: how often it stood where level, where oblique was wanted."""


def count_readings(poems: Sequence[Poem], signs: Mapping[str, int]) -> ToneCounts:
    """Read all poems of 2 to 8 lines again; `signs` has +1 for level, -1 for oblique.

    Poems that follow no pattern well, most of them in the old style 古體, say nothing.
    """
    wanted_level: list[str] = []
    wanted_oblique: list[str] = []
    forms: dict[tuple[int, int], list[str]] = defaultdict(list)
    for poem in poems:
        form = poem.form
        if form[0] <= 8:
            forms[form].append(_key_characters(poem))
    for form, written in forms.items():
        for characters, pattern in _read(written, _key_signs(form), signs):
            for one, sign in zip(characters, pattern, strict=True):
                if sign:
                    (wanted_level if sign > 0 else wanted_oblique).append(one)
    level, oblique = Counter(wanted_level), Counter(wanted_oblique)
    return {one: (level[one], oblique[one]) for one in sorted(level | oblique)}


def _read(
    written: list[str], patterns: np.ndarray, signs: Mapping[str, int]
) -> list[tuple[str, list[int]]]:
    """The poems (n, K characters each) that fit one of the patterns (4, K), with it."""
    found = np.array([[signs.get(one, 0) for one in poem] for poem in written])
    fits = found @ patterns.T / np.abs(patterns).sum(axis=1)
    best = patterns[fits.argmax(axis=1)].tolist()
    return [
        (poem, pattern)
        for poem, pattern, fit in zip(written, best, fits.max(axis=1), strict=True)
        if fit >= MIN_FIT
    ]


def _key_characters(poem: Poem) -> str:
    lines = poem.lines
    keys = key_positions(len(lines[0]))
    return "".join(line[place] for line in lines for place in keys)


def _key_signs(form: tuple[int, int]) -> np.ndarray:
    """The signs of the patterns of a form at its key positions (4, K)."""
    num_lines, width = form
    patterns = all_tone_patterns(width, num_lines)
    signs = [[one for line in poem for one in _line_signs(line)] for poem in patterns]
    return np.array(signs)


def _line_signs(line: LineTones) -> list[int]:
    """+1 level, -1 oblique at the key positions; 0 where the special form differs."""
    signs = [_SIGNS[line[place]] for place in key_positions(len(line))]
    if line[-3:] == (Tone.LEVEL, Tone.OBLIQUE, Tone.OBLIQUE):
        signs[-2] = 0
    return signs
