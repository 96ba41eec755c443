"""The changes of one version: what is better, what one must know, and the text that they were read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from openhub.hub import forges
from openhub.hub.aftermath import Known, known
from openhub.hub.upgrade_notes import is_about_upgrading
from openhub.kinds.post import is_open
from openhub.kinds.release import Change, Release, better, first_items, must_know
from openhub.model import Body, Entry, Ref
from openhub.site import Site
from openhub.views import parts
from openhub.views.references import address_of, linked, without_answers
from openhub.views.release_faults import reports, told_in
from openhub.views.release_words import anchor, kind_of
from openhub.views.shapes import Line, Link

_BETTER = {"added": "Added", "changed": "Changed", "fixed": "Fixed", "security": "Security"}
_MUST_KNOW = {
    "breaking": "Breaking",
    "removed": "Removed",
    "deprecated": "Deprecated",
    "known": "Known problems",
}
_HEADING = re.compile(r"(</?h)([2-5])(?=[\s>])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem:
    """A change, or a known problem with its state and a way round it."""

    text: Line
    scope: str = ""
    note: str = ""
    links: tuple[Link, ...] = ()
    workaround: Line = ""
    more: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """The changes of one type; `id` is where the counts of the verdict lead."""

    heading: str
    id: str
    changes: tuple[ChangeItem, ...]


def repository(data: Release, site: Site) -> str:
    """Give where the source of a product is, for links to its issues."""
    return forges.repository(str(data.product), site)


def better_groups(entry: Entry, site: Site) -> Iterator[ChangeGroup]:
    """Group what is better; what stands under a heading of the changelog's own takes no side."""
    for kind, heading in _BETTER.items():
        found = [change for change in better(entry.data) if change.type == kind]
        if found:
            changes = tuple(_change(change, entry, site) for change in found)
            yield ChangeGroup(heading=heading, id=heading, changes=changes)


def must_know_groups(entry: Entry, site: Site) -> Iterator[ChangeGroup]:
    """Group what one must know, with the known problems and the bad news."""
    bad = must_know(entry.data)
    for kind, heading in _MUST_KNOW.items():
        found = [_change(change, entry, site) for change in bad if kind_of(change) == kind]
        if kind == "known":
            found += _known_items(entry, site)
        if found:
            yield ChangeGroup(heading=heading, id=anchor(kind), changes=tuple(found))
    if news := tuple(_report(post, site) for post in reports(entry, site)):
        yield ChangeGroup(heading="Bad news about it", id=anchor("news"), changes=news)


def _report(post: Entry, site: Site) -> ChangeItem:
    state = "Still open:" if is_open(post) else "Over:"
    return ChangeItem(text=state, links=(parts.link_to(post, site),))


def _change(change: Change, entry: Entry, site: Site) -> ChangeItem:
    asked = tuple(_asked(ref, site) for ref in change.answers)
    text = without_answers(change.text) if asked else change.text
    shown = "".join(change.text.markup.parts)
    found = [(name, address_of(name)) for name in change.advisories if name.lower() not in shown.lower()]
    advisories = tuple(Link(name, address) for name, address in found if address)
    return ChangeItem(
        text=linked(text, repository(entry.data, site)),
        scope=change.scope or "",
        links=(*asked, *advisories),
    )


def _asked(ref: Ref, site: Site) -> Link:
    return Link(f"You asked for it ({ref.id})", site.addresses.get(ref, ""))


def _known_items(entry: Entry, site: Site) -> list[ChangeItem]:
    told = told_in(entry, site)
    return [_known(each, told.get(each.issue.text.text), entry, site) for each in known(entry, site)]


def _known(each: Known, post: Entry | None, entry: Entry, site: Site) -> ChangeItem:
    issue = each.issue
    found = f"Found in {issue.found_in}" if issue.found_in else "Known"
    fix = _version(each.fixed_in, entry, site) if each.fixed_in else None
    return ChangeItem(
        text=linked(issue.text, repository(entry.data, site)),
        note=f"{found}, fixed in" if fix else f"{found}, not fixed yet.",
        links=(fix,) if fix else (),
        more=parts.link_to(post, site) if post else None,
        workaround=issue.workaround or "",
    )


def _version(version: str, entry: Entry, site: Site) -> Link:
    ref = Ref("release", f"{entry.data.product}/{version}")
    return Link(version, site.addresses.get(ref, ""))


def is_digest(entry: Entry) -> bool:
    """Tell whether the summary was made of the first changes, which stand right below."""
    data: Release = entry.data
    made = tuple(map(first_items, (better(data), must_know(data), data.changes)))
    return bool(entry.summary and entry.summary.text in made)


def others(entry: Entry, site: Site) -> tuple[ChangeItem, ...]:
    """Give the changes of a sorted changelog that stand under a heading of its own and take no side."""
    data: Release = entry.data
    if not better(data) and not must_know(data):
        return ()
    shown = {id(change) for change in (*better(data), *must_know(data))}
    return tuple(
        _change(change, entry, site)
        for change in data.changes
        if id(change) not in shown and not is_about_upgrading(change.type)
    )


def written(entry: Entry) -> Body:
    """Give what the changelog wrote, without the long notes that follow it."""
    notes = entry.notes
    if notes is None:
        return entry.body
    markup, later = entry.body.markup, notes.markup
    kept = len(markup.parts) - len(later.parts)
    text = markup.text.removesuffix(later.text).rstrip()
    ids = later.ids
    parts_ = (*markup.parts[:kept], markup.parts[kept].removesuffix(later.parts[0]))
    links = markup.links[: len(markup.links) - len(later.links)]
    headings = markup.headings[: len(markup.headings) - len(later.headings)]
    first = replace(markup, parts=parts_, links=links, headings=headings, text=text, ids=markup.ids - ids)
    return replace(entry.body, markup=first)


def demoted(body: Body) -> Body:
    """Set the headings of a text one level lower, so that they stand below the one over it."""
    found = tuple(_HEADING.sub(_lower, part) for part in body.markup.parts)
    return replace(body, markup=replace(body.markup, parts=found))


def _lower(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) + 1}"
