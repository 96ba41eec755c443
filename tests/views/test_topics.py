"""The pages across kinds: an audience, and an address that leads nowhere."""

from __future__ import annotations

from datetime import datetime

import pytest

from openhub import build, theme
from openhub.hub import plan
from openhub.views import topics
from openhub.views.frame import frame

SETTINGS = """
=== openhub.yaml
title: Press
timezone: Europe/Prague
ledger: {items: 2}
audiences: [{id: printers, title: Printers, description: You print.}]
"""
POST = "=== content/posts/p{0}.md\n---\ntitle: Number {0}\ndate: 2026-11-{0:02}\n{1}\n---\nText\n"
FIRE = """=== content/posts/fire.md
---
title: The fire
date: 2026-11-20
state: investigating
severity: major
next_update: 2026-11-27
impact: All.
do_now: Leave the house.
news: {bad: It burns.}
---
It burns.
"""


@pytest.fixture
def show(write_hub, tmp_path):
    def render(text, address, make):
        made = build.load(
            write_hub(text), build.Options(now=datetime.fromisoformat("2026-11-24T12:00:00+01:00"))
        )
        page = next(page for page in plan.pages(made.value) if page.address == address)
        view = make(page, made.value)
        values = {**frame(view, made.value), **view.values}
        return view, theme.Theme(made.value, tmp_path).render(view.template, view.address, values)

    return render


def test_an_audience_has_as_many_rows_as_the_home_page_and_what_is_open_above(show):
    posts = "".join(POST.format(day, "news: good") for day in range(1, 6))
    view, html = show(SETTINGS + posts + FIRE, "/audiences/printers/", topics.audience)
    told = [item for item in view.values["ledger"] if item.title]
    assert [item.address for item in told] == ["/posts/p5/", "/posts/p4/"]
    assert [item.do_now for item in view.values["open"]] == ["/posts/fire/#Do-now"]
    assert '<section class="open bad"' in html
    assert view.title == "For printers"


def test_an_audience_lists_six_others_newest_first(show):
    posts = "".join(POST.format(day, "tags: [ink]") for day in range(1, 10))
    view, _ = show(SETTINGS + posts, "/audiences/printers/", topics.audience)
    assert [item.title for item in view.values["also"]] == [f"Number {day}" for day in range(9, 3, -1)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["/"]),
        (POST.format(1, "news: {good: Fine.}"), ["/", "/news/"]),
        ("=== content/people/ana.md\n---\nname: Ana\n---\nPrints.\n", ["/", "/news/", "/contact/"]),
    ],
)
def test_nowhere_leads_home_to_the_news_and_to_whom_to_tell(show, more, expected):
    view, _ = show(SETTINGS + more, "/404.html", topics.not_found)
    assert [link.address for link in view.values["links"]] == expected
