"""What a learner's server on a hub does before it is one: hand out, set up, limit.

It runs as the learner, whatever starts it: JupyterHub itself, systemd, Docker.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from course_utils.home import write_elsewhere
from course_utils.lab.jupyter import lab_arguments, lab_environment
from course_utils.lab.learner_folder import hand_out, working_folder
from course_utils.syllabus import LESSONS
from course_utils.text import Language, Text

MEMORY_VARIABLE = "MEM_LIMIT"
"""JupyterHub sets it, in bytes, by `Spawner.mem_limit`; not every spawner heeds it."""
_LEAST_MEMORY = 256 << 20
_SINGLE_USER = ("-m", "jupyterhub.singleuser")


def serve_learner(
    lang: Language, arguments: Sequence[str], say: Callable[[object], None]
) -> NoReturn:
    """Lay out the notebooks in `lang`, then become the learner's server.

    A home that is full or cannot be written is told, and the server starts all the
    same: who cannot open it cannot clear up either.
    """
    folder = working_folder()
    is_new = not (folder / lang).is_dir()
    try:
        for said in hand_out(lang, folder):
            say(said)
    except ValueError as error:
        say(error)
        say(_GOES_ON)
    elsewhere = write_elsewhere()
    if elsewhere:
        say(elsewhere)
    limit_memory(os.environ.get(MEMORY_VARIABLE, ""))
    command = [sys.executable, *_SINGLE_USER, *_settings(folder, lang, is_new)]
    os.execve(
        sys.executable, [*command, *arguments], {**os.environ, **lab_environment(lang)}
    )


def limit_memory(allowed: str) -> bool:
    """Give this process and each that it starts `allowed` bytes to write in; if it did.

    A kernel that wants more gets a `MemoryError`, and its neighbours notice nothing.
    """
    if not allowed.isdigit() or int(allowed) < _LEAST_MEMORY:
        return False
    with suppress(ImportError, ValueError, OSError):  # Windows; a lower limit is there
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (int(allowed), int(allowed)))
        return True
    return False


def _settings(folder: Path, lang: Language, is_new: bool) -> list[str]:
    """JupyterLab in the learner's folder; at lesson 00 for who has never been there."""
    there = folder if (folder / lang).is_dir() else Path.home()
    opened = Path(lang, f"{LESSONS[0].slug}.ipynb")
    if not (there / opened).is_file():
        opened = Path()
    elif not is_new:
        opened = Path(lang)
    # JupyterHub's server asks neither JupyterLab nor the workspace where to begin.
    begin = f"--ServerApp.default_url=/lab/tree/{opened.as_posix()}"
    return [*lab_arguments(there, opened, browser=False), begin]


_GOES_ON = Text(
    en="The server starts all the same, with the notebooks that are there.",
    zh="服务器照常启动，用已有的笔记本。",
)
