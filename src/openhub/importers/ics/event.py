"""A VEVENT, with the exceptions that share its UID, as the front matter and text of an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openhub.importers.ics import words
from openhub.importers.ics.dates import Dates, dates_of, read_one, span_of
from openhub.importers.ics.lines import Component, Property
from openhub.importers.ics.report import Report
from openhub.importers.ics.rest import tell_inherited, tell_rest
from openhub.importers.ics.times import written
from openhub.importers.ics.zones import Zones
from openhub.kinds.event import OFF
from openhub.model import When
from openhub.read.lengths import HOUR, Length, end
from openhub.read.planned import index_of, key, like
from openhub.read.recurrence import is_date

_STATES = {"TENTATIVE": "tentative", "CANCELLED": "cancelled", "CONFIRMED": "confirmed"}
_OFF = re.compile(r"(cancell?ed|postponed):\s*(?=\S)", re.IGNORECASE)
"""Begins the title of what is off in our calendars, and in those of others."""
_NUMBER = re.compile("[0-9]{1,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An event as it is written: its fields in their order, its text, and where it came from."""

    title: str
    starts: When
    fields: dict[str, Any]
    body: str
    line: int
    report: Report
    sequence: int = 0


def made_of(master: Component, others: list[Component], zones: Zones, report: Report) -> Made | None:
    """Bring an event over, and say what of it is left behind; gives None where nothing can be."""
    if (found := master.first("CLASS")) and (secret := _secret(master)):
        report.lose(found.line, f"an event that is {secret} is not published")
        return None
    dates = dates_of(master, zones, report)
    if dates is None:
        return None
    title = _title(master, report)
    fields = {"title": title} | _uid(master) | dates.fields | _state(master)
    shown = [one for one in others if not _secret(one)]
    hidden = list(_hidden([one for one in others if _secret(one)], dates, zones, report))
    changed = list(_occurrences(shown, master, dates, zones, report))
    fields |= {"exdates": [*fields.get("exdates", ()), *hidden]} if hidden else {}
    fields |= {"occurrences": changed} if changed else {}
    fields |= {**_place(master, report), **_people(master, report), **_about(master, zones, report)}
    for one in (master, *shown):
        tell_rest(one, report)
        _tell_values(one, report)
    return Made(
        title=title,
        starts=dates.starts,
        fields=fields,
        body=_body(master, report),
        line=master.line,
        sequence=sequence(master),
        report=report,
    )


# ── its fields ──────────────────────────────────────────────────────────────


def _text(found: Property | None, report: Report) -> str:
    """Give a text without addresses of e-mail; that they are left out is told."""
    if found is None:
        return ""
    text = found.text
    clean = words.without_mail(text)
    if clean != text:
        report.lose(found.line, f"{found.name}: an address of e-mail is left out")
    return clean


def _title(event: Component, report: Report) -> str:
    title = words.plain(_text(event.first("SUMMARY"), report))
    return (_OFF.sub("", title, 1) if _status(event) == "CANCELLED" else title) or "Untitled event"


def _uid(event: Component) -> dict[str, Any]:
    uid = event.first("UID")
    text = words.plain(uid.text) if uid else ""
    return {"uid": text} if text else {}


def _state(event: Component) -> dict[str, Any]:
    state = _STATES.get(_status(event), "confirmed")
    title = event.first("SUMMARY")
    if state == "cancelled" and title and title.text.strip().lower().startswith("postponed:"):
        state = "postponed"
    return {"state": state} if state != "confirmed" else {}


def _status(event: Component) -> str:
    status = event.first("STATUS")
    return status.value.strip().upper() if status else ""


def _place(event: Component, report: Report) -> dict[str, Any]:
    name = words.plain(_text(event.first("LOCATION"), report).replace("\n", ", "))
    online = next((one.value.strip() for one in event.all("CONFERENCE") if _is_web(one.value)), "")
    for one in event.all("CONFERENCE"):
        if one.value.strip() != online:
            report.lose(one.line, "CONFERENCE: only the first web address is brought over")
    if _is_web(name):
        online, name = online or name, ""
    location: Any = name
    if point := _geo(event.first("GEO"), report):
        location = ({"name": name} if name else {}) | {"geo": point}
    return ({"location": location} if location else {}) | ({"online_url": online} if online else {})


