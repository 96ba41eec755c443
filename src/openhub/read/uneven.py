"""The dates of a series on which programs do not count alike, since clocks change while they go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from openhub.model import When
from openhub.read import zonerule
from openhub.read.lengths import Length, is_even
from openhub.read.planned import Plan, dates, first, key, like
from openhub.read.recurrence import as_rrule, zone_of

_YEARS = 30
"""So far after its first date those of a rule are looked for."""
_DAY = timedelta(days=1)
_OWN_HOURS = re.compile(r"BY(HOUR|MINUTE|SECOND)=")


def uneven(plan: Plan, length: Length) -> tuple[When, ...]:
    """Give the planned dates during which clocks change, or that begin or end in an hour of such a change."""
    return _uneven(plan, zone_of(plan.starts), length)


@lru_cache(maxsize=256)
def _uneven(plan: Plan, _: object, length: Length) -> tuple[When, ...]:
    begin = first(plan)
    if not isinstance(begin, datetime) or not isinstance(begin.tzinfo, ZoneInfo):
        return ()
    beside = {key(like(one, begin)) for one in plan.rdates}
    days = _days(plan, begin, begin.tzinfo, length)
    last = max([*days, *(like(one, begin) for one in plan.rdates)], key=_day, default=None)
    if last is None:
        return ()
    found = (one for one in dates(plan, _day(last)) if key(one) in beside or _day(one) in days)
    return tuple(one for one in found if isinstance(one, datetime) and not is_even(one, length))


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _days(plan: Plan, begin: datetime, zone: ZoneInfo, length: Length) -> frozenset[date]:
    """Give the days on which a date of the rule would be uneven, whether it has one there or not."""
    if not plan.rule:
        return frozenset({begin.date()})
    near = set(_near_changes(begin, zone, length))
    if _OWN_HOURS.search(as_rrule(plan.rule)):
        return frozenset(near)
    return frozenset(day for day in near if not is_even(datetime.combine(day, begin.timetz()), length))


def _near_changes(begin: datetime, zone: ZoneInfo, length: Length) -> Iterator[date]:
    """Give the days on which what goes on when clocks change may have begun."""
    for change in zonerule.changes(zone.key, begin.year - 1, begin.year + _YEARS):
        day = change.astimezone(zone).date()
        yield from (day + _DAY * step for step in range(-length.usual.days - 2, 2))
