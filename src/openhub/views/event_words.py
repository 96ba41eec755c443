"""How an event is told in words: its day, its hours and their zone, its rule, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from openhub.hub import agenda
from openhub.hub.agenda import Happening
from openhub.kinds.event import Event, Location, mode
from openhub.model import Entry, When
from openhub.read.recurrence import as_rrule
from openhub.site import Site
from openhub.views.shapes import Chip, Line, Link
from openhub.when import zone_named
from openhub.words import MONTHS, WEEKDAYS, clock, day_month, listed, moment, zone_name

MODES = {"online": "online", "in_person": "in person", "hybrid": "in person and online"}
_ZONES = {
    ("GMT", 0): "Greenwich Mean Time",
    ("BST", 60): "British Summer Time",
    ("WET", 0): "Western European Time",
    ("WEST", 60): "Western European Summer Time",
    ("CET", 60): "Central European Time",
    ("CEST", 120): "Central European Summer Time",
    ("EET", 120): "Eastern European Time",
    ("EEST", 180): "Eastern European Summer Time",
    ("EST", -300): "Eastern Standard Time",
    ("EDT", -240): "Eastern Daylight Time",
    ("CST", -360): "Central Standard Time",
    ("CDT", -300): "Central Daylight Time",
    ("MST", -420): "Mountain Standard Time",
    ("MDT", -360): "Mountain Daylight Time",
    ("PST", -480): "Pacific Standard Time",
    ("PDT", -420): "Pacific Daylight Time",
    ("IST", 330): "India Standard Time",
    ("JST", 540): "Japan Standard Time",
}
_STATES = {
    "tentative": "Not settled yet",
    "postponed": "Postponed",
    "rescheduled": "Moved",
    "cancelled": "Cancelled",
    "moved_online": "Moved online",
}
_EVERY = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_NTH = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", -1: "Last"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBox:
    """The day of an event, in a box."""

    weekday: str
    number: str
    month: str
    iso: str
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventItem:
    """A date of an event in a list."""

    day: DayBox
    title: str
    address: str = ""
    chips: tuple[Chip, ...] = ()
    line: Line = ""
    after: tuple[Link, ...] = ()


# ── zones ───────────────────────────────────────────────────────────────────


def zone_of(entry: Entry, site: Site) -> ZoneInfo:
    """Give the zone in which the times of an event stand: its own, else the hub's."""
    return zone_named(entry.data.timezone) if entry.data.timezone else site.zone


def local(when: When, zone: ZoneInfo) -> When:
    """Write an instant in a zone; a calendar date never shifts."""
    return when.astimezone(zone) if isinstance(when, datetime) else when


def day(when: When) -> date:
    """Give the day of what is already local."""
    return when.date() if isinstance(when, datetime) else when


def zone_words(when: datetime) -> str:
    """Name the zone of an instant in full: "Central European Time (UTC+1)"."""
    minutes = round((when.utcoffset() or timedelta()).total_seconds() / 60)
    short = zone_name(when)
    if short.startswith("UTC"):
        return short
    return f"{_ZONES.get((short, minutes), short)} ({_offset(minutes)})"


def _offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    clock_like = f"{hours}:{rest:02}" if rest else f"{hours}"
    return f"UTC{'−' if minutes < 0 else '+'}{clock_like}" if minutes else "UTC"


# ── dates ───────────────────────────────────────────────────────────────────


def day_box(item: Happening, site: Site, *, large: bool = False) -> DayBox:
    """Show the day on which a date begins, in its own zone; struck where it is off."""
    begins = day(local(item.starts, zone_of(item.entry, site)))
    weekday, month = WEEKDAYS[begins.weekday()], MONTHS[begins.month - 1]
    year = f" {begins.year}" if begins.year != site.today.year else ""
    return DayBox(
        weekday=weekday if large else weekday[:3],
        number=str(begins.day),
        month=month + year if large else month[:3],
        iso=begins.isoformat(),
        struck=item.is_off,
    )


def hours(item: Happening, site: Site, *, full: bool = False) -> str:
    """Tell the hours with their zone, and the days where there are several."""
    zone = zone_of(item.entry, site)
    return _span(local(item.starts, zone), local(item.ends, zone), site.today.year, full=full)


