"""The shapes that templates take; docs/templates.md tells them to those who write their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from openhub.model import Body, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text that is true from an instant on (`since`), and until another, which is not included.

    `shown` tells whether it is the one that is read without a script; a chip may be `filled`.
    """

    text: str
    since: dt.datetime | None
    until: dt.datetime | None
    shown: bool
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Texts of which one is true at a time; all are in the page, and a script shows the right one.

    `changes` are the instants at which time alone makes another text the one that is shown without a script,
    each with that text.
    """

    texts: tuple[Said, ...]
    changes: tuple[tuple[dt.datetime, str], ...] = ()


Line: TypeAlias = Body | str | Turn
Chip: TypeAlias = tuple[str, bool] | Turn
"""A word for a state, and whether it is filled (only what is open or late is); or such words in turn."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, or nowhere where `address` is empty, between `before` and `note`.

    With a `turn`, it is there only as long as that says something.
    """

    title: str
    address: str = ""
    note: str | Turn = ""
    turn: Turn | None = None
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry in a list or in the ledger."""

    title: str = ""
    address: str = ""
    side: str = "neutral"
    date: dt.date | None = None
    kind: str = ""
    byline: str = ""
    chips: Sequence[Chip] = ()
    line: Line = ""
    more: str = ""
    moved: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Bad news that is open; `do_now` is the address of the advice."""

    title: str
    address: str
    line: Line
    do_now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A part of a list under a heading."""

    id: str
    heading: str
    items: Sequence[Any] = ()
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term and what it is, in the column beside the text; `mark` is what each link is in a microformat."""

    term: str
    text: Line = ""
    links: Sequence[Link] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Somebody, as a byline shows them; `state` tells that they are away or gone."""

    name: str
    address: str = ""
    role: str = ""
    photo: str = ""
    photo_alt: str = ""
    initials: str = ""
    state: str | Turn = ""
    lines: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something to ask about, and whom."""

    title: str
    people: Sequence[Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The box on top of a page that says where things stand, and what to do."""

    side: str
    headline: str | Turn
    line: Line = ""
    do_now: Body | str | None = None
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One moment of a timeline."""

    at: When | None = None
    text: Line = ""
    state: str = ""
    by: str = ""
    mood: str = ""
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseItem:
    """A promise in a table."""

    text: Body
    anchor: str
    history: str
    state: str
    who: Link | None
    source: Link | None
    due: dt.date | None
    late: bool
    link: str = ""
    reason: Body | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One of the questions that bad news must answer."""

    heading: str
    id: str
    answer: Line
    missing: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The life of bad news; of other news in which we promised something, without verdict and questions."""

    verdict: Verdict | None
    questions: Sequence[Question]
    promises: Sequence[PromiseItem]
    promises_line: str
    timeline: Sequence[Step]
    ideas: Sequence[PromiseItem] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction, as pages tell it."""

    on: dt.date
    text: Body
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture on top of an entry; its size is 0 where it is not known."""

    address: str
    alt: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of news, both sides."""

    id: str
    title: str
    address: str = ""
    line: str = ""
    ledger: Sequence[Item] = ()
    also: Sequence[Item] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one page is rendered from: its template, what the layout asks for, and its own values."""

    address: str
    template: str
    title: str
    values: dict[str, Any]
    description: str = ""
    section: str = ""
    state: str = ""
    noindex: bool = False
    ribbon: str = ""
    asof: bool = False
    crumbs: Sequence[tuple[str, str]] = ()
    og_type: str = "website"
    jsonld: str = ""
    lang: str = ""
    image: str = ""
