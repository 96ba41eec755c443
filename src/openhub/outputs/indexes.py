"""For machines that visit: `/sitemap.xml`, `/robots.txt`, and a word to GitHub Pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from openhub.hub import memory
from openhub.hub.plan import Page, entry_of, is_listed, pages
from openhub.model import Output
from openhub.site import Site
from openhub.urls import absolute

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


def outputs(site: Site) -> Iterator[Output]:
    """Give each index that the hub has not put in its own static files."""
    yield from (output for output in _made(site) if output.path not in site.static)


def _made(site: Site) -> Iterator[Output]:
    if site.config.url:
        yield Output(path="sitemap.xml", content=sitemap(site).encode())
    yield Output(path="robots.txt", content=robots(site).encode())
    # Without it GitHub Pages leaves out what begins with an underscore.
    yield Output(path=".nojekyll")


def sitemap(site: Site) -> str:
    """List every page that others may list (sitemaps.org, version 0.9)."""
    return _HEAD + "".join(_line(page, site) for page in pages(site) if is_listed(page)) + "</urlset>\n"


def _line(page: Page, site: Site) -> str:
    entry = entry_of(page)
    when = memory.changed(entry, site) if entry else None
    stamp = f"<lastmod>{site.day(when).isoformat()}</lastmod>" if when else ""
    return f"<url><loc>{escape(absolute(page.address, site.config.base))}</loc>{stamp}</url>\n"


def robots(site: Site) -> str:
    """Let everybody read everything, and say where the list is."""
    where = f"\nSitemap: {absolute('/sitemap.xml', site.config.base)}\n" if site.config.url else ""
    return "User-agent: *\nDisallow:\n" + where
