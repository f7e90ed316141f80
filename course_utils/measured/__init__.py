"""How the nets of lessons 07 to 10 are trained, and what was measured of them.

Also what was measured of lesson 13, and of a class on a hub. Recipes and results are
data, so no PyTorch.

Knows `baselines`.
"""

from course_utils.measured.after_gates import (
    AfterResults,
    LengthCost,
    NextCost,
    PoemRun,
    RateRun,
    TaskRun,
    load_after_results,
)
from course_utils.measured.class_memory import (
    ClassMemory,
    keep_class_memory,
    memory_advice,
    read_class_memory,
)
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.recipes import TEXT_RECIPES, find_text_recipe, recipes_of
from course_utils.measured.results import (
    MeasuredPart,
    MeasuredRow,
    MeasuredRun,
    ResultError,
    Results,
    load_results,
    rounded,
    save_results,
)

__all__ = [
    "TEXT_RECIPES",
    "AfterResults",
    "ClassMemory",
    "LengthCost",
    "MeasuredPart",
    "MeasuredRow",
    "MeasuredRun",
    "NextCost",
    "PoemRun",
    "RateRun",
    "ResultError",
    "Results",
    "TaskRun",
    "TextRecipe",
    "find_text_recipe",
    "keep_class_memory",
    "load_after_results",
    "load_results",
    "memory_advice",
    "read_class_memory",
    "recipes_of",
    "rounded",
    "save_results",
]
