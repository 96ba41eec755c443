"""What of an event stands in a calendar: the event or series as a whole, and each date of it that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from openhub.hub import calendars, occurrences
from openhub.hub.calendars import Calendar
from openhub.hub.occurrences import Happening
from openhub.kinds.event import Event, Occurrence, State, is_series, length_of, plan_of
from openhub.model import Entry, When
from openhub.read import planned
from openhub.read.lengths import Length, is_even
from openhub.read.uneven import uneven
from openhub.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A VEVENT: an event or series as a whole, or the one date of it that `planned` names.

    `lasts` stands in place of `ends` where clocks change during the first date of a series.
    """

    entry: Entry
    starts: When
    ends: When
    lasts: Length | None = None
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
        return occurrences.state_of(self.data, self.override)

    @property
    def times(self) -> tuple[When, ...]:
        """The times that it names."""
        return (self.starts, *([self.planned] if self.planned else self.data.rdates))


def parts(entry: Entry, calendar: Calendar, site: Site) -> Iterator[Part]:
    """Give the components of an event: the whole first, then each date that differs, in the order of time.

    A date during which clocks change stands by itself too: programs count that in two ways. Where the whole
    is not sure, what is sure stands alone.
    """
    changed = [occurrences.happening(entry, when, item) for when, item in occurrences.changed(entry)]
    dropped = [item.planned for item in changed if calendars.is_dropped(item, calendar, site)]
    excluded = (*occurrences.excluded(entry), *dropped)
    alone = list(changed)
    if calendars.is_whole(entry, calendar):
        yield _whole(entry, tuple(sorted(excluded, key=planned.key)))
        alone = [*(occurrences.happening(entry, when) for when in _uneven(entry)), *changed]
    single = {planned.key(item.planned): item for item in alone}
    for name in sorted(single.keys() - {planned.key(when) for when in excluded}):
        yield _one(single[name])


def _whole(entry: Entry, excluded: tuple[When, ...]) -> Part:
    data: Event = entry.data
    begins, length = planned.first(plan_of(data)), length_of(data)
    item = occurrences.happening(entry, begins)
    if not is_series(entry):
        return Part(entry=entry, starts=item.starts, ends=item.ends)
    uneven = isinstance(begins, datetime) and not is_even(begins, length)
    return Part(
        entry=entry, starts=begins, ends=item.ends, lasts=length if uneven else None, excluded=excluded
    )


def _uneven(entry: Entry) -> tuple[When, ...]:
    data: Event = entry.data
    return uneven(plan_of(data), length_of(data)) if is_series(entry) else ()


def _one(item: Happening) -> Part:
    return Part(
        entry=item.entry, starts=item.starts, ends=item.ends, planned=item.planned, override=item.override
    )
