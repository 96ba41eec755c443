"""What a series says against its baseline and its target, and the sentence that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from openhub.series import Point, Range, Revision, Target
from openhub.trend import Direction, Judgement, Trend, change, judge, meets, trend
from openhub.when import Duration, parse_period
from openhub.words import amount, in_a_row, long_day, number, period


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the last final point says against its baseline. `change` is in per cent, or None from zero."""

    last: Point
    baseline: Point | None
    change: float | None
    trend: Trend
    judgement: Judgement
    missed: int


class Judged:
    """What must be known of a metric to judge it.

    It is without slots, so that it keeps its verdict: pages, lists and files ask for it dozens of times.
    """

    unit: str
    direction: Direction
    range: Range | None
    targets: tuple[Target, ...]
    series: tuple[Point, ...]
    min_n: int | None
    revisions: tuple[Revision, ...]
    compare: Duration
    steady: float

    @cached_property
    def final(self) -> tuple[Point, ...]:
        """The points that count: not provisional, and of no fewer than `min_n`."""
        enough = self.min_n or 0
        return tuple(
            point for point in self.series if not point.provisional and (point.n is None or point.n >= enough)
        )

    @cached_property
    def verdict(self) -> Verdict | None:
        """The last final point against the final point `compare` before it, else against the first."""
        return _verdict(self.final, self) if self.final else None


_MANY = 400
"""The growth in per cent from which on it is told as "8 times as much"."""


def _verdict(points: tuple[Point, ...], data: Judged) -> Verdict:
    last = points[-1]
    baseline = _baseline(points, data)
    before = baseline.value if baseline else None
    went = trend(before, last.value, data.steady)
    span = (data.range.min, data.range.max) if data.range else (None, None)
    return Verdict(
        last=last,
        baseline=baseline,
        change=None if before is None else change(before, last.value),
        trend=went,
        judgement=judge(went, before, last.value, data.direction, span),
        missed=_missed(points, data),
    )


def _baseline(points: tuple[Point, ...], data: Judged) -> Point | None:
    if len(points) < 2:
        return None
    then = data.compare.before(points[-1].at.first)
    earlier = (point for point in reversed(points[:-1]) if point.at.first <= then)
    return next(earlier, points[0])


def target_at(data: Judged, day: date) -> Target | None:
    """Give the target that held on a day."""
    valid = [target for target in data.targets if target.from_ is None or target.from_.first <= day]
    return valid[-1] if valid else None


def _missed(points: tuple[Point, ...], data: Judged) -> int:
    """Count how many values in a row, up to the last, missed a target that they should have reached."""
    times, later = 0, None
    for point in reversed(points):
        target = target_at(data, point.at.last)
        if target is None or not _misses(point, target, data) or _is_gap(point, later):
            break
        times, later = times + 1, point
    return times


def _misses(point: Point, target: Target, data: Judged) -> bool:
    if data.direction not in {"up", "down"} or not _is_due(target, point):
        return False
    return not meets(point.value, target.value, data.direction)


def _is_due(target: Target, point: Point) -> bool:
    return target.by is None or target.by.last <= point.at.last


def _is_gap(point: Point, later: Point | None) -> bool:
    """Tell whether a period is missing between two points; single days have no next one."""
    is_day = point.at.first == point.at.last
    return later is not None and not is_day and point.at.last + timedelta(days=1) < later.at.first


def is_inside(data: Judged) -> bool | None:
    """Tell whether the last final value is inside the range that we want; None where there is no range."""
    said = data.verdict
    if said is None or data.direction != "range" or data.range is None:
        return None
    low, high = data.range.min, data.range.max
    return (low is None or low <= said.last.value) and (high is None or said.last.value <= high)


def sentence(data: Judged, language: str = "en") -> str:
    """Tell the verdict: value and period, change and baseline, and the target if it is missed.

    The words are English; numbers and dates are as the language writes them.
    """
    said = data.verdict
    if said is None:
        return "No final value yet."
    told = (value_words(said, data, language), ".", _revised_words(said, data, language))
    return "".join((*told, target_words(said, data, language)))


def value_words(said: Verdict, data: Judged, language: str = "en") -> str:
    """Tell the value with its period, and what changed: "31 h in October 2026, up 12 % since April 2026"."""
    at = said.last.at
    when = f"{'on' if at.first == at.last else 'in'} {period(at, language)}"
    return f"{amount(said.last.value, data.unit, language)} {when}, {_compared(said, data, language)}"


def _compared(said: Verdict, data: Judged, language: str) -> str:
    if said.baseline is None:
        return "the first value"
    since = period(said.baseline.at, language)
    if said.trend == "steady":
        return f"no clear change since {since}"
    before = said.baseline.value
    if data.unit == "%":
        points = number(abs(said.last.value - before), language)
        word = "point" if points == "1" else "points"
        return f"{said.trend} {points} {word} from {amount(before, '%', language)} in {since}"
    if said.change is None or before * said.last.value < 0:
        # From zero there is no share, and one across zero tells nothing.
        return f"{said.trend} from {number(before, language)} in {since}"
    if said.change >= _MANY and before > 0:
        times = number(round(said.last.value / before), language)
        return f"{times} times as much as in {since}"
    return f"{said.trend} {_share(abs(said.change), language)} since {since}"


def _share(percent: float, language: str) -> str:
    if percent < 0.01:  # what `number` writes as nothing
        return "a little"
    return f"{number(percent, language, 0 if percent >= 1 else None)} %"


def breaks(data: Judged) -> tuple[Revision, ...]:
    """Give the revisions that changed what is counted, in the order of time.

    One that `affects` a single period put right that value alone, so the others still compare.
    """
    return tuple(
        sorted((one for one in data.revisions if not _is_period(one.affects)), key=lambda one: one.on)
    )


def _is_period(text: str | None) -> bool:
    try:
        return bool(parse_period((text or "").strip()))
    except ValueError:
        return False


def _revised_words(said: Verdict, data: Judged, language: str) -> str:
    """Say that the two values that are compared were not counted alike."""
    if said.baseline is None:
        return ""
    since, until = said.baseline.at.last, said.last.at.last
    between = [one for one in breaks(data) if since < one.on <= until]
    if not between:
        return ""
    day = long_day(between[-1].on, language)
    return f" The two do not quite compare: what we count changed on {day}."


def target_words(said: Verdict, data: Judged, language: str = "en") -> str:
    """Tell of the range or target, in a sentence after a space; nothing where there is none."""
    inside = is_inside(data)
    if inside is not None:
        return f" It is {'inside' if inside else 'outside'} the range that we want."
    target = target_at(data, said.last.at.last)
    if target is None or data.direction not in {"up", "down"}:
        return ""
    words = amount(target.value, data.unit, language)
    if meets(said.last.value, target.value, data.direction):
        return f" The target of {words} is met."
    latest = data.targets[-1]  # A target that was moved before its day holds as it was moved.
    if not _is_due(target, said.last) and latest.by:
        words = amount(latest.value, data.unit, language)
        return f" The target is {words} by {period(latest.by, language)}."
    if said.missed < 2:
        return f" The target of {words} is missed."
    return f" The target of {words} has been missed {in_a_row(said.missed, said.last.at.text)}."
