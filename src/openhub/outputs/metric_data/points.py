"""The points of a series as JSON text. A hub may have many thousands, so each is written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from openhub.judging import Judged
from openhub.model import Body
from openhub.outputs.metric_data.table import plain_number
from openhub.series import Point


def figures(data: Judged) -> tuple[str, ...]:
    """Write the numbers of each point."""
    return tuple(map(_figures, data.series))


def _figures(point: Point) -> str:
    told = f'"value": {plain_number(point.value)}'
    if point.n is not None:
        told += f', "n": {point.n}'
    if point.low is not None:
        told += f', "low": {plain_number(point.low)}'
    return told if point.high is None else f'{told}, "high": {plain_number(point.high)}'


def rows(data: Judged, numbers: Iterable[str], note: Callable[[Body], str]) -> Iterator[str]:
    """Write each point with its numbers as `figures` gives them; `note` writes a text as JSON."""
    for point, told in zip(data.series, numbers, strict=True):
        yield f'{{"at": "{point.at.text}", {told}{_more(point, note)}}}'


def rows_with_days(data: Judged, numbers: Iterable[str]) -> Iterator[str]:
    """Write each point with the first and the last day of its period."""
    for point, told in zip(data.series, numbers, strict=True):
        at = point.at
        first, last = (at.text, at.text) if at.first == at.last else (at.first, at.last)
        yield f'{{"at": "{at.text}", "first": "{first}", "last": "{last}", {told}{_more(point, _plain)}}}'


def _more(point: Point, note: Callable[[Body], str]) -> str:
    if not (point.note or point.provisional):
        return ""
    told = f', "note": {note(point.note)}' if point.note else ""
    return f'{told}, "provisional": true' if point.provisional else told


def _plain(note: Body) -> str:
    return json.dumps(note.text, ensure_ascii=False)


def on_chart(point: Point, day: str, run: int, more: str) -> str:
    """Write a point as a row of a chart's data: at the middle of its period."""
    told = f'{{"at": "{point.at.text}", "day": "{day}", "value": {plain_number(point.value)}, "run": {run}'
    told += f', "provisional": {"true" if point.provisional else "false"}'
    if point.low is not None:
        told += f', "low": {plain_number(point.low)}'
    if point.high is not None:
        told += f', "high": {plain_number(point.high)}'
    return f"{told}{more}}}"
