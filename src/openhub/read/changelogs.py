"""Changelogs: a section for each version that a project has written down, and the changes in it.

The block structure comes from Markdown's own tokens, so that code is never taken for a heading.
Every line below the first version stays in the body of one section, whatever is understood of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from mdit_py_plugins.footnote.index import footnote_def

from openhub.problems import Checked, Problem, Span
from openhub.read.change_marks import ChangeItem
from openhub.read.changelog_divisions import Divided, Division, Mark, divide
from openhub.read.changelog_headings import with_blanks
from openhub.read.changelog_notes import Note, notes_of, with_notes, without_marks
from openhub.read.changelog_sections import Section, Text, read_section, told_below, trimmed
from openhub.read.changes import Block, blocks
from openhub.read.circles import no_search_for_circles
from openhub.read.version_headings import is_series
from openhub.read.versions import UNRELEASED

__all__ = ["ChangeItem", "Changelog", "Section", "read"]

_LABEL = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changelog:
    """A changelog. `definitions` are the targets of its `[label]` links, one Markdown text.

    `intro` is the text above the first version, and the text of groups of versions with their headings; blank
    lines stand for what lies between, so that its lines keep their numbers.
    """

    title: str = ""
    intro: str = ""
    intro_line: int = 1
    sections: tuple[Section, ...] = ()
    definitions: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def alone(self, text: str, *, whole: bool = False) -> str:
        """Give a part of the changelog with the definitions that it needs, to be rendered by itself.

        Footnotes come with the `whole` text of a version; in another part their marks are left out.
        """
        if self.notes and "[^" in text:
            text = with_notes(text, self.notes) if whole else without_marks(text, self.notes)
        labels = dict.fromkeys(normalizeReference(label) for label in _LABEL.findall(text))
        needed = [self.targets[label] for label in labels if label in self.targets]
        return "\n".join((text, "", *needed)) if needed else text


def read(text: str, *, file: str, product: str, suffix: str = ".md") -> Checked[Changelog]:
    """Read a changelog; in a `.txt` file versions may be lines of their own, and lists indented."""
    with no_search_for_circles():
        return _read(text, file, product, suffix)


def _read(text: str, file: str, product: str, suffix: str) -> Checked[Changelog]:
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    plain = suffix.lower() == ".txt"
    parser = _parser(plain=plain)
    env: dict[str, Any] = {}
    tokens = parser.parse(source, env)
    spaced = source if plain else with_blanks(source, tokens)
    if spaced != source:
        source, env = spaced, {}
        tokens = parser.parse(source, env)
    body = tuple(blocks(tokens))
    whole = _text(source.split("\n"), body, parser, env, plain=plain)
    divided = divide(body, whole.lines, product=product, plain=plain)
    met = [problem for each in divided.divisions for problem in _date_problem(each, whole, file)]
    apart = {each.line for each in divided.divisions if each.heading is None}
    met += [
        _strange_problem(mark, file, apart=mark.line in apart or mark.line < divided.first)
        for mark in divided.strange
    ]
    sections, doubled = _once((read_section(each, whole) for each in divided.divisions), file)
    problems = (*_empty_problem(sections, file), *sorted((*met, *doubled), key=lambda problem: problem.span))
    return Checked(_changelog(whole, divided, sections), problems)


def _parser(*, plain: bool) -> MarkdownIt:
    """Make a parser for blocks; in a plain text, indentation and tildes are no code."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    return parser.disable(["code", "fence"]) if plain else parser


# ── the parts of the whole ──────────────────────────────────────────────────


def _text(
    lines: Sequence[str], body: tuple[Block, ...], parser: MarkdownIt, env: Mapping[str, Any], *, plain: bool
) -> Text:
    definitions = _definition_lines(env, body)
    defining = frozenset(line for start, end in definitions for line in range(start, end))
    return Text(lines, body, parser, env.get("references", {}), definitions, plain, defining)


def _changelog(whole: Text, divided: Divided, sections: tuple[Section, ...]) -> Changelog:
    above = [block for block in whole.body if block.lines[0] < divided.first]
    title = above.pop(0) if above and _is_title(above[0]) else None
    strange = {mark.line for mark in divided.strange}
    while divided.divisions and above and above[-1].type == "heading" and above[-1].lines[0] not in strange:
        above.pop()
    start = title.lines[1] if title else 0
    groups = [(each.line, each.end) for each in divided.divisions if each.heading is None]
    first, intro = _joined(whole.lines, ((start, above[-1].lines[1] if above else start), *groups))
    return Changelog(
        title=title.content if title else "",
        intro=intro,
        intro_line=first + 1,
        sections=sections,
        definitions="\n".join(_source(whole, lines) for lines in whole.definitions),
        targets=_targets(whole),
        notes=notes_of(whole.body, whole.lines, _parts(divided)),
    )


