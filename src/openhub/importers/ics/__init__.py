"""Calendars (RFC 5545): each event or series of an .ics file, or of a folder of them, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from openhub.codes import level_of
from openhub.importers.base import Brought, Importer, Loss, New, Wish
from openhub.importers.ics import lines
from openhub.importers.ics.event import Made, made_of, sequence
from openhub.importers.ics.lines import Component
from openhub.importers.ics.place import files
from openhub.importers.ics.report import Report
from openhub.importers.ics.rest import tell_calendar
from openhub.importers.ics.zones import Zones, zones_of
from openhub.kinds.base import all_kinds
from openhub.model import Source
from openhub.parse import Renderers, parse
from openhub.problems import Span
from openhub.read.markup import inline, render


def read(source: Path, wish: Wish) -> Brought:
    """Read a calendar, or every .ics file of a folder."""
    sources = sorted(source.rglob("*.ics")) if source.is_dir() else [source]
    if not sources:
        return Brought(faults=(Loss(Span(source.as_posix()), "no .ics file is in this folder"),))
    made: list[Made] = []
    reports = []
    for file in sources:
        report = Report(file=file.as_posix())
        reports.append(report)
        made += _events(_text(file, report), wish, report)
    written = [one for one in files(_once(made), wish) if _stands(one, wish)]
    losses = [loss for report in reports for loss in sorted(report.losses, key=lambda loss: loss.span)]
    return Brought(files=tuple(file for _, file in written), losses=tuple(losses))


def _once(made: list[Made]) -> list[Made]:
    """Keep of the events of all files that share a UID the latest version: calendars would show one alone."""
    kept: dict[str, Made] = {}
    for number, one in enumerate(made):
        uid = one.fields.get("uid") or f"event {number}"
        older, newer = sorted((kept.get(uid, one), one), key=lambda each: each.sequence)
        if older is not newer:
            older.report.lose(older.line, f"an event of {newer.report.file} has the same UID and replaces it")
        kept[uid] = newer
    return list(kept.values())


def _text(file: Path, report: Report) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.lose(1, "the file is not UTF-8; read as Latin-1, so look at letters with accents")
        return data.decode("latin-1")


# ── the events of a file ────────────────────────────────────────────────────


def _events(text: str, wish: Wish, report: Report) -> Iterator[Made]:
    parts, faults = lines.read(text)
    for fault in faults:
        report.lose(fault.line, fault.message)
    calendars = [part for part in parts if part.name == "VCALENDAR"]
    loose = [part for part in parts if part.name != "VCALENDAR"]
    if loose:
        calendars.append(Component(name="VCALENDAR", line=1, parts=loose))
    if not any(part.name == "VEVENT" for calendar in calendars for part in calendar.parts):
        report.lose(1, "no event is in this file")
    for calendar in calendars:
        yield from _of_calendar(calendar, wish, report)


def _of_calendar(calendar: Component, wish: Wish, report: Report) -> Iterator[Made]:
    zones = zones_of(calendar, wish.config.zone)
    tell_calendar(calendar, report)
    for part in calendar.parts:
        if part.name not in {"VEVENT", "VTIMEZONE"}:
            report.lose(part.line, f"{part.name} is not brought over; only events are")
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    masters, others = _sorted_by_uid(events, report)
    for uid, master in masters:
        made = _made(master, others.pop(uid, []), zones, report)
        if made is not None:
            yield made
    for part in (part for listed in others.values() for part in listed):
        report.lose(
            part.line, "an exception of a series that is not in this file stands as an event of its own"
        )
        made = _made(part, [], zones, report)
        if made is not None:
            yield replace(made, fields={name: one for name, one in made.fields.items() if name != "uid"})


def _made(master: Component, others: list[Component], zones: Zones, report: Report) -> Made | None:
    """Bring an event over; a value beyond all bounds must not keep the other events from it."""
    try:
        return made_of(master, others, zones, report)
    except (ValueError, ArithmeticError):
        report.lose(master.line, "an event with a value out of all bounds is not brought over")
        return None


def _sorted_by_uid(
    events: Iterable[Component], report: Report
) -> tuple[list[tuple[str, Component]], dict[str, list[Component]]]:
    """Sort events from the exceptions of series; of two events with one UID the later version is meant."""
    masters: dict[str, Component] = {}
    others: dict[str, list[Component]] = {}
    for event in events:
        found = event.first("UID")
        uid = found.text if found else f"line {event.line}"
        if found is None:
            report.lose(event.line, "an event without UID gets one of openhub")
        if event.first("RECURRENCE-ID"):
            others.setdefault(uid, []).append(event)
            continue
        older, newer = sorted((masters.get(uid, event), event), key=sequence)
        if older is not newer:
            report.lose(older.line, "another event with the same UID replaces this one")
        masters[uid] = newer
    return list(masters.items()), others


def _stands(pair: tuple[Made, New], wish: Wish) -> bool:
    """Tell whether a file can be read as an event; one that cannot is left behind, with the reason."""
    made, new = pair
    source = Source(file=new.path, text=new.content.decode(), kind="event", folder="content/events")
    checked = parse(source, all_kinds()["event"], wish.config, Renderers(block=render, inline=inline))
    wrong = [problem for problem in checked.problems if level_of(problem, wish.config.checks) == "error"]
    for problem in wrong:
        made.report.lose(made.line, f"the event '{made.title[:40]}' is not brought over: {problem.message}")
    return not wrong and bool(checked.value.entries)


IMPORTER = Importer(name="ics", title="a calendar file, or a folder of them", read=read)
