"""The poet: acrostics 藏頭詩 in Tang style that begin, rhyme and scan as asked.

Candidates are written side by side, under constraints that leave the model only
characters which keep the form. Which of them is taken, `taste` says.

What cannot be kept gives way, in this order: no character twice, the mood, nothing
copied, the tone rules, rhyme. Head and length never do.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import torch
from torch import Tensor

from course_utils.datasets.known_runs import (
    RUN_DEPTH,
    RunIndex,
)
from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.grid import PoemShape
from course_utils.language_model.model import PoemModel
from course_utils.language_model.packed import Products
from course_utils.language_model.reader import PoemReader
from course_utils.language_model.sampling import Constraint, Samples, sample
from course_utils.poet.constraints import (
    TONE_CLASSES,
    Sounds,
    begin_with,
    copy_nothing,
    keep_tones,
    print_alike,
    repeat_nothing,
    rhyme_at,
    shun,
)
from course_utils.poet.moods import (
    ANY_MOOD,
    MOODS,
    Mood,
    TitleCounts,
    mood_of_title,
    suits_gladness,
)
from course_utils.poet.taste import Leanings, Taste, worth_of
from course_utils.poet.themes import lean_on_head, lean_on_title
from course_utils.poet.wish import (
    POEM_SEEDS,
    Wish,
)
from course_utils.shapes.whole_numbers import whole_number
from course_utils.text import join
from course_utils.training.computing import course_threads
from course_utils.verse import messages as says
from course_utils.verse.heads import to_simplified
from course_utils.verse.patterns import patterns_for
from course_utils.verse.poem import Acrostic, CharacterChoice, Option, print_lines
from course_utils.verse.prosody import Prosody, Tone
from course_utils.verse.rules import TonePattern

_COUNTS = range(1, 1001)
NUM_OTHERS = 3
_DRAWN_SEEDS = 2**31


class ConstraintError(ValueError):
    """A poem was asked for strictly, and some constraint cannot be kept."""


class MoodTensors(NamedTuple):
    """How many nats likelier a mood makes symbols, and which it leaves out: (V,)."""

    leaning: Tensor
    shunned: Tensor


@dataclass(frozen=True, eq=False)
class Poet:
    """A model of poems, and what it needs to keep to a form and to copy nothing."""

    model: PoemModel
    vocabulary: Vocabulary
    prosody: Prosody
    index: RunIndex | None = None
    counts: TitleCounts = field(default_factory=TitleCounts.load)
    taste: Taste = field(default_factory=Taste)

    @cached_property
    def sounds(self) -> Sounds:
        """Rhyme group and tones of each symbol."""
        return Sounds.of(self.vocabulary, self.prosody)

    @cached_property
    def products(self) -> Products:
        """The large products of the model; packed, if it is frozen."""
        return Products.packed(self.model)

    @cached_property
    def alike(self) -> Tensor:
        """Equal numbers for symbols that may be printed alike: (V,)."""
        return print_alike(self.vocabulary)

    @cached_property
    def doubles(self) -> Tensor:
        """Which symbols make a word when they are doubled: (V,)."""
        return torch.from_numpy(self.counts.doubles(self.vocabulary.symbols))

    @cached_property
    def surprise(self) -> Tensor:
        """How rare each symbol is in all poems, in nats: (V,)."""
        return torch.from_numpy(self.counts.surprise(self.vocabulary.symbols))

    @cached_property
    def moods(self) -> dict[Mood, MoodTensors]:
        """What each mood leans to, and what it shuns."""
        symbols = self.vocabulary.symbols
        return {
            mood: MoodTensors(
                torch.from_numpy(self.counts.leaning(mood, symbols)),
                torch.from_numpy(self.counts.shuns(mood, symbols)),
            )
            for mood in MOODS
        }

    def mood_of(self, wish: Wish) -> Mood | None:
        """The mood asked for, else that of the title, else a glad one.

        It is open where the title names none, or the head speaks against gladness.
        """
        if wish.mood is not None:
            return None if wish.mood == ANY_MOOD else wish.mood
        if wish.title:
            return mood_of_title(wish.title.traditional)
        return "glad" if suits_gladness(self.counts, wish.head.traditional) else None

    def write(self, wish: Wish, seed: int) -> Acrostic:
        """One poem; the same for the same wish and seed.

        Raises `ConstraintError` if the wish is strict and cannot be kept.
        """
        patterns = self._patterns(wish)
        constraints = self._constraints(wish, patterns)
        leanings = self._leanings(wish)
        samples = self._sample(wish, list(constraints.values()), leanings, seed)
        best, run = self._choose(samples, leanings)
        lost = _lost(constraints, samples, best, run)
        if lost and wish.strict:
            names = join(says.CONSTRAINTS[name] for name in lost)
            message = says.IMPOSSIBLE.format(candidates=wish.candidates, names=names)
            raise ConstraintError(str(message))
        ids = samples.ids[:, best]
        group = int(self.sounds.groups[ids[2 * wish.form - 1]])
        rhymes = wish.rhyme and "rhyme" not in lost
        met = ["length", *(name for name in constraints if name not in lost)]
        traditional = self._written(wish, ids)
        head = wish.head.printed(wish.script, self.vocabulary)
        lines = print_lines(traditional, head, wish.script_shown)
        return Acrostic(
            head=head,
            lines=lines,
            traditional=traditional,
            script=wish.script_shown,
            seed=seed,
            score=samples.log_probs[:, best].mean().item(),
            rhyme_group=group if rhymes else None,
            rhyme="".join(self.prosody.groups[group][:3]) if rhymes else None,
            tones=patterns[best % len(patterns)] if wish.tones else None,
            constraints_met=tuple(met),
            constraints_relaxed=lost,
            longest_run=run,
            choices=self._choices(wish, samples, best, lines),
            mood=self.mood_of(wish),
            title=wish.title.typed if wish.title else None,
        )

    def write_several(
        self, wish: Wish, count: int = 1, seed: int | None = None
    ) -> Iterator[Acrostic]:
        """Poems, each as soon as it is written, with the seeds from `seed` on.

        Without a seed one is drawn.
        """
        count = whole_number(count, "count", _COUNTS)
        if seed is None:
            seed = secrets.randbelow(_DRAWN_SEEDS)
        seed = whole_number(seed, "seed", POEM_SEEDS)
        return (self.write(wish, (seed + k) % 2**63) for k in range(count))

    def _patterns(self, wish: Wish) -> list[TonePattern]:
        tones = [self.prosody.tone(one) for one in wish.head.traditional]
        return patterns_for(wish.form, wish.num_lines, wish.rhyme, tones)

    def _constraints(
        self, wish: Wish, patterns: Sequence[TonePattern]
    ) -> dict[str, Constraint]:
        """By name, the firmest first; candidates take turns at the patterns."""
        width, num_symbols = wish.form, len(self.vocabulary)
        heads = dict(
            zip(wish.head_steps, wish.head.encode(self.vocabulary), strict=True)
        )
        turns = [patterns[row % len(patterns)] for row in range(wish.candidates)]
        pattern = torch.tensor(
            [
                [TONE_CLASSES.index(tone) for line in one for tone in line]
                for one in turns
            ]
        ).T
        rhymes = torch.zeros_like(pattern, dtype=torch.bool)
        rhymes[2 * width - 1 :: 2 * width] = True
        if wish.tones:  # line 1 rhymes where the pattern lets it end level
            rhymes[width - 1] = pattern[width - 1] == TONE_CLASSES.index(Tone.LEVEL)
        chosen = {"head": begin_with(heads, self.vocabulary, self.alike)}
        if wish.rhyme:
            of_tone = Tone.LEVEL if wish.tones else Tone.EITHER
            chosen["rhyme"] = rhyme_at(rhymes, self.sounds, of_tone)
        if wish.tones:
            chosen["tones"] = keep_tones(pattern, self.sounds)
        if self.index:
            chosen["new"] = copy_nothing(self.index, heads, num_symbols)
        if mood := self.mood_of(wish):
            chosen["mood"] = shun(self.moods[mood].shunned, heads)
        chosen["varied"] = repeat_nothing(
            width, heads, num_symbols, self.alike, self.doubles
        )
        return chosen

    def _leanings(self, wish: Wish) -> Leanings:
        """What mood and title make likelier; without a title, the head."""
        symbols, mood = self.vocabulary.symbols, self.mood_of(wish)
        none = torch.zeros(len(symbols))
        return Leanings(
            self.moods[mood].leaning if mood else none,
            lean_on_title(wish.title, symbols) if wish.title else none,
            none if wish.title else lean_on_head(wish.head, symbols),
        )

    def _sample(
        self,
        wish: Wish,
        constraints: Sequence[Constraint],
        leanings: Leanings,
        seed: int,
    ) -> Samples:
        shape = PoemShape(wish.form, wish.num_lines)
        with course_threads():
            return sample(
                PoemReader(self.model, shape, wish.candidates, products=self.products),
                constraints,
                shape.num_steps,
                wish.candidates,
                wish.style,
                torch.Generator().manual_seed(_sow(seed, wish.head.traditional)),
                wish.explain,
                self.taste.while_drawing(leanings),
            )

    def _choose(self, samples: Samples, leanings: Leanings) -> tuple[int, int | None]:
        """The best candidate, and the longest run it shares with a known poem.

        Candidates that keep the firmer constraints come first, then those worth more;
        of these the first that copies nothing, not even up to a head.
        """
        scores = worth_of(samples, self.surprise, leanings, self.taste).tolist()
        lost = samples.gave_way.any(dim=1).T.tolist()
        ranked = sorted(range(len(scores)), key=lambda row: (lost[row], -scores[row]))
        if self.index is None:
            return ranked[0], None
        runs = {}
        for row in ranked:
            runs[row] = self.index.longest_run(samples.ids[:, row].tolist())
            if runs[row] <= RUN_DEPTH:
                return row, runs[row]
        return ranked[0], runs[ranked[0]]

    def _written(self, wish: Wish, ids: Tensor) -> tuple[str, ...]:
        """The lines in traditional characters, the head among them."""
        characters = [self.vocabulary.symbols[one] for one in ids.tolist()]
        heads = wish.head.printed("traditional", self.vocabulary)
        for step, head in zip(wish.head_steps, heads, strict=True):
            characters[step] = head
        text = "".join(characters)
        starts = range(0, len(text), wish.form)
        return tuple(text[start : start + wish.form] for start in starts)

    def _choices(
        self, wish: Wish, samples: Samples, best: int, lines: Sequence[str]
    ) -> tuple[tuple[CharacterChoice, ...], ...] | None:
        """What else the model considered, beside each printed character."""
        if samples.thoughts is None:
            return None
        shown = [thought[:, best].tolist() for thought in samples.thoughts]
        chosen = zip(
            samples.ids[:, best].tolist(),
            samples.log_probs[:, best].exp().tolist(),
            *shown,
            strict=True,
        )
        convert = to_simplified if wish.script_shown == "simplified" else str
        never = (self.vocabulary.pad_id, self.vocabulary.unknown_id)
        found = []
        for character, (written, probability, *others) in zip(
            "".join(lines), chosen, strict=True
        ):
            options = [
                Option(convert(self.vocabulary.symbols[one]), *facts)
                for one, *facts in zip(*others, strict=True)
                if one not in (written, *never)
            ]
            found.append(
                CharacterChoice(character, probability, tuple(options[:NUM_OTHERS]))
            )
        starts = range(0, len(found), wish.form)
        return tuple(tuple(found[start : start + wish.form]) for start in starts)


def _sow(seed: int, head: str) -> int:
    """The number that sows the noise: another for each seed, and for each head."""
    digest = hashlib.sha256(f"{seed} {head}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def _lost(
    names: Collection[str], samples: Samples, best: int, run: int | None
) -> tuple[str, ...]:
    """The constraints that gave way in the best candidate, the firmest first."""
    lost = dict(
        zip(names, samples.gave_way[:, :, best].any(dim=1).tolist(), strict=True)
    )
    if run is not None:
        lost["new"] = run > RUN_DEPTH
    return tuple(name for name, gave_way in lost.items() if gave_way)
