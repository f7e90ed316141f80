"""The rows of `course bench text`: all numbers of lessons 07 to 10 in one place.

How rates, sizes and epochs were chosen: `data/text/README.md`. A change here
makes the row's figures stale: `tests/measured/test_results.py` says so until
`course bench text` has run again.
"""

from __future__ import annotations

from collections.abc import Iterable

from course_utils.measured.movies import MOVIE_RECIPES
from course_utils.measured.names import NAME_RECIPES
from course_utils.measured.problems import (
    CAPTION_RECIPES,
    DIGIT_RECIPES,
    NUMERAL_RECIPES,
)
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.reviews import REVIEW_RECIPES
from course_utils.text import Text, join

TEXT_RECIPES: tuple[TextRecipe, ...] = (
    *DIGIT_RECIPES,
    *CAPTION_RECIPES,
    *NUMERAL_RECIPES,
    *MOVIE_RECIPES,
    *REVIEW_RECIPES,
    *NAME_RECIPES,
)
CORPORA: tuple[str, ...] = tuple(dict.fromkeys(one.corpus for one in TEXT_RECIPES))


def recipes_of(corpora: Iterable[str] = ()) -> list[TextRecipe]:
    """The recipes of these corpora, or of all; an unknown name is a `ValueError`."""
    chosen = list(corpora) or list(CORPORA)
    for name in chosen:
        if name not in CORPORA:
            message = _NO_SUCH_CORPUS.format(name=name, known=join(CORPORA))
            raise ValueError(str(message))
    return [one for one in TEXT_RECIPES if one.corpus in chosen]


def find_text_recipe(corpus: str, name: str) -> TextRecipe:
    """The recipe of one row; an unknown one is a `ValueError`."""
    rows = {one.name: one for one in recipes_of([corpus])}
    if name not in rows:
        message = _NO_SUCH_ROW.format(corpus=corpus, name=name, known=join(rows))
        raise ValueError(str(message))
    return rows[name]


_NO_SUCH_CORPUS = Text(
    en="Expected one of {known}, found “{name}”.",
    zh="应为 {known} 之一，收到的是“{name}”。",
)
_NO_SUCH_ROW = Text(
    en="There is no row “{name}” in “{corpus}”. Its rows: {known}.",
    zh="“{corpus}”里没有名为“{name}”的一行。可用的有：{known}。",
)
