"""Slides of a lesson, from marks in its text: `course slides`.

What cells show comes from the solved notebooks. Knows `authoring`, `checking`,
`exercises`, `markup`, `datasets`, `corpora` (to fetch reveal.js).
"""

from course_utils.slides.deck import make_deck
from course_utils.slides.page import show_deck, show_slides
from course_utils.slides.printing import find_browser
from course_utils.slides.reveal import fetch_reveal, load_reveal
from course_utils.slides.saving import save_printed, save_slides, slide_file

__all__ = [
    "fetch_reveal",
    "find_browser",
    "load_reveal",
    "make_deck",
    "save_printed",
    "save_slides",
    "show_deck",
    "show_slides",
    "slide_file",
]
