"""CSV as spreadsheets write it: each cell with its place, each fault with one."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.read.csv_tables import read_csv


def cells(text: str) -> list[tuple[str, ...]]:
    return [row.cells for row in read_csv(text, "a.csv").value.rows]


def test_rows_of_a_table() -> None:
    read = read_csv('at, value ,note\n2026-09,31,"a, ""b"""\n\n2026-10,30,\n', "a.csv")
    assert read.problems == ()
    assert read.value.header == ("at", "value", "note")
    assert [row.cells for row in read.value.rows] == [("2026-09", "31", 'a, "b"'), ("2026-10", "30", "")]
    assert str(read.value.rows[1].place(1, "a.csv")) == "a.csv:4:9"


def test_quotation_marks_and_line_breaks_shift_no_place() -> None:
    read = read_csv('note,value\n"two\nlines, ""quoted""",31\n"x",30\n', "a.csv")
    first, second = read.value.rows
    assert first.cells == ('two\nlines, "quoted"', "31")
    assert str(first.place(1, "a.csv")) == "a.csv:3:20"
    assert (str(second.place(0, "a.csv")), str(second.place(1, "a.csv"))) == ("a.csv:4:1", "a.csv:4:5")


def test_a_bad_row_gives_nothing_and_its_neighbours_go_on() -> None:
    read = read_csv("at,value\n2026-08\n2026-09,31\n2026-10,30,1\n", "a.csv")
    assert [row.cells[0] for row in read.value.rows] == ["2026-09"]
    assert [str(problem.span) for problem in read.problems] == ["a.csv:2:1", "a.csv:4:12"]


def test_only_a_line_feed_ends_a_row() -> None:
    assert cells("at,note\n2026,a\u2028b\n") == [("2026", "a\u2028b")]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('a,b\n1,"2\n3,4\n', "a.csv:2:3", "is not closed"),
        ('a,b\n1,"2"x\n3,4\n', "a.csv:2:3", "is closed before its cell ends"),
    ],
)
def test_a_wrong_quotation_mark_is_told_where_it_stands(text: str, place: str, words: str) -> None:
    read = read_csv(text, "a.csv")
    (problem,) = read.problems
    assert str(problem.span) == place
    assert words in problem.message
    assert cells(text) == [("3", "4")]


def test_a_column_twice_and_other_separators_are_told() -> None:
    assert "twice" in read_csv("at,at\n1,2\n", "a.csv").problems[0].message
    assert "use commas" in read_csv("at;value\n2026-09;3,5\n", "a.csv").problems[0].message


CELL = st.text(alphabet='ab ,"\n\u2028', max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_another_program_writes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([["x", "y"], *rows])
    assert cells(out.getvalue()) == [tuple(row) for row in rows]


@given(st.text(alphabet='ab,"\n', max_size=30))
def test_no_text_makes_it_fail_and_every_row_fits(text: str) -> None:
    read = read_csv(text, "a.csv").value
    assert all(len(row.cells) == len(read.header) for row in read.rows)
