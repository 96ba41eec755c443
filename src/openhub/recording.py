"""One more value of a metric: a row in its CSV at the place of its period; nothing else is changed."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from openhub import build, disk
from openhub.codes import level_of
from openhub.config import Config
from openhub.hub.series_tables import read_series, table_file
from openhub.kinds.base import all_kinds
from openhub.model import Entry, Source
from openhub.problems import did_you_mean
from openhub.read.csv_tables import CsvTable, read_csv
from openhub.series import CADENCES, NAMES, Point, length
from openhub.when import Period, parse_period


class RefusedError(Exception):
    """A value that cannot be recorded; its text says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The metric that gets a value, and its table: None where there is none yet."""

    entry: Entry
    file: str
    table: Source | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was written: the file from the hub's folder, the line, and its text."""

    file: str
    line: int
    text: str


def record(root: Path, metric: str, given: Mapping[str, str], options: build.Options) -> Recorded:
    """Add a point of `given` cells (`value`, and maybe `at`, `n` and `note`) to the table of a metric.

    Without `at` it stands for the last full period of the metric's cadence. Raises RefusedError, and OSError
    where the disk refuses.
    """
    config = build.settings(root, options).value
    target = _target(root, metric, config, options)
    _expect_place(root, target, config)
    known = _series(target, target.table) if target.table else ()
    today = options.now.astimezone(config.zone).date()
    at = _period(given.get("at") or _last_full(target.entry, known, today))
    if at.first > today:
        raise RefusedError(f"--at: {at.text} has not begun; a value can only stand for what was")
    _expect_free(at, known, target)
    value = _without_unit(given["value"], target.entry.data.unit)
    return _written(root, target, {**given, "value": value, "at": at.text}, at)


# ── which metric ────────────────────────────────────────────────────────────


def _target(root: Path, metric: str, config: Config, options: build.Options) -> Target:
    kinds = all_kinds(config.kinds)
    folder = disk.discover(root, config, kinds).value
    sources = tuple(source for source in folder.sources if source.kind == "metric")
    parsed = build.parse_all(sources, kinds, config, replace(options, progress=None)).value
    entries = {entry.id: entry for one in parsed for entry in one.entries}
    broken = {ref.id for one in parsed for ref in one.lost}
    if metric in broken:
        raise RefusedError(f"the metric '{metric}' has an error; 'openhub check' tells which")
    if metric not in entries:
        raise RefusedError(f"there is no metric '{metric}'{_others(metric, entries)}")
    entry = entries[metric]
    if entry.data.retired:
        raise RefusedError(
            f"{entry.place('retired')}: '{metric}' is counted no longer; take 'retired' away if it is again"
        )
    if not entry.data.data:
        raise RefusedError(_inline(entry))
    return Target(entry=entry, file=(file := table_file(entry)), table=folder.tables.get(file))


def _others(metric: str, known: Iterable[str]) -> str:
    names = sorted(known)
    return did_you_mean(metric, names) or (f"; there are {', '.join(names)}" if names else "")


def _inline(entry: Entry) -> str:
    place = entry.place("series")
    return (
        f"{place}: the series of '{entry.id}' stands in the file itself, where comments would be lost; "
        f"add the value there, or move the series into a CSV (at,value) and name that under 'data'"
    )


def _expect_place(root: Path, target: Target, config: Config) -> None:
    """Refuse a table that is not read, so that nothing else is written over."""
    place = target.entry.place("data")
    if not target.file.lower().endswith(".csv"):
        raise RefusedError(f"{place}: '{target.entry.data.data}' is no CSV; name a file that ends in .csv")
    if not disk.is_within_reach(root, config, target.file):
        raise RefusedError(
            f"{place}: {target.file} is not where openhub reads; "
            f"move it into {disk.CONTENT}/, and name it there"
        )
    if target.table is None and os.path.lexists(root / target.file):
        raise RefusedError(f"{target.file}: cannot be read; 'openhub check' tells why")


def _series(target: Target, source: Source) -> tuple[Point, ...]:
    read = read_series(target.entry, source)
    errors = [problem for problem in read.problems if level_of(problem, {}) == "error"]
    if errors:
        raise RefusedError(f"{errors[0].span}: {errors[0].message}")
    series: tuple[Point, ...] = read.value.data.series if read.value else ()
    return series


