"""Many poems at once, under constraints that are chosen one by one: lesson 12.

The poet keeps every constraint, and hands over the best of its candidates. To see what
each constraint does, poems must be drawn with and without it, and none be chosen.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from course_utils.datasets.known_runs import RUN_DEPTH
from course_utils.datasets.loaders import Poem
from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.grid import PoemShape
from course_utils.language_model.reader import PoemReader
from course_utils.language_model.sampling import Constraint, Samples
from course_utils.poet.constraints import (
    TONE_CLASSES,
    begin_with,
    copy_nothing,
    keep_tones,
    repeat_nothing,
    rhyme_at,
)
from course_utils.poet.figures import mean, share
from course_utils.poet.writer import Poet
from course_utils.verse.aloud import read_words
from course_utils.verse.check import check_poem, nearest_pattern
from course_utils.verse.graph import Pair
from course_utils.verse.patterns import Form, patterns_for
from course_utils.verse.prosody import Tone
from course_utils.verse.rules import TonePattern
from course_utils.verse.words import modern_tone

NODE_ROOM = 0.13
"""How far apart characters are drawn; the whole plane is about 2 wide."""

Lines = tuple[str, ...]


class Places(NamedTuple):
    """What the poet thinks at each of the T places of a poem, and what is allowed.

    probabilities (T, V) of the model alone; masks (T, V) by the name of a constraint.
    """

    probabilities: NDArray[np.float32]
    masks: dict[str, NDArray[np.bool_]]


def printable(vocabulary: Vocabulary) -> Constraint:
    """Any character, but neither the pad nor the unknown symbol."""
    return begin_with({}, vocabulary)


def constraints_for(
    poet: Poet, heads: Sequence[str], form: Form = 5
) -> dict[str, Constraint]:
    """Constraints by name for B poems, poem b with a line for each of `heads[b]`.

    All heads are of one length, in traditional characters the poet knows. `new` is
    missing where the poems the poet learnt from were not fetched.
    """
    vocabulary, num_poems = poet.vocabulary, len(heads)
    starts = range(0, len(heads[0]) * form, form)
    ids = torch.tensor([vocabulary.encode(head) for head in heads])
    patterns = [
        patterns_for(form, len(head), False, [poet.prosody.tone(one) for one in head])
        for head in heads
    ]
    turns = [some[row % len(some)] for row, some in enumerate(patterns)]
    found = {
        "head": _begin_each_with(ids, form, vocabulary),
        "rhyme": rhyme_at(
            _even_ends(form, len(starts), num_poems), poet.sounds, Tone.LEVEL
        ),
        "tones": keep_tones(_tone_places(turns), poet.sounds),
        "varied": repeat_nothing(form, starts, len(vocabulary)),
    }
    if poet.index:
        found["new"] = copy_nothing(poet.index, starts, len(vocabulary))
    return found


def lines_of(poet: Poet, samples: Samples, form: int = 5) -> list[Lines]:
    """The poems of some samples as lines of text."""
    symbols = poet.vocabulary.symbols
    texts = ["".join(symbols[one] for one in row) for row in samples.ids.T.tolist()]
    return [
        tuple(text[start : start + form] for start in range(0, len(text), form))
        for text in texts
    ]


def rates(
    poet: Poet, poems: Sequence[Lines], heads: Sequence[str] = ()
) -> dict[str, float | None]:
    """Shares of quatrains: head kept, lines 2 and 4 rhyming, tone rules kept;

    the tones are those of each character by itself, as `keep_tones` knows them.
    `repeated` is how many characters a poem has had before, on the average, `copied`
    the share of poems with a run of five that a poem the poet learnt from has, too.
    """
    prosody, vocabulary = poet.prosody, poet.vocabulary
    found = {
        "head": share(
            "".join(line[0] for line in lines) == head
            for lines, head in zip(poems, heads, strict=bool(heads))
        ),
        "rhyme": share(prosody.same_rhyme(one[1][-1], one[3][-1]) for one in poems),
        "tones": share(
            check_poem(one, prosody, prosody.tone).obeys_tones for one in poems
        ),
        "repeated": mean(
            len(text) - len(set(text)) for text in ("".join(one) for one in poems)
        ),
    }
    if poet.index:
        runs = [poet.index.longest_run(vocabulary.encode("".join(p))) for p in poems]
        found["copied"] = share(run > RUN_DEPTH for run in runs)
    return found


@torch.inference_mode()
def nats_by_place(
    poet: Poet, poems: Sequence[Poem], covered: Collection[int] = ()
) -> NDArray[np.float64]:
    """Mean nats of the character at each place (T,), of poems of one form.

    `covered`: places whose characters the poet does not see; they cost what they did.
    """
    ids = torch.tensor([poet.vocabulary.encode("".join(one.lines)) for one in poems]).T
    num_lines, width = poems[0].form
    shape = PoemShape(width, num_lines)
    reader = PoemReader(poet.model, shape, len(poems), covered=covered)
    nats = [
        -reader(ids[:step]).log_softmax(1).gather(1, ids[step][:, None]).mean()
        for step in range(len(ids))
    ]
    return torch.stack(nats).double().numpy()


@torch.inference_mode()
def read_places(poet: Poet, lines: Sequence[str]) -> Places:
    """Read a quatrain, and stop before each character: what may come, what might?"""
    form: Form = 5 if len(lines[0]) == 5 else 7
    ids = torch.tensor(poet.vocabulary.encode("".join(lines)))[:, None]
    reader = PoemReader(poet.model, PoemShape(form, len(lines)), 1)
    constraints = constraints_for(poet, ["".join(line[0] for line in lines)], form)
    pattern = nearest_pattern(lines, poet.prosody.tone)
    constraints["tones"] = keep_tones(_tone_places([pattern]), poet.sounds)
    likely = [reader(ids[:step]).softmax(1)[0] for step in range(len(ids))]
    masks = {
        name: torch.stack(
            [
                constraint(ids[:step]).expand(1, len(poet.vocabulary))[0]
                for step in range(len(ids))
            ]
        ).numpy()
        for name, constraint in constraints.items()
        if name != "new"
    }
    return Places(torch.stack(likely).numpy(), masks)


def lay_out_poem(edges: Mapping[Pair, float]) -> dict[str, tuple[float, float]]:
    """Places in the plane: edges pull like springs (Fruchterman and Reingold, 1991)."""
    import networkx  # 13 MB: only for this picture

    network = networkx.Graph()
    pulls = ((*pair, math.sqrt(weight)) for pair, weight in edges.items())
    network.add_weighted_edges_from(pulls)
    found = networkx.spring_layout(network, k=1.6, iterations=200, seed=3)
    places = _push_apart(np.array([*found.values()]), NODE_ROOM)
    return {
        one: (float(x), float(y)) for one, (x, y) in zip(found, places, strict=True)
    }


def _push_apart(places: NDArray, room: float) -> NDArray:
    """Points (N, 2), moved until each has about `room` around it."""
    for _ in range(200):
        away = places[:, None] - places[None]  # (N, N, 2)
        distance = np.linalg.norm(away, axis=2) + np.eye(len(places))
        short = np.clip(room - distance, 0, None) / (2 * distance)  # (N, N)
        places = places + (away * short[:, :, None]).sum(axis=1)
    return places


def said_today(character: str) -> tuple[str, Tone | None]:
    """Pinyin and tone of a character in Mandarin: level is tone 1 or 2."""
    pinyin = read_words(character)[0]
    return pinyin, modern_tone(pinyin)


def _begin_each_with(ids: Tensor, width: int, vocabulary: Vocabulary) -> Constraint:
    """Poem b begins line n with `ids[b, n]` (B, L), and has it nowhere else."""
    num_poems = len(ids)
    anything = torch.ones(num_poems, len(vocabulary), dtype=torch.bool)
    anything[:, [vocabulary.pad_id, vocabulary.unknown_id]] = False
    anything.scatter_(1, ids, False)

    def mask(before: Tensor) -> Tensor:
        line, column = divmod(len(before), width)
        if column:
            return anything
        return torch.zeros_like(anything).scatter_(1, ids[:, line, None], True)

    return mask


def _even_ends(width: int, num_lines: int, num_poems: int) -> Tensor:
    places = torch.zeros(width * num_lines, num_poems, dtype=torch.bool)
    places[2 * width - 1 :: 2 * width] = True
    return places


def _tone_places(patterns: Sequence[TonePattern]) -> Tensor:
    """Places in TONES (T, B), one pattern a poem."""
    wanted = [
        [TONE_CLASSES.index(tone) for line in one for tone in line] for one in patterns
    ]
    return torch.tensor(wanted).T
