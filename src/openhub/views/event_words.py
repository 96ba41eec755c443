"""How a date of an event is told: in a line, with its state in a word, and whether it is on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openhub.hub import agenda
from openhub.hub.occurrences import Happening, occurrence
from openhub.hub.spans import span, wrote_end, zone_of
from openhub.kinds.event import Event, Location, begins, is_series, mode, written_end
from openhub.model import Entry
from openhub.site import Site
from openhub.views import turns
from openhub.views.event_time import DayBox, Hours, hours, local
from openhub.views.shapes import Chip, Line, Link
from openhub.when import real
from openhub.words import clock

MODES = {"online": "online", "in_person": "in person", "hybrid": "in person and online"}
_STATES = {
    "tentative": "Not settled yet",
    "postponed": "Postponed",
    "rescheduled": "Moved",
    "cancelled": "Cancelled",
    "moved_online": "Moved online",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventItem:
    """A date of an event in a list; `hours` stand before its line where the reader's own are added."""

    day: DayBox
    title: str
    address: str = ""
    chips: tuple[Chip, ...] = ()
    line: Line = ""
    hours: Hours | None = None
    after: tuple[Link, ...] = ()


def as_written(entry: Entry) -> Happening:
    """Give the start as written; a series whose every date is left out has no other."""
    data: Event = entry.data
    return Happening(
        entry=entry,
        planned=begins(data),
        starts=real(begins(data)),
        ends=written_end(data),
        title=entry.title,
        state=data.state,
        reason=data.state_reason or "",
    )


def has_own_page(item: Happening, entry: Entry) -> bool:
    """Tell whether a page is about this one date; that of a series shows another one as the days pass."""
    return not is_series(entry) or entry is not item.entry


def place(location: Location | None) -> str:
    """Name a place in a few words."""
    return ", ".join(filter(None, (location.name, location.city))) if location else ""


def state_chips(item: Happening) -> Iterator[Chip]:
    """Say in a word that a date is not as it was planned."""
    if item.state in _STATES:
        yield _STATES[item.state], False


def now_chips(
    item: Happening, site: Site, around: tuple[str, str] = ("", "It is over"), *, own: bool = False
) -> Iterator[Chip]:
    """Say that a date is on, and with the words of `around` that it is to come, or over."""
    begins, finish = span(item, site)
    if not item.is_off:
        steps = ((begins, _on(item, site)), (finish, around[1]))
        yield from turns.chip(around[0], *steps, site=site, own=own)


def _on(item: Happening, site: Site) -> str:
    """Say that a date has begun, and only where somebody wrote when it ends that it is on."""
    begins = local(item.starts, zone_of(item.entry, site))
    if wrote_end(item) or not isinstance(begins, datetime):
        return "On now"
    return f"It began at {clock(begins)}"


def has_yours(item: Happening) -> bool:
    """Tell whether the reader's own time is added: to hours at which one can join from afar."""
    return (
        mode(occurrence(item).data) in {"online", "hybrid"}
        and isinstance(item.starts, datetime)
        and not item.is_off
    )


def line(item: Happening, words: str, site: Site) -> dict[str, Any]:
    """Give the words about a date as fields of its item: without its hours, if the reader's are added."""
    told = hours(item, site, site.today.year)
    if agenda.is_past(item, site) or not has_yours(item):
        return {"line": words}
    return {"hours": told, "line": words.removeprefix(str(told))}


def said(item: Happening, site: Site) -> str:
    """Say in a line when and where, and why it is not as it was planned; on pages as of a day."""
    data: Event = occurrence(item).data
    how = mode(data)
    where = place(data.location) if data.location else MODES.get(how or "", "")
    plan = ", ".join(filter(None, (str(hours(item, site, site.today.year)), where)))
    if item.is_off:
        return item.reason or plan
    return f"{plan}. {item.reason}" if item.reason and not agenda.is_past(item, site) else plan
