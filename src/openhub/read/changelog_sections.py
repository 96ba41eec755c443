"""One section of a changelog: what is told of one version."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference

from openhub.read.change_marks import ChangeItem
from openhub.read.changelog_divisions import Division
from openhub.read.changes import Block, blocks, is_list, read_changes, type_line
from openhub.read.version_headings import take_withdrawal, why_yanked
from openhub.read.written_dates import find_date

_COMPARE = re.compile(r"compare|\.\.|/diff|/changes/", re.IGNORECASE)
_FULL_CHANGELOG = re.compile(
    r"full changelog[*_:\s]*(?:\[[^\[\]]*\]\()?<?(https?://[^\s<>)\]]+)", re.IGNORECASE
)
_TOLD = re.compile(r"(?:\A|\b(?:released?|published|dated?)(?: date)?(?: on)?:?)[\s*_(]*\Z", re.IGNORECASE)
_COMING_LINE = re.compile(r"\W*(?:unreleased|not (?:yet )?released)\W*", re.IGNORECASE)
_YANKED_LINE = re.compile(
    r"\W*(?:this (?:release|version) (?:was|is|has been) )?yanked\b"
    r"(?=\W*(?:$|[.,:\u2013\u2014-]|on\W|because|as|since|due|for))",
    re.IGNORECASE,
)
_LONG_LINE = 120
_CODE = ("    ", "\t")
"""How code begins, but not below a list item that names a version."""
_FEW_WORDS = 3
_LIST = re.compile(r"[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What a changelog tells of one version: its heading, and the Markdown below it, whole.

    `version` is without the product's name and leading v; 'unreleased' for what is coming without a
    number; '' for text of a heading that groups versions. `also` are further versions in the heading;
    `reason` and `yanked_on` say why and when it was yanked, `trial` that its heading calls it a pre-release.
    `words` are what else the heading says.
    """

    heading: str
    version: str
    also: tuple[str, ...] = ()
    yanked_on: date | None = None
    date: date | None = None
    yanked: bool = False
    reason: str = ""
    unreleased: bool = False
    trial: bool = False
    words: str = ""
    line: int
    summary: str = ""
    body: str = ""
    body_line: int
    items: tuple[ChangeItem, ...] = ()
    compare_url: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A changelog's lines, its parser, and where its link definitions stand (lines from 0)."""

    lines: Sequence[str]
    body: tuple[Block, ...]
    parser: MarkdownIt
    references: Mapping[str, Mapping[str, Any]]
    definitions: tuple[tuple[int, int], ...]
    plain: bool
    defining: frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """What the first line of a body tells of its release; `whole` if it tells nothing else."""

    line: int
    date: date | None = None
    bad: str = ""
    unreleased: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """The blocks of one section, and the lines that they count in (`line` is the number of the first)."""

    body: tuple[Block, ...]
    lines: Sequence[str]
    line: int


def read_section(division: Division, whole: Text) -> Section:
    """Read what stands under one heading."""
    first, body = _body(division, whole)
    part = _part(division, whole, body, first)
    told, heading = told_below(division, whole), division.heading
    yanked, reason, yanked_on = _yanked(division, part)
    if told.whole and part.body and part.body[0].type == "heading":
        part = replace(part, body=part.body[1:])
    return Section(
        heading=division.text,
        version=heading.version if heading else "",
        also=heading.also if heading else (),
        date=heading.date or told.date if heading else None,
        yanked=yanked,
        reason=reason,
        yanked_on=yanked_on,
        unreleased=heading is not None and (heading.unreleased or told.unreleased),
        trial=heading is not None and heading.trial,
        words=heading.words if heading else "",
        line=division.line + 1,
        summary=_summary(part, first + 1 if told.whole else 0),
        body=body,
        body_line=first + 1,
        items=read_changes(part.body, part.lines, part.line),
        compare_url=_compare_url(division, whole, body),
    )


