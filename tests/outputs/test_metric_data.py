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


# ── the chart ───────────────────────────────────────────────────────────────


def chart_of(write_hub, fields, more=""):
    text = f"=== content/metrics.yaml\nmetrics:\n  - {{id: a, title: A, unit: h, direction: down, {fields}}}\n{more}"
    loaded = build.load(write_hub(text), build.Options(now=NOW))
    (file,) = (one for one in metric_data.outputs(loaded.value) if one.path == "metrics/a.vl.json")
    return json.loads(file.content)


def kind(layer):
    return layer["mark"] if isinstance(layer["mark"], str) else layer["mark"]["type"]


def layers(chart, name):
    return [layer for layer in chart["layer"] if kind(layer) == name]


def runs_of(chart):
    return [(value["at"], value["run"]) for value in chart["data"]["values"]]


def days(*given, value=3):
    return f"series: [{', '.join(f'{{at: 2026-{day}, value: {value}}}' for day in given)}]"


def test_days_are_joined_as_on_the_page(write_hub):
    chart = chart_of(write_hub, days("01-01", "01-02", "01-18", "01-19"))
    assert [run for _, run in runs_of(chart)] == [0, 0, 1, 1]
    assert [run for _, run in runs_of(chart_of(write_hub, days("01-01", "01-08", "01-15")))] == [0, 0, 0]


def test_a_revision_parts_the_line_where_the_page_does(write_hub):
    chart = chart_of(
        write_hub, "revisions: [{on: 2026-03-20, what: Chat counts}], " + days("02", "03", "04", "05")
    )
    assert runs_of(chart) == [("2026-02", 0), ("2026-03", 0), ("2026-04", 1), ("2026-05", 1)]
    assert [layer["data"]["values"] for layer in layers(chart, "text")] == [
        [{"day": "2026-03-20", "word": "revised"}]
    ]


def test_no_line_without_dashes_leads_to_a_provisional_value(write_hub):
    chart = chart_of(
        write_hub,
        "series: [{at: 2026-01, value: 1}, {at: 2026-02, value: 2, provisional: true}, {at: 2026-03, value: 3}, {at: 2026-04, value: 4}]",
    )
    solid, dashed = layers(chart, "line")
    assert solid["transform"] == [{"filter": "!datum.provisional"}]
    assert [run for _, run in runs_of(chart)] == [0, 0, 1, 1]
    assert [row["value"] for row in dashed["data"]["values"]] == [1, 2, 3]
    filled, hollow = layers(chart, "point")[1:]
    assert (filled["transform"], filled["mark"]["filled"]) == ([{"filter": "!datum.provisional"}], True)
    assert (hollow["transform"], hollow["mark"]["filled"]) == ([{"filter": "datum.provisional"}], False)


def test_a_band_is_not_drawn_across_a_value_without_it(write_hub):
    known = "low: 2, high: 4"
    chart = chart_of(
        write_hub,
        f"series: [{{at: 2026-01, value: 3, {known}}}, {{at: 2026-02, value: 3, {known}}}, {{at: 2026-03, value: 3}}, "
        f"{{at: 2026-04, value: 3, {known}}}, {{at: 2026-05, value: 3, {known}}}, {{at: 2026-07, value: 3, {known}}}]",
    )
    assert [value.get("band") for value in chart["data"]["values"]] == [0, 0, None, 1, 1, None]
    assert layers(chart, "area")[0]["encoding"]["detail"] == {"field": "band"}
    assert layers(chart, "rule")[0]["transform"][0]["filter"].endswith("!isValid(datum.band)")


def test_the_axes_are_those_of_the_page(write_hub):
    def axis(fields):
        chart = chart_of(write_hub, fields)
        found = layers(chart, "line")[0]["encoding"]["y"]
        return found["scale"]["domain"], found["title"]

    assert axis("series: [{at: 2026-01, value: 22}, {at: 2026-02, value: 31}]") == ([0, 40], "h")
    domain, title = axis("series: [{at: 2026-01, value: 4000}, {at: 2026-02, value: 4188}]")
    assert domain[0] > 0
    assert title == "h (the axis does not begin at zero)"


