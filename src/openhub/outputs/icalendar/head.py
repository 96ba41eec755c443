"""The head of a calendar: what it is called, where it and its page stand, and how often to look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Calendar as VCalendar
from icalendar.prop import vDuration, vUri

from openhub.outputs.icalendar import component
from openhub.site import Site
from openhub.urls import absolute

REFRESH = timedelta(hours=12)
END = b"END:VCALENDAR\r\n"


def head(
    title: str, about: str, *, page: str, address: str, changed: datetime | None, site: Site
) -> VCalendar:
    """Begin a calendar that last changed at an instant, if anybody knows."""
    made = VCalendar()
    made.add("prodid", "-//openhub//openhub//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        component.add_text(made, name, title)
    for name in ("description", "x-wr-caldesc"):
        component.add_text(made, name, about)
    made.add("url", vUri(absolute(page, site.config.base)))
    made.add("source", vUri(absolute(address, site.config.base)), parameters={"VALUE": "URI"})
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    if changed:
        made.add("last-modified", changed.astimezone(UTC))
    return made
