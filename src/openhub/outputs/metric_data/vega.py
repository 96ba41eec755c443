"""A metric's chart as a Vega-Lite specification (version 5), its data inside. It shows what the page does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from openhub.charts import WIDE, Chart, bar_days, goals, has_bars, pieces, plot_of, spreads, steps
from openhub.hub import moves
from openhub.judging import sentence
from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.outputs.metric_data.points import on_chart
from openhub.outputs.metric_data.table import plain_number
from openhub.series import Point
from openhub.site import Site
from openhub.views.metric_chart import charted

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
Layer: TypeAlias = dict[str, Any]
_ONCE: Layer = {"values": [{}]}
_FINAL = [{"filter": "!datum.provisional"}]
_LOOSE = [{"filter": "datum.provisional"}]
_WIDTH, _ROW, _LETTER = 640, 12, 8
"""How wide the plot is, how high a row of tags, and how wide a letter of one at the most."""
_MANY = 70
"""With more values than these the points are small, as the line is what is seen."""


def written(entry: Entry, site: Site) -> bytes:
    """Write the specification: what the page's chart shows, on the same axes."""
    claims = moves.claims(entry, site)
    chart = charted(entry, tuple(claim.day for claim in claims), site.config.language)
    axes = _Axes(chart, entry.data)
    names = [claim.source.title for claim in claims]
    whole = {
        "$schema": SCHEMA,
        "title": {"text": entry.title, "subtitle": sentence(entry.data, site.config.language)},
        "description": chart.desc,
        "width": _WIDTH,
        "height": 320,
        "data": {"values": []},
        "layer": [
            _days(axes),
            *_zone(axes),
            # A bar would hide the bracket behind it, and a band the line.
            *(_bars(axes) if axes.stands else ()),
            *_spread(axes),
            *(() if axes.stands else _line(axes)),
            *_aims(axes),
            *_breaks(axes),
            *_marks(axes, names),
        ],
    }
    rows = ", ".join(_rows(axes))
    told = (f'"{name}": {_json(part, rows)}' for name, part in whole.items())
    return f"{{{', '.join(told)}}}\n".encode()


def _json(part: Any, rows: str) -> str:
    text = json.dumps(part, ensure_ascii=False)
    return text.replace("[]", f"[{rows}]") if part == {"values": []} else text


class _Axes:
    """A chart with its axes, which every layer names alike."""

    def __init__(self, chart: Chart, data: Metric) -> None:
        self.chart = chart
        self.plot = plot_of(chart, WIDE)
        self.stands = has_bars(chart, self.plot)
        self._unit = data.unit
        self.tips = [{"field": "at", "title": "Period"}, {"field": "value", "title": data.unit}]

    def holds(self, day: date) -> bool:
        return self.plot.start <= day < self.plot.end

    def pixel(self, day: date) -> float:
        return (day - self.plot.start).days / max((self.plot.end - self.plot.start).days, 1) * _WIDTH

    def x(self, field: str = "day") -> Layer:
        scale = {"type": "utc", "nice": False}
        return {"field": field, "type": "temporal", "scale": scale, "title": None}

    def y(self, **where: Any) -> Layer:
        torn = " (the axis does not begin at zero)" if self.plot.broken else ""
        scale = {"domain": [self.plot.ticks[0], self.plot.ticks[-1]], "zero": False, "nice": False}
        return {**where, "type": "quantitative", "title": f"{self._unit}{torn}", "scale": scale}


def _days(axes: _Axes) -> Layer:
    """Let the axis have the days of the page's chart: from two points that are not seen."""
    ends = [{"day": str(day)} for day in (axes.plot.start, axes.plot.end)]
    return {
        "data": {"values": ends},
        "mark": {"type": "point", "opacity": 0},
        "encoding": {"x": axes.x()},
    }


# ── the values ──────────────────────────────────────────────────────────────


def _rows(axes: _Axes) -> Iterator[str]:
    """Write each point; `run` grows where the line is not joined, and `band` where the band is not."""
    bands = {dot.at: number for number, run in enumerate(_bands(axes.chart)) for dot in run}
    widths = bar_days(axes.chart.dots, axes.plot) if axes.stands else [0.0] * len(axes.chart.dots)
    for (run, dot), width in zip(_runs(axes.chart), widths, strict=True):
        more = f', "band": {bands[dot.at]}' if dot.at in bands else ""
        if width:
            first, last = (_instant(dot, days) for days in (-width / 2, width / 2))
            more += f', "first": "{first}", "last": "{last}"'
        yield on_chart(dot, _instant(dot), run, more)


