"""Where each version of a changelog begins and ends: which of its headings name versions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from openhub.read.change_types import sort_of
from openhub.read.changes import Block, is_item, is_list, item_text
from openhub.read.version_headings import VersionHeading, is_series, name_of, read_heading
from openhub.read.versions import UNRELEASED

_LINE_LEVEL = 7
_UNDERLINE = re.compile(r"[ \t]*([-=~^*+#\"'])\1{2,}[ \t]*")
_BOLD = re.compile(r"[ ]{0,3}(?:\*\*|__)\S")
_CHANGELOG_WORDS = re.compile(
    r"\b(?:changelog|change log|changes|history|news|release notes|releases|for|in|of|the|project)\b",
    re.IGNORECASE,
)
_TWICE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A heading, or a line that serves as one. Lines count from 0; `end` is the line after it."""

    text: str
    level: int
    line: int
    end: int
    heading: VersionHeading | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The lines from one version's heading to the next; without `heading` the text of a group.

    `by_line` tells that its heading is a line of a paragraph and not a heading to Markdown.
    """

    text: str
    heading: VersionHeading | None
    line: int
    start: int
    end: int
    by_line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """All of a changelog: the divisions, the first line that belongs to one, and what was not understood."""

    divisions: tuple[Division, ...] = ()
    first: int
    strange: tuple[Mark, ...] = ()


def divide(body: Sequence[Block], lines: Sequence[str], *, product: str, plain: bool) -> Divided:
    """Find the versions: headings, in a plain text also lines; elsewhere lines where no heading is one."""
    names = product_names(product, body)
    headings = tuple(_headings(body, names))
    versions = () if plain else _chosen(headings)
    if not versions:
        line_marks = _line_marks(body, lines, names, plain=plain)
        both = (*headings, *line_marks) if plain else line_marks
        versions = _chosen(sorted(both, key=lambda mark: mark.line))
    if not versions:
        return Divided(first=len(lines))
    series = _series(versions)
    versions = tuple(mark for mark in versions if mark not in series)
    first = min(mark.line for mark in (*versions, *series))
    top, deepest = min(mark.level for mark in versions), max(mark.level for mark in versions)
    chosen = {mark.line for mark in versions}
    taken = chosen | {mark.line for mark in series}
    others = [mark for mark in headings if mark.line > first and mark.line not in taken]
    groups = [m for m in others if m.level < top < _LINE_LEVEL or (m.level <= deepest and is_series(m.text))]
    marks = sorted((*versions, *series, *groups), key=lambda mark: mark.line)
    divisions = (_division(mark, after, chosen) for mark, after in _pairs(marks, len(lines)))
    kept = tuple(each for each in divisions if each.heading or _has_text(each, lines))
    apart = {each.line for each in kept if each.heading is None}
    above = [
        mark for mark in headings if mark.line < first and mark.level == top and not _is_title(mark, body)
    ]
    strange = (m for m in others if (m.level == top or m.line in apart) and not is_series(m.text))
    return Divided(
        divisions=kept,
        first=first,
        strange=tuple(m for m in (*above, *strange) if m.line in apart or not sort_of(m.text)),
    )


def _is_title(mark: Mark, body: Sequence[Block]) -> bool:
    """Tell the first heading where it may be the title of the whole, or names a group of versions."""
    first = next((block.lines[0] for block in body if block.type == "heading"), -1)
    return is_series(mark.text) or (mark.level == 1 and mark.line == first)


def _series(versions: Sequence[Mark]) -> tuple[Mark, ...]:
    """Find headings without a day that name what the deeper ones below have in common: 2.1 above 2.1.3."""
    return tuple(
        mark
        for mark, after in pairwise(versions)
        if (heading := mark.heading)
        and (below := after.heading)
        and after.level > mark.level
        and not (heading.date or heading.unreleased or heading.words)
        and below.version.startswith(f"{heading.version}.")
    )


def _has_text(division: Division, lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines[division.start : division.end])


def product_names(product: str, body: Sequence[Block]) -> frozenset[str]:
    """Give the names by which version headings may call the product: its own, and the title's."""
    title = body[0].content if body and body[0].type == "heading" else ""
    last = product.rpartition("/")[2]
    said = () if read_heading(title) else (title, _CHANGELOG_WORDS.sub(" ", title))
    return frozenset(name for each in (product, last, *said) if (name := name_of(each)))