def _is_web(text: str) -> bool:
    return re.fullmatch(r"https?://\S+", text.strip()) is not None


def _geo(found: Property | None, report: Report) -> list[float]:
    if found is None:
        return []
    try:
        lat, lon = (float(part) for part in found.value.replace("\\;", ";").split(";"))
    except ValueError:
        lat, lon = 1000.0, 1000.0
    if abs(lat) <= 90 and abs(lon) <= 180:
        return [lat, lon]
    report.lose(found.line, f"GEO: '{found.value[:40]}' is no point on Earth")
    return []


def _people(event: Component, report: Report) -> dict[str, Any]:
    organizers = [name for one in event.all("ORGANIZER") if (name := _name(one, report))]
    accepted = [
        one for one in event.all("ATTENDEE") if one.parameters.get("PARTSTAT", "").upper() == "ACCEPTED"
    ]
    attending = [name for one in accepted if (name := _name(one, report))]
    for one in event.all("ATTENDEE"):
        if one not in accepted:
            report.lose(one.line, "ATTENDEE: somebody who has not accepted is left out")
    return ({"organizers": organizers} if organizers else {}) | (
        {"attending": attending} if attending else {}
    )


def _name(found: Property, report: Report) -> str:
    name = words.plain(found.parameters.get("CN", ""))
    if not name or "@" in name:
        report.lose(found.line, f"{found.name}: an address without a name is left out")
        return ""
    report.lose(found.line, f"{found.name}: the name is brought over, the address is left out")
    return name


def _about(event: Component, zones: Zones, report: Report) -> dict[str, Any]:
    tags = [words.plain(text) for one in event.all("CATEGORIES") for text in one.texts]
    made: dict[str, Any] = {"tags": list(dict.fromkeys(filter(None, tags)))} if any(tags) else {}
    changed = read_one(event.first("LAST-MODIFIED"), zones, report)
    return made | ({"updated": written(changed, None)} if changed else {})


def _body(event: Component, report: Report) -> str:
    blocks = [words.markdown(_text(event.first("DESCRIPTION"), report))]
    url = event.first("URL")
    if url is not None and _is_web(url.value):
        blocks.append(words.link("More about this event", url.value.strip()))
    elif url is not None and url.value.strip():
        report.lose(url.line, f"URL: '{url.value[:40]}' is no web address")
    files = (one.value.strip() for one in event.all("ATTACH") if _is_web(one.value))
    blocks += [words.link("A file about this event", file) for file in files]
    return "\n\n".join(filter(None, blocks))


def _tell_values(event: Component, report: Report) -> None:
    """Say which values of properties that are carried are none that is known here."""
    status = event.first("STATUS")
    if status is not None and _status(event) not in _STATES:
        report.lose(status.line, f"STATUS: '{status.value[:40]}' is no state of an event; left out")
    for one in event.all("ATTACH"):
        if not _is_web(one.value):
            report.lose(one.line, "ATTACH: a file inside the calendar is not brought over")


# ── exceptions ──────────────────────────────────────────────────────────────


def sequence(event: Component) -> int:
    """Give the number of an event's version; 0 where none is told."""
    found = event.first("SEQUENCE")
    return int(found.value) if found and _NUMBER.fullmatch(found.value.strip()) else 0


def _secret(event: Component) -> str:
    """Say how secret an event or a date of it is; empty where everybody may know it."""
    found = event.first("CLASS")
    word = found.value.strip().lower() if found is not None else ""
    return "" if word == "public" else word


