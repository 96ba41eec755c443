"""Recurrence rules: RRULE (RFC 5545, section 3.3.10), or plain words such as `first tuesday monthly`."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache

from dateutil.rrule import rrule, rruleset, rrulestr

from openhub.model import When

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_EVERY = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY"}
_UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_HINT = "expected an RRULE like FREQ=WEEKLY;BYDAY=TU, or words like 'first tuesday monthly'"


def as_rrule(text: str) -> str:
    """Write a rule, in words or not, as the value of an RRULE; raises ValueError where it is neither."""
    text = text.strip().removeprefix("RRULE:")
    if "=" in text:
        return text.upper()
    words = text.lower().replace(",", " ").split()
    day = next(
        (index for index, name in enumerate(_DAYS) if any(word.removesuffix("s") == name for word in words)),
        None,
    )
    nth = next((_NTH[word] for word in words if word in _NTH), None)
    rest = [word for word in words if word not in _NTH and word.removesuffix("s") not in _DAYS]
    frequency = _frequency(rest, day is not None, nth is not None)
    if frequency is None:
        raise ValueError(f"{_HINT}, got '{text}'")
    return frequency + ("" if day is None else f";BYDAY={nth or ''}{_DAYS[day][:2].upper()}")


def _frequency(words: list[str], has_day: bool, has_nth: bool) -> str | None:
    words = [word for word in words if word not in {"on", "the", "of", "each"}]
    if (words == ["every"] and has_day) or (not words and has_day and not has_nth):
        return "FREQ=WEEKLY"
    if " ".join(words) in {"every month", "month"}:
        return "FREQ=MONTHLY"
    if len(words) == 1 and words[0] in _EVERY:
        return f"FREQ={_EVERY[words[0]]}"
    every = re.fullmatch(r"every (?:(\d+|other) )?(day|week|month|year)s?", " ".join(words))
    if every is None:
        return None
    count = "2" if every[1] == "other" else every[1]
    return f"FREQ={_UNITS[every[2]]}" + (f";INTERVAL={count}" if count else "")


@lru_cache(maxsize=256)
def parse_rule(text: str, starts: When) -> rrule | rruleset:
    """Make the rule that begins at `starts`; a calendar date counts as its midnight, without a zone.

    Raises ValueError, with words for the author, where the rule cannot be read.
    """
    value = as_rrule(text)
    begin = starts if isinstance(starts, datetime) else datetime.combine(starts, time())
    try:
        return rrulestr(value, dtstart=begin)
    except (ValueError, KeyError, TypeError) as wrong:
        raise ValueError(f"{_HINT}, got '{text}'") from wrong


def is_date(when: When) -> bool:
    """Tell whether `when` is a calendar date, without a time."""
    return not isinstance(when, datetime)
