"""What a change says of itself: its type, scope and breakage in marks, and what it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from openhub.read.advisories import ids
from openhub.read.change_types import Context, sort_of
from openhub.read.change_words import sort_by_first_words

_EMOJI = re.compile(r"(?:[^\w\s\[\]()<>*_`~#!\"'/\\$@{}&+.,:;=?^|%-]|\ufe0f)+[ \t]*|:[a-z_]+:[ \t]+")
_LOUD = ("‼", "💥", ":boom:")
_BRACKET = re.compile(r"\[([\w -]{2,24})\](?![\[(:])[ \t]*:?[ \t]*")
_BOLD = re.compile(r"(?:\*\*|__)([^*_\n]{2,40}?):?(?:\*\*|__)(?:[ \t]*:)?[ \t]+")
_BOLD_SCOPE = re.compile(r"\*\*([\w$./@-]+):\*\*[ \t]+")
_COMMIT = re.compile(r"([A-Za-z]+)(?:\(([^()\n]*)\))?(!)?:[ \t]+")
_WORDS = re.compile(r"([A-Za-z]+(?:[ -][A-Za-z]+){0,2}):[ \t]+")
_COMMITS = frozenset(
    re.findall(r"\w+", "feat fix perf refactor docs doc chore build ci style test tests revert deps")
)
_NO_SCOPE = frozenset(re.findall(r"\w+", "note notes warning important tip todo hint example caution"))
_MARKS = 4
_MARK_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem:
    """One change as a changelog tells it; `text` is the Markdown of its list item.

    `type` is one of the six of Keep a Changelog, 'known' (a known problem), the name of its heading
    or '' where nothing says, not even its first words; `answers` are the feedback ids in brackets at its end.
    """

    type: str
    text: str
    line: int
    breaking: bool = False
    scope: str = ""
    advisories: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def read_marks(text: str, context: Context) -> ChangeItem:
    """Take the marks at the start of an item: `fix(scope)!:`, `[BUGFIX]`, `**Breaking:**`, `**scope:**`.

    Where neither they nor a heading give a type, its first words may.
    """
    sort = context.sort
    item = ChangeItem(type=sort.type, breaking=sort.breaking, scope=context.scope, text=text, line=0)
    for _ in range(_MARKS):
        taken = _take_mark(item, had_mark=item.text != text)
        if taken is None or not taken.text.strip():
            break
        item = taken
    return item if item.type else _by_first_words(item)


def _by_first_words(item: ChangeItem) -> ChangeItem:
    """Give a type to a change that has none: as its first words say, else 'changed' where it breaks."""
    emoji = _EMOJI.match(item.text)
    sort = sort_by_first_words(item.text[emoji.end() :] if emoji else item.text)
    if sort is None:
        return replace(item, type="changed") if item.breaking else item
    return replace(item, type=sort.type, breaking=item.breaking or sort.breaking)


def _take_mark(item: ChangeItem, *, had_mark: bool) -> ChangeItem | None:
    if item.text[:1].isalnum() and ":" not in item.text[:_MARK_LENGTH]:
        return None
    emoji = _EMOJI.match(item.text)
    text = item.text[emoji.end() :] if emoji else item.text
    loud = emoji is not None and emoji[0].startswith(_LOUD)
    plain = replace(item, text=text, breaking=item.breaking or loud)
    taken = _commit(plain) or _named(plain) or _scoped(plain, had_mark=had_mark)
    return taken or (replace(item, breaking=True) if loud and not item.breaking else None)


def _commit(item: ChangeItem) -> ChangeItem | None:
    match = _COMMIT.match(item.text)
    if not match or not (match[1].lower() in _COMMITS or (sort_of(match[1]) and (match[2] or match[3]))):
        return None
    sort = sort_of(match[1])
    return replace(
        item,
        type=sort.type if sort else item.type or match[1].lower(),
        breaking=item.breaking or bool(match[3]),
        scope=match[2] or item.scope,
        text=item.text[match.end() :],
    )


def _named(item: ChangeItem) -> ChangeItem | None:
    """Take a mark that names a known type, in brackets, in bold, or before a colon."""
    for form in (_BRACKET, _BOLD, _WORDS):
        match = form.match(item.text)
        sort = sort_of(match[1]) if match else None
        if match and sort and (form is not _BOLD or ":" in match[0]):
            type_ = item.type if sort.breaking and item.type else sort.type
            return replace(
                item, type=type_, breaking=item.breaking or sort.breaking, text=item.text[match.end() :]
            )
    return None


def _scoped(item: ChangeItem, *, had_mark: bool) -> ChangeItem | None:
    match = _BOLD_SCOPE.match(item.text) or (_BRACKET.match(item.text) if had_mark else None)
    if not match or match[1].lower() in _NO_SCOPE:
        return None
    return replace(item, scope=match[1], text=item.text[match.end() :])


# ── what an item names ──────────────────────────────────────────────────────

_CODE = re.compile(r"(?<!`)(`{1,4})(?!`)[^`\n]*(?<!`)\1(?!`)")
_ROLE = re.compile(r"\{(?:issue|pr|pull|gh)\}`#?([0-9]+)`")
_URL = re.compile(r"\]\([^()\s]*\)|<?https?://[^\s<>)\]]+>?")
_BREAKING = re.compile(r"\bBREAKING(?:[ -]CHANGES?)?\b|\*\*[Bb]reaking(?: [Cc]hanges?)?:?\*\*")
_MAY_REFER = re.compile(r"[#!-][0-9]|\}`[0-9]")
_REF = re.compile(
    r"(?<![\w/#&-])(?:(?:[\w.-]{1,40}/[\w.-]{1,100})?#[0-9]+|GH-[0-9]+|![0-9]+|F-[0-9]+)(?![\w-])"
)
_ANSWERS = re.compile(r"\((F-[0-9]+(?:\s*,\s*F-[0-9]+)*)\)[.\s]*$")


def says_it_breaks(prose: str) -> bool:
    """Tell whether a text says BREAKING loudly, outside of code."""
    return "reaking" in prose.lower() and bool(_BREAKING.search(_CODE.sub("", prose)))


def advisories(prose: str) -> tuple[str, ...]:
    """Find the ids of advisories in a text, addresses included."""
    return _unique(ids(prose))


def refs(prose: str) -> tuple[str, ...]:
    """Find references to issues, pull requests and feedback, as written."""
    if not _MAY_REFER.search(prose):
        return ()
    text = _CODE.sub("", _ROLE.sub(r" #\1 ", _URL.sub(" ", prose)))
    return _unique(match[0] for match in _REF.finditer(text))


def answers(text: str, first_paragraph: str) -> tuple[str, ...]:
    """Give the feedback ids with which an item, or its first paragraph, ends."""
    match = _ANSWERS.search(text) or _ANSWERS.search(first_paragraph)
    return _unique(id_.strip() for id_ in match[1].split(",")) if match else ()


def _unique(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
