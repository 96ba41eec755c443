from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.charts import NARROW, WIDE, Chart, Level, breaks_base, draw, shows_goals, sparkline
from openhub.charts.plot import plot_of
from openhub.charts.scale import tick_words, ticks, written
from openhub.charts.series import thinned
from openhub.runs import runs
from openhub.series import Point
from openhub.when import parse_period

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 -- we drew it ourselves


def dot(at, value, **more):
    return Point(at=parse_period(at), value=value, **more)


def label(at):
    return at.text[5:], at.text[:4]


def months(*values):
    return tuple(
        dot(f"{2025 + place // 12}-{place % 12 + 1:02}", value) for place, value in enumerate(values)
    )


def chart(dots, **more):
    return Chart(**{"title": "Waiting", "desc": "From 1 to 3.", "dots": dots, "label": label, **more})


def drawn(given_chart, size=WIDE):
    return parsed(draw(given_chart, size))


def all_of(root, name, class_=None):
    found = [node for node in root.iter() if node.tag.removeprefix(SVG) == name]
    return [node for node in found if class_ is None or node.get("class") == class_]


def texts(root, class_=None):
    return [node.text for node in all_of(root, "text", class_)]


def lines_of_series(root):
    return [node for group in all_of(root, "g") for node in all_of(group, "polyline")]


def test_a_chart_tells_what_it_shows_and_carries_no_style():
    text = draw(chart(months(1, 2, 3), side="bad"), WIDE)
    root = parsed(text)
    ids = root.get("aria-labelledby").split()
    assert root.get("role") == "img"
    assert [all_of(root, name)[0].get("id") for name in ("title", "desc")] == ids
    assert (all_of(root, "title")[0].text, all_of(root, "desc")[0].text) == ("Waiting", "From 1 to 3.")
    assert "style=" not in text
    assert "<style" not in text
    assert all_of(root, "g", "series-bad")


