"""Exceptions of a series: however a date is named, the one that is meant is found; what fits none is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from openhub.read.exceptions import Change, faults
from openhub.read.planned import Plan

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKLY = Plan(starts=datetime(2026, 11, 3, 3, tzinfo=TOKYO), rule="weekly")
HIT = datetime(2026, 11, 30, 18, tzinfo=UTC)  # 1 December, 3 o'clock, in Tokyo
ONCE = Plan(starts=datetime(2026, 11, 3, 3, tzinfo=TOKYO))


def messages(plan, exdates=(), changes=()):
    return [(fault.code, fault.path) for fault in faults(plan, exdates, changes)]


@pytest.mark.parametrize("named", [HIT, HIT.astimezone(TOKYO), date(2026, 12, 1)])
def test_a_date_is_found_in_any_zone(named):
    assert messages(WEEKLY, (named,)) == []
    assert messages(WEEKLY, (), (Change(at=named),)) == []


def test_a_date_that_is_none_is_told():
    assert messages(WEEKLY, (date(2026, 11, 30),)) == [("event-date", ("exdates", 0))]


def test_an_event_of_one_date_has_no_exceptions():
    assert ("event-date", ("exdates",)) in messages(ONCE, (date(2026, 11, 3),))
    assert ("event-date", ("occurrences",)) in messages(ONCE, (), (Change(at=date(2026, 11, 3)),))


def test_a_date_beside_the_rule_that_the_rule_has_too_is_told():
    plan = Plan(starts=WEEKLY.starts, rule="weekly", rdates=(HIT, date(2026, 12, 2)))
    assert messages(plan) == [("event-twice", ("rdates", 0))]
