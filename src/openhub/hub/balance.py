"""The balance: how good and bad news compare, how long there was none of the bad, what a big one may hide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from openhub.hub import ledger
from openhub.hub.ledger import News
from openhub.hub.pairing import is_large
from openhub.model import Entry, When
from openhub.site import Site
from openhub.when import instant_of

NEAR = timedelta(hours=24)
"""Bad news that is told so soon before or after a big good one is hardly read."""
_SLOW = frozenset({"metric"})
"""Kinds whose news have the day on which a period ended, and not that of their publishing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Good news in a row, and the days of the first and the last."""

    news: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Bad news, and the big good news that it stands beside, each with its time."""

    bad: Entry
    bad_at: When
    good: Entry
    good_at: When


def older(site: Site) -> int:
    """Count the open bad news that were told before the days that the balance counts."""
    recent = {item.entry.ref for item in _recent(site)}
    return sum(entry.ref not in recent for entry in ledger.still_open(site))


def longest_run(site: Site) -> Run | None:
    """Find the most good news on days between which none was bad; of equal ones the latest."""
    best: Run | None = None
    rows = sorted(_recent(site), key=lambda item: item.row.date)
    bad_days = {item.row.date for item in rows if item.row.side == "bad"}
    good = [item.row.date for item in rows if item.row.side == "good" and item.row.date not in bad_days]
    ends = sorted(bad_days)
    for _, found in groupby(good, key=lambda day: sum(end < day for end in ends)):
        days = list(found)
        if best is None or len(days) >= best.news:
            best = Run(news=len(days), first=days[0], last=days[-1])
    return best


def pairs(site: Site) -> tuple[Pair, ...]:
    """Find bad news within 24 hours of a big good one that is not its cause, newest first."""
    recent = _recent(site)
    big = [item for item in ledger.news(site) if item.row.side == "good" and _is_big(item.entry)]
    told = [item for item in recent if item.row.side == "bad" and _is_told(item.entry)]
    return tuple(pair for bad in told for pair in _beside(bad, big, site))


def _beside(bad: News, big: list[News], site: Site) -> Iterator[Pair]:
    for good in big:
        bad_at, good_at = _when(bad, site), _when(good, site)
        apart = bad.entry.ref != good.entry.ref and good.entry.ref not in bad.entry.data.caused_by
        if apart and _is_near(bad_at, good_at, site):
            yield Pair(bad=bad.entry, bad_at=bad_at, good=good.entry, good_at=good_at)


def _recent(site: Site) -> list[News]:
    since = site.config.ledger.window.before(site.today)
    return [item for item in ledger.news(site) if since <= item.row.date]


def _is_big(entry: Entry) -> bool:
    """Tell whether good news draws all eyes: a stable minor or major release, or a pinned post."""
    return is_large(entry) if entry.kind == "release" else entry.kind == "post" and entry.data.pin


def _is_told(entry: Entry) -> bool:
    """Tell whether somebody chose the day of bad news: not of what a release breaks or a digest repeats."""
    if entry.kind == "release":
        return bool(entry.data.yanked)
    return entry.kind not in _SLOW and getattr(entry.data, "type", "") != "digest"


def _when(item: News, site: Site) -> When:
    """Give the time of news: to the minute where it is that of its entry, else the day."""
    told = item.entry.date
    return told if told and site.day(told) == item.row.date else item.row.date


def _is_near(one: When, other: When, site: Site) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return abs(instant_of(one, site.zone) - instant_of(other, site.zone)) <= NEAR
    return abs(site.day(one) - site.day(other)) <= timedelta(days=1)
