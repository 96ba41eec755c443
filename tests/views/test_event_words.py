"""How the time of an event is told, and what stands on the pages of events for its sake."""

from __future__ import annotations

import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from openhub import build
from openhub.views.event_time import zone_words

URL = "url: https://example.org/hub/\nauthority: example.org,2026\n"
SETTINGS = (
    f"=== openhub.yaml\ntitle: Reading circle\ntimezone: Europe/Prague\ncalendar: {{expand: 6 months}}\n{URL}"
)
NOW = "2026-11-24T12:00:00+01:00"


@pytest.fixture
def pages(write_hub):
    def make(text, now=NOW, settings=SETTINGS, warned=()):
        root = write_hub(settings + text)
        options = build.Options(now=datetime.fromisoformat(now))
        loaded = build.load(root, options)
        assert [str(problem) for problem in loaded.problems if problem.code not in warned] == []
        made = build.make(loaded.value, root, options)
        assert made.problems == ()
        return {
            f"/{out.path.removesuffix('index.html')}": out.content.decode()
            for out in made.value
            if out.content
        }

    return make


def event(fields, name="e"):
    return f"=== content/events/{name}.md\n---\ntitle: {name}\n{fields}\n---\nText.\n"


def words(html):
    """The text of a page's main part, as one reads it without a script."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    shown = re.sub(r"<(span|a|div)\b[^>]* hidden>.*?</\1>", "", main, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", shown))


@pytest.mark.parametrize(
    ("zone", "when", "told"),
    [
        ("Europe/Berlin", "2026-12-01T18:30", "Berlin time (CET, UTC+1)"),
        ("Europe/Berlin", "2026-07-01T18:30", "Berlin time (CEST, UTC+2)"),
        ("America/New_York", "2026-12-01T18:30", "New York time (EST, UTC−5)"),
        ("America/Argentina/Buenos_Aires", "2026-12-01T18:30", "Buenos Aires time (UTC−3)"),
        ("Asia/Kathmandu", "2026-12-01T18:30", "Kathmandu time (UTC+5:45)"),
        ("Australia/Lord_Howe", "2026-12-01T18:30", "Lord Howe time (UTC+11)"),
        ("Europe/London", "2026-12-01T18:30", "London time (GMT, UTC)"),
        ("UTC", "2026-12-01T18:30", "UTC"),
        ("Etc/GMT+5", "2026-12-01T18:30", "UTC−5 time"),
    ],
)
def test_a_zone_is_named_by_its_place(zone, when, told):
    assert zone_words(datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone)), ZoneInfo(zone)) == told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("starts: 2026-12-05T10:00", "10:00 Prague time (CET, UTC+1)"),
        ("starts: 2026-12-05T10:00\nduration: 2h", "10:00–12:00 Prague time (CET, UTC+1)"),
        ("starts: 2026-12-05T22:00\nends: 2026-12-06T02:00", "22:00–02:00 Prague time (CET, UTC+1)"),
        (
            "starts: 2026-12-05T10:00\nends: 2026-12-06T12:00",
            "10:00 Prague time (CET, UTC+1) to Sunday 6 December 2026, 12:00 CET",
        ),
        ("starts: 2026-12-05", "All day"),
        (
            "starts: 2026-12-31\nends: 2027-01-02",
            "Thursday 31 December 2026 to Saturday 2 January 2027, all day",
        ),
    ],
)
def test_hours_are_told_as_far_as_they_are_known(pages, fields, told):
    assert f" {told} " in words(pages(event(fields))["/events/e/"])


@pytest.mark.parametrize(
    ("fields", "added"),
    [
        ("mode: online", True),
        ("mode: hybrid\nlocation: Hall", True),
        ("mode: in_person\nlocation: Hall", False),
        ("location: Hall", False),
        ("location: Hall\nstate: moved_online", True),
        ("mode: online\nstate: cancelled\nstate_reason: Snow.", False),
    ],
)
def test_the_readers_own_time_is_for_what_one_joins_from_afar(pages, fields, added):
    html = pages(event(f"starts: 2026-12-05T10:00\n{fields}"))["/events/e/"]
    assert ("/local.js" in html, 'class="yours"' in html) == (added, added)


@pytest.mark.parametrize("address", ["/events/", "/events/2026/12/", "/"])
@pytest.mark.parametrize(
    ("fields", "own"),
    [
        ("starts: 2026-12-05T10:00\nmode: online", '"2026-12-05T10:00+01:00">10:00</time>'),
        (
            "starts: 2026-12-05T10:00\nlocation: Hall\nstate: moved_online",
            '"2026-12-05T10:00+01:00">10:00</time>',
        ),
        ("starts: 2026-12-05T10:00\nlocation: Hall", ""),
        ("starts: 2026-12-05\nmode: online", ""),
        ("starts: 2026-12-05T10:00\nmode: online\nstate: cancelled\nstate_reason: Snow.", ""),
    ],
)
def test_lists_and_months_add_the_readers_own_time_by_the_same_rules(pages, address, fields, own):
    html = pages(event(fields))[address]
    assert f'class="yours"><time datetime={own}' in html if own else 'class="yours"' not in html
    assert ("/local.js" in html) == bool(own)


def test_of_what_is_over_lists_tell_no_other_time_and_months_are_the_same_on_any_day(pages):
    made = pages(event("starts: 2026-11-05T10:00\nmode: online"))
    assert [name for name in ("/events/", "/events/2026/11/") if 'class="yours"' in made[name]] == [
        "/events/2026/11/"
    ]


def test_no_script_touches_whole_days(pages):
    assert "local.js" not in pages(event("starts: 2026-12-05\nends: 2026-12-06\nmode: online"))["/events/e/"]


def test_the_script_is_small(root):
    assert (root / "themes/base/static/local.js").stat().st_size < 1024


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-12-05T09:59:59+01:00", "Coming"),
        ("2026-12-05T10:00:00+01:00", "On now"),
        ("2026-12-05T11:59:59+01:00", "On now"),
        ("2026-12-05T12:00:00+01:00", "It is over"),
    ],
)
def test_an_events_own_page_turns_at_the_instant_and_has_all_texts(pages, now, told):
    html = pages(event("starts: 2026-12-05T10:00\nduration: 2h\nonline_url: https://meet.example.org/"), now)[
        "/events/e/"
    ]
    assert [word for word in ("Coming", "On now", "It is over") if f" {word} " in words(html)] == [told]
    assert html.count('class="chip"') == 3
    assert ("Join online" in words(html)) is (told != "It is over")


def test_a_page_about_one_event_is_the_same_on_any_day_between(pages):
    fields = "starts: 2026-12-05T10:00\nduration: 2h\nowes: [notes]\ncfp: {closes: 2026-11-20}"
    days = ["2026-12-06T12:00:00+01:00", "2027-01-01T12:00:00+01:00", "2027-08-01T12:00:00+01:00"]
    assert len({pages(event(fields), day)["/events/e/"] for day in days}) == 1


OFFERS = (
    "registration: {url: 'https://r.example.org/', closes: 2027-03-01}\n"
    "cfp: {url: 'https://c.example.org/', closes: 2027-03-01}\nonline_url: https://x.example.org/"
)
REGISTER, JOIN, PROPOSE = (f'href="https://{letter}.example.org/"' for letter in "rxc")
DONE = {
    "is over": "starts: 2026-11-20T10:00\nduration: 1h",
    "a series that ended": "starts: 2026-10-01T10:00\nrule: weekly, 2 times",
    "every date cancelled": "starts: 2026-12-01T10:00\nrule: weekly, 2 times\n"
    "occurrences: [{at: 2026-12-01, state: cancelled, state_reason: a}, {at: 2026-12-08, state: cancelled, state_reason: b}]",
    "every date left out": "starts: 2026-12-01T10:00\nrule: weekly, 2 times\nexdates: [2026-12-01, 2026-12-08]",
    "cancelled": "starts: 2026-12-01T10:00\nstate: cancelled\nstate_reason: Snow.",
}


def shown_links(html):
    """The links of a page's main part that one sees without a script."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    return re.sub(r"<(span|a)\b[^>]* hidden>.*?</\1>", "", main, flags=re.DOTALL)


