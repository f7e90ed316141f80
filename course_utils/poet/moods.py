"""The mood of a poem: counted in poems whose titles say what they are for.

Poets wrote 賀 over good wishes and 輓 over laments. Which characters belong to a mood
is counted in the poems below such titles; nobody lists them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from course_utils.datasets.loaders import Poem
from course_utils.files import FileError, FileMissingError, read_json
from course_utils.places import POET_DATA
from course_utils.text import Text

Mood = Literal["glad", "quiet", "sad"]
MOODS: tuple[Mood, ...] = get_args(Mood)
ANY_MOOD: Literal["any"] = "any"
_COUNTED = ("all", "doubled", *MOODS)
COUNTS_FILE = POET_DATA / "titles.json"
MIN_USES = 5
"""A character that all poems together have more rarely is not counted."""
DOUBLED_USES, DOUBLED_SHARE = 3, 0.002
"""A word such as 悠悠: its character is doubled so often, and in so large a share of
its uses. Of those doubled within a word in validation poems, 95 % are such."""
MOOD_SMOOTHING = 10_000
"""Characters that each mood is taken to have beside those counted, in the proportions
of all poems: what was seen hardly ever says hardly anything."""

SPEAKS_AGAINST = -0.3
"""Nats a character below which a head is no glad one: 斷腸, 天涯."""
SHUNNED = 0.7
"""Nats: a character that is so much likelier in the opposite mood is left out."""
_OPPOSITE: dict[Mood, Mood] = {"glad": "sad", "quiet": "sad", "sad": "glad"}

# What stands in a title of each mood, and not where it names a person or a place.
_TITLES: dict[Mood, re.Pattern[str]] = {
    "glad": re.compile(
        "賀(?!監|知章|方回|鑄|蘭)|壽(?!陽|春|州|安|昌|寧|聖|光|山|寺)|生日|生朝|生辰"
        "|誕(?!節)|祝(?!融)|慶(?!州|曆|元|善|遠|府)|喜(?!雨亭)"
    ),
    "quiet": re.compile(
        "[閑閒靜禪隱]|幽居|山居|村居|田園|山房|僧房|僧院|獨坐|夜坐|晏坐|漁父"
    ),
    "sad": re.compile("[輓挽悼哭弔吊哀傷悲愁怨恨別]"),
}


def mood_of_title(title: str) -> Mood | None:
    """The mood that a title names; `None` if it names none, or several."""
    found = [mood for mood, marks in _TITLES.items() if marks.search(title)]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, eq=False)
class TitleCounts:
    """How often each of N characters stands in all poems, and below titles of a mood.

    `counts` has N numbers under "all", under "doubled" (how often directly after itself
    in a line) and under each of MOODS.
    """

    characters: str
    counts: dict[str, NDArray[np.int64]]

    @classmethod
    def of(cls, poems: Iterable[Poem]) -> TitleCounts:
        """Count poems; the commonest character comes first."""
        found: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED}
        for poem in poems:
            text = poem.text.replace(" ", "")
            found["all"].update(text)
            for line in poem.lines:
                found["doubled"].update(a for a, b in pairwise(line) if a == b)
            if mood := mood_of_title(poem.title):
                found[mood].update(text)
        known = sorted(
            (one for one, count in found["all"].items() if count >= MIN_USES),
            key=lambda one: (-found["all"][one], one),
        )
        return cls(
            "".join(known),
            {
                name: np.array([count[one] for one in known])
                for name, count in found.items()
            },
        )

    @classmethod
    def load(cls, path: Path = COUNTS_FILE) -> TitleCounts:
        """Those of the course, read once; a `ValueError` if they are not there."""
        return _load(path.resolve())

    def to_json(self) -> bytes:
        """The counts as a file: the same bytes for the same counts."""
        facts = {name: count.tolist() for name, count in self.counts.items()}
        text = json.dumps({"characters": self.characters, **facts}, ensure_ascii=False)
        return f"{text}\n".encode()

    def surprise(self, symbols: Sequence[str]) -> NDArray[np.float32]:
        """-ln p of each of V symbols, whatever the poem: (V,), in nats."""
        shares = np.log(self._shares("all"))
        return -self._spread(shares, symbols, missing=float(shares.min()))

    def doubles(self, symbols: Sequence[str]) -> NDArray[np.bool_]:
        """Which of V symbols make a word when they are doubled, as in 悠悠: (V,)."""
        doubled = self.counts["doubled"]
        words = (doubled >= DOUBLED_USES) & (
            doubled >= DOUBLED_SHARE * self.counts["all"]
        )
        return self._spread(words.astype(float), symbols, missing=0.0) > 0

    def leaning(self, mood: Mood, symbols: Sequence[str]) -> NDArray[np.float32]:
        """How many nats likelier a symbol is in this mood than in the others: (V,).

        The logarithm of a ratio of smoothed shares, the two other moods weighing the
        same; 0 for a symbol that was not counted.
        """
        others = [self._shares(one) for one in MOODS if one != mood]
        odds = np.log(self._shares(mood)) - np.log(np.mean(others, axis=0))
        return self._spread(odds, symbols, missing=0.0)

    def shuns(self, mood: Mood, symbols: Sequence[str]) -> NDArray[np.bool_]:
        """Which of V symbols speak of the opposite mood: (V,)."""
        opposite = _OPPOSITE[mood]
        odds = np.log(self._shares(opposite)) - np.log(self._shares(mood))
        return self._spread(odds, symbols, missing=0.0) > SHUNNED

    def _shares(self, name: str) -> NDArray[np.float64]:
        everywhere = self.counts["all"] / self.counts["all"].sum()
        counts = self.counts[name]
        return (counts + MOOD_SMOOTHING * everywhere) / (counts.sum() + MOOD_SMOOTHING)

    def _spread(
        self, values: NDArray[np.float64], symbols: Sequence[str], missing: float
    ) -> NDArray[np.float32]:
        """Values of the N characters as those of V symbols."""
        places = [self._places.get(one, len(values)) for one in symbols]
        return np.append(values, missing)[places].astype(np.float32)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one: place for place, one in enumerate(self.characters)}


def suits_gladness(counts: TitleCounts, head: str) -> bool:
    """Whether the characters of a head, a name or a wish as a rule, let it be glad."""
    return float(counts.leaning("glad", head).mean()) > SPEAKS_AGAINST


@cache
def _load(path: Path) -> TitleCounts:
    try:
        facts = read_json(path)
        characters = facts.pop("characters")
        counts = {name: np.array(facts[name]) for name in _COUNTED}
    except FileMissingError:
        raise ValueError(str(_MISSING.format(path=path))) from None
    except FileError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(str(_DAMAGED.format(path=path))) from None
    if {len(characters)} != {len(one) for one in counts.values()}:
        raise ValueError(str(_DAMAGED.format(path=path)))
    return TitleCounts(characters, counts)


_MISSING = Text(
    en="What was counted by the titles of the poems is not there: {path}. "
    "Count it with: course train titles",
    zh="找不到按诗题统计的结果：{path}。请运行：course train titles",
)
_DAMAGED = Text(
    en="{path} does not hold what is counted by titles. Count it anew: "
    "course train titles",
    zh="{path} 不是完整的诗题统计结果。请重新生成：course train titles",
)
