"""What stands beside an event: where it is, how to get in, who is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from openhub.hub import agenda
from openhub.hub.occurrences import Happening
from openhub.hub.spans import span, zone_of
from openhub.kinds.event import CallForPapers, Event, Registration
from openhub.model import Entry, When, Who
from openhub.site import Site
from openhub.views import parts, turns
from openhub.views.event_time import zone_words
from openhub.views.event_words import has_own_page
from openhub.views.shapes import Fact, Line, Link, Turn
from openhub.when import end_of, instant_of, zone_named
from openhub.words import count, listed, long_day, moment

_MARKS = {"Organised by": "p-organizer h-card"}
AOE = "anywhere on Earth (UTC−12)"


def facts(item: Happening, entry: Entry, site: Site) -> Iterator[Fact]:
    """Show where, how to get in, who, and what belongs to it."""
    yield from _where(item, entry, site)
    yield from _how(item, entry, site)
    for term, people in _people(entry.data):
        if people:
            links = tuple(parts.person_link(who, site) for who in people)
            yield Fact(term=term, links=links, mark=_MARKS.get(term, ""))
    if owed := _owes(item, entry, site):
        yield Fact(term="Afterwards", text=owed)
    yield from parts.common_facts(entry, site)


def _where(item: Happening, entry: Entry, site: Site) -> Iterator[Fact]:
    data: Event = entry.data
    place = data.location
    if place:
        words = ", ".join(filter(None, (place.name, place.address, place.city, place.country)))
        links = [Link("Website of the place", place.url)] if place.url else []
        links += [Link("On your map", f"geo:{place.geo.lat},{place.geo.lon}")] if place.geo else []
        yield Fact(term="Where", text=words, links=tuple(links))
        if place.access:
            yield Fact(term="Getting in", text=place.access)
    elif data.online_url:
        online = tuple(join("Online", item, entry, site))
        over = over_at(item, entry, site)
        own = has_own_page(item, entry)
        gone = turns.turn("", (over, "Online"), site=site, own=own) if online and over else ""
        yield Fact(term="Where", text=gone if online else "Online", links=online)


def _how(item: Happening, entry: Entry, site: Site) -> Iterator[Fact]:
    data: Event = entry.data
    stands = is_offered(item, entry, site)
    if stands and data.registration and (text := _registration(item, entry, site)):
        yield Fact(term="Registration", text=text)
    if stands and data.cfp:
        yield Fact(
            term="Call for talks",
            text=call(item.entry, site, own=True),
            links=tuple(_propose(item, entry, site)),
        )
    words = data.type.replace("-", " ") if data.type else ""
    if words and _bare(words) not in _bare(entry.title):
        yield Fact(term="Kind", text=words.upper() if len(words) < 4 else words[:1].upper() + words[1:])


def _bare(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _people(data: Event) -> Iterator[tuple[str, tuple[Who, ...]]]:
    yield "Speaking", data.speakers
    yield "Organised by", data.organizers
    yield "Also there", data.attending


# ── is it still on? ─────────────────────────────────────────────────────────


def is_offered(item: Happening, entry: Entry, site: Site) -> bool:
    """Tell whether a page invites anybody: to the one date that it is about, or to its series."""
    if has_own_page(item, entry):
        return not item.is_off
    return agenda.takes_place(entry, site)


def over_at(item: Happening, entry: Entry, site: Site) -> datetime | None:
    """Give when what a page is about is over: one date, or a series with its last; none if it goes on."""
    return span(item, site)[1] if has_own_page(item, entry) else agenda.over_at(entry, site)


def join(words: str, item: Happening, entry: Entry, site: Site) -> Iterator[Link]:
    """Link to where it takes place online, until it is over."""
    if entry.data.online_url and is_offered(item, entry, site):
        yield until_over(Link(words, entry.data.online_url), item, entry, site)


def until_over(link: Link, item: Happening, entry: Entry, site: Site) -> Link:
    """Take a link away once what a page is about is over."""
    over, own = over_at(item, entry, site), has_own_page(item, entry)
    turn = turns.turn(link.title, (over, ""), site=site, own=own) if over else None
    return Link(link.title, link.address, turn=turn)


# ── getting a place ─────────────────────────────────────────────────────────


def _registration(item: Happening, entry: Entry, site: Site) -> Line:
    """Tell the terms, and until when; afterwards that it is closed."""
    how: Registration = entry.data.registration
    told = zone_of(item.entry, site)
    zone = told if item.entry.data.timezone or told != site.zone else None
    terms = [*filter(None, (how.price, count(how.capacity, "place") if how.capacity else ""))]
    closes = [f"until {_in_zone(moment(how.closes), how.closes, zone)}"] if how.closes else []
    opens = [f"opens on {_in_zone(moment(how.opens), how.opens, zone)}"] if how.opens else []
    now = _sentence([*terms, *closes], how.text)
    if not (how.opens or how.closes):
        return now
    begun, until = window(item, entry, site)
    first = _sentence([*terms, *opens, *closes], how.text)
    steps = [(begun, now)] if begun else []
    steps += [(until, _closed(how, until, zone, site))] if how.closes and until else []
    return turns.turn(first if begun else now, *steps, site=site, own=has_own_page(item, entry))


def _closed(how: Registration, until: datetime, zone: tzinfo | None, site: Site) -> str:
    """Say since when one cannot register; as no later than with the event, where that is over before."""
    if how.closes is None or until < end_of(how.closes, zone or site.zone):
        return _sentence(["closed, as it is over"], None)
    return _sentence([f"closed since {_in_zone(_day_or_time(how.closes), how.closes, zone)}"], how.text)


def _in_zone(told: str, when: When, zone: tzinfo | None) -> str:
    """Name the zone of a day, where the event has one of its own; a time tells its own anyway."""
    named = zone is not None and not isinstance(when, datetime)
    return f"{told}, {zone_words(instant_of(when, zone), zone)}" if named and zone else told


def _sentence(words: list[str], text: str | None) -> str:
    told = ", ".join(words)
    return ". ".join(filter(None, (told[:1].upper() + told[1:], text)))


def _day_or_time(when: When) -> str:
    return moment(when) if isinstance(when, datetime) else f"the end of {long_day(when)}"


def window(item: Happening, entry: Entry, site: Site) -> tuple[datetime | None, datetime | None]:
    """Give from when to when one can register, in the event's zone: at the latest, until it is over."""
    how: Registration = entry.data.registration
    zone = zone_of(item.entry, site)
    begun = instant_of(how.opens, zone) if how.opens else None
    ends = (over_at(item, entry, site), end_of(how.closes, zone) if how.closes else None)
    until = min(filter(None, ends), default=None)
    return min(begun, until) if begun and until else begun, until


