"""What one has to know of a release to upgrade to it or past it, each thing told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias, cast, get_args

from openhub.hub.versions import is_final
from openhub.kinds.release import Change
from openhub.model import Body, Entry, Markup

NoteKind: TypeAlias = Literal["breaking", "removed", "upgrade", "deprecated", "security"]
ORDER: tuple[NoteKind, ...] = get_args(NoteKind)
"""The order in which one acts: look at what stops working, change it, plan for what will, rest assured."""

_HOLE = "\0"
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>|<p><strong>([^<]{2,60}?)</strong>:?</p>", re.DOTALL)
_UPGRADING = re.compile(
    r"(?:how to )?(?:upgrade|upgrading|migrate|migrating|migration)"
    r"(?: (?:notes?|guides?|guidance|tips?|steps?|instructions?|paths?|(?:from|to) .*))?",
    re.IGNORECASE,
)
_INLINE = re.compile(r"\0|</?(?:a|code|em|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r' id="[^"]*"')
_EMPTY = re.compile(r"<([uo]l)>\s*</\1>\s*")
_CODE = re.compile(r"<code>([^<]+)</code>")
_TAIL = re.compile(r"\buse\b.*?\b(?:instead of|in place of|rather than)\b(.*)", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[^\W_]{3,}")
_STOP = frozenset(
    "the and for has have been was were are now will with from that this its support deprecated deprecate "
    "deprecates deprecation removed remove removes removal drop dropped drops breaking change changes".split()
)
_ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to know: which version tells it, and the one that announced it, if another did.

    `ended` is the version that removes or breaks what is deprecated here, where a later step tells of it.
    """

    kind: NoteKind
    entry: Entry
    text: Body
    change: Change | None = None
    announced: Entry | None = None
    ended: Entry | None = None


def notes(releases: Iterable[Entry]) -> tuple[Note, ...]:
    """Give what some releases tell, lowest version first, in the order in which one acts; each thing once."""
    found = [note for entry in releases for note in _of(entry)]
    return in_order(_ended(_distinct(found)))


def in_order(found: Iterable[Note]) -> tuple[Note, ...]:
    """Put notes in the order in which one acts; those of one kind stay as they are."""
    return tuple(sorted(found, key=lambda note: ORDER.index(note.kind)))


def _of(entry: Entry) -> Iterator[Note]:
    for change in entry.data.changes:
        kind = _kind(change)
        if kind:
            yield Note(kind=kind, entry=entry, text=change.text, change=change)
    for text in (entry.data.upgrade, written_upgrade(entry)):
        if text:
            yield Note(kind="upgrade", entry=entry, text=text)


def _kind(change: Change) -> NoteKind | None:
    kind = "breaking" if change.breaking else change.type
    return cast("NoteKind", kind) if kind in {"breaking", "removed", "deprecated", "security"} else None


def _distinct(found: Iterable[Note]) -> list[Note]:
    """Tell once what a preview and its final version both say, and a hole that two lines close."""
    kept: dict[tuple[str, ...], Note] = {}
    for note in found:
        key = _key(note)
        former = kept.get(key)
        if former is None or (is_final(note.entry) and not is_final(former.entry)):
            kept[key] = note
    return list(kept.values())


def _key(note: Note) -> tuple[str, ...]:
    named = note.change.advisories if note.change and note.kind == "security" else ()
    return (note.kind, *(named or (" ".join(note.text.text.lower().split()),)))


# ── deprecated, then removed ────────────────────────────────────────────────


def _ended(found: list[Note]) -> Iterator[Note]:
    """Leave out each deprecation that ended in a removal or break further on, which then says since when."""
    return (note for note in matched(found) if note.ended is None)


def matched(found: Sequence[Note]) -> tuple[Note, ...]:
    """Let deprecations say which version ended them, and what ended them say which announced it."""
    ends = [(place, note) for place, note in enumerate(found) if note.kind in {"breaking", "removed"}]
    announced: dict[int, Entry] = {}
    ended: dict[int, Entry] = {}
    for place, note in enumerate(found):
        if note.kind == "deprecated":
            later = ((at, end) for at, end in ends if at > place and end.entry != note.entry)
            at, end = next(((at, end) for at, end in later if _same(note, end)), (place, None))
            if end is not None:
                ended[place] = end.entry
                announced.setdefault(at, note.entry)
    return tuple(
        replace(note, announced=announced.get(place, note.announced), ended=ended.get(place))
        for place, note in enumerate(found)
    )


