"""The poet on disk: weights, sizes and vocabulary in one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch

from course_utils.checkpoints import load_tensors, save_tensors
from course_utils.poem_model import PoemModel, PoemModelSize
from course_utils.vocab import Vocabulary

_KIND = "poem model"


def save_poem_model(path: Path, model: PoemModel, vocabulary: Vocabulary) -> None:
    """Write the weights in half precision (10 bits of mantissa) and all they need."""
    tensors = {name: value.half() for name, value in model.state_dict().items()}
    facts = {"size": asdict(model.size), "symbols": vocabulary.symbols}
    save_tensors(path, _KIND, tensors, facts)


def load_poem_model(path: Path) -> tuple[PoemModel, Vocabulary]:
    """The model, ready to be used (not trained), computing in float32.

    Raises `CheckpointError` for a file that `save_poem_model` did not write.
    """
    tensors, facts = load_tensors(path, _KIND)
    with torch.random.fork_rng(devices=()):  # the weights drawn here are not used
        model = PoemModel(PoemModelSize(**facts["size"]))
    weights = {name: value.float() for name, value in tensors.items()}
    model.load_state_dict(weights, assign=True)
    return model.eval(), Vocabulary(facts["symbols"])
