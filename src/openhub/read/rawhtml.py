"""HTML that an author wrote into Markdown: what stays of it, and what is told to the author."""

from __future__ import annotations

import re
from html import escape, unescape

import nh3

from openhub.read import foreign
from openhub.read.draft import Draft, is_unsafe

_FILLED = r"\{\{[^{}]*\}\}|\{%[^{}]*%\}"
_VALUE = (
    rf"""(?:"(?:{_FILLED}|[^"])*+"|'(?:{_FILLED}|[^'])*+'|"""
    r"""\{[^{}]*\}|[^\s"'=<>`]+)"""
)
_ATTRIBUTE = rf"""\s+[^\s"'<>/={{}},]+(?:\s*=\s*{_VALUE})?"""
_OPEN_TAG = rf"<[A-Za-z][\w.:-]*(?:{_ATTRIBUTE}|\s+(?:{foreign.PATTERN}|\{{[^{{}}]*\}}))*+\s*/?>"
_CLOSE_TAG = r"</[A-Za-z][\w.:-]*\s*>"
TAG = re.compile(f"{_OPEN_TAG}|{_CLOSE_TAG}")
_COMMENT = r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)"
_PIECE = re.compile(
    rf"(?P<foreign>{foreign.PATTERN})|(?P<comment>{_COMMENT})|{TAG.pattern}|[^<{{]+|[<{{]", re.DOTALL
)
_NAME = re.compile(r"<(/?)([A-Za-z][\w.:-]*)")
_PAIR = re.compile(rf"""\s+([^\s"'<>/={{}},]+)(?:\s*=\s*({_VALUE}))?""")
CHANGELOG = "changelog"
"""The dialect of changelogs, which no generator renders: `<file-like>` is text there, and no component."""
MORE = re.compile(r"<!--\s*(?:more|truncate)\s*-->", re.IGNORECASE)

_KEPT = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub
    summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()
)
_RENAMED = {
    **dict.fromkeys(("section", "article", "header", "footer", "main", "nav", "aside", "center"), "div"),
    "tt": "code",
    "strike": "s",
    "font": "span",
    "big": "span",
    "acronym": "abbr",
}
_UNWRAPPED = frozenset(("picture", "source", "colgroup", "col", "html", "body"))
_WITH_CONTENT = frozenset(
    """
    script style iframe object noscript template svg math video audio canvas select textarea title head
    noembed noframes
    """.split()
)
_OTHER_HTML = frozenset(
    """
    address area base button datalist dialog embed fieldset form frame frameset input label legend link
    map marquee meta meter optgroup option output param progress search slot track
    """.split()
)
_GLOBAL = frozenset(("title", "lang", "dir"))
_OWN = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed", "type"},
    "time": {"datetime"},
    "details": {"open"},
}
_URLS = frozenset(("href", "src", "poster"))
_INLINE = frozenset(
    """
    a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var
    """.split()
)

# The second and last guard: what the filter below let through, and our own tags, and nothing else.
_CLEANER_TAGS = set(_KEPT) | {"aside", "section"}
_CLEANER_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir", "role", "aria-label", "tabindex"},
    **_OWN,
    "img": {*_OWN["img"], "loading"},
}


def clean(html: str, scheme: str) -> str:
    """Keep of a whole page of HTML what is allowed, and of its addresses those of `scheme`."""
    return nh3.clean(
        html,
        tags=_CLEANER_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_CLEANER_ATTRIBUTES,
        url_schemes={scheme},
        link_rel=None,
    )


def strip_tags(html: str) -> str:
    """Give the text of HTML; a block's tag parts words, an inline one does not."""
    pieces = (_text_of(found[0]) for found in _PIECE.finditer(foreign.MARK.sub(" ", html)))
    return unescape("".join(pieces))


def _text_of(piece: str) -> str:
    name = _NAME.match(piece)
    if name and len(piece) > 1:
        return "" if name[2].lower() in _INLINE else " "
    return "" if piece.startswith("<!") else piece


