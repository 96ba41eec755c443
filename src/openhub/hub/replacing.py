"""What withdrawn releases name to be used in their place: a version that stands, at the end of the way."""

from __future__ import annotations

from collections.abc import Iterator

from openhub.kinds.release import is_coming
from openhub.model import Entry, Ref
from openhub.problems import Problem
from openhub.site import Site


def check(site: Site) -> Iterator[Problem]:
    """Find withdrawn releases that lead to one which is not out, or was withdrawn itself."""
    for entry in site.of("release"):
        used = entry.data.yanked and entry.data.yanked.use
        last = end(entry, site) if used else None
        for relation in entry.relations:
            if last and relation.target == used and relation.target != entry.ref and (why := _why(last)):
                message = f"{relation.name}: '{last.ref}' {why}; name a version that stands"
                yield Problem(code="release-replaced", message=message, span=relation.span)


def end(entry: Entry, site: Site) -> Entry | None:
    """Follow what one after another names, to a version or nowhere; a circle ends at a withdrawn one."""
    seen: set[Ref] = set()
    while entry.data.yanked and entry.data.yanked.use and entry.ref not in seen:
        seen.add(entry.ref)
        used = site.get(entry.data.yanked.use)
        if used is None or used.kind != "release":
            return None
        entry = used
    return entry


def _why(last: Entry) -> str:
    return "is withdrawn too" if last.data.yanked else "is not released yet" if is_coming(last) else ""
