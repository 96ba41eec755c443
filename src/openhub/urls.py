"""Addresses: slugs, routes, and links from one page to another. Every written URL passes here.

An address is a path below the base path of the hub, with a slash before it: `/posts/hello/`.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote, urlsplit

from slugify import slugify

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE = "/-._~!$&'()*+,;=:@"
_LONGEST_NAME = 200
"""Bytes; file systems take 255, and a name may yet get a suffix."""
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_ROUTE_WORDS = ("day", "id", "month", "slug", "year")
_OF_RELEASES = ("product", "version")


def slug(text: str) -> str:
    """Give the form of `text` that stands in addresses: lower case, words joined by hyphens."""
    return slugify(text, allow_unicode=True)


_LONGEST_TAG = 180
_NOT_IN_FILES = frozenset('\\?#<>"|')
"""What no file of a site may be called, since a server or a disk would misread it."""


def tag_word(tag: str) -> str:
    """Give the word of a tag in addresses: as `slug`, but C, C++ and C# stay three; never empty."""
    spelled = tag.replace("+", " plus ").replace("#", " sharp ")
    word = slug(spelled) or "-".join(f"u{ord(char):x}" for char in tag)
    if len(word.encode()) <= _LONGEST_TAG:
        return word
    return f"{word[:40]}-{sha256(tag.encode()).hexdigest()[:8]}"  # forty characters are at most 160 bytes


def name_fault(name: str) -> str:
    """Say why `name` cannot stand between two slashes of an address; empty where it can."""
    strange = next((char for char in name if not _stands(char)), None)
    if strange is not None:
        shown = f"'{strange}'" if strange.isprintable() and strange != " " else _named(strange)
        return f"holds {shown}, which is no letter or digit and none of - _ . ~"
    if not name.strip("."):
        return "names nothing"
    if name.endswith("."):
        return "ends with a dot"
    if len(name.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
        return f"is longer than {_LONGEST_NAME} bytes"
    return "is a name that Windows keeps for a device" if _DEVICES.fullmatch(name) else ""


def _stands(char: str) -> bool:
    return char in "-_.~" or unicodedata.category(char)[0] in "LMN"


def _named(char: str) -> str:
    return {" ": "a space", "\n": "a line break"}.get(char, f"the character U+{ord(char):04X}")


def path_fault(path: str) -> str:
    """Say why names with slashes between them cannot be an address; empty where they can."""
    return next((fault for name in path.split("/") if (fault := name_fault(name))), "")


def alias_address(alias: str) -> str:
    """Give the address that answers an alias: a file as it is, a folder with a slash at its end."""
    path = re.sub("/{2,}", "/", "/" + unquote(alias.strip()))
    return path if path.endswith("/") or "." in path.rsplit("/", 1)[-1] else path + "/"


def alias_fault(alias: str) -> str:
    """Say why no page can answer at an alias; empty where one can."""
    inner = alias_address(alias).strip("/")
    if inner.startswith(".openhub"):
        return "is openhub's own"
    steps = inner.split("/") if inner else []
    return next((fault for step in steps if (fault := _file_fault(step))), "")


def _file_fault(name: str) -> str:
    """Say why a file or folder cannot have a name that an old address gives it; empty where it can."""
    strange = next(
        (char for char in name if char in _NOT_IN_FILES or unicodedata.category(char)[0] == "C"), None
    )
    if strange is not None:
        shown = _named(strange) if unicodedata.category(strange)[0] == "C" else f"'{strange}'"
        return f"holds {shown}, which no file's name may hold"
    if not name.strip("."):
        return "names nothing"
    return f"is longer than {_LONGEST_NAME} bytes" if len(name.encode()) > _LONGEST_NAME else ""


def route_fault(kind: str, pattern: str) -> str:
    """Say why a route cannot give each entry of a kind an address of its own; empty where it can."""
    known = sorted((*_ROUTE_WORDS, *(_OF_RELEASES if kind == "release" else ())))
    words = re.findall(r"\{(\w+)\}", pattern)
    strange = next((word for word in words if word not in known), None)
    if strange:
        return f"'{{{strange}}}' is not a word of a route; there are {', '.join(known)}"
    if not {"slug", "id", "version"} & set(words):
        return f"'{pattern}' gives every entry one address; add {{slug}} or {{id}}"
    expected = "expected a path like /blog/{year}/{slug}/"
    inner = re.sub(r"\{\w+\}", "x", pattern).removeprefix("/")
    folders, _, last = inner.rpartition("/")
    as_file = last.endswith(".html")
    if is_external(pattern) or not (as_file or not last) or re.search(r"\.html?(/|$)", folders):
        return f"{expected}, got '{pattern}'"
    fault = path_fault(inner if as_file else folders)
    return f"{expected}; '{pattern}' has a part that {fault}" if fault else ""


def url_fault(url: str) -> str:
    """Say why a hub cannot stand at a URL; empty where it can."""
    if not url.startswith(("http://", "https://")):
        return f"expected a URL like https://example.org/hub/, got '{url}'"
    try:
        parts = urlsplit(url)
        port, name = parts.port, parts.hostname or ""
    except ValueError:
        return f"expected a URL like https://example.org/hub/, got '{url}'"
    if parts.username is not None or parts.password is not None:
        return "names a user; a URL that everybody reads must not, so leave out what stands before '@'"
    if "?" in url or "#" in url:
        return f"expected a URL without '?' and '#', got '{url}'"
    if not is_host(name) or port == 0:
        return f"expected a URL like https://example.org/hub/, got '{url}'"
    fault = path_fault(parts.path.strip("/")) if parts.path.strip("/") else ""
    return f"has a path that {fault}" if fault and "%" not in parts.path else ""


def is_host(name: str) -> bool:
    """Tell whether a name can be that of a host; an address in numbers is one too."""
    label = r"[^\W_](?:[\w-]*[^\W_])?"
    return bool(re.fullmatch(rf"{label}(?:\.{label})*\.?|[0-9a-f:.]+", name)) and len(name) <= 253


def is_external(target: str) -> bool:
    """Tell whether `target` leads out of the hub: it has a scheme or names a host."""
    return bool(_SCHEME.match(target)) or target.startswith("//")


def is_web(text: str) -> bool:
    """Tell whether a text that may be words is an address that a reader can visit or write to."""
    return bool(re.fullmatch(r"(?:https?://|mailto:)\S+", text, re.IGNORECASE))


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


@lru_cache(maxsize=1 << 15)
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
