from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.charts import NARROW, WIDE, Chart, Dot, Level, breaks_base, line_chart, sparkline
from openhub.charts.plot import plot_of, runs, ticks
from openhub.when import parse_period

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 -- we drew it ourselves


def dot(at, value, **more):
    period = parse_period(at)
    return Dot(first=period.first, last=period.last, value=value, label=at[5:], year=at[:4], **more)


def months(*values):
    return tuple(
        dot(f"{2025 + place // 12}-{place % 12 + 1:02}", value) for place, value in enumerate(values)
    )


def chart(dots, **more):
    return Chart(title="Waiting", desc="From 1 to 3.", dots=dots, **more)


def drawn(given_chart, size=WIDE):
    return parsed(line_chart(given_chart, size))


def all_of(root, name, class_=None):
    found = [node for node in root.iter() if node.tag.removeprefix(SVG) == name]
    return [node for node in found if class_ is None or node.get("class") == class_]


def texts(root, class_=None):
    return [node.text for node in all_of(root, "text", class_)]


def lines_of_series(root):
    return [node for group in all_of(root, "g") for node in all_of(group, "polyline")]


def test_a_chart_tells_what_it_shows_and_carries_no_style():
    text = line_chart(chart(months(1, 2, 3), side="bad"), WIDE)
    root = parsed(text)
    ids = root.get("aria-labelledby").split()
    assert root.get("role") == "img"
    assert [all_of(root, name)[0].get("id") for name in ("title", "desc")] == ids
    assert (all_of(root, "title")[0].text, all_of(root, "desc")[0].text) == ("Waiting", "From 1 to 3.")
    assert "style=" not in text
    assert "<style" not in text
    assert all_of(root, "g", "series-bad")


def test_the_two_sizes_can_stand_on_one_page():
    wide, narrow = (line_chart(chart(months(1, 2)), size) for size in (WIDE, NARROW))
    ids = [set(re.findall(r' id="([^"]+)"', text)) for text in (wide, narrow)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_words_are_escaped():
    text = line_chart(chart(months(1, 2), target_words="<b>&", targets=(Level(since=None, value=2),)), WIDE)
    assert "<b>" not in text
    assert "<b>&" in texts(parsed(text), "target")


def test_a_value_stands_in_the_middle_of_its_period():
    plot = plot_of(chart((dot("2026-01", 1), dot("2026-02", 2))), WIDE)
    root = drawn(chart((dot("2026-01", 1), dot("2026-02", 2))))
    assert float(all_of(root, "circle")[0].get("cx")) == plot.x(date(2026, 1, 16))
    assert plot.x(date(2026, 1, 1)) == pytest.approx(plot.left, abs=0.1)


def test_a_missing_period_is_a_gap():
    whole = months(1, 2, 3, 4, 5, 6)
    assert len(runs(whole)) == 1
    assert [len(run) for run in runs(whole[:3] + whole[4:])] == [3, 2]
    assert len(lines_of_series(drawn(chart(whole)))) == 1
    assert len(lines_of_series(drawn(chart(whole[:3] + whole[4:])))) == 2


@pytest.mark.parametrize(
    "periods",
    [("2026-Q1", "2026-Q2", "2026-Q3"), ("2024", "2025", "2026"), ("2026-W05", "2026-W06", "2026-W07")],
)
def test_periods_of_any_length_are_joined(periods):
    assert len(runs([dot(at, 1) for at in periods])) == 1


def test_a_provisional_value_is_hollow():
    root = drawn(chart((*months(1, 2), dot("2025-03", 3, provisional=True))))
    assert [node.get("class") for node in all_of(root, "circle")] == [None, None, "provisional"]


def test_the_axis_begins_at_zero_unless_that_would_flatten_the_line():
    assert ticks([22, 31])[0] == 0
    assert ticks([3, 3])[0] == 0
    assert ticks([4000, 4188])[0] > 0
    assert not breaks_base(chart(months(22, 31)))
    assert breaks_base(chart(months(4000, 4188)))
    assert all_of(drawn(chart(months(22, 31))), "line", "axis")
    assert not all_of(drawn(chart(months(4000, 4188))), "line", "axis")
    assert all_of(drawn(chart(months(4000, 4188))), "polyline", "axis")


@given(st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 3)), min_size=1, max_size=20))
def test_ticks_hold_all_values_and_are_few(values):
    found = ticks(values)
    assert found[0] <= min(values) <= max(values) <= found[-1]
    assert 2 <= len(found) <= 8
    assert list(found) == sorted(set(found))


