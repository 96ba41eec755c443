"""The order of releases: by day, on one day by version; what has no date stands where its version would."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from openhub.kinds.release import is_coming
from openhub.model import Entry, Ref
from openhub.read.versions import Key, is_known, version_key

Place: TypeAlias = tuple[bool, str, Key]
_Dated: TypeAlias = tuple[tuple[Key, str], ...]


def newest_first(releases: Iterable[Entry]) -> tuple[Entry, ...]:
    """Put the releases of all products in the order of lists: what is coming first, then from new to old.

    A version without a date stands right above the next lower one that has a date; so a later fix of an old
    line stands by its day, and one without a day beside its own line. What follows no scheme of versions and
    has no date stands where it does in its file.
    """
    listed = tuple(releases)
    days = _days(listed)
    strays = [each for each in listed if not (days[each.ref] or is_coming(each) or _is_known(each))]
    out = {each.ref for each in strays}
    ordered = sorted((each for each in listed if each.ref not in out), key=lambda one: _place(one, days))
    return _with_strays(ordered[::-1], strays)


def _place(entry: Entry, days: Mapping[Ref, str]) -> Place:
    return is_coming(entry), days[entry.ref], version_key(_version(entry))


def _version(entry: Entry) -> str:
    return str(entry.data.version)


def _is_known(entry: Entry) -> bool:
    return is_known(_version(entry))


def _days(releases: Sequence[Entry]) -> Mapping[Ref, str]:
    """Give each release its day, or the one that it borrows from a version beside it; empty without any."""
    dated: dict[str, list[tuple[Key, str]]] = defaultdict(list)
    for entry in releases:
        if entry.date and not is_coming(entry):
            dated[str(entry.data.product)].append((version_key(_version(entry)), _day(entry)))
    known = {product: tuple(sorted(pairs)) for product, pairs in dated.items()}
    return {
        entry.ref: _day(entry) or _borrowed(entry, known.get(str(entry.data.product), ()))
        for entry in releases
    }


def _day(entry: Entry) -> str:
    return entry.date.isoformat()[:10] if entry.date else ""


def _borrowed(entry: Entry, dated: _Dated) -> str:
    if not dated or not _is_known(entry):
        return ""
    below = bisect_left(dated, (version_key(_version(entry)), ""))
    return dated[max(below - 1, 0)][1]


def _with_strays(ordered: list[Entry], strays: Sequence[Entry]) -> tuple[Entry, ...]:
    """Put what has neither a date nor a known version above the one that it precedes in its file."""
    made = list(ordered)
    for stray in sorted(strays, key=lambda entry: entry.span, reverse=True):
        later = [
            (each.span.line, place)
            for place, each in enumerate(made)
            if each.span.file == stray.span.file and each.span.line > stray.span.line
        ]
        made.insert(min(later)[1] if later else len(made), stray)
    return tuple(made)
