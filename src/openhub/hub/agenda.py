"""The dates of events: each occurrence, the months that have some, what is next and what is over."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from openhub.hub import occurrences
from openhub.hub.occurrences import Happening, Planned, all_dates
from openhub.hub.spans import span, wrote_end
from openhub.kinds.event import OFF, length_of, plan_of
from openhub.model import Entry, Ref, When
from openhub.problems import Problem
from openhub.read import planned
from openhub.read.clocks import skipped
from openhub.read.lengths import is_skipped
from openhub.read.recurrence import MOST_DATES, comes_often
from openhub.site import KEPT, Site
from openhub.when import Duration, day_of, instant_of, zone_named

_MOST = 3_000
_MOST_DAYS = 10_000
_DAY = timedelta(days=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
KEPT_BACK = Duration(months=120)
"""How far back the dates of a rule are kept, but for those that its author named."""
ANYWHERE = timezone(-timedelta(hours=12))
"""The last zone on Earth in which a day ends."""


@lru_cache(maxsize=KEPT)
def happenings(site: Site) -> tuple[Happening, ...]:
    """Give every date of every listed event, in the order of time."""
    found = [item for entry in site.of("event") for item in expand(entry, site)]
    return tuple(sorted(found, key=lambda item: (instant_of(item.starts, site.zone), item.entry.id)))


def expand(entry: Entry, site: Site) -> tuple[Happening, ...]:
    """Give the dates of one event; a rule without an end is followed as far as the calendar looks ahead."""
    return _dates(entry, site).held


def not_held(entry: Entry, site: Site) -> tuple[When, ...]:
    """Give the dates on which a series is not held, by its rule and its author's word."""
    return _dates(entry, site).left_out


def check(site: Site) -> Iterator[Problem]:
    """Find series with more dates than anybody follows, and those that will meet an hour that clocks skip."""
    for entry in site.of("event"):
        if entry.data.rule:
            yield from _too_many(entry, site)
            yield from _skipping(entry, site)


def _too_many(entry: Entry, site: Site) -> Iterator[Problem]:
    last, _ = _horizon(site)
    if comes_often(entry.data.rule) and len(all_dates(entry, last, site.zone)) >= MOST_DATES:
        message = (
            f"rule: it gives more than {MOST_DATES:,} dates until {last}; let the series begin later, "
            "or come less often"
        )
        yield Problem(code="event-rule", message=message, span=entry.place("rule"))


def _skipping(entry: Entry, site: Site) -> Iterator[Problem]:
    """Find the next date of a rule at a time that clocks skip; one that is off or moved does no harm."""
    begins = entry.data.starts
    if not isinstance(begins, datetime) or begins.utcoffset() is None:
        return
    for one in _looked_at(entry, site):
        held = one.held if one.day >= site.today and not one.single else None
        moved = held and (held.is_off or (held.override and held.override.starts))
        if held and not moved and isinstance(held.planned, datetime) and is_skipped(held.planned):
            message = skipped(held.planned, "leave that date out or move it, or choose another hour")
            yield Problem(code="time-skipped", message=f"rule: {message}", span=entry.place("rule"))
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dates:
    held: tuple[Happening, ...]
    left_out: tuple[When, ...]


@lru_cache(maxsize=KEPT)
def _known(site: Site) -> dict[Ref, _Dates]:  # noqa: ARG001 -- one for each site
    return {}


def _dates(entry: Entry, site: Site) -> _Dates:
    """Find the dates of an event once: many pages ask for them."""
    known = _known(site)
    if entry.ref not in known:
        known[entry.ref] = _found_dates(entry, site)
    return known[entry.ref]


def _found_dates(entry: Entry, site: Site) -> _Dates:
    found = _looked_at(entry, site)
    return _Dates(
        held=tuple(one.held for one in found if one.held),
        left_out=tuple(one.start for one in found if not one.held),
    )


