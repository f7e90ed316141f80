"""Notebooks as they are stored: the same bytes for the same text, and comparison."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode
from PIL import Image

from course_utils.lab.notebook_file import MARK, edition_of

_WIDGETS = "widgets"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
IGNORE_OUTPUT = "nbval-ignore-output"
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
"""What a kernel says of its language, but for its version, which differs."""
_PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")
PIXEL_TOLERANCE, PICTURE_TOLERANCE = 32, 0.0003
"""A pixel differs by more than 32 of 255; a picture, by more than this share of pixels.

Another CPU may round otherwise; one point more in a plot must still be seen.
"""
SPOT, SPOT_TOLERANCE = 10, 24
"""Nor may more pixels than that differ within a square of 10 by 10: a letter has more,
and a large picture has room for many letters below the share."""


def to_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as a file, keys in a fixed order."""
    text: str = nbformat.writes(notebook, version=4)
    return (text.rstrip("\n") + "\n").encode()


def cell_id(seen: dict[str, int], text: str) -> str:
    """An id from a cell's text; `seen` counts texts that occur more than once."""
    seen[text] = seen.get(text, 0) + 1
    return hashlib.sha256(f"{seen[text]}:{text}".encode()).hexdigest()[:12]


def normalise(notebook: NotebookNode, name: str) -> NotebookNode:
    """Remove what differs from run to run, widget ids, Python's version, timings.

    Adds the mark of the edition.
    """
    notebook.metadata["language_info"] = NotebookNode(LANGUAGE_INFO)
    notebook.metadata[MARK] = NotebookNode(edition=edition_of(notebook.cells))
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return _rename_widgets(notebook, name)


def hide_paths(notebook: NotebookNode, names: dict[str, str]) -> None:
    """Replace folders of the author's machine in the outputs: {folder: name}.

    The longest first, so that a folder within another keeps its own name.
    """
    ordered = sorted(names, key=len, reverse=True)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for texts, key in _printed(output):
                for folder in ordered:
                    texts[key] = texts[key].replace(folder, names[folder])


