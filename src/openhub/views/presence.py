"""Whether somebody is here, wherever a page names them: away and who answers meanwhile, or gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from openhub.hub import faces
from openhub.kinds.person import Person
from openhub.model import Entry, Ref
from openhub.site import Site
from openhub.views.shapes import Link, Turn
from openhub.views.turns import turn
from openhub.when import instant_of
from openhub.words import long_day

_DAY = timedelta(days=1)


def presence(entry: Entry, site: Site, *, owner: bool = False) -> str | Turn:
    """Say in brackets that somebody is away or gone, from the day on; nothing where they are here.

    Dates have their year, and all that is to come is said in turn: so a page need not depend on the day.
    For the `owner` of something it is told whom to ask once they are gone.
    """
    if faces.is_former(entry, site):
        return _gone(entry, site, owner=owner)
    first, then = "", []
    for since, words in _to_come(entry, site, owner=owner):
        if since is None:
            first = words
        else:
            then.append((since, words))
    return turn(first, *then, site=site) if then else first


def _to_come(entry: Entry, site: Site, *, owner: bool) -> Iterator[tuple[datetime | None, str]]:
    data: Person = entry.data
    last = instant_of(data.until + _DAY, site.zone) if data.until else None
    away = data.away
    if away and not (away.until and away.until < site.today):
        begins = instant_of(away.from_, site.zone) if away.from_ else None
        ends = instant_of(away.until + _DAY, site.zone) if away.until else None
        if not (last and begins and begins >= last):
            yield begins, _away(entry, site)
        if ends and not (last and ends >= last):
            yield ends, ""
    if last:
        yield last, _gone(entry, site, owner=owner)


def _away(entry: Entry, site: Site) -> str:
    until = entry.data.away.until
    said = f"away until {long_day(until)}" if until else "away"
    return f" ({said}{_instead(entry, site)})"


def _instead(entry: Entry, site: Site) -> str:
    other = faces.stand_in(entry, site)
    return f"; {other.title} stands in" if other else ""


def _gone(entry: Entry, site: Site, *, owner: bool) -> str:
    place = first_channel(site) if owner else None
    ask = f"; ask now: {place.title}" if place else ""
    return f" (with us until {long_day(entry.data.until)}{ask})"


def owner_link(ref: Ref, site: Site, *, pending: bool = True) -> Link:
    """Link to whom to ask about something; while it is `pending`, say that they are away or gone."""
    entry = site.get(ref)
    if entry is None:
        return Link(ref.id)
    return Link(entry.title, site.addresses[ref], presence(entry, site, owner=True) if pending else "")


def first_channel(site: Site) -> Link | None:
    """Link to the hub's first channel: whom to ask where there is nobody else."""
    if not site.config.channels:
        return None
    first = site.config.channels[0]
    return Link(first.name, first.url or "/contact/")
