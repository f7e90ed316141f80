"""Tables, as a notebook shows them: names in its language, numbers aligned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from numbers import Integral, Real
from typing import Any

from wcwidth import ljust, rjust, width

from course_utils.plots.labels import label
from course_utils.text import Text


def show_table(
    rows: Mapping[str, Any], columns: Sequence[str] = (), *, digits: int = 3
) -> None:
    """Display a table: a row for each name, with its number, numbers or text.

    Names are put in the language spoken now, an underscore in one is a space.

    A row may also be a mapping from columns to numbers; then `columns` chooses among
    them, and is all of the first row's if there is none. Whole numbers are written
    1,234, others with `digits` digits after the point. Raises `ValueError` for rows
    that are no mapping, or not as long as each other.
    """
    from IPython.display import display

    if not isinstance(rows, Mapping) or not rows:
        raise ValueError(str(_NO_ROWS.format(found=type(rows).__name__)))
    first = next(iter(rows.values()))
    if not columns and isinstance(first, Mapping):
        columns = list(first)
    cells = [[_called(name) for name in ("", *columns)]] if columns else []
    for name, row in rows.items():
        values = (write_cell(each, digits) for each in _values(row, columns))
        cells.append([_called(name), *values])
    lengths = [len(line) - 1 for line in cells]
    if len(set(lengths)) > 1:
        raise ValueError(str(_UNEQUAL.format(found=lengths)))
    data = {
        "text/plain": _as_text(cells),
        "text/html": _as_html(cells, bool(columns)),
    }
    about = {"labels": sorted(set(map(_called, (*columns, *rows))))}
    display(data, metadata={"text/html": about}, raw=True)


def write_cell(value: object, digits: int) -> str:
    """A number as a table has it; None is empty, anything else as text."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, Real):
        return str(value)
    if isinstance(value, Integral):
        return f"{int(value):,}"
    return f"{float(value):.{digits}f}"


def _called(name: object) -> str:
    return label(str(name).replace("_", " "))


def _values(row: Any, columns: Sequence[str]) -> Iterable[object]:
    if isinstance(row, Mapping):
        return [row.get(name) for name in columns]
    if isinstance(row, str) or not isinstance(row, Iterable):
        return [row]
    return row


def _as_text(cells: Sequence[Sequence[str]]) -> str:
    """Columns aligned where a Chinese character is twice as wide as a letter."""
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for first, *others in cells:
        figures = map(rjust, others, widths[1:])
        lines.append("  ".join((ljust(first, widths[0]), *figures)).rstrip())
    return "\n".join(lines)


def _as_html(cells: Sequence[Sequence[str]], has_head: bool) -> str:
    def write(line: Sequence[str], tag: str) -> str:
        first, *others = (escape(words) for words in line)
        rest = "".join(f"<{tag}>{words}</{tag}>" for words in others)
        return f'<tr><th style="text-align:left">{first}</th>{rest}</tr>'

    lines = [write(line, "td") for line in cells[has_head:]]
    head = f"<thead>{write(cells[0], 'th')}</thead>" if has_head else ""
    return f"<table>{head}<tbody>{''.join(lines)}</tbody></table>"


_NO_ROWS = Text(
    en="A table needs a mapping with at least one row, name to numbers, found {found}. "
    'Write for example {{"LSTM": 0.8}}.',
    zh="表格要用一个至少有一行的映射：名字对应数。得到的是 {found}。"
    '可以写成 {{"LSTM": 0.8}}。',
)
_UNEQUAL = Text(
    en="The head and the rows of a table must be equally long, found {found} values. "
    "Give each row one value a column; None leaves a place empty.",
    zh="表头和各行的长度必须一样，得到的是 {found} 个值。"
    "请让每一行在每一列各有一个值；空着的地方写 None。",
)
