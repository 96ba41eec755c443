"""What pages tell machines: schema.org as JSON-LD, and h-event; both read back from the page as it is rendered."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from html.parser import HTMLParser

import mf2py
import pytest

from openhub import build
from openhub.views import jsonld

SETTINGS = """
=== openhub.yaml
title: Reading circle
url: https://example.org/hub/
authority: example.org,2026
timezone: Europe/Prague
calendar: {expand: 6 months}
=== content/people/ana.md
---
name: Ana Ruiz
---
"""
NOW = datetime.fromisoformat("2026-11-24T12:00:00+01:00")
ENUM = "https://schema.org/"

# For each type: what it must have, what else it may have, and what a value may be (a type's name for a thing).
TABLE = {
    "Event": (
        {"name", "startDate", "eventStatus", "url", "organizer"},
        {
            "@id", "description", "endDate", "previousStartDate", "eventAttendanceMode", "location", "offers", "performer",
            "image", "superEvent", "inLanguage", "keywords", "isAccessibleForFree", "maximumAttendeeCapacity", "about",
        },
    ),
    "EventSeries": (
        {"name", "url"},
        {
            "@id", "description", "startDate", "eventStatus", "eventAttendanceMode", "location", "offers", "performer",
            "organizer", "image", "inLanguage", "keywords", "isAccessibleForFree", "maximumAttendeeCapacity",
            "eventSchedule", "subEvent",
        },
    ),
    "Schedule": (
        {"repeatFrequency", "startDate"},
        {
            "repeatCount", "byDay", "byMonth", "byMonthDay", "endDate", "exceptDate", "startTime", "endTime",
            "scheduleTimezone",
        },
    ),
    "Place": ({"name"}, {"address", "geo", "url", "description"}),
    "PostalAddress": (set(), {"streetAddress", "addressLocality", "addressCountry"}),
    "GeoCoordinates": ({"latitude", "longitude"}, set()),
    "VirtualLocation": ({"url"}, set()),
    "Offer": (set(), {"url", "price", "priceCurrency", "description", "validFrom", "validThrough"}),
    "Person": ({"name"}, {"url"}),
    "Organization": ({"name"}, {"url"}),
}  # fmt: skip
THINGS = {
    "location": {"Place", "VirtualLocation"},
    "address": {"PostalAddress"},
    "geo": {"GeoCoordinates"},
    "offers": {"Offer"},
    "organizer": {"Person", "Organization"},
    "performer": {"Person"},
    "superEvent": {"EventSeries"},
    "subEvent": {"Event"},
    "eventSchedule": {"Schedule"},
}
URLS = {"@id", "url", "image"}
INSTANTS = {"validFrom", "validThrough"}
DAYS_OR_INSTANTS = {"startDate", "endDate", "previousStartDate"}


def many(value):
    return value if isinstance(value, list) else [value]


def faults(thing, where="page"):
    """Everything about a thing that schema.org, or this table of it, does not allow."""
    kind = thing["@type"]
    needed, allowed = TABLE[kind]
    names = thing.keys() - {"@type", "@context"}
    yield from (f"{where}: {kind} has no {name}" for name in needed - names)
    yield from (f"{where}: {kind} must not have {name}" for name in names - needed - allowed)
    for name in names:
        for value in many(thing[name]):
            yield from wrong(name, value, f"{where}.{name}")


def wrong(name, value, where):
    if name in THINGS:
        if not isinstance(value, dict) or value.get("@type") not in THINGS[name]:
            yield f"{where}: {value!r} is none of {THINGS[name]}"
        else:
            yield from faults(value, where)
    elif value in (None, "", [], {}):
        yield f"{where}: empty"
    elif name in URLS and not re.match(r"https?://", value):
        yield f"{where}: {value} is no whole URL"
    elif name in DAYS_OR_INSTANTS and len(value) == 10:
        date.fromisoformat(value)
    elif name in INSTANTS | DAYS_OR_INSTANTS and datetime.fromisoformat(value).tzinfo is None:
        yield f"{where}: {value} has no offset"


class Blocks(HTMLParser):
    """The JSON-LD of a page, as a browser finds it."""

    def __init__(self):
        super().__init__()
        self.found, self._inside = [], False

    def handle_starttag(self, tag, attrs):
        self._inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "script"

    def handle_data(self, data):
        if self._inside:
            self.found.append(json.loads(data))


@pytest.fixture
def pages(write_hub):
    def make(text, now=NOW):
        root = write_hub(SETTINGS + text)
        loaded = build.load(root, build.Options(now=now))
        assert [str(problem) for problem in loaded.problems] == []
        made = build.make(loaded.value, root, build.Options(now=now))
        return {
            f"/{out.path.removesuffix('index.html')}": out.content.decode()
            for out in made.value
            if out.content
        }

    return make


def told(html):
    reader = Blocks()
    reader.feed(html)
    assert all(list(faults(block)) == [] for block in reader.found), [
        list(faults(one)) for one in reader.found
    ]
    assert all(block["@context"] == "https://schema.org" for block in reader.found)
    return reader.found


def event(pages, fields, now=NOW):
    (block,) = told(
        pages(f"=== content/events/e.md\n---\ntitle: E\n{fields}\n---\nText.\n", now)["/events/e/"]
    )
    return block


FULL = """
starts: 2026-12-12T10:00
ends: 2026-12-12T16:00
mode: hybrid
location: {name: Old Mill, address: Mill Lane 3, city: Brno, country: CZ, geo: [49.2, 16.6], url: "https://mill.example.org/"}
online_url: https://meet.example.org/e
registration: {url: "https://example.org/r", price: 12.50 EUR, capacity: 40, opens: 2026-11-01, closes: 2026-12-10}
organizers: [ana]
speakers: [Ruth Adeyemi]
summary: A day with *books*.
tags: [books]
"""


def test_an_event_is_told_whole(pages):
    found = event(pages, FULL.strip())
    assert (found["startDate"], found["endDate"]) == (
        "2026-12-12T10:00:00+01:00",
        "2026-12-12T16:00:00+01:00",
    )
    assert found["eventAttendanceMode"] == ENUM + "MixedEventAttendanceMode"
    assert found["eventStatus"] == ENUM + "EventScheduled"
    place, online = found["location"]
    assert place["address"] == {
        "@type": "PostalAddress", "streetAddress": "Mill Lane 3", "addressLocality": "Brno", "addressCountry": "CZ",
    }  # fmt: skip
    assert (place["geo"]["latitude"], place["geo"]["longitude"]) == (49.2, 16.6)
    assert online == {"@type": "VirtualLocation", "url": "https://meet.example.org/e"}
    assert found["offers"] == {
        "@type": "Offer", "url": "https://example.org/r", "price": "12.50", "priceCurrency": "EUR",
        "validFrom": "2026-11-01T00:00:00+01:00", "validThrough": "2026-12-11T00:00:00+01:00",
    }  # fmt: skip
    assert found["organizer"] == {
        "@type": "Person",
        "name": "Ana Ruiz",
        "url": "https://example.org/hub/people/ana/",
    }
    assert found["performer"] == {"@type": "Person", "name": "Ruth Adeyemi"}
    assert (found["url"], found["description"]) == ("https://example.org/hub/events/e/", "A day with books.")


def test_whole_days_have_no_hours_and_include_the_last(pages):
    found = event(pages, "starts: 2027-02-20\nends: 2027-02-21\ntimezone: Pacific/Auckland")
    assert (found["startDate"], found["endDate"]) == ("2027-02-20", "2027-02-21")


def test_an_end_that_nobody_wrote_is_not_told(pages):
    assert "endDate" not in event(pages, "starts: 2026-12-12T10:00")


def test_the_offset_is_that_of_the_event(pages):
    found = event(pages, "starts: 2027-07-01T20:00\nduration: 1h\ntimezone: America/New_York")
    assert (found["startDate"], found["endDate"]) == (
        "2027-07-01T20:00:00-04:00",
        "2027-07-01T21:00:00-04:00",
    )


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("confirmed", "EventScheduled"),
        ("tentative", "EventScheduled"),
        ("cancelled", "EventCancelled"),
        ("postponed", "EventPostponed"),
        ("rescheduled", "EventRescheduled"),
        ("moved_online", "EventMovedOnline"),
    ],
)
def test_the_state_is_told(pages, state, status):
    fields = (
        "starts: 2026-12-12T10:00\nlocation: Hall\nregistration: https://example.org/r\nstate_reason: Snow."
    )
    found = event(pages, f"{fields}\nstate: {state}")
    assert found["eventStatus"] == ENUM + status
    assert ("offers" in found) is (state not in {"cancelled", "postponed"})
    online = state == "moved_online"
    assert found["eventAttendanceMode"] == f"{ENUM}{'Online' if online else 'Offline'}EventAttendanceMode"
    assert found["location"]["@type"] == ("VirtualLocation" if online else "Place")


def test_what_was_moved_tells_from_when(pages):
    found = event(pages, "starts: 2026-12-12T10:00\nprevious_starts: [2026-11-12T10:00]\nstate: rescheduled")
    assert found["previousStartDate"] == "2026-11-12T10:00:00+01:00"


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ("free", {"price": "0"}),
        ("€5", {"price": "5", "priceCurrency": "EUR"}),
        ("GBP 7,50", {"price": "7.50", "priceCurrency": "GBP"}),
        ("pay what you can", {"description": "pay what you can"}),
        ("$5", {"description": "$5"}),
    ],
)
def test_a_price_is_a_number_where_it_is_one(pages, price, expected):
    found = event(
        pages, f"starts: 2026-12-12\nregistration: {{url: 'https://example.org/r', price: '{price}'}}"
    )
    assert found["offers"] == {"@type": "Offer", "url": "https://example.org/r", **expected}
    assert found.get("isAccessibleForFree", False) is (price == "free")


SERIES = """
=== content/events/evenings.md
---
title: Evenings
starts: 2026-11-03T19:00
duration: 90m
mode: online
online_url: https://meet.example.org/e
rule: FREQ=WEEKLY;BYDAY=TU;UNTIL=20270330
exdates: [2026-11-10T19:00]
occurrences:
  - {at: 2026-12-08T19:00, starts: 2026-12-09T20:00, state: rescheduled, state_reason: The hall is taken.}
