"""Recurrent networks by hand, in NumPy: the formulas, and their gradients.

Everything follows PyTorch, so that weights copy across without a transpose:
`W_xh (H, E)`, `W_hh (H, H)`, and a gradient has the shape of what it belongs to.
Letters: B batch, T time steps, E input size, H hidden size, V outputs.
`weights = rnn_init(E, H, rng)` is a tuple: `rnn_forward(x, h0, *weights)`.
"""

from course_utils.scratch.gates import sigmoid
from course_utils.scratch.gru import (
    GRUWeights,
    gru_init,
    gru_step,
    gru_step_backward,
)
from course_utils.scratch.initial import (
    orthogonal_matrix,
    scale_to_radius,
    spectral_radius,
)
from course_utils.scratch.lstm import (
    LSTMWeights,
    lstm_init,
    lstm_step,
    lstm_step_backward,
)
from course_utils.scratch.numerical import numerical_gradient
from course_utils.scratch.readout import (
    ReadoutWeights,
    readout_backward,
    readout_forward,
    readout_init,
)
from course_utils.scratch.rnn import (
    RNNWeights,
    join_weights,
    rnn_backward,
    rnn_forward,
    rnn_init,
    rnn_state_dict,
    rnn_step,
    rnn_step_backward,
    rnn_step_concatenated,
    split_weights,
)

__all__ = [
    "GRUWeights",
    "LSTMWeights",
    "RNNWeights",
    "ReadoutWeights",
    "gru_init",
    "gru_step",
    "gru_step_backward",
    "join_weights",
    "lstm_init",
    "lstm_step",
    "lstm_step_backward",
    "numerical_gradient",
    "orthogonal_matrix",
    "readout_backward",
    "readout_forward",
    "readout_init",
    "rnn_backward",
    "rnn_forward",
    "rnn_init",
    "rnn_state_dict",
    "rnn_step",
    "rnn_step_backward",
    "rnn_step_concatenated",
    "scale_to_radius",
    "sigmoid",
    "spectral_radius",
    "split_weights",
]
