"""What happened to promises as feeds, and what is due as a calendar: stable, and the same until somebody writes."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import icalendar
import pytest

from openhub.outputs import atom, jsonfeed
from openhub.outputs import icalendar as files
from openhub.outputs.icalendar import promises
from quality import calendars as readers

ATOM = "{http://www.w3.org/2005/Atom}"
SPAN = (datetime(2016, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
HUB = """
=== openhub.yaml
title: Mill
url: https://example.org/hub/
authority: example.org,2026
timezone: Europe/Prague
audiences: [millers, bakers]
=== content/people/ana.md
---
name: Ana Novak
---
=== content/posts/flood.md
---
title: The flood
date: 2026-11-02T08:00
audiences: millers
tags: [water]
news: bad
state: resolved
actions:
  - id: wall
    text: Build a [wall](flood.md)
    owner: ana
    due: 2026-12-24
    moved:
      - {on: 2026-11-10, from: 2026-11-20, to: 2026-12-01, why: No stone.}
      - {on: 2026-11-10, from: 2026-12-01, to: 2026-12-24}
  - {id: pump, text: Buy a pump, due: 2026-11-05, state: done, done_on: 2026-11-07}
  - {id: dam, text: Close the dam, state: dropped, done_on: 2026-11-12, reason: It is *not ours*.}
  - {id: late, text: Dry the flour, due: 2026-11-03}
  - {text: Say when}
  - {id: roof, text: A roof for the mill, kind: idea, due: 2026-11-30}
