"""The follow-up: what we promised, late first, and what else is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from markupsafe import Markup as Safe

from openhub.hub import feedback as asks
from openhub.hub import followups, ledger
from openhub.hub.followups import Promise
from openhub.hub.plan import Page
from openhub.model import Entry
from openhub.site import Site
from openhub.views import parts
from openhub.views.feedback import ask_item
from openhub.views.life import in_a_line, promise_item
from openhub.views.shapes import Group, Item, PromiseItem, View
from openhub.words import count, day_month

_SILENT = 30
"""After so many days late, the silence says more than the number."""
_GROUPS = (
    ("late", "Late", "The day has passed and it is not done."),
    ("due", "Due", ""),
    ("undated", "Without a date", "Promised, but we have not said by when."),
    ("kept", "Kept", ""),
    ("dropped", "Dropped", "Promised, and given up; each says why."),
)


def follow_up(page: Page, site: Site) -> View:
    """Show every promise by how it stands."""
    promises = followups.promises(site)
    values: dict[str, Any] = {
        "lead": "What we promised, and whether we kept it. Late ones come first.",
        "balance": balance(promises, site),
        "groups": tuple(_groups(promises, site)),
        "open": tuple(_open(entry, site) for entry in ledger.still_open(site)),
        "unanswered": tuple(ask_item(entry, site) for entry in asks.unanswered(site)),
        "empty": "We have promised nothing yet.",
    }
    return View(
        address=page.address,
        template="follow_up",
        title=page.title or "Follow-up",
        values=values,
        section=page.address,
        asof=True,
    )


def balance(promises: tuple[Promise, ...], site: Site) -> str:
    """Say in a sentence how many promises are kept, and by how much others are late."""
    if not promises:
        return ""
    kept = sum(promise.action.state == "done" for promise in promises)
    late = [days for promise in promises if (days := followups.days_late(promise, site))]
    word = "promise" if len(promises) == 1 else "promises"
    sentence = Safe("We kept <strong>{}</strong> of <strong>{}</strong> {}; {}.")
    return sentence.format(kept, len(promises), word, _lateness(late))


def _lateness(late: list[int]) -> str:
    if not late:
        return "none is late"
    if len(late) == 1:
        return f"1 is late by {count(late[0], 'day')}"
    return f"{len(late)} are late, one of them by {count(max(late), 'day')}"


def _groups(promises: tuple[Promise, ...], site: Site) -> Iterator[Group]:
    for name, heading, note in _GROUPS:
        found = [promise for promise in promises if _standing(promise, site) == name]
        if name == "kept":
            found.sort(key=lambda promise: promise.action.done_on or date.min, reverse=True)
        if found:
            items = tuple(_item(promise, site) for promise in found)
            yield Group(id=name, heading=heading, note=note, items=items)


def _standing(promise: Promise, site: Site) -> str:
    if not promise.is_pending:
        return "kept" if promise.action.state == "done" else "dropped"
    if promise.action.due is None:
        return "undated"
    return "late" if followups.days_late(promise, site) else "due"


def _item(promise: Promise, site: Site) -> PromiseItem:
    made = promise_item(promise, site, place=True)
    if followups.days_late(promise, site) <= _SILENT:
        return made
    return replace(
        made, state=f"No word since {day_month(followups.last_word(promise, site), site.today.year)}"
    )


def _open(entry: Entry, site: Site) -> Item:
    return replace(parts.item(entry, site), line=in_a_line(entry, site))
