"""The texts of a calendar as Markdown: what was meant as it stands must not become a heading or a list."""

from __future__ import annotations

import html
import re

_URL = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
_MAIL = re.compile(r"(?:mailto:)?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:a|b|br|div|em|html|i|li|ol|p|span|strong|u|ul)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]*>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b[^<>]*?href=\"([^\"]*)\"[^<>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_SPECIAL = re.compile(r"([\\`*_\[\]{}<>&|~$^=])")
_LINE_START = re.compile(r"^(\s*)([#+:-]|\d+(?=[.)]))")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LEFT_OUT = "(address left out)"


def without_mail(text: str) -> str:
    """Leave out addresses of e-mail, which nobody agreed to see published."""
    return _MAIL.sub(LEFT_OUT, text)


def plain(text: str) -> str:
    """Give a text on one line, without what no page may hold."""
    return " ".join(_CONTROL.sub("", text).split())


def markdown(text: str) -> str:
    """Write a text so that it reads the same as Markdown; its addresses become links."""
    clean = _CONTROL.sub("", _without_html(text)).strip()
    blocks = re.split(r"\n[ \t]*\n\s*", clean)
    return "\n\n".join("\\\n".join(_line(line) for line in block.split("\n")) for block in blocks)


def _without_html(text: str) -> str:
    """Turn the HTML that some programs put into descriptions into a text."""
    if not _TAGS.search(text):
        return text
    linked = _ANCHOR.sub(lambda found: found[2] if found[1] in found[2] else f"{found[2]} {found[1]} ", text)
    return html.unescape(_TAGS.sub("", _BREAK.sub("\n", linked)))


def _line(line: str) -> str:
    line = " ".join(line.split())
    parts, at = [], 0
    for found in _URL.finditer(line):
        parts += [_escaped(line[at : found.start()]), f"<{found[0]}>"]
        at = found.end()
    parts.append(_escaped(line[at:]))
    return _LINE_START.sub(_start, "".join(parts))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _start(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def link(words: str, address: str) -> str:
    """Write a paragraph that leads to an address."""
    return f"[{words}](<{address}>)"
