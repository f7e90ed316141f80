"""What a poem must keep: each constraint is a function that returns a mask.

A mask is True (V,) or (B, V) where a symbol may come next; see `sampling.Constraint`.
T steps of B poems; a step is `line * width + column`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from course_utils.datasets.known_runs import RUN_DEPTH, RunIndex
from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.sampling import Constraint
from course_utils.verse.heads import to_simplified
from course_utils.verse.prosody import Prosody, Tone

TONE_CLASSES = (Tone.LEVEL, Tone.OBLIQUE, Tone.EITHER)
NO_GROUP = -1
PAUSES = {5: (2,), 7: (2, 4)}
"""Before which characters a line of each width pauses: 2 + 3, and 2 + 2 + 3."""
ROOM = 3
"""A rhyme group is begun only if it has this many characters a rhyming line."""


@dataclass(frozen=True)
class Sounds:
    """Prosody as tensors: the rhyme group of each symbol (V,), NO_GROUP without one;

    and `fits` (3, V), whether a symbol may stand where each of TONE_CLASSES is wanted.
    """

    groups: Tensor
    fits: Tensor

    @classmethod
    def of(cls, vocabulary: Vocabulary, prosody: Prosody) -> Sounds:
        """The sounds of all symbols of a vocabulary."""
        groups = torch.full((len(vocabulary),), NO_GROUP)
        for number, group in enumerate(prosody.groups):
            known = [vocabulary.id_of(one) for one in group if one in vocabulary]
            groups[known] = number
        masks = [prosody.tone_mask(vocabulary.symbols, tone) for tone in TONE_CLASSES]
        return cls(groups, torch.stack([torch.from_numpy(mask) for mask in masks]))


def begin_with(
    heads: Mapping[int, int], vocabulary: Vocabulary, alike: Tensor | None = None
) -> Constraint:
    """At a step of `heads` only that id; elsewhere any character that can be printed.

    A head's character stands nowhere else in the poem, nor does one that is `alike`.
    """
    anything = torch.ones(len(vocabulary), dtype=torch.bool)
    anything[[vocabulary.pad_id, vocabulary.unknown_id, *heads.values()]] = False
    if alike is not None:
        begun = [one for one in heads.values() if one != vocabulary.unknown_id]
        anything &= ~torch.isin(alike, alike[begun])

    def mask(ids: Tensor) -> Tensor:
        if len(ids) not in heads:
            return anything
        only = torch.zeros_like(anything)
        only[heads[len(ids)]] = True
        return only

    return mask


def rhyme_at(rhymes: Tensor, sounds: Sounds, of_tone: Tone) -> Constraint:
    """Where `rhymes` (T, B), the rhyme group of the poem's first rhyme.

    The first rhyme decides: any group with room for all rhymes of the poem, counting
    its characters that fit `of_tone`.
    """
    first = rhymes.int().argmax(dim=0)
    usable = sounds.fits[TONE_CLASSES.index(of_tone)] & (sounds.groups != NO_GROUP)
    sizes = torch.bincount(sounds.groups[usable], minlength=1)
    wanted = ROOM * int(rhymes.sum(dim=0).max())
    roomy = usable & (sizes[sounds.groups.clamp(min=0)] >= wanted)
    begins = roomy if roomy.any() else usable

    def mask(ids: Tensor) -> Tensor:
        step = len(ids)
        if not rhymes[step].any():
            return torch.ones_like(usable)
        masks = torch.ones(rhymes.shape[1], len(usable), dtype=torch.bool)
        masks[rhymes[step] & (first == step)] = begins
        later = (rhymes[step] & (first < step)).nonzero()[:, 0]
        if len(later):
            groups = sounds.groups[ids[first[later], later]]
            same = sounds.groups == groups[:, None]
            masks[later] = same & (sounds.groups != NO_GROUP)
        return masks

    return mask


def keep_tones(pattern: Tensor, sounds: Sounds) -> Constraint:
    """The tone that `pattern` (T, B) wants: places in TONE_CLASSES."""

    def mask(ids: Tensor) -> Tensor:
        return sounds.fits[pattern[len(ids)]]

    return mask


def print_alike(vocabulary: Vocabulary) -> Tensor:
    """Equal numbers (V,) for symbols that are one character in simplified script."""
    printed = to_simplified("".join(vocabulary.symbols[2:]))
    first: dict[str, int] = {}
    found = [first.setdefault(one, place) for place, one in enumerate(printed, 2)]
    return torch.tensor([0, 1, *found])


def shun(shunned: Tensor, free: Collection[int]) -> Constraint:
    """None of the symbols that are True in `shunned` (V,), except at `free` steps."""
    anything = torch.ones_like(shunned)

    def mask(ids: Tensor) -> Tensor:
        return anything if len(ids) in free else ~shunned

    return mask


def copy_nothing(
    index: RunIndex, free: Collection[int], num_symbols: int
) -> Constraint:
    """No run of RUN_DEPTH + 1 characters of a known poem, except at `free` steps."""

    def mask(ids: Tensor) -> Tensor:
        masks = torch.ones(num_symbols, dtype=torch.bool)
        if len(ids) < RUN_DEPTH or len(ids) in free:
            return masks
        masks = masks.repeat(ids.shape[1], 1)
        for row, copied in enumerate(index.next_ids(ids[-RUN_DEPTH:].T.numpy())):
            if len(copied):
                masks[row, torch.from_numpy(copied)] = False
        return masks

    return mask


def repeat_nothing(
    width: int,
    free: Collection[int],
    num_symbols: int,
    alike: Tensor | None = None,
    doubles: Tensor | None = None,
) -> Constraint:
    """No character twice but directly after itself (悠悠), and at `free` steps.

    `alike` (V,) says what counts as one character: equal numbers do. `doubles` (V,)
    says which may follow themselves, all if it is not given; where a line pauses, any
    may (同醉醉如泥).
    """
    if alike is not None:
        others = (alike != torch.arange(num_symbols)).nonzero()[:, 0]

    def mask(ids: Tensor) -> Tensor:
        masks = torch.ones(num_symbols, dtype=torch.bool)
        if not len(ids) or len(ids) in free:
            return masks
        masks = masks.repeat(ids.shape[1], 1)
        if alike is None:
            masks.scatter_(1, ids.T, False)
        else:  # few symbols have one that is alike: only these are copied
            masks.scatter_(1, alike[ids.T], False)
            masks[:, others] = masks[:, alike[others]]
        column = len(ids) % width
        if column:
            once = (ids == ids[-1]).sum(dim=0) == 1
            if doubles is not None and column not in PAUSES[width]:
                once &= doubles[ids[-1]]
            masks[once.nonzero()[:, 0], ids[-1, once]] = True
        return masks

    return mask
