"""The view of one event, one series, or one date of a series that differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from openhub.hub import agenda, ledger
from openhub.hub.agenda import Happening
from openhub.hub.plan import Page
from openhub.kinds.event import Event, Registration, ends, mode
from openhub.model import Entry, When
from openhub.site import Site
from openhub.views import parts
from openhub.views.event_facts import facts, is_open
from openhub.views.event_words import (
    MODES,
    DayBox,
    EventItem,
    day,
    day_box,
    hours,
    hub_hours,
    is_series,
    local,
    occurrence,
    rule_words,
    state_chips,
    zone_of,
)
from openhub.views.months import month_address
from openhub.views.shapes import Item, Link, Verdict, View
from openhub.when import day_of, end_of, instant_of
from openhub.words import MONTHS, WEEKDAYS, count, day_month, listed, moment, month_name

_DATES = 6
_NEW = 6


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
        "answer": parts.answer(entry, site),
        **_standing(item, entry, site, whole=whole),
        **_dated(item, entry, site, whole=whole),
    }
    return View(
        address=page.address,
        template="event",
        title=entry.title,
        values=values,
        section=parts.list_crumb("event", site)[1],
        state=item.state,
        asof=whole or not agenda.is_over(item, site) or bool(entry.data.owes),
        crumbs=tuple(_crumbs(item, site)),
    )


def _standing(item: Happening, entry: Entry, site: Site, *, whole: bool) -> dict[str, Any]:
    over = agenda.is_over(item, site)
    ahead = not over and not item.is_off
    return {
        "verdict": None if whole and not entry.data.state_reason else _verdict(item, entry, site),
        "buttons": tuple(_buttons(entry, site)) if ahead else (),
        "new_since": tuple(_new_since(item, site)) if ahead else (),
        "after": tuple(_after(entry.data)),
        "after_line": _after_line(item, entry.data, site) if over and not item.is_off else "",
    }


def _dated(item: Happening, entry: Entry, site: Site, *, whole: bool) -> dict[str, Any]:
    newer, older = (None, None) if whole else _around(item, site)
    return {
        "day": day_box(item, site, large=True),
        "when": tuple(_when(item, entry, site, whole=whole)),
        "dates": tuple(_dates(entry, site)) if whole else (),
        "dates_line": _dates_line(entry, site) if whole else "",
        "newer": newer,
        "older": older,
    }


def _shown(entry: Entry, site: Site) -> Happening:
    """Give the date that stands for an event: its next that takes place, else its last."""
    dates = list(agenda.expand(entry, site))
    coming = [item for item in dates if not agenda.is_over(item, site)]
    held = [item for item in coming if not item.is_off] or coming
    return held[0] if held else dates[-1] if dates else _planned(entry)


def _planned(entry: Entry) -> Happening:
    """Give the start as written; a series whose every date is left out has no other."""
    data: Event = entry.data
    return Happening(
        entry=entry,
        planned=data.starts,
        starts=data.starts,
        ends=ends(data),
        title=entry.title,
        state=data.state,
        reason=data.state_reason or "",
    )


def _crumbs(item: Happening, site: Site) -> Iterator[tuple[str, str]]:
    yield parts.list_crumb("event", site)
    begins = day_of(item.starts, site.zone)
    if item.entry.data.visibility == "public":
        yield month_name(begins), month_address(begins.year, begins.month, site)


# ── when, and whether ───────────────────────────────────────────────────────


def _when(item: Happening, entry: Entry, site: Site, *, whole: bool) -> Iterator[str]:
    how = "online" if item.state == "moved_online" else MODES.get(mode(entry.data) or "", "")
    rule = rule_words(entry.data) if whole else ""
    yield ", ".join(filter(None, (rule, hours(item, site, full=True), how)))
    if here := hub_hours(item, site):
        yield f"That is {here}."


def _verdict(item: Happening, entry: Entry, site: Site) -> Verdict | None:
    reason, data, year = item.reason, entry.data, site.today.year
    on = f" on {day_month(data.state_on, year)}" if data.state_on else ""
    zone = zone_of(entry, site)
    before = [item.planned] if item.planned != item.starts else list(data.previous_starts)
    first = moment(local(before[0], zone), year) if before else ""
    if item.state == "cancelled":
        return Verdict(side="bad", headline=f"Cancelled{on}", line=reason)
    if item.state == "postponed":
        planned = f" It was first planned for {first}." if first else ""
        return Verdict(side="bad", headline=f"Postponed{on}", line=f"{reason}{planned}".strip())
    if item.state == "moved_online":
        return Verdict(side="", headline=f"Moved online{on}", line=reason)
    if item.state == "tentative":
        line = reason or "Wait for our word before you book a train."
        return Verdict(side="", headline="Not settled yet", line=line)
    if item.state == "rescheduled" or first:
        return Verdict(side="", headline=f"Moved from {first}" if first else f"Moved{on}", line=reason)
    return None


def _buttons(entry: Entry, site: Site) -> Iterator[Link]:
    data: Event = entry.data
    yield Link("Subscribe to the calendar", "/events.ics")
    if data.registration and data.registration.url and is_open(data.registration, site):
        yield Link(f"Register{_terms(data.registration)}", data.registration.url)
    if data.online_url:
        yield Link("Join online", data.online_url)


def _terms(how: Registration) -> str:
    terms = ", ".join(filter(None, (how.price, count(how.capacity, "place") if how.capacity else "")))
    return f" ({terms})" if terms else ""


# ── around it ───────────────────────────────────────────────────────────────


def _before(item: Happening, site: Site) -> Happening | None:
    """Find when we last met: the date before in a series, else the event that this one follows."""
    entries = [item.entry, *_followed(item.entry, site)]
    found = [one for entry in entries for one in agenda.expand(entry, site)]
    start = instant_of(item.starts, site.zone)
    met = [one for one in found if not one.is_off and instant_of(one.starts, site.zone) < start]
    return max(met, key=lambda one: instant_of(one.starts, site.zone), default=None)


def _followed(entry: Entry, site: Site) -> Iterator[Entry]:
    found = (site.get(ref) for ref in entry.data.follows)
    yield from (other for other in found if other is not None and other.kind == "event")


def _new_since(item: Happening, site: Site) -> Iterator[Item]:
    last = _before(item, site)
    if last is None or not agenda.is_over(last, site):
        return
    since = day_of(last.ends, site.zone)
    released = [one for one in site.of("release") if one.date and site.day(one.date) >= since]
    fresh = [one for one in released if one.data.version != "unreleased"]
    told = [one for one in ledger.still_open(site) if one.date and site.day(one.date) >= since]
    found = ledger.newest_first((*fresh, *told), site)
    yield from (parts.item(one, site) for one in found[:_NEW])


def _around(item: Happening, site: Site) -> tuple[Link | None, Link | None]:
    """Give the dates after and before: of its own series, else among the single events."""
    public = site.of("event")
    entries = [item.entry] if is_series(item.entry) else [entry for entry in public if not is_series(entry)]
    dates = [one for entry in entries if entry in public for one in agenda.expand(entry, site)]
    found = sorted(dates, key=lambda one: (instant_of(one.starts, site.zone), one.entry.id))
    if item not in found:
        return None, None
    place = found.index(item)
    after = found[place + 1] if place + 1 < len(found) else None
    before = found[place - 1] if place else None
    return _link(after, site), _link(before, site)


def _link(item: Happening | None, site: Site) -> Link | None:
    if item is None:
        return None
    begins = day(local(item.starts, zone_of(item.entry, site)))
    return Link(item.title, agenda.address(item, site), f", {day_month(begins, site.today.year)}")


# ── the dates of a series ───────────────────────────────────────────────────


def _dates(entry: Entry, site: Site) -> Iterable[EventItem]:
    coming = [item for item in agenda.expand(entry, site) if not agenda.is_over(item, site)]
    dates = [(instant_of(item.starts, site.zone), _date(item, site)) for item in coming]
    skipped = [when for when in agenda.not_held(entry, site) if instant_of(when, site.zone) >= site.now]
    dates += [(instant_of(when, site.zone), _left_out(entry, when, site)) for when in skipped]
    return [shown for _, shown in sorted(dates, key=lambda pair: pair[0])][:_DATES]


def _date(item: Happening, site: Site) -> EventItem:
    """Show a date under its series: its day, since the title is the same each time."""
    begins = day(local(item.starts, zone_of(item.entry, site)))
    return EventItem(
        day=day_box(item, site),
        title=item.title if item.title != item.entry.title else _day_words(begins, site),
        address=agenda.address(item, site) if item.differs else "",
        chips=tuple(state_chips(item)),
        line=". ".join(filter(None, (hours(item, site), item.reason if item.differs else ""))),
    )


def _day_words(begins: date, site: Site) -> str:
    return f"{WEEKDAYS[begins.weekday()]} {day_month(begins, site.today.year)}"


def _left_out(entry: Entry, when: When, site: Site) -> EventItem:
    begins = day(local(when, zone_of(entry, site)))
    name, month = WEEKDAYS[begins.weekday()][:3], MONTHS[begins.month - 1][:3]
    box = DayBox(weekday=name, number=str(begins.day), month=month, iso=begins.isoformat(), struck=True)
    return EventItem(day=box, title=_day_words(begins, site), chips=(("Not held", False),))


def _dates_line(entry: Entry, site: Site) -> str:
    past = [item for item in agenda.expand(entry, site) if agenda.is_over(item, site)]
    skipped = [when for when in agenda.not_held(entry, site) if end_of(when, site.zone) <= site.now]
    held = sum(not item.is_off for item in past)
    rule = rule_words(entry.data)
    kept = f"Held on {held} of {count(len(past) + len(skipped), 'date')} so far." if past else ""
    return " ".join(filter(None, (f"{rule}." if rule else "", kept)))


# ── afterwards ──────────────────────────────────────────────────────────────


def _after(data: Event) -> Iterator[Link]:
    if data.after:
        found = (("Notes", data.after.notes), ("Recording", data.after.recording))
        more = (("Slides", data.after.slides), ("Photographs", data.after.photos))
        yield from (Link(word, link) for word, link in (*found, *more) if link)


def _after_line(item: Happening, data: Event, site: Site) -> str:
    came = data.after.attendance if data.after else None
    said_came = f"{count(came, 'person', 'people')} came." if came is not None else ""
    days = (site.today - day_of(item.ends, site.zone)).days
    owed = f"We still owe you {listed([f'the {what}' for what in data.owes])}" if data.owes else ""
    since = f", {count(days, 'day')} later." if owed and days else "." if owed else ""
    return f"{said_came} {owed}{since}".strip()
