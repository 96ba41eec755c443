"""The calendars of a hub that members subscribe to: which there are, what is in each, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from openhub.config import Config
from openhub.hub import agenda, occurrences
from openhub.hub.occurrences import Happening
from openhub.kinds.event import OFF, Event, Occurrence, State, is_series, plan_of
from openhub.model import Entry, When
from openhub.problems import Problem
from openhub.read import planned
from openhub.site import KEPT, Site
from openhub.urls import absolute
from openhub.when import Duration, instant_of

ALL = "/events.ics"
CONFIRMED = "/events-confirmed.ics"
FOLLOW_UP = "/follow-up.ics"
_DAY = timedelta(days=1)
_SURE: frozenset[State] = frozenset({"confirmed", "rescheduled", "moved_online"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A calendar: its address, what it is called, what is in it, and the page that shows the same.

    `entries` are what it may hold ever; `members` gives those that it holds today.
    """

    address: str
    title: str
    about: str
    page: str
    entries: tuple[Entry, ...]
    audience: str = ""
    entry: Entry | None = None
    confirmed: bool = False


@lru_cache(maxsize=KEPT)
def calendars(site: Site) -> tuple[Calendar, ...]:
    """Give every calendar of a hub with events: of all, of what is confirmed, of audiences, of each event."""
    entries = tuple(
        sorted(site.of("event"), key=lambda entry: (instant_of(entry.data.starts, site.zone), entry.id))
    )
    if not entries:
        return ()
    return (*_shared(entries, site), *(_single(entry, site) for entry in entries))


def shared(site: Site) -> tuple[Calendar, ...]:
    """Give the calendars of many events: those that `/subscribe/` and `/events/` offer."""
    return tuple(calendar for calendar in calendars(site) if calendar.entry is None)


def calendar_of(entry: Entry, site: Site) -> Calendar | None:
    """Give the calendar of one event or series; an event that is in no list has none."""
    return _by_entry(site).get(entry.id)


@lru_cache(maxsize=KEPT)
def _by_entry(site: Site) -> Mapping[str, Calendar]:
    return {calendar.entry.id: calendar for calendar in calendars(site) if calendar.entry is not None}


def _shared(entries: tuple[Entry, ...], site: Site) -> Iterator[Calendar]:
    hub, page = site.config.title, "/events/"
    yield Calendar(
        address=ALL,
        title=f"{hub}: events" if hub else "Events",
        about="Every event and series, with what was cancelled or postponed marked as such.",
        page=page,
        entries=entries,
    )
    yield Calendar(
        address=CONFIRMED,
        title=f"{hub}: confirmed events" if hub else "Confirmed events",
        about="Only what takes place for sure; what is cancelled, postponed or tentative is left out.",
        page=page,
        entries=entries,
        confirmed=True,
    )
    for audience in site.config.audiences:
        name = audience.title or audience.id
        named = (
            entry for entry in entries if not entry.data.audiences or audience.id in entry.data.audiences
        )
        yield Calendar(
            address=f"/audiences/{audience.id}/events.ics",
            title=f"{hub}: events for {name}" if hub else f"Events for {name}",
            about=f"Events that name {name}, and those for everybody.",
            page=f"/audiences/{audience.id}/",
            entries=tuple(named),
            audience=audience.id,
        )


def _single(entry: Entry, site: Site) -> Calendar:
    page = site.addresses[entry.ref]
    return Calendar(
        address=re.sub(r"(/|\.html)$", "", page) + ".ics",
        title=entry.title,
        about="Every date of this series." if is_series(entry) else "This event.",
        page=page,
        entries=(entry,),
        entry=entry,
    )


def subscription(calendar: Calendar, site: Site) -> str:
    """Give the `webcal:` address, which a calendar program opens as a subscription."""
    return webcal(calendar.address, site)


def webcal(address: str, site: Site) -> str:
    """Give the address of a calendar as one that its program opens as a subscription."""
    return re.sub(r"^https?:", "webcal:", absolute(address, site.config.base))


def uid(event: Entry, config: Config) -> str:
    """Give the UID by which calendar programs know an event: its own, or one made of its id."""
    given: str | None = event.data.uid
    return given or f"{event.kind}-{event.id}@{config.feed_authority.partition(',')[0]}"


def check(site: Site) -> Iterator[Problem]:
    """Find events that would be one and the same to calendar programs."""
    met: dict[str, Entry] = {}
    # Those with a UID of their own come last, as it is theirs that can be left out.
    for entry in sorted(site.of("event"), key=lambda entry: (bool(entry.data.uid), entry.span)):
        if (other := met.setdefault(uid(entry, site.config), entry)) is not entry:
            message = (
                f"uid: is that of {other.ref} already, so calendars would show one of the two; leave one out"
            )
            yield Problem(code="id-taken", message=message, span=entry.place("uid"))


