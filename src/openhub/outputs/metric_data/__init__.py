"""Metrics to take away: CSV, JSON and a chart of each, all as YAML, and a data package of the CSVs."""

from __future__ import annotations

from collections.abc import Iterator

from openhub.model import Output
from openhub.outputs.metric_data import package, points, source, table, told, vega
from openhub.site import Site

FOLDER = "metrics"


def outputs(site: Site) -> Iterator[Output]:
    """Give the files of every metric that lists may show."""
    metrics = site.of("metric")
    tables = {entry.id: table.written(entry.data) for entry in metrics}
    numbers = {entry.id: points.figures(entry.data) for entry in metrics}
    for entry in metrics:
        start = f"{FOLDER}/{entry.id}"
        yield Output(path=f"{start}.csv", content=tables[entry.id])
        yield Output(path=f"{start}.json", content=told.as_json(entry, numbers[entry.id], site))
        yield Output(path=f"{start}.vl.json", content=vega.written(entry, site))
    if metrics:
        yield Output(path=f"{FOLDER}.yaml", content=source.as_yaml(metrics, numbers, site))
        yield Output(path=f"{FOLDER}/datapackage.json", content=package.written(metrics, tables, site))
