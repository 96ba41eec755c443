"""Where each entry stands: its address, and that no two stand in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count

from openhub.config import Config
from openhub.kinds.base import Kind, is_name_of_ours
from openhub.model import Entry, Ref
from openhub.problems import Checked, Problem, Span
from openhub.urls import alias_address, alias_fault, climbs, is_external, name_fault, path_fault, route, slug
from openhub.when import day_of

UNNAMED = "untitled"
"""The id of an entry whose file's name gives none."""
OWN = frozenset(
    f"/{name}/"
    for name in (
        *("news", "posts", "releases", "events", "metrics", "people", "you-said"),
        *("follow-up", "contact", "tags", "audiences", "subscribe", "search"),
    )
)
"""Addresses that are openhub's own, whether the hub has such a page today or not."""


def unique(entries: Iterable[Entry]) -> Checked[tuple[Entry, ...]]:
    """Keep the first entry of each id; a second one is an error that names both.

    Other generators let names repeat, so an entry that was written for one takes a longer id instead, also
    where two ids differ in case alone: they would give one address.
    """
    first: dict[Ref, Entry] = {}
    spelled: dict[Ref, Entry] = {}
    problems = []
    for entry in entries:
        other = first.get(entry.ref) or (spelled.get(_any_case(entry.ref)) if entry.dialect else None)
        if other is not None and entry.dialect and not entry.data.id:
            made = _longer(entry, spelled)
            problems.append(_lengthened(entry, made, other))
        elif other is not None:
            problems.append(_id_taken(entry, other))
            continue
        else:
            made = entry
        first[made.ref] = made
        spelled.setdefault(_any_case(made.ref), made)
    return Checked(tuple(first.values()), tuple(problems))


def _any_case(ref: Ref) -> Ref:
    return Ref(ref.kind, ref.id.lower())


def _lengthened(entry: Entry, made: Entry, other: Entry) -> Problem:
    taken = f"the id '{entry.id}' is taken by {other.span}"
    message = f"{taken}; this entry is '{made.id}' until you give it an 'id'"
    return Problem(code="id-lengthened", message=message, span=entry.span)


def _id_taken(entry: Entry, other: Entry) -> Problem:
    message = f"{_nameless(entry)}the id '{entry.id}' is taken by {other.span}; give one of them another 'id'"
    return Problem(code="id-taken", message=message, span=entry.place("id"))


def _nameless(entry: Entry) -> str:
    """Explain an id that nobody wrote: a name of a file without letter or digit gives none."""
    named = entry.data.id or entry.id != UNNAMED or _stem(entry) == UNNAMED
    return "" if named else "the file's name holds no letter or digit to make an id of; "


def _stem(entry: Entry) -> str:
    return entry.span.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _longer(entry: Entry, taken: Mapping[Ref, Entry]) -> Entry:
    """Give the entry the shortest id from its file's path, with its date, that nobody has.

    Paths that read alike in addresses are numbered.
    """
    stem = entry.span.file.rsplit(".", 1)[0].removesuffix("/index").removesuffix("/_index")
    steps = [slug(step) for step in stem.split("/") if slug(step)]
    names = ["-".join(steps[-size:]) for size in range(1, len(steps) + 1)]
    numbered = (f"{names[-1] if names else entry.id}-{number}" for number in count(2))
    free = (name for name in chain(names, numbered) if Ref(entry.kind, name) not in taken)
    name = next(free)
    return replace(entry, id=name, slug=entry.data.slug or name)


def addresses(
    entries: Iterable[Entry], kinds: Mapping[str, Kind], config: Config
) -> Checked[Mapping[Ref, str]]:
    """Give each entry its address; entries that cannot have theirs are left out."""
    made: dict[Ref, str] = {}
    owners: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        address, fault = _address(entry, kinds[entry.kind], config)
        if fault is None and entry.dialect and (address in OWN or address.lower() in owners):
            wanted, address = address, _other_address(entry, address, config)
            problems.append(_moved(entry, wanted, address))
        other = owners.get(address.lower())
        if fault is None and (other is not None or address in OWN):
            owner = other.span if other else "a page that openhub makes"
            message = f"the address {address} is taken by {owner}; give the entry another 'slug'"
            fault = Problem(code="address-taken", message=message, span=entry.place("slug"))
        if fault is not None:
            problems.append(fault)
            continue
        owners[address.lower()] = entry
        made[entry.ref] = address
    return Checked(made, tuple(problems))


def _moved(entry: Entry, wanted: str, address: str) -> Problem:
    message = (
        f"the address {wanted} is taken; this entry stands at {address} until you give it another 'slug'"
    )
    return Problem(code="address-moved", message=message, span=entry.place("slug"))