# ── what a calendar holds today ─────────────────────────────────────────────


def members(calendar: Calendar, site: Site) -> tuple[Entry, ...]:
    """Give the events that a calendar holds today; that of one event always holds it."""
    if calendar.entry is not None:
        return calendar.entries
    return tuple(entry for entry in calendar.entries if holds(calendar, entry, site.today, site))


def holds(calendar: Calendar, entry: Entry, day: date, site: Site) -> bool:
    """Tell whether a calendar holds one of its events on a day."""
    if calendar.entry is not None:
        return True
    gone = leaves(entry, site)
    return (gone is None or day < gone) and (not calendar.confirmed or _has_sure(entry))


def is_whole(entry: Entry, calendar: Calendar) -> bool:
    """Tell whether a calendar holds a series as such; else it holds its sure dates alone."""
    return not calendar.confirmed or entry.data.state in _SURE


def _has_sure(entry: Entry) -> bool:
    """Tell whether something of an event takes place for sure: it, or a date that says so."""
    return entry.data.state in _SURE or any(item.state in _SURE for _, item in occurrences.changed(entry))


def leaves(entry: Entry, site: Site) -> date | None:
    """Give the first day on which the shared calendars hold an event no more; None for one without end."""
    data: Event = entry.data
    last = _last(entry, site)
    if data.state in OFF:
        told = data.state_on or site.day(data.starts)
        gone = _kept(max(told, last or told), site.config.calendar.cancelled)
        held = (_kept(day, site.config.calendar.past) for day in _held_all_the_same(entry, site))
        return max([gone, *held])
    return _kept(last, site.config.calendar.past) if last else None


def _held_all_the_same(entry: Entry, site: Site) -> Iterator[date]:
    """Give the days of those dates of a series that take place though the series as a whole does not."""
    for when, item in occurrences.changed(entry):
        if item.state and item.state not in OFF:
            yield agenda.last_day(occurrences.happening(entry, when, item), site)


@lru_cache(maxsize=KEPT)
def _lasts(site: Site) -> dict[str, date | None]:  # noqa: ARG001 -- one for each site
    return {}


def _last(entry: Entry, site: Site) -> date | None:
    """Give the last day of an event; None where its rule has no end."""
    known = _lasts(site)
    if entry.id not in known:
        known[entry.id] = _last_day(entry, site)
    return known[entry.id]


def _last_day(entry: Entry, site: Site) -> date | None:
    plan = plan_of(entry.data)
    if not planned.ends(plan):
        return None
    # By the author's words alone: the agenda looks only as far ahead as the settings say.
    dates = [occurrences.happening(entry, when) for when in planned.dates(plan, date.max)[-1:]]
    dates += [occurrences.happening(entry, when, item) for when, item in occurrences.changed(entry)]
    return max(day for one in dates for day in (site.day(one.planned), agenda.last_day(one, site)))


def _kept(day: date, length: Duration) -> date:
    """Give the first day on which what was over on `day` is kept no more."""
    return min(length.after(day), date.max - _DAY) + _DAY


def _is_gone(day: date | None, site: Site) -> bool:
    return day is not None and day <= site.today


# ── dates of a series that differ ───────────────────────────────────────────


def is_dropped(item: Happening, calendar: Calendar, site: Site) -> bool:
    """Tell whether a date is left out of a calendar that holds its event: it is off for long, or not sure."""
    if calendar.confirmed and item.state not in _SURE:
        return True
    return item.override is not None and _is_gone(drops(item.planned, item.override, site), site)


def drops(when: When, item: Occurrence, site: Site) -> date | None:
    """Give the first day on which calendars hold a date of a series that is off no more."""
    if item.state not in OFF:
        return None
    day = max(site.day(when), site.day(item.starts or when))
    return _kept(max(day, item.state_on or day), site.config.calendar.cancelled)


def turns(calendar: Calendar, site: Site) -> tuple[date, ...]:
    """Give the days, past and to come, from whose beginning a calendar is another for time's sake alone."""
    found: set[date | None] = set()
    for entry in calendar.entries:
        gone = leaves(entry, site) if calendar.entry is None else None
        if calendar.confirmed:
            found |= {gone} if _has_sure(entry) else set()
            continue
        dropped = {drops(when, item, site) for when, item in occurrences.changed(entry)}
        found |= {gone} | {day for day in dropped if day and (gone is None or day < gone)}
    return tuple(sorted(day for day in found if day is not None))
