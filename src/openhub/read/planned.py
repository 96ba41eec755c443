"""The dates of an event or series as they were planned, and which of them a day or a time names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from openhub.model import When
from openhub.read.recurrence import as_rrule, first_date, rule_dates, zone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When an event takes place before any exception: its start, its rule, and dates beside the rule."""

    starts: When
    rule: str = ""
    rdates: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Planned dates in the order of time, and the ways in which an author may name one."""

    dates: tuple[When, ...]
    names: Mapping[When, tuple[When, ...]]

    def find(self, named: When) -> tuple[When, ...]:
        """Find the dates that are meant: the one at an instant, or those on a day."""
        return self.names.get(key(named), ())


def dates(plan: Plan, last: date) -> tuple[When, ...]:
    """Give the planned dates; those of the rule up to the day `last`, in its own zone.

    A series begins with the first date of its rule: RFC 5545 leaves open what a start beside it would be.
    """
    found: dict[When, When] = {key(like(one, plan.starts)): like(one, plan.starts) for one in plan.rdates}
    if plan.rule:
        for moment in rule_dates(plan.rule, plan.starts, last):
            when = like(moment, plan.starts)
            found[key(when)] = when
    else:
        found[key(plan.starts)] = plan.starts
    return tuple(when for _, when in sorted(found.items(), key=lambda pair: pair[0]))


def beside(plan: Plan) -> tuple[When, ...]:
    """Give the dates that stand beside the rule, or the one start, each once and none that those have too."""
    found = {key(when): when for when in (like(one, plan.starts) for one in plan.rdates)}
    known = {key(one) for one in _ruled(plan, found.values())}
    return tuple(when for name, when in sorted(found.items()) if name not in known)


def _ruled(plan: Plan, near: Iterable[When]) -> tuple[When, ...]:
    """Give the dates of the rule up to the last of some, or the one start."""
    rule = Plan(starts=plan.starts, rule=plan.rule)
    return dates(rule, max((day(when) for when in near), default=day(plan.starts)))


def first(plan: Plan) -> When:
    """Give the date with which the rule begins; the start where there is no rule."""
    if not plan.rule:
        return plan.starts
    return like(first_date(plan.rule, plan.starts), plan.starts)


def index(plan: Plan, last: date) -> Index:
    """Sort the planned dates up to a day by the ways in which they may be named."""
    return _index(plan, zone_of(plan.starts), last)


@lru_cache(maxsize=64)
def _index(plan: Plan, _: tzinfo | None, last: date) -> Index:
    planned = dates(plan, last)
    names: dict[When, list[When]] = defaultdict(list)
    for when in planned:
        for one in keys(when):
            names[one].append(when)
    return Index(dates=planned, names={name: tuple(found) for name, found in names.items()})


def index_of(plan: Plan, named: Iterable[When]) -> Index:
    """Give the index as far as any of the dates that are named."""
    days = (day(like(when, plan.starts)) for when in named)
    return index(plan, max(days, default=day(plan.starts)))


def key(when: When) -> When:
    """Give what is equal for two ways to write one instant, also where clocks are turned back."""
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def keys(when: When) -> tuple[When, ...]:
    """Give the ways in which an author may name a planned date: the instant, or its day."""
    return (key(when), when.date()) if isinstance(when, datetime) else (when,)


def like(when: When, pattern: When) -> When:
    """Write a date or an instant in the way, and the zone, of another."""
    if not isinstance(pattern, datetime):
        return day(when)
    if isinstance(when, datetime):
        return when.astimezone(pattern.tzinfo)
    return datetime.combine(when, pattern.timetz())


def day(when: When) -> date:
    """Give the day of a date or instant, in its own zone."""
    return when.date() if isinstance(when, datetime) else when


def ends(plan: Plan) -> bool:
    """Tell whether the planned dates come to an end."""
    return not plan.rule or any(name in as_rrule(plan.rule) for name in ("COUNT=", "UNTIL="))
