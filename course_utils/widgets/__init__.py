"""The explorers of the lessons: small interactive pictures that answer a question.

Each takes arrays, numbers or callables, never a model, and returns an `Explorer`.
A file a subject.

Knows `plots`, `scratch`, `datasets`, `shape_trainer`, `studio`; ipywidgets.
"""

from course_utils.studio.widget import explore_poet
from course_utils.widgets.after_gates import explore_scan
from course_utils.widgets.attention import explore_attention
from course_utils.widgets.bptt import explore_bptt
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.fading import explore_fading
from course_utils.widgets.first import explore_first
from course_utils.widgets.gates import explore_cell, explore_gates
from course_utils.widgets.language import explore_next
from course_utils.widgets.masks import explore_masks
from course_utils.widgets.memories import explore_memories
from course_utils.widgets.names import explore_names
from course_utils.widgets.parameters import explore_parameters
from course_utils.widgets.reading import explore_reading
from course_utils.widgets.saliency import explore_words, weigh
from course_utils.widgets.shapes import explore_shapes
from course_utils.widgets.trainer import explore_questions
from course_utils.widgets.verdict import explore_verdict

__all__ = [
    "Explorer",
    "explore_attention",
    "explore_bptt",
    "explore_cell",
    "explore_fading",
    "explore_first",
    "explore_gates",
    "explore_masks",
    "explore_memories",
    "explore_names",
    "explore_next",
    "explore_parameters",
    "explore_poet",
    "explore_questions",
    "explore_reading",
    "explore_scan",
    "explore_shapes",
    "explore_verdict",
    "explore_words",
    "weigh",
]
