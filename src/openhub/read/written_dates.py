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
_ELSEWHERE = (
    "januar janvier enero januari gennaio janeiro января",
    "februar février fevrier febrero februari febbraio fevereiro февраля",
    "märz mars marzo maart março marco марта",
    "avril abril aprile апреля",
    "mai mayo mei maggio maio мая",
    "juni juin junio giugno junho июня",
    "juli juillet julio luglio julho июля",
    "août aout agosto augustus августа",
    "septembre septiembre settembre setembro сентября",
    "oktober octobre octubre ottobre outubro октября",
    "novembre noviembre novembro ноября",
    "dezember décembre decembre diciembre dicembre dezembro декабря",
)
"""The months as the changelogs of other languages write them, in the order of the year."""
_KNOWN = {name: number for number, names in enumerate(_ELSEWHERE, 1) for name in names.split()}
_ABBREVIATION = 4
_LONG_YEAR = 1000
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = (
    r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,8}"
    rf"|(?:{'|'.join(sorted(_KNOWN, key=len, reverse=True))})(?!\w))\.?"
)
_YEAR = r"(?P<year>[0-9]{4})"
_YEAR_SOMEWHERE = re.compile(r"[0-9]{4}")
_FORMS = tuple(
    re.compile(rf"(?<![\w.]){form}(?![\w])", re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<sep>[-/.])(?P<month>[0-9]{{1,2}})(?P=sep){_DAY}(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?",
        rf"(?P<first>[0-9]{{1,2}})(?P<sep>[-/.])(?P<second>[0-9]{{1,2}})(?P=sep){_YEAR}",
        rf"{_DAY}[.]?[ \-]+(?:(?:of|de)[ ]+)?{_MONTH},?(?:[ \-]+|[ ]+de[ ]+){_YEAR}",
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


_COMPACT = re.compile(r"(?<![\w.])(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![\w.])")


def find_compact(text: str) -> Written | None:
    """Find a day written as eight digits, which elsewhere may be any number."""
    match = _COMPACT.search(text)
    day = _date(match.groupdict()) if match else None
    return Written(date=day, text=match[0], start=match.start(), end=match.end()) if match and day else None


def find_date(text: str) -> Written | None:
    """Find the first thing in `text` that looks like a date."""
    if not _YEAR_SOMEWHERE.search(text):
        return None
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
    if word in _KNOWN:
        return _KNOWN[word]
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
