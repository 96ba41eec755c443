"""Passes over the parsed tokens: headings and ids, then links, raw HTML, pictures and foreign syntax."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from openhub.model import Heading
from openhub.read import foreign
from openhub.read.draft import Draft
from openhub.read.rawhtml import MORE, RawHtml, strip_tags

_ID_START = frozenset("LNM")


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


# ── headings and ids ────────────────────────────────────────────────────────


def take_title(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Part a text that begins with a heading of level one into that heading and the rest."""
    start = next((at for at, token in enumerate(tokens) if not _is_comment(token)), 0)
    if start < len(tokens) and tokens[start].type == "heading_open" and tokens[start].tag == "h1":
        return tokens[start : start + 3], tokens[:start] + tokens[start + 3 :]
    return [], tokens


def _is_comment(token: Token) -> bool:
    return token.type == "html_block" and bool(re.fullmatch(r"\s*<!--.*?-->\s*", token.content, re.S))


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
    for token, inline in zip(tokens, tokens[1:], strict=False):
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
            draft.ids.add(_reference_id(token))


def _reference_id(token: Token) -> str:
    again = token.meta.get("subId", 0)
    return f"fnref{token.meta['id'] + 1}" + (f"-{again + 1}" if again else "")


def slug(text: str) -> str:
    """Make an id of a heading as GitHub does: lower case, no punctuation, a hyphen for each blank."""
    kept = (char for char in text.strip().lower() if char in "-_ " or unicodedata.category(char)[0] in _ID_START)
    return "".join(kept).replace(" ", "-")


def _free(ident: str, taken: set[str], used: Counter[str]) -> str:
    free = ident
    while free in taken:
        used[ident] += 1
        free = f"{ident}-{used[ident]}"
    taken.add(free)
    return free


def headings(tokens: list[Token]) -> Iterator[Heading]:
    """List the headings with their final ids."""
    for token, inline in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            yield Heading(level=int(token.tag[1]), id=str(token.attrGet("id")), text=plain([inline]))


# ── everything else ─────────────────────────────────────────────────────────


def settle(tokens: list[Token], draft: Draft) -> list[Token]:
    """Give the tokens as they are written out; the draft gathers links and problems."""
    for token in tokens:
        draft.enter(token.map)
        draft.literal = draft.is_literal(token.map)
        _settle_block(token, draft)
    tokens = [token for token in tokens if not token.meta.get("gone")]
    return list(_without_empty(_figures(tokens)))


def _settle_block(token: Token, draft: Draft) -> None:
    if token.type == "inline":
        token.children = list(_settle_inline(token.children or [], draft))
        if "task" in token.meta:
            token.children.insert(0, Token("task", "", 0, meta={"done": token.meta["task"]}))
    elif token.type == "html_block":
        token.meta = {"more": bool(MORE.search(token.content))}
        token.content = _html_block(token.content, draft)
    elif token.type == "foreign_block":
        foreign.warn(draft, token.content)
    elif token.type in ("fence", "code_block"):
        token.content = foreign.unraw(token.content, draft.dialect)
    _settle_attributes(token, draft)


def _html_block(content: str, draft: Draft) -> str:
    html = RawHtml(draft).feed(content)
    return f"<p>{html.strip()}</p>\n" if draft.html == "escape" and html.strip() else html


def _settle_attributes(token: Token, draft: Draft) -> None:
    if token.type.startswith("footnote_"):
        _footnote(token, draft)
    if "id" in token.attrs:
        token.attrs["id"] = f"{draft.prefix}{token.attrs['id']}"
    if "style" in token.attrs:
        align = str(token.attrs.pop("style")).removeprefix("text-align:")
        token.attrs["class"] = f"align-{align}"


def _footnote(token: Token, draft: Draft) -> None:
    number = token.meta["id"] + 1 if token.meta else 0
    if token.type == "footnote_ref":
        token.meta["hole"] = draft.hole(f"#fn{number}", f"[^{token.meta.get('label', '')}")
        token.meta["anchor"] = draft.prefix + _reference_id(token)
    elif token.type == "footnote_anchor":
        token.meta["hole"] = draft.hole(f"#{_reference_id(token)}", f"[^{token.meta.get('label') or ''}")
    elif token.type == "footnote_open":
        token.meta["anchor"] = f"{draft.prefix}fn{number}"


