"""The studio as a web page: Voilà serves a notebook of two cells, on this computer."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from course_utils.lab.jupyter import check_port
from course_utils.places import STUDIO_PAGE
from course_utils.text import Text, language

PORTS = range(8866, 8886)
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
)
_CODE = """\
from course_utils.poet import write_poems
from course_utils.text import use_language
from course_utils.widgets import explore_poet

use_language({lang!r})
explore_poet(write_poems)"""


def check_studio(say: Callable[[object], None]) -> None:
    """Raise a `ValueError` if Voilà or the poet's weights are missing or damaged."""
    if find_spec("voila") is None:
        raise ValueError(str(_NO_VOILA))
    from course_utils.poet.writer import load_poet

    load_poet(say=say)


def choose_port(port: int | None) -> int:
    """`port` itself, or the first that is free; `ValueError` if it is taken."""
    if port is not None:
        check_port(port)
        return port
    for candidate in PORTS:
        with suppress(ValueError):
            check_port(candidate)
            return candidate
    raise ValueError(str(_NO_PORT.format(first=PORTS[0], last=PORTS[-1])))


def open_studio(port: int, browser: bool = True) -> None:
    """Serve the page in this process, in the language spoken now, until Ctrl+C."""
    from voila.app import Voila

    paths = [str(STUDIO_PAGE), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    with TemporaryDirectory() as folder:
        notebook = Path(folder) / "studio.ipynb"
        notebook.write_text(page_notebook(), encoding="utf-8")
        Voila.launch_instance(studio_arguments(notebook, port, browser))


def page_notebook() -> str:
    """The notebook that is served, in the language spoken now."""
    cells = [
        nbformat.v4.new_markdown_cell(f"# {_TITLE}\n\n{_WELCOME}"),
        nbformat.v4.new_code_cell(_CODE.format(lang=language())),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"title": str(_TITLE), "kernelspec": kernel}
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=metadata))


def studio_arguments(notebook: Path, port: int, browser: bool) -> list[str]:
    """Voilà's command line: for this computer only, fetching nothing, saying little."""
    return [
        str(notebook),
        "--template=studio",
        "--theme=light",
        "--Voila.ip=127.0.0.1",
        *(f"--VoilaConfiguration.extension_allowlist={one}" for one in EXTENSIONS),
        f"--HTMLExporter.language_code={language()}",
        "--Voila.log_level=ERROR",
        "--KernelManager.transport_encryption=auto",  # else each kernel warns
        f"--port={port}",
        "--Voila.port_retries=0",
        f"--Voila.open_browser={browser}",
    ]


_TITLE = Text(en="The poet's studio", zh="诗人工作室")
_WELCOME = Text(
    en="Type one to twenty Chinese characters: a name, a wish. Each begins a line.",
    zh="写下一个到二十个汉字，名字或心愿都行：一字一句，藏在句首。",
)
_NO_VOILA = Text(
    en="The studio needs the package voila, which is not installed. Run: "
    "python -m pip install -c requirements.lock voila",
    zh="诗人工作室需要软件包 voila，但还没有安装。请运行："
    "python -m pip install -c requirements.lock voila",
)
_NO_PORT = Text(
    en="All ports from {first} to {last} are used by other programs. "
    "Name a free one with --port.",
    zh="从 {first} 到 {last} 的端口都被占用了。请用 --port 指定一个空闲的端口。",
)
