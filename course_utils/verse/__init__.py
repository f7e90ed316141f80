"""Rhyme, tone and form of classical Chinese poems: all of it that needs no net.

Knows `datasets`; networkx, pypinyin, rjieba, OpenCC; no PyTorch.
"""

from course_utils.verse.agreement import SameRhyme
from course_utils.verse.aloud import Syllable, read_aloud, read_words
from course_utils.verse.check import ToneOf, check_poem, nearest_pattern
from course_utils.verse.graph import Pair
from course_utils.verse.heads import (
    MAX_HEADS,
    Head,
    HeadError,
    Script,
    check_script,
    read_head,
    to_simplified,
)
from course_utils.verse.making import (
    find_rhyme_groups,
    find_tones,
    make_prosody,
    rhyme_graph,
    tone_graph,
)
from course_utils.verse.messages import (
    CONSTRAINTS,
    GAVE_WAY,
    IMPOSSIBLE,
    NO_MOOD,
    NO_POET,
    NO_TITLE,
    NOT_KNOWN_NEW,
    NOT_YES_OR_NO,
    ODD_LINES,
    TITLE_UNKNOWN,
    TOO_FEW_LINES,
    WRONG_FORM,
)
from course_utils.verse.modern import same_modern_rhyme
from course_utils.verse.patterns import Form, patterns_for
from course_utils.verse.pingshui import RhymeBook, load_pingshui
from course_utils.verse.poem import Acrostic, CharacterChoice, Option, print_lines
from course_utils.verse.prosody import Prosody, Tone
from course_utils.verse.rules import TonePattern
from course_utils.verse.words import modern_tone

__all__ = [
    "CONSTRAINTS",
    "GAVE_WAY",
    "IMPOSSIBLE",
    "MAX_HEADS",
    "NOT_KNOWN_NEW",
    "NOT_YES_OR_NO",
    "NO_MOOD",
    "NO_POET",
    "NO_TITLE",
    "ODD_LINES",
    "TITLE_UNKNOWN",
    "TOO_FEW_LINES",
    "WRONG_FORM",
    "Acrostic",
    "CharacterChoice",
    "Form",
    "Head",
    "HeadError",
    "Option",
    "Pair",
    "Prosody",
    "RhymeBook",
    "SameRhyme",
    "Script",
    "Syllable",
    "Tone",
    "ToneOf",
    "TonePattern",
    "check_poem",
    "check_script",
    "find_rhyme_groups",
    "find_tones",
    "load_pingshui",
    "make_prosody",
    "modern_tone",
    "nearest_pattern",
    "patterns_for",
    "print_lines",
    "read_aloud",
    "read_head",
    "read_words",
    "rhyme_graph",
    "same_modern_rhyme",
    "to_simplified",
    "tone_graph",
]