@pytest.mark.parametrize("fields", DONE.values(), ids=DONE)
def test_nobody_is_invited_to_what_is_over_or_off(pages, fields):
    made = pages(event(f"{fields}\n{OFFERS}"))
    for address in ("/events/e/", "/events/"):
        found = shown_links(made[address])
        assert not {link for link in (REGISTER, JOIN, PROPOSE) if link in found}
    data = next(
        json.loads(text)
        for text in re.findall(r"ld\+json[^>]*>(.*?)</script>", made["/events/e/"], re.DOTALL)
    )
    offered = data["offers"]["validThrough"] if "offers" in data else ""
    assert offered < "2026-11-24"
    assert bool(offered) == ("https://x.example.org/" in json.dumps(data["location"]))


@pytest.mark.parametrize(
    "now", ["2026-11-24T09:59", "2026-11-24T10:30", "2026-11-24T11:00", "2026-11-24T23:59"]
)
def test_a_series_that_goes_on_invites_after_each_date(pages, now):
    fields = f"starts: 2026-11-24T10:00\nduration: 1h\nrule: every tuesday\n{OFFERS}"
    made = pages(event(fields), f"{now}:00+01:00")
    found = shown_links(made["/events/e/"])
    assert all(link in found for link in (REGISTER, JOIN, PROPOSE))
    for link, until in ((REGISTER, ['data-until="2027-03-01T23:00:00Z"']), (JOIN, [])):
        for tag in re.findall(rf"<a [^>]*{link}[^>]*>", found):
            assert re.findall(r'data-until="[^"]*"', tag) == until


