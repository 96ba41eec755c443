"""Dates as people write them, "November 20, 2021", as ISO 8601 text.

Only forms with one reading are read: `04/05/2021` is a day in April here and in May there, so it is none.
"""

from __future__ import annotations

import re
from datetime import date

from openhub.when import parse_when, zone_named

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    *("january", "february", "march", "april", "june", "july", "august"),
    *("september", "sept", "october", "november", "december"),
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK = r"(?:,?\s+(?:at\s+)?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2}))?))?"
_FORMS = tuple(
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
    )
)


def iso_of(text: str) -> str | None:
    """Give the ISO 8601 form of a date or time in words; None where it is no date, or might be two."""
    text = " ".join(text.split())
    if is_iso(text):
        return text
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _iso(match)
    return None


def is_iso(text: str) -> bool:
    """Tell whether `text` is a date or an instant as openhub writes them."""
    try:
        parse_when(text, zone_named("UTC"))
    except ValueError:
        return False
    return True


def _iso(match: re.Match[str]) -> str | None:
    month = _month(match["month"])
    try:
        day = date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return None
    made = f"{day} {match['clock'].upper()}" if match["clock"] else day
    return made if is_iso(made) else None


def _month(word: str) -> int:
    """Give the number of a month, or 0, which is none."""
    word = word.lower()
    if word.isdigit():
        return int(word)
    return _MONTHS.index(word[:3]) + 1 if word in _MONTHS or word in _NAMES else 0
