"""The view of one event, one series, or one date of a series that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from openhub.hub import agenda, calendars, occurrences
from openhub.hub.occurrences import Happening, occurrence, where_it_is
from openhub.hub.plan import Page
from openhub.hub.spans import span, zone_of
from openhub.kinds.event import is_series, mode
from openhub.model import Entry
from openhub.site import Site
from openhub.views import parts, turns
from openhub.views.answers import answer
from openhub.views.event_around import neighbours, new_since, not_out
from openhub.views.event_facts import facts, is_offered, join, register, until_over
from openhub.views.event_rule import rule_words
from openhub.views.event_series import dates_line, earlier_dates, exceptions, left, next_dates
from openhub.views.event_time import Hours, day_box, hours, hub_hours, local
from openhub.views.event_words import (
    MODES,
    as_written,
    has_own_page,
    has_yours,
    now_chips,
    place,
    state_chips,
)
from openhub.views.months import month_address
from openhub.views.shapes import Chip, Link, Turn, Verdict, View
from openhub.when import day_of
from openhub.words import count, listed, long_day, moment, month_name


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When and where an event is, around its hours, and whether the reader's own time matters."""

    hours: Hours
    before: str = ""
    how: str = ""
    place: str = ""
    yours: bool = False


def event(page: Page, site: Site) -> View:
    """Show an event; its subject is the entry, or a date of it that differs."""
    given = page.subject
    item = given if isinstance(given, Happening) else _shown(given, site)
    entry = occurrence(item) if isinstance(given, Happening) else item.entry
    whole = is_series(entry) and not isinstance(given, Happening)
    values = {
        "entry": entry,
        "differs": parts.link_to(item.entry, site) if isinstance(given, Happening) else None,
        "image": parts.picture(entry, site),
        "corrections": parts.corrections(entry, site),
        "facts": tuple(facts(item, entry, site)),
        "answer": answer(entry, site, page.address),
        **_standing(item, entry, site, whole=whole),
        **_around(item, entry, site),
        **_dates(item, entry, site, whole=whole),
    }
    return View(
        address=page.address,
        template="event",
        title=entry.title,
        values=values,
        section=parts.list_crumb("event", site)[1],
        state=item.state,
        asof=whole,
        crumbs=tuple(_crumbs(item, site)),
    )


def _standing(item: Happening, entry: Entry, site: Site, *, whole: bool) -> dict[str, Any]:
    came = entry.data.after.attendance if entry.data.after else None
    return {
        "day": day_box(item, site, large=True),
        "when": _when(item, entry, site, whole=whole),
        "hub_hours": hub_hours(item, site),
        "chips": tuple(_chips(item, site, whole=whole)),
        "verdict": None if whole and not entry.data.state_reason else _verdict(item, entry, site),
        "buttons": tuple(_buttons(item, entry, site, whole=whole)),
        "after": tuple(left(entry.data.after)),
        "came": f"{count(came, 'person', 'people')} came." if came is not None else "",
        "owed": _owed(item, entry, site),
    }


def _around(item: Happening, entry: Entry, site: Site) -> dict[str, Any]:
    words = ("New since we last met", "What was new since the time before")
    fresh, more = ((), None) if item.is_off else new_since(item, site)
    over, own = span(item, site)[1], has_own_page(item, entry)
    heading = turns.turn(words[0], (over, words[1]), site=site, own=own) if fresh else ""
    return {
        "new_since": fresh,
        "new_more": more,
        "new_heading": heading,
        "not_out": tuple(not_out(item, site)),
    }


def _dates(item: Happening, entry: Entry, site: Site, *, whole: bool) -> dict[str, Any]:
    newer, older = (None, None) if whole else neighbours(item, site)
    return {
        "dates": next_dates(entry, site) if whole else (),
        "earlier": earlier_dates(entry, site) if whole else (),
        "exceptions": tuple(exceptions(entry, site)) if whole else (),
        "dates_line": dates_line(entry, site) if whole else "",
        "newer": newer,
        "older": older,
    }


