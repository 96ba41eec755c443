"""Releases and the events about them: those that nobody meets for, and those that were not out by then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from openhub.hub import agenda
from openhub.hub.occurrences import Happening
from openhub.hub.spans import zone_of
from openhub.kinds.event import OFF, is_series
from openhub.kinds.release import Release, is_coming
from openhub.model import Entry, Ref
from openhub.problems import Problem
from openhub.site import Site
from openhub.when import day_of
from openhub.words import long_day

WITHIN = timedelta(days=30)
"""So long after a release an event about it is still one for it."""
RECENT = timedelta(days=180)
_NUMBERS = re.compile(r"[vV]?(\d+)\.(\d+)(?:\.(\d+))?")


def hints(site: Site) -> Iterator[Problem]:
    """Find releases that nobody meets for, and those that were not out when people met for them."""
    yield from _untold(site)
    yield from _slipped(site)


def _untold(site: Site) -> Iterator[Problem]:
    """Find minor and major releases of the last half year for which nobody meets, but for first versions."""
    first = {entry.data.product: entry.ref for entry in site.of("release")}  # the oldest stands last
    for entry in site.of("release"):
        asked = _is_recent(entry, site) and is_large(entry) and first[entry.data.product] != entry.ref
        if asked and not _is_told(entry, site):
            yield Problem(code="release-untold", message=_message(entry, site), span=entry.span)


def _message(entry: Entry, site: Site) -> str:
    day = long_day(site.day(entry.date or site.today))
    title = f"{entry.title}: what is new".replace("'", "’")
    command = f"openhub new event '{title}' --about {entry.ref}"
    return f"no event within {WITHIN.days} days of {day} is about {entry.title}; make one: {command}"


def is_large(entry: Entry) -> bool:
    """Tell whether a release is a minor or major one: stable, in members' hands, and no mere fix."""
    data: Release = entry.data
    found = _NUMBERS.fullmatch(data.version or "")
    out = not is_coming(entry) and not data.yanked and data.channel in {"stable", "lts"}
    return bool(out and found and int(found[3] or 0) == 0)


def _is_recent(entry: Entry, site: Site) -> bool:
    if entry.date is None:
        return False
    return timedelta() <= site.today - site.day(entry.date) <= RECENT


def _is_told(entry: Entry, site: Site) -> bool:
    """Tell whether an event about a release takes place between its day and 30 days after, or is planned."""
    since = site.day(entry.date or site.today)
    events = (source for source in site.back(entry.ref, "about") if source.kind == "event")
    dates = (item for event in events for item in agenda.expand(event, site) if not item.is_off)
    days = ((_own_day(item, site), agenda.last_day(item, site)) for item in dates)
    return any(
        max(first, last) >= since and (first <= since + WITHIN or first >= site.today) for first, last in days
    )


def _own_day(item: Happening, site: Site) -> date:
    """Give the day of a date where it takes place, as its page does."""
    return day_of(item.starts, zone_of(item.entry, site))


# ── not out by then ─────────────────────────────────────────────────────────


def subjects(event: Entry) -> Iterator[Ref]:
    """Give the releases that an event is about."""
    named = (relation.target for relation in event.relations if relation.name == "about")
    yield from (target for target in named if target.kind == "release")


def _slipped(site: Site) -> Iterator[Problem]:
    """Find single events of late or to come that take place before what they are about is out."""
    for event in site.of("event"):
        if is_series(event) or event.data.state in OFF:
            continue
        begins = day_of(event.data.starts, zone_of(event, site))
        if site.today - begins <= RECENT:
            told = (_slip(ref, begins, site) for ref in subjects(event))
            for message in filter(None, told):
                yield Problem(code="release-slipped", message=f"about: {message}", span=event.place("about"))


def _slip(ref: Ref, begins: date, site: Site) -> str:
    """Say how a release comes after the event; one that came after all needs no more to be done."""
    shown = site.get(ref)
    if shown is not None:
        if not is_coming(shown) or begins > site.today:
            return ""
        return (
            f"{shown.title} is not out, though the event was to be for it on {long_day(begins)};"
            " tell its readers when it comes, or leave 'about' out"
        )
    held = next((one for one in site.held if one.ref == ref and one.until), None)
    if held is None or held.until is None or held.until <= begins:
        return ""
    days = f"on {long_day(held.until)}, after the event on {long_day(begins)}"
    return f"{held.title} comes {days}; move one of them"
