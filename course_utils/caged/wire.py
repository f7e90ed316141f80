"""Values as lines of JSON, so that reading what a stranger sends runs nothing of it."""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from course_utils.checking.plain import MOST_NUMBERS, Odd, is_tensor

_NUMBERS = "biufc"
_CONTAINERS: dict[str, type] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}
_KINDS = {kind: name for name, kind in _CONTAINERS.items()}
_SHORT = 1 << 62


class WireError(ValueError):
    """A line that no `to_line` has written."""


def to_line(message: dict[str, Any]) -> str:
    """A message of plain values, as `as_plain` gives them, in one line of JSON."""
    packed = {name: _pack(value) for name, value in message.items()}
    return json.dumps(packed, allow_nan=False)


def from_line(line: str) -> dict[str, Any]:
    """The message in a line. Nothing but plain values comes of it: else `WireError`."""
    try:
        packed = json.loads(line)
        return {name: _unpack(value) for name, value in packed.items()}
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        raise WireError(f"no message: {error}") from error
    except (ArithmeticError, RecursionError, MemoryError) as error:
        raise WireError(f"no message that can be held: {error}") from error


def _pack(value: Any) -> Any:
    if value is None or type(value) in (bool, str):
        return value
    if type(value) is int:
        return value if -_SHORT < value < _SHORT else {"int": hex(value)}
    if type(value) is float:
        return {"float": value.hex()}
    if type(value) is complex:
        return {"complex": [value.real.hex(), value.imag.hex()]}
    if type(value) is bytes:
        return {"bytes": b64encode(value).decode()}
    if value is Ellipsis:
        return {"ellipsis": 0}
    if type(value) in _KINDS:
        return {_KINDS[type(value)]: [_pack(each) for each in value]}
    if type(value) is dict:
        return {"dict": [[_pack(key), _pack(own)] for key, own in value.items()]}
    if isinstance(value, np.ndarray):
        return {"array": _pack_array(value)}
    if isinstance(value, np.generic):
        return {"scalar": _pack_array(np.asarray(value))}
    if is_tensor(value):
        return {"tensor": _pack_array(value.numpy())}
    return {"odd": value.kind if isinstance(value, Odd) else type(value).__name__}


def _pack_array(array: np.ndarray) -> list[Any]:
    return [array.dtype.str, list(array.shape), b64encode(array.tobytes()).decode()]


def _unpack(packed: Any) -> Any:
    if packed is None or type(packed) in (bool, int, str):
        return packed
    ((name, inside),) = packed.items()
    if name in _CONTAINERS:
        return _CONTAINERS[name](_unpack(each) for each in inside)
    return _READERS[name](inside)


def _unpack_dict(pairs: Any) -> dict[Any, Any]:
    return {_unpack(key): _unpack(value) for key, value in pairs}


def _unpack_array(parts: Any) -> np.ndarray:
    kind, shape, content = parts
    dtype = np.dtype(str(kind))
    if dtype.kind not in f"{_NUMBERS}U" or np.prod(shape, dtype=float) > MOST_NUMBERS:
        raise ValueError(f"an array of {dtype}")
    held = b64decode(content)
    if dtype.kind == "U":
        codes = np.frombuffer(held, f"{dtype.str[0]}u4")
        if codes.max(initial=0) > sys.maxunicode:
            raise ValueError("a text of what are no characters")
    return np.frombuffer(held, dtype).reshape(shape).copy()


def _unpack_tensor(parts: Any) -> Any:
    return import_module("torch").from_numpy(_unpack_array(parts))


_READERS: dict[str, Callable[[Any], Any]] = {
    "int": lambda digits: int(digits, 16),
    "float": float.fromhex,
    "complex": lambda parts: complex(*map(float.fromhex, parts)),
    "bytes": b64decode,
    "ellipsis": lambda _: ...,
    "dict": _unpack_dict,
    "array": _unpack_array,
    "scalar": lambda parts: _unpack_array(parts)[()],
    "tensor": _unpack_tensor,
    "odd": lambda kind: Odd(str(kind)),
}
