"""References that a changelog writes as plain text, `#123` or `CVE-2026-1234`, as links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from openhub.hub.forges import forge
from openhub.model import Body
from openhub.read import advisories

_HOLE = "\0"
_TAG = re.compile(r"(<(?:\"[^\"]*\"|[^\">])*>)")
_OPENS = re.compile(r"<(/?)(a|code|pre)\b")
_ENDING = re.compile(r"\s*\((?:F-[0-9]+(?:\s*,\s*F-[0-9]+)*)\)(?P<after>[.\s]*(?:</p>\s*)?)$")
_HASH = r"(?=[0-9a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,40}"
_REFERENCE = re.compile(
    r"(?<![\w/#&-])(?:(?P<away>[\w.-]{1,40}(?:/[\w.-]{1,100}){1,3})?(?:#(?P<issue>[0-9]+)|!(?P<merge>[0-9]+))"
    rf"|GH-(?P<old>[0-9]+)|(?P<advisory>{advisories.PATTERN}))(?![\w-])"
    rf"|(?<![\w/#&.-])(?P<whole>(?=[0-9a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{{40}})(?![\w-])"
    rf"|(?:(?<=\()|(?<=\(\[)|(?<=,[ ]))(?P<commit>{_HASH})(?=\]?[),])",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\{(?:issue|pr|pull|gh)\}$")
_COMMIT = re.compile(_HASH)


def address_of(reference: str, repository: str = "") -> str:
    """Give where a reference leads; empty where nobody can tell, as for an issue of no known repository."""
    match = _REFERENCE.fullmatch(reference)
    return _address(match, repository.rstrip("/")) if match else ""


def _address(match: re.Match[str], repository: str) -> str:
    if match["advisory"]:
        return advisories.address(match["advisory"])
    if match["away"]:
        repository = _elsewhere(match["away"], repository)
    ways = forge(repository)
    number = match["merge"] or match["issue"] or match["old"] or (match["commit"] or match["whole"]).lower()
    pattern = (
        ways.request if match["merge"] else ways.commit if match["commit"] or match["whole"] else ways.issue
    )
    return repository + pattern.format(number) if repository and pattern else ""


def _elsewhere(path: str, repository: str) -> str:
    """Give the address of another repository: beside the product's own where that has a known host."""
    root = "/".join(repository.split("/")[:3])
    return f"{root}/{path}" if forge(repository).request else f"https://github.com/{path}"


def linked(body: Body, repository: str = "") -> Body:
    """Turn the references of a text into links, but not those in code or in a link."""
    pieces = _TAG.split(_HOLE.join(body.markup.parts))
    whole = "".join(_linked(pieces, repository.rstrip("/")))
    return replace(body, markup=replace(body.markup, parts=tuple(whole.split(_HOLE))))


def _linked(pieces: list[str], repository: str) -> Iterator[str]:
    depth = 0
    for number, piece in enumerate(pieces):
        if piece.startswith("<"):
            tag = _OPENS.match(piece)
            depth += 0 if tag is None else -1 if tag[1] else 1
            yield piece
        elif depth == 1 and _is_commit(number, pieces):
            yield _named(piece, forge(repository).commit, repository)
        elif depth == 1 and _ROLE.search(pieces[number - 2]) and piece.lstrip("#").isdecimal():
            yield _named(piece, forge(repository).issue, repository)
        else:
            yield piece if depth else _REFERENCE.sub(lambda match: _link(match, repository), piece)


def _is_commit(number: int, pieces: list[str]) -> bool:
    """Tell whether code in brackets names a commit."""
    if not _COMMIT.fullmatch(pieces[number]) or pieces[number - 1] != "<code>":
        return False
    return pieces[number - 2].endswith("(") and pieces[number + 2].startswith(")")


def _named(name: str, pattern: str, repository: str) -> str:
    address = repository + pattern.format(name.lstrip("#")) if repository else ""
    return f'<a href="{html.escape(address)}">{name}</a>' if address else name


def _link(match: re.Match[str], repository: str) -> str:
    address = _address(match, repository)
    return f'<a href="{html.escape(address)}">{match[0]}</a>' if address else match[0]


def without_answers(body: Body) -> Body:
    """Take away the feedback ids that a change ends with: the page links to them in words."""
    last = _ENDING.sub(r"\g<after>", body.markup.parts[-1])
    return replace(body, markup=replace(body.markup, parts=(*body.markup.parts[:-1], last)))
