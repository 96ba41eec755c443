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
    ],
)
def test_what_the_line_says_to_whom(browser, zone, times, told):
    context = browser.new_context(timezone_id=zone, locale="fi-FI")
    page = context.new_page()
    page.set_content(LINE.format(*times))
    page.add_script_tag(path=str(SCRIPT))
    assert page.inner_text("p") == f"x–y Prague time{told}"
    context.close()
