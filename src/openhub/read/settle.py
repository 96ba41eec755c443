"""The pass over parsed tokens that settles links, raw HTML, pictures, footnotes and foreign syntax."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.token import Token

from openhub.read import foreign
from openhub.read.admonitions import is_known
from openhub.read.draft import Draft
from openhub.read.outline import plain, reference_id
from openhub.read.rawhtml import MORE, RawHtml


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
    elif token.type == "note_open" and not is_known(token.meta["word"]):
        foreign.warn(draft, f"{token.markup or '!!! '}{token.meta['word']}")
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
        token.meta["anchor"] = draft.prefix + reference_id(token)
    elif token.type == "footnote_anchor":
        token.meta["hole"] = draft.hole(f"#{reference_id(token)}", f"[^{token.meta.get('label') or ''}")
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
            html.draft.place(child.content)  # So that nothing after it is looked for in it.
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
