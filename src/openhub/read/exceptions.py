"""What is wrong with the exceptions of a series: dates left out, added or changed that fit none of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from openhub.model import Path, When
from openhub.read.planned import Index, Plan, day, first, index_of, key, like
from openhub.read.schema import dotted
from openhub.words import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A date of a series that is changed, the start it is moved to, and whether it is called off."""

    at: When
    starts: When | None = None
    off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, where in the record, and the code of the problem."""

    code: str
    path: Path
    message: str


@dataclass(slots=True)
class _Met:
    """The planned dates that were named so far, each with the field that did."""

    by: dict[When, str] = field(default_factory=dict)


def faults(plan: Plan, exdates: tuple[When, ...], changes: tuple[Change, ...]) -> Iterator[Fault]:
    """Find exceptions that hit nothing, are said twice, or put two dates of a series at one time."""
    if plan.rule and key(first(plan)) != key(plan.starts):
        yield _start(plan)
    yield from _added(plan)
    if not plan.rule and not plan.rdates:
        yield from _pointless(exdates, changes)
        return
    planned = index_of(plan, (*exdates, *(change.at for change in changes)))
    met = _Met()
    for at, when in enumerate(exdates):
        yield from _named(planned, when, ("exdates", at), met)
    for at, change in enumerate(changes):
        yield from _named(planned, change.at, ("occurrences", at, "at"), met)
    yield from _moved(plan, planned, exdates, changes)


def _start(plan: Plan) -> Fault:
    begins = moment(first(plan))
    message = (
        f"starts: {moment(plan.starts)} is no date of the rule, so the series begins on {begins}; "
        "write that as 'starts', or correct the rule"
    )
    return Fault(code="event-start", path=("starts",), message=message)


def _added(plan: Plan) -> Iterator[Fault]:
    begin = key(plan.starts)
    seen = {begin, *_of_the_rule(plan)}
    for at, when in enumerate(like(one, plan.starts) for one in plan.rdates):
        if key(when) < begin:
            message = f"{dotted(('rdates', at))}: lies before 'starts'; let the series start with it"
            yield Fault(code="event-date", path=("rdates", at), message=message)
        elif key(when) in seen:
            message = f"{dotted(('rdates', at))}: {moment(when)} is a date of it already; leave it out"
            yield Fault(code="event-twice", path=("rdates", at), message=message)
        seen.add(key(when))


def _of_the_rule(plan: Plan) -> Iterator[When]:
    """Give those of the dates beside the rule that the rule has too."""
    if plan.rule and plan.rdates:
        ruled = index_of(Plan(starts=plan.starts, rule=plan.rule), plan.rdates)
        found = {key(when) for when in ruled.dates}
        yield from found & {key(like(when, plan.starts)) for when in plan.rdates}


def _pointless(exdates: tuple[When, ...], changes: tuple[Change, ...]) -> Iterator[Fault]:
    """Find exceptions of an event that has one date: calendar programs know them of series alone."""
    for name, given in (("exdates", exdates), ("occurrences", changes)):
        if given:
            message = f"{name}: this event has one date; say what is different in its own fields"
            yield Fault(code="event-date", path=(name,), message=message)


def _named(planned: Index, when: When, path: Path, met: _Met) -> Iterator[Fault]:
    found = planned.find(when)
    name = dotted(path)
    if not found:
        message = f"{name}: no date of this event is {_at(when)}{_near(planned, when)}"
        yield Fault(code="event-date", path=path, message=message)
    other = next((met.by[key(one)] for one in found if key(one) in met.by), "")
    if other:
        message = f"{name}: {other} names the same date; keep one"
        yield Fault(code="event-twice", path=path, message=message)
    met.by |= {key(one): name for one in found}


def _near(planned: Index, when: When) -> str:
    """Name the nearest planned date; that of the same day first."""
    same = planned.find(day(when))
    if same:
        return f"; on that day it begins at {same[0]:%H:%M}" if isinstance(same[0], datetime) else ""
    at = bisect_left(planned.dates, day(when), key=day)
    around = planned.dates[max(0, at - 1) : at + 1]
    nearest = min(around, key=lambda one: abs((day(one) - day(when)).days), default=None)
    return f"; the nearest is {written(nearest)}" if nearest is not None else ""


def _moved(
    plan: Plan, planned: Index, exdates: tuple[When, ...], changes: tuple[Change, ...]
) -> Iterator[Fault]:
    """Find dates that are moved onto a date of the series which stays, or two that are moved to one time.

    What is called off takes nobody's time.
    """
    gone = {key(one) for when in exdates for one in planned.find(when)}
    moved = {key(one) for change in changes if change.starts or change.off for one in planned.find(change.at)}
    targets = [change.starts for change in changes if change.starts]
    reached = index_of(plan, targets) if targets else planned
    taken: set[When] = set()
    for at, change in enumerate(changes):
        if change.starts is None or change.off or not planned.find(change.at):
            continue
        target = key(like(change.starts, plan.starts))
        stays = any(key(one) == target for one in reached.find(change.starts)) and target not in gone | moved
        if stays or target in taken:
            message = (
                f"{dotted(('occurrences', at, 'starts'))}: another date of this event is at that time; "
                "move one of them, or leave one out"
            )
            yield Fault(code="event-twice", path=("occurrences", at, "starts"), message=message)
        taken.add(target)


def written(when: When) -> str:
    """Write a date as an author would."""
    if not isinstance(when, datetime):
        return when.isoformat()
    return when.replace(tzinfo=None).isoformat(timespec="seconds" if when.second else "minutes")


def _at(when: When) -> str:
    return f"{'at' if isinstance(when, datetime) else 'on'} {written(when)}"
