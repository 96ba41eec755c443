"""The views of posts: their list, a plain post, and bad news that has a life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openhub.hub import ledger
from openhub.hub.plan import Page
from openhub.kinds.post import Post
from openhub.model import Entry
from openhub.read import advisories
from openhub.site import Site
from openhub.urls import is_external, slug
from openhub.views import life, parts
from openhub.views.answers import answer
from openhub.views.presence import owner_link
from openhub.views.promises import is_asof, year
from openhub.views.shapes import (
    Chip,
    Fact,
    Group,
    Item,
    Line,
    Link,
    Picture,
    View,
)
from openhub.words import count, day_month, moment, weekday

_WORDS_A_MINUTE = 220
_IN_FULL = 30
"""So many entries of a long list are told in full; older ones have a line each, folded by year."""


def index(page: Page, site: Site) -> View:
    """Show all posts, a group a year; pinned ones first."""
    entries = sorted(site.of("post"), key=lambda entry: not entry.data.pin)
    pinned = [entry for entry in entries if entry.data.pin]
    groups, old = newest([entry for entry in entries if not entry.data.pin], site)
    if pinned:
        items = tuple(parts.item(entry, site) for entry in pinned)
        groups = (Group(id="pinned", heading="Pinned", items=items), *groups)
    values = {
        "lead": "Everything we wrote, newest first.",
        "groups": groups,
        "older": old,
        "empty": "Nothing is written yet.",
    }
    return View(address=page.address, template="posts", title="Posts", values=values, section=page.address)


def newest(entries: Sequence[Entry], site: Site) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Part a list: the newest, to be told in full, and those before them, to be folded; both by year."""
    full = parts.years(entries[:_IN_FULL], site)
    return full, older_items([parts.item(entry, site) for entry in entries[_IN_FULL:]])


def older_items(items: Iterable[Item]) -> tuple[Group, ...]:
    """Sort what is old into years; those without a date come last."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(str(item.date.year) if item.date else "Without a date", []).append(item)
    return tuple(
        Group(id=f"old-{slug(year)}", heading=f"{year} ({len(listed)})", items=tuple(listed))
        for year, listed in found.items()
    )


def post(page: Page, site: Site) -> View:
    """Show one post."""
    entry: Entry = page.subject
    newer, older = parts.neighbours(entry, site)
    data: Post = entry.data
    values = {
        "entry": entry,
        "side": ledger.side_of(entry, site),
        "lines": _lines(entry),
        "byline": parts.byline(entry, site),
        "dates": _dates(entry, site),
        "chips": _chips(entry),
        "image": lead_picture(entry, site),
        "corrections": parts.corrections(entry, site),
        "life": life.life(entry, site),
        "facts": tuple(_facts(entry, site)),
        "answer": answer(entry, site),
        "newer": newer,
        "older": older,
    }
    crumb = parts.list_crumb("post", site)
    return View(
        address=page.address,
        template="post",
        title=entry.title,
        values=values,
        section=crumb[1],
        state=data.state or data.news.side,
        asof=is_asof(data),
        crumbs=(crumb,),
        og_type="article",
    )


def lead_picture(entry: Entry, site: Site) -> Picture | None:
    """Show the picture of an entry above its text, unless the text shows the same file."""
    found = parts.picture(entry, site)
    text = entry.body
    shown = {site.links.get((text.span.file, link.target)) for link in text.markup.links if link.picture}
    return None if found and found.address in shown else found


def _lines(entry: Entry) -> tuple[tuple[str, Line], ...]:
    news = entry.data.news
    found = ((side, news.line(side)) for side in news.sides) if news.side == "mixed" else ()
    return tuple((side, line) for side, line in found if line)


def _dates(entry: Entry, site: Site) -> str:
    if entry.date is None:
        return ""
    said = [weekday(site.day(entry.date))]
    if entry.data.state:
        said.append(entry.data.severity)
    if entry.data.type != "article":
        said.append(entry.data.type)
    minutes = round(len(entry.body.text.split()) / _WORDS_A_MINUTE)
    if minutes > 1:
        said.append(count(minutes, "minute"))
    if entry.data.updated:
        said.append(f"changed on {day_month(site.day(entry.data.updated), site.day(entry.date).year)}")
    return " · ".join(said)


def _chips(entry: Entry) -> tuple[Chip, ...]:
    return (("Unlisted", False),) if entry.data.visibility == "unlisted" else ()


def _facts(entry: Entry, site: Site) -> Iterator[Fact]:
    data: Post = entry.data
    if data.state:
        yield from _times(entry, site)
    if data.advisories:
        yield Fact(term="Advisories", links=tuple(map(_advisory, data.advisories)))
    owners = sorted({action.owner for action in data.actions if action.owner})
    if owners:
        yield Fact(term="Ask", links=tuple(owner_link(owner, site) for owner in owners))
    yield from parts.common_facts(entry, site)


def _advisory(named: str) -> Link:
    """Link to an advisory: at its own address, or where its register tells of it."""
    if is_external(named):
        return Link(named, named)
    if advisories.is_id(named):
        return Link(advisories.written(named), advisories.address(named))
    return Link(named)


def _times(entry: Entry, site: Site) -> Iterator[Fact]:
    data: Post = entry.data
    for term, when in (("Began", data.started), ("Noticed", data.detected), ("Over", data.resolved)):
        if when:
            yield Fact(term=term, text=moment(when, year(entry, site)))
