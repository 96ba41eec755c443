"""The versions of a product: their order, the line that each belongs to, and which of them are out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from openhub.kinds.release import is_coming
from openhub.model import Entry, Ref
from openhub.read.versions import minor, version_key
from openhub.site import KEPT, Site

STABLE = frozenset({"stable", "lts"})
_KNOWN = 1
_CALENDAR = 1000
"""From here on, the first number of a version is a year."""
_OWN_LINE = re.compile(r"[vV]?(0\.0\.[0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """The versions of a product that lists may show.

    `ordered` begins with what is coming, then the highest version; `dated` with what was out last.
    `named` finds one by its number. `lines` names the line of each: 2.4 for 2.4.1, or the version itself
    where all are of one minor.
    """

    ordered: tuple[Entry, ...] = ()
    dated: tuple[Entry, ...] = ()
    places: Mapping[Ref, int] = field(default_factory=dict)
    named: Mapping[str, Entry] = field(default_factory=dict)
    lines: Mapping[Ref, str] = field(default_factory=dict)

    @property
    def out(self) -> tuple[Entry, ...]:
        """What is released, the highest version first."""
        return tuple(entry for entry in self.ordered if not is_coming(entry))

    @property
    def coming(self) -> tuple[Entry, ...]:
        """What is not released yet."""
        return tuple(entry for entry in self.ordered if is_coming(entry))

    def place(self, entry: Entry) -> int:
        """Give the place of a version in the order; the end for one that no list shows."""
        return self.places.get(entry.ref, len(self.ordered))

    def line(self, entry: Entry) -> str:
        """Give the line that a version belongs to."""
        return self.lines.get(entry.ref) or minor(str(entry.data.version))


@lru_cache(maxsize=KEPT)
def histories(site: Site) -> Mapping[str, History]:
    """Sort all releases by their product."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in site.of("release"):
        found[str(entry.data.product)].append(entry)
    return {name: arranged(entries) for name, entries in found.items()}


def history(name: str, site: Site) -> History:
    """Give the versions of one product."""
    return histories(site).get(name) or History()


def of(entry: Entry, site: Site) -> History:
    """Give the versions of the product that a release belongs to."""
    return history(str(entry.data.product), site)


def arranged(entries: Iterable[Entry]) -> History:
    """Put the releases of one product, as lists give them by date, in the order of their versions."""
    dated = tuple(entries)
    eras = _eras(dated)
    ordered = tuple(sorted(dated, key=lambda entry: _order(entry, eras), reverse=True))
    places = {entry.ref: place for place, entry in enumerate(ordered)}
    named = {str(entry.data.version): entry for entry in ordered}
    return History(ordered=ordered, dated=dated, places=places, named=named, lines=_lines(ordered))


def day(entry: Entry) -> str:
    """Give the day of a release in a form that sorts; empty where it has none."""
    return entry.date.isoformat()[:10] if isinstance(entry.date, date) else ""


def is_stable(entry: Entry) -> bool:
    """Tell whether a release is meant for everyday work: stable, out and not withdrawn."""
    return is_final(entry) and not entry.data.yanked


def is_final(entry: Entry) -> bool:
    """Tell whether a release is no preview: out and stable, also where it was withdrawn since."""
    return entry.data.channel in STABLE and not is_coming(entry)


# ── the order ───────────────────────────────────────────────────────────────


def _order(entry: Entry, eras: Mapping[bool, str]) -> tuple[Any, ...]:
    """Sort by version; what follows no scheme stands below, as its changelog has it."""
    key = version_key(str(entry.data.version))
    known = key[0] >= _KNOWN
    era = eras.get(_is_calendar(entry), "") if known else ""
    return is_coming(entry), known, era, key if known else (), -entry.span.line


def _eras(entries: Iterable[Entry]) -> Mapping[bool, str]:
    """Say how late each way of numbering was in use: a product may go from years to numbers or back."""
    found: dict[bool, str] = {}
    for entry in entries:
        if not is_coming(entry) and version_key(str(entry.data.version))[0] == _KNOWN:
            era = _is_calendar(entry)
            found[era] = max(found.get(era, ""), day(entry))
    return found if len(found) > 1 else {}


def _is_calendar(entry: Entry) -> bool:
    numbers = version_key(str(entry.data.version))[2]
    return bool(numbers) and numbers[0] >= _CALENDAR


# ── lines ───────────────────────────────────────────────────────────────────


def _lines(entries: Iterable[Entry]) -> Mapping[Ref, str]:
    """Sort versions into lines; where all that are out share one minor, each is a line by itself."""
    lines = {entry.ref: _line(str(entry.data.version)) for entry in entries if not is_coming(entry)}
    if len({lines[entry.ref] for entry in entries if is_final(entry)}) <= 1:
        return {entry.ref: str(entry.data.version) for entry in entries if not is_coming(entry)}
    known = frozenset(lines.values())
    return {ref: f"{line}.0" if f"{line}.0" in known else line for ref, line in lines.items()}


def _line(version: str) -> str:
    """Give the minor of a version; below 0.1 each one may break, so it is a line of its own."""
    own = _OWN_LINE.match(version)
    return own[1] if own else minor(version)