class RawHtml:
    """Filters the fragments of HTML in one block, which may open in one fragment and close in another."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.skipping = ""
        self._code = 0
        self._verbatim = ""

    @property
    def in_code(self) -> bool:
        """Tell whether an author's own `<code>` or `<pre>` is open."""
        return self._code > 0

    def feed(self, fragment: str) -> str:
        """Give what stays of a fragment."""
        return "".join(self._piece(found) for found in _PIECE.finditer(fragment))

    def _piece(self, found: re.Match[str]) -> str:
        tag = _NAME.match(found[0])
        if self._verbatim or self.skipping:
            return self._until_closed(found[0], tag)
        if found["foreign"]:
            return self._foreign(found[0])
        if found["comment"]:
            return found[0] if self.draft.html == "trusted" else ""
        if tag and found[0].endswith(">"):
            return self._tag(found[0], bool(tag[1]), tag[2])
        return escape(found[0], quote=False) if found[0] == "<" or self.draft.html == "escape" else found[0]

    def _until_closed(self, piece: str, tag: re.Match[str] | None) -> str:
        keep = bool(self._verbatim)
        if tag and tag[1] and tag[2].lower() in (self._verbatim, self.skipping):
            self._verbatim = self.skipping = ""
        return piece if keep else ""

    def _foreign(self, tag: str) -> str:
        if self.in_code or self.draft.literal:
            return escape(tag)
        if foreign.is_closing(tag):
            return ""
        foreign.warn(self.draft, tag)
        return foreign.mark(foreign.name_of(tag))

    def _tag(self, piece: str, closing: bool, written: str) -> str:
        name = written.lower()
        if _is_component(written):
            return "" if closing and self.draft.dialect != CHANGELOG else self._component(piece, written)
        if name in ("code", "pre"):
            self._code = max(0, self._code + (-1 if closing else 1))
        if self.draft.html == "escape":
            return escape(piece)
        if self.draft.html == "trusted":
            return piece if closing else self._trusted(piece, name)
        return self._sanitized(piece, closing, _RENAMED.get(name, name), written)

    def _component(self, piece: str, name: str) -> str:
        if self.in_code or self.draft.dialect == CHANGELOG:
            return escape(piece)
        foreign.warn(self.draft, piece)
        return foreign.mark(name)

    def _sanitized(self, piece: str, closing: bool, name: str, written: str) -> str:
        if name in _KEPT:
            return self._kept(piece, closing, name)
        if closing or name in _UNWRAPPED:
            return "" if name in _UNWRAPPED | _WITH_CONTENT | _OTHER_HTML else escape(piece)
        if name in _WITH_CONTENT | _OTHER_HTML:
            self.draft.warn("html-dropped", f"<{written}> is not allowed here and was left out", piece)
            self.skipping = name if name in _WITH_CONTENT and not piece.endswith("/>") else ""
            return ""
        self.draft.warn("html-dropped", f"<{written}> is no HTML element and is shown as text", piece)
        return escape(piece)

    def _kept(self, piece: str, closing: bool, name: str) -> str:
        if re.fullmatch(r"h[1-6]", name):
            name = f"h{min(6, max(2, int(name[1]) + self.draft.shift))}"
        if closing:
            return f"</{name}>"
        given = self._attributes(piece, name)
        if name == "img":
            given = self._image(given, piece)
        return (
            f"<{name}{''.join(_write(key, value) for key, value in given.items())}>"
            if given is not None
            else ""
        )

    def _attributes(self, piece: str, name: str) -> dict[str, str] | None:
        allowed = _GLOBAL | _OWN.get(name, set())
        given: dict[str, str] = {}
        for written, value in _PAIR.findall(piece):
            key, plain = written.lower(), unescape(_unquote(value))
            if key not in allowed or key in given:
                continue
            kept = self.address(plain, picture=name == "img") if key in _URLS else plain
            if kept or key not in _URLS:
                given[key] = kept
        return given

    def _image(self, given: dict[str, str] | None, piece: str) -> dict[str, str] | None:
        if not given or "src" not in given:
            return None
        if "alt" not in given:
            self.draft.warn("image-alt", "alt: expected a text that says what the picture shows", piece)
        return {"src": given.pop("src"), "alt": given.pop("alt", ""), **given, "loading": "lazy"}

    def address(self, written: str, *, picture: bool = False) -> str:
        """Give the hole for an address, or nothing and a problem where it cannot stay."""
        target = foreign.target(written)
        if target is None:
            foreign.warn(self.draft, written)
            return ""
        if is_unsafe(target):
            self.draft.warn("link-unsafe", f"link: '{target[:40]}' can run code and was left out", written)
            return ""
        return self.draft.hole(target, written, picture=picture) if target or not picture else ""

    def _trusted(self, piece: str, name: str) -> str:
        if name in ("script", "style", "textarea", "title"):
            self._verbatim = name
        return _PAIR.sub(lambda found: self._trusted_attribute(found, name), piece)

    def _trusted_attribute(self, found: re.Match[str], name: str) -> str:
        key, value = found[1].lower(), unescape(_unquote(found[2] or ""))
        if key == "srcset":
            value = ", ".join(self._candidate(part) for part in value.split(",") if part.strip())
        elif key in _URLS and foreign.target(value) is not None and not is_unsafe(value):
            value = self.draft.hole(foreign.target(value) or "", value, picture=name == "img")
        else:
            return found[0]
        return _write(found[1], value)

    def _candidate(self, part: str) -> str:
        address, *size = part.split()
        return " ".join((self.draft.hole(address, address, picture=True), *size))


def _is_component(name: str) -> bool:
    """Tell `<Tabs>` and `<my-widget>` from HTML, and from the `<T>` of a type."""
    return "-" in name or "." in name or (name[0].isupper() and not name.isupper() and len(name) > 1)


def _unquote(value: str) -> str:
    return value[1:-1] if value[:1] in ('"', "'") else value


def _write(key: str, value: str) -> str:
    return f' {key}="{escape(value)}"'
