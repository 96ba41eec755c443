"""The view of all events: what is next, what was, and the calendars to subscribe to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from openhub.hub import agenda, calendars, occurrences
from openhub.hub.occurrences import Happening, occurrence
from openhub.hub.plan import Page
from openhub.hub.spans import zone_of
from openhub.kinds.event import is_series
from openhub.model import Ref
from openhub.site import Site
from openhub.urls import absolute
from openhub.views.event_facts import call
from openhub.views.event_page import event
from openhub.views.event_rule import rule_words
from openhub.views.event_series import left
from openhub.views.event_time import day_box, first_day, local
from openhub.views.event_words import EventItem, line, now_chips, said, state_chips
from openhub.views.months import month, month_address
from openhub.views.shapes import Group, Item, Link, View
from openhub.when import instant_of
from openhub.words import MONTHS, month_name, zone_name

__all__ = ["event", "event_item", "index", "month"]
_NEXT = 4
"""So many dates of a series are told in the list; the months have all."""
_MONTHS = 12
_WHOLE = 40
"""Up to so many of what was are told at length, by whole years; those before take a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarItem:
    """A calendar to subscribe to: its file, the address that a calendar program opens, and what is in it."""

    title: str
    address: str
    webcal: str
    line: str


def index(page: Page, site: Site) -> View:
    """Show what is next, month by month, and below it what was."""
    coming = tuple(_few(agenda.upcoming(site)))
    kept, other = _past(site)
    values: dict[str, Any] = {
        "lead": "Where to meet us, and what came of it when we met.",
        "buttons": tuple(_this_month(site)),
        "calls": tuple(_calls(site)),
        "upcoming": tuple(_months(coming, site)),
        "upcoming_empty": "Nothing is planned at the moment.",
        "series": tuple(_series(site)),
        "calendars": tuple(_calendars(site)),
        **_told(kept, ("kept", "kept_older"), site),
        **_told(other, ("past", "older"), site),
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
    past = agenda.is_past(item, site)
    after = occurrence(item).data.after if item.differs or not is_series(item.entry) else None
    return EventItem(
        day=day_box(item, site),
        title=item.title,
        address=agenda.address(item, site),
        chips=(*state_chips(item), *(() if past else now_chips(item, site))),
        **line(item, said(item, site), site),
        after=tuple(left(after)) if past and not item.is_off else (),
    )


# ── what is next ────────────────────────────────────────────────────────────


def _few(items: Iterable[Happening]) -> Iterator[Happening]:
    told: dict[str, int] = defaultdict(int)
    for item in items:
        told[item.entry.id] += 1
        if told[item.entry.id] <= _NEXT or item.differs:
            yield item


def _months(items: Iterable[Happening], site: Site) -> Iterator[Group]:
    known = agenda.months(agenda.happenings(site), site)
    found: dict[tuple[int, int], list[Happening]] = defaultdict(list)
    for item in items:
        begins = first_day(item, site)
        found[begins.year, begins.month].append(item)
    for (year, number), listed in sorted(found.items()):
        yield Group(
            id=f"m{year}-{number:02}",
            heading=month_name(date(year, number, 1)),
            address=month_address(year, number, site) if (year, number) in known else "",
            items=tuple(event_item(item, site) for item in listed),
        )


def _this_month(site: Site) -> Iterator[Link]:
    here = (site.today.year, site.today.month)
    if here in agenda.months(agenda.happenings(site), site):
        yield Link(f"{month_name(site.today)} as a calendar", month_address(*here, site))


def _series(site: Site) -> Iterator[Item]:
    for entry in site.of("event"):
        coming = (item for item in agenda.expand(entry, site) if not agenda.is_past(item, site))
        if is_series(entry) and (following := next(coming, None)):
            yield Item(title=entry.title, address=site.addresses[entry.ref], line=_rule_line(following, site))


def _rule_line(following: Happening, site: Site) -> str:
    """Tell the rule of a series, and the hour as the clocks are set at its next date."""
    entry = following.entry
    begins = local(occurrences.usual(following).starts, zone_of(entry, site))
    clock = f"{begins:%H:%M} {zone_name(begins)}" if isinstance(begins, datetime) else ""
    return ", ".join(filter(None, (rule_words(entry.data), clock)))


# ── what was ────────────────────────────────────────────────────────────────


def _past(site: Site) -> tuple[list[Happening], list[Happening]]:
    """Part what was: first that of which notes or a recording are there, then the rest; both latest first."""
    coming = {item.entry.ref for item in agenda.upcoming(site)}
    told: set[Ref] = set()
    kept: list[Happening] = []
    other: list[Happening] = []
    for item in agenda.past(site):
        ended = is_series(item.entry) and not {item.entry.ref} & (coming | told)
        if item.differs or not is_series(item.entry) or ended:
            told.add(item.entry.ref)
            (kept if _has_more(item) else other).append(item)
    return kept, other


def _has_more(item: Happening) -> bool:
    after = occurrence(item).data.after
    return bool(after and (after.notes or after.recording)) and not item.is_off


def _told(items: list[Happening], names: tuple[str, str], site: Site) -> dict[str, Any]:
    """Tell what was, the first of it at length and what is older in a line each."""
    end = _long(items, site)
    shown, older = names
    return {
        shown: tuple(_years(items[:end], shown, site)),
        older: tuple(_older(items[end:], older, site)),
    }


def _years(items: list[Happening], word: str, site: Site) -> Iterator[Group]:
    """Group what was by year; this year alone needs no heading."""
    years = _by_year(items, site)
    for year, listed in years.items():
        heading = "" if years.keys() == {site.today.year} else str(year)
        shown = tuple(event_item(item, site) for item in listed)
        yield Group(id=f"{word}-{year}", heading=heading, items=shown)


def _by_year(items: Iterable[Happening], site: Site) -> dict[int, list[Happening]]:
    found: dict[int, list[Happening]] = defaultdict(list)
    for item in items:
        found[first_day(item, site).year].append(item)
    return found


def _long(items: list[Happening], site: Site) -> int:
    """Tell how many are shown at length: the last year's, and years before it while they are few."""
    ends = list(accumulate(len(listed) for listed in _by_year(items, site).values()))
    return max((end for end in ends if end <= _WHOLE), default=ends[0] if ends else 0)


def _older(items: list[Happening], word: str, site: Site) -> Iterator[Group]:
    for year, listed in _by_year(items, site).items():
        shown = tuple(
            Item(title=item.title, address=agenda.address(item, site), date=first_day(item, site))
            for item in listed
        )
        yield Group(id=f"{word.replace('_', '-')}-{year}", heading=f"{year} ({len(listed)})", items=shown)


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


# ── calls for talks, calendars ──────────────────────────────────────────────


def _calls(site: Site) -> Iterator[Item]:
    """Show the calls that are open when the day begins, the one that closes first on top."""
    begun = instant_of(site.today, site.zone)
    found = [(agenda.call_ends(entry, site), entry) for entry in site.of("event") if entry.data.cfp]
    for closes, entry in sorted(found, key=lambda pair: (pair[0], pair[1].id)):
        if closes > begun and agenda.takes_place(entry, site):
            address = entry.data.cfp.url or site.addresses[entry.ref]
            yield Item(title=entry.title, address=address, line=call(entry, site))


def _calendars(site: Site) -> Iterator[CalendarItem]:
    for calendar in calendars.shared(site):
        yield CalendarItem(
            title=_short(calendar, site),
            address=absolute(calendar.address, site.config.base) if site.config.url else calendar.address,
            webcal=calendars.subscription(calendar, site) if site.config.url else "",
            line=calendar.about,
        )


def _short(calendar: calendars.Calendar, site: Site) -> str:
    """Name a calendar as on a page of the hub, which needs not say whose it is."""
    if calendar.address == calendars.ALL:
        return "All events"
    title = calendar.title.removeprefix(f"{site.config.title}: ")
    return title[:1].upper() + title[1:]
