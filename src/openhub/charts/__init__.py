"""A series of values to SVG text: lines or bars with target and numbered marks, and a small one for lists.

Classes carry the colours, so that one drawing serves light, dark and print. Labels stand in margins of
their own, never on a line; a value stands in the middle of its period; a missing period is a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from openhub.charts.axes import grid, margin, under
from openhub.charts.chart import NARROW, WIDE, Chart, Level, Shape, Size
from openhub.charts.plot import (
    Plot,
    Step,
    breaks_base,
    goals,
    lost_marks,
    plot_of,
    shows_goals,
    shows_targets,
    steps,
)
from openhub.charts.scale import written
from openhub.charts.series import bar_days, bars, figures, ground, has_bars, lines, lone_dots, pieces, spreads
from openhub.charts.tags import tag_heads, tag_lines
from openhub.charts.targets import target_goals, target_lines
from openhub.runs import Run, runs
from openhub.series import Point

__all__ = [
    "NARROW", "WIDE", "Chart", "Level", "Plot", "Shape", "Size", "Step",
    "bar_days", "breaks_base", "draw", "goals", "has_bars", "lost_marks", "pieces", "plot_of",
    "shows_goals", "shows_targets",
    "sparkline", "spreads", "steps", "written",
]  # fmt: skip

_SPARK = (112, 32, 4)


def draw(chart: Chart, size: Size) -> str:
    """Draw a series with all that belongs to it, in the given size."""
    plot = plot_of(chart, size)
    name = f"Chart-{size.name}"
    names = f'aria-labelledby="{name}-title {name}-desc"'
    drawn = (
        f'<svg viewBox="0 0 {size.width} {size.height}" role="img" {names}>',
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-desc">{escape(chart.desc)}</desc>',
        *grid(chart, plot),
        *under(chart, plot, size),
        f'<g class="series-{chart.side}">',
        *ground(chart, plot),
        "</g>",
        *tag_lines(chart, plot, size),
        *(target_lines(chart, plot) if chart.shape == "line" else ()),
        f'<g class="series-{chart.side}">',
        *figures(chart, plot),
        "</g>",
        *(target_lines(chart, plot) if chart.shape == "bar" else ()),
        *target_goals(chart, plot),
        *tag_heads(chart, plot, size),
        *margin(chart, plot),
        "</svg>",
    )
    return "".join(drawn)


def sparkline(
    dots: Sequence[Point], side: str = "none", shape: Shape = "line", joined: tuple[Run, ...] | None = None
) -> str:
    """Draw a series as small as a word, its values `joined` if that is known; empty with fewer than two."""
    if len(dots) < 2:
        return ""
    width, height, edge = _SPARK
    values = [dot.value for dot in dots] + ([0.0] if shape == "bar" else [])
    low, high = min(values), max(values)
    room = (abs(high) or 1.0) * 0.5
    plot = Plot(
        left=edge,
        right=width - edge,
        top=edge,
        bottom=height - edge,
        start=dots[0].at.first,
        end=dots[-1].at.last + timedelta(days=1),
        ticks=(low, high) if high > low else (low - room, low + room),
        broken=True,
    )
    standing = tuple(bars(dots, plot)) if shape == "bar" else ()
    drawn = "".join(standing or _line(dots, joined, plot))
    return f'<svg class="spark series-{side}" viewBox="0 0 {width} {height}" aria-hidden="true">{drawn}</svg>'


def _line(dots: Sequence[Point], joined: tuple[Run, ...] | None, plot: Plot) -> tuple[str, ...]:
    parts = runs(tuple(dots)) if joined is None else joined
    return (*lines(parts, plot), *lone_dots(parts, plot, radius=1), *_last(dots[-1], plot))


def _last(dot: Point, plot: Plot) -> tuple[str]:
    hollow = ' class="provisional"' if dot.provisional else ""
    return (f'<circle{hollow} cx="{plot.centre(dot)}" cy="{plot.y(dot.value)}" r="3.5"/>',)
