"""Weights under PyTorch's names and back, to compare the two number for number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_utils.scratch.cells import cell_called
from course_utils.scratch.gru import GRUWeights
from course_utils.scratch.lstm import LSTMWeights
from course_utils.scratch.network import Layers
from course_utils.scratch.rnn import RNNWeights, rnn_state_dict
from course_utils.shapes.arrays import expect, takes
from course_utils.shapes.recurrent import BLOCKS
from course_utils.text import Text, join

NOT_IN_TORCH = Text(
    en="torch.nn has no {found}: expected RNNWeights, LSTMWeights or GRUWeights. "
    "Compare this cell with central differences instead.",
    zh="torch.nn 里没有与 {found} 对应的层，"
    "只能给 RNNWeights、LSTMWeights 或 GRUWeights。这种单元请用中心差分来核对。",
)
NOT_A_STATE_DICT = Text(
    en="state: expected net.state_dict() of a torch.nn.{cell} with biases, without "
    "proj_size, found {found}. Make such a net: torch.nn.{cell}(..., bias=True).",
    zh="state 应是 torch.nn.{cell} 的 net.state_dict()（有偏置，不带 proj_size），"
    "实际是 {found}。请建一个这样的网络：torch.nn.{cell}(..., bias=True)。",
)
NOT_TANH = Text(
    en="net: expected a torch.nn.RNN with nonlinearity='tanh', found {found!r}. "
    "The cells of this course know tanh only; make the net with it.",
    zh="net 应是 nonlinearity='tanh' 的 torch.nn.RNN，实际是 {found!r}。"
    "本课程的单元只用 tanh，请这样建立网络。",
)


@takes(W_hh="4H H", b_h="4H", W_xh="4H E")
def lstm_state_dict(
    W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray
) -> dict[str, np.ndarray]:
    """The weights under the names of torch.nn.LSTM, whose second bias is then zero."""
    return {
        "weight_ih_l0": W_xh,
        "weight_hh_l0": W_hh,
        "bias_ih_l0": b_h,
        "bias_hh_l0": np.zeros_like(b_h),
    }


@takes(b_hn="H", W_hh="3H H", b_h="3H", W_xh="3H E")
def gru_state_dict(
    W_xh: np.ndarray, W_hh: np.ndarray, b_h: np.ndarray, b_hn: np.ndarray
) -> dict[str, np.ndarray]:
    """The weights under the names of torch.nn.GRU; its second bias is zero but b_hn."""
    second = np.zeros_like(b_h)
    second[-len(b_hn) :] = b_hn
    return {
        "weight_ih_l0": W_xh,
        "weight_hh_l0": W_hh,
        "bias_ih_l0": b_h,
        "bias_hh_l0": second,
    }


_TO_TORCH: dict[type[Any], Callable[..., dict[str, np.ndarray]]] = {
    RNNWeights: rnn_state_dict,
    LSTMWeights: lstm_state_dict,
    GRUWeights: gru_state_dict,
}


def network_state_dict(layers: Layers) -> dict[str, np.ndarray]:
    """All layers and directions of an RNN, LSTM or GRU under torch.nn's names."""
    state: dict[str, np.ndarray] = {}
    for number, layer in enumerate(layers):
        for d, weights in enumerate(layer):
            if type(weights) not in _TO_TORCH:
                found = type(weights).__name__
                raise ValueError(str(NOT_IN_TORCH.format(found=found)))
            for name, value in _TO_TORCH[type(weights)](*weights).items():
                state[name.replace("l0", _suffix(number, d))] = value
    return state


def network_from_state_dict(cell: str, state: Mapping[str, Any]) -> list[list[Any]]:
    """Layers in float64 from a torch.nn.RNN (tanh), LSTM or GRU, or its state_dict.

    The two biases become one, but for the GRU's b_hn. A state_dict does not say whether
    an RNN's function is tanh or relu; the net does, so give the net if you can.
    """
    if hasattr(state, "state_dict"):
        function = getattr(state, "nonlinearity", "tanh")
        if function != "tanh":
            raise ValueError(str(NOT_TANH.format(found=function)))
        state = state.state_dict()
    if not isinstance(state, Mapping) or not all(isinstance(key, str) for key in state):
        found = type(state).__name__
        raise ValueError(str(NOT_A_STATE_DICT.format(cell=cell.upper(), found=found)))
    directions = 1 + any(name.endswith("_reverse") for name in state)
    layers: list[list[Any]] = []
    read: set[str] = set()
    while not layers or f"weight_ih_{_suffix(len(layers), 0)}" in state:
        suffixes = [_suffix(len(layers), d) for d in range(directions)]
        read |= {f"{kind}_{suffix}" for kind in _KINDS for suffix in suffixes}
        layers.append([_read(cell, state, suffix) for suffix in suffixes])
        if len(layers) > 1:
            width = sum(weights.W_hh.shape[1] for weights in layers[-2])
            expect(layers[-1][0].W_xh, "G E", name=f"weight_ih_{suffixes[0]}", E=width)
    if left := sorted(state.keys() - read):
        found = join(left[:4]).en
        raise ValueError(str(NOT_A_STATE_DICT.format(cell=cell.upper(), found=found)))
    return layers


def _read(cell: str, state: Mapping[str, Any], suffix: str) -> Any:
    """The weights of one direction of one layer."""
    weights, name = cell_called(cell).weights, cell.upper()
    if weights not in _TO_TORCH:
        raise ValueError(str(NOT_IN_TORCH.format(found=weights.__name__)))
    try:
        W_xh, W_hh, b_xh, b_hh = (
            _in_float64(state[f"{kind}_{suffix}"], f"{kind}_{suffix}")
            for kind in _KINDS
        )
    except KeyError as error:
        message = NOT_A_STATE_DICT.format(cell=name, found=f"no {error}")
        raise ValueError(str(message)) from None
    G = expect(W_xh, "G E", name=f"weight_ih_{suffix}")["G"]
    H = expect(W_hh, "G H", name=f"weight_hh_{suffix}", G=G)["H"]
    expect(b_xh, "G", name=f"bias_ih_{suffix}", G=G)
    expect(b_hh, "G", name=f"bias_hh_{suffix}", G=G)
    if len(W_hh) != BLOCKS[name] * H:
        found = f"weight_hh_{suffix} {W_hh.shape}"
        raise ValueError(str(NOT_A_STATE_DICT.format(cell=name, found=found)))
    if weights is not GRUWeights:
        made = weights(W_xh, W_hh, b_xh + b_hh)
    else:
        b_h = b_xh.copy()
        b_h[: 2 * H] += b_hh[: 2 * H]
        made = GRUWeights(W_xh, W_hh, b_h, b_hh[2 * H :].copy())
    _TO_TORCH[weights](*made)  # refuses shapes that do not fit, and NaN
    return made


_KINDS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def _in_float64(value: Any, name: str) -> np.ndarray:
    """A weight as an array, also one that learns, and one in half precision."""
    if hasattr(value, "detach"):
        value = value.detach()
        value = value.double() if value.is_floating_point() else value
    array = np.asarray(value)
    if array.dtype.kind not in "fiu":
        found = f"{name}: {array.dtype}"
        raise ValueError(
            str(NOT_A_STATE_DICT.format(cell="RNN / LSTM / GRU", found=found))
        )
    return array.astype(np.float64)


def _suffix(layer: int, direction: int) -> str:
    return f"l{layer}_reverse" if direction else f"l{layer}"
