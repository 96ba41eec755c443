"""The feeds in Atom: valid by RFC 4287, readable anywhere, and the same until its content changes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from openhub.model import Ref
from openhub.outputs import atom

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
tags: [speed, c++]
---
See [the outage](outage.md#now), [below](#more), [elsewhere](//example.com/x) and ![a chart](chart.png).
A note.[^1] In code: `<a href="#x">`.

## More

[^1]: The note.
=== content/posts/chart.png
not really
=== content/posts/outage.md
---
title: Sync is down
date: 2026-11-12T09:30
updated: 2026-11-13T10:00
news: bad
state: identified
severity: major
next_update: 2026-11-30
do_now: Make a [copy](fast.md).
---
## Now

It is slow.
=== content/posts/plain.md
---
title: Neither
date: 2026-11-01
corrections:
  - on: 2026-11-09
    text: It was **three**, not two.
---
Words.
=== content/posts/secret.md
---
title: Unlisted words
date: 2026-11-02
visibility: unlisted
---
=== content/posts/draft.md
---
title: A draft
date: 2026-11-02
draft: true
---
=== content/changelogs/lantern.md
# Lantern
## Unreleased
- Soon
## 1.1.0 - 2026-11-03 [YANKED]
### Added
- Wings
## 1.0.0 - 2026-10-03
### Added
- Legs
=== content/feedback.yaml
feedback:
  - id: F-1
    title: A web editor
    state: declined
    answer: We are too few.
    history:
      - {on: 2026-11-05, state: declined}
  - id: F-2
    title: A dark theme
    state: heard
    date: 2026-11-05
=== content/events/meet.md
---
title: Meet-up
starts: 2026-12-12
state: cancelled
state_reason: The room is closed.
state_on: 2026-11-06
---
=== content/events/party.md
---
title: Party
starts: 2026-12-13
---
"""


class Links(HTMLParser):
    """The addresses that a text leads to or loads."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, _tag, attrs):
        self.found += [value for name, value in attrs if name in {"href", "src"}]


def parsed(site):
    (output,) = (output for output in atom.outputs(site) if output.path == "feed.xml")
    return ET.fromstring(output.content)  # noqa: S314 -- our own


def entries(site):
    return {entry.findtext(f"{ATOM}title"): entry for entry in parsed(site).iter(f"{ATOM}entry")}


def assert_is_valid(feed, address="/"):
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and an entry must have, and how often."""
    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"https://example.org/hub{address}feed.xml"
    for holder in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(holder.findall(f"{ATOM}{name}")) == 1, name
            assert holder.findtext(f"{ATOM}{name}").strip(), name
        stamps = [holder.findtext(f"{ATOM}updated"), holder.findtext(f"{ATOM}published")]
        assert all(datetime.fromisoformat(stamp).tzinfo for stamp in stamps if stamp)
        assert len(holder.findall(f"{ATOM}link[@rel='alternate']")) == 1
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    for element in feed.iter():
        assert (element.get("href") or "https://").startswith("https://")
    for content in feed.iter(f"{ATOM}content"):
        assert content.get("type") == "html"
        assert [
            link for link in Links(content.text).found if not link.startswith(("https://", "mailto:"))
        ] == []


def test_the_feed_is_valid(site_of):
    assert_is_valid(parsed(site_of(HUB)))


def test_every_feed_is_valid(site_of):
    made = list(atom.outputs(site_of(HUB)))
    assert len(made) > 6
    for output in made:
        address = f"/{output.path.removesuffix('feed.xml')}"
        assert_is_valid(ET.fromstring(output.content), address)  # noqa: S314 -- our own


def test_a_feed_in_short_has_no_text(site_of):
    text = next(o.content.decode() for o in atom.outputs(site_of(HUB)) if o.path == "tags/speed/feed.xml")
    assert "<title>Lantern, out loud: Tagged speed</title>" in text
    assert "<summary>" in text
    assert "<content" not in text


def test_a_release_tells_first_what_breaks(site_of):
    text = (
        "=== content/changelogs/x.md\n# X\n## 2.0.0 - 2026-11-03\n### Added\n- Wings\n### Removed\n- Legs\n"
    )
    content = entries(site_of(text))["x 2.0.0"].findtext(f"{ATOM}content")
    assert content.startswith("<p><strong>What breaks</strong></p>\n<ul><li>Legs</li></ul>")


def test_the_feed_of_the_sample_is_valid(sample):
    feed = parsed(sample)
    assert_is_valid(feed)
    assert len(feed.findall(f"{ATOM}entry")) == sample.config.feeds.items


def test_what_is_news_is_there_newest_first_and_nothing_else(site_of):
    titles = list(entries(site_of(HUB)))
    assert titles == [
        "Sync is down",
        'Fast & "good" <builds>',
        "Cancelled: Meet-up",
        "A web editor",
        "lantern 1.1.0 is withdrawn",
        "Neither",
        "lantern 1.0.0",
    ]


