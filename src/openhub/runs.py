"""Which values of a series are joined."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from openhub.series import Point

Run: TypeAlias = tuple[Point, ...]


def runs(dots: Sequence[Point], breaks: Iterable[date] = ()) -> tuple[Run, ...]:
    """Part a series where a period is missing, and where the definition changed."""
    starts = sorted({0, *_gaps(dots), *_cuts(dots, breaks)}) if dots else []
    return tuple(tuple(dots[start:end]) for start, end in pairwise((*starts, len(dots))))


def _gaps(dots: Sequence[Point]) -> list[int]:
    """Find the values before which a period is missing; single days may lie as far apart as most do."""
    firsts, lasts = [dot.at.first.toordinal() for dot in dots], [dot.at.last.toordinal() for dot in dots]
    steps = [later - former for former, later in zip(lasts, firsts[1:], strict=False)]
    if max(steps, default=0) <= 1:
        return []
    reach = median(steps) * 1.6
    most = (reach if first == last else 1 for first, last in zip(firsts[1:], lasts[1:], strict=True))
    return [place for place, (step, limit) in enumerate(zip(steps, most, strict=True), 1) if step > limit]


def _cuts(dots: Sequence[Point], breaks: Iterable[date]) -> list[int]:
    """Find the first value after each break: a value is drawn in the middle of its period."""
    days = list(breaks)
    middles = [dot.at.first + (dot.at.last - dot.at.first) / 2 for dot in dots] if days else []
    return [place for day in days if 0 < (place := bisect_left(middles, day)) < len(dots)]
