"""A series of values to SVG text: a line chart with its target and numbered marks, and a small one for lists.

Classes carry the colours, so that one drawing serves light, dark and print. Labels stand in margins of
their own, never on a line; a value stands in the middle of its period; a missing period is a gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import pairwise
from operator import itemgetter

from openhub.charts.plot import (
    MARK,
    NARROW,
    ROW,
    WIDE,
    Chart,
    Dot,
    Level,
    Plot,
    Size,
    breaks_base,
    mark_rows,
    plot_of,
    runs,
)
from openhub.words import number

__all__ = ["NARROW", "WIDE", "Chart", "Dot", "Level", "Size", "breaks_base", "line_chart", "sparkline"]

_SPARK = (112, 32, 4)
_POINTS = 36
"""With more values than these the line alone is drawn."""


def line_chart(chart: Chart, size: Size) -> str:
    """Draw a series as a line with points, in the given size."""
    plot = plot_of(chart, size)
    name = f"Chart-{size.name}"
    names = f'aria-labelledby="{name}-title {name}-desc"'
    drawn = (
        f'<svg viewBox="0 0 {size.width} {size.height}" role="img" {names}>',
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-desc">{escape(chart.desc)}</desc>',
        *_grid(plot),
        *_under(chart, plot, size),
        f'<g class="series-{chart.side}">',
        *_zone(chart, plot),
        *_bands(chart, plot),
        "</g>",
        *_targets(chart, plot),
        *_marks(chart, plot),
        f'<g class="series-{chart.side}">',
        *_lines(chart.dots, plot),
        *_dots(chart.dots, plot),
        "</g>",
        *_beside(chart, plot),
        "</svg>",
    )
    return "".join(drawn)


def _grid(plot: Plot) -> Iterator[str]:
    for tick in plot.ticks:
        y = plot.y(tick)
        name = "axis" if tick == 0 and not plot.broken else "grid"
        yield f'<line class="{name}" x1="{plot.left:.1f}" x2="{plot.right:.1f}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{plot.left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{number(tick)}</text>'
    if plot.broken:
        yield _zigzag(plot)


def _zigzag(plot: Plot) -> str:
    """Mark a base that is not zero, as on paper: the axis is torn off."""
    wide = (plot.right - plot.left) / 60
    places = (f"{plot.left + step * wide:.1f},{plot.bottom + (4 if step % 2 else 8)}" for step in range(61))
    return f'<polyline class="axis" points="{" ".join(places)}"/>'


def _under(chart: Chart, plot: Plot, size: Size) -> Iterator[str]:
    if _is_long(chart.dots):
        yield from _years_under(plot, size)
        return
    year, below = "", plot.bottom + 2 * ROW + 5
    for dot in _labelled(chart.dots, plot, size):
        x = plot.x(dot.middle)
        yield f'<text x="{x}" y="{plot.bottom + ROW + 6:.1f}" text-anchor="middle">{escape(dot.label)}</text>'
        if dot.year != year:
            yield f'<text x="{x}" y="{below:.1f}" text-anchor="middle">{escape(dot.year)}</text>'
        year = dot.year


def _is_long(dots: Sequence[Dot]) -> bool:
    """Tell whether there are too many values for a point each, over years enough to name these alone."""
    return len(dots) > _POINTS and (dots[-1].last - dots[0].first).days > 2 * 366


def _years_under(plot: Plot, size: Size) -> Iterator[str]:
    years = range(plot.start.year + (plot.start > date(plot.start.year, 1, 1)), plot.end.year + 1)
    room = (plot.x(date(years[-1], 1, 1)) - plot.x(date(years[0], 1, 1))) / max(len(years) - 1, 1)
    every = max(math.ceil((4 * size.letter + 10) / max(room, 1)), 1)
    for year in years[::-1][::every][::-1]:
        x = plot.x(date(year, 1, 1))
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{plot.bottom:.1f}" y2="{plot.bottom + 5:.1f}"/>'
        yield f'<text x="{x}" y="{plot.bottom + ROW + 6:.1f}" text-anchor="middle">{year}</text>'


def _labelled(dots: Sequence[Dot], plot: Plot, size: Size) -> list[Dot]:
    """Choose the periods that are named: evenly, the last one always, and so few that no two names touch."""
    widest = max(max(len(dot.label), len(dot.year)) for dot in dots) * size.letter + 10
    for every in range(1, len(dots) + 1):
        chosen = [dot for place, dot in enumerate(reversed(dots)) if place % every == 0]
        if all(plot.x(later.middle) - plot.x(former.middle) >= widest for later, former in pairwise(chosen)):
            return chosen[::-1]
    return [dots[-1]]


def _lines(dots: Sequence[Dot], plot: Plot) -> Iterator[str]:
    for run in runs(dots):
        if len(run) > 1:
            yield f'<polyline points="{_path(((dot.middle, dot.value) for dot in run), plot)}"/>'


def _path(places: Iterable[tuple[date, float]], plot: Plot) -> str:
    return " ".join(f"{plot.x(day)},{plot.y(value)}" for day, value in places)


def _dots(dots: Sequence[Dot], plot: Plot) -> Iterator[str]:
    many = len(dots) > _POINTS
    for dot in dots[-1:] if many else dots:
        hollow = ' class="provisional"' if dot.provisional else ""
        yield f'<circle{hollow} cx="{plot.x(dot.middle)}" cy="{plot.y(dot.value)}" r="3.5"/>'


def _bands(chart: Chart, plot: Plot) -> Iterator[str]:
    for run in runs([dot for dot in chart.dots if dot.low is not None and dot.high is not None]):
        upper = [(dot.middle, dot.high or 0.0) for dot in run]
        lower = [(dot.middle, dot.low or 0.0) for dot in reversed(run)]
        yield f'<polygon class="band" points="{_path([*upper, *lower], plot)}"/>'


def _zone(chart: Chart, plot: Plot) -> Iterator[str]:
    if chart.zone is None:
        return
    low, high = chart.zone
    top = plot.y(plot.ticks[-1] if high is None else high)
    bottom = plot.y(plot.ticks[0] if low is None else low)
    width = plot.right - plot.left
    height = max(bottom - top, 1)
    yield f'<rect class="band" x="{plot.left:.1f}" y="{top}" width="{width:.1f}" height="{height:.1f}"/>'


def _targets(chart: Chart, plot: Plot) -> Iterator[str]:
    """Draw each target over the days for which it holds, so that a target that was moved is seen to move."""
    for place, level in enumerate(chart.targets):
        later = chart.targets[place + 1].since if place + 1 < len(chart.targets) else None
        first, last = max(level.since or plot.start, plot.start), min(later or plot.end, plot.end)
        if first < last:
            y = plot.y(level.value)
            yield f'<line class="target" x1="{plot.x(first)}" x2="{plot.x(last)}" y1="{y}" y2="{y}"/>'


def _marks(chart: Chart, plot: Plot) -> Iterator[str]:
    shown = [(place, day) for place, day in enumerate(chart.marks, 1) if plot.start <= day <= plot.end]
    rows = max(mark_rows(chart, plot.right - plot.left), 1)
    for row in range(rows):
        mine = shown[row::rows]
        middle = 12 + row * (MARK + 2)
        for (place, day), x in zip(mine, _apart([plot.x(day) for _, day in mine], plot), strict=True):
            at = plot.x(day)
            points = f"{x:.1f},{middle + 9} {at},{plot.top} {at},{plot.bottom}"
            yield f'<polyline class="mark" points="{points}"/>'
            yield f'<circle class="mark" cx="{x:.1f}" cy="{middle}" r="9"/>'
            yield f'<text class="mark" x="{x:.1f}" y="{middle + 4}">{place}</text>'


def _apart(places: list[float], plot: Plot) -> list[float]:
    """Move discs that would touch aside, to the right and then back inside."""
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + MARK) if found else place)
    limit = plot.right + MARK / 2
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], limit)
        limit = found[index] - MARK
    return found


def _beside(chart: Chart, plot: Plot) -> Iterator[str]:
    """Name the last value, the target and the zone in the right margin, apart from each other."""
    labels = [(plot.y(chart.dots[-1].value), "value", number(chart.dots[-1].value))]
    if chart.targets and chart.target_words:
        labels.append((plot.y(chart.targets[-1].value), "target", chart.target_words))
    if chart.zone and chart.zone_words:
        known = [value for value in chart.zone if value is not None]
        labels.append((plot.y(sum(known) / len(known)), "target", chart.zone_words))
    last = plot.top - ROW
    for y, name, words in sorted(labels, key=itemgetter(0)):
        last = max(y, last + ROW)
        yield f'<text class="{name}" x="{plot.right + 7:.1f}" y="{last + 4:.1f}">{escape(words)}</text>'


def sparkline(dots: Sequence[Dot], side: str = "none") -> str:
    """Draw a series as small as a word; empty where there are fewer than two values."""
    if len(dots) < 2:
        return ""
    width, height, edge = _SPARK
    values = [dot.value for dot in dots]
    low, high = min(values), max(values)
    plot = Plot(
        left=edge,
        right=width - edge,
        top=edge,
        bottom=height - edge,
        start=dots[0].middle,
        end=dots[-1].middle,
        ticks=(low, high) if high > low else (low - 1, low + 1),
        broken=True,
    )
    drawn = "".join((*_lines(dots, plot), *_dots(dots[-1:], plot)))
    return f'<svg class="spark series-{side}" viewBox="0 0 {width} {height}" aria-hidden="true">{drawn}</svg>'
