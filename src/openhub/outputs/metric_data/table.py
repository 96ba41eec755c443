"""A series as CSV (RFC 4180): a row a point, with the columns that a metric's own table may have."""

from __future__ import annotations

import csv
import io

from openhub.judging import Judged
from openhub.model import Body
from openhub.series import NAMES, Point

NEEDED = ("at", "value")


def columns(data: Judged) -> tuple[str, ...]:
    """Name the columns: those that are needed, and the others that any point fills."""
    return tuple(
        name for name in NAMES if name in NEEDED or any(_fills(point, name) for point in data.series)
    )


def _fills(point: Point, name: str) -> bool:
    value = getattr(point, name)
    return value is not None and value is not False


def written(data: Judged) -> bytes:
    """Write the table."""
    out = io.StringIO()
    names = columns(data)
    rows = csv.writer(out)  # which ends its lines in CR LF
    rows.writerow(names)
    rows.writerows([cell(point, name) for name in names] for point in data.series)
    return out.getvalue().encode()


def cell(point: Point, name: str) -> str | int | float | bool | None:
    """Give one value of a point as it is written: a whole number without a point, a text without markup."""
    value = getattr(point, name)
    if name == "at":
        return str(value.text)
    if isinstance(value, Body):
        return value.text
    if isinstance(value, bool):
        return "true" if value else ""
    return plain_number(value)


def plain_number(value: float | None) -> int | float | None:
    """Give a whole number without a decimal point."""
    return int(value) if value is not None and value == int(value) else value
