"""The time of an event in words: its day, its hours, and the zone that they are in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from openhub.hub.occurrences import Happening, occurrence
from openhub.hub.spans import wrote_end, zone_of
from openhub.kinds.event import mode
from openhub.model import When
from openhub.site import Site
from openhub.words import MONTHS, WEEKDAYS, clock, day_month, moment, offset, zone_name


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBox:
    """The day of an event, in a box."""

    weekday: str
    number: str
    month: str
    iso: str
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When an event begins and ends, in pieces: two of them are times that machines read too."""

    begins: str
    begins_iso: str
    joiner: str = ""
    ends: str = ""
    ends_iso: str = ""
    zone: str = ""

    def __str__(self) -> str:
        return f"{self.begins}{self.joiner}{self.ends}{self.zone}"


def local(when: When, zone: tzinfo) -> When:
    """Write an instant in a zone; a calendar date never shifts."""
    return when.astimezone(UTC).astimezone(zone) if isinstance(when, datetime) else when


def day(when: When) -> date:
    """Give the day of what is already local."""
    return when.date() if isinstance(when, datetime) else when


def first_day(item: Happening, site: Site) -> date:
    """Give the day on which a date begins, in its own zone."""
    return day(local(item.starts, zone_of(item.entry, site)))


# ── zones ───────────────────────────────────────────────────────────────────


def zone_words(when: datetime, zone: tzinfo) -> str:
    """Name a zone by its place, its letters and its offset on that day: "Prague time (CET, UTC+1)"."""
    letters = zone_name(when)
    told = ", ".join([*([] if letters.startswith("UTC") else [letters]), offset(when)])
    return f"{place} time ({told})" if (place := _place(zone)) else told if told == "UTC" else f"{told} time"


def _place(zone: tzinfo) -> str:
    if not isinstance(zone, ZoneInfo):
        return ""
    area, _, place = zone.key.rpartition("/")
    return place.replace("_", " ") if area and not area.startswith("Etc") else ""


# ── days and hours ──────────────────────────────────────────────────────────


def box_of(begins: date, *, struck: bool = False) -> DayBox:
    """Show a day in a list, in short."""
    return DayBox(
        weekday=WEEKDAYS[begins.weekday()][:3],
        number=str(begins.day),
        month=MONTHS[begins.month - 1][:3],
        iso=begins.isoformat(),
        struck=struck,
    )


def day_box(item: Happening, site: Site, *, large: bool = False) -> DayBox:
    """Show the day on which a date begins, in its own zone; a large one has the year."""
    begins = first_day(item, site)
    if not large:
        return box_of(begins, struck=item.is_off)
    return DayBox(
        weekday=WEEKDAYS[begins.weekday()],
        number=str(begins.day),
        month=f"{MONTHS[begins.month - 1]} {begins.year}",
        iso=begins.isoformat(),
        struck=item.is_off,
    )


def hours(item: Happening, site: Site, year: int | None = None, *, full: bool = False) -> Hours:
    """Tell the hours with their zone, and the days where there are several; `year` is not worth telling."""
    zone = zone_of(item.entry, site)
    return _hours(local(item.starts, zone), local(item.ends, zone), zone, item, year, full=full)


def hub_hours(item: Happening, site: Site) -> str:
    """Tell the hours in the hub's zone, where they differ from the event's own and one need not be there."""
    begins = local(item.starts, zone_of(item.entry, site))
    here, finish = local(item.starts, site.zone), local(item.ends, site.zone)
    if not isinstance(begins, datetime) or not isinstance(here, datetime):
        return ""
    if begins.utcoffset() == here.utcoffset() or not is_remote(item):
        return ""
    shown = str(_hours(here, finish, site.zone, item, None, full=True))
    return f"{WEEKDAYS[here.weekday()]} {day_month(here)}, {shown}" if here.date() != begins.date() else shown


def is_remote(item: Happening) -> bool:
    """Tell whether one can take part from elsewhere, so that one's own time matters."""
    return mode(occurrence(item).data) != "in_person"


def _hours(begins: When, ends: When, zone: tzinfo, item: Happening, year: int | None, *, full: bool) -> Hours:
    if isinstance(begins, datetime) and isinstance(ends, datetime):
        return _timed(begins, ends if wrote_end(item) else None, zone, year, full=full)
    return _whole_days(day(begins), day(ends), year)


def _timed(begins: datetime, ends: datetime | None, zone: tzinfo, year: int | None, *, full: bool) -> Hours:
    named = f" {zone_words(begins, zone) if full else zone_name(begins)}"
    if ends is None or ends.astimezone(UTC) <= begins.astimezone(UTC):
        return Hours(begins=clock(begins), begins_iso=_iso(begins), zone=named)
    short = begins.date() == ends.date() or ends - begins < timedelta(hours=12)
    if short and begins.utcoffset() != ends.utcoffset():
        return _over_a_change(begins, ends, zone, full=full)
    return Hours(
        begins=clock(begins) if short else f"{clock(begins)}{named}",
        begins_iso=_iso(begins),
        joiner="–" if short else " to ",
        ends=clock(ends) if short else moment(ends, year),
        ends_iso=_iso(ends),
        zone=named if short else "",
    )


def _over_a_change(begins: datetime, ends: datetime, zone: tzinfo, *, full: bool) -> Hours:
    """Tell both zones where clocks change in between: the hours alone would say another length."""
    return Hours(
        begins=f"{clock(begins)} {zone_name(begins)}",
        begins_iso=_iso(begins),
        joiner=" to ",
        ends=clock(ends),
        ends_iso=_iso(ends),
        zone=f" {zone_words(ends, zone) if full else zone_name(ends)}",
    )


def _whole_days(first: date, last: date, year: int | None) -> Hours:
    if last <= first:
        return Hours(begins="All day", begins_iso=first.isoformat())
    return Hours(
        begins=_weekday_of(first, last),
        begins_iso=first.isoformat(),
        joiner=" to ",
        ends=f"{WEEKDAYS[last.weekday()]} {day_month(last, year)}",
        ends_iso=last.isoformat(),
        zone=", all day",
    )


def _weekday_of(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{WEEKDAYS[first.weekday()]} {first.day}"
    return f"{WEEKDAYS[first.weekday()]} {day_month(first, last.year)}"


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="minutes")
