"""Where a chart draws what: its values, its scales, its margins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from openhub.words import number

ROW = 15
MARK = 20
_TICKS = 4
_FLAT = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A value and the days it stands for; `label` and `year` name its period under the axis."""

    first: date
    last: date
    value: float
    label: str
    year: str = ""
    low: float | None = None
    high: float | None = None
    provisional: bool = False

    @property
    def middle(self) -> date:
        """The day at which the value is drawn."""
        return self.first + (self.last - self.first) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A target, and since when it holds."""

    since: date | None
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn: `side` is good, bad or none; mark n stands at `marks[n - 1]`; `zone` is wanted."""

    title: str
    desc: str
    dots: tuple[Dot, ...]
    side: str = "none"
    targets: tuple[Level, ...] = ()
    target_words: str = ""
    zone: tuple[float | None, float | None] | None = None
    zone_words: str = ""
    marks: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a chart is, and how wide a letter of its type."""

    name: str
    width: int
    height: int
    letter: float


WIDE = Size(name="wide", width=640, height=300, letter=6.9)
NARROW = Size(name="narrow", width=280, height=260, letter=7.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Where the drawing lies inside its margins, and how days and values become places."""

    left: float
    right: float
    top: float
    bottom: float
    start: date
    end: date
    ticks: tuple[float, ...]
    broken: bool

    def x(self, day: date) -> float:
        """Give the place of a day."""
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        """Give the place of a value."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return round(self.bottom - share * (self.bottom - self.top), 1)


# ── scales ──────────────────────────────────────────────────────────────────


def is_broken(values: Sequence[float]) -> bool:
    """Tell whether the axis leaves zero out: where values lie close, a line from zero would say nothing."""
    return min(values) > 0 and 0 < max(values) - min(values) < _FLAT * max(values)


def ticks(values: Sequence[float]) -> tuple[float, ...]:
    """Give round numbers around the values: from zero, unless the base is broken."""
    low, high = (min(values), max(values)) if is_broken(values) else (min(*values, 0.0), max(*values, 0.0))
    step = _round_step((high - low) or abs(high) * _FLAT or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(round(place * step, 10) for place in range(first, max(last, first + 1) + 1))


def _round_step(span: float) -> float:
    raw = span / _TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)


def runs(dots: Sequence[Dot]) -> tuple[tuple[Dot, ...], ...]:
    """Part a series where a period is missing: where a step is much longer than the usual one."""
    if not dots:
        return ()
    steps = [(later.middle - former.middle).days for former, later in pairwise(dots)]
    usual = median(steps) if steps else 0
    found = [[dots[0]]]
    for step, dot in zip(steps, dots[1:], strict=True):
        if step > usual * 1.6:
            found.append([])
        found[-1].append(dot)
    return tuple(tuple(run) for run in found)


def _values(chart: Chart) -> list[float]:
    given = [value for dot in chart.dots for value in (dot.value, dot.low, dot.high)]
    bounds = [*(level.value for level in chart.targets), *(chart.zone or ())]
    return [value for value in (*given, *bounds) if value is not None]


def breaks_base(chart: Chart) -> bool:
    """Tell whether the chart's axis does not begin at zero, so that a caption can say it."""
    return is_broken(_values(chart))


def plot_of(chart: Chart, size: Size) -> Plot:
    """Lay a chart out: its margins are as wide as what stands in them."""
    start, end = _span(chart)
    scale = ticks(_values(chart))
    labels = [number(tick) for tick in scale]
    left = max(len(label) for label in labels) * size.letter + 10
    words = [number(chart.dots[-1].value), chart.target_words, chart.zone_words]
    right = size.width - max(len(word) for word in words) * size.letter - 10
    rows = mark_rows(chart, right - left)
    return Plot(
        left=left,
        right=right,
        top=rows * (MARK + 2) + 10,
        bottom=size.height - 2 * ROW - 8,
        start=start,
        end=end,
        ticks=scale,
        broken=breaks_base(chart),
    )


def mark_rows(chart: Chart, width: float) -> int:
    """Tell in how many rows the discs of the marks find room."""
    return math.ceil(len(chart.marks) * MARK / max(width, 1))


def _span(chart: Chart) -> tuple[date, date]:
    """Give the days that the chart shows: all periods, and the marks that are not far off."""
    start, end = chart.dots[0].first, chart.dots[-1].last
    near = max((end - start) * 3 // 20, timedelta(days=1))
    marks = [day for day in chart.marks if start - near <= day <= end + near]
    start, end = min([start, *marks]), max([end, *marks])
    return start, max(end, start + timedelta(days=1))
