"""Where weights start: uniform as in PyTorch, and a gate's bias as you like it."""

from math import isfinite
from numbers import Real

import numpy as np

from course_utils.text import Text

NO_GENERATOR = Text(
    en="rng: expected a random generator, found {found}. Try np.random.default_rng(0).",
    zh="rng 应是随机数生成器，实际是 {found}。可以用 np.random.default_rng(0)。",
)
NO_BIAS = Text(
    en="{name}: expected a finite number, found {found!r}. Try {name}=1.0.",
    zh="{name} 应是有限的数，实际是 {found!r}。可以试试 {name}=1.0。",
)


def uniform(
    rng: np.random.Generator, shape: tuple[int, ...], hidden_size: int
) -> np.ndarray:
    """Uniform in ±1/√H, where all of torch's recurrent weights start."""
    bound = 1 / np.sqrt(hidden_size)
    return _generator(rng).uniform(-bound, bound, size=shape)


def set_block(bias: np.ndarray, block: int, value: float | None, name: str) -> None:
    """Write `value` over block number `block` of `bias` (blocks, H), unless None."""
    if value is None:
        return
    if not isinstance(value, Real) or not isfinite(value):
        raise ValueError(str(NO_BIAS.format(name=name, found=value)))
    bias[block] = value


def _generator(rng: np.random.Generator) -> np.random.Generator:
    if not isinstance(rng, np.random.Generator):
        raise ValueError(str(NO_GENERATOR.format(found=type(rng).__name__)))
    return rng
