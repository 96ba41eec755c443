"""Which changes of a series are jumps that somebody should explain."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from openhub import build


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([20, 21, 20, 22, 40], "from 22 in 2026-04 to 40 in 2026-05"),
        ([2, 2, 2, 3, 3], None),  # one more, where mostly nothing changes
        ([5, 5, 5, 5, 50], "from 5 in 2026-04 to 50 in 2026-05"),
        ([0, 0, 0, 0, 7], "from 0 in 2026-04 to 7 in 2026-05"),
        ([5, 5, 5, 5, 5], None),
        ([100, 101, 100, 101, 104], None),  # four times the usual, and yet steady
        ([20, 21, 20, 40], None),  # too few to know what is usual
    ],
)
def test_a_jump_is_more_than_the_usual_change(write_hub, values, told):
    series = ", ".join(f"{{at: 2026-{n:02}, value: {value}}}" for n, value in enumerate(values, 1))
    hub = write_hub(
        f"=== content/metrics.yaml\nmetrics:\n  - {{id: a, title: A, unit: h, direction: up, series: [{series}]}}\n"
    )
    site = build.load(hub, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value
    found = [problem.message for problem in build.hints(site) if problem.code == "metric-jump"]
    assert len(found) == (told is not None)
    assert not told or told in found[0]
