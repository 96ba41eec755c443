"""The scale of values: where the axis begins, its round numbers, and how they are written."""

from __future__ import annotations

import math
from collections.abc import Sequence

from openhub.words import number

_TICKS = 4
_FLAT = 0.2
_SAME = 1e-9
"""Values that lie closer than this share of the largest are one value: no number on an axis parts them."""
_LONG = 1e7
"""From here on a number is too long for a margin and is written in millions."""
_SMALL = 1e-5
"""Below this a number has too many zeros for a margin and is written in powers of ten."""


def is_broken(values: Sequence[float]) -> bool:
    """Tell whether the axis leaves zero out: where values lie close, a line from zero would say nothing."""
    return min(values) > 0 and _SAME * max(values) < max(values) - min(values) < _FLAT * max(values)


def ticks(values: Sequence[float], *, from_zero: bool = False) -> tuple[float, ...]:
    """Give round numbers around the values: from zero, unless the base is broken."""
    broken = is_broken(values) and not from_zero
    low, high = (min(values), max(values)) if broken else (min(*values, 0.0), max(*values, 0.0))
    step = _round_step((high - low) or abs(high) * _FLAT or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(float(f"{place * step:.12g}") for place in range(first, max(last, first + 1) + 1))


def _round_step(span: float) -> float:
    raw = span / _TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)


def written(value: float, language: str = "en", least: int = 0) -> str:
    """Write a value for the margin of a chart: whole, in millions where that is too long for it."""
    size = abs(value)
    if size >= _LONG**2 or 0 < size < _SMALL:
        return f"{value:.2e}".replace("-", "−")
    return f"{number(value / 1e6, language)} M" if size >= _LONG else number(value, language, None, least)


def tick_words(scale: Sequence[float], language: str = "en") -> tuple[str, ...]:
    """Write the numbers of an axis, all with as many decimals as their step needs."""
    largest, step = max(abs(tick) for tick in scale), scale[1] - scale[0]
    if largest >= _LONG**2 or step < _SMALL:
        return tuple(f"{tick:.3g}".replace("-", "−") for tick in scale)
    divide, end = (1e6, " M") if largest >= _LONG else (1.0, "")
    return tuple(number(tick / divide, language, _decimals(step / divide)) + end for tick in scale)


def _decimals(step: float) -> int:
    """Count the decimals of a round step: 2.5 has one, 0.02 two."""
    return next((places for places in range(12) if abs(round(step, places) - step) < step * 1e-6), 12)
