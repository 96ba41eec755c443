"""Which calendars there are, what each holds, and from which day it holds it no more."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from openhub import build
from openhub.hub import calendars, occurrences
from openhub.outputs import icalendar as files
from quality.calendars import complaints, told_by_recurring

NOW = datetime.fromisoformat("2026-11-24T12:00:00+01:00")
HUB = """
=== openhub.yaml
title: Reading circle
url: https://example.org/hub/
authority: example.org,2026
timezone: Europe/Prague
audiences: [writers, {id: operators, title: Those who run servers}]
"""
EVENTS = """
=== content/events/plain.md
---
starts: 2026-12-01T18:00
---
=== content/events/for-writers.md
---
starts: 2026-12-02
audiences: writers
---
=== content/events/maybe.md
---
starts: 2026-12-03
state: tentative
---
=== content/events/later.md
---
starts: 2026-12-04
state: postponed
state_reason: Snow
---
=== content/events/moved.md
---
starts: 2026-12-05
previous_starts: 2026-12-04
state: rescheduled
---
=== content/events/online.md
---
starts: 2026-12-06
state: moved_online
---
=== content/events/hidden.md
---
starts: 2026-12-07
visibility: unlisted
---
"""


@pytest.fixture
def load(write_hub):
    def load(text, now=NOW, settings=HUB):
        made = build.load(write_hub(settings + text), build.Options(now=now))
        assert [str(problem) for problem in made.problems] == []
        return made.value

    return load


def held(site):
    return {
        one.address: [entry.id for entry in calendars.members(one, site)] for one in calendars.calendars(site)
    }


def test_each_calendar_holds_what_it_says(load):
    found = held(load(EVENTS))
    everybody = ["plain", "maybe", "later", "moved", "online"]
    assert found == {
        "/events.ics": ["plain", "for-writers", *everybody[1:]],
        "/events-confirmed.ics": ["plain", "for-writers", "moved", "online"],
        "/audiences/writers/events.ics": ["plain", "for-writers", *everybody[1:]],
        "/audiences/operators/events.ics": everybody,
        **{f"/events/{name}.ics": [name] for name in ("plain", "for-writers", *everybody[1:])},
    }


def test_each_calendar_has_its_own_name_and_page(load):
    site = load(EVENTS)
    found = {one.address: (one.title, one.page) for one in calendars.calendars(site)}
    assert len({title for title, _ in found.values()}) == len(found)
    assert found["/audiences/operators/events.ics"] == (
        "Reading circle: events for Those who run servers",
        "/audiences/operators/",
    )
    assert found["/events/plain.ics"] == ("Plain", "/events/plain/")
    assert calendars.subscription(calendars.shared(site)[0], site) == "webcal://example.org/hub/events.ics"


def test_an_event_finds_its_calendar_and_a_hidden_one_has_none(load):
    site = load(EVENTS)
    one = calendars.calendar_of(site.of("event")[0], site)
    assert one is not None
    assert one.address == f"/events/{site.of('event')[0].id}.ics"
    hidden = next(entry for entry in site.entries.values() if entry.id == "hidden")
    assert calendars.calendar_of(hidden, site) is None


def test_a_calendar_follows_the_route_of_events(load):
    site = load(EVENTS, settings=HUB + "routes: {event: '/meet/{year}/{slug}/'}\n")
    assert "/meet/undated/plain.ics" in held(site)


def test_a_hub_without_events_has_no_calendar(load):
    assert calendars.calendars(load("")) == ()


CASES = [
    ("starts: 2026-11-20", "2027-05-20"),
    ("starts: 2026-11-20T23:30-05:00", "2027-05-21"),
    ("starts: 2026-11-20\nends: 2026-11-22", "2027-05-22"),
    ("starts: 2020-11-03T10:00\nrule: weekly", None),
    ("starts: 2026-11-03T10:00\nrule: FREQ=WEEKLY;COUNT=3", "2027-05-17"),
    ("starts: 2026-11-03T10:00\nrule: weekly until 2035-12-31", "2036-06-23"),
    (
        "starts: 2026-11-03\nrule: FREQ=WEEKLY;COUNT=2\noccurrences: {at: 2026-11-10, starts: 2026-12-01}",
        "2027-05-31",
    ),
    ("starts: 2026-11-20\nstate: cancelled\nstate_reason: A", "2026-11-28"),
    ("starts: 2026-11-20\nstate: cancelled\nstate_reason: A\nstate_on: 2026-11-23", "2026-12-01"),
    ("starts: 2026-12-20\nstate: postponed\nstate_reason: A\nstate_on: 2026-11-01", "2026-12-28"),
    (
        "starts: 2020-11-03\nrule: weekly\nstate: cancelled\nstate_reason: A\nstate_on: 2026-11-01",
        "2026-11-09",
    ),
    (  # one date takes place all the same
        (
            "starts: 2020-11-03\nrule: weekly\nstate: cancelled\nstate_reason: A\nstate_on: 2026-11-01\n"
            "occurrences: {at: 2026-12-08, state: confirmed}"
        ),
        "2027-06-07",
    ),
]


@pytest.mark.parametrize(("fields", "day"), CASES)
def test_an_event_leaves_when_its_time_is_over(load, fields, day):
    text = f"=== content/events/e.md\n---\n{fields}\n---\n=== content/events/f.md\n---\nstarts: 2026-12-01\n---\n"
    site = load(text)
    entry = next(entry for entry in site.of("event") if entry.id == "e")
    assert calendars.leaves(entry, site) == (date.fromisoformat(day) if day else None)
    if day:
        for shift, there in ((-1, True), (0, False)):
            then = datetime.combine(date.fromisoformat(day) + timedelta(days=shift), NOW.timetz())
            assert ("e" in held(load(text, now=then))["/events.ics"]) == there
            assert "e" in held(load(text, now=then))["/events/e.ics"]


def test_the_settings_say_how_long(load):
    settings = HUB + "calendar: {past: 10d, cancelled: 1d}\n"
    text = "=== content/events/e.md\n---\nstarts: 2026-11-20\n{}\n---\n"
    site = load(text.format(""), settings=settings)
    assert calendars.leaves(site.of("event")[0], site) == date(2026, 12, 1)
    site = load(text.format("state: cancelled\nstate_reason: A"), settings=settings)
    assert calendars.leaves(site.of("event")[0], site) == date(2026, 11, 22)


SERIES = """
=== content/events/e.md
---
starts: 2026-11-03T18:00
rule: every tuesday
occurrences:
  - {at: 2026-11-17, state: cancelled, state_reason: Snow}
  - {at: 2026-12-08, starts: 2026-12-09T18:00, state: rescheduled}
  - {at: 2026-12-15, state: tentative}
