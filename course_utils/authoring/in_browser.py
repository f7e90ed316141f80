"""Lessons for JupyterLite, which runs Python in the browser: those in NumPy.

    python -m course_utils.authoring.in_browser FOLDER

Each gets one cell more, which installs the course in the page.
"""

from __future__ import annotations

import sys
from pathlib import Path

from nbformat.v4 import new_code_cell

from course_utils.authoring.elsewhere import browser_cell
from course_utils.files import make_folder, write_json
from course_utils.lab.notebook_file import read_notebook
from course_utils.places import COURSE
from course_utils.syllabus import LESSONS
from course_utils.text import LANGUAGES, Text

WITHOUT_TORCH = 3
"""So many lessons at the beginning need PyTorch only to compare with it."""


def lay_out_for_browser(folder: Path, root: Path = COURSE) -> list[Path]:
    """Write the notebooks below a `folder` that is not there yet, or empty.

    Raises a `ValueError` for any other, `FileError`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(str(_NOT_EMPTY.format(folder=folder)))
    source, written = browser_cell(root), []
    for lang in LANGUAGES:
        make_folder(folder / lang)
        for lesson in LESSONS[:WITHOUT_TORCH]:
            name = f"{lesson.slug}.ipynb"
            notebook, _ = read_notebook(root / "notebooks" / lang / name)
            notebook.cells.insert(1, new_code_cell(source, id="install"))
            write_json(folder / lang / name, notebook, ensure_ascii=False, indent=1)
            written.append(folder / lang / name)
    return written


_NOT_EMPTY = Text(
    en="{folder} is not empty. Name a folder that is not there yet.",
    zh="{folder} 不是空的。请换一个还不存在的文件夹。",
)

if __name__ == "__main__":
    lay_out_for_browser(Path(sys.argv[1]))
