"""Every calendar in other programs: they read it without a complaint and find the dates that our pages show."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from openhub import build
from openhub.hub import calendars
from openhub.outputs import icalendar as files
from openhub.when import parse_duration
from quality import calendars as readers
from quality.real_content import build_corpus

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPAN = (datetime(2016, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
ZONES = (
    "Europe/Prague",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "UTC",
)
SERIES = """
=== openhub.yaml
title: Zones
url: https://example.org/hub/
authority: example.org,2026
timezone: Europe/Prague
calendar: {expand: 5 years}
audiences: [writers]
"""
EVENT = """
=== content/events/{name}-{at}.md
---
title: "A series; in {zone}, with an end\\\\"
starts: {starts}
duration: 90m
timezone: {zone}
rule: {rule}
{more}
---
Text
"""
EXCEPTIONS = """
exdates: [2025-03-25, 2026-10-27T18:30]
rdates: [2026-03-30T09:00, 2026-11-01T09:30]
occurrences:
  - {at: 2026-12-08, starts: 2026-12-09T20:00, state: rescheduled, title: Žluťoučký kůň}
  - {at: 2026-12-15, state: cancelled, state_reason: Snow}
  - {at: 2026-06-02, state: cancelled, state_reason: Long ago}
  - {at: 2027-01-05, state: tentative}
  - {at: 2027-01-12, starts: 2027-01-12T22:00Z, duration: 20m}
"""
RULES = (
    (
        "every tuesday",
        "2025-01-07T18:30",
        EXCEPTIONS,
    ),
    ("last sunday of the month", "2025-01-26T10:30", ""),
    ("FREQ=DAILY;UNTIL=20271231", "2025-06-01T23:15", "audiences: writers"),
    ("first and third monday", "2025-01-06", "exdates: [2026-01-05]"),
)


def hub(write_hub):
    text = SERIES
    for zone in ZONES:
        for at, (rule, starts, more) in enumerate(RULES):
            name = zone.replace("/", "-").lower()
            text += EVENT.format(name=name, at=at, zone=zone, rule=rule, starts=starts, more=more)
    if_dated = text.replace("starts: 2025-01-06\nduration: 90m", "starts: 2025-01-06\nduration: 2 days")
    made = build.load(write_hub(if_dated), build.Options(now=NOW))
    assert {problem.code for problem in made.problems} <= {"zone-twice"}
    return made.value


@pytest.fixture
def ical_js():
    if not readers.ICAL_JS.is_dir():
        reason = "ical.js is not installed; run quality/install.sh"
        if os.environ.get("OPENHUB_QUALITY") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return readers.told_by_ical_js


@pytest.fixture(params=["zones", "sample", "usegalaxy-eu", "kubernetes-contributor"])
def site(request, write_hub, root, tmp_path):
    if request.param == "zones":
        return hub(write_hub)
    if request.param == "sample":
        found = build.load(root, build.Options(now=NOW)).value
    else:
        found = build_corpus(request.getfixturevalue("corpora"), request.param, tmp_path).site
    settings = replace(
        found.config.calendar, expand=parse_duration("5 years"), past=parse_duration("10 years")
    )
    return replace(found, config=replace(found.config, calendar=settings))


def differences(found, expected):
    """The dates that one of two lists has more often than the other."""
    counted = Counter(found)
    counted.subtract(Counter(expected))
    return sorted(((date, count) for date, count in counted.items() if count), key=str)


def written(site):
    return [(calendar, files.write(calendar, site)) for calendar in calendars.calendars(site)]


def test_icalendar_reads_each_calendar_and_finds_our_dates(site):
    for calendar, text in written(site):
        assert readers.complaints(text) == []
        expected = readers.told_by_agenda(calendar, site, SPAN)
        assert differences(readers.told_by_recurring(text, SPAN), expected) == [], calendar.address
    assert sum(map(len, (readers.told_by_agenda(one, site, SPAN) for one in calendars.shared(site)))) > 0


def test_ical_js_reads_each_calendar_and_finds_our_dates(site, ical_js, tmp_path):
    paths = {}
    for number, (calendar, text) in enumerate(written(site)):
        paths[tmp_path / f"{number}.ics"] = calendar
        (tmp_path / f"{number}.ics").write_bytes(text)
    for path, found in ical_js(paths, SPAN).items():
        expected = readers.told_by_agenda(paths[path], site, SPAN)
        assert differences(found, expected) == [], paths[path].address


def test_times_that_clocks_skip_or_repeat_are_those_of_the_standard(write_hub):
    """RFC 5545, section 3.3.5: the offset before the gap, and the first of two equal times."""
    text = SERIES + EVENT.format(
        name="night", at=0, zone="Europe/Prague", rule="daily", starts="2026-03-27T02:30", more=""
    )
    site = build.load(write_hub(text), build.Options(now=NOW)).value
    calendar = calendars.calendars(site)[0]
    expected = readers.told_by_agenda(calendar, site, SPAN)
    starts = {datetime.fromtimestamp(start, UTC) for _, start, _ in expected}
    assert datetime(2026, 3, 29, 1, 30, tzinfo=UTC) in starts
    assert datetime(2026, 10, 25, 0, 30, tzinfo=UTC) in starts
    found = readers.told_by_recurring(files.write(calendar, site), SPAN)
    assert {row[:2] for row in found} == {row[:2] for row in expected}


OLD = (
    ("America/Sao_Paulo", 2012),
    ("America/New_York", 2004),
    ("Asia/Kathmandu", 2010),
    ("Europe/Dublin", 1999),
)


def test_zones_are_as_they_were_in_the_years_used(write_hub, ical_js, tmp_path):
    text = SERIES.replace("calendar: {", "calendar: {past: 10 years, ")
    for zone, year in OLD:
        name = zone.replace("/", "-").lower()
        rule = f"FREQ=WEEKLY;UNTIL={year + 14}0101"
        text += EVENT.format(name=name, at=0, zone=zone, rule=rule, starts=f"{year}-01-05T10:30", more="")
    site = build.load(write_hub(text), build.Options(now=datetime(2014, 11, 24, 12, tzinfo=UTC))).value
    span = (datetime(2005, 1, 1, tzinfo=UTC), datetime(2015, 1, 1, tzinfo=UTC))
    calendar = calendars.calendars(site)[0]
    path = tmp_path / "old.ics"
    path.write_bytes(files.write(calendar, site))
    expected = readers.told_by_agenda(calendar, site, span)
    assert len(expected) > 1000
    assert differences(ical_js([path], span)[path], expected) == []


def test_a_calendar_without_events_is_read_too(write_hub, ical_js, tmp_path):
    text = SERIES + EVENT.format(
        name="old", at=0, zone="UTC", rule="FREQ=WEEKLY;COUNT=2", starts="2020-01-07T10:00", more=""
    )
    site = build.load(write_hub(text), build.Options(now=NOW)).value
    for number, (calendar, written_text) in enumerate(written(site)[:2]):
        assert b"BEGIN:VEVENT" not in written_text
        assert b"BEGIN:VTIMEZONE" in written_text
        assert readers.complaints(written_text) == []
        path = tmp_path / f"{number}.ics"
        path.write_bytes(written_text)
        assert ical_js([path], SPAN)[path] == []
        assert calendar.entry is None
