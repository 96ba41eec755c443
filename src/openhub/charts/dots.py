"""The values of a chart, and which of them are joined."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple, TypeAlias


class Dot(NamedTuple):
    """A value and the days it stands for; `label` and `year` name its period under the axis.

    There are many, and a tuple is made in a third of the time of a frozen record.
    """

    first: date
    last: date
    value: float
    label: str = ""
    year: str = ""
    low: float | None = None
    high: float | None = None
    provisional: bool = False


Run: TypeAlias = tuple[Dot, ...]


def runs(dots: Sequence[Dot], breaks: Iterable[date] = ()) -> tuple[Run, ...]:
    """Part a series where a period is missing, and where the definition changed."""
    starts = sorted({0, *_gaps(dots), *_cuts(dots, breaks)}) if dots else []
    return tuple(tuple(dots[start:end]) for start, end in pairwise((*starts, len(dots))))


def _gaps(dots: Sequence[Dot]) -> list[int]:
    """Find the values before which a period is missing; single days may lie as far apart as most do."""
    firsts, lasts = [dot.first.toordinal() for dot in dots], [dot.last.toordinal() for dot in dots]
    steps = [later - former for former, later in zip(lasts, firsts[1:], strict=False)]
    if max(steps, default=0) <= 1:
        return []
    reach = median(steps) * 1.6
    most = (reach if first == last else 1 for first, last in zip(firsts[1:], lasts[1:], strict=True))
    return [place for place, (step, limit) in enumerate(zip(steps, most, strict=True), 1) if step > limit]


def _cuts(dots: Sequence[Dot], breaks: Iterable[date]) -> list[int]:
    """Find the first value after each break: a value is drawn in the middle of its period."""
    days = list(breaks)
    middles = [dot.first + (dot.last - dot.first) / 2 for dot in dots] if days else []
    return [place for day in days if 0 < (place := bisect_left(middles, day)) < len(dots)]
