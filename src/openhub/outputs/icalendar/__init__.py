"""The calendars (RFC 5545 and 7986) that others can subscribe to: each of `hub.calendars`, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, tzinfo
from functools import lru_cache

from icalendar import Calendar as VCalendar

from openhub.hub import calendars, stamps
from openhub.hub.calendars import Calendar
from openhub.model import Change, Entry, Output
from openhub.outputs.icalendar import component, promises, zones
from openhub.outputs.icalendar.head import END, head
from openhub.outputs.icalendar.parts import Part, parts
from openhub.site import KEPT, Site
from openhub.when import instant_of

_BECAUSE = "a calendar drops what is over, or what is off for long"
_STAMPED = "a calendar tells of a change that its event named for then"
_SOME_YEAR = 2026


def outputs(site: Site) -> Iterator[Output]:
    """Give every calendar of the hub."""
    for calendar in calendars.calendars(site):
        path = calendar.address.lstrip("/")
        yield Output(path=path, content=write(calendar, site), changes=tuple(_changes(calendar, site)))
    yield from promises.outputs(site)


def _changes(calendar: Calendar, site: Site) -> Iterator[Change]:
    for day in calendars.turns(calendar, site):
        yield Change(at=instant_of(day, site.zone).astimezone(UTC), because=_BECAUSE)
    for entry in calendar.entries:
        for moment in stamps.turns(entry, site):
            if calendars.holds(calendar, entry, site.day(moment), site):
                yield Change(at=moment.astimezone(UTC), because=_STAMPED)


def write(calendar: Calendar, site: Site) -> bytes:
    """Write a calendar as it is today, with the time zones that its events are in.

    A calendar must hold something (RFC 5545, section 3.6): one without events holds the hub's time zone.
    """
    found = [_written(entry, calendar, site) for entry in calendars.members(calendar, site)]
    years = (entry.data.starts.year for entry in calendar.entries)
    used = _together(found) if found else {site.config.timezone: (site.zone, min(years, default=_SOME_YEAR))}
    head = _head(calendar, site).to_ical().removesuffix(END)
    described = [zones.text(name, zone, year) for name, (zone, year) in sorted(used.items())]
    return b"".join([head, *described, *(one.text for one in found), END])


def _head(calendar: Calendar, site: Site) -> VCalendar:
    told = [stamps.changed(entry, site) for entry in calendars.members(calendar, site)]
    return head(
        calendar.title,
        calendar.about,
        page=calendar.page,
        address=calendar.address,
        changed=max(filter(None, told), default=None),
        site=site,
    )


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
