"""What is doubtful about a time: clocks never show it, or it stands beside a zone that has another offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from openhub.model import When
from openhub.read.lengths import bare, is_skipped
from openhub.when import real, zone_named
from openhub.words import clock, long_day, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """The code of a problem, and what is doubtful in words."""

    code: str
    message: str


def doubt(when: When, zone: str | None) -> Doubt | None:
    """Find what is doubtful about a time of an entry whose `timezone` is `zone`."""
    if not isinstance(when, datetime):
        return None
    if is_skipped(when):
        return Doubt(code="time-skipped", message=skipped(when, "write that, or the time that is meant"))
    if zone and not isinstance(when.tzinfo, ZoneInfo):
        there = when.astimezone(zone_named(zone))
        if there.utcoffset() != when.utcoffset():
            return Doubt(code="zone-twice", message=_twice(when, there))
    return None


def fixed_offset(when: When) -> str:
    """Give the offset of a time that names no zone, as it was written; empty for one in a zone or in UTC."""
    if not isinstance(when, datetime) or isinstance(when.tzinfo, ZoneInfo) or not when.utcoffset():
        return ""
    return f"{when:%z}"[:3] + ":" + f"{when:%z}"[3:]


def skipped(when: datetime, remedy: str) -> str:
    """Say that clocks skip a time, and what to do."""
    shown = real(when)
    later = clock(shown) if isinstance(shown, datetime) else ""
    zone = when.tzinfo
    return f"on {long_day(when)} the clocks of {zone} skip {clock(when)}, so we show {later}; {remedy}"


def _twice(when: datetime, there: datetime) -> str:
    written = fixed_offset(when) or "Z"
    same = bare(there).isoformat(timespec="seconds" if there.second else "minutes")
    return (
        f"{clock(when)} with {written} is {moment(there)}, in 'timezone'; "
        f"leave '{written}' out if {clock(when)} there is meant, else write {same}"
    )
