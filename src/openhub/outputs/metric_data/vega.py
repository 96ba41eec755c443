"""A metric's chart as a Vega-Lite specification (version 5), its data inside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from openhub.hub import moves
from openhub.judging import breaks, sentence
from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.outputs.metric_data.points import on_chart
from openhub.outputs.metric_data.table import plain_number
from openhub.series import Point
from openhub.site import Site

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_DAY = {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "title": None}


def written(entry: Entry, site: Site) -> bytes:
    """Write the specification: values, their band, what we aim at, and what is said to have moved them."""
    data: Metric = entry.data
    marks = [
        {"day": claim.day.isoformat(), "mark": number, "by": claim.source.title}
        for number, claim in enumerate(moves.claims(entry, site), 1)
    ]
    whole = {
        "$schema": SCHEMA,
        "title": {"text": entry.title, "subtitle": sentence(data, site.config.language)},
        "description": data.definition.text if data.definition else data.objective or entry.title,
        "width": 640,
        "height": 320,
        "data": {"values": []},
        "layer": [
            *_band(data),
            *_shape(data),
            _hollow(data),
            *_aims(data),
            *_range(data),
            *_marks(marks),
        ],
    }
    told = ", ".join(f'"{name}": {_json(part, data)}' for name, part in whole.items())
    return f"{{{told}}}\n".encode()


def _json(part: Any, data: Metric) -> str:
    text = json.dumps(part, ensure_ascii=False)
    return text.replace("[]", f"[{', '.join(_values(data))}]") if part == {"values": []} else text


def _values(data: Metric) -> Iterator[str]:
    """Give each point; `run` grows where the line must not be joined."""
    cuts = [one.on for one in breaks(data)]
    run, former = 0, None
    for point in data.series:
        if former is not None and _parted(former, point, cuts):
            run += 1
        yield on_chart(point, run)
        former = point


def _parted(former: Point, later: Point, cuts: list[date]) -> bool:
    """Tell whether a period is missing between two points, or what is counted changed."""
    is_day = later.at.first == later.at.last
    gap = not is_day and former.at.last + timedelta(days=1) < later.at.first
    return gap or (bool(cuts) and any(former.at.last < day <= later.at.last for day in cuts))


def _y(data: Metric, field: str = "value") -> dict[str, Any]:
    zero = data.type == "counter"
    return {"field": field, "type": "quantitative", "title": data.unit, "scale": {"zero": zero}}


def _tips(data: Metric) -> list[dict[str, str]]:
    return [{"field": "at", "title": "Period"}, {"field": "value", "title": data.unit}]


def _shape(data: Metric) -> Iterator[dict[str, Any]]:
    """Draw bars of what is counted up, which begin at zero, else a line."""
    encoding = {"x": _DAY, "y": _y(data), "tooltip": _tips(data)}
    final = [{"filter": "!datum.provisional"}]
    if data.type == "counter":
        yield {"transform": final, "mark": "bar", "encoding": encoding}
    else:
        yield {"mark": "line", "encoding": {"x": _DAY, "y": _y(data), "detail": {"field": "run"}}}
        yield {"transform": final, "mark": {"type": "point", "filled": True}, "encoding": encoding}


def _hollow(data: Metric) -> dict[str, Any]:
    mark = {"type": "bar" if data.type == "counter" else "point", "filled": False}
    encoding = {"x": _DAY, "y": _y(data), "tooltip": _tips(data)}
    return {"transform": [{"filter": "datum.provisional"}], "mark": mark, "encoding": encoding}


def _band(data: Metric) -> Iterator[dict[str, Any]]:
    if any(point.low is not None and point.high is not None for point in data.series):
        encoding = {"x": _DAY, "y": _y(data, "low"), "y2": {"field": "high"}, "detail": {"field": "run"}}
        yield {
            "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
            "mark": {"type": "area", "opacity": 0.2},
            "encoding": encoding,
        }


def _aims(data: Metric) -> Iterator[dict[str, Any]]:
    """Draw each target from the day since which it holds; the last one goes on to the end."""
    if not data.targets or not data.series:
        return
    first, last = data.series[0].at.middle, data.series[-1].at.middle
    since = [max(target.from_.first, first) if target.from_ else first for target in data.targets]
    steps = [
        {"day": day.isoformat(), "target": plain_number(target.value)}
        for day, target in zip(since, data.targets, strict=True)
    ]
    steps.append({"day": max(last, since[-1]).isoformat(), "target": plain_number(data.targets[-1].value)})
    yield {
        "data": {"values": steps},
        "mark": {"type": "line", "interpolate": "step-after", "strokeDash": [6, 4]},
        "encoding": {"x": _DAY, "y": _y(data, "target")},
    }


def _range(data: Metric) -> Iterator[dict[str, Any]]:
    bounds = (data.range.min, data.range.max) if data.range else ()
    for value in bounds:
        if value is not None:
            rule = {"type": "rule", "strokeDash": [2, 4]}
            yield {"mark": rule, "encoding": {"y": {"datum": plain_number(value)}}}


def _marks(listed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    if listed:
        tip = [{"field": "mark", "title": "Mark"}, {"field": "by", "title": "By"}]
        rule = {"type": "rule", "strokeDash": [1, 3]}
        yield {"data": {"values": listed}, "mark": rule, "encoding": {"x": _DAY, "tooltip": tip}}
        text = {"x": _DAY, "y": {"value": 8}, "text": {"field": "mark"}}
        yield {"data": {"values": listed}, "mark": {"type": "text", "dx": 8}, "encoding": text}
