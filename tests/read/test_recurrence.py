"""Rules: what they mean, and which of their parts is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.read.recurrence import as_rrule, parse_rule, rrule_of, rule_dates

PRAGUE = ZoneInfo("Europe/Prague")
TIME = datetime(2026, 12, 1, 18, tzinfo=PRAGUE)
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("first tuesday monthly", "FREQ=MONTHLY;BYDAY=1TU"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("every Tuesday", "FREQ=WEEKLY;BYDAY=TU"),
        ("RRULE:freq=weekly; byday=tu,th;", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ],
)
def test_words_and_rules_become_one_form(text, rule):
    assert as_rrule(text) == rule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY;COUNT=99999999999999", "COUNT: expected"),
        ("FREQ=DAILY;COUNT=0", "COUNT: expected"),
        ("FREQ=DAILY;COUNT=-1", "COUNT: expected"),
        ("FREQ=DAILY;COUNT=10001", "COUNT: expected"),
        ("every 99999999999 weeks", "INTERVAL: expected"),
        ("every 0 weeks", "INTERVAL: expected"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=-1", "INTERVAL: expected"),
        ("DTSTART:20200101T000000\nRRULE:FREQ=DAILY", "without DTSTART"),
        ("FREQ=SECONDLY", "FREQ: expected DAILY"),
        ("FREQ=MINUTELY", "FREQ: expected DAILY"),
        ("FREQ=HOURLY", "FREQ: expected DAILY"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH: expected numbers from 1 to 12"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY: expected"),
        ("FREQ=MONTHLY;BYDAY=54MO", "BYDAY: expected"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY: the number"),
        ("FREQ=WEEKLY;WKST=1MO", "WKST: expected"),
        ("FREQ=YEARLY;BYEASTER=1", "'BYEASTER' is no part"),
        ("FREQ=WEEKLY;UNTL=20270101", "did you mean 'UNTIL'"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ: written twice"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "keep one of them"),
        ("FREQ=DAILY;UNTIL=20271301", "UNTIL: expected"),
        ("FREQ=DAILY;UNTIL=20260101", "UNTIL: lies before"),
        ("BYDAY=TU", "FREQ: missing"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "no date within 10 years"),
        ("FREQ=YEARLY;INTERVAL=1000;BYMONTH=1;BYMONTHDAY=31", "no date within 10 years"),
        ("now and then", "expected an RRULE"),
    ],
)
@pytest.mark.parametrize("starts", [TIME, DAY], ids=["time", "day"])
def test_a_rule_that_is_wrong_names_its_part(text, words, starts):
    with pytest.raises(ValueError, match=words):
        parse_rule(text, starts)


@pytest.mark.parametrize(
    ("until", "starts", "written", "last"),
    [
        ("20261208", TIME, "20261208T225959Z", 8),
        ("20261208T180000", TIME, "20261208T170000Z", 8),
        ("20261208T175959", TIME, "20261208T165959Z", 1),
        ("20261208T170000Z", TIME, "20261208T170000Z", 8),
        ("20261208", DAY, "20261208", 8),
        ("20261208T120000Z", DAY, "20261208", 8),
    ],
)
def test_an_end_is_meant_in_the_zone_of_the_event(until, starts, written, last):
    text = f"FREQ=WEEKLY;UNTIL={until}"
    assert rrule_of(text, starts) == f"FREQ=WEEKLY;UNTIL={written}"
    assert [moment.day for moment in rule_dates(text, starts, date(2030, 1, 1))][-1] == last


def test_a_rule_is_followed_to_a_day_of_its_own_zone():
    dates = rule_dates("daily", TIME, date(2026, 12, 3))
    assert [moment.isoformat() for moment in dates] == [f"2026-12-0{day}T18:00:00+01:00" for day in (1, 2, 3)]


def test_a_leap_day_is_found_from_any_start():
    for year in (1900, 2026, 2097):
        if year != 2097:
            assert rule_dates("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(year, 3, 1), date(year + 12, 1, 1))
    with pytest.raises(ValueError, match="a series begins in 1900"):
        parse_rule("daily", date(1899, 12, 31))


PARTS = st.sampled_from(
    ["FREQ=DAILY", "FREQ=YEARLY", "FREQ=", "COUNT=1", "COUNT=x", "INTERVAL=7", "UNTIL=20270101", "UNTIL=1", "=", "",
     "BYDAY=MO,", "BYDAY=+5FR", "BYSETPOS=-1", "BYHOUR=24", "BYWEEKNO=53", "WKST=SU", "BYMONTH=2", "every", "\n"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=5).map(";".join) | st.text(max_size=30), st.sampled_from([TIME, DAY]))
def test_any_text_is_a_rule_or_one_sentence(text, starts):
    last = DAY + timedelta(days=40)
    said = ""
    try:
        found = rule_dates(text, starts, last)
    except ValueError as wrong:
        found, said = (), str(wrong)
    assert "\n" not in said
    assert all(moment.date() <= last for moment in found)


def test_one_instant_in_two_zones_is_two_series():
    last = date(2027, 7, 1)
    prague = rule_dates("weekly", datetime(2026, 12, 1, 18, tzinfo=PRAGUE), last)
    utc = rule_dates("weekly", datetime(2026, 12, 1, 17, tzinfo=UTC), last)
    assert prague[0] == utc[0]
    assert prague[-1] != utc[-1]


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("FREQ=WEEKLY;BYMONTHDAY=3,10", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYYEARDAY=307", "BYYEARDAY"),
        ("FREQ=MONTHLY;BYWEEKNO=45", "BYWEEKNO"),
        ("FREQ=MONTHLY;BYSETPOS=-1", "BYSETPOS"),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=2MO", "BYDAY"),
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR"),
    ],
)
def test_parts_that_do_not_go_together_are_refused(rule, part):
    with pytest.raises(ValueError, match=part):
        parse_rule(rule, date(2026, 11, 3))
