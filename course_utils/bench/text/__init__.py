"""`course bench text`: every model of lessons 07 to 10, trained and measured.

Knows `measured`, `models`, `problems`, `baselines`; PyTorch.
"""

from course_utils.bench.text.measure import bench_text, read_seeds
from course_utils.bench.text.page import show_text_table
from course_utils.bench.text.weights import train_weights

__all__ = [
    "bench_text",
    "read_seeds",
    "show_text_table",
    "train_weights",
]