def _parts(divided: Divided) -> Iterator[tuple[int, int]]:
    yield 0, divided.first
    yield from ((each.start, each.end) for each in divided.divisions)


def _joined(lines: Sequence[str], ranges: Sequence[tuple[int, int]]) -> tuple[int, str]:
    """Give the text of some lines with the others left blank, so that all keep their distances."""
    kept = {number for start, end in ranges for number in range(start, end)}
    last = max(end for _, end in ranges)
    return trimmed([line if number in kept else "" for number, line in enumerate(lines[:last])], 0, last)


def _is_title(block: Block) -> bool:
    return block.type == "heading" and block.tokens[0].tag == "h1" and not is_series(block.content)


def _definition_lines(env: Mapping[str, Any], body: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    """Find the lines of link definitions that stand by themselves, not inside a list or quotation."""
    references = (*env.get("references", {}).values(), *env.get("duplicate_refs", ()))
    inside = {line for block in body for line in range(*block.lines)}
    found = {(each["map"][0], each["map"][1]) for each in references}
    return tuple(sorted(lines for lines in found if lines[0] not in inside))


def _targets(whole: Text) -> Mapping[str, str]:
    alone = frozenset(whole.definitions)
    found = ((label, tuple(each["map"])) for label, each in whole.references.items())
    return {label: _source(whole, lines) for label, lines in found if lines in alone}


def _source(whole: Text, lines: tuple[int, ...]) -> str:
    return "\n".join(line.strip() for line in whole.lines[lines[0] : lines[1]])


# ── problems ────────────────────────────────────────────────────────────────


def _once(sections: Iterable[Section], file: str) -> tuple[tuple[Section, ...], list[Problem]]:
    """Keep the first section of each version."""
    lines: dict[str, int] = {}
    kept: list[Section] = []
    problems: list[Problem] = []
    for section in sections:
        name = section.version.lower()
        if name == UNRELEASED and name in lines:
            first = next(number for number, each in enumerate(kept) if each.version == UNRELEASED)
            kept[first] = _together(kept[first], section)
            continue
        if name and name in lines:
            problems.append(_double_problem(section, section.version, lines[name], file))
            continue
        others = [each for each in dict.fromkeys(section.also) if each.lower() != name]
        doubled = [each for each in others if each.lower() in lines]
        problems += [_double_problem(section, each, lines[each.lower()], file) for each in doubled]
        also = tuple(each for each in others if each not in doubled)
        kept.append(section if also == section.also else replace(section, also=also))
        lines.update({each.lower(): section.line for each in (section.version, *others) if each})
    return tuple(kept), problems


def _together(first: Section, other: Section) -> Section:
    """Join what is told in two places of what comes next; blank lines keep the distance between them."""
    if not first.body or not other.body:
        return replace(first if first.body else other, heading=first.heading, line=first.line)
    gap = other.body_line - first.body_line - first.body.count("\n")
    return replace(
        first,
        body=first.body + "\n" * max(gap, 2) + other.body,
        items=(*first.items, *other.items),
        compare_url=first.compare_url or other.compare_url,
    )


def _double_problem(section: Section, version: str, first: int, file: str) -> Problem:
    message = (
        f"{version} has a heading at line {first} already, "
        f"so this one at line {section.line} gives no release; join the two or correct its version"
    )
    return Problem(code="version-duplicate", message=message, span=Span(file, section.line))


def _date_problem(division: Division, whole: Text, file: str) -> Iterator[Problem]:
    heading, told = division.heading, told_below(division, whole)
    bad, line = (heading.bad_date, division.line + 1) if heading else ("", 0)
    bad, line = (bad, line) if bad else (told.bad, told.line)
    if bad:
        message = f"expected a date like 2026-11-24, got '{bad}'"
        yield Problem(code="changelog-date", message=message, span=Span(file, line))


def _strange_problem(mark: Mark, file: str, *, apart: bool) -> Problem:
    where = "the product" if apart else "the version above"
    message = f"the heading '{mark.text}' names no version, so it is kept as text of {where}"
    return Problem(code="changelog-heading", message=message, span=Span(file, mark.line + 1))


def _empty_problem(sections: Sequence[Section], file: str) -> Iterator[Problem]:
    if not any(section.version for section in sections):
        yield Problem(
            code="changelog-empty",
            message="no heading names a version; write one like '## 1.2.0 - 2026-11-24'",
            span=Span(file),
        )
