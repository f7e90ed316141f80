"""Run one notebook by nbval, or compare a run by it, and name what went wrong."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

import pytest

from course_utils.authoring.limits import PATIENCE, TIMES_BY_THE_CLOCK
from course_utils.authoring.nbval_kernels import RECORD, REPLAY, STOPPED_CELL
from course_utils.authoring.notebooks import (
    BUILT_WITH,
    GUARDED,
    OWN_RUN,
    Notebook,
    another_hash_seed,
)
from course_utils.authoring.recording import Recording
from course_utils.lab.notebook_file import NotebookFault
from course_utils.text import Text

TIME_BUDGET = 60.0

# A kernel's port may be taken between its choice and its use: no fault of the notebook.
NO_START = "Kernel died before replying to kernel_info"

# A warning in a student edition is compared with nothing, so it must be an error.
_ENVIRONMENT = {
    **GUARDED,
    **OWN_RUN,
    "PYTHONWARNINGS": "error::UserWarning,error::RuntimeWarning,error::FutureWarning",
}


def environment() -> dict[str, str]:
    """What a kernel gets when its run is to be compared.

    Sets have another order than when the notebook was built: a seed by chance, or the
    PYTHONHASHSEED that a finding told and that was set to repeat the run.
    """
    told = os.environ.get("PYTHONHASHSEED", "")
    repeat = told.isdecimal() and told != BUILT_WITH
    seed = told if repeat else another_hash_seed()
    return {**_ENVIRONMENT, "PYTHONHASHSEED": seed}


@dataclass(frozen=True)
class NbvalRun:
    """How a notebook ran: seconds of processor time, what failed, what was said.

    recording: None if the kernel died or hung
    """

    seconds: float
    findings: tuple[tuple[str, NotebookFault], ...]
    recording: Recording | None = None


def run_nbval(
    notebook: Notebook,
    budget: float = TIME_BUDGET,
    replay: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> NbvalRun:
    """Run every cell: strictly if outputs are stored to compare with, else laxly.

    The kernel may use `budget` seconds of processor time, its start included: a busy
    computer does not make it slower. A cell that uses more is stopped, and so is one
    that never ends. `replay`: the recording of a run, which is then not run again.
    `settings`: variables for the kernel, in place of those for a lesson.
    """
    chosen = environment() if settings is None else settings
    run = _run_once(notebook, budget, replay, chosen)
    if any(NO_START in str(text) for _, (_, text) in run.findings):
        return _run_once(notebook, budget, replay, chosen)
    return run


def _run_once(
    notebook: Notebook, budget: float, replay: Path | None, settings: Mapping[str, str]
) -> NbvalRun:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        arguments = _arguments(notebook, budget, report)
        kept = replay or Path(folder, "run.json")
        patience = 2 * (PATIENCE + TIMES_BY_THE_CLOCK * budget)
        try:
            if replay:
                said = _replay(arguments, replay)
            else:
                said = _run_apart(arguments, kept, patience, settings)
        except subprocess.TimeoutExpired:
            return NbvalRun(patience, (("too-slow", (None, _STOPPED)),))
        if not report.exists():
            text = _NOT_RUN.format(tail=said.strip()[-500:])
            return NbvalRun(0.0, (("not-run", (None, text)),))
        recording = Recording.load(kept) if kept.exists() else None
        seed = recording.hash_seed if recording else settings["PYTHONHASHSEED"]
        findings = list(_read_report(report, notebook, seed))
    seconds = recording.seconds if recording else budget
    if seconds > budget:
        text = _TOO_SLOW.format(seconds=f"{seconds:.0f}", budget=f"{budget:.0f}")
        findings.append(("too-slow", (None, text)))
    return NbvalRun(seconds, tuple(findings), recording)


def _arguments(notebook: Notebook, budget: float, report: Path) -> list[str]:
    """What pytest is asked, wherever it runs: as little besides nbval as can be."""
    mode = "--nbval" if notebook.is_compared else "--nbval-lax"
    without = ("cacheprovider", "xdist", "unraisableexception", "threadexception")
    return [
        *("-q", "--color=no", "--noconftest", "--maxfail=3", "--assert=plain"),
        *("-oaddopts=", "-ofilterwarnings=", f"-c{os.devnull}"),
        f"--rootdir={report.parent}",  # what lies around the notebook has no say
        *(f"-pno:{name}" for name in without),
        "-pcourse_utils.authoring.nbval_kernels",
        *(mode, "--nbval-current-env", f"--nbval-cell-timeout={budget}"),
        f"--nbval-kernel-startup-timeout={PATIENCE}",
        *(f"--junitxml={report}", str(notebook.path.absolute())),
    ]


def _run_apart(
    arguments: list[str], kept: Path, seconds: float, settings: Mapping[str, str]
) -> str:
    """Run nbval in a process of its own, which keeps the run; give what it printed."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=kept.parent,
        env={**os.environ, **settings, "PYTEST_ADDOPTS": "", RECORD: str(kept)},
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    return run.stdout + run.stderr


