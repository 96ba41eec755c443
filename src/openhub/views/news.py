"""The views of news: the newest months, and each month by itself."""

from __future__ import annotations

from datetime import date

from openhub.hub import ledger
from openhub.hub.plan import Page
from openhub.site import Site
from openhub.views import parts
from openhub.views.shapes import Link, Month, View
from openhub.words import MONTHS, month_name


def index(page: Page, site: Site) -> View:
    """Show the newest months of news in full, and the way to the others."""
    months = _months(site)
    shown = tuple(_month(key, rows, site, page.address) for key, rows in list(months.items())[:3])
    lead = "What went well and what did not, month by month." if months else "Nothing is told yet."
    values = {"lead": lead, "months": shown, "archive": _archive(months), "newer": None, "older": None}
    return View(
        address=page.address, template="news", title="News", values=values, section="/news/", asof=True
    )


def month(page: Page, site: Site) -> View:
    """Show one month of news, both sides."""
    months = _months(site)
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
        crumbs=(("News", "/news/"),),
    )


def _month_link(key: tuple[int, int]) -> Link:
    return Link(month_name(date(*key, 1)), f"/news/{key[0]}/{key[1]:02}/")


def _month(key: tuple[int, int], rows: list[ledger.News], site: Site, here: str) -> Month:
    link = _month_link(key)
    good = sum(row.row.side == "good" for row in rows)
    also = [
        entry for entry in ledger.neutral(site) if entry.date and site.day(entry.date).timetuple()[:2] == key
    ]
    return Month(
        id=f"m{key[0]}-{key[1]:02}",
        title=link.title,
        address="" if here == link.address else link.address,
        line=f"{good} good and {len(rows) - good} bad news.",
        ledger=parts.ledger_items(rows, site),
        also=tuple(parts.item(entry, site) for entry in also),
    )


def _archive(months: dict[tuple[int, int], list[ledger.News]]) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    years: dict[str, list[Link]] = {}
    for key, rows in months.items():
        link = _month_link(key)
        years.setdefault(str(key[0]), []).append(Link(MONTHS[key[1] - 1], link.address, f" ({len(rows)})"))
    return tuple((year, tuple(links)) for year, links in years.items())


def _months(site: Site) -> dict[tuple[int, int], list[ledger.News]]:
    found: dict[tuple[int, int], list[ledger.News]] = {}
    for row in ledger.news(site):
        found.setdefault((row.row.date.year, row.row.date.month), []).append(row)
    return found
