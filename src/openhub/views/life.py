"""The life of bad news in words: open since when, the next word, what we promised, how it went."""

from __future__ import annotations

from collections.abc import Iterator

from openhub.hub import followups
from openhub.hub.followups import Promise
from openhub.kinds.post import OPEN, Action, Post
from openhub.model import Entry, When
from openhub.site import Site
from openhub.views import parts
from openhub.views.presence import owner_link
from openhub.views.shapes import Life, Line, Link, PromiseItem, Question, Step, Turn, Verdict
from openhub.views.turns import turn
from openhub.when import instant_of
from openhub.words import count, day_month, listed, moment

_STATE = {
    "acknowledged": "We know of it",
    "investigating": "We are looking for the cause",
    "identified": "We know the cause",
    "monitoring": "Mended, and we watch it",
    "resolved": "Resolved",
    "closed": "Closed",
}


def is_asof(data: Post) -> bool:
    """Tell whether the page of a post depends on the day: it is open, or a promise has a day to keep."""
    return data.state in OPEN or any(
        action.due and action.state in {"open", "doing"} for action in data.actions if data.state
    )


def year(entry: Entry, site: Site) -> int | None:
    """Give the year that dates leave out, where the page depends on the day anyway."""
    return site.today.year if is_asof(entry.data) else None


def life(entry: Entry, site: Site) -> Life:
    """Show how bad news stands, what is known, what we promised, and how it went."""
    data: Post = entry.data
    made = [
        Promise(entry=entry, action=action, number=number) for number, action in enumerate(data.actions, 1)
    ]
    return Life(
        verdict=Verdict(
            side="bad" if data.state in OPEN else "",
            headline=headline(entry, site, own=True),
            line=next_word(entry, site, own=True),
            do_now=data.do_now,
        ),
        questions=tuple(_questions(entry, site)),
        promises=tuple(promise_item(one, site, place=False) for one in made if one.action.kind != "idea"),
        ideas=tuple(promise_item(one, site, place=False) for one in made if one.action.kind == "idea"),
        promises_line=_kept(made) if made else "We have promised nothing here.",
        timeline=tuple(_timeline(entry, site)),
    )


def headline(entry: Entry, site: Site, *, own: bool = False) -> str | Turn:
    """Say in one sentence how bad news stands: open since when, or over."""
    data: Post = entry.data
    state = data.state or "resolved"
    if state not in OPEN:
        over = data.resolved or _last_step(data)
        said = f", {moment(over, year(entry, site))}" if over else ""
        return f"{_STATE[state]}{said}"
    open_for = age(entry, site)
    in_time = f"{open_for}: {_lower(_STATE[state])}"
    return _until_late(in_time, f"{open_for}, and our update is late", entry, site, own=own)


def _until_late(in_time: str, late: str, entry: Entry, site: Site, *, own: bool) -> str | Turn:
    """Say one thing until the next word is late, then the other; both while that may still happen today."""
    deadline = followups.word_due(entry, site)
    if deadline is None:
        return in_time
    if deadline <= instant_of(site.today, site.zone):
        return late
    return turn(in_time, (deadline, late), site=site, own=own)


def in_a_line(entry: Entry, site: Site) -> str | Turn:
    """Say in a line how open bad news stands, and when the next word comes or by how much it is late."""
    open_for, state = age(entry, site), _lower(_STATE[entry.data.state or "resolved"])
    in_time = f"{open_for}: {state}. {_promised(entry, site)}".strip()
    return _until_late(in_time, f"{open_for}. {_missed(entry, site)}", entry, site, own=False)


def age(entry: Entry, site: Site) -> str:
    """Say for how many days bad news is open."""
    days = (site.today - followups.opened(entry, site)).days
    return f"Open for {count(days, 'day')}" if days > 0 else "Open since today"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _last_step(data: Post) -> When | None:
    steps = [step.at for step in data.timeline if step.state in {"resolved", "closed"}]
    return steps[-1] if steps else None


def next_word(entry: Entry, site: Site, *, own: bool = False) -> str | Turn:
    """Say when the next word on open bad news comes, or by how much it is late."""
    if entry.data.state not in OPEN:
        return ""
    return _until_late(_promised(entry, site), _missed(entry, site), entry, site, own=own)


