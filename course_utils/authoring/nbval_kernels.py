"""A plugin for pytest: which kernel nbval asks, a new one or one that has run already.

`RECORD` names a file in which a run by nbval is kept, `REPLAY` one that holds a run.
"""

from __future__ import annotations

import base64
import json
import os
from ast import literal_eval
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty
from typing import Any

import nbval.plugin
from nbval.kernel import RunningKernel

from course_utils.authoring.limits import PATIENCE, Limit
from course_utils.authoring.recording import (
    QUESTIONS,
    CellRun,
    Message,
    Recording,
)
from course_utils.text import Text

RECORD, REPLAY = "COURSE_NBVAL_RECORD", "COURSE_NBVAL_REPLAY"
STOPPED_CELL = "stopped"
"""The property of a cell in nbval's report that says why it was stopped."""
_LOOK_SECONDS = 0.5


def pytest_configure() -> None:
    """Give nbval the kernel that the environment asks for."""
    if os.environ.get(REPLAY):
        nbval.plugin.RunningKernel = ReplayedKernel
    elif os.environ.get(RECORD):
        nbval.plugin.RunningKernel = RecordedKernel


def pytest_runtest_makereport(item: Any) -> None:
    """Note in nbval's report why the cell was stopped."""
    stopped = getattr(item.parent.kernel, "stopped", None)
    if stopped is not None:
        item.user_properties.append((STOPPED_CELL, json.dumps(asdict(stopped))))


def pytest_unconfigure() -> None:
    """Give nbval its own kernel back: this process may go on."""
    nbval.plugin.RunningKernel = RunningKernel


class RecordedKernel(RunningKernel):
    """nbval's own kernel; what it says is kept when it stops.

    stopped: the limit that a cell passed, if one did
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self.heard: list[Message] = []
        self.stopped: Text | None = None
        self._patience = 0
        super().__init__(*arguments, **settings)
        self._patience = PATIENCE

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """As nbval does, but `timeout` is one of processor time."""
        limit = Limit(self.km.provisioner.pid, timeout or float("inf"))
        while self.is_alive():
            with suppress(Empty):
                return super().await_reply(msg_id, timeout=_LOOK_SECONDS)
            self.stopped = self.stopped or limit.passed()
            if self.stopped is not None:  # and no later cell is waited for
                self._patience = 0
                raise Empty
        raise RuntimeError("Kernel dead while a cell ran")

    def get_message(self, stream: str, timeout: float | None = None) -> Any:
        if stream == "iopub":
            timeout = max(timeout or 0, self._patience)
        message = super().get_message(stream, timeout=timeout)
        if stream == "iopub":
            self.heard.append(_plain(message))
        return message

    def stop(self) -> None:
        """Keep the run, unless the kernel no longer answers; then end it."""
        if self.stopped is not None or not self.is_alive():
            return super().stop()
        with suppress(TimeoutError, KeyError):
            recording = Recording.of(self.heard, **self._answers())
            recording.save(Path(os.environ[RECORD]))
        super().stop()

    def _answers(self) -> dict[str, Any]:
        reply = self.kc.execute(
            "",
            silent=True,
            user_expressions=QUESTIONS,
            reply=True,
            timeout=PATIENCE,
        )
        found = reply["content"]["user_expressions"].items()
        return {name: literal_eval(one["data"]["text/plain"]) for name, one in found}


def _plain(message: Any) -> Message:
    """What of a message can be written as JSON, and is needed to read it again."""
    return {
        "msg_type": message["msg_type"],
        "content": message["content"],
        "metadata": message["metadata"],
        "parent_header": {"msg_id": message["parent_header"].get("msg_id", "")},
        "buffers": [base64.b64encode(each).decode() for each in message["buffers"]],
    }


class ReplayedKernel:
    """A kernel that says again what it said before; a cell it never ran is an error."""

    language = "python"

    def __init__(self, *_: Any, **__: Any) -> None:
        self.cells: Iterator[CellRun] = iter(
            Recording.load(Path(os.environ[REPLAY])).cells
        )
        self.messages: Iterator[Message] = iter(())

    def execute_cell_input(self, source: str, allow_stdin: Any = None) -> str:
        """The id of the request that ran `source`."""
        ran = next(self.cells, None)
        if ran is None or ran.source != source:
            found = "the end" if ran is None else repr(ran.source)
            raise RuntimeError(f"expected a run of {source!r}, found {found}")
        self.messages = iter(ran.messages)
        parent: str = ran.messages[0]["parent_header"]["msg_id"]
        return parent

    def get_message(self, stream: str, timeout: float | None = None) -> Message:
        for message in self.messages:
            return message
        raise Empty

    def await_idle(self, parent_id: str, timeout: float) -> None:
        self.messages = iter(())

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """It has been answered."""

    def is_alive(self) -> bool:
        return True

    def interrupt(self) -> None:
        """There is nothing to interrupt."""

    def stop(self) -> None:
        """There is nothing to stop."""
