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
    chart.write_text(chart.read_text(encoding="utf-8").replace('"rect"', '"wrecked"'), encoding="utf-8")
    assert compiled([chart])[0] == 1


# ── what the compiled chart draws ───────────────────────────────────────────

WIDTH, HEIGHT = 640, 320
SHOWN = """\
metrics:
  - {id: days, title: Days, unit: h, direction: down, series: [{at: 2026-01-01, value: 3}, {at: 2026-01-02, value: 3}, {at: 2026-01-18, value: 4}, {at: 2026-01-19, value: 3}]}
  - id: all
    title: All
    unit: h
    direction: down
    targets: [{value: 4}, {from: 2026-03, value: 3.5, by: 2026-07}, {from: 2028-01, value: 1}]
    revisions: [{on: 2026-03-20, what: Chat counts}]
    series:
      - {at: 2026-01, value: 3, low: 2, high: 4}
      - {at: 2026-02, value: 3, low: 2, high: 4}
      - {at: 2026-03, value: 3}
      - {at: 2026-04, value: 3, low: 2, high: 4}
      - {at: 2026-05, value: 5, provisional: true}
  - {id: torn, title: Torn, unit: h, direction: down, series: [{at: 2026-01, value: 4000}, {at: 2026-02, value: 4188}]}
  - {id: bars, title: Bars, unit: n, type: counter, direction: up, series: [{at: 2026-01, value: 3}, {at: 2026-02, value: 0}, {at: 2026-04, value: 2, provisional: true}]}
"""
POST = "---\ntitle: P\nmoves: [{metric: 'metric:all', direction: up}]\n---\nText.\n"


class Shown:
    """What a specification draws once it is compiled."""

    def __init__(self, file: Path) -> None:
        done = subprocess.run(
            ["node", str(HERE / "vega_shown.mjs"), str(file)],
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        told = json.loads(done.stdout)
        self.days = [
            datetime.fromtimestamp(end / 1000, UTC).date().isoformat() for end in told["scales"]["x"]
        ]
        self.values = told["scales"]["y"]
        self.marks = [(mark["type"], mark["items"]) for mark in told["marks"] if mark["items"]]

    def of(self, kind: str, *, dashed: bool = False) -> list[list[dict[str, float]]]:
        return [items for name, items in self.marks if name == kind and ("strokeDash" in items[0]) == dashed]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Shown]:
    root = tmp_path_factory.mktemp("shown")
    (root / "hub/content/posts").mkdir(parents=True)
    (root / "hub/content/metrics.yaml").write_text(SHOWN, encoding="utf-8")
    for day in ("2023-01-05", "2026-02-03"):
        (root / f"hub/content/posts/{day}-p{day[:4]}.md").write_text(POST, encoding="utf-8")
    return {file.name.split(".")[0]: Shown(file) for file in written(root / "hub", root).glob("*.vl.json")}


def lengths(groups: list[list[dict[str, float]]]) -> list[int]:
    return [len(items) for items in groups]


def test_the_compiled_chart_joins_what_the_page_joins(shown: Mapping[str, Shown]) -> None:
    assert lengths(shown["days"].of("line")) == [2, 2]
    assert lengths(shown["all"].of("line")) == [3, 1]
    assert lengths(shown["all"].of("line", dashed=True)) == [2]
    assert lengths(shown["all"].of("area")) == [2]  # the band does not go on to April, which has a bracket
    (bracket,) = shown["all"].of("rule")
    assert lengths(shown["all"].of("symbol"))[:2] == [4, 1]
    assert bracket[0]["x"] == pytest.approx(shown["all"].of("line")[1][0]["x"])


def test_the_compiled_axes_are_those_of_the_page(shown: Mapping[str, Shown]) -> None:
    assert shown["all"].days == [
        "2026-01-01",
        "2026-08-01",
    ]  # the day of the target is there, the mark of 2023 is not
    assert shown["all"].values[0] == 0
    assert shown["torn"].values[0] > 0
    assert shown["bars"].values[0] == 0
    texts = [[item["text"] for item in items] for items in shown["all"].of("text")]
    assert texts == [["revised"], [2]]


def test_the_compiled_bars_have_their_width_and_stand_on_zero(shown: Mapping[str, Shown]) -> None:
    final, hollow = shown["bars"].of("rect")
    assert [
        round(bar["width"] / WIDTH * 120 / length, 2) for bar, length in zip(final, (31, 28), strict=True)
    ] == [0.7, 0.7]
    assert all(bar["y"] + bar["height"] == pytest.approx(HEIGHT) for bar in (*final, *hollow))
    assert all(bar["x"] > 0 and bar["x"] + bar["width"] < WIDTH for bar in (*final, *hollow))
    assert (final[1]["height"], hollow[0]["fill"]) == (0, "#ffffff")


def test_the_compiled_targets_have_a_length(shown: Mapping[str, Shown]) -> None:
    aims = next(items for items in shown["all"].of("rule", dashed=True) if len(items) == 2)
    assert aims[0]["x"] == 0
    assert aims[0]["x2"] == pytest.approx(aims[1]["x"])
    assert aims[1]["x2"] == pytest.approx(WIDTH)