def _settle_inline(children: list[Token], draft: Draft) -> Iterator[Token]:
    html = RawHtml(draft)
    dropped: list[bool] = []
    for child in children:
        if child.type == "html_inline":
            child.meta = {"more": bool(MORE.fullmatch(child.content))}
            child.content = html.feed(child.content)
        elif html.skipping:
            continue
        elif child.type == "link_open":
            dropped.append(not _link(child, html))
        _settle_attributes(child, draft)
        gone = bool(dropped) and (dropped[-1] if child.type == "link_open" else False)
        if child.type == "link_close" and dropped:
            gone = dropped.pop()
        if not gone:
            yield from _settle_child(child, html)


def _settle_child(child: Token, html: RawHtml) -> Iterator[Token]:
    if child.type == "foreign":
        yield from _foreign(child, html)
    elif child.type == "image":
        yield from _image(child, html, str(child.attrGet("src") or ""), plain([_inline(child)]))
    else:
        if child.type == "code_inline":
            child.content = foreign.unraw(child.content, html.draft.dialect)
        yield child


def _inline(token: Token) -> Token:
    return Token("inline", "", 0, children=token.children)


def _link(token: Token, html: RawHtml) -> bool:
    """Put a hole where the target stood; False where the link cannot stay."""
    hole = html.address(str(token.attrGet("href") or ""))
    ident = token.attrGet("id")
    title = token.attrGet("title")
    token.attrs = {"href": hole, **({"title": title} if title else {}), **({"id": ident} if ident else {})}
    return bool(hole)


def _image(token: Token, html: RawHtml, source: str, alt: str) -> Iterator[Token]:
    hole = html.address(source, picture=True)
    if not hole:
        yield Token("text", "", 0, content=alt)
        return
    if not alt:
        html.draft.warn("image-alt", "alt: expected a text that says what the picture shows", source)
    title, ident = token.attrGet("title"), token.attrGet("id")
    token.attrs = {"src": hole, "alt": alt, "loading": "lazy"}
    token.attrs |= {key: value for key, value in (("title", title), ("id", ident)) if value}
    token.tag = "img"
    yield token


def _foreign(token: Token, html: RawHtml) -> Iterator[Token]:
    tag = token.content
    shown = foreign.commented(tag) or (tag if html.in_code or html.draft.literal else "")
    if shown:
        yield Token("text" if html.in_code or html.draft.literal else "code_inline", "code", 0, content=shown)
    elif foreign.is_closing(tag):
        return
    elif found := foreign.picture(tag):
        image = Token("image", "img", 0, attrs={"title": found["title"]} if found["title"] else {})
        yield from _image(image, html, found["src"], found["alt"])
    else:
        foreign.warn(html.draft, tag)
        yield token


def _figures(tokens: list[Token]) -> list[Token]:
    """Make a figure of a paragraph that holds one picture with a title, which becomes its caption."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "paragraph_open" or opening.hidden or inline.type != "inline":
            continue
        inside = [child for child in inline.children or () if child.type != "softbreak"]
        if len(inside) == 1 and inside[0].type == "image" and inside[0].attrGet("title"):
            opening.type, closing.type = "figure_open", "figure_close"
            closing.content = str(inside[0].attrs.pop("title"))
            inline.children = inside
    return tokens


def _without_empty(tokens: list[Token]) -> Iterator[Token]:
    """Leave out paragraphs of which nothing is left."""
    skip = 0
    for token, inline in zip(tokens, [*tokens[1:], None], strict=False):
        if token.type == "paragraph_open" and inline is not None and _is_empty(inline):
            skip = 3
        if skip:
            skip -= 1
        else:
            yield token


def _is_empty(inline: Token) -> bool:
    children = inline.children or ()
    return inline.type == "inline" and not any(
        child.content.strip() or child.type not in ("text", "softbreak", "html_inline") for child in children
    )