def hub_hours(item: Happening, site: Site) -> str:
    """Tell the hours in the hub's zone, where they differ from those in the event's own."""
    begins = local(item.starts, zone_of(item.entry, site))
    here = local(item.starts, site.zone)
    if not isinstance(begins, datetime) or not isinstance(here, datetime):
        return ""
    if begins.utcoffset() == here.utcoffset():
        return ""
    shown = _span(here, local(item.ends, site.zone), site.today.year, full=True)
    other_day = here.date() != begins.date()
    return f"{WEEKDAYS[here.weekday()]} {day_month(here, begins.year)}, {shown}" if other_day else shown


def _span(begins: When, ends: When, year: int, *, full: bool) -> str:
    if isinstance(begins, datetime) and isinstance(ends, datetime):
        zone = zone_words(begins) if full else zone_name(begins)
        if begins.date() == ends.date() or ends - begins < timedelta(hours=12):
            return f"{clock(begins)}–{clock(ends)} {zone}"
        return f"{clock(begins)} {zone} to {moment(ends, year)}"
    first, last = day(begins), day(ends)
    if last <= first:
        return "All day"
    return f"{_weekday_of(first, last)} to {WEEKDAYS[last.weekday()]} {day_month(last, year)}, all day"


def _weekday_of(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{WEEKDAYS[first.weekday()]} {first.day}"
    return f"{WEEKDAYS[first.weekday()]} {day_month(first, last.year)}"


# ── series ──────────────────────────────────────────────────────────────────


def is_series(entry: Entry) -> bool:
    """Tell whether an event has more than one date."""
    return bool(entry.data.rule or entry.data.rdates)


def rule_words(data: Event) -> str:
    """Say a rule as people do, "Every Tuesday"; empty where that is not easy."""
    if not data.rule:
        return ""
    parts = dict(part.split("=", 1) for part in as_rrule(data.rule).split(";") if "=" in part)
    every, step = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    days = _days(parts.get("BYDAY", ""))
    if every not in _EVERY or parts.keys() - {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"}:
        return ""
    if days is None or (days and every not in {"WEEKLY", "MONTHLY"}):
        return ""
    return _sentence(every, int(step), days, data.starts)


def _sentence(every: str, step: int, days: list[tuple[int, str]], starts: When) -> str:
    unit = _EVERY[every]
    times = f"every {step} {unit}s" if step > 1 else f"every {unit}"
    if every == "WEEKLY":
        names = listed([name for _, name in days] or [WEEKDAYS[starts.weekday()]])
        return f"Every {names}" if step == 1 else f"{names}, {times}"
    if every == "MONTHLY" and days:
        names = listed([f"{_NTH[number]} {name}" if number else "" for number, name in days])
        return f"{names} of {times}" if all(number for number, _ in days) else ""
    return times.capitalize()


def _days(text: str) -> list[tuple[int, str]] | None:
    found = []
    for word in filter(None, text.split(",")):
        name = next((name for name in WEEKDAYS if name[:2].upper() == word[-2:]), None)
        number = int(word[:-2] or 0)
        if name is None or (number and number not in _NTH):
            return None
        found.append((number, name))
    return found


# ── where it stands ─────────────────────────────────────────────────────────


def occurrence(item: Happening) -> Entry:
    """Give the event as it is on a date that differs."""
    change, data = item.override, item.entry.data
    if change is None:
        return item.entry
    own = replace(
        data,
        state=item.state,
        location=change.location or data.location,
        online_url=change.online_url or data.online_url,
        speakers=change.speakers or data.speakers,
        state_reason=item.reason or None,
        state_on=change.state_on or data.state_on,
    )
    own = replace(own, summary=change.summary or data.summary)
    return replace(item.entry, title=item.title, summary=change.summary or item.entry.summary, data=own)


def place(location: Location | None) -> str:
    """Name a place in a few words."""
    return ", ".join(filter(None, (location.name, location.city))) if location else ""


def state_chips(item: Happening) -> Iterator[Chip]:
    """Say in a word that a date is not as it was planned."""
    if item.state in _STATES:
        yield _STATES[item.state], False


def said(item: Happening, site: Site) -> str:
    """Say in a line when and where, and why it is not as it was planned."""
    data: Event = occurrence(item).data
    how = mode(data)
    where = (
        place(data.location) if data.location and item.state != "moved_online" else MODES.get(how or "", "")
    )
    plan = ", ".join(filter(None, (hours(item, site), where)))
    if item.is_off:
        return item.reason or plan
    return f"{plan}. {item.reason}" if item.reason and not agenda.is_over(item, site) else plan
