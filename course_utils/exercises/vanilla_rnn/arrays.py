"""Arrays that the cases of this lesson share."""

from __future__ import annotations

import numpy as np

Arrays = tuple[np.ndarray, ...]


def random_arrays(*shapes: tuple[int, ...], seed: int) -> Arrays:
    """One array for each of `shapes`, with two decimals."""
    return draw_arrays(np.random.default_rng(seed), *shapes)


def draw_arrays(rng: np.random.Generator, *shapes: tuple[int, ...]) -> Arrays:
    """One array for each of `shapes`, with two decimals."""
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


def draw_sizes(rng: np.random.Generator, count: int) -> list[int]:
    """Sizes from 2 to 6, no two of them equal."""
    return [int(size) for size in rng.permutation(np.arange(2, 7))[:count]]


def small_step() -> Arrays:
    """x (1, 2), h (1, 3), W_xh (3, 2), W_hh (3, 3), b_h (3) that fit in the head."""
    x, h = np.array([[1.0, 0.5]]), np.array([[0.5, 0.0, -0.5]])
    W_xh = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]])
    W_hh = np.array([[0.5, 0.0, 0.0], [1.0, 0.5, 0.0], [0.0, 0.0, -0.5]])
    return x, h, W_xh, W_hh, np.array([0.1, 0.0, -0.1])
