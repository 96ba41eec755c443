"""Feedback: what members said, what we answered, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, TypeAlias

from openhub.kinds.base import Fields, Kind, fault
from openhub.model import Entry, Record, Row, Side
from openhub.problems import Problem
from openhub.read.fields import (
    Address,
    Block,
    Day,
    FeedbackRef,
    Inline,
    Many,
    Person,
    Reference,
    Text,
    as_fields,
)
from openhub.read.schema import record
from openhub.site import Site

State: TypeAlias = Literal[
    "heard", "considering", "planned", "doing", "shipped", "declined", "cannot", "duplicate"
]
OPEN = frozenset({"heard", "considering", "planned", "doing"})
_DECIDED = frozenset({"shipped", "declined", "cannot"})
_SIDES: Mapping[str, Side] = {"shipped": "good", "declined": "bad", "cannot": "bad"}


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
        yield fault(
            record, ("state",), "answer-missing", f"answer: missing; what is {data.state} needs the reason"
        )
    if data.state == "duplicate" and not data.duplicate_of:
        yield fault(
            record,
            ("state",),
            "duplicate-of-missing",
            "duplicate_of: missing; say which request this repeats",
        )
    if data.history and data.history[-1].state != data.state:
        message = (
            f"history: ends with '{data.history[-1].state}', but state is '{data.state}'; add the last step"
        )
        yield fault(record, ("history", len(data.history) - 1), "history-state", message)
    decided = data.state in _DECIDED
    if decided and not data.history and not data.date:
        message = (
            f"history: no step says when it was {data.state}, so it stands nowhere in the ledger; add one"
        )
        yield fault(record, ("state",), "history-state", message)
    if any(later.on < former.on for former, later in zip(data.history, data.history[1:], strict=False)):
        yield fault(
            record, ("history",), "time-order", "history: its steps are not in the order of their dates"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a request stands today, since when, and the release that put it there, if one did.

    `again` tells that it is open although it was shipped or refused once.
    """

    state: State
    on: date | None = None
    release: Entry | None = None
    again: bool = False

    @property
    def is_reopened(self) -> bool:
        """Whether we had shipped it and took it back with the release."""
        return self.state == "doing" and self.release is not None


def standing(entry: Entry, site: Site) -> Standing:
    """Tell where a request stands: as written, unless a release that answers it says more.

    A release ships what it answers, and withdrawing it reopens that; a later step of `history` has the
    last word.
    """
    written = _written(entry, site)
    if written.state == "duplicate":
        return written
    released = [found for found in site.back(entry.ref, "answers") if _is_out(found)]
    kept = [found for found in released if not found.data.yanked]
    if kept:
        return _shipped(written, min(kept, key=lambda found: _day(found, site) or date.max), site)
    # What answers a request shipped it, whatever is written; what it `did` is its author's word.
    taken = [*released, *_did(entry, site)] if released or written.state == "shipped" else []
    if taken and all(found.data.yanked for found in taken):
        return _reopened(written, max(taken, key=lambda found: _withdrawn(found, site) or date.min), site)
    return written


def state(entry: Entry, site: Site) -> State:
    """Give the state of a request, with what its releases say."""
    return standing(entry, site).state


def became(entry: Entry, site: Site) -> date | None:
    """Give the day since which a request is in its state."""
    return standing(entry, site).on


def _written(entry: Entry, site: Site) -> Standing:
    data: Feedback = entry.data
    steps = [step.on for step in data.history if step.state == data.state]
    told = site.day(entry.date) if entry.date else None
    again = data.state in OPEN and any(step.state in _DECIDED for step in data.history)
    return Standing(state=data.state, on=steps[-1] if steps else told, again=again)


def _shipped(written: Standing, release: Entry, site: Site) -> Standing:
    day = _day(release, site)
    if written.on and (written.state == "shipped" or (day and written.on > day)):
        return written
    return Standing(state="shipped", on=day, release=release)


def _reopened(written: Standing, release: Entry, site: Site) -> Standing:
    day = _withdrawn(release, site)
    if written.on and day and written.on > day:
        return written
    return Standing(state="doing", on=day, release=release, again=True)


def _is_out(entry: Entry) -> bool:
    """Tell whether this is a release that is out, with or without a date in its changelog."""
    return entry.kind == "release" and not entry.data.unreleased and entry.data.version != "unreleased"


def _did(entry: Entry, site: Site) -> list[Entry]:
    found = [site.get(ref) for ref in entry.data.did]
    return [release for release in found if release is not None and _is_out(release)]


def _day(release: Entry, site: Site) -> date | None:
    return site.day(release.date) if release.date else None


def _withdrawn(release: Entry, site: Site) -> date | None:
    yanked = release.data.yanked
    return site.day(yanked.on) if yanked and yanked.on else _day(release, site)


def _sides(entry: Entry, site: Site) -> Iterator[Row]:
    now = standing(entry, site)
    side = _SIDES.get(now.state)
    if side and now.on:
        yield Row(side=side, date=now.on, title=entry.title, line=entry.data.answer or "")


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