def _runs(chart: Chart) -> Iterator[tuple[int, Point]]:
    """Number the runs that are joined without dashes: a new one begins after a provisional value too."""
    number = -1
    for run in chart.runs:
        number += 1
        for former, dot in zip((None, *run), run, strict=False):
            number += former is not None and former.provisional and not dot.provisional
            yield number, dot


def _instant(dot: Point, beside: float = 0) -> str:
    """Give the middle of a period, or so many days beside it."""
    if dot.at.first == dot.at.last and not beside:  # long series are of days
        return f"{dot.at.text}T12:00Z"
    days = ((dot.at.last - dot.at.first).days + 1) / 2 + beside
    at = datetime.combine(dot.at.first, time()) + timedelta(days=days)
    return f"{at.isoformat(timespec='minutes')}Z"


def _bands(chart: Chart) -> Sequence[tuple[Point, ...]]:
    """Give the runs between whose ends a band is drawn; a value alone has a bracket."""
    return [run for run in spreads(chart) if len(run) > 1] if chart.shape == "line" else []


def _bars(axes: _Axes) -> Iterator[Layer]:
    """Draw bars on zero; the line around each shows one of nothing."""
    places = {"x": axes.x("first"), "x2": {"field": "last"}, "y": axes.y(field="value"), "y2": {"datum": 0}}
    encoding = {**places, "tooltip": axes.tips}
    stroke = {"type": "rect", "stroke": "#4c78a8", "strokeWidth": 1}
    yield {"transform": _FINAL, "mark": {**stroke, "fill": "#4c78a8"}, "encoding": encoding}
    yield {"transform": _LOOSE, "mark": {**stroke, "fill": "#ffffff"}, "encoding": encoding}


def _line(axes: _Axes) -> Iterator[Layer]:
    """Draw a line for each run, dashed from and to provisional values, and a point for each value."""
    places = {"x": axes.x(), "y": axes.y(field="value")}
    joined = {**places, "detail": {"field": "run"}}
    yield {"transform": _FINAL, "mark": "line", "encoding": joined}
    if loose := list(_dashed(axes.chart)):
        yield {
            "data": {"values": loose},
            "mark": {"type": "line", "strokeDash": [3, 3]},
            "encoding": joined,
        }
    size = 30 if len(axes.chart.dots) <= _MANY else 8
    shown = {**places, "tooltip": axes.tips}
    yield {
        "transform": _FINAL,
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": size},
        "encoding": shown,
    }
    yield {"transform": _LOOSE, "mark": {"type": "point", "filled": False, "size": 30}, "encoding": shown}


def _dashed(chart: Chart) -> Iterator[Layer]:
    found = (dots for run in chart.runs for loose, dots in pieces(run) if loose)
    for number, dots in enumerate(found):
        for dot in dots:
            yield {"day": _instant(dot), "value": plain_number(dot.value), "run": number}


def _spread(axes: _Axes) -> Iterator[Layer]:
    """Draw a band where values are joined, and a bracket where one stands alone."""
    is_known = "isValid(datum.low) && isValid(datum.high)"
    places = {"x": axes.x(), "y": axes.y(field="low"), "y2": {"field": "high"}}
    if _bands(axes.chart):
        yield {
            "transform": [{"filter": f"{is_known} && isValid(datum.band)"}],
            "mark": {"type": "area", "opacity": 0.2},
            "encoding": {**places, "detail": {"field": "band"}},
        }
    if any(len(run) == 1 for run in spreads(axes.chart)) or (axes.stands and spreads(axes.chart)):
        alone = [{"filter": f"{is_known} && !isValid(datum.band)"}]
        yield {"transform": alone, "mark": "rule", "encoding": places}
        for end in ("low", "high"):
            yield {
                "transform": alone,
                "mark": {"type": "tick", "size": 8, "orient": "horizontal"},
                "encoding": {"x": axes.x(), "y": axes.y(field=end)},
            }


