"""Random rules, zones and exceptions: other programs find our dates in our calendar, or we refused with a problem."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from openhub import build
from openhub.codes import level_of
from openhub.hub import agenda, calendars
from openhub.outputs import icalendar as files
from openhub.outputs.icalendar.component import component
from openhub.outputs.icalendar.parts import parts
from quality import calendars as readers

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPAN = (datetime(2023, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu",
    "Africa/Casablanca", "Pacific/Chatham", "Asia/Gaza", "UTC",
)  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORDS = (
    "daily", "every weekday", "fortnightly", "every other friday", "tuesday and thursday weekly", "first and third monday",
    "last friday of the month", "15th of the month", "quarterly", "every 3 weeks on sunday", "3 march yearly",
    "last day of the month", "last weekday of the month",
)  # fmt: skip
# Also the hours of the night, which zones skip or repeat.
TIMES = st.builds(time, st.sampled_from([*range(24), 0, 1, 2, 2, 3]), st.sampled_from([0, 15, 30]))


def some(strategy, most):
    return st.lists(strategy, min_size=1, max_size=most, unique=True).map(
        lambda found: ",".join(map(str, found))
    )


def yeardays(draw):
    return f"BYYEARDAY={draw(some(st.sampled_from([1, 59, 60, 100, 365, 366, -1, -366]), 3))}"


def weeks(draw):
    return f"BYWEEKNO={draw(some(st.sampled_from([1, 2, 9, 20, 52, 53, -1]), 3))}"


@st.composite
def rules(draw):
    if draw(st.integers(0, 2)) == 0:
        return draw(st.sampled_from(WORDS))
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", *which(draw, frequency)]
    if frequency in {"MONTHLY", "YEARLY"} and len(parts) > 1 and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYSETPOS={draw(some(st.sampled_from([1, 2, 3, -1, -2]), 2))}")
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    if draw(st.integers(0, 4)) == 0:
        parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    end = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if end == "COUNT":
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    elif end:
        parts.append(f"UNTIL={draw(st.dates(date(2024, 6, 1), date(2028, 6, 1))):%Y%m%d}")
    return ";".join(parts)


def which(draw, frequency):
    """The days on which a rule comes."""
    days = st.sampled_from(DAYS)
    if frequency in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
        days = st.tuples(st.sampled_from([1, 2, 3, 4, -1, -2]), st.sampled_from(DAYS)).map(
            lambda pair: f"{pair[0]}{pair[1]}"
        )
    if draw(st.booleans()):
        yield f"BYDAY={draw(some(days, 3))}"
    if draw(st.booleans()):
        yield f"BYMONTH={draw(some(st.integers(1, 12), 4))}"
    if frequency == "MONTHLY" and draw(st.integers(0, 3)) == 0:
        yield f"BYMONTHDAY={draw(some(st.sampled_from([1, 2, 15, 28, 31, -1, -3]), 3))}"
    if frequency == "YEARLY" and draw(st.integers(0, 3)) == 0:
        yield draw(st.sampled_from([yeardays, weeks]))(draw)


@st.composite
def series(draw):
    """An event's fields, and its start; exceptions are added when its dates are known."""
    day = draw(st.dates(date(2023, 1, 1), date(2026, 6, 1)))
    whole = draw(st.booleans())
    begins = day if whole else datetime.combine(day, draw(TIMES))
    fields = {"starts": begins.isoformat(), "timezone": draw(st.sampled_from(ZONES)), "rule": draw(rules())}
    if whole or draw(st.booleans()):
        lengths = ["1 day", "3 days"] if whole else ["30m", "90m", "8h", "1 day", "26h", "1 day 2h"]
        fields["duration"] = draw(st.sampled_from(lengths))
    elif draw(st.booleans()):
        ends = begins + draw(st.sampled_from([timedelta(minutes=45), timedelta(hours=7), timedelta(days=2)]))
        fields["ends"] = ends.isoformat()
    return fields


