"""What no exercise expects: values, errors and answers that lie, raise or never end."""

from __future__ import annotations

import datetime
import decimal
import fractions
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.scratch import rnn_step

ASKED = (
    *("eq", "ne", "len", "iter", "array", "bool", "hash", "repr", "str", "format"),
    *("contains", "getitem", "float", "int", "index", "abs", "sub", "array_ufunc"),
    *("array_interface", "next", "dir", "sizeof", "reduce_ex", "instancecheck"),
)


def _evil(behave: Callable[..., Any], *bases: type) -> type:
    """A class whose every method, attribute and class is what `behave` gives."""
    methods = {f"__{name}__": behave for name in ASKED}
    lies = {
        name: property(behave) for name in ("__class__", "shape", "dtype", "detach")
    }
    return type("Evil", bases, {**methods, **lies, "__getattr__": behave})


def _raise(error: type[BaseException]) -> Callable[..., Any]:
    def behave(*_args: Any, **_named: Any) -> Any:
        raise error("no")

    return behave


def _lie(*_args: Any, **_named: Any) -> Any:
    return True


Raises = _evil(_raise(RuntimeError))
Interrupts = _evil(_raise(KeyboardInterrupt))
Leaves = _evil(_raise(SystemExit))
Lies = _evil(_lie)


def _numbers(base: type, *args: Any) -> Any:
    return _evil(_raise(RuntimeError), base)(*args)


def _nest(depth: int) -> list[Any]:
    nest: list[Any] = []
    for _ in range(depth):
        nest = [nest]
    return nest


def _ring() -> list[Any]:
    ring: list[Any] = []
    ring.extend([ring] * 10)
    return ring


def _lying_array() -> Any:
    kind = _evil(_raise(RuntimeError), np.ndarray)
    return np.ones((2, 3)).view(kind)


def _evil_objects() -> Any:
    objects = np.empty(2, dtype=object)
    objects[0], objects[1] = Raises(), Lies()
    return objects


VALUES: dict[str, Callable[[], Any]] = {
    "object": object,
    "raises": Raises,
    "interrupts": Interrupts,
    "leaves": Leaves,
    "lies": Lies,
    "raising list": lambda: _numbers(list, [1, 2]),
    "raising dict": lambda: _numbers(dict, {"a": 1}),
    "raising text": lambda: _numbers(str, "a"),
    "raising int": lambda: _numbers(int, 3),
    "raising float": lambda: _numbers(float, 0.5),
    "raising array": _lying_array,
    "list of raising": lambda: [Raises(), Interrupts(), Lies()],
    "dict of raising": lambda: {"a": Raises(), Lies: Lies()},
    "objects": lambda: np.array([object(), None], dtype=object),
    "numbers as objects": lambda: np.ones((2, 3)).astype(object),
    "evil objects": _evil_objects,
    "text array": lambda: np.array(["a", "b"]),
    "bytes array": lambda: np.array([b"a"]),
    "dates": lambda: np.array(["2001-01-01"], dtype="M8[D]"),
    "a date": lambda: datetime.datetime(2001, 1, 1),
    "records": lambda: np.zeros(2, dtype=[("a", int), ("b", float)]),
    "masked": lambda: np.ma.masked_array([1.0, 2.0], mask=[True, False]),
    "all masked": lambda: np.ma.masked,
    "matrix": lambda: np.ones((2, 3)).view(np.matrix),
    "huge view": lambda: np.broadcast_to(1.0, (10**6, 10**6)),
    "ragged": lambda: [[1, 2], [3]],
    "empty": lambda: np.zeros((0, 3)),
    "complex": lambda: np.ones(3) * 1j,
    "half": lambda: np.ones(3, dtype=np.float16),
    "long double": lambda: np.longdouble("0.1"),
    "infinite": lambda: float("inf"),
    "10**30": lambda: 10**30,
    "10**30s": lambda: [10**30, -(10**30)],
    "10**5000": lambda: 10**5000,
    "fraction": lambda: fractions.Fraction(1, 3),
    "decimal": lambda: decimal.Decimal("0.1"),
    "half a pair": lambda: "\ud800\x00\x1b[31m",
    "long text": lambda: "ab" * 10**6,
    "braces": lambda: "{name} {0} {",
    "bytes": lambda: b"\xff",
    "nest": lambda: _nest(10_000),
    "ring": _ring,
    "long list": lambda: [0] * 10**6,
    "generator": lambda: (each for each in "ab"),
    "endless": lambda: iter(int, 1),
    "range": lambda: range(10**12),
    "class": lambda: int,
    "module": lambda: np,
    "function": lambda: len,
    "start and targets": lambda: (1, [2, 3]),
    "list of None": lambda: [None, None],
    "keys": lambda: {1: 2, "1": 2, None: 3}.keys(),
    "stub": lambda: Ellipsis,
}


