"""Which feeds a hub has, and what is in each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from openhub import build
from openhub.hub.feeds import feeds
from openhub.views import telling

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """
=== openhub.yaml
title: Mill
url: https://example.org/
authority: example.org,2026
audiences:
  - {id: Makers, title: Makers of plugins}
  - {id: guests}
=== content/changelogs/wheel.md
# Wheel
## Unreleased
### Removed
- Everything
## 2.0.0 - 2026-11-03
### Removed
- Legs
## 1.1.0 - 2026-10-03
### Security
- A hole is mended (CVE-2026-1234)
## 1.0.0 - 2026-09-03
### Changed
- **Breaking:** turns left
=== content/posts/hole.md
---
title: A hole
date: 2026-11-01
news: bad
advisories: [CVE-2026-1234]
audiences: [Makers]
tags: [Safety]
---
=== content/posts/dust.md
---
title: Dust
date: 2026-11-02
news: bad
---
=== content/posts/noise.md
---
title: Noise
date: 2026-11-03T12:00
news: mixed
---
=== content/events/a.md
---
title: Fair
date: 2026-11-04
starts: 2027-01-01
---
=== content/events/b.md
---
title: Undated fair
starts: 2027-01-02
---
=== content/events/c.md
---
title: No fair
starts: 2027-01-03
state: cancelled
state_on: 2026-11-20
---
"""


@pytest.fixture
def told(write_hub):
    def load(text=HUB):
        site = build.load(write_hub(text), build.Options(now=NOW)).value
        return {feed.address: [story.entry.title for story in feed.stories] for feed in feeds(site)}

    return load


def test_every_feed_with_its_stories(told):
    bad = ["Noise", "wheel 2.0.0", "Dust", "A hole", "wheel 1.0.0"]
    every = ["No fair", "Fair", "Noise", "wheel 2.0.0", "Dust", "A hole", "wheel 1.1.0", "wheel 1.0.0"]
    releases = ["wheel 2.0.0", "wheel 1.1.0", "wheel 1.0.0"]
    guests = [title for title in every if title != "A hole"]
    assert told() == {
        "/": every,
        "/posts/": ["Noise", "Dust", "A hole"],
        "/releases/": releases,
        "/releases/breaking/": ["wheel 2.0.0", "wheel 1.0.0"],
        "/releases/security/": ["A hole", "wheel 1.1.0"],
        "/events/": ["No fair", "Fair"],
        "/releases/wheel/": releases,
        "/audiences/makers/": every,
        "/audiences/makers/releases/": releases,
        "/audiences/makers/bad-news/": ["No fair", *bad],
        "/audiences/guests/": guests,
        "/audiences/guests/releases/": releases,
        "/audiences/guests/bad-news/": ["No fair", *(title for title in bad if title != "A hole")],
        "/tags/safety/": ["A hole"],
    }


def test_two_are_too_few_for_a_feed_of_a_part(told):
    assert "/audiences/makers/events/" not in told()
    third = "=== content/events/d.md\n---\ntitle: Ball\ndate: 2026-11-05\nstarts: 2027-02-01\n---\n"
    assert told(HUB + third)["/audiences/makers/events/"] == ["No fair", "Ball", "Fair"]


def test_a_product_without_a_release_that_is_out_has_an_empty_feed(told):
    assert told("=== content/changelogs/wheel.md\n# Wheel\n## Unreleased\n- Soon\n") == {
        "/": [], "/releases/": [], "/releases/breaking/": [], "/releases/security/": [], "/releases/wheel/": [],
    }  # fmt: skip


def test_addresses_follow_the_routes(told):
    settings = HUB.replace("audiences:", 'routes: {release: "/versions/{product}/{version}/"}\naudiences:', 1)
    assert {"/versions/", "/versions/breaking/", "/versions/wheel/"} <= told(settings).keys()


def test_no_more_stories_than_the_settings_say(told):
    found = told(HUB.replace("audiences:", "feeds: {items: 2}\naudiences:", 1))
    assert max(map(len, found.values())) == 2


def test_keys_are_unique(write_hub):
    site = build.load(write_hub(HUB), build.Options(now=NOW)).value
    keys = [feed.key for feed in feeds(site)]
    assert len(keys) == len(set(keys))


ASKED = """=== openhub.yaml
title: Mill
url: https://example.org/
authority: example.org,2026
=== content/changelogs/wheel.md
# Wheel

## 2.0.0 - 2026-11-20

### Added

- Spokes (F-1)
=== content/feedback.yaml
feedback:
  - {id: F-1, title: Spokes, said: [{on: 2026-10-01, text: Please}]}
  - {id: F-2, title: Gold, state: declined, answer: Too dear., history: [{on: 2026-11-10, state: declined}]}
  - {id: F-3, title: Still open, said: [{on: 2026-10-01, text: Please}]}
"""


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (19, [("Gold", "2026-11-10")]),
        (20, [("Spokes", "2026-11-20"), ("Gold", "2026-11-10")]),
        (24, [("Spokes", "2026-11-20"), ("Gold", "2026-11-10")]),
    ],
)
def test_a_request_is_news_from_the_day_that_decides_it(write_hub, day, found):
    site = build.load(write_hub(ASKED), build.Options(now=datetime(2026, 11, day, 12, tzinfo=UTC))).value
    assert [
        (story.entry.title, story.since.date().isoformat())
        for story in feeds(site)[0].stories
        if story.entry.kind == "feedback"
    ] == found


def test_the_feed_says_what_brought_it_and_what_would_change_a_no(write_hub):
    more = ASKED.replace("answer: Too dear.", "answer: Too dear., would_change_our_mind: A <gift>")
    site = build.load(write_hub(more), build.Options(now=NOW)).value
    told = {story.entry.title: telling.content(story.entry, site) for story in feeds(site)[0].stories}
    assert "We did it, with Wheel 2.0.0." in told["Spokes"].replace("wheel", "Wheel")
    assert "We said no." in told["Gold"]
    assert "<p>A &lt;gift&gt;</p>" in told["Gold"]
