"""The sample hub: it shows every kind of page and every state, without a warning and without a broken link."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.model import Output
from openhub.problems import Problem
from openhub.write import write
from quality.links import check_links
from quality.shape import check_shape
from quality.site import Site

URL = "https://example.org/hub/"
OPTIONS = build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC), url=URL)

# An address of each kind that CONTENT.md names and that is not left to a later version.
ADDRESSES = (
    "index.html",
    "news/index.html",
    "news/2026/11/index.html",
    "posts/index.html",
    "posts/sync-loses-edits/index.html",
    "follow-up/index.html",
    "releases/index.html",
    "releases/lantern/index.html",
    "releases/lantern/2.4.0/index.html",
    "releases/lantern/unreleased/index.html",
    "releases/openhub/0.1.0/index.html",
    "events/index.html",
    "events/2026/12/index.html",
    "events/winter-meet-up/index.html",
    "events/office-hours/2026-12-08/index.html",
    "metrics/index.html",
    "metrics/time-to-first-response/index.html",
    "people/index.html",
    "people/ana/index.html",
    "contact/index.html",
    "you-said/index.html",
    "you-said/F-0042/index.html",
    "tags/sync/index.html",
    "audiences/writers/index.html",
    "about/index.html",
    "404.html",
    "sitemap.xml",
    "robots.txt",
    "feed.xml",
    "events.ics",
    "follow-up.ics",
    "follow-up/feed.xml",
    "audiences/writers/follow-up/feed.json",
    "hub.json",
)

# What the pages say of each state that a hub can be in.
STATES = {
    "a word that is late": ("posts/sync-loses-edits/index.html", "late by 2 days"),
    "a promise that is late": ("posts/sync-loses-edits/index.html", "2 days late"),
    "no known next word": ("posts/forum-mail-does-not-arrive/index.html", "We cannot say when"),
    "acknowledged": ("posts/labels-print-twice/index.html", "Open since today: we know of it"),
    "investigating": ("posts/forum-mail-does-not-arrive/index.html", "we are looking for the cause"),
    "identified": ("posts/sync-loses-edits/index.html", "We know the cause"),
    "monitoring": ("posts/downloads-break-off/index.html", "mended, and we watch it"),
    "resolved, and why it is not closed": (
        "posts/the-certificate-ran-out/index.html",
        "Not closed yet: 1 promise is open.",
    ),
    "what is not known": ("posts/labels-print-twice/index.html", "Not known yet."),
    "a promise that was dropped": ("follow-up/index.html", "Dropped on 12 October"),
    "a promise that was moved": (
        "follow-up/index.html",
        "Moved on 20 November from 27 November to 4 December",
    ),
    "a promise without a day": ("follow-up/index.html", "Promised, but we have not said by when."),
    "a promise without a word": ("follow-up/index.html", "No word since 2 April"),
    "promises counted": ("follow-up/index.html", "1 dropped; 2 are late, the longest by 55 days"),
    "corrected": ("posts/sync-loses-edits/index.html", "Corrected on"),
    "closed": ("posts/third-level-went-missing/index.html", "Closed"),
    "withdrawn": ("releases/lantern/2.4.0/index.html", "2.4.1"),
    "cancelled": ("events/release-party-2-4/index.html", "Cancelled"),
    "postponed": ("events/plugin-workshop/index.html", "Postponed"),
    "declined": ("you-said/F-0038/index.html", "We said no"),
    "worse, and explained": ("metrics/time-to-first-response/index.html", "Worse"),
    "a sample, said on every page": ("about/index.html", "A sample hub"),
}


@pytest.fixture(scope="module")
def made(root: Path) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    loaded = build.load(root, OPTIONS)
    made = build.make(loaded.value, root, OPTIONS)
    return made.value, (*loaded.problems, *made.problems)


def test_it_builds_without_a_warning(made: tuple[tuple[Output, ...], tuple[Problem, ...]]) -> None:
    assert made[1] == ()


def test_it_has_every_page(made: tuple[tuple[Output, ...], tuple[Problem, ...]]) -> None:
    assert set(ADDRESSES) - {output.path for output in made[0]} == set()


@pytest.mark.parametrize("state", STATES)
def test_it_shows_every_state(state: str, made: tuple[tuple[Output, ...], tuple[Problem, ...]]) -> None:
    path, words = STATES[state]
    page = next(output for output in made[0] if output.path == path)
    assert words in page.content.decode()


def test_every_link_leads_somewhere_below_a_base_path(
    made: tuple[tuple[Output, ...], tuple[Problem, ...]], tmp_path: Path
) -> None:
    write(made[0], tmp_path / "site")
    site = Site(tmp_path / "site", URL)
    for examined, findings in (check_links(site), check_shape(site)):
        assert examined > 100
        assert [str(finding) for finding in findings] == []


def test_four_metrics_follow_chaoss_by_its_names(root: Path) -> None:
    metrics = build.load(root, OPTIONS).value.of("metric")
    found = {entry.id: entry.data.definition_url for entry in metrics if entry.data.definition_url}
    assert found == {name: f"https://chaoss.community/kb/metric-{name}/" for name in found}
    assert set(found) >= {
        "time-to-first-response", "change-request-closure-ratio", "contributor-absence-factor", "release-frequency",
    }  # fmt: skip
