"""The ledger: what stands on the good side, what on the bad, and how the two compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from openhub.kinds.base import Kind, all_kinds
from openhub.kinds.post import is_open
from openhub.model import Entry, Ref, Row, Side
from openhub.site import KEPT, Site
from openhub.when import instant_of

FEW = 8
"""Below this many news the balance is not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One row of the ledger, and the entry that it is about."""

    row: Row
    entry: Entry

    @property
    def order(self) -> tuple[date, str]:
        """The key that puts older news first."""
        return self.row.date, str(self.entry.ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How many news of each side were published since a day, and how many of the bad are still open."""

    since: date
    good: int
    bad: int
    open: int

    @property
    def few(self) -> bool:
        """Whether there are too few to judge."""
        return self.good + self.bad < FEW

    @property
    def share(self) -> float | None:
        """The share of the bad, from 0 to 1; None where there is too little to judge."""
        return None if self.few else self.bad / (self.good + self.bad)


@lru_cache(maxsize=KEPT)
def rows(site: Site) -> tuple[News, ...]:
    """Give every row of both sides, newest first, those of days to come too."""
    kinds = all_kinds(site.config.kinds)
    found = [News(row=row, entry=entry) for entry in site.listed for row in _rows(entry, kinds, site)]
    return tuple(sorted(found, key=lambda item: item.order, reverse=True))


@lru_cache(maxsize=KEPT)
def news(site: Site) -> tuple[News, ...]:
    """Give every row of both sides, newest first; what is still to come is no news yet."""
    return tuple(item for item in rows(site) if item.row.date <= site.today)


def _rows(entry: Entry, kinds: Mapping[str, Kind], site: Site) -> tuple[Row, ...]:
    return tuple(kinds[entry.kind].sides(entry, site))


def side_of(entry: Entry, site: Site) -> str:
    """Give the side of an entry in a word: good, bad, mixed or neutral. It is the same on any day."""
    if entry.data.visibility == "unlisted":
        return _word({row.side for row in _rows(entry, all_kinds(site.config.kinds), site)})
    return _sides(site).get(entry.ref, "neutral")


@lru_cache(maxsize=KEPT)
def _sides(site: Site) -> Mapping[Ref, str]:
    found: dict[Ref, set[str]] = {}
    for item in rows(site):
        found.setdefault(item.entry.ref, set()).add(item.row.side)
    return {ref: _word(sides) for ref, sides in found.items()}


def _word(sides: Iterable[str]) -> str:
    known = set(sides)
    return "mixed" if len(known) == 2 else next(iter(known), "neutral")


def still_open(site: Site) -> tuple[Entry, ...]:
    """Give the bad news that is not resolved, newest first."""
    return tuple(entry for entry in site.of("post") if is_open(entry))


def slots(site: Site, side: Side) -> tuple[News, ...]:
    """Give what one side of home shows: the newest, without what stands open above it."""
    shown = [item for item in news(site) if item.row.side == side and not is_open(item.entry)]
    return tuple(shown[: site.config.ledger.items])


@lru_cache(maxsize=KEPT)
def neutral(site: Site) -> tuple[Entry, ...]:
    """Give the dated entries that are on neither side, newest first."""
    sides = _sides(site)
    kinds = all_kinds(site.config.kinds)
    dated = (entry for entry in site.listed if entry.date and kinds[entry.kind].dated)
    return newest_first(tuple(entry for entry in dated if entry.ref not in sides), site)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was told in a month: the rows of both sides, and the entries that are on neither."""

    rows: tuple[News, ...]
    neutral: tuple[Entry, ...]


@lru_cache(maxsize=KEPT)
def months(site: Site) -> Mapping[tuple[int, int], Month]:
    """Sort all that was told into months, by year and number, newest first."""
    rows: dict[tuple[int, int], list[News]] = {}
    others: dict[tuple[int, int], list[Entry]] = {}
    for item in news(site):
        rows.setdefault((item.row.date.year, item.row.date.month), []).append(item)
    for entry in neutral(site):
        day = site.since(entry) or site.today
        others.setdefault((day.year, day.month), []).append(entry)
    found = sorted(rows.keys() | others.keys(), reverse=True)
    return {key: Month(rows=tuple(rows.get(key, ())), neutral=tuple(others.get(key, ()))) for key in found}


def began(site: Site) -> date | None:
    """Give the day of the oldest dated entry: since then there is something to tell."""
    days = [
        site.day(entry.date)
        for entry in site.listed
        if entry.date and entry.kind in {"post", "release", "feedback"}
    ]
    return min(days, default=None)


def balance(site: Site) -> Balance:
    """Count the news of the last days, as many as `ledger.window` says."""
    since = site.config.ledger.window.before(site.today)
    recent = [item for item in news(site) if since <= item.row.date <= site.today]
    bad = [item for item in recent if item.row.side == "bad"]
    return Balance(since=since, good=len(recent) - len(bad), bad=len(bad), open=len(still_open(site)))


def newest_first(entries: tuple[Entry, ...], site: Site) -> tuple[Entry, ...]:
    """Order entries by their date, newest first."""
    return tuple(
        sorted(
            entries,
            key=lambda entry: (instant_of(entry.date or site.today, site.zone), entry.id),
            reverse=True,
        )
    )
