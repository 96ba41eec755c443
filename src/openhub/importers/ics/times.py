"""The times of a calendar: dates, instants in zones that are known, and what can be made of other zones."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from openhub.importers.ics.lines import Component, Property
from openhub.model import When
from openhub.when import zone_named

_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{8})T(\d{6})(Z?)")
_DURATION = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass(frozen=True, slots=True)
class Time:
    """A date or instant as it was written, and what is uncertain about it, in words."""

    when: When
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The hub's zone, and the zones that a calendar describes by itself."""

    hub: ZoneInfo
    described: dict[str, tzinfo] = field(default_factory=dict)


def zones_of(calendar: Component, hub: ZoneInfo) -> Zones:
    """Read the zones that a calendar describes; one that cannot be read is unknown."""
    found: dict[str, tzinfo] = {}
    for part in calendar.parts:
        name = part.first("TZID")
        if part.name == "VTIMEZONE" and name is not None:
            zone = _described(part)
            found |= {name.text: zone} if zone else {}
    return Zones(hub=hub, described=found)


def _described(part: Component) -> tzinfo | None:
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


def times(found: Property, zones: Zones) -> list[Time]:
    """Read the dates and instants of a property, of a period its start; raises ValueError for others."""
    return [_time(value.strip(), found, zones) for value in found.value.split(",") if value.strip()]


def one_time(found: Property, zones: Zones) -> Time:
    """Read the one date or instant of a property; raises ValueError for anything else."""
    read = times(found, zones)
    if len(read) != 1:
        raise ValueError(found.value)
    return read[0]


def _time(value: str, found: Property, zones: Zones) -> Time:
    value = value.partition("/")[0]
    if _DATE.fullmatch(value):
        return Time(_in_reach(datetime.strptime(value, "%Y%m%d").date()))  # noqa: DTZ007
    match = _TIME.fullmatch(value)
    if match is None:
        raise ValueError(value)
    naive = datetime.strptime(match[1] + re.sub("60$", "59", match[2]), "%Y%m%d%H%M%S")  # noqa: DTZ007
    _in_reach(naive.date())
    if match[3]:
        return Time(naive.replace(tzinfo=UTC))
    return _zoned(naive, found.parameters.get("TZID", ""), zones)


def _in_reach(day: date) -> date:
    if not 1900 <= day.year < 9000:
        raise ValueError(day)
    return day


def _zoned(naive: datetime, name: str, zones: Zones) -> Time:
    if not name:
        return Time(naive.replace(tzinfo=zones.hub), f"names no zone; taken as {zones.hub.key}")
    known = known_zone(name)
    if known is not None:
        return Time(naive.replace(tzinfo=known))
    described = zones.described.get(name)
    if described is None:
        return Time(
            naive.replace(tzinfo=zones.hub), f"is in the unknown zone '{name}'; taken as {zones.hub.key}"
        )
    offset = naive.replace(tzinfo=described).utcoffset() or timedelta()
    fixed = naive.replace(tzinfo=UTC if not offset else timezone(offset))
    return Time(fixed, f"is in the zone '{name}' of that calendar alone; written with its offset of that day")


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


def duration(value: str) -> timedelta:
    """Read a duration; raises ValueError for anything else, and for one that goes back."""
    match = _DURATION.fullmatch(value.strip().upper())
    if match is None or match[1] == "-" or not re.search(r"\d", value):
        raise ValueError(value)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    if weeks * 7 + days + hours / 24 > 400:
        raise ValueError(value)
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


class Stamp(str):
    """A date or time as it is written in front matter: without quotes."""

    __slots__ = ()


def written(when: When, zone: tzinfo | None) -> Stamp:
    """Write a date or instant for front matter whose `timezone` is `zone`."""
    return Stamp(_written_time(when, zone) if isinstance(when, datetime) else when.isoformat())


def _written_time(when: datetime, zone: tzinfo | None) -> str:
    local = when.astimezone(zone) if zone else when
    text = local.replace(tzinfo=None).isoformat(timespec="seconds" if local.second else "minutes")
    # One hour a year comes twice, and one never: there the offset says which is meant.
    clear = zone and local.replace(fold=0).utcoffset() == local.utcoffset()
    if zone and clear:
        return text
    return text + ("Z" if not local.utcoffset() else f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:5])


def doubts(read: Iterable[Time]) -> str:
    """Give what is uncertain about some times, once."""
    return next((one.doubt for one in read if one.doubt), "")
