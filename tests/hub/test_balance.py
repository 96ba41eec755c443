"""The balance: shares, the longest run of good news, bad news beside big good news, and the line on home."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build, weighing
from openhub.hub import balance, ledger
from openhub.hub.plan import Page
from openhub.site import Site
from openhub.views.home import home

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def load(hub: Path, now: datetime = NOW) -> Site:
    return build.load(hub, build.Options(now=now)).value


def news(side: str, *days: str, more: str = "") -> str:
    return "".join(
        f"=== content/posts/{day}-{side}-{number}.md\n---\nnews: {side}\n{more}\n---\n"
        for number, day in enumerate(days)
    )


def every(month: int, *days: int) -> list[str]:
    return [f"2026-{month:02}-{day:02}" for day in days]


@pytest.mark.parametrize(
    ("good", "bad", "share"),
    [(4, 3, None), (4, 4, 0.5), (8, 0, 0.0), (0, 8, 1.0), (9, 3, 0.25), (0, 0, None)],
)
def test_below_eight_there_is_too_little_to_judge(write_hub, good, bad, share) -> None:
    site = load(
        write_hub(
            "=== openhub.yaml\ntitle: A\n"
            + news("good", *["2026-11-01"] * good)
            + news("bad", *["2026-11-02"] * bad)
        )
    )
    assert ledger.balance(site).share == share


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        ([], [], None),
        ([], every(11, 1), None),
        (every(11, 1, 3), [], (2, "2026-11-01", "2026-11-03")),
        (every(11, 1, 3, 5, 6, 7), every(11, 4), (3, "2026-11-05", "2026-11-07")),
        (every(11, 1, 3, 5, 6), every(11, 4), (2, "2026-11-05", "2026-11-06")),  # as long, and later
        (every(11, 1, 2, 3), every(11, 2), (1, "2026-11-03", "2026-11-03")),  # that day was not without
        (every(8, 25, 26, 27), [], (2, "2026-08-26", "2026-08-27")),  # the window begins on the 26th
        (every(11, 23, 24, 25), [], (2, "2026-11-23", "2026-11-24")),  # what is to come is no news
    ],
)
def test_the_longest_run_of_good_news_without_any_bad(write_hub, good, bad, expected) -> None:
    site = load(write_hub("=== openhub.yaml\ntitle: A\n" + news("good", *good) + news("bad", *bad)))
    found = balance.longest_run(site)
    assert (found and (found.news, str(found.first), str(found.last))) == expected


LOG = """=== openhub.yaml
products: [{id: lantern, title: Lantern, changelog: CHANGELOG.md}]
=== CHANGELOG.md
# Changelog
## 2.4.0 - 2026-11-10
### Added
- Dark mode
## 2.3.1 - 2026-10-10
### Fixed
- Typos
## 2.3.0-rc.1 - 2026-09-20
### Added
- Colours
"""
PIN = "=== content/posts/pin.md\n---\ntitle: Big\ndate: 2026-11-10T12:00:00Z\nnews: good\npin: true\n---\n"


def bad(date: str, more: str = "") -> str:
    return f"=== content/posts/sad.md\n---\ntitle: Sad\ndate: {date}\nnews: bad\n{more}\n---\n"


@pytest.mark.parametrize(
    ("hub", "expected"),
    [
        # a day beside a day: the same one, or the next
        (LOG + bad("2026-11-08"), []),
        (LOG + bad("2026-11-09"), ["release:lantern/2.4.0"]),
        (LOG + bad("2026-11-10"), ["release:lantern/2.4.0"]),
        (LOG + bad("2026-11-11"), ["release:lantern/2.4.0"]),
        (LOG + bad("2026-11-12"), []),
        # to the minute where both say it
        (PIN + bad("2026-11-09T11:59:00Z"), []),
        (PIN + bad("2026-11-09T12:00:00Z"), ["post:pin"]),
        (PIN + bad("2026-11-11T12:00:00Z"), ["post:pin"]),
        (PIN + bad("2026-11-11T12:01:00Z"), []),
        # patches, tests, posts without a pin and neutral ones are not big
        (LOG + bad("2026-10-10"), []),
        (LOG + bad("2026-09-20"), []),
        (PIN.replace("pin: true", "") + bad("2026-11-10"), []),
        (PIN.replace("news: good", "") + bad("2026-11-10"), []),
        # what the release itself caused has to be told, and a digest tells all
        (LOG + bad("2026-11-11", "caused_by: release:lantern/2.4.0"), []),
        (LOG + bad("2026-11-11", "type: digest"), []),
        # a release that breaks things says so itself; one that is withdrawn was withdrawn on a day
        (LOG + "### Removed\n- Light mode\n", []),
        (LOG.replace("2.3.1 - 2026-10-10", "2.3.1 - 2026-10-10 [YANKED]"), []),
    ],
)
def test_bad_news_beside_big_good_news_is_named(write_hub, hub, expected) -> None:
    assert [str(pair.good.ref) for pair in balance.pairs(load(write_hub(hub)))] == expected


def test_a_withdrawal_beside_a_big_release_is_named(write_hub) -> None:
    laid = (
        "=== content/releases/lantern/2.3.1.md\n---\nyanked: {on: 2026-11-11, reason: It loses data}\n---\n"
    )
    [pair] = balance.pairs(load(write_hub(LOG + laid)))
    assert (str(pair.bad.ref), str(pair.bad_at)) == ("release:lantern/2.3.1", "2026-11-11")


AUDIENCES = "=== openhub.yaml\naudiences: [{id: riders, title: Riders}, {id: crew, title: Crew}]\n"


def test_each_audience_has_a_balance_of_its_own(write_hub) -> None:
    hub = write_hub(
        AUDIENCES
        + news("good", *every(11, *range(1, 8)))
        + news("bad", *every(11, 8, 9), more="audiences: [crew]")
        + PIN.replace("posts/pin", "posts/2026-11-10-pin")
    )
    assert list(weighing.lines(load(hub))) == [
        "Since 26 August 2026: 8 good, 2 bad, 0 still open; 20 % are bad",
        "  longest without any bad: 7 good ones, from 1 November 2026 to 7 November 2026",
        '  within 24 hours of big good news: "Bad 1" (post:bad-1, 9 November 2026) beside "Big" (post:pin, 10 November 2026, 12:00)',
        "  Riders: 8 good, 0 bad, 0 still open; 0 % are bad",
        "    longest without any bad: 8 good ones, from 1 November 2026 to 10 November 2026",
        "  Crew: 8 good, 2 bad, 0 still open; 20 % are bad",
        "    longest without any bad: 7 good ones, from 1 November 2026 to 7 November 2026",
        '    within 24 hours of big good news: "Bad 1" (post:bad-1, 9 November 2026) beside "Big" (post:pin, 10 November 2026, 12:00)',
    ]
    whole = weighing.data(load(hub))[0]
    assert whole == {
        "audience": "",
        "since": "2026-08-26",
        "good": 8,
        "bad": 2,
        "open": 0,
        "few": False,
        "share": 0.2,
        "longest_run": {"news": 7, "first": "2026-11-01", "last": "2026-11-07"},
        "beside_big": [
            {
                "bad": "post:bad-1",
                "bad_at": "2026-11-09",
                "good": "post:pin",
                "good_at": "2026-11-10T12:00:00+00:00",
            }
        ],
    }


# ── the public line ─────────────────────────────────────────────────────────

OLD = "=== content/posts/2026-01-01-old.md\n---\nnews: bad\nstate: identified\nnext_update: 2027-01-01\n---\n"
OPEN = "state: identified\nnext_update: 2027-01-01"


def line(hub: Path) -> str:
    return str(home(Page(address="/", template="home"), load(hub)).values["balance"])


@pytest.mark.parametrize(
    ("hub", "end"),
    [
        (news("bad", *every(11, 8)), "; none of the bad are still open."),
        (news("bad", *every(11, 8), more=OPEN), "; 1 of the bad is still open."),
        (news("bad", *every(11, 8, 9), more=OPEN), "; 2 of the bad are still open."),
        (news("bad", *every(11, 8)) + OLD, "; 1 is still open from before."),
        (news("bad", *every(11, 8), more=OPEN) + OLD, "; 1 of the bad is still open, and 1 from before."),
    ],
)
def test_home_says_how_many_are_open_and_tells_older_ones_apart(write_hub, hub, end) -> None:
    started = "=== content/posts/2025-01-01-first.md\n# First\n"
    text = line(write_hub(started + news("good", *every(11, *range(1, 8))) + hub))
    assert text.startswith("In the last 90 days we published <strong>7&nbsp;good</strong> and <strong>")
    assert text.endswith(f"bad</strong> news{end}")


def test_home_says_that_there_is_too_little_to_judge(write_hub) -> None:
    text = line(write_hub("=== openhub.yaml\ntitle: A\n" + news("good", *every(11, *range(1, 8)))))
    assert text.endswith("<strong>0&nbsp;bad</strong> news: too few to judge.")


def test_home_says_nothing_where_the_balance_is_not_public(write_hub) -> None:
    hub = write_hub("=== openhub.yaml\nbalance: {public: false}\n" + news("good", *every(11, *range(1, 10))))
    assert line(hub) == ""
    assert [found["good"] for found in weighing.data(load(hub))] == [9]
