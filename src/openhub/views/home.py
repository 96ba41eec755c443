"""The front page: what is open, both sides of the news, and what is next."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup as Safe

from openhub.hub import agenda, ledger
from openhub.hub import balance as weighed
from openhub.hub.plan import Page, product_ids
from openhub.kinds.release import is_coming
from openhub.model import Entry, Side
from openhub.site import Site
from openhub.views import parts
from openhub.views.events import event_item
from openhub.views.life import in_a_line
from openhub.views.metrics import has_moved, metric_item
from openhub.views.releases import release_item
from openhub.views.shapes import Item, Link, Open, View
from openhub.words import day_month, long_day

_ALSO = 6
_SHORT = 320


def home(page: Page, site: Site) -> View:
    """Show the front page: what is open, both sides, and what is next."""
    lead, rest = _lead(site)
    events = agenda.upcoming(site)
    values: dict[str, Any] = {
        "open": tuple(open_item(entry, site) for entry in ledger.still_open(site)),
        "lead": lead,
        "words": rest,
        "balance": balance(site) if site.config.balance.public else "",
        "ledger": home_ledger(site),
        "ledger_more": Link("All news, month by month", "/news/") if ledger.months(site) else None,
        "also": tuple(parts.item(entry, site) for entry in ledger.neutral(site)[:_ALSO]),
        "also_more": _more("All posts", "post", site) if len(ledger.neutral(site)) > _ALSO else None,
        "events": tuple(event_item(item, site) for item in events[:3]),
        "events_more": _more("All events, and the calendar", "event", site),
        "releases": tuple(release_item(entry, site) for entry in _latest_releases(site)),
        "releases_more": _more("All releases", "release", site),
        "metrics": tuple(metric_item(entry, site) for entry in _moved(site)),
        "metrics_more": _more("All metrics", "metric", site),
    }
    return View(
        address=page.address,
        template="home",
        title=site.config.title or "",
        values=values,
        description=site.config.description or "",
        state="open" if values["open"] else "" if site.listed else "empty",
        asof=True,
    )


def _more(words: str, kind: str, site: Site) -> Link | None:
    return Link(words, parts.list_crumb(kind, site)[1]) if site.of(kind) else None


def _lead(site: Site) -> tuple[Any, Any]:
    words = site.home.body if site.home else None
    if words and len(words.text) <= _SHORT:
        return words, None
    return site.config.description or "", words


def open_item(entry: Entry, site: Site) -> Open:
    """Show bad news that is open, with what to do now."""
    address = site.addresses[entry.ref]
    return Open(
        title=entry.title,
        address=address,
        line=in_a_line(entry, site),
        do_now=f"{address}#Do-now" if entry.data.do_now else "",
    )


def balance(site: Site) -> str:
    """Say how many good and bad news were told lately, and how many of the bad are open."""
    found = ledger.balance(site)
    began = ledger.began(site)
    if began is None:
        return ""
    young = began > found.since
    start = (
        f"Since {day_month(began, site.today.year)}"
        if young
        else f"In the last {(site.today - found.since).days} days"
    )
    end = "too few to judge." if found.few else _open_line(found.open, weighed.older(site))
    joint = ": " if found.few else "; "
    sentence = Safe("{} we published <strong>{}&nbsp;good</strong> and <strong>{}&nbsp;bad</strong> news{}{}")
    return sentence.format(start, found.good, found.bad, joint, end)


def _open_line(number: int, older: int) -> str:
    """Say how many of the bad are open; those that are older than the bad that were counted stand apart."""
    recent = number - older
    if older and not recent:
        return f"{older} {'is' if older == 1 else 'are'} still open from before."
    more = f", and {older} from before" if older else ""
    return f"{recent or 'none'} of the bad {'is' if recent == 1 else 'are'} still open{more}."


def home_ledger(site: Site) -> tuple[Item, ...]:
    """Lay out the newest of both sides; a side that ran out says since when it is silent."""
    good = [parts.news_item(row, site) for row in ledger.slots(site, "good")]
    bad = [parts.news_item(row, site) for row in ledger.slots(site, "bad")]
    return parts.alternating(good, bad, {"good": _silence("good", site), "bad": _silence("bad", site)})


def _silence(side: Side, site: Site) -> str:
    began = ledger.began(site)
    start = f"since this hub began on {long_day(began)}" if began else "yet"
    rows = [row for row in ledger.news(site) if row.row.side == side]
    if not rows and began is None and site.of("release"):
        return "The changelog gives no dates, so its versions cannot stand in these columns."
    if not rows:
        return f"Nothing reported {start}."
    if not ledger.slots(site, side):
        return f"Nothing else reported since {long_day(rows[0].row.date)}."
    return f"Nothing before that {start}."


def _latest_releases(site: Site) -> list[Entry]:
    out = [entry for entry in site.of("release") if not is_coming(entry)]
    found = [entry for name in product_ids(site) for entry in _of(name, out)[:3]]
    return sorted(found, key=lambda entry: site.since(entry) or date.min, reverse=True)[:3]


def _of(product: str, releases: list[Entry]) -> list[Entry]:
    return [entry for entry in releases if entry.data.product == product]


def _moved(site: Site) -> list[Entry]:
    moved = {row.entry.ref: row.row.date for row in ledger.news(site) if row.entry.kind == "metric"}
    found = (site.entries[ref] for ref in moved if has_moved(site.entries[ref], site))
    return sorted(found, key=lambda entry: moved[entry.ref], reverse=True)[:3]
