"""The view of a month of events: real weeks, Monday first."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from openhub.hub import agenda
from openhub.hub.occurrences import Happening
from openhub.hub.plan import Page
from openhub.hub.spans import zone_of
from openhub.kinds.event import is_series
from openhub.model import When
from openhub.site import KEPT, Site
from openhub.views import parts
from openhub.views.event_time import Hours, local, zone_words
from openhub.views.event_words import has_yours
from openhub.views.shapes import Link, View
from openhub.when import day_of, instant_of
from openhub.words import (
    MONTHS,
    WEEKDAYS,
    clock,
    count,
    day_month,
    listed,
    month_name,
    short_ordinal,
    zone_name,
)

CALENDAR = Link("Subscribe to the calendar", "/events.ics")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEntry:
    """A date of an event in a day; `hours` stand before its line where the reader's own are added to them."""

    title: str
    address: str
    line: str = ""
    struck: bool = False
    hours: Hours | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A day of the calendar. A script marks it as today, as the page is the same on any day."""

    day: date
    number: int
    weekday: str
    outside: bool
    begins: datetime
    ends: datetime
    entries: tuple[CellEntry, ...] = ()


def month_address(year: int, number: int, site: Site) -> str:
    """Give the address of a month's page."""
    return f"{parts.list_crumb('event', site)[1]}{year}/{number:02}/"


def month(page: Page, site: Site) -> View:
    """Show the days of a month with what takes place, and what was to take place."""
    year, number = page.subject
    held = agenda.months(agenda.happenings(site), site).get((year, number), ())
    cells = _entries(year, number, held, site)
    title = month_name(date(year, number, 1))
    values: dict[str, Any] = {
        "buttons": (*_around(year, number, site), CALENDAR),
        "line": f"{_zone_line(year, number, site)} {_counted(year, number, held, site)}",
        "weekdays": WEEKDAYS,
        "weeks": _weeks(year, number, cells, site),
    }
    crumb = parts.list_crumb("event", site)
    return View(
        address=page.address,
        template="month",
        title=title,
        values=values,
        section=crumb[1],
        crumbs=(crumb,),
    )


def _around(year: int, number: int, site: Site) -> Iterator[Link]:
    known = tuple(agenda.months(agenda.happenings(site), site))
    place = known.index((year, number))
    for before in known[:place][-1:]:
        yield Link(f"← {_name(*before, year)}", month_address(*before, site))
    for after in known[place + 1 :][:1]:
        yield Link(f"{_name(*after, year)} →", month_address(*after, site))


def _name(year: int, number: int, here: int) -> str:
    return MONTHS[number - 1] if year == here else month_name(date(year, number, 1))


def _zone_line(year: int, number: int, site: Site) -> str:
    days = [day for day in Calendar().itermonthdates(year, number) if day.month == number]
    noons = [datetime.combine(day, time(12), site.zone) for day in days]
    changed = next((noon for noon in noons if noon.utcoffset() != noons[0].utcoffset()), None)
    if changed is None:
        return f"Times are {zone_words(noons[0], site.zone)}."
    first, then = zone_words(noons[0], site.zone), zone_words(changed, site.zone)
    return f"Times are {first}, from {day_month(changed.date(), year)} {then}."


def _counted(year: int, number: int, held: tuple[Happening, ...], site: Site) -> str:
    skipped = _not_held(site)[year, number]
    states = [item.state for item in held]
    more = [f"{states.count(word)} {word}" for word in ("cancelled", "postponed") if word in states]
    more += [f"{skipped} not held"] if skipped else []
    return f"{count(len(held), 'date')}{'; ' if more else ''}{listed(more)}."


