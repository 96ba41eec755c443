"""What members said: since when, how often, and what still waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from openhub.kinds.feedback import Feedback, Voice, state
from openhub.model import Entry, Ref
from openhub.problems import Problem
from openhub.site import KEPT, Site


def asked(entry: Entry, site: Site) -> date | None:
    """Give the day on which a request was first said, as far as is known."""
    data: Feedback = entry.data
    days = [voice.on for voice in data.said if voice.on] or [step.on for step in data.history]
    return min(days) if days else site.day(entry.date) if entry.date else None


def repeats(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the requests that say the same as this one, also by way of another."""
    return tuple(_repeats(entry, site, {entry.ref}))


def _repeats(entry: Entry, site: Site, known: set[Ref]) -> Iterator[Entry]:
    for found in site.back(entry.ref, "duplicate_of"):
        if found.ref not in known and found.data.state == "duplicate":
            known.add(found.ref)
            yield found
            yield from _repeats(found, site, known)


def said(entry: Entry, site: Site) -> tuple[tuple[Voice, Entry], ...]:
    """Give every time that it was said, oldest first, each with the request that tells of it."""
    found = [(voice, told) for told in (entry, *repeats(entry, site)) for voice in told.data.said]
    return tuple(sorted(found, key=lambda pair: pair[0].on or date.max))


def voices(entry: Entry, site: Site) -> int:
    """Count how often it was said, here and in what repeats it."""
    return sum(max(len(found.data.said), 1) for found in (entry, *repeats(entry, site)))


def first_asked(entry: Entry, site: Site) -> date | None:
    """Give the day on which anybody first said it, here or in what repeats it."""
    days = [day for found in (entry, *repeats(entry, site)) if (day := asked(found, site))]
    return min(days, default=None)


def days_waiting(entry: Entry, site: Site) -> int:
    """Count the days for which a request has had no answer; 0 where it has one or is not old."""
    first = first_asked(entry, site)
    if first is None or not waits(entry, site):
        return 0
    return max((site.today - first).days, 0)


def waits(entry: Entry, site: Site) -> bool:
    """Tell whether a request has no answer yet, however long it has waited."""
    return state(entry, site) == "heard" and not entry.data.answer and not replies(entry, site)


def replies(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the posts and events that answer a request in words; a release ships it instead."""
    return tuple(found for found in site.back(entry.ref, "answers") if found.kind != "release")


@lru_cache(maxsize=KEPT)
def unanswered(site: Site) -> tuple[Entry, ...]:
    """Give the requests without an answer for as long as `follow_up.unanswered`, longest first."""
    limit = site.config.follow_up.unanswered.before(site.today)
    found = [
        (first, entry)
        for entry in site.of("feedback")
        if (first := first_asked(entry, site)) and first <= limit
    ]
    waiting = [(first, entry) for first, entry in found if days_waiting(entry, site)]
    return tuple(entry for _, entry in sorted(waiting, key=lambda pair: (pair[0], pair[1].id)))


def is_unanswered(entry: Entry, site: Site) -> bool:
    """Tell whether a request has been without an answer for too long."""
    return entry.ref in _unanswered(site)


@lru_cache(maxsize=KEPT)
def _unanswered(site: Site) -> frozenset[Ref]:
    return frozenset(entry.ref for entry in unanswered(site))


def check(site: Site) -> Iterator[Problem]:
    """Find steps that lie in the future: a page would tell them as done."""
    for entry in site.of("feedback"):
        for step in entry.data.history:
            if step.on > site.today:
                message = f"history: {step.on} is still to come; write what has happened, when it has"
                yield Problem(code="history-ahead", message=message, span=entry.place("history"))
                break
