"""What a content kind is: one file that holds a schema and a `KIND`. Adding one edits no other file."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from openhub.config import Config
from openhub.model import Body, Entry, Path, Record, Row, Side, When
from openhub.problems import Problem
from openhub.read.fields import (
    Address,
    Day,
    Flag,
    Inline,
    Many,
    MetricRef,
    Moment,
    Person,
    Reference,
    Text,
    Verbatim,
    Zone,
)
from openhub.read.recurrence import is_date
from openhub.read.schema import dotted, record
from openhub.site import Site

Lean: TypeAlias = Literal["good", "bad", "mixed", "neutral"]


def _news(value: Any) -> Any:
    if not isinstance(value, dict):
        return {"side": value}
    sides = [name for name in ("good", "bad") if value.get(name)]
    return {**value, "side": "mixed" if len(sides) == 2 else (sides or ["neutral"])[0]}


@record
class News:
    """Which side of the ledger an entry stands on, and its line there."""

    side: Lean = "neutral"
    good: Inline | None = None
    bad: Inline | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that this is news on."""
        return {"good": ("good",), "bad": ("bad",), "mixed": ("good", "bad"), "neutral": ()}[self.side]  # type: ignore[return-value]

    def line(self, side: Side) -> Body | None:
        """The line for one side, if the author wrote one."""
        return self.good if side == "good" else self.bad


@record
class Correction:
    """A change to what was published, told to its readers."""

    on: Day
    text: Inline
    by: Person | None = None


@record
class Move:
    """A claim that this entry moved a metric."""

    metric: MetricRef
    direction: Literal["up", "down"]
    from_: Annotated[Day | None, Field(alias="from")] = None
    note: Inline | None = None


@record
class Fields:
    """The fields of every kind."""

    id: Verbatim | None = None
    title: Text | None = None
    summary: Inline | None = None
    date: Moment | None = None
    updated: Moment | None = None
    publish_at: Moment | None = None
    expire_at: Moment | None = None
    draft: Flag = False
    visibility: Literal["public", "unlisted"] = "public"
    slug: Verbatim | None = None
    aliases: Many[Address] = ()
    authors: Many[Person] = ()
    tags: Many[Verbatim] = ()
    audiences: Many[Verbatim] = ()
    timezone: Zone | None = None
    image: Text | None = None
    image_alt: Text | None = None
    pin: Flag = False
    lang: Verbatim | None = None
    syndication: Many[Address] = ()
    discuss: Address | None = None
    feed_id: Verbatim | None = None
    corrections: Many[Correction] = ()
    news: Annotated[News, BeforeValidator(_news)] = News()
    about: Many[Reference] = ()
    follows: Many[Reference] = ()
    supersedes: Many[Reference] = ()
    resolves: Many[Reference] = ()
    answers: Many[Reference] = ()
    caused_by: Many[Reference] = ()
    moves: Many[Move] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRule:
    """A relation: which kinds it joins, and its words at either end."""

    sources: frozenset[str] | None
    targets: frozenset[str] | None
    there: str
    back: str
    same_kind: bool = False
    acyclic: bool = False


def _kinds(*names: str) -> frozenset[str]:
    return frozenset(names)


RELATIONS: Mapping[str, RelationRule] = {
    "about": RelationRule(sources=None, targets=None, there="About", back="Talked about in"),
    "follows": RelationRule(
        sources=None, targets=None, there="Follows", back="Followed by", same_kind=True, acyclic=True
    ),
    "supersedes": RelationRule(
        sources=None, targets=None, there="Replaces", back="Replaced by", same_kind=True, acyclic=True
    ),
    "resolves": RelationRule(
        sources=_kinds("post", "release"), targets=_kinds("post"), there="Resolves", back="Resolved by"
    ),
    "answers": RelationRule(
        sources=_kinds("post", "release", "event"),
        targets=_kinds("feedback"),
        there="Answers",
        back="Answered by",
    ),
    "caused_by": RelationRule(
        sources=_kinds("post"),
        targets=_kinds("release", "post", "event"),
        there="Caused by",
        back="Led to",
        acyclic=True,
    ),
    "did": RelationRule(sources=_kinds("feedback"), targets=None, there="Answered by", back="Answers"),
    "moves": RelationRule(sources=None, targets=_kinds("metric"), there="Moved", back="Marked on"),
}

