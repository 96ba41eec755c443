"""The Markdown that openhub reads: the parser, its plugins, and how its own tokens look."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from types import SimpleNamespace
from typing import Any

from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from markdown_it import MarkdownIt, helpers
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from openhub.read import foreign
from openhub.read.admonitions import admonitions_plugin
from openhub.read.attributes import attributes_plugin
from openhub.read.draft import draft_of
from openhub.read.footnotes import keep_unused
from openhub.read.highlight import highlight
from openhub.read.rawhtml import TAG

_TEMPLATED = re.compile(rf"(?:{foreign.PATTERN}|[^\s<>(){{}}]|\{{(?:filename|static|attach)\}})+")
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*+-->|<[!?][^<>]*>")
_TASK = re.compile(r"\[([ xX])\][ \u00a0\t]+(?=\S)")


class _Addresses(LinkifyIt):  # type: ignore[misc]
    """Finds bare addresses, without the marks that close emphasis or a sentence, as GFM does."""

    def test_schema_at(self, text: str, name: str, position: int) -> int:
        """Give the length of the address behind its scheme."""
        length = int(super().test_schema_at(text, name, position))
        return len(text[position : position + length].rstrip("_*~?!.,:")) if length > 0 else length


class Grammar(MarkdownIt):
    """markdown-it that leaves the targets of links as they were written."""

    def __init__(self) -> None:
        super().__init__("js-default", {"html": True, "linkify": True, "typographer": False})
        self.helpers = SimpleNamespace(  # type: ignore[assignment]
            parseLinkDestination=_destination,
            parseLinkLabel=helpers.parseLinkLabel,
            parseLinkTitle=helpers.parseLinkTitle,
        )

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        """Accept every link; which of them may stay is decided where they become holes."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """Leave a link as it was written."""
        return url


@lru_cache(maxsize=2)
def grammar(*, blocks: bool) -> MarkdownIt:
    """Build the parser once; `blocks` is off for texts of one line."""
    md = Grammar()
    md.use(footnote_plugin, inline=blocks).use(deflist_plugin).use(admonitions_plugin)
    md.use(foreign.foreign_plugin).use(attributes_plugin)
    # Without these options `about.md` and `fastapi.py` would be taken for hosts.
    md.linkify = _Addresses(options={"fuzzy_link": False, "fuzzy_email": False})
    md.inline.ruler.at("html_inline", _html_inline)
    md.core.ruler.before("inline", "tasks", _tasks)
    md.core.ruler.at("inline", _inlines)
    md.core.ruler.before("footnote_tail", "footnote_unused", keep_unused)
    for name, rule in _RULES.items():
        md.add_render_rule(name, rule)
    return md


def _destination(text: str, start: int, stop: int) -> Any:
    """Read a link's target, which in other generators may hold blanks: `{{ site.url }}/x`."""
    found = _TEMPLATED.match(text, start, stop)
    if not found or ("{{" not in found[0] and "{%" not in found[0]):
        return helpers.parseLinkDestination(text, start, stop)
    return SimpleNamespace(ok=True, pos=found.end(), str=found[0])


def _html_inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    found = TAG.match(state.src, state.pos, state.posMax) or _comment(state)
    if not found:
        return False
    state.pos = found.end()
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
        state.linkLevel += _opens_link(found[0])
    return True


def _comment(state: StateInline) -> re.Match[str] | None:
    if state.src.startswith("<!--", state.pos) and _last_end(state.src) < state.pos:
        return None
    return _COMMENT.match(state.src, state.pos, state.posMax)


@lru_cache(maxsize=4)
def _last_end(text: str) -> int:
    """Find where the last comment ends, so that a run of unclosed ones is not read to its end each time."""
    return text.rfind("-->")


def _opens_link(tag: str) -> int:
    """Keep bare addresses inside an author's own `<a>` from becoming links in a link."""
    if re.match(r"<a[\s>]", tag, re.IGNORECASE):
        return 1
    return -1 if re.match(r"</a\s*>", tag, re.IGNORECASE) else 0


def _tasks(state: StateCore) -> None:
    for item, _, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (
            item.type == "list_item_open"
            and inline.type == "inline"
            and (found := _TASK.match(inline.content))
        ):
            item.attrSet("class", "task")
            inline.content = inline.content[found.end() :]
            inline.meta = {"task": found[1] != " "}


def _inlines(state: StateCore) -> None:
    draft = draft_of(state.env)
    for token in state.tokens:
        if token.type == "inline":
            draft.literal = draft.is_literal(token.map)
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


# ── how tokens look ─────────────────────────────────────────────────────────


def _code(_self: Any, tokens: Any, index: int, *_: Any) -> str:
    return highlight(tokens[index].content, tokens[index].info)


def _task(_self: Any, tokens: Any, index: int, *_: Any) -> str:
    name, sign = ("done", "☑") if tokens[index].meta["done"] else ("to do", "☐")
    return f'<span class="task-box" role="img" aria-label="{name}">{sign}</span> '


def _image(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    return str(self.renderToken(tokens, index, options, env))


def _table_open(_self: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
    draft = draft_of(env)
    draft.tables += 1
    # A region is a landmark, and two landmarks on a page must not have the same name.
    label = "Table" if draft.tables == 1 else f"Table {draft.tables}"
    ident = tokens[index].attrGet("id")
    anchor = f' id="{escape(str(ident))}"' if ident else ""
    return f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}"><table{anchor}>\n'


def _footnote_ref(_self: Any, tokens: Any, index: int, *_: Any) -> str:
    meta = tokens[index].meta
    return (
        f'<sup class="footnote-ref"><a href="{meta["hole"]}" id="{meta["anchor"]}">{meta["id"] + 1}</a></sup>'
    )


def _footnote_open(_self: Any, tokens: Any, index: int, *_: Any) -> str:
    return f'<li id="{tokens[index].meta["anchor"]}">'


def _footnote_anchor(_self: Any, tokens: Any, index: int, *_: Any) -> str:
    meta = tokens[index].meta
    label = f"Back to the text of note {meta['id'] + 1}"
    return f' <a href="{meta["hole"]}" class="footnote-back" aria-label="{label}">↩\ufe0e</a>'


def _figure_open(_self: Any, *_: Any) -> str:
    return "<figure>"


def _figure_close(_self: Any, tokens: Any, index: int, *_: Any) -> str:
    return f"<figcaption>{escape(tokens[index].content)}</figcaption></figure>\n"


_RULES: dict[str, Callable[..., str]] = {
    "fence": _code,
    "code_block": _code,
    "task": _task,
    "image": _image,
    "table_open": _table_open,
    "table_close": lambda *_: "</table></div>\n",
    "footnote_ref": _footnote_ref,
    "footnote_open": _footnote_open,
    "footnote_close": lambda *_: "</li>\n",
    "footnote_anchor": _footnote_anchor,
    "footnote_block_open": lambda *_: '<div class="footnotes">\n<ol>\n',
    "footnote_block_close": lambda *_: "</ol>\n</div>\n",
    "figure_open": _figure_open,
    "figure_close": _figure_close,
}
