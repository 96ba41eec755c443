"""A point of a series as JSON text. A hub may have many thousands, so each is written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable

from openhub.model import Body
from openhub.outputs.metric_data.table import plain_number
from openhub.series import Point
from openhub.when import Period


def figures(point: Point, note: Callable[[Body], str]) -> str:
    """Write what a point says of its period, the period itself aside; `note` writes a text as JSON."""
    told = f'"value": {plain_number(point.value)}'
    if point.n is not None:
        told += f', "n": {point.n}'
    if point.low is not None:
        told += f', "low": {plain_number(point.low)}'
    if point.high is not None:
        told += f', "high": {plain_number(point.high)}'
    if point.note:
        told += f', "note": {note(point.note)}'
    return f'{told}, "provisional": true' if point.provisional else told


def with_days(point: Point) -> str:
    """Write a point with the first and the last day of its period."""
    return f'{{"at": "{point.at.text}", {_days(point.at)}, {figures(point, _plain)}}}'


def _days(at: Period) -> str:
    if at.first == at.last:
        return f'"first": "{at.text}", "last": "{at.text}"'
    return f'"first": "{at.first}", "last": "{at.last}"'


def _plain(note: Body) -> str:
    return json.dumps(note.text, ensure_ascii=False)


def on_chart(point: Point, run: int) -> str:
    """Write a point as a row of a chart's data: at the middle of its period."""
    at = point.at
    day = at.text if at.first == at.last else at.middle
    told = f'{{"at": "{at.text}", "day": "{day}", "value": {plain_number(point.value)}, "run": {run}'
    told += f', "provisional": {"true" if point.provisional else "false"}'
    if point.low is not None:
        told += f', "low": {plain_number(point.low)}'
    if point.high is not None:
        told += f', "high": {plain_number(point.high)}'
    return told + "}"
