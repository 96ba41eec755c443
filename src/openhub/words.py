"""Dates, numbers and periods as people write them. No locale is asked: the same hub gives the same words."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from openhub.languages import Calendar, calendar, separators
from openhub.model import When
from openhub.when import Period

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT = ("", *(name[:3] for name in MONTHS))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CARDINALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


def month_name(day: date) -> str:
    """Write the month: "November 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def long_day(day: date, language: str = "en") -> str:
    """Write a day: "24 November 2026", in German "24. November 2026"."""
    known = calendar(language)
    return _dated(known.day, day, known) if known else f"{day.day} {month_name(day)}"


def day_month(day: date, year: int | None = None, language: str = "en") -> str:
    """Write a day without its year where that is `year`: "24 November"."""
    if day.year != year:
        return long_day(day, language)
    known = calendar(language)
    return _dated(known.day_month, day, known) if known else f"{day.day} {MONTHS[day.month - 1]}"


def _dated(form: str, day: date, known: Calendar) -> str:
    """Fill the form in which a language writes a day."""
    name = (known.of or known.months)[day.month - 1]
    return form.format(d=known.one if day.day == 1 else day.day, n=day.month, m=name, y=day.year)


def short_day(day: date) -> str:
    """Write a day short: "24 Nov"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def weekday(day: date) -> str:
    """Write a day with the day of the week: "Tuesday 24 November 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {long_day(day)}"


def clock(when: datetime) -> str:
    """Write the time of day: "17:00"."""
    return f"{when.hour:02}:{when.minute:02}"


def zone_name(when: datetime) -> str:
    """Name the zone of an instant as it is on that day: "CET", else "UTC+5:30"."""
    name = when.tzname() or "UTC"
    return offset(when) if name.startswith(("+", "-", "UTC")) else name


def offset(when: datetime) -> str:
    """Tell how far the clocks are from UTC: "UTC+1", "UTC−3:30", "UTC"."""
    minutes = round((when.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    told = f"{hours}:{rest:02}" if rest else f"{hours}"
    return f"UTC{'−' if minutes < 0 else '+'}{told}" if minutes else "UTC"


def moment(when: When, year: int | None = None) -> str:
    """Write a day, and the time with its zone: "Sunday 22 November, 17:00 CET"."""
    day = f"{WEEKDAYS[when.weekday()]} {day_month(when, year)}"
    return f"{day}, {clock(when)} {zone_name(when)}" if isinstance(when, datetime) else day


def ordinal(number: int) -> str:
    """Write an ordinal number: "third", "22nd"."""
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def cardinal(number: int) -> str:
    """Write a small number as a word: "four", else "12"."""
    return _CARDINALS[number] if number < len(_CARDINALS) else f"{number:,}"


def count(number: int, one: str, many: str = "") -> str:
    """Write how many there are: "1 fix", "5 fixes"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """Join words as in a sentence: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


@lru_cache(maxsize=10_000)
def number(value: float, language: str = "en", digits: int | None = None) -> str:
    """Write a number with thousands apart: "1,234.5", in German "1.234,5".

    Without `digits` it has no more decimals than say something. The same numbers come again and again.
    """
    places = _digits(value) if digits is None else digits
    text = f"{value:,.{places}f}"
    if places and digits is None:
        text = text.rstrip("0").rstrip(".")
    if text.startswith("-"):
        text = f"−{text[1:]}" if text.strip("-0.,") else text[1:]
    if language == "en":
        return text
    thousands, decimal = separators(language)
    return text.translate({ord(","): thousands, ord("."): decimal})


def _digits(value: float) -> int:
    """Count the decimals that say something: none for a whole number, two figures of a small one."""
    size = abs(value)
    if value == int(value):
        return 0
    return 1 if size >= 10 else 2 if size >= 0.1 else min(1 - math.floor(math.log10(size)), 12)


def amount(value: float, unit: str, language: str = "en") -> str:
    """Write a value with its unit: "31 h", "12 %", "4 people", "1 person"; a bare count has none."""
    said = number(value, language)
    if said == "1" and language.partition("-")[0] == "en":
        unit = one_of(unit)
    return said if unit in {"count", "1"} else f"{said} {unit}"


_ALONE = {"people": "person", "children": "child", "news": "news", "series": "series"}
_MANY = re.compile(r"(?=.*[aeiouy])[A-Za-z]?[a-z]{2,}(?<![sui])s|[A-Z]{2,}s|[a-z]+ies")
"""A word that ends as English plurals do, and letters such as PRs; "ms" and "Mbps" are none."""


def one_of(unit: str) -> str:
    """Write the unit of a single thing: "open issue" of "open issues", "hour a case" of "hours a case"."""
    counted = re.split(r" (?:per|an?|of|in|for|to|from) |/|, ", unit, maxsplit=1)[0]
    before, space, word = counted.rpartition(" ")
    return f"{before}{space}{_alone(word)}{unit[len(counted) :]}"


def _alone(word: str) -> str:
    if word in _ALONE or not _MANY.fullmatch(word):
        return _ALONE.get(word, word)
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if re.search(r"(?:ch|sh|x|ss)es$", word) else word[:-1]


def period(at: Period, language: str = "en") -> str:
    """Write a period: "October 2026", "the third quarter of 2026", "week 7 of 2026"."""
    known = calendar(language)
    if known and len(at.text) > 4:
        return _period_in(at, known)
    if "-W" in at.text:
        return f"week {int(at.text[-2:])} of {at.text[:4]}"
    if "-Q" in at.text:
        return f"the {ordinal(int(at.text[-1]))} quarter of {at.text[:4]}"
    if at.first == at.last:
        return long_day(at.first)
    return at.text if len(at.text) == 4 else month_name(at.first)


def _period_in(at: Period, known: Calendar) -> str:
    year, part = at.text[:4], at.text[-2:]
    if "-W" in at.text:
        return known.week.format(w=int(part), y=year)
    if "-Q" in at.text:
        return known.quarter.format(q=part[-1], y=year)
    if at.first == at.last:
        return _dated(known.day, at.first, known)
    return known.month.format(m=known.months[at.first.month - 1], n=at.first.month, y=year)


def axis_label(at: Period, language: str = "en") -> tuple[str, str]:
    """Write a period as an axis does: its own name, and the year that stands below; "Oct", "2026"."""
    text, first, known = at.text, at.first, calendar(language)
    if first == at.last:
        return (_short_day(first, known) if known else f"{first.day} {_SHORT[first.month]}"), text[:4]
    if len(text) == 4:
        return text, ""
    if "-Q" in text or "-W" in text:
        sign = text[5]
        if known:
            sign = known.quarter_sign if sign == "Q" else known.week_sign
        return f"{sign}{int(text[6:])}", text[:4]
    return known.short[first.month - 1] if known else _SHORT[first.month], text[:4]


def _short_day(day: date, known: Calendar) -> str:
    return known.short_day.format(d=day.day, n=day.month, m=known.short[day.month - 1])


def in_a_row(times: int, text: str) -> str:
    """Say for how many periods in a row something was so; `text` is how one of them is written."""
    units = {4: "years", 7: "quarters" if "-Q" in text else "months", 8: "weeks"}
    unit = units.get(len(text))
    return f"for {cardinal(times)} {unit} in a row" if unit else f"{cardinal(times)} times in a row"
