"""References that a changelog writes as plain text, `#123` or `CVE-2026-1234`, as links."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from openhub.model import Body

_HOLE = "\0"
_TAG = re.compile(r"(<(?:\"[^\"]*\"|[^\">])*>)")
_OPENS = re.compile(r"<(/?)(a|code|pre)\b")
_ENDING = re.compile(r"\s*\((?:F-[0-9]+(?:\s*,\s*F-[0-9]+)*)\)(?P<after>[.\s]*(?:</p>\s*)?)$")
_REFERENCE = re.compile(
    r"(?<![\w/#&-])(?:(?P<away>[\w.-]{1,40}/[\w.-]{1,100})?#(?P<issue>[0-9]+)|GH-(?P<old>[0-9]+)|!(?P<merge>[0-9]+)"
    r"|(?P<cve>CVE-[0-9]{4}-[0-9]{4,})|(?P<ghsa>GHSA(?:-[0-9a-z]{4}){3})"
    r"|(?P<osv>(?:OSV|PYSEC|GO|GSD)-[0-9]{4}-[0-9]+|RUSTSEC-[0-9]{4}-[0-9]{4}))(?![\w-])",
    re.IGNORECASE,
)


def address_of(reference: str, repository: str = "") -> str:
    """Give where a reference leads; empty where nobody can tell, as for an issue of no known repository."""
    match = _REFERENCE.fullmatch(reference)
    return _address(match, repository.rstrip("/")) if match else ""


def _address(match: re.Match[str], repository: str) -> str:
    if match["cve"] or match["ghsa"] or match["osv"]:
        return _advisory(match)
    if match["away"]:
        return f"https://github.com/{match['away']}/issues/{match['issue']}"
    if not repository:
        return ""
    if match["merge"]:
        return f"{repository}/-/merge_requests/{match['merge']}" if "gitlab" in repository else ""
    return f"{repository}/issues/{match['issue'] or match['old']}"


def _advisory(match: re.Match[str]) -> str:
    if match["cve"]:
        return f"https://www.cve.org/CVERecord?id={match['cve'].upper()}"
    if match["ghsa"]:
        return f"https://github.com/advisories/GHSA{match['ghsa'][4:].lower()}"
    return f"https://osv.dev/vulnerability/{match['osv'].upper()}"


def linked(body: Body, repository: str = "") -> Body:
    """Turn the references of a text into links, but not those in code or in a link."""
    depth, found = 0, []
    for piece in _TAG.split(_HOLE.join(body.markup.parts)):
        if piece.startswith("<"):
            tag = _OPENS.match(piece)
            depth += 0 if tag is None else -1 if tag[1] else 1
            found.append(piece)
        else:
            found.append(piece if depth else _REFERENCE.sub(lambda match: _link(match, repository), piece))
    return replace(body, markup=replace(body.markup, parts=tuple("".join(found).split(_HOLE))))


def _link(match: re.Match[str], repository: str) -> str:
    address = _address(match, repository.rstrip("/"))
    return f'<a href="{html.escape(address)}">{match[0]}</a>' if address else match[0]


def without_answers(body: Body) -> Body:
    """Take away the feedback ids that a change ends with: the page links to them in words."""
    last = _ENDING.sub(r"\g<after>", body.markup.parts[-1])
    return replace(body, markup=replace(body.markup, parts=(*body.markup.parts[:-1], last)))