def _promised(entry: Entry, site: Site) -> str:
    data: Post = entry.data
    if data.next_update is None:
        return ""
    if isinstance(data.next_update, str):
        return f"We cannot say when the next word comes: {_lower(data.because or '')}"
    return f"Next word by {moment(data.next_update, year(entry, site))}."


def _missed(entry: Entry, site: Site) -> str:
    due = entry.data.next_update
    if due is None or isinstance(due, str):
        return ""
    days = (site.today - site.day(due)).days
    return f"The update promised for {moment(due, year(entry, site))} is late{by_days(days)}."


def by_days(days: int) -> str:
    """Say by how many days something is late; nothing on the day itself."""
    return f" by {count(days, 'day')}" if days > 0 else ""


def _questions(entry: Entry, site: Site) -> Iterator[Question]:
    data: Post = entry.data
    unknown = "Not known yet." if data.state in OPEN else "Not told."
    yield _question("What happened", "What-happened", entry.body, "Not told yet.")
    yield _question("Who is affected", "Who", data.impact or affected(data, site), unknown)
    yield _question("Why", "Why", data.cause, unknown)


def affected(data: Post, site: Site) -> str:
    """Name the parts that are affected; empty where none is named."""
    titles = {component.id: component.title or component.id for component in site.config.components}
    return listed([titles.get(name, name) for name in data.affected])


def _question(heading: str, id_: str, answer: Line | None, unknown: str) -> Question:
    return Question(heading=heading, id=id_, answer=answer or unknown, missing=not answer)


def _kept(promises: list[Promise]) -> str:
    own = [promise for promise in promises if promise.action.kind == "commitment"]
    done = sum(promise.action.state == "done" for promise in own)
    return f"{done} of {count(len(own), 'promise')} kept." if own else "We have promised nothing here yet."


def promise_item(promise: Promise, site: Site, *, place: bool) -> PromiseItem:
    """Show a promise in a table; `place` adds where it was made."""
    action = promise.action
    late = followups.days_late(promise, site)
    anchor = f"Promise-{action.id or promise.number}"
    source = Link(promise.entry.title, f"{site.addresses[promise.entry.ref]}#{anchor}") if place else None
    return PromiseItem(
        text=action.text,
        anchor="" if place else anchor,
        history=_history(promise, site),
        state=_state(promise, late, site),
        who=owner_link(action.owner, site, pending=promise.is_pending) if action.owner else None,
        source=source,
        due=action.due,
        late=late > 0,
        link=action.link or "",
    )


def _state(promise: Promise, late: int, site: Site) -> str:
    action = promise.action
    if late:
        return f"{count(late, 'day')} late"
    if action.state == "done":
        return _done(action, year(promise.entry, site))
    if action.state == "dropped":
        return "Dropped"
    return "Doing" if action.state == "doing" else "To do"


def _done(action: Action, shown: int | None) -> str:
    if action.done_on is None:
        return "Done"
    over = (action.done_on - action.due).days if action.due else 0
    late = f", {count(over, 'day')} late" if over > 0 else ""
    return f"Done on {day_month(action.done_on, shown)}{late}"


def _history(promise: Promise, site: Site) -> str:
    action, shown = promise.action, year(promise.entry, site)
    moved = [
        f"Due date moved from {day_month(move.from_, shown)} to {day_month(move.to, shown)}"
        + (f": {move.why.text}" if move.why else "")
        for move in action.moved
    ]
    return ". ".join([*moved, *([f"Dropped: {action.reason.text}"] if action.reason else [])])


def _timeline(entry: Entry, site: Site) -> Iterator[Step]:
    data: Post = entry.data
    due = followups.word_due(entry, site)
    if due and due <= instant_of(site.today, site.zone) and not isinstance(data.next_update, str):
        yield Step(at=data.next_update, text="The update promised for now did not come.", mood="strong")
    for step in sorted(data.timeline, key=lambda step: step.at.isoformat(), reverse=True):
        by = parts.person_link(step.by, site).title if step.by else ""
        state = _STATE[step.state] if step.state else ""
        yield Step(
            at=step.at,
            text=step.text,
            state=state,
            by=by,
            mood="done" if step.state in {"resolved", "closed"} else "",
        )
