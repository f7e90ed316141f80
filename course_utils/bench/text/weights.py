"""`course train movies`, `reviews`, `tagging`, `numerals`: the nets of the explorers.

Each is the net of one row of `course bench text`, or of two, with the seed that was
best on the validation split, and lies in `data/text/` in half precision.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_utils.bench.text import classify, names, problems, reviews
from course_utils.bench.text import reviews as movies
from course_utils.bench.text.page import WEIGHTS, write_page
from course_utils.files import make_folder, read_json, write_json
from course_utils.measured.recipe import TextRecipe
from course_utils.measured.recipes import find_text_recipe
from course_utils.measured.results import ResultError, load_results
from course_utils.models.names import save_taggers
from course_utils.models.reviews import save_movie_net, save_review_net
from course_utils.places import TEXT_RESULTS
from course_utils.problems.numerals import save_numerals_net
from course_utils.text import Text

WeightRows = dict[str, int]
"""The seed of each row whose net is in a file."""
TAGGERS = {
    "one_direction": "lstm_explorer",
    "two_directions": "bilstm_explorer",
}


def train_weights(name: str, folder: Path, say: Callable[[object], Any]) -> Path:
    """Train the nets of one explorer and write their file; its path.

    In `weights.json` beside it is noted which rows they are, with which seeds, and the
    digests of their recipes.
    """
    make_folder(folder)
    file, make = FILES[name]
    rows = make(folder / file)
    recipes = {row: find_text_recipe(name, row).digest() for row in rows}
    facts = {"corpus": name, "rows": rows, "recipes": recipes}
    _note(folder / WEIGHTS, file, facts)
    if (folder / TEXT_RESULTS.name).exists():
        write_page(folder)
    say(_WRITTEN.format(path=folder / file, rows=_shown(rows)))
    return folder / file


def make_movies(path: Path) -> WeightRows:
    """The LSTM of lesson 08."""
    recipe, seed = _chosen("movies", "lstm")
    splits = movies.load_movie_splits()
    model, reader, _ = classify.train_classifier(recipe, seed, splits)
    save_movie_net(path, model, reader.vocabulary, recipe.model)
    return {recipe.name: seed}


def make_reviews(path: Path) -> WeightRows:
    """The BiLSTM of words of lesson 09."""
    recipe, seed = _chosen("reviews", "full")
    splits = reviews.load_review_splits()
    model, reader, _ = classify.train_classifier(recipe, seed, splits)
    save_review_net(path, model, reader.vocabulary, recipe.model)
    return {recipe.name: seed}


def make_tagging(path: Path) -> WeightRows:
    """Both taggers of lesson 10, one direction and two."""
    models: dict[str, Any] = {}
    settings, rows = {}, {}
    for name, row in TAGGERS.items():
        recipe, rows[row] = _chosen("tagging", row)
        models[name], vocabularies, _ = names.train_tagger(recipe, rows[row])
        settings[name] = recipe.model
    save_taggers(path, models, vocabularies[0], settings)
    return rows


def make_numerals(path: Path) -> WeightRows:
    """The net with attention of lesson 07."""
    recipe, seed = _chosen("numerals", "both_attention")
    model, _ = problems.train_numerals_net(recipe, seed)
    save_numerals_net(model, path)
    return {recipe.name: seed}


FILES: dict[str, tuple[str, Callable[[Path], WeightRows]]] = {
    "movies": ("movies.safetensors", make_movies),
    "reviews": ("reviews.safetensors", make_reviews),
    "tagging": ("taggers.safetensors", make_tagging),
    "numerals": ("numerals.safetensors", make_numerals),
}


def _chosen(corpus: str, name: str) -> tuple[TextRecipe, int]:
    """A recipe, and its seed that was best on the validation split, if measured."""
    recipe = find_text_recipe(corpus, name)
    try:
        row = load_results().row_of(recipe)
    except ResultError:
        row = None
    if row is None:
        return recipe, recipe.seeds[0]
    return recipe, max(row.runs, key=lambda run: run.validation or 0.0).seed


def _note(path: Path, file: str, facts: dict[str, Any]) -> None:
    known = read_json(path) if path.exists() else {}
    write_json(path, known | {file: facts}, indent=1, sort_keys=True)


def _shown(rows: WeightRows) -> str:
    return ", ".join(f"{name} ({seed})" for name, seed in rows.items())


_WRITTEN = Text(
    en="{path}: rows (seeds) {rows}",
    zh="{path}：各行（种子）{rows}",
)
