"""Dates as people write them in headings: 2024-01-02, 2nd of January 2024, Jan 02, 2024."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ABBREVIATION = 4
_LONG_YEAR = 1000
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,8})\.?"
_YEAR = r"(?P<year>[0-9]{4})"
_FORMS = tuple(
    re.compile(rf"(?<![\w.]){form}(?![\w])", re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<sep>[-/.])(?P<month>[0-9]{{1,2}})(?P=sep){_DAY}",
        rf"(?P<first>[0-9]{{1,2}})(?P<sep>[-/.])(?P<second>[0-9]{{1,2}})(?P=sep){_YEAR}",
        rf"{_DAY}[ \-]+(?:of[ ]+)?{_MONTH},?[ \-]+{_YEAR}",
        rf"{_MONTH}[ ]+{_DAY},?[ ]+{_YEAR}",
        rf"{_YEAR}[ \-]+{_MONTH}[ \-]+{_DAY}",
        rf"{_MONTH},?[ ]+{_YEAR}",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date in a text. `date` is None where it looks like a date and is none."""

    date: date | None
    text: str
    start: int
    end: int


def find_date(text: str) -> Written | None:
    """Find the first thing in `text` that looks like a date."""
    found = [match for form in _FORMS if (match := form.search(text))]
    if not found:
        return None
    match = min(found, key=lambda match: (match.start(), -match.end()))
    return Written(date=_date(match.groupdict()), text=match[0], start=match.start(), end=match.end())


def _date(parts: dict[str, str | None]) -> date | None:
    if first := parts.get("first"):
        order = _order(int(first), int(parts["second"] or 0), parts["sep"] or "")
        return _real(int(parts["year"] or 0), *order) if order else None
    month = parts["month"] or ""
    number = int(month) if month.isdecimal() else _month(month.lower())
    return _real(int(parts["year"] or 0), number, int(parts.get("day") or 0))


def _order(first: int, second: int, sep: str) -> tuple[int, int] | None:
    """Give month and day; 03/04/2024 is read differently across an ocean, so it is no date."""
    if sep == "." or first > len(MONTHS) or first == second:
        return second, first
    return (first, second) if second > len(MONTHS) else None


def _month(word: str) -> int:
    if len(word) <= _ABBREVIATION:
        return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(word[:3]))
    near = get_close_matches(word, MONTHS, n=1, cutoff=0.75)
    return MONTHS.index(near[0]) + 1 if near else 0


def _real(year: int, month: int, day: int) -> date | None:
    if year < _LONG_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
