"""Changelogs: a section for each version that a project has written down, and the changes in it.

The block structure comes from Markdown's own tokens, so that code is never taken for a heading.
Every line below the first version stays in the body of one section, whatever is understood of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference

from openhub.problems import Checked, Problem, Span
from openhub.read.change_marks import ChangeItem
from openhub.read.changes import Block, blocks, is_list, read_changes, type_line
from openhub.read.changelog_divisions import Divided, Division, divide
from openhub.read.version_headings import is_series
from openhub.read.written_dates import find_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What a changelog tells of one version: its heading, and the Markdown below it, whole.

    `version` is without the product's name and leading v; 'unreleased' for what is coming without a
    number; '' for text of a heading that groups versions. `also` are further versions in the heading.
    """

    heading: str
    version: str
    also: tuple[str, ...] = ()
    date: date | None = None
    yanked: bool = False
    unreleased: bool = False
    line: int
    summary: str = ""
    body: str = ""
    body_line: int
    items: tuple[ChangeItem, ...] = ()
    compare_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changelog:
    """A changelog. `definitions` are the targets of its `[label]` links, one Markdown text."""

    title: str = ""
    intro: str = ""
    intro_line: int = 1
    sections: tuple[Section, ...] = ()
    definitions: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)

    def alone(self, text: str) -> str:
        """Give a part of the changelog with the definitions that it needs, to be rendered by itself."""
        labels = dict.fromkeys(normalizeReference(label) for label in _LABEL.findall(text))
        needed = [self.targets[label] for label in labels if label in self.targets]
        return "\n".join((text, "", *needed)) if needed else text


_LABEL = re.compile(r"\[([^\[\]]+)\]")
_COMPARE = re.compile(r"compare|\.\.|/diff|/changes/", re.IGNORECASE)
_FULL_CHANGELOG = re.compile(r"full changelog[*_:\s]*(?:\[[^\[\]]*\]\()?<?(https?://[^\s<>)\]]+)", re.IGNORECASE)
_TOLD = re.compile(r"(?:\A|\b(?:released?|published|dated?)(?: date)?(?: on)?:?)[\s*_(]*\Z", re.IGNORECASE)
_COMING_LINE = re.compile(r"\W*(?:unreleased|not (?:yet )?released)\W*", re.IGNORECASE)
_LONG_LINE = 120
_FEW_WORDS = 3
_LIST = re.compile(r"[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]")


@dataclass(frozen=True, slots=True)
class _Text:
    """A changelog's lines, its parser, and where its link definitions stand (lines from 0)."""

    lines: Sequence[str]
    body: tuple[Block, ...]
    parser: MarkdownIt
    references: Mapping[str, Mapping[str, Any]]
    definitions: tuple[tuple[int, int], ...]
    plain: bool
    defining: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the first line of a body tells of its release; `whole` if it tells nothing else."""

    date: date | None = None
    bad: str = ""
    unreleased: bool = False
    whole: bool = False


def read(text: str, *, file: str, product: str, suffix: str = ".md") -> Checked[Changelog]:
    """Read a changelog; in a `.txt` file versions may be lines of their own, and lists indented."""
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    plain = suffix.lower() == ".txt"
    parser = _parser(plain=plain)
    env: dict[str, Any] = {}
    body = tuple(blocks(parser.parse(source, env)))
    whole = _text(source.split("\n"), body, parser, env, plain=plain)
    divided = divide(body, whole.lines, product=product, plain=plain)
    met = [problem for each in divided.divisions for problem in _date_problem(each, whole, file)]
    met += [_strange_problem(mark.text, Span(file, mark.line + 1)) for mark in divided.strange]
    sections, doubled = _once((_section(each, whole) for each in divided.divisions), file)
    problems = (*_empty_problem(sections, file), *sorted((*met, *doubled), key=lambda problem: problem.span))
    return Checked(_changelog(whole, divided, sections), problems)


def _parser(*, plain: bool) -> MarkdownIt:
    """Make a parser for blocks; in a plain text, indentation and tildes are no code."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.disable(["code", "fence"]) if plain else parser


# ── the parts of the whole ──────────────────────────────────────────────────


def _text(
    lines: Sequence[str], body: tuple[Block, ...], parser: MarkdownIt, env: Mapping[str, Any], *, plain: bool
) -> _Text:
    definitions = _definition_lines(env, body)
    defining = frozenset(line for start, end in definitions for line in range(start, end))
    return _Text(lines, body, parser, env.get("references", {}), definitions, plain, defining)


def _changelog(whole: _Text, divided: Divided, sections: tuple[Section, ...]) -> Changelog:
    above = [block for block in whole.body if block.lines[0] < divided.first]
    title = above.pop(0) if above and _is_title(above[0]) else None
    while divided.divisions and above and above[-1].type == "heading":
        above.pop()
    start = title.lines[1] if title else 0
    end = above[-1].lines[1] if above else start
    first, intro = _trimmed(whole.lines, start, end)
    return Changelog(
        title=title.content if title else "",
        intro=intro,
        intro_line=first + 1,
        sections=sections,
        definitions="\n".join(_source(whole, lines) for lines in whole.definitions),
        targets=_targets(whole),
    )


def _is_title(block: Block) -> bool:
    return block.type == "heading" and block.tokens[0].tag == "h1" and not is_series(block.content)


