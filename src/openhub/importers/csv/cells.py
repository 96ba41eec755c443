"""A table as a spreadsheet saved it: its separator, its rows with their lines, and its numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t", "|")
_GROUPS = "[ '_\u2019\u00a0\u202f]"
_POINT = re.compile(
    rf"[-+]?(?:\d+|\d{{1,3}}(?:(?:,|{_GROUPS})\d{{3}})+)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII
)
_COMMA = re.compile(rf"[-+]?(?:\d+|\d{{1,3}}(?:(?:\.|{_GROUPS})\d{{3}})+)(?:,\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A row and the line on which it ends."""

    number: int
    cells: tuple[str, ...]


def separator(text: str) -> str:
    """Find what parts the columns: the sign that parts the header and the first rows into most, all alike."""
    first = [line for line in text.split("\n")[:20] if line.strip()]

    def score(sign: str) -> tuple[bool, int]:
        counts = {len(row) for row in csv.reader(first, delimiter=sign)}
        return len(counts) == 1, max(counts, default=0)

    # One column is always alike, so it counts for nothing.
    found = [sign for sign in SEPARATORS if score(sign)[1] > 1]
    return max(found, key=score) if found else ","


def rows(text: str) -> Iterator[Line]:
    """Give each row that is not blank, its cells without the space around them."""
    read = csv.reader(io.StringIO(text), delimiter=separator(text))
    for cells in read:
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            yield Line(read.line_num, stripped)


def has_decimal_commas(cells: Iterable[str], sign: str) -> bool:
    """Tell whether a column writes 3,5: no other way fits, or another sign parts the columns."""
    bare = [_bare(cell) for cell in cells if cell]
    if not bare or not all(_COMMA.fullmatch(cell) for cell in bare):
        return False
    if not all(_POINT.fullmatch(cell) for cell in bare):
        return True
    return sign != "," and any("," in cell for cell in bare)


def number(cell: str, *, commas: bool) -> str | None:
    """Write a number as openhub reads it; None for what is none."""
    bare = _bare(cell)
    if not (_COMMA if commas else _POINT).fullmatch(bare):
        return None
    plain = re.sub(_GROUPS, "", bare)
    return plain.replace(".", "").replace(",", ".") if commas else plain.replace(",", "")


def _bare(cell: str) -> str:
    return cell.removesuffix("%").strip().replace("\u2212", "-")


def is_share(cells: Sequence[str]) -> bool:
    """Tell whether a column holds shares: each cell ends in a per cent sign."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(cell.endswith("%") for cell in filled)
