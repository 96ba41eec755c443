"""A series as CSV (RFC 4180): a row a point, with the columns that a metric's own table may have."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from openhub.judging import Judged
from openhub.series import NAMES, Point

NEEDED = ("at", "value")


def columns(data: Judged) -> tuple[str, ...]:
    """Name the columns: those that are needed, and the others that any point fills."""
    return tuple(name for name in NAMES if name in NEEDED or any(map(_FILLS[name], data.series)))


_FILLS: Mapping[str, Callable[[Point], object]] = {
    "n": lambda point: point.n is not None,
    "low": lambda point: point.low is not None,
    "high": lambda point: point.high is not None,
    "note": lambda point: point.note is not None,
    "provisional": lambda point: point.provisional,
}


def written(data: Judged) -> bytes:
    """Write the table."""
    out = io.StringIO()
    names = columns(data)
    rows = csv.writer(out)  # which ends its lines in CR LF
    rows.writerow(names)
    rows.writerows(zip(*(_CELLS[name](data.series) for name in names), strict=True))
    return out.getvalue().encode()


_CELLS: Mapping[str, Callable[[tuple[Point, ...]], Sequence[str | int | float | None]]] = {
    "at": lambda series: [point.at.text for point in series],
    "value": lambda series: [plain_number(point.value) for point in series],
    "n": lambda series: [point.n for point in series],
    "low": lambda series: [plain_number(point.low) for point in series],
    "high": lambda series: [plain_number(point.high) for point in series],
    "note": lambda series: [point.note.text if point.note else None for point in series],
    "provisional": lambda series: ["true" if point.provisional else "" for point in series],
}
"""How the points are written, column by column: a whole number without a point, a text without markup."""


def plain_number(value: float | None) -> int | float | None:
    """Give a whole number without a decimal point."""
    return int(value) if value is not None and value == int(value) else value
