"""When an event last changed by its own words, as calendars tell it: never later than now, nor backwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from openhub.hub import memory
from openhub.kinds.event import Event
from openhub.model import Entry
from openhub.site import Site
from openhub.when import instant_of

_JUST_BEFORE = timedelta(microseconds=1)


def changed(entry: Entry, site: Site) -> datetime | None:
    """Give when an event last changed, by what its author says first: none of it is said before its time.

    That is `updated`; else its latest correction or change of state; else its date; else the day on which the
    published hub first had it.
    """
    return _changed(entry, site, site.now)


def turns(entry: Entry, site: Site) -> tuple[datetime, ...]:
    """Give the instants, past and to come, from which another change is the last one."""
    moments = {moment for told in _told(entry, site) for moment in told}
    return tuple(
        moment
        for moment in sorted(moments)
        if _changed(entry, site, moment) != _changed(entry, site, moment - _JUST_BEFORE)
    )


def _changed(entry: Entry, site: Site, now: datetime) -> datetime | None:
    known = ([moment for moment in told if moment <= now] for told in _told(entry, site))
    return next((max(moments) for moments in known if moments), None)


def _told(entry: Entry, site: Site) -> Iterator[list[datetime]]:
    data: Event = entry.data
    states = (data.state_on, *(item.state_on for item in data.occurrences))
    for named in (
        (data.updated,),
        (*states, *(item.on for item in data.corrections)),
        (entry.date,),
        (memory.first_published(entry, site),),
    ):
        yield [instant_of(when, site.zone) for when in named if when]