def _same(deprecated: Note, end: Note) -> bool:
    """Tell whether two changes are about one thing: the code that they name first, else most words."""
    code, other = _code(deprecated.text), _code(end.text)
    if code or other:
        return bool(code) and code == other
    words, others = _words(deprecated.text), _words(end.text)
    return bool(words and others) and len(words & others) / len(words | others) >= _ALIKE


@lru_cache(maxsize=4096)
def _code(text: Body) -> str:
    """Give the code that a change is about: the first that it names, but not what to use in its place."""
    markup = "".join(text.markup.parts)
    tail = _TAIL.search(markup)
    names = _CODE.findall(tail[1]) if tail else []
    names = names or _CODE.findall(markup)
    return names[0].strip().removesuffix("()") if names else ""


@lru_cache(maxsize=4096)
def _words(text: Body) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.text.lower()) if word not in _STOP)


# ── what the changelog says of upgrading ────────────────────────────────────


def is_about_upgrading(heading: str) -> bool:
    """Tell whether a heading stands over notes on how to upgrade."""
    return bool(_UPGRADING.fullmatch(heading.strip().rstrip(":").strip()))


def written_upgrade(entry: Entry) -> Body | None:
    """Give the part of a release's own text that tells how to upgrade, under a heading that says so.

    An item that is a note by itself, as one that says what breaks, is left out.
    """
    whole = _HOLE.join(entry.body.markup.parts)
    if "pgrad" not in whole and "igrat" not in whole:
        return None
    told = sorted(_told(whole, entry))
    found = [_cut(whole, start, end) for part in _parts(whole) for start, end in _between(part, told)]
    pieces = [_TAG.sub(_without_id, piece) for piece, _ in found]
    links = tuple(link for _, (first, last) in found for link in entry.body.markup.links[first:last])
    if not _TAG.sub("", "".join(pieces)).strip():
        return None
    inline = _INLINE.sub("", " ".join(pieces))
    text = " ".join(re.sub(r"<[^>]+>", " ", inline).split())
    markup = Markup(parts=tuple(_EMPTY.sub("", "\n".join(pieces)).split(_HOLE)), links=links, text=text)
    return replace(entry.body, markup=markup)


def _without_id(tag: re.Match[str]) -> str:
    """Leave an id to the whole text, which stands on the page of the release too."""
    return _ID.sub("", tag[0])


def _cut(whole: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
    first = whole.count(_HOLE, 0, start)
    return whole[start:end], (first, first + whole.count(_HOLE, start, end))


def _told(whole: str, entry: Entry) -> Iterator[tuple[int, int]]:
    """Find the list items of a text that are notes by themselves, with the mark before their words."""
    for text in {_HOLE.join(change.text.markup.parts) for change in entry.data.changes if _kind(change)}:
        item = re.compile(rf"<li>(?:(?!</?li).){{0,60}}?{re.escape(text)}\s*(?:</p>\s*)?</li>\n?", re.DOTALL)
        yield from (match.span() for match in item.finditer(whole))


def _between(part: tuple[int, int], left_out: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give what is left of a part of a text without some spans, which are in order."""
    start, end = part
    for first, last in left_out:
        if start <= first and last <= end:
            yield start, first
            start = last
    yield start, end


def _parts(whole: str) -> Iterator[tuple[int, int]]:
    """Find where a heading about upgrading has its text: up to the next heading that is not below it."""
    heads = [(match, int(match[1] or 7)) for match in _HEADING.finditer(whole)]
    taken = 0
    for place, (match, level) in enumerate(heads):
        name = re.sub(r"<[^>]+>|\0", "", match[2] or match[3])
        if match.start() >= taken and is_about_upgrading(name):
            ends = (other.start() for other, depth in heads[place + 1 :] if depth <= level)
            taken = next(ends, len(whole))
            yield match.end(), taken
