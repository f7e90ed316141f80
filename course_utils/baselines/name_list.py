"""Names by looking them up: those of the training text, the longest first.

Names of one character are left out: in training, such a character is a name (nearly
always a surname that stands alone) in 1 of 100 places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course_utils.datasets.loaders import TaggedSentence
from course_utils.datasets.name_tags import spans_in
from course_utils.datasets.spans import Span

SHORTEST = 2
"""Characters that a name must have."""


@dataclass(frozen=True)
class NameList:
    """Each known name and the kind it most often has."""

    kinds: Mapping[str, str]

    @classmethod
    def collect(cls, sentences: Iterable[TaggedSentence]) -> NameList:
        """All names of some sentences; kinds that are equally frequent: the first."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            for start, end, kind in sorted(spans_in(sentence)):
                if end - start >= SHORTEST:
                    counts[sentence.text[start:end]][kind] += 1
        return cls({name: own.most_common(1)[0][0] for name, own in counts.items()})

    @property
    def longest(self) -> int:
        """The number of characters of the longest name."""
        return max(map(len, self.kinds), default=0)

    def find(self, text: str) -> set[Span]:
        """Known names from left to right: at each place the longest that fits."""
        spans: set[Span] = set()
        start, longest = 0, self.longest
        while start < len(text):
            end = min(len(text), start + longest)
            while end > start and text[start:end] not in self.kinds:
                end -= 1
            if end > start:
                spans.add((start, end, self.kinds[text[start:end]]))
            start = max(end, start + 1)
        return spans
