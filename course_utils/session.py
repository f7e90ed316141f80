"""The one set-up call of a notebook, and the only process-wide state of the course."""

from __future__ import annotations

import platform
import random
from importlib import metadata

from course_utils.syllabus import lesson
from course_utils.text import Text, use_language

SEED = 0


def start(slug: str, lang: str = "en") -> None:
    """Set language, plot style and seeds for lesson `slug`; print one line of versions.

    Raises `ValueError` for a lesson or a language that does not exist.
    """
    use_language(lang)
    current = lesson(slug)

    import numpy as np  # not at the top: importing the package must stay instant

    from course_utils import plots

    plots.use_course_style()
    random.seed(SEED)
    np.random.seed(SEED)
    versions = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("numpy", "torch", "matplotlib")
    )
    line = Text(
        en="{title} · Python {python}, {versions}",
        zh="{title} · Python {python}，{versions}",
    )
    python = platform.python_version()
    print(line.format(title=current.title, python=python, versions=versions))
