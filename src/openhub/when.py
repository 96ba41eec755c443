"""Dates, instants, periods and durations: how they are read, compared and counted."""

from __future__ import annotations

import re
import zoneinfo
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from openhub.model import When

# The zones are those of the package tzdata on every machine: a system's own may be years behind.
zoneinfo.reset_tzpath(to=())

_INSTANT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ]+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_YEARS = range(1000, 9000)
_LONGEST = timedelta(days=365_000)
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-W(?P<week>\d{2})|-(?P<month>\d{2}))?")
_AMOUNT = re.compile(r"(\d+)\s*(months?|minutes?|mins?|weeks?|hours?|years?|days?|mo|[wdhmy])(?![a-z])\s*")
_ISO_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)


def parse_when(text: str, zone: ZoneInfo) -> When:
    """Read a calendar date, or an instant; an instant that names no zone is one of `zone`.

    Raises ValueError where `text` is neither.
    """
    match = _INSTANT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    day = _in_reach(date.fromisoformat(match["day"]))
    if match["clock"] is None:
        return day
    clock = time.fromisoformat(
        match["clock"].rjust(5, "0") if len(match["clock"]) < 6 else match["clock"].rjust(8, "0")
    )
    return datetime.combine(day, clock, _offset(match["zone"], zone))


def _in_reach(day: date) -> date:
    """Give the day back; one so far away that zones and durations lead out of the calendar is a slip."""
    if day.year not in _YEARS:
        raise ValueError(day)
    return day


def _offset(text: str | None, zone: ZoneInfo) -> tzinfo:
    if text is None:
        return zone
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    return datetime.strptime(f"{text[0]}{digits}", "%z").tzinfo or UTC


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    """Find an IANA time zone; raises ValueError for an unknown one."""
    if name not in _zone_names():
        raise ValueError(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(name) from fault


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    """Name the zones that mean the same on every machine, with UTC where a machine has none at all."""
    names = available_timezones() - {"localtime", "posixrules", "Factory"}
    return frozenset(name for name in names if not name.startswith(("posix/", "right/"))) | {"UTC"}


def day_of(when: When, zone: tzinfo) -> date:
    """Give the calendar day of `when` in `zone`; a calendar date never shifts."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def instant_of(when: When, zone: tzinfo) -> datetime:
    """Give the first instant of `when`: a calendar date begins at 00:00 in `zone`."""
    return when if isinstance(when, datetime) else datetime.combine(when, time(), zone)


def real(when: When) -> When:
    """Give an instant as the clocks of its zone show it: a time that they skip is one after the gap."""
    return when.astimezone(UTC).astimezone(when.tzinfo) if isinstance(when, datetime) else when


def is_before(when: When, other: When) -> bool:
    """Compare two times by the instant, and by the day where one of them is a day that counts whole."""
    if isinstance(when, datetime) and isinstance(other, datetime):
        return when.astimezone(UTC) < other.astimezone(UTC)
    days = (one.date() if isinstance(one, datetime) else one for one in (when, other))
    return next(days) < next(days)


def end_of(when: When, zone: tzinfo) -> datetime:
    """Give the instant at which `when` is over: a calendar date ends with its day in `zone`."""
    return when if isinstance(when, datetime) else datetime.combine(when + timedelta(days=1), time(), zone)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole days that a value of a series stands for, both ends included."""

    first: date
    last: date
    text: str

    @property
    def middle(self) -> date:
        """The day in its middle, where a chart puts the value."""
        return self.first + (self.last - self.first) / 2


def parse_period(text: str) -> Period:
    """Read `2026`, `2026-Q3`, `2026-09`, `2026-W07` (ISO 8601 week) or `2026-09-30`.

    Raises ValueError for anything else.
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = _in_reach(date.fromisoformat(text))
        return Period(day, day, text)
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year = _in_reach(date(int(match["year"]), 1, 1)).year
    if match["week"]:
        first = date.fromisocalendar(year, int(match["week"]), 1)
        return Period(first, first + timedelta(days=6), text)
    start, months = _months(match)
    end = start + months - 1
    return Period(date(year, start, 1), date(year, end, monthrange(year, end)[1]), text)


def _months(match: re.Match[str]) -> tuple[int, int]:
    if match["quarter"]:
        return int(match["quarter"]) * 3 - 2, 3
    if match["month"]:
        return int(match["month"]), 1
    return 1, 12


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: whole months and a rest, of which `days` days are such of the calendar.

    Such a day has 23 or 25 hours when clocks change; what was written in hours or minutes is exact.
    """

    months: int = 0
    rest: timedelta = timedelta()
    days: int = 0

    @property
    def exact(self) -> timedelta:
        """What was written in hours and minutes."""
        return self.rest - timedelta(days=self.days)

    def before(self, day: date) -> date:
        """Give the day that lies this long before `day`."""
        return self._moved(day, -1)

    def after(self, day: date) -> date:
        """Give the day that lies this long after `day`."""
        return self._moved(day, 1)

    def _moved(self, day: date, sign: int) -> date:
        count = day.year * 12 + day.month - 1 + sign * self.months
        year, month = divmod(count, 12)
        try:
            clipped = min(day.day, monthrange(year, month + 1)[1])
            return date(year, month + 1, clipped) + sign * self.rest
        except (ValueError, OverflowError):
            return date.max if sign > 0 else date.min


_UNITS = {
    "y": Duration(12),
    "mo": Duration(1),
    "w": Duration(0, timedelta(weeks=1), 7),
    "d": Duration(0, timedelta(days=1), 1),
    "h": Duration(0, timedelta(hours=1)),
    "m": Duration(0, timedelta(minutes=1)),
}


def parse_duration(text: str) -> Duration:
    """Read `90m`, `1h 30m`, `2 days`, `6 months` or an ISO 8601 duration such as `PT1H30M`.

    Raises ValueError for anything else.
    """
    text = text.strip()
    if text.startswith("P") and len(text) > 2 and (iso := _ISO_DURATION.fullmatch(text)):
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        days += 7 * weeks
        return _length(years * 12 + months, days, hours * 3_600 + minutes * 60 + seconds)
    amounts = _AMOUNT.findall(text.lower())
    if not amounts or _AMOUNT.sub("", text.lower()):
        raise ValueError(text)
    months, days, seconds = 0, 0, 0
    for amount, word in amounts:
        unit = _UNITS[word[:2] if word.startswith("mo") else word[0]]
        months += int(amount) * unit.months
        days += int(amount) * unit.days
        seconds += int(amount) * int(unit.exact.total_seconds())
    return _length(months, days, seconds)


def _length(months: int, days: int, seconds: int) -> Duration:
    if (months * 30 + days) * 86_400 + seconds > _LONGEST.total_seconds():
        raise ValueError(seconds)
    return Duration(months, timedelta(days=days, seconds=seconds), days)
