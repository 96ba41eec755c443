"""What a metric tells, as plain values by the names that authors write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, TypeAlias

from openhub.kinds.metric import Metric
from openhub.model import Body, Ref, Who
from openhub.outputs.metric_data.table import plain_number
from openhub.when import Duration, Period

Write: TypeAlias = Callable[[Any], Any]
"""Turns a value of a field into what a file holds; `written` does it for all that is plain."""


def told(data: Metric, names: tuple[str, ...], write: Write) -> Iterator[tuple[str, Any]]:
    """Give the fields that say something, in the order of `names`; of a series no points, which are many."""
    given = dict(_filled(data, write, frozenset(names)))
    yield from ((name, given[name]) for name in names if name in given)


def _filled(value: Any, write: Write, names: frozenset[str] | None = None) -> Iterator[tuple[str, Any]]:
    """Give the fields that say something, by the names that authors write: all, or those of `names`."""
    for name, default in _defaults(type(value)):
        told = getattr(value, name)
        if name == "series" and told:
            yield name, []  # its points are written by hand
        elif told != default and (names is None or name in names):
            yield name.rstrip("_"), f"{told:g}%" if name == "steady" else write(told)


def _defaults(model: Any) -> tuple[tuple[str, Any], ...]:
    if model not in _KNOWN:
        _KNOWN[model] = tuple(
            (item.name, None if item.default is MISSING else item.default) for item in fields(model)
        )
    return _KNOWN[model]


_KNOWN: dict[Any, tuple[tuple[str, Any], ...]] = {}


def plain(value: Any) -> Any:
    """Write a value; a text without its markup, a reference as its id."""
    return written(value, plain)


def written(value: Any, write: Write) -> Any:
    """Write a value; what it holds is written by `write`."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return plain_number(value)
    if isinstance(value, Body | Period):
        return value.text
    if isinstance(value, tuple):
        return [write(item) for item in value]
    if isinstance(value, Duration):
        return _duration(value)
    return _named(value, write)


def _named(value: Any, write: Write) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Ref):
        return value.id
    if isinstance(value, Who):
        return value.name
    return dict(_filled(value, write)) if is_dataclass(value) and not isinstance(value, type) else value


def _duration(value: Duration) -> str:
    minutes = int(value.rest.total_seconds()) // 60
    parts = (f"{value.months}mo" if value.months else "", f"{minutes}min" if minutes else "")
    return " ".join(filter(None, parts))
