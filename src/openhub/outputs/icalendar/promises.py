"""`/follow-up.ics`: the days by which we promised something that is not done yet, each a whole day.

What is kept or dropped leaves the calendar: a program that follows it takes it away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from icalendar import Component
from icalendar import Event as VEvent
from icalendar.prop import vUri

from openhub.hub import calendars, followups, memory, promised
from openhub.hub.followups import Promise
from openhub.model import Output
from openhub.outputs.icalendar import component, zones
from openhub.outputs.icalendar.head import END, head
from openhub.site import Site
from openhub.urls import absolute
from openhub.views import parts, promises

_SOME_YEAR = 2026


def outputs(site: Site) -> Iterator[Output]:
    """Give the calendar of promises, where there ever was one."""
    if followups.has_promises(site):
        yield Output(path=calendars.FOLLOW_UP.lstrip("/"), content=write(site))


def write(site: Site) -> bytes:
    """Write the calendar; one without a promise holds the hub's time zone, for it must hold something."""
    hub = site.config.title
    due = [promise for promise in followups.promises(site) if promise.is_pending and promise.action.due]
    changes = [changed for promise in due if (changed := promised.changed(promise, site))]
    made = head(
        f"{hub}: promises" if hub else "Promises",
        "The days by which we mean to have done what we promised.",
        page="/follow-up/",
        address=calendars.FOLLOW_UP,
        changed=max(changes, default=None),
        site=site,
    )
    body = [_event(promise, site).to_ical() for promise in due]
    if not body:
        body = [zones.text(site.config.timezone, site.zone, _SOME_YEAR)]
    return b"".join([made.to_ical().removesuffix(END), *body, END])


def _event(promise: Promise, site: Site) -> Component:
    made, action = VEvent(), promise.action
    if action.due is None:
        raise ValueError(promise.name)
    host = site.config.feed_authority.partition(",")[0]
    component.add_text(made, "uid", f"post-{promise.entry.id}/{promised.key(promise)}@{host}")
    changed = promised.changed(promise, site)
    made.add("dtstamp", (changed or memory.beginning(site)).astimezone(UTC))
    if changed:
        made.add("last-modified", changed.astimezone(UTC))
    made.add("dtstart", action.due)
    made.add("dtend", action.due + timedelta(days=1))
    made.add("status", "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    made.add("sequence", len(action.moved))
    component.add_text(made, "summary", f"Promised: {action.text.text}")
    component.add_text(made, "description", "\n\n".join(_facts(promise, site)))
    made.add("url", vUri(_address(promise, site)))
    return made


def _address(promise: Promise, site: Site) -> str:
    place = f"{site.addresses[promise.entry.ref]}#Promise-{promise.name}"
    return absolute(place, site.config.base)


def _facts(promise: Promise, site: Site) -> Iterator[str]:
    yield f"Promised in “{promise.entry.title}”."
    if moves := promises.moves(promise, None):
        yield f"{'. '.join(moves)}."
    if promise.action.owner:
        yield f"Ask {parts.ref_link(promise.action.owner, site).title}."
    yield _address(promise, site)
