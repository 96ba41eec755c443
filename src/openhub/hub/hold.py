"""What is not shown (yet): drafts, what waits for its day, what has expired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from openhub.kinds.base import Kind
from openhub.model import Change, Entry, Held, When
from openhub.when import day_of, instant_of, zone_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Now, the zone in which its day is told, and what the author wants to see before its time."""

    now: datetime
    zone: str
    drafts: bool = False
    future: bool = False


def held_back(
    entries: Iterable[Entry], kinds: Mapping[str, Kind], moment: Moment
) -> tuple[tuple[Entry, ...], tuple[Held, ...]]:
    """Part the entries into those that are shown and those that are not."""
    shown, held = [], []
    for entry in entries:
        why = _why(entry, kinds[entry.kind], moment)
        if why is None:
            shown.append(entry)
        else:
            held.append(_held(entry, kinds[entry.kind], why, moment))
    return tuple(shown), tuple(held)


def _why(entry: Entry, kind: Kind, moment: Moment) -> Literal["draft", "future", "expired"] | None:
    zone = zone_named(moment.zone)
    if entry.data.draft and not moment.drafts:
        return "draft"
    if entry.data.expire_at and instant_of(entry.data.expire_at, zone) <= moment.now:
        return "expired"
    waits = waits_for(entry, kind)
    if waits is not None and instant_of(waits, zone) > moment.now and not moment.future:
        return "future"
    return None


def waits_for(entry: Entry, kind: Kind) -> When | None:
    """Give the day or instant for which an entry is held back."""
    publish_at: When | None = entry.data.publish_at
    return publish_at or (entry.date if kind.dated else None)


def dues(entries: Iterable[Entry], kinds: Mapping[str, Kind], moment: Moment) -> Iterator[Change]:
    """Tell when time alone publishes an entry or takes it away; which one it is leaves no trace."""
    for entry in entries:
        if not entry.data.draft or moment.drafts:
            yield from (due for due in _dues(entry, kinds[entry.kind], moment) if due.at > moment.now)


def _dues(entry: Entry, kind: Kind, moment: Moment) -> Iterator[Change]:
    zone = zone_named(moment.zone)
    waits, ends = waits_for(entry, kind), entry.data.expire_at
    begins = instant_of(waits, zone) if waits is not None and not moment.future else None
    over = instant_of(ends, zone) if ends else None
    if begins and (over is None or begins < over):
        yield Change(at=begins.astimezone(UTC), because="an entry is due")
    if over and (begins is None or begins < over):
        yield Change(at=over.astimezone(UTC), because="an entry expires")


def _held(entry: Entry, kind: Kind, why: Literal["draft", "future", "expired"], moment: Moment) -> Held:
    waits, zone = waits_for(entry, kind), zone_named(moment.zone)
    written = entry.data.updated or entry.date
    return Held(
        ref=entry.ref,
        title=entry.title,
        why=why,
        until=day_of(waits, zone) if why == "future" and waits else None,
        span=entry.span,
        written=day_of(written, zone) if written else None,
        authors=tuple(entry.data.authors),
    )
