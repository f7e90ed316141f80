"""The poet: acrostics that begin, rhyme and scan as asked, and mean something.

Lesson 12. Knows `language_model`, `verse`, `datasets`, `training`; PyTorch.
"""

from course_utils.poet.course_poet import load_poet, write_poems
from course_utils.poet.figures import (
    PoemFigures,
    area_under_curve,
    figures_of_copying,
    figures_of_form,
    figures_of_repetition,
    figures_of_rhyme,
    figures_of_tones,
    figures_of_variety,
    mean,
    share,
)
from course_utils.poet.moods import TitleCounts
from course_utils.poet.study import (
    constraints_for,
    lay_out_poem,
    lines_of,
    nats_by_place,
    printable,
    rates,
    read_places,
    said_today,
)
from course_utils.poet.taste import Taste
from course_utils.poet.themes import can_be_a_title
from course_utils.poet.title_making import judged_poems, make_titles
from course_utils.poet.wish import CANDIDATES, TEMPERATURE, Wish, make_wish
from course_utils.poet.writer import Poet

__all__ = [
    "CANDIDATES",
    "TEMPERATURE",
    "PoemFigures",
    "Poet",
    "Taste",
    "TitleCounts",
    "Wish",
    "area_under_curve",
    "can_be_a_title",
    "constraints_for",
    "figures_of_copying",
    "figures_of_form",
    "figures_of_repetition",
    "figures_of_rhyme",
    "figures_of_tones",
    "figures_of_variety",
    "judged_poems",
    "lay_out_poem",
    "lines_of",
    "load_poet",
    "make_titles",
    "make_wish",
    "mean",
    "nats_by_place",
    "printable",
    "rates",
    "read_places",
    "said_today",
    "share",
    "write_poems",
]
