"""Which hints authors get: jumps that somebody should explain, stories that are old."""

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


JUMPS = "series: [{at: 2026-01, value: 20}, {at: 2026-02, value: 21}, {at: 2026-03, value: 20}, {at: 2026-04, value: 22}, {at: 2026-05, value: 40}]"


def hints(write_hub, fields, more=""):
    hub = write_hub(
        f"=== content/metrics.yaml\nmetrics:\n  - {{id: a, title: A, unit: h, direction: up, {fields}}}\n{more}"
    )
    site = build.load(hub, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value
    return {problem.code: problem.message for problem in build.hints(site)}


POST = "=== content/posts/2026-{}-p.md\n---\ntitle: P\nmoves: {{metric: 'metric:a', direction: up}}\n---\nText.\n"


@pytest.mark.parametrize(
    ("fields", "more", "is_told"),
    [
        ("", "", True),
        ("revisions: {on: 2026-05-10, what: Chat counts}, ", "", False),
        ("revisions: {on: 2026-04-10, what: Chat counts}, ", "", False),
        ("revisions: {on: 2026-03-10, what: Chat counts}, ", "", True),
        ("story: {for: 2026-05, text: Holidays}, ", "", False),
        ("story: {for: 2026-Q2, text: Holidays}, ", "", False),
        ("story: {for: 2026-03, text: Holidays}, ", "", True),
        ("", POST.format("05-02"), False),
        ("", POST.format("03-02"), True),
    ],
)
def test_a_jump_is_explained_by_what_stands_at_it(write_hub, fields, more, is_told):
    assert ("metric-jump" in hints(write_hub, fields + JUMPS, more)) is is_told


def test_a_retired_metric_gets_no_hints_on_what_nobody_counts_any_more(write_hub):
    fields = "type: ratio, story: {for: 2026-01, text: Old}, "
    assert set(hints(write_hub, fields + JUMPS)) == {"metric-jump", "metric-without-n", "metric-story-old"}
    assert hints(write_hub, f"retired: {{on: 2026-06-01, because: Over}}, {fields}{JUMPS}") == {}


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("{for: 2026-05, text: Now}", None),
        ("{for: 2026, text: All year}", None),
        ("{for: 2026-04, text: Before}", "the newest is for 2026-04, the newest value for 2026-05"),
        ("{text: Once}", "says nothing of 2026-05"),
        ("{for: 2027-01, text: To come}", "says nothing of 2026-05"),
        ("[{for: 2027-01, text: To come}, {for: 2026-04, text: Before}]", "the newest is for 2026-04"),
        ("[{text: Once}, {for: 2026-05, text: Now}]", None),
    ],
)
def test_a_story_tells_of_the_newest_value(write_hub, story, said):
    found = hints(write_hub, f"story: {story}, " + JUMPS).get("metric-story-old")
    assert (found is None) == (said is None)
    assert not said or said in found


def test_a_large_number_is_told_whole(write_hub):
    values = "series: [{at: 2026-01, value: 1234567}, {at: 2026-02, value: 1234568}, {at: 2026-03, value: 1234567}, {at: 2026-04, value: 1234568}, {at: 2026-05, value: 2345678.5}]"
    assert "from 1,234,568 in 2026-04 to 2,345,678.5 in 2026-05" in hints(write_hub, values)["metric-jump"]
