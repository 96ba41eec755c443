"""Where a product lives, and the addresses that its host gives to issues, commits and comparisons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from openhub.hub import versions
from openhub.kinds.release import is_coming
from openhub.model import Entry
from openhub.site import Site
from openhub.urls import host

_GITLAB = re.compile(
    r"(?:^|[.-])gitlab[.-]|^(?:invent\.kde\.org|salsa\.debian\.org|framagit\.org|code\.videolan\.org)$"
)
_FORGEJO = re.compile(r"^codeberg\.org$|(?:^|[.-])(?:forgejo|gitea)[.-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forge:
    """How a host writes addresses below a repository's; empty for what it has not, or what nobody knows."""

    issue: str = "/issues/{}"
    request: str = ""
    commit: str = "/commit/{}"
    compare: str = ""


_UNKNOWN = Forge()
_OF_GITHUB = Forge(request="/pull/{}", compare="/compare/{}...{}")
_OF_FORGEJO = Forge(request="/pulls/{}", compare="/compare/{}...{}")
_OF_GITLAB = Forge(
    issue="/-/issues/{}",
    request="/-/merge_requests/{}",
    commit="/-/commit/{}",
    compare="/-/compare/{}...{}",
)


def forge(repository: str) -> Forge:
    """Tell by its host how a repository's addresses are written."""
    name = host(repository).lower()
    if name in {"github.com", "www.github.com"}:
        return _OF_GITHUB
    if _GITLAB.search(name):
        return _OF_GITLAB
    return _OF_FORGEJO if _FORGEJO.search(name) else _UNKNOWN


def repository(product: str, site: Site) -> str:
    """Give the address of a product's repository, without what tools put behind it; empty if not known."""
    address = site.config.product(product).repository or ""
    return address.rstrip("/").removesuffix(".git")


def compare_url(entry: Entry, site: Site) -> str:
    """Give where the changes since the version before can be read: as written, else by the tags of both."""
    if entry.data.compare_url:
        return str(entry.data.compare_url)
    name = str(entry.data.product)
    root = repository(name, site)
    pattern = forge(root).compare if root else ""
    former = _former(entry, site)
    if not pattern or former is None:
        return ""
    later = "HEAD" if is_coming(entry) else _tag(entry, site)
    return root + pattern.format(_tag(former, site), later)


def _tag(entry: Entry, site: Site) -> str:
    pattern = site.config.product(str(entry.data.product)).tag
    return quote(pattern.replace("{version}", str(entry.data.version)), safe="/@+.-_")


def _former(entry: Entry, site: Site) -> Entry | None:
    """Give the version before: of those that were out by then, a final one for what is no preview."""
    history = versions.of(entry, site)
    below = history.out if is_coming(entry) else history.ordered[history.place(entry) + 1 :]
    finals = versions.is_final(entry) or is_coming(entry)
    found = (other for other in below if versions.is_final(other) or not finals)
    return next((other for other in found if _was_out(other, entry)), None)


def _was_out(other: Entry, entry: Entry) -> bool:
    return not entry.date or versions.day(other) <= versions.day(entry)
