"""When a date of an event begins and when it is over, in the zone that it is held in."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from openhub.hub.occurrences import Happening
from openhub.kinds.event import is_series
from openhub.model import Entry
from openhub.site import Site
from openhub.when import day_of, end_of, instant_of, zone_named


def zone_of(entry: Entry, site: Site) -> tzinfo:
    """Give the zone in which the times of an event stand: its own, else the hub's.

    A series without one that starts with `Z` or an offset counts its days in that: elsewhere they are others.
    """
    if entry.data.timezone:
        return zone_named(entry.data.timezone)
    counted = entry.data.starts.tzinfo if isinstance(entry.data.starts, datetime) else None
    return counted if counted and is_series(entry) else site.zone


def wrote_end(item: Happening) -> bool:
    """Tell whether somebody said when a date ends; what calendars assume is no news."""
    data, change = item.entry.data, item.override
    own = change is not None and bool(change.ends or change.duration)
    return own or bool(data.ends or data.duration) or not isinstance(item.starts, datetime)


def span(item: Happening, site: Site) -> tuple[datetime, datetime]:
    """Give the instants at which a date begins and is over; whole days are those of the event's own zone.

    Where nobody wrote when it ends, nobody knows: it is over with its day, and not within the hour that
    calendars are told.
    """
    zone = zone_of(item.entry, site)
    begins, over = instant_of(item.starts, zone), end_of(item.ends, zone)
    if wrote_end(item):
        return begins, over
    return begins, max(over.astimezone(UTC), end_of(day_of(item.starts, zone), zone).astimezone(UTC))
