"""The linked hub: every published entry, and the look-ups between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from openhub.config import Config
from openhub.model import Back, Change, Entry, Held, Product, Ref, When, Who
from openhub.when import day_of

KEPT = 2
"""For how many sites an answer is kept: the one being built, and the one before its links were known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the published `hub.json` tells of an entry: when it was first there, and its digest."""

    first: str
    digest: str
    sequence: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The day on which it was first there, where it is one."""
        try:
            return date.fromisoformat(self.first[:10])
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """A hub as of one moment. Entries of one kind stand in the order of that kind.

    Two sites are never compared, so a site is equal to itself alone: so the answers of `hub/` can be kept.
    """

    config: Config
    now: datetime
    entries: Mapping[Ref, Entry]
    listed: tuple[Entry, ...]
    by_kind: Mapping[str, tuple[Entry, ...]]
    addresses: Mapping[Ref, str]
    backs: Mapping[Ref, tuple[Back, ...]] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)
    assets: Mapping[str, str] = field(default_factory=dict)
    static: Mapping[str, str] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    products: Mapping[str, Product] = field(default_factory=dict)
    published: Mapping[Ref, Published] = field(default_factory=dict)
    home: Entry | None = None
    lost: frozenset[Ref] = frozenset()
    dues: tuple[Change, ...] = ()
    relink: Callable[[datetime], Site] | None = None

    def as_of(self, now: datetime) -> Site:
        """Give the same hub as of another instant, with the entries that are published then."""
        return self.relink(now) if self.relink else replace(self, now=now)

    @property
    def zone(self) -> ZoneInfo:
        """The hub's time zone."""
        return self.config.zone

    @property
    def today(self) -> date:
        """The day it is in the hub's zone."""
        return self.now.astimezone(self.zone).date()

    def of(self, kind: str) -> tuple[Entry, ...]:
        """Give the entries of a kind that lists may show, in that kind's order."""
        return self.by_kind.get(kind, ())

    def get(self, ref: Ref) -> Entry | None:
        """Find a published entry."""
        return self.entries.get(ref)

    def person(self, who: Who) -> Entry | None:
        """Find the person that a name stands for."""
        return self.entries.get(Ref("person", who.name))

    def back(self, ref: Ref, name: str) -> tuple[Entry, ...]:
        """Give the listed entries that declare the relation `name` to `ref`."""
        found = (self.entries.get(back.source) for back in self.backs.get(ref, ()) if back.name == name)
        return tuple(entry for entry in found if entry is not None and entry.data.visibility == "public")

    def since(self, entry: Entry) -> date | None:
        """Give the day since which an entry is there: its date, else when it was first published."""
        if entry.date:
            return self.day(entry.date)
        known = self.published.get(entry.ref)
        return known.day if known else None

    def day(self, when: When) -> date:
        """Give the day of `when` in the hub's zone."""
        return day_of(when, self.zone)
