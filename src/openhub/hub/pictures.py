"""What becomes of links that must not be followed and of pictures that must not be loaded."""

from __future__ import annotations

import re
from html import unescape

from openhub.hub.links import REMOTE
from openhub.urls import host

NOWHERE = "openhub-held:"
"""Stands where a link had led to what is not published."""
_HELD_LINK = re.compile(rf'<a\b[^>]*\bhref="{NOWHERE}"[^>]*>(.*?)</a>', re.DOTALL)
_HELD_PICTURE = re.compile(rf'<img\b[^>]*\bsrc="{NOWHERE}"[^>]*>')
_REMOTE_PICTURE = re.compile(rf'<img\b[^>]*\bsrc="{REMOTE}([^"]*)"[^>]*>')
_ALT = re.compile(r'\balt="([^"]*)"')


def without_remote(html: str) -> str:
    """Take away links to nowhere (their text stays), and turn pictures of other hosts into links."""
    if NOWHERE in html:
        html = _HELD_PICTURE.sub(lambda match: _alt(match[0]), _HELD_LINK.sub(r"\1", html))
    return _REMOTE_PICTURE.sub(lambda match: _as_link(match, html), html) if REMOTE in html else html


def _as_link(match: re.Match[str], html: str) -> str:
    words = _alt(match[0]) or f"Picture at {host(unescape(match[1]))}"
    before = html[: match.start()]
    if before.rfind("<a ") > before.rfind("</a>"):
        return words
    return f'<a href="{match[1]}">{words}</a>'


def _alt(picture: str) -> str:
    found = _ALT.search(picture)
    return found[1] if found else ""
