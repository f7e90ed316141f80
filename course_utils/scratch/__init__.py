"""Recurrent networks by hand, in NumPy: the formulas, and their gradients.

Everything follows PyTorch, so that weights copy across without a transpose:
`W_xh (H, E)`, `W_hh (H, H)`, an LSTM's gates in the order i f g o, a GRU's r z n; and a
gradient has the shape of what it belongs to.
Letters: B batch, T time steps, E input size, H hidden size, V outputs, L layers,
D directions. `weights = lstm_init(E, H, rng)` is a tuple:
`lstm_forward(x, h0, c0, *weights)`.

Six cells, each with its `init`, `step`, `forward` and `backward`: `rnn`, `lstm`,
`lstm_peephole`, `gru` (PyTorch's), `gru_reset_first`, `gru_one_gate`. Any of them in
layers and two directions: `network_init`, `network_forward`, `network_backward`.
"""

from course_utils.scratch import matrices, params
from course_utils.scratch.cells import CELLS, Cell
from course_utils.scratch.gru import (
    GRUTrace,
    GRUWeights,
    gru_backward,
    gru_forward,
    gru_init,
    gru_step,
    gru_step_backward,
)
from course_utils.scratch.gru_one_gate import (
    GRUOneGateWeights,
    gru_one_gate_backward,
    gru_one_gate_forward,
    gru_one_gate_init,
    gru_one_gate_step,
)
from course_utils.scratch.gru_reset_first import (
    GRUResetFirstWeights,
    gru_reset_first_backward,
    gru_reset_first_forward,
    gru_reset_first_init,
    gru_reset_first_step,
)
from course_utils.scratch.lstm import (
    LSTMTrace,
    LSTMWeights,
    lstm_backward,
    lstm_forward,
    lstm_init,
    lstm_step,
    lstm_step_backward,
)
from course_utils.scratch.lstm_peephole import (
    PeepholeWeights,
    lstm_peephole_backward,
    lstm_peephole_forward,
    lstm_peephole_init,
    lstm_peephole_step,
)
from course_utils.scratch.matrices import random_rotation, rescale, spectral_radius
from course_utils.scratch.network import (
    NetworkRun,
    network_backward,
    network_forward,
    network_init,
    zero_states,
)
from course_utils.scratch.numerical import numerical_gradient
from course_utils.scratch.params import (
    count_classifier,
    count_embedding,
    count_gru,
    count_linear,
    count_lstm,
    count_recurrent,
    count_rnn,
    largest_hidden_size,
    multiply_adds_per_step,
    num_bytes,
)
from course_utils.scratch.parts import GatedTrace, sigmoid, uniform
from course_utils.scratch.readout import (
    ReadoutWeights,
    cross_entropy,
    cross_entropy_gradient,
    readout_backward,
    readout_forward,
    readout_init,
    softmax,
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
from course_utils.scratch.torch_names import (
    gru_state_dict,
    lstm_state_dict,
    network_from_state_dict,
    network_state_dict,
)

__all__ = [
    "CELLS",
    "Cell",
    "GRUOneGateWeights",
    "GRUResetFirstWeights",
    "GRUTrace",
    "GRUWeights",
    "GatedTrace",
    "LSTMTrace",
    "LSTMWeights",
    "NetworkRun",
    "PeepholeWeights",
    "RNNWeights",
    "ReadoutWeights",
    "count_classifier",
    "count_embedding",
    "count_gru",
    "count_linear",
    "count_lstm",
    "count_recurrent",
    "count_rnn",
    "cross_entropy",
    "cross_entropy_gradient",
    "gru_backward",
    "gru_forward",
    "gru_init",
    "gru_one_gate_backward",
    "gru_one_gate_forward",
    "gru_one_gate_init",
    "gru_one_gate_step",
    "gru_reset_first_backward",
    "gru_reset_first_forward",
    "gru_reset_first_init",
    "gru_reset_first_step",
    "gru_state_dict",
    "gru_step",
    "gru_step_backward",
    "join_weights",
    "largest_hidden_size",
    "lstm_backward",
    "lstm_forward",
    "lstm_init",
    "lstm_peephole_backward",
    "lstm_peephole_forward",
    "lstm_peephole_init",
    "lstm_peephole_step",
    "lstm_state_dict",
    "lstm_step",
    "lstm_step_backward",
    "matrices",
    "multiply_adds_per_step",
    "network_backward",
    "network_forward",
    "network_from_state_dict",
    "network_init",
    "network_state_dict",
    "num_bytes",
    "numerical_gradient",
    "params",
    "random_rotation",
    "readout_backward",
    "readout_forward",
    "readout_init",
    "rescale",
    "rnn_backward",
    "rnn_forward",
    "rnn_init",
    "rnn_state_dict",
    "rnn_step",
    "rnn_step_backward",
    "rnn_step_concatenated",
    "sigmoid",
    "softmax",
    "spectral_radius",
    "split_weights",
    "uniform",
    "zero_states",
]
