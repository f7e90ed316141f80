"""Figures as files: all of them as JSON, run by run, and a page in two languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from course_utils.files import (
    read_json_lines,
    write_atomically,
    write_json,
    write_json_lines,
)
from course_utils.measured.results import rounded
from course_utils.text import speaking


def show_page(title: str, section: Callable[[], str]) -> str:
    """A page whose `section` is shown in English, then in Chinese."""
    sections = [f"# {title}\n"]
    for code, heading in (("en", "English"), ("zh", "中文")):
        with speaking(code):
            sections.append(f"## {heading}\n\n{section()}\n")
    return "\n".join(sections)


def write_figures(
    folder: Path, name: str, figures: Mapping[str, Any], page: str
) -> None:
    """Leave the figures as `name`.json in `folder`, and their page as `name`.md."""
    write_json(folder / f"{name}.json", figures, indent=1)
    write_atomically(folder / f"{name}.md", page.encode())


def write_into_log(
    path: Path, run: Mapping[str, Any], is_replaced: Callable[[dict[str, Any]], bool]
) -> None:
    """Add the line of a run to the log, and drop those that it replaces."""
    known = read_json_lines(path) if path.exists() else []
    kept = [one for one in known if not is_replaced(one)]
    write_json_lines(path, [*kept, rounded(run, 4)])
