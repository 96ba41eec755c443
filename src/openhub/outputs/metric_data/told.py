"""A metric as JSON: its fields, its points with their days, and what we read in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from openhub.judging import sentence
from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.outputs.metric_data import points
from openhub.outputs.metric_data.values import plain, told
from openhub.site import Site
from openhub.urls import absolute

TOLD = (
    "title", "question", "objective", "definition", "definition_url", "unit", "type", "direction", "range",
    "targets", "cadence", "source", "method", "caveats", "min_n", "compare", "steady", "owner",
    "revisions", "story", "voices", "retired",
)  # fmt: skip
"""The fields that are given away, in this order."""


def as_json(entry: Entry, numbers: Iterable[str], site: Site) -> bytes:
    """Tell a metric, its points with their first and last days, and what we read in them."""
    found = dict(told(entry.data, TOLD, plain))
    whole = {
        "id": entry.id,
        "url": absolute(site.addresses[entry.ref], site.config.base),
        "type": entry.data.type,
        **found,
        "verdict": _verdict(entry.data, site.config.language),
    }
    head = json.dumps(whole, ensure_ascii=False, indent=1).removesuffix("\n}")
    rows = ",\n".join([f"  {row}" for row in points.rows_with_days(entry.data, numbers)])
    return f'{head},\n "series": [\n{rows}\n ]\n}}\n'.encode()


def _verdict(data: Metric, language: str) -> dict[str, Any]:
    said = data.verdict
    if said is None:
        return {"sentence": sentence(data, language)}
    return {
        "sentence": sentence(data, language),
        "last": said.last.at.text,
        "baseline": said.baseline.at.text if said.baseline else None,
        "change_percent": None if said.change is None else round(said.change, 4),
        "trend": said.trend,
        "judgement": "none" if data.retired else said.judgement,
        "missed": said.missed,
    }
