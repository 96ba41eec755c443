"""Links and addresses: each one proved, none left out, no two in one place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.site import Site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """
=== openhub.yaml
products: [{id: lantern, changelog: content/changelogs/lantern.md}]
=== content/changelogs/lantern.md
## 1.0.0 - 2026-09-01

- First
=== content/pages/about.md
---
aliases: [/old/about/]
---
# About

## Our past
=== content/posts/2026-11-01-a/index.md
# A
=== content/posts/2026-11-01-a/chart.svg
<svg xmlns="http://www.w3.org/2000/svg"/>
=== content/feedback.yaml
feedback: [{id: F-1, title: One}]
=== static/paper.pdf
x
"""


def load(root: Path) -> tuple[Site, list[str]]:
    loaded = build.load(root, build.Options(now=NOW))
    return loaded.value, [f"{problem.span}: {problem.code}" for problem in loaded.problems]


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("../pages/about.md", "/about/"),
        ("../pages/about", "/about/"),
        ("../pages/about.md#our-past", "/about/#our-past"),
        ("2026-11-01-a/index.md", "/posts/a/"),
        ("2026-11-01-a", "/posts/a/"),
        ("2026-11-01-a/chart.svg", "/media/posts/2026-11-01-a/chart.svg"),
        ("../changelogs/lantern.md", "/releases/lantern/"),
        ("../feedback.yaml", "/you-said/"),
        ("/about/", "/about/"),
        ("/about", "/about/"),
        ("/old/about/", "/about/"),
        ("/paper.pdf", "/paper.pdf"),
        ("/releases/lantern/1.0.0/", "/releases/lantern/1.0.0/"),
        ("/", "/"),
        ("https://example.com/x", "https://example.com/x"),
        ("mailto:ana@example.org", "mailto:ana@example.org"),
        ("#below", "#below"),
    ],
)
def test_where_a_link_leads(write_hub, target: str, address: str) -> None:
    site, problems = load(
        write_hub(f"{HUB}=== content/posts/b.md\n# B\n\nSee [this]({target}).\n\n## Below\n")
    )
    assert problems == []
    assert site.links["content/posts/b.md", target] == address


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("../pages/abuot.md", "broken-link"),
        ("../pages/about.md#our-future", "broken-link"),
        ("#beyond", "broken-link"),
        ("/nowhere/", "broken-link"),
        ("chart.svg", "broken-link"),
        ("../../../etc/passwd", "path-outside"),
        ("../../openhub.yaml", "broken-link"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_at_its_place(write_hub, target: str, code: str) -> None:
    _, problems = load(write_hub(f"{HUB}=== content/posts/b.md\n# B\n\nSee [this]({target}).\n"))
    assert problems == [f"content/posts/b.md:3:12: {code}"]


def test_only_files_that_a_text_names_are_copied(write_hub) -> None:
    site, _ = load(
        write_hub(
            f"{HUB}=== content/posts/b.md\n![A chart](2026-11-01-a/chart.svg)\n=== content/posts/c.svg\nx\n"
        )
    )
    assert list(site.assets) == ["/media/posts/2026-11-01-a/chart.svg"]


def test_routes_move_the_pages_and_the_lists(write_hub) -> None:
    site, problems = load(
        write_hub(
            '=== openhub.yaml\nroutes: {post: "/blog/{year}/{month}/{day}/{slug}/"}\n=== content/posts/2026-11-01-a.md\n# A\n'
        )
    )
    assert problems == []
    assert [*site.addresses.values()] == ["/blog/2026/11/01/a/"]


def test_the_first_of_two_keeps_its_place_and_a_third_goes_on(write_hub) -> None:
    site, problems = load(
        write_hub(
            "=== content/posts/a.md\n---\nslug: x\n---\n=== content/posts/b.md\n---\nslug: X\n---\n=== content/posts/c.md\n# C\n"
        )
    )
    assert problems == ["content/posts/b.md:2:7: address-taken"]
    assert {str(ref): address for ref, address in site.addresses.items()} == {
        "post:a": "/posts/x/",
        "post:c": "/posts/c/",
    }


@pytest.mark.parametrize("slug", ["../up", "..", "a/../../b", "a\\\\..\\\\b", "/", "."])
def test_a_slug_never_leads_out(write_hub, slug: str) -> None:
    site, problems = load(write_hub(f'=== content/posts/a.md\n---\nslug: "{slug}"\n---\n'))
    assert problems == ["content/posts/a.md:2:7: path-outside"]
    assert site.entries == {}


def test_what_links_to_a_broken_file_is_not_blamed(write_hub) -> None:
    _, problems = load(
        write_hub(
            "=== content/posts/a.md\n---\ndate: soon\n---\n=== content/posts/b.md\n---\nfollows: post:a\n---\nSee [a](a.md).\n"
        )
    )
    assert problems == ["content/posts/a.md:2:7: field-type"]


def test_an_old_address_belongs_to_one(write_hub) -> None:
    site, problems = load(
        write_hub(
            "=== content/posts/a.md\n---\naliases: [/old/, /older]\n---\n=== content/posts/b.md\n---\naliases: /old/\n---\n"
        )
    )
    assert problems == ["content/posts/b.md:2:10: alias-taken"]
    assert site.home is None
