"""What a chart shows, and how large it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from openhub.runs import Run, runs
from openhub.series import Point
from openhub.when import Period

Shape: TypeAlias = Literal["line", "bar"]
Label: TypeAlias = Callable[[Period], tuple[str, str]]
"""Writes a period for the axis: its own name, and the year that stands below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A target, since when it holds, and the day by which it is to be reached."""

    since: date | None
    value: float
    by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What is drawn: `side` is good, bad or none; mark n stands at `marks[n - 1]`; `zone` is wanted.

    At each day of `breaks` the definition changed; `break_word` says so there. Values in the margin have at
    `least` so many decimals where they have them. `joined` are the runs of the values, if they are known.
    It is without slots, so that it keeps what both sizes need of a long series.
    """

    title: str
    desc: str
    dots: tuple[Point, ...]
    label: Label
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
    least: int = 0
    joined: tuple[Run, ...] | None = None

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The values that are joined."""
        return runs(self.dots, self.breaks) if self.joined is None else self.joined

    @cached_property
    def extent(self) -> tuple[float, float]:
        """The lowest and the highest of all that is shown."""
        aims = [*(level.value for level in self.targets), *(self.zone or ())]
        ends = [end for dot in self.dots for end in (dot.low, dot.high) if end is not None]
        values = [*(dot.value for dot in self.dots), *ends, *(aim for aim in aims if aim is not None)]
        return min(values), max(values)

    @cached_property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The names of all periods."""
        return tuple(self.label(dot.at) for dot in self.dots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a chart is, and how wide a letter of its type."""

    name: str
    width: int
    height: int
    letter: float


WIDE = Size(name="wide", width=636, height=300, letter=6.9)
NARROW = Size(name="narrow", width=280, height=260, letter=7.5)
