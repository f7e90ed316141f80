"""What gated cells share: the squashing function of a gate."""

import numpy as np


def sigmoid(a: np.ndarray) -> np.ndarray:
    """σ(a) = 1 / (1 + exp(-a)), written with tanh, which never overflows."""
    return (1 + np.tanh(a / 2)) / 2
