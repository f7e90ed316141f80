"""The one set-up call of a notebook, and the only process-wide state of the course."""

from __future__ import annotations

import random

from course_utils.syllabus import lesson
from course_utils.text import use_language

_SEED = 0
PACKAGES = ("numpy", "torch", "matplotlib")


def start(slug: str, lang: str = "en") -> None:
    """Set language, plot style and seeds for lesson `slug`; print one line of versions.

    Where PyTorch is not installed, cells that need it are left out from here on.
    Raises `ValueError` for a lesson or a language that does not exist.
    """
    use_language(lang)
    current = lesson(slug)

    from course_utils import home

    home.write_elsewhere(home.MATPLOTLIB)  # else it warns where it cannot write
    import platform  # none at the top: importing the package must stay instant
    from importlib import metadata
    from importlib.util import find_spec

    import numpy as np

    from course_utils import plots

    plots.use_course_style()
    random.seed(_SEED)
    np.random.seed(_SEED)
    versions = [f"Python {platform.python_version()}"]
    installed = [name for name in PACKAGES if find_spec(name)]
    versions += [f"{name} {metadata.version(name)}" for name in installed]
    print(current.title, *versions, sep=" · ")
    if "torch" not in installed:
        _leave_torch_out()


def _leave_torch_out() -> None:
    """Of each cell that follows, in a notebook."""
    from IPython import get_ipython

    from course_utils.without_torch import LeavingOut

    shell = get_ipython()
    if shell is not None:
        known = shell.ast_transformers
        others = [each for each in known if not isinstance(each, LeavingOut)]
        shell.ast_transformers = [*others, LeavingOut(shell.user_ns)]
