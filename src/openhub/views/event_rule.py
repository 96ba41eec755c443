"""A rule of recurrence as people say it: "Every Tuesday", "First Monday of every month"."""

from __future__ import annotations

from openhub.kinds.event import Event, begins
from openhub.model import When
from openhub.read.recurrence import as_rrule
from openhub.words import WEEKDAYS, listed, ordinal

_EVERY = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_NTH = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", -1: "Last"}
_SAID = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", "WKST"})
_WEEK = ["MO", "TU", "WE", "TH", "FR"]


def rule_words(data: Event) -> str:
    """Say a rule as people do, "Every Tuesday"; empty where that is not easy."""
    if not data.rule:
        return ""
    parts = dict(part.split("=", 1) for part in as_rrule(data.rule).split(";") if "=" in part)
    every, step = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    days, dates = _days(parts.get("BYDAY", "")), parts.get("BYMONTHDAY", "")
    if every not in _EVERY or parts.keys() - _SAID or days is None:
        return ""
    if dates:
        return _by_date(every, int(step), dates) if not days else ""
    if days and every not in {"WEEKLY", "MONTHLY"}:
        return ""
    if every == "WEEKLY" and step == "1" and sorted(parts.get("BYDAY", "").split(",")) == sorted(_WEEK):
        return "Every weekday"
    return _sentence(every, int(step), days, begins(data))


def _sentence(every: str, step: int, days: list[tuple[int, str]], starts: When) -> str:
    times = _times(every, step)
    if every == "WEEKLY":
        names = listed([name for _, name in days] or [WEEKDAYS[starts.weekday()]])
        return f"Every {names}" if step == 1 else f"{names}, {times}"
    if every == "MONTHLY" and days:
        numbered = [f"{_NTH[number]} {name}" if number else "" for number, name in days]
        names = listed([numbered[0], *(name[:1].lower() + name[1:] for name in numbered[1:])])
        return f"{names} of {times}" if all(number for number, _ in days) else ""
    return times.capitalize()


def _times(every: str, step: int) -> str:
    unit = _EVERY[every]
    return f"every {step} {unit}s" if step > 1 else f"every {unit}"


def _by_date(every: str, step: int, dates: str) -> str:
    numbers = [int(number) for number in dates.split(",")]
    if every != "MONTHLY" or any(number < 0 and number != -1 for number in numbers):
        return ""
    names = ["last day" if number == -1 else ordinal(number) for number in numbers]
    return f"On the {listed(names)} of {_times(every, step)}"


def _days(text: str) -> list[tuple[int, str]] | None:
    found = []
    for word in filter(None, text.split(",")):
        name = next((name for name in WEEKDAYS if name[:2].upper() == word[-2:]), None)
        number = int(word[:-2] or 0)
        if name is None or (number and number not in _NTH):
            return None
        found.append((number, name))
    return found
