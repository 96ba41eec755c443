"""A part of an event as a VEVENT, with every property that its fields tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from icalendar import Component
from icalendar import Event as VEvent
from icalendar.prop import vGeo, vRecur, vText, vUri

from openhub.hub import calendars, memory, occurrences, stamps
from openhub.kinds.event import OFF, Location, State, plan_of
from openhub.model import When, Who
from openhub.outputs.icalendar.parts import Part
from openhub.outputs.icalendar.zones import bare, zone_name
from openhub.read import planned
from openhub.read.lengths import Length, is_plain
from openhub.read.planned import key, like
from openhub.read.recurrence import is_date, rrule_of
from openhub.site import Site
from openhub.urls import absolute, is_external
from openhub.words import listed

_STATUS: dict[State, str] = {"cancelled": "CANCELLED", "postponed": "CANCELLED", "tentative": "TENTATIVE"}
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


def component(part: Part, site: Site) -> Component:
    """Write a part of an event."""
    made, entry = VEvent(), part.entry
    add_text(made, "uid", calendars.uid(entry, site.config))
    changed = stamps.changed(entry, site)
    made.add("dtstamp", (changed or memory.beginning(site)).astimezone(UTC))
    if changed:
        made.add("last-modified", changed.astimezone(UTC))
    _times(made, part)
    made.add("status", _STATUS.get(part.state, "CONFIRMED"))
    made.add("transp", "TRANSPARENT" if part.state in OFF else "OPAQUE")
    made.add("sequence", memory.sequence(entry, site))
    add_text(made, "summary", _summary(part))
    add_text(made, "description", _description(part, site))
    made.add("url", vUri(_page(part, site)))
    _place(made, part, site)
    if entry.data.tags:
        made.add("categories", [_FORBIDDEN.sub("", tag) for tag in entry.data.tags])
    for who in part.data.organizers:
        _contact(made, who, site)
    return made


def add_text(made: Component, name: str, text: str, parameters: dict[str, str] | None = None) -> None:
    """Add a property that is a text, without what no text may hold; none where there is no text."""
    clean = _FORBIDDEN.sub("", text.replace("\r\n", "\n"))
    if clean:
        made.add(name, vText(clean), parameters=parameters or {})


# ── when ────────────────────────────────────────────────────────────────────


def _times(made: Component, part: Part) -> None:
    if part.data.rule and part.planned is None:
        begins, end = _first_of_two(part.starts), _dtend(part.ends, part.starts)
    else:
        begins, end = _clear(part.starts, _dtend(part.ends, part.starts))
    _when(made, "dtstart", [begins])
    if part.lasts:
        made.add("duration", vText(_lasting(part.lasts)))
    else:
        _when(made, "dtend", [end])
    if part.planned is not None:
        _when(made, "recurrence-id", [part.planned])
    else:
        _repeat(made, part)


def _repeat(made: Component, part: Part) -> None:
    data = part.data
    if data.rule:
        made.add("rrule", vRecur.from_ical(rrule_of(data.rule, part.starts)))
    for name, found in (
        ("rdate", _beside(part)),
        ("exdate", part.excluded),
    ):
        for when in found:
            _when(made, name, [when])


def _beside(part: Part) -> tuple[When, ...]:
    """Give the dates beside the rule; without one the first too, which some programs look for there alone."""
    found = planned.beside(plan_of(part.data))
    return (part.starts, *found) if found and not part.data.rule else found


def _dtend(ends: When, starts: When) -> When:
    return ends + timedelta(days=1) if is_date(ends) else like(ends, starts)


def _clear(starts: When, ends: When) -> tuple[When, When]:
    """Write in UTC what begins or ends in an hour that comes twice, so that nobody has to choose one."""
    clear = all(is_plain(when) for when in (starts, ends) if isinstance(when, datetime))
    return (starts, ends) if clear else (key(starts), key(ends))


def _first_of_two(when: When) -> When:
    """Begin a series by its clock: a rule in UTC would be another one."""
    return when.replace(fold=0) if isinstance(when, datetime) else when


def _lasting(length: Length) -> str:
    """Write a length: days of the calendar as such, and hours as such also where there are many."""
    days, hours = length.clock // timedelta(days=1), length.clock % timedelta(days=1) + length.exact
    minutes, seconds = divmod(int(hours.total_seconds()), 60)
    time = f"{f'{minutes}M' if minutes else ''}{f'{seconds}S' if seconds else ''}"
    return f"P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"


def _when(made: Component, name: str, whens: list[When]) -> None:
    for when in whens:
        zone = zone_name(when) if isinstance(when, datetime) else ""
        value = [bare(when)] if name in {"rdate", "exdate"} else bare(when)
        made.add(name, value, parameters={"TZID": zone} if zone else {})


# ── what, where, who ────────────────────────────────────────────────────────


def _summary(part: Part) -> str:
    title: str = (part.override.title if part.override else None) or part.entry.title
    return f"{part.state.capitalize()}: {title}" if part.state in OFF else title


def _page(part: Part, site: Site) -> str:
    base = site.addresses[part.entry.ref]
    inner = f"{occurrences.page_name(part.entry, part.planned)}/" if part.planned and part.override else ""
    return absolute(base + inner, site.config.base)


def _description(part: Part, site: Site) -> str:
    summary = (part.override.summary if part.override else None) or part.entry.summary
    return "\n\n".join(filter(None, [_why(part), summary.text if summary else "", *_facts(part, site)]))


def _facts(part: Part, site: Site) -> Iterator[str]:
    speakers = (part.override.speakers if part.override else ()) or part.data.speakers
    place = _location(part)
    if speakers:
        yield f"With {listed([_name(who, site) for who in speakers])}."
    if part.data.organizers:
        yield f"Organised by {listed([_name(who, site) for who in part.data.organizers])}."
    if place and place.access:
        yield f"Getting in: {place.access}"
    if online := _online(part):
        yield f"Join: {online}"
    yield _page(part, site)


def _name(who: Who, site: Site) -> str:
    person = site.person(who)
    return person.title if person else who.name


def _why(part: Part) -> str:
    if part.state == "confirmed":
        return ""
    reason = occurrences.reason_of(part.data, part.override)
    return f"{part.state.replace('_', ' ').capitalize()}. {reason}".strip()


def _location(part: Part) -> Location | None:
    own = part.override.location if part.override else None
    return occurrences.place_of(own or part.data.location, part.state)


def _online(part: Part) -> str:
    """Give where it takes place online; what is off leads nobody there."""
    if part.state in OFF:
        return ""
    return (part.override.online_url if part.override else None) or part.data.online_url or ""


def _place(made: Component, part: Part, site: Site) -> None:
    place, online = _location(part), _online(part)
    nowhere = online or (
        "Online" if part.state == "moved_online" or (part.state in OFF and part.data.online_url) else ""
    )
    words = [place.name, place.address, place.city, place.country] if place else [nowhere]
    add_text(made, "location", ", ".join(filter(None, words)))
    if place and place.geo:
        made.add("geo", vGeo((place.geo.lat, place.geo.lon)))
    if online:
        address = online if is_external(online) else absolute(online, site.config.base)
        made.add("conference", vUri(address), parameters={"VALUE": "URI", "LABEL": "Join online"})


def _contact(made: Component, who: Who, site: Site) -> None:
    """Name an organizer; ORGANIZER would turn what is published into an invitation that wants an answer."""
    person = site.person(who)
    page = site.addresses.get(person.ref) if person else None
    parameters = {"ALTREP": absolute(page, site.config.base)} if page else None
    add_text(made, "contact", _name(who, site), parameters)
