"""What one row of the table of `course bench text` is made of, as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from course_utils.text import Text


@dataclass(frozen=True)
class TextRecipe:
    """One model of one corpus: how it reads, what it is, how it is trained.

    `reads`, `model` and `training` are the keyword arguments of what reads, of the
    model, and of `fit`; `title` is the row's name on the page and changes nothing.
    `kind` is what makes the row: the names known to `bench/text` of that corpus.
    """

    corpus: str
    name: str
    title: Text
    kind: str
    reads: Mapping[str, Any] = field(default_factory=dict)
    model: Mapping[str, Any] = field(default_factory=dict)
    training: Mapping[str, Any] = field(default_factory=dict)
    seeds: tuple[int, ...] = (1, 2, 3)

    @property
    def is_fixed(self) -> bool:
        """Whether no chance plays a part, so that one seed says all."""
        return len(self.seeds) == 1

    def facts(self) -> dict[str, Any]:
        """All that the figures depend on, as JSON knows it; seeds are kept apart."""
        known = asdict(self)
        del known["title"], known["seeds"]
        facts: dict[str, Any] = json.loads(json.dumps(known))
        return facts

    def digest(self) -> str:
        """Eight letters that change when the facts do."""
        text = json.dumps(self.facts(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:8]
