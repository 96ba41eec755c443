"""The dates of events: rules, exceptions, what is over and when a call closes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub import build
from openhub.hub import agenda, calendars, ledger, plan
from openhub.kinds.event import mode
from openhub.outputs import icalendar
from openhub.when import instant_of

NOW = datetime.fromisoformat("2026-11-24T12:00:00+01:00")
SETTINGS = """
=== openhub.yaml
title: Reading circle
timezone: Europe/Prague
calendar: {expand: 3 months}
"""
WEEKLY = """
=== content/events/evenings.md
---
title: Evenings
starts: 2026-11-03T19:00
duration: 90m
rule: every tuesday
exdates: [2026-12-29]
occurrences:
  - {at: 2026-12-08, starts: 2026-12-09T20:00, state: rescheduled, state_reason: The hall is taken.}
  - {at: 2026-12-15T19:00, state: cancelled, state_reason: Snow.}
---
Bring a book.
"""


@pytest.fixture
def site(write_hub):
    def load(text, now=NOW, settings=SETTINGS):
        made = build.load(write_hub(settings + text), build.Options(now=now))
        assert [str(problem) for problem in made.problems] == []
        return made.value

    return load


def dates(site):
    return [item.starts.strftime("%Y-%m-%d %H:%M") for item in agenda.happenings(site)]


def test_a_rule_is_followed_without_what_is_left_out(site):
    found = dates(site(WEEKLY))
    assert found[:4] == ["2026-11-03 19:00", "2026-11-10 19:00", "2026-11-17 19:00", "2026-11-24 19:00"]
    assert "2026-12-22 19:00" in found
    assert "2026-12-29 19:00" not in found


def test_a_rule_without_end_goes_as_far_as_the_calendar_looks(site):
    assert dates(site(WEEKLY))[-1] == "2027-02-23 19:00"


def test_a_date_that_differs_has_its_own_page_named_by_the_plan(site):
    hub = site(WEEKLY)
    moved = next(item for item in agenda.happenings(hub) if item.state == "rescheduled")
    assert (moved.starts.day, moved.planned.day) == (9, 8)
    assert moved.ends - moved.starts == moved.entry.data.duration.rest
    assert agenda.address(moved, hub) == "/events/evenings/2026-12-08/"


TWICE = """
=== content/events/twice.md
---
starts: 2026-12-01T09:00
rule: FREQ=DAILY;BYHOUR=9,17
rdates: [2026-12-09T20:00]
occurrences:
  - {at: {at}, title: Otherwise}
