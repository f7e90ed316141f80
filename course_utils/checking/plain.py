"""What a learner's function gives, copied as plain data, so that nothing of it runs.

A value may lie about its class, length or equality, raise when asked, or never answer.
So it is copied once, where it was made and while the time runs; only the copy is
compared and shown.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

MOST_ITEMS = 10_000
MOST_NUMBERS = 10_000_000
MOST_IN_A_TEXT = 100_000
DEEPEST = 20
_LONGEST = 300

_EXACT: dict[type, Callable[[Any], Any]] = {
    int: int.__int__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: bytes.__bytes__,
}
_TEXTS = (str, bytes)
_ARRAYS = "biufcU"
_SCALARS = {
    kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in _ARRAYS[:-1]
}
_WHOLE = {bool, type(None), type(...), *_EXACT, *_SCALARS}


@dataclass(frozen=True)
class Odd:
    """A value that no exercise asks for; nothing is known of it but its kind."""

    kind: str


def as_plain(value: Any) -> Any:
    """A copy of numbers, text, arrays, tensors, containers; of anything else, an `Odd`.

    Subclasses become what they are made of. Raises nothing that is an `Exception`.
    """
    return _Copier().copy(value, 0)


def is_tensor(value: Any) -> bool:
    """True for a tensor of PyTorch, which is not imported here."""
    tensor = getattr(sys.modules.get("torch"), "Tensor", None)
    return isinstance(tensor, type) and issubclass(type(value), tensor)


def class_name(kind: type) -> str:
    """`list`, `__main__.Thing`: read from the class itself, so that it cannot lie."""
    name = type.__dict__["__qualname__"].__get__(kind)
    module = type.__dict__["__module__"].__get__(kind)
    if isinstance(module, str) and module != "builtins":
        name = f"{module}.{name}"
    return visible(name, _LONGEST)


def visible(text: str, longest: int) -> str:
    """Text that any terminal and page can show, cut to `longest` characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(
        "�" if each not in "\n\t" and unicodedata.category(each) in _HIDDEN else each
        for each in cut.replace("\r\n", "\n").replace("\r", "\n")
    )


_HIDDEN = ("Cc", "Cs")  # control characters, halves of a pair


class _Copier:
    """Copies one value; what is too deep or too long ends as an `Odd`."""

    def __init__(self) -> None:
        self._left = MOST_ITEMS

    def copy(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _WHOLE and (kind not in _TEXTS or len(value) <= MOST_IN_A_TEXT):
            return value
        try:
            if depth < DEEPEST:
                return self._copy(value, kind, depth + 1)
        except Exception:  # of an object that may do anything
            pass
        name = class_name(kind)  # with a mark: it is no `list` that can be compared
        return Odd(f"{name}(…)" if name in ("list", "tuple", "dict", "set") else name)

    def _copy(self, value: Any, kind: type, depth: int) -> Any:
        if issubclass(kind, np.ndarray):
            array = _array(value, kind)
            return self.copy(array, depth) if type(array) is list else array
        if is_tensor(value):
            return _tensor(value)
        for base, exact in _EXACT.items():
            if issubclass(kind, base):
                return _not_too_long(exact(value))
        if issubclass(kind, list):
            return list(self._items(list.__iter__(value), depth))
        if issubclass(kind, tuple):
            return tuple(self._items(tuple.__iter__(value), depth))
        if issubclass(kind, Mapping):
            pairs = dict.items(value) if issubclass(kind, dict) else value.items()
            flat = self._items((each for pair in pairs for each in pair), depth)
            return dict(zip(flat, flat, strict=True))
        if issubclass(kind, frozenset):
            return frozenset(self._items(frozenset.__iter__(value), depth))
        if issubclass(kind, Set):
            own = set.__iter__(value) if issubclass(kind, set) else iter(value)
            return set(self._items(own, depth))
        return Odd(class_name(kind))

    def _items(self, items: Iterable[Any], depth: int) -> Iterator[Any]:
        for item in islice(items, MOST_ITEMS + 1):
            self._left -= 1
            if self._left < 0:
                raise ValueError("too many items")
            yield self.copy(item, depth)


def _array(value: Any, kind: type) -> Any:
    """The numbers or the text of an array; what a mask hides is no value."""
    array = np.ndarray.view(value, np.ndarray)
    if array.size > MOST_NUMBERS:
        return Odd(f"array of shape {array.shape}")
    if issubclass(kind, np.ma.MaskedArray) and np.ma.is_masked(value):
        return Odd("masked array")
    if array.dtype.kind == "O" and array.ndim and array.size <= MOST_ITEMS:
        return array.tolist()
    if array.dtype.kind not in _ARRAYS or array.itemsize > 4 * MOST_IN_A_TEXT:
        return Odd(f"array of {visible(array.dtype.name, _LONGEST)}")
    return np.array(array)


def _not_too_long(value: Any) -> Any:
    if type(value) in _TEXTS and len(value) > MOST_IN_A_TEXT:
        return Odd(f"{type(value).__name__} of length {len(value)}")
    return value


def _tensor(value: Any) -> Any:
    """A tensor of the plain kind, which NumPy can read: on the CPU, without a graph."""
    torch = sys.modules["torch"]
    with torch.no_grad(), torch._C.DisableTorchFunctionSubclass():
        if value.numel() > MOST_NUMBERS:
            return Odd(f"tensor of shape {tuple(value.shape)}")
        for word in ("meta", "nested", "sparse", "sparse_csr", "quantized"):
            if getattr(value, f"is_{word}"):
                return Odd(f"{word} tensor")
        own = value.as_subclass(torch.Tensor).detach()
        own = own.cpu().resolve_conj().resolve_neg()
        if own.dtype.is_floating_point and own.dtype.itemsize < 4:
            own = own.double()  # NumPy has no bfloat16
        own.numpy()  # raises for what NumPy cannot read
        return own.clone()