Check: TypeAlias = Callable[[Any, Record], Iterable[Problem]]
Sides: TypeAlias = Callable[[Entry, Site], Iterable[Row]]


def no_faults(data: Any, record: Record) -> Iterable[Problem]:  # noqa: ARG001
    """Find nothing wrong."""
    return ()


def news_sides(entry: Entry, site: Site) -> Iterator[Row]:
    """Put an entry where its `news` says, with its line there, else its summary."""
    day = site.since(entry)
    for side in entry.data.news.sides if day else ():
        line = entry.data.news.line(side)
        yield Row(
            side=side,
            date=day or site.today,
            title=line.text.rstrip(".") if line else entry.title,
            line=(entry.data.summary if line else entry.summary) or "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A content kind. `folder` is below `content/`; one with a `table` may stand in `content/<table>.yaml`.

    `dated` kinds are held back until their `date`; the others by `publish_at` alone. Lists show the newest
    first; those of a kind that is `as_written` keep the order of its file. Ids that fit `reserved_ids` are
    names of files that openhub writes beside those of the entries.
    """

    name: str
    model: type[Fields]
    folder: str
    listing: str
    title: str
    route: str
    table: str = ""
    dated: bool = True
    as_written: bool = False
    check: Check = no_faults
    sides: Sides = news_sides
    reserved: frozenset[str] = frozenset()
    reserved_ids: str = ""


def is_name_of_ours(kind: Kind, ident: str) -> bool:
    """Tell whether an id is the name of a file that openhub writes beside those of the entries."""
    return bool(kind.reserved_ids) and bool(re.fullmatch(kind.reserved_ids, ident, re.IGNORECASE))


UNUSABLE = frozenset({"event-rule", "field-missing", "series-duplicate", "series-order", "time-order"})
"""Codes of checks after which there is nothing that could be shown, so that the record gives no entry."""


def listing(kind: Kind, config: Config) -> str:
    """Give the address of a kind's list: the fixed part of its route."""
    pattern = config.routes.get(kind.name)
    fixed = "/" + pattern.partition("{")[0].strip("/") + "/" if pattern else kind.listing
    return kind.listing if fixed == "//" else fixed


def fault(record: Record, path: Path, code: str, message: str) -> Problem:
    """Make a problem at the place of a value of the record."""
    return Problem(code=code, message=message, span=record.place(path).value)


def in_order(starts: When | None, ends: When | None, record: Record, path: Path) -> Iterator[Problem]:
    """Find an end that lies before its start, or one of the two that is a date and one a time."""
    if starts is None or ends is None:
        return
    if is_date(starts) != is_date(ends):
        message = f"{dotted(path)}: a date beside a time; write both as dates, or both with a time"
        yield fault(record, path, "time-order", message)
    elif ends < starts:
        message = f"{dotted(path)}: lies before the start; correct one of the two"
        yield fault(record, path, "time-order", message)


@lru_cache(maxsize=8)
def all_kinds(extra: tuple[str, ...] = ()) -> Mapping[str, Kind]:
    """Find every kind: each file of this package, and the modules that a hub adds; by name.

    Raises KindError where a module that a hub adds cannot be used.
    """
    package = __name__.rpartition(".")[0]
    found = pkgutil.iter_modules(import_module(package).__path__)
    own = [import_module(f"{package}.{info.name}").KIND for info in found if info.name != "base"]
    kinds = sorted(own, key=lambda kind: kind.name) + [_added(name) for name in extra]
    return {kind.name: kind for kind in kinds}


class KindError(Exception):
    """A module that a hub adds under `kinds` cannot be imported, or holds no kind."""


def _added(name: str) -> Kind:
    try:
        kind = getattr(import_module(name), "KIND", None)
    except ModuleNotFoundError as fault:
        raise KindError(f"the module '{name}' cannot be imported ({fault}); correct its name") from fault
    except (Exception, SystemExit) as fault:  # it is the hub's own code, which may do anything
        words = " ".join(f"{type(fault).__name__}: {fault}".rstrip(": ").split())
        raise KindError(f"the module '{name}' fails where it is imported ({words}); mend it") from fault
    if not isinstance(kind, Kind):
        raise KindError(f"the module '{name}' has no KIND = Kind(…)")
    return kind