---
Bring a book.
"""


def test_a_series_has_its_schedule_and_its_next_dates(pages):
    made = pages(SERIES)
    (series,) = told(made["/events/evenings/"])
    assert series["@type"] == "EventSeries"
    assert series["eventSchedule"] == {
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "byDay": ["https://schema.org/Tuesday"],
        "startDate": "2026-11-03",
        "endDate": "2027-03-30",
        "exceptDate": ["2026-11-10T19:00:00+01:00", "2026-12-08T19:00:00+01:00"],
        "startTime": "19:00:00",
        "endTime": "20:30:00",
        "scheduleTimezone": "Europe/Prague",
    }
    starts = [one["startDate"][:10] for one in series["subEvent"]]
    assert starts == ["2026-11-24", "2026-12-01", "2026-12-09", "2026-12-15", "2026-12-22", "2026-12-29"]


def test_each_date_of_a_series_has_an_id_of_its_own(pages):
    series = event(pages, "starts: 2026-11-24T17:00\nrule: every tuesday")
    ids = [series["@id"], *(one["@id"] for one in series["subEvent"])]
    assert len(ids) > 2
    assert len(set(ids)) == len(ids)


def test_a_date_that_differs_belongs_to_its_series(pages):
    (found,) = told(pages(SERIES)["/events/evenings/2026-12-08/"])
    assert found["superEvent"]["url"] == "https://example.org/hub/events/evenings/"
    assert found["eventStatus"] == ENUM + "EventRescheduled"
    assert (found["startDate"], found["previousStartDate"]) == (
        "2026-12-09T20:00:00+01:00",
        "2026-12-08T19:00:00+01:00",
    )


@pytest.mark.parametrize(
    ("rule", "frequency", "days"),
    [
        ("FREQ=MONTHLY;BYDAY=1TU", "P1M", ["1TU"]),
        ("FREQ=DAILY;INTERVAL=3", "P3D", None),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", None, None),
    ],
)
def test_a_schedule_is_told_where_it_can_be(pages, rule, frequency, days):
    found = event(pages, f"starts: 2026-12-01\nrule: {rule}")
    schedule = found.get("eventSchedule", {})
    assert (schedule.get("repeatFrequency"), schedule.get("byDay")) == (frequency, days)
    assert len(found["subEvent"]) == 6


def test_nothing_ends_the_block_before_its_end(pages):
    title = "</script><!-- & <b>"
    found = event(pages, f"starts: 2026-12-01\nsummary: x\nlocation: {{name: '{title}'}}")
    assert found["location"]["name"] == title
    title += "\u2028\u2029"
    raw = jsonld.written({"name": title})
    assert not re.search("[<>&\u2028\u2029]", raw)
    assert json.loads(raw) == {"name": title}


def test_what_is_in_no_list_is_told_to_no_machine(pages):
    made = pages("=== content/events/e.md\n---\nstarts: 2026-12-01\nvisibility: unlisted\n---\nText\n")
    assert told(made["/events/e/"]) == []


def test_without_a_url_of_the_hub_no_address_is_invented(write_hub):
    root = write_hub(
        "=== content/events/e.md\n---\ntitle: E\nstarts: 2026-12-01T10:00\nmode: online\n---\nText\n"
    )
    site = build.load(root, build.Options(now=NOW)).value
    (entry,) = site.of("event")
    assert "http" not in re.sub(r'"https://schema\.org[^"]*"', "", jsonld.about(entry, site))


def test_the_sample_is_told_without_a_fault(root):
    options = build.Options(now=NOW, url="https://example.org/")
    site = build.load(root, options).value
    made = build.make(site, root, options).value
    found = {
        out.path: told(out.content.decode()) for out in made if re.match(r"events/.*[^/\d]/index", out.path)
    }
    assert len(found) > 10
    assert all(len(blocks) == 1 for blocks in found.values())


# ── h-event ─────────────────────────────────────────────────────────────────


def h_event(html, address):
    """The properties of the one h-event of a page, as a reader of microformats finds them."""
    url = f"https://example.org/hub{address}"
    (found,) = (item for item in mf2py.parse(html, url=url)["items"] if item["type"] == ["h-event"])
    assert "children" not in found
    return found["properties"] | {
        name: [when(text) for text in found["properties"][name]]
        for name in ("start", "end")
        if name in found["properties"]
    }


def when(text):
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def test_a_page_is_an_h_event(pages):
    made = pages(f"=== content/events/e.md\n---\ntitle: E\n{FULL.strip()}\n---\nText.\n")
    found = h_event(made["/events/e/"], "/events/e/")
    (organizer,) = found.pop("organizer")
    assert organizer["type"] == ["h-card"]
    assert organizer["properties"] == {"name": ["Ana Ruiz"], "url": ["https://example.org/hub/people/ana/"]}
    assert found == {
        "name": ["E"],
        "start": [when("2026-12-12T10:00+01:00")],
        "end": [when("2026-12-12T16:00+01:00")],
        "location": ["Old Mill, Brno"],
        "summary": ["A day with books."],
        "category": ["books"],
        "url": ["https://example.org/hub/events/e/"],
    }


def test_readers_of_microformats_find_each_event_of_the_sample(root):
    options = build.Options(now=NOW, url="https://example.org/hub/")
    site = build.load(root, options).value
    made = {f"/{out.path.removesuffix('index.html')}": out for out in build.make(site, root, options).value}
    listed = {item["url"]: item for item in json.loads(made["/hub.json"].content)["entries"]}
    for entry in site.of("event"):
        address = site.addresses[entry.ref]
        html = made[address].content.decode()
        found, (machine,) = h_event(html, address), told(html)
        (url,) = found["url"]
        assert (found["name"], found.get("category", [])) == ([listed[url]["title"]], listed[url]["tags"])
        dates = machine.get("subEvent", [machine])
        first = next((one for one in dates if entry.data.rule and when(one["startDate"]) >= NOW), dates[0])
        assert found["start"] == [when(first["startDate"])]
        assert found.get("end", []) == [
            when(end) for end in [first.get("endDate")] if end not in {None, first["startDate"]}
        ]
        assert bool(found.get("location")) == bool(entry.data.location or entry.data.online_url)
        assert len(found.get("organizer", [])) == len(entry.data.organizers)


def test_a_date_of_a_series_is_an_h_event_of_its_own(pages):
    made = pages(
        "=== content/events/e.md\n---\ntitle: E\nstarts: 2026-12-01T19:00\nrule: weekly\nmode: online\n"
        "occurrences:\n  - {at: 2026-12-08, starts: 2026-12-09T20:00, title: Other}\n---\nText.\n"
    )
    found = h_event(made["/events/e/2026-12-08/"], "/events/e/2026-12-08/")
    assert (found["name"], found["start"]) == (["Other"], [when("2026-12-09T20:00+01:00")])
    assert found["url"] == ["https://example.org/hub/events/e/2026-12-08/"]
