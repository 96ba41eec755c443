"""The series of a metric: its points, the targets that held, and the columns of a table that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, TypeAlias

from pydantic import Field

from openhub.problems import Problem, Span
from openhub.read import fields
from openhub.read.fields import Flag, Inline, Number, Text, Whole
from openhub.read.schema import record
from openhub.when import Period, parse_period


@record
class Point:
    """One value of the series, and the period that it stands for."""

    at: fields.Period
    value: Number
    n: Whole | None = None
    low: Number | None = None
    high: Number | None = None
    note: Inline | None = None
    provisional: Flag = False


@record
class Target:
    """What we aim at, since when, and until when we want to be there."""

    from_: Annotated[fields.Period | None, Field(alias="from")] = None
    value: Number
    by: fields.Period | None = None
    note: Inline | None = None


@record
class Range:
    """The values that we are content with."""

    min: Number | None = None
    max: Number | None = None


@record
class Revision:
    """A change of the definition, so that older points compare less."""

    on: fields.Day
    affects: Text | None = None
    what: Text
    why: Inline | None = None


@record
class Columns:
    """Which column of the CSV holds what."""

    at: Text = "at"
    value: Text = "value"
    n: Text = "n"
    low: Text = "low"
    high: Text = "high"
    note: Text = "note"
    provisional: Text = "provisional"


CADENCES = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
}
"""The words of a cadence, and how long the period of a value is then."""
NAMES = ("at", "value", "n", "low", "high", "note", "provisional")
"""The columns of a table that holds a series; `at` and `value` are needed."""

Places: TypeAlias = Callable[[int, str], Span]
"""Gives the place of a field of a point, or of a target, by its number from 0 and its name."""


def series_faults(series: tuple[Point, ...], place: Places) -> Iterator[Problem]:
    """Find points that repeat a period, run backwards, or contradict themselves or each other."""
    for number, point in enumerate(series):
        if point.low is not None and point.high is not None and point.low > point.high:
            message = f"low: {point.low:g} is above 'high', {point.high:g}; exchange the two"
            yield Problem(code="field-type", message=message, span=place(number, "low"))
        elif point.low is not None or point.high is not None:
            yield from _unbanded(point, number, place)
        if point.n is not None and point.n < 0:
            message = f"n: expected how many cases the value rests on, got {point.n}"
            yield Problem(code="field-type", message=message, span=place(number, "n"))
    for number, (former, later) in enumerate(pairwise(series), 1):
        if later.at.first <= former.at.last:
            yield _crossing(former.at, later.at, place(number, "at"))
    yield from _mixed(series, place)


def _unbanded(point: Point, number: int, place: Places) -> Iterator[Problem]:
    """Find a band that cannot be drawn, or that its own value is outside of."""
    if point.low is None or point.high is None:
        given, other = ("low", "high") if point.high is None else ("high", "low")
        message = f"{given}: stands without '{other}', so nothing is drawn of it; give both, or none"
        yield Problem(code="series-band", message=message, span=place(number, given))
    elif not point.low <= point.value <= point.high:
        message = f"value: {point.value:g} is not between 'low' and 'high', {point.low:g} and {point.high:g}"
        yield Problem(code="series-band", message=f"{message}; correct one", span=place(number, "value"))


def _crossing(former: Period, later: Period, span: Span) -> Problem:
    if (former.first, former.last) == (later.first, later.last):
        message = f"at: {later.text} stands here twice; keep one"
        return Problem(code="series-duplicate", message=message, span=span)
    if later.first < former.first:
        message = f"at: {later.text} comes after {former.text}; write the series in the order of time"
        return Problem(code="series-order", message=message, span=span)
    message = f"at: {later.text} shares days with {former.text} above it; keep one of the two"
    return Problem(code="series-duplicate", message=message, span=span)


def _mixed(series: tuple[Point, ...], place: Places) -> Iterator[Problem]:
    """Find the first point whose period is of another length than those before it."""
    first = length(series[0].at) if series else ""
    for number, point in enumerate(series):
        if (other := length(point.at)) != first:
            words = f"at: {point.at.text} is a {other} in a series of {first}s"
            message = f"{words}; make two metrics of it, or count all by the {other}"
            yield Problem(code="series-mixed", message=message, span=place(number, "at"))
            return


def ahead_faults(series: tuple[Point, ...], today: date, place: Places) -> Iterator[Problem]:
    """Find values of periods that have not begun; those of a forecast are provisional."""
    for number, point in enumerate(series):
        if point.at.first > today and not point.provisional:
            message = f"at: {point.at.text} has not begun; correct it, or give a forecast 'provisional: true'"
            yield Problem(code="metric-ahead", message=message, span=place(number, "at"))


def length(at: Period) -> str:
    """Name how long a period is: day, week, month, quarter or year."""
    if at.first == at.last:
        return "day"
    return (
        "week"
        if "W" in at.text
        else "quarter"
        if "Q" in at.text
        else "year"
        if len(at.text) == 4
        else "month"
    )


def period_at(day: date, size: str) -> Period:
    """Give the day, week, month, quarter or year in which a day lies."""
    year, week, _ = day.isocalendar()
    texts = {
        "day": day.isoformat(),
        "week": f"{year}-W{week:02}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "year": str(day.year),
    }
    return parse_period(texts[size])


def target_faults(targets: tuple[Target, ...], place: Places) -> Iterator[Problem]:
    """Find targets that stand in the wrong order, or are to be reached before they hold."""
    for number, target in enumerate(targets):
        if target.from_ and target.by and target.by.last < target.from_.first:
            message = f"by: {target.by.text} is before {target.from_.text}, since when it holds; correct one"
            yield Problem(code="target-order", message=message, span=place(number, "by"))
    for number, (former, later) in enumerate(pairwise(targets), 1):
        if later.from_ is None:
            message = "from: missing; say since when this target holds, as it follows another one"
            yield Problem(code="target-order", message=message, span=place(number, "from"))
        elif former.from_ and later.from_.first <= former.from_.first:
            when = f"{later.from_.text} comes after {former.from_.text}"
            message = f"from: {when}; write the targets in the order of time"
            yield Problem(code="target-order", message=message, span=place(number, "from"))
