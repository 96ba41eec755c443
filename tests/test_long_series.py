"""Long series take short ways; these tests hold each against the long way that it stands for."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from openhub import build
from openhub.charts import WIDE, Chart, draw
from openhub.hub import memory
from openhub.hub.series_tables import _point, read_series
from openhub.model import Body, Ref, Source, Who
from openhub.parse.entry import plain_body
from openhub.problems import Span
from openhub.read.csv_tables import read_csv
from openhub.read.schema import leaves, record
from openhub.runs import runs
from openhub.series import NAMES, Point
from openhub.theme import Theme
from openhub.views.metric_figures import Row
from openhub.when import Period, parse_period
from openhub.words import number

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAYS = [date(2024, 1, 1) + timedelta(days=place) for place in range(1000)]
HUB = """
=== openhub.yaml
title: Hub
url: https://example.org/
authority: example.org,2026
=== content/metrics/wait.yaml
title: Wait
unit: hours
direction: down
min_n: 5
data: wait.csv
=== content/metrics/wait.csv
"""


def table(rows: list[str]) -> str:
    return "at,value,n,low,high,note,provisional\n" + "".join(f"{row}\n" for row in rows)


def mixed_rows() -> list[str]:
    """Give rows of all kinds: most hold numbers alone, and some are wrong."""
    dice = random.Random(3)  # noqa: S311 -- no secret
    tails = ["", "7", "7,1,2", "7,,2", "007", "-3", "1.5", "7,x", "7,,,Rain", "7,,,,true", "7,1e2", "7,1, 2 "]
    values = ["31", "31.50", " 4 ", "-0", "1e3", "3,5", "", "n/a", "+2", ".5", "1234567890123456"]
    rows = []
    for day in DAYS:
        value, tail = (dice.choice(values), dice.choice(tails)) if dice.random() < 0.3 else ("31.4", "12")
        cells = f"{day},{value},{tail}".split(",")
        rows.append(",".join((cells + [""] * 7)[:7]))
    return rows


@pytest.fixture
def loaded(write_hub):
    def load(rows: list[str]):
        return build.load(write_hub(HUB + table(rows)), build.Options(now=NOW)).value

    return load


@pytest.fixture
def wait(loaded):
    return loaded([f"{day},{place % 37},{place % 11},,,," for place, day in enumerate(DAYS)]).of("metric")[0]


# ── reading ─────────────────────────────────────────────────────────────────


def test_the_quick_way_reads_each_row_as_the_schema_does(wait) -> None:
    text = table(mixed_rows())
    made = read_series(wait, Source(file="wait.csv", text=text, kind="metric"))
    places = {name: place for place, name in enumerate(NAMES)}
    told: list[object] = []
    found = [_point(row, places, "wait.csv", told) for row in read_csv(text, "wait.csv").value.rows]
    assert made.value.data.series == tuple(point for point in found if point)
    assert [problem for problem in made.problems if problem in told] == told
    assert told
    assert None in found


@record
class Shelf:
    """A record that holds others."""

    name: str
    at: Period | None = None
    points: tuple[Point, ...] = ()
    who: tuple[Ref | Who, ...] = ()


def test_every_text_and_reference_is_found_wherever_it_stands() -> None:
    text = plain_body("Rain", Span("f"))
    bare = tuple(Point(at=parse_period(str(day)), value=1) for day in DAYS)
    noted = (*bare[:500], replace(bare[500], note=text))
    shelf = Shelf(name="a", at=bare[0].at, points=noted, who=(Ref("post", "a"), Who("Ana")))
    assert list(leaves((replace(shelf, points=bare), shelf))) == [
        ((0, "who", 0), Ref("post", "a")),
        ((0, "who", 1), Who("Ana")),
        ((1, "points", 500, "note"), text),
        ((1, "who", 0), Ref("post", "a")),
        ((1, "who", 1), Who("Ana")),
    ]
    assert not list(leaves(bare))


# ── telling ─────────────────────────────────────────────────────────────────


def test_the_digest_is_that_of_the_whole_metric_as_json(loaded) -> None:
    note = '"It said ""series"": []"'
    rows = [f"{day},{place}.5,{place},1,2,{note},true" for place, day in enumerate(DAYS[:3])]
    entry = loaded([*rows, f"{DAYS[4]},7,,,,,"]).of("metric")[0]
    told = [dict(point_values(point)) for point in entry.data.series]
    assert 'said "series": []' in told[0]["note"]
    known = {"title": "Wait", "unit": "hours", "direction": "down", "min_n": 5, "series": told}
    whole = {"title": "Wait", "summary": "", "body": "", "fields": known}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False)
    assert memory.digest(entry) == sha256(text.encode()).hexdigest()[:16]


def point_values(point: Point) -> Iterator[tuple[str, object]]:
    for name in NAMES:
        value = getattr(point, name)
        if value is not None and value is not False:
            yield name, value.text if isinstance(value, Body | Period) else value


def test_a_verdict_is_kept_and_is_not_that_of_another_series(wait) -> None:
    data = wait.data
    assert data.verdict is data.verdict
    assert all(point.n >= 5 for point in data.final)
    shorter = replace(data, series=data.series[:7])
    assert shorter.verdict.last.at.first == DAYS[6]
    assert {field.name for field in fields(data)} & {"final", "verdict"} == set()


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (-0.0, "0"), (-0.001, "−0.001"), (1234.5, "1,234.5"), (-1234567, "−1,234,567"), (100, "100")],
)
def test_numbers_are_written_whole(value: float, said: str) -> None:
    assert number(value) == said
    assert number(value, "de") == said.translate({ord(","): ".", ord("."): ","})


def test_the_rows_of_a_table_are_escaped(loaded, tmp_path) -> None:
    site = loaded([f"{DAYS[0]},1,,,,,"])
    theme = Theme(site, tmp_path)
    rows = (
        Row(("<a>", "1 & 2", "<3"), provisional=True, note=plain_body("<b>", Span("f"))),
        Row(("May", "2")),
    )
    env = theme._env
    text = env.from_string("{{ rows | rows }}").render(rows=rows, address="/")
    assert text == (
        '      <tr><th scope="row">&lt;a&gt; <span class="chip">Provisional</span>'
        '<span class="small">&lt;b&gt;</span></th><td class="align-right">1 &amp; 2</td><td>&lt;3</td></tr>\n'
        '      <tr><th scope="row">May</th><td class="align-right">2</td></tr>\n'
    )


# ── drawing ─────────────────────────────────────────────────────────────────


def test_a_thousand_days_are_one_line_and_few_labels(wait) -> None:
    chart = Chart(
        title="T", desc="D", dots=wait.data.series, label=lambda at: (at.text[5:], at.text[:4]), breaks=()
    )
    text = draw(chart, WIDE)
    assert text.count("<polyline") == 1
    assert text.count("<circle") == 1
    assert text.count("<text") < 20


def test_runs_are_cut_before_the_first_value_after_a_break(wait) -> None:
    series = wait.data.series
    parts = runs(series, [DAYS[400], DAYS[10], DAYS[0]])
    assert [part[0].at.first for part in parts] == [DAYS[0], DAYS[10], DAYS[400]]
    assert sum(parts, ()) == series
