"""The feeds in JSON: as the specification of JSON Feed 1.1 wants them, and saying what Atom says."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest

from openhub.outputs import atom, jsonfeed

ATOM = "{http://www.w3.org/2005/Atom}"
HUB = """
=== content/people/ana.md
---
name: Ana Novak
---
=== content/posts/fast.md
---
title: Fast & "good" <builds>
date: 2026-11-10
news: good
authors: [ana, Somebody Else]
tags: [speed]
lang: de
---
See [the outage](outage.md).
=== content/posts/outage.md
---
title: Sync is down
date: 2026-11-12T09:30
news: bad
state: identified
severity: major
next_update: 2026-11-30
---
It is slow.
=== content/posts/silent.md
---
title: Only a title
date: 2026-11-01
tags: [speed]
---
=== content/events/meet.md
---
title: Meet-up
date: 2026-11-02
starts: 2026-12-12T18:30
location: The old mill
---
"""
# What the specification names: each with its type, and whether it must be there.
TOP = {
    "version": (str, True), "title": (str, True), "home_page_url": (str, False), "feed_url": (str, False),
    "description": (str, False), "language": (str, False), "authors": (list, False), "items": (list, True),
}  # fmt: skip
ITEM = {
    "id": (str, True), "url": (str, False), "title": (str, False), "content_html": (str, False), "content_text": (str, False),
    "summary": (str, False), "date_published": (str, False), "date_modified": (str, False), "authors": (list, False),
    "tags": (list, False), "language": (str, False), "_openhub": (dict, False),
}  # fmt: skip


def made(site):
    return {output.path: json.loads(output.content) for output in jsonfeed.outputs(site)}


def items(site, path="feed.json"):
    return {item["title"]: item for item in made(site)[path]["items"]}


def assert_matches(found, shape):
    assert found.keys() <= shape.keys()
    for name, (type_, required) in shape.items():
        assert name in found or not required, name
        assert isinstance(found.get(name, type_()), type_), name


def assert_is_valid(feed):
    assert_matches(feed, TOP)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for item in feed["items"]:
        assert_matches(item, ITEM)
        assert bool(item.get("content_html")) != bool(item.get("content_text")), "one of the two"
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert all(author.keys() <= {"name", "url", "avatar"} for author in item.get("authors", ()))
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def test_every_feed_is_valid(site_of, sample):
    for site in (site_of(HUB), sample, site_of("=== content/pages/a.md\n# A\n")):
        for feed in made(site).values():
            assert_is_valid(feed)


def test_it_says_what_atom_says(site_of):
    site = site_of(HUB)
    for output in atom.outputs(site):
        feed = ET.fromstring(output.content)  # noqa: S314 -- our own
        other = made(site)[output.path.replace(".xml", ".json")]
        told = [(e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}title")) for e in feed.iter(f"{ATOM}entry")]
        assert told == [(item["id"], item["title"]) for item in other["items"]]
        assert feed.findtext(f"{ATOM}title") == other["title"]


def test_an_item_has_its_texts_and_people(site_of):
    item = items(site_of(HUB))['Fast & "good" <builds>']
    assert item["url"] == "https://example.org/hub/posts/fast/"
    assert 'href="https://example.org/hub/posts/outage/"' in item["content_html"]
    assert item["authors"] == [
        {"name": "Ana Novak", "url": "https://example.org/hub/people/ana/"},
        {"name": "Somebody Else"},
    ]
    assert (item["tags"], item["language"], item["date_published"]) == (
        ["speed"],
        "de",
        "2026-11-10T00:00:00+01:00",
    )
    assert (item["_openhub"]["kind"], item["_openhub"]["side"]) == ("post", "good")


def test_an_event_says_when_and_where(site_of):
    html = items(site_of(HUB), "events/feed.json")["Meet-up"]["content_html"]
    assert html.startswith("<p>Saturday 12 December 2026, 18:30 CET, The old mill.</p>")


@pytest.mark.parametrize("path", ["feed.json", "tags/speed/feed.json"])
def test_an_item_without_words_has_its_title(site_of, path):
    item = items(site_of(HUB), path)["Only a title"]
    assert item.get("content_html", item.get("content_text")) == "Only a title"
