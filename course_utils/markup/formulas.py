"""Formulas as MathML, which a browser draws by itself."""

from __future__ import annotations

import re
from functools import cache

from latex2mathml.converter import convert

_NAME = r"<mi>(?:log|ln|exp|tanh|max|min|softmax)</mi>"
# Between the name of a function and what it is of, unless that is in brackets.
_NO_GAP = re.compile(
    rf"({_NAME}|<msub>{_NAME}.*?</msub>)(?=<(?:mi|mn|msub|msup|mfrac)\b)"
)


@cache
def to_mathml(formula: str, display: bool = False) -> str:
    """A LaTeX formula as MathML, its source beside it; `display`: on a line alone."""
    drawn = convert(formula.strip(), display="block" if display else "inline")
    return _NO_GAP.sub(r'\1<mspace width="0.17em" />', drawn)
