"""Where weights start: uniform as in PyTorch, and a gate's bias as you like it."""

from typing import NamedTuple

import numpy as np

from course_utils.shapes.numbers import finite_number
from course_utils.text import Text

NO_GENERATOR = Text(
    en="rng: expected a random generator, found {found}. Try np.random.default_rng(0).",
    zh="rng 应是随机数生成器，实际是 {found}。可以用 np.random.default_rng(0)。",
)


def uniform(
    rng: np.random.Generator, shape: tuple[int, ...], hidden_size: int
) -> np.ndarray:
    """Uniform in ±1/√H, where all of torch's recurrent weights start."""
    bound = 1 / np.sqrt(hidden_size)
    return check_generator(rng).uniform(-bound, bound, size=shape)


def set_block(bias: np.ndarray, block: int, value: float | None, name: str) -> None:
    """Write `value` over block number `block` of `bias` (blocks, H), unless None."""
    if value is not None:
        bias[block] = finite_number(value, name, 1.0)


def check_generator(rng: np.random.Generator) -> np.random.Generator:
    """`rng`, else a `ValueError`."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(str(NO_GENERATOR.format(found=type(rng).__name__)))
    return rng


def sigmoid(a: np.ndarray) -> np.ndarray:
    """σ(a) = 1 / (1 + exp(-a)), written with tanh, which never overflows."""
    return (1 + np.tanh(a / 2)) / 2


class GatedTrace(NamedTuple):
    """h_1 ... h_T (B, T, H), and the gates (B, T, blocks, H), candidate n last."""

    states: np.ndarray
    gates: np.ndarray


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
