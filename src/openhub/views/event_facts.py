"""What stands beside an event: where it is, how to get in, who is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from openhub.hub import agenda
from openhub.hub.agenda import Happening
from openhub.kinds.event import Event, Registration
from openhub.model import Entry, When, Who
from openhub.site import Site
from openhub.views import parts
from openhub.views.shapes import Fact, Link
from openhub.when import end_of, instant_of
from openhub.words import count, day_month, listed, moment


def facts(item: Happening, entry: Entry, site: Site) -> Iterator[Fact]:
    """Show where, how to get in, who, and what belongs to it."""
    yield from _where(entry.data)
    yield from _how(item, entry, site)
    for term, people in _people(entry.data):
        if people:
            yield Fact(term=term, links=tuple(parts.person_link(who, site) for who in people))
    if entry.data.owes and not agenda.is_over(item, site):
        yield Fact(
            term="Afterwards", text=f"We promise you {listed([f'the {what}' for what in entry.data.owes])}."
        )
    yield from parts.common_facts(entry, site)


def _where(data: Event) -> Iterator[Fact]:
    place = data.location
    if place:
        words = ", ".join(filter(None, (place.name, place.address, place.city, place.country)))
        links = [Link("Website of the place", place.url)] if place.url else []
        links += [Link("On your map", f"geo:{place.geo.lat},{place.geo.lon}")] if place.geo else []
        yield Fact(term="Where", text=words, links=tuple(links))
        if place.access:
            yield Fact(term="Getting in", text=place.access)
    elif data.online_url:
        yield Fact(term="Where", links=(Link("Online", data.online_url),))


def _how(item: Happening, entry: Entry, site: Site) -> Iterator[Fact]:
    data, year = entry.data, site.today.year
    how = data.registration
    if how:
        text = _registration(how, year, beside=_has_button(item, how, site))
        yield from [Fact(term="Registration", text=text)] if text else []
    if data.cfp:
        is_open = agenda.call_closes(entry, site) > site.now
        where = ", anywhere on Earth" if data.cfp.timezone == "AoE" else ""
        words = f"{'Open until' if is_open else 'Closed on'} {_closing(data.cfp.closes, year)}{where}"
        links = (Link("Propose a talk", data.cfp.url),) if is_open and data.cfp.url else ()
        yield Fact(term="Call for talks", text=words, links=links)
    words = data.type.replace("-", " ") if data.type else ""
    if words and _bare(words) not in _bare(entry.title):
        yield Fact(term="Kind", text=words.upper() if len(words) < 4 else words[:1].upper() + words[1:])


def _has_button(item: Happening, how: Registration, site: Site) -> bool:
    ahead = not agenda.is_over(item, site) and not item.is_off
    return ahead and bool(how.url) and is_open(how, site)


def _registration(how: Registration, year: int, *, beside: bool) -> str:
    """Tell the terms and the deadline; `beside` a button that has the terms, the deadline alone."""
    closes = f"until {moment(how.closes, year)}" if how.closes else ""
    places = count(how.capacity, "place") if how.capacity else ""
    words = ", ".join(filter(None, (closes,) if beside else (how.price, places, closes)))
    return ". ".join(filter(None, (words[:1].upper() + words[1:], how.text)))


def _bare(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _closing(when: When, year: int) -> str:
    return moment(when, year) if isinstance(when, datetime) else day_month(when, year)


def _people(data: Event) -> Iterator[tuple[str, tuple[Who, ...]]]:
    yield "Speaking", data.speakers
    yield "Organised by", data.organizers
    yield "Also there", data.attending


def is_open(how: Registration, site: Site) -> bool:
    """Tell whether one can register now."""
    begun = how.opens is None or instant_of(how.opens, site.zone) <= site.now
    return begun and (how.closes is None or end_of(how.closes, site.zone) > site.now)
