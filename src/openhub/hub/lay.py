"""Joins of two files: long notes over a release, a CSV into its metric."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from html import escape
from typing import Any

from openhub.model import Body, Entry, Markup, Path, Place, Record, Source
from openhub.problems import Checked, Problem, Span
from openhub.read import versions
from openhub.read.fields import Decoding
from openhub.read.schema import decode
from openhub.read.tables import Text, read_csv
from openhub.series import Columns, Point, series_faults
from openhub.when import zone_named


def _plain(text: str) -> Markup:
    return Markup(parts=(escape(text, quote=False),), text=text)


_CELLS = Decoding(zone=zone_named("UTC"), block=_plain, inline=_plain)
_POINT = ("at", "value", "n", "low", "high", "note", "provisional")


def lay_over(entries: Iterable[Entry], overlays: Iterable[Entry]) -> Checked[tuple[Entry, ...]]:
    """Lay long notes over their releases: scalars replace, lists append, the text follows."""
    made = list(entries)
    index = {entry.ref: number for number, entry in enumerate(made)}
    problems = []
    for note in overlays:
        number = index.get(note.ref)
        if number is not None:
            made[number] = _laid(made[number], note)
        elif note.date is not None:
            index[note.ref] = len(made)
            made.append(_alone(note))
        else:
            problems.append(_unknown(note))
    return Checked(tuple(made), tuple(problems))


def _unknown(note: Entry) -> Problem:
    version = f"a version {note.data.version} of '{note.data.product}'"
    message = f"no changelog has {version}; add its heading there, or a 'date' here"
    return Problem(code="release-unknown", message=message, span=note.span)


def _alone(note: Entry) -> Entry:
    channel = note.data.channel or versions.channel(note.data.version)
    return replace(note, notes=note.body or None, data=replace(note.data, channel=channel))


def _laid(release: Entry, note: Entry) -> Entry:
    defaults = {item.name: item for item in fields(note.data)}
    changed = {
        name: _joined(getattr(release.data, name), getattr(note.data, name))
        for name in defaults
        if _is_set(note, name)
    }
    return replace(
        release,
        title=note.title if note.data.title else release.title,
        slug=note.data.slug or release.slug,
        summary=note.data.summary or release.summary,
        date=note.date or release.date,
        data=replace(release.data, **changed),
        body=Body(_after(release.body.markup, note.body.markup), release.body.span),
        notes=Body(note.body.markup, release.body.span) if note.body else None,
        relations=release.relations + note.relations,
        files=release.files + note.files,
        extra={**release.extra, **note.extra},
    )


def _is_set(note: Entry, name: str) -> bool:
    value = getattr(note.data, name)
    blank = {item.name: item.default for item in fields(note.data)}[name]
    return bool(value != blank and name not in {"id", "product", "version"})


def _joined(former: Any, later: Any) -> Any:
    return former + later if isinstance(former, tuple) and isinstance(later, tuple) else later


def _after(first: Markup, second: Markup) -> Markup:
    """Put one rendered text behind another."""
    return replace(
        first,
        parts=(*first.parts[:-1], first.parts[-1] + second.parts[0], *second.parts[1:]),
        links=first.links + second.links,
        headings=first.headings + second.headings,
        ids=first.ids | second.ids,
        text=f"{first.text} {second.text}".strip(),
        problems=first.problems + second.problems,
    )


# ── metrics and their tables ────────────────────────────────────────────────


def with_series(entries: Iterable[Entry], tables: Mapping[str, Source]) -> Checked[tuple[Entry, ...]]:
    """Fill the series of each metric that names a CSV; its path is relative to the metric's file."""
    made: list[Entry] = []
    problems: list[Problem] = []
    for entry in entries:
        if entry.kind != "metric" or not entry.data.data:
            made.append(entry)
            continue
        filled = _filled(entry, tables)
        problems += filled.problems
        made += [filled.value] if filled.value else []
    return Checked(tuple(made), tuple(problems))


def _filled(entry: Entry, tables: Mapping[str, Source]) -> Checked[Entry | None]:
    file = posixpath.normpath(posixpath.join(posixpath.dirname(entry.span.file), entry.data.data))
    source = tables.get(file)
    if source is None:
        message = f"data: no CSV file at '{entry.data.data}', seen from this file"
        return Checked(None, (Problem(code="data-missing", message=message, span=entry.place("data")),))
    rows = read_csv(source.text, file)
    if any(problem.code == "csv-column" for problem in rows.problems) or (rows.problems and not rows.value):
        return Checked(None, rows.problems)
    missing = list(_missing_columns(rows.value, entry.data.columns, file))
    if missing:
        return Checked(None, (*rows.problems, *missing))
    points = [_point(row, entry.data.columns) for row in rows.value]
    problems = [*rows.problems, *(problem for point in points for problem in point.problems)]
    series = tuple(point.value for point in points if point.value is not None)
    places = [
        row[entry.data.columns.at].span for row, point in zip(rows.value, points, strict=True) if point.value
    ]
    problems += series_faults(series, places)
    return Checked(replace(entry, data=replace(entry.data, series=series)), tuple(problems))


def _missing_columns(rows: tuple[dict[str, Text], ...], columns: Columns, file: str) -> Iterator[Problem]:
    if not rows:
        message = "no rows below the header; add one for each value"
        yield Problem(code="csv-row", message=message, span=Span(file))
        return
    names = rows[0].keys()
    for name in (columns.at, columns.value):
        if name not in names:
            message = f"no column '{name}'; the header has {', '.join(names)}"
            yield Problem(code="csv-column", message=message, span=Span(file))


def _point(row: Mapping[str, Text], columns: Columns) -> Checked[Point | None]:
    cells = {name: row[getattr(columns, name)] for name in _POINT if row.get(getattr(columns, name))}
    places: dict[Path, Place] = {(name,): Place(cell.span, cell.span) for name, cell in cells.items()}
    span = next(iter(row.values())).span
    made = decode(Point, Record(span=span, data=cells, places=places), _CELLS)
    return Checked(made.value.data if made.value else None, made.problems)
