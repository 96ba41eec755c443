"""Dates, instants, periods and durations: read, counted, and written back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.when import (
    Duration,
    day_of,
    end_of,
    instant_of,
    parse_duration,
    parse_period,
    parse_when,
    zone_named,
)

PRAGUE = ZoneInfo("Europe/Prague")
DAYS = st.dates(date(1000, 1, 1), date(8999, 12, 31))
ZONES = st.sampled_from(
    ["UTC", "Europe/Prague", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
)


@given(DAYS)
def test_a_day_is_read_back(day: date) -> None:
    assert parse_when(day.isoformat(), PRAGUE) == day


@given(st.datetimes(datetime(1000, 1, 2), datetime(8999, 12, 30)), ZONES)
def test_an_instant_is_read_back(naive: datetime, name: str) -> None:
    zone = zone_named(name)
    clock = naive.replace(second=0, microsecond=0)
    assert parse_when(clock.isoformat(timespec="minutes"), zone) == clock.replace(tzinfo=zone)
    assert parse_when(clock.replace(tzinfo=UTC).isoformat(), zone) == clock.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        (" 2026-11-24 ", date(2026, 11, 24)),
        ("2026-11-24T17:00", datetime(2026, 11, 24, 17, tzinfo=PRAGUE)),
        ("2026-11-24 9:05", datetime(2026, 11, 24, 9, 5, tzinfo=PRAGUE)),
        ("2026-11-24 9:05:07", datetime(2026, 11, 24, 9, 5, 7, tzinfo=PRAGUE)),
        ("2026-11-24T17:00Z", datetime(2026, 11, 24, 17, tzinfo=UTC)),
        ("2026-11-24 17:00 UTC", datetime(2026, 11, 24, 17, tzinfo=UTC)),
        ("2026-11-24T17:00:00.123+05:30", datetime(2026, 11, 24, 11, 30, tzinfo=UTC)),
        ("2026-11-24T17:00-0800", datetime(2026, 11, 25, 1, tzinfo=UTC)),
        ("2026-11-24T17:00+02", datetime(2026, 11, 24, 15, tzinfo=UTC)),
    ],
)
def test_ways_to_write_a_time(text: str, expected: object) -> None:
    assert parse_when(text, PRAGUE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "2026-11",
        "24.11.2026",
        "2026-13-01",
        "2026-02-30",
        "2026-11-24T25:00",
        "0000-01-01",
        "0999-12-31",
        "9000-01-01",
        "2026-11-24T17:00+99:00",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the reader of the field has the words
        parse_when(text, PRAGUE)


@given(st.text())
def test_any_text_is_a_time_or_refused(text: str) -> None:
    for read in (lambda: parse_when(text, PRAGUE), lambda: parse_period(text), lambda: parse_duration(text)):
        try:
            read()
        except ValueError:
            continue


@given(DAYS, ZONES)
def test_a_calendar_date_never_shifts(day: date, name: str) -> None:
    zone = zone_named(name)
    assert day_of(day, zone) == day
    assert day_of(instant_of(day, zone), zone) == day
    assert instant_of(day, zone) < end_of(day, zone)
    assert end_of(day, zone) == instant_of(day + timedelta(days=1), zone)


def test_an_instant_shifts_with_the_zone() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert day_of(late, PRAGUE) == date(2026, 11, 25)


@given(DAYS)
def test_each_period_holds_its_day(day: date) -> None:
    year, week, _ = day.isocalendar()
    texts = [
        f"{day.year:04}",
        f"{day.year:04}-Q{(day.month + 2) // 3}",
        f"{day.year:04}-{day.month:02}",
        day.isoformat(),
    ]
    if 1000 <= year < 9000:
        texts.append(f"{year:04}-W{week:02}")
    for text in texts:
        period = parse_period(text)
        assert period.text == text
        assert period.first <= day <= period.last
        assert period.first <= period.middle <= period.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-W07", "2026-02-09", "2026-02-15"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2026-09-30", "2026-09-30", "2026-09-30"),
    ],
)
def test_both_ends_of_a_period_count(text: str, first: str, last: str) -> None:
    period = parse_period(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["2026-Q5", "2026-13", "2026-00", "2025-W53", "2026-W00", "26", "2026-9", "0000", "9000"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the reader of the field has the words
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "months", "rest"),
    [
        ("90m", 0, timedelta(minutes=90)),
        ("90 min", 0, timedelta(minutes=90)),
        ("1h 30m", 0, timedelta(minutes=90)),
        ("1h30m", 0, timedelta(minutes=90)),
        ("2 days", 0, timedelta(days=2)),
        ("1 week", 0, timedelta(days=7)),
        ("6 months", 6, timedelta()),
        ("6mo", 6, timedelta()),
        ("1 year 1 month", 13, timedelta()),
        ("PT1H30M", 0, timedelta(minutes=90)),
        ("P1Y2M3W4DT5H6M7S", 14, timedelta(days=25, hours=5, minutes=6, seconds=7)),
    ],
)
def test_ways_to_write_a_duration(text: str, months: int, rest: timedelta) -> None:
    found = parse_duration(text)
    assert (found.months, found.rest) == (months, rest)
    assert found.exact + timedelta(days=found.days) == found.rest


@pytest.mark.parametrize(
    ("text", "days", "exact"),
    [
        ("1 day", 1, timedelta()),
        ("24h", 0, timedelta(hours=24)),
        ("1 week 2 days 3h", 9, timedelta(hours=3)),
        ("P1DT24H", 1, timedelta(hours=24)),
        ("P1W", 7, timedelta()),
        ("PT1440M", 0, timedelta(hours=24)),
    ],
)
def test_days_are_those_of_the_calendar_and_hours_are_exact(text: str, days: int, exact: timedelta) -> None:
    found = parse_duration(text)
    assert (found.days, found.exact) == (days, exact)


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "soon", "5", "5 parsecs", "1h and 30m", "-1h", "99999999999999 days", "9999999 years"],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the reader of the field has the words
        parse_duration(text)


@given(DAYS, st.integers(0, 900))
def test_months_back_and_forth_keep_the_month(day: date, count: int) -> None:
    length = Duration(count)
    there = length.after(day)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == count
    assert length.before(there).replace(day=1) == day.replace(day=1)


def test_a_month_from_the_31st_is_the_last_of_the_next() -> None:
    assert Duration(1).after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Duration(9).before(date(2026, 11, 30)) == date(2026, 2, 28)


@given(DAYS)
def test_what_leads_out_of_the_calendar_ends_at_its_edge(day: date) -> None:
    longest = parse_duration("990 years")
    assert date.min <= longest.before(day) < day < longest.after(day) <= date.max
    assert Duration(12 * 9_000).before(day) == date.min
    assert Duration(12 * 9_000).after(day) == date.max


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd", "/etc/passwd", "Europe", "\0"])
def test_a_zone_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the reader of the field has the words
        zone_named(name)


@pytest.mark.parametrize(
    "name", ["localtime", "posixrules", "Factory", "posix/Europe/Prague", "right/UTC", "Europe/Prague\n"]
)
def test_only_names_that_mean_the_same_everywhere_are_zones(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        zone_named(name)
    assert zone_named("UTC").key == "UTC"
