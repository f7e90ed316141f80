"""What gated cells share: the function of a gate, and what a GRU remembers."""

from typing import NamedTuple

import numpy as np


def sigmoid(a: np.ndarray) -> np.ndarray:
    """σ(a) = 1 / (1 + exp(-a)), written with tanh, which never overflows."""
    return (1 + np.tanh(a / 2)) / 2


class GatedTrace(NamedTuple):
    """h_1 ... h_T (B, T, H), and the gates (B, T, blocks, H), candidate n last."""

    states: np.ndarray
    gates: np.ndarray
