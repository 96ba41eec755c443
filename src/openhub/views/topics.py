"""The views of what cuts across kinds: tags, audiences, pages, and what leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from openhub.hub import agenda, ledger, plan
from openhub.hub.plan import Page
from openhub.kinds.base import Fields
from openhub.kinds.post import is_open
from openhub.model import Body, Entry
from openhub.site import Site
from openhub.urls import slug
from openhub.views import parts
from openhub.views.answers import answer
from openhub.views.events import event_item
from openhub.views.home import open_item
from openhub.views.metrics import metric_item
from openhub.views.posts import lead_picture, newest, older_items
from openhub.views.releases import release_item
from openhub.views.shapes import Item, Link, View
from openhub.words import count, long_day

_ROWS = 30
"""So many rows of a tag are told in full; older ones have a line each."""
_ALSO = 6
_EACH = 3


def tag(page: Page, site: Site) -> View:
    """Show everything with one tag, both sides."""
    found = plan.tags(site)
    title, entries = found[page.subject]
    others = tuple(Link(name, f"/tags/{word}/") for word, (name, _) in found.items() if word != page.subject)
    rows, rest = _parted(entries, site)
    old = [parts.news_item(row, site) for row in rows[_ROWS:]]
    old += [parts.item(entry, site) for entry in rest[_ROWS:]]
    values = {
        "lead": f"{count(len(entries), 'entry', 'entries')} with this tag.",
        "ledger": parts.ledger_items(rows[:_ROWS], site) if rows else (),
        "also": tuple(parts.item(entry, site) for entry in rest[:_ROWS]),
        "older": older_items(sorted(old, key=lambda item: item.date or date.min, reverse=True)),
        "tags": others,
    }
    return View(
        address=page.address,
        template="tag",
        title=f"Tag: {title}",
        values=values,
        section=page.address,
        asof=True,
    )


def _parted(entries: Iterable[Entry], site: Site) -> tuple[list[ledger.News], list[Entry]]:
    wanted = {entry.ref: entry for entry in entries}
    rows = [row for row in ledger.news(site) if row.entry.ref in wanted]
    sided = {row.entry.ref for row in rows}
    return rows, [entry for ref, entry in wanted.items() if ref not in sided]


def audience(page: Page, site: Site) -> View:
    """Show what concerns one audience: what is for everybody too, since nothing should be missed."""
    chosen = next(one for one in site.config.audiences if one.id == page.subject)
    entries = [entry for entry in site.listed if page.subject in (entry.data.audiences or [page.subject])]
    rows, rest = _parted(entries, site)
    also = [entry for entry in rest if entry.kind in {"post", "page", "feedback"}]
    values = {
        "lead": chosen.description or "",
        "buttons": (),
        "open": tuple(open_item(entry, site) for entry in entries if is_open(entry)),
        "ledger": _newest_rows(rows, site),
        "also": tuple(parts.item(entry, site) for entry in _by_day(also, site)[:_ALSO]),
        **_columns(entries, site),
        "audiences": tuple(
            Link(one.title or one.id, f"/audiences/{slug(one.id)}/")
            for one in site.config.audiences
            if one.id != chosen.id
        ),
    }
    return View(
        address=page.address,
        template="audience",
        title=f"For {_within(chosen.title or chosen.id, site)}",
        values=values,
        section=page.address,
        state="open" if values["open"] else "",
        asof=True,
    )


def _by_day(entries: Iterable[Entry], site: Site) -> list[Entry]:
    return sorted(entries, key=lambda entry: site.day(entry.date) if entry.date else date.min, reverse=True)


def _newest_rows(rows: Iterable[ledger.News], site: Site) -> tuple[Item, ...]:
    """Lay out the newest rows of each side, as many as the home page has; what is open stands above."""
    told = [row for row in rows if not is_open(row.entry)]
    shown: list[ledger.News] = []
    for side in ("good", "bad"):
        shown += [row for row in told if row.row.side == side][: site.config.ledger.items]
    return parts.ledger_items(shown, site) if told else ()


def _columns(entries: Sequence[Entry], site: Site) -> dict[str, tuple[Any, ...]]:
    """Show what is next, the latest releases and the numbers, a few of each."""
    wanted = {entry.ref for entry in entries}
    dates = [item for item in agenda.upcoming(site) if item.entry.ref in wanted]
    releases = [entry for entry in entries if entry.kind == "release" and entry.date]
    metrics = [entry for entry in entries if entry.kind == "metric"]
    return {
        "events": tuple(event_item(item, site) for item in dates[:_EACH]),
        "releases": tuple(release_item(entry, site) for entry in releases[:_EACH]),
        "metrics": tuple(metric_item(entry, site) for entry in metrics[:_EACH]),
    }


def _within(title: str, site: Site) -> str:
    """Write a title as it stands inside an English sentence: an abbreviation keeps its capitals."""
    english = site.config.language.split("-")[0] == "en"
    return title[:1].lower() + title[1:] if english and title[1:2].islower() else title


def text_page(page: Page, site: Site) -> View:
    """Show a page: a title and a body."""
    entry: Entry = page.subject
    values = {
        "entry": entry,
        "side": ledger.side_of(entry, site),
        "image": lead_picture(entry, site),
        "contents": entry.body.markup.headings,
        "corrections": parts.corrections(entry, site),
        "facts": tuple(parts.common_facts(entry, site)),
        "answer": answer(entry, site),
    }
    return _entry_view(page, entry, "page", values)


def plain_entry(page: Page, site: Site) -> View:
    """Show an entry of a kind that has no template of its own."""
    entry: Entry = page.subject
    newer, older = parts.neighbours(entry, site)
    known = {item.name for item in fields(Fields)}
    own = [
        (item.name.replace("_", " ").capitalize(), getattr(entry.data, item.name))
        for item in fields(entry.data)
    ]
    shown = [
        (label, value if isinstance(value, Body) else str(value))
        for label, value in own
        if value not in (None, ())
    ]
    values = {
        "entry": entry,
        "side": ledger.side_of(entry, site),
        "byline": parts.byline(entry, site),
        "dates": long_day(site.day(entry.date)) if entry.date else "",
        "chips": parts.chips(entry, site),
        "image": lead_picture(entry, site),
        "corrections": parts.corrections(entry, site),
        "fields": tuple(pair for pair in shown if pair[0].lower().replace(" ", "_") not in known),
        "facts": tuple(parts.common_facts(entry, site)),
        "answer": answer(entry, site),
        "newer": newer,
        "older": older,
    }
    return _entry_view(page, entry, entry.kind, values)


def _entry_view(page: Page, entry: Entry, template: str, values: dict[str, Any]) -> View:
    return View(
        address=page.address,
        template=template,
        title=entry.title,
        values=values,
        section=page.address,
        state="unlisted" if entry.data.visibility == "unlisted" else "",
    )


def plain_list(page: Page, site: Site) -> View:
    """Show the entries of a kind that has no list of its own."""
    kind = page.template.removeprefix("list:")
    groups, old = newest(site.of(kind), site)
    values = {"lead": "", "groups": groups, "older": old, "empty": "There is nothing here yet."}
    return View(address=page.address, template="posts", title=page.title, values=values, section=page.address)


def not_found(page: Page, site: Site) -> View:
    """Show what a visitor sees at an address that leads nowhere."""
    ways = [Link("To the home page", "/")]
    ways += [Link("The news", "/news/")] if site.listed else []
    ways += [Link("Tell us", "/contact/")] if site.config.channels or site.of("person") else []
    return View(
        address=page.address,
        template="not_found",
        title=page.title,
        values={"links": tuple(ways)},
        noindex=True,
    )