---
"""


@pytest.mark.parametrize(
    ("at", "names"),
    [
        ("2026-12-08", ["2026-12-08", "2026-12-08-1700"]),
        ("2026-12-08T17:00", ["2026-12-08-1700"]),
        ("2026-12-09", ["2026-12-09", "2026-12-09-1700", "2026-12-09-2000"]),
    ],
)
def test_each_date_of_a_day_that_differs_has_a_page_of_its_own(site, at, names):
    hub = site(TWICE.replace("{at}", at))
    found = [agenda.address(item, hub) for item in agenda.happenings(hub) if item.differs]
    assert found == [f"/events/twice/{name}/" for name in names]
    assert set(found) <= {page.address for page in plan.pages(hub)}


@pytest.mark.parametrize("clock", ["[2026-10-25T02:30+02:00, 2026-10-25T02:30+01:00]"])
def test_an_hour_that_comes_twice_gives_two_pages(site, clock):
    hub = site(
        "=== content/events/e.md\n---\nstarts: 2026-10-24T02:30\ntimezone: Europe/Prague\n"
        f"rdates: {clock}\noccurrences: [{{at: 2026-10-25, title: Night}}]\n---\n"
    )
    found = [agenda.address(item, hub) for item in agenda.happenings(hub) if item.differs]
    assert found == ["/events/e/2026-10-25/", "/events/e/2026-10-25-0230/"]


@pytest.mark.parametrize("zone", ["Europe/Prague", "Asia/Tokyo", "America/New_York"])
def test_the_page_of_a_date_stands_at_its_own_day_whatever_the_zone_of_the_hub(site, zone):
    hub = site(
        "=== content/events/e.md\n---\nstarts: 2026-12-02T18:00\ntimezone: America/New_York\n"
        "rule: every wednesday\noccurrences: [{at: 2026-12-09, title: With guests}]\n---\n",
        settings=f"=== openhub.yaml\ntitle: Hub\nurl: https://example.org/\nauthority: example.org,2026\ntimezone: {zone}\n",
    )
    (item,) = (one for one in agenda.happenings(hub) if one.differs)
    assert agenda.address(item, hub) == "/events/e/2026-12-09/"
    (file,) = (one for one in icalendar.outputs(hub) if one.path == "events.ics")
    assert b"URL:https://example.org/events/e/2026-12-09/" in file.content


def test_a_cancelled_date_stays_with_its_reason(site):
    off = [item for item in agenda.happenings(site(WEEKLY)) if item.is_off]
    assert [(item.starts.day, item.reason) for item in off] == [(15, "Snow.")]


def test_a_series_keeps_its_hour_when_the_clocks_change(site):
    hub = site("=== content/events/e.md\n---\nstarts: 2026-10-20T19:00\nrule: every tuesday\n---\nText\n")
    offsets = {
        item.starts.day: (item.starts.hour, item.starts.utcoffset().seconds)
        for item in agenda.happenings(hub)
    }
    assert (offsets[20], offsets[27]) == ((19, 7200), (19, 3600))


def test_what_is_on_today_stays_among_the_next_until_midnight(site):
    text = "=== content/events/today.md\n---\nstarts: 2026-11-24\n---\nText\n"
    text += (
        "=== content/events/morning.md\n---\nstarts: 2026-11-24T09:00\nends: 2026-11-24T10:00\n---\nText\n"
    )
    hub = site(text)
    assert [item.entry.id for item in agenda.upcoming(hub)] == ["today", "morning"]
    assert agenda.past(hub) == ()
    late = site(text, now=datetime.fromisoformat("2026-11-25T00:00:00+01:00"))
    assert [item.entry.id for item in agenda.past(late)] == ["morning", "today"]


def test_an_event_over_new_year_stands_in_both_months(site):
    hub = site("=== content/events/feast.md\n---\nstarts: 2026-12-30\nends: 2027-01-02\n---\nText\n")
    found = agenda.happenings(hub)
    assert list(agenda.months(found, hub)) == [(2026, 12), (2027, 1)]
    assert list(agenda.days(found[0], hub)) == [
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
    ]


def test_what_ends_at_midnight_does_not_touch_the_next_day(site):
    hub = site(
        "=== content/events/ball.md\n---\nstarts: 2026-12-30T20:00\nends: 2026-12-31T00:00\n---\nText\n"
    )
    assert list(agenda.days(agenda.happenings(hub)[0], hub)) == [date(2026, 12, 30)]


def test_an_unlisted_event_is_in_no_list(site):
    hub = site("=== content/events/e.md\n---\nstarts: 2026-12-01\nvisibility: unlisted\n---\nText\n")
    assert agenda.happenings(hub) == ()
    assert len(hub.entries) == 1


def test_left_out_dates_are_those_of_the_rule(site):
    hub = site(WEEKLY)
    assert [when.isoformat() for when in agenda.not_held(hub.of("event")[0], hub)] == [
        "2026-12-29T19:00:00+01:00"
    ]


@pytest.mark.parametrize(
    ("cfp", "closes"),
    [
        ("{closes: 2026-11-30, timezone: AoE}", "2026-12-01T12:00:00+00:00"),
        ("{closes: 2026-11-30, timezone: Asia/Tokyo}", "2026-11-30T15:00:00+00:00"),
        ("{closes: 2026-11-30}", "2026-12-01T05:00:00+00:00"),
        ("{closes: 2026-11-30T18:00, timezone: AoE}", "2026-12-01T06:00:00+00:00"),
        ("{closes: 2026-11-30T18:00+01:00, timezone: AoE}", "2026-11-30T17:00:00+00:00"),
    ],
)
def test_a_call_closes_when_its_day_ends_in_its_zone(site, cfp, closes):
    hub = site(
        f"=== content/events/e.md\n---\nstarts: 2027-03-01\ntimezone: America/New_York\ncfp: {cfp}\n---\nText\n"
    )
    assert agenda.call_closes(hub.of("event")[0], hub) == datetime.fromisoformat(closes)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_date_is_on_the_same_day_in_every_zone(day):
    for name in ("Pacific/Kiritimati", "Etc/GMT+12", "Europe/Prague"):
        assert instant_of(day, ZoneInfo(name)).date() == day


def test_old_dates_of_a_rule_are_kept_for_ten_years_but_for_those_that_are_named(site):
    text = """=== content/events/e.md
