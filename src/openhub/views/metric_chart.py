"""The chart of a metric: what is drawn, and how it is told to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from markupsafe import Markup as Safe

from openhub.charts import (
    NARROW,
    WIDE,
    Chart,
    Level,
    Shape,
    breaks_base,
    draw,
    lost_marks,
    shows_goals,
    shows_targets,
    spreads,
    written,
)
from openhub.judging import breaks
from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.series import Point, Target
from openhub.views.metric_words import side, unit_word
from openhub.words import axis_label, count, in_period, listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart in both widths and the line below it; all are empty where there are too few values."""

    wide: str = ""
    narrow: str = ""
    caption: str = ""


def drawn(entry: Entry, marks: tuple[date, ...], language: str) -> Drawn:
    """Draw the series of a metric; one value alone is no chart."""
    if len(entry.data.series) < 2:
        return Drawn()
    chart = charted(entry, marks, language)
    wide, narrow = (Safe(draw(chart, size)) for size in (WIDE, NARROW))  # noqa: S704 -- escaped where drawn
    return Drawn(wide=wide, narrow=narrow, caption=_caption(chart, entry.data))


def charted(entry: Entry, marks: tuple[date, ...], language: str) -> Chart:
    """Say what the chart of a metric shows, for its page and for its specification."""
    data: Metric = entry.data
    figures = data.series
    wanted, zone = shape(data), (data.range.min, data.range.max) if data.range else None
    cuts = tuple(_inside((revision.on for revision in breaks(data)), figures))
    return Chart(
        title=f"{entry.title}, {data.unit}",
        desc=" ".join(_described(data, language)),
        dots=figures,
        joined=None if cuts else data.parts,
        label=partial(axis_label, language=language),
        shape=wanted,
        side=side(data),
        targets=tuple(_level(target) for target in data.targets),
        zone=zone,
        zone_words=f"goal {_between(*zone, data, language)}" if zone else "",
        marks=marks,
        breaks=cuts,
        language=language,
        least=data.least,
    )


def shape(data: Metric) -> Shape:
    """Choose bars for what is counted anew in each period, and where no line could join two values."""
    if data.type == "counter":
        return "bar"
    # Most series have neighbours at their very begin, and then need not be parted.
    follows = any((later.at.first - former.at.last).days == 1 for former, later in pairwise(data.series))
    return "line" if follows or len(data.parts) < len(data.series) else "bar"


def _inside(days: Iterable[date], figures: tuple[Point, ...]) -> Iterator[date]:
    """Leave out days outside the series, where nothing could be cut."""
    return (day for day in days if figures[0].at.last < day <= figures[-1].at.last)


def _level(target: Target) -> Level:
    since = target.from_.first if target.from_ else None
    return Level(since=since, value=target.value, by=target.by.last if target.by else None)


def _between(low: float | None, high: float | None, data: Metric, language: str) -> str:
    """Write a range for the margin of a chart."""
    ends = [None if end is None else written(end, language, data.least) for end in (low, high)]
    if None in ends:
        return f"≥ {ends[0]}" if ends[0] else f"≤ {ends[1]}"
    return f"{ends[0]}–{ends[1]}"


# ── in words ────────────────────────────────────────────────────────────────


def _described(data: Metric, language: str) -> Iterator[str]:
    first, last = data.series[0], data.series[-1]
    yield f"From {_said(first, data, language)} to {_said(last, data, language)}."
    yield f"Lowest: {_said(min(data.series, key=_value), data, language)}."
    yield f"Highest: {_said(max(data.series, key=_value), data, language)}."
    if data.targets:
        yield f"Target: {data.amount(data.targets[-1].value, language)}."
    if last.provisional:
        yield "The last value is provisional."
    if len(data.parts) > 1:
        yield f"{count(len(data.parts) - 1, 'gap')}, where we have no value."


def _value(point: Point) -> float:
    return point.value


def _said(point: Point, data: Metric, language: str) -> str:
    return f"{data.amount(point.value, language)} {in_period(point.at, language)}"


def _caption(chart: Chart, data: Metric) -> str:
    """Say the unit, and what each sign on the chart means that is there."""
    return "; ".join((f"In {unit_word(data)}", *_signs(chart)))


def _spread_sign(chart: Chart) -> str:
    alone = [len(run) == 1 for run in spreads(chart)]
    if chart.shape == "bar" or all(alone):
        return "bracket"
    return "band or bracket" if any(alone) else "band"


def _signs(chart: Chart) -> Iterator[str]:
    if any(dot.provisional for dot in chart.dots):
        yield "hollow: provisional"
    if chart.targets:
        aims = (("dashed: target", shows_targets(chart)), ("diamond: by when", shows_goals(chart)))
        yield from filter(None, [", ".join(words for words, shown in aims if shown)])
    if chart.zone:
        yield "tinted: where we want it"
    if any(dot.low is not None and dot.high is not None for dot in chart.dots):
        yield f"{_spread_sign(chart)}: from the lowest to the highest that it may be"
    if chart.breaks:
        cut = "the line is cut" if chart.shape == "line" else "dashed and named"
        yield f"{cut} where we changed what we count"
    if breaks_base(chart):
        yield "the axis does not begin at zero"
    if lost := lost_marks(chart):
        word = "mark" if len(lost) == 1 else "marks"
        yield f"{word} {listed([str(place) for place in lost])} too far from the values to be drawn"
