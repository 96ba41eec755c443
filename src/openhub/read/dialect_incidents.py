"""cState's issues: bad news with a state, a severity, and the updates of its text as a timeline."""

from __future__ import annotations

from typing import Any

from openhub.model import Path, Place
from openhub.problems import Span
from openhub.read.dialect_record import Foreign, Found
from openhub.read.dialect_rules import switch
from openhub.read.freedates import iso_of
from openhub.read.incident_updates import Update, updates
from openhub.read.tables import Text, kind_of
from openhub.when import instant_of, parse_when, zone_named

_SEVERITIES = {"down": "critical", "disrupted": "major", "notice": "notice"}
_RANK = {"": 0, "investigating": 1, "identified": 2, "monitoring": 3, "resolved": 4}


def read_incident(foreign: Foreign) -> None:
    """Read cState's issue: bad news that stands open until `resolved`, unless it only informs."""
    issue, informational = _issue(foreign), foreign.find("informational")
    if foreign.kind != "post" or issue is None or (informational and switch(informational.value) is True):
        return
    over = foreign.take("resolved")
    done = over is not None and switch(over.value) is True
    if done:
        foreign.move("resolvedWhen", "resolved")
    told = _read_updates(foreign, foreign.made.get("resolved"))
    foreign.offer("news", "bad", issue)
    foreign.offer("state", "resolved" if done else _state(told), over or issue)
    if started := foreign.find("date"):
        foreign.offer("started", started.value, started)
    _read_severity(foreign)


def _issue(foreign: Foreign) -> Found | None:
    section = foreign.find("section")
    if section and section.value == "issue":
        return section
    return foreign.find("severity") or foreign.find("affected") or foreign.find("resolved")


def _read_severity(foreign: Foreign) -> None:
    found = foreign.find("severity")
    if found and str(found.value).lower() in _SEVERITIES:
        foreign.drop(found)
        word = _SEVERITIES[str(found.value).lower()]
        foreign.put("severity", foreign.instead(word, found), found.path)
    elif found:
        message = f"severity: expected 'down', 'disrupted' or 'notice', got {kind_of(found.value)}"
        foreign.problem("dialect-severity", message, found)
        foreign.drop(found)


def _read_updates(foreign: Foreign, resolved: Any) -> list[Update]:
    """Move the updates of the text into the timeline, the latest last, unless the author wrote one."""
    record = foreign.record
    if foreign.find("timeline") is not None:
        return []
    read = updates(record.body)
    over = iso_of(str(resolved)) if resolved is not None else None
    found = [_resolving(one) if one.at == over and not one.state else one for one in read.updates]
    if found:
        place = record.body_span or record.span
        ordered = found[::-1] if _is_newest_first(found) else found
        items = [_item(one, place) for one in ordered]
        foreign.put("timeline", items, ())
        spans: dict[Path, Span] = {("timeline", at): item["text"].span for at, item in enumerate(items)}
        spans[("timeline",)] = min(spans.values())
        foreign.added |= {path: Place(span, span) for path, span in spans.items()}
        foreign.body = read.rest
        return ordered
    return []


def _resolving(update: Update) -> Update:
    return Update(at=update.at, state="resolved", text=update.text, line=update.line, column=update.column)


def _item(update: Update, place: Span) -> dict[str, Text]:
    span = place.below(Span(place.file, update.line, update.column))
    item = {"at": Text.at(update.at, span), "text": Text.at(update.text, span)}
    return {**item, "state": Text.at(update.state, span)} if update.state else item


def _is_newest_first(found: list[Update]) -> bool:
    """Tell the order in which updates are written; where all have one time, their states tell it."""
    zone = zone_named("UTC")
    first, last = (
        (instant_of(parse_when(one.at, zone), zone), _RANK[one.state]) for one in (found[0], found[-1])
    )
    return first >= last


def _state(told: list[Update]) -> str:
    """Give the state of an issue that is open: that of its latest update that names one."""
    named = [one.state for one in told if one.state and one.state != "resolved"]
    return named[-1] if named else "investigating"
