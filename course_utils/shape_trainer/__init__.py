"""As many questions about nn.RNN, nn.LSTM and nn.GRU as you like: lesson 06.

Knows `shapes`, `scratch`; PyTorch, inside functions, is the judge.
"""

from course_utils.shape_trainer.nets import returned_shapes
from course_utils.shape_trainer.question import Answer, Question
from course_utils.shape_trainer.trainer import (
    QUESTION_KINDS,
    question_of_kind,
    shape_question,
)

__all__ = [
    "QUESTION_KINDS",
    "Answer",
    "Question",
    "question_of_kind",
    "returned_shapes",
    "shape_question",
]