def _replay(arguments: list[str], replay: Path) -> str:
    """Let nbval compare a run, in this process: nothing is executed."""
    printed = io.StringIO()
    asked = {"PYTEST_ADDOPTS": "", REPLAY: str(replay)}
    with patch.dict(os.environ, asked), contextlib.redirect_stdout(printed):
        pytest.main(arguments)
    return printed.getvalue()


def _read_report(
    report: Path, notebook: Notebook, seed: object
) -> Iterator[tuple[str, NotebookFault]]:
    suite = next(ElementTree.parse(report).iter("testsuite"))
    if int(suite.get("tests", 0)) == 0:
        yield "not-run", (None, _NOTHING_RUN)
    numbers = [number for number, _ in notebook.code]
    for case in suite.iter("testcase"):
        for failure in (*case.iter("failure"), *case.iter("error")):
            coloured = f"{failure.get('message', '')}\n{failure.text or ''}"
            text = _COLOUR.sub("", coloured)
            cell = re.search(r"Cell (\d+)", case.get("name", ""))
            number = numbers[int(cell[1])] if cell else None
            stopped = case.find(f"properties/property[@name='{STOPPED_CELL}']")
            if stopped is not None:
                yield "too-slow", (number, Text(**json.loads(stopped.get("value", ""))))
                continue
            said = _FAILED.format(text=text.strip()[-800:], seed=seed)
            yield _name(text), (number, said)


def _name(text: str) -> str:
    for sign, name in _SIGNS.items():
        if sign in text:
            return name
    return "not-run"


_COLOUR = re.compile(r"(?:\x1b|#x1B)\[[0-9;]*[A-Za-z]")
"""A change of colour in a terminal, as it is or as junit's XML writes it."""

_SIGNS = {
    "NotInALessonError": "not-in-a-lesson",
    "Cell outputs differ": "wrong-output",
    "Kernel dead": "dead-kernel",
    "waiting for output": "dead-kernel",
    "Failed to interrupt kernel": "dead-kernel",
    "caused an exception": "cell-fails",
    "Unrun reference cell": "not-executed",
}

_FAILED = Text(
    en="nbval says (PYTHONHASHSEED={seed} repeats the run):\n{text}",
    zh="nbval 报告（设 PYTHONHASHSEED={seed} 可重现这次运行）：\n{text}",
)
_TOO_SLOW = Text(
    en="It took {seconds} s of processor time; the budget is {budget} s.",
    zh="用了 {seconds} 秒处理器时间，上限是 {budget} 秒。",
)
_STOPPED = Text(en="It did not end, and was stopped.", zh="一直没有跑完，已被中止。")
_NOT_RUN = Text(en="nbval could not run it: {tail}", zh="nbval 无法运行它：{tail}")
_NOTHING_RUN = Text(
    en="nbval found no cell to run.", zh="nbval 没有找到可运行的单元格。"
)
