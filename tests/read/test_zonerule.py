"""The yearly rules of time zones, compared with what zoneinfo knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from openhub.read import zonerule


def zones_by_rule():
    """One zone of tzdata for each rule that there is."""
    names = (resources.files("tzdata") / "zones").read_text(encoding="utf-8").split()
    return {zonerule.rule_text(name): name for name in sorted(names)}


def zone_of(name):
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@pytest.mark.parametrize(("rule", "name"), zones_by_rule().items())
def test_the_clocks_of_every_zone_change_when_they_should(rule, name):
    zone = zone_of(name)
    for clock in zonerule.parse_rule(rule):
        if not clock.rule:
            assert datetime(2036, 7, 1, tzinfo=zone).utcoffset() == clock.offset
            continue
        # From 2040 on no file lists single changes: only the rule is left.
        onsets = rrulestr(clock.rule, dtstart=clock.begins).between(
            datetime(2040, 1, 1), datetime(2051, 1, 1)
        )
        assert len(onsets) == 11
        for onset in onsets:
            moment = (onset - clock.before).replace(tzinfo=UTC)
            assert moment.astimezone(zone).utcoffset() == clock.offset, onset
            assert (moment - timedelta(seconds=1)).astimezone(zone).utcoffset() == clock.before, onset


def test_there_are_rules_of_each_sort():
    rules = [clock.rule for rule in zones_by_rule() for clock in zonerule.parse_rule(rule)]
    for word in ("BYDAY=-1", "BYMONTHDAY=", "BYYEARDAY="):
        assert any(word in rule for rule in rules), word


@pytest.mark.parametrize("text", ["", "CET", "CET-1CEST,J60,J300", "CET-1CEST,M3.5.0"])
def test_what_is_no_rule_is_refused(text):
    with pytest.raises(ValueError, match="no rule"):
        zonerule.parse_rule(text)


STRANGE = (
    "Antarctica/Macquarie",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Europe/Vilnius",
    "America/Caracas",
    "Europe/Berlin",
)


@pytest.mark.parametrize("year", [1996, 2007, 2026])
@pytest.mark.parametrize("name", STRANGE)
def test_all_changes_of_the_clocks_since_a_year_are_told_and_no_others(name, year):
    """Each day is looked at: some files list what changes nothing, and in some years nothing changes."""
    zone, end = zone_of(name), datetime(2045, 1, 1)
    told = set()
    for clock in zonerule.clocks(name, year):
        onsets = (
            rrulestr(clock.rule, dtstart=clock.begins).between(clock.begins, end, inc=True)
            if clock.rule
            else [clock.begins]
        )
        told |= {(onset - clock.before, clock.offset, clock.name) for onset in onsets}
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=step) for step in range((2045 - year) * 365)]
    seen = [(day.astimezone(zone).utcoffset(), day.astimezone(zone).tzname()) for day in days]
    changed = {
        (day.date(), *after)
        for day, before, after in zip(days, seen, seen[1:], strict=False)
        if before != after
    }
    assert {
        ((at - timedelta(seconds=1)).date(), *now)
        for at, *now in told
        if days[0].replace(tzinfo=None) <= at < days[-1].replace(tzinfo=None)
    } == changed
