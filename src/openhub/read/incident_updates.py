"""The updates in the text of a cState issue: paragraphs that end with the `track` shortcode and its time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openhub.read.freedates import iso_of

_TRACK = re.compile(r"""\s*\{\{[<%]\s*track\s+["'`]?([^"'`{}<>%]+?)["'`]?\s*[>%]\}\}[ \t]*$""")
_LABEL = re.compile(
    r"(?P<mark>\*{1,2}|_{1,2})(?P<word>investigating|identified|monitoring|resolved|fixed|update)(?P=mark)"
    r"[ \t]*(?:[-–—:]|$)\s*",
    re.IGNORECASE | re.MULTILINE,
)
_STATES = {"fixed": "resolved", "update": ""}
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One update: its time in ISO 8601, the state that it names, its words and where they begin."""

    at: str
    state: str
    text: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Updates:
    """The updates in the order in which they are written; the rest of the text keeps its lines."""

    updates: tuple[Update, ...]
    rest: str


def updates(body: str) -> Updates:
    """Find the updates of a text; one that begins with a state goes on, over paragraphs, to its time."""
    lines = body.split("\n")
    blocks = list(_blocks(lines))
    found: list[tuple[int, int, Update]] = []
    begun: int | None = None
    for start, end in blocks:
        text = "\n".join(lines[start:end])
        if _RULE.fullmatch(text):
            begun = None
            continue
        begun = start if _LABEL.match(text) else begun
        first = start if begun is None else begun
        if update := _update("\n".join(lines[first:end]), first + 1):
            found.append((first, end, update))
            begun = None
    taken = {line for first, end, _ in found for line in range(first, end)}
    taken |= set(_rules_beside(blocks, lines, taken))
    rest = "\n".join("" if number in taken else line for number, line in enumerate(lines))
    return Updates(tuple(update for *_, update in found), rest)


def _blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Part a text into paragraphs by number of line; one ends after a time too, and code is part of one."""
    start: int | None = None
    fence = ""
    for number, line in enumerate(lines):
        opened = _FENCE.match(line)
        if opened and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opened[1]
        blank = not line.strip() and not fence
        if not blank and start is None:
            start = number
        if start is not None and (blank or (_TRACK.search(line) and not fence)):
            yield start, number if blank else number + 1
            start = None
    if start is not None:
        yield start, len(lines)


def _update(text: str, line: int) -> Update | None:
    track = _TRACK.search(text)
    at = iso_of(track[1]) if track else None
    head = text[: track.start()].rstrip() if track else ""
    if at is None or not head:
        return None
    label = _LABEL.match(head)
    word = label["word"].lower() if label else ""
    said = label[0] if label else ""
    words = head[len(said) :]
    return Update(
        at=at,
        state=_STATES.get(word, word),
        text=words or word.capitalize(),
        line=line + said.count("\n"),
        column=len(said) - said.rfind("\n") if words else 1,
    )


def _rules_beside(blocks: list[tuple[int, int]], lines: list[str], taken: set[int]) -> Iterator[int]:
    """Find the lines drawn before and after updates: they part nothing any more."""
    for index, (start, _) in enumerate(blocks):
        beside = [blocks[at][0] for at in (index - 1, index + 1) if 0 <= at < len(blocks)]
        if _RULE.fullmatch(lines[start]) and any(line in taken for line in beside):
            yield start
