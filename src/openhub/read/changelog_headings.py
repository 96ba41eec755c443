"""Headings of a changelog that miss the blank behind their marks: `##1.0.3`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from markdown_it.token import Token

from openhub.read.version_headings import VersionHeading, read_heading

_TIGHT = re.compile(r"(#{1,6})(?=[\[vV0-9])(.+)")
_VERBATIM = frozenset(("fence", "code_block", "html_block"))


def with_blanks(source: str, tokens: Sequence[Token]) -> str:
    """Write the missing blanks, where other headings of the same level name versions too."""
    if not re.search(r"^#{1,6}[\[vV0-9]", source, re.MULTILINE):
        return source
    lines = source.split("\n")
    levels = {
        token.markup
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and _names_a_version(inline.content)
    }
    kept = {n for each in tokens if each.type in _VERBATIM and each.map for n in range(*each.map)}
    for number, line in enumerate(lines):
        match = _TIGHT.fullmatch(line)
        if match and match[1] in levels and number not in kept and _names_a_version(match[2]):
            lines[number] = f"{match[1]} {match[2]}"
    return "\n".join(lines)


def _names_a_version(text: str) -> bool:
    heading: VersionHeading | None = read_heading(text)
    return heading is not None and heading.clear
