"""What titles say about poems, counted and learnt: `course train titles`.

Learns from the training poems of Tang and from every other Song poem. The rest of the
Song poems is for judges that must not have learnt the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from course_utils.datasets.loaders import (
    Poem,
    Splits,
    load_song_poems,
    load_tang_poems,
)
from course_utils.files import make_folder, write_atomically, write_json
from course_utils.poet.figures import area_under_curve
from course_utils.poet.moods import COUNTS_FILE, MOODS, TitleCounts, mood_of_title
from course_utils.poet.themes import (
    THEMES_FILE,
    ThemeRecipe,
    Themes,
    fit_themes,
    save_themes,
)
from course_utils.text import Text, join
from course_utils.training.computing import course_threads

MEASURED_FILE = "titles_measured.json"


def make_titles(folder: Path, say: Callable[[object], None]) -> None:
    """Count moods and learn themes, and measure both on held-out Tang poems.

    Writes titles.json, themes.safetensors and titles_measured.json. Raises
    `DataMissingError` without the poems; `FileError`.
    """
    tang = load_tang_poems()
    poems = learnt_poems(tang.train, load_song_poems())
    counts = TitleCounts.of(poems)
    named = Counter(mood_of_title(one.title) for one in poems)
    moods = join(f"{mood} {named[mood]}" for mood in MOODS)
    say(_COUNTED.format(poems=len(poems), moods=moods))
    with course_threads():
        model = fit_themes(poems, counts, ThemeRecipe(), say)
    make_folder(folder)
    write_atomically(folder / COUNTS_FILE.name, counts.to_json())
    save_themes(folder / THEMES_FILE.name, model)
    measure_made_titles(folder, tang)


def measure_made_titles(folder: Path, tang: Splits[Poem]) -> None:
    """Measure what lies in a folder, and leave the figures there."""
    counts = TitleCounts.load(folder / COUNTS_FILE.name)
    themes = Themes.load(folder / THEMES_FILE.name)
    with course_threads():
        found = measure_titles(counts, themes, tang)
    write_json(folder / MEASURED_FILE, found, indent=1)


def measure_titles(
    counts: TitleCounts, themes: Themes, tang: Splits[Poem]
) -> dict[str, dict[str, float | int | None]]:
    """What counts and themes tell of poems they were not made from, by split."""
    return {
        name: _measure_moods(counts, some) | _measure_themes(themes, some)
        for name, some in (("validation", tang.validation), ("test", tang.test))
    }


def _measure_moods(counts: TitleCounts, poems: Sequence[Poem]) -> dict[str, Any]:
    """How often a poem of a mood leans to it more than one of another mood does."""
    named = [(mood, one) for one in poems if (mood := mood_of_title(one.title))]
    found: dict[str, Any] = {}
    for mood in MOODS:
        lean = [
            float(counts.leaning(mood, one.text.replace(" ", "")).mean())
            for _, one in named
        ]
        own = [one for one, (of, _) in zip(lean, named, strict=True) if of == mood]
        rest = [one for one, (of, _) in zip(lean, named, strict=True) if of != mood]
        found[f"{mood}_poems"] = len(own)
        area = area_under_curve(own, rest)
        found[f"{mood}_auc"] = None if area is None else round(area, 4)
    return found


def _measure_themes(themes: Themes, poems: Sequence[Poem]) -> dict[str, Any]:
    """What a quatrain's own title brings, in nats a character, and what a wrong one.

    And how often its own is the best of 100.
    """
    some = [one for one in poems if len(one.lines) == 4 and themes.knows(one.title)]
    symbols = sorted({character for one in some for character in one.text} - {" "})
    places = {one: place for place, one in enumerate(symbols)}
    gains = torch.stack([themes.leaning(one.title, symbols) for one in some])
    texts = [[places[one] for one in poem.text if one != " "] for poem in some]
    brings = torch.stack([gains[:, text].mean(dim=1) for text in texts]).numpy()
    rng = np.random.default_rng(0)
    best = []
    for place, row in enumerate(brings):
        wrong = [k for k, one in enumerate(some) if one.title != some[place].title]
        others = rng.choice(wrong, min(99, len(wrong)), replace=False)
        best.append(bool(row[place] > row[others].max()))
    own = brings.diagonal()
    return {
        "quatrains": len(some),
        "own_title": round(float(own.mean()), 4),
        "wrong_title": round(
            float((brings.sum() - own.sum()) / (brings.size - len(own))), 4
        ),
        "best_of_100": round(float(np.mean(best)), 4),
    }


def learnt_poems(tang: Sequence[Poem], song: Sequence[Poem]) -> list[Poem]:
    """The poems to learn from: all of Tang, and the Song poems of even number."""
    return [*tang, *song[::2]]


def judged_poems(song: Sequence[Poem]) -> Sequence[Poem]:
    """The Song poems that judges learn from: those of odd number."""
    return song[1::2]


_COUNTED = Text(
    en="Poems: {poems}. With a title of a mood: {moods}.",
    zh="共 {poems} 首诗，诗题点明情绪的：{moods}。",
)
