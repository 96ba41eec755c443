"""Rows of numbers alone are read a quick way: it gives what the schema gives, or leaves the row to it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.hub import series_tables
from openhub.hub.series_tables import read_points
from openhub.model import Source
from openhub.problems import Problem
from openhub.series import Columns, Point

HEADER = "at,value,n,low,high,note,provisional\n"
NUMBERS = [
    "", "0", "3", "-3", "+3", "3.5", "-0.0", "03", "3.", ".5", "1e3", "1e-3", "1.5e300", "3,5", "1_000", "1 000", "٣", "0x10",
    "nan", "inf", "-inf", "999999999999999", "1000000000000000", "99999999999999.5", "0.00000000000001", "0.0000000000000001",
    "1e-400", "--3", "3-", "true", " 3 ",
]  # fmt: skip
PERIODS = [
    "2026-09",
    "2026",
    "2026-Q3",
    "2026-W07",
    "2026-09-30",
    "2026-9",
    "2026-13",
    "2026-09-31",
    "",
    "９",
    "9999-12",
    "0000-01",
]
Read = tuple[tuple[Point, ...] | None, tuple[Problem, ...]]


def read(row: tuple[str, ...]) -> Read:
    cells = (f'"{cell}"' if "," in cell else cell for cell in row)
    found = read_points(Source(file="a.csv", text=f"{HEADER}{','.join(cells)}\n"), Columns())
    return found.value, found.problems


def slowly(row: tuple[str, ...]) -> Read:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(series_tables, "_quick", lambda *_: None)
        return read(row)


ROWS = [
    *((at, value, n, "", "", "", "") for at, value, n in itertools.product(["2026-09"], NUMBERS, ["", "5"])),
    *(("2026-09", "3", n, "", "", "", "") for n in [*NUMBERS, "1.5", "1.0", "-1", "1e3"]),
    *(("2026-09", "3", "", low, "4", "", "") for low in NUMBERS),
    *(("2026-09", "3", "", "2", high, "", "") for high in NUMBERS),
    *((at, "3", "", "", "", "", "") for at in PERIODS),
    *(("2026-09", "3", "", "", "", *rest) for rest in itertools.product(["", "a *b* <c>"], ["", "true", "no", "perhaps"])),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=",".join)
def test_the_quick_way_gives_what_the_schema_gives(row: tuple[str, ...]) -> None:
    assert read(row) == slowly(row)


@given(
    at=st.sampled_from(PERIODS),
    numbers=st.tuples(*[st.sampled_from(NUMBERS) | st.text("0123456789.-+e, ", max_size=8)] * 4),
    note=st.sampled_from(["", "a"]),
    provisional=st.sampled_from(["", "true"]),
)
def test_the_quick_way_gives_what_the_schema_gives_for_any_row(
    at: str, numbers: tuple[str, ...], note: str, provisional: str
) -> None:
    row = (at, *numbers, note, provisional)
    assert read(row) == slowly(row)


def test_most_rows_go_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series_tables, "_point", lambda *_: pytest.fail("the schema was asked"))
    for row in (("2026-09", "3.5", "", "", "", "", ""), ("2026-W07", "-3", "12", "-4", "0.25", "", "")):
        assert read(row)[1] == ()
