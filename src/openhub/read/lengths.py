"""How long the dates of an event last: to an hour on the clocks of its zone, or for a time that passes.

Both are one and the same but for the dates on which clocks change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from openhub.model import When
from openhub.read.planned import day, key
from openhub.when import Duration

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """What passes on the clocks of the event's zone, and what passes exactly after that."""

    clock: timedelta = timedelta()
    exact: timedelta = timedelta()

    @property
    def usual(self) -> timedelta:
        """The length of a date on which no clock changes."""
        return self.clock + self.exact


HOUR = Length(exact=timedelta(hours=1))
"""What a time without a written end lasts."""


def until(starts: When, ends: When) -> Length:
    """Give the length of what was written with an end: every date ends at that hour of its zone."""
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        return Length(clock=day(ends) - day(starts))
    clock = bare(ends.astimezone(starts.tzinfo)) - bare(starts)
    return Length(clock=clock) if clock > timedelta() else Length(exact=key(ends) - key(starts))


def lasting(starts: When, length: Duration) -> Length:
    """Give the length of what was written with one: its days are those of the calendar, its hours exact."""
    begins = day(starts)
    days = Duration(length.months, timedelta(days=length.days), length.days).after(begins) - begins
    if isinstance(starts, datetime):
        return Length(clock=days, exact=length.exact)
    return Length(clock=max(timedelta(), length.after(begins) - begins - _DAY))


def end(starts: When, length: Length) -> When:
    """Give the end of what begins at `starts`, in the same zone; of whole days, the last one."""
    if not isinstance(starts, datetime):
        return starts + length.clock
    nominal = (starts + length.clock).replace(fold=0) if length.clock else starts
    finish = (nominal.astimezone(UTC) + length.exact).astimezone(starts.tzinfo)
    return finish if key(finish) > key(starts) or not length.usual else _after(starts, length)


def _after(starts: datetime, length: Length) -> datetime:
    """Give the end of what begins in an hour that clocks skip, and by the clock would end before it."""
    return (starts.astimezone(UTC) + length.usual).astimezone(starts.tzinfo)


def bare(when: datetime) -> datetime:
    """Give what the clocks of the zone show, and nothing else."""
    return when.replace(tzinfo=None, fold=0)


def is_even(starts: datetime, length: Length) -> bool:
    """Tell whether a date begins and ends where every program finds it, however that counts.

    It does not where clocks change between the two, or skip or repeat the one or the other.
    """
    finish = end(starts, length)
    if not isinstance(finish, datetime):
        return True
    exact = finish.astimezone(UTC) - starts.astimezone(UTC)
    return is_plain(starts) and is_plain(finish) and bare(finish) - bare(starts) == exact


def is_skipped(when: When) -> bool:
    """Tell whether the clocks of the zone never show a time."""
    return isinstance(when, datetime) and bare(when) != bare(when.astimezone(UTC).astimezone(when.tzinfo))


def is_plain(when: datetime) -> bool:
    """Tell whether the clocks of the zone show a time once."""
    return when.replace(fold=0).utcoffset() == when.replace(fold=1).utcoffset()
