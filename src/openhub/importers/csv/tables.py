"""What stands in a table: which column holds the periods, which hold values, and what belongs to these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openhub.importers.csv.cells import Line, Numbers, numbers_of, rows, separator
from openhub.importers.csv.dates import Way, coarser, compact_way_of, most_common_way, way_of
from openhub.series import length
from openhub.when import parse_period

BESIDE = ("n", "low", "high", "note", "provisional")
"""Columns that belong to the value, if there is one column of values beside them."""
_KNOWN = (
    "% ‰ percent prozent pourcent h hour hours min minute minutes s sec second seconds ms d day days "
    "week weeks month months year years stunde stunden minuten sekunden tage tagen wochen monaten jahren "
    "heures jours b byte bytes kb mb gb tb kib mib gib tib eur usd gbp chf € $ £ euro euros dollar dollars "
    "cent cents m km cm mm kg g t l w kw kwh wh mwh °c k points people requests"
)
_UNIT = re.compile(
    r"(.+?)\s*(?:\(([^()]+)\)|\[([^\[\]]+)\]|,? in ("
    + "|".join(re.escape(word) for word in _KNOWN.split())
    + r")|\s(%))",
    re.IGNORECASE,
)
"""A unit in a header: in brackets, or a known one behind "in"; "People in Berlin" has none."""


class RefusedTableError(Exception):
    """A table that is no series; carries the line, and what is wrong."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of values: its place, what its header says, its unit, and how its numbers are written."""

    index: int
    name: str
    unit: str
    numbers: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header, the rows that fit it, and which column holds the periods, written in which way."""

    header: Line
    lines: tuple[Line, ...]
    unfit: tuple[Line, ...]
    sign: str
    at: int = 0
    way: Way

    def cells(self, index: int) -> tuple[str, ...]:
        """Give the cells of a column."""
        return tuple(line.cells[index] for line in self.lines)

    def period(self, line: Line) -> str:
        """Give the period of a row, as openhub writes it."""
        return self.way(line.cells[self.at]) or ""


def table_of(text: str) -> Table:
    """Read a table. Raises RefusedTableError where it has no periods, and TwoMeaningsError of dates."""
    lines = list(rows(text))
    if len(lines) < 2:
        raise RefusedTableError(1, "expected a header and at least one row below it")
    header, *below = lines
    fitting = tuple(line for line in below if len(line.cells) == len(header.cells))
    unfit = tuple(line for line in below if len(line.cells) != len(header.cells))
    found = _periods(fitting, len(header.cells))
    if found is None:
        raise RefusedTableError(header.number, _no_periods(header, fitting))
    at, way = found
    if way(header.cells[at]):
        raise RefusedTableError(
            header.number, "the first line holds values; write the names of the columns above it"
        )
    return Table(header=header, lines=fitting, unfit=unfit, sign=separator(text), at=at, way=way)


def _periods(lines: Sequence[Line], width: int) -> tuple[int, Way] | None:
    """Find the column of periods: one that holds them in each row, else in most."""
    columns = [[line.cells[index] for line in lines] for index in range(width)]
    for find in (way_of, compact_way_of, most_common_way):
        for index, cells in enumerate(columns):
            whole = cells if find is most_common_way or all(cells) else []
            if whole and (way := find(whole)):
                return index, way
    return None


def _no_periods(header: Line, lines: Sequence[Line]) -> str:
    """Say what is missing, and what to do where the periods stand in the header."""
    across = [cell for cell in header.cells if way_of([cell])]
    if len(across) * 2 >= len(header.cells) and len(across) > 1:
        return "the periods stand in the header; turn the table, so that each row is a period"
    first = f"; the first row has {', '.join(repr(cell) for cell in lines[0].cells[:3])}" if lines else ""
    return f"no column holds periods such as 2026-09, 2026-Q3, 2026-W07 or 2026-09-30 in each row{first}"


def without_lost(table: Table) -> tuple[Table, tuple[Line, ...]]:
    """Part the rows that have no period, such as a sum at the end, from the others."""
    lost = tuple(line for line in table.lines if not table.period(line))
    return replace(table, lines=tuple(line for line in table.lines if table.period(line))), lost


def in_periods(table: Table) -> tuple[Table, str]:
    """Read days that stand for months, quarters or years as these; say what was guessed."""
    days = [table.period(line) for line in table.lines]
    meant = coarser(frozenset(days))
    if not meant:
        return table, ""
    plain = table.way
    told = (
        f"days that all begin or end a {length(parse_period(meant[days[0]]))} are read as what they stand for"
    )
    return replace(
        table, way=lambda text: meant.get(plain(text) or "")
    ), f"{told}: {days[0]} as {meant[days[0]]}"


def columns(table: Table) -> tuple[Column, ...]:
    """Give the columns of values: at least half of what is filled are numbers."""
    found = tuple(_columns(table))
    values = tuple(column for column in found if column.name.lower() not in BESIDE)
    return values if len(values) == 1 else found


def _columns(table: Table) -> Iterator[Column]:
    commas = writes_commas(table)
    for index, name in enumerate(table.header.cells):
        cells = [cell for cell in table.cells(index) if cell]
        numbers = numbers_of(cells, table.sign, commas=commas)
        known = sum(numbers.read(cell) is not None for cell in cells)
        if index != table.at and cells and known * 2 >= len(cells):
            told = _UNIT.fullmatch(name)
            unit = numbers.unit or (next(filter(None, told.groups()[1:])) if told else "")
            yield Column(index=index, name=told[1] if told else name, unit=unit, numbers=numbers)


def writes_commas(table: Table) -> bool:
    """Tell whether a column of the table writes 3,5: then the others do, as far as they fit."""
    columns = (table.cells(index) for index in range(len(table.header.cells)) if index != table.at)
    return any(numbers_of(cells, table.sign).commas for cells in columns if any(cells))


def beside(table: Table, values: Sequence[Column]) -> dict[str, int]:
    """Give the columns that belong to the only one of values, by their names in a metric's own CSV."""
    if len(values) != 1:
        return {}
    taken = {table.at, values[0].index}
    names = [name.lower() for name in table.header.cells]
    return {name: names.index(name) for name in BESIDE if name in names and names.index(name) not in taken}


def divided_by(table: Table, values: Sequence[Column]) -> str:
    """Name the column of words that tells rows of the same period apart; empty where no period repeats."""
    periods = [table.period(line) for line in table.lines]
    if max(Counter(periods).values(), default=0) < 2 or len(set(periods)) * 2 > len(periods) + 1:
        return ""
    used = {table.at, *(column.index for column in values)}
    for index, name in enumerate(table.header.cells):
        if index not in used and len(set(zip(periods, table.cells(index), strict=True))) == len(periods):
            return name or f"column {index + 1}"
    return ""
