"""Metrics: published numbers, what we want of them, and their story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from openhub.kinds.base import Fields, Kind, fault
from openhub.model import Entry, Record, Row
from openhub.problems import Problem
from openhub.read.fields import (
    Address,
    Block,
    Day,
    Duration,
    Inline,
    Many,
    MetricRef,
    Percent,
    Period,
    Person,
    PersonRef,
    Text,
    Verbatim,
    Whole,
)
from openhub.read.schema import record
from openhub.series import Columns, Point, Range, Target, series_faults, target_faults
from openhub.site import Site
from openhub.trend import Direction, Judgement, Trend, change, judge, meets, trend
from openhub.when import parse_duration
from openhub.words import amount, in_a_row, number, period


@record
class Revision:
    """A change of the definition, so that older points compare less."""

    on: Day
    affects: Text | None = None
    what: Text
    why: Inline | None = None


@record
class Story:
    """What the numbers of a period mean."""

    for_: Annotated[Period | None, Field(alias="for")] = None
    text: Block
    by: Person | None = None


@record
class Voice:
    """Somebody behind the numbers."""

    text: Block
    by: Person | None = None
    source: Text | None = None
    on: Day | None = None


@record
class Retired:
    """Why a metric is no longer counted."""

    on: Day
    because: Text
    replaced_by: MetricRef | None = None


@record
class Metric(Fields):
    """A published number over time."""

    title: Text
    unit: Verbatim
    direction: Direction
    question: Text | None = None
    objective: Text | None = None
    definition: Block | None = None
    definition_url: Address | None = None
    type: Literal["gauge", "counter", "ratio", "duration", "score"] = "gauge"
    range: Range | None = None
    targets: Many[Target] = ()
    cadence: Text | None = None
    series: Many[Point] = ()
    data: Text | None = None
    columns: Columns = Columns()
    source: Text | None = None
    method: Block | None = None
    caveats: Block | None = None
    min_n: Whole | None = None
    revisions: Many[Revision] = ()
    story: Many[Story] = ()
    voices: Many[Voice] = ()
    owner: PersonRef | None = None
    retired: Retired | None = None
    compare: Duration = parse_duration("6 months")
    steady: Percent = 5.0


def _check(data: Metric, record: Record) -> Iterator[Problem]:
    if not data.series and not data.data:
        yield fault(record, (), "field-missing", "series: missing; a metric needs 'series' or 'data'")
    if data.series and data.data:
        yield fault(record, ("data",), "series-twice", "data: stands beside 'series'; keep one of them")
    for name in ("objective", "definition", "source"):
        if getattr(data, name) is None:
            yield fault(
                record, (), "metric-unsaid", f"{name}: missing; the page says that it is not said yet"
            )
    if data.direction == "range" and not data.range:
        yield fault(
            record,
            ("direction",),
            "field-missing",
            "range: missing; 'direction: range' needs 'range: {min, max}'",
        )
    least, most = (data.range.min, data.range.max) if data.range else (None, None)
    if least is not None and most is not None and least > most:
        yield fault(record, ("range",), "field-type", "range: 'min' is above 'max'; exchange the two")
    yield from series_faults(data.series, lambda index: record.place(("series", index)).value)
    yield from target_faults(data.targets, lambda index: record.place(("targets", index)).value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the last final point says against its baseline. `change` is in per cent, or None from zero."""

    last: Point
    baseline: Point | None
    change: float | None
    trend: Trend
    judgement: Judgement
    missed: int


_MANY = 400
"""The growth in per cent from which on it is told as "8 times as much"."""


def final_points(data: Metric) -> tuple[Point, ...]:
    """Give the points that count: not provisional, and of no fewer than `min_n`."""
    enough = data.min_n or 0
    return tuple(
        point for point in data.series if not point.provisional and (point.n is None or point.n >= enough)
    )


def verdict(data: Metric) -> Verdict | None:
    """Compare the last final point with the final point `compare` before it, else with the first."""
    points = final_points(data)
    if not points:
        return None
    last = points[-1]
    baseline = _baseline(points, data)
    before = baseline.value if baseline else None
    went = trend(before, last.value, data.steady)
    span = (data.range.min, data.range.max) if data.range else (None, None)
    return Verdict(
        last=last,
        baseline=baseline,
        change=None if before is None else change(before, last.value),
        trend=went,
        judgement=judge(went, before, last.value, data.direction, span),
        missed=_missed(points, data),
    )


