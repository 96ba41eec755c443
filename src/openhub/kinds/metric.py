"""Metrics: published numbers, what we want of them, and their story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from openhub.judging import Judged, target_words, value_words
from openhub.kinds.base import Fields, Kind, fault
from openhub.model import Entry, Record, Row
from openhub.problems import Problem
from openhub.read.draft import is_unsafe
from openhub.read.fields import (
    Address,
    Block,
    Day,
    Duration,
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
from openhub.series import CADENCES, Columns, Point, Range, Revision, Target, series_faults, target_faults
from openhub.site import Site
from openhub.trend import Direction
from openhub.when import parse_duration


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
class Metric(Fields, Judged):
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
    yield from _bounds(data, record)
    yield from _rules(data, record)
    yield from _unsafe(data, record)
    yield from series_faults(data.series, lambda index, name: record.place(("series", index, name)).value)
    yield from target_faults(data.targets, lambda index, name: record.place(("targets", index, name)).value)


def _bounds(data: Metric, record: Record) -> Iterator[Problem]:
    """Find a range that is missing, bounds nothing, or stands upside down."""
    if data.range is None:
        if data.direction == "range":
            message = "range: missing; 'direction: range' needs 'range: {min, max}'"
            yield fault(record, ("direction",), "field-missing", message)
        return
    least, most = data.range.min, data.range.max
    if least is None and most is None:
        yield fault(record, ("range",), "field-missing", "range: empty; it needs 'min', 'max' or both")
    elif least is not None and most is not None and least > most:
        yield fault(record, ("range",), "field-type", "range: 'min' is above 'max'; exchange the two")


def _rules(data: Metric, record: Record) -> Iterator[Problem]:
    """Find a rule that nobody can follow: how many cases are enough, and how often a value comes."""
    if data.min_n is not None and data.min_n < 0:
        message = f"min_n: expected how many cases are enough, got {data.min_n}"
        yield fault(record, ("min_n",), "field-type", message)
    if data.cadence and data.cadence.lower() not in CADENCES:
        message = f"cadence: expected one of {', '.join(CADENCES)}, got '{data.cadence}'"
        told = f"{message}; without that no value is ever late"
        yield fault(record, ("cadence",), "metric-cadence", told)


def _unsafe(data: Metric, record: Record) -> Iterator[Problem]:
    for index, voice in enumerate(data.voices):
        if voice.source and len(voice.source.split()) == 1 and is_unsafe(voice.source):
            message = f"source: expected words, or an address that can be visited, got '{voice.source[:40]}'"
            yield fault(record, ("voices", index, "source"), "field-type", message)


def _sides(entry: Entry, site: Site) -> Iterator[Row]:
    said = entry.data.verdict
    if said is None or entry.data.retired or said.judgement not in {"better", "worse"}:
        return
    side: Literal["good", "bad"] = "good" if said.judgement == "better" else "bad"
    told = (said, entry.data, site.config.language)
    title, line = f"{entry.title}: {value_words(*told)}", target_words(*told).strip()
    yield Row(side=side, date=min(said.last.at.last, site.today), title=title, line=line)


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
    reserved_ids=r"datapackage|.+\.vl",
)
