"""The list items of one version of a changelog: what each changes, and what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from openhub.read.change_marks import ChangeItem, advisories, answers, read_marks, refs, says_it_breaks
from openhub.read.change_types import Context, sort_of

_MARKER = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]{1,4}(?![ \t])|[ \t]|$)")
_BOLD_LINE = re.compile(r"(?:\*\*|__|[*_])([^*_\n]+)(?:\*\*|__|[*_]):?")
_TAGS = re.compile(r"<[^<>]*>")
_FEW_WORDS = 5


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text with all of its tokens, the opening one first."""

    tokens: Sequence[Token]

    @property
    def type(self) -> str:
        """The token type without `_open`."""
        return self.tokens[0].type.removesuffix("_open")

    @property
    def lines(self) -> tuple[int, int]:
        """First line and the line after the last, from 0."""
        first, last = self.tokens[0].map or (0, 0)
        return first, last

    @property
    def inner(self) -> tuple[Block, ...]:
        """The blocks directly inside this one."""
        return tuple(blocks(self.tokens[1:-1]))

    @property
    def content(self) -> str:
        """The text of a heading or paragraph."""
        return self.tokens[1].content if len(self.tokens) > 1 else ""

    @property
    def prose(self) -> str:
        """All text inside but code blocks and raw HTML."""
        return "\n".join(token.content for token in self.tokens if token.type == "inline")


def blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """Cut tokens into their outermost blocks."""
    start, depth = 0, 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield Block(tokens[start : index + 1])
            start = index + 1


def is_list(block: Block) -> bool:
    """Tell a list from any other block."""
    return block.type in ("bullet_list", "ordered_list")


def is_item(line: str) -> bool:
    """Tell a line that begins a list item."""
    return bool(_MARKER.match(line))


def type_line(block: Block, after: Block | None) -> str:
    """Give the name in a paragraph that serves as a heading for the changes after it, else ''.

    `**Fixed**` and `Bug fixes:` do; so does a short bold line before a list, whatever it says.
    """
    if block.type != "paragraph" or "\n" in block.content:
        return ""
    bold = _BOLD_LINE.fullmatch(block.content.strip())
    name = bold[1] if bold else block.content
    if sort_of(name) and (bold or name.rstrip().endswith(":")):
        return name
    heads_list = after is not None and is_list(after) and len(name.split()) <= _FEW_WORDS
    return name if bold and bold[0].startswith(("**", "__")) and heads_list else ""


def read_changes(body: tuple[Block, ...], lines: Sequence[str], first_line: int) -> tuple[ChangeItem, ...]:
    """Read the items of a body; `first_line` is the number that `lines[0]` has in the file."""
    found = _walk(body)
    return tuple(_item(block, context, lines, first_line) for block, context in found)


def _walk(body: tuple[Block, ...]) -> Iterator[tuple[Block, Context]]:
    headings: list[tuple[int, str]] = []
    line = ""
    paragraphs: list[tuple[Block, Context]] = []
    for index, block in enumerate(body):
        name = type_line(block, body[index + 1] if index + 1 < len(body) else None)
        if block.type == "heading" or name:
            yield from paragraphs
            paragraphs, line = [], name
        if block.type == "heading":
            level = int(block.tokens[0].tag[1])
            headings = [(depth, text) for depth, text in headings if depth < level] + [(level, block.content)]
        context = Context((*(text for _, text in headings), *((line,) if line else ())))
        if is_list(block):
            paragraphs = []
            yield from _list(block, context)
        elif block.type == "paragraph" and not name and _stands_for_list(context) and _says_words(block):
            paragraphs.append((block, context))
    yield from paragraphs


def _stands_for_list(context: Context) -> bool:
    """Under 'Fixed' a paragraph is a change, if there is no list; under 'Contributors' it is prose."""
    return bool(context.names) and sort_of(context.names[-1]) is not None


def _says_words(block: Block) -> bool:
    """Tell a text from tags alone, such as the anchor that some tools write above each version."""
    return bool(_TAGS.sub("", block.content).strip())


def _list(block: Block, context: Context) -> Iterator[tuple[Block, Context]]:
    for item in block.inner:
        group = _group(item)
        if not group:
            yield item, context
            continue
        for nested in item.inner[1:]:
            yield from _list(nested, Context((*context.names, group)))


def _group(item: Block) -> str:
    """Give the type that an item names when all it holds is that name and a list of changes."""
    content = _first_content(item)
    bold = _BOLD_LINE.fullmatch(content)
    name = bold[1] if bold else content
    if not sort_of(name):
        return ""
    first, *rest = item.inner
    return name if first.type == "paragraph" and rest and all(map(is_list, rest)) else ""


def _item(block: Block, context: Context, lines: Sequence[str], first_line: int) -> ChangeItem:
    first, last = block.lines
    source = item_text(lines[first:last], listed=block.type == "list_item")
    marks = read_marks(source, context)
    prose = block.prose
    return replace(
        marks,
        line=first_line + first,
        breaking=marks.breaking or says_it_breaks(prose),
        advisories=advisories(prose),
        refs=refs(prose),
        answers=answers(source, _first_content(block)),
    )


def _first_content(block: Block) -> str:
    return next((token.content for token in block.tokens if token.type == "inline"), "")


def item_text(lines: Sequence[str], *, listed: bool) -> str:
    """Give the Markdown inside a list item: its bullet and its indentation taken away."""
    match = _MARKER.match(lines[0]) if listed and lines else None
    if not match:
        return "\n".join(lines).strip("\n").rstrip()
    rest = (_outdented(line, len(match[0])) for line in lines[1:])
    return "\n".join((lines[0][match.end() :], *rest)).rstrip()


def _outdented(line: str, width: int) -> str:
    if line[:1] == "\t" or line[:width].lstrip(" ")[:1] == "\t":
        line = line.expandtabs(4)
    return line[min(width, len(line) - len(line.lstrip(" "))) :]
