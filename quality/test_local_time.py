"""The reader's own time beside that of an online event, in a browser that stands elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from quality.browser import CHROMIUM, chromium

SCRIPT = Path(__file__).resolve().parent.parent / "themes/base/static/local.js"
LINE = '<p class="yours"><time datetime="{0}">x</time>–<time datetime="{1}">y</time> Prague time</p>'
EVENING = ("2027-01-21T18:30+01:00", "2027-01-21T20:00+01:00")
NIGHT = ("2027-01-21T23:30+01:00", "2027-01-22T00:30+01:00")
SPRINT = ("2027-01-21T10:00+01:00", "2027-01-23T12:00+01:00")
LONG_NIGHT = ("2026-10-24T18:00+02:00", "2026-10-26T19:00+01:00")
SUMMER = ("2027-07-01T18:30+02:00", "2027-07-01T20:00+02:00")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM))


@pytest.mark.parametrize(
    ("zone", "times", "told"),
    [
        ("Europe/Prague", EVENING, ""),
        ("Africa/Lagos", EVENING, ""),
        ("Africa/Lagos", SUMMER, " (that is 17:30–19:00 for you)"),
        ("America/New_York", EVENING, " (that is 12:30–14:00 for you)"),
        ("Asia/Kathmandu", EVENING, " (that is 23:15–00:45 for you)"),
        ("Asia/Tokyo", NIGHT, " (that is Friday 22 January, 07:30–08:30 for you)"),
        (
            "America/New_York",
            ("2027-01-21T18:30+01:00", "2027-01-21T18:30+01:00"),
            " (that is 12:30 for you)",
        ),
        ("America/New_York", ("2027-01-21", "2027-01-22"), ""),
        (
            "America/New_York",
            SPRINT,
            " (that is Thursday 21 January, 04:00 to Saturday 23 January, 06:00 for you)",
        ),
        ("America/New_York", (SPRINT[0], "2027-01-21T23:00+01:00"), " (that is 04:00–17:00 for you)"),
        ("Europe/Berlin", SPRINT, ""),
        (  # the clocks of the event change before it ends, those of the reader do not
            "Africa/Johannesburg",
            LONG_NIGHT,
            " (that is Saturday 24 October, 18:00 to Monday 26 October, 20:00 for you)",
        ),
    ],
)
def test_what_the_line_says_to_whom(browser, zone, times, told):
    context = browser.new_context(timezone_id=zone, locale="fi-FI")
    page = context.new_page()
    page.set_content(LINE.format(*times))
    page.add_script_tag(path=str(SCRIPT))
    assert page.inner_text("p") == f"x–y Prague time{told}"
    context.close()
