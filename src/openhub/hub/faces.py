"""People over time: who is here, away or gone, who answers meanwhile, and what nobody looks after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from openhub.hub import followups
from openhub.kinds.person import Away, Person
from openhub.model import Entry, Ref
from openhub.problems import Problem, Span
from openhub.site import Site

_DAY = timedelta(days=1)


def is_former(entry: Entry, site: Site) -> bool:
    """Tell whether somebody is no longer with the hub: the last day is past."""
    return entry.data.until is not None and entry.data.until < site.today


def is_away(entry: Entry, site: Site) -> bool:
    """Tell whether somebody is away today; both days count."""
    away: Away | None = entry.data.away
    return away is not None and (away.from_ or date.min) <= site.today <= (away.until or date.max)


def current(site: Site) -> tuple[Entry, ...]:
    """Give the people who are with the hub."""
    return tuple(entry for entry in site.of("person") if not is_former(entry, site))


def stand_in(entry: Entry, site: Site) -> Entry | None:
    """Give who answers while somebody is away: nobody who is away or gone by then, whatever the day."""
    away: Away | None = entry.data.away
    other = site.get(away.standin) if away and away.standin else None
    return other if other and away and not _why_not(entry, away, other) else None


def _why_not(entry: Entry, away: Away, other: Entry) -> str:
    """Say why somebody cannot stand in; empty where nothing is in the way."""
    data: Person = other.data
    if other.ref == entry.ref:
        return "is the one who is away"
    last = away.until or away.from_ or date.max
    if data.until and data.until < last:
        return f"is here until {data.until} only"
    return "is away then, too" if data.away and _meet(away, data.away) else ""


def _meet(one: Away, other: Away) -> bool:
    begins = max(one.from_ or date.min, other.from_ or date.min)
    return begins <= min(one.until or date.max, other.until or date.max)


# ── who answers what ────────────────────────────────────────────────────────


def topics(site: Site) -> Mapping[str, tuple[Entry, ...]]:
    """Sort who is here by what to ask them about, in alphabetical order; a topic is as first written."""
    written: dict[str, str] = {}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in current(site):
        for topic in dict.fromkeys(topic.casefold() for topic in entry.data.topics):
            found[topic].append(entry)
        for topic in entry.data.topics:
            written.setdefault(topic.casefold(), topic)
    return {written[topic]: tuple(found[topic]) for topic in sorted(found)}


# ── what nobody looks after ─────────────────────────────────────────────────


def hints(site: Site) -> Iterator[Problem]:
    """Find what belongs to somebody gone, who cannot stand in, and settings that say nowhere to answer."""
    yield from _without_owner(site)
    yield from _without_stand_in(site)
    yield from _without_answer(site)


def _without_owner(site: Site) -> Iterator[Problem]:
    for name, owner, span in _owned(site):
        entry = site.get(owner)
        if entry and is_former(entry, site):
            message = f"{name}: {entry.title} left on {entry.data.until}; name who looks after it now"
            yield Problem(code="owner-gone", message=message, span=span)


def _owned(site: Site) -> Iterator[tuple[str, Ref, Span]]:
    """Give what is still to be looked after: the field that names its owner, the owner, and the place."""
    pending = {
        (promise.entry.ref, f"actions[{promise.number}].owner")
        for promise in followups.promises(site)
        if promise.is_pending
    }
    pending |= {(entry.ref, "owner") for entry in site.of("metric") if not entry.data.retired}
    for entry in (*site.of("post"), *site.of("metric")):
        for one in entry.relations:
            if (entry.ref, one.name) in pending:
                yield one.name, one.target, one.span


def _without_stand_in(site: Site) -> Iterator[Problem]:
    for entry in current(site):
        away: Away | None = entry.data.away
        if away is None or (away.until and away.until < site.today):
            continue
        other = site.get(away.standin) if away.standin else None
        if other and (why := _why_not(entry, away, other)):
            message = f"away.standin: {other.title} {why}; name somebody who is here"
            span = next(one.span for one in entry.relations if one.name == "away.standin")
            yield Problem(code="standin-absent", message=message, span=span)


def _without_answer(site: Site) -> Iterator[Problem]:
    config = site.config
    ways = (config.discuss, config.channels, config.repository, site.of("person"))
    if config.url and not any(ways):  # a hub that nobody else sees yet needs no answers
        message = "no page says where to answer; set 'discuss', 'channels' or 'repository'"
        yield Problem(code="discuss-missing", message=message, span=config.span())
