"""The zones of a calendar: those that it describes itself, and which known zone has the same clocks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TypeAlias
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from openhub.importers.ics.lines import Component
from openhub.read import zonerule
from openhub.when import zone_named

_AHEAD = 10
"""For so many years the clocks of a series without an end are compared."""
_LARGE = (
    "Europe/Berlin",
    "Europe/London",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Australia/Sydney",
    "Pacific/Auckland",
)
"""Of zones with the same clocks, these are better known than the others."""
_INNER = re.compile(r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[\w/+-]+")
_YEAR = re.compile("[0-9]{4}")
_OFFSETS = ("TZOFFSETFROM", "TZOFFSETTO")
_OFFSET = re.compile("[+-](?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The hub's zone, the zones that a calendar describes by itself, and the known ones that are like those.

    Those that are `steady` have one time alone. `usual` is that of times which name none, if the calendar
    tells it; what it tells that nobody knows is `usual_name`.
    """

    hub: ZoneInfo
    usual: ZoneInfo | None = None
    usual_name: str = ""
    described: dict[str, tzinfo] = field(default_factory=dict)
    alike: dict[str, ZoneInfo] = field(default_factory=dict)
    steady: frozenset[str] = frozenset()


def zones_of(calendar: Component, hub: ZoneInfo) -> Zones:
    """Read the zones that a calendar describes; one that cannot be read is unknown."""
    described: dict[str, tzinfo] = {}
    alike: dict[str, ZoneInfo] = {}
    steady = set()
    years = _years(calendar)
    for part in calendar.parts:
        name = part.first("TZID")
        zone = _described(part) if part.name == "VTIMEZONE" and name is not None else None
        if name is not None and zone is not None:
            described[name.text] = zone
            if found := known_zone(name.text) or _like(zone, part, hub, years):
                alike[name.text] = found
            elif not _changes([(moment, _offset(zone, moment)) for moment in _weekly(years)]):
                steady.add(name.text)
    told = calendar.first("X-WR-TIMEZONE")
    usual = told.text.strip() if told else ""
    return Zones(
        hub=hub,
        usual=known_zone(usual) or alike.get(usual),
        usual_name=usual,
        described=described,
        alike=alike,
        steady=frozenset(steady),
    )


def known_zone(name: str) -> ZoneInfo | None:
    """Find the zone that a name stands for: one of IANA, also below a vendor's prefix, or one of Windows."""
    parts = name.strip().strip("/").split("/")
    ways = ["/".join(parts[at:]) for at in range(len(parts))]
    for way in (*ways, WINDOWS_TO_OLSON.get(name.strip(), "")):
        try:
            return zone_named(way)
        except ValueError:
            continue
    return None


def _described(part: Component) -> tzinfo | None:
    if not all(_OFFSET.fullmatch(one.value.strip()) for inner in part.parts for one in inner.all(*_OFFSETS)):
        return None
    text = "\r\n".join(["BEGIN:VCALENDAR", *_rewritten(part), "END:VCALENDAR", ""])
    try:
        return tzical(io.StringIO(text)).get()
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):  # by anybody
        return None


def _rewritten(part: Component) -> Iterator[str]:
    yield f"BEGIN:{part.name}"
    for one in part.all("TZID", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"):
        yield f"{one.name}:{one.value}"
    for inner in part.parts:
        yield from _rewritten(inner)
    yield f"END:{part.name}"


# ── which zone has the same clocks ──────────────────────────────────────────


def _years(calendar: Component) -> range:
    """Give the years in which the events of a calendar take place."""
    found, last = [], 0
    for event in (part for part in calendar.parts if part.name == "VEVENT"):
        starts = [one for one in event.all("DTSTART", "RDATE", "RECURRENCE-ID") if _YEAR.match(one.value)]
        years = [int(one.value[:4]) for one in starts]
        found += years
        last = max(last, *years, 0) + (_AHEAD if event.first("RRULE") and years else 0)
    known = [year for year in found if 1900 <= year < 2090]
    return range(min(known), min(max(last, *known), 2089) + 1) if known else range(0)


def _like(zone: tzinfo, part: Component, hub: ZoneInfo, years: range) -> ZoneInfo | None:
    """Find a zone whose clocks are those of a described one in some years.

    The one that the calendar names comes first, then the hub's own, then the large ones. A described zone in
    which clocks do not change may be anywhere: it is that of a name alone.
    """
    told = [(moment, _offset(zone, moment)) for moment in _weekly(years)]
    named = part.first("X-LIC-LOCATION")
    near = [known_zone(name) for name in (named.text if named else "", _inner(part)) if name]
    names = dict.fromkeys((*_LARGE, *sorted(WINDOWS_TO_OLSON.values())))
    others = (hub, *(known_zone(name) for name in names)) if _changes(told) else ()
    return next((one for one in (*near, *others) if one and told and _same(zone, one, told)), None)


def _inner(part: Component) -> str:
    """Find the name of a zone inside another, as in `custom_America/New_York`."""
    name = part.first("TZID")
    found = _INNER.search(name.text) if name else None
    return found[0] if found else ""


_Told: TypeAlias = Sequence[tuple[datetime, timedelta | None]]
"""The offset of a zone in each week of some years."""


def _changes(told: _Told) -> bool:
    return len({offset for _, offset in told}) > 1


def _same(zone: tzinfo, known: ZoneInfo, told: _Told) -> bool:
    """Tell whether two zones have one time in every week, and just before and at each change."""
    if any(offset != moment.astimezone(known).utcoffset() for moment, offset in told):
        return False
    around = _around_changes(known, told[0][0].year, told[-1][0].year)
    return all(_offset(zone, moment) == moment.astimezone(known).utcoffset() for moment in around)


def _weekly(years: range) -> Iterator[datetime]:
    for year in years:
        yield from (datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(weeks=week) for week in range(53))


def _around_changes(zone: ZoneInfo, first: int, last: int) -> Iterator[datetime]:
    for change in zonerule.changes(zone.key, first, last):
        yield from (change - timedelta(seconds=1), change)


def _offset(zone: tzinfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def offset_at(zone: tzinfo, local: datetime) -> timedelta:
    """Give the offset of a described zone at a local time."""
    return local.replace(tzinfo=zone).utcoffset() or timedelta()
