"""Arguments that count something: whole numbers, checked once at the door."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from operator import index
from typing import Any, ParamSpec, TypeVar

from course_utils.text import Text

P = ParamSpec("P")
R = TypeVar("R")

ANY_SEED = range(2**32)
POSITIVE = range(1, 2**63)
NOT_NEGATIVE = range(2**63)

NOT_WHOLE = Text(
    en="{name}: expected a whole number{bounds}, found {found!r}. "
    "Try {name}={example}.",
    zh="{name} 应是{bounds}整数，实际是 {found!r}。可以试试 {name}={example}。",
)
AT_LEAST = Text(en=", at least {low}", zh="不小于 {low} 的")
BETWEEN = Text(en=" from {low} to {high}", zh=" {low} 到 {high} 之间的")

NO_SUCH_ARGUMENT = Text(
    en="{function} takes {names}, found a rule for {found}. Correct the decorator.",
    zh="{function} 的参数是 {names}，装饰器里却写了 {found}。请改正装饰器。",
)


def counts(*names: str, **ranges: range) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function of whole numbers: `names` are at least 1, others in `ranges`.

    The function receives plain Python integers, which never overflow.
    """
    allowed = dict.fromkeys(names, POSITIVE) | ranges

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        argument_names(function, allowed)
        signature = inspect.signature(function)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            given = signature.bind(*args, **kwargs)
            for name in allowed.keys() & given.arguments.keys():
                value = given.arguments[name]
                given.arguments[name] = whole_number(value, name, allowed[name])
            return function(*given.args, **given.kwargs)

        return checked

    return decorate


def argument_names(
    function: Callable[..., Any], decorated: Iterable[str]
) -> tuple[str, ...]:
    """The names of all arguments; each decorated one must be among them."""
    names = tuple(inspect.signature(function).parameters)
    if unknown := sorted(set(decorated) - set(names)):
        message = NO_SUCH_ARGUMENT.format(
            function=function.__name__, names=", ".join(names), found=unknown
        )
        raise ValueError(str(message))
    return names


def whole_number(value: Any, name: str, allowed: range) -> int:
    """`value` as a Python integer within `allowed`, else a ValueError."""
    try:
        number = index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or number not in allowed:
        bounds = AT_LEAST if allowed.stop == POSITIVE.stop else BETWEEN
        message = NOT_WHOLE.format(
            name=name,
            bounds=bounds.format(low=allowed.start, high=allowed.stop - 1),
            found=value,
            example=_nearest(value, allowed),
        )
        raise ValueError(str(message))
    return number


def _nearest(value: Any, allowed: range) -> int:
    """The number in `allowed` that was most likely meant."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        number = allowed.start
    return min(max(number, allowed.start), allowed.stop - 1)
