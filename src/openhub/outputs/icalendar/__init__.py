"""The calendars (RFC 5545 and 7986) that others can subscribe to: each of `hub.calendars`, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, timedelta, tzinfo
from functools import lru_cache

from icalendar import Calendar as VCalendar
from icalendar.prop import vDuration, vUri

from openhub.hub import calendars
from openhub.hub.calendars import Calendar
from openhub.model import Change, Entry, Output
from openhub.outputs.icalendar import component, zones
from openhub.outputs.icalendar.parts import Part, parts
from openhub.site import KEPT, Site
from openhub.urls import absolute
from openhub.when import instant_of

REFRESH = timedelta(hours=12)
_BECAUSE = "a calendar drops what is over, or what is off for long"
_SOME_YEAR = 2026
_END = b"END:VCALENDAR\r\n"


def outputs(site: Site) -> Iterator[Output]:
    """Give every calendar of the hub."""
    for calendar in calendars.calendars(site):
        days = calendars.turns(calendar, site)
        changes = (Change(at=instant_of(day, site.zone).astimezone(UTC), because=_BECAUSE) for day in days)
        path = calendar.address.lstrip("/")
        yield Output(path=path, content=write(calendar, site), changes=tuple(changes))


def write(calendar: Calendar, site: Site) -> bytes:
    """Write a calendar as it is today, with the time zones that its events are in.

    A calendar must hold something (RFC 5545, section 3.6): one without events holds the hub's time zone.
    """
    found = [_written(entry, calendar, site) for entry in calendars.members(calendar, site)]
    years = (entry.data.starts.year for entry in calendar.entries)
    used = _together(found) if found else {site.config.timezone: (site.zone, min(years, default=_SOME_YEAR))}
    head = _head(calendar, site).to_ical().removesuffix(_END)
    described = [zones.text(name, zone, year) for name, (zone, year) in sorted(used.items())]
    return b"".join([head, *described, *(one.text for one in found), _END])


def _head(calendar: Calendar, site: Site) -> VCalendar:
    made = VCalendar()
    made.add("prodid", "-//openhub//openhub//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        component.add_text(made, name, calendar.title)
    for name in ("description", "x-wr-caldesc"):
        component.add_text(made, name, calendar.about)
    made.add("url", vUri(absolute(calendar.page, site.config.base)))
    made.add("source", vUri(absolute(calendar.address, site.config.base)), parameters={"VALUE": "URI"})
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    told = [component.told(entry, site) for entry in calendars.members(calendar, site)]
    changes = [instant_of(when, site.zone) for when in told if when]
    if changes:
        made.add("last-modified", max(changes).astimezone(UTC))
    return made


# ── events ──────────────────────────────────────────────────────────────────


class _Text:
    """The components of one event, and the zones that they use with the first year in each."""

    __slots__ = ("text", "zones")

    def __init__(self, found: Iterable[Part], site: Site) -> None:
        listed = tuple(found)
        self.text = b"".join(component.component(part, site).to_ical() for part in listed)
        self.zones = zones.used(when for part in listed for when in part.times)


@lru_cache(maxsize=KEPT)
def _known(site: Site) -> dict[tuple[str, bool], _Text]:  # noqa: ARG001 -- one for each site
    return {}


def _written(entry: Entry, calendar: Calendar, site: Site) -> _Text:
    """Write an event once, as it stands in several calendars."""
    known, name = _known(site), (entry.id, calendar.confirmed)
    if name not in known:
        known[name] = _Text(parts(entry, calendar, site), site)
    return known[name]


def _together(found: Iterable[_Text]) -> zones.Used:
    years: dict[str, tuple[tzinfo | None, int]] = {}
    for one in found:
        for name, (zone, year) in one.zones.items():
            years[name] = (zone, min(year, years.get(name, (zone, date.max.year))[1]))
    return years
