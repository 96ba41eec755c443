"""The periods of a column as spreadsheets write them: one way of writing for the whole column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TypeAlias

from openhub.languages import month_names
from openhub.when import parse_period
from openhub.words import MONTHS

Way: TypeAlias = Callable[[str], str | None]
"""Reads one way of writing a period, and gives it as openhub writes it."""
_MONTHS = {
    month[:letters].lower(): number
    for number, month in enumerate(MONTHS, 1)
    for letters in range(3, len(month) + 1)
}


def _by(pattern: str, form: str) -> Way:
    fits = re.compile(pattern, re.ASCII | re.IGNORECASE)

    def read(text: str) -> str | None:
        found = fits.fullmatch(text)
        if found is None:
            return None
        parts = {name: int(part) for name, part in found.groupdict().items()}
        return _valid(form.format(**parts))

    return read


def _valid(text: str) -> str | None:
    try:
        return parse_period(text).text
    except ValueError:
        return None


def _signed(text: str) -> str | None:
    """Read a period as openhub writes it, but for a year: it may be any number."""
    return _valid(text) if "-" in text else None


def _month_word(text: str) -> str | None:
    found = re.fullmatch(r"(?:(\d{1,2})\.? (?:de )?)?([^\W\d_]{3,12})\.?,?(?: de)?[ -](\d{4})", text)
    if found is None:
        return None
    name = found[2].lower()
    month = _MONTHS.get(name) or month_names().get(name)
    if month is None:
        return None
    day = f"-{int(found[1]):02}" if found[1] else ""
    return _valid(f"{found[3]}-{month:02}{day}")


_TIME = r"(?:[T ]\d{1,2}:\d{2}.*)?"
WAYS: tuple[Way, ...] = (
    _signed,
    _by(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME, "{y:04}-{m:02}-{d:02}"),
    _by(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})", "{y:04}-{m:02}"),
    _by(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})", "{y:04}-{m:02}"),
    _by(r"(?P<y>\d{4})[- ]?Q(?P<q>[1-4])", "{y:04}-Q{q}"),
    _by(r"Q(?P<q>[1-4])[- /]?(?P<y>\d{4})", "{y:04}-Q{q}"),
    _by(r"(?P<y>\d{4})[- ]?W(?P<w>\d{1,2})", "{y:04}-W{w:02}"),
    _by(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})" + _TIME, "{y:04}-{m:02}-{d:02}"),
    _month_word,
)
_COMPACT: tuple[Way, ...] = (
    _by(r"(?P<y>(?:19|20)\d{2})", "{y:04}"),
    _by(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})", "{y:04}-{m:02}-{d:02}"),
    _by(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})", "{y:04}-{m:02}"),
)
"""Ways that a column of numbers may have by chance, so that others go before."""
_DAY_FIRST = _by(r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})" + _TIME, "{y:04}-{m:02}-{d:02}")
_MONTH_FIRST = _by(r"(?P<m>\d{1,2})[/-](?P<d>\d{1,2})[/-](?P<y>\d{4})" + _TIME, "{y:04}-{m:02}-{d:02}")


def coarser(days: Collection[str]) -> dict[str, str]:
    """Write days that all begin a month, or all end one, as months, or as quarters or years where they fit.

    Spreadsheets know no months, so people write a day. Empty where the days are meant.
    """
    if len(days) < 2 or not all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days):
        return {}
    found = [parse_period(day).first for day in days]
    if not all(day.day == 1 for day in found):
        found = [day + timedelta(days=1) for day in found]  # the last of a month, perhaps
        if not all(day.day == 1 for day in found):
            return {}
    months = sorted(day.year * 12 + day.month - 1 for day in found)
    size = min(later - former for former, later in pairwise(months))
    form = next(
        form for least, form in _FORMS if size >= least and not any(month % least for month in months)
    )
    ends = {day: parse_period(day).last for day in days}
    return {day: form.format(y=end.year, q=(end.month + 2) // 3, m=end.month) for day, end in ends.items()}


_FORMS = ((12, "{y:04}"), (3, "{y:04}-Q{q}"), (1, "{y:04}-{m:02}"))
"""How long a period is in months, and how it is written."""


class TwoMeaningsError(Exception):
    """Days such as 03/04/2026, of which nothing tells which part is the month."""


def compact_way_of(cells: Sequence[str]) -> Way | None:
    """Find the way of writing of a column such as 2026, 202609 or 20260930."""
    return next((way for way in _COMPACT if cells and all(way(cell) for cell in cells)), None)


def most_common_way(cells: Sequence[str]) -> Way | None:
    """Find the way of writing that more than half of the cells have."""
    counts = [(sum(way(cell) is not None for cell in cells), way) for way in WAYS]
    most, way = max(counts, key=lambda one: one[0])
    return way if most * 2 > len(cells) else None


def way_of(cells: Sequence[str]) -> Way | None:
    """Find the way of writing that every cell of a column has; None where it holds no periods.

    Raises TwoMeaningsError where 03/04/2026 may be in March or in April.
    """
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    for way in WAYS:
        if all(way(cell) for cell in filled):
            return way
    slashed = [way for way in (_DAY_FIRST, _MONTH_FIRST) if all(way(cell) for cell in filled)]
    if len(slashed) > 1 and any(_DAY_FIRST(cell) != _MONTH_FIRST(cell) for cell in filled):
        raise TwoMeaningsError(filled[0])
    return slashed[0] if slashed else None
