"""The time zones of a calendar: how they are named, and a VTIMEZONE for the years that are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur, vText, vUTCOffset

from openhub.model import When
from openhub.read import zonerule
from openhub.read.lengths import is_plain

Used: TypeAlias = Mapping[str, tuple[tzinfo | None, int]]
"""Zones by name, each with the first year that is used."""
_UTC = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Universal", "GMT", "Etc/GMT"})


def used(times: Iterable[When]) -> dict[str, tuple[tzinfo | None, int]]:
    """Find the zones of some times; those in UTC need none."""
    found: dict[str, tuple[tzinfo | None, int]] = {}
    for when in times:
        if isinstance(when, datetime) and (name := zone_name(when)):
            found[name] = (when.tzinfo, min(when.year, found.get(name, (None, when.year))[1]))
    return found


def zone_name(when: datetime) -> str:
    """Name the zone of an instant; UTC needs no name, nor has the second of two equal times one."""
    if when.fold and not is_plain(when):
        return ""
    if isinstance(when.tzinfo, ZoneInfo):
        return "" if when.tzinfo.key in _UTC else when.tzinfo.key
    return "" if not when.utcoffset() else f"UTC{when:%z}"


def bare(when: When) -> When:
    """Take the zone away from an instant that names it beside, and write all others in UTC."""
    if not isinstance(when, datetime):
        return when
    return when.replace(tzinfo=None) if zone_name(when) else when.astimezone(UTC)


@lru_cache(maxsize=256)
def text(name: str, zone: tzinfo | None, year: int) -> bytes:
    """Describe a zone from the beginning of a year on; once, as each event's calendar has it."""
    made: bytes = component(name, zone, year).to_ical()
    return made


def component(name: str, zone: tzinfo | None, year: int) -> Component:
    """Describe a zone from the beginning of a year on."""
    made = Timezone()
    made.add("tzid", name)
    if isinstance(zone, ZoneInfo):
        clocks = zonerule.clocks(name, year)
    else:
        offset = zone.utcoffset(None) if zone else None
        clocks = (zonerule.fixed(name, offset or timedelta()),)
    for clock in clocks:
        made.add_component(_clock(clock))
    return made


def _clock(clock: zonerule.Clock) -> Component:
    made = TimezoneDaylight() if clock.summer else TimezoneStandard()
    made.add("dtstart", clock.begins)
    made.add("tzoffsetfrom", vUTCOffset(clock.before))
    made.add("tzoffsetto", vUTCOffset(clock.offset))
    if clock.name:
        made.add("tzname", vText(clock.name))
    if clock.rule:
        made.add("rrule", vRecur.from_ical(clock.rule))
    return made
