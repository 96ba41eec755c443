"""The series of a metric from its CSV: each fault is told at its cell."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from html import escape

from openhub.codes import level_of
from openhub.config import Config
from openhub.kinds.base import UNUSABLE
from openhub.model import Entry, Folder, Markup, Path, Place, Record, Source
from openhub.problems import Checked, Problem, Span
from openhub.read.circles import no_search_for_circles
from openhub.read.csv_tables import CsvRow, CsvTable, read_csv
from openhub.read.fields import Decoding
from openhub.read.schema import decode
from openhub.read.tables import Text
from openhub.series import NAMES, Columns, Point, ahead_faults, series_faults
from openhub.when import Period, parse_period, zone_named


def _plain(text: str) -> Markup:
    return Markup(parts=(escape(text, quote=False),), text=text)


_CELLS = Decoding(zone=zone_named("UTC"), block=_plain, inline=_plain)
_NUMBER = re.compile(r"[-+]?\d{1,14}(?:\.\d{1,14})?", re.ASCII)
_WHOLE = re.compile(r"[-+]?\d{1,14}", re.ASCII)


@no_search_for_circles()
def with_series(
    entries: Iterable[Entry], folder: Folder, config: Config, today: date
) -> Checked[tuple[Entry, ...]]:
    """Fill the series of each metric that names a CSV; its path is relative to the metric's file.

    One whose CSV has an error is left out, as one is that has it in its own file; so is one that tells of
    what `today` is still to come.
    """
    made: list[Entry] = []
    problems: list[Problem] = []
    for entry in entries:
        if entry.kind != "metric":
            made.append(entry)
            continue
        filled = _filled(entry, folder, today) if entry.data.data else _inline(entry, today)
        problems += filled.problems
        if filled.value and not any(_spoils(problem, config) for problem in filled.problems):
            made.append(filled.value)
    return Checked(tuple(made), tuple(problems))


def _spoils(problem: Problem, config: Config) -> bool:
    return problem.code in UNUSABLE or level_of(problem, config.checks) == "error"


def table_file(entry: Entry) -> str:
    """Give the path of the CSV that a metric names, from the hub's folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(entry.span.file), entry.data.data))


def _inline(entry: Entry, today: date) -> Checked[Entry | None]:
    ahead = ahead_faults(entry.data.series, today, lambda *_: entry.place("series"))
    return Checked(entry, (*ahead, *_retired_ahead(entry, today)))


def _retired_ahead(entry: Entry, today: date) -> Iterator[Problem]:
    retired = entry.data.retired
    if retired and retired.on > today:
        message = f"retired: {retired.on} is still to come; retire the metric once that day is there"
        yield Problem(code="metric-ahead", message=message, span=entry.place("retired"))


def _filled(entry: Entry, folder: Folder, today: date) -> Checked[Entry | None]:
    file = table_file(entry)
    source = folder.tables.get(file)
    if source is None:
        return Checked(None, tuple(_absent(entry, file, folder)))
    read = read_series(entry, source, today)
    return Checked(read.value, (*read.problems, *_retired_ahead(entry, today)))


def _absent(entry: Entry, file: str, folder: Folder) -> Iterator[Problem]:
    """Say that there is no such file, or that it is no CSV; one that is no text has been told of already."""
    named = entry.data.data
    if file not in folder.files:
        message = f"data: no CSV file at '{named}', seen from this file"
        yield Problem(code="data-missing", message=message, span=entry.place("data"))
    elif not file.lower().endswith(".csv"):
        message = f"data: expected a file that ends in .csv, got '{named}'; name it so"
        yield Problem(code="data-missing", message=message, span=entry.place("data"))


def read_series(entry: Entry, source: Source, today: date = date.max) -> Checked[Entry | None]:
    """Fill the series of a metric from a table; None where it lacks a column or has no row."""
    read = read_points(source, entry.data.columns, today)
    if read.value is None:
        return Checked(None, read.problems or (_without_value(entry, source.file),))
    return Checked(replace(entry, data=replace(entry.data, series=read.value)), read.problems)


def _without_value(entry: Entry, file: str) -> Problem:
    message = f"no value yet, so '{entry.id}' is not shown; 'openhub record {entry.id} VALUE' adds one"
    return Problem(code="metric-empty", message=message, span=Span(file))


