"""Where the course's own files lie, and where it may write.

In a checkout that is one folder, which holds the package. A wheel carries what learners
need within the package, where nothing is written.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CARRIED = _PACKAGE / "_course"

IS_CHECKOUT = not _CARRIED.is_dir()
"""Whether the course runs from its sources; else a wheel was installed."""
COURSE = _PACKAGE.parent if IS_CHECKOUT else _CARRIED
"""The folder of `lessons/`, `notebooks/` and `data/`; a wheel has no `solutions/`."""

STUDIO_PAGE = _PACKAGE / "studio" / "page"
"""JavaScript, CSS and templates of the poet's studio."""

_DATA = COURSE / "data"
MANIFEST = _DATA / "manifest.json"

POET_DATA = _DATA / "poet"
PROSODY = POET_DATA / "prosody.json"
POET_WEIGHTS = POET_DATA / "poet.safetensors"
POET_HEADS = POET_DATA / "heads.txt"

TEXT_DATA = _DATA / "text"
TEXT_RESULTS = TEXT_DATA / "results.json"
MOVIE_WEIGHTS = TEXT_DATA / "movies.safetensors"
REVIEW_WEIGHTS = TEXT_DATA / "reviews.safetensors"
TAGGER_WEIGHTS = TEXT_DATA / "taggers.safetensors"
NUMERAL_WEIGHTS = TEXT_DATA / "numerals.safetensors"

AFTER_DATA = _DATA / "after"
AFTER_RESULTS = AFTER_DATA / "results.json"


def writing_folder() -> Path:
    """Where corpora are kept: the checkout, or the data folder of whoever uses it.

    That begins with "~" for a user who has no home folder.
    """
    if IS_CHECKOUT:
        return COURSE
    from platformdirs import user_data_path

    return user_data_path("rnn-course", appauthor=False)
