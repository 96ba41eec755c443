"""What happened to promises, and on which day: made, put off, done, dropped. That one is late is no event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from urllib.parse import quote

from openhub.hub import followups, memory
from openhub.hub.followups import Promise
from openhub.kinds.post import MovedDue
from openhub.model import When
from openhub.site import Site
from openhub.when import instant_of

What: TypeAlias = Literal["promised", "moved", "done", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that happened to a promise; `key` names it below its post, for ever."""

    promise: Promise
    what: What
    on: When
    key: str
    move: MovedDue | None = None


def feed_id(happened: Happened, site: Site) -> str:
    """Give the id (RFC 4151) of what happened: it outlives titles, texts and domains."""
    post = quote(happened.promise.entry.id, safe=memory.SAFE)
    return f"tag:{site.config.feed_authority}:post/{post}/{happened.key}"


def key(promise: Promise) -> str:
    """Name a promise below its post."""
    return f"promise/{quote(promise.name, safe=memory.SAFE)}"


def history(site: Site) -> Iterator[Happened]:
    """Tell all that happened to promises, as far as somebody said on which day."""
    for promise in followups.promises(site):
        yield from _one(promise, site)


def _one(promise: Promise, site: Site) -> Iterator[Happened]:
    action, name = promise.action, key(promise)
    made = promise.entry.date or memory.first_published(promise.entry, site)
    if made:
        yield Happened(promise=promise, what="promised", on=made, key=f"{name}/promised")
    days: Counter[str] = Counter()
    for move in action.moved:
        day = move.on.isoformat()
        days[day] += 1
        again = f"-{days[day]}" if days[day] > 1 else ""
        yield Happened(promise=promise, what="moved", on=move.on, key=f"{name}/moved-{day}{again}", move=move)
    settled = settled_on(promise, site)
    if settled and action.state in {"done", "dropped"}:
        yield Happened(promise=promise, what=action.state, on=settled, key=f"{name}/{action.state}")


def settled_on(promise: Promise, site: Site) -> When | None:
    """Give when a promise was kept or dropped: as written, else when its post was last revised."""
    if promise.is_pending:
        return None
    return promise.action.done_on or memory.changed(promise.entry, site)


def changed(promise: Promise, site: Site) -> datetime | None:
    """Give when a promise last changed: made, put off, or its post corrected."""
    known = [*(move.on for move in promise.action.moved), memory.changed(promise.entry, site)]
    return max((instant_of(when, site.zone) for when in known if when), default=None)