def _printed(output: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """Where the texts of an output stand."""
    if output.output_type == "stream":
        yield output, "text"
    for kind in output.get("data", ()):
        if kind.startswith("text/"):
            yield output.data, kind


def _rename_widgets(notebook: NotebookNode, name: str) -> NotebookNode:
    """Widget ids in the order of their display; state never shown is dropped."""
    stored = notebook.metadata.get("widgets", {}).get(WIDGET_STATE)
    if stored is None:
        return notebook
    state = stored["state"]
    order: dict[str, str] = {}

    def visit(model: str) -> None:
        if model in state and model not in order:
            order[model] = hashlib.sha256(f"{name}:{len(order)}".encode()).hexdigest()[
                :32
            ]
            for reference in re.findall(
                r"IPY_MODEL_([0-9a-f]+)", json.dumps(state[model], sort_keys=True)
            ):
                visit(reference)

    for data in _bundles(notebook):
        if WIDGET_VIEW in data:
            visit(data[WIDGET_VIEW]["model_id"])
    stored["state"] = {model: state[model] for model in order}
    text = nbformat.writes(notebook, version=4)
    for old, new in order.items():
        text = text.replace(old, new)
    renamed = nbformat.reads(text, as_version=4)
    widgets = renamed.metadata.widgets[WIDGET_STATE]
    widgets["state"] = dict(sorted(widgets["state"].items()))
    return renamed


def _bundles(notebook: NotebookNode) -> Iterator[Any]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "data" in output:
                yield output["data"]


def differences(old: NotebookNode, new: NotebookNode) -> list[tuple[int | None, str]]:
    """Where two notebooks differ: (cell number from 1, what); `None`: the notebook.

    Of the outputs of cells tagged `nbval-ignore-output`, the kinds and the words are
    compared, no numbers and nothing Chinese: another computer may write another poem.
    Pictures may differ by rounding.
    """
    found: list[tuple[int | None, str]] = []
    # The mark follows from what is written: where that differs, it says nothing more.
    same_text = edition_of(old.cells) == edition_of(new.cells)
    aside = () if same_text else (MARK,)
    for name in sorted({*old, *new} - {"cells"}):
        if not _alike(_without(old.get(name), aside), _without(new.get(name), aside)):
            found.append((None, name))
    old_ids = [cell.id for cell in old.cells]
    new_ids = [cell.id for cell in new.cells]
    if old_ids != new_ids:
        return [*found, *_moved(old_ids, new_ids)]
    for number, (one, other) in enumerate(zip(old.cells, new.cells, strict=True), 1):
        for key in sorted(set(one) | set(other)):
            if key == "outputs" and IGNORE_OUTPUT in other.metadata.get("tags", []):
                if _words(one) != _words(other):
                    found.append((number, "words"))
            elif not _alike(one.get(key), other.get(key)):
                found.append((number, key))
    return found


def _without(entry: Any, names: Collection[str]) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {name: value for name, value in entry.items() if name not in names}


def _words(cell: NotebookNode) -> list[set[str]]:
    """What the outputs of a cell say on any computer: kinds, words, signs of numbers.

    What a line says after a colon, as the doctor's findings do, depends on the
    computer, and so may the sentence of a picture, but not the words in it.
    """
    found = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        text = output.get("text", "")
        if "image/png" not in data:
            text += data.get("text/plain", "")
        words = {output.output_type, *data}
        for about in output.get("metadata", {}).values():
            words |= {re.sub(r"\S*\d\S*", "0", one) for one in about.get("labels", ())}
        for line in text.splitlines():
            said = re.sub(r"(?<=\w: )(?!\S*\d).*", "", line)
            said = re.sub(r"\S*\d\S*", "0", said) if line.isascii() else "…"
            words |= {*re.findall(r"\w+|…", said)}
        found.append(words)
    return found


def keep_run(stored: NotebookNode, built: NotebookNode) -> NotebookNode | None:
    """`built` with the outputs of `stored`; None if its code is or ran otherwise."""
    before, now = _code_of(stored), _code_of(built)
    if differences(before, now):
        return None
    kept = deepcopy(built)
    for cell, old in zip(_code_of(kept).cells, before.cells, strict=True):
        if "outputs" in old:
            cell["outputs"] = old.outputs
    if _WIDGETS in stored.metadata:
        kept.metadata[_WIDGETS] = stored.metadata[_WIDGETS]
    return kept


def _code_of(notebook: NotebookNode) -> NotebookNode:
    """What of a notebook is run, and what the run left in the metadata."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    widgets = notebook.metadata.get(_WIDGETS)
    return NotebookNode(cells=cells, metadata=NotebookNode({_WIDGETS: widgets}))


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what running it leaves behind; the cells are copies."""
    bare = NotebookNode({**notebook, "cells": []})
    bare.metadata = NotebookNode(notebook.metadata)
    bare.metadata.pop("widgets", None)
    for cell in notebook.cells:
        kept = set(cell) - {"outputs", "execution_count"}
        bare.cells.append(NotebookNode({name: cell[name] for name in kept}))
    return bare


def _moved(old: list[str], new: list[str]) -> list[tuple[int | None, str]]:
    missing = [(new.index(each) + 1, "missing") for each in new if each not in old]
    extra = [(old.index(each) + 1, "unknown") for each in old if each not in new]
    if not missing and not extra:
        twice = [place + 1 for place, each in enumerate(old) if each in old[:place]]
        if twice:
            return [(number, "unknown") for number in twice]
        pairs = enumerate(zip(old, new, strict=True), 1)
        return [(number, "order") for number, (one, two) in pairs if one != two]
    return [*missing, *extra]


def _alike(one: Any, other: Any, key: str = "") -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            _alike(one[name], other[name], name) for name in one
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            _alike(*pair) for pair in zip(one, other, strict=True)
        )
    if isinstance(one, str) and isinstance(other, str) and one != other:
        if key == "image/png":
            return same_picture(one, other)
        return _PICTURE.sub("", one) == _PICTURE.sub("", other) and all(
            same_picture(*pair)
            for pair in zip(_PICTURE.findall(one), _PICTURE.findall(other), strict=True)
        )
    return bool(one == other)


def same_picture(one: str, other: str) -> bool:
    """Whether two pictures in base64 differ by no more than rounding."""
    if one == other:
        return True
    try:
        first, second = _pixels(one), _pixels(other)
    except (OSError, ValueError):
        return False
    if first.shape != second.shape:
        return False
    changed = np.abs(first - second).max(axis=-1) > PIXEL_TOLERANCE
    if changed.mean() > PICTURE_TOLERANCE:
        return False
    return not changed.any() or _densest_spot(changed) <= SPOT_TOLERANCE


def _densest_spot(changed: np.ndarray) -> int:
    """The most changed pixels that any square of `SPOT` by `SPOT` holds."""
    sums = np.pad(changed, SPOT).astype(int).cumsum(axis=0).cumsum(axis=1)
    below = sums[SPOT:] - sums[:-SPOT]
    return int((below[:, SPOT:] - below[:, :-SPOT]).max())


def _pixels(encoded: str) -> np.ndarray:
    picture = Image.open(io.BytesIO(base64.b64decode(encoded)))
    return np.asarray(picture.convert("RGB"), dtype=float)
