"""`/openhub-next.json`: when time alone changes a page, for two years."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from openhub.hub import moments, plan
from openhub.hub.moments import AHEAD, Shift
from openhub.hub.plan import Page
from openhub.model import Change, Output
from openhub.site import Site
from openhub.urls import output_path

PATH = "openhub-next.json"
MOST = 2_000
"""So many files are made, at most, to find out what a publication to come will change."""
ANY = "*"
"""Stands for the paths of a moment for which that was not found out."""

Key = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """How the files of a site are made: all but this one, or some of its pages."""

    all: Callable[[Site], Sequence[Output]]
    some: Callable[[Site, Sequence[Page]], Sequence[Output]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The time between two publications: from `start`, which is no part of it, until before `end`."""

    site: Site
    made: Sequence[Output]
    start: datetime
    end: datetime
    first: bool = False


class _Found:
    """What was found so far: the paths that change daily, and those of each moment.

    What is not published yet leaves no trace: so none is named that is not there before the next publication.
    """

    def __init__(self, site: Site, made: Sequence[Output]) -> None:
        unlisted = {output_path(page.address) for page in plan.pages(site) if not plan.is_listed(page)}
        self.known = {one.path for one in made} - unlisted | {PATH, ANY}
        self.daily: set[str] = {PATH}
        self.paths: dict[Key, set[str]] = defaultdict(set)


def output(site: Site, made: Sequence[Output], makers: Makers) -> Output:
    """Give `/openhub-next.json`; `made` are all other files.

    It is the same all day long, as long as nothing is published.
    """
    end = moments.begins(AHEAD.after(site.today), site)
    dues = [due for due in sorted(site.dues, key=lambda due: (due.at, due.because)) if due.at < end]
    found = _Found(site, made)
    for stretch in _stretches(site, made, dues, makers, found, end):
        _add(stretch, makers, found)
    return Output(path=PATH, content=_written(site, found, end), daily=True)


def _stretches(
    site: Site, made: Sequence[Output], dues: Iterable[Change], makers: Makers, found: _Found, end: datetime
) -> Iterator[Stretch]:
    """Part the time at each publication, as long as finding out what it changes is not too much work."""
    start, left, first = moments.begins(site.today, site), MOST, True
    for at, group in groupby(dues, key=lambda due: due.at):
        because = "; ".join(dict.fromkeys(due.because for due in group))
        left -= 2 * len(made)
        if left < 0:
            found.paths[at, because] |= {ANY, PATH}
            continue
        yield Stretch(site=site, made=made, start=start, end=at, first=first)
        before = makers.all(site.as_of(at - timedelta(seconds=1)))
        start, first, site = at, False, site.as_of(at)
        made = makers.all(site)
        found.paths[at, because] |= {PATH} | _differing(before, made, site)
    yield Stretch(site=site, made=made, start=start, end=end, first=first)


def _differing(before: Sequence[Output], after: Sequence[Output], site: Site) -> set[str]:
    """Name the files that a publication changes; at midnight without those that change then anyway."""
    old, new = _bytes(before), _bytes(after)
    changed = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    if moments.is_midnight(site.now, site):
        changed -= {one.path for one in after if one.daily} & old.keys()
    return changed


def _bytes(made: Sequence[Output]) -> Mapping[str, tuple[bytes, str]]:
    return {one.path: (one.content, one.copy) for one in made}


def _add(stretch: Stretch, makers: Makers, found: _Found) -> None:
    _add_changes(stretch.made, stretch, found)
    for shift in moments.shifts(stretch.site, stretch.start, stretch.end):
        pages = makers.some(shift.site, shift.new)
        if stretch.first:
            found.known |= {one.path for one in pages}
        _add_changes(pages, Stretch(site=shift.site, made=pages, start=shift.at, end=stretch.end), found)
        found.paths[shift.at, _because(shift)] |= set(_shifted(shift, pages, stretch, found.daily))


def _add_changes(made: Sequence[Output], stretch: Stretch, found: _Found) -> None:
    found.daily |= {one.path for one in made if one.daily}
    for one in made:
        for change in one.changes:
            daily = one.daily and moments.is_midnight(change.at, stretch.site)
            if stretch.start < change.at < stretch.end and not daily:
                found.paths[change.at, change.because].add(one.path)


def _shifted(shift: Shift, pages: Sequence[Output], stretch: Stretch, daily: set[str]) -> Iterator[str]:
    """Name what changes as the calendar moves on: its pages, and the list of all pages."""
    yield from (one.path for one in pages)
    yield from (output_path(page.address) for page in shift.gone)
    yield from {output_path(address) for address in shift.touched} - daily
    made = {one.path: one for one in stretch.made}
    if (shift.new or shift.gone) and "sitemap.xml" in made and not made["sitemap.xml"].copy:
        yield "sitemap.xml"


def _because(shift: Shift) -> str:
    named = ", ".join(page.address for page in (*shift.new, *shift.gone))
    return f"the calendar moves on{': ' if named else ''}{named}"


# ── the file ────────────────────────────────────────────────────────────────


def _written(site: Site, found: _Found, end: datetime) -> bytes:
    data = {
        "asof": site.today.isoformat(),
        "zone": site.config.timezone,
        "until": site.day(end).isoformat(),
        "daily": _addresses(found.daily & found.known),
        "moments": [
            {"at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "paths": _addresses(paths & found.known), "because": because}
            for (at, because), paths in sorted(found.paths.items())
            if paths & found.known
        ],
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def _addresses(paths: Iterable[str]) -> list[str]:
    return sorted(map(_address, paths))


def _address(path: str) -> str:
    """Give the address that a file answers."""
    if path == ANY:
        return path
    return "/" + (path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path)
