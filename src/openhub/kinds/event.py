"""Events and series: when, where, who, and what came after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator

from openhub.kinds.base import Fields, Kind, fault, in_order, news_sides
from openhub.model import Entry, Path, Record, Row, When
from openhub.problems import Problem
from openhub.read.clocks import doubt, fixed_offset
from openhub.read.exceptions import Change, faults
from openhub.read.fields import (
    Address,
    Amount,
    CfpZone,
    Day,
    Duration,
    Inline,
    Latitude,
    Longitude,
    Many,
    Moment,
    Person,
    Text,
    Verbatim,
    as_fields,
)
from openhub.read.lengths import HOUR, Length, end, lasting, until
from openhub.read.planned import Plan, index_of, key
from openhub.read.recurrence import is_date, parse_rule
from openhub.read.schema import dotted, record
from openhub.site import Site
from openhub.when import Duration as Lasting
from openhub.when import is_before, real, zone_named

State: TypeAlias = Literal["confirmed", "tentative", "postponed", "rescheduled", "cancelled", "moved_online"]
Mode: TypeAlias = Literal["online", "in_person", "hybrid"]
OFF = frozenset({"cancelled", "postponed"})
_NOWHERE = frozenset({"online", "virtual", "virtually", "remote", "zoom"})
_LONGEST = 366
_MOST_NAMED = 1_000
_NAMED = ("rdates", "exdates", "occurrences")


@record
class Geo:
    """A point on the map, in degrees of WGS 84."""

    lat: Latitude
    lon: Longitude


def _geo(value: Any) -> Any:
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return {"lat": value[0], "lon": value[1]}
    return value


@record
class Location:
    """Where an event takes place, and how to get in."""

    name: Text | None = None
    address: Text | None = None
    city: Text | None = None
    country: Text | None = None
    geo: Annotated[Geo | None, BeforeValidator(_geo)] = None
    url: Address | None = None
    access: Text | None = None


@record
class Registration:
    """How to get a place."""

    url: Address | None = None
    opens: Moment | None = None
    closes: Moment | None = None
    capacity: Amount | None = None
    price: Verbatim | None = None
    text: Text | None = None


@record
class CallForPapers:
    """Until when talks can be proposed; the day that it closes counts."""

    url: Address | None = None
    closes: Moment
    timezone: CfpZone | None = None


@record
class After:
    """What an event left behind."""

    notes: Address | None = None
    recording: Address | None = None
    slides: Address | None = None
    photos: Address | None = None
    attendance: Amount | None = None


@record
class Occurrence:
    """What is different about one date of a series."""

    at: Moment
    starts: Moment | None = None
    ends: Moment | None = None
    duration: Duration | None = None
    title: Text | None = None
    summary: Inline | None = None
    state: State | None = None
    state_reason: Text | None = None
    state_on: Day | None = None
    location: Annotated[Location | None, as_fields("name")] = None
    online_url: Address | None = None
    speakers: Many[Person] = ()
    after: After | None = None
    owes: Many[Verbatim] = ()


@record
class Event(Fields):
    """An event, or a series of them."""

    starts: Moment
    ends: Moment | None = None
    duration: Duration | None = None
    state: State = "confirmed"
    state_reason: Text | None = None
    state_on: Day | None = None
    previous_starts: Many[Moment] = ()
    mode: Mode | None = None
    location: Annotated[Location | None, as_fields("name")] = None
    online_url: Address | None = None
    type: Text | None = None
    registration: Annotated[Registration | None, as_fields("url")] = None
    cfp: CallForPapers | None = None
    organizers: Many[Person] = ()
    speakers: Many[Person] = ()
    attending: Many[Person] = ()
    after: After | None = None
    owes: Many[Verbatim] = ()
    rule: Text | None = None
    rdates: Many[Moment] = ()
    exdates: Many[Moment] = ()
    occurrences: Many[Occurrence] = ()
    uid: Verbatim | None = None


def is_series(event: Entry) -> bool:
    """Tell whether an event has more than one date."""
    return bool(event.data.rule or event.data.rdates)


def begins(data: Event) -> When:
    """Give the start in the zone that the event names, whose clocks a series follows; else as written."""
    if data.timezone and isinstance(data.starts, datetime):
        return data.starts.astimezone(zone_named(data.timezone))
    return data.starts


def plan_of(data: Event) -> Plan:
    """Give the dates of an event as they were planned."""
    return Plan(starts=begins(data), rule=data.rule or "", rdates=data.rdates)


def length_of(data: Event) -> Length:
    """Give how long each date lasts: as written, else an hour, or a day for dates."""
    starts = begins(data)
    if data.ends is not None:
        found = until(starts, data.ends)
    else:
        found = lasting(starts, data.duration) if data.duration else Length()
    return _at_least(found, starts)


def _at_least(length: Length, starts: When) -> Length:
    return length if length.usual or is_date(starts) else HOUR


def end_of(data: Event, starts: When, change: Occurrence | None = None) -> When:
    """Give the end of a date of an event that begins at `starts`, with what is different about it."""
    if change and change.ends:
        return _written_end(starts, change.ends)
    if change and change.duration:
        return end(starts, _at_least(lasting(starts, change.duration), starts))
    if data.ends is not None and key(starts) == key(data.starts):
        return _written_end(starts, data.ends)
    return end(starts, length_of(data))


def written_end(data: Event) -> When:
    """Give the end of the first date where somebody wrote one, else its start."""
    return end_of(data, begins(data)) if data.ends or data.duration else data.starts


def _written_end(starts: When, ends: When) -> When:
    """Give an end as it was written; where clocks skip the start, it may not come after that."""
    if is_date(ends) != is_date(starts) or key(ends) > key(starts):
        return real(ends)
    return end(starts, _at_least(until(starts, ends), starts))


def mode(data: Event) -> Mode | None:
    """Give how it is held: as written, else by what is known of place and link."""
    if data.mode or not (data.location or data.online_url):
        return data.mode
    if data.location is None or is_online(data.location):
        return "online"
    return "hybrid" if data.online_url else "in_person"


def is_online(location: Location) -> bool:
    """Tell whether a location is a word for none, as `Online (Zoom)` is."""
    word = re.match(r"\w+", (location.name or "").strip())
    somewhere = location.address or location.city or location.geo
    return bool(word and word[0].lower() in _NOWHERE and not somewhere)


def _check(data: Event, record: Record) -> Iterator[Problem]:
    yield from in_order(data.starts, data.ends, record, ("ends",))
    yield from _too_long(data.starts, data.ends, data.duration, record, ())
    for index, item in enumerate(data.occurrences):
        path = ("occurrences", index)
        begins = item.starts or (item.at if is_date(item.at) == is_date(data.starts) else None)
        yield from in_order(begins, item.ends, record, (*path, "ends"))
        yield from _too_long(item.starts or item.at, item.ends, item.duration, record, path)
    yield from _registration(data, record)
    for where, when in _times(data):
        if found := doubt(when, data.timezone):
            yield fault(record, where, found.code, f"{dotted(where)}: {found.message}")
    if data.state in OFF and not data.state_reason:
        message = f"state_reason: missing; say why it is {data.state}"
        yield fault(record, ("state",), "state-reason-missing", message)
    crowded = [name for name in _NAMED if len(getattr(data, name)) > _MOST_NAMED]
    for name in crowded:
        message = (
            f"{name}: {len(getattr(data, name)):,} of them; name at most {_MOST_NAMED:,}, or write a rule"
        )
        yield fault(record, (name,), "event-rule", message)
    if crowded:
        return
    yield from _rule(data, record)


def _times(data: Event) -> Iterator[tuple[Path, When]]:
    """Give each time at which something takes place; one that only names a date may be written in any way."""
    yield ("starts",), data.starts
    yield from ((("rdates", at), when) for at, when in enumerate(data.rdates))
    if data.ends:
        yield ("ends",), data.ends
    for at, item in enumerate(data.occurrences):
        if item.starts:
            yield ("occurrences", at, "starts"), item.starts
        if item.ends:
            yield ("occurrences", at, "ends"), item.ends


def _too_long(
    starts: When, ends: When | None, length: Lasting | None, record: Record, path: Path
) -> Iterator[Problem]:
    """Find an event that goes on for over a year: most likely the year is a slip."""
    if ends is None and length is None:
        return
    name = "ends" if ends is not None else "duration"
    last = ends if ends is not None else end(starts, lasting(starts, length or Lasting()))
    if (_day(last) - _day(starts)).days > _LONGEST:
        said = "lies more than a year after 'starts'; is the year right?"
        message = said if name == "ends" else "is longer than a year; write a rule for what comes again"
        yield fault(record, (*path, name), "time-order", f"{dotted((*path, name))}: {message}")


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _registration(data: Event, record: Record) -> Iterator[Problem]:
    how = data.registration
    if how and how.opens and how.closes and is_before(how.closes, how.opens):
        message = "registration.closes: lies before 'opens'; correct one of the two"
        yield fault(record, ("registration", "closes"), "time-order", message)
    last = written_end(data) if data.ends or data.duration else _day(data.starts)
    if how and how.opens and not (data.rule or data.rdates) and is_before(last, how.opens):
        message = "registration.opens: lies after the event; correct one of the two"
        yield fault(record, ("registration", "opens"), "time-order", message)


def _rule(data: Event, record: Record) -> Iterator[Problem]:
    offset = fixed_offset(data.starts)
    if data.rule and offset and not data.timezone:
        message = (
            f"starts: {offset} holds all year, so the series is at another hour when clocks change; "
            f"leave '{offset}' out, or name its 'timezone'"
        )
        yield fault(record, ("starts",), "zone-fixed", message)
    try:
        if data.rule:
            parse_rule(data.rule, data.starts)
    except ValueError as wrong:
        yield fault(record, ("rule",), "event-rule", f"rule: {wrong}")
        return
    changes = tuple(
        Change(at=item.at, starts=item.starts, off=item.state in OFF) for item in data.occurrences
    )
    for found in faults(plan_of(data), data.exdates, changes):
        yield fault(record, found.path, found.code, found.message)
    planned = index_of(plan_of(data), (item.at for item in data.occurrences))
    for index, item in enumerate(data.occurrences):
        if item.starts is None and is_date(item.at) and not is_date(data.starts):
            for begins in planned.find(item.at):
                yield from in_order(begins, item.ends, record, ("occurrences", index, "ends"))


def _sides(entry: Entry, site: Site) -> Iterator[Row]:
    data: Event = entry.data
    if data.news.side != "neutral":
        yield from news_sides(replace(entry, date=_last(data)), site)
    elif data.state in OFF:
        day = site.day(data.state_on) if data.state_on else site.since(entry) or site.day(data.starts)
        yield Row(side="bad", date=min(day, site.today), title=entry.title, line=data.state_reason or "")


def _last(data: Event) -> When:
    """Give the last instant of an event: what ends at midnight is news of the day before."""
    ends = written_end(data)
    over = isinstance(ends, datetime) and key(ends) > key(data.starts)
    return ends - timedelta(microseconds=1) if over else ends


KIND = Kind(
    name="event",
    model=Event,
    folder="events",
    listing="/events/",
    title="Events",
    route="/events/{slug}/",
    dated=False,
    check=_check,
    sides=_sides,
)
