"""A run of a notebook, kept: what is left out, what comes back, what widgets hold."""

from __future__ import annotations

import base64
import time
from pathlib import Path
from typing import Any

from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from course_utils.authoring.recording import Message, Recording, merge_streams
from course_utils.authoring.stored import WIDGET_STATE


def said(parent: str, kind: str, **content: Any) -> Message:
    return {
        "msg_type": kind,
        "content": content,
        "metadata": {},
        "parent_header": {"msg_id": parent},
        "buffers": [],
    }


def printed(parent: str, text: str) -> Message:
    return said(parent, "stream", name="stdout", text=text)


def run_of(parent: str, source: str, *messages: Message) -> list[Message]:
    return [
        said(parent, "status", execution_state="busy"),
        said(parent, "execute_input", code=source, execution_count=7),
        *messages,
        said(parent, "status", execution_state="idle"),
    ]


MESSAGES = [
    said("widget", "comm_msg", comm_id="a", data={"method": "update"}),
    *run_of("one", "print(1)", printed("one", "1"), printed("one", "\n")),
    said("widget", "comm_msg", comm_id="a", data={"method": "update"}),
    *run_of("two", "x", said("two", "execute_result", data={"text/plain": "2"})),
]
for each in MESSAGES:
    if each["msg_type"] == "execute_result":
        each["content"] |= {"metadata": {}, "execution_count": 7}


def notebook(*sources: str) -> Any:
    cells = [new_markdown_cell("words")]
    cells += [new_code_cell(source) for source in sources]
    return new_notebook(cells=cells)


def outputs(cell: Any) -> list[str]:
    return [each.get("text") or each["data"]["text/plain"] for each in cell.outputs]


def test_what_no_cell_caused_is_left_out() -> None:
    recording = Recording.of(MESSAGES, 1.5)
    assert [cell.source for cell in recording.cells] == ["print(1)", "x"]
    parents = {
        message["parent_header"]["msg_id"]
        for cell in recording.cells
        for message in cell.messages
    }
    assert parents == {"one", "two"}


def test_what_is_printed_is_one_text_however_long_its_line_is() -> None:
    pieces = ["old\rne", "w\nx", "y" * 10**6, "\n1%\r2%\n"]
    outputs = [new_output("stream", name="stdout", text=each) for each in pieces]
    began = time.process_time()
    (merged,) = merge_streams(outputs)
    assert merged.text == f"new\nx{'y' * 10**6}\n2%\n"
    assert time.process_time() - began < 2


def test_it_comes_back_from_its_file(tmp_path: Path) -> None:
    recording = Recording.of(MESSAGES, 1.5)
    recording.save(tmp_path / "run.json")
    assert Recording.load(tmp_path / "run.json") == recording


def test_the_notebook_is_as_the_run_left_it() -> None:
    _, one, two = Recording.of(MESSAGES, 0).replay(notebook("print(1)", "x")).cells
    assert (outputs(one), outputs(two)) == (["1\n"], ["2"])
    assert (one.execution_count, two.execution_count) == (1, 2)
    assert two.outputs[0].execution_count == 2


def test_a_cell_that_has_changed_since_has_no_outputs() -> None:
    _, one, two = Recording.of(MESSAGES, 0).replay(notebook("print(2)", "x")).cells
    assert (outputs(one), outputs(two)) == ([], ["2"])


def test_a_widget_holds_what_it_was_given_with_its_buffers() -> None:
    state = {
        "_model_module": "@jupyter-widgets/controls",
        "_model_name": "ImageModel",
        "width": "10",
    }
    opened = said(
        "one",
        "comm_open",
        comm_id="a" * 32,
        target_name="jupyter.widget",
        data={"state": state, "buffer_paths": [["value"]]},
    )
    opened["buffers"] = [base64.b64encode(b"picture").decode()]
    moved = said(
        "one",
        "comm_msg",
        comm_id="a" * 32,
        data={"method": "update", "state": {"width": "20"}, "buffer_paths": []},
    )
    recording = Recording.of(run_of("one", "show()", opened, moved), 0)
    kept = recording.replay(notebook("show()")).metadata.widgets[WIDGET_STATE]
    (model,) = kept["state"].values()
    assert model["state"]["width"] == "20"
    assert base64.b64decode(model["buffers"][0]["data"]) == b"picture"