def test_the_two_sizes_can_stand_on_one_page():
    wide, narrow = (draw(chart(months(1, 2)), size) for size in (WIDE, NARROW))
    ids = [set(re.findall(r' id="([^"]+)"', text)) for text in (wide, narrow)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_words_are_escaped():
    text = draw(chart(months(1, 2), target_word="<b>&", targets=(Level(since=None, value=2),)), WIDE)
    assert "<b>" not in text
    assert "<b>& 2" in texts(parsed(text), "target")


def test_a_value_stands_in_the_middle_of_its_period():
    plot = plot_of(chart((dot("2026-01", 1), dot("2026-02", 2))), WIDE)
    root = drawn(chart((dot("2026-01", 1), dot("2026-02", 2))))
    assert float(all_of(root, "circle")[0].get("cx")) == pytest.approx(
        (plot.x(date(2026, 1, 1)) + plot.x(date(2026, 2, 1))) / 2, abs=0.1
    )
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
    root = drawn(chart(months(1, 2, 3, 3), targets=levels))
    steps = all_of(root, "line", "target")
    assert len(steps) == 2
    assert steps[0].get("x2") == steps[1].get("x1")
    assert float(steps[0].get("y1")) < float(steps[1].get("y1"))


def test_labels_in_the_margin_keep_apart():
    same = chart(
        months(1, 2, 3),
        targets=(Level(since=None, value=3),),
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


# ── bars ────────────────────────────────────────────────────────────────────


def bars(root):
    return [node for node in all_of(root, "rect") if node.get("class", "").startswith("bar")]


def test_bars_stand_on_zero_also_where_a_line_would_break_its_base():
    counted = chart(months(4000, 4188), shape="bar")
    plot, root = plot_of(counted, WIDE), drawn(counted)
    assert not breaks_base(counted)
    assert plot.ticks[0] == 0
    for node, value in zip(bars(root), (4000, 4188), strict=True):
        assert float(node.get("y")) == plot.y(value)
        assert float(node.get("y")) + float(node.get("height")) == pytest.approx(plot.y(0), abs=0.11)
    assert not lines_of_series(root)


def test_a_bar_below_zero_hangs_from_it():
    counted = chart(months(5, -3), shape="bar")
    plot, (_, below) = plot_of(counted, WIDE), bars(drawn(counted))
    assert float(below.get("y")) == plot.y(0)


@pytest.mark.parametrize("days", [("2026-01-05", "2026-01-12", "2026-03-01"), ("2026-01-01", "2026-01-02")])
def test_bars_of_days_stay_apart_and_inside(days):
    counted = chart(tuple(dot(day, 3) for day in days), shape="bar")
    plot = plot_of(counted, NARROW)
    edges = [
        (float(node.get("x")), float(node.get("x")) + float(node.get("width")))
        for node in bars(drawn(counted, NARROW))
    ]
    assert plot.left - 1 <= edges[0][0]
    assert edges[-1][1] <= plot.right + 1
    assert all(former[1] < later[0] for former, later in pairwise(edges))


def test_a_bar_that_is_provisional_is_hollow_and_its_spread_is_a_bracket():
    root = drawn(chart((dot("2026-01", 2, low=1, high=3), dot("2026-02", 2, provisional=True)), shape="bar"))
    assert [node.get("class") for node in bars(root)] == ["bar", "bar provisional"]
    assert len(all_of(root, "path", "spread")) == 1


def test_too_many_bars_are_a_line_on_zero():
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(900)]
    many = chart(tuple(dot(day.isoformat(), 1000 + n % 7) for n, day in enumerate(days)), shape="bar")
    assert not bars(drawn(many))
    assert lines_of_series(drawn(many))
    assert plot_of(many, WIDE).ticks[0] == 0


# ── gaps, breaks, provisional ends ──────────────────────────────────────────


def test_no_gap_is_joined_even_where_most_periods_are_missing():
    assert [len(run) for run in runs(tuple(dot(f"2025-{month:02}", 1) for month in (1, 3, 5, 6)))] == [
        1,
        1,
        2,
    ]


def test_a_value_without_neighbours_is_seen_among_many():
    lone = months(*range(1, 61))[:40] + months(*range(1, 61))[42:43] + months(*range(1, 61))[44:]
    circles = all_of(drawn(chart(lone)), "circle")
    assert plot_of(chart(lone), WIDE).centre(lone[40]) in [float(node.get("cx")) for node in circles]


def test_a_line_to_a_provisional_value_is_dashed():
    root = drawn(chart((*months(1, 2, 3), dot("2025-04", 3, provisional=True))))
    assert [node.get("class") for node in lines_of_series(root)] == [None, "loose"]
    solid, loose = (node.get("points").split() for node in lines_of_series(root))
    assert (len(solid), len(loose)) == (3, 2)
    assert solid[-1] == loose[0]


def test_the_line_is_cut_where_the_definition_changed():
    revised = chart(months(1, 2, 3, 4, 5), breaks=(date(2025, 3, 1),))
    plot, root = plot_of(revised, WIDE), drawn(revised)
    assert [len(node.get("points").split()) for node in lines_of_series(root)] == [2, 3]
    assert texts(root, "break") == ["revised"]
    (rule,) = all_of(root, "polyline", "break")
    assert rule.get("points").split()[-1] == f"{plot.x(date(2025, 3, 1))},{plot.bottom}"


def test_a_band_is_cut_with_the_line():
    spread = tuple(dot(f"2025-0{place}", 2, low=1, high=3) for place in (1, 2, 3, 4))
    assert len(all_of(drawn(chart(spread, breaks=(date(2025, 3, 1),))), "polygon", "band")) == 2


# ── targets ─────────────────────────────────────────────────────────────────


def goal_places(root):
    return [re.findall(r"[-\d.]+", node.get("d"))[:2] for node in all_of(root, "path", "goal")]


def test_the_day_of_a_target_is_a_diamond_and_the_axis_reaches_it():
    aimed = chart(months(1, 2, 3), targets=(Level(since=None, value=4, by=date(2025, 4, 30)),))
    plot = plot_of(aimed, WIDE)
    ((x, y),) = goal_places(drawn(aimed))
    assert float(x) == pytest.approx(plot.x(date(2025, 4, 30)), abs=0.1)
    assert float(y) == pytest.approx(plot.y(4) - 6, abs=0.1)
    assert plot.end == date(2025, 5, 1)
    assert shows_goals(aimed)
    assert texts(drawn(aimed), "value") == ["03: 3"]


def test_a_target_far_ahead_takes_no_room_from_the_values():
    aimed = chart(months(1, 2, 3), targets=(Level(since=None, value=4, by=date(2035, 4, 30)),))
    assert goal_places(drawn(aimed)) == []
    assert not shows_goals(aimed)
    assert plot_of(aimed, WIDE).end == date(2025, 4, 1)


# ── many, huge and tiny ─────────────────────────────────────────────────────


@given(st.lists(st.tuples(st.floats(0, 40), st.floats(0, 300)), min_size=1, max_size=300))
def test_thinning_changes_nothing_that_is_seen(places):
    places = sorted((round(x, 1), round(y, 1)) for x, y in places)
    kept = thinned(places)
    assert set(kept) <= set(places)
    for column in {int(x) for x, _ in places}:
        mine, ours = ([y for x, y in some if int(x) == column] for some in (places, kept))
        assert (min(mine), max(mine), mine[0], mine[-1]) == (min(ours), max(ours), ours[0], ours[-1])
        assert len(ours) <= 4


@pytest.mark.parametrize(
    ("values", "language", "said"),
    [
        ([0, 0.5], "en", ("0.0", "0.2", "0.4", "0.6")),
        ([1000, 4000], "de", ("0", "1.000", "2.000", "3.000", "4.000")),
        ([2e7, 8e7], "en", ("0 M", "20 M", "40 M", "60 M", "80 M")),
        ([0.0001, 0.0004], "fr", ("0,0000", "0,0001", "0,0002", "0,0003", "0,0004")),
    ],
)
def test_numbers_beside_the_grid_have_the_decimals_of_their_step(values, language, said):
    assert tick_words(ticks(values), language) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.000123, "0.00012"),
        (12_345_678, "12.3 M"),
        (1e20, "1.00e+20"),
        (-3.5, "−3.5"),
        (0.00000022, "2.20e−07"),
        (99.97, "99.97"),
    ],
)
def test_a_value_in_the_margin_is_short(value, said):
    assert written(value) == said