def _weeks(
    year: int, number: int, entries: Mapping[date, tuple[CellEntry, ...]], site: Site
) -> tuple[tuple[Cell, ...], ...]:
    def cell(day: date) -> Cell:
        outside = day.month != number
        return Cell(
            day=day,
            number=day.day,
            weekday=WEEKDAYS[day.weekday()][:3],
            outside=outside,
            begins=instant_of(day, site.zone),
            ends=instant_of(day + _DAY, site.zone),
            entries=() if outside else entries.get(day, ()),
        )

    return tuple(tuple(cell(day) for day in week) for week in Calendar().monthdatescalendar(year, number))


def _entries(
    year: int, number: int, held: Iterable[Happening], site: Site
) -> Mapping[date, tuple[CellEntry, ...]]:
    """Sort what is told in a month into its days: what is held, what moved away, and what is left out."""
    found: dict[date, list[CellEntry]] = defaultdict(list)
    for item in held:
        listed = agenda.days(item, site)
        for place, day in enumerate(listed, 1):
            if (day.year, day.month) == (year, number):
                found[day].append(_entry(item, place, len(listed), site))
    for day, entry in _struck(site).get((year, number), ()):
        found[day].append(entry)
    return {day: tuple(entries) for day, entries in found.items()}


@lru_cache(maxsize=KEPT)
def _struck(site: Site) -> Mapping[tuple[int, int], list[tuple[date, CellEntry]]]:
    """Sort into months what stands where nothing is held any more: dates that moved, and dates left out."""
    found: dict[tuple[int, int], list[tuple[date, CellEntry]]] = defaultdict(list)
    moved = (told for item in agenda.happenings(site) for told in _moved(item, site))
    for day, entry in (*moved, *_skipped(site)):
        found[day.year, day.month].append((day, entry))
    return found


def _entry(item: Happening, place: int, length: int, site: Site) -> CellEntry:
    start = _start(item, site) if place == 1 and not item.is_off else None
    words = item.state if item.is_off else _when(item, str(start or ""), place, length)
    hours = start if has_yours(item) else None
    return CellEntry(
        title=item.title,
        address=agenda.address(item, site),
        line=words.removeprefix(str(hours or "")),
        struck=item.is_off,
        hours=hours,
    )


def _when(item: Happening, start: str, place: int, length: int) -> str:
    begins = start if isinstance(item.starts, datetime) else "all day"
    tentative = "not settled yet" if item.state == "tentative" else ""
    part = f"{short_ordinal(place)} of {length}" if length > 1 else ""
    return ", ".join(filter(None, (begins, part, tentative)))


def _start(item: Happening, site: Site) -> Hours | None:
    """Tell the hour at which a date begins by the hub's clocks, and by its own where they differ."""
    here, own = local(item.starts, site.zone), local(item.starts, zone_of(item.entry, site))
    if not isinstance(here, datetime) or not isinstance(own, datetime):
        return None
    other = "" if here.utcoffset() == own.utcoffset() else f" ({clock(own)} {zone_name(own)})"
    return Hours(begins=clock(here), begins_iso=here.isoformat(timespec="minutes"), zone=other)


def _moved(item: Happening, site: Site) -> Iterator[tuple[date, CellEntry]]:
    """Leave a struck line on each day from which a date was moved."""
    before: list[When] = [] if is_series(item.entry) else list(item.entry.data.previous_starts)
    before += [item.planned] if item.is_moved else []
    if not before:
        return
    now = day_of(item.starts, site.zone)
    for day in {day_of(when, site.zone) for when in before} - {now}:
        to = "put off" if item.is_off else f"moved to {day_month(now, day.year)}"
        yield day, CellEntry(title=item.title, address=agenda.address(item, site), line=to, struck=True)


@lru_cache(maxsize=KEPT)
def _not_held(site: Site) -> Counter[tuple[int, int]]:
    return Counter((day.year, day.month) for day, _ in _skipped(site))


def _skipped(site: Site) -> Iterator[tuple[date, CellEntry]]:
    for entry in site.of("event"):
        for when in agenda.not_held(entry, site):
            address = site.addresses[entry.ref]
            cell = CellEntry(title=entry.title, address=address, line="not held", struck=True)
            yield day_of(when, site.zone), cell
