"""Releases of GitHub, saved with `gh api`, to a changelog: for projects that keep none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from openhub.importers.base import Brought, Importer, Loss, New, Wish
from openhub.problems import Span
from openhub.read.json_lists import Item, JsonFault, read_items
from openhub.read.release_texts import below_a_version, definitions
from openhub.read.version_headings import name_of, read_heading
from openhub.read.versions import UNRELEASED, channel, version_key
from openhub.urls import slug

MARK = "<!-- Written by openhub import github-releases: the next import writes it anew. -->"
_FIELDS = {
    "tag_name": (str, "a text"),
    "published_at": (str | None, "a time"),
    "created_at": (str | None, "a time"),
    "body": (str | None, "a text"),
    "name": (str | None, "a text"),
    "html_url": (str | None, "an address"),
    "draft": (bool | None, "true or false"),
    "prerelease": (bool | None, "true or false"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\ud800-\udfff\ufeff\ufffe\uffff]")
_TAG_PAGE = "/releases/tag/"
_FULL = re.compile(r"\*\*Full Changelog\*\*: *(https?://\S+)", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&{}])")
_ADDRESS = re.compile(r"https?://[^\s<>]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A release of the answer: what it says, and the line where it stands."""

    line: int
    tag: str
    version: str
    date: date
    at: str
    name: str
    body: str
    url: str
    trial: bool


