"""The rule of a series as a Schedule of schema.org, where that can say it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from openhub.kinds.event import Event, begins, length_of
from openhub.model import Entry, When
from openhub.read.lengths import bare
from openhub.read.recurrence import as_rrule
from openhub.words import WEEKDAYS

_UNITS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
_SAID = frozenset(
    {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "UNTIL", "COUNT", "WKST"}
)  # BYSETPOS and the like cannot be said


def schedule(entry: Entry, zone: tzinfo) -> dict[str, Any] | None:
    """Tell by which rule a series comes again; None where a Schedule cannot say it."""
    data: Event = entry.data
    if not data.rule:
        return None
    rule = dict(part.split("=", 1) for part in as_rrule(data.rule).split(";") if "=" in part)
    days = _days(rule.get("BYDAY", ""))
    if rule.keys() - _SAID or rule.get("FREQ") not in _UNITS or days is None:
        return None
    told = {
        "@type": "Schedule",
        "repeatFrequency": f"P{rule.get('INTERVAL', '1')}{_UNITS[rule['FREQ']]}",
        "repeatCount": int(rule["COUNT"]) if "COUNT" in rule else None,
        "byDay": days or None,
        "byMonthDay": _numbers(rule, "BYMONTHDAY"),
        "byMonth": _numbers(rule, "BYMONTH"),
        "endDate": _until(rule.get("UNTIL", ""), zone),
        "exceptDate": [_local(when, zone).isoformat() for when in _exceptions(data)] or None,
        **_hours(data, zone),
    }
    return {key: value for key, value in told.items() if value is not None}


def _days(text: str) -> list[str] | None:
    """Give the days as schema.org writes them: its own word for each Tuesday, "2TU" for the second."""
    found = []
    for word in filter(None, text.split(",")):
        name = next((name for name in WEEKDAYS if name[:2].upper() == word[-2:]), None)
        if name is None:
            return None
        found.append(f"https://schema.org/{name}" if word[:-2] in {"", "+"} else word)
    return found


def _numbers(rule: dict[str, str], name: str) -> list[int] | None:
    return [int(word) for word in rule[name].split(",")] if name in rule else None


def _until(text: str, zone: tzinfo) -> str | None:
    """Give the last day of a rule, in the event's own zone."""
    if len(text) == 16:
        return f"{datetime.strptime(text, '%Y%m%dT%H%M%SZ').replace(tzinfo=UTC).astimezone(zone):%Y-%m-%d}"
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text else None


def _exceptions(data: Event) -> list[When]:
    """Give the dates that are not as the rule says: those left out, and those told by themselves."""
    found = [*data.exdates, *(item.at for item in data.occurrences)]
    return sorted(found, key=lambda when: when.isoformat())


def _hours(data: Event, zone: tzinfo) -> dict[str, str]:
    first = _local(begins(data), zone)
    found = {"startDate": first.date().isoformat() if isinstance(first, datetime) else first.isoformat()}
    if isinstance(first, datetime):
        named = "UTC" if zone == UTC else zone.key if isinstance(zone, ZoneInfo) else ""
        offset = "" if named else f"{first:%z}"[:3] + ":" + f"{first:%z}"[3:]
        found |= {"startTime": f"{first:%H:%M:%S}{offset}"}
        found |= {"scheduleTimezone": named} if named else {}
        if data.ends or data.duration:
            # By the clock, as on all dates but those on which clocks change.
            found["endTime"] = f"{bare(first) + length_of(data).usual:%H:%M:%S}{offset}"
    return found


def _local(when: When, zone: tzinfo) -> When:
    return when.astimezone(zone) if isinstance(when, datetime) else when
