"""Which way a number went, and whether that is the way we want it to go."""

from __future__ import annotations

from typing import Literal, TypeAlias

Trend: TypeAlias = Literal["up", "down", "steady", "alone"]
Judgement: TypeAlias = Literal["better", "worse", "steady", "none"]
Direction: TypeAlias = Literal["up", "down", "range", "none"]
Span: TypeAlias = tuple[float | None, float | None]
"""The lowest and the highest value that we are content with."""
_FIGURES = 12
"""How many figures of two values are compared."""


def change(before: float, now: float) -> float | None:
    """Give the change in per cent of what it was; None from zero, where there is no such share."""
    return None if before == 0 else (now - before) / abs(before) * 100


def trend(before: float | None, now: float, steady: float) -> Trend:
    """Say which way a number went; a change of no more than `steady` per cent is none."""
    if before is None:
        return "alone"
    share = change(before, now)
    moved = abs(share) > steady if share is not None else now != before
    if not moved:
        return "steady"
    return "up" if now > before else "down"


def judge(went: Trend, before: float | None, now: float, wanted: Direction, span: Span) -> Judgement:
    """Say whether a number went the way that is wanted."""
    if went in {"steady", "alone"} or before is None:
        return "steady"
    if wanted == "range":
        return _nearer(_distance(before, span), _distance(now, span))
    if wanted == "none":
        return "none"
    return "better" if went == wanted else "worse"


def _nearer(before: float, now: float) -> Judgement:
    if before == now:
        return "steady"
    return "better" if now < before else "worse"


def _distance(value: float, span: Span) -> float:
    low, high = span
    below = low - value if low is not None else 0.0
    above = value - high if high is not None else 0.0
    return max(below, above, 0.0)


def meets(value: float, target: float, wanted: Direction) -> bool:
    """Tell whether a value reaches its target, but for what machines add when they count: 0.1 + 0.2."""
    now, aim = (float(f"{one:.{_FIGURES}g}") for one in (value, target))
    return now <= aim if wanted == "down" else now >= aim
