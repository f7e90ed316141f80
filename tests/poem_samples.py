"""Made-up poems for tests: the second line of a couplet answers the first."""

from functools import cache

import numpy as np

from course_utils.datasets.loaders import Poem
from course_utils.datasets.vocab import Vocabulary
from course_utils.verse.poem import Acrostic
from course_utils.verse.prosody import Tone

CHARACTERS = "春江花月夜山水風雲雨雪秋鳥魚竹松梅蘭菊酒"
SIGNS = {"平": Tone.LEVEL, "仄": Tone.OBLIQUE, "中": Tone.EITHER}


def answering_poem(rng, num_lines, width):
    """Each second line repeats the line above it, one character on."""
    lines = []
    for _ in range(num_lines // 2):
        line = rng.integers(len(CHARACTERS), size=width)
        lines += [line, (line + 1) % len(CHARACTERS)]
    text = " ".join("".join(CHARACTERS[place] for place in line) for line in lines)
    return Poem("", "", text)


def answering_poems(num_poems, seed=0):
    """Poems of several forms, one of them longer than a part."""
    rng = np.random.default_rng(seed)
    forms = [(4, 5), (4, 7), (8, 5), (8, 7), (2, 5), (20, 5)]
    return [answering_poem(rng, *forms[place % 6]) for place in range(num_poems)]


@cache
def small_corpus(num_poems=600):
    """A corpus with no Song poems, and a vocabulary that knows every character."""
    from course_utils.language_model.corpus import PoemCorpus  # needs PyTorch
    from course_utils.language_model.grid import encode_poems

    poems = answering_poems(num_poems)
    vocabulary = Vocabulary.build(CHARACTERS)
    learnt = encode_poems([(poem, "tang") for poem in poems], vocabulary)
    held_out = [(poem, "tang") for poem in answering_poems(60, seed=1)]
    grids = encode_poems(held_out, vocabulary)
    return PoemCorpus(vocabulary, learnt, learnt, grids, grids)


def poem_of(text, tones="", rhyme_group=None):
    """A poem of these lines, written under a pattern, as the poet hands it over."""
    lines = tuple(text.split())
    pattern = tuple(tuple(SIGNS[one] for one in line) for line in tones.split())
    return Acrostic(
        head=lines[0][0],
        lines=lines,
        traditional=lines,
        script="traditional",
        seed=0,
        score=0.0,
        rhyme_group=rhyme_group,
        rhyme=None,
        tones=pattern or None,
        constraints_met=(),
        constraints_relaxed=(),
        longest_run=None,
        choices=None,
    )
