"""The follow-up: what we promised, late first, and what else is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from markupsafe import Markup as Safe

from openhub.hub import calendars, followups, ledger
from openhub.hub import feedback as asks
from openhub.hub.feeds import FOLLOW_UP
from openhub.hub.followups import Promise
from openhub.hub.plan import Page
from openhub.model import Entry
from openhub.site import Site
from openhub.views import parts
from openhub.views.feedback import ask_item
from openhub.views.life import in_a_line
from openhub.views.promises import promise_item, rest
from openhub.views.shapes import Fact, Group, Item, Link, View

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
        "facts": tuple(_facts(promises, site)),
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
    word = "promise" if len(promises) == 1 else "promises"
    late = any(followups.days_late(promise, site) for promise in promises)
    end = rest(promises, site) + ("" if late else "; none is late")
    sentence = Safe("We kept <strong>{}</strong> of <strong>{}</strong> {}{}.")
    return sentence.format(kept, len(promises), word, end)


def _groups(promises: tuple[Promise, ...], site: Site) -> Iterator[Group]:
    for name, heading, note in _GROUPS:
        found = [promise for promise in promises if _standing(promise, site) == name]
        if name == "kept":
            found.sort(key=lambda promise: promise.action.done_on or date.min, reverse=True)
        if found:
            items = tuple(promise_item(promise, site, place=True) for promise in found)
            yield Group(id=name, heading=heading, note=note, items=items)


def _facts(promises: tuple[Promise, ...], site: Site) -> Iterator[Fact]:
    """Lead to the promises of each person, and to where all of them can be followed."""
    asked = Counter(promise.action.owner for promise in promises if promise.is_pending)
    owners = [person for ref in asked if ref and (person := site.get(ref))]
    links = [
        Link(person.title, f"{site.addresses[person.ref]}#promised", f" ({asked[person.ref]})")
        for person in sorted(owners, key=lambda person: person.title)
    ]
    if links:
        yield Fact(term="By person", links=tuple(links))
    if promises:
        yield Fact(term="Follow", links=tuple(_ways(site)))


def _ways(site: Site) -> Iterator[Link]:
    yield Link("feed (Atom)", f"{FOLLOW_UP}feed.xml")
    yield Link("feed (JSON Feed)", f"{FOLLOW_UP}feed.json")
    if site.config.url:
        yield Link("due days in your calendar", calendars.webcal(calendars.FOLLOW_UP, site))
    yield Link("calendar as a file", calendars.FOLLOW_UP)


def _standing(promise: Promise, site: Site) -> str:
    if not promise.is_pending:
        return "kept" if promise.action.state == "done" else "dropped"
    if promise.action.due is None:
        return "undated"
    return "late" if followups.days_late(promise, site) else "due"


def _open(entry: Entry, site: Site) -> Item:
    return replace(parts.item(entry, site), line=in_a_line(entry, site))
