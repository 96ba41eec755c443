"""What a hub owes of its events and numbers: what it promised for afterwards, open calls, next values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from openhub.hub import agenda, cadence
from openhub.hub.duty import Duty, late_by, signed, standing
from openhub.hub.occurrences import Happening, occurrence
from openhub.hub.spans import span
from openhub.model import Entry
from openhub.site import Site
from openhub.words import count, listed, long_day

_GRACE = timedelta(days=7)
"""How long after an event what it owes is in time."""
_FRESH = timedelta(days=30)
"""How long after an event its author is reminded of notes that nobody promised."""
_INSTANT = timedelta(microseconds=1)


def owed(site: Site) -> Iterator[Duty]:
    """Tell, for each event, what its dates that are over lack: what it owes, else notes of the latest one."""
    for entry in site.of("event"):
        over = [item for item in agenda.expand(entry, site) if _is_over(item, site)]
        owing = [(item, things) for item in over if (things := _things(item))]
        if owing:
            yield _debt(entry, owing, site)
        elif over and _lacks_notes(over, site):
            yield Duty(
                what="event",
                standing="undated",
                ref=entry.ref,
                text=f"{_date_of(over[-1], site)}: over, and nothing of it is here; write 'after'",
                span=entry.span,
                owners=signed(entry.data.organizers or entry.data.authors, site),
            )


def _debt(entry: Entry, owing: list[tuple[Happening, tuple[str, ...]]], site: Site) -> Duty:
    oldest, things = owing[0]
    by = agenda.last_day(oldest, site) + _GRACE
    days = max((site.today - by).days, 0)
    more = f"; {count(len(owing) - 1, 'later date')} too" if len(owing) > 1 else ""
    owed = listed([f"the {thing}" for thing in things])
    return Duty(
        what="event",
        standing=standing(by, late=days > 0),
        ref=entry.ref,
        text=f"{_date_of(oldest, site)}: over, and owes {owed}{late_by(days)}{more}",
        span=entry.place("owes" if "owes" in entry.places else "occurrences"),
        by=by,
        days=days,
        owners=signed(entry.data.organizers or entry.data.authors, site),
    )


def _date_of(item: Happening, site: Site) -> str:
    return f"{item.title} on {long_day(site.day(item.starts))}"


def _is_over(item: Happening, site: Site) -> bool:
    return not item.is_off and span(item, site)[1] <= site.now


def _things(item: Happening) -> tuple[str, ...]:
    """Give what a date owes, as its page says it."""
    return tuple(occurrence(item).data.owes)


def _lacks_notes(over: list[Happening], site: Site) -> bool:
    """Tell whether notes of the latest date are missed: a series of which there never were any needs none."""
    last = over[-1]
    usual = len(over) == 1 or any(map(_has_notes, over))
    return usual and not _has_notes(last) and site.today <= agenda.last_day(last, site) + _FRESH


def _has_notes(item: Happening) -> bool:
    return bool(occurrence(item).data.after)


def calls(site: Site) -> Iterator[Duty]:
    """Tell until when talks can be proposed."""
    for entry in site.of("event"):
        closes = agenda.call_ends(entry, site) if entry.data.cfp else None
        if closes and closes > site.now and agenda.takes_place(entry, site):
            yield Duty(
                what="call",
                standing="coming",
                ref=entry.ref,
                text=f"{entry.title}: its call for talks closes on {long_day(site.day(closes - _INSTANT))}",
                span=entry.place("cfp"),
                by=closes - _INSTANT,
                owners=signed(entry.data.organizers or entry.data.authors, site),
            )


def metrics(site: Site) -> Iterator[Duty]:
    """Tell which metrics have a period that is over and not counted."""
    for entry in site.of("metric"):
        by, since = cadence.due(entry.data), cadence.countable(entry.data)
        if by and since and since <= site.today:
            late = cadence.days_late(entry, site)
            yield Duty(
                what="metric",
                standing=standing(by, late=late > 0),
                ref=entry.ref,
                text=f"{entry.title}: its next value is due by {long_day(by)}{late_by(late)}",
                span=entry.place("series" if "series" in entry.places else "data"),
                by=by,
                days=late,
                owners=(entry.data.owner.id,) if entry.data.owner else (),
            )
