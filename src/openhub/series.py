"""The series of a metric: its points, the targets that held, and the columns of a table that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from openhub.problems import Problem, Span
from openhub.read.fields import Flag, Inline, Number, Period, Text, Whole
from openhub.read.schema import record


@record
class Point:
    """One value of the series, and the period that it stands for."""

    at: Period
    value: Number
    n: Whole | None = None
    low: Number | None = None
    high: Number | None = None
    note: Inline | None = None
    provisional: Flag = False


@record
class Target:
    """What we aim at, since when, and until when we want to be there."""

    from_: Annotated[Period | None, Field(alias="from")] = None
    value: Number
    by: Period | None = None
    note: Inline | None = None


@record
class Range:
    """The values that we are content with."""

    min: Number | None = None
    max: Number | None = None


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


def series_faults(series: tuple[Point, ...], places: Sequence[Span]) -> Iterator[Problem]:
    """Find points that repeat a period, run backwards or contradict themselves; `places` has one for each."""
    for point, place in zip(series, places, strict=True):
        if point.low is not None and point.high is not None and point.low > point.high:
            message = f"low: {point.low:g} is above 'high', {point.high:g}; exchange the two"
            yield Problem(code="field-type", message=message, span=place)
    for (former, later), place in zip(pairwise(series), places[1:], strict=True):
        if later.at.first == former.at.first:
            yield Problem(
                code="series-duplicate",
                message=f"at: {later.at.text} stands here twice; keep one",
                span=place,
            )
        elif later.at < former.at:
            message = (
                f"at: {later.at.text} comes after {former.at.text}; write the series in the order of time"
            )
            yield Problem(code="series-order", message=message, span=place)
