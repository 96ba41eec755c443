"""Posts: updates, and bad news with a life of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from openhub.kinds.base import Fields, Kind, fault
from openhub.model import Entry, Record
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
from openhub.read.schema import record
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
    for index, action in enumerate(data.actions):
        if action.state == "dropped" and not action.reason:
            message = f"actions[{index + 1}].reason: missing; a promise that is dropped says why"
            yield fault(record, ("actions", index), "action-reason", message)
    yield from _order(data, record)


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


def _order(data: Post, record: Record) -> Iterator[Problem]:
    zone = zone_named("UTC")
    if data.started and data.resolved and instant_of(data.resolved, zone) < instant_of(data.started, zone):
        yield fault(record, ("resolved",), "time-order", "resolved: lies before 'started'")


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
