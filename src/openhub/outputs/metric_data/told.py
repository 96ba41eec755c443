"""Metrics as JSON, one a file with its verdict; and all as YAML, which openhub reads as metrics again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

from openhub.judging import sentence
from openhub.kinds.metric import Metric
from openhub.model import Body, Entry, Ref, Who
from openhub.outputs.metric_data import points
from openhub.outputs.metric_data.table import plain_number
from openhub.series import Point
from openhub.site import Site
from openhub.urls import absolute
from openhub.when import Duration, Period

TOLD = (
    "title", "question", "objective", "definition", "definition_url", "unit", "type", "direction", "range",
    "targets", "cadence", "source", "method", "caveats", "min_n", "compare", "steady", "owner", "series",
    "revisions", "story", "voices", "retired",
)  # fmt: skip
"""The fields that are given away, in this order."""


def as_json(entry: Entry, site: Site) -> bytes:
    """Tell a metric, its points with their first and last days, and what we read in them."""
    found = {name: value for name, value in _fields(entry.data, _plain) if name != "series"}
    whole = {
        "id": entry.id,
        "url": absolute(site.addresses[entry.ref], site.config.base),
        "type": entry.data.type,
        **found,
        "verdict": _verdict(entry.data),
    }
    head = json.dumps(whole, ensure_ascii=False, indent=1).removesuffix("\n}")
    rows = ",\n".join(f"  {points.with_days(point)}" for point in entry.data.series)
    return f'{head},\n "series": [\n{rows}\n ]\n}}\n'.encode()


def _verdict(data: Metric) -> dict[str, Any]:
    said = data.verdict
    if said is None:
        return {"sentence": sentence(data)}
    return {
        "sentence": sentence(data),
        "last": said.last.at.text,
        "baseline": said.baseline.at.text if said.baseline else None,
        "change_percent": None if said.change is None else round(said.change, 4),
        "trend": said.trend,
        "judgement": "none" if data.retired else said.judgement,
        "missed": said.missed,
    }


def as_yaml(metrics: Iterable[Entry]) -> bytes:
    """Write all metrics as a `metrics.yaml`, each value as JSON, which is YAML too."""
    return ("metrics:\n" + "".join(line for entry in metrics for line in _lines(entry))).encode()


def _lines(entry: Entry) -> Iterator[str]:
    yield f"  - id: {_scalar(entry.id)}\n"
    for name, value in _fields(entry.data, _source):
        if name == "series":
            yield "    series:\n"
            yield from (f"      - {_point(point)}\n" for point in entry.data.series)
        elif isinstance(value, list):
            yield f"    {name}:\n"
            yield from (f"      - {_scalar(item)}\n" for item in value)
        else:
            yield f"    {name}: {_scalar(value)}\n"


def _point(point: Point) -> str:
    return f'{{"at": "{point.at.text}", {points.figures(point, _note)}}}'


def _note(note: Body) -> str:
    return _scalar(_source(note))


_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _scalar(value: Any) -> str:
    """Write a value as JSON without what YAML takes for the end of a line."""
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


# ── values ──────────────────────────────────────────────────────────────────


def _fields(data: Metric, write: Any) -> Iterator[tuple[str, Any]]:
    given = dict(_filled(data, write))
    yield from ((name, given[name]) for name in TOLD if name in given)


def _filled(value: Any, write: Any) -> Iterator[tuple[str, Any]]:
    """Give the fields that say something, by the names that authors write."""
    for name, default in _defaults(type(value)):
        told = getattr(value, name)
        if name == "series" and told:
            yield name, ()  # its points are written by hand
        elif told != default:
            yield name.rstrip("_"), f"{told:g}%" if name == "steady" else write(told)


def _defaults(model: Any) -> tuple[tuple[str, Any], ...]:
    if model not in _KNOWN:
        _KNOWN[model] = tuple(
            (item.name, None if item.default is MISSING else item.default) for item in fields(model)
        )
    return _KNOWN[model]


_KNOWN: dict[Any, tuple[tuple[str, Any], ...]] = {}


def _plain(value: Any) -> Any:
    return _written(value, _plain)


def _source(value: Any) -> Any:
    """Write a value so that it can be read again: texts as Markdown that means no more than itself."""
    return _escaped(value.text) if isinstance(value, Body) else _written(value, _source)


def _written(value: Any, write: Any) -> Any:
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


def _named(value: Any, write: Any) -> Any:
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


_MEANING = re.compile(r"[\\`*_{}\[\]<>#|~$^:&]")
_START = re.compile(r"^(\d+)([.)])|^([-+=!])")


def _escaped(text: str) -> str:
    plain = _MEANING.sub(lambda found: f"\\{found[0]}", text)
    return _START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", plain)
