"""Attributes in braces: `{#id}`, `{.class}` and kramdown's `{: …}`. Of them only the id stays."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_ITEM = r"""(?:[.#][^\s{}"'=]++|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+))"""
_BRACES = re.compile(rf"\{{[ \t]*{_ITEM}(?:[ \t]+{_ITEM})*[ \t]*\}}")
_KRAMDOWN = re.compile(
    rf"\{{::?/?[ \t]*(?:(?:{_ITEM}|toc|no_toc|footnotes|options|comment|nomarkdown)[ \t]*)*/?\}}"
)
_ID = re.compile(r"[{\s]#([^\s\"'<>&{}]+)|[{\s]id=[\"']?([^\s\"'<>&{}]+)|:#([^\s\"'<>&{}]+)")
_HEADING_END = re.compile(
    rf"[ \t]*(?:{_BRACES.pattern}|{_KRAMDOWN.pattern}|\{{/\*[ \t]*#[\w-]+[ \t]*\*/\}})[ \t]*\Z"
)
_CONTENTS = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+\S.*")
_AFTER = frozenset(")]*_`>")


def attributes_plugin(md: MarkdownIt) -> None:
    """Read attributes in braces; must come before what reads `{{ … }}`."""
    stops: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "attributes", _block, stops)
    md.block.ruler.before("list", "contents", _contents)
    md.inline.ruler.before("escape", "attributes", _inline)
    md.core.ruler.after("block", "attributes", _headings)
    md.core.ruler.after("attributes", "attributes_next", _give_to_next)
    md.add_render_rule("attributes", lambda *_: "")


def _read_id(braces: str) -> str:
    found = _ID.search(braces)
    return next(filter(None, found.groups()), "") if found else ""


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _block(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    line = _line(state, start)
    if not line.startswith("{") or state.is_code_block(start):
        return False
    kramdown = _KRAMDOWN.fullmatch(line)
    if not kramdown and not _BRACES.fullmatch(line):
        return False
    if not silent:
        _push(state, start, _read_id(line), former=bool(kramdown) and start > 0)
    return True


def _push(state: StateBlock, start: int, ident: str, *, former: bool) -> None:
    """Give the id to the block that ends in the line above, else to the next one."""
    state.line = start + 1
    opener = _opener(state.tokens) if former and not state.isEmpty(start - 1) else None
    if opener is not None:
        _set_id(opener, ident)
        return
    token = state.push("attributes", "", 0)
    token.meta = {"id": ident}


def _opener(tokens: list[Token]) -> Token | None:
    level = 0
    for token in reversed(tokens):
        level += token.nesting
        if level >= 0:
            return token if token.nesting > 0 else None
    return None


def _set_id(token: Token, ident: str) -> None:
    if ident and "id" not in token.attrs:
        token.attrSet("id", ident)


def _contents(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take away kramdown's list that only marks the place of a table of contents."""
    if start + 1 >= end or not re.match(r"\{:[ \t]*toc\b", _line(state, start + 1)):
        return False
    if not _CONTENTS.fullmatch(_line(state, start)):
        return False
    if not silent:
        state.line = start + 2
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    found = _KRAMDOWN.match(state.src, state.pos, state.posMax)
    if not found and state.pos and state.src[state.pos - 1] in _AFTER:
        found = _BRACES.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    state.pos = found.end()
    if not silent and not state.pending and state.tokens:
        _set_inline_id(state.tokens, _read_id(found[0]))
    return True


def _set_inline_id(tokens: list[Token], ident: str) -> None:
    last = tokens[-1]
    target = _opener(tokens) if last.nesting < 0 else last
    if target is not None and target.type in ("link_open", "image", "code_inline"):
        _set_id(target, ident)


def _headings(state: StateCore) -> None:
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "heading_open":
            continue
        while found := _HEADING_END.search(inline.content, max(0, len(inline.content) - 500)):
            inline.content = inline.content[: found.start()]
            _set_id(token, _read_id(found[0].replace("/*", "").replace("{ ", "{").strip()))


def _give_to_next(state: StateCore) -> None:
    ident = ""
    for token in state.tokens:
        if token.type == "attributes":
            ident = token.meta["id"] or ident
        elif ident:
            if token.nesting >= 0 and token.tag:
                _set_id(token, ident)
            ident = ""
