"""The poet on disk: weights, sizes and vocabulary in one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch

from course_utils.checkpoints import CheckpointError, load_tensors, save_tensors
from course_utils.poem_model import PoemModel, PoemModelSize
from course_utils.text import Text
from course_utils.vocab import Vocabulary

_KIND = "poem model"


def save_poem_model(path: Path, model: PoemModel, vocabulary: Vocabulary) -> None:
    """Write the weights in half precision (10 bits of mantissa) and all they need."""
    tensors = {name: value.half() for name, value in model.state_dict().items()}
    facts = {"size": asdict(model.size), "symbols": vocabulary.symbols}
    save_tensors(path, _KIND, tensors, facts)


def load_poem_model(path: Path) -> tuple[PoemModel, Vocabulary]:
    """The model, ready to be used (not trained), computing in float32.

    Raises `CheckpointError` for a file that this `save_poem_model` did not write.
    """
    tensors, facts = load_tensors(path, _KIND)
    weights = {name: value.float() for name, value in tensors.items()}
    try:
        with torch.random.fork_rng(devices=()):  # the weights drawn here are not used
            model = PoemModel(PoemModelSize(**facts["size"]))
        model.load_state_dict(weights, assign=True)
    except (RuntimeError, TypeError) as error:  # other tensors, other sizes
        raise CheckpointError(str(_OTHER_MODEL.format(path=path))) from error
    return model.eval(), Vocabulary(facts["symbols"])


_OTHER_MODEL = Text(
    en="{path} holds a poet of another build, written by another version of the "
    "course. Train it anew (course train poet), or use that version.",
    zh="{path} 里的诗人结构不同，是本课程另一版本存下的。"
    "请重新训练（course train poet），或改用那个版本。",
)