def load(folder, fields):
    (folder / "content" / "events").mkdir(parents=True, exist_ok=True)
    (folder / "openhub.yaml").write_text(
        "title: T\nurl: https://example.org/\nauthority: example.org,2026\ntimezone: Europe/Berlin\n"
        "calendar: {expand: 24 months, past: 10 years, cancelled: 10 years}\n"
    )
    text = f"---\n{yaml.safe_dump(fields)}---\nText\n"
    (folder / "content" / "events" / "e.md").write_text(text)
    made = build.load(folder, build.Options(now=NOW))
    return made.value, [problem for problem in made.problems if level_of(problem, {}) == "error"]


def written(when):
    return when.replace(tzinfo=None).isoformat() if isinstance(when, datetime) else when.isoformat()


def named(when, how):
    """Name a date by its day, by the clock of its zone, or in UTC."""
    if not isinstance(when, datetime) or how == 0:
        return written(when)[:10]
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if how == 1 else written(when)


def moved(when, days):
    return written(when + timedelta(days=days))


def add_exceptions(fields, planned, numbers):
    """Leave out, move, cancel or rename some of the dates, named by their time or their day."""
    for at, (number, how) in enumerate(numbers):
        when = planned[number % len(planned)]
        name = named(when, number % 3)
        if how < 3:
            fields.setdefault("exdates", []).append(name)
        elif how < 6:
            fields.setdefault("occurrences", []).append({"at": name, "starts": moved(when, 1 + at)})
        elif how < 8:
            fields.setdefault("occurrences", []).append(
                {"at": name, "state": "cancelled", "state_reason": "No"}
            )
        else:
            fields.setdefault("rdates", []).append(moved(when, 400 + at))


NUMBERS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 9)), max_size=6, unique_by=lambda pair: pair[0]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(series(), NUMBERS)
def test_others_find_our_dates_or_the_rule_was_refused(fields, numbers):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site, problems = load(folder, fields)
        if problems:
            assert {problem.code for problem in problems} == {"event-rule"}
            event("refused")
            return
        planned = [item.planned for item in agenda.happenings(site)]
        if planned:
            add_exceptions(fields, planned, numbers)
            site, problems = load(folder, fields)
            # Two of our random exceptions may name one date, and a rule's end may leave none near.
            assert {problem.code for problem in problems} <= {"event-date"}
        event(f"{len(planned) > 0} {'exceptions' if numbers else 'plain'}")
        for calendar in calendars.calendars(site):
            found = readers.told_by_recurring(files.write(calendar, site), SPAN)
            within = [row for row in found if _starts_before(row, site)]
            assert within == [
                row for row in readers.told_by_agenda(calendar, site, SPAN) if _starts_before(row, site)
            ]


def _starts_before(row, site):
    """Rows before the day up to which the agenda looks, so that both sides know them all."""
    limit = site.config.calendar.expand.after(site.today) - timedelta(days=60)
    start = row[1] if isinstance(row[1], str) else datetime.fromtimestamp(row[1], UTC).date().isoformat()
    return start < limit.isoformat()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(series())
def test_a_rule_gives_the_dates_that_dateutil_gives(fields):
    with tempfile.TemporaryDirectory() as name:
        site, problems = load(Path(name), fields)
    if problems:
        return
    (entry,) = site.of("event")
    (master, *_) = parts(entry, calendars.calendars(site)[0], site)
    found = [item.planned for item in agenda.happenings(site)]
    text = component(master, site)["RRULE"].to_ical().decode()
    starts = datetime.fromisoformat(fields["starts"])
    zone = None if len(fields["starts"]) == 10 else ZoneInfo(fields["timezone"])
    begin = master.starts if isinstance(master.starts, datetime) else datetime.combine(master.starts, time())
    assert begin.replace(tzinfo=None) >= starts
    expected = [
        when for when, _ in zip(rrulestr(text, dtstart=begin.replace(tzinfo=zone)), found, strict=False)
    ]
    assert [when if zone else when.date() for when in expected] == found
