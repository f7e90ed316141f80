"""The course's own small data files: tab-separated text, a header, one row a line."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TableRow = Sequence[str]
LARGEST_TABLE = 500_000_000
"""Bytes that are unpacked at most: the largest table has a tenth of that."""


@dataclass(frozen=True)
class Table:
    """Named columns and their rows, all of them text."""

    columns: tuple[str, ...]
    rows: Sequence[TableRow]

    def encode(self) -> bytes:
        """The bytes of the table, the same on every machine."""
        lines = ["\t".join(row) for row in (self.columns, *self.rows)]
        content = "\n".join(lines)
        num_fields = len(self.columns) * len(lines)
        # Nothing is quoted: a tab or a line break inside a field would shift the rest.
        if content.count("\t") + content.count("\n") != num_fields - 1:
            raise ValueError(f"expected {len(self.columns)} fields a row, without tabs")
        return content.encode()

    def count_rows(self) -> dict[str, int]:
        """Rows of each value of the first column, which says what a row is for."""
        return dict(sorted(Counter(row[0] for row in self.rows).items()))


def decode_rows(content: bytes) -> Iterator[TableRow]:
    """The rows of the table whose `encode` gave `content`."""
    _, *lines = content.decode().split("\n")
    return (line.split("\t") for line in lines)


def decompress(content: bytes, largest: int = LARGEST_TABLE) -> bytes:
    """What gzip packed; a `ValueError` if it is damaged or larger than `largest`."""
    reader = zlib.decompressobj(wbits=31)
    try:
        unpacked = reader.decompress(content, largest)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not reader.eof or reader.unused_data:
        raise ValueError("gzip")
    return unpacked


def compress(content: bytes) -> bytes:
    """gzip without a time stamp: equal content, equal bytes."""
    return gzip.compress(content, compresslevel=6, mtime=0)
