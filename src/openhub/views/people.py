"""The views of people: who speaks here, and whom to ask where about what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from openhub.hub import agenda, faces
from openhub.hub.faces import is_former
from openhub.hub.occurrences import Happening, occurrence
from openhub.hub.plan import Page
from openhub.hub.spans import span, zone_of
from openhub.kinds.person import Person
from openhub.model import Entry, Who
from openhub.site import Site
from openhub.views import parts
from openhub.views.event_time import day, local
from openhub.views.presence import first_channel, presence
from openhub.views.shapes import Face, Link, Topic, View
from openhub.views.turns import turn
from openhub.words import day_month, listed

_SOON = timedelta(days=14)
"""So long before somebody is away the list of people says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A place where we answer, and how soon; `kept` is how soon we did."""

    name: str
    address: str = ""
    purpose: str = ""
    expected: str = ""
    kept: str = ""


# ── lists ───────────────────────────────────────────────────────────────────


def index(page: Page, site: Site) -> View:
    """Show who speaks here, who answers what, and apart from them who was here."""
    former = [entry for entry in site.of("person") if is_former(entry, site)]
    values: dict[str, Any] = {
        "lead": "Who speaks here, what to ask them, and where to meet them.",
        "people": tuple(person_item(entry, site) for entry in faces.current(site)),
        "topics": topics(site),
        "former": tuple(person_item(entry, site) for entry in former),
        "channels": channels(site),
        "kept_heading": "",
        "empty": "Nobody is named here at the moment.",
    }
    return View(
        address=page.address,
        template="people",
        title=page.title or "People",
        values=values,
        section=page.address,
        asof=True,
    )


def contact(page: Page, site: Site) -> View:
    """Show where we answer, how soon, and whom to ask about what."""
    asked = topics(site)
    values: dict[str, Any] = {
        "lead": "Where we answer, how soon we mean to, and whom to ask about what.",
        "channels": channels(site),
        "kept_heading": "",
        "topics": asked,
        "people": () if asked else tuple(person_item(entry, site) for entry in faces.current(site)),
        "more": Link("All of us, with faces", parts.list_crumb("person", site)[1]) if asked else None,
        "empty": "We have not named a place yet where we answer.",
    }
    return View(
        address=page.address,
        template="contact",
        title=page.title or "Contact",
        values=values,
        section=page.address,
        asof=True,
    )


def channels(site: Site) -> tuple[Channel, ...]:
    """Show the places where members and makers meet."""
    return tuple(
        Channel(
            name=channel.name,
            address=channel.url or "",
            purpose=channel.purpose or "",
            expected=channel.expected_answer or "",
        )
        for channel in site.config.channels
    )


def topics(site: Site) -> tuple[Topic, ...]:
    """Show who answers what; those who are away with who stands in."""
    return tuple(
        Topic(title=title, people=tuple(parts.link_to(one, site, presence(one, site)) for one in people))
        for title, people in faces.topics(site).items()
    )


def person_item(entry: Entry, site: Site) -> Face:
    """Show a person in a list: what to ask, where to meet, who stands in; or until when they were here."""
    return replace(
        parts.person_face(entry, site), role=role(entry, site), state="", lines=tuple(_lines(entry, site))
    )


def role(entry: Entry, site: Site) -> str:
    """Say what somebody does or did here, and until when."""
    data: Person = entry.data
    past = is_former(entry, site)
    now = [one.title for one in data.roles if past or one.until is None or one.until >= site.today]
    until = f"until {day_month(data.until, site.today.year)}" if data.until and not past else ""
    return ", ".join([*now, *filter(None, [until])])


def _lines(entry: Entry, site: Site) -> Iterator[Link]:
    data: Person = entry.data
    if is_former(entry, site):
        yield Link(f"With us until {day_month(data.until, site.today.year)}" if data.until else "")
        return
    if data.topics:
        yield Link(f"Ask {them(data)} about {listed(list(data.topics))}")
    if faces.is_away(entry, site) or _is_away_soon(entry, site):
        yield _away_line(entry, site)
    for item in meetings(entry, site)[:1]:
        yield meeting_link(item, entry, site, f"Meet {them(data)} at ")


def _is_away_soon(entry: Entry, site: Site) -> bool:
    away = entry.data.away
    return bool(away and away.from_ and site.today < away.from_ <= site.today + _SOON)


def _away_line(entry: Entry, site: Site) -> Link:
    """Say that somebody is away or will be soon, and lead to who answers meanwhile."""
    said = away_words(entry, site)
    if other := faces.stand_in(entry, site):
        return Link(other.title, site.addresses[other.ref], " stands in", before=f"{said}; ")
    place = first_channel(site)
    return replace(place, before=f"{said}; ask meanwhile: ") if place else Link(said)


def away_words(entry: Entry, site: Site) -> str:
    """Say from when until when somebody is away, as far as that is to come."""
    away, year = entry.data.away, site.today.year
    begins = f" from {day_month(away.from_, year)}" if away.from_ and away.from_ > site.today else ""
    return f"Away{begins}" + (f" until {day_month(away.until, year)}" if away.until else "")


def them(data: Person) -> str:
    """Give the pronoun of somebody who is asked or met: the second of those written, "she/her"."""
    written = [word.strip().lower() for word in (data.pronouns or "").split("/")]
    return written[1] if len(written) > 1 and written[1].isalpha() else "them"


# ── where to meet ───────────────────────────────────────────────────────────


def meetings(entry: Entry, site: Site) -> tuple[Happening, ...]:
    """Give the next date of each event at which somebody will be."""
    found: dict[str, Happening] = {}
    for item in agenda.upcoming(site):
        if not item.is_off and _part(entry, item):
            found.setdefault(item.entry.id, item)
    return tuple(found.values())


def _part(entry: Entry, item: Happening) -> str:
    """Say what somebody does at an event; empty where they are not named."""
    data, who = occurrence(item).data, Who(entry.id)
    for word, named in (("speaks", data.speakers), ("organizes", data.organizers), ("is", data.attending)):
        if who in named:
            return word
    return ""


def meeting_link(item: Happening, entry: Entry, site: Site, before: str = "") -> Link:
    """Link to where somebody can be met, until it is over."""
    on = day_month(day(local(item.starts, zone_of(item.entry, site))), site.today.year)
    part = _part(entry, item)
    title = f"{before}{item.title}, {on}" + (f" ({part})" if part != "is" and not before else "")
    return Link(title, agenda.address(item, site), turn=turn(title, (span(item, site)[1], ""), site=site))
