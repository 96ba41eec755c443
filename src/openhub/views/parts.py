"""Parts that the views of several kinds share: links, bylines, facts, relations, the ledger's items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest

from openhub.hub import ledger
from openhub.hub.plan import product_title
from openhub.hub.shelves import product_address
from openhub.kinds import feedback
from openhub.kinds.base import RELATIONS, all_kinds, listing
from openhub.kinds.post import is_open
from openhub.model import Body, Entry, Ref, Side, Who
from openhub.site import KEPT, Site
from openhub.urls import slug, tag_word
from openhub.views.presence import presence
from openhub.views.shapes import Chip, Correction, Face, Fact, Group, Item, Link, Picture, Turn

LONGEST = 280
"""The length of a line in a list, in characters, beyond which it is cut."""
KIND_WORDS = {
    "post": "Post",
    "release": "Release",
    "event": "Event",
    "metric": "Metric",
    "person": "Person",
    "feedback": "You said",
    "page": "Page",
}


def link_to(entry: Entry, site: Site, note: str | Turn = "") -> Link:
    """Link to an entry by its title."""
    return Link(entry.title, site.addresses[entry.ref], note)


def ref_link(ref: Ref, site: Site, note: str = "") -> Link:
    """Link to what a reference names; without an address where it is not published."""
    entry = site.get(ref)
    return link_to(entry, site, note) if entry else Link(ref.id, "", note)


def kind_word(entry: Entry) -> str:
    """Give the word for the kind of an entry, as readers know it."""
    if entry.kind == "feedback":
        return f"You said, {entry.id}"
    return KIND_WORDS.get(entry.kind, entry.kind.capitalize())


def asset(entry: Entry, target: str | None, site: Site) -> str:
    """Give the address of a picture that a field of an entry names; empty where there is none."""
    return site.links.get((entry.span.file, target), "") if target else ""


# ── people ──────────────────────────────────────────────────────────────────


def person_link(who: Who, site: Site) -> Link:
    """Link to a person, or give a name that is nobody's page."""
    entry = site.person(who)
    return link_to(entry, site) if entry else Link(who.name)


def face(who: Who, site: Site) -> Face:
    """Show somebody: with face and role where they are a person of the hub."""
    entry = site.person(who)
    return person_face(entry, site) if entry else Face(name=who.name)


def person_face(entry: Entry, site: Site) -> Face:
    """Show a person of the hub."""
    return Face(
        name=entry.title,
        address=site.addresses[entry.ref],
        role=", ".join(role.title for role in entry.data.roles[:2]),
        photo=asset(entry, entry.data.photo, site),
        photo_alt=entry.data.photo_alt or "",
        initials="".join(word[0] for word in entry.title.split()[:2]).upper(),
        state=presence(entry, site),
    )


def authors(entry: Entry, site: Site) -> tuple[Who, ...]:
    """Give who signs an entry: as written, else the hub's default byline."""
    return entry.data.authors or (site.config.authors if entry.kind == "post" else ())


def byline(entry: Entry, site: Site) -> tuple[Face, ...]:
    """Show who signs an entry."""
    return tuple(face(who, site) for who in authors(entry, site))


def names(entry: Entry, site: Site) -> str:
    """Name who signs an entry, in a few words."""
    found = [person_link(who, site).title for who in authors(entry, site)]
    return found[0] if len(found) == 1 else f"{found[0]} and {len(found) - 1} more" if found else ""


# ── what every entry has ────────────────────────────────────────────────────


def corrections(entry: Entry, site: Site) -> tuple[Correction, ...]:
    """Show what was corrected, latest first."""
    found = [
        Correction(on=item.on, text=item.text, by=person_link(item.by, site).title if item.by else "")
        for item in entry.data.corrections
    ]
    return tuple(sorted(found, key=lambda item: item.on, reverse=True))


def picture(entry: Entry, site: Site) -> Picture | None:
    """Show the picture of an entry, if it has one."""
    address = asset(entry, entry.data.image, site)
    return Picture(address=address, alt=entry.data.image_alt or "") if address else None


def tag_links(entry: Entry) -> tuple[Link, ...]:
    """Link to the tags of an entry."""
    return tuple(Link(tag, f"/tags/{tag_word(tag)}/") for tag in entry.data.tags)


def audience_links(entry: Entry, site: Site) -> tuple[Link, ...]:
    """Link to the audiences of an entry."""
    known = {audience.id: audience.title or audience.id for audience in site.config.audiences}
    return tuple(
        Link(known[name], f"/audiences/{slug(name)}/") for name in entry.data.audiences if name in known
    )


def relation_facts(entry: Entry, site: Site) -> Iterator[Fact]:
    """Show every relation of an entry in words, those it declares and those declared to it."""
    found: dict[str, dict[str, Link]] = defaultdict(dict)
    moved = {move.metric for move in entry.data.moves}
    for relation in entry.relations:
        told = relation.name != "about" or relation.target not in moved
        if relation.name in RELATIONS and site.get(relation.target) and told:
            link = ref_link(relation.target, site, _note(entry, relation.target, site))
            found[RELATIONS[relation.name].there].setdefault(link.address, link)
    for back in site.backs.get(entry.ref, ()):
        source = site.get(back.source)
        if back.name in RELATIONS and source is not None and source.data.visibility == "public":
            link = link_to(source, site)
            found[RELATIONS[back.name].back].setdefault(link.address, link)
    for term, links in found.items():
        yield Fact(term=term, links=tuple(links.values()))


