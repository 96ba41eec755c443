"""What the checks want to know of one HTML page, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]

# Elements that fetch what they name when the page is opened; a link only does so when it is followed.
LOADS = {
    ("audio", "src"), ("embed", "src"), ("iframe", "src"), ("img", "src"), ("img", "srcset"),
    ("image", "href"), ("image", "xlink:href"), ("input", "src"), ("object", "data"), ("script", "src"),
    ("source", "src"), ("source", "srcset"), ("track", "src"), ("use", "href"), ("use", "xlink:href"),
    ("video", "poster"), ("video", "src"),
}  # fmt: skip
FOLLOWED = {
    ("a", "href"),
    ("a", "xlink:href"),
    ("area", "href"),
    ("form", "action"),
    ("button", "formaction"),
}
FETCHED_RELS = {
    "dns-prefetch",
    "icon",
    "manifest",
    "modulepreload",
    "preconnect",
    "prefetch",
    "preload",
    "stylesheet",
}
SHOWN_METAS = {"og:image", "og:url", "twitter:image"}


@dataclass(frozen=True, slots=True)
class Use:
    """An address that a file names, at its line; `loads` if opening the page fetches it."""

    url: str
    line: int
    loads: bool = False


@dataclass(slots=True)
class Page:
    """One HTML page: what it names, and what of its shape the checks look at."""

    uses: list[Use] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    inline: list[tuple[int, str]] = field(default_factory=list)
    data_blocks: list[tuple[int, str]] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    first_link: str | None = None
    policy: str = ""
    moved: bool = False
    template: str = ""
    state: str = ""


def read_page(html: str) -> Page:
    """Read a page, or a piece of one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def srcset_urls(srcset: str) -> list[str]:
    """List the addresses of a `srcset`, without their widths."""
    return [part.split()[0] for part in re.split(r",\s+|,$", srcset.strip()) if part.strip()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.text_of = ""
        self.head = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.page.counts[tag] = self.page.counts.get(tag, 0) + 1
        self._note_names(tag, given)
        self._note_uses(tag, given)
        self._note_inline(tag, given)
        self._note_shape(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.text_of = ""

    def handle_endtag(self, _tag: str) -> None:
        self.text_of = ""

    def handle_data(self, data: str) -> None:
        if self.text_of == "title":
            self.page.title += data
        elif self.text_of == "data":
            self.page.data_blocks.append((self.getpos()[0], data))

    def _note_names(self, tag: str, given: Attributes) -> None:
        names = {given.get("id", ""), given.get("name", "") if tag == "a" else ""}
        self.page.ids |= names - {""}

    def _use(self, url: str, *, loads: bool) -> None:
        self.page.uses.append(Use(url.strip(), self.getpos()[0], loads))

    def _note_uses(self, tag: str, given: Attributes) -> None:
        for name, value in given.items():
            loads = (tag, name) in LOADS
            if loads or (tag, name) in FOLLOWED:
                for url in srcset_urls(value) if name == "srcset" else [value]:
                    self._use(url, loads=loads)

    def _note_inline(self, tag: str, given: Attributes) -> None:
        line = self.getpos()[0]
        self.page.inline += [
            (line, f"{name} attribute on <{tag}>")
            for name in given
            if name == "style" or (name.startswith("on") and len(name) > 2)
        ]
        if tag == "style" or (tag == "script" and "src" not in given and "json" not in given.get("type", "")):
            self.page.inline.append((line, f"inline <{tag}>"))

    def _note_shape(self, tag: str, given: Attributes) -> None:
        match tag:
            case "html":
                self.page.lang = given.get("lang", "")
            case "body":
                self._body(given)
            case "a":
                self._a(given)
            case "title":
                # A drawing has a title too.
                self.text_of = "title" if self.head else ""
            case "script":
                self.text_of = "data" if "json" in given.get("type", "") and "src" not in given else ""
            case "link":
                self._link(given)
            case "meta":
                self._meta(given)

    def _body(self, given: Attributes) -> None:
        self.head = False
        self.page.template = given.get("data-page", "")
        self.page.state = given.get("data-state", "")

    def _a(self, given: Attributes) -> None:
        if self.page.first_link is None:
            self.page.first_link = given.get("href", "")

    def _link(self, given: Attributes) -> None:
        if "href" in given:
            rels = set(given.get("rel", "").lower().split())
            self._use(given["href"], loads=bool(rels & FETCHED_RELS))

    def _meta(self, given: Attributes) -> None:
        content = given.get("content", "")
        equivalent = given.get("http-equiv", "").lower()
        if equivalent == "content-security-policy":
            self.page.policy = content
        elif equivalent == "refresh":
            self.page.moved = True
            self._use(content.partition("=")[2].strip("'\" "), loads=False)
        elif SHOWN_METAS & {given.get("property"), given.get("name")}:
            self._use(content, loads=False)
