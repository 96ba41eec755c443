"""Where a chart draws what: its values, its scales, its margins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal, TypeAlias

from openhub.charts.scale import is_broken, tick_words, ticks, written

ROW = 15
TAG = 20
"""The room of a numbered disc above the plot, and of a row of them."""
_ROOM = 11
"""How close values may be brought, so that the day of a target is on the chart."""
_FAR = 0.75
_DAY = timedelta(days=1)

Shape: TypeAlias = Literal["line", "bar"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A target, since when it holds, and the day by which it is to be reached."""

    since: date | None
    value: float
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn: `side` is good, bad or none; mark n stands at `marks[n - 1]`; `zone` is wanted.

    At each day of `breaks` the definition changed; `break_word` says so there.
    """

    title: str
    desc: str
    dots: tuple[Dot, ...]
    shape: Shape = "line"
    side: str = "none"
    targets: tuple[Level, ...] = ()
    target_word: str = "target"
    zone: tuple[float | None, float | None] | None = None
    zone_words: str = ""
    marks: tuple[date, ...] = ()
    breaks: tuple[date, ...] = ()
    break_word: str = "revised"
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a chart is, and how wide a letter of its type."""

    name: str
    width: int
    height: int
    letter: float


WIDE = Size(name="wide", width=636, height=300, letter=6.9)
NARROW = Size(name="narrow", width=280, height=260, letter=7.5)


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

    def centre(self, dot: Dot) -> float:
        """Give the place of a value: the middle of its period."""
        return self._across(((dot.first - self.start).days + (dot.last - self.start).days + 1) / 2)

    def _across(self, days: float) -> float:
        return round(self.left + days * (self.right - self.left) / (self.end - self.start).days, 1)

    def y(self, value: float) -> float:
        """Give the place of a value."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return round(self.bottom - share * (self.bottom - self.top), 1)


def plot_of(chart: Chart, size: Size) -> Plot:
    """Lay a chart out: its margins are as wide as what stands in them."""
    scale = ticks(_values(chart), from_zero=chart.shape == "bar")
    letters = max(map(len, tick_words(scale, chart.language)))
    words = max(len(words) for _, _, words in beside(chart, named=bool(_later(chart))))
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


def _values(chart: Chart) -> list[float]:
    given = [value for dot in chart.dots for value in (dot.value, dot.low, dot.high)]
    bounds = [*(level.value for level in chart.targets), *(chart.zone or ())]
    return [value for value in (*given, *bounds) if value is not None]


def breaks_base(chart: Chart) -> bool:
    """Tell whether the chart's axis does not begin at zero, so that a caption can say it."""
    return chart.shape == "line" and is_broken(_values(chart))


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
    aside = _aside(chart)
    start, end = chart.dots[0].first - aside, chart.dots[-1].last + _DAY + aside
    near = max((end - start) * 3 // 20, _DAY)
    marks = [day for day in chart.marks if start - near <= day <= end + near]
    return min([start, *marks]), max([end, *(day + _DAY for day in marks)])


def _aside(chart: Chart) -> timedelta:
    """Give the days that the bars of the first and the last single day need beside them."""
    steps = [later.first - former.first for former, later in pairwise(chart.dots)]
    is_day = chart.shape == "bar" and chart.dots[0].first == chart.dots[0].last
    return min(steps) // 2 if is_day and steps else timedelta(0)


def goals(chart: Chart, plot: Plot) -> Iterator[Level]:
    """Give the targets whose day is on the chart."""
    for level in chart.targets:
        if level.by is not None and plot.start <= level.by < plot.end:
            yield level


def shows_goals(chart: Chart) -> bool:
    """Tell whether the wide chart shows a day by which a target is to be reached."""
    return any(goals(chart, plot_of(chart, WIDE)))


def _later(chart: Chart) -> list[date]:
    """Give the days after the last value that would be shown if there were room."""
    days = (*chart.marks, *(level.by for level in chart.targets if level.by))
    return [day for day in days if day > chart.dots[-1].last]


def goes_on(chart: Chart, plot: Plot) -> bool:
    """Tell whether the chart shows days after its last value."""
    return any(day < plot.end for day in _later(chart))


def lost_marks(chart: Chart) -> list[int]:
    """Give the numbers of the marks that lie too far from the values to be shown."""
    plot = plot_of(chart, WIDE)
    return [place for place, day in enumerate(chart.marks, 1) if not plot.start <= day < plot.end]


def runs(dots: tuple[Dot, ...], breaks: Iterable[date] = ()) -> tuple[tuple[Dot, ...], ...]:
    """Part a series where a period is missing, and where the definition changed."""
    if not dots:
        return ()
    reach, cuts = _reach(dots), tuple(breaks)
    found = [[dots[0]]]
    for former, later in pairwise(dots):
        most = reach if later.first == later.last else 1
        if (later.first - former.last).days > most or any(_parts(day, former, later) for day in cuts):
            found.append([])
        found[-1].append(later)
    return tuple(map(tuple, found))


def _reach(dots: tuple[Dot, ...]) -> float:
    """Give how far single days may lie apart and still be joined: somewhat more than they mostly do."""
    steps = [(later.first - former.last).days for former, later in pairwise(dots)]
    return median(steps) * 1.6 if steps else 0


def _parts(day: date, former: Dot, later: Dot) -> bool:
    """Tell whether a day lies between the middles of two periods, where the values are drawn."""
    return (
        former.first + (former.last - former.first) / 2 < day <= later.first + (later.last - later.first) / 2
    )


# ── words in the margins ────────────────────────────────────────────────────


def beside(chart: Chart, *, named: bool) -> Iterator[tuple[float, str, str]]:
    """Give what the right margin names: the height as a value, its class, its words.

    The last value says of which period it is (`named`) where the chart goes on after it.
    """
    last = chart.dots[-1]
    figure = written(last.value, chart.language)
    yield last.value, "value", f"{last.label}: {figure}" if named else figure
    if chart.targets:
        aim = chart.targets[-1].value
        yield aim, "target", f"{chart.target_word} {written(aim, chart.language)}"
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