def _definition_lines(env: Mapping[str, Any], body: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    """Find the lines of link definitions that stand by themselves, not inside a list or quotation."""
    references = (*env.get("references", {}).values(), *env.get("duplicate_refs", ()))
    inside = {line for block in body for line in range(*block.lines)}
    found = {(each["map"][0], each["map"][1]) for each in references}
    return tuple(sorted(lines for lines in found if lines[0] not in inside))


def _targets(whole: _Text) -> Mapping[str, str]:
    alone = frozenset(whole.definitions)
    found = ((label, tuple(each["map"])) for label, each in whole.references.items())
    return {label: _source(whole, lines) for label, lines in found if lines in alone}


def _source(whole: _Text, lines: tuple[int, ...]) -> str:
    return "\n".join(line.strip() for line in whole.lines[lines[0] : lines[1]])


def _trimmed(lines: Sequence[str], start: int, end: int) -> tuple[int, str]:
    """Give the text of some lines without blank ones around it, and its first line."""
    filled = [number for number in range(start, end) if lines[number].strip()]
    if not filled:
        return start, ""
    return filled[0], "\n".join(lines[filled[0] : filled[-1] + 1])


# ── one section ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Part:
    """The blocks of one section, and the lines that they count in (`line` is the number of the first)."""

    body: tuple[Block, ...]
    lines: Sequence[str]
    line: int


def _section(division: Division, whole: _Text) -> Section:
    first, body = _body(division, whole)
    part = _part(division, whole, body, first)
    told, heading = _told(division, whole), division.heading
    return Section(
        heading=division.text,
        version=heading.version if heading else "",
        also=heading.also if heading else (),
        date=heading.date or told.date if heading else None,
        yanked=heading is not None and heading.yanked,
        unreleased=heading is not None and (heading.unreleased or told.unreleased),
        line=division.line + 1,
        summary=_summary(part, first + 1 if told.whole else 0),
        body=body,
        body_line=first + 1,
        items=read_changes(part.body, part.lines, part.line),
        compare_url=_compare_url(division, whole, body),
    )


def _body(division: Division, whole: _Text) -> tuple[int, str]:
    """Give a section's text; link definitions that stand alone in it are none."""
    first, body = _trimmed(whole.lines, division.start, division.end)
    filled = (number for number in range(first, division.end) if whole.lines[number].strip())
    if all(number in whole.defining for number in filled):
        return first, ""
    return first, _outdented(body) if whole.plain else body


def _part(division: Division, whole: _Text, body: str, first: int) -> _Part:
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
        if is_list(block) or type_line(block, after) or (block.type == "heading" and start < end):
            break
        if block.type not in ("html_block", "hr"):
            texts.append("\n".join(part.lines[start:end]).strip())
    return "\n\n".join(text for text in texts if text)


def _told(division: Division, whole: _Text) -> _Told:
    """Read the first line below a heading: 'Released 2024-01-02', '*2 May 2021*', 'Unreleased'."""
    heading = division.heading
    line = next((line for line in whole.lines[division.start : division.end] if line.strip()), "")
    if heading is None or heading.date or heading.bad_date or len(line) > _LONG_LINE or _LIST.match(line):
        return _Told()
    if _COMING_LINE.fullmatch(line):
        return _Told(unreleased=True, whole=True)
    written = find_date(line)
    if not written or not _TOLD.search(line[: written.start].lstrip("#*_( \t")):
        return _Told()
    rest = line[written.end :].strip("*_). \t")
    before = line[: written.start].strip("#*_(: \t").split(" ")
    only_date = len(before) <= _FEW_WORDS and not rest
    return _Told(written.date, "" if written.date else written.text, whole=only_date)


def _compare_url(division: Division, whole: _Text, body: str) -> str:
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


# ── problems ────────────────────────────────────────────────────────────────


def _once(sections: Iterable[Section], file: str) -> tuple[tuple[Section, ...], list[Problem]]:
    """Keep the first section of each version."""
    lines: dict[str, int] = {}
    kept: list[Section] = []
    problems: list[Problem] = []
    for section in sections:
        name = section.version.lower()
        if name and name in lines:
            problems.append(_double_problem(section, lines[name], file))
        else:
            kept.append(section)
            lines.update({each.lower(): section.line for each in (section.version, *section.also) if each})
    return tuple(kept), problems


def _double_problem(section: Section, first: int, file: str) -> Problem:
    return Problem(
        code="version-duplicate",
        message=f"{section.version} has a heading at line {first} already, so this one at line {section.line} "
        "gives no release; join the two or correct its version",
        span=Span(file, section.line),
    )


def _date_problem(division: Division, whole: _Text, file: str) -> Iterator[Problem]:
    heading = division.heading
    bad = heading and (heading.bad_date or _told(division, whole).bad)
    if bad:
        yield Problem(
            code="changelog-date",
            message=f"expected a date like 2026-11-24, got '{bad}'",
            span=Span(file, division.line + 1),
        )


def _strange_problem(text: str, span: Span) -> Problem:
    message = f"the heading '{text}' names no version, so it is kept as text of the version above"
    return Problem(code="changelog-heading", message=message, span=span)


def _empty_problem(sections: Sequence[Section], file: str) -> Iterator[Problem]:
    if not any(section.version for section in sections):
        yield Problem(
            code="changelog-empty",
            message="no heading names a version; write one like '## 1.2.0 - 2026-11-24'",
            span=Span(file),
        )
