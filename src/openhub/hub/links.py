"""Links in texts: each one is proved to lead somewhere before a page is written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from openhub.model import Body, Entry, Folder, Held, Link, Ref
from openhub.problems import Problem, Span, did_you_mean, nearest
from openhub.read import outline
from openhub.read.schema import leaves
from openhub.urls import host, is_external

REMOTE = "openhub-remote:"
"""Stands before the URL of a picture that a page must not load; it becomes a link."""
HELD = ""
"""What a link resolves to whose target is not published: its text stands without a link."""
TOP = "#Main"
"""Where a link to the first heading leads, which became the title of the page."""
_PREFIXES = ("{filename}", "{static}", "{attach}", "@/")
_DATED = re.compile(r"(\d{4})/(\d{2})/(\d{2})/([^/]+?)(?:\.html|/)?$")
"""The address of a post by its day, as other generators write it."""
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}\.?(?:/.*)?", re.IGNORECASE)
_SPECIAL = re.compile(r"post_url:|page_ref:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Everything that a link can lead to."""

    folder: Folder
    pages: frozenset[str]
    by_file: Mapping[str, str]
    by_name: Mapping[str, str]
    held_files: Mapping[str, str]
    lost_files: frozenset[str]
    aliases: Mapping[str, str]
    anchors: Mapping[str, frozenset[str]]
    allowed_hosts: frozenset[str]
    repositories: Mapping[str, str] = field(default_factory=dict)
    roots: tuple[str, ...] = ("content",)


@dataclass(slots=True)
class Resolved:
    """Where the links of a hub lead, the files that they need, and what is wrong with them."""

    links: dict[tuple[str, str], str] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def resolve(entries: Iterable[Entry], others: Iterable[Body], map_: Map) -> Resolved:
    """Resolve every link of every entry, and of `others`, texts that belong to none."""
    made = Resolved()
    for entry in entries:
        own = frozenset().union(*(body.markup.ids for body in bodies(entry)))
        for link, span in _links(entry):
            _take(link, span, own, entry.body.markup.title, map_, made)
    for body in others:
        for link in body.markup.links:
            _take(link, body.place(link.span), body.markup.ids, "", map_, made)
    return made


def _take(link: Link, span: Span, own: frozenset[str], title: str, map_: Map, made: Resolved) -> None:
    key = (span.file, link.target)
    if not link.target.startswith("#"):
        made.links[key] = _resolve_one(link, span, map_, made)
    elif title and unquote(link.target[1:]) == outline.slug(title):
        made.links[key] = TOP
    else:
        made.problems += _own_anchor(link, span, own)
        made.links[key] = link.target


def bodies(entry: Entry) -> Iterator[Body]:
    """Give every Markdown text of an entry."""
    yield entry.body
    yield from (leaf for _, leaf in leaves(entry.data) if isinstance(leaf, Body))


def _links(entry: Entry) -> Iterator[tuple[Link, Span]]:
    for body in bodies(entry):
        for link in body.markup.links:
            yield link, body.place(link.span)
    for link in entry.files:
        yield link, link.span


def _own_anchor(link: Link, span: Span, own: frozenset[str]) -> Iterator[Problem]:
    wanted = unquote(link.target[1:])
    if wanted and wanted not in own:
        message = f"no heading '#{wanted}' on this page{_near_heading(wanted, own)}"
        yield Problem(code="broken-link", message=message, span=span)


def _resolve_one(link: Link, span: Span, map_: Map, made: Resolved) -> str:
    if is_external(link.target):
        return _external(link, span, map_, made)
    path, fragment = _split(unquote(link.target))
    found = _find(path, span.file, map_)
    if found is None:
        return _nowhere(link, path, span, map_, made)
    if found.startswith("file:"):
        return _asset(found.removeprefix("file:"), map_, made)
    return _on_page(found, fragment, link, span, map_, made)


def _on_page(found: str, fragment: str, link: Link, span: Span, map_: Map, made: Resolved) -> str:
    if found in map_.lost_files:
        return HELD  # what is wrong with that file is told already
    if found in map_.held_files:
        state = "has expired" if map_.held_files[found] == "expired" else "is not published yet"
        message = f"'{link.target}' {state}, so its text stands without a link"
        made.problems.append(Problem(code="link-held", message=message, span=span))
        return HELD
    anchors = map_.anchors.get(found)
    if fragment and anchors is not None and fragment not in anchors:
        message = f"no heading '#{fragment}' on that page{_near_heading(fragment, anchors)}"
        made.problems.append(Problem(code="broken-link", message=message, span=span))
        return found
    return found + (f"#{fragment}" if fragment else "")


def _nowhere(link: Link, path: str, span: Span, map_: Map, made: Resolved) -> str:
    if span.file in map_.repositories and path.strip("/"):
        return _in_repository(link, path, span, map_, made)
    made.problems.append(_broken(link, path, span, map_))
    return HELD


def _in_repository(link: Link, path: str, span: Span, map_: Map, made: Resolved) -> str:
    """Lead from a changelog to a file of its repository that is not part of the hub."""
    repository = map_.repositories[span.file]
    inner = posixpath.normpath(posixpath.join(posixpath.dirname(span.file), path.lstrip("/")))
    if repository and not link.picture and not inner.startswith(".."):
        return f"{repository.rstrip('/')}/blob/HEAD/{inner}"
    held = f"'{link.target}' is no part of the hub, so its text stands without a link"
    message = f"{held}; name the product's 'repository' and it leads there"
    made.problems.append(Problem(code="changelog-link", message=message, span=span))
    return HELD


