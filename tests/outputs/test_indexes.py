"""What machines that visit are told."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from openhub.hub.plan import pages
from openhub.outputs import indexes

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HUB = """
=== content/posts/one.md
---
date: 2026-11-10
updated: 2026-11-12T23:30
tags: [žluť]
---
# One
=== content/posts/secret.md
---
date: 2026-11-11
visibility: unlisted
---
# Secret
=== content/pages/about.md
# About
"""


def written(site):
    return {output.path: output.content.decode() for output in indexes.outputs(site)}


def urls(site):
    found = ET.fromstring(written(site)["sitemap.xml"].encode())  # noqa: S314 -- our own
    return {url.findtext(f"{LOC}loc"): url.findtext(f"{LOC}lastmod") for url in found}


def test_every_listed_page_is_in_the_sitemap(site_of):
    site = site_of(HUB)
    found = urls(site)
    assert len(found) == len(pages(site)) - 2  # all but the unlisted post and the page of what is not found
    assert found["https://example.org/hub/posts/one/"] == "2026-11-12"
    assert found["https://example.org/hub/"] is None
    assert found["https://example.org/hub/about/"] is None
    assert not any("secret" in url or "404" in url for url in found)
    assert all(url.isascii() for url in found)


def test_without_a_url_there_is_no_sitemap(site_of):
    found = written(site_of(HUB + "=== openhub.yaml\ntitle: A\n"))
    assert "sitemap.xml" not in found
    assert "Sitemap" not in found["robots.txt"]


def test_robots_may_read_everything(site_of):
    assert written(site_of(HUB))["robots.txt"].splitlines() == [
        "User-agent: *",
        "Disallow:",
        "",
        "Sitemap: https://example.org/hub/sitemap.xml",
    ]


def test_pages_of_github_serve_every_file(site_of):
    assert written(site_of(HUB))[".nojekyll"] == ""


def test_the_hub_s_own_file_stands_in_for_ours(site_of):
    assert "robots.txt" not in written(site_of(HUB + "=== static/robots.txt\nUser-agent: *\n"))
