"""`/metrics/datapackage.json`: the CSVs of all metrics as a Frictionless Data Package."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from openhub.model import Entry
from openhub.outputs.metric_data.table import columns
from openhub.site import Site
from openhub.urls import absolute

PERIOD = r"\d{4}(-(\d{2}|Q[1-4]|W\d{2})(-\d{2})?)?"
FIELDS: Mapping[str, Mapping[str, Any]] = {
    "at": {
        "type": "string",
        "title": "Period",
        "description": "Year, quarter, month, ISO week or day: 2026, 2026-Q3, 2026-09, 2026-W07, 2026-09-30",
        "constraints": {"required": True, "unique": True, "pattern": PERIOD},
    },
    "value": {"type": "number", "title": "Value", "constraints": {"required": True}},
    "n": {"type": "integer", "title": "Cases that the value rests on"},
    "low": {"type": "number", "title": "Lower end of what it may be"},
    "high": {"type": "number", "title": "Upper end of what it may be"},
    "note": {"type": "string", "title": "What was special"},
    "provisional": {
        "type": "boolean",
        "title": "May still change",
        "trueValues": ["true"],
        "falseValues": ["false"],
    },
}


def written(metrics: Iterable[Entry], tables: Mapping[str, bytes], site: Site) -> bytes:
    """Describe every table."""
    listed = list(metrics)
    names = _names(entry.id for entry in listed)
    whole = {
        "profile": "tabular-data-package",
        "name": "metrics",
        "title": f"Metrics of {site.config.title or 'the hub'}",
        "homepage": absolute("/metrics/", site.config.base),
        "resources": [_resource(entry, names[entry.id], tables[entry.id], site) for entry in listed],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def _names(ids: Iterable[str]) -> dict[str, str]:
    """Give each table a name of the letters that packages allow, no two alike."""
    found: dict[str, str] = {}
    for number, ident in enumerate(ids, 1):
        name = re.sub(r"[^a-z0-9._-]+", "-", ident.lower()).strip("-")
        found[ident] = name if name and name not in found.values() else f"{name}-{number}".strip("-")
    return found


def _resource(entry: Entry, name: str, table: bytes, site: Site) -> dict[str, Any]:
    fields = [{"name": column, **FIELDS[column]} for column in columns(entry.data)]
    fields[1] |= {"description": f"In {entry.data.unit}"}
    about = entry.data.definition.text if entry.data.definition else entry.data.objective
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{entry.id}.csv",
        "title": entry.title,
        **({"description": about} if about else {}),
        **({"sources": [{"title": entry.data.source}]} if entry.data.source else {}),
        "homepage": absolute(site.addresses[entry.ref], site.config.base),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table),
        "hash": f"sha256:{sha256(table).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""], "primaryKey": "at"},
    }
