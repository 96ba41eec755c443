"""The calendar: valid by RFC 5545, with the same dates as the pages, and the same until its content changes."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from dateutil import tz
from dateutil.rrule import rrulestr

from openhub.hub import agenda, memory, plan
from openhub.model import Ref
from openhub.outputs import icalendar as calendars

SERIES = """
=== content/events/hours.md
---
title: "Office hours; come, all"
starts: 2026-09-01T17:00
duration: 60m
timezone: {zone}
rule: FREQ=WEEKLY;BYDAY=TU
rdates: [2026-09-03T09:00]
exdates: [2026-09-15, 2026-10-20T17:00]
occurrences:
  - at: 2026-12-01T17:00
    state: cancelled
    state_reason: Nobody is free.
    state_on: 2026-11-20
  - at: 2026-11-10
    starts: 2026-11-11T18:00
    title: Office hours on a Wednesday
location: {{name: "A room; with, signs", city: Brno}}
---
Every week, with a rather long line of words that does not fit, žluťoučký kůň included, into the seventy-five octets of a line.
"""


def written(site, path="events.ics"):
    return {output.path: output.content for output in calendars.outputs(site)}[path]


def events(site, path="events.ics"):
    return list(icalendar.Calendar.from_ical(written(site, path)).walk("VEVENT"))


def one(site_of, fields):
    (event,) = events(site_of(f"=== content/events/one.md\n---\ntitle: One\n{fields}\n---\n"))
    return event


def local(event, name, zones):
    """An instant of a component as its own VTIMEZONE has it, without the time zones of this machine."""
    value = event[name]
    bare = value.dt.replace(tzinfo=None)
    return bare.replace(tzinfo=zones.get(value.params["TZID"]))


def several(event, name):
    """The times of a property that may be there once, more than once, or not at all."""
    found = event.get(name, [])
    return [item.dt for one in (found if isinstance(found, list) else [found]) for item in one.dts]


def expanded(data, until):
    """Every date of the series in a calendar, computed from nothing but the calendar."""
    zones = tz.tzical(io.StringIO(data.decode()))
    master, *overrides = icalendar.Calendar.from_ical(data).walk("VEVENT")
    start = local(master, "DTSTART", zones)
    length = master.decoded("DTEND") - master.decoded("DTSTART")
    rule = rrulestr(master["RRULE"].to_ical().decode(), dtstart=start)
    planned = {moment.astimezone(UTC) for moment in rule.xafter(start, inc=True, count=200)}
    planned |= {item.replace(tzinfo=start.tzinfo).astimezone(UTC) for item in several(master, "RDATE")}
    planned -= {item.replace(tzinfo=start.tzinfo).astimezone(UTC) for item in several(master, "EXDATE")}
    found = {moment: (moment, moment + length) for moment in planned if moment < until}
    for event in overrides:
        moment = local(event, "RECURRENCE-ID", zones).astimezone(UTC)
        assert moment in found
        found[moment] = tuple(local(event, name, zones).astimezone(UTC) for name in ("DTSTART", "DTEND"))
    return sorted(found.values())


@pytest.mark.parametrize(
    "zone", ["Europe/Prague", "America/New_York", "Europe/Dublin", "Asia/Jerusalem", "Pacific/Chatham"]
)
def test_a_series_has_the_dates_of_its_pages_across_changes_of_clocks(site_of, zone):
    site = site_of(SERIES.format(zone=zone))
    until = datetime(2027, 12, 1, tzinfo=UTC)
    pages = [(item.starts.astimezone(UTC), item.ends.astimezone(UTC)) for item in agenda.happenings(site)]
    pages = sorted(pair for pair in pages if pair[0] < until)
    assert len({pair[0].time() for pair in pages}) > 2, "no change of clocks is in this series"
    assert expanded(written(site), until) == pages


def test_lines_end_and_fold_as_they_must(site_of, sample):
    for data in (written(site_of(SERIES.format(zone="Europe/Prague"))), written(sample)):
        lines = data.split(b"\r\n")
        assert lines[-1] == b""
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert max(len(line) for line in lines) <= 75
        data.decode()


def test_texts_and_state_are_told(site_of):
    master, moved, cancelled = events(site_of(SERIES.format(zone="Europe/Prague")))
    assert str(master["SUMMARY"]) == "Office hours; come, all"
    assert str(master["LOCATION"]) == "A room; with, signs, Brno"
    assert "žluťoučký kůň" in str(master["DESCRIPTION"])
    assert str(master["URL"]) == "https://example.org/hub/events/hours/"
    assert {str(event["UID"]) for event in (master, cancelled, moved)} == {"event-hours@example.org"}
    assert [str(event["STATUS"]) for event in (master, cancelled, moved)] == [
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
    ]
    assert str(cancelled["SUMMARY"]).startswith("Cancelled: ")
    assert "Nobody is free." in str(cancelled["DESCRIPTION"])
    assert str(moved["SUMMARY"]) == "Office hours on a Wednesday"


def test_every_zone_that_is_used_is_described(site_of, sample):
    for site in (site_of(SERIES.format(zone="Europe/Prague")), sample):
        calendar = icalendar.Calendar.from_ical(written(site))
        described = [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")]
        used = {
            value.params["TZID"]
            for event in calendar.walk("VEVENT")
            for _, value in event.property_items(recursive=False)
            if "TZID" in getattr(value, "params", {})
        }
        assert sorted(used) == described


def test_all_day_ends_on_the_next_day(site_of):
    event = one(site_of, "starts: 2026-12-12\nends: 2026-12-13")
    assert event["DTSTART"].to_ical() == b"20261212"
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event.decoded("DTEND") == date(2026, 12, 14)


def test_utc_needs_no_time_zone(site_of):
    site = site_of("=== content/events/one.md\n---\ntitle: One\nstarts: 2026-12-12T10:00Z\n---\n")
    data = written(site)
    assert b"DTSTART:20261212T100000Z" in data
    assert b"DTEND:20261212T110000Z" in data
    assert b"VTIMEZONE" not in data


def test_an_offset_is_a_time_zone_of_its_own(site_of):
    text = "=== content/events/one.md\n---\ntitle: One\nstarts: 2026-12-12T23:00-05:00\nrule: weekly\n---\n"
    data = written(site_of(text))
    zones = tz.tzical(io.StringIO(data.decode()))
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert local(event, "DTSTART", zones).utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    ("fields", "stamp"),
    [
        ("starts: 2026-12-12", "20260101T000000Z"),
        ("starts: 2026-12-12\ndate: 2026-12-01", "20260101T000000Z"),
        ("starts: 2026-12-12\ndate: 2026-11-01\nupdated: 2026-11-25", "20261031T230000Z"),
        (
            "starts: 2026-12-12\nupdated: 2026-11-02\nstate: postponed\nstate_reason: No.\nstate_on: 2026-11-06",
            "20261101T230000Z",
        ),
        (
            "starts: 2026-12-12\ndate: 2026-11-01\ncorrections: [{on: 2026-11-03, text: A slip.}]",
            "20261102T230000Z",
        ),
        (
            "starts: 2026-12-12\ndate: 2026-11-01\nstate: postponed\nstate_reason: No.\nstate_on: 2026-12-01",
            "20261031T230000Z",
        ),
        ("starts: 2026-12-12\ndate: 2026-11-01", "20261031T230000Z"),
        ("starts: 2026-12-12\ndate: 2026-11-01\nupdated: 2026-11-05T10:00", "20261105T090000Z"),
        ("starts: 2026-12-12\nstate: cancelled\nstate_reason: No.\nstate_on: 2026-11-06", "20261105T230000Z"),
    ],
)
def test_the_stamp_comes_from_the_content(site_of, fields, stamp):
    assert one(site_of, fields)["DTSTAMP"].to_ical().decode() == stamp


@pytest.mark.parametrize(
    ("fields", "status", "sequence"),
    [
        ("starts: 2026-12-12", "CONFIRMED", 0),
        ("starts: 2026-12-12\nstate: tentative", "TENTATIVE", 0),
        ("starts: 2026-12-12\nstate: postponed\nstate_reason: No.", "CANCELLED", 1),
        ("starts: 2026-12-12\nstate: rescheduled\nprevious_starts: [2026-12-05]", "CONFIRMED", 2),
    ],
)
def test_status_and_sequence(site_of, fields, status, sequence):
    event = one(site_of, fields)
    assert (str(event["STATUS"]), event["SEQUENCE"]) == (status, sequence)


def test_the_stamp_never_goes_back_once_the_hub_is_published(site_of):
    text = "=== content/events/one.md\n---\ntitle: One\nstarts: 2026-12-12\n---\n"
    before = {"ref": "event:one", "first": "2026-11-24", "digest": "another"}
    (first,), (second,) = (events(site_of(text, published=told)) for told in (None, {"entries": [before]}))
    assert first["DTSTAMP"].dt < second["DTSTAMP"].dt < datetime(2026, 11, 24, tzinfo=UTC)


def test_the_sequence_goes_on_from_what_was_published(site_of):
    text = "=== content/events/one.md\n---\ntitle: One\nstarts: 2026-12-12\n---\n"
    before = {"ref": "event:one", "first": "2026-11-01", "digest": "another", "sequence": 4}
    (event,) = events(site_of(text, published={"entries": [before]}))
    assert event["SEQUENCE"] == 5
    assert event["DTSTAMP"].to_ical() == b"20261031T230000Z"


def test_another_day_gives_the_same_bytes(site_of):
    text = SERIES.format(zone="Europe/Prague")
    days = [datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 12, 8, 22, tzinfo=UTC)]
    first, second = (list(calendars.outputs(site_of(text, now=day))) for day in days)
    assert first == second


def test_a_hub_without_events_has_no_calendar(site_of):
    text = "=== content/events/a.md\n---\nstarts: 2026-12-12\nvisibility: unlisted\n---\n# A\n"
    site = site_of(text)
    assert Ref("event", "a") in site.entries
    assert list(calendars.outputs(site)) == []


def test_the_end_of_a_rule_is_written_in_utc_and_for_whole_days_as_a_day(site_of):
    event = one(
        site_of, "starts: 2026-12-01T18:00\ntimezone: Europe/Prague\nrule: FREQ=WEEKLY;UNTIL=20270101"
    )
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270101T225959Z"
    event = one(site_of, "starts: 2026-12-01\nduration: 2 days\nrule: FREQ=WEEKLY;UNTIL=20270101T000000")
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270101"
    assert event["dtend"].dt == date(2026, 12, 3)


FULL = """
=== content/people/ana.md
---
name: Ana; the first
---
=== content/events/full.md
---
title: "One, two; three\\\\ four"
starts: 2026-12-12T10:00
ends: 2026-12-12T11:30
timezone: Europe/Prague
mode: hybrid
location: {{name: "Hall; 2", city: Brno, geo: [49.1951, 16.6068], access: "A lift, and a ramp"}}
online_url: https://meet.example.org/a
organizers: [ana, Marek]
tags: [meet-up, "a, b"]
updated: 2026-11-05T10:00Z
{more}
---
First line
"""


def test_every_property_tells_what_its_field_says(site_of):
    event = next(iter(events(site_of(FULL.format(more="")))))
    assert str(event["SUMMARY"]) == "One, two; three\\ four"
    assert event["GEO"].to_ical() == "49.1951;16.6068"
    assert event["CONFERENCE"].to_ical() in {b"https://meet.example.org/a", "https://meet.example.org/a"}
    assert event["CONFERENCE"].params["VALUE"] == "URI"
    assert [str(one) for one in event["CONTACT"]] == ["Ana; the first", "Marek"]
    assert event["CONTACT"][0].params["ALTREP"] == "https://example.org/hub/people/ana/"
    assert event["CATEGORIES"].cats == ["meet-up", "a, b"]
    assert event["LAST-MODIFIED"].to_ical() == event["DTSTAMP"].to_ical() == b"20261105T100000Z"
    assert "Getting in: A lift, and a ramp" in str(event["DESCRIPTION"])
    assert "ORGANIZER" not in event
    assert str(event["UID"]) == "event-full@example.org"


def test_the_uid_of_an_old_calendar_stays(site_of):
    event = next(iter(events(site_of(FULL.format(more="uid: 4f1c@old.example\nfeed_id: tag:old,2020:x")))))
    assert str(event["UID"]) == "4f1c@old.example"


def test_what_is_not_told_leaves_no_trace(site_of):
    event = one(site_of, "starts: 2026-12-12T10:00")
    for name in ("GEO", "CONFERENCE", "CONTACT", "CATEGORIES", "LOCATION", "LAST-MODIFIED", "RRULE"):
        assert name not in event


def test_each_component_is_told_once_and_leads_to_its_page(site_of, sample):
    for site in (site_of(SERIES.format(zone="Europe/Prague")), sample):
        there = {page.address for page in plan.pages(site)}
        for output in calendars.outputs(site):
            calendar = icalendar.Calendar.from_ical(output.content)
            found = [
                (str(one["UID"]), one.get("RECURRENCE-ID") and one.decoded("RECURRENCE-ID"))
                for one in calendar.walk("VEVENT")
            ]
            assert len(found) == len(set(found))
            for part in (calendar, *calendar.walk("VEVENT")):
                page, _, _ = str(part["URL"]).partition("#")
                assert page.removeprefix("https://example.org/hub") in there


def test_every_calendar_is_written_by_the_letter(site_of, sample):
    for site in (site_of(SERIES.format(zone="Europe/Prague")), sample):
        names = set()
        for output in calendars.outputs(site):
            lines = output.content.split(b"\r\n")
            assert lines[0] == b"BEGIN:VCALENDAR"
            assert lines[-2:] == [b"END:VCALENDAR", b""]
            assert max(map(len, lines)) <= 75
            head = icalendar.Calendar.from_ical(output.content)
            names.add(str(head["NAME"]))
            assert str(head["SOURCE"]) == f"https://example.org/hub/{output.path}"
            for name in ("PRODID", "VERSION", "REFRESH-INTERVAL", "URL", "DESCRIPTION"):
                assert name in head
            for event in head.walk("VEVENT"):
                for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY"):
                    assert name in event
        assert len(names) == len(list(calendars.outputs(site)))


def test_another_zone_of_a_series_is_a_change(site_of):
    text = "=== content/events/one.md\n---\nstarts: 2026-12-01T17:00\nrule: weekly\ntimezone: {}\n---\n"
    before = memory.digest(site_of(text.format("Europe/Prague")).of("event")[0])
    known = {"ref": "event:one", "first": "2026-11-01", "digest": before, "sequence": 4}
    for zone, sequence in (("Europe/Prague", 4), ("Africa/Lagos", 5)):  # both have UTC+1 in December
        (event,) = events(site_of(text.format(zone), published={"entries": [known]}))
        assert event["SEQUENCE"] == sequence


@pytest.mark.parametrize(
    ("link", "place"),
    [("online_url: https://meet.example.org/x", "https://meet.example.org/x"), ("tags: [a]", "Online")],
)
def test_what_moved_online_sends_nobody_to_its_old_place(site_of, link, place):
    fields = "starts: 2026-12-05T10:00\nlocation: {name: The hall, geo: [49.2, 16.6], access: Ramp}\n"
    event = one(site_of, f"{fields}state: moved_online\nstate_reason: Flood.\n{link}")
    assert event["LOCATION"] == place
    assert "GEO" not in event
    assert "Ramp" not in event["DESCRIPTION"]


def test_a_date_of_another_state_has_no_reason_of_its_series(site_of):
    site = site_of("""
=== content/events/s.md
---
starts: 2026-12-01T10:00
rule: every tuesday
state: tentative
state_reason: The hall is not booked.
occurrences:
  - {at: 2026-12-08, state: cancelled}
  - {at: 2026-12-15, title: With guests}
---
""")
    whole, off, guests = (event["DESCRIPTION"].partition("\n")[0] for event in events(site))
    assert off == "Cancelled."
    assert whole == guests == "Tentative. The hall is not booked."
