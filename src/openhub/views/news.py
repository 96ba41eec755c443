"""The views of news: the newest months, and each month by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from openhub.hub import ledger
from openhub.hub.plan import Page
from openhub.site import Site
from openhub.views import parts
from openhub.views.shapes import Link, Month, View
from openhub.words import MONTHS, month_name


def index(page: Page, site: Site) -> View:
    """Show the newest months of news in full, and the way to the others."""
    months = ledger.months(site)
    shown = tuple(_month(key, told, site, page.address) for key, told in list(months.items())[:3])
    lead = "What went well and what did not, month by month." if months else "Nothing is told yet."
    values = {"lead": lead, "months": shown, "archive": _archive(months), "newer": None, "older": None}
    return View(
        address=page.address, template="news", title="News", values=values, section="/news/", asof=True
    )


def month(page: Page, site: Site) -> View:
    """Show one month of news, both sides."""
    months = ledger.months(site)
    keys = list(months)
    place = keys.index(page.subject)
    newer = _month_link(keys[place - 1]) if place else None
    older = _month_link(keys[place + 1]) if place + 1 < len(keys) else None
    month = _month(page.subject, months[page.subject], site, page.address)
    values = {"lead": "", "months": (month,), "archive": (), "newer": newer, "older": older}
    return View(
        address=page.address,
        template="news",
        title=page.title,
        values=values,
        section="/news/",
        state="month",
        asof=True,
        crumbs=(("News", "/news/"),),
    )


def _month_link(key: tuple[int, int]) -> Link:
    return Link(month_name(date(*key, 1)), f"/news/{key[0]}/{key[1]:02}/")


def _month(key: tuple[int, int], told: ledger.Month, site: Site, here: str) -> Month:
    link = _month_link(key)
    good = sum(row.row.side == "good" for row in told.rows)
    return Month(
        id=f"m{key[0]}-{key[1]:02}",
        title=link.title,
        address="" if here == link.address else link.address,
        line=f"{good} good and {len(told.rows) - good} bad news.",
        ledger=parts.ledger_items(told.rows, site),
        also=tuple(parts.item(entry, site) for entry in told.neutral),
    )


def _archive(months: Mapping[tuple[int, int], ledger.Month]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    years: dict[str, list[Link]] = {}
    for key, told in months.items():
        number = len(told.rows) + len(told.neutral)
        link = Link(MONTHS[key[1] - 1], _month_link(key).address, f" ({number})")
        years.setdefault(str(key[0]), []).append(link)
    return tuple((year, tuple(links)) for year, links in years.items())
