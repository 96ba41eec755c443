"""The points of one metric, on their way from a table into the metric's own CSV; what is told of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from openhub.codes import level_of
from openhub.hub.series_tables import read_points
from openhub.importers.base import Guess, Loss
from openhub.importers.csv.cells import Line
from openhub.importers.csv.tables import RefusedTableError
from openhub.model import Source
from openhub.problems import Span
from openhub.series import CADENCES, Columns, length
from openhub.when import parse_period


@dataclass(frozen=True, slots=True)
class Row:
    """A point as openhub writes it, and the line of the table from which it comes."""

    line: Line
    cells: tuple[str, ...]


@dataclass(slots=True)
class Told:
    """What is told of one file: the one thing that grows while it is read."""

    file: str
    losses: list[Loss] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)

    def lose(self, line: Line, message: str) -> None:
        """Tell what is left out."""
        self.losses.append(Loss(Span(self.file, line.number), message))

    def guess(self, line: Line, message: str) -> None:
        """Tell what is guessed."""
        self.guesses.append(Guess(Span(self.file, line.number), message))


def written(header: Sequence[str], points: Sequence[Sequence[str]]) -> str:
    """Write a table as openhub reads it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *points])
    return out.getvalue()


def sound(header: Sequence[str], rows: Sequence[Row], told: Told, today: date) -> Sequence[Row]:
    """Leave out, and tell, what openhub would not read again.

    Raises RefusedTableError where periods of different lengths stand below each other.
    """
    kept: list[Row] = []
    for row in rows:
        fault = _fault(header, row, today)
        less = _mended(header, row, today) if fault else None
        if less:
            told.lose(row.line, f"{fault.partition(';')[0]}; left out, and the value is kept")
        elif fault:
            told.lose(row.line, f"{fault.partition(';')[0]}; the row is left out")
        kept += [less] if less else [] if fault else [row]
    sizes = [length(parse_period(row.cells[0])) for row in kept]
    for row, size in zip(kept, sizes, strict=True):
        if size != sizes[0]:
            message = f"{row.cells[0]} is a {size} in a table of {sizes[0]}s; save a table for each"
            raise RefusedTableError(row.line.number, message)
    return kept


def _mended(header: Sequence[str], row: Row, today: date) -> Row | None:
    """Give a row without what stands beside its value and has a fault; None where the value has one."""
    for names in ({"n"}, {"low", "high"}, {"n", "low", "high"}):
        cells = ("" if name in names else cell for name, cell in zip(header, row.cells, strict=True))
        less = Row(row.line, tuple(cells))
        if not _fault(header, less, today):
            return less
    return None


def _fault(header: Sequence[str], row: Row, today: date) -> str:
    read = read_points(Source(file="", text=written(header, [row.cells])), Columns(), today)
    return next((one.message for one in read.problems if level_of(one, {}) == "error"), "")


def cadence(rows: Sequence[Row], today: date) -> str:
    """Tell how often values come, if the last two are neighbours and the next is not late yet."""
    found = [parse_period(row.cells[0]) for row in rows[-2:]]
    if len(found) < 2 or (found[1].first - found[0].last).days != 1:
        return ""
    long = found[1].last - found[1].first + timedelta(days=1)
    word = next(word for word, size in CADENCES.items() if size == length(found[1]))
    return word if found[1].last + 2 * long >= today else ""