def _other_address(entry: Entry, address: str, config: Config) -> str:
    """Give a free address to an entry of another generator, where this one is taken."""
    if address in OWN:
        return f"/pages{address}"
    stamp = day_of(entry.date, config.zone).isoformat() if entry.date else slug(entry.id)
    return f"{address.rstrip('/')}-{stamp}/"


def _address(entry: Entry, kind: Kind, config: Config) -> tuple[str, Problem | None]:
    pattern = config.routes.get(kind.name, kind.route)
    words = _words(entry, config)
    try:
        address = "/" + route(pattern, words).lstrip("/")
    except KeyError as missing:
        word, known = missing.args[0], ", ".join(sorted(words))
        message = f"routes.{kind.name}: '{{{word}}}' is not a word of a route; there are {known}"
        return "", Problem(code="route-word", message=message, span=config.span("routes", kind.name))
    if entry.kind == "page" and entry.id == "index" and kind.route == pattern:
        address = "/"
    return address, next(_slug_faults(entry, kind, address, config), None)


def _slug_faults(entry: Entry, kind: Kind, address: str, config: Config) -> Iterator[Problem]:
    place = entry.place("slug")
    if climbs(address) or climbs(entry.slug) or not entry.slug.strip("/."):
        message = f"slug: '{entry.slug}' leads out of the hub; use a plain name like 'my-post'"
        yield Problem(code="path-outside", message=message, span=place)
    yield from _misshapen(entry)
    if entry.kind == "release" and entry.data.product in kind.reserved:
        yield _reserved_product(entry, kind, config)
    elif is_name_of_ours(kind, entry.id):
        message = f"id: '{entry.id}' is a file of openhub below {kind.listing}; give the entry another 'id'"
        yield Problem(code="slug-reserved", message=message, span=entry.place("id"))
    elif _is_reserved(entry, kind):
        message = f"slug: '{entry.slug}' is reserved below {kind.listing}; give the entry another 'slug'"
        yield Problem(code="slug-reserved", message=message, span=place)


def _misshapen(entry: Entry) -> Iterator[Problem]:
    """Find a slug or id, as its author wrote it, that an address cannot hold."""
    for name, word in (("slug", entry.data.slug), ("id", entry.data.id)):
        fault = (path_fault(word.strip("/")) if entry.kind == "page" else name_fault(word)) if word else ""
        if fault:
            message = f"{name}: '{_shown(word)}' {fault}; write a plain name like 'my-{entry.kind}'"
            yield Problem(code="slug-shape", message=message, span=entry.place(name))


def _shown(word: str) -> str:
    """Write a word so that a message stays one short line that reads from left to right."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in word)
    return plain if len(plain) <= 60 else f"{plain[:57]}…"


def _reserved_product(entry: Entry, kind: Kind, config: Config) -> Problem:
    name = str(entry.data.product)
    ids = [slug(product.id) for product in config.products]
    span = config.span("products", ids.index(name), "id") if name in ids else Span(entry.span.file)
    remedy = "give the product another 'id'" if name in ids else "give the file of its changelog another name"
    message = f"the product id '{name}' is reserved below {kind.listing}; {remedy}"
    return Problem(code="slug-reserved", message=message, span=span)


def _words(entry: Entry, config: Config) -> dict[str, str]:
    day = day_of(entry.date, config.zone) if entry.date else None
    stamps = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"} if day else {}
    words = {"slug": entry.slug, "id": entry.id, "year": "undated", "month": "", "day": "", **stamps}
    if entry.kind == "release":
        words |= {"product": str(entry.data.product), "version": entry.slug}
    return words


def _is_reserved(entry: Entry, kind: Kind) -> bool:
    if entry.kind == "release":
        return entry.slug in kind.reserved - {"unreleased"}
    year = entry.slug.isdigit() and len(entry.slug) == 4
    return entry.slug in kind.reserved or (year and kind.name == "event")


def aliases(entries: Iterable[Entry], made: Mapping[Ref, str]) -> Iterator[Problem]:
    """Find old addresses that lead out of the hub, that none can be, or that another entry has or had."""
    owners = {address.lower(): ref for ref, address in made.items()}
    for entry in entries:
        for number, alias in enumerate(entry.data.aliases):
            span = entry.place(f"aliases[{number}]")
            if climbs(alias) or is_external(alias):
                expected = "expected a path like /2020/old-post/"
                message = f"aliases: '{_shown(alias)}' is no address of this hub; {expected}"
                yield Problem(code="path-outside", message=message, span=span)
            elif "aliases" in entry.places and (fault := alias_fault(alias)):
                message = f"aliases: '{_shown(alias)}' {fault}; correct it, or delete this alias"
                yield Problem(code="slug-shape", message=message, span=span)
            elif (owner := owners.setdefault(alias_address(alias).lower(), entry.ref)) != entry.ref:
                message = f"aliases: '{alias}' belongs to '{owner}'; delete this alias, or that one"
                yield Problem(code="alias-taken", message=message, span=span)
