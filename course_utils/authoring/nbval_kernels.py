"""A plugin for pytest: which kernel nbval asks, a new one or one that has run already.

`RECORD` names a file in which a run by nbval is kept, `REPLAY` one that holds a run.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import nbval.plugin
from nbval.kernel import RunningKernel

from course_utils.authoring.recording import (
    PROCESSOR_SECONDS,
    CellRun,
    Message,
    Recording,
)

RECORD, REPLAY = "COURSE_NBVAL_RECORD", "COURSE_NBVAL_REPLAY"
_REPLY_SECONDS = 5


def pytest_configure() -> None:
    """Give nbval the kernel that the environment asks for."""
    if os.environ.get(REPLAY):
        nbval.plugin.RunningKernel = ReplayedKernel
    elif os.environ.get(RECORD):
        nbval.plugin.RunningKernel = RecordedKernel


def pytest_unconfigure() -> None:
    """Give nbval its own kernel back: this process may go on."""
    nbval.plugin.RunningKernel = RunningKernel


class RecordedKernel(RunningKernel):
    """nbval's own kernel; what it says is kept when it stops."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self.heard: list[Message] = []
        super().__init__(*arguments, **settings)

    def get_message(self, stream: str, timeout: float | None = None) -> Any:
        message = super().get_message(stream, timeout=timeout)
        if stream == "iopub":
            self.heard.append(_plain(message))
        return message

    def stop(self) -> None:
        """Keep the run, unless the kernel no longer answers; then end it."""
        if not self.is_alive():
            return super().stop()
        with suppress(TimeoutError, KeyError):
            recording = Recording.of(self.heard, self._processor_seconds())
            recording.save(Path(os.environ[RECORD]))
        super().stop()

    def _processor_seconds(self) -> float:
        reply = self.kc.execute(
            "",
            silent=True,
            user_expressions={"seconds": PROCESSOR_SECONDS},
            reply=True,
            timeout=_REPLY_SECONDS,
        )
        found = reply["content"]["user_expressions"]["seconds"]["data"]["text/plain"]
        return float(found)


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
