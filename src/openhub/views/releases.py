"""The views of releases: all products, all versions of one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openhub.hub import shelves
from openhub.hub.forges import repository
from openhub.hub.plan import Page, product_ids, product_title
from openhub.hub.verdicts import newest, standing
from openhub.hub.versions import History, history
from openhub.kinds.release import is_coming
from openhub.model import Entry
from openhub.site import Site
from openhub.views import parts
from openhub.views.answers import ways
from openhub.views.release_feeds import subscribe
from openhub.views.release_items import ReleaseItem, release_item, release_row, release_rows
from openhub.views.release_lists import CHANNEL_LISTS
from openhub.views.release_page import release
from openhub.views.release_support import support_facts
from openhub.views.release_words import product_verdict
from openhub.views.shapes import Fact, Group, Line, Link, View
from openhub.words import count

__all__ = ["ProductItem", "ReleaseItem", "index", "product", "release", "release_item", "release_row"]

_NEWEST = 3
_MOST_GROUPS = 12
_FEW_IN_GROUP = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductItem:
    """A product, and the newest of its releases."""

    id: str
    title: str
    address: str
    line: Line
    releases: tuple[ReleaseItem, ...]
    more: Link | None = None
    upgrade: Link | None = None


# ── all products ────────────────────────────────────────────────────────────


def index(page: Page, site: Site) -> View:
    """Show every product with its newest versions."""
    values: dict[str, Any] = {
        "lead": "Every version, with what is better in it and what you must know before you take it.",
        "products": tuple(_product_item(name, site) for name in product_ids(site)),
        "empty": "Nothing is released yet.",
    }
    return View(
        address=page.address, template="releases", title=page.title, values=values, section=page.address
    )


def _product_item(name: str, site: Site) -> ProductItem:
    found = history(name, site)
    title, address = parts.product_crumb(name, site)
    more = Link(f"All {count(len(found.out), 'version')} of {title}", address)
    upgrade = shelves.upgrade_address(name, site)
    return ProductItem(
        id=f"product-{name}",
        title=title,
        address=address,
        line=_which(name, site),
        releases=tuple(release_row(entry, site) for entry in _first(found)),
        more=more if len(found.ordered) > _NEWEST else None,
        upgrade=Link(f"Upgrade {title}", upgrade) if upgrade else None,
    )


def _first(found: History) -> tuple[Entry, ...]:
    """Give what is coming, and the versions that were out last."""
    dated = tuple(entry for entry in found.dated if not is_coming(entry))
    return (*found.coming, *dated)[:_NEWEST]


def _which(name: str, site: Site) -> str:
    latest = newest(name, site)
    if latest is None:
        return "There is no stable version yet."
    notes = ", with notes" if standing(latest, site) == "notes" else ""
    if standing(latest, site) == "unjudged":
        return f"The newest version is {latest.data.version}; its changelog sorts nothing, so read it first."
    return f"The version to take is {latest.data.version}{notes}."


# ── one product ─────────────────────────────────────────────────────────────


def product(page: Page, site: Site) -> View:
    """Show every version of a product, and which one to take."""
    name = str(page.subject)
    found = history(name, site)
    known = site.products.get(name)
    latest = newest(name, site)
    title = product_title(name, site)
    values: dict[str, Any] = {
        "verdict": product_verdict(name, site),
        "choice": parts.link_to(latest, site) if latest else None,
        "buttons": tuple(_buttons(name, site)),
        "intro": known.intro if known else None,
        "coming": tuple(release_row(entry, site) for entry in found.coming),
        "groups": tuple(_groups(found, site)),
        "facts": tuple(_facts(name, found, site)),
        "answer": ways(title, page.address, site, repository(name, site)),
        "empty": "Nothing is released yet.",
    }
    crumb = parts.list_crumb("release", site)
    return View(
        address=page.address,
        template="product",
        title=title,
        values=values,
        section=crumb[1],
        crumbs=(crumb,),
    )


def _buttons(name: str, site: Site) -> Iterator[Link]:
    if address := shelves.upgrade_address(name, site):
        yield Link("Upgrade from your version", address)


def _groups(found: History, site: Site) -> Iterator[Group]:
    """Sort the versions into their lines, or into what stands above them where those are many."""
    groups = _sorted(found.out, _grouping(found))
    place = 0
    for heading, entries in groups.items():
        items = release_rows(entries, site, place)
        place += len(items)
        yield Group(id=f"V{re.sub(r'[^0-9A-Za-z.-]', '-', heading)}", heading=heading, items=items)


def _grouping(found: History) -> Callable[[Entry], str]:
    for key in (found.line, _major):
        size = len(_sorted(found.out, key))
        if 1 < size <= _MOST_GROUPS and len(found.out) >= size * _FEW_IN_GROUP:
            return key
    return lambda _: "All versions"


def _major(entry: Entry) -> str:
    match = re.match(r"[vV]?((?:[0-9]+!)?[0-9]+)(?![0-9])", str(entry.data.version))
    return match[1] if match else "Others"


def _sorted(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[key(entry)].append(entry)
    return found


def _facts(name: str, found: History, site: Site) -> Iterator[Fact]:
    out = found.out
    withdrawn = sum(bool(entry.data.yanked) for entry in out)
    yield Fact(term="Versions", text=f"{len(out)}{f', {withdrawn} of them withdrawn' if withdrawn else ''}")
    yield from support_facts(name, site)
    if out and standing(out[0], site) == "testing":
        yield Fact(term="For testing", links=(parts.link_to(out[0], site),))
    if channels := shelves.channels(name, site):
        yield Fact(term="By channel", links=tuple(_channel(name, each, site) for each in channels))
    if years := shelves.years(name, site):
        links = tuple(Link(str(year), shelves.year_address(name, year, site)) for year in years)
        yield Fact(term="By year", links=links)
    repository = site.config.product(name).repository
    if repository:
        yield Fact(term="Source", links=(Link(f"{product_title(name, site)}’s repository", repository),))
    yield from subscribe(name, site)


def _channel(name: str, channel: str, site: Site) -> Link:
    return Link(CHANNEL_LISTS[channel].lower(), shelves.channel_address(name, channel, site))
