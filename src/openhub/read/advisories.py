"""Ids of security advisories, as their registers write them: CVE, GHSA, and the databases of OSV."""

from __future__ import annotations

import re
from collections.abc import Iterator

PATTERN = (
    r"CVE-[0-9]{4}-[0-9]{4,}|GHSA(?:-[0-9a-z]{4}){3}|RUSTSEC-[0-9]{4}-[0-9]{4}|CURL-CVE-[0-9]{4}-[0-9]+"
    r"|(?:OSV|PYSEC|GO|GSD|MAL|HSEC|RSEC|JLSEC)-[0-9]{4}-[0-9]+|(?:RHSA|ALSA|RLSA)-[0-9]{4}:[0-9]+"
    r"|(?:USN|DSA|DLA)-[0-9]+-[0-9]+"
)
"""An id, in letters of any size: to be used with `re.IGNORECASE`, and without a word or hyphen around it."""
_ID = re.compile(rf"(?<![\w-])(?:{PATTERN})(?![\w-])", re.IGNORECASE)


def ids(prose: str) -> Iterator[str]:
    """Find the ids in a text, those in addresses too."""
    return (written(match[0]) for match in _ID.finditer(prose))


def is_id(text: str) -> bool:
    """Tell whether a text is an id, and nothing else."""
    return re.fullmatch(PATTERN, text, re.IGNORECASE) is not None


def written(id_: str) -> str:
    """Write an id as its register does: a GHSA's groups are in small letters."""
    return "GHSA" + id_[4:].lower() if id_[:4].upper() == "GHSA" else id_.upper()


def address(id_: str) -> str:
    """Give where an advisory can be read."""
    name = written(id_)
    if name.startswith("CVE-"):
        return f"https://www.cve.org/CVERecord?id={name}"
    if name.startswith("GHSA"):
        return f"https://github.com/advisories/{name}"
    return f"https://osv.dev/vulnerability/{name}"
