"""A language model of poems: how it learns, reads and writes. Lesson 11.

Knows `datasets`, `training`; PyTorch.
"""

from course_utils.language_model.beam import beam_search
from course_utils.language_model.corpus import PoemCorpus
from course_utils.language_model.grid import (
    Grid,
    PlaceSizes,
    PoemShape,
    encode_poems,
    place_ids,
)
from course_utils.language_model.loss import softmax_nats
from course_utils.language_model.model import PoemModel, load_poem_model
from course_utils.language_model.own_text import (
    OwnText,
    OwnTextError,
    read_own_text,
)
from course_utils.language_model.packed import Products
from course_utils.language_model.peer import (
    PEER_BATCH,
    PEER_RATE,
    PeerModel,
    count_han,
    encode_padded,
    learn_padded,
    peer_vocabulary,
    write_acrostic,
)
from course_utils.language_model.plan import count_characters, ordered_batches
from course_utils.language_model.reader import (
    PoemReader,
    expected_scores,
    shape_of,
)
from course_utils.language_model.recipes import POET_RECIPES, PoetRecipe
from course_utils.language_model.sampling import Constraint, Samples, Style, sample
from course_utils.language_model.small import (
    count_frequencies,
    embedding_of_counts,
    few_at_a_time,
)
from course_utils.language_model.training import (
    learn_poems,
    nats_per_character,
    run_recipe,
    start_or_resume_poet,
)

__all__ = [
    "PEER_BATCH",
    "PEER_RATE",
    "POET_RECIPES",
    "Constraint",
    "Grid",
    "OwnText",
    "OwnTextError",
    "PeerModel",
    "PlaceSizes",
    "PoemCorpus",
    "PoemModel",
    "PoemReader",
    "PoemShape",
    "PoetRecipe",
    "Products",
    "Samples",
    "Style",
    "beam_search",
    "count_characters",
    "count_frequencies",
    "count_han",
    "embedding_of_counts",
    "encode_padded",
    "encode_poems",
    "expected_scores",
    "few_at_a_time",
    "learn_padded",
    "learn_poems",
    "load_poem_model",
    "nats_per_character",
    "ordered_batches",
    "peer_vocabulary",
    "place_ids",
    "read_own_text",
    "run_recipe",
    "sample",
    "shape_of",
    "softmax_nats",
    "start_or_resume_poet",
    "write_acrostic",
]
