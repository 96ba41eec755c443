"""Recurrence rules: RRULE (RFC 5545, section 3.3.10), or plain words such as `first tuesday monthly`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from itertools import islice, takewhile
from math import prod

from dateutil.rrule import rrule, rruleset, rrulestr

from openhub.model import When
from openhub.problems import did_you_mean
from openhub.read.rule_words import from_words
from openhub.read.tables import kind_of

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_HINT = "expected an RRULE like FREQ=WEEKLY;BYDAY=TU, or words like 'first tuesday monthly'"

# The parts of an RRULE: the numbers that each takes, and whether it takes several, counted from the end too.
_ONE = {"INTERVAL": (1, 1_000), "COUNT": (1, 10_000)}
_SEVERAL = {"BYMONTH": (1, 12), "BYHOUR": (0, 23), "BYMINUTE": (0, 59), "BYSECOND": (0, 59)}
_EITHER_END = {"BYMONTHDAY": (1, 31), "BYYEARDAY": (1, 366), "BYWEEKNO": (1, 53), "BYSETPOS": (1, 366)}
_CLOCKS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_NAMES = ("FREQ", "UNTIL", "BYDAY", "WKST", *_ONE, *_SEVERAL, *_EITHER_END)
_NEEDS = {"BYWEEKNO": ("YEARLY",), "BYYEARDAY": ("YEARLY",), "BYMONTHDAY": ("DAILY", "YEARLY", "MONTHLY")}
_UNTIL = re.compile(r"([0-9]{8})(T[0-9]{6})?(Z)?")
_BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_EARLIEST = 1900
MOST_DATES = 60_000
"""A series is followed over so many dates: one a day for 164 years."""
_REACH_YEARS = 10
"""A rule must give a date within so many years."""


@lru_cache(maxsize=256)
def as_rrule(text: str) -> str:
    """Write a rule, in words or not, as the value of an RRULE; raises ValueError where it is neither."""
    text = text.strip().removeprefix("RRULE:")
    if "=" in text:
        return _checked(text)
    rule = from_words(text)
    if rule is None:
        raise ValueError(f"{_HINT}, got {kind_of(text)}")
    return _checked(rule)


def _checked(text: str) -> str:
    """Give an RRULE in capitals, without spaces; raises ValueError that names the part which is wrong."""
    if "DTSTART" in text.upper():
        raise ValueError("write the rule alone, without DTSTART; the first date stands in 'starts'")
    found: dict[str, str] = {}
    for part in filter(None, re.sub(r"\s", "", text.upper()).split(";")):
        name, _, value = part.partition("=")
        if name in found:
            raise ValueError(f"{name}: written twice; keep one")
        found[name] = value
        _check(name, value)
    if "FREQ" not in found:
        raise ValueError("FREQ: missing; begin the rule with FREQ=WEEKLY or its like")
    if {"COUNT", "UNTIL"} <= found.keys():
        raise ValueError("UNTIL: stands beside COUNT; keep one of them")
    if found["FREQ"] in {"DAILY", "WEEKLY"} and re.search(r"[0-9]", found.get("BYDAY", "")):
        raise ValueError("BYDAY: the number before a day needs FREQ=MONTHLY or FREQ=YEARLY")
    _agree(found)
    return ";".join(f"{name}={value}" for name, value in found.items())


def _agree(found: dict[str, str]) -> None:
    """Refuse parts that RFC 5545, section 3.3.10, does not allow together."""
    for name, frequencies in _NEEDS.items():
        if name in found and found["FREQ"] not in frequencies:
            raise ValueError(
                f"{name}: cannot stand beside FREQ={found['FREQ']}; it needs FREQ={frequencies[-1]}"
            )
    if "BYSETPOS" in found and not any(name != "BYSETPOS" and name[:2] == "BY" for name in found):
        raise ValueError("BYSETPOS: needs a part like BYDAY of which it chooses")
    if "BYWEEKNO" in found and re.search(r"[0-9]", found.get("BYDAY", "")):
        raise ValueError("BYDAY: a number before a day cannot stand beside BYWEEKNO")
    clocks = {name: len(set(found[name].split(","))) for name in _CLOCKS if name in found}
    if prod(clocks.values()) >= 24:
        raise ValueError(
            f"{next(iter(clocks))}: {prod(clocks.values()):,} times a day is every hour or more often; "
            "write fewer times, or one event with the hours that it lasts"
        )


def _check(name: str, value: str) -> None:
    if name == "FREQ":
        _expect(value in _FREQUENCIES, name, "DAILY, WEEKLY, MONTHLY or YEARLY", value)
    elif name == "UNTIL":
        _expect(
            _until(value) is not None, name, "a date like 20270131, or a time like 20270131T170000Z", value
        )
    elif name in {"BYDAY", "WKST"}:
        days = [_BYDAY.fullmatch(day) for day in value.split(",")]
        right = all(day and (not day[1] or 1 <= abs(int(day[1])) <= 53) for day in days)
        _expect(right and (name == "BYDAY" or len(value) == 2), name, "days like TU, or -1FR", value)
    elif name in _ONE:
        _expect(
            _are_within(value, _ONE[name]),
            name,
            "a whole number from {:,} to {:,}".format(*_ONE[name]),
            value,
        )
    elif name in _SEVERAL:
        _expect(
            _are_within(value, _SEVERAL[name], ","),
            name,
            "numbers from {} to {}".format(*_SEVERAL[name]),
            value,
        )
    elif name in _EITHER_END:
        bounds = _EITHER_END[name]
        _expect(
            _are_within(value, bounds, ",", "[+-]?"),
            name,
            "numbers from {} to {}, or below zero from the end".format(*bounds),
            value,
        )
    else:
        raise ValueError(
            f"{kind_of(name)} is no part of a rule that is read here{did_you_mean(name, _NAMES)}"
        )


def _expect(right: bool, name: str, what: str, value: str) -> None:
    if not right:
        raise ValueError(f"{name}: expected {what}, got {kind_of(value)}")


def _are_within(value: str, bounds: tuple[int, int], comma: str = "\n", sign: str = "") -> bool:
    numbers = value.split(comma)
    return all(
        re.fullmatch(rf"{sign}[0-9]{{1,6}}", number) and bounds[0] <= abs(int(number)) <= bounds[1]
        for number in numbers
    )


def _until(value: str) -> When | None:
    """Read an UNTIL: a date, a time of the event's zone, or one in UTC."""
    match = _UNTIL.fullmatch(value)
    if match is None or (match[3] and not match[2]) or not 1900 <= int(value[:4]) < 9000:
        return None
    try:
        read = datetime.strptime(match[1] + (match[2] or "T000000"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError:
        return None
    if not match[2]:
        return read.date()
    return read.replace(tzinfo=UTC) if match[3] else read


def rrule_of(text: str, starts: When) -> str:
    """Write a rule as the RRULE of an event that begins at `starts`, with its UNTIL as RFC 5545 wants it.

    That is a date beside dates, and UTC beside times: a date means the end of that day in the event's zone.
    """
    rule = as_rrule(text)
    last = _last(rule, starts)
    if last is None:
        return rule
    written = f"{last:%Y%m%dT%H%M%SZ}" if isinstance(last, datetime) else f"{last:%Y%m%d}"
    return re.sub(r"UNTIL=\w+", f"UNTIL={written}", rule)


def _last(rule: str, starts: When) -> When | None:
    """Give the UNTIL of a rule: an instant in UTC, or a day where the event is one of whole days."""
    found = re.search(r"UNTIL=(\w+)", rule)
    until = _until(found[1]) if found else None
    if until is None:
        return None
    if not isinstance(starts, datetime):
        return until.date() if isinstance(until, datetime) else until
    moment = until if isinstance(until, datetime) else datetime.combine(until, time(23, 59, 59))
    return (moment if moment.tzinfo else moment.replace(tzinfo=starts.tzinfo)).astimezone(UTC)


def parse_rule(text: str, starts: When) -> rrule | rruleset:
    """Make the rule that begins at `starts`; a calendar date counts as its midnight, without a zone.

    Raises ValueError, with words for the author, where the rule cannot be read or gives no date.
    """
    return _parse(text, starts, zone_of(starts))


def zone_of(when: When) -> tzinfo | None:
    """Give the zone of an instant: one instant in two zones is equal, so what is kept by it needs both."""
    return when.tzinfo if isinstance(when, datetime) else None


@lru_cache(maxsize=256)
def _parse(text: str, starts: When, _: tzinfo | None) -> rrule | rruleset:
    value = rrule_of(text, starts)
    begin = starts if isinstance(starts, datetime) else datetime.combine(starts, time())
    if begin.year < _EARLIEST:
        raise ValueError(f"a series begins in {_EARLIEST} or later; is the year of 'starts' right?")
    if not isinstance(starts, datetime) and (clock := re.search(r"BY(HOUR|MINUTE|SECOND)", value)):
        raise ValueError(f"{clock[0]}: 'starts' is a whole day; give it a time, or leave {clock[0]} out")
    try:
        made = rrulestr(value, dtstart=begin)
        first = _first(value, begin)
    except (ValueError, KeyError, TypeError, OverflowError) as wrong:
        raise ValueError(f"{_HINT}, got {kind_of(text)}") from wrong
    if first is None:
        raise ValueError(f"it gives no date within {_REACH_YEARS} years of 'starts'; correct it")
    last = _last(value, starts)
    if last is not None and (first if isinstance(last, datetime) else first.date()) > last:
        raise ValueError("UNTIL: lies before the first date; correct one of the two")
    return made


def _first(value: str, begin: datetime) -> datetime | None:
    """Find the first date of a rule, if there is one in reach.

    A rule that never gives one is followed to the end of the calendar, so it is asked as near to that end as
    can be: the calendar repeats every 400 years.
    """
    ages = (9999 - _REACH_YEARS - begin.year) // 400 * 400
    bare = ";".join(part for part in value.split(";") if not part.startswith(("COUNT=", "UNTIL=")))
    late = begin.replace(year=begin.year + ages, tzinfo=None)
    first = next(iter(rrulestr(bare, dtstart=late)), None)
    if first is None or first.year > late.year + _REACH_YEARS:
        return None
    return first.replace(year=first.year - ages, tzinfo=begin.tzinfo)


def first_date(text: str, starts: When) -> datetime:
    """Give the date with which a rule begins."""
    return next(iter(parse_rule(text, starts)))


def rule_dates(text: str, starts: When, last: date) -> tuple[datetime, ...]:
    """Give the dates of a rule up to the day `last`, in its own zone; no more than any series can have."""
    return _dates(text, starts, zone_of(starts), last)


@lru_cache(maxsize=64)
def _dates(text: str, starts: When, _: tzinfo | None, last: date) -> tuple[datetime, ...]:
    rule = islice(parse_rule(text, starts), MOST_DATES)
    return tuple(takewhile(lambda moment: moment.date() <= last, rule))


def comes_often(text: str) -> bool:
    """Tell whether a rule may give several dates a day."""
    return any(f"{name}=" in as_rrule(text) for name in _CLOCKS)


def is_date(when: When) -> bool:
    """Tell whether `when` is a calendar date, without a time."""
    return not isinstance(when, datetime)
