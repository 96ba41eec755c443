"""Whether to take a release, by stated rules, and what to take in its place."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from openhub.hub import aftermath, replacing, versions
from openhub.kinds.post import is_open
from openhub.kinds.release import better, is_coming, must_know
from openhub.model import Entry, Ref
from openhub.site import KEPT, Site

Standing: TypeAlias = Literal["coming", "avoid", "testing", "notes", "fine", "unjudged"]


def standing(entry: Entry, site: Site) -> Standing:
    """Judge a release by the rules that its page states."""
    if is_coming(entry):
        return "coming"
    if entry.data.yanked or critical(entry, site):
        return "avoid"
    if not versions.is_stable(entry):
        return "testing"
    if must_know(entry.data) or aftermath.known(entry, site) or aftermath.troubles(entry, site):
        return "notes"
    if not better(entry.data):
        return "unjudged"
    return "notes" if aftermath.closes_hole(entry, site) else "fine"


def critical(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the critical bad news that a version has: it is open, or a later version mended it."""
    found = (post for post in aftermath.troubles(entry, site) if post.data.severity == "critical")
    return tuple(post for post in found if is_open(post) or mended_in(post, entry, site))


def mended_in(post: Entry, entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the versions of a product that mended bad news, and stand."""
    fixes = site.back(post.ref, "resolves")
    return tuple(
        fix for fix in fixes if fix.kind == "release" and fix.data.product == entry.data.product
        and versions.is_stable(fix)
    )  # fmt: skip


# ── what to take ────────────────────────────────────────────────────────────


def newest(name: str, site: Site) -> Entry | None:
    """Give the version of a product to take: the highest that is not to be avoided."""
    return _newest(site).get(name)


@lru_cache(maxsize=KEPT * 64)
def avoided(name: str, site: Site) -> frozenset[Ref]:
    """Give the versions of a product that have critical bad news, so that no way leads to them."""
    return frozenset(entry.ref for entry in versions.history(name, site).out if critical(entry, site))


@lru_cache(maxsize=KEPT)
def _newest(site: Site) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for name, history in versions.histories(site).items():
        stable = [entry for entry in history.ordered if versions.is_stable(entry)]
        chosen = next((entry for entry in stable if not critical(entry, site)), None)
        if chosen:
            found[name] = chosen
    return found


def instead(entry: Entry, site: Site) -> Entry | None:
    """Give what to take in place of a release.

    It is what its authors name, following on where that was withdrawn too; else a later version of its
    line; else the version of the product to take. None where there is nothing better.
    """
    named = _named(entry, site)
    if named:
        return named
    history = versions.of(entry, site)
    line = [
        other
        for other in history.ordered[: history.place(entry)]
        if history.line(other) == history.line(entry) and _stands(other, site)
    ]
    chosen = line[0] if line else newest(str(entry.data.product), site)
    return None if chosen is None or chosen.ref == entry.ref else chosen


def _named(entry: Entry, site: Site) -> Entry | None:
    if not (entry.data.yanked and entry.data.yanked.use):
        return None
    end = replacing.end(entry, site)
    return end if end is not None and _stands(end, site) else None


def _stands(entry: Entry, site: Site) -> bool:
    return not entry.data.yanked and not is_coming(entry) and not critical(entry, site)
