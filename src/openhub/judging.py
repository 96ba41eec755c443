"""What a series says against its baseline and its target, and the sentence that tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from openhub.runs import Run, runs
from openhub.series import Point, Range, Revision, Target
from openhub.trend import Direction, Judgement, Trend, change, judge, meets, trend
from openhub.when import Duration, parse_period
from openhub.words import amount, apart, in_a_row, in_period, long_day, number, period


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
    type: str
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
    def parts(self) -> tuple[Run, ...]:
        """The series, parted at its gaps."""
        return runs(self.series)

    @cached_property
    def verdict(self) -> Verdict | None:
        """The last final point against the final point `compare` before it, else against the first."""
        return _verdict(self.final, self) if self.final else None

    @cached_property
    def least(self) -> int:
        """The decimals that tell a number from those beside it: values before, targets, bounds."""
        values = [point.value for point in self.series]
        ends = (values[0], *values[-2:], min(values), max(values)) if values else ()
        bounds = (self.range.min, self.range.max) if self.range else ()
        aims = (*(target.value for target in self.targets), *(bound for bound in bounds if bound is not None))
        said = self.verdict
        compared = (said.last, said.baseline) if said else ()
        return apart((*ends, *aims, *(point.value for point in (*compared, *self.final[-2:]) if point)))

    def amount(self, value: float, language: str = "en") -> str:
        """Write a value of this metric with its unit, with the decimals that it needs."""
        return amount(value, self.unit, language, self.least)

    def number(self, value: float, language: str = "en") -> str:
        """Write a value of this metric without its unit."""
        return number(value, language, None, self.least)


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
    """Count how many values in a row, up to the last, missed the target that holds now, once it was due.

    Months in which another value was aimed at do not count, nor does what lies before a gap.
    """
    now = target_at(data, points[-1].at.last)
    if now is None or not _misses(points[-1], now, data):
        return 0
    times = 0
    for point in reversed(runs(points)[-1]):
        target = target_at(data, point.at.last)
        if target is None or target.value != now.value or not _misses(point, target, data):
            break
        times += 1
    return times


def _misses(point: Point, target: Target, data: Judged) -> bool:
    if data.direction not in {"up", "down"} or meets(point.value, target.value, data.direction):
        return False
    return _due(target, data) <= point.at.last


def _due(target: Target, data: Judged) -> date:
    """Give the last day by which a target is to be reached.

    One that repeats the value of the target before it puts off no day that has passed.
    """
    chain = [target]
    for former in reversed(data.targets[: data.targets.index(target)]):
        if former.value != target.value:
            break
        chain.insert(0, former)
    passed = (_day(former) for former, later in pairwise(chain) if _day(former) < _since(later))
    return min([_day(target), *passed])


def _day(target: Target) -> date:
    return target.by.last if target.by else _since(target)


def _since(target: Target) -> date:
    return target.from_.first if target.from_ else date.min


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
    value = f"{data.amount(said.last.value, language)} {in_period(said.last.at, language)}"
    return f"{value}, {_compared(said, data, language)}"


def _compared(said: Verdict, data: Judged, language: str) -> str:
    if said.baseline is None:
        return "the first value"
    since, then = period(said.baseline.at, language), in_period(said.baseline.at, language)
    if said.trend == "steady":
        return f"no clear change since {since}"
    before = said.baseline.value
    if _is_share(data):
        by = abs(round(said.last.value - before, 9))
        told = _points(by, language) if in_per_cent(data.unit) else amount(by, data.unit, language)
        return f"{said.trend} {told} from {data.amount(before, language)} {then}"
    if said.change is None or before * said.last.value < 0:
        # From zero there is no share, and one across zero tells nothing.
        return f"{said.trend} from {data.number(before, language)} {then}"
    if said.change >= _MANY and before > 0:
        times = number(round(said.last.value / before), language)
        return f"{times} times as much as {then}"
    return f"{said.trend} {_share(abs(said.change), language)} since {since}"


_PER_CENT = re.compile(r"(?:%|percent(?:age)?|per cent)(?: (?:of|points?)\b.*)?", re.IGNORECASE)


def in_per_cent(unit: str) -> bool:
    """Tell whether a unit counts in hundredths: "%", "percent", "% of answers"."""
    return bool(_PER_CENT.fullmatch(unit.strip()))


def _is_share(data: Judged) -> bool:
    """Tell whether values are shares, whose change in per cent would be read as one in points."""
    return data.type == "ratio" or in_per_cent(data.unit)


def _points(by: float, language: str) -> str:
    points = number(by, language)
    return f"{points} {'point' if points == '1' else 'points'}"


def _share(percent: float, language: str) -> str:
    if percent < 0.01:  # what `number` writes as nothing
        return "a little"
    is_all = round(percent) == 100 and percent != 100
    return f"{number(percent, language, 0 if percent >= 1 and not is_all else None)} %"


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
    words = data.amount(target.value, language)
    if meets(said.last.value, target.value, data.direction):
        return f" The target of {words} is met."
    if not said.missed:
        return _ahead(target, data, language)
    times = f"has been missed {in_a_row(said.missed, said.last.at.text)}" if said.missed > 1 else "is missed"
    is_put_off = target.by is not None and target.by.last > said.last.at.last
    again = f"; it is now to be reached by {period(target.by, language)}" if is_put_off and target.by else ""
    return f" The target of {words} {times}{again}."


def _ahead(target: Target, data: Judged, language: str) -> str:
    """Tell a target that is not due yet; one that was moved before its day holds as it was moved."""
    moved = [later for later in data.targets if _since(target) < _since(later) <= _day(target)]
    now = moved[-1] if moved else target
    when = (
        f"by {period(now.by, language)}"
        if now.by
        else f"from {period(now.from_, language)} on"
        if now.from_
        else ""
    )
    return f" The target is {data.amount(now.value, language)} {when}."