def _hidden(others: list[Component], dates: Dates, zones: Zones, report: Report) -> Iterator[str]:
    """Leave out the dates of a series that became private."""
    named = [(one, when) for one in others if (when := read_one(one.first("RECURRENCE-ID"), zones, report))]
    planned = index_of(dates.plan, [when for _, when in named])
    for other, when in named:
        report.lose(other.line, f"a date that is {_secret(other)} is not published; it is left out")
        written_ = (written(hit, dates.zone) for hit in planned.find(when))
        yield from (one for one in written_ if one not in dates.fields.get("exdates", ()))


def _occurrences(
    others: list[Component], master: Component, dates: Dates, zones: Zones, report: Report
) -> Iterator[dict[str, Any]]:
    named = [(one, when) for one in others if (when := read_one(one.first("RECURRENCE-ID"), zones, report))]
    planned = index_of(dates.plan, [when for _, when in named])
    left_out = set(dates.fields.get("exdates", ()))
    met: set[When] = set()
    for other, when in sorted(named, key=lambda pair: str(key(pair[1]))):
        hit = planned.find(when)
        if not hit or written(hit[0], dates.zone) in left_out or key(hit[0]) in met:
            report.lose(
                other.line, f"the exception of {written(when, None)} fits no date of its series; left out"
            )
            continue
        met.add(key(hit[0]))
        made = _occurrence(other, hit[0], (master, dates), zones, report)
        if len(made) > 1:
            yield made


def _other_place(own: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """Give what is different about a place; a point alone is one of the usual place."""
    place = own.get("location")
    if isinstance(place, dict) and "name" not in place:
        common = usual.get("location", {})
        own = own | {"location": (common if isinstance(common, dict) else {"name": common}) | place}
    elif isinstance(place, str) and isinstance(usual.get("location"), dict):
        same = usual["location"].get("name") == place
        own = {name: one for name, one in own.items() if name != "location" or not same}
    return {name: one for name, one in own.items() if one != usual.get(name)}


def _occurrence(
    other: Component, planned: When, of: tuple[Component, Dates], zones: Zones, report: Report
) -> dict[str, Any]:
    master, dates = of
    if (found := other.first("RECURRENCE-ID")) and "RANGE" in found.parameters:
        report.lose(found.line, "RECURRENCE-ID: only this date is changed, not those after it (RANGE)")
    starts = read_one(other.first("DTSTART"), zones, report) or planned
    span = span_of(other, starts, zones, report)
    made: dict[str, Any] = {"at": written(planned, dates.zone)}
    if key(starts) != key(planned) or is_date(starts) != is_date(planned):
        made["starts"] = written(starts, dates.zone)
    if span is not None and key(span.ends) != key(_usual_end(starts, dates)):
        made["ends"] = written(span.ends, dates.zone)
    return made | _differing(other, master, report)


def _usual_end(starts: When, dates: Dates) -> When:
    """Give the end that a date of a series has where nothing else is said."""
    begins = like(starts, dates.starts) if is_date(starts) == is_date(dates.starts) else starts
    none = Length() if is_date(starts) else HOUR
    return end(begins, dates.length or none)


def _differing(other: Component, master: Component, report: Report) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if (title := _title(other, report)) != _title(master, report) and other.first("SUMMARY"):
        made["title"] = title
    state, usual = (_state(one).get("state", "confirmed") for one in (other, master))
    made |= {"state": state} if state != usual else {}
    if state not in OFF:
        tell_inherited(other, master, report)
    made |= _other_place(_place(other, report), _place(master, report))
    described = other.first("DESCRIPTION")
    if (
        described is not None
        and described.text.strip() != getattr(master.first("DESCRIPTION"), "text", "").strip()
    ):
        report.lose(described.line, "DESCRIPTION of a single date is not brought over")
    for name in ("ATTACH", "ATTENDEE", "CATEGORIES", "ORGANIZER", "URL"):
        own, common = (one.first(name) for one in (other, master))
        if own is not None and (common is None or own.value != common.value):
            report.lose(own.line, f"{name} of a single date is not brought over")
    return made
