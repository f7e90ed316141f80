"""Tone patterns that suit given heads."""

from itertools import product

import pytest

from course_utils.verse.patterns import patterns_for
from course_utils.verse.prosody import Tone
from course_utils.verse.rules import key_positions, tone_patterns

LEVEL, OBLIQUE, EITHER = Tone.LEVEL, Tone.OBLIQUE, Tone.EITHER
FORMS = list(product((5, 7), (2, 3, 4, 8)))


def fits(tone, wanted):
    return wanted is EITHER or tone in (wanted, EITHER)


def has_lone_level(line):
    """Whether a line that ends level may have a level tone alone before it."""
    middle = len(line) - 4
    rises = line[middle] is line[-1] is LEVEL
    return rises and LEVEL not in (line[middle - 1], line[middle + 1])


@pytest.mark.parametrize(("form", "num_lines"), FORMS)
@pytest.mark.parametrize("rhyme", [True, False])
def test_any_heads_fit_and_no_rule_is_given_up_for_them(form, num_lines, rhyme):
    plain = [
        pattern
        for first in (False, True)
        for pattern in tone_patterns(form, num_lines, first)
    ]
    keys = [
        [[line[place] for place in key_positions(form)] for line in one]
        for one in plain
    ]
    for heads in product((LEVEL, OBLIQUE, EITHER, None), repeat=min(num_lines, 4)):
        patterns = patterns_for(form, num_lines, rhyme, heads)
        assert patterns
        for pattern in patterns:
            assert all(map(fits, heads, (line[0] for line in pattern)))
            found = [[line[place] for place in key_positions(form)] for line in pattern]
            assert found in keys
            assert not any(map(has_lone_level, pattern))
            assert rhyme or pattern[0][-1] is OBLIQUE


def test_the_patterns_that_need_no_mending_are_preferred():
    heads = (EITHER, LEVEL, EITHER, OBLIQUE)
    patterns = patterns_for(5, 4, False, heads)
    assert patterns == [tone_patterns(5, 4, False)[1]]
    mended = patterns_for(5, 4, False, (EITHER, OBLIQUE, EITHER, OBLIQUE))
    assert len(mended) == 2
    assert mended[1][1] == (EITHER, LEVEL, LEVEL, OBLIQUE, LEVEL)


def test_heads_of_unknown_tone_are_mended_but_lines_without_a_head_are_not():
    assert patterns_for(5, 4, True, ()) == [
        *tone_patterns(5, 4, False),
        *tone_patterns(5, 4, True),
    ]
    for pattern in patterns_for(5, 2, False, (None, None)):
        assert pattern[1][0] is EITHER


@pytest.mark.parametrize("form", [5, 7])
def test_a_long_poem_goes_on_as_its_second_half(form):
    for pattern in patterns_for(form, 20, True, ()):
        assert len(pattern) == 20
        assert pattern[:8] in [
            *tone_patterns(form, 8, False),
            *tone_patterns(form, 8, True),
        ]
        for line in range(8, 20):
            assert pattern[line] == pattern[line - 4]