def _yanked(division: Division, part: _Part) -> tuple[bool, str, date | None]:
    """Tell whether, why and when a version was yanked, as its heading says or the first paragraph below."""
    heading, first = division.heading, part.body[0] if part.body else None
    if heading is None:
        return False, "", None
    said, day = take_withdrawal(_prose(first) if first else "")
    below = bool(_YANKED_LINE.match(said))
    reason = heading.reason or (why_yanked(said) if below else "")
    on = heading.yanked_on if heading.yanked_on or not below else day
    return heading.yanked or below, reason, on


def _prose(block: Block) -> str:
    """Give the first paragraph of a block that is no list, on one line and without emphasis."""
    return " ".join(block.prose.split("\n\n")[0].replace("*", "").split()) if not is_list(block) else ""


def _body(division: Division, whole: Text) -> tuple[int, str]:
    """Give a section's text; link definitions that stand alone in it are none."""
    first, body = trimmed(whole.lines, division.start, division.end)
    filled = (number for number in range(first, division.end) if whole.lines[number].strip())
    if all(number in whole.defining for number in filled):
        return first, ""
    listed = division.by_line and body.startswith(_CODE)
    return first, _outdented(body) if whole.plain or listed else body


def _part(division: Division, whole: Text, body: str, first: int) -> _Part:
    """Find a section's blocks; where a line serves as heading, the rest of its block is parsed anew."""
    if not division.by_line and not whole.plain:
        start = bisect_left(whole.body, division.start, key=lambda block: block.lines[0])
        end = bisect_left(whole.body, division.end, key=lambda block: block.lines[0])
        return _Part(whole.body[start:end], whole.lines, 1)
    tokens = whole.parser.parse(body, {}) if body else []
    return _Part(tuple(blocks(tokens)), body.split("\n"), first + 1)


def _outdented(text: str) -> str:
    """Take the indentation away that all lines share, so that Markdown sees no code in it."""
    lines = [line.expandtabs() for line in text.split("\n")]
    width = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[width:] for line in lines)


def _summary(part: _Part, told: int) -> str:
    """Give the text before the first list or heading, without the line (number `told`) of the date."""
    texts: list[str] = []
    for block, after in zip(part.body, (*part.body[1:], None), strict=False):
        start, end = block.lines
        start += part.line + start == told
        if is_list(block) or type_line(block, after) or block.type == "heading":
            break
        if block.type not in ("html_block", "hr", "footnote_reference"):
            texts.append("\n".join(part.lines[start:end]).strip())
    return "\n\n".join(text for text in texts if text)


def told_below(division: Division, whole: Text) -> Told:
    """Read the first line below a heading: 'Released 2024-01-02', '*2 May 2021*', 'Unreleased'."""
    heading = division.heading
    number = next((n for n in range(division.start, division.end) if whole.lines[n].strip()), division.start)
    line = whole.lines[number] if number < division.end else ""
    told = Told(number + 1)
    if heading is None or heading.date or heading.bad_date or len(line) > _LONG_LINE or _LIST.match(line):
        return told
    if _COMING_LINE.fullmatch(line):
        return replace(told, unreleased=True, whole=True)
    written = find_date(line)
    if not written or not _TOLD.search(line[: written.start].lstrip("#*_( \t")):
        return told
    rest = line[written.end :].strip("*_). \t")
    before = line[: written.start].strip("#*_(: \t").split(" ")
    only_date = len(before) <= _FEW_WORDS and not rest
    if written.date is None:
        return replace(told, bad=written.text)
    return replace(told, date=written.date, whole=only_date)


def _compare_url(division: Division, whole: Text, body: str) -> str:
    """Find the address that compares a version with the one before; a plain tag's does not."""
    heading = division.heading
    if heading is None:
        return ""
    label = normalizeReference(heading.label)
    url = heading.url or whole.references.get(label, {}).get("href", "")
    if _COMPARE.search(url):
        return str(url)
    said = _FULL_CHANGELOG.search(body)
    return said[1] if said and _COMPARE.search(said[1]) else ""


def trimmed(lines: Sequence[str], start: int, end: int) -> tuple[int, str]:
    """Give the text of some lines without blank ones around it, and its first line."""
    filled = [number for number in range(start, end) if lines[number].strip()]
    if not filled:
        return start, ""
    return filled[0], "\n".join(lines[filled[0] : filled[-1] + 1])
