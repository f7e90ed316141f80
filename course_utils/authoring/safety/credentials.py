"""What looks like a password, a key or a token: by its shape, or by its name."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

_SHAPES = re.compile(
    r"\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_\w{30,}|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20,}"
    r"|\bsk-(?=[\w-]*\d)[\w-]{20,}|\bhf_[A-Za-z0-9]{30,}|\bxox[abprs]-[\w-]{10,}"
    r"|\bAIza[\w-]{35}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}"
    r"|\bnpm_\w{36}|\bpypi-AgE[\w-]{40,}|\b[sr]k_(?:live|test)_\w{20,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAuthorization: ?Basic [\w+/=]{8,}"
)
_REST = r"\w{0,20}"
"""The rest of a name; without an end, a long text of such names would take hours."""
_IN_ADDRESS = re.compile(r"\w://[^/\s:@'\"]+:([^/\s:@'\"]{3,})@")
_PASSWORD = re.compile(
    rf"(?i)(?:passw(?:or)?[dt]|passphrase|\bpwd?\b|密码|口令){_REST}[\"']?"
    r"(?:\s*[=:：]\s*| is | ?是 ?)"
    r"(?:[\"']([^\s\"']{4,200})[\"']|((?=\S{0,200}\d)[^\s\"'，。<]{6,200}))"
)
_KEY = re.compile(
    rf"(?i)(?:secret|token|api[_ -]?key|access[_ -]?key|bearer|密钥|令牌){_REST}[\"']?"
    r"(?:\s*[=:：]\s*|\s+)[\"']?"
    r"((?=[^\s\"'<]{0,200}\d)(?=[^\s\"'<]{0,200}[a-z])[\w+/=.-]{16,200})"
)
_QUOTED = (
    re.compile(
        rf"(?i)passw(?:or)?d{_REST}[\"']?\s*[=:]\s*[\"']([^\s\"']{{4,200}})[\"']"
    ),
    re.compile(
        rf"(?i)(?:secret|token(?!iz)|api_?key|access_?key){_REST}[\"']?\s*[=:]\s*"
        r"[\"']((?=\D{0,200}\d\D{0,200}\d)(?=\S{0,200}[a-z])[\w+/=.-]{16,200})[\"']"
    ),
)
_STAND_IN = re.compile(r"(?i)your|example|change|dummy|test|xxx|\*\*|\.\.\.|[<{$%(\[]")
_LONG = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{32,}={0,2}(?![\w+/=-])")
RANDOM = 4.0
"""Bits a letter: words and names have fewer, keys in base64 have more."""


def secrets(text: str) -> Iterator[str]:
    """What in `text` looks like a password, a key or a token; no stand-in for one."""
    yield from _written(text, _PASSWORD, _KEY)
    yield from (each for each in _LONG.findall(text) if _is_random(each))


def plain_secrets(text: str) -> Iterator[str]:
    """Those that hardly anything else looks like, in any text: no false alarm."""
    return _written(text, *_QUOTED)


def _written(text: str, *patterns: re.Pattern[str]) -> Iterator[str]:
    yield from (found.group() for found in _SHAPES.finditer(text))
    for pattern in (_IN_ADDRESS, *patterns):
        for found in pattern.finditer(text):
            value = next(filter(None, found.groups()))
            if not _STAND_IN.search(value):
                yield value


def _is_random(text: str) -> bool:
    """Digits and letters of both cases, none of them much more often than others."""
    kinds = (str.isdigit, str.islower, str.isupper)
    if not all(any(map(kind, text)) for kind in kinds):
        return False
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares) > RANDOM
