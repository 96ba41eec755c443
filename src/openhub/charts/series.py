"""The values of a chart: as points on lines that never cross a gap, or as bars that stand on zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import ne

from openhub.charts.chart import Chart
from openhub.charts.plot import Place, Plot
from openhub.runs import Run, runs
from openhub.series import Point

_APART = 9
"""Points that lie closer than this are not drawn one by one; the line is."""
_THIN = 2
_FEW = 3
_FLAT = 2
"""The height of a bar for nothing, so that it is told from a gap."""


def ground(chart: Chart, plot: Plot) -> Iterator[str]:
    """Draw what lies under all lines: the values that are wanted, and how sure each value is."""
    yield from _zone(chart, plot)
    if chart.shape == "line":
        yield from (_band(run, plot) for run in spreads(chart))


def spreads(chart: Chart) -> tuple[Run, ...]:
    """Give the values that have a band, joined as the line is; one alone has a bracket."""
    return runs(
        tuple(dot for dot in chart.dots if dot.low is not None and dot.high is not None), chart.breaks
    )


def _zone(chart: Chart, plot: Plot) -> Iterator[str]:
    if chart.zone is None:
        return
    low, high = chart.zone
    top = plot.y(plot.ticks[-1] if high is None else high)
    bottom = plot.y(plot.ticks[0] if low is None else low)
    size = f'width="{plot.right - plot.left:.1f}" height="{max(bottom - top, 1):.1f}"'
    yield f'<rect class="band" x="{plot.left:.1f}" y="{top}" {size}/>'


def _band(run: Run, plot: Plot) -> str:
    """Draw between the lowest and the highest that each value may be; as a bracket where one stands alone."""
    if len(run) == 1:
        return _bracket(run[0], plot)
    upper = thinned(plot.places(run, [dot.value if dot.high is None else dot.high for dot in run]))
    lower = thinned(plot.places(run, [dot.value if dot.low is None else dot.low for dot in run]))
    return f'<polygon class="band" points="{_points([*upper, *reversed(lower)])}"/>'


def _bracket(dot: Point, plot: Plot) -> str:
    if dot.low is None or dot.high is None:
        return ""
    x = plot.centre(dot)
    return f'<path class="spread" d="M{x - 4:.1f} {plot.y(dot.low)}h8m-4 0V{plot.y(dot.high)}m-4 0h8"/>'


def figures(chart: Chart, plot: Plot) -> Iterator[str]:
    """Draw the values: as bars where each finds room, else as a line with points."""
    room = (plot.right - plot.left) / len(chart.dots)
    if has_bars(chart, plot):
        yield from bars(chart.dots, plot)
        yield from (_bracket(dot, plot) for dot in chart.dots)
        return
    parts = chart.runs
    yield from lines(parts, plot)
    if room >= _APART:
        yield from (_dot(dot, plot) for dot in chart.dots)
        return
    loose = [dot for run in parts if len(run) > 1 for dot in run if dot.provisional or dot is chart.dots[-1]]
    yield from (*lone_dots(parts, plot, radius=2), *(_dot(dot, plot) for dot in loose))


# ── lines ───────────────────────────────────────────────────────────────────


def lines(parts: Iterable[Run], plot: Plot) -> Iterator[str]:
    """Draw a line for each run, dashed from and to values that are provisional."""
    for run in parts:
        for loose, dots in pieces(run):
            name = ' class="loose"' if loose else ""
            places = thinned(plot.places(dots, [dot.value for dot in dots]))
            yield f'<polyline{name} points="{_points(places)}"/>'


def pieces(run: Run) -> Iterator[tuple[bool, Sequence[Point]]]:
    """Part a run where steps from or to provisional values begin or end; no piece is a value alone."""
    if not any(dot.provisional for dot in run):
        yield from [(False, run)] if len(run) > 1 else []
        return
    steps = pairwise(run)
    for loose, group in groupby(steps, lambda step: step[0].provisional or step[1].provisional):
        mine = list(group)
        yield loose, [mine[0][0], *(later for _, later in mine)]


def thinned(places: Sequence[Place]) -> list[Place]:
    """Leave out what cannot be seen: in a column of a pixel the first, last, highest and lowest stay."""
    columns = [int(x) for x, _ in places]
    if all(map(ne, columns, columns[_FEW - 1 :])):
        return list(places)
    found: list[Place] = []
    start = 0
    for _, column in groupby(columns):
        mine = places[start : (start := start + len(list(column)))]
        if len(mine) < _FEW:
            found.extend(mine)
            continue
        heights = [y for _, y in mine]
        ends = {0, len(mine) - 1, heights.index(min(heights)), heights.index(max(heights))}
        found.extend(mine[index] for index in sorted(ends))
    return found


def _points(places: Iterable[Place]) -> str:
    return " ".join([f"{x:.1f},{y:.1f}" for x, y in places])


def lone_dots(parts: Iterable[Run], plot: Plot, *, radius: int) -> Iterator[str]:
    """Draw the values that no line leads to or from, since they could not be seen else."""
    for run in parts:
        if len(run) == 1:
            yield _dot(run[0], plot, radius)


def _dot(dot: Point, plot: Plot, radius: float = 3.5) -> str:
    hollow = ' class="provisional"' if dot.provisional else ""
    return f'<circle{hollow} cx="{plot.centre(dot)}" cy="{plot.y(dot.value)}" r="{radius}"/>'


# ── bars ────────────────────────────────────────────────────────────────────


def has_bars(chart: Chart, plot: Plot) -> bool:
    """Tell whether the values are drawn as bars: where these were too thin to be told apart, a line is."""
    return chart.shape == "bar" and min(bar_days(chart.dots, plot)) * _day(plot) >= _THIN


def bars(dots: Sequence[Point], plot: Plot) -> Iterator[str]:
    """Draw a bar for each value; none where they would be too thin to be told apart."""
    widths = [days * _day(plot) for days in bar_days(dots, plot)]
    if min(widths) >= _THIN:
        yield from (_bar(dot, width, plot) for dot, width in zip(dots, widths, strict=True))


def _day(plot: Plot) -> float:
    """Give how wide a day is."""
    return (plot.right - plot.left) / (plot.end - plot.start).days


def bar_days(dots: Sequence[Point], plot: Plot) -> list[float]:
    """Give how many days each bar is wide: most of its period; single days take what lies between them."""
    steps = ((later.at.first - former.at.first).days for former, later in pairwise(dots))
    between = min(steps, default=(plot.end - plot.start).days)
    lengths = [(dot.at.last - dot.at.first).days for dot in dots]
    return [0.7 * (length + 1 if length else between) for length in lengths]


def _bar(dot: Point, width: float, plot: Plot) -> str:
    name = "bar provisional" if dot.provisional else "bar"
    zero, y = plot.y(0), plot.y(dot.value)
    if y == zero:  # which is counted, and no gap
        y = zero - _FLAT
    size = f'width="{width:.1f}" height="{abs(zero - y):.1f}"'
    return f'<rect class="{name}" x="{plot.centre(dot) - width / 2:.1f}" y="{min(zero, y)}" {size}/>'