def test_no_more_than_the_settings_say(site_of):
    feed = parsed(
        site_of(
            HUB
            + "=== openhub.yaml\nauthority: a.org,2026\nurl: https://example.org/hub/\nfeeds: {items: 2}\n"
        )
    )
    assert len(feed.findall(f"{ATOM}entry")) == 2


def test_ids_come_from_the_authority(site_of):
    site = site_of(
        HUB + "=== content/posts/old.md\n---\ntitle: Old\ndate: 2026-10-01\nfeed_id: urn:x:1\n---\n"
    )
    found = entries(site)
    assert parsed(site).findtext(f"{ATOM}id") == "tag:example.org,2026:hub"
    assert found["lantern 1.0.0"].findtext(f"{ATOM}id") == "tag:example.org,2026:release/lantern/1.0.0"
    assert found["Old"].findtext(f"{ATOM}id") == "urn:x:1"


def test_updated_is_what_the_content_says(site_of):
    site = site_of(HUB)
    found = {title: entry.findtext(f"{ATOM}updated") for title, entry in entries(site).items()}
    assert found["Sync is down"] == "2026-11-13T10:00:00+01:00"
    assert found["Neither"] == "2026-11-09T00:00:00+01:00"
    assert found["A web editor"] == "2026-11-05T00:00:00+01:00"
    assert parsed(site).findtext(f"{ATOM}updated") == "2026-11-13T10:00:00+01:00"


def test_another_day_gives_the_same_bytes(site_of):
    days = [datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)]
    first, second = (tuple(atom.outputs(site_of(HUB, now=day))) for day in days)
    assert first == second


def test_a_feed_without_news_has_a_date_that_no_build_changes(site_of):
    assert (
        parsed(site_of("=== content/pages/a.md\n# A\n")).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"
    )


def test_links_are_whole(site_of):
    content = entries(site_of(HUB))['Fast & "good" <builds>'].findtext(f"{ATOM}content")
    base = "https://example.org/hub"
    links = Links(content).found
    assert links[:4] == [
        f"{base}/posts/outage/#now",
        f"{base}/posts/fast/#more",
        "https://example.com/x",
        f"{base}/media/posts/chart.png",
    ]
    assert f"{base}/posts/fast/#" in "".join(links[4:])  # the footnote
    assert "#x" not in "".join(links)
    assert 'href="#x"' in content.replace("&quot;", '"')


def test_bad_news_says_first_how_it_stands_and_what_to_do(site_of):
    entry = entries(site_of(HUB))["Sync is down"]
    content = entry.findtext(f"{ATOM}content")
    assert content.startswith("<p><strong>Open, major: we know the cause.")
    assert content.index("Open, major") < content.index("What to do now") < content.index("It is slow")
    assert 'Make a <a href="https://example.org/hub/posts/fast/">copy</a>' in content
    assert entry.findtext(f"{ATOM}summary").startswith("Open, major: we know the cause.")


def test_corrections_decisions_and_reasons_are_told(site_of):
    found = {title: entry.findtext(f"{ATOM}content") for title, entry in entries(site_of(HUB)).items()}
    assert "Corrected on 9 November 2026" in found["Neither"]
    assert "<strong>three</strong>" in found["Neither"]
    assert "We said no." in found["A web editor"]
    assert "We are too few." in found["A web editor"]
    assert "The room is closed." in found["Cancelled: Meet-up"]


def test_authors_and_categories(site_of):
    found = entries(site_of(HUB))
    entry = found['Fast & "good" <builds>']
    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["Ana Novak", "Somebody Else"]
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == "https://example.org/hub/people/ana/"
    terms = [category.get("term") for category in entry.iter(f"{ATOM}category")]
    assert terms == ["post", "good", "speed", "c++"]
    assert found["Neither"].find(f"{ATOM}category[@term='neutral']") is not None


def test_without_full_text_there_is_a_summary_only(site_of):
    settings = (
        "=== openhub.yaml\nauthority: a.org,2026\nurl: https://example.org/hub/\nfeeds: {full_text: false}\n"
    )
    entry = entries(site_of(HUB + settings))["Sync is down"]
    assert entry.find(f"{ATOM}content") is None
    assert entry.findtext(f"{ATOM}summary") == "Open, major: we know the cause. It is slow."


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_no_character_breaks_the_xml(site_of, character):
    site = site_of("=== content/posts/a.md\n---\ndate: 2026-11-01\n---\n# A\n")
    entry = replace(site.entries[Ref("post", "a")], title=f"be{character}fore")
    assert "before" in entries(replace(site, listed=(entry,)))
