"""The sentences of a paragraph, in English or Chinese: Markdown, or bare words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from course_utils.text import Language

GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What stands in a text for a formula, for code or for a picture."""

CODE_OR_FORMULA = re.compile(r"\$\$.+?\$\$|`[^`]+`|\$[^$]+\$", re.DOTALL)

_END = re.compile(
    r"(?:(?<!\.)[.?!]|(?<=\w)\.\.\.)[\"”’')*_]*(?=\s|$)"  # English: not within 3.5
    # No blank follows in Chinese, so what comes next tells whether ** opens or closes.
    rf"|[。？！]+(?:[”’』」）]|[*_]+(?![\w*“‘『「《（{GAP}]))*"
)
ASKS = re.compile(r"[?？][!！]*[\"”’')*_』」）]*$")
"""How a sentence ends that asks something."""


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph, in either language; code and formulas are whole.

    Words after the last full stop are one, too; a lone mark or gap is none.
    """
    seen = CODE_OR_FORMULA.sub(lambda found: GAP * len(found[0]), text)
    ends = [found.end() for found in _END.finditer(seen)]
    cuts = zip([0, *ends], [*ends, len(text)], strict=True)
    parts = (text[start:end].strip() for start, end in cuts)
    return [part for part in parts if re.search(r"\w", part) or len(part) > 1]


def join_again(sentences: Iterable[str], lang: Language) -> str:
    """Sentences as one paragraph again."""
    return ("\n" if lang == "en" else "").join(sentences)
