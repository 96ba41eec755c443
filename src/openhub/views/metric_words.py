"""How a metric is told in words."""

from __future__ import annotations

from openhub.hub.cadence import days_late
from openhub.judging import is_inside
from openhub.kinds.metric import Metric
from openhub.languages import language_of
from openhub.model import Entry
from openhub.series import CADENCES, length
from openhub.site import Site
from openhub.when import Duration, Period
from openhub.words import axis_label, count, period

_JUDGED = {"better": "Better", "worse": "Worse", "steady": "No clear change", "none": "Neither good nor bad"}


def side(data: Metric) -> str:
    """Give the side that a metric stands on: good, bad or none."""
    said = data.verdict
    if said is None or data.retired:
        return "none"
    return {"better": "good", "worse": "bad"}.get(said.judgement, "none")


def side_word(data: Metric) -> str:
    """Say in a word where a metric stands."""
    said = data.verdict
    if data.retired:
        return "Retired"
    if said is None:
        return "Not counted yet"
    inside = is_inside(data)
    if inside is not None and said.judgement == "steady":
        return "Inside the range" if inside else "Outside the range"
    return "First value" if said.trend == "alone" else _JUDGED[said.judgement]


def period_label(at: Period, language: str) -> str:
    """Write a period as a table does: "October 2026", "Q3 2026", "Week 7 2026"."""
    if language_of(language):
        return period(at, language)
    short, year = axis_label(at)
    if at.first == at.last:
        return f"{short} {year}"
    size = length(at)
    if size == "month":
        return period(at)
    return f"{short.replace('W', 'Week ') if size == 'week' else short} {year}".strip()


def unit_word(data: Metric) -> str:
    """Write the unit as a word."""
    return {"%": "per cent", "count": "number", "1": "number"}.get(data.unit, data.unit)


def cadence_words(data: Metric) -> str:
    """Say how often it is counted: "every month", else as it is written."""
    every = CADENCES.get((data.cadence or "").lower())
    return f"every {every}" if every else data.cadence or ""


def length_words(length: Duration) -> str:
    """Write a length of time: "6 months", "1 year", "2 weeks"."""
    days = length.rest.days
    if length.months:
        years, months = divmod(length.months, 12)
        return count(years, "year") if years and not months else count(length.months, "month")
    return count(days // 7, "week") if days and days % 7 == 0 else count(days, "day")


def late_words(entry: Entry, site: Site) -> str:
    """Say by how much the next value is late; empty while it is not."""
    late = days_late(entry, site)
    return f"Late by {count(late, 'day')}" if late else ""
