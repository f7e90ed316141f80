"""Folders at home that other programs write in; elsewhere, where they cannot.

Jupyter, IPython and Matplotlib keep settings and caches in the home folder. Where there
is none, or it is read-only, each would fail or warn in its own way.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from course_utils.files import can_write
from course_utils.text import Text, join

MATPLOTLIB = "MPLCONFIGDIR"
_IPYTHON = "IPYTHONDIR"
VARIABLES = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    _IPYTHON,
    MATPLOTLIB,
)
"""Each names a folder in which one of these programs writes."""


def home_folder() -> Path | None:
    """The home folder; None for a user who has none."""
    home = Path(os.path.expanduser("~"))
    return home if home.is_absolute() else None


def can_write_at_home(name: str) -> bool:
    """Whether a file can be made in the folder `name` of the home folder: tried."""
    home = home_folder()
    return home is not None and can_write(home / name)


def refused_folders(*variables: str) -> dict[str, Path]:
    """By variable, of `variables` or all: a folder in which nothing can be written."""
    refused = {}
    for variable in variables or VARIABLES:
        for folder in _folders_of(variable):
            if not folder.is_absolute() or not can_write(folder):
                refused[variable] = folder
    return refused


def write_elsewhere(*variables: str) -> Text | None:
    """Set the variables of refused folders to temporary ones, and say so.

    Child processes inherit them; the folders end with this process.
    """
    refused = refused_folders(*variables)
    for variable in refused:
        folder = Path(_temporary().name, variable.lower())
        folder.mkdir(exist_ok=True)
        os.environ[variable] = str(folder)
    return (
        _ELSEWHERE.format(folders=join(dict.fromkeys(refused.values())))
        if refused
        else None
    )


def _folders_of(variable: str) -> list[Path]:
    """Where the program of that variable writes as things are."""
    home = home_folder()
    if os.environ.get(variable):
        return [Path(os.environ[variable]).absolute()]
    if home is None:
        return [Path("~")]
    if variable == _IPYTHON:
        return [home / ".ipython"]
    if variable == MATPLOTLIB:
        return _folders_of_matplotlib(home)
    from jupyter_core import paths

    return [Path(getattr(paths, variable.lower())())]


def _folders_of_matplotlib(home: Path) -> list[Path]:
    if not sys.platform.startswith(("linux", "freebsd")):
        return [home / ".matplotlib"]
    bases = (("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache"))
    return [
        Path(os.environ.get(variable) or home / name, "matplotlib")
        for variable, name in bases
    ]


@cache
def _temporary() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="rnn-course-")


_ELSEWHERE = Text(
    en="Nothing can be written in {folders}. What would be kept there (settings, "
    "history) is kept in a temporary folder until this ends.",
    zh="无法写入 {folders}。本该存在那里的设置和历史记录，改放在临时文件夹里，"
    "结束后就没有了。",
)