def test_a_target_that_moved_is_drawn_as_two_steps():
    levels = (Level(since=None, value=2), Level(since=date(2025, 3, 1), value=1))
    root = drawn(chart(months(1, 2, 3, 3), targets=levels, target_words="target 1"))
    steps = all_of(root, "line", "target")
    assert len(steps) == 2
    assert steps[0].get("x2") == steps[1].get("x1")
    assert float(steps[0].get("y1")) < float(steps[1].get("y1"))


def test_labels_in_the_margin_keep_apart():
    same = chart(
        months(1, 2, 3),
        targets=(Level(since=None, value=3),),
        target_words="target 3",
        zone=(3, 3),
        zone_words="goal 3–3",
    )
    root = drawn(same)
    places = [
        float(node.get("y")) for node in all_of(root, "text") if node.get("class") in {"value", "target"}
    ]
    assert len(places) == 3
    assert all(later - former >= 14 for former, later in pairwise(places))


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("count", [2, 12, 60])
def test_names_of_periods_do_not_touch(size, count):
    root = drawn(chart(months(*range(1, count + 1))), size)
    under = [
        node for node in all_of(root, "text") if node.get("text-anchor") == "middle" and not node.get("class")
    ]
    for y in {node.get("y") for node in under}:
        row = sorted(float(node.get("x")) for node in under if node.get("y") == y)
        assert all(later - former > 2 * size.letter for former, later in pairwise(row))
    last = "2029" if count == 60 else f"{(count - 1) % 12 + 1:02}"
    assert last in [node.text for node in under]


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("number", [1, 3, 30])
def test_marks_are_numbered_apart_and_inside(size, number):
    start = date(2025, 6, 1)
    root = drawn(
        chart(months(*range(1, 13)), marks=tuple(start + timedelta(days=day) for day in range(number))), size
    )
    assert sorted(texts(root, "mark"), key=int) == [str(place) for place in range(1, number + 1)]
    discs = [(float(node.get("cx")), float(node.get("cy"))) for node in all_of(root, "circle", "mark")]
    for place, (x, y) in enumerate(discs):
        assert x >= 9
        assert x + 9 <= size.width
        assert all(abs(x - other) >= 18 or abs(y - height) >= 18 for other, height in discs[place + 1 :])


def test_a_mark_far_outside_is_not_drawn():
    assert texts(drawn(chart(months(1, 2, 3), marks=(date(2020, 1, 1), date(2025, 2, 1)))), "mark") == ["2"]


def test_a_zone_and_a_spread_are_bands():
    spread = tuple(dot(f"2025-0{place}", 2, low=1, high=3) for place in (1, 2, 3))
    root = drawn(chart(spread, zone=(1, None), zone_words="goal ≥ 1"))
    assert len(all_of(root, "rect", "band")) == 1
    assert len(all_of(root, "polygon", "band")) == 1


@pytest.mark.parametrize("values", [(0, 0), (5, 5), (-3, 4), (0.001, 0.002), (1e12, 2e12)])
def test_any_values_give_a_chart(values):
    root = drawn(chart(months(*values)))
    heights = [float(node.get("cy")) for node in all_of(root, "circle")]
    assert all(0 < height < WIDE.height for height in heights)


def test_a_sparkline_needs_two_values_and_is_decoration():
    assert sparkline(months(1)) == ""
    root = parsed(sparkline(months(1, 3, 2), "good"))
    assert root.get("aria-hidden") == "true"
    assert root.get("class") == "spark series-good"
    assert len(all_of(root, "circle")) == 1
    assert len(all_of(root, "polyline")) == 1


def test_the_strong_line_stands_at_zero_also_above_negative_values():
    root = drawn(chart(months(-10, -20, -15)))
    (axis,) = all_of(root, "line", "axis")
    assert float(axis.get("y1")) == min(
        float(line.get("y1")) for line in [*all_of(root, "line", "grid"), axis]
    )
    assert "−20" in texts(root)