def test_registration_ends_with_the_event_at_the_latest(pages):
    made = pages(event(f"starts: 2026-12-01T10:00\nduration: 1h\n{OFFERS}"))
    (register,) = re.findall(rf"<a [^>]*{REGISTER}[^>]*>", made["/events/e/"])
    assert 'data-until="2026-12-01T10:00:00Z"' in register


def test_a_calendar_leads_nobody_to_a_meeting_that_is_off(pages):
    found = pages(
        event(
            "starts: 2026-12-01T10:00\nstate: cancelled\nstate_reason: Snow.\nonline_url: https://x.example.org/"
        )
    )
    assert "x.example.org" not in found["/events/e.ics"]
    assert "LOCATION:Online" in found["/events/e.ics"]


def test_without_an_end_nothing_goes_on_into_the_next_day(pages):
    made = pages(event("starts: 2026-12-23T23:30"))
    month = words(made["/events/2026/12/"])
    assert "23:30" in month
    assert "of 2" not in month


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("starts: 2027-10-30T22:00\nends: 2027-10-31T06:00", "22:00 CEST to 06:00 Prague time (CET, UTC+1)"),
        (
            "starts: 2027-10-31T02:30\nends: 2027-10-31T02:30+01:00",
            "02:30 CEST to 02:30 Prague time (CET, UTC+1)",
        ),
        ("starts: 2027-10-30T20:00\nends: 2027-10-30T22:00", "20:00–22:00 Prague time (CEST, UTC+2)"),
    ],
)
def test_both_zones_are_named_on_the_night_of_a_change(pages, fields, told):
    assert told in words(pages(event(fields))["/events/e/"])


def test_a_date_with_a_place_of_its_own_did_not_move_online_with_its_series(pages):
    fields = (
        "starts: 2026-12-02T10:00\nrule: weekly, 3 times\nstate: moved_online\nstate_reason: Flood\n"
        "online_url: https://x.example.org/\noccurrences: [{at: 2026-12-09, location: {name: New hall}}]"
    )
    found = words(pages(event(fields))["/events/e/2026-12-09/"])
    assert "New hall" in found
    assert "oved online" not in found
    assert "Flood" not in found


OTHER_DAY = "duration: 1h\nmode: online\noccurrences: [{at: 2026-12-08, title: Special}]"


