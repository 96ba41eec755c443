"""When an event of a calendar takes place: its start and end, its rule, and the exceptions, in our fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from openhub.importers.ics.lines import Component, Property
from openhub.importers.ics.report import Report
from openhub.importers.ics.times import duration, one_time, times, written
from openhub.importers.ics.zones import Zones
from openhub.model import When
from openhub.read.lengths import Length, end, lasting, until
from openhub.read.planned import Plan, first, index_of, key, like
from openhub.read.recurrence import is_date, parse_rule
from openhub.when import Duration, real
from openhub.words import count


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How long an event lasts, when its first date ends, and the length written in place of an end."""

    length: Length
    ends: When
    written: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When an event begins and how long it lasts, in our way: whole days end on their last day."""

    starts: When
    length: Length | None
    plan: Plan
    fields: dict[str, Any]

    @property
    def zone(self) -> tzinfo | None:
        """The zone in which its times are written."""
        return zone_of(self.starts)


def zone_of(when: When) -> tzinfo | None:
    """Give the named zone of an instant; one in UTC or with an offset is written with that."""
    zone = when.tzinfo if isinstance(when, datetime) else None
    return zone if isinstance(zone, ZoneInfo) else None


def read_one(found: Property | None, zones: Zones, report: Report) -> When | None:
    """Read the one time of a property, and say what is uncertain about it."""
    if found is None:
        return None
    try:
        read = one_time(found, zones)
    except ValueError:
        report.lose(found.line, f"{found.name}: '{found.value[:40]}' is neither a date nor a time")
        return None
    if read.doubt:
        report.lose(found.line, f"{found.name} {read.doubt}")
    return read.when


def dates_of(event: Component, zones: Zones, report: Report) -> Dates | None:
    """Read when an event or series takes place; gives None where its start is missing."""
    begins = read_one(event.first("DTSTART"), zones, report)
    if begins is None:
        if event.first("DTSTART") is None:
            report.lose(event.line, "an event without DTSTART, its start, is not brought over")
        return None
    span = span_of(event, begins, zones, report)
    rule = _rule(event, begins, report)
    plan = Plan(starts=begins, rule=rule)
    starts = first(plan)
    if key(starts) != key(begins):
        line = event.first("DTSTART") or event
        report.lose(
            line.line,
            f"DTSTART, {written(begins, None)}, is no date of the rule; the series begins with that",
        )
    plan = Plan(starts=starts, rule=rule, rdates=tuple(_rdates(event, starts, zones, report)))
    return Dates(
        starts=starts,
        length=span.length if span else None,
        plan=plan,
        fields=_fields(event, plan, span, zones, report),
    )


def span_of(event: Component, starts: When, zones: Zones, report: Report) -> Span | None:
    """Give how long an event lasts, to its last day where it is one of days; None where nothing says so."""
    end, lasts = event.first("DTEND"), event.first("DURATION")
    place = (end or lasts or event).line
    found = _until(end, starts, zones, report) if end else _lasting(lasts, starts, report)
    if found is None:
        if not is_date(starts):
            report.lose(place, "nothing says how long it takes; openhub counts an hour")
        return None
    if not is_date(starts) and not found.length.usual:
        report.lose(place, "it takes no time at all; openhub counts an hour")
        return None
    return found


def _until(found: Property, starts: When, zones: Zones, report: Report) -> Span | None:
    ends = read_one(found, zones, report)
    if ends is None or is_date(ends) != is_date(starts):
        if ends is not None:
            report.lose(found.line, "DTEND: a date beside a time; left out")
        return None
    if key(ends) < key(starts):
        report.lose(found.line, "DTEND lies before DTSTART; left out")
        return None
    if isinstance(starts, datetime):
        return Span(length=until(starts, ends), ends=real(like(ends, starts)))
    if ends == starts:
        report.lose(found.line, "DTEND is not after DTSTART; counted as one whole day")
        return None
    return _days(starts, ends - starts)


def _days(starts: When, length: timedelta) -> Span:
    last = starts + length - timedelta(days=1)
    return Span(length=until(starts, last), ends=last)


def _lasting(found: Property | None, starts: When, report: Report) -> Span | None:
    if found is None:
        return None
    try:
        read = duration(found.value)
    except ValueError:
        report.lose(found.line, f"DURATION: '{found.value[:40]}' is no length of time that is read here")
        return None
    if isinstance(starts, datetime):
        length = lasting(starts, read)
        return Span(length=length, ends=end(starts, length), written=read)
    if read.exact:
        report.lose(found.line, "DURATION: hours beside a date; left out")
        return None
    return _days(starts, read.rest) if read.days else None


def _rule(event: Component, starts: When, report: Report) -> str:
    found = event.all("RRULE")
    for other in found[1:]:
        report.lose(other.line, "a second RRULE is not brought over; write its dates under 'rdates'")
    for other in event.all("EXRULE"):
        report.lose(other.line, "EXRULE is not brought over; write its dates under 'exdates'")
    if not found:
        return ""
    try:
        parse_rule(found[0].value.strip(), starts)
    except ValueError as wrong:
        report.lose(found[0].line, f"RRULE is not brought over, only its first date: {wrong}")
        return ""
    return found[0].value.strip()


def _several(event: Component, name: str, zones: Zones, report: Report) -> Iterator[tuple[Property, When]]:
    for found in event.all(name):
        try:
            read = times(found, zones)
        except ValueError:
            report.lose(found.line, f"{name}: '{found.value[:40]}' holds what is no date and no time")
            continue
        if name == "RDATE" and "/" in found.value:
            report.lose(found.line, "RDATE: the ends of its periods are not brought over")
        for one in read:
            if one.doubt:
                report.lose(found.line, f"{name} {one.doubt}")
            yield found, one.when


def _rdates(event: Component, starts: When, zones: Zones, report: Report) -> Iterator[When]:
    met = {key(starts)}
    for found, when in _several(event, "RDATE", zones, report):
        if is_date(when) != is_date(starts):
            report.lose(found.line, f"RDATE {written(when, None)}: a date beside a time; left out")
        elif key(when) < key(starts):
            report.lose(found.line, f"RDATE {written(when, None)} lies before the start; left out")
        elif key(when) not in met:
            met.add(key(when))
            yield like(when, starts)


def _exdates(event: Component, plan: Plan, zones: Zones, report: Report) -> list[When]:
    found = list(_several(event, "EXDATE", zones, report))
    planned = index_of(plan, (when for _, when in found))
    kept: dict[When, When] = {}
    for place, when in found:
        hit = planned.find(when)
        kept |= {key(one): one for one in hit}
        if not hit:
            report.lose(place.line, f"EXDATE {written(when, None)} is no date of this event; left out")
    return [kept[name] for name in sorted(kept)]


def _fields(event: Component, plan: Plan, span: Span | None, zones: Zones, report: Report) -> dict[str, Any]:
    starts, zone = plan.starts, zone_of(plan.starts)
    series = bool(plan.rule or plan.rdates)
    made: dict[str, Any] = {"starts": written(starts if series else real(starts), zone)}
    if span is not None:
        made |= _end(span, starts, zone, series=series)
    if isinstance(zone, ZoneInfo):
        made["timezone"] = zone.key
    if plan.rule:
        made["rule"] = plan.rule
    for name, listed in (("rdates", plan.rdates), ("exdates", _exdates(event, plan, zones, report))):
        if listed:
            made[name] = [written(when, zone) for when in listed]
    return made


def _end(span: Span, starts: When, zone: tzinfo | None, *, series: bool) -> dict[str, str]:
    """Write an end, or the length that was written in its place: of a series that is not the same."""
    if series and span.written is not None:
        return {"duration": words_of(span.written)}
    ends = end(starts, span.length) if series else span.ends
    return {"ends": written(ends, zone)}


def words_of(length: Duration) -> str:
    """Write a length of time as an author would: `1 day 2h 30m`."""
    minutes, seconds = divmod(int(length.exact.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if seconds:
        return f"P{length.days}DT{hours}H{minutes}M{seconds}S"
    days = [count(length.days, "day")] if length.days else []
    return " ".join([*days, *([f"{hours}h"] if hours else []), *([f"{minutes}m"] if minutes else [])])
