"""When time alone changes what a hub has: its days, and the pages that come and go with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise

from openhub.hub import ledger
from openhub.hub.plan import Page, pages
from openhub.site import Site
from openhub.when import Duration, instant_of

AHEAD = Duration(months=24)
"""How far ahead `/openhub-next.json` looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A local midnight at which pages come or go though nothing is published.

    `near` are the pages of the same sort beside them, which lead to them.
    """

    at: datetime
    site: Site
    new: tuple[Page, ...]
    gone: tuple[Page, ...]
    near: tuple[Page, ...]


def begins(day: date, site: Site) -> datetime:
    """Give the first instant of a local day."""
    return instant_of(day, site.zone).astimezone(UTC)


def is_midnight(at: datetime, site: Site) -> bool:
    """Tell whether a local day begins at an instant."""
    return begins(site.day(at), site) == at


def shifts(site: Site, start: datetime, end: datetime) -> Iterator[Shift]:
    """Find the midnights, after `start` and before `end`, at which pages come or go.

    The calendar looks ahead and back by whole months, and a month of news is there from its first row on: so
    the firsts of months and the days of rows to come are all that need be looked at.
    """
    before = pages(site)
    for day in sorted({*_firsts(site.day(start), site.day(end)), *_rows_to_come(site)}):
        at = begins(day, site)
        if start < at < end:
            then = replace(site, now=at)
            found = pages(then)
            shift = _shift(at, then, before, found)
            if shift.new or shift.gone:
                yield shift
            before = found


def _firsts(day: date, last: date) -> Iterator[date]:
    while day <= last:
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        yield day


def _rows_to_come(site: Site) -> Iterator[date]:
    """Give, for each month, the first day on which the ledger gets a row."""
    days = sorted(item.row.date for item in ledger.rows(site) if item.row.date > site.today)
    yield from {(day.year, day.month): day for day in reversed(days)}.values()


def _shift(at: datetime, then: Site, before: tuple[Page, ...], after: tuple[Page, ...]) -> Shift:
    old, new = ({page.address for page in some} for some in (before, after))
    return Shift(
        at=at,
        site=then,
        new=tuple(page for page in after if page.address not in old),
        gone=tuple(page for page in before if page.address not in new),
        near=(*_near(before, new), *_near(after, old)),
    )


def _near(listed: tuple[Page, ...], others: set[str]) -> Iterator[Page]:
    """Give the pages that stay, beside those that do not."""
    for page, following in pairwise(listed):
        if page.template == following.template and (page.address in others) != (following.address in others):
            yield page if page.address in others else following
