"""The dates of one event, whatever day it is: each as planned, with what is different about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from openhub.kinds.event import OFF, Event, Location, Occurrence, State, end_of, is_online, plan_of
from openhub.model import Entry, When
from openhub.read import planned
from openhub.when import day_of, real

_DAY = timedelta(days=1)
_KEPT = ("location", "online_url", "speakers", "state_on", "summary")
"""What a date has of its own where its override says so, and else from its series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One date of an event. `planned` is the start by the rule, which names it for ever.

    It may be a time that clocks skip; `starts` and `ends` are such as they show.
    """

    entry: Entry
    planned: When
    starts: When
    ends: When
    title: str
    state: State
    reason: str
    override: Occurrence | None = None

    def __hash__(self) -> int:
        """Hash the one field that costs little: what is known of a date is kept, and asked for often."""
        return hash(self.planned)

    @property
    def is_off(self) -> bool:
        """Whether it does not take place on this date."""
        return self.state in OFF

    @property
    def is_moved(self) -> bool:
        """Whether it begins at another instant than planned."""
        return planned.key(self.planned) != planned.key(self.starts)

    @property
    def differs(self) -> bool:
        """Whether this date is not as the series says, so that it has a page of its own."""
        return self.override is not None


def changed(entry: Entry) -> Iterator[tuple[When, Occurrence]]:
    """Give each planned date that differs, and how: by what is said first, and none that is left out."""
    data: Event = entry.data
    index = planned.index_of(plan_of(data), (*data.exdates, *(item.at for item in data.occurrences)))
    met = {planned.key(when) for named in data.exdates for when in index.find(named)}
    for item in data.occurrences:
        for when in index.find(item.at):
            if planned.key(when) not in met:
                met.add(planned.key(when))
                yield when, item


def excluded(entry: Entry) -> tuple[When, ...]:
    """Give the planned dates that the author left out."""
    data: Event = entry.data
    index = planned.index_of(plan_of(data), data.exdates)
    found = {planned.key(when): when for named in data.exdates for when in index.find(named)}
    return tuple(when for _, when in sorted(found.items()))


def happening(entry: Entry, start: When, override: Occurrence | None = None) -> Happening:
    """Give the date of an event that was planned for `start`, with what is different about it."""
    data: Event = entry.data
    begins = override.starts if override and override.starts else start
    if isinstance(begins, datetime) and isinstance(start, datetime):
        begins = begins.astimezone(start.tzinfo)
    return Happening(
        entry=entry,
        planned=start,
        starts=real(begins),
        ends=end_of(data, begins, override),
        title=override.title if override and override.title else entry.title,
        state=state_of(data, override),
        reason=reason_of(data, override),
        override=override,
    )


def state_of(data: Event, override: Occurrence | None) -> State:
    """Give how a date stands; one with a place of its own was not moved online with its series."""
    own = override.state if override else None
    elsewhere = override is not None and override.location is not None and not is_online(override.location)
    return own or ("confirmed" if elsewhere and data.state == "moved_online" else data.state)


def reason_of(data: Event, override: Occurrence | None) -> str:
    """Give why a date is as it is: one with a state of its own has no reason but its own."""
    if override and override.state_reason:
        return override.state_reason
    is_own = bool(override and override.state) or state_of(data, override) != data.state
    return "" if is_own else data.state_reason or ""


def usual(item: Happening) -> Happening:
    """Give a date as its event has it, without what is different about it."""
    return happening(item.entry, item.planned)


class _Same:
    """An event as a key: itself alone, as comparing its fields may cost more than finding its dates."""

    __slots__ = ("entry",)

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    def __hash__(self) -> int:
        return id(self.entry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.entry is self.entry


def occurrence(item: Happening) -> Entry:
    """Give the event as it is on a date that differs."""
    change, data = item.override, item.entry.data
    if change is None:
        return where_it_is(item.entry)
    own = {name: getattr(change, name) or getattr(data, name) for name in _KEPT}
    owes = change.owes or (() if change.after else data.owes)
    told = replace(
        data, state=item.state, state_reason=item.reason or None, after=change.after, owes=owes, **own
    )
    summary = change.summary or item.entry.summary
    return where_it_is(replace(item.entry, title=item.title, summary=summary, data=told))


def where_it_is(entry: Entry) -> Entry:
    """Give an event with the place where one finds it: what was moved online is at its old place no more."""
    data: Event = entry.data
    if data.state != "moved_online":
        return entry
    return replace(entry, data=replace(data, mode="online", location=place_of(data.location, data.state)))


def place_of(location: Location | None, state: State) -> Location | None:
    """Give the place of what is in a state: of what was moved online, only one that is a word for none."""
    return None if location and state == "moved_online" and not is_online(location) else location


def page_name(entry: Entry, when: When) -> str:
    """Name the page of a planned date that differs: by its day, with its time unless it is the first.

    The day is the one by which the author names it, so that no other zone of the hub changes it.
    """
    return _page_names(_Same(entry))[planned.key(when)]


@lru_cache(maxsize=4096)
def _page_names(event: _Same) -> Mapping[When, str]:
    data: Event = event.entry.data
    index = planned.index_of(plan_of(data), (item.at for item in data.occurrences))
    days = {planned.day(when) for item in data.occurrences for when in index.find(item.at)}
    return {key: name for day in sorted(days) for key, name in _names_of_day(index.find(day))}


def _names_of_day(starts: Iterable[When]) -> Iterator[tuple[When, str]]:
    """Name the planned dates of one day, whether they differ or not: so no other exception renames one."""
    met: Counter[str] = Counter()
    for when in starts:
        day = planned.day(when).isoformat()
        name = f"{day}-{when:%H%M%S}".removesuffix("00") if met and isinstance(when, datetime) else day
        met[name] += 1
        yield planned.key(when), name if met[name] == 1 else f"{name}-{met[name]}"


# ── all of them ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A planned date: its day in the hub's zone, and what is held on it, if it is not left out.

    `single` says that no rule gave it, `named` that its author names it: such a date is kept for ever.
    """

    start: When
    day: date
    held: Happening | None
    single: bool
    named: bool


