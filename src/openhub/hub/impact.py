"""What a build will change for those who follow the hub, and what it would take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from openhub.hub import memory
from openhub.model import Entry, Ref
from openhub.problems import Problem, Span
from openhub.site import KEPT, Published, Site
from openhub.urls import absolute, alias_address

FILE = "hub.json"
_MOST_TOLD = 20
"""Vanished entries that are named; a hub that moved has all of them gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """How many entries are new, changed, or seen a second time for a new id; and which are gone."""

    new: int
    updated: int
    again: int
    vanished: tuple[Ref, ...] = ()


def impact(site: Site) -> Impact:
    """Compare the site with what was published before it."""
    said = [_what(entry, site) for entry in site.listed]
    return Impact(
        new=said.count("new"),
        updated=said.count("updated"),
        again=said.count("again"),
        vanished=tuple(_vanished(site)),
    )


def _what(entry: Entry, site: Site) -> str:
    known = site.published.get(entry.ref) or _renamed(entry, site)
    if known is None:
        return "new"
    if known.data.get("feed_id") not in {None, memory.feed_id(entry, site)}:
        return "again"
    return "" if known.digest == memory.digest(entry) else "updated"


def _renamed(entry: Entry, site: Site) -> Published | None:
    """Find what was published at the address of an entry, under an id that nobody has now."""
    return _gone(site).get(absolute(site.addresses[entry.ref], site.config.base))


@lru_cache(maxsize=KEPT)
def _gone(site: Site) -> Mapping[str, Published]:
    gone = [known for ref, known in site.published.items() if ref not in site.entries]
    return {str(known.data.get("url")): known for known in reversed(gone)}


def _vanished(site: Site) -> Iterator[Ref]:
    held = {item.ref for item in site.held}
    yield from sorted(ref for ref in site.published if ref not in site.entries and ref not in held)


def sentence(found: Impact) -> str:
    """Say what subscribers will see: "3 new, 1 updated, none again"."""
    words = [(found.new, "new"), (found.updated, "updated"), (found.again, "again")]
    said = [f"{number or 'none'} {word}" for number, word in words]
    return ", ".join([*said, *([f"{len(found.vanished)} gone"] if found.vanished else [])])


def vanished_problems(site: Site, file: str = FILE) -> Iterator[Problem]:
    """Find what was published and is gone, without another page at its address; the last counts the rest.

    Of metrics `silence` tells.
    """
    gone = [ref for ref in gone_for_good(site) if ref.kind != "metric"]
    for number, ref in enumerate(gone[:_MOST_TOLD], 1):
        url = _url(ref, site)
        told = f"'{ref}' was published{f' at {url}' if url else ''} and is gone"
        more = len(gone) - _MOST_TOLD if number == _MOST_TOLD else 0
        others = f", and {more:,} more" if more > 0 else ""
        remedy = "bring it back, or keep its address under 'aliases' of what replaces it"
        yield Problem(code="published-vanished", message=f"{told}{others}; {remedy}", span=Span(file))


def gone_for_good(site: Site) -> list[Ref]:
    """Give what was published and is gone, its address with it."""
    return [ref for ref in _vanished(site) if not is_kept(ref, site)]


def is_kept(ref: Ref, site: Site) -> bool:
    """Tell whether another page answers where an entry was published."""
    return _url(ref, site).rstrip("/") in _old_addresses(site)


def _url(ref: Ref, site: Site) -> str:
    return str(site.published[ref].data.get("url") or "")


@lru_cache(maxsize=KEPT)
def _old_addresses(site: Site) -> frozenset[str]:
    aliases = (alias_address(alias) for entry in site.entries.values() for alias in entry.data.aliases)
    return frozenset(absolute(alias, site.config.base).rstrip("/") for alias in aliases)
