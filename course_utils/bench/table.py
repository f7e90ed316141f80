"""Tables of figures for a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Iterable

from wcwidth import ljust, rjust, width

Line = tuple[object, ...]
_LABEL = 44
_FIGURE = 12


def table_text(lines: Iterable[Line], label_width: int = _LABEL) -> str:
    """Lines of a label and its figures, each in a column of its own.

    All labels take `label_width` columns of the terminal, or as many as the widest of
    them; figures stand at the right of 12.
    """
    rows = [[str(cell) for cell in line] for line in lines]
    label_width = max((label_width, *(width(label) for label, *_ in rows)))
    padded = (
        (ljust(label, label_width), *(rjust(figure, _FIGURE) for figure in figures))
        for label, *figures in rows
    )
    return "\n".join("".join(cells).rstrip() for cells in padded)
