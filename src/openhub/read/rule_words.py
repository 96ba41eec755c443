"""Rules of recurrence in plain words: `first tuesday monthly`, `every 2 weeks on monday`, `3 march yearly`.

Words that two people can understand in two ways are refused, with both ways to write them clearly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CODES = {name: name[:2].upper() for name in _DAYS}
_SHORT = {"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"}
_SEVERAL = {"weekday": "MO,TU,WE,TH,FR", "workday": "MO,TU,WE,TH,FR", "weekend": "SA,SU"}
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_NAMES = {number: name for name, number in _NTH.items()}
_MONTHS = (
    "january february march april may june july august september october november december".split()
)  # fmt: skip
_UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_EVERY = {
    "daily": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "quarterly": ("MONTHLY", 3),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
}
_TWO_WAYS = {
    "biweekly": "'biweekly' is twice a week to some and every two weeks to others; write 'every 2 weeks', "
    "or name the days as in 'tuesday and thursday weekly'",
    "bimonthly": "'bimonthly' is twice a month to some and every two months to others; write "
    "'every 2 months', or as in 'first and third monday monthly'",
    "biannually": "'biannually' is twice a year to some and every two years to others; write "
    "'every 6 months' or 'every 2 years'",
}
_FILLERS = {"on", "the", "of", "and", "&", "in", "a", "at"}
_ENDS = re.compile(r"\s+(?:until\s+(\d{4})-(\d{2})-(\d{2})|(?:for\s+)?(\d{1,6})\s+times)\s*$")


@dataclass(slots=True, kw_only=True)
class _Said:
    """What the words told so far. `ordinals` wait for a day of the week; those left are days of the month."""

    frequency: str = ""
    interval: str = ""
    days: list[str] = field(default_factory=list)
    nth_days: list[str] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    spent: bool = False
    month: int = 0
    every: bool = False
    every_nth: str = ""
    nth: int = 0
    of_month: bool = False
    positions: str = ""


def from_words(text: str) -> str | None:
    """Write words as an RRULE; gives None where they are no rule.

    Raises ValueError, with words for the author, where they can be understood in two ways.
    """
    words = " ".join(text.lower().replace(",", " ").split())
    end = _ENDS.search(words)
    said = _Said()
    parts = (words[: end.start()] if end else words).split()
    for word, after in zip(parts, [*parts[1:], ""], strict=True):
        if not _hear(said, word, after):
            return None
    rule = _rule(said) if parts else None
    return rule + _end(end) if rule else None


def _end(end: re.Match[str] | None) -> str:
    if end is None:
        return ""
    return f";COUNT={end[4]}" if end[4] else f";UNTIL={end[1]}{end[2]}{end[3]}"


# ── one word ────────────────────────────────────────────────────────────────


def _hear(said: _Said, word: str, after: str) -> bool:
    """Take in one word; gives False for one that belongs to no rule."""
    if word in _TWO_WAYS:
        raise ValueError(_TWO_WAYS[word])
    if word in _FILLERS:
        return True
    if word in {"every", "each"}:
        said.every = True
        return True
    return any(hear(said, word, after) for hear in (_frequency, _unit, _weekday, _ordinal, _month))


def _frequency(said: _Said, word: str, _: str) -> bool:
    if word not in _EVERY or (said.frequency and (said.frequency, said.interval) != (_EVERY[word][0], "")):
        return False
    said.frequency, interval = _EVERY[word]
    said.interval = str(interval) if interval > 1 else ""
    said.of_month |= said.frequency == "MONTHLY"
    return True


def _unit(said: _Said, word: str, after: str) -> bool:
    """Hear `week` or `months`, or the number or `other` before it: `every 2 weeks`, `every other friday`."""
    next_is_unit = after.removesuffix("s") in _UNITS
    if said.every and not said.frequency and (word == "other" or (word.isdigit() and next_is_unit)):
        said.interval = "2" if word == "other" else word
        return True
    unit = word.removesuffix("s")
    if unit == "day" and -1 in said.ordinals:
        return True
    if unit not in _UNITS or said.frequency not in {"", _UNITS[unit]}:
        return False
    said.frequency = _UNITS[unit]
    said.of_month |= unit == "month"
    return True


def _weekday(said: _Said, word: str, _: str) -> bool:
    name = word.removesuffix("s")
    day = next((full for full in _DAYS if name == full or (word in _SHORT and full.startswith(word))), "")
    codes = _CODES[day] if day else _SEVERAL.get(name, "")
    if not codes:
        return False
    if said.ordinals and name == "weekend":
        raise ValueError(_one_weekend(said))
    if said.ordinals and not day:
        said.positions, said.days = ",".join(map(str, said.ordinals)), codes.split(",")
        said.ordinals = []
    elif said.ordinals:
        said.nth_days += [f"{nth}{codes}" for nth in said.ordinals]
        said.spent = True
    else:
        said.days += codes.split(",")
    return True


def _ordinal(said: _Said, word: str, after: str) -> bool:
    numbered = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    number = int(numbered[1]) if numbered else _NTH.get(word, 0)
    if not number or (numbered and not 1 <= number <= 31):
        return False
    if said.spent:
        said.ordinals, said.spent = [], False
    unit = after.removesuffix("s")
    if said.every and number > 0 and not said.frequency and unit in _UNITS:
        said.interval = str(number)
        return True
    if said.every and number > 1 and unit in {*_DAYS, *_SHORT, *_SEVERAL}:
        said.every_nth = f"{word} {after}"
        said.nth = number
    said.ordinals.append(number)
    return True


def _month(said: _Said, word: str, _: str) -> bool:
    number = next((at for at, name in enumerate(_MONTHS, 1) if word in {name, name[:3]}), 0)
    if not number or said.month:
        return False
    said.month = number
    return True


# ── the whole ───────────────────────────────────────────────────────────────


def _rule(said: _Said) -> str | None:
    said.ordinals = [] if said.spent else said.ordinals
    if said.nth_days and not said.days and not said.ordinals:
        return _nth_days(said)
    if said.ordinals and not said.days and not said.nth_days:
        return _month_days(said)
    if said.positions:
        _refuse_every_nth(said)
        return f"{_monthly(said)};BYDAY={','.join(said.days)};BYSETPOS={said.positions}"
    if said.nth_days or said.month or said.ordinals:
        return None
    return _weekly(said) if said.days else _plain(said)


def _monthly(said: _Said) -> str:
    """Begin a rule of months, or of years where a month is named."""
    if said.frequency not in ({"", "YEARLY"} if said.month else {"", "MONTHLY"}):
        raise ValueError(
            "the days of a month come monthly or yearly; leave out 'weekly', 'daily' or their like"
        )
    if said.month:
        return _with_interval("YEARLY", said.interval) + f";BYMONTH={said.month}"
    return _with_interval("MONTHLY", said.interval)


def _nth_days(said: _Said) -> str:
    # "every first and third monday" names days of a month, and no weeks to wait.
    if len({nth[:-2] for nth in said.nth_days}) == 1:
        _refuse_every_nth(said)
    return f"{_monthly(said)};BYDAY={','.join(said.nth_days)}"


def _refuse_every_nth(said: _Said) -> None:
    if not said.every_nth or said.of_month or said.month:
        return
    day, name = said.every_nth.split()[1], _NAMES.get(said.nth, "")
    if said.positions:
        raise ValueError(
            f"'every {said.every_nth}' can mean every other one or one a month; "
            f"write as in 'last {day.removesuffix('s')} of the month', or as in 'monday and wednesday'"
        )
    or_monthly = f" or '{name} {day.removesuffix('s')} monthly'" if name else ""
    raise ValueError(
        f"'every {said.every_nth}' can mean every {said.nth} weeks or once a month; "
        f"write 'every {said.nth} weeks on {day}'{or_monthly}"
    )


def _one_weekend(said: _Said) -> str:
    nth = _NAMES.get(said.ordinals[0], "first")
    return (
        f"'{nth} weekend' can mean one day or two, and a month may begin on a Sunday; write "
        f"'{nth} saturday monthly', with 'duration: 2 days' if the Sunday after it belongs to it"
    )


def _month_days(said: _Said) -> str:
    if not (said.of_month or said.month or said.frequency):
        day = "last day" if said.ordinals[0] == -1 else f"day {said.ordinals[0]}"
        raise ValueError(
            f"{day} of what? write it as in '15th of the month', 'last day of the month' or 'every 2 weeks'"
        )
    return f"{_monthly(said)};BYMONTHDAY={','.join(map(str, said.ordinals))}"


def _weekly(said: _Said) -> str | None:
    if said.frequency == "MONTHLY":
        raise ValueError("which of the month's days is meant? write it as in 'first monday monthly'")
    if said.frequency not in {"", "WEEKLY"}:
        return None
    return f"{_with_interval('WEEKLY', said.interval)};BYDAY={','.join(dict.fromkeys(said.days))}"


def _plain(said: _Said) -> str | None:
    return _with_interval(said.frequency, said.interval) if said.frequency else None


def _with_interval(frequency: str, interval: str) -> str:
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval not in {"", "1"} else "")
