"""The plan of a site: every page that it will have, before one is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from openhub.hub import agenda, feedback, ledger, occurrences, shelves, upgrades
from openhub.kinds.base import all_kinds, listing
from openhub.model import Entry
from openhub.site import KEPT, Site
from openhub.urls import slug, tag_word
from openhub.words import month_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to come: where it stands, which template renders it, and what it is about."""

    address: str
    template: str
    title: str = ""
    subject: Any = None


def entry_of(page: Page) -> Entry | None:
    """Give the entry that a page is about, also where it is about one date of it."""
    found = page.subject.entry if isinstance(page.subject, occurrences.Happening) else page.subject
    return found if isinstance(found, Entry) else None


def is_listed(page: Page) -> bool:
    """Tell whether others may list a page."""
    entry = entry_of(page)
    return page.template != "not_found" and (entry is None or entry.data.visibility == "public")


@lru_cache(maxsize=KEPT)
def pages(site: Site) -> tuple[Page, ...]:
    """Give every page of the site, in a settled order."""
    return tuple(_pages(site))


def _pages(site: Site) -> Iterator[Page]:
    yield Page(address="/", template="home", title=site.config.title or "")
    yield Page(address="/404.html", template="not_found", title="Page not found")
    yield from _news(site)
    yield from _lists(site)
    yield from _entries(site)
    yield from _products(site)
    yield from dated(site)
    yield from _more(site)


def _news(site: Site) -> Iterator[Page]:
    yield Page(address="/news/", template="news", title="News")
    for year, month in ledger.months(site):
        yield news_month(year, month)


def news_month(year: int, month: int) -> Page:
    """Give the page of a month of news."""
    title = f"News of {month_name(date(year, month, 1))}"
    return Page(
        address=f"/news/{year}/{month:02}/", template="news_month", title=title, subject=(year, month)
    )


def _lists(site: Site) -> Iterator[Page]:
    for name, kind in all_kinds(site.config.kinds).items():
        if kind.listing and site.of(name):
            yield Page(address=listing(kind, site.config), template=f"list:{name}", title=kind.title)
    if has_follow_up(site):
        yield Page(address="/follow-up/", template="follow_up", title="Follow-up")
    if has_contact(site):
        yield Page(address="/contact/", template="contact", title="Contact")


def has_follow_up(site: Site) -> bool:
    """Tell whether there is something to follow up, whatever the day: a promise, bad news, a request."""
    promised = any(entry.data.actions for entry in site.of("post"))
    waiting = any(feedback.waits(entry, site) for entry in site.of("feedback"))
    return promised or waiting or bool(ledger.still_open(site))


def has_contact(site: Site) -> bool:
    """Tell whether there is somebody to ask."""
    return bool(site.config.channels or site.of("person"))


def _entries(site: Site) -> Iterator[Page]:
    for ref, entry in site.entries.items():
        if site.addresses[ref] != "/":
            yield Page(
                address=site.addresses[ref], template=f"entry:{entry.kind}", title=entry.title, subject=entry
            )


def _products(site: Site) -> Iterator[Page]:
    for name in product_ids(site):
        title = product_title(name, site)
        yield Page(address=shelves.product_address(name, site), template="product", title=title, subject=name)
        yield from _shelves(name, title, site)
        yield from _upgrades(name, title, site)


def _shelves(name: str, title: str, site: Site) -> Iterator[Page]:
    for channel in shelves.channels(name, site):
        yield Page(
            address=shelves.channel_address(name, channel, site),
            template="channel",
            title=title,
            subject=(name, channel),
        )
    for year in shelves.years(name, site):
        yield Page(
            address=shelves.year_address(name, year, site),
            template="year",
            title=f"{title} in {year}",
            subject=(name, year),
        )


def _upgrades(name: str, title: str, site: Site) -> Iterator[Page]:
    address = shelves.upgrade_address(name, site)
    if not address:
        return
    yield Page(address=address, template="upgrade", title=f"Upgrade {title}", subject=name)
    for start in upgrades.starts(name, site):
        yield Page(
            address=shelves.way_address(name, start, site),
            template="upgrade_from",
            title=f"Upgrade {title} from {start}",
            subject=(name, start),
        )


def product_ids(site: Site) -> tuple[str, ...]:
    """Give the products that have releases: in the order of the settings, then by name."""
    declared = [product.id for product in site.config.products]
    found = {str(entry.data.product) for entry in site.of("release")} | set(site.products)
    return (*(name for name in declared if name in found), *sorted(found - set(declared)))


def product_title(name: str, site: Site) -> str:
    """Give the name of a product as people write it."""
    return site.config.product(name).title or (site.products[name].title if name in site.products else name)


def dated(site: Site) -> Iterator[Page]:
    """Give the pages of months that have events, and of the dates of series that differ."""
    items = agenda.happenings(site)
    base = listing(all_kinds()["event"], site.config)
    for year, month in agenda.months(items, site):
        yield Page(address=f"{base}{year}/{month:02}/", template="month", subject=(year, month))
    for item in items:
        if item.differs:
            yield Page(
                address=agenda.address(item, site), template="entry:event", title=item.title, subject=item
            )


def _more(site: Site) -> Iterator[Page]:
    for word, found in tags(site).items():
        yield Page(address=f"/tags/{word}/", template="tag", title=found[0], subject=word)
    for audience in {slug(audience.id): audience for audience in site.config.audiences}.values():
        title = audience.title or audience.id
        yield Page(
            address=f"/audiences/{slug(audience.id)}/", template="audience", title=title, subject=audience.id
        )


@lru_cache(maxsize=KEPT)
def tags(site: Site) -> Mapping[str, tuple[str, tuple[Entry, ...]]]:
    """Sort entries by tag: the tag's address word, its name as first written, and its entries."""
    names: dict[str, str] = {}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in site.listed:
        for tag in entry.data.tags:
            word = tag_word(tag)
            names.setdefault(word, tag)
            found[word].append(entry)
    return {word: (names[word], tuple(found[word])) for word in sorted(found)}
