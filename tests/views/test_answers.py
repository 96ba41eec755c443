"""A way to answer: on the page of every entry, whatever its kind, and in the footer of all others."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from openhub import build
from openhub.outputs import pages

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KINDS = """
=== content/posts/plain.md
---
date: 2026-11-01
tags: [ink]
---
# Ink & paper, 100 %?

Text.
=== content/posts/bad.md
---
date: 2026-11-01
news: bad
state: monitoring
---
# The press stands still

Text.
=== content/changelogs/press.md
# Press

## 1.1.0 - 2026-10-01

### Added

- Blue.

## 1.0.0 - 2026-09-01

### Added

- Ink.
=== content/events/hours.md
---
starts: 2026-12-01 17:00
rule: every tuesday
occurrences:
  - {at: 2026-12-08 17:00, title: Hours with cake}
---
# Hours

Come.
=== content/metrics.yaml
metrics:
  - {id: blots, title: Blots, unit: count, direction: down, objective: a, definition: b, source: c, series: [{at: 2026-10, value: 3}]}
=== content/people/ana.md
# Ana
=== content/feedback.yaml
feedback:
  - {id: F-1, title: Less noise}
=== content/pages/about.md
# About
"""
URL = "url: https://example.org/hub/\n"
FORUM = 'channels: [{name: Forum, url: "https://forum.example.org/"}]\n'
PATTERN = 'discuss: "https://forum.example.org/new?t={title}&u={url}"\n'
WORDS = {
    "releases/press/": "Talk about it in the forum",
    "releases/press/1.1.0/": "Talk about it in the forum",
    "releases/press/1.0.0/": "Talk about it in the forum",
    "events/hours/": "Ask about it in the forum",
    "events/hours/2026-12-08/": "Ask about it in the forum",
    "people/ana/": "Ask Ana in the forum",
}
ENTRIES = {
    "posts/plain/": "Ink & paper, 100 %?",
    "posts/bad/": "The press stands still",
    "releases/press/": "press",
    "releases/press/1.1.0/": "press 1.1.0",
    "releases/press/1.0.0/": "press 1.0.0",
    "events/hours/": "Hours",
    "events/hours/2026-12-08/": "Hours with cake",
    "metrics/blots/": "Blots",
    "people/ana/": "Ana",
    "you-said/F-1/": "Less noise",
    "about/": "About",
}


@pytest.fixture
def site_of(write_hub):
    def made(settings: str, hub: str = KINDS) -> dict[str, str]:
        root = write_hub(f"=== openhub.yaml\ntitle: Press\n{settings}{hub}")
        site = build.load(root, build.Options(now=NOW)).value
        found = [one.value for one in pages.rendered(site, Path(root), lambda *_: None)]
        return {one.path.removesuffix("index.html"): one.content.decode() for one in found}

    return made


def line(html: str) -> str:
    """Give the line at the end of an article that says where to answer."""
    found = re.findall(r'<p class="answer">(.*?)</p>', html, re.DOTALL)
    return unescape(found[-1]) if found else ""


def address(said: str) -> str:
    return re.search(r'href="([^"]*)"', said)[1]


def foot(html: str) -> str:
    return unescape(html.partition('<footer class="foot">')[2])


@pytest.mark.parametrize("page", ENTRIES)
def test_every_page_of_an_entry_ends_with_a_way_to_answer(site_of, page) -> None:
    html = site_of(URL + FORUM + PATTERN)[page]
    said = line(html)
    told = re.fullmatch(r'<a href="[^"]*">([^<]*)</a>', said)
    assert told[1] == WORDS.get(page, "Answer this in the forum"), "the link alone says what it is for"
    query = parse_qs(urlsplit(address(said)).query)
    assert query == {"t": [ENTRIES[page]], "u": [f"https://example.org/hub/{page}"]}
    after = re.split(r'class="answer"', html)[-1].partition("</main>")[0]
    assert not re.search(r'class="(prose|section|group|question)', after), "the last line of the text"


def test_every_other_page_has_one_in_its_footer(site_of) -> None:
    found = site_of(URL + PATTERN)
    lists = {path for path in found if path not in ENTRIES and path != "404.html"}
    assert {"", "news/", "posts/", "events/", "events/2026/12/", "people/", "contact/", "tags/ink/"} <= lists
    for path in lists:
        told = re.search(
            r'<a href="([^"]*)">Talk about this page on forum.example.org</a>', foot(found[path])
        )
        assert told, path
        assert parse_qs(urlsplit(told[1]).query)["u"] == [f"https://example.org/hub/{path}"]
    for path in ENTRIES:
        assert "Talk about this page" not in foot(found[path]), "said once"


def test_an_entry_has_its_own_place(site_of) -> None:
    post = "=== content/posts/a.md\n---\ndiscuss: https://forum.example.org/t/9\ndate: 2026-11-01\n---\n# A\n"
    said = line(site_of(FORUM + PATTERN, post)["posts/a/"])
    assert address(said) == "https://forum.example.org/t/9"
    assert "where it is discussed, in the forum" in said


POST = "=== content/posts/a.md\n---\ndate: 2026-11-01\n---\n# A & b\n"
PERSON = "=== content/people/ana.md\n# Ana\n"


@pytest.mark.parametrize(
    ("settings", "hub", "title", "where"),
    [
        (
            PATTERN,
            POST,
            "on forum.example.org",
            "https://forum.example.org/new?t=A%20%26%20b&u=%2Fposts%2Fa%2F",
        ),
        (
            'discuss: "mailto:us@example.org?subject={title}"\n',
            POST,
            "by mail",
            "mailto:us@example.org?subject=A%20%26%20b",
        ),
        (FORUM, POST, "on the contact page", "../../contact/"),
        (FORUM + "repository: https://github.com/press/hub\n", POST, "on the contact page", "../../contact/"),
        (
            URL + "repository: https://github.com/press/hub.git\n",
            POST + PERSON,
            "as an issue of our repository",
            "https://github.com/press/hub/issues/new?title=A%20%26%20b&body=https%3A%2F%2Fexample.org%2Fhub%2Fposts%2Fa%2F",
        ),
        (
            "repository: https://gitlab.com/press/hub\n",
            POST,
            "as an issue of our repository",
            "https://gitlab.com/press/hub/-/issues/new?issue[title]=A%20%26%20b&issue[description]=%2Fposts%2Fa%2F",
        ),
        (
            "repository: https://code.example.org/hub\n",
            POST,
            "where our texts live",
            "https://code.example.org/hub",
        ),
        ("", POST + PERSON, "on the contact page", "../../contact/"),
        ("", POST, "", ""),
    ],
)
def test_without_a_pattern_the_best_place_that_the_hub_names(site_of, settings, hub, title, where) -> None:
    said = line(site_of(settings, hub)["posts/a/"])
    assert title in said
    assert (address(said) if said else "") == where


def test_a_release_is_answered_where_its_product_lives(site_of) -> None:
    product = "products: [{id: press, changelog: content/changelogs/press.md, repository: 'https://github.com/p/press'}]\n"
    found = site_of(product + "repository: https://github.com/p/hub\n")
    assert address(line(found["releases/press/1.1.0/"])).startswith("https://github.com/p/press/issues/new")
    assert address(line(found["releases/press/"])).startswith("https://github.com/p/press/issues/new")
    assert address(line(found["posts/plain/"])).startswith("https://github.com/p/hub/issues/new")


def test_a_channel_keeps_a_name_that_is_one(site_of) -> None:
    channel = 'channels: [{name: GitHub Discussions, url: "https://forum.example.org/"}]\n'
    assert "in the GitHub Discussions" in line(site_of(channel + PATTERN)["posts/plain/"])
