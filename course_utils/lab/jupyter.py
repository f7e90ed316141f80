"""Open JupyterLab at a lesson, in the learner's language."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from course_utils.places import COURSE
from course_utils.syllabus import LESSONS, Lesson
from course_utils.text import Text, join

SETTINGS = Path(__file__).resolve().parent / "settings"


def notebook_of(lesson: Lesson, lang: str, course: Path = COURSE) -> Path:
    """Path of the student notebook below `course`, as a relative path."""
    notebook = Path("notebooks", lang, f"{lesson.slug}.ipynb")
    if (course / notebook).is_file():
        return notebook
    built = course / "notebooks" / lang
    ready = [one for one in LESSONS if (built / f"{one.slug}.ipynb").is_file()]
    if not ready or (course / "lessons" / f"{lesson.slug}.py").is_file():
        raise ValueError(str(_NOT_BUILT.format(notebook=notebook)))
    numbers = join(f"{one.number:02d}" for one in ready)
    message = _NOT_WRITTEN.format(number=f"{lesson.number:02d}", ready=numbers)
    raise ValueError(str(message))


def check_port(port: int) -> None:
    """Raise a `ValueError` if another program listens on `port` of this computer."""
    with socket.socket() as probe:
        if os.name == "posix":  # a port just given back counts as free, as in Jupyter
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise ValueError(str(_PORT_TAKEN.format(port=port))) from error


def lab_environment(lang: str) -> dict[str, str]:
    """Variables that give JupyterLab the course's settings, beside the learner's own.

    What a learner has chosen in JupyterLab still wins over these settings.
    """
    config = [str(SETTINGS / lang), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    return {
        "COURSE_LANG": lang,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, config)),
    }


def lab_arguments(
    root: Path, notebook: Path, port: int | None = None, browser: bool = True
) -> list[str]:
    """JupyterLab's command line: `root` is its folder, `notebook` relative to it."""
    arguments = [
        f"--ServerApp.root_dir={root}",
        f"--LabApp.workspaces_dir={root / '.workspaces'}",  # which tabs were open
        f"--LabApp.default_url=/lab/tree/{notebook.as_posix()}",
        "--ServerApp.answer_yes=True",  # one Ctrl+C stops it
        "--ServerApp.log_level=ERROR",
        "--LabApp.log_level=ERROR",
        "--KernelManager.transport_encryption=auto",  # else each kernel warns
    ]
    if port is not None:
        arguments += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        arguments.append("--ServerApp.open_browser=False")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # The superuser of a container; the server listens on this computer only.
        arguments.append("--allow-root")
    return arguments


def open_lab(arguments: list[str], environment: dict[str, str]) -> None:
    """Run JupyterLab in this process until it is stopped."""
    from jupyterlab.labapp import LabApp

    os.environ.update(environment)
    LabApp.launch_instance(arguments)


_NOT_BUILT = Text(
    en="Expected the notebook {notebook}, found none. "
    "Build it with `course build`, or choose another lesson.",
    zh="没有找到笔记本 {notebook}。请用 `course build` 生成它，或换一课。",
)
_NOT_WRITTEN = Text(
    en="Lesson {number} is still being written; there are {ready}.",
    zh="第 {number} 课还在编写；已有的是 {ready}。",
)
_PORT_TAKEN = Text(
    en="Port {port} is used by another program. "
    "Choose another number, or leave --port out.",
    zh="端口 {port} 已被别的程序占用。请换一个数字，或者去掉 --port。",
)
