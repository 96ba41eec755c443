"""What stands around a date of an event: when people met before, what is new since then, and the next ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from openhub.hub import agenda
from openhub.hub.agenda import Happening
from openhub.kinds.release import is_coming
from openhub.model import Entry
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
    newest = sorted(fresh, key=lambda one: (site.day(one.date or until), one.id), reverse=True)
    return tuple(parts.item(one, site) for one in newest[:_NEW])


def _former(item: Happening, site: Site) -> Happening | None:
    """Find when we last met: the date before of its series; else the event that it follows; else one of its type."""
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
    if is_series(item.entry):
        found = tuple(agenda.expand(item.entry, site)) if item.entry in site.of("event") else ()
    else:
        found = _single(site)
    place = next((at for at, one in enumerate(found) if one.planned == item.planned and one.entry == item.entry), -1)
    if place < 0:
        return None, None
    after = found[place + 1] if place + 1 < len(found) else None
    return _link(after, site), _link(found[place - 1] if place else None, site)


@lru_cache(maxsize=KEPT)
def _single(site: Site) -> tuple[Happening, ...]:
    return tuple(one for one in agenda.happenings(site) if not is_series(one.entry))


def _link(item: Happening | None, site: Site) -> Link | None:
    if item is None:
        return None
    return Link(item.title, agenda.address(item, site), f", {long_day(first_day(item, site))}")
