"""Where a chart draws what: its values, its scales, its margins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from openhub.charts.chart import NARROW, WIDE, Chart, Level, Size
from openhub.charts.scale import is_broken, tick_words, ticks, written
from openhub.series import Point

ROW = 15
TAG = 20
"""The room of a numbered disc above the plot, and of a row of them."""
_ROOM = 11
"""How close values may be brought, so that the day of a target is on the chart."""
_FAR = 0.75
_DAY = timedelta(days=1)

Place: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Where the drawing lies inside its margins, and how days and values become places.

    `end` is the day after the last one that is shown.
    """

    left: float
    right: float
    top: float
    bottom: float
    start: date
    end: date
    ticks: tuple[float, ...]
    broken: bool

    def x(self, day: date) -> float:
        """Give the place where a day begins."""
        return self._across((day - self.start).days)

    def centre(self, dot: Point) -> float:
        """Give the place of a value: the middle of its period."""
        return self._across(((dot.at.first - self.start).days + (dot.at.last - self.start).days + 1) / 2)

    def places(self, dots: Iterable[Point], values: Iterable[float]) -> list[Place]:
        """Give the places of values, not rounded: of many, so what is alike for all is worked out once."""
        left, wide, start = self.left, self.right - self.left, 2 * self.start.toordinal() - 1
        bottom, high, days = self.bottom, self.bottom - self.top, (self.end - self.start).days
        low, span = self.ticks[0], self.ticks[-1] - self.ticks[0]
        return [
            (
                left + ((at := dot.at).first.toordinal() + at.last.toordinal() - start) / 2 * wide / days,
                bottom - (value - low) / span * high,
            )
            for dot, value in zip(dots, values, strict=True)
        ]

    def _across(self, days: float) -> float:
        return round(self.left + days * (self.right - self.left) / (self.end - self.start).days, 1)

    def y(self, value: float) -> float:
        """Give the place of a value."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return round(self.bottom - share * (self.bottom - self.top), 1)


def plot_of(chart: Chart, size: Size) -> Plot:
    """Lay a chart out: its margins are as wide as what stands in them."""
    scale = ticks(chart.extent, from_zero=chart.shape == "bar")
    letters = max(map(len, tick_words(scale, chart.language)))
    words = max(len(words) for _, _, words in beside(chart, chart.targets, named=bool(_later(chart))))
    left, right = letters * size.letter + 10, size.width - words * size.letter - 12
    # Both sizes show the same days: as many as the narrow one has room for.
    start, end = _span(chart, (NARROW.width - (letters + words) * NARROW.letter - 22) / _ROOM)
    plot = Plot(
        left=left,
        right=right,
        top=10,
        bottom=size.height - 2 * ROW - 8,
        start=start,
        end=end,
        ticks=scale,
        broken=breaks_base(chart),
    )
    rows = tag_rows(sum(width for _, width, _ in tags(chart, plot, size)), right - left)
    return replace(plot, top=rows * (TAG + 2) + 10)


def breaks_base(chart: Chart) -> bool:
    """Tell whether the chart's axis does not begin at zero, so that a caption can say it."""
    return chart.shape == "line" and is_broken(chart.extent)


# ── days ────────────────────────────────────────────────────────────────────


def _span(chart: Chart, most: float) -> tuple[date, date]:
    """Give the days that are shown: all periods, marks that are not far off, and the days of targets.

    `most` is how many values find room; the day of a target is left out where it would take it from them.
    """
    start, end = _marked(chart)
    far = (end - start) * min(_FAR, max(most / len(chart.dots) - 1, 0))
    goals = [level.by for level in chart.targets if level.by and level.by <= end + far]
    return start, max([end, *(day + _DAY for day in goals)])


