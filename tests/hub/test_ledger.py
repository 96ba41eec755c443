"""Who stands on which side, when, with which line; what home shows; how the balance counts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.codes import level_of
from openhub.hub import ledger
from openhub.site import Site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def load(root: Path) -> Site:
    loaded = build.load(root, build.Options(now=NOW))
    assert [problem for problem in loaded.problems if level_of(problem, {}) == "error"] == []
    return loaded.value


def rows(site: Site) -> list[str]:
    found = []
    for item in ledger.news(site):
        line = item.row.line if isinstance(item.row.line, str) else item.row.line.text
        found.append(f"{item.row.side} {item.row.date} {item.row.title}: {line}")
    return found


def post(fields: str) -> str:
    return f"=== content/posts/2026-11-01-a.md\n---\n{fields}\n---\n# A\n\nLead.\n"


def event(fields: str) -> str:
    return f"=== content/events/a.md\n---\nstarts: 2026-10-01\nends: 2026-10-03\n{fields}\n---\n# A\n"


def changelog(text: str, notes: str = "") -> str:
    laid = f"=== content/releases/lantern/1.0.0.md\n---\n{notes}\n---\n" if notes else ""
    return f"=== content/changelogs/lantern.md\n## 1.0.0 - 2026-09-01\n\n{text}\n{laid}"


def metric(direction: str, first: int, last: int) -> str:
    points = f"[{{at: 2026-03, value: {first}}}, {{at: 2026-09, value: {last}}}]"
    return f"=== content/metrics.yaml\nmetrics:\n  - {{title: Wait, unit: h, direction: {direction}, series: {points}}}\n"


def feedback(fields: str) -> str:
    return f"=== content/feedback.yaml\nfeedback:\n  - {{id: F-1, title: Dark, {fields}}}\n"


@pytest.mark.parametrize(
    ("hub", "expected"),
    [
        (post("news: good"), ["good 2026-11-01 A: Lead."]),
        (post("news: bad\nsummary: Sum."), ["bad 2026-11-01 A: Sum."]),
        (post("news: {good: Fast, bad: Slow}"), ["bad 2026-11-01 Slow: ", "good 2026-11-01 Fast: "]),
        (post("news: mixed"), ["bad 2026-11-01 A: Lead.", "good 2026-11-01 A: Lead."]),
        (post("news: neutral"), []),
        (post("visibility: unlisted\nnews: good"), []),
        (changelog("### Added\n\n- One\n- Two\n- Three"), ["good 2026-09-01 lantern 1.0.0: One; Two; and 1 more"]),
        (changelog("### Removed\n\n- Old"), ["bad 2026-09-01 What to know about lantern 1.0.0: Old"]),
        (changelog("### Changed\n\n- **Breaking:** New"), ["bad 2026-09-01 What breaks in lantern 1.0.0: "]),
        (
            changelog("### Fixed\n\n- One", "known_issues: [{text: It hums}]"),
            ["bad 2026-09-01 What to know about lantern 1.0.0: It hums", "good 2026-09-01 lantern 1.0.0: One"],
        ),
        (
            changelog("### Fixed\n\n- One", "yanked: {on: 2026-09-05, reason: It burns}"),
            ["bad 2026-09-05 lantern 1.0.0 is withdrawn: It burns"],
        ),
        (changelog("### Fixed\n\n- One", "channel: beta"), []),
        (event("state: cancelled\nstate_reason: Snow\nstate_on: 2026-09-20"), ["bad 2026-09-20 A: Snow"]),
        (event("state: postponed\nstate_reason: Snow\nstate_on: 2026-09-20"), ["bad 2026-09-20 A: Snow"]),
        (event("news: {good: Sixty came}"), ["good 2026-10-03 Sixty came: "]),
        (event("state: moved_online"), []),
        (metric("down", 40, 20), ["good 2026-09-30 Wait: 20 h in September 2026, down 50 % since March 2026: "]),
        (metric("up", 40, 20), ["bad 2026-09-30 Wait: 20 h in September 2026, down 50 % since March 2026: "]),
        (metric("down", 40, 39), []),
        (metric("none", 40, 20), []),
        (feedback("state: shipped, history: [{on: 2026-05-01, state: shipped}]"), ["good 2026-05-01 Dark: "]),
        (feedback("state: declined, answer: No., history: [{on: 2026-05-01, state: declined}]"), ["bad 2026-05-01 Dark: No."]),
        (feedback("state: cannot, answer: No., history: [{on: 2026-05-01, state: cannot}]"), ["bad 2026-05-01 Dark: No."]),
        (feedback("state: doing, history: [{on: 2026-05-01, state: doing}]"), []),
    ],
)  # fmt: skip
def test_sides_lines_and_dates(write_hub, hub: str, expected: list[str]) -> None:
    found = rows(load(write_hub(hub)))
    assert len(found) == len(expected)
    for row, want in zip(sorted(found), sorted(expected), strict=True):
        assert row.startswith(want)


def test_home_shows_the_newest_of_each_side_without_what_is_open(write_hub) -> None:
    posts = "".join(
        f"=== content/posts/2026-11-{day:02}-{side}-{day}.md\n---\nnews: {side}\n---\n"
        for day in (1, 2, 3)
        for side in ("good", "bad")
    )
    site = load(
        write_hub(
            posts
            + """=== openhub.yaml
ledger: {items: 2}
=== content/posts/2026-11-09-open.md
---
news: bad
state: investigating
next_update: 2026-12-01
---
=== content/posts/2026-11-08-neutral.md
# Neutral
"""
        )
    )
    assert [item.entry.id for item in ledger.slots(site, "good")] == ["good-3", "good-2"]
    assert [item.entry.id for item in ledger.slots(site, "bad")] == ["bad-3", "bad-2"]
    assert [entry.id for entry in ledger.still_open(site)] == ["open"]
    assert [entry.id for entry in ledger.neutral(site)] == ["neutral"]


def test_the_balance_counts_the_window_with_both_its_ends(write_hub) -> None:
    days = {"a": "2026-11-14", "b": "2026-11-13", "c": "2026-11-24", "d": "2026-11-20"}
    posts = "".join(
        f"=== content/posts/{day}-{name}.md\n---\nnews: {'bad' if name == 'd' else 'good'}\n---\n"
        for name, day in days.items()
    )
    site = load(
        write_hub(
            posts
            + "=== openhub.yaml\nledger: {window: 10d}\n=== content/posts/2026-11-01-mixed.md\n---\nnews: mixed\n---\n"
        )
    )
    found = ledger.balance(site)
    assert (str(found.since), found.good, found.bad, found.open, found.few) == ("2026-11-14", 2, 1, 0, True)


def test_a_mixed_entry_counts_on_both_sides_and_says_so(write_hub) -> None:
    site = load(write_hub(post("news: mixed")))
    found = ledger.balance(site)
    assert (found.good, found.bad) == (1, 1)
    assert [ledger.side_of(entry, site) for entry in site.listed] == ["mixed"]
