"""What is wrong with a release: bad news, known problems, and which of them are one and the same fault."""

from __future__ import annotations

from collections.abc import Mapping

from openhub.kinds.post import is_open
from openhub.kinds.release import KnownIssue, Release
from openhub.model import Entry
from openhub.read.versions import version_key
from openhub.site import Site


def troubles(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the bad news that came with a release, or with an earlier one and was not mended yet."""
    product = str(entry.data.product)
    causes = [site.get(ref) for ref in site.backs if ref.kind == "release"]
    found = [
        post
        for cause in causes
        if cause is not None and cause.data.product == product
        for post in site.back(cause.ref, "caused_by")
        if post.kind == "post" and (cause == entry or _still_has(entry, cause, post, site))
    ]
    return tuple({post.ref: post for post in found}.values())


def _still_has(entry: Entry, cause: Entry, post: Entry, site: Site) -> bool:
    if not entry.date or not cause.date:
        return False
    key = version_key(str(entry.data.version))
    if key < version_key(str(cause.data.version)) or site.day(entry.date) < site.day(cause.date):
        return False
    mended = [
        site.day(fix.date)
        for fix in site.back(post.ref, "resolves")
        if fix.kind == "release"
        and fix.data.product == entry.data.product
        and fix.date
        and not fix.data.yanked
    ]
    return site.day(entry.date) < min(mended) if mended else is_open(post)


def unfixed(data: Release) -> tuple[KnownIssue, ...]:
    """Give the known issues that no version has fixed yet."""
    return tuple(issue for issue in data.known_issues if not issue.fixed_in)


def told_in(entry: Entry, site: Site) -> Mapping[str, Entry]:
    """Give for each known problem, by its text, the post that tells of the same fault."""
    data: Release = entry.data
    news = troubles(entry, site)
    found = {}
    for issue in data.known_issues:
        same = [post for post in news if _mentions(issue, post, site)]
        alike = [post for post in news if _is_alike(issue, post, data, site)]
        rivals = [other for other in data.known_issues if _shares(issue, other)]
        if same or (len(alike) == 1 and len(rivals) == 1):
            found[issue.text.text] = (same or alike)[0]
    return found


def _mentions(issue: KnownIssue, post: Entry, site: Site) -> bool:
    """Tell whether the problem links to the post, or the post names the problem's id."""
    texts = [issue.text, *([issue.workaround] if issue.workaround else [])]
    address = site.addresses[post.ref]
    links = [
        site.links.get((body.span.file, link.target), "") for body in texts for link in body.markup.links
    ]
    named = bool(issue.id) and f" {issue.id}" in f" {post.title} {post.body.text}"
    return named or any(link.partition("#")[0] == address for link in links)


def _shares(issue: KnownIssue, other: KnownIssue) -> bool:
    return issue.found_in == other.found_in and issue.fixed_in == other.fixed_in


def _is_alike(issue: KnownIssue, post: Entry, data: Release, site: Site) -> bool:
    """Tell whether both came with the same version, and went with the same one."""
    causes = {ref.id for ref in post.data.caused_by if ref.kind == "release"}
    if f"{data.product}/{issue.found_in}" not in causes:
        return False
    fixes = {fix.data.version for fix in site.back(post.ref, "resolves") if fix.kind == "release"}
    return issue.fixed_in in fixes if issue.fixed_in else is_open(post) and not fixes


def reports(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the bad news about a release that no known problem of it tells already."""
    told = {post.ref for post in told_in(entry, site).values()}
    return tuple(post for post in troubles(entry, site) if post.ref not in told)
