"""What stands around a date of an event: what is new since people last met, and the dates beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from openhub.hub import agenda
from openhub.hub.occurrences import Happening
from openhub.hub.pairing import subjects
from openhub.hub.spans import span
from openhub.kinds.event import is_series
from openhub.kinds.release import is_coming
from openhub.model import Entry, Ref
from openhub.site import KEPT, Site
from openhub.views import parts, turns
from openhub.views.event_time import first_day
from openhub.views.shapes import Item, Line, Link
from openhub.when import instant_of
from openhub.words import long_day

_NEW = 8


def new_since(item: Happening, site: Site) -> tuple[Item, ...]:
    """Show the releases between the time that we last met and this date, newest first."""
    last = _former(item, site) if site.of("release") else None
    if last is None:
        return ()
    since, until = agenda.last_day(last, site), site.day(item.starts)
    fresh = [
        one
        for one in site.of("release")
        if one.date and not is_coming(one) and since <= site.day(one.date) <= until
    ]
    return tuple(parts.item(one, site) for one in fresh[:_NEW])


def not_out(item: Happening, site: Site) -> Iterator[Line]:
    """Say of each release that an event is about that it was not out by then, and when it came."""
    if item.is_off or is_series(item.entry):
        return
    for release in filter(None, map(site.get, subjects(item.entry))):
        if is_coming(release):
            words = f"{release.title} was not out when we met, and is not out yet."
            begins = span(item, site)[0]
            yield turns.turn(f"{release.title} is not out yet.", (begins, words), site=site, own=True)
        elif release.date and (day := site.day(release.date)) > first_day(item, site):
            yield f"{release.title} was not out when we met; it came on {long_day(day)}."


def _former(item: Happening, site: Site) -> Happening | None:
    """Find when we last met: in its series, else at the event that it follows, else at one of its type."""
    start = instant_of(item.starts, site.zone)
    for dates in _candidates(item.entry, site):
        place = bisect_left(dates, start, key=lambda one: instant_of(one.starts, site.zone))
        if place:
            return dates[place - 1]
    return None


def _candidates(entry: Entry, site: Site) -> Iterator[Sequence[Happening]]:
    """Give the dates that may have been the former one, each time in the order of time."""
    if is_series(entry):
        yield _held(agenda.expand(entry, site), site)
    followed = (site.get(ref) for ref in entry.data.follows)
    events = (other for other in followed if other is not None and other.kind == "event")
    yield _held((one for other in events for one in agenda.expand(other, site)), site)
    if entry.data.type and not is_series(entry):
        yield _by_type(site).get(entry.data.type, ())


def _held(dates: Iterable[Happening], site: Site) -> Sequence[Happening]:
    held = (one for one in dates if not one.is_off)
    return sorted(held, key=lambda one: instant_of(one.starts, site.zone))


@lru_cache(maxsize=KEPT)
def _by_type(site: Site) -> Mapping[str, Sequence[Happening]]:
    found: dict[str, list[Happening]] = defaultdict(list)
    for one in _single(site):
        if one.entry.data.type and not one.is_off:
            found[one.entry.data.type].append(one)
    return found


def neighbours(item: Happening, site: Site) -> tuple[Link | None, Link | None]:
    """Give the dates after and before: of its own series, else among the single events."""
    listed = _listed(item, site)
    if is_series(item.entry):
        at = next((at for at, one in enumerate(listed) if one.planned == item.planned), None)
    else:
        at = _places(site).get(item.entry.ref)
    if at is None:
        return None, None
    return _link(listed, at + 1, site), _link(listed, at - 1, site)


def _listed(item: Happening, site: Site) -> tuple[Happening, ...]:
    if not is_series(item.entry):
        return _single(site)
    return tuple(agenda.expand(item.entry, site)) if item.entry.data.visibility == "public" else ()


@lru_cache(maxsize=KEPT)
def _single(site: Site) -> tuple[Happening, ...]:
    return tuple(one for one in agenda.happenings(site) if not is_series(one.entry))


@lru_cache(maxsize=KEPT)
def _places(site: Site) -> Mapping[Ref, int]:
    return {one.entry.ref: place for place, one in enumerate(_single(site))}


def _link(listed: tuple[Happening, ...], at: int, site: Site) -> Link | None:
    if not 0 <= at < len(listed):
        return None
    item = listed[at]
    return Link(item.title, agenda.address(item, site), f", {long_day(first_day(item, site))}")
