"""When the clocks of a time zone change: the rule at the end of its tzdata file, as recurrence rules.

The rule is a POSIX TZ string (RFC 9636, section 3.3.2), such as `CET-1CEST,M3.5.0,M10.5.0/3`.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from io import BytesIO
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

_HEADER = struct.Struct(">20x6L")
"""How many there are of each part of a block."""
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


@lru_cache(maxsize=256)
def clocks(zone: str, year: int) -> tuple[Clock, ...]:
    """Give the times of an IANA zone from the beginning of a year on.

    First come the changes that no rule gives, one by one; then the one or two times of the rule, from the
    year on from which it holds.
    """
    known, rule = _known(zone), rule_text(zone)
    # A year more, so that its last change tells the time with which the year begins.
    listed = _listed(_data(zone), year - 1)
    last = listed[-1].year if listed else year - 2
    found = changes(zone, year - 1, last)
    since = _rule_since(found, rule, year - 1, last)
    single = [_single(known, moment) for moment in found if moment.year < since]
    begin = datetime(year - 1, 1, 1)  # noqa: DTZ001 -- local
    first = fixed(f"{known.tzname(begin)}", known.utcoffset(begin) or timedelta(), begin)
    regular = parse_rule(rule, since)
    if len(regular) == 1:
        return (first, *single) if single else (replace(regular[0], begins=begin),)
    return (first, *single, *regular) if single or since > year - 1 else regular


def _known(zone: str) -> ZoneInfo:
    return ZoneInfo.from_file(BytesIO(_data(zone)), key=zone)


@lru_cache(maxsize=256)
def changes(zone: str, first: int, last: int) -> tuple[datetime, ...]:
    """Give the instants, in UTC, at which the clocks of a zone change from one year to another, both counted.

    Some that its file lists change nothing. After the last of them the rule takes over, within a year.
    """
    known, rule, listed = _known(zone), rule_text(zone), _listed(_data(zone), first)
    found = [at for at in listed if _told(known, at) != _told(known, at - timedelta(seconds=1))]
    years = range(listed[-1].year if listed else first, last + 1)
    found += [at for year in years for at in _onsets(rule, year) if not listed or at > listed[-1]]
    return tuple(at for at in found if at.year <= last)


def _listed(data: bytes, year: int) -> list[datetime]:
    """Read the instants in the file of a zone, from a year on.

    A block of 32 bits comes first, then one of 64 (RFC 9636, section 3).
    """
    ut, standard, leaps, times, types, letters = _HEADER.unpack_from(data)
    start = _HEADER.size + times * 5 + types * 6 + letters + leaps * 8 + standard + ut
    times = _HEADER.unpack_from(data, start)[3]
    begin = datetime(year, 1, 1, tzinfo=UTC).timestamp()
    found = struct.unpack_from(f">{times}q", data, start + _HEADER.size)
    return [datetime.fromtimestamp(seconds, UTC) for seconds in found if seconds >= begin]


def _told(zone: ZoneInfo, moment: datetime) -> tuple[timedelta | None, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _rule_since(changes: tuple[datetime, ...], rule: str, year: int, last: int) -> int:
    """Find the first year from which on the changes are those of the rule alone, as after `last`."""
    by_year: dict[int, list[datetime]] = {}
    for moment in changes:
        by_year.setdefault(moment.year, []).append(moment)
    since = last + 1
    while since > year and by_year.get(since - 1, []) == _onsets(rule, since - 1):
        since -= 1
    return since


def _onsets(rule: str, year: int) -> list[datetime]:
    found = (
        (clock.begins - clock.before).replace(tzinfo=UTC) for clock in parse_rule(rule, year) if clock.rule
    )
    return sorted(found)


def _single(zone: ZoneInfo, moment: datetime) -> Clock:
    before = (moment - timedelta(seconds=1)).astimezone(zone).utcoffset() or timedelta()
    local = moment.astimezone(zone)
    return Clock(
        name=local.tzname() or "",
        offset=local.utcoffset() or timedelta(),
        before=before,
        begins=(moment + before).replace(tzinfo=None),
        summer=bool(local.dst()),
    )


@lru_cache(maxsize=64)
def rule_text(zone: str) -> str:
    """Find the rule of a zone."""
    return _data(zone).rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _data(zone: str) -> bytes:
    """Read the file of a zone in the package tzdata, as it is the same everywhere."""
    return resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()


def parse_rule(text: str, year: int = 1970) -> tuple[Clock, ...]:
    """Read a rule, as it is in a year and after; raises ValueError for one that is none."""
    match = _RULE.fullmatch(text)
    if match is None:
        raise ValueError(f"no rule of a time zone: '{text}'")
    standard = -_length(match[2])
    if match[3] is None:
        return (fixed(match[1].strip("<>"), standard),)
    other = -_length(match[4]) if match[4] else standard + timedelta(hours=1)
    return (
        _clock(match[1], (other, standard), match[6], year),
        _clock(match[3], (standard, other), match[5], year),
    )


def fixed(name: str, offset: timedelta, begins: datetime = datetime(1970, 1, 1)) -> Clock:  # noqa: DTZ001
    """Make the time of a zone whose clocks never change."""
    return Clock(name=name, offset=offset, before=offset, begins=begins)


def _clock(name: str, offsets: tuple[timedelta, timedelta], change: str, year: int) -> Clock:
    before, offset = offsets
    rule, at = _yearly(change)
    midnight = datetime(year, 1, 1)  # noqa: DTZ001 -- local
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
