"""The times of a calendar: dates, instants in zones that are known, and what can be made of other zones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from openhub.importers.ics.lines import Property
from openhub.importers.ics.zones import Zones, known_zone, offset_at
from openhub.model import When
from openhub.when import Duration

_DATE = re.compile(r"[0-9]{8}")
_TIME = re.compile(r"([0-9]{8})T([0-9]{6})(Z?)")
_DURATION = re.compile("([+-]?)P(?:{0}W)?(?:{0}D)?(?:T(?:{0}H)?(?:{0}M)?(?:{0}S)?)?".format("([0-9]{1,8})"))
_LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Time:
    """A date or instant as it was written, and what is uncertain about it, in words."""

    when: When
    doubt: str = ""


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
        return _floating(naive, zones)
    known = known_zone(name)
    if known is not None:
        return Time(naive.replace(tzinfo=known))
    return _described(naive, name, zones)


def _floating(naive: datetime, zones: Zones) -> Time:
    """Read a time without a zone: programs mean that of the calendar, if it tells one (X-WR-TIMEZONE)."""
    if zones.usual:
        return Time(
            naive.replace(tzinfo=zones.usual),
            f"names no zone; taken as {zones.usual.key}, that of its calendar",
        )
    unknown = f", as nobody knows that of its calendar, '{zones.usual_name[:40]}'" if zones.usual_name else ""
    return Time(naive.replace(tzinfo=zones.hub), f"names no zone; taken as {zones.hub.key}{unknown}")


def _described(naive: datetime, name: str, zones: Zones) -> Time:
    """Read a time in a zone that nobody knows but the calendar."""
    if name in zones.alike:
        like = zones.alike[name]
        return Time(
            naive.replace(tzinfo=like), f"is in the zone '{name}', whose clocks are those of {like.key}"
        )
    if name not in zones.described:
        return Time(
            naive.replace(tzinfo=zones.hub), f"is in the unknown zone '{name}'; taken as {zones.hub.key}"
        )
    offset = offset_at(zones.described[name], naive)
    fixed = naive.replace(tzinfo=UTC if not offset else timezone(offset))
    if name in zones.steady:
        return Time(fixed)
    return Time(
        fixed,
        f"is in the zone '{name}' of that calendar alone; written with its offset of that day, "
        "which a series keeps",
    )


def duration(value: str) -> Duration:
    """Read a duration; raises ValueError for anything else, and for one that goes back or takes years."""
    match = _DURATION.fullmatch(value.strip().upper())
    if match is None or match[1] == "-" or not re.search("[0-9]", value):
        raise ValueError(value)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length > _LONGEST:
        raise ValueError(value)
    return Duration(0, length, days + 7 * weeks)


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