# ── what is wanted, and what happened ───────────────────────────────────────


def _zone(axes: _Axes) -> Iterator[Layer]:
    if axes.chart.zone is None:
        return
    ends = (axes.plot.ticks[0], axes.plot.ticks[-1])
    low, high = (end if bound is None else bound for bound, end in zip(axes.chart.zone, ends, strict=True))
    yield {
        "data": _ONCE,
        "mark": {"type": "rect", "opacity": 0.12},
        "encoding": {"y": axes.y(datum=plain_number(low)), "y2": {"datum": plain_number(high)}},
    }


def _aims(axes: _Axes) -> Iterator[Layer]:
    """Draw each target over the days for which it holds, and a diamond at the day by which it is due."""
    listed = [
        {"first": str(step.first), "last": str(step.last), "target": plain_number(step.value)}
        for step in steps(axes.chart, axes.plot)
    ]
    if listed:
        places = {"x": axes.x("first"), "x2": {"field": "last"}, "y": axes.y(field="target")}
        yield {"data": {"values": listed}, "mark": _rule([6, 4]), "encoding": places}
    dues = [
        {"day": str(level.by), "target": plain_number(level.value)}
        for level in goals(axes.chart, axes.plot)
        if level.by
    ]
    if dues:
        mark = {"type": "point", "shape": "diamond", "size": 80}
        yield {
            "data": {"values": dues},
            "mark": mark,
            "encoding": {"x": axes.x(), "y": axes.y(field="target")},
        }


def _breaks(axes: _Axes) -> Iterator[Layer]:
    """Draw a rule at each day on which what is counted changed."""
    listed = [{"day": str(day), "word": axes.chart.break_word} for day in axes.chart.breaks]
    if listed:
        yield {"data": {"values": listed}, "mark": _rule([4, 2]), "encoding": {"x": axes.x()}}
        yield from _tags(listed, "word", axes)


def _marks(axes: _Axes, names: Sequence[str]) -> Iterator[Layer]:
    """Draw what is said to have moved it, as far as it is on the chart; each keeps its number."""
    days = enumerate(zip(axes.chart.marks, names, strict=True), 1)
    listed = [
        {"day": str(day), "mark": number, "by": name} for number, (day, name) in days if axes.holds(day)
    ]
    if listed:
        tips = [{"field": "mark", "title": "Mark"}, {"field": "by", "title": "By"}]
        encoding = {"x": axes.x(), "tooltip": tips}
        yield {"data": {"values": listed}, "mark": _rule([1, 3]), "encoding": encoding}
        yield from _tags(listed, "mark", axes)


def _rule(dash: Sequence[int]) -> Layer:
    return {"type": "rule", "strokeDash": [*dash]}


def _tags(listed: Sequence[Layer], field: str, axes: _Axes) -> Iterator[Layer]:
    """Write numbers, and words below these, beside their rules; none over another."""
    rows = _in_rows(listed, field, axes)
    above = 0
    if field == "word":
        marks = [{"day": str(day), "mark": 0} for day in sorted(axes.chart.marks) if axes.holds(day)]
        above = max(_in_rows(marks, "mark", axes), default=0) + 1
    for row in sorted(set(rows)):
        yield {
            "data": {"values": [one for one, place in zip(listed, rows, strict=True) if place == row]},
            "mark": {"type": "text", "align": "left", "dx": 4},
            "encoding": {
                "x": axes.x(),
                "y": {"value": 8 + _ROW * (above + row)},
                "text": {"field": field},
            },
        }


def _in_rows(listed: Sequence[Layer], field: str, axes: _Axes) -> list[int]:
    """Give the row of each tag: the first in which the one before it has ended; by their days in order."""
    ends: list[float] = []
    found: dict[int, int] = {}
    for place, one in sorted(enumerate(listed), key=lambda it: str(it[1]["day"])):
        x = axes.pixel(date.fromisoformat(str(one["day"])))
        row = next((row for row, end in enumerate(ends) if end <= x), len(ends))
        ends[row : row + 1] = [x + _LETTER * (len(str(one[field])) + 1)]
        found[place] = row
    return [found[place] for place in range(len(listed))]
