"""How far back a net remembers, untrained and trained: lessons 04 and 05.

Knows `models`, `scratch`, `training`; PyTorch.
"""

from course_utils.memory.brackets import train_bracket_net
from course_utils.memory.gradient_lab import measure_memory
from course_utils.memory.nets import make_gru, make_lstm, make_rnn
from course_utils.memory.peephole import PeepholeLSTM
from course_utils.memory.recall import NUM_SYMBOLS, random_symbols, train_recall

__all__ = [
    "NUM_SYMBOLS",
    "PeepholeLSTM",
    "make_gru",
    "make_lstm",
    "make_rnn",
    "measure_memory",
    "random_symbols",
    "train_bracket_net",
    "train_recall",
]
