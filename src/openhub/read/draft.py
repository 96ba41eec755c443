"""What one Markdown text gathers while it is rendered: its links, its problems, and their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from openhub.model import Link
from openhub.problems import Problem, Span

Html = Literal["sanitize", "trusted", "escape"]

# What a browser may run, or may read from the reader's own machine.
_UNSAFE = re.compile(
    r"(?:javascript|vbscript|data|blob|file|filesystem|about|view-source|jar):", re.IGNORECASE
)
_WINDOW = 20_000
_TRIES = 8


@dataclass(slots=True, kw_only=True)
class Draft:
    """The one mutable value of a rendering; it never leaves it."""

    text: str
    html: Html
    prefix: str
    dialect: str
    scheme: str = ""
    literal: bool = False
    literal_from: list[tuple[int, bool]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    references: Mapping[str, list[int]] = field(default_factory=dict)
    shift: int = 0
    tables: int = 0
    _starts: list[int] = field(default_factory=list)
    _start: int = 0
    _stop: int = 0
    _cursor: int = 0

    def __post_init__(self) -> None:
        # Nobody can write a text that holds its own digest, so no author can forge a hole.
        self.scheme = "oh" + sha256(self.text.encode()).hexdigest()[:32]
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        self._stop = len(self.text)

    def enter(self, lines: list[int] | None) -> None:
        """Look for places in these lines from now on."""
        if not lines:
            return
        start, stop = self._offset(lines[0]), self._offset(lines[1])
        if (start, stop) != (self._start, self._stop):
            self._start, self._stop, self._cursor = start, stop, start

    def is_literal(self, lines: list[int] | None) -> bool:
        """Tell whether these lines stand between `raw` and `endraw`."""
        state = False
        for line, literal in self.literal_from:
            if not lines or line > lines[0]:
                break
            state = literal
        return state

    def hole(self, target: str, raw: str, *, picture: bool = False) -> str:
        """Give the private address that stands for `target` until the page is split there."""
        if target.startswith("#") and target[1:] in self.ids:
            target = f"#{self.prefix}{target[1:]}"
        self.links.append(Link(target=target, span=self._link_place(raw), picture=picture))
        return f"{self.scheme}:{len(self.links) - 1}"

    def warn(self, code: str, message: str, needle: str) -> None:
        """Note a problem at the next place of `needle`."""
        self.problems.append(Problem(code=code, message=message, span=self.place(needle)))

    def place(self, needle: str) -> Span:
        """Find the next place of `needle` in the current lines, or else where these begin."""
        line = needle.partition("\n")[0]
        at = self._find(line, self._cursor)
        return self._at(line, at if at >= 0 else self._find(line, self._start))

    def _link_place(self, raw: str) -> Span:
        at = self._find_link(raw, self._cursor)
        if at < 0:
            at = self._find_link(raw, self._start)
        if at < 0 and raw in self.references:
            at = self._in_reference(raw)
        return self._at(raw, at)

    def _in_reference(self, raw: str) -> int:
        first, last = self.references[raw]
        return self.text.find(raw, self.text.find("]:", self._offset(first)) + 2, self._offset(last))

    def _find_link(self, raw: str, start: int) -> int:
        """Prefer the place where a target can stand to one where the same letters are only text."""
        first = at = self._find(raw, start)
        for _ in range(_TRIES):
            if at < 0 or (at and self.text[at - 1] in "(<\"'="):
                break
            at = self._find(raw, at + 1)
        return at if at >= 0 or raw in self.references else first

    def _find(self, needle: str, start: int) -> int:
        # The window keeps a text of one endless line from being read again for each of its links.
        return self.text.find(needle, start, min(self._stop, start + _WINDOW)) if needle else -1

    def _at(self, needle: str, at: int) -> Span:
        if at < 0:
            at = self._start
        else:
            self._cursor = max(self._cursor, at + len(needle))
        line = bisect_right(self._starts, at)
        return Span("", line, at - self._starts[line - 1] + 1)

    def _offset(self, line: int) -> int:
        return self._starts[line] if line < len(self._starts) else len(self.text)


def draft_of(env: Any) -> Draft:
    """Fetch the draft from the environment that the parser hands around."""
    draft: Draft = env["draft"]
    return draft


def is_unsafe(target: str) -> bool:
    """Tell whether a browser could run what `target` holds; browsers overlook blanks in a scheme."""
    return bool(_UNSAFE.match(re.sub(r"[\x00-\x20\x7f-\x9f]+", "", target)))
