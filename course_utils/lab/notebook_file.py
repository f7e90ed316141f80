"""A notebook as a file: whatever a front end wrote is read, or refused in words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.files import FileError, read_whole
from course_utils.text import Text

if TYPE_CHECKING:
    from nbformat import NotebookNode

MARK = "rnn_course"
"""The entry in a notebook's metadata that says which edition was handed out."""

NotebookFault = tuple[int | None, Text]
"""Number of the cell, counted from 1 (None: the whole file), and what is wrong."""

_NEWEST = 4
_CONFLICT = re.compile(r"(?m)^(<<<<<<<|>>>>>>>)( .*)?$")
_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\xef\xbb\xbf": "UTF-8 + BOM",
}
_ENCODINGS: dict[str, str | None] = {
    "utf-8": None,
    "gb18030": "GB18030 (GBK)",
    "big5": "Big5",
}
_NEEDED: dict[str, dict[str, type]] = {
    "stream": {"name": str, "text": str},
    "display_data": {"data": dict},
    "execute_result": {"data": dict},
    "error": {"ename": str, "evalue": str, "traceback": list},
}
"""What an output of each type must hold for anybody to read it."""


class UnreadableNotebookError(ValueError):
    """A file that is no notebook; `text` says why, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def read_notebook(path: Path) -> tuple[NotebookNode, list[NotebookFault]]:
    """The notebook at `path` in today's format, and what it lacked and was given.

    Formats 1 to 4 are read. Raises `UnreadableNotebookError`.
    """
    try:
        content = read_whole(path)
    except FileError as error:
        raise UnreadableNotebookError(error.words) from error
    notebook = _converted(_parsed(_decoded(content)))
    faults = list(_mend(notebook))
    return notebook, faults


def conflict_line(text: str) -> int | None:
    """The line, counted from 1, of the first mark of a merge that was not finished."""
    found = _CONFLICT.search(text)
    return found and text.count("\n", 0, found.start()) + 1


def encoding_of(content: bytes) -> str | None:
    """What `content` is encoded in, as far as can be seen; None for plain UTF-8."""
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return name
    if b"\0" in content:
        return "UTF-16"
    for name, shown in _ENCODINGS.items():
        with suppress(UnicodeDecodeError):
            content.decode(name)
            return shown
    return "Latin-1?"


def edition_of(cells: Iterable[Any]) -> str:
    """Names what is written in the cells; what they print does not count."""
    written = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()[:16]


def handed_out(notebook: NotebookNode) -> str:
    """The edition that `notebook` was when it was handed out; "" if nothing says so."""
    mark = notebook.metadata.get(MARK)
    return str(mark.get("edition", "")) if isinstance(mark, dict) else ""


def is_changed(notebook: NotebookNode) -> bool:
    """Whether somebody has written in the notebook since it was handed out."""
    return handed_out(notebook) != edition_of(notebook.cells)


def is_run(notebook: NotebookNode) -> bool:
    """Whether a cell of the notebook has an output or a number."""
    return any(
        cell.get("outputs") or cell.get("execution_count") is not None
        for cell in notebook.cells
    )


def is_added_to(notebook: NotebookNode) -> bool:
    """Whether it holds what no build writes, beside the cells' text and outputs.

    Attachments, tags, remarks; not what front ends note on their own.
    """
    if notebook.metadata.keys() - _NOTEBOOK_NOTES:
        return True
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.keys() - _CELL_KEYS or cell.metadata.keys() - _CELL_NOTES - {"tags"}:
            return True
        if not all(tag.startswith("nbval-") for tag in tags):
            return True
    return False


_CELL_KEYS = {"cell_type", "execution_count", "id", "metadata", "outputs", "source"}
_CELL_NOTES = {
    *("collapsed", "scrolled", "trusted", "editable", "deletable", "jupyter"),
    *("execution", "ExecuteTime", "vscode", "colab", "outputId", "id", "nbgrader"),
}
_NOTEBOOK_NOTES = {
    *(MARK, "kernelspec", "language_info", "widgets", "orig_nbformat"),
    *("vscode", "colab", "accelerator", "toc-autonumbering", "toc-showcode"),
}


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise UnreadableNotebookError(_EMPTY)
    encoding = encoding_of(content)
    if encoding is not None:
        raise UnreadableNotebookError(_NOT_UTF8.format(encoding=encoding))
    return content.decode()


def _parsed(text: str) -> dict[str, Any]:
    line = conflict_line(text)
    try:
        known = json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        if line is not None:
            raise UnreadableNotebookError(_MERGE.format(line=line)) from error
        reason = _NOT_JSON.format(line=getattr(error, "lineno", "?"))
        raise UnreadableNotebookError(reason) from error
    if not isinstance(known, dict) or not isinstance(known.get("nbformat"), int):
        raise UnreadableNotebookError(_NO_NOTEBOOK)
    return known


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a key that comes twice would hide what the first one holds."""
    known = dict(pairs)
    if len(known) < len(pairs):
        raise ValueError("a key comes twice")
    return known


