"""`openhub record`: one row more, and every other byte as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from openhub.cli import openhub
from openhub.recording import last_full

HUB = """
=== content/metrics.yaml
metrics:
  - {id: wait, title: Wait, unit: h, direction: down, cadence: monthly, data: data/wait.csv}
  - {id: new, title: New, unit: h, direction: down, cadence: quarterly, data: data/new.csv, columns: {at: quarter}}
  - {id: often, title: O, unit: h, direction: down, cadence: when we like, data: data/often.csv}
  - {id: share, title: S, unit: "%", direction: up, cadence: monthly, data: data/share.csv}
  - {id: over, title: V, unit: h, direction: up, cadence: monthly, data: data/over.csv, retired: {on: 2026-01-31, because: Old}}
  - {id: stars, title: S, unit: "1", direction: up, cadence: monthly, data: data/stars.csv}
  - {id: halves, title: H, unit: h, direction: up, data: data/halves.csv}
  - {id: sick, title: S, unit: h, direction: sideways, data: data/sick.csv}
  # a comment that must not be lost
  - {id: inline, title: I, unit: h, direction: down, series: {at: 2026-09, value: 3}}
=== content/data/wait.csv
note,value,at
"two
lines",31,2026-08
,30,2026-09
=== content/data/halves.csv
at,value
2026-Q2,5
2026-08,6
=== content/data/often.csv
at,value
"""


@pytest.fixture
def hub(write_hub) -> Path:
    return write_hub(HUB)


def run(hub: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(openhub, ["record", "-C", str(hub), "--now", "2026-11-24T12:00", *words])
    return done.exit_code, done.output.removeprefix("Error: ").strip()


def table(hub: Path, name: str = "wait") -> bytes:
    return (hub / f"content/data/{name}.csv").read_bytes()


def test_the_last_full_period_gets_a_row_below(hub: Path) -> None:
    before = table(hub)
    assert run(hub, "wait", "29.5") == (0, "content/data/wait.csv:5: ,29.5,2026-10")
    assert table(hub) == before + b",29.5,2026-10\n"


def test_an_earlier_period_gets_its_row_where_it_belongs(hub: Path) -> None:
    assert run(hub, "wait", "-3", "--at", "2026-07", "--note", 'a, "b"')[0] == 0
    assert table(hub).decode().splitlines()[1] == '"a, ""b""",-3,2026-07'


def test_line_ends_the_byte_order_mark_and_mixed_lines_stay(hub: Path) -> None:
    file = hub / "content/data/wait.csv"
    file.write_bytes(b"\xef\xbb\xbfat,value\r\n2026-08,31\n2026-09,30")
    assert run(hub, "wait", "29")[0] == 0
    assert table(hub) == b"\xef\xbb\xbfat,value\r\n2026-08,31\n2026-09,30\r\n2026-10,29\r\n"


def test_a_table_that_is_not_there_is_made(hub: Path) -> None:
    assert run(hub, "new", "7", "--n", "4") == (0, "content/data/new.csv:2: 2026-Q3,7,4")
    assert table(hub, "new") == b"quarter,value,n\n2026-Q3,7,4\n"


def test_a_table_of_a_header_alone_gets_its_first_row(hub: Path) -> None:
    assert run(hub, "often", "7", "--at", "2026-W40")[0] == 0
    assert table(hub, "often") == b"at,value\n2026-W40,7\n"


@pytest.mark.parametrize("value", ["12.5", "12.5%", "12.5 %"])
def test_a_value_may_have_its_unit(hub: Path, value: str) -> None:
    assert run(hub, "share", value) == (0, "content/data/share.csv:2: 2026-10,12.5")


@pytest.mark.parametrize("value", ["141", "1", "31.1"])
def test_a_unit_that_is_a_number_is_no_end_of_the_value(hub: Path, value: str) -> None:
    assert run(hub, "stars", value) == (0, f"content/data/stars.csv:2: 2026-10,{value}")


