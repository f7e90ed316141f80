"""One run of `course bench text`: what was predicted, and what it took.

Predictions are kept in the cache, so that a figure more needs no training more.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from torch import nn

from course_utils.datasets.store import data_folder
from course_utils.files import (
    FileError,
    FileMissingError,
    make_folder,
    parse_json,
    read_whole,
    to_json,
    write_atomically,
)
from course_utils.measured.recipe import TextRecipe
from course_utils.training.computing import count_parameters
from course_utils.training.loop import fit


@dataclass(frozen=True)
class Predicted:
    """What one trained model said of each test set, and the facts of its training.

    `said`: arrays by test set, such as scores (N, C). `facts`: validation, best_epoch,
    parameters, cpu_seconds, and what else goes into the log.
    """

    said: Mapping[str, np.ndarray]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write them, whole or not at all."""
        content = io.BytesIO()
        facts = np.array(to_json(path, self.facts))
        np.savez_compressed(content, allow_pickle=False, facts=facts, **self.said)
        make_folder(path.parent)
        write_atomically(path, content.getvalue())

    @classmethod
    def load(cls, path: Path) -> Predicted | None:
        """What `save` wrote; None if that is not there, or damaged.

        Raises `FileError` if something else is in its place.
        """
        try:
            with np.load(io.BytesIO(read_whole(path))) as known:
                said = {name: known[name] for name in known.files if name != "facts"}
                return cls(said, parse_json(path, str(known["facts"])))
        except FileMissingError:
            return None
        except FileError:
            raise
        except (AttributeError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
            return None


def predictions_of(
    recipe: TextRecipe, seed: int, predict: Callable[[], Predicted]
) -> Predicted:
    """Those in the cache, or else `predict()`, which are then kept there."""
    name = f"{recipe.corpus}-{recipe.name}-{recipe.digest()}-{seed}.npz"
    path = data_folder() / "text_runs" / name
    kept = Predicted.load(path)
    if kept is not None:
        return kept
    start = process_time()
    made = predict()
    facts = {"cpu_seconds": process_time() - start, **made.facts}
    made = Predicted(made.said, facts)
    made.save(path)
    return made


def kept_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a training that belong to a `MeasuredRun`."""
    kept = ("validation", "best_epoch", "parameters", "cpu_seconds")
    return {name: facts[name] for name in kept if name in facts}


def train_in_phases(
    model: nn.Module,
    batches: Callable[[np.random.Generator], Iterable[Any]],
    loss: Callable[..., Any],
    score: Callable[[nn.Module], float] | None,
    phases: Iterable[tuple[int, float]],
    seed: int,
) -> dict[str, Any]:
    """`fit`, phase by phase, each from the best weights of the last; the facts.

    A phase is a number of epochs and a learning rate; after the last one the model has
    the weights of its best epoch on the validation split, or, without a score, the
    last ones.
    """
    start = process_time()
    losses: list[float] = []
    scores: list[float] = []
    best_epoch = 0
    for number, (epochs, rate) in enumerate(phases):
        history = fit(
            model,
            batches,
            loss,
            epochs=epochs,
            rate=rate,
            score=score,
            seed=seed + 1000 * number,
        )
        best_epoch = len(losses) + history.best_epoch
        losses += history.losses
        scores += history.scores
    facts = {
        "best_epoch": best_epoch,
        "parameters": count_parameters(model),
        "cpu_seconds": process_time() - start,
        "losses": losses,
    }
    if score:
        facts |= {"validation": scores[best_epoch - 1], "scores": scores}
    return facts
