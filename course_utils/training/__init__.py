"""Batches, one training loop, checkpoints: what trains any net of the course.

Knows `shapes`, `files`, `text`; PyTorch.
"""

from course_utils.training.batching import (
    IGNORED_TARGET,
    Batch,
    TextSet,
    bucket_batches,
    check_lengths,
    mask_like,
    mask_of,
    pad,
    random_batches,
    reverse_within,
)
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)
from course_utils.training.computing import (
    count_parameters,
    course_threads,
    evaluation,
    initial_weights,
    own_randomness,
    thread_count,
)
from course_utils.training.divergence import DivergedError, LossWatch
from course_utils.training.loop import (
    accuracy,
    classification_loss,
    fit,
    learn_batch,
    learn_step,
    predict,
    predict_tags,
    scores_of,
    tagging_loss,
)
from course_utils.training.processes import (
    WAIT_SECONDS,
    LostProcessError,
    Processes,
    joined_processes,
)
from course_utils.training.resumable import (
    ResumableRun,
    differing_facts,
    has_diverged,
)
from course_utils.training.weights import NetFile

__all__ = [
    "IGNORED_TARGET",
    "WAIT_SECONDS",
    "Batch",
    "CheckpointError",
    "DivergedError",
    "LossWatch",
    "LostProcessError",
    "NetFile",
    "Processes",
    "ResumableRun",
    "TextSet",
    "accuracy",
    "bucket_batches",
    "check_lengths",
    "classification_loss",
    "count_parameters",
    "course_threads",
    "differing_facts",
    "evaluation",
    "fit",
    "has_diverged",
    "initial_weights",
    "joined_processes",
    "learn_batch",
    "learn_step",
    "load_tensors",
    "mask_like",
    "mask_of",
    "own_randomness",
    "pad",
    "predict",
    "predict_tags",
    "random_batches",
    "reverse_within",
    "save_tensors",
    "scores_of",
    "tagging_loss",
    "thread_count",
]
