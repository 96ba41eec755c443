"""Addresses: slugs, routes, and links from one page to another. Every written URL passes here.

An address is a path below the base path of the hub, with a slash before it: `/posts/hello/`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from slugify import slugify

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE = "/-._~!$&'()*+,;=:@"


def slug(text: str) -> str:
    """Give the form of `text` that stands in addresses: lower case, words joined by hyphens."""
    return slugify(text, allow_unicode=True)


def tag_word(tag: str) -> str:
    """Give the word of a tag in addresses: as `slug`, but C, C++ and C# stay three; never empty."""
    spelled = tag.replace("+", " plus ").replace("#", " sharp ")
    return slug(spelled) or "-".join(f"u{ord(char):x}" for char in tag)


def is_external(target: str) -> bool:
    """Tell whether `target` leads out of the hub: it has a scheme or names a host."""
    return bool(_SCHEME.match(target)) or target.startswith("//")


def route(pattern: str, words: Mapping[str, str]) -> str:
    """Fill the `{words}` of a route; raises KeyError for a word that is not known."""
    return re.sub(r"\{(\w+)\}", lambda match: words[match[1]], pattern)


def output_path(address: str) -> str:
    """Give the file, below the output folder, that answers an address."""
    path = address.lstrip("/")
    return path + "index.html" if path.endswith("/") or not path else path


def climbs(path: str) -> bool:
    """Tell whether a path leads out of the folder that it starts in."""
    clean = posixpath.normpath(path.lstrip("/")) if path.strip("/") else ""
    return clean == ".." or clean.startswith("../") or "\\" in path or "\0" in path


def relative(address: str, page: str) -> str:
    """Write `address` (with fragment or query, or an external URL) as seen from the page at `page`."""
    if is_external(address) or address.startswith("#"):
        return address
    path, mark, rest = _split(address)
    if path == page and mark == "#":
        return mark + rest
    folder = page if page.endswith("/") else posixpath.dirname(page) + "/"
    way = posixpath.relpath(path, folder)
    if path.endswith("/"):
        way = "./" if way == "." else way + "/"
    return quote(way, safe=_SAFE + "%") + mark + rest


def _split(address: str) -> tuple[str, str, str]:
    match = re.search(r"[?#]", address)
    if match is None:
        return address, "", ""
    return address[: match.start()], match[0], address[match.end() :]


def absolute(address: str, base: str) -> str:
    """Write `address` below the hub's URL `base`, which ends with a slash."""
    if is_external(address):
        return address
    path, mark, rest = _split(address)
    return base + quote(path.lstrip("/"), safe=_SAFE + "%") + mark + rest


def base_path(url: str) -> str:
    """Give the path of the hub's URL, with a slash at both ends."""
    path = urlsplit(url).path.strip("/")
    return f"/{path}/" if path else "/"


def host(url: str) -> str:
    """Give the host of a URL, without port; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