def read_points(
    source: Source, columns: Columns, today: date = date.max
) -> Checked[tuple[Point, ...] | None]:
    """Read the points of a table; None, and maybe no problem, where there is none."""
    read = read_csv(source.text, source.file)
    table = read.value
    if any(problem.code == "csv-column" for problem in read.problems):
        return Checked(None, read.problems)
    missing = tuple(_missing(table, columns, read.problems))
    if missing or not table.rows:
        return Checked(None, (*read.problems, *missing))
    places = {name: index for name in NAMES if (index := table.index(getattr(columns, name))) is not None}
    series, kept, told = [], [], list(read.problems)
    for row, quick in zip(table.rows, _quick_points(table, places), strict=True):
        point = quick or _point(row, places, table.file, told)
        if point is not None:
            series.append(point)
            kept.append(row)

    def place(index: int, name: str) -> Span:
        return kept[index].place(places[name], table.file)

    told += (*series_faults(tuple(series), place), *ahead_faults(tuple(series), today, place))
    return Checked(tuple(series), tuple(told))


def _missing(table: CsvTable, columns: Columns, found: tuple[Problem, ...]) -> Iterator[Problem]:
    if not table.header and not found:
        message = "the file is empty; write a header such as at,value, and a row for each value"
        yield Problem(code="csv-column", message=message, span=table.head)
    elif table.rows:
        for name in NAMES:
            named = getattr(columns, name)
            if named not in table.header and (name in {"at", "value"} or named != name):
                message = f"no column '{named}'; the header has {', '.join(table.header)}"
                yield Problem(code="csv-column", message=message, span=table.head)


def _quick_points(table: CsvTable, places: Mapping[str, int]) -> Iterator[Point | None]:
    """Read the rows that hold a period and numbers alone; None for another, which the schema reads.

    Most rows are such, and for all of them the schema's way would take too long.
    """
    nothing = ("",) * len(table.rows)
    cells = tuple(zip(*(row.cells for row in table.rows), strict=True))
    columns = (map(str.strip, cells[places[name]]) if name in places else nothing for name in NAMES)
    for at, value, n, low, high, note, provisional in zip(*columns, strict=True):
        yield None if note or provisional else _quick(at, value, n, low, high)


def _quick(at: str, value: str, n: str, low: str, high: str) -> Point | None:
    period = _period(at)
    if period is None or not (_NUMBER.fullmatch(value) and (n == "" or _WHOLE.fullmatch(n))):
        return None
    if not (low or high):
        return Point(at=period, value=float(value), n=int(n) if n else None)
    if not all(_NUMBER.fullmatch(bound) for bound in (low, high) if bound):
        return None
    return Point(
        at=period,
        value=float(value),
        n=int(n) if n else None,
        low=float(low) if low else None,
        high=float(high) if high else None,
    )


def _point(row: CsvRow, places: Mapping[str, int], file: str, told: list[Problem]) -> Point | None:
    """Read a row as the schema does, and tell what is wrong with it."""
    cells = {name: cell for name, index in places.items() if (cell := row.cells[index].strip())}
    if empty := [name for name in ("at", "value") if name not in cells]:
        told += [_empty(name, row, places, file) for name in empty]
        return None
    spans = {name: row.place(places[name], file) for name in cells}
    data = {name: Text.at(cell, spans[name]) for name, cell in cells.items()}
    where: dict[Path, Place] = {(name,): Place(span, span) for name, span in spans.items()}
    made = decode(Point, Record(span=Span(file, row.line), data=data, places=where), _CELLS)
    told += made.problems
    return made.value.data if made.value else None


@lru_cache(maxsize=10_000)
def _period(text: str) -> Period | None:
    """Read a period; series share most of theirs."""
    try:
        return parse_period(text)
    except ValueError:
        return None


def _empty(name: str, row: CsvRow, places: Mapping[str, int], file: str) -> Problem:
    remedy = "write the period" if name == "at" else "write the number, or delete the row to leave a gap"
    message = f"{name}: the cell is empty; {remedy}"
    return Problem(code="field-missing", message=message, span=row.place(places[name], file))