# ── a space of charts ───────────────────────────────────────────────────────


@st.composite
def charts(draw_from):
    first, step = draw_from(st.integers(0, 60)), draw_from(st.sampled_from(["month", "week", "day", "year"]))
    known = draw_from(st.lists(st.integers(0, 70), min_size=2, max_size=40, unique=True).map(sorted))
    size = draw_from(st.sampled_from([1, 1000, 1e9, 1e-4]))
    numbers = st.floats(-1, 1, width=32).map(lambda value: float(f"{value * size:.4g}"))

    def at(place):
        names = {
            "month": lambda: f"{2000 + (first + place) // 12}-{(first + place) % 12 + 1:02}",
            "week": lambda: "{}-W{:02}".format(
                *(date(2020, 1, 6) + timedelta(weeks=first + place)).isocalendar()[:2]
            ),
            "day": (date(2020, 1, 1) + timedelta(days=first + place)).isoformat,
            "year": lambda: f"{1900 + first + place}",
        }
        return parse_period(names[step]())

    dots = tuple(
        Point(at=at(place), value=draw_from(numbers), provisional=draw_from(st.booleans())) for place in known
    )
    days = st.integers(-3, (dots[-1].at.last - dots[0].at.first).days + 300).map(
        lambda n: dots[0].at.first + timedelta(days=n)
    )
    inside = st.integers(1, max((dots[-1].at.last - dots[0].at.first).days, 1)).map(
        lambda n: dots[0].at.first + timedelta(days=n)
    )
    return chart(
        dots,
        label=lambda period: (period.text[-5:], period.text[:4]),
        shape=draw_from(st.sampled_from(["line", "bar"])),
        targets=tuple(
            draw_from(
                st.lists(st.builds(Level, since=st.none(), value=numbers, by=st.none() | days), max_size=2)
            )
        ),
        zone=draw_from(st.none() | st.tuples(numbers, numbers).map(lambda pair: tuple(sorted(pair)))),
        zone_words="goal 2–4",
        marks=tuple(sorted(draw_from(st.lists(days, max_size=12)))),
        breaks=tuple(sorted(draw_from(st.lists(inside, max_size=2, unique=True)))),
    )


