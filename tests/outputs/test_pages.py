"""Every page of the plan, rendered: what the layout adds to it, and the way on from old addresses."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urljoin

import pytest

from openhub import build

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """
=== openhub.yaml
title: Lamps
url: https://lamps.example.org/hub/
authority: lamps.example.org,2026
=== content/posts/2026-11-20-bright.md
---
title: Bright
news: good
aliases: [/old/bright.html, /older]
lang: de
---
Es wurde hell.
=== content/posts/2026-11-21-secret.md
---
title: Secret
visibility: unlisted
---
Only for those who know the way.
=== content/posts/2026-11-22-draft.md
---
title: Unfinished
draft: true
---
Not yet.
=== content/posts/2026-12-24-later.md
A present.
"""


@pytest.fixture
def pages(write_hub):
    def make(**options):
        hub = write_hub(HUB)
        given = build.Options(now=NOW, **options)
        loaded = build.load(hub, given)
        made = build.make(loaded.value, hub, given)
        assert loaded.problems + made.problems == ()
        return {output.path: output.content.decode() for output in made.value if output.content}

    return make


def test_an_unlisted_page_is_there_but_in_no_index(pages):
    made = pages()
    assert '<meta name="robots" content="noindex">' in made["posts/secret/index.html"]
    assert [path for path, text in made.items() if "Secret" in text] == ["posts/secret/index.html"]


def test_drafts_and_what_waits_leave_no_trace(pages):
    assert [path for path, text in pages().items() if "Unfinished" in text or "present" in text] == []


def test_a_draft_says_that_it_is_one_to_its_author(pages):
    made = pages(drafts=True, future=True)
    assert "A draft: only you see it." in made["posts/draft/index.html"]
    assert 'data-state="draft"' in made["posts/draft/index.html"]
    assert "Held back until 24 December 2026" in made["posts/later/index.html"]
    assert '<meta name="robots" content="noindex">' in made["posts/draft/index.html"]


def test_old_addresses_lead_on(pages):
    made = pages()
    for path in ("old/bright.html", "older/index.html"):
        assert "https://lamps.example.org/hub/posts/bright/" in made[path]
        assert 'http-equiv="refresh"' in made[path]


def test_a_page_names_the_language_of_its_text_and_its_one_address(pages):
    page = pages()["posts/bright/index.html"]
    assert '<main id="Main" lang="de">' in page
    assert '<link rel="canonical" href="https://lamps.example.org/hub/posts/bright/">' in page


def test_the_missing_page_links_from_the_root_since_it_stands_anywhere(pages):
    page = pages()["404.html"]
    assert 'href="https://lamps.example.org/hub/news/"' in page
    assert 'href="../' not in page


def test_the_content_policy_allows_nothing_but_the_hub_itself(pages):
    for path, text in pages().items():
        if path.endswith(".html"):
            policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
            assert policy, path
            assert unescape(policy[1]).startswith("default-src 'none'; "), path
            assert "unsafe" not in policy[1], path


def test_all_that_was_told_stands_in_the_news_on_a_side_or_not(write_hub):
    hub = write_hub(
        "=== content/posts/2026-03-01-a.md\n# Plain in March\n=== content/posts/2026-11-02-b.md\n"
        "---\nnews: good\n---\n# Good in November\n=== content/posts/2025-06-02-c.md\n# Plain in June\n"
    )
    given = build.Options(now=NOW)
    made = build.make(build.load(hub, given).value, hub, given).value
    pages = {output.path: output.content.decode() for output in made if output.path.endswith(".html")}
    assert "Plain in March" in pages["news/2026/03/index.html"]
    assert "Plain in June" in pages["news/2025/06/index.html"]
    assert "Plain in March" in pages["news/index.html"]
    assert 'href="2025/06/"' in pages["news/index.html"]
    assert "Nothing on this side." in pages["news/2026/03/index.html"]


@pytest.mark.parametrize(
    ("path", "feeds"),
    [
        ("index.html", ["/feed.xml"]),
        ("releases/index.html", ["/releases/feed.xml", "/releases/breaking/feed.xml", "/releases/security/feed.xml", "/feed.xml"]),
        ("releases/wheel/1.0.0/index.html", ["/releases/wheel/feed.xml", "/feed.xml"]),
        ("posts/a/index.html", ["/posts/feed.xml", "/feed.xml"]),
        ("tags/wood/index.html", ["/tags/wood/feed.xml", "/feed.xml"]),
        ("news/index.html", ["/feed.xml"]),
    ],
)  # fmt: skip
def test_a_page_names_the_nearest_feeds(site_of, tmp_path, path, feeds):
    site = site_of(
        "=== content/posts/a.md\n---\ntitle: A\ndate: 2026-11-01\ntags: [wood]\n---\n"
        "=== content/changelogs/wheel.md\n# Wheel\n## 1.0.0 - 2026-11-03\n- Round\n"
    )
    made = build.make(site, tmp_path, build.Options(now=site.now)).value
    text = next(output.content.decode() for output in made if output.path == path)
    found = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]*)"', text)
    there = [urljoin(f"/{path}", address) for address in found]
    assert there == feeds
