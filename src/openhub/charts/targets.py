"""What is aimed at: the line of a target over the days for which it held, and the day by which it is due."""

from __future__ import annotations

from collections.abc import Iterator

from openhub.charts.chart import Chart
from openhub.charts.plot import Plot, goals, steps


def target_lines(chart: Chart, plot: Plot) -> Iterator[str]:
    """Draw each target over the days for which it holds, so that a target that was moved is seen to move."""
    for step in steps(chart, plot):
        y = plot.y(step.value)
        where = f'x1="{plot.x(step.first)}" x2="{plot.x(step.last)}" y1="{y}" y2="{y}"'
        halo = f'<line class="halo" {where}/>' if chart.shape == "bar" else ""
        yield f'{halo}<line class="target" {where}/>'


def target_goals(chart: Chart, plot: Plot) -> Iterator[str]:
    """Draw a hollow diamond at the end of the day by which a target is to be reached."""
    for level in goals(chart, plot):
        x, y = plot.x(level.by) if level.by else 0.0, plot.y(level.value)
        yield f'<path class="goal" d="M{x:.1f} {y - 6:.1f}l6 6 -6 6 -6 -6z"/>'