---
"""


def test_a_date_that_is_off_for_long_is_left_out(load):
    def exceptions(now, path):
        found = {output.path: output.content.decode() for output in files.outputs(load(SERIES, now=now))}[
            path
        ]
        lines = found.split("\r\n")
        return [
            line.partition(":")[2][:8]
            for name in ("RECURRENCE-ID", "EXDATE")
            for line in lines
            if line.startswith(name)
        ]

    last = NOW.replace(hour=23)
    assert exceptions(last, "events.ics") == ["20261117", "20261208", "20261215"]
    after = last + timedelta(hours=2)
    everything = ["20261208", "20261215", "20261117"]
    assert exceptions(after, "events.ics") == exceptions(after, "events/e.ics") == everything
    assert exceptions(NOW, "events-confirmed.ics") == ["20261208", "20261117", "20261215"]


@pytest.mark.parametrize(
    ("told", "day"),
    [("", "2026-11-25"), (", state_on: 2026-11-10", "2026-11-25"), (", state_on: 2026-11-23", "2026-12-01")],
)
def test_a_date_that_is_called_off_late_is_kept_from_that_day_on(load, told, day):
    site = load(SERIES.replace("Snow}", f"Snow{told}}}"))
    when, item = next(occurrences.changed(site.of("event")[0]))
    assert calendars.drops(when, item, site) == date.fromisoformat(day)
    assert date.fromisoformat(day) in calendars.turns(calendars.calendars(site)[0], site)


def test_the_days_on_which_a_calendar_turns_are_told(load):
    site = load(SERIES + "=== content/events/f.md\n---\nstarts: 2026-11-20\nstate: tentative\n---\n")
    found = {
        one.address: [f"{day}" for day in calendars.turns(one, site)] for one in calendars.calendars(site)
    }
    assert found["/events.ics"] == ["2026-11-25", "2027-05-20"]
    assert found["/events/e.ics"] == ["2026-11-25"]
    assert found["/events/f.ics"] == found["/events-confirmed.ics"] == []


UNSURE = """
=== content/events/e.md
---
starts: 2026-11-03T18:00
duration: 2h
rule: FREQ=WEEKLY;COUNT=8
state: {state}
state_reason: Who knows
occurrences:
  - {{at: 2026-12-01, state: confirmed}}
  - {{at: 2026-12-08, title: Still open}}
  - {{at: 2026-12-15, starts: 2026-12-16T18:00, state: rescheduled}}
---
"""


@pytest.mark.parametrize(("state", "first_left"), [("tentative", "2027-06-21"), ("cancelled", "2027-06-15")])
def test_a_sure_date_of_a_series_that_is_not_sure_stands_in_the_confirmed_calendar(load, state, first_left):
    def written(site, path):
        return {output.path: output.content for output in files.outputs(site)}[path]

    site = load(UNSURE.format(state=state))
    confirmed = written(site, "events-confirmed.ics")
    assert complaints(confirmed) == []
    span = (NOW - timedelta(days=60), NOW + timedelta(days=90))
    starts = [datetime.fromtimestamp(start, NOW.tzinfo) for _, start, _ in told_by_recurring(confirmed, span)]
    assert [f"{when:%m-%d %H:%M}" for when in starts] == ["12-01 18:00", "12-16 18:00"]
    ends = [datetime.fromtimestamp(end, NOW.tzinfo) for _, _, end in told_by_recurring(confirmed, span)]
    assert [f"{when:%H:%M}" for when in ends] == ["20:00", "20:00"]
    assert b"RRULE" in written(site, "events.ics")
    assert confirmed.count(b"STATUS:CONFIRMED") == confirmed.count(b"BEGIN:VEVENT") == 2
    everything, sure = calendars.calendars(site)[:2]
    uids = {uid for uid, *_ in told_by_recurring(written(site, "events.ics"), span)}
    assert {uid for uid, *_ in told_by_recurring(confirmed, span)} == uids
    assert f"{calendars.leaves(site.of('event')[0], site)}" == first_left
    assert calendars.turns(sure, site) == (date.fromisoformat(first_left),)
    assert calendars.turns(everything, site)
