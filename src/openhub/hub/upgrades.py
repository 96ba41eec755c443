"""The way from one version of a product to another: its steps, and what to know and do at each.

A step leads from a line of versions (2.3) to the next one (2.4). Previews count as part of what they
became, withdrawn versions are passed by, and a fix for an older line is no part of the way onwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise

from openhub.hub import verdicts, versions
from openhub.hub.upgrade_notes import Note, in_order, notes
from openhub.hub.versions import History
from openhub.model import Entry, Ref
from openhub.site import KEPT, Site

LATEST = 10
"""For so many lines there is a page of the way from them to the newest version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: from the line `former` to `line`, or within a line where both are one.

    `target` is the version to arrive at. `releases` are all whose changes it brings, lowest first;
    `withdrawn` are those to pass by; `later` are fixes for who stays on this line. A line that was begun
    after a higher one is `aside`: no part of the way onwards.
    """

    former: str
    line: str
    target: Entry
    releases: tuple[Entry, ...]
    withdrawn: tuple[Entry, ...] = ()
    later: tuple[Entry, ...] = ()
    notes: tuple[Note, ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """All steps from a line to the newest version; what ends further on is told there alone."""

    start: str
    target: Entry
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """The versions of a line, lowest first: those on the way onwards, and fixes that came later."""

    name: str
    releases: tuple[Entry, ...]
    later: tuple[Entry, ...]
    avoided: frozenset[Ref]

    @property
    def target(self) -> Entry | None:
        """The version to take of the line: none that its own page says to avoid."""
        found = (*self.releases, *self.later)
        return next((entry for entry in reversed(found) if self.is_good(entry)), None)

    def is_good(self, entry: Entry) -> bool:
        """Tell whether a version stands, and is none to avoid."""
        return versions.is_stable(entry) and entry.ref not in self.avoided

    @property
    def is_stop(self) -> bool:
        """Whether the way onwards may rest here."""
        return any(map(self.is_good, self.releases))


@lru_cache(maxsize=KEPT * 64)
def steps(history: History, avoided: frozenset[Ref] = frozenset()) -> tuple[Step, ...]:
    """Give every step of a product, lowest line first; none where there is one line."""
    return _steps(_lines(history, avoided))


@lru_cache(maxsize=KEPT * 64)
def ways(history: History, avoided: frozenset[Ref] = frozenset()) -> tuple[Way, ...]:
    """Give the ways from each of the latest lines to the newest version, the latest line first."""
    lines = _lines(history, avoided)
    found = (_way(lines[place:]) for place in reversed(range(len(lines))))
    return tuple(islice((way for way in found if way is not None), LATEST))


def way(history: History, start: str, avoided: frozenset[Ref] = frozenset()) -> Way | None:
    """Give the way from a line to the newest version, if there is any to go."""
    known = next((found for found in ways(history, avoided) if found.start == start), None)
    if known is not None:
        return known
    lines = _lines(history, avoided)
    return next((_way(lines[place:]) for place, line in enumerate(lines) if line.name == start), None)


def starts(name: str, site: Site) -> tuple[str, ...]:
    """Give the lines of a product that have a page of the way from them, the latest first."""
    return tuple(way.start for way in ways(versions.history(name, site), verdicts.avoided(name, site)))


# ── lines ───────────────────────────────────────────────────────────────────


@lru_cache(maxsize=KEPT * 64)
def _lines(history: History, avoided: frozenset[Ref]) -> tuple[_Line, ...]:
    """Sort versions into lines, lowest first; a preview goes with the next final version from it."""
    grouped: dict[str, list[Entry]] = defaultdict(list)
    waiting: list[Entry] = []
    finals = {history.line(entry) for entry in history.out if versions.is_final(entry)}
    for entry in reversed(history.out):
        line = history.line(entry)
        if versions.is_final(entry) or (line in finals and line in grouped):
            grouped[line] += [*waiting, entry]
            waiting = []
        else:
            waiting.append(entry)
    return tuple(_dated(grouped, avoided))


def _dated(grouped: dict[str, list[Entry]], avoided: frozenset[Ref]) -> Iterator[_Line]:
    """Tell apart what a line brings onwards from fixes that came after a higher line was out."""
    found: list[_Line] = []
    out = ""
    for name, entries in reversed(grouped.items()):
        late = [entry for entry in entries if out and versions.day(entry) > out]
        kept = tuple(entry for entry in entries if entry not in late)
        found.append(_Line(name=name, releases=kept, later=tuple(late), avoided=avoided))
        days = [versions.day(entry) for entry in entries if versions.is_final(entry) and versions.day(entry)]
        out = min(filter(None, (out, *days)), default="")
    yield from reversed(found)


# ── steps ───────────────────────────────────────────────────────────────────


def _steps(lines: Sequence[_Line]) -> tuple[Step, ...]:
    if not lines:
        return ()
    onwards = {step.line: step for step in _onwards(lines[0].name, lines[1:])}
    asides = {step.line: step for step in _asides(lines)}
    return tuple(each for line in lines if (each := onwards.get(line.name) or asides.get(line.name)))


def _onwards(former: str, lines: Iterable[_Line]) -> Iterator[Step]:
    """Go from line to line; one of which nothing stands is passed by with the next."""
    passed: list[Entry] = []
    for line in lines:
        passed += line.releases
        if line.is_stop:
            yield _step(former, line, tuple(passed))
            former, passed = line.name, []


def _asides(lines: Sequence[_Line]) -> Iterator[Step]:
    for former, line in pairwise(lines):
        if not line.releases and line.target is not None:
            yield replace(_step(former.name, line, line.later), later=(), aside=True)


def _step(former: str, line: _Line, releases: tuple[Entry, ...]) -> Step:
    return Step(
        former=former,
        line=line.name,
        target=line.target or releases[-1],
        releases=releases,
        withdrawn=tuple(entry for entry in releases if entry.data.yanked),
        later=line.later,
        notes=notes(releases),
    )


def _within(line: _Line) -> Iterator[Step]:
    """Give the step from the first version of a line to its last on the way, if there is anything in it."""
    finals = [place for place, entry in enumerate(line.releases) if versions.is_final(entry)]
    rest = line.releases[finals[0] + 1 :] if finals else ()
    if any(map(line.is_good, rest)):
        yield _step(line.name, line, rest)


def _way(lines: Sequence[_Line]) -> Way | None:
    onwards = tuple(_onwards(lines[0].name, lines[1:]))
    within = (step for step in _within(lines[0]) if step.notes or step.withdrawn or not onwards)
    found = (*within, *onwards)
    if not found:
        return None
    return Way(start=lines[0].name, target=found[-1].target, steps=_once(found))


def _once(found: tuple[Step, ...]) -> tuple[Step, ...]:
    """Tell over all steps once what is told at several: at the step where it ends, or first stands."""
    kept: dict[Ref, list[Note]] = defaultdict(list)
    for note in notes(entry for step in found for entry in step.releases):
        kept[note.entry.ref].append(note)
    return tuple(
        replace(step, notes=in_order(note for entry in step.releases for note in kept[entry.ref]))
        for step in found
    )
