"""Dates, numbers and periods as people write them. No locale is asked: the same hub gives the same words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from openhub.languages import is_english, language_of
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
    known = language_of(language)
    return known.day(day) if known else f"{day.day} {month_name(day)}"


def day_month(day: date, year: int | None = None, language: str = "en") -> str:
    """Write a day without its year where that is `year`: "24 November"."""
    if day.year != year:
        return long_day(day, language)
    known = language_of(language)
    return known.day_month(day) if known else f"{day.day} {MONTHS[day.month - 1]}"


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
    return _ORDINALS[number] if number < len(_ORDINALS) else short_ordinal(number)


def short_ordinal(number: int) -> str:
    """Write an ordinal number in figures: "3rd"."""
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
def number(value: float, language: str = "en", digits: int | None = None, least: int = 0) -> str:
    """Write a number with thousands apart: "1,234.5", in German "1.234,5".

    Without `digits` it has no more decimals than say something, and no fewer than `least` where it has them:
    `apart` tells how many keep it from another. The same numbers come again and again.
    """
    if digits is None and 0 < abs(value) < _TINY:
        return _in(f"{value:.2g}".replace("-", "−"), language)
    text = f"{value:,.{max(_digits(value), least) if digits is None else digits}f}"
    return _in(_signed(_bare(text) if digits is None else text), language)


def exact(value: float, language: str = "en") -> str:
    """Write a number as its author did, with thousands apart and nothing rounded."""
    text = f"{value:,}"
    if "e" in text:
        text = f"{Decimal(text):,f}" if 1 / _ENDLESS < abs(value) < _ENDLESS else text.replace("-", "−")
    return _in(_signed(_bare(text)), language)


def _bare(text: str) -> str:
    """Leave out zeros at the end of decimals; those of a power of ten stand."""
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _signed(text: str) -> str:
    if not text.startswith("-"):
        return text
    return f"−{text[1:]}" if text.strip("-0.,") else text[1:]


def _in(text: str, language: str) -> str:
    known = language_of(language)
    if known is None:
        return text
    thousands, decimal = known.separators
    return known.grouped(text).translate({ord(","): thousands, ord("."): decimal})


_TINY = 1e-10
"""Smaller numbers have more zeros than anybody counts."""
_ENDLESS = 1e21
"""From here on, and from its reverse, a number is written in powers of ten even where nothing is rounded."""
_MOST_DIGITS = 12
_PRECISE = 15
"""How many figures of a number are its own; what follows is how machines round."""


def _digits(value: float) -> int:
    """Count the decimals that say something: none for a whole number, two figures of a small one.

    A number that is not whole has so many that it is not read as a whole one: 99.97 is not 100.
    """
    size = abs(value)
    if value == int(value):
        return 0
    places = 1 if size >= 10 else 2 if size >= 0.1 else min(1 - math.floor(math.log10(size)), _MOST_DIGITS)
    most = min(_MOST_DIGITS, _PRECISE - len(str(int(size))))
    told = (more for more in range(places, most + 1) if float(f"{size:.{more}f}") % 1)
    return next(told, 0)


def apart(values: Iterable[float]) -> int:
    """Count the decimals that keep numbers apart which stand beside each other, and differ."""
    different = {float(f"{value:.{_PRECISE}g}") for value in values}
    for places in range(_MOST_DIGITS):
        if len({f"{value:.{max(_digits(value), places)}f}" for value in different}) == len(different):
            return places
    return _MOST_DIGITS


def amount(value: float, unit: str, language: str = "en", least: int = 0) -> str:
    """Write a value with its unit: "31 h", "12 %", "4 people"; a bare count has none."""
    said = number(value, language, None, least)
    if said == "1" and is_english(language):
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
    known = language_of(language)
    if len(at.text) == 4:
        return at.text
    if known:
        return known.period(at)
    if "-W" in at.text:
        return f"week {int(at.text[-2:])} of {at.text[:4]}"
    if "-Q" in at.text:
        return f"the {ordinal(int(at.text[-1]))} quarter of {at.text[:4]}"
    return long_day(at.first) if at.first == at.last else month_name(at.first)


def in_period(at: Period, language: str = "en") -> str:
    """Say when: "in October 2026", "on 24 October 2026"."""
    return f"{preposition(at)} {period(at, language)}"


def preposition(at: Period) -> str:
    """Give the word before a period: "on" a day, else "in"."""
    return "on" if at.first == at.last else "in"


def axis_label(at: Period, language: str = "en") -> tuple[str, str]:
    """Write a period as an axis does: its own name, and the year that stands below; "Oct", "2026"."""
    text, first, known = at.text, at.first, language_of(language)
    if len(text) == 4:
        return text, ""
    if first == at.last:
        return (known.short_day(first) if known else f"{first.day} {_SHORT[first.month]}"), text[:4]
    if "-W" in text:
        return f"W{int(text[6:])}", text[:4]
    if "-Q" in text:
        return known.short_quarter(first) if known else text[5:], text[:4]
    return known.short_month(first) if known else _SHORT[first.month], text[:4]


def in_a_row(times: int, text: str) -> str:
    """Say for how many periods in a row something was so; `text` is how one of them is written."""
    units = {4: "years", 7: "quarters" if "-Q" in text else "months", 8: "weeks"}
    unit = units.get(len(text))
    return f"for {cardinal(times)} {unit} in a row" if unit else f"{cardinal(times)} times in a row"
