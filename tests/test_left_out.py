"""What `--keep-going` says that it left out of a site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build, report

HUB = "title: Lantern\nproducts: [{id: lantern, changelog: CHANGELOG.md}]\n"
METRIC = "metrics: [{id: wait, title: Wait, unit: h, direction: down, data: wait.csv}]\n"


def test_a_version_that_stands_twice_is_named_as_left_out(tmp_path: Path) -> None:
    (tmp_path / "openhub.yaml").write_text(HUB, encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("## 1.0.0\n\n- a\n\n## 1.0.0\n\n- b\n", encoding="utf-8")
    loaded = build.load(tmp_path, build.Options(now=datetime(2026, 11, 24, tzinfo=UTC)))
    found = report.findings(loaded.problems, {})
    assert report.left_out(found, loaded.value) == "1 version was left out"


@pytest.mark.parametrize(
    "table",
    [
        "at,value\n2026-01,3\n2026-01,4\n",
        "at,value\n2026-02,3\n2026-01,4\n",
        "at,value\n2026-01,3\n2026-02,nan\n2026-03,4\n",
        "at,value\n2026-01,3\n2026-02,4,5\n2026-03,4\n",
        "at,value,low,high\n2026-01,3,4,2\n2026-02,4,,\n",
    ],
)
@pytest.mark.parametrize("checks", ["{}", "{series-order: warning, series-duplicate: 'off'}"])
def test_a_metric_whose_csv_has_an_error_is_left_out_whole(tmp_path: Path, table: str, checks: str) -> None:
    (tmp_path / "openhub.yaml").write_text(f"title: Lantern\nchecks: {checks}\n", encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/metrics.yaml").write_text(METRIC, encoding="utf-8")
    (tmp_path / "content/wait.csv").write_text(table, encoding="utf-8")
    options = build.Options(now=datetime(2026, 11, 24, tzinfo=UTC))
    loaded = build.load(tmp_path, options)
    made = build.make(loaded.value, tmp_path, options)
    assert not [output.path for output in made.value if output.path.startswith("metrics/wait")]
    assert report.left_out(report.findings(loaded.problems, {}), loaded.value) == "1 entry was left out"


def test_a_metric_whose_csv_has_a_warning_alone_is_kept(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/metrics.yaml").write_text(METRIC, encoding="utf-8")
    (tmp_path / "content/wait.csv").write_text("at,value,low\n2026-01,3,2\n2026-Q2,4,\n", encoding="utf-8")
    loaded = build.load(tmp_path, build.Options(now=datetime(2026, 11, 24, tzinfo=UTC)))
    assert {"series-band", "series-mixed"} <= {problem.code for problem in loaded.problems}
    assert [entry.id for entry in loaded.value.of("metric")] == ["wait"]
