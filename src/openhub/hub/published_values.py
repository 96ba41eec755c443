"""What `hub.json` keeps of a series: little, however long it is, and enough to see changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any
from zlib import crc32

from openhub.series import Point, length, period_at
from openhub.when import Period, parse_period

_SHARES = 32
"""Each value is in one of so many shares, twice: two values that are in the same ones are rare."""


def kept(series: Sequence[Point]) -> Mapping[str, Any]:
    """Digest the final values, and tell their first and last period, and which between are not final."""
    final = [point for point in series if not point.provisional]
    if not final:
        return {}
    last = final[-1].at.last
    loose = [point.at.text for point in series if point.provisional and point.at.last < last]
    digests = _digests(final)
    return {"first": final[0].at.text, "last": final[-1].at.text, "open": loose, "digests": digests}


def span(values: Mapping[str, Any]) -> tuple[Period, Period] | None:
    """Give the first and the last period that was published as final; None where hub.json is of others."""
    try:
        return parse_period(str(values.get("first"))), parse_period(str(values.get("last")))
    except ValueError:
        return None


def is_rewritten(values: Mapping[str, Any], series: Sequence[Point], put_right: Iterable[Period]) -> bool:
    """Tell whether the values up to the last published one are others, but for those of `put_right`."""
    ends, former = span(values), values.get("digests")
    if ends is None or not _is_known(former):
        return False
    loose = values.get("open")
    passed = set(loose) if isinstance(loose, list) and all(isinstance(one, str) for one in loose) else set()
    ours = [point for point in series if point.at.last <= ends[1].last and point.at.text not in passed]
    now = _digests([point for point in ours if not point.provisional])
    texts = {text for at in put_right for text in _within(at, length(ends[0]))}
    return any(_differ(old, new, _touched(texts, row)) for row, (old, new) in enumerate(_pairs(former, now)))


def _is_known(digests: object) -> bool:
    return isinstance(digests, list) and len(digests) == 2 and all(isinstance(one, str) for one in digests)


def _pairs(former: Any, now: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from zip(former, now, strict=True)


def _differ(former: str, now: str, touched: Collection[int]) -> bool:
    shares = zip(_parted(former), _parted(now), strict=False)
    return len(former) != len(now) or any(
        old != new and place not in touched for place, (old, new) in enumerate(shares)
    )


def _parted(digest: str) -> list[str]:
    return [digest[start : start + 4] for start in range(0, len(digest), 4)]


def _touched(texts: Iterable[str], row: int) -> frozenset[int]:
    return frozenset(_share(text, row) for text in texts)


def _share(text: str, row: int) -> int:
    way = crc32(text.encode())
    return (way // _SHARES if row else way) % _SHARES


def _digests(points: Iterable[Point]) -> list[str]:
    """Digest the shares of values, divided in two ways, so that one change is seen in both."""
    rows: list[list[list[str]]] = [[[] for _ in range(_SHARES)] for _ in range(2)]
    first, second = rows
    for point in points:
        told = f"{point.at.text}:{point.value}:{point.n}:{point.low}:{point.high}"
        way = crc32(point.at.text.encode())
        first[way % _SHARES].append(told)
        second[way // _SHARES % _SHARES].append(told)
    return ["".join(sha256(" ".join(share).encode()).hexdigest()[:4] for share in row) for row in rows]


def _within(at: Period, size: str) -> set[str]:
    """Give the periods of a series that lie in one, such as the months of a year."""
    days = (at.first + timedelta(days=number) for number in range((at.last - at.first).days + 1))
    return {at.text, *(period_at(day, size).text for day in days)}
