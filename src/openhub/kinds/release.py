"""Releases: one for each version of a changelog, never typed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from openhub.kinds.base import Fields, Kind
from openhub.model import Body, Entry, Row
from openhub.read.fields import (
    Address,
    Block,
    Day,
    FeedbackRef,
    Flag,
    Inline,
    Many,
    ReleaseRef,
    Text,
    Verbatim,
)
from openhub.read.schema import record
from openhub.site import Site

GOOD = ("added", "changed", "fixed", "security")
BAD = ("deprecated", "removed", "known")
# What a summary leaves out: a stop, and "(#6680) (eac4619)", "(@ann)", ", closes #12" at the end of a change.
_REFERENCE = r"(?:[\w.-]+/[\w.-]+)?(?:#|GH-|!)[0-9]+|@[\w-]+|F-[0-9]+|[0-9a-f]{7,40}"
_ENDING = re.compile(
    rf"(?:[\s.;,:]|\((?:by |in |thanks (?:to )?)?(?:{_REFERENCE})(?:,?\s+(?:{_REFERENCE}))*\)"
    rf"|,? closes (?:{_REFERENCE}))+$",
    re.IGNORECASE,
)


@record
class Change:
    """One list item of a changelog."""

    type: Text = ""
    text: Inline
    breaking: Flag = False
    scope: Text | None = None
    refs: Many[Verbatim] = ()
    advisories: Many[Verbatim] = ()
    answers: Many[FeedbackRef] = ()

    @property
    def is_bad(self) -> bool:
        """Whether a member must know this before they upgrade."""
        return self.breaking or self.type in BAD


@record
class KnownIssue:
    """A fault that a release has, and where it came and went."""

    id: Verbatim | None = None
    text: Inline
    found_in: Verbatim | None = None
    fixed_in: Verbatim | None = None
    workaround: Inline | None = None


@record
class Yanked:
    """A release that was withdrawn: since when, why, and what to take instead."""

    on: Day | None = None
    reason: Inline | None = None
    use: ReleaseRef | None = None


def _yanked(value: Any) -> Any:
    return {True: {}, False: None}.get(value, value) if isinstance(value, bool) else value


@record
class Release(Fields):
    """A version of a product."""

    product: Verbatim | None = None
    version: Verbatim | None = None
    channel: Literal["stable", "rc", "beta", "alpha", "lts"] | None = None
    yanked: Annotated[Yanked | None, BeforeValidator(_yanked)] = None
    changes: Many[Change] = ()
    upgrade: Block | None = None
    known_issues: Many[KnownIssue] = ()
    supported_until: Day | None = None
    compare_url: Address | None = None
    unreleased: Flag = False


def is_coming(entry: Entry) -> bool:
    """Tell whether this is what is not released yet, also where it has its number already."""
    return bool(entry.data.unreleased or entry.data.version == "unreleased")


def better(data: Release) -> tuple[Change, ...]:
    """Give the changes that make things better."""
    return tuple(change for change in data.changes if not change.is_bad and change.type in GOOD)


def must_know(data: Release) -> tuple[Change, ...]:
    """Give the changes that a member must know of."""
    return tuple(change for change in data.changes if change.is_bad)


def _sides(entry: Entry, site: Site) -> Iterator[Row]:
    data: Release = entry.data
    if is_coming(entry) or data.channel not in {"stable", "lts"} or entry.date is None:
        return
    if data.yanked:
        day = site.day(data.yanked.on or entry.date)
        yield Row(side="bad", date=day, title=f"{entry.title} is withdrawn", line=data.yanked.reason or "")
        return
    day = site.day(entry.date)
    if better(data):
        yield Row(side="good", date=day, title=entry.title, line=entry.summary or first_items(better(data)))
    if must_know(data) or _faults(data):
        yield Row(side="bad", date=day, title=_warning(entry), line=_bad_line(data))


def _warning(entry: Entry) -> str:
    if any(change.breaking for change in entry.data.changes):
        return f"What breaks in {entry.title}"
    return f"What to know about {entry.title}"


def _bad_line(data: Release) -> str:
    issues = (issue.text.text for issue in _faults(data))
    return _first((*(_said(change.text) for change in must_know(data)), *issues))


def _faults(data: Release) -> tuple[KnownIssue, ...]:
    """Give the known problems that a version has: one told beside its fix it has no more."""
    return tuple(issue for issue in data.known_issues if issue.fixed_in != data.version)


def first_items(changes: tuple[Change, ...]) -> str:
    """Tell the first two changes, and how many more there are."""
    return _first(tuple(_said(change.text) for change in changes))


def _first(texts: tuple[str, ...]) -> str:
    said = [_short(text) for text in texts[:2]]
    more = len(texts) - 2
    return "; ".join([*said, f"and {more} more"] if more > 0 else said)


def _said(text: Body) -> str:
    """Give the first paragraph of a change: lists and code below it say more than a summary holds."""
    return text.markup.lead or text.text


def _short(text: str) -> str:
    """Tell a change in a part of a sentence: without what it refers to, without a stop."""
    bare = _ENDING.sub("", text)
    return bare if len(bare) <= 140 else bare[:139].rsplit(" ", 1)[0] + "…"


KIND = Kind(
    name="release",
    model=Release,
    folder="releases",
    listing="/releases/",
    title="Releases",
    route="/releases/{product}/{version}/",
    sides=_sides,
    reserved=frozenset({"breaking", "security", "upgrade", "channel", "year", "unreleased", "feed"}),
)
