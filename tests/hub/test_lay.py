"""Two files that make one entry: long notes over a release, a CSV in its metric."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.model import Entry, Ref

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHANGELOG = "=== content/changelogs/lantern.md\n## 1.0.0 - 2026-09-01\n\n### Added\n\n- One\n"


def load(root: Path, ref: Ref) -> tuple[Entry | None, list[str]]:
    loaded = build.load(root, build.Options(now=NOW))
    codes = [problem.code for problem in loaded.problems if problem.code != "metric-unsaid"]
    return loaded.value.get(ref), codes


def release(write_hub, notes: str, version: str = "1.0.0") -> tuple[Entry | None, list[str]]:
    hub = write_hub(f"{CHANGELOG}=== content/releases/lantern/{version}.md\n{notes}")
    return load(hub, Ref("release", f"lantern/{version}"))


def test_scalars_replace_lists_append_and_the_text_follows(write_hub) -> None:
    entry, codes = release(
        write_hub,
        "---\ntitle: The first\nsummary: All new.\ndate: 2026-09-02\nchannel: lts\ntags: [big]\nchanges: [{type: fixed, text: Two}]\n---\nMore words.\n",
    )
    assert codes == []
    assert (entry.title, entry.summary.text, entry.date) == ("The first", "All new.", date(2026, 9, 2))
    assert (entry.data.channel, entry.data.tags) == ("lts", ("big",))
    assert [change.text.text for change in entry.data.changes] == ["One", "Two"]
    assert entry.body.text.index("One") < entry.body.text.index("More words.")


def test_what_the_notes_do_not_say_stays(write_hub) -> None:
    entry, codes = release(write_hub, "More words.\n")
    assert codes == []
    assert (entry.title, entry.date, entry.data.channel) == ("lantern 1.0.0", date(2026, 9, 1), "stable")


def test_a_version_without_a_heading_stands_alone_with_a_date(write_hub) -> None:
    entry, codes = release(write_hub, "---\ndate: 2026-10-01\n---\nWords.\n", "1.1.0-rc.1")
    assert codes == []
    assert (entry.title, entry.data.channel, entry.slug) == ("lantern 1.1.0-rc.1", "rc", "1.1.0-rc.1")


def test_a_version_without_a_heading_and_a_date_is_an_error(write_hub) -> None:
    assert release(write_hub, "Words.\n", "1.1.0") == (None, ["release-unknown"])


METRIC = (
    "=== content/metrics.yaml\nmetrics:\n  - {title: Wait, unit: h, direction: down, data: data/wait.csv}\n"
)


def metric(write_hub, csv: str, more: str = "") -> tuple[Entry | None, list[str]]:
    hub = write_hub(f"{METRIC.replace('wait.csv}', f'wait.csv{more}' + '}')}=== content/data/wait.csv\n{csv}")
    return load(hub, Ref("metric", "wait"))


def test_the_series_of_a_metric_comes_from_its_csv(write_hub) -> None:
    entry, codes = metric(
        write_hub, "at,value,n,note,provisional,colour\n2026-09,31,40,*a*,,red\n2026-10,30,,,true,\n"
    )
    assert codes == []
    first, second = entry.data.series
    assert (first.at.text, first.value, first.n, first.note.text, first.provisional) == (
        "2026-09",
        31,
        40,
        "*a*",
        False,
    )
    assert (second.n, second.note, second.provisional) == (None, None, True)


def test_columns_have_the_names_that_the_metric_says(write_hub) -> None:
    entry, codes = metric(write_hub, "month,hours\n2026-09,31\n", ", columns: {at: month, value: hours}")
    assert codes == []
    assert [point.value for point in entry.data.series] == [31]


def test_a_bad_cell_loses_the_metric_since_a_gap_would_tell_something_else(write_hub) -> None:
    loaded = build.load(
        write_hub(f"{METRIC}=== content/data/wait.csv\nat,value\n2026-08,many\n2026-09,31\n"),
        build.Options(now=NOW),
    )
    (problem,) = (one for one in loaded.problems if one.code != "metric-unsaid")
    assert (problem.code, str(problem.span)) == ("field-type", "content/data/wait.csv:2:9")
    assert Ref("metric", "wait") not in loaded.value.entries
    assert loaded.value.lost == {Ref("metric", "wait")}


def test_a_csv_that_does_not_fit_gives_no_metric(write_hub) -> None:
    assert metric(write_hub, "month,hours\n2026-09,31\n") == (None, ["csv-column", "csv-column"])


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("at,value\n2026-09,\n", "field-missing 2:9: value: the cell is empty; write the number, or delete the row to leave a gap"),
        ("at,value\n,31\n", "field-missing 2:1: at: the cell is empty; write the period"),
        ("at,value\n2026-09,nan\n", "field-type 2:9: value: expected a finite number, got 'nan'"),
        ("at,value\n2026-09,1e999\n", "field-type 2:9: value: expected a finite number, got '1e999'"),
        ('at,value\n2026-09,"3,5"\n', "field-type 2:9: value: expected a number, got '3,5'; write a decimal point, 3.5"),
        ('note,at,value\n"a\nb",2026-09,many\n', "field-type 3:12: value: expected a number, got 'many'"),
        ("at,value\n09/2026,3\n", "field-type 2:1: at: expected a period like 2026-09, 2026-Q3, 2026-W07 or 2026-09-30, got '09/2026'"),
        ("at,value\n2026-09,1_000\n", "field-type 2:9: value: expected a number, got '1_000'; write it without signs between the thousands, and with a decimal point"),
        ("at,value\n2026-10,3\n2026-09,3\n", "series-order 3:1: at: 2026-09 comes after 2026-10; write the series in the order of time"),
        ("at,value\n2026-09,3\n2026-Q3,3\n", "series-order 3:1: at: 2026-Q3 comes after 2026-09; write the series in the order of time"),
        ("at,value\n2026-Q3,3\n2026-09,3\n", "series-duplicate 3:1: at: 2026-09 shares days with 2026-Q3 above it; keep one of the two"),
    ],
)  # fmt: skip
def test_each_fault_of_a_table_is_told_at_its_cell(write_hub, table: str, expected: str) -> None:
    hub = write_hub(f"{METRIC}=== content/data/wait.csv\n{table}")
    found = build.load(hub, build.Options(now=NOW)).problems
    told = [
        f"{one.code} {one.span.line}:{one.span.column}: {one.message}"
        for one in found
        if one.code not in {"metric-unsaid", "series-mixed"}
    ]
    assert told == [expected]
    assert {one.span.file for one in found if one.code != "metric-unsaid"} == {"content/data/wait.csv"}


def test_a_named_column_that_is_not_there_is_told(write_hub) -> None:
    assert metric(write_hub, "at,value\n2026-09,31\n", ", columns: {n: cases}") == (None, ["csv-column"])


def test_a_table_in_another_encoding_is_told_once(write_hub) -> None:
    hub = write_hub(f"{METRIC}=== content/data/wait.csv\n")
    (hub / "content/data/wait.csv").write_bytes("at,value,note\n2026-09,3,für\n".encode("latin-1"))
    found = build.load(hub, build.Options(now=NOW)).problems
    told = [(one.code, str(one.span)) for one in found if one.code != "metric-unsaid"]
    assert told == [("file-encoding", "content/data/wait.csv:2:12")]


def test_a_byte_order_mark_before_a_table_is_passed_over(write_hub) -> None:
    assert metric(write_hub, "\ufeffat,value\n2026-09,31\n")[1] == ["file-bom"]


def test_a_short_row_is_read_as_the_long_way_reads_it(write_hub) -> None:
    entry, codes = metric(
        write_hub, "at,value,n,low,high,note\n2026-09, 31.5 ,40,-3,1e2,\n2026-10,+3,4,,,a\n"
    )
    assert codes == []
    first, second = entry.data.series
    assert (first.value, first.n, first.low, first.high) == (31.5, 40, -3.0, 100.0)
    assert (second.value, second.n, second.low) == (3.0, 4, None)
