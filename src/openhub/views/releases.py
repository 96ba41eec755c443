"""The views of releases: all products, all versions of one, one version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from openhub.hub.plan import Page, product_ids, product_title
from openhub.hub.verdicts import instead, newest, standing
from openhub.kinds.release import is_coming
from openhub.model import Entry
from openhub.site import Site
from openhub.views import parts
from openhub.views.release_page import release
from openhub.views.release_words import (
    bad_counts,
    chips,
    good_counts,
    list_title,
    product_verdict,
    series,
    supported,
    versions,
)
from openhub.views.shapes import Chip, Fact, Group, Line, Link, View
from openhub.words import count, day_month, long_day

__all__ = ["ProductItem", "ReleaseItem", "index", "product", "release", "release_item"]

_NEWEST = 3
_FULL = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseItem:
    """A release in a list."""

    title: str
    address: str
    date: date | None = None
    undated: str = ""
    line: Line = ""
    chips: tuple[Chip, ...] = ()
    better: str = ""
    worse: str = ""
    brief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductItem:
    """A product, and the newest of its releases."""

    id: str
    title: str
    address: str
    line: Line
    releases: tuple[ReleaseItem, ...]
    more: Link | None = None


def release_item(entry: Entry, site: Site) -> ReleaseItem:
    """Show a release in a narrow list: the line alone tells its date and what is in it."""
    return _item(entry, site, _short(entry, site))


def release_row(entry: Entry, site: Site) -> ReleaseItem:
    """Show a release in a list of releases, which has a place for its date and its counts."""
    return _item(entry, site, _reason(entry, site) or entry.summary or "")


def _item(entry: Entry, site: Site, line: Line) -> ReleaseItem:
    return ReleaseItem(
        title=list_title(entry, site),
        address=site.addresses[entry.ref],
        date=site.day(entry.date) if entry.date else None,
        undated="not released yet" if is_coming(entry) else "no date",
        line=line,
        chips=chips(entry, site),
        better=good_counts(entry.data),
        worse=bad_counts(entry, site),
    )


def _short(entry: Entry, site: Site) -> str:
    when = day_month(site.day(entry.date), site.today.year) if entry.date else "No date"
    when = "Coming" if is_coming(entry) else when
    what = _instead(entry, site) if entry.data.yanked else _counts(entry, site)
    return f"{when}: {what}" if what else when


def _counts(entry: Entry, site: Site) -> str:
    good, bad = good_counts(entry.data), bad_counts(entry, site)
    return "; ".join(filter(None, (good, bad or ("nothing breaks" if good else ""))))


def _instead(entry: Entry, site: Site) -> str:
    other = instead(entry, site)
    return f"withdrawn, take {other.data.version}" if other else "withdrawn"


def _reason(entry: Entry, site: Site) -> Line:
    if not entry.data.yanked:
        return ""
    words = _instead(entry, site)
    return entry.data.yanked.reason or f"{words[:1].upper()}{words[1:]}."


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
    found = versions(name, site)
    title, address = parts.product_crumb(name, site)
    out = sum(not is_coming(entry) for entry in found)
    more = Link(f"All {count(out, 'version')} of {title}", address) if len(found) > _NEWEST else None
    return ProductItem(
        id=f"product-{name}",
        title=title,
        address=address,
        line=_which(name, site),
        releases=tuple(release_row(entry, site) for entry in found[:_NEWEST]),
        more=more,
    )


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
    found = versions(name, site)
    coming = next((entry for entry in found if is_coming(entry)), None)
    known = site.products.get(name)
    latest = newest(name, site)
    values: dict[str, Any] = {
        "verdict": product_verdict(name, site),
        "choice": parts.link_to(latest, site) if latest else None,
        "buttons": (),
        "intro": known.intro if known else None,
        "coming": release_row(coming, site) if coming else None,
        "groups": tuple(_years((entry for entry in found if entry is not coming), site)),
        "facts": tuple(_facts(name, found, site)),
        "empty": "Nothing is released yet.",
    }
    crumb = parts.list_crumb("release", site)
    title = product_title(name, site)
    return View(
        address=page.address,
        template="product",
        title=title,
        values=values,
        section=crumb[1],
        crumbs=(crumb,),
    )


def _years(entries: Iterable[Entry], site: Site) -> Iterator[Group]:
    found: dict[str, list[ReleaseItem]] = defaultdict(list)
    for place, entry in enumerate(entries):
        item = release_row(entry, site) if place < _FULL else replace(release_item(entry, site), brief=True)
        found[str(site.day(entry.date).year) if entry.date else ""].append(item)
    undated = "Without a date in the changelog" if len(found) > 1 else "All versions"
    for year, items in found.items():
        yield Group(id=f"Y{year}" if year else "Undated", heading=year or undated, items=tuple(items))


def _facts(name: str, found: tuple[Entry, ...], site: Site) -> Iterator[Fact]:
    out = [entry for entry in found if not is_coming(entry)]
    withdrawn = sum(bool(entry.data.yanked) for entry in out)
    yield Fact(term="Versions", text=f"{len(out)}{f', {withdrawn} of them withdrawn' if withdrawn else ''}")
    for entry in series(supported(name, site), site):
        yield Fact(term=f"{entry.data.version} is supported until", text=long_day(entry.data.supported_until))
    preview = next((entry for entry in out if standing(entry, site) == "testing"), None)
    if preview and out.index(preview) == 0:
        yield Fact(term="For testing", links=(parts.link_to(preview, site),))
    repository = site.config.product(name).repository
    if repository:
        yield Fact(term="Source", links=(Link(f"{product_title(name, site)}’s repository", repository),))
