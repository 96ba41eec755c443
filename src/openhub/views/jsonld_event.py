"""An event in the words of schema.org: Event, and EventSeries with its Schedule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Any

from openhub.hub import agenda
from openhub.hub.occurrences import Happening, occurrence, where_it_is
from openhub.hub.spans import span, wrote_end, zone_of
from openhub.kinds.event import OFF, Event, Location, Registration, is_series, mode
from openhub.model import Entry, When, Who
from openhub.site import Site
from openhub.urls import absolute
from openhub.views.event_time import local
from openhub.views.event_words import as_written
from openhub.views.jsonld_schedule import schedule
from openhub.views.parts import asset
from openhub.when import end_of, instant_of

_SO_MANY = 6
"""So many of the next dates of a series are told, beside all that differ."""
_WORDS = "https://schema.org/"
_STATUS = {
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled",
    "moved_online": "EventMovedOnline",
}
_MODES = {
    "online": "OnlineEventAttendanceMode",
    "in_person": "OfflineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
_FREE = frozenset({"free", "free of charge", "gratis", "none", "0"})
_SIGNS = {"€": "EUR", "£": "GBP"}
_PRICE = re.compile(
    r"(?P<before>[A-Z]{3}|[€£])?\s*(?P<amount>\d+(?:[.,]\d{1,2})?)\s*(?P<after>[A-Z]{3}|[€£])?"
)


def event(subject: Entry | Happening, site: Site) -> dict[str, Any]:
    """Tell an event, a series, or a date of a series that differs."""
    if isinstance(subject, Happening):
        return {**_one(subject, site), **_above(subject.entry, site)}
    if is_series(subject):
        return _series(subject, site)
    item = next(iter(agenda.expand(subject, site)), None)
    return _one(item or as_written(subject), site)


def _one(item: Happening, site: Site) -> dict[str, Any]:
    entry = occurrence(item)
    data: Event = entry.data
    told = {
        "@type": "Event",
        **_named(entry, agenda.address(item, site), site),
        "@id": _id(item, site),
        "startDate": _when(item.starts, entry, site),
        "endDate": _when(item.ends, entry, site) if wrote_end(item) else None,
        "previousStartDate": _previous(item, site),
        "eventStatus": _WORDS + _status(item),
        **_at_the_door(item, entry, site, stands=not item.is_off, over=span(item, site)[1]),
        **_people(data, site),
        "about": [{"@id": url} for url in _abouts(entry, site)],
    }
    return filled(told)


def _id(item: Happening, site: Site) -> str | None:
    """Name a date: by its page, and by its day and time as well where that is the page of a series."""
    url = _url(agenda.address(item, site), site)
    name = f"{item.planned:%Y-%m-%dT%H%M}" if isinstance(item.planned, datetime) else f"{item.planned}"
    return f"{url}#{name}" if url and is_series(item.entry) and not item.differs else url


def _at_the_door(
    item: Happening, entry: Entry, site: Site, *, stands: bool, over: datetime | None
) -> dict[str, Any]:
    """Tell where it is and how to get in; what does not take place leads nobody there.

    Nothing here depends on the day: what is over says until when it was offered.
    """
    data: Event = entry.data
    how, url = mode(data), _url(agenda.address(item, site), site)
    return {
        "eventAttendanceMode": _WORDS + _MODES[how] if how else None,
        "location": _only(_places(data, how, data.online_url if stands else None, url)),
        "offers": _offer(data.registration, zone_of(entry, site), over) if stands else None,
        "isAccessibleForFree": True if _is_free(data.registration) else None,
        "maximumAttendeeCapacity": data.registration.capacity if data.registration else None,
    }


def _named(entry: Entry, address: str, site: Site) -> dict[str, Any]:
    url = _url(address, site)
    picture = asset(entry, entry.data.image, site)
    return {
        "@id": url,
        "url": url,
        "name": entry.title,
        "description": entry.summary.text if entry.summary else entry.body.text[:300],
        "image": _url(picture, site) if picture else None,
        "inLanguage": entry.data.lang or site.config.language,
        "keywords": list(entry.data.tags),
    }


def _above(entry: Entry, site: Site) -> dict[str, Any]:
    url = _url(site.addresses[entry.ref], site)
    return {"superEvent": filled({"@type": "EventSeries", "@id": url, "url": url, "name": entry.title})}


def _series(entry: Entry, site: Site) -> dict[str, Any]:
    dates = list(agenda.expand(entry, site))
    coming = [item for item in dates if not agenda.is_past(item, site)]
    told = [item for item in dates if item.differs or item in coming[:_SO_MANY]]
    first = dates[0] if dates else as_written(entry)
    stands, over = agenda.takes_place(entry, site), agenda.over_at(entry, site)
    door = _at_the_door(first, where_it_is(entry), site, stands=stands, over=over)
    how = {**door, **_people(entry.data, site)}
    return filled(
        {
            "@type": "EventSeries",
            **_named(entry, site.addresses[entry.ref], site),
            "startDate": _when(first.starts, entry, site),
            "eventStatus": _WORDS + _series_status(entry, site),
            **how,
            "eventSchedule": schedule(entry, zone_of(entry, site)),
            "subEvent": [_one(item, site) for item in told],
        }
    )


def _series_status(entry: Entry, site: Site) -> str:
    """Give the state of a series; one of which no date is held is cancelled, whatever it says of itself."""
    off = entry.data.state not in OFF and not agenda.takes_place(entry, site)
    return "EventCancelled" if off else _STATUS.get(entry.data.state, "EventScheduled")


# ── when ────────────────────────────────────────────────────────────────────


def _when(when: When, entry: Entry, site: Site) -> str:
    """Write a day as it is, and an instant with the offset of the event's own zone."""
    return local(when, zone_of(entry, site)).isoformat()