def test_a_unit_alone_is_no_value(hub: Path) -> None:
    assert run(hub, "share", "%") == (1, "content/data/share.csv:2:9: value: expected a number, got '%'")
    assert run(hub, "stars", "14 1")[0] == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["wait", "1", "--at", "2026-09"], "content/data/wait.csv: 2026-09 stands there already, as 30; change it there"),
        (["wait", "1", "--at", "2026-Q4"], "--at: 2026-Q4 is a quarter, and the series counts by the month"),
        (["wait", "1", "--at", "soon"], "--at: expected a period like 2026-09, 2026-Q3, 2026-W07 or 2026-09-30, got 'soon'"),
        (["wait", "3,5"], "content/data/wait.csv:5:2: value: expected a number, got '3,5'; write a decimal point, 3.5"),
        (["wait", "12 %"], "content/data/wait.csv:5:2: value: expected a number, got '12 %'"),
        (["wait", "1", "--at", "2026-12"], "--at: 2026-12 has not begun; a value can only stand for what was"),
        (["new", "1", "--n", "-3"], "content/data/new.csv:2:11: n: expected how many cases the value rests on, got -3"),
        (["over", "1"], "content/metrics.yaml:6:98: 'over' is counted no longer; take 'retired' away if it is again"),
        (["wait", "nan"], "content/data/wait.csv:5:2: value: expected a finite number, got 'nan'"),
        (["wait", "1", "--n", "4"], "content/data/wait.csv: there is no column 'n'; add it to the header, and a comma to each row"),
        (["halves", "1", "--at", "2026-05"], "content/data/halves.csv: 2026-Q2 stands there already, as 5; change it there"),
        (["sick", "1"], "the metric 'sick' has an error; 'openhub check' tells which"),
        (["wai", "1"], "there is no metric 'wai'; did you mean 'wait'?"),
        (["often", "1"], "nothing says how often 'often' is counted; give '--at', or the metric a 'cadence'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(hub: Path, words: list[str], told: str) -> None:
    before = {path: path.read_bytes() for path in hub.rglob("*") if path.is_file()}
    assert run(hub, *words) == (1, told)
    assert {path: path.read_bytes() for path in hub.rglob("*") if path.is_file()} == before


def test_a_series_in_yaml_says_where_it_stands_and_how_to_go_on(hub: Path) -> None:
    before = (hub / "content/metrics.yaml").read_bytes()
    status, told = run(hub, "inline", "1")
    assert status == 1
    assert told.startswith("content/metrics.yaml:11:")
    assert "name that under 'data'" in told
    assert (hub / "content/metrics.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("size", "today", "expected"),
    [
        ("day", date(2026, 3, 1), "2026-02-28"),
        ("week", date(2026, 1, 1), "2025-W52"),
        ("week", date(2027, 1, 11), "2027-W01"),
        ("month", date(2026, 1, 31), "2025-12"),
        ("month", date(2026, 12, 1), "2026-11"),
        ("quarter", date(2026, 3, 31), "2025-Q4"),
        ("quarter", date(2026, 4, 1), "2026-Q1"),
        ("quarter", date(2026, 12, 31), "2026-Q3"),
        ("year", date(2026, 1, 1), "2025"),
    ],
)
def test_the_last_full_period(size: str, today: date, expected: str) -> None:
    assert last_full(size, today) == expected


WAIT = "=== content/metrics.yaml\nmetrics: [{{id: wait, title: Wait, unit: h, direction: down, cadence: monthly, data: {data}}}]\n"
STANDING = "at,value\n2026-08,31\n"


@pytest.mark.parametrize(
    ("data", "file", "told"),
    [
        ("../data/a.csv", "data/a.csv", "data/a.csv is not where openhub reads"),
        ("../a.csv", "a.csv", "a.csv is not where openhub reads"),
        ("../static/a.csv", "static/a.csv", "static/a.csv is not where openhub reads"),
        ("../public/a.csv", "public/a.csv", "public/a.csv is not where openhub reads"),
        ("../themes/x/a.csv", "themes/x/a.csv", "themes/x/a.csv is not where openhub reads"),
        ("../../a.csv", "../a.csv", "../a.csv is not where openhub reads"),
        (".d.csv", "content/.d.csv", "content/.d.csv is not where openhub reads"),
        (".d/a.csv", "content/.d/a.csv", "content/.d/a.csv is not where openhub reads"),
        ("node_modules/a.csv", "content/node_modules/a.csv", "node_modules/a.csv is not where openhub reads"),
        ("../README.md", "README.md", "'../README.md' is no CSV"),
        ("a.txt", "content/a.txt", "'a.txt' is no CSV"),
    ],
)
@pytest.mark.parametrize("stands", [True, False])
def test_what_openhub_does_not_read_is_neither_written_over_nor_made(
    write_hub, tmp_path: Path, data: str, file: str, told: str, stands: bool
) -> None:
    hub = write_hub(WAIT.format(data=data), tmp_path / "hub")
    if stands:
        (hub / file).parent.mkdir(parents=True, exist_ok=True)
        (hub / file).write_text(STANDING)
    status, said = run(hub, "wait", "9")
    assert status == 1
    assert said.startswith("content/metrics.yaml:1:")
    assert told in said
    assert (hub / file).read_text() == STANDING if stands else not (hub / file).exists()


def test_the_output_is_not_written_to_though_it_stands_below_a_source(write_hub) -> None:
    sources = "=== openhub.yaml\nsources: [{folder: ., kind: page}]\n"
    hub = write_hub(sources + WAIT.format(data="../public/a.csv"))
    assert "public/a.csv is not where openhub reads" in run(hub, "wait", "9")[1]
    hub = write_hub(sources + WAIT.format(data="../b.csv"))
    assert run(hub, "wait", "9") == (0, "b.csv:2: 2026-10,9")


def test_a_link_is_not_written_through(write_hub, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    hub = write_hub(WAIT.format(data="d.csv"))
    (outside / "d.csv").write_text(STANDING)
    (hub / "content/d.csv").symlink_to(outside / "d.csv")
    assert run(hub, "wait", "9") == (1, "content/d.csv: cannot be read; 'openhub check' tells why")
    assert (outside / "d.csv").read_text() == STANDING


def test_nothing_is_made_behind_a_link_to_a_folder(
    write_hub, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    hub = write_hub(WAIT.format(data="far/d.csv"))
    (hub / "content/far").symlink_to(outside)
    assert "content/far/d.csv is not where openhub reads" in run(hub, "wait", "9")[1]
    (hub / "content/gone.csv").symlink_to(outside / "gone.csv")
    hub = write_hub(WAIT.format(data="gone.csv"))
    assert run(hub, "wait", "9") == (1, "content/gone.csv: cannot be read; 'openhub check' tells why")
    assert not list(outside.iterdir())


def test_bytes_that_are_no_text_stay(hub: Path) -> None:
    (hub / "content/data/wait.csv").write_bytes(b"at,value\n2026-08,\xff\xfe\n")
    assert run(hub, "wait", "9") == (1, "content/data/wait.csv: cannot be read; 'openhub check' tells why")
    assert table(hub) == b"at,value\n2026-08,\xff\xfe\n"
