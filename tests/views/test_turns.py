"""Texts that turn at an instant: which is shown without a script, and when that changes."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from openhub.site import Site
from openhub.views.turns import shown, turn

BERLIN = ZoneInfo("Europe/Berlin")
STARTS = datetime(2026, 11, 24, 19, tzinfo=BERLIN)
ENDS = datetime(2026, 11, 24, 21, tzinfo=BERLIN)


@pytest.fixture
def site():
    def as_of(now: datetime) -> Site:
        return Site(
            config=SimpleNamespace(zone=BERLIN),
            now=now, entries={}, listed=(), by_kind={}, addresses={},
        )  # fmt: skip

    return as_of


def badge(site: Site, *, own: bool):
    return turn("Coming", (STARTS, "On now"), (ENDS, "Over"), site=site, own=own)


@pytest.mark.parametrize(
    ("clock", "own", "elsewhere"),
    [
        ((18, 59, 59), "Coming", "Coming"),
        ((19, 0, 0), "On now", "Coming"),
        ((20, 59, 59), "On now", "Coming"),
        ((21, 0, 0), "Over", "Coming"),
        ((23, 59, 59), "Over", "Coming"),
    ],
)
def test_an_own_page_tells_the_instant_and_others_the_day(site, clock, own, elsewhere):
    now = datetime(2026, 11, 24, *clock, tzinfo=BERLIN)
    assert shown(badge(site(now), own=True)) == own
    assert shown(badge(site(now), own=False)) == elsewhere


def test_it_tells_when_it_changes_without_a_script(site):
    now = site(datetime(2026, 11, 1, tzinfo=UTC))
    midnight = datetime(2026, 11, 25, tzinfo=BERLIN)
    assert badge(now, own=True).changes == ((STARTS, "On now"), (ENDS, "Over"))
    assert badge(now, own=False).changes == ((midnight, "Over"),)


def test_an_instant_at_midnight_is_of_the_day_that_begins(site):
    midnight = datetime(2026, 11, 25, tzinfo=BERLIN)
    made = turn("Open", (midnight, "Closed"), site=site(midnight), own=False)
    assert made.changes == ((midnight, "Closed"),)
    assert shown(made) == "Closed"


def test_the_same_texts_stand_in_the_page_at_any_time(site):
    before, after = (badge(site(datetime(year, 1, 1, tzinfo=UTC)), own=True) for year in (2026, 2028))
    assert [(one.text, one.since, one.until) for one in before.texts] == [
        (one.text, one.since, one.until) for one in after.texts
    ]


def test_nothing_to_say_takes_no_room(site):
    made = turn("", (STARTS, ("On now", True)), (ENDS, ""), site=site(STARTS), own=True)
    assert [(one.text, one.filled, one.shown) for one in made.texts] == [("On now", True, True)]
