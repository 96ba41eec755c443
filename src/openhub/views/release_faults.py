"""Which known problems of a release and which bad news tell of one and the same fault."""

from __future__ import annotations

from collections.abc import Mapping

from openhub.hub.aftermath import Known, known, troubles
from openhub.kinds.post import is_open
from openhub.kinds.release import KnownIssue
from openhub.model import Entry
from openhub.site import Site


def told_in(entry: Entry, site: Site) -> Mapping[str, Entry]:
    """Give for each known problem, by its text, the post that tells of the same fault."""
    issues, news = known(entry, site), troubles(entry, site)
    found = {}
    for each in issues if news else ():
        same = [post for post in news if _mentions(each, post, site)]
        alike = [post for post in news if _is_alike(each, post, entry, site)]
        rivals = [other for other in issues if _shares(each, other)]
        if same or (len(alike) == 1 and len(rivals) == 1):
            found[each.issue.text.text] = (same or alike)[0]
    return found


def _mentions(each: Known, post: Entry, site: Site) -> bool:
    """Tell whether the problem links to the post, or the post names the problem's id."""
    issue: KnownIssue = each.issue
    texts = [issue.text, *([issue.workaround] if issue.workaround else [])]
    address = site.addresses[post.ref]
    links = [
        site.links.get((body.span.file, link.target), "") for body in texts for link in body.markup.links
    ]
    named = bool(issue.id) and f" {issue.id}" in f" {post.title} {post.body.text}"
    return named or any(link.partition("#")[0] == address for link in links)


def _shares(each: Known, other: Known) -> bool:
    return each.issue.found_in == other.issue.found_in and each.fixed_in == other.fixed_in


def _is_alike(each: Known, post: Entry, entry: Entry, site: Site) -> bool:
    """Tell whether both came with the same version, and went with the same one."""
    causes = {ref.id for ref in post.data.caused_by if ref.kind == "release"}
    if f"{entry.data.product}/{each.issue.found_in}" not in causes:
        return False
    fixes = {fix.data.version for fix in site.back(post.ref, "resolves") if fix.kind == "release"}
    return each.fixed_in in fixes if each.fixed_in else is_open(post) and not fixes


def reports(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the bad news about a release that no known problem of it tells already."""
    told = {post.ref for post in told_in(entry, site).values()}
    return tuple(post for post in troubles(entry, site) if post.ref not in told)
