"""Whatever a front end saves is read, or refused in words that say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_utils.lab.notebook_file import (
    MARK,
    UnreadableNotebookError,
    conflict_line,
    edition_of,
    encoding_of,
    is_added_to,
    is_changed,
    is_run,
    read_notebook,
)

CODE = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": []}
V4 = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [CODE]}
V3: dict[str, Any] = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {"name": ""},
    "worksheets": [
        {
            "cells": [
                {
                    "cell_type": "code",
                    "input": ["print(1)"],
                    "language": "python",
                    "metadata": {},
                    "outputs": [
                        {"output_type": "stream", "stream": "stdout", "text": ["1\n"]}
                    ],
                    "prompt_number": 1,
                },
                {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["T"]},
            ]
        }
    ],
}
TEXT = json.dumps(V4, indent=1)


def read(tmp_path: Path, content: bytes | dict[str, Any]) -> Any:
    path = tmp_path / "x.ipynb"
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    path.write_bytes(raw)
    return read_notebook(path)


@pytest.mark.parametrize("minor", range(6))
def test_every_format_4_is_read_with_or_without_ids(minor: int, tmp_path: Path) -> None:
    notebook, faults = read(tmp_path, {**V4, "nbformat_minor": minor})
    assert (faults, notebook.cells[0].source) == ([], "x")
    assert notebook.cells[0].id and notebook.cells[0].execution_count is None


def test_format_3_is_converted(tmp_path: Path) -> None:
    notebook, faults = read(tmp_path, V3)
    assert faults == []
    assert [cell.source for cell in notebook.cells] == ["print(1)", "# T"]
    assert notebook.cells[0].outputs[0].text == "1\n"


def test_ends_of_lines_lists_of_lines_and_attachments_are_read(tmp_path: Path) -> None:
    prose = {
        "cell_type": "markdown",
        "metadata": {},
        "source": ["![](attachment:a.png)\n", "b"],
        "attachments": {"a.png": {"image/png": "aGk="}},
    }
    content = json.dumps({**V4, "cells": [prose]}, indent=1).replace("\n", "\r\n")
    notebook, faults = read(tmp_path, content.encode())
    assert (faults, notebook.cells[0].source) == ([], "![](attachment:a.png)\nb")
    assert notebook.cells[0].attachments == prose["attachments"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "UTF-8 . BOM. Save it as UTF-8 without"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.replace("x", "新").encode("gb18030"), "GB18030"),
        (TEXT[:50].encode(), "no JSON, from line"),
        (f"{TEXT[:3]}\n<<<<<<< HEAD\n{TEXT[3:]}".encode(), "line 3 is one of git's"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "not a notebook"),
        (b'{"nbformat": 4}', "not a notebook"),
        (b'{"nbformat": 4, "cells": {}}', "not a notebook"),
        (b'{"nbformat": 4, "cells": [1]}', "not a notebook"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "new"}]}', "not a notebook"),
        (b'{"nbformat": 3}', "not a notebook"),
        (b'{"nbformat": 0, "cells": []}', "not a notebook"),
        (b'{"nbformat": 5, "cells": []}', "format is 5"),
    ],
)
def test_what_is_no_notebook_is_refused_in_words(
    content: bytes, says: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableNotebookError, match=says) as error:
        read(tmp_path, content)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error.value.text.zh)


@pytest.mark.parametrize("kind", ["missing", "folder", "link"])
def test_what_is_no_file_is_refused_in_words(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnreadableNotebookError, match=r"x\.ipynb cannot be used"):
        read_notebook(path)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"source": None}, "source"),
        ({"source": 3}, "source"),
        ({"outputs": None}, "outputs"),
        ({"metadata": None}, "metadata"),
        ({"metadata": {"tags": None}}, "metadata.tags"),
        ({"metadata": {"tags": [1]}}, "metadata.tags"),
        ({"outputs": [{"output_type": "stream"}]}, "An output"),
        ({"outputs": [{"output_type": "display_data", "data": None}]}, "An output"),
        ({"outputs": ["text"]}, "An output"),
    ],
)
def test_a_cell_that_lacks_something_is_named_and_given_it(
    change: dict[str, Any], key: str, tmp_path: Path
) -> None:
    cell = {**CODE, **change}
    missing = {name: value for name, value in cell.items() if value is not None}
    for broken in (cell, missing):
        notebook, faults = read(tmp_path, {**V4, "cells": [CODE, broken]})
        assert [(number, key in text.en) for number, text in faults] == [(2, True)]
        mended = notebook.cells[1]
        assert isinstance(mended.source, str) and mended.outputs == []
        assert mended.metadata.get("tags", []) == []


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a 中".encode(), None),
        ("a 中".encode("utf-8-sig"), "UTF-8 + BOM"),
        ("a 中".encode("utf-16"), "UTF-16"),
        ("a 中".encode("utf-16-be"), "UTF-16"),
        ("a 中".encode("utf-32"), "UTF-32"),
        ("a 中文".encode("gb18030"), "GB18030 (GBK)"),
    ],
)
def test_an_encoding_is_recognised(content: bytes, encoding: str | None) -> None:
    assert encoding_of(content) == encoding


def test_a_merge_that_was_not_finished_has_its_line() -> None:
    assert conflict_line("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n") == 2
    assert conflict_line("a\nb >>>>>>> c\n=======\n<<<<<<<<<\n") is None


ADDITIONS: dict[str, Callable[[NotebookNode], object]] = {
    "attachment": lambda made: made.cells[0].update(attachments={"a": {}}),
    "tag": lambda made: made.cells[0].metadata.update(tags=["mine"]),
    "slide": lambda made: made.cells[0].metadata.update(slideshow={}),
    "remark": lambda made: made.metadata.update(remark="ask in class"),
    "key": lambda made: made.cells[0].update(remark="ask in class"),
}


@pytest.mark.parametrize("name", ADDITIONS)
def test_what_is_added_beside_the_text_is_seen(name: str) -> None:
    made = new_notebook(cells=[new_code_cell("x")])
    made.cells[0].metadata.update(
        tags=["nbval-ignore-output"], collapsed=True, vscode={"languageId": "python"}
    )
    assert not is_added_to(made)
    ADDITIONS[name](made)
    assert is_added_to(made)


def test_a_notebook_knows_whether_somebody_wrote_in_it() -> None:
    notebook = new_notebook(cells=[new_code_cell("x")])
    assert is_changed(notebook), "without a mark nobody knows"
    notebook.metadata[MARK] = {"edition": edition_of(notebook.cells)}
    notebook.cells[0].metadata["collapsed"] = True
    assert not is_changed(notebook) and not is_run(notebook)
    notebook.cells[0].outputs = [new_output("stream", text="1")]
    assert not is_changed(notebook) and is_run(notebook)
    notebook.cells[0].source = "y"
    assert is_changed(notebook)
    notebook.metadata[MARK] = None
    assert is_changed(notebook)
