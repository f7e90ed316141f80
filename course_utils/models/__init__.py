"""Models of texts: they read, classify and tag; some of them are on disk.

Knows `datasets`, `training`; PyTorch.
"""

from course_utils.models.chain import ChainTagger, chain_loss
from course_utils.models.classifier import RowReader, TextClassifier
from course_utils.models.names import find_names, load_taggers, save_taggers, tagged_set
from course_utils.models.recurrent import (
    TORCH_CELLS,
    CellName,
    Recurrent,
    check_choice,
    check_ids,
    last_states,
    max_states,
    mean_states,
    overwrite,
    read_and_hold,
    set_gate_bias,
)
from course_utils.models.reviews import (
    MAX_WORDS,
    cut_words,
    load_movie_net,
    load_review_net,
    save_movie_net,
    save_review_net,
)
from course_utils.models.tagger import Tagger

__all__ = [
    "MAX_WORDS",
    "TORCH_CELLS",
    "CellName",
    "ChainTagger",
    "Recurrent",
    "RowReader",
    "Tagger",
    "TextClassifier",
    "chain_loss",
    "check_choice",
    "check_ids",
    "cut_words",
    "find_names",
    "last_states",
    "load_movie_net",
    "load_review_net",
    "load_taggers",
    "max_states",
    "mean_states",
    "overwrite",
    "read_and_hold",
    "save_movie_net",
    "save_review_net",
    "save_taggers",
    "set_gate_bias",
    "tagged_set",
]
