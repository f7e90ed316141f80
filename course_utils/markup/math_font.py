"""The font of the formulas, with no more characters than they may need.

Browsers draw MathML well only in a font that says how formulas are built, and few
computers have one. STIX Two Math (SIL Open Font License) comes with `ziamath`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from importlib.metadata import distribution
from io import BytesIO

_FONT = "ziamath/fonts/STIXTwoMath-Regular.ttf"
_FORMULA = re.compile(r"<math.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_ALWAYS = (
    *range(0x20, 0x7F),
    *range(0x391, 0x3CA),  # Greek
    *range(0x1D434, 0x1D468),  # italic letters, which a browser takes for one letter
    *range(0x1D6E2, 0x1D71C),
    *(0x210E, 0x221A, 0x2032, 0x2212, 0xAF, 0x203E, 0x2016),  # h, root, bars
)


def math_font(pages: Iterable[str]) -> bytes:
    """A font, as WOFF, for all formulas of the pages."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    used = set(_ALWAYS)
    for page in pages:
        for formula in _FORMULA.findall(page):
            used |= set(map(ord, unescape(_TAG.sub("", formula))))
    font = TTFont(distribution("ziamath").locate_file(_FONT), recalcTimestamp=False)
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=used)
    subsetter.subset(font)
    font.flavor = "woff"
    made = BytesIO()
    font.save(made)
    return made.getvalue()