---
starts: 1990-01-01T10:00
rule: daily
occurrences: [{at: 1999-12-31, title: The last of a kind}]
---
Text
"""
    found = dates(site(text))
    assert len(found) == 3_000
    assert found[-1] == "2027-02-28 10:00"
    hub = site(text.replace("daily", "monthly").replace("1999-12-31", "1999-12-01"))
    assert dates(hub)[:3] == ["1990-01-01 10:00", "1999-12-01 10:00", "2016-11-01 10:00"]


def test_an_event_never_has_more_dates_than_can_be_read(site):
    settings = SETTINGS.replace("3 months", "10 years")
    hub = site(
        "=== content/events/e.md\n---\nstarts: 2010-01-01\nrule: daily\n---\nText\n", settings=settings
    )
    found = agenda.happenings(hub)
    assert len(found) == 3_000
    assert sum(item.starts < date(2026, 11, 1) for item in found) == 1_500  # half of them before this month


def test_an_event_of_whole_days_lasts_as_many_as_it_says(site):
    text = """=== content/events/e.md
---
starts: 2026-12-01
duration: {length}
rule: FREQ=WEEKLY;COUNT=2
occurrences: [{{at: 2026-12-08, duration: 3 days}}]
---
Text
"""
    for length, last in (("2 days", 2), ("1 day", 1), ("90m", 1), ("1 week", 7)):
        found = agenda.happenings(site(text.format(length=length)))
        assert [(item.starts.day, item.ends.day) for item in found] == [(1, last), (8, 10)]


def test_months_count_for_what_has_a_time_too(site):
    hub = site("=== content/events/e.md\n---\nstarts: 2026-12-31T10:00\nduration: P2M\n---\nText\n")
    assert agenda.happenings(hub)[0].ends.isoformat() == "2027-02-28T10:00:00+01:00"


@pytest.mark.parametrize(
    ("fields", "how"),
    [
        ("location: Online", "online"),
        ("location: zoom (link by mail)", "online"),
        ("location: Virtual\nonline_url: https://meet.example/a", "online"),
        ("location: {name: Remote, url: https://meet.example/a}", "online"),
        ("location: {name: Zoom, address: 1 Main Street}", "in_person"),
        ("location: Onlinery Hall", "in_person"),
        ("location: Hall\nonline_url: https://meet.example/a", "hybrid"),
        ("location: Online\nmode: hybrid", "hybrid"),
    ],
)
def test_a_place_that_is_none_is_online(site, fields, how):
    hub = site(f"=== content/events/e.md\n---\nstarts: 2026-12-01\n{fields}\n---\nText\n")
    assert mode(hub.of("event")[0].data) == how


def test_too_many_named_dates_are_a_problem(write_hub):
    many = ", ".join(["2026-12-01"] * 1_001)
    text = f"=== content/events/e.md\n---\nstarts: 2026-12-01\nexdates: [{many}]\n---\nText\n"
    (problem,) = build.load(write_hub(text), build.Options(now=NOW)).problems
    assert problem.code == "event-rule"
    assert problem.message == "exdates: 1,001 of them; name at most 1,000, or write a rule"


def test_dates_that_go_on_for_long_are_fewer(site):
    hub = site("=== content/events/e.md\n---\nstarts: 2016-12-01\nduration: 366d\nrule: daily\n---\nText\n")
    assert len(agenda.happenings(hub)) * 366 <= 10_000


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("starts: 2026-11-20T20:00\nends: 2026-11-21T00:00", 20),
        ("starts: 2026-11-20T20:00\nduration: 4h", 20),
        ("starts: 2026-11-20T20:00\nends: 2026-11-21T00:01", 21),
        ("starts: 2026-11-21T00:00", 21),
        ("starts: 2026-11-21T00:00\nends: 2026-11-21T00:00", 21),
        ("starts: 2026-11-20\nends: 2026-11-21", 21),
    ],
)
def test_what_ends_at_midnight_is_over_on_the_day_before(site, fields, day):
    hub = site(f"=== content/events/e.md\n---\nnews: good\n{fields}\n---\nText\n")
    (item,) = agenda.happenings(hub)
    assert agenda.last_day(item, hub) == date(2026, 11, day)
    assert max(agenda.days(item, hub)) == date(2026, 11, day)
    assert [row.row.date.day for row in ledger.rows(hub)] == [day]
    gone = calendars.leaves(item.entry, hub)
    assert gone == date(2026, 11, day) + timedelta(days=181)