def _converted(known: dict[str, Any]) -> NotebookNode:
    """The notebook in format 4; its cells may lack something."""
    import nbformat  # seconds: only for whoever reads a notebook

    version = known["nbformat"]
    if version > _NEWEST:
        raise UnreadableNotebookError(_TOO_NEW.format(version=version))
    try:
        if version == _NEWEST:
            notebook = nbformat.from_dict(known)
        else:
            old = nbformat.reader.reads(json.dumps(known))
            notebook = nbformat.convert(old, _NEWEST)
        fit = isinstance(notebook.cells, list) and all(map(_is_cell, notebook.cells))
    except Exception as error:  # whatever a broken file makes the reader raise
        raise UnreadableNotebookError(_NO_NOTEBOOK) from error
    if not fit:
        raise UnreadableNotebookError(_NO_NOTEBOOK)
    if not isinstance(notebook.get("metadata"), dict):
        notebook["metadata"] = nbformat.NotebookNode()
    return notebook


def _is_cell(cell: Any) -> bool:
    kinds = ("code", "markdown", "raw")
    return isinstance(cell, dict) and cell.get("cell_type") in kinds


def _mend(notebook: NotebookNode) -> Iterator[NotebookFault]:
    """Give each cell what it lacks, and tell it; an id may be lacking."""
    from nbformat import NotebookNode

    for number, cell in enumerate(notebook.cells, 1):
        _join_lines(cell)
        wanted: dict[str, Any] = {"metadata": dict, "source": str}
        if cell.cell_type == "code":
            wanted["outputs"] = list
            cell.setdefault("execution_count", None)
        for key, kind in wanted.items():
            if not isinstance(cell.get(key), kind):
                yield number, _LACKS.format(key=key)
                cell[key] = NotebookNode() if kind is dict else kind()
        if not _are_words(cell.metadata.get("tags", [])):
            yield number, _LACKS.format(key="metadata.tags")
            del cell.metadata["tags"]
        if cell.cell_type == "code" and not all(map(_is_output, cell.outputs)):
            yield number, _BAD_OUTPUT
            cell.outputs = [each for each in cell.outputs if _is_output(each)]
        if not isinstance(cell.get("id"), str):
            cell["id"] = f"cell-{number}"


def _join_lines(cell: Any) -> None:
    """Make each text one piece: files hold them as lists of lines, too."""
    cell["source"] = _joined(cell.get("source"))
    outputs = cell.get("outputs")
    for output in filter(_is_dict, outputs if isinstance(outputs, list) else []):
        if "text" in output:
            output["text"] = _joined(output["text"])
        data = output.get("data")
        for kind, content in data.items() if _is_dict(data) else ():
            if not kind.endswith("json"):
                data[kind] = _joined(content)


def _joined(text: Any) -> Any:
    return "".join(text) if _are_words(text) else text


def _is_dict(value: Any) -> bool:
    return isinstance(value, dict)


def _are_words(tags: Any) -> bool:
    return isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)


def _is_output(output: Any) -> bool:
    if not isinstance(output, dict):
        return False
    needed = _NEEDED.get(str(output.get("output_type")), {"": type(None)})
    return all(isinstance(output.get(key), kind) for key, kind in needed.items())


_EMPTY = Text(
    en="The file is empty. Put back a copy of it, or delete it.",
    zh="文件是空的。请换回副本，或删掉它。",
)
_NOT_UTF8 = Text(
    en="A notebook is plain UTF-8, as Jupyter writes it; this file is {encoding}. "
    "Save it as UTF-8 without BOM.",
    zh="笔记本应当是不带 BOM 的 UTF-8（Jupyter 就是这样保存的），"
    "这个文件却是 {encoding}。请另存为不带 BOM 的 UTF-8。",
)
_MERGE = Text(
    en="A merge was not finished: line {line} is one of git's marks (<<<<<<<). "
    "Take one of the two sides, for example `git checkout --theirs` with its name.",
    zh="合并没有做完：第 {line} 行是 git 的冲突标记（<<<<<<<）。"
    "请选其中一方，例如 `git checkout --theirs` 加文件名。",
)
_NOT_JSON = Text(
    en="This is not a notebook: no JSON, from line {line} on. Put back a copy of it, "
    "or open it in a text editor and mend it.",
    zh="这不是笔记本：从第 {line} 行起不是合法的 JSON。"
    "请换回副本，或用文本编辑器修好。",
)
_NO_NOTEBOOK = Text(
    en="This is JSON, but not a notebook: `nbformat` or `cells` is missing or wrong. "
    "Check that it is the right file.",
    zh="这是 JSON，却不是笔记本：`nbformat` 或 `cells` 缺失或有误。"
    "请检查是不是这个文件。",
)
_TOO_NEW = Text(
    en="The notebook's format is {version}; 4 is the newest known here. "
    "Save it as format 4.",
    zh="笔记本的格式版本是 {version}，这里最新只认识 4。请存成第 4 版格式。",
)
_LACKS = Text(
    en="`{key}` is missing or of the wrong kind. Open the notebook in JupyterLab "
    "and save it.",
    zh="`{key}` 缺失或类型不对。请在 JupyterLab 中打开笔记本再保存。",
)
_BAD_OUTPUT = Text(
    en="An output is not as a kernel gives it. Run the cell again, and save.",
    zh="有一项输出的格式不对。请重新运行这一格，再保存。",
)
