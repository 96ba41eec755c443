"""The order of versions, the channel that one belongs to, and the minor series that it is part of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from packaging.version import InvalidVersion, Version

Channel: TypeAlias = Literal["stable", "rc", "beta", "alpha"]
Part: TypeAlias = tuple[int, int, str]
"""A piece of a version; numbers stand before words, as SemVer says (section 11.4)."""
Key: TypeAlias = tuple[int, int, tuple[int, ...], int, tuple[Part, ...], int, int, str, str]

UNRELEASED = "unreleased"
_FALLBACK, _KNOWN, _COMING = 0, 1, 2
_DEV, _PRE, _FINAL = 0, 1, 2
_LAST = 10**18
_MANY = 18

_SEMVER = re.compile(r"([0-9]+\.[0-9]+\.[0-9]+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LONG_NUMBER = re.compile(rf"[0-9]{{{_MANY + 1},}}")
_PIECE = re.compile(r"[0-9]+|[^\W\d_]+")
_WORDS = {"a": "alpha", "b": "beta", "c": "rc", "pre": "rc", "preview": "rc", "cr": "rc"}
_CHANNELS: dict[str, Channel] = {"rc": "rc", "beta": "beta", "alpha": "alpha"}


def version_key(version: str) -> Key:
    """Give a key that sorts versions from old to new, whatever scheme each of them follows.

    SemVer and PEP 440 share one order (also with CalVer); what is neither stands below them, and
    what is not released above.
    """
    plain = re.sub(r"^[vV](?=[0-9])", "", version.strip())
    if plain.lower() == UNRELEASED:
        return (_COMING, 0, (), _FINAL, (), 0, 0, "", version)
    if _LONG_NUMBER.search(plain):
        return _fallback(version)
    known = _dated(plain) or _semver(plain) or _pep440(plain)
    return (*known[:-1], version) if known else _fallback(version)


def is_known(version: str) -> bool:
    """Tell whether a version follows a scheme, so that it has an order."""
    return version_key(version)[0] != _FALLBACK


def channel(version: str) -> Channel:
    """Tell whether a version is stable, or which kind of trial."""
    key = version_key(version)
    if key[0] != _KNOWN or key[3] == _FINAL:
        return _channel_by_word(version) if key[0] == _FALLBACK else "stable"
    return _CHANNELS.get(key[4][0][2], "alpha") if key[4] else "alpha"


def minor(version: str) -> str:
    """Give the series of a version: '2.4' for 2.4.1, the month for a date; else the version itself."""
    if date := _DATE.fullmatch(version):
        return f"{date[1]}-{date[2]}"
    match = re.match(r"[vV]?((?:[0-9]+!)?[0-9]+(?:\.[0-9]+)?)(?![0-9])", version)
    return match[1] if match else version


def _dated(version: str) -> Key | None:
    match = _DATE.fullmatch(version)
    return (_KNOWN, 0, _release(match.groups()), _FINAL, (), -1, _LAST, "", "") if match else None


def _semver(version: str) -> Key | None:
    match = _SEMVER.fullmatch(version)
    if not match:
        return None
    pre = _parts(match[2]) if match[2] else ()
    stage = _PRE if pre else _FINAL
    return (_KNOWN, 0, _release(match[1].split(".")), stage, pre, -1, _LAST, match[3] or "", "")


def _pep440(version: str) -> Key | None:
    try:
        known = Version(version)
    except InvalidVersion:
        return None
    stage = _PRE if known.pre else _DEV if known.dev is not None and known.post is None else _FINAL
    pre = _parts(f"{known.pre[0]}.{known.pre[1]}") if known.pre else ()
    post = -1 if known.post is None else known.post
    dev = _LAST if known.dev is None else known.dev
    return (_KNOWN, known.epoch, _release(known.release), stage, pre, post, dev, known.local or "", "")


def _release(numbers: Iterable[str | int]) -> tuple[int, ...]:
    """Give the numbers of a release without zeros at the end: 1.0 and 1.0.0 stand side by side."""
    release = [int(number) for number in numbers]
    while release and release[-1] == 0:
        release.pop()
    return tuple(release)


def _fallback(version: str) -> Key:
    return (_FALLBACK, 0, (), _FINAL, _parts(version), -1, _LAST, "", version)


def _parts(text: str) -> tuple[Part, ...]:
    return tuple(_part(piece) for piece in _PIECE.findall(text))


def _part(piece: str) -> Part:
    if piece.isdecimal() and len(piece) <= _MANY:
        return (0, int(piece), "")
    word = piece.lower()
    return (1, 0, _WORDS.get(word, word))


def _channel_by_word(version: str) -> Channel:
    words = {_part(piece)[2] for piece in _PIECE.findall(version)}
    return next((name for word, name in _CHANNELS.items() if word in words), "stable")
