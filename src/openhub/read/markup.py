"""Markdown → `Markup`: pieces of clean HTML, with holes where the linker puts addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import pairwise, takewhile
from typing import Any

from markdown_it.token import Token

from openhub.model import Link, Markup
from openhub.read.draft import Draft, Html
from openhub.read.grammar import grammar
from openhub.read.highlight import stylesheet
from openhub.read.outline import give_ids, headings, is_link, plain, shift_headings, take_title
from openhub.read.rawhtml import clean
from openhub.read.settle import settle

__all__ = ["inline", "render", "stylesheet"]

_LEAD = 280
# Controls, and what no HTML or XML may hold: lone surrogates and the two non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ID = re.compile(r"""<[A-Za-z][^<>"]*(?:"[^"]*"[^<>"]*)*?\sid="([^"]*)\"""")


def render(text: str, *, html: Html = "sanitize", prefix: str = "", dialect: str = "") -> Markup:
    """Render blocks of Markdown; equal arguments give equal values."""
    draft = _draft(text, html, prefix, dialect)
    md, env = grammar(blocks=True), {"draft": draft}
    # The rule for containers reads one character past a last line that is empty: there must be one more.
    title, tokens = take_title(md.parse(draft.text + "\n", env))
    draft.references = _references(env)
    shift_headings(tokens, draft)
    give_ids(tokens, draft)
    tokens = settle(tokens, draft)
    parts, links = _split(md.renderer.render(tokens, md.options, env), draft)
    return Markup(
        parts=parts,
        links=links,
        headings=tuple(headings(tokens)),
        ids=frozenset(unescape(found) for found in _ID.findall("".join(parts))),
        title=plain(settle(title, draft)),
        lead=_lead(tokens),
        text=plain(tokens),
        problems=tuple(draft.problems),
    )


def inline(text: str, *, html: Html = "sanitize", dialect: str = "") -> Markup:
    """Render Markdown within one paragraph, without the paragraph."""
    draft = _draft(text, html, "", dialect)
    md, env = grammar(blocks=False), {"draft": draft}
    tokens = md.parseInline(draft.text, env)
    for token in tokens:
        token.map = [0, draft.text.count("\n") + 1]
        for child in token.children or ():
            child.attrs.pop("id", None)  # A line stands on many pages, an id on one.
    tokens = settle(tokens, draft)
    parts, links = _split(md.renderer.render(tokens, md.options, env), draft)
    words = plain(tokens)
    return Markup(parts=parts, links=links, lead=_cut(words), text=words, problems=tuple(draft.problems))


def _draft(text: str, html: Html, prefix: str, dialect: str) -> Draft:
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return Draft(text=_SURROGATES.sub("\ufffd", text), html=html, prefix=prefix, dialect=dialect)


def _references(env: dict[str, Any]) -> dict[str, list[int]]:
    found = env.get("references", {}).values()
    return {reference["href"]: reference["map"] for reference in found if reference.get("map")}


def _split(html: str, draft: Draft) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    if draft.html != "trusted":
        html = clean(html, draft.scheme)
    pieces = re.split(rf"{draft.scheme}:(\d+)", html)
    return tuple(pieces[::2]), tuple(draft.links[int(number)] for number in pieces[1::2])


def _lead(tokens: Sequence[Token]) -> str:
    return _cut(_before_more(tokens) or _first_paragraph(tokens))


def _before_more(tokens: Sequence[Token]) -> str:
    for index, token in enumerate(tokens):
        children = token.children or []
        if token.meta.get("more"):
            return plain(tokens[:index], alt=False)
        if any(child.meta.get("more") for child in children):
            before = list(takewhile(lambda child: not child.meta.get("more"), children))
            return plain([*tokens[:index], Token("inline", "", 0, children=before)], alt=False)
    return ""


def _first_paragraph(tokens: Sequence[Token]) -> str:
    pairs = list(pairwise(tokens))
    for deepest in (0, 100):
        for opening, content in pairs:
            is_text = opening.type == "paragraph_open" and not opening.attrGet("class")
            if (
                is_text
                and opening.level <= deepest
                and not is_link(content)
                and (words := plain([content], alt=False))
            ):
                return words
    return ""


def _cut(words: str) -> str:
    if len(words) <= _LEAD:
        return words
    whole = words[: _LEAD - 1]
    kept = whole if words[_LEAD - 1] == " " else whole.rpartition(" ")[0] or whole
    return kept.rstrip(" ,;:–—-") + "…"
