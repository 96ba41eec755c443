"""Promises: what we said we would do, by when, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from openhub.kinds.post import Action, is_open
from openhub.model import Entry
from openhub.problems import Problem
from openhub.site import KEPT, Site
from openhub.when import end_of, instant_of
from openhub.words import long_day, moment

SILENT = 30
"""After so many days late, and without a word, the silence says more than the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One commitment, and the entry that made it."""

    entry: Entry
    action: Action
    number: int

    @property
    def name(self) -> str:
        """What it is called below its entry: its id, else its number."""
        return self.action.id or str(self.number)

    @property
    def is_pending(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.action.state in {"open", "doing"}


@lru_cache(maxsize=KEPT)
def promises(site: Site) -> tuple[Promise, ...]:
    """Give every commitment: those to come by due date, then by age; then those settled."""
    found = [
        Promise(entry=entry, action=action, number=number)
        for entry in site.of("post")
        for number, action in enumerate(entry.data.actions, 1)
        if action.kind == "commitment"
    ]
    return tuple(
        sorted(
            found,
            key=lambda promise: (
                not promise.is_pending,
                promise.action.due or date.max,
                site.since(promise.entry) or date.max,
                promise.entry.id,
                promise.number,
            ),
        )
    )


def has_promises(site: Site) -> bool:
    """Tell whether we ever promised something: then it has a feed and a calendar."""
    return any(action.kind == "commitment" for entry in site.of("post") for action in entry.data.actions)


def days_late(promise: Promise, site: Site) -> int:
    """Count the local days since a pending promise was due; 0 where it is not late, as an idea never is."""
    due = promise.action.due if promise.is_pending and promise.action.kind == "commitment" else None
    return max((site.today - due).days, 0) if due else 0


def is_silent(promise: Promise, site: Site) -> bool:
    """Tell whether a promise is late for long, and as long without a word."""
    quiet = (site.today - last_word(promise, site)).days
    return days_late(promise, site) > SILENT and quiet > SILENT


def last_word(promise: Promise, site: Site) -> date:
    """Give the day of the last word on a promise: what it was made in, or when it was put off."""
    entry = promise.entry
    said = [entry.date, entry.data.updated, *(step.at for step in entry.data.timeline)]
    days = [site.day(when) for when in said if when]
    days += [item.on for item in (*promise.action.moved, *entry.data.corrections)]
    return max((day for day in days if day <= site.today), default=promise.action.due or site.today)


def check(site: Site) -> Iterator[Problem]:
    """Find what posts tell as done that lies in the future."""
    for entry in site.of("post"):
        yield from _ahead(entry, site)


def _ahead(entry: Entry, site: Site) -> Iterator[Problem]:
    steps = [(f"timeline[{at}]", step.at) for at, step in enumerate(entry.data.timeline)]
    for name, at in [*steps, *([] if is_open(entry) else [("resolved", entry.data.resolved)])]:
        if at and instant_of(at, site.zone) > site.now:
            field = name.partition("[")[0]
            message = f"{field}: {moment(at)} is still to come; write what has happened, when it has"
            yield Problem(code="life-ahead", message=message, span=entry.place(name))
    for index, action in enumerate(entry.data.actions):
        if action.done_on and action.done_on > site.today:
            message = (
                f"actions[{index + 1}].done_on: {long_day(action.done_on)} is still to come; write it then"
            )
            yield Problem(code="life-ahead", message=message, span=entry.place(f"actions[{index}]"))


def word_due(entry: Entry, site: Site) -> datetime | None:
    """Give the instant from which on the next word on open bad news is late; None where none is promised."""
    due = entry.data.next_update
    if not is_open(entry) or due is None or isinstance(due, str):
        return None
    return end_of(due, site.zone)


def opened(entry: Entry, site: Site) -> date:
    """Give the day since which bad news is open: when we noticed it, or told it, whichever was first."""
    days = [site.day(when) for when in (entry.data.detected, entry.date) if when]
    return min(days, default=site.today)