def read(source: Path, wish: Wish) -> Brought:
    """Read a saved answer into one changelog; drafts and tags without a version are left behind."""
    file = source.name
    try:
        items = read_items(source.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _refused(file, 1, "expected JSON in UTF-8, got other bytes; save the answer again")
    except JsonFault as fault:
        return _refused(file, fault.line, f"{fault.message}; save the answer again")
    if not items:
        return _refused(file, 1, "the list holds no release; publish one, and save the answer again")
    faults = tuple(_faults(items, file))
    return Brought(faults=faults) if faults else _for_product(items, file, wish)


def _for_product(items: Iterable[Item], file: str, wish: Wish) -> Brought:
    product = wish.product or slug(_product(items))
    if not slug(product):
        return _refused(file, 1, "nothing says which product this is; name it with --product")
    elsewhere = wish.config.product(product).changelog
    if elsewhere is not None:
        said = f"the product '{product}' has its changelog at {elsewhere}, so it needs no other"
        return _refused(file, 1, said)
    return _brought(items, product, file, wish)


def _refused(file: str, line: int, message: str) -> Brought:
    return Brought(faults=(Loss(Span(file, line), message),))


def _faults(items: Iterable[Item], file: str) -> Iterator[Loss]:
    for item in items:
        if not isinstance(item.value, dict):
            yield Loss(Span(file, item.line), "expected a release, an object with 'tag_name'")
            continue
        for name, (type_, words) in _FIELDS.items():
            if not isinstance(item.get(name), type_):
                span = Span(file, item.line_of(name))
                yield Loss(span, f"{name}: expected {words}; is this the answer of /releases?")
        when = item.get("published_at")
        if isinstance(when, str) and _instant(when) is None:
            yield Loss(Span(file, item.line_of("published_at")), f"published_at: '{when}' is no time")


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _product(items: Iterable[Item]) -> str:
    """Give the name of the repository, as the address of a release tells it."""
    found = (str(item.get("html_url") or "").partition("/releases/") for item in items)
    return next((before.rpartition("/")[2] for before, middle, _ in found if middle), "")


# ── the releases that count ─────────────────────────────────────────────────


def _brought(items: Iterable[Item], product: str, file: str, wish: Wish) -> Brought:
    kept: dict[str, Told] = {}
    losses: list[Loss] = []
    for item in items:
        made = _told(item, product, wish)
        if isinstance(made, str):
            losses.append(Loss(Span(file, item.line_of("tag_name")), made))
        elif made.version.lower() in kept:
            first = kept[made.version.lower()]
            said = (
                f"'{made.tag}' is left out: its version {made.version} is told in line {first.line} already"
            )
            losses.append(Loss(Span(file, item.line_of("tag_name")), said))
        else:
            kept[made.version.lower()] = made
            losses += _partly(item, file)
    if not kept:
        return Brought(faults=(*losses, Loss(Span(file), "no release is left to write")))
    losses += _clashes(kept.values(), file)
    text = _changelog(tuple(kept.values()), product, wish)
    new = New(path=f"content/changelogs/{product}.md", content=text.encode(), mark=MARK.encode())
    return Brought(files=(new,), losses=tuple(losses))


def _told(item: Item, product: str, wish: Wish) -> Told | str:
    """Give a release, or in words why it is left out."""
    tag = str(item.get("tag_name"))
    when = _instant(item.get("published_at") or "")
    if item.get("draft"):
        return f"'{tag}' is a draft, so it is left out"
    version = _version(tag, product, wish)
    if when is None or not version:
        return f"'{tag}' is left out: {'it names no version' if when else 'it says no day of publishing'}"
    return Told(
        line=item.line,
        tag=tag,
        version=version,
        date=when.astimezone(wish.config.zone).date(),
        at=when.astimezone(UTC).isoformat(),
        name=" ".join(_CONTROL.sub(" ", item.get("name") or "").split()),
        body=_CONTROL.sub("", (item.get("body") or "").replace("\r\n", "\n").replace("\r", "\n")),
        url=address[0] if (address := _ADDRESS.fullmatch(item.get("html_url") or "")) else "",
        trial=bool(item.get("prerelease")),
    )


def _version(tag: str, product: str, wish: Wish) -> str:
    """Give the version that a tag names: by the product's pattern, else as headings are read."""
    before, _, after = wish.config.product(product).tag.partition("{version}")
    inner = (
        tag[len(before) : len(tag) - len(after)] if tag.startswith(before) and tag.endswith(after) else tag
    )
    for name in (inner, tag):
        found = read_heading(name, frozenset({name_of(product)}))
        if found and found.version != UNRELEASED and not found.prefix and _comes_back(found.version):
            return found.version
    return ""


def _comes_back(version: str) -> bool:
    """Tell whether a heading of this version is read as it was written."""
    found = read_heading(_heading(version, date(2024, 1, 2), trial=False))
    return found is not None and found.version == version and bool(found.date)


def _partly(item: Item, file: str) -> Iterator[Loss]:
    tag, assets = item.get("tag_name"), item.get("assets")
    if isinstance(assets, list) and assets:
        files = (
            "its file to download stays" if len(assets) == 1 else f"its {len(assets)} files to download stay"
        )
        yield Loss(Span(file, item.line_of("assets")), f"'{tag}': {files} at GitHub")
    if _CONTROL.search((item.get("body") or "").replace("\r", "")):
        yield Loss(
            Span(file, item.line_of("body")), f"'{tag}': characters that no page can show are left out"
        )


def _clashes(releases: Iterable[Told], file: str) -> Iterator[Loss]:
    """Find labels of links that two releases define in two ways; in one file the first counts for both."""
    known: dict[str, str] = {}
    for told in _newest_first(releases):
        for label, target in definitions(told.body).items():
            if known.setdefault(label, target) != target:
                said = f"'{told.tag}' defines [{label.lower()}] otherwise than a newer one, whose link counts"
                yield Loss(Span(file, told.line), said)


# ── the changelog ───────────────────────────────────────────────────────────


def _changelog(releases: tuple[Told, ...], product: str, wish: Wish) -> str:
    title = wish.config.product(product).title or product
    names = frozenset({name_of(product), name_of(title)})
    parts = [f"# {_escaped(title)} changelog\n\n{MARK}\n"]
    links = []
    for told in _newest_first(releases):
        text = below_a_version(told.body, told.version, names)
        words = [_heading(told.version, told.date, trial=told.trial), _own_name(told, names), text.text]
        parts.append("\n\n".join(filter(None, words)) + "\n")
        own = text.heading.url if text.heading else ""
        links.append((told.version, own or _compare(told, releases)))
    defined = "".join(f"[{version}]: <{address}>\n" for version, address in links if address)
    return "\n".join((*parts, defined) if defined else parts)


def _newest_first(releases: Iterable[Told]) -> tuple[Told, ...]:
    return tuple(sorted(releases, key=lambda one: (one.at, version_key(one.version)), reverse=True))


def _heading(version: str, day: date, *, trial: bool) -> str:
    if version == day.isoformat():
        return f"## {version}"
    return f"## [{version}] - {day}{' (pre-release)' if trial and channel(version) == 'stable' else ''}"


def _own_name(told: Told, names: frozenset[str]) -> str:
    """Give the title of a release where it says more than product and version."""
    words = re.sub(r"\b(?:release|version|v)\b", " ", told.name, flags=re.IGNORECASE)
    rest = words.replace(told.tag, " ").replace(told.version, " ")
    return _escaped(told.name) if name_of(rest) and name_of(rest) not in names else ""


def _escaped(text: str) -> str:
    """Write a plain text so that Markdown finds no markup in it, at its beginning neither."""
    escaped = re.sub(r"^(?=[-+=:])", r"\\", _MARKUP.sub(r"\\\1", text))
    return re.sub(r"^([0-9]+)(?=[.)](?:\s|$))", r"\1\\", escaped)


def _compare(told: Told, releases: Iterable[Told]) -> str:
    """Give the address that compares a release with the one below it, else that of its own page."""
    said = _FULL.search(told.body)
    repository, middle, _ = told.url.partition(_TAG_PAGE)
    if said or not middle:
        return said[1] if said else ""
    older = [one for one in releases if version_key(one.version) < version_key(told.version)]
    stable = [one for one in older if channel(one.version) == "stable" and not one.trial]
    before = (stable if not told.trial and channel(told.version) == "stable" else older) or older
    if not before:
        return told.url
    last = max(before, key=lambda one: version_key(one.version))
    return f"{repository}/compare/{last.tag}...{told.tag}"


IMPORTER = Importer(name="github-releases", title="a saved answer of GitHub's API", read=read)
