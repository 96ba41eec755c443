"""Notes: `> [!NOTE]`, `:::note Title` and `!!! note "Title"` become one kind of block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

KINDS = ("note", "tip", "important", "warning", "caution")
_MEANING = {
    **dict.fromkeys(KINDS, ""),
    **dict.fromkeys(("hint", "success", "check", "done"), "tip"),
    **dict.fromkeys(("attention", "help", "faq"), "warning"),
    **dict.fromkeys(("danger", "error", "failure", "fail", "missing", "bug", "critical"), "caution"),
    **dict.fromkeys(("info", "abstract", "summary", "tldr", "seealso", "quote", "cite", "example"), "note"),
    **dict.fromkeys(("question", "todo", "default", "secondary", "details", "primary"), "note"),
}
_GITHUB = re.compile(r"\[!([A-Za-z]+)\][-+]?(?:[ \t]+(.*))?(?:\n|\Z)")
_COLONS = re.compile(r"\s*([A-Za-z][\w-]*)\s*(?:\[(.*)\]|\{[^}]*?(?:title=\"([^\"]*)\")?[^}]*\}|(.*?))\s*")
_BANGS = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]*([A-Za-z][\w-]*)((?:[ \t]+[\w-]+)*)(?:[ \t]+\"(.*)\")?[ \t]*")


def admonitions_plugin(md: MarkdownIt) -> None:
    """Read the three forms of a note."""
    stops: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "note_bangs", _bangs, stops)
    container_plugin(md, "note", marker=":", validate=lambda params, _: bool(_COLONS.fullmatch(params)))
    md.core.ruler.after("block", "notes", _notes)
    md.add_render_rule("note_open", _render_open)
    md.add_render_rule("note_close", lambda *_: "</aside>\n")


def is_known(kind: str) -> bool:
    """Tell whether `kind` is the name of a note in one of the dialects."""
    return kind.lower() in _MEANING


def _render_open(_self: Any, tokens: list[Token], index: int, *_: Any) -> str:
    meta, ident = tokens[index].meta, tokens[index].attrGet("id")
    # Without the role each note would be a landmark, and a page has many that are called "Note".
    anchor = f' id="{_escape(str(ident))}"' if ident else ""
    return f'<aside class="note note-{meta["kind"]}" role="note" aria-label="{meta["label"]}"{anchor}>\n'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _meta(word: str, **more: Any) -> dict[str, Any]:
    kind = _MEANING.get(word.lower(), "note") or word.lower()
    return {"kind": kind, "word": word, "label": word.replace("-", " ").capitalize(), **more}


def _bangs(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if state.src[at : at + 3] not in ("!!!", "???") or state.is_code_block(start):
        return False
    found = _BANGS.fullmatch(state.src, at, state.eMarks[start])
    if not found:
        return False
    if not silent:
        _push_bangs(state, start, _indented(state, start + 1, end), found)
    return True


def _indented(state: StateBlock, line: int, end: int) -> int:
    last = line
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent + 4):
        line += 1
        last = last if state.isEmpty(line - 1) else line
    return last


def _push_bangs(state: StateBlock, start: int, stop: int, found: re.Match[str]) -> None:
    outer = state.parentType, state.lineMax, state.blkIndent
    token = state.push("note_open", "aside", 1)
    token.map, token.meta = [start, stop], _meta(found[1], title=found[3])
    state.parentType, state.lineMax, state.blkIndent = "note", stop, state.blkIndent + 4
    state.md.block.tokenize(state, start + 1, stop)
    state.parentType, state.lineMax, state.blkIndent = outer
    state.push("note_close", "aside", -1)
    state.line = stop


def _notes(state: StateCore) -> None:
    """Turn containers and GitHub's block quotes into notes, and give each its title."""
    tokens: list[Token] = []
    closers: list[bool] = []
    for index, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            closers.append(_github(state.tokens, index))
        elif token.type == "container_note_open":
            _colons(token)
        if token.type == "container_note_close" or (token.type == "blockquote_close" and closers.pop()):
            token.type, token.tag = "note_close", "aside"
        tokens.append(token)
        if token.type == "note_open":
            tokens += _title(token)
    state.tokens = [token for token in tokens if not token.meta.get("gone")]


def _colons(token: Token) -> None:
    found = _COLONS.fullmatch(token.info)
    word = found[1] if found else "note"
    title = next(filter(None, found.groups()[1:]), None) if found else None
    token.type, token.tag, token.meta = "note_open", "aside", _meta(word, title=title)


def _github(tokens: list[Token], index: int) -> bool:
    inline = tokens[index + 2] if index + 2 < len(tokens) else None
    found = _GITHUB.match(inline.content) if inline is not None and inline.type == "inline" else None
    if inline is None or not found or not is_known(found[1]):
        return False
    tokens[index].type, tokens[index].tag = "note_open", "aside"
    tokens[index].meta = _meta(found[1], title=found[2])
    inline.content = inline.content[found.end() :]
    if not inline.content.strip():
        for token in tokens[index + 1 : index + 4]:
            token.meta = {"gone": True}
    return True


def _title(note: Token) -> Iterable[Token]:
    title = note.meta["title"]
    if title == "":
        return
    line = [note.map[0], note.map[0] + 1] if note.map else None
    yield Token("paragraph_open", "p", 1, attrs={"class": "note-title"}, map=line, block=True)
    content = title or note.meta["label"]
    yield Token("inline", "", 0, content=content, children=[], map=line, block=True, meta={"title": True})
    yield Token("paragraph_close", "p", -1, block=True)
