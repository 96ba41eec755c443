"""Feedback: what members said, what we answered, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from openhub.kinds.base import Fields, Kind, fault
from openhub.model import Entry, Record, Row
from openhub.problems import Problem
from openhub.read.fields import Address, Block, Day, FeedbackRef, Inline, Many, Person, Reference, Text, as_fields
from openhub.read.schema import record
from openhub.site import Site

State: TypeAlias = Literal["heard", "considering", "planned", "doing", "shipped", "declined", "cannot", "duplicate"]


@record
class Voice:
    """One time that somebody said it."""

    on: Day | None = None
    by: Person | None = None
    channel: Text | None = None
    text: Block | None = None
    link: Address | None = None


@record
class Step:
    """One change of state, dated and signed."""

    on: Day
    state: State
    by: Person | None = None
    why: Inline | None = None


@record
class Feedback(Fields):
    """One thing that members asked for."""

    title: Text
    said: Many[Annotated[Voice, as_fields("text")]] = ()
    theme: Text | None = None
    state: State = "heard"
    history: Many[Step] = ()
    answer: Block | None = None
    would_change_our_mind: Text | None = None
    did: Many[Reference] = ()
    duplicate_of: FeedbackRef | None = None


def _check(data: Feedback, record: Record) -> Iterator[Problem]:
    if data.state in {"declined", "cannot"} and not data.answer:
        yield fault(record, ("state",), "answer-missing", f"answer: missing; what is {data.state} needs the reason")
    if data.state == "duplicate" and not data.duplicate_of:
        yield fault(record, ("state",), "duplicate-of-missing", "duplicate_of: missing; say which request this repeats")
    if data.history and data.history[-1].state != data.state:
        message = f"history: ends with '{data.history[-1].state}', but state is '{data.state}'; add the last step"
        yield fault(record, ("history", len(data.history) - 1), "history-state", message)
    if any(later.on < former.on for former, later in zip(data.history, data.history[1:], strict=False)):
        yield fault(record, ("history",), "time-order", "history: its steps are not in the order of their dates")


def became(entry: Entry) -> Step | None:
    """Find the last step that gave this feedback its state."""
    steps = [step for step in entry.data.history if step.state == entry.data.state]
    return steps[-1] if steps else None


def _sides(entry: Entry, site: Site) -> Iterator[Row]:
    side = {"shipped": "good", "declined": "bad", "cannot": "bad"}.get(entry.data.state)
    step = became(entry)
    day = step.on if step else entry.date
    if side and day:
        yield Row(side=side, date=site.day(day), title=entry.title, line=entry.data.answer or "")  # type: ignore[arg-type]


KIND = Kind(
    name="feedback",
    model=Feedback,
    folder="feedback",
    listing="/you-said/",
    title="You said",
    route="/you-said/{slug}/",
    table="feedback",
    check=_check,
    sides=_sides,
)
