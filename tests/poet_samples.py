"""A small poet with untrained weights: what it must keep does not depend on taste."""

from dataclasses import replace
from functools import cache

import torch

from course_utils.datasets.known_runs import RunIndex
from course_utils.datasets.loaders import Poem
from course_utils.datasets.vocab import PAD, UNKNOWN, Vocabulary
from course_utils.language_model.model import PoemModel, PoemModelSize
from course_utils.poet.course_poet import write_poems
from course_utils.poet.writer import Poet
from course_utils.verse.prosody import Prosody

KNOWN_POEMS = (
    "白日依山盡 黃河入海流 欲窮千里目 更上一層樓",
    "國破山河在 城春草木深 感時花濺淚 恨別鳥驚心",
)
QUICK = {"candidates": 4, "seed": 1}


def known_poems():
    """Two poems, each a record of the corpus."""
    return [Poem("", "", text) for text in KNOWN_POEMS]


@cache
def small_vocabulary():
    """All characters of the tables of rhymes and tones."""
    prosody = Prosody.load()
    of_groups = (one for group in prosody.groups for one in group)
    return Vocabulary((PAD, UNKNOWN, *dict.fromkeys((*of_groups, *prosody.tones))))


@cache
def small_model(num_symbols):
    """Random weights, the same each time."""
    size = PoemModelSize(num_symbols, embedding=8, hidden=16, above=4, place=3)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return PoemModel(size).eval()


@cache
def small_poet(with_index=True):
    """A poet that knows the course's prosody, and nothing about poems."""
    vocabulary = small_vocabulary()
    index = RunIndex.build(known_poems(), vocabulary) if with_index else None
    return Poet(small_model(len(vocabulary)), vocabulary, Prosody.load(), index)


def speechless_poet():
    """Nothing rhymes for it, and it knows no tone."""
    return replace(small_poet(), prosody=Prosody([], {}))


def write(head, **wishes):
    """One poem of the small poet, from few candidates."""
    return write_poems(head, poet=small_poet(), **{**QUICK, **wishes})[0]
