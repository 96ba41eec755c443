"""The hub as a whole: every entry in its place, every relation known from both ends, every link proved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from openhub.config import Config
from openhub.hub import (
    address,
    agenda,
    calendars,
    feedback,
    followups,
    hold,
    lay,
    links,
    plan,
    relate,
    replacing,
    series_tables,
    settings,
)
from openhub.hub.order import newest_first
from openhub.kinds.base import Kind, listing
from openhub.model import Entry, Folder, Held, Parsed, Product, Ref
from openhub.problems import Checked, Problem, Span, did_you_mean
from openhub.site import Published, Site
from openhub.when import day_of, instant_of

_MOST_CHANGES = 2**31
"""What calendars can count (RFC 5545, 3.3.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All that was parsed, and what it is to be linked with."""

    parsed: tuple[Parsed, ...]
    folder: Folder
    config: Config
    kinds: Mapping[str, Kind]
    published: Mapping[Ref, Published]


def link(whole: Whole, moment: hold.Moment) -> Checked[Site]:
    """Join what the files tell into one site as of a moment."""
    laid = _joined(whole, moment)
    entries, held = hold.held_back(laid.value, whole.kinds, moment)
    placed = address.addresses(entries, whole.kinds, whole.config)
    kept = _ordered((entry for entry in entries if entry.ref in placed.value), whole.kinds, whole.config)
    site = _site(kept, held, placed.value, whole, moment)
    hidden = frozenset(_read(whole)) - frozenset(site.entries) - {item.ref for item in held}
    problems = [
        *laid.problems,
        *placed.problems,
        *address.aliases(kept, placed.value),
        *relate.check(site.entries, {item.ref: item for item in held}, hidden),
        *_audiences(site),
        *_taken(site),
        *_undated(site),
        *settings.check(site),
        *agenda.check(site),
        *calendars.check(site),
        *replacing.check(site),
        *feedback.check(site),
        *followups.check(site),
    ]
    intros = (product.intro for product in site.products.values())
    texts = chain(intros, *(parsed.texts for parsed in whole.parsed))
    resolved = links.resolve(site.entries.values(), texts, _map(site, whole))
    linked = replace(
        site,
        links=resolved.links,
        assets=resolved.assets,
        lost=hidden,
        dues=tuple(hold.dues(laid.value, whole.kinds, moment)),
        relink=lambda now: link(whole, replace(moment, now=now)).value,
    )
    return Checked(linked, (*problems, *resolved.problems))


def _read(whole: Whole) -> Iterable[Ref]:
    """Give every reference that a file could be read for, broken ones too."""
    for parsed in whole.parsed:
        yield from (*(entry.ref for entry in parsed.entries), *parsed.lost)


def _joined(whole: Whole, moment: hold.Moment) -> Checked[tuple[Entry, ...]]:
    first = address.unique(chain.from_iterable(parsed.entries for parsed in whole.parsed))
    laid = lay.lay_over(first.value, chain.from_iterable(parsed.overlays for parsed in whole.parsed))
    filled = series_tables.with_series(
        laid.value, whole.folder, whole.config, day_of(moment.now, whole.config.zone)
    )
    return Checked(filled.value, (*first.problems, *laid.problems, *filled.problems))


def _site(
    entries: tuple[Entry, ...],
    held: tuple[Held, ...],
    addresses: Mapping[Ref, str],
    whole: Whole,
    moment: hold.Moment,
) -> Site:
    by_ref = {entry.ref: entry for entry in entries}
    listed = tuple(
        entry for entry in entries if entry.data.visibility == "public" and addresses[entry.ref] != "/"
    )
    return Site(
        config=whole.config,
        now=moment.now,
        entries=by_ref,
        listed=listed,
        by_kind={name: tuple(entry for entry in listed if entry.kind == name) for name in whole.kinds},
        addresses=addresses,
        backs=relate.backs(by_ref),
        held=held,
        products={product.id: product for product in _products(whole.parsed)},
        published=whole.published,
        static=whole.folder.static,
        home=next((entry for entry in entries if addresses[entry.ref] == "/"), None),
    )


def _products(parsed: Iterable[Parsed]) -> Iterable[Product]:
    return chain.from_iterable(one.products for one in parsed)


def _ordered(entries: Iterable[Entry], kinds: Mapping[str, Kind], config: Config) -> tuple[Entry, ...]:
    """Put entries in the order of lists: newest first, events by start, others by title or as written."""
    listed = list(entries)
    order = {name: number for number, name in enumerate(kinds)}
    written = {entry.ref: number for number, entry in enumerate(listed)}

    def key(entry: Entry) -> tuple[Any, ...]:
        if kinds[entry.kind].as_written:
            return order[entry.kind], 0.0, written[entry.ref]
        when = entry.data.starts if entry.kind == "event" else entry.date
        stamp = instant_of(when, config.zone).timestamp() if when else 0.0
        return order[entry.kind], -stamp, entry.title.lower()

    releases = newest_first(entry for entry in listed if entry.kind == "release")
    others = sorted((entry for entry in listed if entry.kind != "release"), key=key)
    return (*others, *releases)


def _map(site: Site, whole: Whole) -> links.Map:
    published = {
        entry.span.file: site.addresses[ref] for ref, entry in site.entries.items() if entry.kind != "release"
    }
    tables = {kind.table: kind for kind in whole.kinds.values() if kind.table}
    files = {
        **published,
        **{f"content/{name}.yaml": listing(kind, site.config) for name, kind in tables.items()},
        **{product.file: product.address for product in site.products.values()},
    }
    held = {file: why for file, why in links.held_files(site.held).items() if file not in files}
    aliases = {
        alias: site.addresses[ref] for ref, entry in site.entries.items() for alias in entry.data.aliases
    }
    return links.Map(
        folder=whole.folder,
        pages=frozenset(page.address for page in plan.pages(site)),
        by_file=files,
        by_name=links.names(site.entries.values(), site.addresses),
        held_files=held,
        lost_files=frozenset(source.file for source in whole.folder.sources) - {*files, *held},
        aliases=aliases,
        anchors={
            site.addresses[ref]: frozenset().union(*(body.markup.ids for body in links.bodies(entry)))
            for ref, entry in site.entries.items()
        },
        allowed_hosts=frozenset(site.config.privacy.allow),
        repositories={
            product.file: site.config.product(product.id).repository or ""
            for product in site.products.values()
        },
        roots=("content", ".", *(rule.folder.strip("/") for rule in site.config.sources)),
    )


def _audiences(site: Site) -> Iterable[Problem]:
    known = [audience.id for audience in site.config.audiences]
    for entry in site.entries.values():
        for name in entry.data.audiences:
            if name not in known:
                message = f"audiences: '{name}' is not declared in openhub.yaml{did_you_mean(name, known)}"
                yield Problem(code="audience-unknown", message=message, span=entry.place("audiences"))


def _undated(site: Site) -> Iterable[Problem]:
    for entry in site.listed:
        if entry.data.news.side != "neutral" and entry.kind != "event" and site.since(entry) is None:
            message = "news: no day is known of it, so it stands nowhere in the ledger; add a 'date'"
            yield Problem(code="news-undated", message=message, span=entry.place("news"))


def _taken(site: Site) -> Iterable[Problem]:
    owners: dict[str, plan.Page] = {}
    for page in sorted(plan.pages(site), key=lambda page: isinstance(page.subject, Entry)):
        if owners.setdefault(page.address.lower(), page) is not page and isinstance(page.subject, Entry):
            taken = f"the address {page.address} belongs to a page that openhub makes"
            message = f"{taken}; give the entry another 'slug'"
            yield Problem(code="address-taken", message=message, span=page.subject.span)


def read_published(text: str, file: str) -> Checked[Mapping[Ref, Published]]:
    """Read the published `hub.json`: what was there, since when, and how it looked.

    An entry that cannot be trusted is left out, and all such are told of at once.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return Checked({}, (_unreadable("got a text that is no JSON", file),))
    entries = data.get("entries") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        return Checked({}, (_unreadable("got JSON without a list of 'entries'", file),))
    usable = [item for item in entries if _is_usable(item)]
    left_out = len(entries) - len(usable)
    problems = (_unreadable(f"{left_out:,} of its entries cannot be read", file),) if left_out else ()
    return Checked({_ref(item["ref"]): _published(item) for item in usable}, problems)


def _unreadable(found: str, file: str) -> Problem:
    message = f"expected a hub.json that openhub wrote, {found}; fetch it again, or leave --published out"
    return Problem(code="published-unreadable", message=message, span=Span(file))


def _is_usable(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    kind, colon, name = str(item.get("ref")).partition(":")
    texts = all(isinstance(item.get(key), str) for key in ("ref", "first", "digest"))
    others = all(isinstance(item.get(key, ""), str | None) for key in ("feed_id", "url"))
    count = item.get("sequence", 0)
    counted = isinstance(count, int) and not isinstance(count, bool) and 0 <= count < _MOST_CHANGES
    return bool(kind and colon and name) and texts and others and counted and _is_day(item["first"])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _ref(text: str) -> Ref:
    kind, _, name = text.partition(":")
    return Ref(kind, name)


def _published(item: Mapping[str, Any]) -> Published:
    count = item.get("sequence", 0)
    return Published(first=item["first"], digest=item["digest"], sequence=count, data=dict(item))
