"""After the gates: nets that read all steps at once, and what each kind can learn.

The minimal GRU and its scan, causal attention, blocks, five bodies in one frame, their
tasks, and the race between them: lesson 13.

Knows `models`, `memory`, `problems`, `language_model`, `training`, `datasets`,
`scratch`; PyTorch.
"""

from course_utils.parallel.attention import (
    CausalAttention,
    KeyMemory,
    causal_weights,
)
from course_utils.parallel.blocks import (
    NUM_HEADS,
    BlockStack,
    MinimalGRUStack,
    ResidualBlock,
    Transformer,
    wave_places,
)
from course_utils.parallel.nets import (
    BODIES,
    BodyName,
    BodySize,
    SequenceModel,
    count_state,
    make_body,
    make_sequence_model,
)
from course_utils.parallel.poems import (
    PoemNet,
    make_poem_net,
    poem_losses,
    poem_nats,
    take_share,
)
from course_utils.parallel.race import (
    RACE_PARAMETERS,
    RACE_RATES,
    RaceResult,
    learn_for,
    run_race,
)
from course_utils.parallel.reading import read_gates, read_looks
from course_utils.parallel.recurrence import (
    MinimalGRU,
    ReadingOrder,
    loop_states,
    scan_states,
)
from course_utils.parallel.tasks import (
    TASKS,
    SequenceTask,
    numeral_stream,
    parity_batch,
    recall_batch,
    score_task,
    write_numbers,
)

__all__ = [
    "BODIES",
    "NUM_HEADS",
    "RACE_PARAMETERS",
    "RACE_RATES",
    "TASKS",
    "BlockStack",
    "BodyName",
    "BodySize",
    "CausalAttention",
    "KeyMemory",
    "MinimalGRU",
    "MinimalGRUStack",
    "PoemNet",
    "RaceResult",
    "ReadingOrder",
    "ResidualBlock",
    "SequenceModel",
    "SequenceTask",
    "Transformer",
    "causal_weights",
    "count_state",
    "learn_for",
    "loop_states",
    "make_body",
    "make_poem_net",
    "make_sequence_model",
    "numeral_stream",
    "parity_batch",
    "poem_losses",
    "poem_nats",
    "read_gates",
    "read_looks",
    "recall_batch",
    "run_race",
    "scan_states",
    "score_task",
    "take_share",
    "wave_places",
    "write_numbers",
]
