"""`course bench`: measurements beside those of others.

Knows `baselines`, `datasets`, `language_model`, `measured`, `models`, `parallel`,
`plots`, `poet`, `problems`, `scratch`, `sheets`, `training`, `verse`; PyTorch.
"""

from course_utils.bench.batching import load_texts, measure_batching
from course_utils.bench.batching_page import show_batching_table, write_files
from course_utils.bench.blind import blind_sheet
from course_utils.bench.curve import save_training_curve
from course_utils.bench.pages import show_page, write_figures
from course_utils.bench.poet import BenchPoems, bench_poet, load_heads
from course_utils.bench.poet_page import show_poet_page, show_poet_table
from course_utils.bench.scratch import measure_in_one_thread, show_scratch_table
from course_utils.bench.table import table_text

__all__ = [
    "BenchPoems",
    "bench_poet",
    "blind_sheet",
    "load_heads",
    "load_texts",
    "measure_batching",
    "measure_in_one_thread",
    "save_training_curve",
    "show_batching_table",
    "show_page",
    "show_poet_page",
    "show_poet_table",
    "show_scratch_table",
    "table_text",
    "write_figures",
    "write_files",
]