def test_bars_are_as_wide_as_on_the_page_and_stand_on_zero(write_hub):
    chart = chart_of(
        write_hub, "type: counter, series: [{at: 2026-01, value: 4000}, {at: 2026-02, value: 0}]"
    )
    bars = layers(chart, "rect")[0]
    assert bars["encoding"]["y"]["scale"]["domain"][0] == 0
    assert bars["encoding"]["y2"] == {"datum": 0}
    spans = [
        (datetime.fromisoformat(row["first"]), datetime.fromisoformat(row["last"]))
        for row in chart["data"]["values"]
    ]
    assert [round((last - first).total_seconds() / 86400 / length, 2) for (first, last), length in zip(spans, (31, 28), strict=True)] == [0.7, 0.7]  # fmt: skip
    assert layers(chart, "line") == []


def test_brackets_are_drawn_over_bars(write_hub):
    chart = chart_of(write_hub, "type: counter, series: [{at: 2026-01, value: 4, low: 3, high: 5}]")
    assert [kind(layer) for layer in chart["layer"]] == ["point", "rect", "rect", "rule", "tick", "tick"]


def test_numbers_and_words_that_would_overlap_stand_below_each_other(write_hub):
    posts = "".join(
        f"=== content/posts/{day}-p.md\n---\ntitle: P\nid: p{day}\nmoves: {{metric: 'metric:a', direction: up}}\n---\nText.\n"
        for day in ("2026-01-05", "2026-01-06", "2026-02-20")
    )
    chart = chart_of(
        write_hub,
        "revisions: [{on: 2026-02-20, what: A}, {on: 2026-02-25, what: B}], " + days("01", "02", "03"),
        posts,
    )
    heights = {
        row["day"]: (row.get("mark") or row["word"], layer["encoding"]["y"]["value"])
        for layer in layers(chart, "text")
        for row in layer["data"]["values"]
        if "mark" in row
    }
    assert heights == {"2026-01-05": (1, 8), "2026-01-06": (2, 20), "2026-02-20": (3, 8)}
    words = [
        layer["encoding"]["y"]["value"] for layer in layers(chart, "text") if "word" in str(layer["data"])
    ]
    assert words == [32, 44]


def test_targets_hold_on_the_chart_or_are_not_drawn(write_hub):
    chart = chart_of(
        write_hub, "targets: [{value: 4}, {from: 2026-02, value: 2}, {from: 2027-06, value: 1}], " + days("01", "02", "03")
    )  # fmt: skip
    aims = next(layer for layer in layers(chart, "rule") if "target" in json.dumps(layer))
    assert aims["data"]["values"] == [
        {"first": "2026-01-01", "last": "2026-02-01", "target": 4},
        {"first": "2026-02-01", "last": "2026-04-01", "target": 2},
    ]


def test_a_mark_far_from_the_values_stretches_no_axis_and_the_others_keep_their_numbers(write_hub):
    posts = "".join(
        f"=== content/posts/{day}-p{day[:4]}.md\n---\ntitle: P {day}\nmoves: {{metric: 'metric:a', direction: up}}\n---\nText.\n"
        for day in ("2023-01-05", "2026-02-03")
    )
    chart = chart_of(write_hub, days("01", "02", "03"), posts)
    marks = [layer["data"]["values"] for layer in layers(chart, "text")]
    assert marks == [[{"day": "2026-02-03", "mark": 2, "by": "P 2026-02-03"}]]
    assert chart["layer"][0]["data"]["values"] == [{"day": "2026-01-01"}, {"day": "2026-04-01"}]


def test_a_value_stands_in_the_middle_of_its_period(write_hub):
    chart = chart_of(write_hub, "series: [{at: 2026-01, value: 1}, {at: 2026-02, value: 1}]")
    assert [row["day"] for row in chart["data"]["values"]] == ["2026-01-16T12:00Z", "2026-02-15T00:00Z"]
