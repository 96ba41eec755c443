"""What members said: since when, how often, and what still waits for an answer."""

from __future__ import annotations

from datetime import date

from openhub.kinds.feedback import Feedback, state
from openhub.model import Entry
from openhub.site import Site


def asked(entry: Entry, site: Site) -> date | None:
    """Give the day on which a request was first said, as far as is known."""
    data: Feedback = entry.data
    days = [voice.on for voice in data.said if voice.on] or [step.on for step in data.history]
    return min(days) if days else site.day(entry.date) if entry.date else None


def repeats(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the requests that say the same as this one."""
    return site.back(entry.ref, "duplicate_of")


def voices(entry: Entry, site: Site) -> int:
    """Count how often it was said, here and in what repeats it."""
    return sum(max(len(found.data.said), 1) for found in (entry, *repeats(entry, site)))


def days_waiting(entry: Entry, site: Site) -> int:
    """Count the days for which a request has had no answer; 0 where it has one or is not old."""
    first = asked(entry, site)
    if first is None or not waits(entry, site):
        return 0
    return max((site.today - first).days, 0)


def waits(entry: Entry, site: Site) -> bool:
    """Tell whether a request has no answer yet, however long it has waited."""
    return state(entry, site) == "heard" and not entry.data.answer


def unanswered(site: Site) -> tuple[Entry, ...]:
    """Give the requests without an answer for as long as `follow_up.unanswered`, longest first."""
    limit = site.config.follow_up.unanswered.before(site.today)
    found = [
        (first, entry) for entry in site.of("feedback") if (first := asked(entry, site)) and first <= limit
    ]
    waiting = [(first, entry) for first, entry in found if days_waiting(entry, site)]
    return tuple(entry for _, entry in sorted(waiting, key=lambda pair: (pair[0], pair[1].id)))
