"""The answers to the bracket task, by counting: is the depth even?"""

from __future__ import annotations

from itertools import accumulate


def depth_is_even(text: str) -> list[bool]:
    """After each character: ( opens, ) closes what is open."""
    depths = list(accumulate((one == "(") - (one == ")") for one in text))
    assert min(depths) >= 0, "a bracket closes what was never opened"
    return [depth % 2 == 0 for depth in depths]
