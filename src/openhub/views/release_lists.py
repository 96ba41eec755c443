"""The lists of a product's versions: those of one channel, those of one year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openhub.hub import shelves
from openhub.hub.plan import Page, product_title
from openhub.model import Entry
from openhub.site import Site
from openhub.views import parts
from openhub.views.release_items import release_rows
from openhub.views.shapes import Link, View
from openhub.words import count

CHANNEL_LISTS = {
    "stable": "Stable versions",
    "lts": "Long-term support",
    "rc": "Release candidates",
    "beta": "Betas",
    "alpha": "Alphas",
}


def channel(page: Page, site: Site) -> View:
    """Show the versions of one channel, the highest first."""
    name, chosen = page.subject
    found = shelves.channels(name, site)
    others = tuple(
        Link(CHANNEL_LISTS[each], shelves.channel_address(name, each, site), f" ({len(found[each])})")
        for each in found
        if each != chosen
    )
    title = f"{product_title(name, site)}: {CHANNEL_LISTS[chosen].lower()}"
    lead = f"{count(len(found[chosen]), 'version')}, the highest first."
    return _view(page, title, found[chosen], {"lead": lead, "others": others}, site)


def year(page: Page, site: Site) -> View:
    """Show the versions of one year, the latest first."""
    name, chosen = page.subject
    found = shelves.years(name, site)
    order = list(found)
    place = order.index(chosen)
    links = [Link(f"{page.title[:-4]}{each}", shelves.year_address(name, each, site)) for each in order]
    values = {
        "lead": f"{count(len(found[chosen]), 'version')}, the latest first.",
        "newer": links[place - 1] if place else None,
        "older": links[place + 1] if place + 1 < len(links) else None,
    }
    return _view(page, page.title, found[chosen], values, site)


def _view(page: Page, title: str, entries: Sequence[Entry], values: dict[str, Any], site: Site) -> View:
    crumb = parts.list_crumb("release", site)
    blank: dict[str, Any] = {"others": (), "newer": None, "older": None}
    return View(
        address=page.address,
        template="versions",
        title=title,
        values={**blank, **values, "releases": release_rows(entries, site)},
        section=crumb[1],
        crumbs=(crumb, parts.product_crumb(page.subject[0], site)),
    )
