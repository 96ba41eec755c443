"""Events on the nights on which clocks change: page, calendar, JSON-LD and readers tell the same instants."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime

import pytest

from openhub import build
from openhub.hub import agenda, calendars
from openhub.importers.base import Wish
from openhub.importers.ics import IMPORTER
from openhub.outputs import icalendar as files
from openhub.views import jsonld_event
from quality import calendars as readers

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPAN = (datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC))
SETTINGS = """
=== openhub.yaml
title: Nights
url: https://example.org/hub/
authority: example.org,2026
timezone: Europe/Prague
calendar: {expand: 1 year}
=== content/events/e.md
---
title: A night
"""
# The clocks of Prague: back from 03:00 to 02:00 on 25 October 2026, on from 02:00 to 03:00 on 28 March 2027.
LONG = (
    # what is written, a date, its start, its end
    ("starts: 2026-10-24T22:00\nends: 2026-10-25T06:00", 0, "24T20:00", "25T05:00"),
    ("starts: 2026-10-24T22:00\nduration: 8h", 0, "24T20:00", "25T04:00"),
    ("starts: 2026-10-24T12:00\nduration: 1 day", 0, "24T10:00", "25T11:00"),
    ("starts: 2026-10-24T12:00\nduration: 24h", 0, "24T10:00", "25T10:00"),
    ("starts: 2026-10-24T12:00\nduration: P1DT2H", 0, "24T10:00", "25T13:00"),
    ("starts: 2026-10-23T22:00\nends: 2026-10-24T06:00\nrule: daily", 1, "24T20:00", "25T05:00"),
    ("starts: 2026-10-23T22:00\nduration: 8h\nrule: daily", 1, "24T20:00", "25T04:00"),
    ("starts: 2026-10-24T22:00\nends: 2026-10-25T06:00\nrule: daily", 1, "25T21:00", "26T05:00"),
    ("starts: 2026-10-24T22:00\nduration: 8h\nrule: daily", 1, "25T21:00", "26T05:00"),
    ("starts: 2026-10-17T12:00\nduration: 1 day\nrule: weekly", 1, "24T10:00", "25T11:00"),
    ("starts: 2026-10-17T12:00\nduration: 36h\nrule: weekly", 1, "24T10:00", "25T22:00"),
    ("starts: 2026-10-17T12:00\nduration: 1 week\nrule: weekly", 1, "24T10:00", "31T11:00"),
    ("starts: 2026-10-23T23:00\nends: 2026-10-24T02:30\nrule: daily", 1, "24T21:00", "25T00:30"),
    ("starts: 2026-10-23T23:00\nduration: 4h 30m\nrule: daily", 1, "24T21:00", "25T01:30"),
    ("starts: 2026-10-24T02:30\nends: 2026-10-24T02:50\nrule: daily", 1, "25T00:30", "25T00:50"),
    ("starts: 2026-10-24T02:30\nduration: 2h\nrule: daily", 1, "25T00:30", "25T02:30"),
    ("starts: 2026-10-24T02:30\nrule: daily", 1, "25T00:30", "25T01:30"),
    ("starts: 2026-10-25T02:30", 0, "25T00:30", "25T01:30"),
    ("starts: 2026-10-25T02:30+01:00\ntimezone: Europe/Prague", 0, "25T01:30", "25T02:30"),
    ("starts: 2026-10-25T02:30\nends: 2026-10-25T02:15+01:00", 0, "25T00:30", "25T01:15"),
    (
        ("starts: 2026-10-20T20:00\nends: 2026-10-21T04:00\nrule: weekly\n"
        "occurrences: [{at: 2026-10-27, starts: 2026-10-24T20:00}]"),
        1, "24T18:00", "25T03:00",
    ),
    (
        ("starts: 2026-10-20T20:00\nduration: 8h\nrule: weekly\n"
        "occurrences: [{at: 2026-10-27, starts: 2026-10-24T18:00Z}]"),
        1, "24T18:00", "25T02:00",
    ),
    ("starts: 2026-10-20T20:00\nrule: weekly\noccurrences: [{at: 2026-10-27, title: T}]", 1, "27T19:00", "27T20:00"),
    (
        "starts: 2026-10-20T10:00+01:00\ntimezone: Europe/Prague\nends: 2026-10-20T12:00Z\nrule: weekly",
        1, "27T10:00", "27T13:00",
    ),
    ("starts: 2026-10-20T20:00\nends: 2026-10-21T04:00\nrdates: [2026-10-24T20:00]", 1, "24T18:00", "25T03:00"),
)  # fmt: skip
SHORT = (
    ("starts: 2027-03-27T22:00\nends: 2027-03-28T06:00", 0, "27T21:00", "28T04:00"),
    ("starts: 2027-03-26T22:00\nends: 2027-03-27T06:00\nrule: daily", 1, "27T21:00", "28T04:00"),
    ("starts: 2027-03-26T22:00\nduration: 8h\nrule: daily", 1, "27T21:00", "28T05:00"),
    ("starts: 2027-03-26T23:00\nends: 2027-03-27T02:30\nrule: daily", 1, "27T22:00", "28T01:30"),
    ("starts: 2027-03-28T02:30\nends: 2027-03-28T03:00", 0, "28T01:30", "28T02:00"),
    ("starts: 2027-03-28T02:30\nends: 2027-03-28T04:30", 0, "28T01:30", "28T02:30"),
    ("starts: 2027-03-28T02:30\nduration: 20m", 0, "28T01:30", "28T01:50"),
    ("starts: 2027-03-28T02:30", 0, "28T01:30", "28T02:30"),
    ("starts: 2027-03-27T02:30\nends: 2027-03-27T03:00\nrule: daily", 1, "28T01:30", "28T02:00"),
    ("starts: 2027-03-28T02:30\nends: 2027-03-28T03:00\nrule: daily", 1, "29T00:30", "29T01:00"),
    ("starts: 2027-03-28T02:30\nends: 2027-03-28T03:00\nrule: daily", 0, "28T01:30", "28T02:00"),
    (
        "starts: 2027-03-27T20:00\nrule: daily\noccurrences: [{at: 2027-03-28, starts: 2027-03-28T02:30}]",
        1, "28T01:30", "28T02:30",
    ),
    ("starts: 2027-03-27T02:30\nrule: daily\nexdates: [2027-03-28T02:30]", 1, "29T00:30", "29T01:30"),
    ("starts: 2027-03-27T02:30\nrule: daily\nexdates: [2027-03-28]", 1, "29T00:30", "29T01:30"),
    (
        "starts: 2027-03-27T02:30\nrule: daily\noccurrences: [{at: 2027-03-28T02:30, title: T}]",
        1, "28T01:30", "28T02:30",
    ),
)  # fmt: skip
CASES = [(fields, at, f"2026-10-{a}", f"2026-10-{b}") for fields, at, a, b in LONG]
DOUBTS = {"time-skipped", "zone-twice"}
CASES += [(fields, at, f"2027-03-{a}", f"2027-03-{b}") for fields, at, a, b in SHORT]


def instant(when):
    return f"{datetime.fromisoformat(when).astimezone(UTC):%Y-%m-%dT%H:%M}"


@pytest.fixture
def loaded(write_hub):
    def load(fields):
        made = build.load(write_hub(f"{SETTINGS}{fields}\n---\nText\n"), build.Options(now=NOW))
        assert [one for one in made.problems if one.code not in DOUBTS] == []
        return made.value

    return load


@pytest.mark.parametrize(("fields", "at", "starts", "ends"), CASES)
def test_a_date_begins_and_ends_at_the_same_instant_everywhere(loaded, fields, at, starts, ends):
    site = loaded(fields)
    item = agenda.happenings(site)[at]
    assert (instant(item.starts.isoformat()), instant(item.ends.isoformat())) == (starts, ends)
    for when in (item.starts, item.ends):
        assert when.astimezone(UTC).astimezone(when.tzinfo).isoformat() == when.isoformat(), (
            "no clock shows it"
        )
    told = jsonld_event.event(item, site)
    assert instant(told["startDate"]) == starts
    assert instant(told.get("endDate", item.ends.isoformat())) == ends
    for calendar in calendars.calendars(site):
        found = readers.told_by_recurring(files.write(calendar, site), SPAN)
        assert found == readers.told_by_agenda(calendar, site, SPAN)


def test_ical_js_finds_the_same_instants(loaded, tmp_path):
    if not readers.ICAL_JS.is_dir():
        reason = "ical.js is not installed; run quality/install.sh"
        pytest.fail(reason) if os.environ.get("OPENHUB_QUALITY") == "true" else pytest.skip(reason)
    expected = {}
    for number, (fields, *_) in enumerate(CASES):
        site = loaded(fields)
        path = tmp_path / f"{number}.ics"
        calendar = calendars.calendars(site)[0]
        path.write_bytes(files.write(calendar, site))
        expected[path] = readers.told_by_agenda(calendar, site, SPAN)
    for path, found in readers.told_by_ical_js(expected, SPAN).items():
        assert found == expected[path], CASES[int(path.stem)]


@pytest.mark.parametrize(("fields", "at", "starts", "ends"), CASES)
def test_what_we_wrote_is_brought_over_again_with_the_same_dates(loaded, tmp_path, fields, at, starts, ends):
    site = loaded(fields)
    text = files.write(calendars.calendars(site)[0], site)
    (tmp_path / "ours.ics").write_bytes(text)
    wish = Wish(root=tmp_path / "empty", config=site.config, now=NOW)
    brought = IMPORTER.read(tmp_path / "ours.ics", wish)
    expected = ("of a single date", "of the calendar", "this date has no ")
    losses = [loss.message for loss in brought.losses]
    assert [message for message in losses if not any(words in message for words in expected)] == []
    (file,) = brought.files
    again = loaded(file.content.decode().split("---")[1].replace("\ntitle: A night", "").strip())
    assert _dates(again)[at : at + 2] == _dates(site)[at : at + 2]
    assert _dates(again)[at] == (starts, ends)


def _dates(site):
    return [
        (instant(one.starts.isoformat()), instant(one.ends.isoformat())) for one in agenda.happenings(site)
    ]


NIGHTS = [
    (fields, starts, ends)
    for fields, _, starts, ends in CASES
    if "rule" not in fields and "rdates" not in fields and starts > "2027"
]


@pytest.mark.parametrize(("fields", "starts", "ends"), NIGHTS)
def test_its_page_turns_at_the_instants_that_it_shows(loaded, tmp_path, fields, starts, ends):
    site = loaded(fields)
    made = build.make(site, tmp_path, build.Options(now=NOW)).value
    page = next(one.content.decode() for one in made if one.path == "events/e/index.html")
    shown = {instant(when) for when in re.findall(r'<time[^>]* datetime="([^"]+T[^"]+)"', page)}
    turns = {instant(when) for when in re.findall(r'data-(?:from|until)="([^"]+)"', page)}
    assert starts in shown
    written_ends = "ends" in fields or "duration" in fields
    # Without a written end none is claimed: only the day of the event comes to its end.
    known = {starts, ends} if written_ends else {starts}
    assert known <= turns
    assert (ends in shown) == (ends in turns) == written_ends
    told = json.loads(next(one.content for one in made if one.path == "openhub-next.json"))
    moments = {instant(one["at"]) for one in told["moments"] if "/events/e/" in one["paths"]}
    assert known <= moments


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("starts: 2027-03-28T02:30", "Sunday 28 March 2027, 03:30 CEST"),
        ("starts: 2026-12-01T23:00-05:00\ntimezone: Europe/Prague", "Wednesday 2 December 2026, 05:00 CET"),
        ("starts: 2026-12-01T17:00Z", "Tuesday 1 December 2026, 18:00 CET"),
        (
            "starts: 2026-12-01T23:00-05:00\ntimezone: Europe/Prague\nrule: weekly",
            "Wednesday 2 December 2026, 05:00 CET",
        ),
    ],
)
def test_feeds_and_rules_are_told_in_the_zone_of_the_page(loaded, tmp_path, fields, told):
    site = loaded(f"date: 2026-11-20\n{fields}")
    made = {
        one.path: one.content.decode() for one in build.make(site, tmp_path, build.Options(now=NOW)).value
    }
    assert told in made["events/feed.xml"]
    page = made["events/e/index.html"]
    day, clock = told.split()[0], told.split()[4]
    assert day in page
    assert clock in page
    assert ("Every " in page) == ("rule" in fields)
    if "rule" in fields:
        assert "Every Wednesday" in page
