"""Many random series in one hub, read by ical.js: other than Python's programs it shares no code with dateutil."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import yaml

from openhub import build
from openhub.codes import level_of
from openhub.hub import agenda, calendars
from openhub.outputs import icalendar as files
from quality import calendars as readers

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPAN = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC))
SERIES = 60
SETTINGS = """
=== openhub.yaml
title: Random
url: https://example.org/
authority: example.org,2026
timezone: Europe/Berlin
calendar: {expand: 24 months, past: 10 years, cancelled: 10 years}
"""
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca",
    "Pacific/Chatham", "Asia/Gaza", "Asia/Kathmandu", "UTC",
)  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NIGHT = (0, 1, 2, 3, 23)


def rule(chance):
    frequency = chance.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if chance.random() < 0.5:
        parts.append(f"INTERVAL={chance.randint(1, 4)}")
    parts += PARTS[frequency](chance)
    # ical.js heeds BYSETPOS beside BYDAY alone, and BYWEEKNO not at all: others are compared by hypothesis.
    if any("BYDAY" in part for part in parts) and frequency == "MONTHLY" and chance.random() < 0.3:
        parts.append(f"BYSETPOS={chance.choice([1, 2, -1])}")
    end = chance.choice(["", "", f"COUNT={chance.randint(1, 60)}", f"UNTIL={chance.randint(2026, 2028)}0615"])
    return ";".join(filter(None, [*parts, end]))


def some(chance, values, most):
    return ",".join(map(str, chance.sample(values, chance.randint(1, most))))


def days(chance, numbers):
    return ",".join(f"{chance.choice(numbers)}{day}" for day in chance.sample(DAYS, chance.randint(1, 3)))


def daily(chance):
    return chance.choice(
        [[], [f"BYDAY={some(chance, DAYS, 4)}"], [f"BYMONTH={some(chance, range(1, 13), 5)}"]]
    )


def weekly(chance):
    return chance.choice(
        [[], [f"BYDAY={some(chance, DAYS, 4)}"], [f"BYDAY={some(chance, DAYS, 3)}", "WKST=SU"]]
    )


def monthly(chance):
    return chance.choice(
        [
            [],
            [f"BYDAY={days(chance, [1, 2, 3, 4, -1, -2])}"],
            [f"BYDAY={some(chance, DAYS, 3)}"],
            [f"BYMONTHDAY={some(chance, [1, 2, 15, 28, 31, -1, -3], 3)}"],
            ["BYDAY=FR", "BYMONTHDAY=13"],
        ]
    )


def yearly(chance):
    return chance.choice(
        [
            [],
            [f"BYMONTH={some(chance, range(1, 13), 3)}"],
            [f"BYMONTH={chance.randint(1, 12)}", f"BYDAY={days(chance, [1, 2, -1])}"],
            [f"BYYEARDAY={some(chance, [1, 60, 100, 365, -1], 3)}"],
        ]
    )


PARTS = {"DAILY": daily, "WEEKLY": weekly, "MONTHLY": monthly, "YEARLY": yearly}


def event(chance):
    begins = datetime(2025, 1, 1) + timedelta(days=chance.randint(0, 500))
    if chance.random() < 0.2:
        return {"starts": begins.date().isoformat(), "duration": chance.choice(["1 day", "3 days"])}
    begins += timedelta(hours=chance.choice([*NIGHT, 9, 18, 20]), minutes=chance.choice([0, 15, 30]))
    made = {"starts": begins.isoformat(timespec="minutes"), "timezone": chance.choice(ZONES)}
    if chance.random() < 0.4:
        made["duration"] = chance.choice(["30m", "8h", "26h", "1 day"])
    elif chance.random() < 0.7:
        ends = begins + timedelta(minutes=chance.choice([45, 420, 2880]))
        made["ends"] = ends.isoformat(timespec="minutes")
    return made


def write(root, found):
    for name, fields in found.items():
        path = root / "content" / "events" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{yaml.safe_dump(fields)}---\nText\n")


def load(root):
    made = build.load(root, build.Options(now=NOW))
    errors = [problem for problem in made.problems if level_of(problem, {}) == "error"]
    return made.value, errors


def exceptions(fields, dates, chance):
    """Leave out, move, cancel or rename some dates, named by day, by clock or in UTC."""
    for number, when in enumerate(chance.sample(dates, min(len(dates), 5))):
        name = _named(when, chance.randint(0, 2))
        moved = _written(when + timedelta(days=400 + number))
        fields.setdefault("exdates" if number < 2 else "occurrences", []).append(
            name if number < 2 else {"at": name} | chance.choice([{"starts": moved}, OFF, {"title": "Else"}])
        )
    fields["rdates"] = [_written(dates[0] + timedelta(days=777))]


OFF = {"state": "cancelled", "state_reason": "No"}


def _written(when):
    return when.replace(tzinfo=None).isoformat() if isinstance(when, datetime) else when.isoformat()


def _named(when, how):
    if not isinstance(when, datetime) or not how:
        return _written(when)[:10]
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if how == 1 else _written(when)


@pytest.fixture
def site(write_hub, tmp_path):
    chance = Random(8)  # noqa: S311 -- the same each time
    root = write_hub(SETTINGS, tmp_path / "hub")
    found = {f"e{number}": event(chance) | {"rule": rule(chance)} for number in range(SERIES)}
    write(root, found)
    plain, errors = load(root)
    assert {problem.code for problem in errors} <= {"event-rule"}
    for entry in plain.of("event"):
        dates = [item.planned for item in agenda.expand(entry, plain)]
        if dates:
            exceptions(found[entry.id], dates, chance)
    write(root, found)
    made, errors = load(root)
    assert {problem.code for problem in errors} <= {"event-rule"}
    return made


def by_event(rows):
    found = defaultdict(Counter)
    for uid, *dates in rows:
        found[uid][tuple(dates)] += 1
    return found


def within(rows):
    """Rows before the day up to which the agenda looks, so that both sides know them all."""
    limit = date(2028, 5, 1)
    for row in rows:
        day = (
            date.fromisoformat(row[1])
            if isinstance(row[1], str)
            else datetime.fromtimestamp(row[1], UTC).date()
        )
        if day < limit:
            yield row


def test_ical_js_finds_the_dates_of_random_series(site, tmp_path):
    if not readers.ICAL_JS.is_dir():
        reason = "ical.js is not installed; run quality/install.sh"
        pytest.fail(reason) if os.environ.get("OPENHUB_QUALITY") == "true" else pytest.skip(reason)
    calendar = calendars.calendars(site)[0]
    path = tmp_path / "all.ics"
    path.write_bytes(files.write(calendar, site))
    found = by_event(within(readers.told_by_ical_js([path], SPAN)[path]))
    expected = by_event(within(readers.told_by_agenda(calendar, site, SPAN)))
    assert len(expected) > SERIES // 2
    for entry in site.of("event"):
        uid = f"event-{entry.id}@example.org"
        assert found[uid] == expected[uid], (entry.data.rule, entry.data.starts, entry.data.timezone)
