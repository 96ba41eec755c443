"""What of a calendar nothing here carries, in words: a line for each, or one for all that a program adds."""

from __future__ import annotations

import re
from collections import defaultdict

from openhub.importers.ics.lines import Component, Property
from openhub.importers.ics.report import Report
from openhub.words import count

_CARRIED = frozenset(
    "ATTACH ATTENDEE CATEGORIES CONFERENCE DESCRIPTION DTEND DTSTART DURATION EXDATE EXRULE GEO "
    "LAST-MODIFIED LOCATION ORGANIZER RDATE RECURRENCE-ID RRULE STATUS SUMMARY UID URL".split()
)
_HOUSEKEEPING = frozenset("CREATED DTSTAMP SEQUENCE TRANSP PRIORITY CLASS".split())
_OF_CALENDARS = frozenset(
    "PRODID VERSION METHOD UID SOURCE URL LAST-MODIFIED REFRESH-INTERVAL X-PUBLISHED-TTL "
    "X-WR-TIMEZONE".split()
)
_OF_PROGRAMS = re.compile(r"X-(APPLE|EVOLUTION|GOOGLE|LIC|MICROSOFT|MOZ|MS|OUTLOOK|RADICALE|WR)-")
_TAKEN_FROM_SERIES = "SUMMARY LOCATION CONFERENCE DESCRIPTION URL CATEGORIES ORGANIZER ATTENDEE".split()


def tell_rest(event: Component, report: Report) -> None:
    """Say what of an event nothing here carries, but for what programs add for themselves."""
    for one in event.properties:
        if one.name not in _CARRIED | _HOUSEKEEPING and not _OF_PROGRAMS.match(one.name):
            report.lose(one.line, f"{one.name} is not brought over")
    for part in event.parts:
        report.lose(part.line, f"{part.name} is not brought over")


def tell_calendar(calendar: Component, report: Report) -> None:
    """Say what of a calendar as a whole nothing here carries."""
    for one in calendar.properties:
        if one.name == "CALSCALE" and one.value.strip().upper() != "GREGORIAN":
            report.lose(
                one.line, f"CALSCALE: its dates are read as Gregorian, not as {one.value.strip()[:40]}"
            )
        elif one.name not in {*_OF_CALENDARS, "CALSCALE"}:
            report.lose(one.line, f"{one.name} of the calendar is not brought over")
    _tell_programs([part for part in calendar.parts if part.name == "VEVENT"], report)


def _tell_programs(events: list[Component], report: Report) -> None:
    """Say once what programs add for themselves: they repeat it with each event."""
    found: dict[str, list[Property]] = defaultdict(list)
    for one in (one for event in events for one in event.properties if _OF_PROGRAMS.match(one.name)):
        found[one.name].append(one)
    for name, places in found.items():
        more = f", here and in {count(len(places) - 1, 'other line')}" if len(places) > 1 else ""
        report.lose(places[0].line, f"{name} is not brought over{more}")


def tell_inherited(other: Component, master: Component, report: Report) -> None:
    """Say what a date of a series does not have and its series has: with us it has that too."""
    missing = [name for name in _TAKEN_FROM_SERIES if master.first(name) and not other.first(name)]
    if missing:
        report.lose(other.line, f"this date has no {' and no '.join(missing)}; what its series has is shown")
