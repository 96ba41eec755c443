"""The files of metrics: what stands in each, and that openhub reads its own back."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openhub import build
from openhub.model import Ref
from openhub.outputs import metric_data
from openhub.outputs.metric_data.source import _escaped
from openhub.read.markup import inline

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """
=== openhub.yaml
title: Lantern, out loud
url: https://example.org/hub/
authority: example.org,2026
=== content/people/ana.md
---
name: Ana
---
=== content/posts/rota.md
---
title: The rota
date: 2026-09-10
moves: [{metric: wait, direction: down}]
---
=== content/metrics.yaml
metrics:
  - id: wait
    title: "Wait: how long?"
    unit: hours
    type: duration
    direction: down
    objective: Short
    definition: Hours, *all* of them.
    source: Forum
    owner: ana
    min_n: 3
    steady: 2.5%
    compare: 1 year
    cadence: monthly
    range: {max: 40}
    targets: [{value: 24, note: A day.}, {from: 2026-09, value: 20, by: 2027-01}]
    revisions: [{on: 2026-08-15, what: Chat counts, why: You *asked*.}]
    story: [{for: 2026-09, text: We had a rota., by: ana}]
    voices: [{text: I waited., on: 2026-09-02}]
    retired: {on: 2026-11-01, because: Over}
    series:
      - {at: 2026-06, value: 30, n: 12, low: 20.5, high: 41}
      - {at: 2026-07, value: 31, n: 0}
      - {at: 2026-09, value: 25.5, note: 'With "quotes", and commas'}
      - {at: 2026-10, value: 22, provisional: true}
  - id: secret
    title: Secret
    unit: count
    direction: up
    visibility: unlisted
    series: {at: 2026-10, value: 1}
  - id: visits
    title: Visits
    unit: count
    direction: up
    type: counter
    series: {at: 2026-10-05, value: -3}
"""


@pytest.fixture
def files(write_hub):
    site = build.load(write_hub(HUB), build.Options(now=NOW)).value
    return {output.path: output for output in metric_data.outputs(site)}


def test_an_unlisted_metric_is_in_no_file(files):
    assert {path for path in files if "secret" in path} == set()
    assert not any(b"Secret" in output.content for output in files.values())
    assert {path for path in files if "visits" in path} == {
        "metrics/visits.csv",
        "metrics/visits.json",
        "metrics/visits.vl.json",
    }


def test_no_file_changes_by_time_alone(files):
    assert not any(output.daily or output.changes for output in files.values())


def test_the_table_has_a_row_a_point_and_the_columns_that_are_used(files):
    text = files["metrics/wait.csv"].content.decode()
    assert text.count("\r\n") == text.count("\n") == 5
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["at", "value", "n", "low", "high", "note", "provisional"],
        ["2026-06", "30", "12", "20.5", "41", "", ""],
        ["2026-07", "31", "0", "", "", "", ""],
        ["2026-09", "25.5", "", "", "", 'With "quotes", and commas', ""],
        ["2026-10", "22", "", "", "", "", "true"],
    ]
    assert files["metrics/visits.csv"].content == b"at,value\r\n2026-10-05,-3\r\n"


def test_the_table_is_read_back_as_the_same_series(files, write_hub, tmp_path):
    hub = write_hub(HUB, tmp_path / "again")
    (hub / "content/wait.csv").write_bytes(files["metrics/wait.csv"].content)
    text = "metrics:\n  - {id: wait, title: W, unit: h, direction: down, data: wait.csv}\n"
    (hub / "content/metrics.yaml").write_text(text)
    again = build.load(hub, build.Options(now=NOW)).value.entries[Ref("metric", "wait")].data.series
    told = [(p.at.text, p.value, p.n, p.low, p.high, p.note and p.note.text, p.provisional) for p in again]
    assert told == [
        ("2026-06", 30, 12, 20.5, 41, None, False),
        ("2026-07", 31, 0, None, None, None, False),
        ("2026-09", 25.5, None, None, None, 'With "quotes", and commas', False),
        ("2026-10", 22, None, None, None, None, True),
    ]


def test_json_tells_the_fields_the_days_and_the_verdict(files):
    told = json.loads(files["metrics/wait.json"].content)
    assert told["url"] == "https://example.org/hub/metrics/wait/"
    assert told["definition"] == "Hours, all of them."
    assert told["series"][0] == {
        "at": "2026-06", "first": "2026-06-01", "last": "2026-06-30", "value": 30, "n": 12, "low": 20.5, "high": 41,
    }  # fmt: skip
    assert told["targets"] == [
        {"value": 24, "note": "A day."},
        {"from": "2026-09", "value": 20, "by": "2027-01"},
    ]
    assert told["steady"] == "2.5%"
    assert told["verdict"]["last"] == "2026-09"
    assert told["verdict"]["baseline"] == "2026-06"
    assert told["verdict"]["judgement"] == "none"  # it is retired
    assert json.loads(files["metrics/visits.json"].content)["type"] == "counter"


def test_the_yaml_is_read_back_to_the_same_files(files, write_hub, tmp_path):
    hub = write_hub(HUB, tmp_path / "again")
    (hub / "content/metrics.yaml").write_bytes(files["metrics.yaml"].content)
    loaded = build.load(hub, build.Options(now=NOW))
    assert {problem.code for problem in loaded.problems} <= {"metric-unsaid"}
    again = {output.path: output.content for output in metric_data.outputs(loaded.value)}
    assert again == {path: output.content for path, output in files.items()}


def test_the_yaml_is_yaml_to_others_too(files):
    told = yaml.safe_load(files["metrics.yaml"].content)["metrics"]
    assert [metric["id"] for metric in told] == ["wait", "visits"]
    assert told[0]["series"][3] == {"at": "2026-10", "value": 22, "provisional": True}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab1 .)-+*_`[](){}<>&;#!|~$^:\\\"'/=@", min_size=1, max_size=20))
def test_an_escaped_text_means_itself(text):
    plain = " ".join(text.split())
    assert " ".join(inline(_escaped(plain)).text.split()) == plain


def test_the_package_describes_the_tables_as_they_are(files):
    package = json.loads(files["metrics/datapackage.json"].content)
    assert [resource["name"] for resource in package["resources"]] == ["wait", "visits"]
    for resource in package["resources"]:
        table = files[f"metrics/{resource['path']}"].content
        header = table.decode().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert resource["bytes"] == len(table)
        assert resource["hash"] == f"sha256:{sha256(table).hexdigest()}"


def test_the_chart_parts_its_line_at_gaps_and_revisions_and_marks_what_moved_it(files):
    chart = json.loads(files["metrics/wait.vl.json"].content)
    assert [(value["at"], value["run"], value["provisional"]) for value in chart["data"]["values"]] == [
        ("2026-06", 0, False),
        ("2026-07", 0, False),
        ("2026-09", 1, False),
        ("2026-10", 1, True),
    ]
    marks = [layer["data"]["values"] for layer in chart["layer"] if "mark" in str(layer.get("data"))]
    assert marks[0] == [{"day": "2026-09-10", "mark": 1, "by": "The rota"}]
    bars = json.loads(files["metrics/visits.vl.json"].content)["layer"]
    assert bars[0]["mark"] == "bar"
    assert bars[0]["encoding"]["y"]["scale"] == {"zero": True}