def _tensors() -> dict[str, Callable[[Any], Any]]:
    """Of the module torch."""
    return {
        "bfloat16": lambda torch: torch.ones(2, 3).bfloat16(),
        "half tensor": lambda torch: torch.ones(2, 3).half(),
        "complex tensor": lambda torch: torch.ones(2, dtype=torch.complex64).conj(),
        "sparse": lambda torch: torch.eye(3).to_sparse(),
        "meta": lambda torch: torch.ones(3, device="meta"),
        "quantized": lambda torch: torch.quantize_per_tensor(
            torch.ones(3), 0.1, 0, torch.qint8
        ),
        "requires grad": lambda torch: torch.ones(3, requires_grad=True) * 2,
        "parameter": lambda torch: torch.nn.Parameter(torch.ones(2, 3)),
        "nested": lambda torch: torch.nested.nested_tensor(
            [torch.ones(2), torch.ones(3)]
        ),
        "huge tensor": lambda torch: torch.ones(1).expand(10**6, 10**6),
        "list of tensors": lambda torch: [torch.ones(2), torch.ones(3)],
        "net": lambda torch: torch.nn.Linear(2, 3),
        "dtype": lambda torch: torch.float32,
    }


TENSORS = _tensors()


class Mute(Exception):
    """Raises when it is asked what it says."""

    def __str__(self) -> str:
        raise RuntimeError("no")

    __repr__ = __str__


class Deadly(Mute):
    def __str__(self) -> str:
        raise KeyboardInterrupt

    __repr__ = __str__


class Half(Exception):
    def __str__(self) -> str:
        return "\ud800{name}" * 1000


ERRORS: dict[str, Callable[[], BaseException]] = {
    "mute": Mute,
    "deadly": Deadly,
    "half": Half,
    "interrupt": KeyboardInterrupt,
    "exit": lambda: SystemExit(3),
    "generator exit": GeneratorExit,
    "stop": StopIteration,
    "group": lambda: ExceptionGroup("many", [Mute(), ValueError("one")]),
    "own base": type("Own", (BaseException,), {}),
    "memory": MemoryError,
    "no argument": lambda: KeyError(),
    "object": lambda: ValueError(Raises()),
    "unicode": lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"),
}


def recurse(*args: Any) -> Any:
    return recurse(*args)


ANSWERS: dict[str, Callable[[], Any]] = {
    **VALUES,
    "class as answer": lambda: type("Thing", (), {}),
    "evil class": lambda: Raises,
    "list": lambda: list,
    "no arguments": lambda: lambda: 1,
    "keywords only": lambda: lambda *, x: x,
    "partial": lambda: functools.partial(max, 1),
    "bound": lambda: [].append,
    "ufunc": lambda: np.tanh,
    "generator function": lambda: recurse_lazily,
    "coroutine": lambda: wait,
    "recursion": lambda: recurse,
    "borrowed": lambda: rnn_step,
    "callable": lambda: type("Callable", (), {"__call__": _raise(RuntimeError)})(),
}


def recurse_lazily(*args: Any) -> Any:
    yield from recurse_lazily(*args)


async def wait(*args: Any) -> Any:
    return args
