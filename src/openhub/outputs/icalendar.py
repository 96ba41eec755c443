"""`/events.ics`: every event as a calendar (RFC 5545 and 7986) that others can subscribe to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as VEvent
from icalendar.prop import vDuration, vRecur, vText, vUTCOffset

from openhub.hub import memory
from openhub.kinds.event import OFF, Event, Location, Occurrence, State, ends, lasting
from openhub.model import Entry, Output, When
from openhub.read import zonerule
from openhub.read.recurrence import is_date, rrule_of, rule_dates
from openhub.site import Site
from openhub.urls import absolute
from openhub.when import instant_of
from openhub.words import listed

PATH = "events.ics"
REFRESH = timedelta(hours=12)
_STATUS: dict[State, str] = {"cancelled": "CANCELLED", "postponed": "CANCELLED", "tentative": "TENTATIVE"}
_UTC = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Universal", "GMT", "Etc/GMT"})
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


def outputs(site: Site) -> Iterator[Output]:
    """Give the calendar, where the hub has events."""
    if site.of("event"):
        yield Output(path=PATH, content=calendar(site))


def calendar(site: Site) -> bytes:
    """Write every listed event and series, with the time zones that they are in."""
    made = Calendar()
    made.add("prodid", "-//openhub//openhub//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        _text(made, name, f"{site.config.title}: events" if site.config.title else "Events")
    _text(made, "x-wr-caldesc", site.config.description or "")
    made.add("url", absolute("/events/", site.config.base))
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    events = sorted(site.of("event"), key=lambda entry: (instant_of(entry.data.starts, site.zone), entry.id))
    for zone in _zones(events):
        made.add_component(zone)
    for entry in events:
        for part in _parts(entry):
            made.add_component(_event(part, site))
    written: bytes = made.to_ical()
    return written


# ── what stands in the calendar ─────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A VEVENT: an event or series as a whole, or the one date of it that `planned` names."""

    entry: Entry
    starts: When
    ends: When
    planned: When | None = None
    override: Occurrence | None = None

    @property
    def data(self) -> Event:
        """The fields of the event."""
        data: Event = self.entry.data
        return data

    @property
    def state(self) -> State:
        """The state, of this date where it has its own."""
        return (self.override.state if self.override else None) or self.data.state


def _parts(entry: Entry) -> Iterator[Part]:
    data: Event = entry.data
    end = ends(data)
    if end == data.starts and not is_date(data.starts):
        end = data.starts + timedelta(hours=1)
    yield Part(entry=entry, starts=data.starts, ends=end)
    skipped = {start for key in data.exdates for start in named(data, key)}
    for override in data.occurrences:
        for planned in named(data, override.at):
            if planned not in skipped:
                yield _differing(entry, planned, override, end)


def _differing(entry: Entry, planned: When, override: Occurrence, end: When) -> Part:
    starts = override.starts or planned
    usual = starts + (end - entry.data.starts)
    finish = override.ends or (lasting(starts, override.duration) if override.duration else usual)
    return Part(entry=entry, starts=starts, ends=finish, planned=planned, override=override)


def named(data: Event, key: When) -> tuple[When, ...]:
    """Find the dates that an author means: an instant, or a day on which a series takes place."""
    if not is_date(key) or is_date(data.starts):
        return (_like(key, data.starts),)
    single = (_like(start, data.starts) for start in (data.starts, *data.rdates))
    found = {start for start in single if start.date() == key}
    if data.rule:
        dates = rule_dates(data.rule, data.starts, _latest(data))
        begin = bisect_left(dates, key, key=datetime.date)
        found |= set(takewhile(lambda start: start.date() == key, dates[begin:]))
    return tuple(sorted(found))


def _latest(data: Event) -> date:
    """Give the last day that an author names, so that a rule is followed that far once."""
    keys = (*data.exdates, *(item.at for item in data.occurrences))
    return max((key.date() if isinstance(key, datetime) else key for key in keys), default=date.max)


def _like(when: When, pattern: When) -> Any:
    """Write a date or an instant in the way, and the zone, of another."""
    if isinstance(pattern, datetime):
        return (
            when.astimezone(pattern.tzinfo)
            if isinstance(when, datetime)
            else datetime.combine(when, pattern.timetz())
        )
    return when.date() if isinstance(when, datetime) else when


# ── components ──────────────────────────────────────────────────────────────


def _event(part: Part, site: Site) -> Component:
    made, entry = VEvent(), part.entry
    host = site.config.feed_authority.partition(",")[0]
    _text(made, "uid", f"{entry.kind}-{entry.id}@{host}")
    made.add("dtstamp", instant_of(_stamp(part, site), site.zone).astimezone(UTC))
    _add(made, "dtstart", part.starts)
    _add(
        made, "dtend", part.ends + timedelta(days=1) if is_date(part.ends) else _like(part.ends, part.starts)
    )
    if part.planned is None:
        _recurrence(made, part.data)
    else:
        _add(made, "recurrence-id", part.planned)
    made.add("status", _STATUS.get(part.state, "CONFIRMED"))
    made.add("transp", "TRANSPARENT" if part.state in OFF else "OPAQUE")
    made.add("sequence", memory.sequence(entry, site))
    _text(made, "summary", _summary(part))
    _text(made, "description", _description(part, site))
    _text(made, "location", _location(part))
    made.add("url", absolute(site.addresses[entry.ref], site.config.base))
    if entry.data.tags:
        made.add("categories", [_FORBIDDEN.sub("", tag) for tag in entry.data.tags])
    return made


