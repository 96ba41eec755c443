"""In which order the versions of a product stand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ORDERS = {
    "days decide, also for a fix of an old line": (
        ["2.4.0 - 2024-02-01", "2.3.5 - 2024-03-01", "2.3.4 - 2024-01-01"],
        ["2.3.5", "2.4.0", "2.3.4"],
    ),
    "on one day the higher version comes first": (
        ["1.9.0 - 2024-01-01", "1.10.0 - 2024-01-01", "1.10.0-rc.1 - 2024-01-01"],
        ["1.10.0", "1.10.0-rc.1", "1.9.0"],
    ),
    "what has no date stands where its version does": (
        ["1.3.0 - 2024-03-01", "1.2.0", "1.1.0 - 2024-01-01", "1.0.0"],
        ["1.3.0", "1.2.0", "1.1.0", "1.0.0"],
    ),
    "an undated fix of an old line stands beside it": (
        ["2.0.0 - 2024-02-01", "1.0.1", "1.0.0 - 2024-01-01"],
        ["2.0.0", "1.0.1", "1.0.0"],
    ),
    "an undated version above all that are dated is the newest": (
        ["1.0.0 - 2024-01-01", "1.1.0"],
        ["1.1.0", "1.0.0"],
    ),
    "without any date versions decide, whatever the order of the file": (
        ["0.9", "0.10", "1.0rc1", "1.0", "1.0.post1"],
        ["1.0.post1", "1.0", "1.0rc1", "0.10", "0.9"],
    ),
    "the calendar as a version": (
        ["24.10", "2024.4.1", "24.04"],
        ["2024.4.1", "24.10", "24.04"],
    ),
    "dates alone": (
        ["2024-01-02", "2024-03-02", "2023-12-31"],
        ["2024-03-02", "2024-01-02", "2023-12-31"],
    ),
    "what follows no scheme and has no date stays where it is in its file": (
        ["1.2.0 - 2024-02-01", "1.1.0_lamp+x_y", "1.1.0_wick+x_y", "1.0.0 - 2024-01-01"],
        ["1.2.0", "1.1.0_lamp+x_y", "1.1.0_wick+x_y", "1.0.0"],
    ),
    "what is coming comes first": (
        ["1.0.0 - 2024-02-01", "Unreleased\n\n- A lamp", "1.1.0 (unreleased)"],
        ["unreleased", "1.1.0", "1.0.0"],
    ),
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_order_of_versions(name: str, tmp_path: Path) -> None:
    headings, expected = ORDERS[name]
    text = "\n\n".join(f"## {heading}" for heading in headings)
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{text}\n", encoding="utf-8")
    site = build.load(tmp_path, build.Options(now=NOW)).value
    assert [entry.data.version for entry in site.of("release")] == expected
