"""What came of a release after its day: bad news, known problems, and holes that a later one closes.

Each answer is worked out once a site for all versions of a product, so that a thousand of them cost a
thousand times what one costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from openhub.hub import versions
from openhub.hub.versions import History
from openhub.kinds.post import is_open
from openhub.kinds.release import KnownIssue, is_coming
from openhub.model import Entry, Ref
from openhub.read.versions import version_key
from openhub.site import KEPT, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A known problem as one version has it: told by which release, and what version of it is without."""

    issue: KnownIssue
    teller: Entry
    fixed_in: str = ""


def known(entry: Entry, site: Site) -> tuple[Known, ...]:
    """Give the known problems of a version: those it tells itself, and those that others tell of it."""
    return _known(site).get(entry.ref, ())


def unfixed(entry: Entry, site: Site) -> tuple[Known, ...]:
    """Give the known problems of a version that none has fixed yet."""
    return tuple(issue for issue in known(entry, site) if not issue.fixed_in)


def troubles(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the bad news that came with a release, or with an earlier one and was not mended yet."""
    return _troubles(site).get(entry.ref, ())


def closes_hole(entry: Entry, site: Site) -> Entry | None:
    """Give the version, higher and later, that closes a hole which this one may have."""
    return _holes(site).get(entry.ref)


# ── known problems ──────────────────────────────────────────────────────────


def _own(entry: Entry) -> Iterator[Known]:
    for issue in entry.data.known_issues:
        yield Known(issue=issue, teller=entry, fixed_in=issue.fixed_in or "")


@lru_cache(maxsize=KEPT)
def _known(site: Site) -> Mapping[Ref, tuple[Known, ...]]:
    found: dict[Ref, list[Known]] = defaultdict(list)
    for history in versions.histories(site).values():
        for told in _tellings(history).values():
            for entry, issue in _spread(told, history):
                found[entry.ref].append(issue)
    return {ref: tuple(issues) for ref, issues in found.items()}


def _tellings(history: History) -> Mapping[str, list[Known]]:
    """Gather what tells of one and the same problem: by its id, else by its words; oldest version first."""
    found: dict[str, list[Known]] = defaultdict(list)
    for entry in reversed(history.ordered):
        for each in _own(entry):
            found[each.issue.id or each.issue.text.text].append(each)
    return found


def _spread(told: list[Known], history: History) -> Iterator[tuple[Entry, Known]]:
    """Give each version that has a problem, with the words that stand nearest to it."""
    own = {each.teller.ref: each for each in told}
    fixes = tuple(dict.fromkeys(each.fixed_in for each in told if each.fixed_in))
    found = {each.teller.ref: each.teller for each in told} | {
        entry.ref: entry for entry in _reached(told, fixes, history)
    }
    for entry in found.values():
        if not any(_has_fix(entry, fix, history.named.get(fix), history) for fix in fixes):
            each = own.get(entry.ref, told[-1])
            fix = _fix(entry, fixes, history)
            yield entry, Known(issue=each.issue, teller=each.teller, fixed_in=fix or each.fixed_in)


def _reached(told: list[Known], fixes: tuple[str, ...], history: History) -> Iterator[Entry]:
    """Give the versions from the one a problem was found in up to the last that fixes it."""
    found_in = min((each.issue.found_in for each in told if each.issue.found_in), key=version_key, default="")
    last = max(map(version_key, fixes)) if fixes else None
    first = history.named.get(found_in)
    if first is None:
        return
    for entry in reversed(history.ordered[: history.place(first) + 1]):
        if is_coming(entry) or (last and version_key(str(entry.data.version)) >= last):
            return
        if not versions.day(entry) or versions.day(entry) >= versions.day(first):
            yield entry


def _has_fix(entry: Entry, fix: str, fixed: Entry | None, history: History) -> bool:
    """Tell whether a version has the fix of another: it is higher, and of its line or later than it."""
    if version_key(str(entry.data.version)) < version_key(fix):
        return False
    if fixed is None or history.line(fixed) == history.line(entry):
        return True
    return versions.day(entry) >= versions.day(fixed)


def _fix(entry: Entry, fixes: tuple[str, ...], history: History) -> str:
    """Give the version that fixes a problem for who has this one: of its line, else the lowest above."""
    key = version_key(str(entry.data.version))
    above = sorted((fix for fix in fixes if version_key(fix) > key), key=version_key)
    line = history.line(entry)
    return next((fix for fix in above if fix.startswith(f"{line}.")), above[0] if above else "")


# ── bad news ────────────────────────────────────────────────────────────────


@lru_cache(maxsize=KEPT)
def _troubles(site: Site) -> Mapping[Ref, tuple[Entry, ...]]:
    found: dict[Ref, dict[Ref, Entry]] = defaultdict(dict)
    for cause in (site.get(ref) for ref in site.backs if ref.kind == "release"):
        if cause is not None:
            for post in site.back(cause.ref, "caused_by"):
                if post.kind == "post":
                    for ref in (cause.ref, *_still_have(cause, post, site)):
                        found[ref][post.ref] = post
    return {ref: tuple(posts.values()) for ref, posts in found.items()}


def _still_have(cause: Entry, post: Entry, site: Site) -> Iterator[Ref]:
    """Give the later and higher versions that bad news holds for: those without the fix of another."""
    history, since = versions.of(cause, site), versions.day(cause)
    fixes = [
        fix
        for fix in site.back(post.ref, "resolves")
        if fix.kind == "release" and fix.data.product == cause.data.product and not fix.data.yanked
    ]
    if not since or not (fixes or is_open(post)):
        return
    for entry in history.ordered[: history.place(cause)]:
        day = versions.day(entry)
        if day and since <= day and not any(_is_mended(entry, fix, history) for fix in fixes):
            yield entry.ref


def _is_mended(entry: Entry, fix: Entry, history: History) -> bool:
    """Tell whether a version has what another mended: it is not below it, and of its line or as late."""
    if history.place(entry) > history.place(fix):
        return False
    return history.line(entry) == history.line(fix) or versions.day(entry) >= versions.day(fix)


# ── holes ───────────────────────────────────────────────────────────────────


@lru_cache(maxsize=KEPT)
def _holes(site: Site) -> Mapping[Ref, Entry]:
    return {ref: fix for history in versions.histories(site).values() for ref, fix in _closed(history)}


def _closed(history: History) -> Iterator[tuple[Ref, Entry]]:
    """Go down the versions and keep in mind the latest that closed a hole, of each line and of all.

    What a withdrawn version closed is closed by the one above it.
    """
    latest: Entry | None = None
    above: Entry | None = None
    of_line: dict[str, Entry] = {}
    for entry in history.out:
        line = history.line(entry)
        fix = next((each for each in (of_line.get(line), latest) if each and _is_later(each, entry)), None)
        if fix:
            yield entry.ref, fix
        above = entry if versions.is_stable(entry) else above
        if above and versions.is_final(entry) and _secures(entry):
            of_line.setdefault(history.line(above), above)
            latest = above if latest is None or _is_later(above, latest) else latest


def _secures(entry: Entry) -> bool:
    return any(change.type == "security" for change in entry.data.changes)


def _is_later(entry: Entry, other: Entry) -> bool:
    day, than = versions.day(entry), versions.day(other)
    return not (day and than) or day > than
