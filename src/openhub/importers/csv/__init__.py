"""A table with a column of periods to metrics: each column of numbers is one, with its own CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from openhub.importers.base import Brought, Guess, Importer, Loss, New, Wish
from openhub.importers.csv.cells import Line, Numbers, numbers_of, two_meanings
from openhub.importers.csv.dates import TwoMeaningsError
from openhub.importers.csv.points import Row, Told, cadence, sound, written
from openhub.importers.csv.tables import (
    Column,
    RefusedTableError,
    Table,
    beside,
    columns,
    divided_by,
    in_periods,
    table_of,
    without_lost,
    writes_commas,
)
from openhub.kinds.base import is_name_of_ours
from openhub.kinds.metric import KIND as METRIC
from openhub.problems import Span
from openhub.urls import slug
from openhub.when import parse_period

FOLDER = "content/metrics"
UNSAID = ("objective", "definition", "source")
_GENERAL = frozenset({"value", "values", "count", "number", "total", "n", "y"})
"""Names of columns that say nothing, so that the metric takes the name of the file."""
_NO = frozenset(
    {
        "false",
        "no",
        "off",
        "0",
        "n",
        "f",
        "-",
        "final",
        "definitive",
        "nein",
        "falsch",
        "endgültig",
        "non",
        "faux",
        "nej",
    }
)
"""What says of a value that it is final."""
_COUNTS = frozenset({"count", "1", ""})


def read(source: Path, wish: Wish) -> Brought:
    """Read a table; what it does not say is guessed, and told."""
    if source.is_dir():
        return _refused(source.name, 1, "this is a folder; name one table")
    told = Told(source.name)
    try:
        whole = table_of(_decoded(source, told))
        for line in whole.unfit:
            told.lose(line, f"{len(line.cells)} cells below {len(whole.header.cells)} columns; left out")
        table, lost = without_lost(whole)
        for line in lost:
            told.lose(line, f"'{line.cells[table.at]}' is no period; the row is left out")
        table, guess = in_periods(table)
        if guess:
            told.guess(table.header, guess)
        files = tuple(_metrics(table, told, wish.now.date()))
    except TwoMeaningsError as fault:
        return _refused(source.name, 2, f"'{fault}' may be in either of two months; write days as 2026-11-24")
    except RefusedTableError as fault:
        return _refused(source.name, fault.line, str(fault))
    return Brought(files=files, losses=tuple(told.losses), guesses=tuple(told.guesses))


def _decoded(source: Path, told: Told) -> str:
    data = source.read_bytes()
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        told.guesses.append(Guess(Span(source.name), "not UTF-8; read as Windows-1252, so look at accents"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _refused(file: str, line: int, message: str) -> Brought:
    return Brought(faults=(Loss(Span(file, line), message),))


# ── metrics ─────────────────────────────────────────────────────────────────


def _metrics(table: Table, told: Told, today: date) -> Iterator[New]:
    values = columns(table)
    if not values:
        raise RefusedTableError(table.header.number, "no column holds numbers beside the periods")
    if by := divided_by(table, values):
        message = f"each period stands there several times, told apart by '{by}'; save a table for each of it"
        raise RefusedTableError(table.header.number, message)
    more = beside(table, values)
    _tell_left(table, {table.at, *(column.index for column in values), *more.values()}, told)
    taken: set[str] = set()
    for column in values:
        title = _title(column, told.file, alone=len(values) == 1)
        ident = _ident(slug(title) or f"metric-{column.index + 1}", column.index + 1, taken)
        taken.add(ident)
        yield from _metric(table, column, more, title, ident, told, today)


def _ident(wanted: str, number: int, taken: set[str]) -> str:
    """Give an id that no other column has, and that a metric may have."""
    if wanted in taken or is_name_of_ours(METRIC, wanted):
        return _ident(f"{wanted}-{number}", number, taken)
    return wanted


def _tell_left(table: Table, used: set[int], told: Told) -> None:
    for index, name in enumerate(table.header.cells):
        if index not in used and any((name, *table.cells(index))):
            told.lose(table.header, f"the column '{name}' holds no numbers; left out")


def _metric(
    table: Table, column: Column, more: dict[str, int], title: str, ident: str, told: Told, today: date
) -> Iterator[New]:
    told.guess(table.header, _guessed(table, column, title))
    header = ("at", "value", *more)
    points = sound(header, _points(table, column, more, told), told, today)
    content = written(header, [point.cells for point in points]).encode()
    yield New(path=f"{FOLDER}/{ident}.csv", content=content)
    yield New(
        path=f"{FOLDER}/{ident}.yaml",
        content=_yaml(title, ident, column.unit, cadence(points, today)).encode(),
    )


def _title(column: Column, file: str, *, alone: bool) -> str:
    name = column.name
    if not name or (alone and name.lower() in _GENERAL):
        name = Path(file).stem if alone else f"{Path(file).stem} {column.index + 1}"
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    # A name such as gRPC keeps its own way.
    return words[:1].upper() + words[1:] if words.partition(" ")[0].islower() else words


def _guessed(table: Table, column: Column, title: str) -> str:
    """Say what was guessed of a metric, and how its numbers were read where they have two meanings."""
    unit = "unit '1' guessed" if column.unit in _COUNTS else f"unit '{column.unit}' as written"
    signs = ", commas read as decimal points" if column.numbers.commas else ""
    other = two_meanings(table.cells(column.index), column.numbers)
    value = column.numbers.read(other) if other else None
    if value and not column.numbers.commas:
        signs = f", '{other}' read as {value}"
    return f"'{title}': {unit}, direction 'none' guessed{signs}; not said yet: {', '.join(UNSAID)}"


def _points(table: Table, column: Column, more: dict[str, int], told: Told) -> list[Row]:
    """Give periods, values and what stands beside them in the order of time; an empty cell is a gap."""
    found: dict[str, Row] = {}
    commas = writes_commas(table)
    ways = {name: numbers_of(table.cells(place), table.sign, commas=commas) for name, place in more.items()}
    for line in table.lines:
        cell, at = line.cells[column.index], table.period(line)
        value = column.numbers.read(cell) if cell else None
        if cell and value is None:
            told.lose(line, f"'{cell}' is no number; left out")
        elif value is not None and at in found:
            told.lose(line, f"{at} stands there twice; the first value is kept")
        elif value is not None:
            beside = (_beside(ways[name], name, line, place, told) for name, place in more.items())
            found[at] = Row(line, (at, value, *beside))
    return sorted(found.values(), key=lambda row: parse_period(row.cells[0]))


def _beside(way: Numbers, name: str, line: Line, place: int, told: Told) -> str:
    """Write what stands beside a value: words as they are, numbers as openhub reads them, else nothing."""
    cell = line.cells[place]
    if name == "note" or not cell:
        return cell
    if name == "provisional":
        return "" if cell.lower() in _NO else "true"
    number = way.read(cell)
    if number is None:
        told.lose(line, f"{name}: '{cell}' is no number; left out, and the value is kept")
    return number or ""


def _yaml(title: str, ident: str, unit: str, every: str) -> str:
    said = (
        '"1"  # guessed: what is counted, such as hours'
        if unit in _COUNTS
        else json.dumps(unit, ensure_ascii=False)
    )
    lines = (
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"unit: {said}",
        "direction: none  # guessed: up if more is better, down if less is",
        *(
            [f"cadence: {every}  # guessed: how often a value comes, so that a late one is seen"]
            if every
            else []
        ),
        f"data: {ident}.csv",
        "# Not said yet, and told on its page until it is:",
        *(f"# {name}: …" for name in UNSAID),
    )
    return "\n".join(lines) + "\n"


IMPORTER = Importer(name="csv", title="a table with a column of periods and columns of numbers", read=read)