def _marked(chart: Chart) -> tuple[date, date]:
    """Give the days of all periods and of the marks that are not far off."""
    aside = _aside(chart) if chart.shape == "bar" else timedelta(0)
    start, end = chart.dots[0].at.first - aside, chart.dots[-1].at.last + _DAY + aside
    near = max((end - start) * 3 // 20, _DAY)
    marks = [day for day in chart.marks if start - near <= day <= end + near]
    return min([start, *marks]), max([end, *(day + _DAY for day in marks)])


def _aside(chart: Chart) -> timedelta:
    """Give the days that the bars of the first and the last single day need beside them."""
    steps = [later.at.first - former.at.first for former, later in pairwise(chart.dots)]
    is_day = chart.dots[0].at.first == chart.dots[0].at.last
    return min(steps) // 2 if is_day and steps else timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A target over the days on the chart for which it holds; `last` is the day after them."""

    first: date
    last: date
    value: float


def steps(chart: Chart, plot: Plot) -> Iterator[Step]:
    """Give the line of each target, as far as it is on the chart."""
    for place, level in enumerate(chart.targets):
        later = chart.targets[place + 1].since if place + 1 < len(chart.targets) else None
        first, last = max(level.since or plot.start, plot.start), min(later or plot.end, plot.end)
        if first < last:
            yield Step(first=first, last=last, value=level.value)


def goals(chart: Chart, plot: Plot) -> Iterator[Level]:
    """Give the targets whose day is on the chart."""
    for level in chart.targets:
        if level.by is not None and plot.start <= level.by < plot.end:
            yield level


def shows_goals(chart: Chart) -> bool:
    """Tell whether the wide chart shows a day by which a target is to be reached."""
    return any(goals(chart, plot_of(chart, WIDE)))


def shows_targets(chart: Chart) -> bool:
    """Tell whether the wide chart shows the line of a target."""
    return any(steps(chart, plot_of(chart, WIDE)))


def _later(chart: Chart) -> list[date]:
    """Give the days after the last value that would be shown if there were room."""
    days = (*chart.marks, *(level.by for level in chart.targets if level.by))
    return [day for day in days if day > chart.dots[-1].at.last]


def goes_on(chart: Chart, plot: Plot) -> bool:
    """Tell whether the chart shows days after its last value."""
    return any(day < plot.end for day in _later(chart))


def lost_marks(chart: Chart) -> list[int]:
    """Give the numbers of the marks that lie too far from the values to be shown."""
    plot = plot_of(chart, WIDE)
    return [place for place, day in enumerate(chart.marks, 1) if not plot.start <= day < plot.end]


# ── words in the margins ────────────────────────────────────────────────────


def beside(chart: Chart, targets: Iterable[Level | Step], *, named: bool) -> Iterator[tuple[float, str, str]]:
    """Give what the right margin names: the height as a value, its class, its words.

    The last value says of which period it is (`named`) where the chart goes on after it. Of `targets` that
    may be named all are given here.
    """
    last = chart.dots[-1]
    figure = written(last.value, chart.language, chart.least)
    yield last.value, "value", f"{chart.label(last.at)[0]}: {figure}" if named else figure
    for aim in targets:
        yield aim.value, "target", f"{chart.target_word} {written(aim.value, chart.language, chart.least)}"
    if chart.zone and chart.zone_words:
        known = [value for value in chart.zone if value is not None]
        yield sum(known) / len(known), "target", chart.zone_words


Tag: TypeAlias = tuple[date, float, str]
"""A day, the room that its tag takes above the plot, and the tag's words: a number or a word."""


def tags(chart: Chart, plot: Plot, size: Size) -> list[Tag]:
    """Give what stands above the plot: numbered marks and changes of the definition, in the order of time."""
    word = len(chart.break_word) * size.letter + 10
    numbered = [(day, float(TAG), str(place)) for place, day in enumerate(chart.marks, 1)]
    found = [*numbered, *((day, word, chart.break_word) for day in chart.breaks)]
    return sorted((tag for tag in found if plot.start <= tag[0] < plot.end), key=lambda tag: tag[0])


def tag_rows(width: float, room: float) -> int:
    """Tell in how many rows tags find room; a row is not filled to the last, since tags differ in width."""
    return 0 if not width else 1 + int(width / max(room * 0.8, 1))
