"""What turns at an instant, in a browser whose clock the test sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from quality.browser import CHROMIUM, chromium

SCRIPT = Path(__file__).resolve().parent.parent / "themes/base/static/now.js"
ADDRESS = "http://hub.test/"
PAGE = """<!doctype html><title>Turns</title>
<span data-until="2026-11-24T18:00:00Z">Coming</span>
<span data-from="2026-11-24T18:00:00Z" data-until="2026-11-24T20:00:00Z" hidden>On now</span>
<span data-from="2026-11-24T20:00:00Z" hidden>Over</span>"""
HOUR = 3_600_000


@pytest.fixture
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM))
        page = browser.new_page()
        headers = {"Content-Type": "text/html", "Last-Modified": "Tue, 24 Nov 2026 12:00:00 GMT"}
        page.route(ADDRESS, lambda route: route.fulfill(body=PAGE, headers=headers))
        yield page
        browser.close()


def opened(page, now: str):
    page.clock.install(time=now)
    page.goto(ADDRESS)
    page.add_script_tag(path=str(SCRIPT))
    return page


def seen(page) -> str:
    return page.inner_text("body").strip()


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-24T17:59:30Z", "Coming"),
        ("2026-11-24T18:00:00Z", "On now"),
        ("2026-11-24T19:59:30Z", "On now"),
        ("2026-11-24T20:00:00Z", "Over"),
        ("2036-01-01T00:00:00Z", "Over"),
    ],
)
def test_the_right_text_is_shown(page, now, told):
    page = opened(page, now)
    assert seen(page) == told


def test_it_turns_by_itself(page):
    page = opened(page, "2026-11-24T17:59:00Z")
    page.clock.run_for(61_000)
    assert seen(page) == "On now"
    page.clock.run_for(2 * HOUR)
    assert seen(page) == "Over"


def test_it_looks_again_when_a_page_comes_back(page):
    page = opened(page, "2026-11-24T17:00:00Z")
    page.clock.set_system_time("2026-11-24T19:00:00Z")
    assert seen(page) == "Coming"
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert seen(page) == "On now"
    page.clock.set_system_time("2026-11-24T21:00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert seen(page) == "Over"


def test_a_clock_that_is_wrong_is_not_believed(page):
    page = opened(page, "2020-01-01T00:00:00Z")
    page.evaluate("document.querySelectorAll('span')[0].hidden = true")
    page.evaluate("document.querySelectorAll('span')[1].hidden = false")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert seen(page) == "On now"


def test_it_is_small():
    assert SCRIPT.stat().st_size < 1024