def register(item: Happening, entry: Entry, site: Site) -> Iterator[Link]:
    """Link to where one gets a place, as long as one can."""
    how: Registration = entry.data.registration
    begun, until = window(item, entry, site)
    if how.url:
        steps = [(begun, "Register")] if begun else []
        steps += [(until, "")] if until else []
        first = "" if begun else "Register"
        turn = turns.turn(first, *steps, site=site, own=has_own_page(item, entry)) if steps else None
        yield Link("Register", how.url, turn=turn)


# ── the call for talks ──────────────────────────────────────────────────────


def call(entry: Entry, site: Site, *, own: bool = False) -> Turn:
    """Say until when talks can be proposed, and afterwards since when not."""
    closes, ends = agenda.call_closes(entry, site), agenda.call_ends(entry, site)
    if ends < closes:
        words = ("Open until it is over", "Closed, as it is over")
    else:
        when = _closing(entry, entry.data.cfp, closes)
        words = (f"Open until {when}", f"Closed since {when}")
    return turns.turn(words[0], (ends, words[1]), site=site, own=own)


def _closing(entry: Entry, cfp: CallForPapers, ends: datetime) -> str:
    if isinstance(cfp.closes, datetime):
        if ends.tzinfo is agenda.ANYWHERE:
            return f"{moment(ends).rpartition(' UTC')[0]} {AOE}"
        return moment(ends)
    told = f"the end of {long_day(cfp.closes)}"
    if (cfp.timezone or entry.data.timezone) == "AoE":
        return f"{told} {AOE}"
    named = cfp.timezone or entry.data.timezone
    return f"{told}, {zone_words(ends, zone_named(named))}" if named else told


def _propose(item: Happening, entry: Entry, site: Site) -> Iterator[Link]:
    words, ends = "Propose a talk", agenda.call_ends(item.entry, site)
    if entry.data.cfp.url:
        turn = turns.turn(words, (ends, ""), site=site, own=True)
        yield Link(words, entry.data.cfp.url, turn=turn)


# ── what is promised for afterwards ─────────────────────────────────────────


def _owes(item: Happening, entry: Entry, site: Site) -> Turn | None:
    """Say what is promised for afterwards, and once it is over that it is not there yet."""
    if not entry.data.owes or item.is_off:
        return None
    things = listed([f"the {what}" for what in entry.data.owes])
    are = "are" if len(entry.data.owes) > 1 or entry.data.owes[0].endswith("s") else "is"
    late = f"{things[:1].upper()}{things[1:]} {are} promised, and not here yet."
    own = has_own_page(item, entry)
    return turns.turn(f"We promise you {things}.", (span(item, site)[1], late), site=site, own=own)