def _note(entry: Entry, target: Ref, site: Site) -> str:
    """Say what to know before one follows: which way a metric moved, that a release is withdrawn."""
    other = site.get(target)
    if other is not None and getattr(other.data, "yanked", None):
        return ", withdrawn"
    directions = [move.direction for move in entry.data.moves if move.metric == target]
    return f", {directions[0]}" if directions else ""


def common_facts(entry: Entry, site: Site) -> Iterator[Fact]:
    """Show what the entry belongs to: relations, tags, audiences, where else it was published."""
    yield from relation_facts(entry, site)
    if entry.data.tags:
        yield Fact(term="Tags", links=tag_links(entry), mark="p-category")
    if links := audience_links(entry, site):
        yield Fact(term="Written for", links=links)
    if site.config.edit_url:
        address = site.config.edit_url.replace("{path}", entry.span.file)
        yield Fact(term="This page", links=(Link("Suggest a change", address),))
    if entry.data.syndication:
        yield Fact(term="Also published", links=tuple(Link(url, url) for url in entry.data.syndication))


def neighbours(entry: Entry, site: Site) -> tuple[Link | None, Link | None]:
    """Give the newer and the older neighbour of an entry in its list."""
    listed = site.of(entry.kind)
    place = _places(site).get(entry.ref)
    if place is None:
        return None, None
    newer = link_to(listed[place - 1], site) if place else None
    older = link_to(listed[place + 1], site) if place + 1 < len(listed) else None
    return newer, older


@lru_cache(maxsize=KEPT)
def _places(site: Site) -> Mapping[Ref, int]:
    return {entry.ref: place for listed in site.by_kind.values() for place, entry in enumerate(listed)}


# ── lists ───────────────────────────────────────────────────────────────────


def item(entry: Entry, site: Site, *, side: str | None = None) -> Item:
    """Show an entry in a list."""
    return Item(
        title=entry.title,
        address=site.addresses[entry.ref],
        side=ledger.side_of(entry, site) if side is None else side,
        date=site.day(entry.date) if entry.date else None,
        kind=kind_word(entry),
        byline=names(entry, site),
        chips=chips(entry, site),
        line=short(entry.summary or ""),
    )


def chips(entry: Entry, site: Site) -> tuple[Chip, ...]:
    """Say the states of an entry in words."""
    found: list[Chip] = []
    data = entry.data
    state = feedback.state(entry, site) if entry.kind == "feedback" else getattr(data, "state", None)
    if is_open(entry):
        found.append(("Open", True))
    elif state in {"resolved", "closed", "declined", "cannot", "cancelled", "postponed"}:
        words = {"cannot": "We cannot"}
        found.append((words.get(state, state.capitalize()), False))
    if getattr(data, "yanked", None):
        found.append(("Withdrawn", False))
    if data.pin:
        found.append(("Pinned", False))
    return tuple(found)


def short(line: Body | str) -> Body | str:
    """Keep a line as it is where it is short; else its beginning, cut at a word."""
    text = line.text if isinstance(line, Body) else line
    return line if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def news_item(news: ledger.News, site: Site) -> Item:
    """Show a row of the ledger."""
    entry, row = news.entry, news.row
    moved = [
        (link.title, link.address)
        for move in entry.data.moves
        if (link := ref_link(move.metric, site)).address
    ]
    return Item(
        title=row.title,
        address=site.addresses[entry.ref],
        side=row.side,
        date=row.date,
        kind=kind_word(entry),
        byline=names(entry, site),
        chips=chips(entry, site),
        line=short(row.line),
        moved=tuple(moved),
    )


def alternating(good: Iterable[Item], bad: Iterable[Item], ended: dict[Side, str]) -> tuple[Item, ...]:
    """Let the sides alternate; where one runs out, one slot says since when nothing was reported."""
    goods, bads = list(good), list(bad)
    for side, items, others in (("good", goods, bads), ("bad", bads, goods)):
        if len(items) < len(others) or not items:
            items.append(Item(side=side, line=ended[side]))  # type: ignore[index]
    return tuple(item for pair in zip_longest(goods, bads) for item in pair if item is not None)


def ledger_items(rows: Iterable[ledger.News], site: Site) -> tuple[Item, ...]:
    """Lay rows out as a ledger."""
    listed = tuple(rows)
    good = [news_item(row, site) for row in listed if row.row.side == "good"]
    bad = [news_item(row, site) for row in listed if row.row.side == "bad"]
    ended = {True: "Nothing more on this side.", False: "Nothing on this side."}
    return alternating(good, bad, {"good": ended[bool(good)], "bad": ended[bool(bad)]})


def years(entries: Iterable[Entry], site: Site) -> tuple[Group, ...]:
    """Sort entries into years, newest first; those without a date come last."""
    found: dict[str, list[Item]] = defaultdict(list)
    for entry in entries:
        found[str(site.day(entry.date).year) if entry.date else "Without a date"].append(item(entry, site))
    return tuple(
        Group(id=f"y{slug(year)}", heading=year, items=tuple(items)) for year, items in found.items()
    )


def list_crumb(kind: str, site: Site) -> tuple[str, str]:
    """Give the crumb of a kind's list."""
    found = all_kinds(site.config.kinds)[kind]
    return found.title, listing(found, site.config)


def product_crumb(name: str, site: Site) -> tuple[str, str]:
    """Give the crumb of a product."""
    return product_title(name, site), product_address(name, site)