def _split(target: str) -> tuple[str, str]:
    path, _, fragment = target.partition("#")
    return path.partition("?")[0], fragment


def _external(link: Link, span: Span, map_: Map, made: Resolved) -> str:
    where = host("https:" + link.target if link.target.startswith("//") else link.target)
    if not link.picture or where in map_.allowed_hosts:
        return link.target
    reason = f"a picture from {where or 'elsewhere'} would tell that host who reads; it becomes a link"
    message = f"{reason}. To load it: privacy: {{allow: [{where}]}}"
    made.problems.append(Problem(code="picture-remote", message=message, span=span))
    return REMOTE + link.target


def _find(path: str, file: str, map_: Map) -> str | None:
    """Find what a path means, seen from a file: an address, a held file, or `file:` and a file to copy."""
    if match := _SPECIAL.match(path):
        return map_.by_name.get(posixpath.basename(path[match.end() :]).removesuffix(".md").lower())
    if prefix := next((prefix for prefix in _PREFIXES if path.startswith(prefix)), None):
        return _from_roots(path.removeprefix(prefix), file, map_, relative=prefix != "@/")
    if path.startswith("/"):
        return _absolute(path, map_)
    return _relative(path, file, map_)


def _relative(path: str, file: str, map_: Map) -> str | None:
    return _at(posixpath.normpath(posixpath.join(posixpath.dirname(file), path)), map_)


def _at(target: str, map_: Map) -> str | None:
    for candidate in (target, f"{target}.md", f"{target}/index.md", f"{target}/_index.md"):
        if candidate in map_.by_file:
            return map_.by_file[candidate]
        if candidate in map_.held_files or candidate in map_.lost_files:
            return candidate
    return f"file:{target}" if target in map_.folder.files else None


def _from_roots(path: str, file: str, map_: Map, *, relative: bool) -> str | None:
    tries = [posixpath.join(root, path.lstrip("/")) for root in map_.roots]
    if relative and not path.startswith("/"):
        tries.insert(0, posixpath.join(posixpath.dirname(file), path))
    return next((found for one in tries if (found := _at(posixpath.normpath(one), map_))), None)


def _absolute(path: str, map_: Map) -> str | None:
    for candidate in (
        path,
        path.rstrip("/") + "/",
        path.removesuffix("index.html"),
        path.removesuffix(".html") + "/",
    ):
        if candidate in map_.pages:
            return candidate
        if candidate in map_.aliases:
            return map_.aliases[candidate]
    if dated := _DATED.search(path):
        return map_.by_name.get(f"{dated[1]}-{dated[2]}-{dated[3]}-{dated[4]}".lower())
    name = path.lstrip("/")
    if name in map_.folder.static:
        return path
    return next(
        (
            found
            for root in map_.roots
            if (found := _at(posixpath.normpath(posixpath.join(root, name)), map_))
        ),
        None,
    )


def _asset(file: str, map_: Map, made: Resolved) -> str:
    address = asset_address(file)
    made.assets[address] = map_.folder.files[file]
    return address


def asset_address(file: str) -> str:
    """Give the address of a file that stands beside a text: its path in the hub below `/media/`."""
    return "/media/" + file.removeprefix("content/").replace("../", "")


def _broken(link: Link, path: str, span: Span, map_: Map) -> Problem:
    if not link.target.strip():
        message = "a link without an address; write where it leads, or take its brackets away"
        return Problem(code="broken-link", message=message, span=span)
    if not path.startswith("/") and _climbs(path, span.file):
        message = f"'{link.target}' leads out of the hub; copy it in, or link to a URL"
        return Problem(code="path-outside", message=message, span=span)
    what = "picture or file" if link.picture else "page or file"
    message = f"no {what} at '{link.target}'{_near(path, span.file, map_, picture=link.picture)}"
    return Problem(code="broken-link", message=message, span=span)


def _climbs(path: str, file: str) -> bool:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), path)).startswith(
        ".."
    ) and not file.startswith("..")


def _near_heading(wanted: str, known: Iterable[str]) -> str:
    return did_you_mean(f"#{wanted}", sorted(f"#{name}" for name in known))


def _near(path: str, file: str, map_: Map, *, picture: bool) -> str:
    if not picture and _HOST.fullmatch(path) and not path.endswith((".md", ".html")):
        return f"; did you mean 'https://{path}'?"
    if path.startswith("/"):
        return did_you_mean(path, sorted(map_.pages))
    folder = posixpath.dirname(file)
    known = sorted(posixpath.relpath(name, folder or ".") for name in (*map_.by_file, *map_.folder.files))
    if match := nearest(path, known):
        return f"; did you mean '{match}'?"
    same = [name for name in known if posixpath.basename(name) == posixpath.basename(path)]
    return f"; did you mean '{same[0]}'?" if same else ""


def held_files(held: Iterable[Held]) -> Mapping[str, str]:
    """Give the files of entries that are not published, each with the reason."""
    return {item.span.file: item.why for item in held}


def names(entries: Iterable[Entry], addresses: Mapping[Ref, str]) -> Mapping[str, str]:
    """Map the names by which other generators know a text (its file's, its day and slug) to its address."""
    found: dict[str, str] = {}
    for entry in entries:
        stem = posixpath.basename(entry.span.file).rsplit(".", 1)[0]
        for name in (stem, f"{entry.date:%Y-%m-%d}-{entry.slug}" if entry.date else stem):
            found.setdefault(name.lower(), addresses[entry.ref])
    return found