def _baseline(points: tuple[Point, ...], data: Metric) -> Point | None:
    if len(points) < 2:
        return None
    then = data.compare.before(points[-1].at.first)
    earlier = [point for point in points[:-1] if point.at.first <= then]
    return earlier[-1] if earlier else points[0]


def target_at(data: Metric, day: date) -> Target | None:
    """Give the target that held on a day."""
    valid = [target for target in data.targets if target.from_ is None or target.from_.first <= day]
    return valid[-1] if valid else None


def _missed(points: tuple[Point, ...], data: Metric) -> int:
    """Count how many values in a row, up to the last, missed a target that they should have reached."""
    times, later = 0, None
    for point in reversed(points):
        target = target_at(data, point.at.last)
        if target is None or not _misses(point, target, data) or _is_gap(point, later):
            break
        times, later = times + 1, point
    return times


def _misses(point: Point, target: Target, data: Metric) -> bool:
    if data.direction not in {"up", "down"} or not _is_due(target, point):
        return False
    return not meets(point.value, target.value, data.direction)


def _is_due(target: Target, point: Point) -> bool:
    return target.by is None or target.by.last <= point.at.last


def _is_gap(point: Point, later: Point | None) -> bool:
    """Tell whether a period is missing between two points; single days have no next one."""
    is_day = point.at.first == point.at.last
    return later is not None and not is_day and point.at.last + timedelta(days=1) < later.at.first


def is_inside(data: Metric) -> bool | None:
    """Tell whether the last final value is inside the range that we want; None where there is no range."""
    said = verdict(data)
    if said is None or data.direction != "range" or data.range is None:
        return None
    low, high = data.range.min, data.range.max
    return (low is None or low <= said.last.value) and (high is None or said.last.value <= high)


def _sides(entry: Entry, site: Site) -> Iterator[Row]:
    said = verdict(entry.data)
    if said is None or entry.data.retired or said.judgement not in {"better", "worse"}:
        return
    side: Literal["good", "bad"] = "good" if said.judgement == "better" else "bad"
    title, line = f"{entry.title}: {_value(said, entry.data)}", _about_target(said, entry.data).strip()
    yield Row(side=side, date=min(said.last.at.last, site.today), title=title, line=line)


def sentence(data: Metric) -> str:
    """Tell the verdict: value and period, change and baseline, and the target if it is missed."""
    said = verdict(data)
    if said is None:
        return "No final value yet."
    return f"{_value(said, data)}." + _about_target(said, data)


def _value(said: Verdict, data: Metric) -> str:
    return f"{amount(said.last.value, data.unit)} in {period(said.last.at)}, {_compared(said, data)}"


def _compared(said: Verdict, data: Metric) -> str:
    if said.baseline is None:
        return "the first value"
    since = period(said.baseline.at)
    if said.trend == "steady":
        return f"no clear change since {since}"
    if said.change is None:
        return f"{said.trend} from 0 in {since}"
    if data.unit == "%":
        points = number(abs(said.last.value - said.baseline.value))
        word = "point" if points == "1" else "points"
        return f"{said.trend} {points} {word} from {amount(said.baseline.value, '%')} in {since}"
    if said.change >= _MANY and said.baseline.value > 0:
        times = number(round(said.last.value / said.baseline.value))
        return f"{times} times as much as in {since}"
    return f"{said.trend} {abs(said.change):,.0f} % since {since}"


def _about_target(said: Verdict, data: Metric) -> str:
    inside = is_inside(data)
    if inside is not None:
        return f" It is {'inside' if inside else 'outside'} the range that we want."
    target = target_at(data, said.last.at.last)
    if target is None or data.direction not in {"up", "down"}:
        return ""
    words = amount(target.value, data.unit)
    if meets(said.last.value, target.value, data.direction):
        return f" The target of {words} is met."
    latest = data.targets[-1]  # A target that was moved before its day holds as it was moved.
    if not _is_due(target, said.last) and latest.by:
        return f" The target is {amount(latest.value, data.unit)} by {period(latest.by)}."
    if said.missed < 2:
        return f" The target of {words} is missed."
    return f" The target of {words} has been missed {in_a_row(said.missed, said.last.at.text)}."


KIND = Kind(
    name="metric",
    model=Metric,
    folder="metrics",
    listing="/metrics/",
    title="Metrics",
    route="/metrics/{slug}/",
    table="metrics",
    dated=False,
    as_written=True,
    check=_check,
    sides=_sides,
)
