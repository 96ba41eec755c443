"""Calendars that are brought over: what becomes of each property, what is left behind, and the same dates."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openhub import build
from openhub.cli import openhub
from openhub.codes import level_of
from openhub.hub import calendars
from openhub.importers.base import Wish
from openhub.importers.ics import IMPORTER, rest
from openhub.importers.ics.words import markdown
from openhub.outputs import icalendar as files
from openhub.read.markup import render
from quality import calendars as readers

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPAN = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
SETTINGS = """
=== openhub.yaml
title: Imported
url: https://example.org/hub/
authority: example.org,2026
timezone: Europe/Prague
calendar: {past: 10 years}
"""


def calendar(*lines):
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test//EN", *lines, "END:VCALENDAR", ""]
    )


def event(*lines, uid="a@calendar.example"):
    return ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"]


@pytest.fixture
def bring(write_hub, tmp_path):
    root = write_hub(SETTINGS, tmp_path / "hub")
    config = build.load(root, build.Options(now=NOW)).value.config

    def run(text, name="given.ics"):
        path = tmp_path / name
        if isinstance(text, str):
            path.write_bytes(text.encode())
        return IMPORTER.read(path if isinstance(text, str) else text, Wish(root=root, config=config, now=NOW))

    run.root = root
    return run


def written(brought):
    return {file.path.removeprefix("content/events/"): file.content.decode() for file in brought.files}


def told(brought):
    return [(loss.span.line, loss.message) for loss in brought.losses]


def test_an_event_with_all_that_can_be_carried(bring):
    brought = bring(
        calendar(
            *event(
                "DTSTART;TZID=Europe/Berlin:20261201T183000",
                "DTEND;TZID=Europe/Berlin:20261201T203000",
                "SUMMARY:An evening\\, with cake",
                "DESCRIPTION:* Bring a fork\\n# And *a* plate\\n\\nSee https://example.org/a_b_c.",
                "LOCATION:The Reading Room\\, Brno",
                "GEO:49.19;16.60",
                "CATEGORIES:food,with\\, comma",
                "STATUS:TENTATIVE",
                "URL:https://example.org/cake",
                "CONFERENCE;VALUE=URI:https://meet.example.org/cake",
                "LAST-MODIFIED:20261102T030405Z",
            )
        )
    )
    assert told(brought) == []
    assert written(brought) == {
        "2026-12-01-an-evening-with-cake.md": """---
id: an-evening-with-cake-2026-12-01
title: An evening, with cake
uid: a@calendar.example
starts: 2026-12-01T18:30
ends: 2026-12-01T20:30
timezone: Europe/Berlin
state: tentative
location:
  name: The Reading Room, Brno
  geo:
  - 49.19
  - 16.6
online_url: https://meet.example.org/cake
tags:
- food
- with, comma
updated: 2026-11-02T03:04:05Z
---

\\* Bring a fork\\
\\# And \\*a\\* plate

See <https://example.org/a_b_c>.

