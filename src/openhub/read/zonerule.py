"""When the clocks of a time zone change: the rule at the end of its tzdata file, as recurrence rules.

The rule is a POSIX TZ string (RFC 9636, section 3.3.2), such as `CET-1CEST,M3.5.0,M10.5.0/3`.
"""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path

from dateutil.rrule import rrulestr

_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
# Days of each month of a year that is no leap year.
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAME = r"(<[^>]+>|[A-Za-z]+)"
_OFFSET = r"([+-]?\d{1,3}(?::\d{2}){0,2})"
_RULE = re.compile(rf"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?,([^,]+),([^,]+))?")
_CHANGE = re.compile(rf"M(\d+)\.(\d)\.(\d)(?:/{_OFFSET})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One of the two times of a zone: name and offset, the offset before, and when it begins each year."""

    name: str
    offset: timedelta
    before: timedelta
    begins: datetime
    rule: str = ""
    summer: bool = False


def clocks(zone: str) -> tuple[Clock, ...]:
    """Give the one or two times of an IANA zone, as they are nowadays."""
    return parse_rule(rule_text(zone))


@lru_cache(maxsize=64)
def rule_text(zone: str) -> str:
    """Find the rule of a zone: in the package tzdata, the same everywhere, else in the system's files."""
    parts = zone.split("/")
    places = [
        resources.files("tzdata").joinpath("zoneinfo", *parts),
        *(Path(path, *parts) for path in zoneinfo.TZPATH),
    ]
    data = next(place.read_bytes() for place in places if place.is_file())
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def parse_rule(text: str) -> tuple[Clock, ...]:
    """Read a rule; raises ValueError for one that is none."""
    match = _RULE.fullmatch(text)
    if match is None:
        raise ValueError(f"no rule of a time zone: '{text}'")
    standard = -_length(match[2])
    if match[3] is None:
        return (fixed(match[1].strip("<>"), standard),)
    other = -_length(match[4]) if match[4] else standard + timedelta(hours=1)
    return (
        _clock(match[1], standard, other, match[6]),
        _clock(match[3], other, standard, match[5]),
    )


def fixed(name: str, offset: timedelta) -> Clock:
    """Make the time of a zone whose clocks never change."""
    return Clock(name=name, offset=offset, before=offset, begins=datetime(1970, 1, 1))  # noqa: DTZ001 -- local


def _clock(name: str, offset: timedelta, before: timedelta, change: str) -> Clock:
    rule, at = _yearly(change)
    midnight = datetime(1970, 1, 1)  # noqa: DTZ001 -- local
    begins: datetime = rrulestr(rule, dtstart=midnight)[0] + at
    return Clock(
        name=name.strip("<>"), offset=offset, before=before, begins=begins, rule=rule, summer=offset > before
    )


def _yearly(change: str) -> tuple[str, timedelta]:
    """Turn `M10.5.0/3` into a rule and a time of day; hours beyond a day move the day, as in `M3.4.4/50`."""
    match = _CHANGE.fullmatch(change)
    if match is None:
        raise ValueError(f"no rule for a change of clocks: '{change}'")
    month, week, weekday = int(match[1]), int(match[2]), int(match[3])
    at = _length(match[4] or "2")
    shift, rest = at // timedelta(days=1), at % timedelta(days=1)
    if not shift:
        return f"FREQ=YEARLY;BYMONTH={month};BYDAY={-1 if week == 5 else week}{_DAYS[weekday]}", rest
    last = _LENGTHS[month - 1] if week == 5 else week * 7
    return f"FREQ=YEARLY;{_days(month, last + shift)};BYDAY={_DAYS[(weekday + shift) % 7]}", rest


def _days(month: int, last: int) -> str:
    """Name the seven days up to the day `last` of a month, which may lie beyond its ends."""
    week = range(last - 6, last + 1)
    if week[0] >= 1 and last <= _LENGTHS[month - 1]:
        return f"BYMONTH={month};BYMONTHDAY={','.join(map(str, week))}"
    # Counted from the end of the year, so that a leap day does not move them.
    before = sum(_LENGTHS[: month - 1]) - 366
    return f"BYYEARDAY={','.join(str(before + day) for day in week)}"


def _length(text: str) -> timedelta:
    hours, minutes, seconds = (int(part) for part in [*text.lstrip("+-").split(":"), "0", "0"][:3])
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if text.startswith("-") else length