def _looked_at(entry: Entry, site: Site) -> list[Planned]:
    """Give the dates of an event, those that its rule gives as far as anybody looks ahead or back."""
    limit, oldest = _horizon(site)
    known = all_dates(entry, limit, site.zone)
    if len(known) == 1 and known[0].single:
        return list(known)
    found = [
        one
        for one in known
        if one.single or (one.day <= limit and (one.named or planned.day(one.start) >= oldest))
    ]
    most = min(_MOST, _MOST_DAYS // (max(0, length_of(entry.data).usual.days) + 1))
    return _nearest(found, most, site)


@lru_cache(maxsize=KEPT)
def _horizon(site: Site) -> tuple[date, date]:
    """Give the last and the first day that anybody looks at, by whole months: so both move once a month."""
    last, first = site.config.calendar.expand.after(site.today), KEPT_BACK.before(site.today)
    return last.replace(day=monthrange(last.year, last.month)[1]), first.replace(day=1)


def _nearest(dates: list[Planned], most: int, site: Site) -> list[Planned]:
    """Keep no more dates than anybody can read: half of them to come, if there are so many."""
    if len(dates) <= most:
        return dates
    now = bisect_left(dates, site.today.replace(day=1), key=lambda one: one.day)
    end = min(len(dates), max(now + most // 2, most))
    return dates[end - most : end]


def keeps_all(entry: Entry, site: Site) -> bool:
    """Tell whether every date that was is still known, and none too old or one of too many."""
    known = (_looked_at(entry, site), all_dates(entry, site.today, site.zone))
    kept, were = (sum(one.day < site.today for one in dates) for dates in known)
    return kept == were


def is_past(item: Happening, site: Site) -> bool:
    """Tell whether a date was over before the local day began: lists go by the day alone."""
    return span(item, site)[1] <= instant_of(site.today, site.zone)


def upcoming(site: Site) -> tuple[Happening, ...]:
    """Give the dates of today and those to come, next first."""
    return tuple(item for item in happenings(site) if not is_past(item, site))


def past(site: Site) -> tuple[Happening, ...]:
    """Give the dates that were over before today, latest first."""
    return tuple(reversed([item for item in happenings(site) if is_past(item, site)]))


def days(item: Happening, site: Site) -> tuple[date, ...]:
    """Give each day on which an occurrence takes place, in the hub's zone."""
    return _days(item, site.zone)


@lru_cache(maxsize=16_384)
def _days(item: Happening, zone: ZoneInfo) -> tuple[date, ...]:
    first = day_of(item.starts, zone)
    return tuple(first + timedelta(days=step) for step in range((_last_day(item, zone) - first).days + 1))


def last_day(item: Happening, site: Site) -> date:
    """Give the last day on which a date takes place, in the hub's zone; what ends at midnight ends before."""
    return _last_day(item, site.zone)


def _last_day(item: Happening, zone: ZoneInfo) -> date:
    first, last = day_of(item.starts, zone), day_of(item.ends if wrote_end(item) else item.starts, zone)
    midnight = planned.key(item.ends) == planned.key(instant_of(last, zone))
    return last - _DAY if midnight and last > first else last


# ── is it still on? ─────────────────────────────────────────────────────────


def takes_place(entry: Entry, site: Site) -> bool:
    """Tell whether an event, or any date of a series, takes place: else nobody is invited to it."""
    return entry.data.state not in OFF and (_goes_on(entry, site) or bool(_held(entry, site)))


def over_at(entry: Entry, site: Site) -> datetime | None:
    """Give when the last date that takes place is over; none for a series that goes on."""
    if _goes_on(entry, site):
        return None
    return max((span(item, site)[1] for item in _held(entry, site) or expand(entry, site)), default=_LONG_AGO)


def _held(entry: Entry, site: Site) -> list[Happening]:
    return [item for item in expand(entry, site) if not item.is_off]


def _goes_on(entry: Entry, site: Site) -> bool:
    """Tell whether a rule has dates beyond those that anybody looks at."""
    plan, (limit, _) = plan_of(entry.data), _horizon(site)
    if not planned.ends(plan):
        return True
    return bool(plan.rule) and planned.day(planned.dates(plan, Duration(months=12).after(limit))[-1]) > limit


# ── the call for talks ──────────────────────────────────────────────────────


def call_ends(entry: Entry, site: Site) -> datetime:
    """Give the instant from which no talk can be proposed: as the call says, or when the event is over."""
    closes, over = call_closes(entry, site), over_at(entry, site)
    return min(closes, over) if over else closes


def call_closes(entry: Entry, site: Site) -> datetime:
    """Give the instant at which a call for talks closes; a day counts whole, with `AoE` anywhere on Earth."""
    cfp = entry.data.cfp
    named = cfp.timezone or entry.data.timezone
    zone: tzinfo = ANYWHERE if named == "AoE" else zone_named(named) if named else site.zone
    if not isinstance(cfp.closes, datetime):
        return datetime.combine(cfp.closes + timedelta(days=1), time(), zone)
    # A zone with a name was filled in where the author wrote none; the call's own zone is meant then.
    said_none = cfp.timezone and isinstance(cfp.closes.tzinfo, ZoneInfo)
    return cfp.closes.replace(tzinfo=zone) if said_none else cfp.closes


def months(items: Iterable[Happening], site: Site) -> Mapping[tuple[int, int], tuple[Happening, ...]]:
    """Sort dates into the months in which they take place."""
    return _all_months(site) if items is happenings(site) else _months(items, site)


@lru_cache(maxsize=KEPT)
def _all_months(site: Site) -> Mapping[tuple[int, int], tuple[Happening, ...]]:
    return _months(happenings(site), site)


def _months(items: Iterable[Happening], site: Site) -> Mapping[tuple[int, int], tuple[Happening, ...]]:
    found: dict[tuple[int, int], list[Happening]] = defaultdict(list)
    for item in items:
        for month in _months_of(item, site.zone):
            found[month].append(item)
    return {month: tuple(listed) for month, listed in sorted(found.items())}


@lru_cache(maxsize=16_384)
def _months_of(item: Happening, zone: ZoneInfo) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys((day.year, day.month) for day in _days(item, zone)))


def address(item: Happening, site: Site) -> str:
    """Give the page of a date: its own where it differs, else that of its event."""
    base = site.addresses[item.entry.ref]
    return f"{base}{occurrences.page_name(item.entry, item.planned)}/" if item.differs else base
