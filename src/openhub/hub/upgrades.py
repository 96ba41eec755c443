"""The way from one version of a product to another: its steps, and what to know and do at each.

A step leads from a line of versions (2.3) to the next one (2.4). Previews count as part of what they
became, and a fix for an older line is no part of the way onwards. Versions that were withdrawn, or have
critical bad news, are passed by: what they brought came with the next one that is none of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from openhub.hub import verdicts, versions
from openhub.hub.upgrade_notes import Note, in_order, matched, notes
from openhub.hub.versions import History
from openhub.model import Entry, Ref
from openhub.site import KEPT, Site

LATEST = 10
"""For so many lines there is a page of the way from them to the newest version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: from the line `former` to `line`, or within a line where both are one.

    `target` is the version to arrive at, the last of `releases`, all whose changes it brings; `passed` are
    those of them to pass by. `later` are fixes for who stays on this line. A line that was begun after a
    higher one is `aside`: no part of the way onwards.
    """

    former: str
    line: str
    target: Entry
    releases: tuple[Entry, ...]
    passed: tuple[Entry, ...] = ()
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

    def parted(self) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """Part what is on the way: up to the highest version to take, and what is above it."""
        return _parted(self.releases, self.avoided)

    def fixes(self) -> tuple[Entry, ...]:
        """Give what one may take who stays on this line."""
        return tuple(entry for entry in self.later if _is_good(entry, self.avoided))


def _is_good(entry: Entry, avoided: frozenset[Ref]) -> bool:
    """Tell whether a version stands, and is none that its own page says to avoid."""
    return versions.is_stable(entry) and entry.ref not in avoided


def _parted(
    releases: tuple[Entry, ...], avoided: frozenset[Ref]
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    good = [place for place, entry in enumerate(releases) if _is_good(entry, avoided)]
    end = good[-1] + 1 if good else 0
    return releases[:end], releases[end:]


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


def not_taken(history: History, avoided: frozenset[Ref] = frozenset()) -> tuple[Entry, ...]:
    """Give the final versions above the one where all ways end, lowest first."""
    above = takewhile(lambda entry: not _is_good(entry, avoided), history.out)
    return tuple(reversed([entry for entry in above if versions.is_final(entry)]))


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
    """Tell apart what a line brings onwards from fixes that came after a higher line was there to take."""
    found: list[_Line] = []
    out = ""
    for name, entries in reversed(grouped.items()):
        late = [entry for entry in entries if out and versions.day(entry) > out]
        kept = tuple(entry for entry in entries if entry not in late)
        found.append(_Line(name=name, releases=kept, later=tuple(late), avoided=avoided))
        if any(_is_good(entry, avoided) for entry in entries):
            days = [versions.day(entry) for entry in entries if versions.is_final(entry)]
            out = min(filter(None, (out, *days)), default="")
    yield from reversed(found)


# ── steps ───────────────────────────────────────────────────────────────────


def _steps(lines: Sequence[_Line]) -> tuple[Step, ...]:
    if not lines:
        return ()
    onwards = {step.line: step for step in _matched(tuple(_onwards(lines)))}
    asides = {step.line: step for step in _asides(lines)}
    return tuple(each for line in lines if (each := onwards.get(line.name) or asides.get(line.name)))


def _matched(found: tuple[Step, ...]) -> Iterator[Step]:
    """Let what is deprecated at one step and gone at a later one say so; each step still tells all of it."""
    notes_ = iter(matched([note for step in found for note in step.notes]))
    for step in found:
        yield replace(step, notes=tuple(islice(notes_, len(step.notes))))


def _onwards(lines: Sequence[_Line]) -> Iterator[Step]:
    """Go from line to line; what is above the last version to take of one is passed by with the next."""
    former = lines[0].name
    taken, above = lines[0].parted()
    passed = above if taken else ()
    for line in lines[1:]:
        taken, above = line.parted()
        if taken:
            yield _step(former, line, (*passed, *taken))
            former, passed = line.name, above
        else:
            passed += above


def _asides(lines: Sequence[_Line]) -> Iterator[Step]:
    for former, line in pairwise(lines):
        taken, _ = _parted(line.later, line.avoided)
        if taken:
            yield replace(_step(former.name, line, taken), later=(), aside=True)


def _step(former: str, line: _Line, releases: tuple[Entry, ...]) -> Step:
    return Step(
        former=former,
        line=line.name,
        target=releases[-1],
        releases=releases,
        passed=tuple(entry for entry in releases if entry.data.yanked or entry.ref in line.avoided),
        later=line.fixes(),
        notes=notes(releases),
    )


def _within(line: _Line) -> Iterator[Step]:
    """Give the step from the first version of a line to its last to take, if there is anything in it."""
    taken, _ = line.parted()
    finals = [place for place, entry in enumerate(taken) if versions.is_final(entry)]
    rest = taken[finals[0] + 1 :] if finals else ()
    if rest:
        yield _step(line.name, line, rest)


def _way(lines: Sequence[_Line]) -> Way | None:
    onwards = tuple(_onwards(lines))
    within = (step for step in _within(lines[0]) if step.notes or step.passed or not onwards)
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