def _status(item: Happening) -> str:
    moved = item.state == "confirmed" and _before(item)
    return "EventRescheduled" if moved else _STATUS.get(item.state, "EventScheduled")


def _before(item: Happening) -> When | None:
    if item.is_moved:
        return item.planned
    return None if is_series(item.entry) else next(iter(item.entry.data.previous_starts), None)


def _previous(item: Happening, site: Site) -> str | None:
    before = _before(item)
    return _when(before, item.entry, site) if before else None


# ── where, and how to get in ────────────────────────────────────────────────


def _places(data: Event, how: str | None, online: str | None, page: str | None) -> Iterator[dict[str, Any]]:
    if data.location and how in {"in_person", "hybrid"}:
        yield _place(data.location)
    if how in {"online", "hybrid"}:
        yield filled({"@type": "VirtualLocation", "url": online or page})


def _place(place: Location) -> dict[str, Any]:
    address = {
        "streetAddress": place.address,
        "addressLocality": place.city,
        "addressCountry": place.country,
    }
    geo = {"latitude": place.geo.lat, "longitude": place.geo.lon} if place.geo else {}
    return filled(
        {
            "@type": "Place",
            "name": place.name or place.city or place.address,
            "address": {"@type": "PostalAddress", **filled(address)} if any(address.values()) else None,
            "geo": {"@type": "GeoCoordinates", **geo} if geo else None,
            "url": place.url,
            "description": place.access,
        }
    )


def _is_free(how: Registration | None) -> bool:
    return bool(how and (how.price or "").strip().lower() in _FREE)


def _offer(how: Registration | None, zone: tzinfo, over: datetime | None) -> dict[str, Any] | None:
    if not (how and (how.url or how.price)):
        return None
    closes = min(filter(None, (end_of(how.closes, zone), over))) if how.closes else None
    opens = instant_of(how.opens, zone) if how.opens else None
    return filled(
        {
            "@type": "Offer",
            "url": how.url,
            **_price(how),
            "validFrom": _instant(opens, zone),
            "validThrough": _instant(closes, zone),
        }
    )


def _instant(when: datetime | None, zone: tzinfo) -> str | None:
    return when.astimezone(zone).isoformat() if when else None


def _price(how: Registration) -> dict[str, str]:
    """Give a price as a number and its currency; one that is not so simple is left in words."""
    if _is_free(how):
        return {"price": "0"}
    found = _PRICE.fullmatch((how.price or "").strip())
    currency = (found["before"] or found["after"]) if found else ""
    if not found or not currency:
        return {"description": how.price} if how.price else {}
    return {"price": found["amount"].replace(",", "."), "priceCurrency": _SIGNS.get(currency, currency)}


# ── who, and what ───────────────────────────────────────────────────────────


def _people(data: Event, site: Site) -> dict[str, Any]:
    hub = filled({"@type": "Organization", "name": site.config.title, "url": _url("/", site)})
    return {
        "organizer": _only(_person(who, site) for who in data.organizers) or hub,
        "performer": _only(_person(who, site) for who in data.speakers),
    }


def _person(who: Who, site: Site) -> dict[str, Any]:
    entry = site.person(who)
    url = _url(site.addresses[entry.ref], site) if entry else None
    return filled({"@type": "Person", "name": entry.title if entry else who.name, "url": url})


def _abouts(entry: Entry, site: Site) -> Iterator[str]:
    found = (site.get(ref) for ref in entry.data.about)
    urls = (_url(site.addresses[other.ref], site) for other in found if other is not None)
    yield from (url for url in urls if url)


def _url(address: str, site: Site) -> str | None:
    """Give a whole URL; none where nobody has said yet where the hub will stand."""
    return absolute(address, site.config.base) if site.config.url else None


def _only(things: Iterable[dict[str, Any]]) -> Any:
    """Give one thing by itself, several as a list."""
    found = list(things)
    return found[0] if len(found) == 1 else found


def filled(thing: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {key: value for key, value in thing.items() if value not in (None, "", [], {})}
