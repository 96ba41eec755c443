"""Tables as people have them become metrics; what is guessed and what is left out is told with its line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from openhub import build
from openhub.cli import openhub
from openhub.config import Config
from openhub.importers.base import Brought, Wish
from openhub.importers.csv import read
from openhub.importers.csv.dates import TwoMeaningsError, compact_way_of, way_of
from openhub.model import Ref

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def brought(tmp_path: Path, table: str | bytes, name: str = "wait times.csv") -> Brought:
    source = tmp_path / name
    source.write_bytes(table if isinstance(table, bytes) else table.encode())
    return read(source, Wish(root=tmp_path, config=Config(), now=NOW))


def tables(found: Brought) -> dict[str, str]:
    return {
        Path(file.path).stem: file.content.decode().removeprefix("at,value\n")
        for file in found.files
        if file.path.endswith(".csv")
    }


def told(found: Brought) -> list[str]:
    return [str(loss) for loss in found.losses]


def test_a_table_is_a_metric_that_builds(tmp_path: Path) -> None:
    source = tmp_path / "first answer.csv"
    source.write_text("Month,Value\n10/2026,30\n09/2026,31.5\n")
    run = ["import", "csv", str(source), "-C", str(tmp_path)]
    done = CliRunner().invoke(openhub, run)
    assert done.exit_code == 0, done.output
    assert "first answer.csv:1:1: 'First answer': unit '1' guessed, direction 'none' guessed" in done.output
    assert "not said yet: objective, definition, source" in done.output
    assert done.output.splitlines()[-1] == "2 files; 1 guess to look at, told above"
    loaded = build.load(tmp_path, build.Options(now=NOW))
    assert {problem.code for problem in loaded.problems} <= {"metric-unsaid", "authority-missing"}
    entry = loaded.value.entries[Ref("metric", "first-answer")]
    assert [(point.at.text, point.value) for point in entry.data.series] == [
        ("2026-09", 31.5),
        ("2026-10", 30),
    ]
    assert (entry.title, entry.data.unit, entry.data.direction) == ("First answer", "1", "none")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert CliRunner().invoke(openhub, run).exit_code == 0
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_wide_table_is_a_metric_a_column_and_gaps_stay_gaps(tmp_path: Path) -> None:
    found = brought(tmp_path, "who,day,Open,Closed %\nana,2026-10-01,3,50 %\nbo,2026-10-02,,60%\n")
    assert tables(found) == {"open": "2026-10-01,3\n", "closed": "2026-10-01,50\n2026-10-02,60\n"}
    assert told(found) == ["wait times.csv:1:1: the column 'who' holds no numbers; left out"]
    yaml = {
        Path(file.path).stem: file.content.decode() for file in found.files if file.path.endswith(".yaml")
    }
    assert 'unit: "%"' in yaml["closed"]
    assert "# definition: …" in yaml["open"]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("Monat;Wert\n2026-09;1.234,5\n2026-10;3,5\n", "2026-09,1234.5\n2026-10,3.5\n"),
        ("at\tvalue\n2026-09\t1,234.5\n", "2026-09,1234.5\n"),
        ('at,value\n2026-09,"1,234"\n', "2026-09,1234\n"),
        ('at,value\n2026-09,"3,5"\n', "2026-09,3.5\n"),
        ("at,value\n2026-09,1 234\n2026-10,\u22125\n", "2026-09,1234\n2026-10,-5\n"),
        ("\ufeffat|value\r\n2026-09|3\r\n", "2026-09,3\n"),
        ("at;value\n2026-09;3.5\n", "2026-09,3.5\n"),
        ("at;value\n2026-09;1.234\n2026-10;7,5\n", "2026-09,1234\n2026-10,7.5\n"),
        ("at,value\n2026-09,€ 12.50\n2026-10,€13\n", "2026-09,12.50\n2026-10,13\n"),
        ("at,value\n202609,3\n202610,4\n", "2026-09,3\n2026-10,4\n"),
        ("Monat;Wert\nMärz 2026;3\nMai 2026;4\n", "2026-03,3\n2026-05,4\n"),
        ("at,value,\n2026-09,3,\n", "2026-09,3\n"),
        ("at;value\n2026-09;3,5\n2026-10;n/a\n", "2026-09,3.5\n"),
    ],
)
def test_separators_and_numbers_of_many_lands(tmp_path: Path, table: str, values: str) -> None:
    assert list(tables(brought(tmp_path, table)).values()) == [values]


def test_what_is_left_out_is_told_with_its_line(tmp_path: Path) -> None:
    found = brought(tmp_path, "at,wait\n2026-08,30\n2026-09,n/a\n2026-10,31\n2026-10,32\n2026-11,1,2\n")
    assert tables(found) == {"wait": "2026-08,30\n2026-10,31\n"}
    assert told(found) == [
        "wait times.csv:6:1: 3 cells below 2 columns; left out",
        "wait times.csv:3:1: 'n/a' is no number; left out",
        "wait times.csv:5:1: 2026-10 stands there twice; the first value is kept",
    ]


def test_a_sum_below_the_table_is_no_value(tmp_path: Path) -> None:
    found = brought(tmp_path, "at,wait\n2026-09,3\n2026-10,4\nTotal,7\n")
    assert tables(found) == {"wait": "2026-09,3\n2026-10,4\n"}
    assert told(found) == ["wait times.csv:4:1: 'Total' is no period; the row is left out"]


@pytest.mark.parametrize(
    ("table", "title", "unit"),
    [
        ("at,Wait (hours)\n2026-09,12\n", "Wait", '"hours"'),
        ("at,Size in MB\n2026-09,12\n", "Size", '"MB"'),
        ("at,Wartezeit in Stunden\n2026-09,12\n", "Wartezeit", '"Stunden"'),
        (
            "at,People in Berlin\n2026-09,12\n",
            "People in Berlin",
            '"1"  # guessed: what is counted, such as hours',
        ),
        ("at,Wait\n2026-09,12 h\n2026-10,n/a\n2026-11,13h\n", "Wait", '"h"'),
        ("at,Cost\n2026-09,€ 12.50\n", "Cost", '"€"'),
        ("at,Share %\n2026-09,12\n", "Share", '"%"'),
        ("at,Stars\n2026-09,12\n", "Stars", '"1"  # guessed: what is counted, such as hours'),
    ],
)
def test_a_unit_that_can_be_seen_is_not_guessed(tmp_path: Path, table: str, title: str, unit: str) -> None:
    text = brought(tmp_path, table).files[1].content.decode()
    assert text.startswith(f'title: "{title}"\nunit: {unit}\n')


def test_cases_and_notes_stay_beside_their_value(tmp_path: Path) -> None:
    found = brought(tmp_path, 'at,value,n,note\n2026-09,3,"1,200","Easter, late"\n2026-10,4,,\n')
    content = found.files[0].content.decode()
    assert content == 'at,value,n,note\n2026-09,3,1200,"Easter, late"\n2026-10,4,,\n'
    assert told(found) == []


def test_a_number_with_two_meanings_is_told_as_a_guess(tmp_path: Path) -> None:
    assert "'1.234' read as 1.234;" in brought(tmp_path, "at;v\n2026-09;1.234\n").guesses[0].message
    assert "'1,234' read as 1234;" in brought(tmp_path, 'at,v\n2026-09,"1,234"\n').guesses[0].message
    assert "read as" not in brought(tmp_path, "at;v\n2026-09;1.234\n2026-10;3.5\n").guesses[0].message


def test_numbers_that_look_like_years_are_no_periods(tmp_path: Path) -> None:
    table = "commits,month\n1999,2026-09\n2001,2026-10\n"
    assert tables(brought(tmp_path, table)) == {"commits": "2026-09,1999\n2026-10,2001\n"}
    assert tables(brought(tmp_path, "year,size\n2025,3\n2026,4\n")) == {"size": "2025,3\n2026,4\n"}


def test_two_columns_of_one_name_are_two_metrics(tmp_path: Path) -> None:
    assert set(tables(brought(tmp_path, "at,Wait,wait\n2026-09,1,2\n"))) == {"wait", "wait-3"}


def test_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    found = brought(tmp_path, "at,Größe\n2026-09,1\n".encode("cp1252"))
    assert "Windows-1252" in found.guesses[0].message
    assert 'title: "Größe"' in found.files[1].content.decode()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "expected a header"),
        ("name,value\nana,3\n", "no column holds periods"),
        ("at,name\n2026-09,ana\n", "no column holds numbers"),
        ("at,value\n03/04/2026,1\n05/06/2026,1\n", "either of two months"),
        ("2026-09,3\n2026-10,4\n", "the first line holds values; write the names of the columns above it"),
        ("metric,2026-08,2026-09\nwait,3,4\n", "turn the table"),
        ("at,team,value\n2026-09,a,3\n2026-09,b,5\n2026-10,a,4\n2026-10,b,6\n", "told apart by 'team'"),
        ("at,value\n30.9.26,3\n", "the first row has '30.9.26', '3'"),
    ],
)
def test_a_table_that_is_no_series_is_refused(tmp_path: Path, table: str, words: str) -> None:
    (fault,) = brought(tmp_path, table).faults
    assert words in fault.message


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("2026-09", "2026-09"), ("2026/9", "2026-09"), ("09/2026", "2026-09"), ("2026", "2026"), ("2026 Q3", "2026-Q3"),
        ("Q3 2026", "2026-Q3"), ("2026-W7", "2026-W07"), ("2026-09-30T12:00:00Z", "2026-09-30"), ("30.9.2026", "2026-09-30"),
        ("Sep 2026", "2026-09"), ("September 2026", "2026-09"), ("30 Sep 2026", "2026-09-30"), ("09/30/2026", "2026-09-30"),
        ("30/09/2026", "2026-09-30"), ("octobre 2026", "2026-10"), ("3. října 2026", "2026-10-03"), ("Okt 2026", "2026-10"), ("202609", "2026-09"), ("20260930", "2026-09-30"), ("202613", None), ("1741", None), ("Sepia 2026", None), ("2026-13", None), ("31.2.2026", None), ("7", None),
    ],
)  # fmt: skip
def test_ways_to_write_a_period(cells: str, expected: str | None) -> None:
    way = way_of([cells]) or compact_way_of([cells])
    assert (way(cells) if way else None) == expected


def test_a_day_with_two_meanings_is_settled_by_its_column() -> None:
    way = way_of(["03/04/2026", "13/04/2026"])
    assert way is not None
    assert way("03/04/2026") == "2026-04-03"
    with pytest.raises(TwoMeaningsError):
        way_of(["03/04/2026"])


def test_the_table_that_a_hub_gives_away_comes_back_as_it_was(tmp_path: Path) -> None:
    table = (
        "at,value,n,low,high,note,provisional\n"
        '2026-08,31,10,28,33,"Quiet, as ever",\n2026-09,30,12,28,32,,\n2026-10,29,9,25,31,,true\n'
    )
    found = brought(tmp_path, table, "wait.csv")
    assert found.files[0].content.decode() == table
    assert told(found) == []


def test_numbers_beside_a_value_are_read_as_the_table_writes_them(tmp_path: Path) -> None:
    found = brought(
        tmp_path, "at;value;n;low;high\n2026-09;3,5;1.200;2,5;4,5\n2026-10;4,5;2.000;3;5,25\n2026-11;5;12;;\n"
    )
    expected = "at,value,n,low,high\n2026-09,3.5,1200,2.5,4.5\n2026-10,4.5,2000,3,5.25\n2026-11,5,12,,\n"
    assert found.files[0].content.decode() == expected
    assert told(found) == []
    found = brought(tmp_path, "at;Open;Closed\n2026-09;1.200;3,5\n2026-10;2.000;4\n")
    assert tables(found)["open"] == "2026-09,1200\n2026-10,2000\n"


def test_what_stands_beside_a_value_and_cannot_be_costs_itself_alone(tmp_path: Path) -> None:
    found = brought(tmp_path, "at,value,n,low,high\n2026-08,3,n/a,2,4\n2026-09,3,12.5,2,4\n2026-10,3,7,5,4\n")
    expected = "at,value,n,low,high\n2026-08,3,,2,4\n2026-09,3,,2,4\n2026-10,3,7,,\n"
    assert found.files[0].content.decode() == expected
    assert [line.partition(": ")[2] for line in told(found)] == [
        "n: 'n/a' is no number; left out, and the value is kept",
        "n: expected a whole number, got '12.5'; left out, and the value is kept",
        "low: 5 is above 'high', 4; left out, and the value is kept",
    ]


@pytest.mark.parametrize("word", ["final", "nein", "No", "0", "FALSE"])
def test_words_for_a_final_value(tmp_path: Path, word: str) -> None:
    found = brought(tmp_path, f"at,value,provisional\n2026-09,4,{word}\n")
    assert found.files[0].content.decode() == "at,value,provisional\n2026-09,4,\n"


@pytest.mark.parametrize("word", ["yes", "TRUE", "x", "1", "preliminary"])
def test_a_value_that_may_change_stays_one(tmp_path: Path, word: str) -> None:
    found = brought(tmp_path, f"at,value,provisional\n2026-09,4,{word}\n2026-10,5,no\n2026-11,5,0\n")
    expected = "at,value,provisional\n2026-09,4,true\n2026-10,5,\n2026-11,5,\n"
    assert found.files[0].content.decode() == expected


@pytest.mark.parametrize(
    ("days", "periods"),
    [
        (["2026-08-01", "2026-09-01", "2026-11-01"], ["2026-08", "2026-09", "2026-11"]),
        (["2026-02-28", "2026-03-31"], ["2026-02", "2026-03"]),
        (["2026-01-01", "2026-04-01", "2026-10-01"], ["2026-Q1", "2026-Q2", "2026-Q4"]),
        (["2025-12-31", "2026-03-31"], ["2025-Q4", "2026-Q1"]),
        (["2026-02-01", "2026-05-01"], ["2026-02", "2026-05"]),
        (["2024-01-01", "2025-01-01"], ["2024", "2025"]),
        (["2024-12-31", "2025-12-31"], ["2024", "2025"]),
        (["2026-08-01", "2026-09-01", "2026-09-02"], ["2026-08-01", "2026-09-01", "2026-09-02"]),
        (["2026-08-01"], ["2026-08-01"]),
        (["2026-09-30", "2026-10-01"], ["2026-09-30", "2026-10-01"]),
    ],
)
def test_days_that_stand_for_months_are_read_as_months(
    tmp_path: Path, days: list[str], periods: list[str]
) -> None:
    found = brought(tmp_path, "day,wait\n" + "".join(f"{day},3\n" for day in days))
    assert tables(found)["wait"].splitlines() == [f"{period},3" for period in periods]
    assert any("read as what they stand for" in str(guess) for guess in found.guesses) == (days != periods)


def test_what_openhub_could_not_read_again_is_left_out(tmp_path: Path) -> None:
    found = brought(tmp_path, "at,value,n\n2026-08,1e400,3\n2026-09,4,-4\n2026-10,1e15,3\n2026-11,5,3\n")
    assert tables(found) == {"wait-times": "at,value,n\n2026-09,4,\n2026-11,5,3\n"}
    assert [line.split(":")[1] for line in told(found)] == ["2", "3", "4"]
    assert "expected a finite number, got '1e400'; " in told(found)[0]


def test_months_below_quarters_are_refused(tmp_path: Path) -> None:
    found = brought(tmp_path, "at,value\n2026-08,1\n2026-Q4,4\n")
    assert [str(fault) for fault in found.faults] == [
        "wait times.csv:3:1: 2026-Q4 is a quarter in a table of months; save a table for each"
    ]
    assert not found.files


@pytest.mark.parametrize(
    ("periods", "every"),
    [
        (["2026-09", "2026-10"], "monthly"),
        (["2026-08", "2026-10"], ""),
        (["2024-09", "2024-10"], ""),
        (["2026-Q2", "2026-Q3"], "quarterly"),
        (["2026-W45", "2026-W46"], "weekly"),
        (["2026-11-22", "2026-11-23"], "daily"),
        (["2024", "2025"], "yearly"),
        (["2026-10"], ""),
    ],
)
def test_how_often_is_seen_where_values_still_come(tmp_path: Path, periods: list[str], every: str) -> None:
    found = brought(tmp_path, "at,wait\n" + "".join(f"{period},3\n" for period in periods))
    yaml = found.files[1].content.decode()
    assert (f"cadence: {every}  # guessed" in yaml) if every else "cadence" not in yaml


def test_periods_to_come_are_left_out_unless_they_are_a_forecast(tmp_path: Path) -> None:
    found = brought(tmp_path, "at,value,provisional\n2026-10,1,\n2027-01,2,\n2027-02,3,yes\n")
    assert tables(found) == {"wait-times": "at,value,provisional\n2026-10,1,\n2027-02,3,true\n"}
    assert told(found) == ["wait times.csv:3:1: at: 2027-01 has not begun; the row is left out"]


def test_a_name_that_openhub_takes_for_a_file_gets_another_id(tmp_path: Path) -> None:
    assert set(tables(brought(tmp_path, "at,Datapackage\n2026-09,1\n"))) == {"datapackage-2"}
    assert set(tables(brought(tmp_path, "at,A,A 4,A\n2026-09,1,2,3\n"))) == {"a", "a-4", "a-4-4"}
