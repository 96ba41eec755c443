"""CSV (RFC 4180) to rows that know the place of each cell, line breaks between quotation marks included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from openhub.problems import Checked, Problem, Span

Start: TypeAlias = tuple[int, int]
"""Line and column, from 1."""
Cell: TypeAlias = tuple[str, int, int]
"""A text, and the number and column (from 0) of the line where it ends."""
_CLOSED = re.compile(r'((?:[^"]|"")*)"(?!")[ \t]*')


class CsvRow(NamedTuple):
    """The cells of a row from its `line` on; `starts` tells where each begins, if quotes shifted them.

    There are many, and a tuple is made in a third of the time of a frozen record.
    """

    line: int
    cells: tuple[str, ...]
    starts: tuple[Start, ...] = ()

    def place(self, index: int, file: str) -> Span:
        """Give the place of a cell."""
        if self.starts:
            return Span(file, *self.starts[index])
        return Span(file, self.line, sum(len(cell) + 1 for cell in self.cells[:index]) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A header, which begins at `head`, and the rows that have as many cells."""

    file: str
    head: Span
    header: tuple[str, ...] = ()
    rows: tuple[CsvRow, ...] = ()

    def index(self, name: str) -> int | None:
        """Tell in which column a name stands."""
        return self.header.index(name) if name in self.header else None


def read_csv(text: str, file: str) -> Checked[CsvTable]:
    """Read a CSV text with a header line; a row that does not fit is a problem, and left out."""
    problems: list[Problem] = []
    header: tuple[str, ...] = ()
    head = Span(file)
    rows: list[CsvRow] = []
    for row in _rows(text, file, problems):
        if not header:
            header = tuple(name.strip() for name in row.cells)
            head = row.place(0, file)
            problems += _header_faults(header, row, file)
        elif len(row.cells) != len(header):
            problems.append(_unfit(row, len(header), file))
        else:
            rows.append(row)
    return Checked(CsvTable(file=file, head=head, header=header, rows=tuple(rows)), tuple(problems))


def _rows(text: str, file: str, problems: list[Problem]) -> Iterator[CsvRow]:
    """Give each row that is not blank; a line feed alone ends one."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        if '"' in line:
            row, number = _with_quotes(lines, number, file, problems)
            yield from row
        else:
            number += 1
            if line.strip():
                yield CsvRow(number, tuple(line.split(",")))


def _with_quotes(
    lines: Sequence[str], number: int, file: str, problems: list[Problem]
) -> tuple[tuple[CsvRow, ...], int]:
    """Read a row with quotation marks, which may go on over several lines; give the number of the next."""
    cells: list[str] = []
    starts: list[Start] = []
    first, at = number, 0
    while True:
        starts.append((number + 1, at + 1))
        cell = _quoted(lines, number, at) if lines[number].startswith('"', at) else _plain(lines, number, at)
        if cell is None:
            told = "is not closed; write one more where the cell ends"
            return _refused(told, starts[-1], file, problems), first + 1
        text, number, at = cell
        cells.append(text)
        if at == len(lines[number]):
            return (CsvRow(first + 1, tuple(cells), tuple(starts)),), number + 1
        if lines[number][at] != ",":
            told = "is closed before its cell ends; write two where a cell holds one"
            return _refused(told, starts[-1], file, problems), number + 1
        at += 1


def _plain(lines: Sequence[str], number: int, at: int) -> Cell:
    end = lines[number].find(",", at)
    end = len(lines[number]) if end < 0 else end
    return lines[number][at:end], number, end


def _quoted(lines: Sequence[str], number: int, at: int) -> Cell | None:
    """Read a cell from its quotation mark on; None where no other one closes it."""
    parts: list[str] = []
    at += 1
    for place in range(number, len(lines)):
        found = _CLOSED.match(lines[place], at)
        if found:
            text = "\n".join([*parts, found[1]]).replace('""', '"')
            return text, place, found.end()
        parts.append(lines[place][at:])
        at = 0
    return None


def _refused(told: str, start: Start, file: str, problems: list[Problem]) -> tuple[()]:
    message = f"this is not CSV: the quotation mark here {told}"
    problems.append(Problem(code="csv-row", message=message, span=Span(file, *start)))
    return ()


def _unfit(row: CsvRow, expected: int, file: str) -> Problem:
    message = f"expected {expected} columns as in the header, got {len(row.cells)}"
    pairs = zip(row.cells, row.cells[1:], strict=False)
    if len(row.cells) > expected and any(a.strip("+- ").isdigit() and b.isdigit() for a, b in pairs):
        message += "; if a comma stands in a number, write a point: 3.5"
    return Problem(code="csv-row", message=message, span=row.place(min(len(row.cells) - 1, expected), file))


def _header_faults(header: tuple[str, ...], row: CsvRow, file: str) -> Iterator[Problem]:
    for name in dict.fromkeys(name for name in header if name and header.count(name) > 1):
        message = f"the column '{name}' stands in the header twice; rename one"
        second = header.index(name, header.index(name) + 1)
        yield Problem(code="csv-column", message=message, span=row.place(second, file))
    other = next((sign for sign in ";\t|" if len(header) == 1 and sign in header[0]), None)
    if other:
        said = "tabs" if other == "\t" else f"'{other}'"
        message = f"columns are separated by {said}; use commas, and a point in numbers: 3.5"
        at = row.place(0, file)
        place = Span(file, at.line, at.column + row.cells[0].index(other))
        yield Problem(code="csv-column", message=message, span=place)