[More about this event](<https://example.org/cake>)
"""
    }


def test_a_series_with_its_exceptions(bring):
    brought = bring(
        calendar(
            *event(
                "DTSTART;TZID=Europe/Prague:20261006T180000",
                "DURATION:PT90M",
                "RRULE:FREQ=WEEKLY;BYDAY=TU",
                "EXDATE;TZID=Europe/Prague:20261013T180000,20261020T180000",
                "RDATE;TZID=Europe/Prague:20261008T090000",
                "SUMMARY:Hours",
            ),
            *event(
                "RECURRENCE-ID;TZID=Europe/Prague:20261110T180000",
                "DTSTART;TZID=Europe/Prague:20261111T190000",
                "DTEND;TZID=Europe/Prague:20261111T203000",
                "SUMMARY:Hours on a Wednesday",
            ),
            *event(
                "RECURRENCE-ID:20261117T170000Z",
                "DTSTART;TZID=Europe/Prague:20261117T180000",
                "DURATION:PT90M",
                "SUMMARY:Hours",
                "STATUS:CANCELLED",
            ),
            *event(
                "RECURRENCE-ID;TZID=Europe/Prague:20261124T180000",
                "DTSTART;TZID=Europe/Prague:20261124T180000",
                "DURATION:PT90M",
                "SUMMARY:Hours",
            ),
        )
    )
    assert told(brought) == []
    assert (
        written(brought)["2026-10-06-hours.md"]
        == """---
title: Hours
uid: a@calendar.example
starts: 2026-10-06T18:00
duration: 1h 30m
timezone: Europe/Prague
rule: FREQ=WEEKLY;BYDAY=TU
rdates:
- 2026-10-08T09:00
exdates:
- 2026-10-13T18:00
- 2026-10-20T18:00
occurrences:
- at: 2026-11-10T18:00
  starts: 2026-11-11T19:00
  title: Hours on a Wednesday
- at: 2026-11-17T18:00
  state: cancelled
---
"""
    )


DAY = "DTSTART;VALUE=DATE:20261201"
TIME = ("DTSTART:20261201T180000Z", "DTEND:20261201T190000Z")
LOSSES = [
    ([*TIME, "ORGANIZER;CN=Ana:mailto:ana@example.org"], 10, "ORGANIZER: the name is brought over"),
    ([*TIME, "ORGANIZER:mailto:ana@example.org"], 10, "ORGANIZER: an address without a name"),
    ([*TIME, "ATTENDEE;CN=Ana;PARTSTAT=DECLINED:mailto:ana@example.org"], 10, "ATTENDEE: somebody"),
    ([*TIME, "DESCRIPTION:Write to ana@example.org"], 10, "DESCRIPTION: an address of e-mail is left out"),
    ([*TIME, "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA"], 10, "ATTACH: a file inside"),
    ([*TIME, "X-COST:12"], 10, "X-COST is not brought over"),
    ([*TIME, "COMMENT:Hush"], 10, "COMMENT is not brought over"),
    ([*TIME, "GEO:north"], 10, "GEO: 'north' is no point"),
    ([*TIME, "URL:mailto:x"], 10, "URL: 'mailto:x' is no web address"),
    ([*TIME, "BEGIN:VALARM", "TRIGGER:-PT10M", "END:VALARM"], 10, "VALARM is not brought over"),
    ([*TIME, "RRULE:FREQ=HOURLY"], 10, "RRULE is not brought over, only its first date: FREQ"),
    ([*TIME, "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"], 11, "EXRULE is not brought over"),
    ([*TIME, "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], 11, "a second RRULE"),
    ([*TIME, "RRULE:FREQ=WEEKLY", "EXDATE:20261202T180000Z"], 11, "EXDATE 2026-12-02T18:00Z is no date"),
    ([*TIME, "RRULE:FREQ=WEEKLY", "RDATE:20261102T180000Z"], 11, "RDATE 2026-11-02T18:00Z lies before"),
    ([*TIME, "RRULE:FREQ=WEEKLY;BYDAY=WE"], 8, "DTSTART, 2026-12-01T18:00Z, is no date of the rule"),
    ([*TIME, "no line"], 10, "'no line' is no line of a calendar"),
    (
        ["DTSTART:20261201T180000", "DTEND:20261201T190000"],
        8,
        "DTSTART names no zone; taken as Europe/Prague",
    ),
    (
        ["DTSTART;TZID=Moon:20261201T180000", "DTEND;TZID=Moon:20261201T190000"],
        8,
        "DTSTART is in the unknown zone",
    ),
    (["DTSTART:20261201T180000Z"], 4, "nothing says how long it takes"),
    (["DTSTART:20261201T180000Z", "DURATION:PT0S"], 9, "it takes no time at all"),
    ([DAY, "DTEND;VALUE=DATE:20261201"], 9, "DTEND is not after DTSTART"),
    ([DAY, "DTEND;VALUE=DATE:20261130"], 9, "DTEND lies before DTSTART"),
    (
        [DAY, "DTEND;VALUE=DATE:20291130"],
        4,
        "the event 'Title' is not brought over: ends: lies more than a year",
    ),
    (["DTSTART:soon"], 8, "DTSTART: 'soon' is neither"),
    ([], 4, "an event without DTSTART"),
    ([*TIME, "STATUS:NEEDS-ACTION"], 10, "STATUS: 'NEEDS-ACTION' is no state of an event"),
    ([*TIME, "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"], 10, "X-MICROSOFT-CDO-BUSYSTATUS is not brought over"),
    (
        [*TIME, "X-APPLE-A:1", "X-APPLE-A:2", "X-APPLE-A:3"],
        10,
        "X-APPLE-A is not brought over, here and in 2 other lines",
    ),
    ([*TIME, "CLASS:PRIVATE"], 10, "an event that is private is not published"),
]


@pytest.mark.parametrize(("given", "line", "message"), LOSSES)
def test_what_cannot_be_carried_is_told_with_its_line(bring, given, line, message):
    found = told(bring(calendar(*event("SUMMARY:Title", *given))))
    assert [(at, said) for at, said in found if at == line and said.startswith(message)], found


BEYOND = (
    ("SEQUENCE:²", ""),
    ("SEQUENCE:" + "9" * 5000, ""),
    ("DTSTART;TZID=Own:²²²²0101T100000", "neither a date nor a time"),
    ("DTSTART:١٢٣٤٠١٠١", "neither a date nor a time"),
    ("DURATION:PT99999999999999999999S", "is no length of time that is read here"),
    ("DURATION:P401D", "is no length of time that is read here"),
)


@pytest.mark.parametrize(("line", "said"), BEYOND)
def test_a_value_beyond_all_bounds_is_told_and_the_other_events_come_over(bring, line, said):
    start = [] if line.startswith("DTSTART") else ["DTSTART:20261201T180000Z"]
    brought = bring(
        calendar(*zone("Own"), *event(*start, line, "SUMMARY:Odd"), *event(*TIME, "SUMMARY:Well", uid="b"))
    )
    assert any("title: Well" in text for text in written(brought).values())
    assert any(said in message for _, message in told(brought))


def test_a_zone_with_an_offset_of_more_than_a_day_is_unknown(bring):
    far = ["BEGIN:VTIMEZONE", "TZID:Own", "BEGIN:STANDARD", "DTSTART:19700101T000000"]
    far += ["TZOFFSETFROM:+9900", "TZOFFSETTO:+9900", "END:STANDARD", "END:VTIMEZONE"]
    brought = bring(calendar(*far, *event(*(line.format("Own") for line in WEEKLY))))
    assert told(brought)[0][1] == "DTSTART is in the unknown zone 'Own'; taken as Europe/Prague"


def test_nothing_private_and_no_address_of_mail_is_written(bring):
    given = ["SUMMARY:Ask ana@example.org", "LOCATION:mailto:ana@example.org", "DESCRIPTION:ana@example.org"]
    brought = bring(calendar(*event(*TIME, *given, "ORGANIZER;CN=ana@example.org:mailto:ana@example.org")))
    (text,) = written(brought).values()
    assert "ana@example.org" not in text


def test_two_files_with_one_uid_give_the_later_version(bring, tmp_path):
    folder = tmp_path / "calendars"
    folder.mkdir()
    for name, title, number in (("a", "Newer", 2), ("b", "Older", 1)):
        lines = event("DTSTART:20261103T100000Z", f"SUMMARY:{title}", f"SEQUENCE:{number}")
        (folder / f"{name}.ics").write_text(calendar(*lines), newline="")
    brought = bring(folder)
    (text,) = written(brought).values()
    assert "title: Newer" in text
    assert any(message.endswith("a.ics has the same UID and replaces it") for _, message in told(brought))


def test_a_date_that_is_private_is_left_out_and_told(bring):
    master = event("DTSTART:20261103T100000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:Team call")
    secret = event(
        "RECURRENCE-ID:20261110T100000Z",
        "DTSTART:20261110T100000Z",
        "SUMMARY:About a colleague",
        "LOCATION:Behind closed doors",
        "CLASS:PRIVATE",
    )
    brought = bring(calendar(*master, *secret))
    (text,) = written(brought).values()
    assert "colleague" not in text
    assert "closed doors" not in text
    assert "exdates:\n- 2026-11-10T10:00" in text
    assert "a date that is private is not published; it is left out" in [
        message for _, message in told(brought)
    ]


def test_what_a_single_date_cannot_carry_is_told(bring):
    master = event("DTSTART:20261103T100000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:Call")
    one = event(
        "RECURRENCE-ID:20261110T100000Z", "DTSTART:20261110T110000Z", "SUMMARY:Call", "CATEGORIES:late"
    )
    assert "CATEGORIES of a single date is not brought over" in [
        message for _, message in told(bring(calendar(*master, *one)))
    ]


def test_other_parts_of_a_calendar_are_told(bring):
    parts = [["BEGIN:VTODO", "UID:b", "END:VTODO"], ["BEGIN:VJOURNAL", "UID:c", "END:VJOURNAL"]]
    assert told(bring(calendar(*parts[0], *parts[1])))[1:] == [
        (4, "VTODO is not brought over; only events are"),
        (7, "VJOURNAL is not brought over; only events are"),
    ]


def test_one_date_that_should_change_all_after_it_is_told(bring):
    series = event("DTSTART:20261201T180000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
    change = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T180000Z", "DTSTART:20261208T190000Z", "DURATION:PT1H"
    )
    brought = bring(calendar(*series, *change))
    assert told(brought) == [(14, "RECURRENCE-ID: only this date is changed, not those after it (RANGE)")]


def test_what_is_said_of_a_calendar_as_a_whole_is_told(bring):
    given = ["X-WR-CALNAME:Ours", "CALSCALE:HEBREW", "METHOD:PUBLISH", "X-WR-TIMEZONE:UTC"]
    assert told(bring(calendar(*given, *event(*TIME, "SUMMARY:Talk")))) == [
        (4, "X-WR-CALNAME of the calendar is not brought over"),
        (5, "CALSCALE: its dates are read as Gregorian, not as HEBREW"),
    ]


FLOATING = ("DTSTART:20261201T180000", "DTEND:20261201T190000", "SUMMARY:Talk")


def test_times_without_a_zone_are_those_of_the_zone_that_the_calendar_names(bring):
    for name in ("America/New_York", "Eastern Standard Time"):
        brought = bring(calendar(f"X-WR-TIMEZONE:{name}", *event(*FLOATING)))
        (text,) = written(brought).values()
        assert "starts: 2026-12-01T18:00\nends: 2026-12-01T19:00\ntimezone: America/New_York\n" in text
        message = "names no zone; taken as America/New_York, that of its calendar"
        assert told(brought) == [(8, f"DTSTART {message}"), (9, f"DTEND {message}")]


def test_a_zone_of_a_calendar_that_nobody_knows_is_told(bring):
    brought = bring(calendar("X-WR-TIMEZONE:Moon/North", *event(*FLOATING)))
    (text,) = written(brought).values()
    assert "timezone: Europe/Prague\n" in text
    assert told(brought)[0] == (
        8,
        "DTSTART names no zone; taken as Europe/Prague, as nobody knows that of its calendar, 'Moon/North'",
    )


def test_what_a_date_has_of_its_series_alone_is_told_unless_it_is_off(bring):
    series = event(*TIME, "RRULE:FREQ=WEEKLY", "SUMMARY:Call", "LOCATION:The hall", "DESCRIPTION:Come.")
    moved = ["RECURRENCE-ID:20261208T180000Z", "DTSTART:20261208T190000Z", "DURATION:PT1H", "SUMMARY:Call"]
    for status, expected in (
        ([], [(14, "this date has no LOCATION and no DESCRIPTION; what its series has is shown")]),
        (["STATUS:CANCELLED"], []),
    ):
        assert told(bring(calendar(*series, *event(*moved, *status)))) == expected


OURS = """=== content/events/ball.md
---
starts: 2026-12-01T18:00
title: A ball
state: cancelled
state_reason: Snow.
---
=== content/events/fair.md
---
starts: 2026-12-02
title: A fair
state: postponed
state_reason: Rain.
---
=== content/events/hours.md
---
starts: 2026-12-01T17:00
title: Office hours
rule: every tuesday
occurrences:
  - {at: 2026-12-08, state: cancelled, state_reason: A holiday.}
  - {at: 2026-12-15, state: postponed, state_reason: Another., title: A quiz}
---
"""


def test_the_titles_and_states_of_our_own_calendar_come_over_as_they_were(bring, write_hub, tmp_path):
    root = write_hub(SETTINGS + OURS, tmp_path / "ours")
    site = build.load(root, build.Options(now=NOW)).value
    ours = files.write(calendars.calendars(site)[0], site).decode()
    assert "SUMMARY:Postponed: A quiz" in ours
    made = [yaml.safe_load(text.split("---")[1]) for _, text in sorted(written(bring(ours)).items())]
    assert [(one["title"], one.get("state")) for one in made] == [
        ("A ball", "cancelled"),
        ("Office hours", None),
        ("A fair", "postponed"),
    ]
    assert [(one.get("title"), one["state"]) for one in made[1]["occurrences"]] == [
        (None, "cancelled"),
        ("A quiz", "postponed"),
    ]


def test_our_own_calendar_doubles_nothing_in_the_hub_that_it_is_of(write_hub, tmp_path):
    root = write_hub(SETTINGS + OURS, tmp_path / "ours")
    site = build.load(root, build.Options(now=NOW)).value
    (tmp_path / "ours.ics").write_bytes(files.write(calendars.calendars(site)[0], site))
    made = run(root, "import", "ics", str(tmp_path / "ours.ics"))
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith("0 files")
    assert len(list((root / "content/events").iterdir())) == 3


def test_a_title_that_begins_so_and_is_not_off_stays(bring):
    (text,) = written(bring(calendar(*event(*TIME, "SUMMARY:Cancelled: a film")))).values()
    assert "title: 'Cancelled: a film'" in text


def test_names_of_zones_are_understood(bring):
    for name in (
        "Europe/Berlin",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "W. Europe Standard Time",
    ):
        given = [f"DTSTART;TZID={name}:20261201T180000", f"DTEND;TZID={name}:20261201T190000"]
        brought = bring(calendar(*event(*given)))
        assert told(brought) == []
        assert "timezone: Europe/Berlin" in next(iter(written(brought).values()))


def zone(name, summer="19810329T020000;3", winter="19961027T030000;10", *lines):
    """A VTIMEZONE with the rules of central Europe, or with others."""
    made = ["BEGIN:VTIMEZONE", f"TZID:{name}", *lines]
    for part, rule, before, after in (
        ("DAYLIGHT", summer, "+0100", "+0200"),
        ("STANDARD", winter, "+0200", "+0100"),
    ):
        start, _, month = rule.partition(";")
        made += [
            f"BEGIN:{part}", f"DTSTART:{start}", f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU",
            f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", f"END:{part}",
        ]  # fmt: skip
    return [*made, "END:VTIMEZONE"]


WEEKLY = ("DTSTART;TZID={0}:20261006T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY", "SUMMARY:Hours")


def test_a_zone_of_a_calendar_alone_is_the_known_one_with_the_same_clocks(bring):
    cases = {
        "Our zone": (zone("Our zone"), "Europe/Prague"),
        "Somewhere": (zone("Somewhere", "19810329T020000;3", "19961027T030000;10", "X-LIC-LOCATION:Europe/Vienna"), "Europe/Vienna"),
        "custom_Europe/Oslo": (zone("custom_Europe/Oslo"), "Europe/Oslo"),
    }  # fmt: skip
    for name, (described, found) in cases.items():
        brought = bring(calendar(*described, *event(*(line.format(name) for line in WEEKLY))))
        (text,) = written(brought).values()
        assert f"starts: 2026-10-06T18:00\nduration: 1h\ntimezone: {found}\n" in text
        assert [message for _, message in told(brought)] == [
            f"DTSTART is in the zone '{name}', whose clocks are those of {found}"
        ]


def test_a_zone_whose_clocks_are_those_of_no_other_is_a_loss(bring):
    for summer, winter in (
        ("19810329T020000;4", "19961027T030000;10"),
        ("19810329T030000;3", "19961027T030000;10"),
    ):
        described = zone("Own", summer, winter)
        brought = bring(calendar(*described, *event(*(line.format("Own") for line in WEEKLY))))
        (text,) = written(brought).values()
        assert "starts: 2026-10-06T18:00+02:00\n" in text
        assert "timezone" not in text
        ((_, message),) = told(brought)
        assert message.endswith("written with its offset of that day, which a series keeps")


def test_a_zone_of_a_calendar_alone_without_changes_loses_nothing(bring):
    steady = ["BEGIN:VTIMEZONE", "TZID:Own", "BEGIN:STANDARD", "DTSTART:19700101T000000"]
    steady += ["TZOFFSETFROM:+0530", "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE"]
    brought = bring(calendar(*steady, *event(*(line.format("Own") for line in WEEKLY))))
    assert told(brought) == []
    assert "starts: 2026-10-06T18:00+05:30\n" in next(iter(written(brought).values()))


PARTS = (
    "BEGIN:STANDARD END:STANDARD BEGIN:DAYLIGHT END:DAYLIGHT TZOFFSETFROM:+0100 TZOFFSETTO:+0200 TZOFFSETTO:-2360 TZOFFSETFROM:x \
TZOFFSETTO:+9900 TZOFFSETFROM:-2400 RRULE:FREQ=SECONDLY TZNAME:A DTSTART:19700101T000000 DTSTART:20261001T000000 DTSTART:20260101 RRULE:FREQ=YEARLY;BYMONTH=3 RRULE:FREQ=MONTHLY \
RRULE:FREQ=YEARLY;UNTIL=20261003T000000Z RDATE:20261005T000000 X-LIC-LOCATION:Moon".replace(
        "\\\n", ""
    ).split()
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_any_description_of_a_zone_is_read_or_told(bring, lines):
    described = ["BEGIN:VTIMEZONE", "TZID:Own", *lines, "END:VTIMEZONE"]
    brought = bring(calendar(*described, *event(*(line.format("Own") for line in WEEKLY))))
    assert len(brought.files) == 1


PLACES = (
    (["LOCATION:Hall"], ["LOCATION:Hall", "GEO:1;2"], {"name": "Hall", "geo": [1, 2]}),
    (["LOCATION:Hall"], ["GEO:1;2"], {"name": "Hall", "geo": [1, 2]}),
    (["LOCATION:Hall", "GEO:1;2"], ["GEO:3;4"], {"name": "Hall", "geo": [3, 4]}),
    (["LOCATION:Hall", "GEO:1;2"], ["LOCATION:Hall"], None),
    (["LOCATION:Hall", "GEO:1;2"], ["LOCATION:Yard"], "Yard"),
    (["LOCATION:Hall", "GEO:1;2"], ["LOCATION:Hall", "GEO:1;2"], None),
    ([], ["GEO:3;4"], {"geo": [3, 4]}),
)


@pytest.mark.parametrize(("usual", "own", "expected"), PLACES)
def test_a_point_of_one_date_does_not_replace_the_whole_place(bring, usual, own, expected):
    series = event(*TIME, "RRULE:FREQ=WEEKLY", "SUMMARY:T", *usual)
    one = event("RECURRENCE-ID:20261208T180000Z", "DTSTART:20261208T180000Z", "SUMMARY:Else", *own)
    (text,) = written(bring(calendar(*series, *one))).values()
    (exception,) = yaml.safe_load(text.split("---")[1])["occurrences"]
    assert exception["title"] == "Else"
    assert exception.get("location") == expected


def test_the_uid_stays_and_the_hub_is_the_same_after_a_second_import(bring, tmp_path):
    one, two = event(*TIME, "SUMMARY:Talk"), event(*TIME, "SUMMARY:Talk", uid="b@calendar.example")
    (tmp_path / "one.ics").write_text(calendar(*one, *two))
    (tmp_path / "two.ics").write_text(calendar(*event(*TIME, "SUMMARY:Talk", uid="c@calendar.example")))
    for name, words in (("one", "wrote"), ("two", "wrote"), ("one", "unchanged"), ("two", "unchanged")):
        result = CliRunner().invoke(
            openhub, ["import", "ics", str(tmp_path / f"{name}.ics"), "-C", str(bring.root)]
        )
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith(words)
    site = build.load(bring.root, build.Options(now=NOW)).value
    text = files.write(calendars.calendars(site)[0], site).decode()
    assert [line for line in text.split("\r\n") if line.startswith("UID:")] == [
        "UID:a@calendar.example",
        "UID:b@calendar.example",
        "UID:c@calendar.example",
    ]


@pytest.mark.parametrize(
    "text",
    ["# a", "- a\n+ b\n1. c\n2) d", "> a", "a\n===\nb\n---", "`a` *b* _c_ ~~d~~", "[a](b) ![c](d)", "<b>c</b> & &amp;",
     "    four", "a|b\n-|-\nc|d", ":::\na", "{{ a }} {% b %}", "\\* a", "a  \nb", "^x^ ==y== $z$", "***"],
)  # fmt: skip
def test_a_text_reads_the_same_as_markdown(text):
    made = render(markdown(text))
    shown = made.text.replace("\\n", " ")
    plain = text.replace("<b>c</b> & &amp;", "c & &").split()
    assert shown.split() == plain
    assert made.problems == ()
    assert made.headings == ()


NAMES = "BEGIN END DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID UID SEQUENCE LAST-MODIFIED SUMMARY DESCRIPTION GEO STATUS TZID DTSTART;TZID=Moon CATEGORIES X ;".split()
VALUES = [
    "VEVENT", "VTIMEZONE", "STANDARD", "VCALENDAR", "20261201T180000Z", "20261201T180000", "20261201", "20261202", "00010101",
    "99991231T235959Z", "20260229", "PT1H", "-PT1H", "P1D", "P9999999W", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;UNTIL=20261208",
    "²²²²0101T100000", "²", "١٢٣٤٠١٠١", "PT99999999999999999999S", "P99999999DT99999999H", "9" * 5000, "-1",
    "FREQ=HOURLY", "1;2", "Moon", "a", "", "\\", "x\\,y", "20261201T180000Z/PT1H,20261203T180000Z",
]  # fmt: skip
LINES = st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)).map(":".join) | st.text(max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=14))
def test_any_lines_are_brought_over_or_told(bring, lines):
    brought = bring(calendar("BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT"))
    assert brought.files or brought.losses
    assert not any("out of all bounds" in loss.message for loss in brought.losses)
    assert all(loss.span.line >= 1 and "\n" not in loss.message for loss in brought.losses)


def test_every_file_of_two_collections_is_brought_over_or_told(bring, corpora):
    for name, least in (("ics-allenporter", 100), ("ics-collective", 20)):
        folder = corpora / name
        brought = bring(folder)
        assert brought.faults == ()
        assert len(brought.files) > least
        silent = {path.as_posix() for path in folder.rglob("*.ics")} - {
            loss.span.file for loss in brought.losses
        }
        for path in silent:
            assert bring(Path(path)).files, path


SAME = """=== content/events/ours.md
---
title: A name that is taken
starts: 2026-12-01
uid: a@calendar.example
---
=== content/events/hours.md
---
starts: 2026-12-01
---
=== content/events/draft.md
---
starts: 2026-12-01
draft: true
uid: c@calendar.example
---
"""


def run(root, *words):
    return CliRunner().invoke(openhub, [*words, "-C", str(root)])


def test_an_event_that_the_hub_has_is_left_as_it_is(bring, write_hub, tmp_path):
    write_hub(SAME, bring.root)
    series = event(*TIME, "RRULE:FREQ=WEEKLY", "SUMMARY:Hours", uid="d@calendar.example")
    same = [line for uid in "abc" for line in event(*TIME, f"SUMMARY:{uid}", uid=f"{uid}@calendar.example")]
    (tmp_path / "given.ics").write_text(calendar(*same, *series))
    for written in ("wrote", "unchanged"):
        made = run(bring.root, "import", "ics", str(tmp_path / "given.ics"))
        assert made.exit_code == 0, made.output
        assert [line.split()[0] for line in made.stdout.splitlines()[:-1]] == [written] * 2
        assert made.stderr.splitlines() == [
            f"{tmp_path}/given.ics:4:1: content/events/ours.md has an event with the same UID; that is left as it is",
            f"{tmp_path}/given.ics:18:1: content/events/draft.md has an event with the same UID; that is left as it is",
        ]
    checked = run(bring.root, "check")
    assert checked.exit_code == 0, checked.output
    assert len(list((bring.root / "content/events").iterdir())) == 5


def test_an_event_that_was_edited_after_its_import_is_left_as_it_is(bring, tmp_path):
    (tmp_path / "given.ics").write_text(
        calendar(*event(*TIME, "SUMMARY:Talk"), *event(*TIME, "SUMMARY:Ball", uid="b"))
    )
    assert run(bring.root, "import", "ics", str(tmp_path / "given.ics")).exit_code == 0
    path = bring.root / "content/events/2026-12-01-talk.md"
    path.write_text(path.read_text().replace("title: Talk", "title: A better title"))
    made = run(bring.root, "import", "ics", str(tmp_path / "given.ics"))
    assert (made.exit_code, made.stdout.splitlines()[0]) == (0, "unchanged content/events/2026-12-01-ball.md")
    assert "2026-12-01-talk.md has an event with the same UID" in made.stderr
    assert "A better title" in path.read_text()


def test_events_without_a_uid_are_not_doubled_either(bring, tmp_path):
    nameless = [line for line in event(*TIME, "SUMMARY:Talk") if not line.startswith("UID")]
    (tmp_path / "given.ics").write_text(calendar(*nameless, *nameless))
    for _ in range(2):
        assert run(bring.root, "import", "ics", str(tmp_path / "given.ics")).exit_code == 0
        assert len(list((bring.root / "content/events").iterdir())) == 2
    assert run(bring.root, "check").exit_code == 0


@pytest.mark.parametrize("name", ["ics-allenporter", "ics-collective"])
def test_a_collection_makes_a_hub_without_an_error_and_nothing_is_doubled(bring, corpora, name):
    made = run(bring.root, "import", "ics", str(corpora / name))
    assert made.exit_code == 0, made.output
    written = {path.name: path.read_bytes() for path in (bring.root / "content/events").iterdir()}
    assert len(written) > 20
    checked = run(bring.root, "check")
    assert checked.exit_code == 0, checked.output
    again = run(bring.root, "import", "ics", str(corpora / name))
    assert again.exit_code == 0, again.output
    assert {line.split()[0] for line in again.stdout.splitlines()[:-1]} == {"unchanged"}
    assert {path.name: path.read_bytes() for path in (bring.root / "content/events").iterdir()} == written
    # The same events, in a hub that keeps them elsewhere and under other names.
    for number, path in enumerate(sorted((bring.root / "content/events").iterdir())):
        path.rename(path.with_name(f"moved-{number}.md"))
    assert run(bring.root, "import", "ics", str(corpora / name)).exit_code == 0
    assert run(bring.root, "check").exit_code == 0
    uids = [event.data.uid for event in build.load(bring.root, build.Options(now=NOW)).value.of("event")]
    assert len(set(uids) - {None}) == len([uid for uid in uids if uid])


def collected(corpora):
    return sorted(
        path for name in ("ics-allenporter", "ics-collective") for path in (corpora / name).rglob("*.ics")
    )


def test_what_lost_nothing_has_the_same_dates_in_our_calendar(bring, corpora, write_hub, tmp_path):
    compared = 0
    for number, path in enumerate(collected(corpora)):
        brought = bring(path)
        # What programs add for themselves says nothing of dates.
        if any(not rest._OF_PROGRAMS.match(message) for _, message in told(brought)):
            continue
        root = write_hub(SETTINGS, tmp_path / f"hub{number}")
        for file in brought.files:
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_bytes(file.content)
        made = build.load(root, build.Options(now=NOW))
        assert [problem for problem in made.problems if level_of(problem, {}) == "error"] == []
        ours = [
            row
            for one in calendars.calendars(made.value)
            if one.entry
            for row in readers.told_by_recurring(files.write(one, made.value), SPAN)
        ]
        assert sorted(ours, key=str) == readers.told_by_recurring(path.read_bytes(), SPAN), path
        compared += len(ours)
    assert compared > 100