@dataclass(slots=True)
class _Found:
    """The dates that were found so far: all of them up to the day `until`."""

    until: date = date.min
    dates: tuple[Planned, ...] = ()


@lru_cache(maxsize=4096)
def _so_far(event: _Same, zone: ZoneInfo) -> _Found:  # noqa: ARG001 -- one for each event
    return _Found()


def all_dates(entry: Entry, last: date, zone: ZoneInfo) -> tuple[Planned, ...]:
    """Give the dates of an event up to a day at least; they are found once, as a day changes none of them."""
    found = _so_far(_Same(entry), zone)
    if found.until < last:
        found.dates, found.until = tuple(_find(entry, last, zone)), last
    return found.dates


def _find(entry: Entry, last: date, zone: ZoneInfo) -> Iterator[Planned]:
    data: Event = entry.data
    skipped = {planned.key(when) for when in excluded(entry)}
    overrides = {planned.key(when): item for when, item in changed(entry)}
    plan = plan_of(data)
    single = {planned.key(planned.like(when, plan.starts)) for when in data.rdates}
    named = {planned.day(item.at) for item in data.occurrences}
    # A day more, as the rule counts in the event's zone.
    for start in planned.dates(plan, min(last, date.max - _DAY) + _DAY):
        key = planned.key(start)
        yield Planned(
            start=start,
            day=day_of(start, zone),
            held=None if key in skipped else happening(entry, start, overrides.get(key)),
            single=not data.rule or key in single,
            # The first date counts as named; further ahead than asked it is as little known as all others.
            named=planned.day(start) in named or key == planned.key(plan.starts),
        )
