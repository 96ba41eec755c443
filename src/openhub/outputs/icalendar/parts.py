"""What of an event stands in a calendar: the event or series as a whole, and each date of it that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from openhub.hub import agenda, calendars
from openhub.hub.calendars import Calendar
from openhub.kinds.event import Event, Occurrence, State, ends, lasting, plan_of
from openhub.model import Entry, When
from openhub.read import planned
from openhub.read.recurrence import is_date
from openhub.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A VEVENT: an event or series as a whole, or the one date of it that `planned` names."""

    entry: Entry
    starts: When
    ends: When
    planned: When | None = None
    override: Occurrence | None = None
    excluded: tuple[When, ...] = ()

    @property
    def data(self) -> Event:
        """The fields of the event."""
        data: Event = self.entry.data
        return data

    @property
    def state(self) -> State:
        """The state, of this date where it has its own."""
        return (self.override.state if self.override else None) or self.data.state

    @property
    def times(self) -> tuple[When, ...]:
        """The times that it names."""
        return (self.starts, *([self.planned] if self.planned else self.data.rdates))


def parts(entry: Entry, calendar: Calendar, site: Site) -> Iterator[Part]:
    """Give the components of an event: the whole first, then each date that differs, in the order of time."""
    data: Event = entry.data
    begins = planned.first(plan_of(data))
    length = _length(data)
    changed = list(agenda.changed(entry))
    dropped = [when for when, item in changed if calendars.is_dropped(when, item, calendar, site)]
    excluded = sorted((*agenda.excluded(entry), *dropped), key=planned.key)
    yield Part(entry=entry, starts=begins, ends=begins + length, excluded=tuple(excluded))
    for when, item in sorted(changed, key=lambda pair: planned.key(pair[0])):
        if when not in dropped:
            yield _differing(entry, when, item, length)


def _length(data: Event) -> timedelta:
    end = ends(data)
    return timedelta(hours=1) if end == data.starts and not is_date(data.starts) else end - data.starts


def _differing(entry: Entry, when: When, item: Occurrence, length: timedelta) -> Part:
    starts = item.starts or when
    usual = lasting(starts, item.duration) if item.duration else starts + length
    return Part(entry=entry, starts=starts, ends=item.ends or usual, planned=when, override=item)
