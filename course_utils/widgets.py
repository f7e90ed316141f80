"""The explorers of the lessons: small interactive pictures that answer a question.

Each takes arrays, numbers or callables, never a model, and returns an `Explorer`.
One explorer a module; this one is the door.
"""

from course_utils.attention_widget import explore_attention
from course_utils.bptt_widget import explore_bptt
from course_utils.explorer import Explorer
from course_utils.fading_widget import explore_fading
from course_utils.first_widget import explore_first
from course_utils.gate_widget import explore_cell, explore_gates
from course_utils.language_widget import explore_next
from course_utils.mask_widget import explore_masks
from course_utils.parameter_widget import explore_parameters
from course_utils.reading_widget import explore_reading
from course_utils.saliency_widget import explore_words
from course_utils.shape_widget import explore_shapes
from course_utils.studio import explore_poet
from course_utils.tagging_widget import explore_names
from course_utils.trainer_widget import explore_questions
from course_utils.verdict_widget import explore_verdict

__all__ = [
    "Explorer",
    "explore_attention",
    "explore_bptt",
    "explore_cell",
    "explore_fading",
    "explore_first",
    "explore_gates",
    "explore_masks",
    "explore_names",
    "explore_next",
    "explore_parameters",
    "explore_poet",
    "explore_questions",
    "explore_reading",
    "explore_shapes",
    "explore_verdict",
    "explore_words",
]
