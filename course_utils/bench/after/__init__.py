"""`course bench after`: state, scan and attention side by side, for lesson 13.

Knows `measured`, `parallel`, `language_model`; PyTorch.
"""

from course_utils.bench.after.costs import measure_lengths, measure_nexts
from course_utils.bench.after.measure import AfterPlan, bench_after
from course_utils.bench.after.page import show_after_table

__all__ = [
    "AfterPlan",
    "bench_after",
    "measure_lengths",
    "measure_nexts",
    "show_after_table",
]
