"""What changed of a metric in silence: a hub is published, changed, and built with what was published."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from openhub import build
from openhub.hub import silence
from openhub.outputs import data

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """=== openhub.yaml
url: https://example.org/hub/
authority: example.org,2026
=== content/metrics.yaml
metrics:
  - id: wait
    title: Wait
    unit: h
    direction: down
    definition: Hours.
    range: {max: 40}
    targets: [{from: 2026-01, value: 24, by: 2026-09}]
    series:
      - {at: 2026-07, value: 30}
      - {at: 2026-09, value: 31}
      - {at: 2026-10, value: 22, provisional: true}
"""
RIGHT = "    revisions: {on: 2026-11-01, what: One was lost, affects: 2026-09}\n"
ANEW = "    revisions: {on: 2026-11-01, what: Chat counts}\n"


@pytest.fixture
def told(write_hub, tmp_path):
    """Publish the hub, change it, and give the codes and messages of the next build."""

    def run(*changes, add="", before=HUB):
        published = build.load(write_hub(before, tmp_path / "old"), build.Options(now=NOW)).value
        (file,) = [one for one in data.outputs(published) if one.path == "hub.json"]
        text = before
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        root = write_hub(text + add, tmp_path / "new")
        (root / "published.json").write_bytes(file.content)
        loaded = build.load(root, build.Options(now=NOW, published="published.json"))
        found = [problem for problem in loaded.problems if problem.code != "metric-unsaid"]
        return [(problem.code, problem.message.partition(";")[0]) for problem in found]

    return run


def test_what_is_published_again_as_it_was_says_nothing(told):
    assert told() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 22, provisional: true", "value: 28"),
        ("      - {at: 2026-10", "      - {at: 2026-10, value: 23}\n      - {at: 2026-11"),
        ("by: 2026-09}]", "by: 2026-09}, {from: 2026-10, value: 20}]"),
        ("value: 31}", "value: 31, note: Holidays}"),
    ],
)
def test_what_comes_after_is_no_change(told, old, new):
    assert told((old, new)) == []


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (("value: 31", "value: 21"), "2026-09"),
        (("      - {at: 2026-07, value: 30}\n", ""), "2026-07"),
        (("      - {at: 2026-09, value: 31}\n", ""), "2026-09"),
        (("value: 31}", "value: 31, provisional: true}"), "2026-09"),
        (("      - {at: 2026-09", "      - {at: 2026-08, value: 21}\n      - {at: 2026-09"), "2026-08"),
        (("      - {at: 2026-07", "      - {at: 2026-06, value: 9}\n      - {at: 2026-07"), "2026-06"),
        (("value: 31}", "value: 31, n: 900}"), "2026-09"),
        (("value: 31}", "value: 31, low: 1, high: 99}"), "2026-09"),
    ],
)
def test_values_that_were_final_do_not_change_without_a_word(told, change, at):
    said = [("metric-values-changed", "series: the values of 2026-07 to 2026-09 are others than published")]
    assert told(change) == said
    assert told(change, add=RIGHT.replace("2026-09", at)) == []
    assert told(change, add=RIGHT.replace("affects: 2026-09", "affects: '2026'")) == []
    assert told(change, add=RIGHT.replace("affects: 2026-09", "affects: 2026-05")) == said
    assert told(change, add=ANEW) == []


def test_a_value_that_was_put_right_lets_no_other_change_through(told):
    right = RIGHT.replace("2026-09", "2026-07")
    changes = [("value: 30", "value: 35"), ("value: 31", "value: 21")]
    assert [code for code, _ in told(*changes, add=right)] == ["metric-values-changed"]
    codes = [code for code, _ in told(("direction: down", "direction: up"), add=right)]
    assert codes == ["metric-judged-otherwise"]


def test_values_after_a_provisional_one_are_watched_and_that_may_become_final(told):
    before = HUB + "      - {at: 2026-11, value: 9}\n"
    assert told(before=before) == []
    assert told(("value: 22, provisional: true", "value: 28"), before=before) == []
    codes = [code for code, _ in told(("value: 9}", "value: 3}"), before=before)]
    assert codes == ["metric-values-changed"]


@pytest.mark.parametrize(
    ("was", "now"),
    [(ANEW, ""), (ANEW, ANEW.replace("11-01", "07-01")), (RIGHT, RIGHT.replace("affects: 2026-09", "affects: 2026-07"))],
)  # fmt: skip
def test_a_revision_that_was_published_stays(told, was, now):
    assert [code for code, _ in told((was, now), before=HUB + was)] == ["metric-revision-changed"]
    assert told(("what: ", "what: Once more "), before=HUB + was) == []


def test_another_address_needs_the_old_one_as_an_alias(told):
    slugged = ("    unit: h", "    slug: waiting\n    unit: h")
    at = "https://example.org/hub/metrics/wait/"
    said = f"'metric:wait' was published at {at} and is at another address"
    assert told(slugged) == [("metric-vanished", said)]
    assert told((slugged[0], slugged[1].replace("waiting", "waiting\n    aliases: [/metrics/wait/]"))) == []
    assert told(("example.org/hub/", "example.net/hub/")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("direction: down", "direction: up"), "direction: published as 'down', and now 'up'"),
        (("{max: 40}", "{max: 60}"), "range: published as 'any to 40', and now 'any to 60'"),
        (("    range", "    steady: 40%\n    range"), "steady: published as '5%', and now '40%'"),
        (("    range", "    compare: 1 year\n    range"), "compare: published as '6 months, 0 days', and now '12 months, 0 days'"),
        (("    range", "    min_n: 5\n    range"), "min_n: published as '0', and now '5'"),
    ],
)  # fmt: skip
def test_what_judges_values_does_not_change_without_a_word(told, change, said):
    ((code, message),) = told(change)
    assert code == "metric-judged-otherwise"
    assert message.startswith(said)
    assert told(change, add=ANEW) == []


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("{from: 2026-01, value: 40, by: 2026-09}", "targets: 24 was published as a target and is gone"),
        ("{from: 2026-02, value: 24, by: 2026-09}", "targets: 24 was published as a target and is gone"),
        ("{from: 2026-01, value: 24}", "targets: 24 was published to be reached by 2026-09 and has none now"),
        ("{from: 2026-01, value: 24, by: 2027-09}", "targets: 24 was published to be reached by 2026-09 and has 'by: 2027-09' now"),
        ("{from: 2025-01, value: 40}, {from: 2026-01, value: 24, by: 2026-09}", "targets: 40 is to hold from 2025-01 on, for values that were published under another target"),
        ("{value: 40}, {from: 2026-01, value: 24, by: 2026-09}", "targets: 40 is to hold from the beginning on, for values that were published under another target"),
        ("{from: 2026-01, value: 24, by: 2026-09}, {from: 2026-08, value: 40}", "targets: 40 is to hold from 2026-08 on, for values that were published under another target"),
    ],
)  # fmt: skip
def test_a_target_that_was_published_stays_and_no_other_takes_its_values(told, new, said):
    assert told(("{from: 2026-01, value: 24, by: 2026-09}", new)) == [("metric-target-changed", said)]


def test_a_day_that_is_added_to_a_target_is_told_as_that(told):
    bare = HUB.replace(", by: 2026-09", "")
    assert told(("value: 24}", "value: 24, by: 2027-01}"), before=bare) == [
        ("metric-target-changed", "targets: 24 was published without 'by' and has 'by: 2027-01' now")
    ]


def test_a_definition_changes_with_a_revision_of_it_and_not_of_a_value(told):
    change = ("definition: Hours.", "definition: Days.")
    codes = [("metric-redefined", "definition: published otherwise")]
    assert told(change) == codes
    assert told(change, add=RIGHT) == codes
    assert told(change, add=ANEW) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("draft: true", "'metric:wait' was published and is a draft now"),
        ("publish_at: 2027-01-01", "'metric:wait' was published and is held back now"),
        ("expire_at: 2026-11-01", "'metric:wait' was published and is taken down now, by 'expire_at'"),
        ("visibility: unlisted", "'metric:wait' was published and is in no list now"),
    ],
)
def test_a_published_metric_is_not_hidden_without_a_word(told, line, said):
    assert told(("    unit: h", f"    {line}\n    unit: h")) == [("metric-vanished", said)]
    page = "=== content/pages/wait.md\n---\ntitle: Why not\naliases: [/metrics/wait/]\n---\nWords.\n"
    if line != "visibility: unlisted":
        assert told(("    unit: h", f"    {line}\n    unit: h"), add=page) == []


def test_a_hub_json_of_others_is_borne(write_hub):
    root = write_hub(HUB)
    for more in (
        {"values": 3, "judged": [], "targets": [{"value": "x"}, 4], "revisions": "many"},
        {"values": {"first": None, "last": {}}, "judged": {"direction": 5}, "targets": [{"value": 24}], "revisions": 0},
    ):  # fmt: skip
        entry = {"ref": "metric:wait", "url": "https://example.org/hub/metrics/wait/", "first": "2026-01-01", "digest": "x", **more}  # fmt: skip
        (root / "published.json").write_text(json.dumps({"entries": [entry]}), encoding="utf-8")
        loaded = build.load(root, build.Options(now=NOW, published="published.json"))
        assert {problem.code for problem in loaded.problems} <= {"metric-unsaid", "metric-target-changed"}


def test_what_is_remembered_does_not_grow_with_the_series(write_hub):
    def size(hub):
        (entry,) = build.load(write_hub(hub), build.Options(now=NOW)).value.of("metric")
        return len(json.dumps(silence.remembered(entry.data)["values"]))

    earlier = "".join(f"      - {{at: 2025-{month:02}, value: 3}}\n" for month in range(1, 13))
    assert size(HUB.replace("    series:\n", f"    series:\n{earlier}")) == size(HUB) < 400
