"""Names by a linear-chain CRF over hand-made features, with python-crfsuite.

No net: which characters stand near a place, alone and in pairs, is all that it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from course_utils.datasets.loaders import TaggedSentence
from course_utils.datasets.spans import Span, spans_of

_SETTINGS = {
    "c1": 0.05,
    "c2": 0.01,
    "feature.minfreq": 2,
    "max_iterations": 60,
}
"""L1 and L2 penalties, how often a feature must occur, passes of L-BFGS."""
WINDOW = 2
"""How many characters to the left and right of a place are read."""
_EDGE = "¶"


class CrfTagger:
    """A trained CRF that finds names; its file lives as long as it does."""

    def __init__(self, model: bytes) -> None:
        from pycrfsuite import Tagger

        self._tagger = Tagger()
        self._tagger.open_inmemory(model)

    @classmethod
    def train(cls, sentences: Iterable[TaggedSentence], **settings: Any) -> CrfTagger:
        """Learn from tagged sentences; `settings` go over those of the course."""
        from pycrfsuite import Trainer

        trainer = Trainer(verbose=False)
        for sentence in sentences:
            trainer.append(list(features_of(sentence.text)), sentence.tags)
        trainer.set_params(_SETTINGS | settings)
        with TemporaryDirectory() as folder:
            path = Path(folder, "model")
            trainer.train(str(path))
            return cls(path.read_bytes())

    def find(self, text: str) -> set[Span]:
        """The names in `text`."""
        return spans_of(self._tagger.tag(list(features_of(text))))


def features_of(text: str) -> Iterator[Sequence[str]]:
    """For each place: the characters of the window, their pairs, kinds of symbols."""
    edge = _EDGE * WINDOW
    around = edge + text + edge
    size = 2 * WINDOW + 1
    for place in range(len(text)):
        window = around[place : place + size]
        singles = [f"{at}={one}" for at, one in enumerate(window)]
        pairs = [f"{at},={window[at : at + 2]}" for at in range(size - 1)]
        yield [
            *singles,
            *pairs,
            f"gap={window[WINDOW - 1]}{window[WINDOW + 1]}",
            f"three={window[WINDOW - 1 : WINDOW + 2]}",
        ]