# In Prague, the hub's zone, each of these begins on the day after.
@pytest.mark.parametrize(
    ("starts", "rule", "told"),
    [
        ("2026-12-01T23:30Z", "weekly", "Every Tuesday, 23:30–00:30 UTC"),
        (
            "2026-12-01T20:00-08:00",
            "first and second tuesday monthly",
            "First Tuesday and second Tuesday of every month, 20:00–21:00 UTC−8 time",
        ),
    ],
)
def test_a_series_is_told_in_the_zone_that_its_rule_counts_in(pages, starts, rule, told):
    made = pages(event(f"starts: {starts}\nrule: {rule}\n{OTHER_DAY}"), warned=["zone-fixed"])
    found = words(made["/events/e/"])
    assert told in found
    assert "That is Wednesday 2 December 2026, " in found
    assert found.count("Wednesday") == 1
    assert "Tuesday 8 December 2026" in words(made["/events/e/2026-12-08/"])
    assert "Tue 8 Dec Special" in words(made["/events/"])


def test_a_single_event_is_told_in_the_zone_of_the_hub(pages):
    assert "00:30 Prague time" in words(pages(event("starts: 2026-12-01T23:30Z"))["/events/e/"])


def test_a_day_of_registration_of_a_series_names_the_zone_that_it_is_in(pages):
    fields = "starts: 2026-12-01T23:30Z\nrule: weekly\nregistration: {url: 'https://r.example.org/', closes: 2026-12-01}"
    assert "Until Tuesday 1 December 2026, UTC" in words(pages(event(fields))["/events/e/"])


def test_what_is_on_today_stays_among_the_next_until_midnight(pages):
    text = event("starts: 2026-11-24T09:00\nduration: 1h")
    found = words(pages(text)["/events/"])
    assert "What was" not in found
    assert "It is over" not in found  # without the script: true all day
    assert "What was" in words(pages(text, "2026-11-25T00:00:00+01:00")["/events/"])
    assert pages(text)["/events/"] == pages(text, "2026-11-24T23:59:59+01:00")["/events/"]


def test_calendars_are_offered_to_subscribe_and_as_files(pages):
    settings = f"{SETTINGS}audiences: [{{id: readers, title: Readers}}]\n"
    html = pages(event("starts: 2026-12-05"), settings=settings)["/events/"]
    for path in ("events.ics", "events-confirmed.ics", "audiences/readers/events.ics"):
        assert f'<a href="webcal://example.org/hub/{path}"' in html
        assert f'href="https://example.org/hub/{path}"' in html
    assert "Events that name Readers, and those for everybody." in html


def test_without_a_url_calendars_are_files(pages):
    html = pages(
        event("starts: 2026-12-05"), settings=SETTINGS.replace(URL, "authority: example.org,2026\n")
    )["/events/"]
    assert "webcal:" not in html
    assert '<a href="../events.ics"' in html


SERIES = """starts: 2026-11-03T19:00
duration: 90m
mode: online
rule: every tuesday
exdates: [2026-11-10T19:00, 2026-12-29T19:00]
occurrences:
  - {at: 2026-11-17T19:00, after: {notes: "https://example.org/n", attendance: 5}}
  - {at: 2026-12-08T19:00, starts: 2026-12-09T20:00, state: rescheduled, state_reason: The hall is taken.}
  - {at: 2026-12-15T19:00, state: cancelled, state_reason: Snow lies high.}"""


def test_a_series_says_what_is_not_as_usual(pages):
    found = words(pages(event(SERIES))["/events/e/"])
    told = found.partition("Not as usual")[2].partition("Earlier dates")[0].strip()
    assert told == (
        "Moved from Tuesday 8 December 2026, 19:00 CET to Wednesday 9 December 2026, 20:00 CET: The hall is taken. "
        "Cancelled on Tuesday 15 December 2026, 19:00 CET: Snow lies high. "
        "Not held on Tuesday 29 December 2026, 19:00 CET. "
        "Not held on Tuesday 10 November 2026, 19:00 CET."
    )