def _headings(body: Sequence[Block], names: frozenset[str]) -> Iterator[Mark]:
    for block in body:
        if block.type == "heading":
            line, end = block.lines
            heading = read_heading(block.content, names)
            level = int(block.tokens[0].tag[1])
            yield Mark(text=block.content, level=level, line=line, end=end, heading=heading)


def _line_marks(
    body: Sequence[Block], lines: Sequence[str], names: frozenset[str], *, plain: bool
) -> Iterator[Mark]:
    """Find lines for a version: a paragraph's first (in Markdown a bold one, or alone), or at the margin."""
    for block in body:
        line, end = block.lines
        if is_list(block):
            found = iter(_versions_listed(block, lines, names) or tuple(_at_the_margin(lines, line, end)))
        elif block.type == "paragraph" and (plain or end == line + 1 or _BOLD.match(lines[line])):
            found = iter((line, *(_at_the_margin(lines, line, end) if plain else ())))
        else:
            continue
        for number in found:
            text = item_text(lines[number : number + 1], listed=is_list(block)).strip()
            heading = read_heading(text, names)
            if heading and (number == line or (heading.clear and not heading.prefix)):
                after = number + 1 + _is_underlined(lines, number, plain=plain)
                yield Mark(text=text, level=_LINE_LEVEL, line=number, end=after, heading=heading)


def _versions_listed(block: Block, lines: Sequence[str], names: frozenset[str]) -> tuple[int, ...]:
    """Find the versions that are items of a list: all of them, each with its day or a list inside."""
    found: list[int] = []
    for item in block.inner:
        number = item.lines[0]
        heading = read_heading(item_text(lines[number : number + 1], listed=True), names)
        if heading is None or not heading.clear or heading.prefix or heading.words:
            return ()
        if heading.date is None and len(item.inner) == 1:
            return ()
        found.append(number)
    return tuple(found)


def _at_the_margin(lines: Sequence[str], first: int, end: int) -> Iterator[int]:
    """Find lines that begin at the margin below one that does not: Markdown takes them for its end."""
    for number in range(first + 1, end):
        line, above = lines[number], lines[number - 1]
        if line[:1].strip() and not is_item(line) and (not above[:1].strip() or is_item(above)):
            yield number


def _is_underlined(lines: Sequence[str], number: int, *, plain: bool) -> bool:
    return plain and number + 1 < len(lines) and bool(_UNDERLINE.fullmatch(lines[number + 1]))


def _chosen(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Choose the headings that name versions.

    A heading with nothing but a version decides the levels; one with words more counts beside it. Where
    there is none of those, dates do, or the words that most headings begin with ('Lantern 1.2').
    """
    found = [(mark, mark.heading) for mark in marks if mark.heading]
    sure = {mark.level for mark, heading in found if heading.clear and heading.version != UNRELEASED}
    named = Counter(heading.prefix for _, heading in found if heading.prefix)
    if not sure:
        return _without_sure(found, named)
    return tuple(
        mark
        for mark, heading in found
        if (mark.level <= max(sure) if heading.version == UNRELEASED else mark.level in sure)
        and (not heading.prefix or named[heading.prefix] >= _TWICE)
    )


def _without_sure(found: list[tuple[Mark, VersionHeading]], named: Counter[str]) -> tuple[Mark, ...]:
    plainly = [mark for mark, heading in found if not heading.prefix and heading.version != UNRELEASED]
    usual = named.most_common(1)[0][0] if named and not plainly else ""
    top = min((mark.level for mark in plainly), default=0)
    return tuple(
        mark
        for mark, heading in found
        if (heading.prefix == usual and (not top or mark.level == top)) or heading.version == UNRELEASED
    )


def _pairs(marks: list[Mark], end: int) -> Iterator[tuple[Mark, int]]:
    ends = [mark.line for mark in marks[1:]] + [end]
    return zip(marks, ends, strict=True)


def _division(mark: Mark, end: int, chosen: set[int]) -> Division:
    return Division(
        text=mark.text,
        heading=mark.heading if mark.line in chosen else None,
        line=mark.line,
        start=mark.end,
        end=end,
        by_line=mark.level == _LINE_LEVEL,
    )
