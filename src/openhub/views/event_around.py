"""What stands around a date of an event: what is new since people last met, and the dates beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from openhub.hub import agenda
from openhub.hub.agenda import Happening
from openhub.kinds.release import is_coming
from openhub.model import Entry, Ref
from openhub.site import KEPT, Site
from openhub.views import parts
from openhub.views.event_rule import is_series
from openhub.views.event_time import first_day
from openhub.views.shapes import Item, Link
from openhub.when import instant_of
from openhub.words import long_day

_NEW = 8


def new_since(item: Happening, site: Site) -> tuple[Item, ...]:
    """Show the releases between the time that we last met and this date, newest first."""
    last = _former(item, site)
    if last is None:
        return ()
    since, until = site.day(last.ends), site.day(item.starts)
    fresh = [
        one
        for one in site.of("release")
        if one.date and not is_coming(one) and since <= site.day(one.date) <= until
    ]
    return tuple(parts.item(one, site) for one in fresh[:_NEW])


def _former(item: Happening, site: Site) -> Happening | None:
    """Find when we last met: in its series, else at the event that it follows, else at one of its type."""
    start = instant_of(item.starts, site.zone)
    for entries in _candidates(item.entry, site):
        found = [one for entry in entries for one in agenda.expand(entry, site)]
        met = [one for one in found if not one.is_off and instant_of(one.starts, site.zone) < start]
        if met:
            return max(met, key=lambda one: instant_of(one.starts, site.zone))
    return None


def _candidates(entry: Entry, site: Site) -> Iterator[list[Entry]]:
    if is_series(entry):
        yield [entry]
    followed = (site.get(ref) for ref in entry.data.follows)
    yield [other for other in followed if other is not None and other.kind == "event"]
    if entry.data.type and not is_series(entry):
        same = (other for other in site.of("event") if other.data.type == entry.data.type)
        yield [other for other in same if other.ref != entry.ref and not is_series(other)]


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