def test_a_series_without_dates_to_come_says_that_it_is_over_and_offers_no_subscription(pages):
    ended = pages(event("starts: 2022-11-25T19:00\nrule: daily until 2026-11-23"))["/events/e/"]
    assert " It is over " in words(ended)
    assert "Held on 1,460 of 1,460 dates so far." in words(ended)
    assert "Subscribe to these dates" not in ended
    going_on = pages(event("starts: 2016-11-25T19:00\nrule: daily until 2026-11-24"))["/events/e/"]
    assert " It is over " not in words(going_on)
    assert "Subscribe to these dates" in going_on


def test_of_a_long_series_the_dates_that_are_known_are_counted(pages):
    html = pages(event("starts: 2010-01-05T19:00\nrule: weekly\nexdates: [2026-11-10T19:00]"))["/events/e/"]
    assert "Held on 525 of the 526 dates that are kept here." in words(html)


def test_a_zone_without_a_name_is_told_by_its_offset_in_lists_too(pages):
    made = pages(event("starts: 2026-12-05T08:15\ntimezone: Asia/Kathmandu\nlocation: Tea house"))
    assert "08:15 UTC+5:45, Tea house" in words(made["/events/"])
    assert "03:30 (08:15 UTC+5:45)" in words(made["/events/2026/12/"])


def test_what_was_long_ago_is_folded_with_notes_and_without(pages):
    after = "after: {notes: 'https://example.org/n'}"
    days = [
        f"starts: {year}-{month:02}-05\n{more}"
        for year in range(2022, 2026)
        for month in range(1, 13)
        for more in ("", after)
    ]
    html = pages("".join(event(fields, f"e{number}") for number, fields in enumerate(days)))["/events/"]
    assert [part[:14] for part in html.split("<details")[1:]] == [' class="older"'] * 2
    assert re.findall(r'<details class="older" id="([^"]*)"', html) == ["kept-older-2022", "older-2022"]


def test_a_series_leads_to_what_its_earlier_dates_left(pages):
    made = pages(event(SERIES))
    assert 'href="https://example.org/n"' in made["/events/e/"].partition("Earlier dates")[2]
    assert "5 people came." in words(made["/events/e/2026-11-17/"])


def test_what_was_long_ago_takes_a_line_each(pages):
    text = "".join(
        event(f"starts: {year}-05-{day:02}", f"e{year}-{day}")
        for year in (2023, 2024, 2025)
        for day in range(1, 26)
    )
    html = pages(text)["/events/"]
    assert re.findall(r"<summary>(.*?)</summary>", html) == ["2024 (25)", "2023 (25)"]
    assert re.findall(r'<h3 id="past-\d+">(\d+)</h3>', html) == ["2025"]
    assert all(f'href="e{year}-{day}/"' in html for year in (2023, 2024, 2025) for day in range(1, 26))


def test_a_series_that_is_over_is_told_once_among_what_was(pages):
    html = pages(event("starts: 2026-03-03\nrule: FREQ=WEEKLY;COUNT=5"))["/events/"]
    assert html.count('href="e/"') == 1
    assert "What was" in html


def test_a_moved_event_tells_every_plan(pages):
    fields = "starts: 2026-12-05\nprevious_starts: [2026-10-03, 2026-11-07]\nstate: rescheduled"
    assert (
        "Moved from Saturday 3 October 2026, then from Saturday 7 November 2026 to Saturday 5 December 2026"
        in words(pages(event(fields))["/events/e/"])
    )


def test_an_event_about_a_release_that_is_withdrawn_says_so(pages):
    text = "=== content/changelogs/press.md\n## 1.0.0 - 2026-11-01 [YANKED]\n\n- Added: ink\n"
    html = pages(text + event("starts: 2026-12-05\nabout: release:press/1.0.0"))["/events/e/"]
    assert "press 1.0.0, withdrawn" in words(html)


def test_what_was_names_its_year_where_it_is_not_this_one(pages):
    this, former = event("starts: 2026-05-01", "new"), event("starts: 2025-05-01", "old")
    assert 'id="past-' not in pages(this)["/events/"]
    html = pages(this + former)["/events/"]
    assert re.findall(r'<h3 id="past-\d+">(\d+)</h3>', html) == ["2026", "2025"]
