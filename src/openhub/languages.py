"""How languages write numbers and dates, as the Unicode CLDR says: by Babel, which the extra `i18n` brings.

English is written as it stands in `words`. So is a language that Babel does not know, and every one where
Babel is missing. No locale of the machine is asked: a hub looks the same everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from openhub.when import Period

_OFTEN = ("cs", "da", "de", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "ru", "sv", "uk")
"""Languages whose names of months a table may use, whatever the hub's own is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language, in the words of CLDR."""

    locale: Any
    dates: ModuleType

    @property
    def separators(self) -> tuple[str, str]:
        """What parts thousands, and decimals."""
        signs = self.locale.number_symbols["latn"]
        return signs["group"], signs["decimal"]

    def grouped(self, text: str) -> str:
        """Part the digits of "1,234,567" as the language does: in Hindi "12,34,567"."""
        first, more = self.locale.decimal_formats[None].grouping
        return text if first == more == 3 else _THOUSANDS.sub(lambda it: _grouped(it[0], first, more), text)

    def day(self, day: date) -> str:
        """Write a day: "24. November 2026"."""
        return self._spelled(self.dates.format_date(day, "long", locale=self.locale), day)

    def day_month(self, day: date) -> str:
        """Write a day without its year: "24. November"."""
        return self._by("MMMMd", day)

    def short_day(self, day: date) -> str:
        """Write a day as short as on an axis: "24. Nov."."""
        return self._by("MMMd", day)

    def short_month(self, day: date) -> str:
        """Write a month as short as on an axis: "Nov."."""
        return self.month_word(day.month)

    def short_quarter(self, day: date) -> str:
        """Write a quarter as short as on an axis: "Q4"."""
        return str(self.dates.format_date(day, "QQQ", locale=self.locale))

    def period(self, at: Period) -> str:
        """Write a month, a quarter, a week or a day: "November 2026", "4. Quartal 2026"."""
        if "-W" in at.text:
            return self._week(at)
        if "-Q" in at.text:
            return self._by("yQQQQ", at.first)
        return self.day(at.first) if at.first == at.last else self._by("yMMMM", at.first)

    def month_names(self) -> dict[str, int]:
        """Give the numbers of the months by their names, long and short, in small letters."""
        months = self.locale.months
        forms = (months["format"]["wide"], months["stand-alone"]["wide"], months["format"]["abbreviated"])
        return {name.lower().rstrip("."): number for form in forms for number, name in form.items()}

    def _week(self, at: Period) -> str:
        # The form alone: Babel would count weeks as the language does, and a period counts them as ISO 8601.
        form = self.locale.datetime_skeletons["yw"].format
        return str(form % {"w": int(at.text[-2:]), "Y": at.text[:4]})

    def _by(self, skeleton: str, day: date) -> str:
        return self._spelled(self.dates.format_skeleton(skeleton, day, locale=self.locale), day)

    def month_word(self, number: int) -> str:
        """Give the shortest name of a month that CLDR has; empty where it has none."""
        months = self.locale.months
        forms = ((side, size) for size in ("abbreviated", "wide") for side in ("format", "stand-alone"))
        names = (str(months[side][size][number]) for side, size in forms)
        return next((name for name in names if name and not _PLACEHOLDER.fullmatch(name)), "")

    def _spelled(self, text: str, day: date) -> str:
        # Where a language has no short names, CLDR's root stands in their place: "M11".
        return _PLACEHOLDER.sub(lambda _: self.month_word(day.month), str(text))


_PLACEHOLDER = re.compile(r"\bM\d{1,2}(?!\d)")
_THOUSANDS = re.compile(r"\d+(?:,\d+)+")


def _grouped(text: str, first: int, more: int) -> str:
    digits = text.replace(",", "")
    head, parts = digits[:-first], [digits[-first:]]
    while head:
        head, part = head[:-more], head[-more:]
        parts.insert(0, part)
    return ",".join(parts)


def is_english(name: str) -> bool:
    """Tell whether a tag (BCP 47) names English, which needs no data."""
    return name.lower().partition("-")[0] == "en"


def is_installed() -> bool:
    """Tell whether Babel is there."""
    return find_spec("babel") is not None


@lru_cache(maxsize=64)
def language_of(name: str) -> Language | None:
    """Give how a language writes, by its tag (BCP 47); None for English, and where its months are unknown."""
    if is_english(name) or not is_installed():
        return None
    core = import_module("babel.core")
    try:
        locale = core.Locale.parse(name, sep="-")
    except (ValueError, core.UnknownLocaleError):
        return None
    known = Language(locale=locale, dates=import_module("babel.dates"))
    return known if all(map(known.month_word, range(1, 13))) else None


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Give the numbers of the months by their names in languages that are often met, in small letters."""
    known = [language for language in map(language_of, _OFTEN) if language]
    return {name: number for language in known for name, number in language.month_names().items()}