def _text(component: Component, name: str, text: str) -> None:
    if text:
        component.add(name, vText(_FORBIDDEN.sub("", text)))


def _stamp(part: Part, site: Site) -> When:
    """Give when an event last changed by its own words, so that no other build changes it."""
    states = [part.data.state_on, *(item.state_on for item in part.data.occurrences)]
    told = [when for when in (*states, memory.changed(part.entry, site)) if when]
    return max(told, key=lambda when: instant_of(when, site.zone), default=part.data.starts)


def _recurrence(made: Component, data: Event) -> None:
    if data.rule:
        made.add("rrule", vRecur.from_ical(rrule_of(data.rule, data.starts)))
    _add_all(made, "rdate", [_like(when, data.starts) for when in data.rdates])
    _add_all(made, "exdate", [start for key in data.exdates for start in named(data, key)])


def _add(component: Component, name: str, when: When) -> None:
    component.add(name, _bare(when), parameters=_zone_parameter(when))


def _add_all(component: Component, name: str, found: list[When]) -> None:
    if found:
        component.add(name, [_bare(when) for when in found], parameters=_zone_parameter(found[0]))


def _zone_parameter(when: When) -> dict[str, str]:
    return {"TZID": name} if isinstance(when, datetime) and (name := _zone_name(when)) else {}


def _bare(when: When) -> When:
    """Take the zone away from an instant that names it beside, and write all others in UTC."""
    if not isinstance(when, datetime):
        return when
    return when.replace(tzinfo=None) if _zone_name(when) else when.astimezone(UTC)


def _zone_name(when: datetime) -> str:
    """Name the zone of an instant; UTC needs no name."""
    if isinstance(when.tzinfo, ZoneInfo):
        return "" if when.tzinfo.key in _UTC else when.tzinfo.key
    return "" if not when.utcoffset() else f"UTC{when:%z}"


def _summary(part: Part) -> str:
    title = part.override.title if part.override and part.override.title else part.entry.title
    return f"{part.state.capitalize()}: {title}" if part.state in OFF else title


def _description(part: Part, site: Site) -> str:
    summary = part.override.summary if part.override and part.override.summary else part.entry.summary
    speakers = (part.override.speakers if part.override else ()) or part.data.speakers
    names = [person.title if (person := site.person(who)) else who.name for who in speakers]
    online = (part.override.online_url if part.override else None) or part.data.online_url
    said = [
        _why(part),
        summary.text if summary else "",
        f"With {listed(names)}." if names else "",
        f"Join: {online}" if online else "",
        absolute(site.addresses[part.entry.ref], site.config.base),
    ]
    return "\n\n".join(filter(None, said))


def _why(part: Part) -> str:
    if part.state in {"confirmed", "tentative"}:
        return ""
    reason = (part.override.state_reason if part.override else None) or part.data.state_reason or ""
    return f"{part.state.replace('_', ' ').capitalize()}. {reason}".strip()


def _location(part: Part) -> str:
    place: Location | None = (part.override.location if part.override else None) or part.data.location
    if place:
        return ", ".join(filter(None, [place.name, place.address, place.city, place.country]))
    return (part.override.online_url if part.override else None) or part.data.online_url or ""


# ── time zones ──────────────────────────────────────────────────────────────


def _zones(events: list[Entry]) -> Iterator[Component]:
    found: dict[str, tzinfo | None] = {}
    for entry in events:
        for part in _parts(entry):
            for when in (part.starts, part.planned):
                if isinstance(when, datetime) and (name := _zone_name(when)):
                    found[name] = when.tzinfo
    for name, zone in sorted(found.items()):
        yield _zone(name, zone)


def _zone(name: str, zone: tzinfo | None) -> Component:
    made = Timezone()
    made.add("tzid", name)
    if isinstance(zone, ZoneInfo):
        clocks = zonerule.clocks(name)
    else:
        offset = zone.utcoffset(None) if zone else None
        clocks = (zonerule.fixed(name, offset or timedelta()),)
    for clock in clocks:
        made.add_component(_clock(clock))
    return made


def _clock(clock: zonerule.Clock) -> Component:
    made = TimezoneDaylight() if clock.summer else TimezoneStandard()
    made.add("dtstart", clock.begins)
    made.add("tzoffsetfrom", vUTCOffset(clock.before))
    made.add("tzoffsetto", vUTCOffset(clock.offset))
    _text(made, "tzname", clock.name)
    if clock.rule:
        made.add("rrule", vRecur.from_ical(clock.rule))
    return made
