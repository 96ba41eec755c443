"""A table with a column of periods to metrics: each column of numbers is one, with its own CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openhub.importers.base import Brought, Importer, Loss, New, Wish
from openhub.importers.csv.cells import Line, has_decimal_commas, is_share, number, rows, separator
from openhub.importers.csv.dates import TwoMeaningsError, Way, way_of
from openhub.problems import Span
from openhub.urls import slug
from openhub.when import parse_period

FOLDER = "content/metrics"
UNSAID = ("objective", "definition", "source")
_GENERAL = frozenset({"value", "values", "count", "number", "total", "n", "y"})
"""Names of columns that say nothing, so that the metric takes the name of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What was read: the header, the rows, which column holds the periods, and how they are written."""

    file: str
    header: Line
    lines: tuple[Line, ...]
    sign: str
    at: int
    way: Way

    def column(self, index: int) -> tuple[str, ...]:
        """Give the cells of a column."""
        return tuple(line.cells[index] for line in self.lines)


def read(source: Path, wish: Wish) -> Brought:  # noqa: ARG001 -- every importer takes it
    """Read a table; what it does not say is guessed, and told."""
    if source.is_dir():
        return _refused(source.name, 1, "this is a folder; name one table")
    text, losses = _decoded(source)
    lines = list(rows(text))
    if len(lines) < 2:
        return _refused(source.name, 1, "expected a header and at least one row below it")
    header, fitting = lines[0], [line for line in lines[1:] if len(line.cells) == len(lines[0].cells)]
    losses += list(_unfit(source.name, lines))
    try:
        found = _periods(fitting, len(header.cells))
    except TwoMeaningsError as fault:
        return _refused(source.name, 2, f"'{fault}' may be in either of two months; write days as 2026-11-24")
    if found is None:
        said = "no column holds periods such as 2026-09, 2026-Q3, 2026-W07 or 2026-09-30 in each row"
        return _refused(source.name, header.number, said)
    at, way = found
    table = Table(file=source.name, header=header, lines=tuple(fitting), sign=separator(text), at=at, way=way)
    return _brought(table, losses)


def _unfit(file: str, lines: Sequence[Line]) -> Iterator[Loss]:
    width = len(lines[0].cells)
    for line in lines[1:]:
        if len(line.cells) != width:
            yield _loss(file, line, f"{len(line.cells)} cells below {width} columns; left out")


def _decoded(source: Path) -> tuple[str, list[Loss]]:
    data = source.read_bytes()
    losses: list[Loss] = []
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        losses.append(Loss(Span(source.name), "not UTF-8; read as Windows-1252, so look at accents"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""), losses


def _refused(file: str, line: int, message: str) -> Brought:
    return Brought(faults=(Loss(Span(file, line), message),))


def _loss(file: str, line: Line, message: str) -> Loss:
    return Loss(Span(file, line.number), message)


def _periods(lines: Sequence[Line], width: int) -> tuple[int, Way] | None:
    for index in range(width):
        cells = [line.cells[index] for line in lines]
        if all(cells) and (way := way_of(cells)):
            return index, way
    return None


# ── metrics ─────────────────────────────────────────────────────────────────


def _brought(table: Table, losses: list[Loss]) -> Brought:
    files: list[New] = []
    names = list(_values(table))
    if not names:
        return _refused(table.file, table.header.number, "no column holds numbers beside the periods")
    losses += list(_left(table, names))
    taken: set[str] = set()
    for index in names:
        title = _title(table, index, alone=len(names) == 1)
        ident = slug(title) or f"metric-{index + 1}"
        ident = f"{ident}-{index + 1}" if ident in taken else ident
        taken.add(ident)
        files += _metric(table, index, title, ident, losses)
    return Brought(files=tuple(files), losses=tuple(losses))


def _values(table: Table) -> Iterator[int]:
    """Find the columns that hold numbers, maybe with gaps: at least half of what is filled."""
    for index in range(len(table.header.cells)):
        cells = [cell for cell in table.column(index) if cell]
        commas = has_decimal_commas(cells, table.sign)
        numbers = sum(number(cell, commas=commas) is not None for cell in cells)
        if index != table.at and cells and numbers * 2 >= len(cells):
            yield index


def _left(table: Table, names: Sequence[int]) -> Iterator[Loss]:
    for index, name in enumerate(table.header.cells):
        if index != table.at and index not in names:
            yield _loss(table.file, table.header, f"the column '{name}' holds no numbers; left out")


def _metric(table: Table, index: int, title: str, ident: str, losses: list[Loss]) -> Iterator[New]:
    cells = table.column(index)
    share, commas = is_share(cells), has_decimal_commas(cells, table.sign)
    losses.append(_loss(table.file, table.header, _guessed(title, share=share, commas=commas)))
    points = _points(table, index, losses, commas=commas)
    yield New(path=f"{FOLDER}/{ident}.csv", content=_written(points))
    yield New(path=f"{FOLDER}/{ident}.yaml", content=_yaml(title, ident, share=share).encode())


def _title(table: Table, index: int, *, alone: bool) -> str:
    name = table.header.cells[index]
    if not name or (alone and name.lower() in _GENERAL):
        name = Path(table.file).stem if alone else f"{Path(table.file).stem} {index + 1}"
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def _guessed(title: str, *, share: bool, commas: bool) -> str:
    unit = "'%' from its cells" if share else "'1' guessed"
    signs = ", commas read as decimal points" if commas else ""
    return f"'{title}': unit {unit}, direction 'none' guessed{signs}; not said yet: {', '.join(UNSAID)}"


def _points(table: Table, index: int, losses: list[Loss], *, commas: bool) -> list[tuple[str, str]]:
    """Give periods and values in the order of time; an empty cell is a gap."""
    found: dict[str, str] = {}
    for line in table.lines:
        cell, at = line.cells[index], table.way(line.cells[table.at]) or ""
        value = number(cell, commas=commas) if cell else None
        if cell and value is None:
            losses.append(_loss(table.file, line, f"'{cell}' is no number; left out"))
        elif value is not None and at in found:
            losses.append(_loss(table.file, line, f"{at} stands there twice; the first value is kept"))
        elif value is not None:
            found[at] = value
    return sorted(found.items(), key=lambda point: parse_period(point[0]))


def _written(points: Sequence[tuple[str, str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("at", "value"), *points])
    return out.getvalue().encode()


def _yaml(title: str, ident: str, *, share: bool) -> str:
    unit = '"%"' if share else '"1"  # guessed: what is counted, such as hours'
    return (
        f"title: {json.dumps(title, ensure_ascii=False)}\n"
        f"unit: {unit}\n"
        "direction: none  # guessed: up if more is better, down if less is\n"
        f"data: {ident}.csv\n"
        "# Not said yet, and told on its page until it is:\n" + "".join(f"# {name}: …\n" for name in UNSAID)
    )


IMPORTER = Importer(name="csv", title="a table with a column of periods and columns of numbers", read=read)