def boxes(root, size):
    """Give the room of each text, and whether it stands on a ground of its own."""
    for node in all_of(root, "text"):
        wide, x = len(node.text) * size.letter * 0.95, float(node.get("x"))
        covered = node.get("class") in {"mark", "break"}
        start = {"middle": x - wide / 2, "end": x - wide}.get(
            "middle" if covered else node.get("text-anchor"), x
        )
        yield (start, float(node.get("y")) - 9, start + wide, float(node.get("y")) + 2), covered


def strokes(root):
    """Give the room of each straight stroke that may not run through a text."""
    for node in all_of(root, "line"):
        yield tuple(float(node.get(name)) for name in ("x1", "y1", "x2", "y2"))
    for node in all_of(root, "polyline"):
        places = [tuple(map(float, place.split(","))) for place in node.get("points").split()]
        yield from ((*former, *later) for former, later in pairwise(places))


def crosses(box, stroke):
    (left, top, right, bottom), (x1, y1, x2, y2) = box, stroke
    for n in range(21):
        x, y = x1 + (x2 - x1) * n / 20, y1 + (y2 - y1) * n / 20
        if left < x < right and top < y < bottom:
            return True
    return False


@settings(max_examples=150, deadline=None)
@given(charts(), st.sampled_from([WIDE, NARROW]))
def test_no_label_touches_another_label_or_a_line(given_chart, size):
    root = drawn(given_chart, size)
    found = list(boxes(root, size))
    for place, ((left, top, right, bottom), covered) in enumerate(found):
        assert left >= -1
        assert right <= size.width + 1
        assert 0 <= top < bottom <= size.height
        for other, _ in found[place + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        assert covered or not any(crosses((left, top, right, bottom), stroke) for stroke in strokes(root))


@settings(max_examples=100, deadline=None)
@given(charts(), st.sampled_from([WIDE, NARROW]))
def test_every_value_stands_at_its_place_and_inside(given_chart, size):
    plot, root = plot_of(given_chart, size), drawn(given_chart, size)
    places = [
        tuple(map(float, place.split(",")))
        for line in lines_of_series(root)
        for place in line.get("points").split()
    ]
    wanted = {(plot.centre(dot), plot.y(dot.value)) for dot in given_chart.dots}
    assert set(places) <= wanted
    for x, y in wanted:
        assert plot.left <= x <= plot.right
        assert plot.top - 0.1 <= y <= plot.bottom + 0.1
    dots = {
        (float(node.get("cx")), float(node.get("cy")))
        for group in all_of(root, "g")
        for node in all_of(group, "circle")
    }
    for run in runs(given_chart.dots, given_chart.breaks):
        if len(run) == 1 and not bars(root):
            assert (plot.centre(run[0]), plot.y(run[0].value)) in dots
    assert not any(math.isnan(value) for value in plot.ticks)
    assert draw(given_chart, size) == draw(given_chart, size)


def test_a_counter_is_bars_on_zero_in_a_list_too():
    small = sparkline(tuple(months(8, 10, 4)), shape="bar")
    heights = [float(height) for height in re.findall(r'<rect class="bar"[^>]* height="([\d.]+)"', small)]
    assert [round(height / heights[1], 2) for height in heights] == [0.8, 1, 0.4]
    assert "<polyline" not in small
    crowded = sparkline(tuple(months(*range(1, 61))), shape="bar")
    assert "<rect" not in crowded
    assert "<polyline" in crowded


def test_a_bar_of_nothing_is_flat_and_a_gap_has_none():
    given = chart((dot("2026-01", 3), dot("2026-02", 0), dot("2026-04", 2)), shape="bar")
    bars = all_of(drawn(given), "rect", "bar")
    assert [float(bar.get("height")) > 2 for bar in bars] == [True, False, True]
    assert float(bars[1].get("height")) == 2


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_values_that_hardly_differ_are_drawn_as_one(size):
    close = math.nextafter(1, 2)
    root = drawn(chart(months(1, close, 1)), size)
    assert lines_of_series(root)
    assert not breaks_base(chart(months(1, close, 1)))
