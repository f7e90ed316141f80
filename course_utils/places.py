"""Where the course's own files lie: beside the package, in the course's folder."""

from pathlib import Path

COURSE = Path(__file__).resolve().parents[1]
"""The folder of the README, `notebooks/`, `solutions/` and `data/`."""

STUDIO_PAGE = Path(__file__).resolve().parent / "studio" / "page"
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
