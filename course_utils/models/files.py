"""A text classifier on disk: weights, settings and vocabulary in one file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from course_utils.datasets.vocab import Vocabulary
from course_utils.models.classifier import TextClassifier
from course_utils.training.checkpoints import load_tensors, save_tensors


def save_classifier(
    path: Path,
    kind: str,
    model: TextClassifier,
    vocabulary: Vocabulary,
    settings: Mapping[str, Any],
) -> None:
    """Write the weights in half precision, the symbols, and how the model was made.

    `settings` are the keywords of `TextClassifier`, without its first two.
    """
    tensors = {name: value.half() for name, value in model.state_dict().items()}
    facts = {"settings": dict(settings), "symbols": vocabulary.symbols}
    save_tensors(path, kind, tensors, facts)


def load_classifier(path: Path, kind: str) -> tuple[TextClassifier, Vocabulary]:
    """The model, ready to be asked (not trained), computing in float32.

    Raises `CheckpointError` for a file that `save_classifier` did not write.
    """
    tensors, facts = load_tensors(path, kind)
    vocabulary = Vocabulary(facts["symbols"])
    weights = {name: value.float() for name, value in tensors.items()}
    num_classes = len(weights["readout.bias"])
    with torch.random.fork_rng(devices=()):  # the weights drawn here are not used
        model = TextClassifier(len(vocabulary), num_classes, **facts["settings"])
    model.load_state_dict(weights, assign=True)
    return model.eval(), vocabulary
