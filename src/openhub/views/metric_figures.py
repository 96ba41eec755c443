"""The figures of a metric as a table, which is the chart's text for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from openhub.kinds.metric import Metric
from openhub.series import Point, length, period_at
from openhub.views.metric_words import period_label, unit_word
from openhub.views.shapes import Line
from openhub.when import Period
from openhub.words import exact, number

_SYMBOL = 3
"""A unit of so few letters is a symbol, and "h" is not "H"."""
_SHOWN = 24
"""As many figures stand in the table before it is folded."""


class Row(NamedTuple):
    """A value of the series in the table; a tuple, since a long series has many."""

    cells: tuple[Line, ...]
    provisional: bool = False
    note: Line = ""
    missing: bool = False


def figures(data: Metric, language: str) -> dict[str, Any]:
    """Give the headings of the table and its rows, the newest first: those shown, and those folded."""
    points = data.series[::-1]
    columns = tuple(_columns(points, data, language))
    cells = zip(*(column for _, column in columns), strict=True)
    rows = tuple(
        Row(row, point.provisional, point.note or "") for row, point in zip(cells, points, strict=True)
    )
    if len(data.parts) > 1:
        rows = tuple(_with_gaps(rows, data, language))
    names = tuple(name for name, _ in columns)
    return {"columns": names, "points": rows[:_SHOWN], "earlier": rows[_SHOWN:]}


def _with_gaps(rows: tuple[Row, ...], data: Metric, language: str) -> Iterator[Row]:
    """Put a row of its own between two parts of the series: which periods have no value."""
    start = 0
    for former, later in pairwise(data.parts[::-1]):
        yield from rows[start : (start := start + len(former))]
        yield _missing(later[-1].at, former[0].at, len(rows[0].cells), language)
    yield from rows[start:]


def _missing(before: Period, after: Period, width: int, language: str) -> Row:
    size, day = length(before), timedelta(days=1)
    first, last = period_at(before.last + day, size), period_at(after.first - day, size)
    ends = dict.fromkeys(period_label(at, language) for at in (first, last))
    return Row((" to ".join(ends), "no value", *("" for _ in range(width - 2))), missing=True)


def _columns(points: Sequence[Point], data: Metric, language: str) -> Iterator[tuple[str, list[str]]]:
    unit = unit_word(data)
    yield "Period", [period_label(point.at, language) for point in points]
    name = unit[:1].upper() + unit[1:] if len(unit) > _SYMBOL else unit
    yield name, [exact(point.value, language) for point in points]
    if any(point.n is not None for point in points):
        yield "Counted", [_counted(point.n, data.min_n or 0, language) for point in points]
    if any(point.low is not None or point.high is not None for point in points):
        yield "Between", [_between(point, language) for point in points]


def _counted(n: int | None, least: int, language: str) -> str:
    if n is None:
        return ""
    words = number(n, language)
    return words if n >= least else f"{words}, too few to rely on"


def _between(point: Point, language: str) -> str:
    return " and ".join(exact(value, language) for value in (point.low, point.high) if value is not None)
