"""What an array must be, and what a recurrent layer returns.

Knows `text`; no PyTorch: it asks an array for its shape.
"""

from course_utils.shapes.arrays import ShapeError, expect, takes
from course_utils.shapes.axes import Shape
from course_utils.shapes.numbers import (
    finite_number,
    number_within,
    positive_number,
)
from course_utils.shapes.recurrent import (
    BLOCKS,
    Setup,
    TensorAxes,
    parameter_shapes,
    recurrent_cell,
    recurrent_shapes,
)
from course_utils.shapes.whole_numbers import (
    ANY_SEED,
    NOT_NEGATIVE,
    POSITIVE,
    counts,
    whole_number,
)

__all__ = [
    "ANY_SEED",
    "BLOCKS",
    "NOT_NEGATIVE",
    "POSITIVE",
    "Setup",
    "Shape",
    "ShapeError",
    "TensorAxes",
    "counts",
    "expect",
    "finite_number",
    "number_within",
    "parameter_shapes",
    "positive_number",
    "recurrent_cell",
    "recurrent_shapes",
    "takes",
    "whole_number",
]