---
Water.
=== content/posts/hidden.md
---
title: Hidden
date: 2026-11-03
visibility: unlisted
actions: [{id: A, text: Nothing that anybody is told, due: 2026-12-01}]
---
"""
POST = "tag:example.org,2026:post/flood/promise/"
STORIES = [
    (POST + "dam/dropped", "Dropped: Close the dam", "2026-11-12T00:00:00+01:00"),
    (
        POST + "wall/moved-2026-11-10-2",
        "Moved to 24 December 2026: Build a wall",
        "2026-11-10T00:00:00+01:00",
    ),
    (POST + "wall/moved-2026-11-10", "Moved to 1 December 2026: Build a wall", "2026-11-10T00:00:00+01:00"),
    (POST + "pump/done", "Done: Buy a pump", "2026-11-07T00:00:00+01:00"),
    (POST + "wall/promised", "Promised: Build a wall", "2026-11-02T08:00:00+01:00"),
    (POST + "pump/promised", "Promised: Buy a pump", "2026-11-02T08:00:00+01:00"),
    (POST + "late/promised", "Promised: Dry the flour", "2026-11-02T08:00:00+01:00"),
    (POST + "dam/promised", "Promised: Close the dam", "2026-11-02T08:00:00+01:00"),
    (POST + "5/promised", "Promised: Say when", "2026-11-02T08:00:00+01:00"),
]


def feed(site, address="follow-up/"):
    found = {one.path: one.content for one in atom.outputs(site)}
    return ET.fromstring(found[f"{address}feed.xml"])  # noqa: S314 -- our own


def entries(site, address="follow-up/"):
    return [
        tuple(entry.findtext(ATOM + name) for name in ("id", "title", "updated"))
        for entry in feed(site, address).iter(ATOM + "entry")
    ]


def json_feed(site, address="follow-up/"):
    found = {one.path: one.content for one in jsonfeed.outputs(site)}
    return json.loads(found[f"{address}feed.json"])


def test_all_that_happened_is_a_story_with_an_id_of_its_own_and_its_day(site_of):
    found = entries(site_of(HUB))
    assert sorted(found) == sorted(STORIES)
    assert [updated for _, _, updated in found] == sorted((day for _, _, day in STORIES), reverse=True)
    assert feed(site_of(HUB)).findtext(ATOM + "updated") == "2026-11-12T00:00:00+01:00"


def test_both_forms_tell_the_same(site_of):
    site = site_of(HUB)
    items = json_feed(site)["items"]
    assert [(one["id"], one["title"], one["date_modified"]) for one in items] == entries(site)
    assert {one["url"] for one in items} >= {"https://example.org/hub/posts/flood/#Promise-wall"}
    assert {one["_openhub"]["kind"] for one in items} == {"promise"}
    assert all(one["content_html"] and one["summary"] for one in items)


def test_a_story_says_why_where_it_was_promised_and_whom_to_ask(site_of):
    told = {one["id"].removeprefix(POST): one for one in json_feed(site_of(HUB))["items"]}
    assert told["wall/moved-2026-11-10"]["summary"] == (
        "We moved it from 20 November 2026 to 1 December 2026. No stone. Promised in “The flood”. Ask Ana Novak."
    )
    assert told["wall/promised"]["summary"].startswith("We mean to do it by 20 November 2026.")
    assert told["pump/done"]["summary"].startswith("We did it on 7 November 2026, 2 days late.")
    assert "It is <em>not ours</em>." in told["dam/dropped"]["content_html"]
    assert 'href="https://example.org/hub/posts/flood/"' in told["wall/promised"]["content_html"]
    assert told["5/promised"]["summary"].startswith("We have not said by when.")


@pytest.mark.parametrize("day", ["2026-11-03", "2026-11-04", "2026-12-25", "2028-01-01"])
def test_that_a_promise_is_late_publishes_nothing(site_of, day):
    then = site_of(HUB, now=datetime.fromisoformat(f"{day}T12:00:00+00:00"))
    assert sorted(entries(then)) == sorted(STORIES)
    assert promises.write(then) == promises.write(site_of(HUB))


def test_what_was_told_keeps_its_id_and_day_when_something_else_happens(site_of):
    later = HUB.replace(
        "{id: late, text: Dry the flour, due: 2026-11-03}",
        "{id: late, text: Dry all flour, due: 2026-11-03, state: done, done_on: 2026-11-20}",
    )
    later = later.replace("title: The flood", "title: The great flood\nslug: great\nupdated: 2026-11-21")
    before, after = entries(site_of(HUB)), entries(site_of(later))
    assert {(id_, day) for id_, _, day in before} < {(id_, day) for id_, _, day in after}
    assert after[0] == (POST + "late/done", "Done: Dry all flour", "2026-11-20T00:00:00+01:00")


def test_what_was_settled_on_no_day_is_told_when_its_post_was_last_revised(site_of):
    text = HUB.replace(", done_on: 2026-11-12", "").replace(
        "news: bad", "news: bad\nupdated: 2026-11-14T10:00"
    )
    assert entries(site_of(text))[0][2] == "2026-11-14T10:00:00+01:00"


def test_an_audience_has_a_feed_of_promises_where_it_has_three(site_of):
    assert len(entries(site_of(HUB), "audiences/millers/follow-up/")) == len(STORIES)
    paths = {one.path for one in atom.outputs(site_of(HUB))}
    assert "audiences/bakers/follow-up/feed.xml" not in paths


def test_without_a_promise_there_is_neither_feed_nor_calendar(site_of):
    text = (
        "=== content/posts/p.md\n---\ntitle: P\nactions: [{text: Dream, kind: idea, due: 2026-12-01}]\n---\n"
    )
    site = site_of(text)
    assert "follow-up/feed.xml" not in {one.path for one in atom.outputs(site)}
    assert "follow-up.ics" not in {one.path for one in files.outputs(site)}


# ── the calendar ────────────────────────────────────────────────────────────


def events(site):
    return list(icalendar.Calendar.from_ical(promises.write(site)).walk("VEVENT"))


def test_the_calendar_has_the_days_of_what_is_not_done_yet(site_of):
    late, wall = events(site_of(HUB))
    assert [str(one["SUMMARY"]) for one in (late, wall)] == [
        "Promised: Dry the flour",
        "Promised: Build a wall",
    ]
    assert str(wall["UID"]) == "post-flood/promise/wall@example.org"
    assert (wall["SEQUENCE"], late["SEQUENCE"]) == (2, 0)
    assert str(wall["TRANSP"]) == "TRANSPARENT"
    assert wall["DTSTART"].params["VALUE"] == "DATE"
    assert (wall.decoded("DTSTART").isoformat(), wall.decoded("DTEND").isoformat()) == (
        "2026-12-24",
        "2026-12-25",
    )
    assert wall.decoded("DTSTAMP") == datetime(2026, 11, 9, 23, tzinfo=UTC)
    assert (
        "Moved on 10 November 2026 from 20 November 2026 to 1 December 2026: No stone." in wall["DESCRIPTION"]
    )
    assert "Ask Ana Novak." in wall["DESCRIPTION"]


def test_the_calendar_is_the_same_in_any_order_of_the_actions_that_have_ids(site_of):
    first = "  - {id: late, text: Dry the flour, due: 2026-11-03}\n"
    moved = HUB.replace(first, "").replace("actions:\n", f"actions:\n{first}")
    assert {str(one["UID"]) for one in events(site_of(moved))} == {
        str(one["UID"]) for one in events(site_of(HUB))
    }


def test_two_programs_read_it(site_of):
    site = site_of(HUB)
    text = promises.write(site)
    assert readers.complaints(text) == []
    expected = [
        ("post-flood/promise/late@example.org", "2026-11-03", "2026-11-04"),
        ("post-flood/promise/wall@example.org", "2026-12-24", "2026-12-25"),
    ]
    assert readers.told_by_recurring(text, SPAN) == expected


def test_ical_js_reads_it(site_of, tmp_path):
    if not readers.ICAL_JS.is_dir():
        reason = "ical.js is not installed; run quality/install.sh"
        if os.environ.get("OPENHUB_QUALITY") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    full, empty = tmp_path / "full.ics", tmp_path / "empty.ics"
    full.write_bytes(promises.write(site_of(HUB)))
    empty.write_bytes(promises.write(site_of(EMPTY)))
    found = readers.told_by_ical_js([full, empty], SPAN)
    assert [row[1:] for row in found[full]] == [("2026-11-03", "2026-11-04"), ("2026-12-24", "2026-12-25")]
    assert found[empty] == []


EMPTY = HUB[: HUB.index("=== content/posts/flood.md")] + (
    "=== content/posts/p.md\n---\ntitle: P\ndate: 2026-11-01\n"
    "actions: [{id: A, text: Sweep, due: 2026-11-02, state: done, done_on: 2026-11-02}]\n---\n"
)


def test_a_calendar_in_which_all_is_done_is_there_and_holds_something(site_of):
    text = promises.write(site_of(EMPTY))
    assert b"BEGIN:VEVENT" not in text
    assert b"BEGIN:VTIMEZONE" in text
    assert readers.complaints(text) == []
