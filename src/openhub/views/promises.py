"""Promises as pages show them: how each stands, what moved it, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable

from openhub.hub import followups
from openhub.hub.followups import Promise
from openhub.kinds.post import OPEN, Action, MovedDue, Post
from openhub.model import Entry
from openhub.site import Site
from openhub.views.presence import owner_link
from openhub.views.shapes import Link, PromiseItem
from openhub.words import count, day_month


def is_asof(data: Post) -> bool:
    """Tell whether the page of a post depends on the day: it is open, or a promise has a day to keep."""
    return data.state in OPEN or any(
        action.due and action.state in {"open", "doing"} for action in data.actions
    )


def year(entry: Entry, site: Site) -> int | None:
    """Give the year that dates leave out, where the page depends on the day anyway."""
    return site.today.year if is_asof(entry.data) else None


def of_entry(entry: Entry) -> tuple[Promise, ...]:
    """Give what an entry promises, ideas too, as written."""
    actions = enumerate(entry.data.actions, 1)
    return tuple(Promise(entry=entry, action=action, number=number) for number, action in actions)


def kept_line(made: Iterable[Promise], site: Site) -> str:
    """Say in a sentence how many promises are kept, dropped and late; nothing where there is none."""
    own = [promise for promise in made if promise.action.kind == "commitment"]
    done = sum(promise.action.state == "done" for promise in own)
    return f"{done} of {count(len(own), 'promise')} kept{rest(own, site)}." if own else ""


def rest(promises: Iterable[Promise], site: Site) -> str:
    """Say how many promises are dropped, and by how much others are late."""
    made = tuple(promises)
    dropped = sum(promise.action.state == "dropped" for promise in made)
    late = [days for promise in made if (days := followups.days_late(promise, site))]
    said = [f", {dropped} dropped" if dropped else ""]
    if late:
        most = f"{', the longest' if len(late) > 1 else ''} by {count(max(late), 'day')}"
        said.append(f"; {len(late)} {'is' if len(late) == 1 else 'are'} late{most}")
    return "".join(said)


def promise_item(promise: Promise, site: Site, *, place: bool) -> PromiseItem:
    """Show a promise in a table; `place` adds where and when it was made."""
    action = promise.action
    anchor = f"Promise-{promise.name}"
    late = followups.days_late(promise, site)
    return PromiseItem(
        text=action.text,
        anchor="" if place else anchor,
        history=". ".join(moves(promise, shown := _year(promise, site, place))),
        reason=action.reason if action.state == "dropped" else None,
        state=_state(promise, late, site, shown),
        who=owner_link(action.owner, site, pending=promise.is_pending) if action.owner else None,
        source=_source(promise, anchor, site) if place else None,
        due=action.due,
        late=late > 0,
        link=action.link or "",
    )


def _year(promise: Promise, site: Site, place: bool) -> int | None:
    return site.today.year if place else year(promise.entry, site)


def _source(promise: Promise, anchor: str, site: Site) -> Link:
    entry, since = promise.entry, site.since(promise.entry)
    note = f" on {day_month(since, site.today.year)}" if since else ""
    return Link(entry.title, f"{site.addresses[entry.ref]}#{anchor}", note)


def _state(promise: Promise, late: int, site: Site, shown: int | None) -> str:
    action = promise.action
    if followups.is_silent(promise, site):
        return f"No word since {day_month(followups.last_word(promise, site), shown)}"
    if late:
        return f"{count(late, 'day')} late"
    if action.state == "done":
        return _done(action, shown)
    if action.state == "dropped":
        return f"Dropped on {day_month(action.done_on, shown)}" if action.done_on else "Dropped"
    return "Doing" if action.state == "doing" else "To do"


def _done(action: Action, shown: int | None) -> str:
    if action.done_on is None:
        return "Done"
    over = (action.done_on - action.due).days if action.due else 0
    late = f", {count(over, 'day')} late" if over > 0 else ""
    return f"Done on {day_month(action.done_on, shown)}{late}"


def moves(promise: Promise, shown: int | None) -> list[str]:
    """Tell each move of a due date, and why, in sentences without their full stops."""
    return [_move(move, shown) for move in promise.action.moved]


def _move(move: MovedDue, shown: int | None) -> str:
    on, before, to = (day_month(day, shown) for day in (move.on, move.from_, move.to))
    why = f": {move.why.text.rstrip('.')}" if move.why else ""
    return f"Moved on {on} from {before} to {to}{why}"


# ── whom to ask ─────────────────────────────────────────────────────────────
