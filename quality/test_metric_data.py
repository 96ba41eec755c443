"""The files of metrics as other programs take them: Frictionless for the package, Vega-Lite for the charts."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.outputs import metric_data

HERE = Path(__file__).parent
FRICTIONLESS = HERE / ".frictionless/bin/frictionless"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def written(hub: Path, folder: Path) -> Path:
    for output in metric_data.outputs(build.load(hub, build.Options(now=NOW)).value):
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    return folder / "metrics"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the sample hub's metrics, and of one with all that a series may have."""
    hub = tmp_path / "hub"
    (hub / "content").mkdir(parents=True)
    (hub / "content/metrics.yaml").write_text(METRICS, encoding="utf-8")
    written(HERE.parent, tmp_path / "sample")
    return written(hub, tmp_path / "full")


METRICS = """\
metrics:
  - id: Wait_2
    title: Wait
    unit: h
    direction: range
    range: {min: 2, max: 40}
    targets: [{value: 24}, {from: 2026-08, value: 20, by: 2027-01}]
    revisions: [{on: 2026-08-15, what: Chat counts}]
    series:
      - {at: 2026-06, value: 30, n: 12, low: 20.5, high: 41}
      - {at: 2026-09, value: 25.5, note: 'With "quotes", and commas; and a , more'}
      - {at: 2026-10, value: 1e-7, provisional: true}
  - {id: dünn, title: Weeks, unit: "%", direction: up, type: ratio, series: [{at: 2026-W07, value: -3}]}
  - {id: days, title: Days, unit: count, direction: up, type: counter, series: [{at: 2026-10-05, value: 3}, {at: 2026-10-06, value: 4, provisional: true}]}
"""


def report(package: Path) -> Mapping[str, object]:
    command = [str(FRICTIONLESS), "validate", "--json", str(package)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    found: Mapping[str, object] = json.loads(done.stdout)
    return found


def test_frictionless_finds_every_package_valid(folder: Path) -> None:
    for package in (folder, folder.parents[1] / "sample/metrics"):
        assert report(package / "datapackage.json")["valid"] is True


def test_frictionless_sees_a_table_that_is_not_as_described(folder: Path) -> None:
    table = folder / "Wait_2.csv"
    table.write_bytes(table.read_bytes().replace(b"25.5", b"many"))
    assert report(folder / "datapackage.json")["valid"] is False


def compiled(files: list[Path]) -> tuple[int, str]:
    command = ["node", str(HERE / "vega.mjs"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def test_vega_lite_compiles_and_draws_every_chart(folder: Path) -> None:
    files = [*folder.glob("*.vl.json"), *(folder.parents[1] / "sample/metrics").glob("*.vl.json")]
    assert len(files) > 6
    assert compiled(files) == (0, "")


def test_a_chart_that_does_not_compile_is_seen(folder: Path) -> None:
    chart = folder / "days.vl.json"
    chart.write_text(chart.read_text(encoding="utf-8").replace('"bar"', '"bear"'), encoding="utf-8")
    assert compiled([chart])[0] == 1
