"""The views of events: what is next and what was, a month as a calendar, and one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from openhub.hub import agenda
from openhub.hub.agenda import Happening
from openhub.hub.plan import Page
from openhub.kinds.event import Event
from openhub.model import Entry
from openhub.site import Site
from openhub.views.event_page import event
from openhub.views.event_words import (
    EventItem,
    day,
    day_box,
    is_series,
    local,
    rule_words,
    said,
    state_chips,
    zone_of,
)
from openhub.views.months import CALENDAR, month, month_address
from openhub.views.shapes import Group, Item, Link, View
from openhub.words import MONTHS, day_month, month_name, zone_name

__all__ = ["event", "event_item", "index", "month"]
_NEXT = 4
"""So many dates of a series are told in the list; the months have all."""
_MONTHS = 12


def index(page: Page, site: Site) -> View:
    """Show what is next, month by month, and below it what was."""
    coming = tuple(_few(agenda.upcoming(site)))
    values: dict[str, Any] = {
        "lead": "Where to meet us, and what came of it when we met.",
        "buttons": (CALENDAR, *_this_month(site)),
        "calls": tuple(_calls(site)),
        "upcoming": tuple(_months(coming, site)),
        "upcoming_empty": "Nothing is planned at the moment.",
        "series": tuple(_series(site)),
        "past": tuple(_past(site)),
        "months": tuple(_jump(site)),
    }
    return View(
        address=page.address,
        template="events",
        title=page.title or "Events",
        values=values,
        section=page.address,
        asof=True,
    )


def event_item(item: Happening, site: Site) -> EventItem:
    """Show a date of an event in a list."""
    return EventItem(
        day=day_box(item, site),
        title=item.title,
        address=agenda.address(item, site),
        chips=tuple(state_chips(item)),
        line=said(item, site),
        after=tuple(_left(item, site)),
    )


def _left(item: Happening, site: Site) -> Iterator[Link]:
    """Link to what came of an event that is over."""
    after = item.entry.data.after
    if after and not item.is_off and agenda.is_over(item, site) and not is_series(item.entry):
        found = (("Notes", after.notes), ("Recording", after.recording))
        yield from (Link(word, link) for word, link in found if link)


def _few(items: Iterable[Happening]) -> Iterator[Happening]:
    told: dict[str, int] = defaultdict(int)
    for item in items:
        told[item.entry.id] += 1
        if told[item.entry.id] <= _NEXT or item.differs:
            yield item


def _first_day(item: Happening, site: Site) -> date:
    return day(local(item.starts, zone_of(item.entry, site)))


def _months(items: Iterable[Happening], site: Site) -> Iterator[Group]:
    known = agenda.months(agenda.happenings(site), site)
    found: dict[tuple[int, int], list[Happening]] = defaultdict(list)
    for item in items:
        begins = _first_day(item, site)
        found[begins.year, begins.month].append(item)
    for (year, number), listed in sorted(found.items()):
        yield Group(
            id=f"m{year}-{number:02}",
            heading=month_name(date(year, number, 1)),
            address=month_address(year, number, site) if (year, number) in known else "",
            items=tuple(event_item(item, site) for item in listed),
        )


def _past(site: Site) -> Iterator[Group]:
    """Group what was by year; the plain dates of a series stand in the months alone."""
    found: dict[int, list[Happening]] = defaultdict(list)
    for item in agenda.past(site):
        if not _is_plain(item):
            found[_first_day(item, site).year].append(item)
    for year, listed in found.items():
        yield Group(id=f"y{year}", heading=str(year), items=tuple(event_item(item, site) for item in listed))


def _this_month(site: Site) -> Iterator[Link]:
    here = (site.today.year, site.today.month)
    if here in agenda.months(agenda.happenings(site), site):
        yield Link(f"{month_name(site.today)} as a calendar", month_address(*here, site))


def _jump(site: Site) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Link to the months that have more than the plain dates of a series, those nearest to today."""
    known = agenda.months(agenda.happenings(site), site)
    rich = [
        key for key, held in known.items() if any(one.differs or not is_series(one.entry) for one in held)
    ]
    now = site.today.year * 12 + site.today.month
    near = sorted(rich, key=lambda key: abs(key[0] * 12 + key[1] - now))[:_MONTHS]
    years: dict[int, list[Link]] = defaultdict(list)
    for year, number in sorted(near):
        years[year].append(Link(MONTHS[number - 1], month_address(year, number, site)))
    yield from ((str(year), tuple(links)) for year, links in years.items())


def _is_plain(item: Happening) -> bool:
    return is_series(item.entry) and not item.differs


def _series(site: Site) -> Iterator[Item]:
    for entry in site.of("event"):
        if is_series(entry) and any(not agenda.is_over(item, site) for item in agenda.expand(entry, site)):
            yield Item(title=entry.title, address=site.addresses[entry.ref], line=_rule_line(entry, site))


def _rule_line(entry: Entry, site: Site) -> str:
    begins = local(entry.data.starts, zone_of(entry, site))
    clock = f"{begins:%H:%M} {zone_name(begins)}" if isinstance(begins, datetime) else ""
    return ", ".join(filter(None, (rule_words(entry.data), clock)))


# ── calls for talks ─────────────────────────────────────────────────────────


def _calls(site: Site) -> Iterator[Link]:
    for entry in site.of("event"):
        data: Event = entry.data
        if data.cfp and agenda.call_closes(entry, site) > site.now:
            note = f", until {day_month(data.cfp.closes, site.today.year)}"
            yield Link(entry.title, data.cfp.url or site.addresses[entry.ref], note)
