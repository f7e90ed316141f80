"""What a kernel said while a notebook ran: a notebook runs once, every check reads it.

The browser runs it, or nbval; nbval compares what was said with what is stored, and the
builder makes the notebook of it that the lesson's text should have given.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbval.plugin
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode

from course_utils.files import write_atomically

QUESTIONS = {
    "seconds": "sum(__import__('os').times()[:4])",
    "hash_seed": "int(__import__('os').environ['PYTHONHASHSEED'])",
}
"""What to ask a kernel when it has run: the processor time that it and its children
used, and on what the order of its sets depends."""

# nbval's own begins at each character of a line anew: hours, for a line of millions.
nbval.plugin.carriagereturn_pat = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)
merge_streams = nbval.plugin.coalesce_streams

Message = dict[str, Any]
"""A message of the kernel: msg_type, content, parent_header, buffers in base64."""


@dataclass(frozen=True)
class CellRun:
    """The source of a cell as it ran, and the messages that it caused."""

    source: str
    messages: Sequence[Message]


@dataclass(frozen=True)
class Recording:
    """A run of a notebook: its code cells in order, and `seconds` of processor time.

    hash_seed: the kernel's PYTHONHASHSEED, by which the run can be repeated
    """

    cells: Sequence[CellRun]
    seconds: float
    hash_seed: int = 0

    @classmethod
    def of(
        cls, messages: Iterable[Message], seconds: float, hash_seed: int = 0
    ) -> Recording:
        """Sort all that a kernel said on its iopub channel by the cells that ran.

        What no cell caused, a widget that was moved say, is left out.
        """
        sources: dict[str, str] = {}
        caused: dict[str, list[Message]] = {}
        for message in messages:
            parent = message["parent_header"].get("msg_id", "")
            if message["msg_type"] == "execute_input":
                sources[parent] = message["content"]["code"]
            caused.setdefault(parent, []).append(message)
        cells = [CellRun(source, caused[parent]) for parent, source in sources.items()]
        return cls(cells, seconds, hash_seed)

    def save(self, path: Path) -> None:
        """Write the recording, whole or not at all."""
        write_atomically(path, json.dumps(asdict(self)).encode())

    @classmethod
    def load(cls, path: Path) -> Recording:
        """What `save` wrote."""
        known = json.loads(path.read_bytes())
        cells = [CellRun(**cell) for cell in known.pop("cells")]
        return cls(cells, **known)

    def replay(self, notebook: NotebookNode) -> NotebookNode:
        """`notebook` as this run left it: outputs, counts and the state of widgets.

        A cell whose source is another than the one that ran stays without outputs.
        """
        client = NotebookClient(notebook, store_widget_state=True, record_timing=False)
        client.reset_execution_trackers()
        places = [
            place
            for place, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and cell.source
        ]
        runs = zip(places, self.cells, strict=False)
        for number, (place, ran) in enumerate(runs, start=1):
            cell = notebook.cells[place]
            if cell.source == ran.source:
                _hear(client, cell, place, ran.messages)
                cell.outputs = merge_streams(cell.outputs)
                for counted in (cell, *cell.outputs):
                    if "execution_count" in counted:  # nbval counts every cell as 1
                        counted["execution_count"] = number
        client.set_widgets_metadata()
        return notebook


def _hear(
    client: NotebookClient, cell: NotebookNode, place: int, messages: Sequence[Message]
) -> None:
    """Let nbclient make of the messages what it makes of them while it executes."""
    client.clear_before_next_output = False
    for message in messages:
        whole = {
            **message,
            "header": {"msg_type": message["msg_type"]},
            "buffers": [base64.b64decode(each) for each in message["buffers"]],
        }
        try:
            client.process_message(whole, cell, place)
        except CellExecutionComplete:
            return
