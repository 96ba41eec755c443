"""The text of one release, as a forge holds it, made fit to stand below a version's heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from openhub.read.changes import Block, blocks
from openhub.read.version_headings import VersionHeading, is_series, read_heading

_TOP = 3
"""The highest heading that may stand below a version."""
_DEEPEST = 6
_AFTER = "openhub-after-the-text"
_CLOSERS = ("-->", "</pre>", "</script>", "</style>", "</textarea>", "?>", "]]>", ">")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseText:
    """A text that ends where its version ends; `heading` is its first one where that named the version."""

    text: str
    heading: VersionHeading | None = None


def below_a_version(text: str, version: str, names: frozenset[str]) -> ReleaseText:
    """Set the headings of a release's text below that of its version, and close what it leaves open.

    A first heading that names the version itself is taken away, since that is written above; other headings
    that name versions become bold lines, so that none of them begins a release.
    """
    whole = _closed(text)
    found = _headings(whole)
    own = read_heading(found[0].content, names) if found and _is_first(found[0], whole) else None
    own = own if own is not None and own.version == version else None
    found = found[1:] if own else found
    shift = max(0, _TOP - min((_level(block) for block in found), default=_TOP))
    lines = _without(whole, own)
    for block in found:
        first, end = block.lines
        lines[first] = _lowered(block, shift, names)
        lines[first + 1 : end] = [""] * (end - first - 1)
    return ReleaseText(text="\n".join(lines).strip("\n"), heading=own)


def definitions(text: str) -> Mapping[str, str]:
    """Give the targets of the `[label]` links of a text, by their labels."""
    env: dict[str, Any] = {}
    _parser().parse(text, env)
    return {label: str(found["href"]) for label, found in env.get("references", {}).items()}


def _without(text: str, own: VersionHeading | None) -> list[str]:
    lines = text.split("\n")
    if own is not None:
        first, end = _headings(text)[0].lines
        lines[first:end] = [""] * (end - first)
    return lines


def _is_first(block: Block, text: str) -> bool:
    return not any(line.strip() for line in text.split("\n")[: block.lines[0]])


def _lowered(block: Block, shift: int, names: frozenset[str]) -> str:
    words = " ".join(block.content.split())
    if read_heading(words, names) or is_series(words):
        return f"\n**{words}**\n" if "*" not in words else f"\n{words}\n"
    return f"{'#' * min(_DEEPEST, _level(block) + shift)} {words}"


def _level(block: Block) -> int:
    return int(block.tokens[0].tag[1])


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _tokens(text: str) -> list[Token]:
    return _parser().parse(text)


def _headings(text: str) -> list[Block]:
    return [block for block in blocks(_tokens(text)) if block.type == "heading"]


def _closed(text: str) -> str:
    """End what would go on behind the text: a fence, a comment, a tag whose inside is no Markdown."""
    return next(closed for closed in _endings(text) if _ends(closed))


def _endings(text: str) -> Iterator[str]:
    yield text
    fences = [match[1] for match in _FENCE.finditer(text)]
    longest = sorted(set(fences), key=len, reverse=True)
    yield from (f"{text}\n{closer}" for closer in (*longest, *_CLOSERS))
    marks = "`" * (max(map(len, fences), default=2) + 1)
    yield f"{marks}\n{text}\n{marks}"


def _ends(text: str) -> bool:
    last = _tokens(f"{text}\n\n## {_AFTER}")[-3:]
    return bool(last) and last[0].type == "heading_open" and last[1].content == _AFTER and not last[0].level
