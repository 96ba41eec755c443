"""When time alone changes what a hub has: its days, and the pages that come and go with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeVar

from openhub.hub import agenda, ledger
from openhub.hub.plan import Page, dated, news_month
from openhub.kinds.base import all_kinds, listing
from openhub.kinds.event import is_series
from openhub.site import Site
from openhub.when import Duration, instant_of

_Key = TypeVar("_Key")
_SETTLED = frozenset({"feedback", "page", "person", "post", "release"})
"""Kinds whose rows in the ledger have a day that time does not move."""
AHEAD = Duration(months=24)
"""How far ahead `/openhub-next.json` looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A local midnight at which the calendar moves on though nothing is published.

    Pages come and go; `touched` are the addresses of those that stay and tell of other dates than before.
    """

    at: datetime
    site: Site
    new: tuple[Page, ...]
    gone: tuple[Page, ...]
    touched: frozenset[str]


def begins(day: date, site: Site) -> datetime:
    """Give the first instant of a local day."""
    return instant_of(day, site.zone).astimezone(UTC)


def is_midnight(at: datetime, site: Site) -> bool:
    """Tell whether a local day begins at an instant."""
    return begins(site.day(at), site) == at


def shifts(site: Site, start: datetime, end: datetime) -> Iterator[Shift]:
    """Find the midnights, after `start` and before `end`, at which the calendar moves on.

    It looks ahead and back by whole months, and a month of news is there from its first row on: so the firsts
    of months and the days of rows to come are all that need be looked at.
    """
    settled = _settled_days(site)
    kept = replace(site, listed=tuple(entry for entry in site.listed if entry.kind not in _SETTLED))
    agenda.happenings(replace(kept, now=end))  # as far ahead as any of the midnights looks, all at once
    before = _look(kept, settled)
    for day in sorted({*_firsts(site.day(start), site.day(end)), *_rows_to_come(site)}):
        at = begins(day, site)
        if start < at < end:
            after = _look(replace(kept, now=at), settled)
            shift = _shift(before, after, replace(site, now=at))
            if shift.new or shift.gone or shift.touched:
                yield shift
            before = after


def _settled_days(site: Site) -> frozenset[date]:
    """Give the days of all news that never moves: they make most of the ledger, and are looked at once."""
    rows = {item.row.date for item in ledger.rows(site) if item.entry.kind in _SETTLED}
    return frozenset(rows | {site.day(entry.date) for entry in ledger.neutral(site) if entry.date})


def _firsts(day: date, last: date) -> Iterator[date]:
    while day <= last:
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        yield day


def _rows_to_come(site: Site) -> Iterator[date]:
    """Give, for each month, the first day on which the ledger gets a row."""
    days = sorted(item.row.date for item in ledger.rows(site) if item.row.date > site.today)
    yield from {(day.year, day.month): day for day in reversed(days)}.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What can come and go by time alone: pages by address, and what those tell that are about dates.

    A month tells of its dates and of the months beside it, a date of a series of the dates beside it.
    """

    pages: Mapping[str, Page]
    told: Mapping[str, object]


def _look(site: Site, settled: frozenset[date]) -> _Look:
    return _Look(
        pages={page.address: page for page in _pages(site, settled)},
        told=dict((*_months(site), *_dates(site))) if _has_series(site) else {},
    )


def _shift(before: _Look, after: _Look, site: Site) -> Shift:
    """Give the pages that come, those that go, and the addresses of those that tell of other dates."""
    old, new = before.pages, after.pages
    both = before.told.keys() & after.told.keys() & old.keys() & new.keys()
    return Shift(
        at=site.now,
        site=site,
        new=tuple(page for address, page in new.items() if address not in old),
        gone=tuple(page for address, page in old.items() if address not in new),
        touched=frozenset(address for address in both if before.told[address] != after.told[address]),
    )


def _has_series(site: Site) -> bool:
    return any(map(is_series, site.of("event")))


def _pages(site: Site, settled: frozenset[date]) -> Iterator[Page]:
    """Give the pages that come and go by time alone."""
    days = {day for day in settled if day <= site.today} | {item.row.date for item in ledger.news(site)}
    yield from (news_month(year, month) for year, month in sorted({(day.year, day.month) for day in days}))
    if _has_series(site):
        yield from dated(site)


def _months(site: Site) -> Iterator[tuple[str, object]]:
    found = agenda.months(agenda.happenings(site), site)
    base = listing(all_kinds()["event"], site.config)
    for (year, number), beside in _beside(found).items():
        yield f"{base}{year}/{number:02}/", (found[year, number], beside)


def _dates(site: Site) -> Iterator[tuple[str, object]]:
    for entry in (entry for entry in site.of("event") if entry.data.rule and entry.data.occurrences):
        listed = sorted(agenda.expand(entry, site), key=lambda item: instant_of(item.starts, site.zone))
        planned = _beside(item.planned for item in listed)
        yield from ((agenda.address(item, site), planned[item.planned]) for item in listed if item.differs)


def _beside(listed: Iterable[_Key]) -> Mapping[_Key, tuple[_Key | None, _Key | None]]:
    """Give for each of a row what stands before and after it."""
    row = (None, *listed, None)
    return {this: (row[at], row[at + 2]) for at, this in enumerate(row[1:-1]) if this is not None}
