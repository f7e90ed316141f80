"""How the nets of lessons 07 to 10 are trained, and what was measured of them.

Knows `baselines`, `datasets`; recipes and results are data, so no PyTorch.
"""

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
    "MeasuredPart",
    "MeasuredRow",
    "MeasuredRun",
    "ResultError",
    "Results",
    "TextRecipe",
    "find_text_recipe",
    "load_results",
    "recipes_of",
    "rounded",
    "save_results",
]
