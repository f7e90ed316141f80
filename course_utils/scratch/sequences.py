"""What every cell does with a whole sequence at once, outside its loop over steps."""

import numpy as np


def project(x: np.ndarray, W: np.ndarray) -> np.ndarray:
    """x (B, T, E), W (K, E) -> x W^T (B, T, K), in one product for all steps."""
    return (x.reshape(-1, x.shape[-1]) @ W.T).reshape(*x.shape[:-1], len(W))


def blocks(a: np.ndarray, count: int) -> np.ndarray:
    """a (..., count·H) -> (..., count, H), a view."""
    return a.reshape(*a.shape[:-1], count, -1)


def joined(a: np.ndarray) -> np.ndarray:
    """a (..., count, H) -> (..., count·H), a view: the inverse of `blocks`."""
    return a.reshape(*a.shape[:-2], -1)


def previous(first: np.ndarray, states: np.ndarray) -> np.ndarray:
    """first (B, H), states (B, T, H) -> what each step starts from (B, T, H)."""
    return np.concatenate([first[:, None], states[:, :-1]], axis=1)


def outer_sum(da: np.ndarray, x: np.ndarray) -> np.ndarray:
    """da (B, T, K), x (B, T, E) -> Σ over examples and steps of da_t x_t^T (K, E).

    A weight is used at every step, so its gradient is a sum over steps.
    """
    return np.tensordot(da, x, axes=([0, 1], [0, 1]))
