"""What `--keep-going` says that it left out of a site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from openhub import build, report

HUB = "title: Lantern\nproducts: [{id: lantern, changelog: CHANGELOG.md}]\n"


def test_a_version_that_stands_twice_is_named_as_left_out(tmp_path: Path) -> None:
    (tmp_path / "openhub.yaml").write_text(HUB, encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("## 1.0.0\n\n- a\n\n## 1.0.0\n\n- b\n", encoding="utf-8")
    loaded = build.load(tmp_path, build.Options(now=datetime(2026, 11, 24, tzinfo=UTC)))
    found = report.findings(loaded.problems, {})
    assert report.left_out(found, loaded.value) == "1 version was left out"
