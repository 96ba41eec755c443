"""The words and the headings of parsed Markdown: plain text, levels and ids."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from markdown_it.token import Token

from openhub.model import Heading
from openhub.read.draft import Draft
from openhub.read.rawhtml import strip_tags

_WORD_CATEGORIES = frozenset("LNM")


# ── text ────────────────────────────────────────────────────────────────────


def plain(tokens: Iterable[Token], *, alt: bool = True) -> str:
    """Give the words of tokens on one line, without markup."""
    return " ".join(" ".join(_texts(tokens, alt)).split())


def _texts(tokens: Iterable[Token], alt: bool) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield "".join(_word(child, alt) for child in token.children or ())
        elif token.type in ("fence", "code_block"):
            yield token.content
        elif token.type == "html_block":
            yield strip_tags(token.content)


def _word(token: Token, alt: bool) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "html_inline":
        return strip_tags(token.content)
    if token.type == "image":
        return str(token.attrGet("alt") or "") if alt else ""
    return token.content if token.type in ("text", "code_inline", "text_special") else ""


def is_link(inline: Token) -> bool:
    """Tell whether a line is nothing but links, with a label before them or not: "All changes: …"."""
    depth, links, words = 0, 0, ""
    for child in inline.children or ():
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        links += child.type == "link_open"
        words += "" if depth else _word(child, alt=False)
    return links > 0 and (not words.strip() or words.strip().endswith(":"))


# ── headings and ids ────────────────────────────────────────────────────────


def take_title(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Part a text that begins with a heading of level one into that heading and the rest."""
    start = next((at for at, token in enumerate(tokens) if not _is_comment(token)), 0)
    if start < len(tokens) and tokens[start].type == "heading_open" and tokens[start].tag == "h1":
        return tokens[start : start + 3], tokens[:start] + tokens[start + 3 :]
    return [], tokens


def _is_comment(token: Token) -> bool:
    return token.type == "html_block" and bool(re.fullmatch(r"\s*<!--.*?-->\s*", token.content, re.DOTALL))


def shift_headings(tokens: list[Token], draft: Draft) -> None:
    """Make the top level of headings the second one, since the page's title is the first."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    draft.shift = 2 - min(levels) if levels else 0
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + draft.shift)}"


def give_ids(tokens: list[Token], draft: Draft) -> None:
    """Collect the ids that authors gave, then number those made from headings around them."""
    for token in _all(tokens):
        ident = str(token.attrGet("id") or "")
        if ident in draft.ids:
            del token.attrs["id"]
        elif ident:
            draft.ids.add(ident)
    _footnote_ids(tokens, draft)
    used: Counter[str] = Counter()
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and not token.attrGet("id"):
            token.attrSet("id", _free(slug(plain([inline])) or "section", draft.ids, used))


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _footnote_ids(tokens: list[Token], draft: Draft) -> None:
    for token in _all(tokens):
        if token.type == "footnote_open":
            draft.ids.add(f"fn{token.meta['id'] + 1}")
        elif token.type == "footnote_ref":
            draft.ids.add(reference_id(token))


def reference_id(token: Token) -> str:
    """Name the place from which a footnote is referred to."""
    again = token.meta.get("subId", 0)
    return f"fnref{token.meta['id'] + 1}" + (f"-{again + 1}" if again else "")


def slug(text: str) -> str:
    """Make an id of a heading as GitHub does: lower case, no punctuation, a hyphen for each blank."""
    return "".join(filter(_stays, text.strip().lower())).replace(" ", "-")


def _stays(char: str) -> bool:
    return char in "-_ " or unicodedata.category(char)[0] in _WORD_CATEGORIES


def _free(ident: str, taken: set[str], used: Counter[str]) -> str:
    free = ident
    while free in taken:
        used[ident] += 1
        free = f"{ident}-{used[ident]}"
    taken.add(free)
    return free


def headings(tokens: list[Token]) -> Iterator[Heading]:
    """List the headings with their final ids."""
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            yield Heading(level=int(token.tag[1]), id=str(token.attrGet("id")), text=plain([inline]))
