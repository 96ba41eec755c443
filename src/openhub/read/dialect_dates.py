"""Dates in other generators' front matter: when a thing was published, when an event takes place."""

from __future__ import annotations

import re
from datetime import date, timedelta

from openhub.read.dialect_record import Foreign, Found
from openhub.read.freedates import iso_of
from openhub.read.tables import kind_of

_DATES = ("date", "updated", "publish_at", "expire_at", "starts", "ends", "started", "detected", "resolved")
_FILE_DATE = re.compile(r"(\d{4})[-_/](\d{2})[-_/](\d{2})(?=[-_/.]|$)")


def read_dates(foreign: Foreign) -> None:
    """Write every date as ISO 8601; a value that is no date is a problem and is left out."""
    for name in _DATES:
        if name not in foreign.made:
            continue
        found = Found(foreign.made[name], foreign.origins[name])
        iso = iso_of(found.value) if isinstance(found.value, str) else None
        if iso is None:
            written = ".".join(map(str, found.path))
            message = f"{written}: expected a date like 2026-11-24, got {kind_of(found.value)}"
            foreign.problem("dialect-date", message, found)
            del foreign.made[name], foreign.origins[name]
        elif iso != found.value:
            foreign.made[name] = foreign.instead(iso, found)


def read_event_day(foreign: Foreign) -> None:
    """Take an event's `date` for its first day where no other is given.

    Else it is when the event was announced; one that repeats the file's name or the first day says nothing.
    """
    if foreign.kind != "event" or "date" not in foreign.made:
        return
    told = foreign.made["date"][:10]
    if "starts" not in foreign.made:
        foreign.put("starts", foreign.made.pop("date"), foreign.origins.pop("date"))
    elif told in {file_date(foreign.file), foreign.made["starts"][:10]}:
        del foreign.made["date"], foreign.origins["date"]


def read_days(foreign: Foreign) -> None:
    """Read galaxy-hub's `days`: how many days an event lasts, its first one counted."""
    found = foreign.find("days")
    starts = foreign.made.get("starts")
    if found is None or starts is None or "ends" in foreign.made or not str(found.value).isdigit():
        return
    foreign.drop(found)
    last = date.fromisoformat(starts[:10]) + timedelta(days=max(int(found.value), 1) - 1)
    foreign.put("ends", foreign.instead(last.isoformat(), found), found.path)


def file_date(file: str) -> str | None:
    """Give the date in a file's path in ISO 8601 form."""
    match = _FILE_DATE.search(file)
    return "-".join(match.groups()) if match else None


def read_path_date(foreign: Foreign) -> None:
    """Read the date that begins Zola's `path = "2014/09/15/Rust-1.0"`."""
    found = foreign.find("path")
    told = file_date(str(found.value)) if found else None
    if found and told and foreign.find("date") is None:
        foreign.put("date", foreign.instead(told, found), found.path)
