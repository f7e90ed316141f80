"""What an answer may change around itself is put back; what it replaced is named."""

from __future__ import annotations

import gc
import locale
import operator
import os
import random
import signal
import sys
import time
import warnings

# By name, because a learner may have replaced them.
from builtins import all, isinstance, list, map, setattr, vars  # noqa: UP029
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from types import BuiltinFunctionType, FunctionType
from typing import Any, NamedTuple

import numpy as np

_LIBRARIES = (
    *("builtins", "math", "random", "numpy", "numpy.linalg", "numpy.random"),
    *("torch", "torch.nn", "torch.nn.functional", "torch.linalg"),
)
_PACKAGE = "course_utils"
READ_ANEW = ("input", "Storage")
"""A kernel replaces the first for each cell, `torch.set_default_dtype` the second."""
_GONE = object()
_seen: dict[str, dict[str, Any]] = {}
"""Module or class -> what it held when it was first seen."""


class Replaced(NamedTuple):
    """A function that is another than before."""

    owner: Any
    name: str
    before: Any
    now: Any
    label: str

    def put(self, value: Any) -> None:
        if value is _GONE:
            delattr(self.owner, self.name)
        else:
            setattr(self.owner, self.name, value)


@contextmanager
def put_back() -> Iterator[None]:
    """What is changed inside is afterwards as it was.

    Random numbers, folder, environment, warnings, streams, settings of NumPy and torch.
    """
    kept = []
    for read, write in _settings():
        with suppress(Exception):  # a folder that is gone, for example
            kept.append((write, read()))
    try:
        with warnings.catch_warnings():
            yield
    finally:
        for write, value in kept:
            with suppress(Exception):
                write(value)


@contextmanager
def as_first_seen() -> Iterator[list[str]]:
    """Inside, no function of a library or of the course is another than at first.

    Yields the names of those that were, and are again afterwards.
    """
    found = list(_replaced())
    for each in found:
        each.put(each.before)
    try:
        yield [each.label for each in found]
    finally:
        for each in found:
            each.put(each.now)


def put_functions_back() -> list[str]:
    """Put back what has been replaced since it was first seen; return its names."""
    found = list(_replaced())
    for each in found:
        each.put(each.before)
    return [each.label for each in found]


def _replaced() -> Iterator[Replaced]:
    for label, owner in _places():
        now = vars(owner)
        if label not in _seen:
            _seen[label] = dict(_functions(label, now))
        before = _seen[label]
        # In one go: there are some thousand, and hardly ever is one replaced.
        if all(map(operator.is_, map(now.get, before), before.values())):
            continue
        for name, value in before.items():
            other = now.get(name, _GONE)
            if other is not value and not _is_reloaded(label, value, other):
                yield Replaced(owner, name, value, other, f"{label}.{name}")


def _places() -> Iterator[tuple[str, Any]]:
    """The modules, and the classes of checks, as far as they are loaded."""
    loaded = dict(sys.modules)
    for label in _LIBRARIES:
        if label in loaded:
            yield label, loaded[label]
    if "torch" in loaded:
        yield "torch.Tensor", loaded["torch"].Tensor
    ours = [label for label in loaded if label.startswith(f"{_PACKAGE}.")]
    for label in ours:  # of some thousand that are loaded
        yield label, loaded[label]
        if label.startswith(f"{__package__}."):
            for name, value in vars(loaded[label]).items():
                if isinstance(value, type) and value.__module__ == label:
                    yield f"{label}.{name}", value


def _functions(label: str, now: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What must stay as it is: functions, classes, constants such as pi."""
    for name, value in now.items():
        if label.startswith(_PACKAGE):
            is_kept = callable(value) and not name.startswith("__")
        elif label == "builtins":
            is_kept = isinstance(value, (BuiltinFunctionType, type))
        else:
            is_kept = callable(value) or isinstance(value, float)
            is_kept = is_kept and not name.startswith("_")
        if is_kept and name not in READ_ANEW:
            yield name, value


def _is_reloaded(label: str, before: Any, now: Any) -> bool:
    """The same function by its own library: edited by its author, or wrapped by it.

    PyTorch, for one, wraps `manual_seed` when its compiler is first imported.
    """
    alike = all(
        isinstance(each, (FunctionType, type))
        and (each.__module__, each.__qualname__)
        == (before.__module__, before.__qualname__)
        for each in (before, now)
    )
    return alike and (label.startswith(_PACKAGE) or _is_from(label, now))


def _is_from(label: str, function: Any) -> bool:
    """True if the code of `function` lies in the folder of that library."""
    library = sys.modules[label.partition(".")[0]]
    if not isinstance(function, FunctionType) or not getattr(library, "__file__", None):
        return False
    folder = os.path.dirname(str(library.__file__)) + os.sep
    return function.__code__.co_filename.startswith(folder)


def _settings() -> Iterator[tuple[Callable[[], Any], Callable[[Any], Any]]]:
    """How each setting is read, and how it is written."""
    yield random.getstate, random.setstate
    yield np.random.get_state, np.random.set_state
    yield np.get_printoptions, lambda options: np.set_printoptions(**options)
    yield np.geterr, lambda kinds: np.seterr(**kinds)
    yield sys.getrecursionlimit, sys.setrecursionlimit
    yield os.getcwd, os.chdir
    yield lambda: dict(os.environ), _write_environment
    yield _streams, _write_streams
    yield sys.path.copy, lambda places: operator.setitem(sys.path, slice(None), places)
    yield gc.isenabled, lambda is_on: gc.enable() if is_on else gc.disable()
    yield gc.get_threshold, lambda numbers: gc.set_threshold(*numbers)
    yield sys.getswitchinterval, sys.setswitchinterval
    yield _locale, lambda name: locale.setlocale(locale.LC_ALL, name)
    if hasattr(signal, "getitimer"):
        yield _alarm, lambda times: signal.setitimer(signal.ITIMER_REAL, *times)
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None:
        style = matplotlib.rcParams
        yield style.copy, partial(_write_other, lambda: style, style.update)
    torch = sys.modules.get("torch")
    if torch is not None:
        yield torch.get_rng_state, torch.set_rng_state
        yield torch.get_default_dtype, torch.set_default_dtype
        yield torch.is_grad_enabled, torch.set_grad_enabled
        yield torch.get_num_threads, torch.set_num_threads
        for read, write in (
            (torch.is_anomaly_enabled, torch.autograd.set_detect_anomaly),
            (torch.get_float32_matmul_precision, torch.set_float32_matmul_precision),
            (
                torch.are_deterministic_algorithms_enabled,
                torch.use_deterministic_algorithms,  # imports a compiler
            ),
        ):
            yield read, partial(_write_other, read, write)


def _write_environment(values: dict[str, str]) -> None:
    for name in os.environ.keys() - values.keys():
        del os.environ[name]
    for name, value in values.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
    if hasattr(time, "tzset"):
        time.tzset()  # the place named there


def _locale() -> str:
    return locale.setlocale(locale.LC_ALL)


def _alarm() -> tuple[float, float]:
    return signal.getitimer(signal.ITIMER_REAL)


def _write_other(
    read: Callable[[], Any], write: Callable[[Any], Any], value: Any
) -> None:
    """Write what takes long to be written, only if it is another."""
    if read() != value:
        write(value)


def _streams() -> tuple[Any, Any, Any]:
    return sys.stdin, sys.stdout, sys.stderr


def _write_streams(streams: tuple[Any, Any, Any]) -> None:
    sys.stdin, sys.stdout, sys.stderr = streams