# ── which period ────────────────────────────────────────────────────────────


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except ValueError:
        expected = "a period like 2026-09, 2026-Q3, 2026-W07 or 2026-09-30"
        raise RefusedError(f"--at: expected {expected}, got '{text}'") from None


def _last_full(entry: Entry, known: tuple[Point, ...], today: date) -> str:
    """Give the last period that is over; how long one is, the cadence says, else the series."""
    size = CADENCES.get((entry.data.cadence or "").lower()) or (length(known[-1].at) if known else "")
    if not size:
        raise RefusedError(
            f"nothing says how often '{entry.id}' is counted; give '--at', or the metric a 'cadence'"
        )
    return last_full(size, today)


def last_full(size: str, today: date) -> str:
    """Write the last day, week, month, quarter or year that is over."""
    if size == "day":
        return (today - timedelta(days=1)).isoformat()
    if size == "week":
        year, week, _ = (today - timedelta(weeks=1)).isocalendar()
        return f"{year}-W{week:02}"
    if size == "year":
        return str(today.year - 1)
    months = 3 if size == "quarter" else 1
    count = (today.year * 12 + today.month - 1) // months - 1
    year, place = divmod(count, 12 // months)
    return f"{year}-Q{place + 1}" if months > 1 else f"{year}-{place + 1:02}"


def _expect_free(at: Period, known: tuple[Point, ...], target: Target) -> None:
    for point in known:
        if point.at.first <= at.last and at.first <= point.at.last:
            raise RefusedError(
                f"{target.file}: {point.at.text} stands there already, as {point.value:g}; change it there"
            )
    if known and length(at) != (size := length(known[-1].at)):
        raise RefusedError(f"--at: {at.text} is a {length(at)}, and the series counts by the {size}")


def _without_unit(value: str, unit: str) -> str:
    """Take the metric's own unit off a value: "12 %" is 12 where shares are counted.

    What is a number already stays, and so does a unit that is one: stars are counted in "1".
    """
    bare = value.strip()
    if not unit or _is_number(bare) or _is_number(unit):
        return bare
    number = bare.removesuffix(unit).rstrip()
    return number if _is_number(number) else bare


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


# ── the row ─────────────────────────────────────────────────────────────────


def _written(root: Path, target: Target, cells: Mapping[str, str], at: Period) -> Recorded:
    path = root / target.file
    former = path.read_bytes().decode() if target.table else _header(target.entry, cells)
    mark, lines = _lines(former)
    table = read_csv("\n".join(line.rstrip("\r") for line in lines), target.file).value
    row = _row(target, table, cells)
    line = _line(target, table, at, len(lines))
    lines.insert(line - 1, row + ("\r" if lines[0].endswith("\r") else ""))
    text = "\n".join(lines) + "\n"
    _series(target, Source(file=target.file, text=text.replace("\r\n", "\n")))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb" if target.table else "xb") as out:
        out.write((mark + text).encode())
    return Recorded(file=target.file, line=line, text=row)


def _lines(text: str) -> tuple[str, list[str]]:
    """Part a text into its byte order mark, if it has one, and its lines, each with its carriage return."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).split("\n")
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    if lines[0].endswith("\r") and not lines[-1].endswith("\r"):
        lines[-1] += "\r"  # the file did not end its last line
    return mark, lines


def _header(entry: Entry, cells: Mapping[str, str]) -> str:
    names = [getattr(entry.data.columns, name) for name in NAMES if name in cells]
    return ",".join(names) + "\n"


def _row(target: Target, table: CsvTable, cells: Mapping[str, str]) -> str:
    columns = {getattr(target.entry.data.columns, name): cell for name, cell in cells.items()}
    if missing := [name for name in columns if name not in table.header]:
        raise RefusedError(
            f"{target.file}: there is no column '{missing[0]}'; add it to the header, and a comma to each row"
        )
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([columns.get(name, "") for name in table.header])
    return out.getvalue()


def _line(target: Target, table: CsvTable, at: Period, count: int) -> int:
    """Give the line of the first row that is later, else the one below the last."""
    index = table.index(target.entry.data.columns.at) or 0
    later = (row.line for row in table.rows if parse_period(row.cells[index].strip()).first > at.first)
    return next(later, count + 1)
