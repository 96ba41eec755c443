"""What the hub has already: its requests, the files that an earlier import wrote, and its releases."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openhub.build import Options, load
from openhub.importers.base import Wish
from openhub.importers.github_issues.issue import Issue
from openhub.kinds.release import is_coming
from openhub.model import Entry
from openhub.site import Site

_MARK = re.compile(rb"^# openhub import github-issues: (\S+) \(([0-9a-f]{12}|-)\)[ \t]*\r?$", re.MULTILINE)
_ID = re.compile(rb"^id: *[\"']?([\w.-]+)", re.MULTILINE)
_VERSION = re.compile(r"\bv?(\d+(?:\.\d+)+(?:-[\w.]+)?)(?![\w.-]*\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A file that an import wrote: what it knew then, and whether somebody has changed it since."""

    path: str
    id: str
    mark: bytes
    digest: str
    content: bytes
    touched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release that is out, and what it names."""

    ref: str
    version: str
    day: date | None
    refs: frozenset[str]
    repository: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the hub has: by address of an issue, by id of a request, and its releases, oldest first."""

    own: Mapping[str, Own]
    told: Mapping[str, Entry]
    ids: frozenset[str]
    releases: tuple[Release, ...]

    def release_of(self, issue: Issue, id_: str, answer: str) -> tuple[Release | None, bool]:
        """Find the release that brought what an issue asked for, and whether that is a guess.

        Its changes name the issue or the request, or its version is the milestone; else our answer names it.
        """
        names = {
            issue.name,
            f"GH-{issue.number}",
            id_,
            f"{'/'.join(issue.repository.split('/')[-2:])}{issue.name}",
        }
        near = [one for one in self.releases if one.repository in {"", issue.repository.lower()}]
        aimed = {found[1] for found in _VERSION.finditer(issue.milestone)}
        for fits in (lambda one: one.refs & names, lambda one: one.version in aimed):
            if found := [one for one in near if fits(one)]:
                return next((one for one in found if one.kept), found[0]), False
        said = {found[1] for found in _VERSION.finditer(answer)}
        found = [one for one in near if one.version in said and one.kept]
        return (found[0] if len(found) == 1 else None), True


def known(wish: Wish) -> Known:
    """Read the hub, with what is not published yet."""
    site = load(wish.root, Options(now=wish.now, drafts=True, future=True)).value
    requests = site.of("feedback")
    own = dict(_own(wish.root))
    return Known(
        own=own,
        told={voice.link: entry for entry in requests for voice in entry.data.said if voice.link},
        ids=frozenset(entry.id for entry in requests) | {file.id for file in own.values()},
        releases=tuple(_releases(site, wish)),
    )


def _own(root: Path) -> Iterator[tuple[str, Own]]:
    for path in sorted((root / "content").rglob("*.md")):
        content = path.read_bytes() if path.is_file() else b""
        found, id_ = _MARK.search(content), _ID.search(content)
        if found and id_:
            file = Own(
                path=path.relative_to(root).as_posix(),
                id=id_[1].decode(),
                mark=found[0],
                digest=found[2].decode(),
                content=content,
                touched=digest(content) != found[2].decode(),
            )
            yield found[1].decode("utf-8", "replace"), file


def digest(content: bytes) -> str:
    """Give the sum of a file but for the sum that stands in it, whatever ends its lines."""
    plain = content.replace(b"\r\n", b"\n")
    blank = _MARK.sub(lambda found: found[0].replace(found[2] + b")", b"-)"), plain, count=1)
    return hashlib.sha256(blank).hexdigest()[:12]


def _releases(site: Site, wish: Wish) -> Iterator[Release]:
    entries = [entry for entry in site.of("release") if _is_out(entry, site)]
    for entry in sorted(entries, key=lambda one: (site.day(one.date) if one.date else date.max, one.id)):
        product = site.config.product(entry.data.product)
        if wish.product in {"", entry.data.product}:
            yield Release(
                ref=str(entry.ref),
                version=entry.data.version,
                day=site.day(entry.date) if entry.date else None,
                refs=frozenset(ref for change in entry.data.changes for ref in change.refs),
                repository=(product.repository or site.config.repository or "").rstrip("/").lower(),
                kept=not entry.data.yanked,
            )


def _is_out(entry: Entry, site: Site) -> bool:
    return not is_coming(entry) and (entry.date is None or site.day(entry.date) <= site.today)
