"""Recurrent nets of PyTorch with a chosen start: how much can they remember untrained?

Each is one layer in one direction, batch first. Initialisation is all that differs.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import torch
from torch import nn

from course_utils.models.recurrent import overwrite, set_gate_bias
from course_utils.scratch import matrices
from course_utils.training.computing import own_randomness

Matrix = Literal["rotation", "gaussian"]


def make_rnn(
    input_size: int,
    hidden_size: int,
    spectral_radius: float | None = None,
    *,
    matrix: Matrix = "rotation",
    input_gain: float | None = None,
    seed: int = 0,
    dtype: torch.dtype = torch.float64,
) -> nn.RNN:
    """A tanh RNN; what is None stays as PyTorch draws it, uniform in ±1/√H.

    spectral_radius: of W_hh, a rescaled random rotation or Gaussian `matrix`
    input_gain: W_xh is Gaussian with standard deviation input_gain/√E, the biases
        are 0: inputs of variance 1 reach each unit with variance input_gain²
    """
    rng = np.random.default_rng(seed)
    with own_randomness(seed):
        net = nn.RNN(input_size, hidden_size, batch_first=True, dtype=dtype)
    if spectral_radius is not None:
        W_hh = random_matrix(hidden_size, matrix, rng)
        overwrite(net, weight_hh_l0=matrices.rescale(W_hh, spectral_radius))
    if input_gain is not None:
        W_xh = rng.normal(size=(hidden_size, input_size))
        nothing = np.zeros(hidden_size)
        overwrite(net, weight_ih_l0=W_xh * (input_gain / np.sqrt(input_size)))
        overwrite(net, bias_ih_l0=nothing, bias_hh_l0=nothing)
    return net


def make_lstm(
    input_size: int,
    hidden_size: int,
    forget_bias: float | None = None,
    *,
    seed: int = 0,
    dtype: torch.dtype = torch.float64,
) -> nn.LSTM:
    """An LSTM whose forget gates have this bias; None leaves PyTorch's, near 0."""
    with own_randomness(seed):
        net = nn.LSTM(input_size, hidden_size, batch_first=True, dtype=dtype)
    if forget_bias is not None:
        set_gate_bias(net, 1, forget_bias)  # rows: input, forget, cell, output
    return net


def make_gru(
    input_size: int,
    hidden_size: int,
    update_bias: float | None = None,
    *,
    seed: int = 0,
    dtype: torch.dtype = torch.float64,
) -> nn.GRU:
    """A GRU whose update gates have this bias; None leaves PyTorch's, near 0.

    In PyTorch's GRU an update gate near 1 keeps the old state.
    """
    with own_randomness(seed):
        net = nn.GRU(input_size, hidden_size, batch_first=True, dtype=dtype)
    if update_bias is not None:
        set_gate_bias(net, 1, update_bias)  # rows: reset, update, candidate
    return net


def random_matrix(size: int, kind: Matrix, rng: np.random.Generator) -> np.ndarray:
    """A random rotation or a Gaussian matrix, (H, H)."""
    if kind == "rotation":
        return matrices.random_rotation(size, rng)
    return rng.normal(size=(size, size))
