"""The dates of a series: the next, those that were with what came of them, and what is not as usual."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from openhub.hub import agenda
from openhub.hub.occurrences import Happening, occurrence
from openhub.hub.spans import zone_of
from openhub.kinds.event import After, Event
from openhub.model import Entry, When
from openhub.site import Site
from openhub.views.event_rule import rule_words
from openhub.views.event_time import box_of, day, day_box, first_day, hours, local
from openhub.views.event_words import EventItem, now_chips, state_chips
from openhub.views.shapes import Link
from openhub.words import WEEKDAYS, clock, count, day_month, long_day, number, zone_name

_NEXT = 6
_EARLIER = 12
"""So many of the dates that were are told."""


def next_dates(entry: Entry, site: Site) -> tuple[EventItem, ...]:
    """Show the next dates of a series, with those on which it is not held."""
    coming = [item for item in agenda.expand(entry, site) if not agenda.is_past(item, site)]
    skipped = [when for when in agenda.not_held(entry, site) if site.day(when) >= site.today]
    dates = [(site.day(item.starts), _date(item, site)) for item in coming]
    dates += [(site.day(when), _left_out(entry, when, site)) for when in skipped]
    return tuple(shown for _, shown in sorted(dates, key=lambda pair: pair[0])[:_NEXT])


def earlier_dates(entry: Entry, site: Site) -> tuple[EventItem, ...]:
    """Show the dates that were and differ, latest first: something came after, or was not as usual."""
    past = [item for item in agenda.expand(entry, site) if agenda.is_past(item, site) and item.differs]
    return tuple(_date(item, site) for item in reversed(past))[:_EARLIER]


def dates_line(entry: Entry, site: Site) -> str:
    """Say the rule in words, when it ends, and how well it was kept."""
    past = [item for item in agenda.expand(entry, site) if agenda.is_past(item, site)]
    skipped = [when for when in agenda.not_held(entry, site) if site.day(when) < site.today]
    held = sum(not item.is_off for item in past)
    rule = rule_words(entry.data)
    dates = count(len(past) + len(skipped), "date")
    dates = f"{dates} so far" if agenda.keeps_all(entry, site) else f"the {dates} that are kept here"
    kept = f"Held on {number(held)} of {dates}." if past else ""
    return " ".join(filter(None, (f"{rule}." if rule else "", kept)))


def exceptions(entry: Entry, site: Site) -> Iterator[str]:
    """Say what will not be as the rule says, next first, then what was left out in a year, latest first."""
    coming = [item for item in agenda.expand(entry, site) if item.differs and not agenda.is_past(item, site)]
    told = [(site.day(item.planned), words) for item in coming if (words := _exception(item, site))]
    told += [
        (site.day(when), f"Not held on {_named(when, entry, site)}.") for when in agenda.not_held(entry, site)
    ]
    yield from (words for on, words in sorted(told) if on >= site.today)
    for on, words in sorted(told, reverse=True):
        if 0 < (site.today - on).days <= 365:
            yield words


def _exception(item: Happening, site: Site) -> str:
    entry = item.entry
    because = f": {item.reason}" if item.reason and item.reason != entry.data.state_reason else "."
    planned = _named(item.planned, entry, site)
    if item.state in {"cancelled", "postponed"}:
        return f"{item.state.capitalize()} on {planned}{because}"
    if item.is_moved:
        return f"Moved from {planned} to {_named(item.starts, entry, site)}{because}"
    if item.state == "moved_online":
        return f"Online on {planned}{because}"
    return ""


def _named(when: When, entry: Entry, site: Site) -> str:
    own = local(when, zone_of(entry, site))
    told = f"{WEEKDAYS[own.weekday()]} {long_day(day(own))}"
    return f"{told}, {clock(own)} {zone_name(own)}" if isinstance(own, datetime) else told


def _date(item: Happening, site: Site) -> EventItem:
    """Show a date under its series: its day, since the title is the same each time."""
    line = str(hours(item, site, site.today.year))
    data: Event = occurrence(item).data
    return EventItem(
        day=day_box(item, site),
        title=item.title if item.title != item.entry.title else _day_words(first_day(item, site), site),
        address=agenda.address(item, site) if item.differs else "",
        chips=(*state_chips(item), *(() if agenda.is_past(item, site) else now_chips(item, site))),
        line=". ".join(filter(None, (line, item.reason if item.differs else ""))),
        after=tuple(left(data.after)) if item.differs and not item.is_off else (),
    )


def _day_words(begins: date, site: Site) -> str:
    return f"{WEEKDAYS[begins.weekday()]} {day_month(begins, site.today.year)}"


def _left_out(entry: Entry, when: When, site: Site) -> EventItem:
    begins = day(local(when, zone_of(entry, site)))
    return EventItem(
        day=box_of(begins, struck=True), title=_day_words(begins, site), chips=(("Not held", False),)
    )


def left(after: After | None) -> Iterator[Link]:
    """Link to what an event left behind."""
    if after:
        found = (("Recording", after.recording), ("Notes", after.notes), ("Slides", after.slides))
        yield from (Link(word, link) for word, link in (*found, ("Photographs", after.photos)) if link)
