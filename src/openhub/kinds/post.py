"""Posts: updates, and bad news with a life of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from openhub.kinds.base import Fields, Kind, fault
from openhub.model import Entry, Path, Record, When
from openhub.problems import Problem
from openhub.read.fields import (
    Address,
    Block,
    Day,
    Inline,
    Many,
    Moment,
    NextUpdate,
    Person,
    PersonRef,
    Text,
    Verbatim,
)
from openhub.read.schema import dotted, record
from openhub.when import instant_of, zone_named

State: TypeAlias = Literal["acknowledged", "investigating", "identified", "monitoring", "resolved", "closed"]
OPEN = frozenset({"acknowledged", "investigating", "identified", "monitoring"})


@record
class TimelineItem:
    """One moment in the life of bad news."""

    at: Moment
    state: State | None = None
    text: Block
    by: Person | None = None


@record
class MovedDue:
    """A promise that was put off, and why."""

    on: Day
    from_: Annotated[Day, Field(alias="from")]
    to: Day
    why: Inline | None = None


@record
class Action:
    """Something that we promised (commitment), or only think of (idea)."""

    id: Verbatim | None = None
    text: Inline
    kind: Literal["commitment", "idea"] = "commitment"
    owner: PersonRef | None = None
    due: Day | None = None
    moved: Many[MovedDue] = ()
    state: Literal["open", "doing", "done", "dropped"] = "open"
    done_on: Day | None = None
    reason: Inline | None = None
    link: Address | None = None


def _settled(value: Any) -> Any:
    """Take a promise with a day on which it was done for done, so that one line settles it."""
    pending = isinstance(value, dict) and value.get("done_on") and value.get("state") != "dropped"
    return {**value, "state": "done"} if pending else value


@record
class Post(Fields):
    """An update; with `state`, bad news that is followed through."""

    type: Literal["article", "note", "digest"] = "article"
    state: State | None = None
    severity: Literal["notice", "minor", "major", "critical"] = "minor"
    affected: Many[Verbatim] = ()
    impact: Inline | None = None
    started: Moment | None = None
    detected: Moment | None = None
    resolved: Moment | None = None
    do_now: Block | None = None
    cause: Block | None = None
    timeline: Many[TimelineItem] = ()
    next_update: NextUpdate | None = None
    because: Text | None = None
    actions: Many[Annotated[Action, BeforeValidator(_settled)]] = ()
    advisories: Many[Verbatim] = ()


def is_open(entry: Entry) -> bool:
    """Tell whether an entry is bad news that is not resolved."""
    return getattr(entry.data, "state", None) in OPEN and entry.kind == "post"


def _check(data: Post, record: Record) -> Iterator[Problem]:
    yield from _life(data, record)
    yield from _order(data, record)
    yield from _twice(data, record)
    for index, action in enumerate(data.actions):
        yield from _action(action, data, record, index)


def _life(data: Post, record: Record) -> Iterator[Problem]:
    if data.state and data.news.side not in {"bad", "mixed"}:
        message = f"state: only bad news has a life; add 'news: bad', or leave out 'state: {data.state}'"
        yield fault(record, ("state",), "state-without-bad-news", message)
    if data.next_update == "unknown" and not data.because:
        message = "next_update: 'unknown' needs 'because', so that readers know why you cannot say"
        yield fault(record, ("next_update",), "because-missing", message)
    if data.state in OPEN and data.next_update is None:
        message = "next_update: missing; say when the next word comes, or 'unknown' and 'because'"
        yield fault(record, ("state",), "next-update-missing", message)
    pending = [
        action for action in data.actions if action.kind == "commitment" and action.state in {"open", "doing"}
    ]
    if data.state == "closed" and (pending or not data.cause):
        lacks = f"{len(pending)} open commitment{'s' * (len(pending) != 1)}" if pending else "no cause"
        message = f"state: 'closed' with {lacks}; say 'resolved' until the cause is told and all is done"
        yield fault(record, ("state",), "closed-unfinished", message)


# ── times that contradict each other ────────────────────────────────────────


def _before(one: When | None, other: When | None) -> bool:
    """Tell whether one time lies before another; a day beside a time lies before the days after it alone."""
    if one is None or other is None:
        return False
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return _day(one) < _day(other)


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _order(data: Post, record: Record) -> Iterator[Problem]:
    if _before(data.resolved, data.started):
        yield fault(record, ("resolved",), "time-order", "resolved: lies before 'started'")
    if _before(data.detected, data.started):
        message = "detected: lies before 'started'; did it begin earlier than you say?"
        yield fault(record, ("detected",), "detected-early", message)
    told = max((step.at for step in data.timeline), key=_key, default=None)
    due = data.next_update
    if data.state in OPEN and not isinstance(due, str) and _before(due, told):
        message = (
            "next_update: lies before the last item of 'timeline', which came; say when the next one comes"
        )
        yield fault(record, ("next_update",), "next-update-old", message)


def _key(when: When) -> datetime:
    return instant_of(when, zone_named("UTC"))


# ── actions ─────────────────────────────────────────────────────────────────


def _twice(data: Post, record: Record) -> Iterator[Problem]:
    names = [action.id or str(number) for number, action in enumerate(data.actions, 1)]
    for index, name in enumerate(names):
        if name in names[:index]:
            message = (
                f"actions[{index + 1}].id: '{name}' names another action of this post too; choose another"
            )
            yield fault(record, ("actions", index, "id"), "action-twice", message)


def _action(action: Action, data: Post, record: Record, index: int) -> Iterator[Problem]:
    name, path = f"actions[{index + 1}]", ("actions", index)
    if action.state == "dropped" and not action.reason:
        message = f"{name}.reason: missing; a promise that is dropped says why"
        yield fault(record, path, "action-reason", message)
    if action.state == "done" and action.kind == "commitment" and not action.done_on:
        message = f"{name}.done_on: missing; say on which day it was done"
        yield fault(record, (*path, "state"), "action-undated", message)
    began = min((when for when in (data.started, data.detected, data.date) if when), key=_key, default=None)
    if _before(action.done_on, began):
        message = f"{name}.done_on: lies before the post and what it tells of; correct one of the days"
        yield fault(record, (*path, "done_on"), "action-early", message)
    if action.state in {"open", "doing"} and not action.moved and _before(action.due, data.date):
        message = f"{name}.due: lies before the post that promises it; correct one of the days"
        yield fault(record, (*path, "due"), "action-early", message)
    yield from _moves(action, record, path)


def _moves(action: Action, record: Record, path: Path) -> Iterator[Problem]:
    """Find moves of a due date that do not lead from one to the next, and to `due` at last."""
    name = dotted(path)
    for index, (former, move) in enumerate(pairwise(action.moved), 1):
        if move.on < former.on:
            message = (
                f"{name}.moved[{index + 1}].on: lies before the move above it; write them in their order"
            )
            yield fault(record, (*path, "moved", index, "on"), "action-moved", message)
        elif move.from_ != former.to:
            message = f"{name}.moved[{index + 1}].from: expected {former.to}, to which it was moved before"
            yield fault(record, (*path, "moved", index, "from"), "action-moved", message)
    if action.moved and action.due != action.moved[-1].to:
        message = f"{name}.due: expected {action.moved[-1].to}, to which it was moved last"
        yield fault(record, (*path, "due"), "action-moved", message)


KIND = Kind(
    name="post",
    model=Post,
    folder="posts",
    listing="/posts/",
    title="Posts",
    route="/posts/{slug}/",
    check=_check,
    reserved=frozenset({"feed"}),
)
