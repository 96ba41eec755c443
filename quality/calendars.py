"""The dates in a calendar as two other programs read them, and as the hub's own pages tell them.

`ical.js` (npm, see install.sh) reads strictly; `recurring-ical-events` expands what icalendar read.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import icalendar
import recurring_ical_events

from openhub.hub import agenda, calendars
from openhub.hub.calendars import Calendar
from openhub.site import Site

Date: TypeAlias = tuple[str, int | str, int | str]
"""UID, start and end: seconds since 1970, or a day as 2026-11-24; the end of whole days is the day after."""
Span: TypeAlias = tuple[datetime, datetime]
SCRIPT = Path(__file__).parent / "calendar.mjs"
ICAL_JS = Path(__file__).parent / "node_modules" / "ical.js"


def told_by_agenda(calendar: Calendar, site: Site, span: Span) -> list[Date]:
    """Give the dates that the hub's pages show, of the events in a calendar."""
    found = []
    host = site.config.feed_authority.partition(",")[0]
    for entry in calendars.members(calendar, site):
        uid = entry.data.uid or f"event-{entry.id}@{host}"
        for item in agenda.expand(entry, site):
            gone = calendars.is_dropped(item, calendar, site)
            if not gone and _within(item.starts, span):
                found.append((uid, _plain(item.starts), _plain(_end(item.ends))))
    return sorted(found, key=str)


def told_by_ical_js(files: Iterable[Path], span: Span) -> Mapping[Path, list[Date]]:
    """Read calendars with ical.js; raises CalledProcessError where it refuses one."""
    listed = list(files)
    first, last = (str(int(moment.timestamp())) for moment in span)
    command = ["node", str(SCRIPT), first, last, *map(str, listed)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    read = json.loads(done.stdout)
    return {file: sorted((tuple(row[:3]) for row in read[str(file)]), key=str) for file in listed}


def told_by_recurring(text: bytes | str, span: Span) -> list[Date]:
    """Expand a calendar with recurring-ical-events."""
    query = recurring_ical_events.of(icalendar.Calendar.from_ical(text))
    found = []
    for event in query.between(span[0] - timedelta(days=2), span[1] + timedelta(days=2)):
        start = event.decoded("DTSTART")
        if _within(start, span):
            found.append((str(event["UID"]), _plain(start), _plain(event.end)))
    return sorted(found, key=str)


def complaints(text: bytes) -> list[str]:
    """Give what the package icalendar finds wrong with a calendar and its components."""
    read = icalendar.Calendar.from_ical(text)
    return [f"{part.name}: {error}" for part in read.walk() for error in part.errors]


def _within(when: date | datetime, span: Span) -> bool:
    moment = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day, tzinfo=UTC)
    return span[0] <= moment < span[1]


def _plain(when: date | datetime) -> int | str:
    return int(when.timestamp()) if isinstance(when, datetime) else when.isoformat()


def _end(when: date | datetime) -> date | datetime:
    return when if isinstance(when, datetime) else when + timedelta(days=1)
