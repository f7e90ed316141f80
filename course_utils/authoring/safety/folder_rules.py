"""Nothing but the built notebooks lies in their folders, whatever git says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from course_utils.authoring.notebooks import FOLDERS
from course_utils.text import LANGUAGES, Text


def stray_files(root: Path) -> Iterator[tuple[Path, Text]]:
    """What lies in the editions' folders of the course at `root`, and is no notebook.

    A notebook of another name has its own rule. Of a folder, only its name is told.
    """
    own = [root / folder / lang for folder in FOLDERS.values() for lang in LANGUAGES]
    for name in FOLDERS.values():
        for path in sorted((root / name).glob("*")):
            if path not in own:
                yield path, _STRAY
    for folder in own:
        for path in sorted(folder.glob("*")):
            is_hidden = path.name.startswith(".")
            if path.is_dir() or path.suffix != ".ipynb" or is_hidden:
                yield path, _STRAY


_STRAY = Text(
    en="Only built notebooks belong here: whoever gets this folder gets that, too. "
    "Move it elsewhere, or delete it.",
    zh="这里只放构建出来的笔记本：谁拿到这个文件夹，谁就拿到它。请移到别处，或者删掉。",
)
