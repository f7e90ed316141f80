"""Arrays that the cases of this lesson share."""

from __future__ import annotations

import numpy as np

Arrays = tuple[np.ndarray, ...]


def random_arrays(*shapes: tuple[int, ...], seed: int) -> Arrays:
    """One array for each of `shapes`, with two decimals."""
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


def states_like(shape: tuple[int, ...], seed: int) -> np.ndarray:
    """States as a tanh gives them, between -1 and 1, with two decimals."""
    return np.random.default_rng(seed).uniform(-0.9, 0.9, size=shape).round(2)