def _shown(entry: Entry, site: Site) -> Happening:
    """Give the date that stands for an event: the next of a series that takes place, else its last.

    A series of which every date is left out is off as a whole.
    """
    dates = list(agenda.expand(entry, site))
    coming = [item for item in dates if not agenda.is_past(item, site)]
    held = [item for item in coming if not item.is_off] or coming
    none = (
        replace(as_written(entry), state="cancelled") if agenda.not_held(entry, site) else as_written(entry)
    )
    shown = held[0] if held else dates[-1] if dates else none
    return replace(shown, entry=where_it_is(entry))


def _crumbs(item: Happening, site: Site) -> Iterator[tuple[str, str]]:
    yield parts.list_crumb("event", site)
    begins = day_of(item.starts, site.zone)
    if item.entry.data.visibility == "public":
        yield month_name(begins), month_address(begins.year, begins.month, site)


# ── when, and whether ───────────────────────────────────────────────────────


def _when(item: Happening, entry: Entry, site: Site, *, whole: bool) -> When:
    how = "online" if item.state == "moved_online" else MODES.get(mode(entry.data) or "", "")
    rule = rule_words(entry.data) if whole else ""
    told = hours(occurrences.usual(item) if rule else item, site, full=True)
    return When(
        hours=told,
        before=f"{rule}, " if rule else "",
        how=how,
        place=place(entry.data.location) if how != "online" else "",
        yours=has_yours(item),
    )


def _chips(item: Happening, site: Site, *, whole: bool) -> Iterator[Chip]:
    yield from state_chips(item)
    if whole and agenda.is_past(item, site):
        yield "It is over", False
    yield from now_chips(item, site, ("", "") if whole else ("Coming", "It is over"), own=not whole)


def _verdict(item: Happening, entry: Entry, site: Site) -> Verdict | None:
    reason, data = item.reason, entry.data
    on = f" on {long_day(data.state_on)}" if data.state_on else ""
    zone = zone_of(entry, site)
    before = [item.planned] if item.is_moved else list(data.previous_starts)
    plans = [moment(local(when, zone)) for when in (*before, item.starts)]
    if item.state == "cancelled":
        return Verdict(side="bad", headline=f"Cancelled{on}", line=reason)
    if item.state == "postponed":
        planned = f" It was first planned for {', then for '.join(plans)}." if before else ""
        return Verdict(side="bad", headline=f"Postponed{on}", line=f"{reason}{planned}".strip())
    if item.state == "moved_online":
        return Verdict(side="", headline=f"Moved online{on}", line=reason)
    if item.state == "tentative":
        line = reason or "Wait for our word before you book a train."
        return Verdict(side="", headline="Not settled yet", line=line)
    if item.state == "rescheduled" or before:
        return Verdict(side="", headline=_moved(plans) or f"Moved{on}", line=reason)
    return None


def _moved(plans: list[str]) -> str:
    """Say from when to when an event was moved, by way of all plans before."""
    return f"Moved from {', then from '.join(plans[:-1])} to {plans[-1]}" if len(plans) > 1 else ""


def _buttons(item: Happening, entry: Entry, site: Site, *, whole: bool) -> Iterator[Link]:
    """Link to what one can do until an event is over; nothing where it does not take place."""
    if not is_offered(item, entry, site) or (whole and agenda.is_past(item, site)):
        return
    found = tuple(_calendars(item.entry, site))
    yield from (link if whole else until_over(link, item, entry, site) for link in found)
    if entry.data.registration:
        yield from register(item, entry, site)
    yield from join("Join online", item, entry, site)


def _calendars(entry: Entry, site: Site) -> Iterator[Link]:
    own = calendars.calendar_of(entry, site)
    if own:
        words = "Subscribe to these dates" if is_series(entry) else "Add to your calendar"
        yield Link(words, own.address)


def _owed(item: Happening, entry: Entry, site: Site) -> Turn | None:
    """Say on top, once an event is over, what we still owe."""
    if not entry.data.owes or item.is_off:
        return None
    things = listed([f"the {what}" for what in entry.data.owes])
    own = has_own_page(item, entry)
    return turns.turn("", (span(item, site)[1], f"We still owe you {things}."), site=site, own=own)
