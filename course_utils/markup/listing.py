"""Python code in colours that stand out on white, and on the grey of a listing."""

from __future__ import annotations

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

_LEXER = PythonLexer(stripnl=False)
_SPANS = HtmlFormatter(nowrap=True)

CODE_STYLES = """\
.c1 { color: #5d6873; font-style: italic; }
.k, .kn, .ow, .kc { color: #005a94; font-weight: 600; }
.s1, .s2, .sa, .sd, .si, .se { color: #8a3b00; }
.mi, .mf { color: #00664a; }
.nf, .nc { color: #22303c; font-weight: 600; }
"""
"""The colours: comments, keywords, texts, numbers, what is defined."""


def colour_code(code: str) -> str:
    """Python code as the inside of an HTML `<pre>`, each piece with its class."""
    return str(highlight(code, _LEXER, _SPANS)).rstrip("\n")
