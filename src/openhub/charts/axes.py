"""The frame of a chart: its grid, the numbers beside it, the periods under it and the words in its margin."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import pairwise
from operator import itemgetter

from openhub.charts.chart import Chart, Size
from openhub.charts.plot import ROW, Plot, beside, goes_on, steps
from openhub.charts.scale import tick_words
from openhub.series import Point

_NAMED = 36
"""With more values than these over years, the years alone are named."""


def grid(chart: Chart, plot: Plot) -> Iterator[str]:
    """Draw a line for each round number, and the number."""
    for tick, words in zip(plot.ticks, tick_words(plot.ticks, chart.language), strict=True):
        y = plot.y(tick)
        name = "axis" if tick == 0 and not plot.broken else "grid"
        yield f'<line class="{name}" x1="{plot.left:.1f}" x2="{plot.right:.1f}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{plot.left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{words}</text>'
    if plot.broken:
        yield _zigzag(plot)


def _zigzag(plot: Plot) -> str:
    """Mark a base that is not zero, as on paper: the axis is torn off."""
    wide = (plot.right - plot.left) / 60
    places = (f"{plot.left + step * wide:.1f},{plot.bottom + (4 if step % 2 else 8)}" for step in range(61))
    return f'<polyline class="axis" points="{" ".join(places)}"/>'


def under(chart: Chart, plot: Plot, size: Size) -> Iterator[str]:
    """Name the periods, and their years where they change."""
    if _is_long(chart.dots):
        yield from _years(plot, size)
        return
    year, base = "", plot.bottom + ROW + 6
    for place, x in _labelled(chart, plot, size):
        name, above = chart.labels[place]
        yield f'<text x="{x:.1f}" y="{base:.1f}" text-anchor="middle">{escape(name)}</text>'
        if above != year:
            yield f'<text x="{x:.1f}" y="{base + ROW - 1:.1f}" text-anchor="middle">{escape(above)}</text>'
        year = above


def _is_long(dots: Sequence[Point]) -> bool:
    return len(dots) > _NAMED and (dots[-1].at.last - dots[0].at.first).days > 2 * 366


def _years(plot: Plot, size: Size) -> Iterator[str]:
    years = range(plot.start.year + (plot.start > date(plot.start.year, 1, 1)), plot.end.year + 1)
    room = (plot.x(date(years[-1], 1, 1)) - plot.x(date(years[0], 1, 1))) / max(len(years) - 1, 1)
    every = max(math.ceil((4 * size.letter + 10) / max(room, 1)), 1)
    for year in years[::-1][::every][::-1]:
        x = plot.x(date(year, 1, 1))
        if x <= plot.right:
            yield f'<line class="grid" x1="{x}" x2="{x}" y1="{plot.bottom:.1f}" y2="{plot.bottom + 5:.1f}"/>'
            yield f'<text x="{x}" y="{plot.bottom + ROW + 6:.1f}" text-anchor="middle">{year}</text>'


def _labelled(chart: Chart, plot: Plot, size: Size) -> list[tuple[int, float]]:
    """Choose the periods that are named: evenly, the last one always, and so few that no two names touch."""
    label, year = (max(map(len, words)) * size.letter for words in zip(*chart.labels, strict=True))
    wide, room = max(label, year), max(label + 8, year + 4)
    edge, count = size.width - wide / 2, len(chart.dots)
    most = int((size.width - wide) / room) + 1
    for every in range(max(count // (most + 1), 1), count + 1):
        places = range(count - 1, -1, -every)
        chosen = [(at, min(max(plot.centre(chart.dots[at]), wide / 2), edge)) for at in places]
        if all(later - former >= room for (_, later), (_, former) in pairwise(chosen)):
            return chosen[::-1]
    return []


def margin(chart: Chart, plot: Plot) -> Iterator[str]:
    """Name the last value, the target and the zone in the right margin, apart from each other."""
    named, aim = goes_on(chart, plot), list(steps(chart, plot))[-1:]
    places = ((plot.y(value), name, words) for value, name, words in beside(chart, aim, named=named))
    found = sorted(places, key=itemgetter(0))
    heights = _spread([y for y, _, _ in found], plot.top, plot.bottom)
    for (_, name, words), y in zip(found, heights, strict=True):
        yield f'<text class="{name}" x="{plot.right + 9:.1f}" y="{y + 4:.1f}">{escape(words)}</text>'


def _spread(heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Move labels that would touch apart: down, and up again from the bottom."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + ROW if found else top))
    limit = bottom
    for index in range(len(found) - 1, -1, -1):
        found[index] = min(found[index], limit)
        limit = found[index] - ROW
    return found
