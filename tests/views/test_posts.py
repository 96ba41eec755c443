"""The pages of posts: long lists, the line under the title, pictures, promises."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from openhub import build, theme
from openhub.hub import plan
from openhub.views import news, posts, topics
from openhub.views.frame import frame

NOW = "2026-11-24T12:00:00+01:00"
HUB = """
=== openhub.yaml
title: Press
timezone: Europe/Prague
language: {language}
=== content/people/ana.md
---
name: Ana
---
Prints.
=== content/people/tom.md
---
name: Tom
---
Binds.
=== content/posts/fire.svg
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>
=== content/posts/oil.svg
<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>
=== content/posts/fire.md
---
title: The fire
date: 2026-11-18
authors: [ana, tom]
state: investigating
severity: major
next_update: 2026-11-20
impact: All of us.
image: {image}
image_alt: Smoke
news: {{bad: It burns.}}
actions:
  - {{text: Buy sand, due: 2026-11-20, state: done, done_on: 2026-11-21}}
  - {{text: Buy a bell, due: 2026-11-20, state: done, done_on: 2026-11-20}}
  - {{text: Dig a well, kind: idea}}
---
Look: ![Smoke](fire.svg)
"""


def many(number):
    first = date(2026, 11, 20)
    days = [first - timedelta(days=9 * place) for place in range(number)]
    sides = ("good", "bad")
    return "=== openhub.yaml\ntitle: Press\ntimezone: Europe/Prague\n" + "".join(
        f"=== content/posts/p{place:03}.md\n---\ntitle: Number {place}\ndate: {day}\ntags: [ink]\n"
        f"news: {sides[place % 2]}\n---\nText\n"
        for place, day in enumerate(days)
    )


@pytest.fixture
def show(write_hub, tmp_path):
    def render(text, address, make):
        made = build.load(write_hub(text), build.Options(now=datetime.fromisoformat(NOW)))
        assert [str(found) for found in made.problems if not found.rule.startswith("authority")] == []
        page = next(page for page in plan.pages(made.value) if page.address == address)
        view = make(page, made.value)
        values = {**frame(view, made.value), **view.values}
        return view, theme.Theme(made.value, tmp_path).render(view.template, view.address, values)

    return render


def fire(show, image="oil.svg", language="en"):
    return show(HUB.format(image=image, language=language), "/posts/fire/", posts.post)


def test_past_thirty_a_post_has_a_line_in_its_year(show):
    view, html = show(many(60), "/posts/", posts.index)
    assert sum(len(group.items) for group in view.values["groups"]) == 30
    assert [group.heading for group in view.values["older"]] == ["2026 (6)", "2025 (24)"]
    assert html.count('<details class="older"') == 2
    assert all(f">Number {number}</a>" in html for number in range(60))


def test_a_short_list_has_nothing_older(show):
    view, html = show(many(30), "/posts/", posts.index)
    assert view.values["older"] == ()
    assert "<details" not in html


def test_a_tag_tells_thirty_rows_and_a_line_for_each_older(show):
    view, html = show(many(60), "/tags/ink/", topics.tag)
    assert len([item for item in view.values["ledger"] if item.title]) == 30
    assert [group.heading for group in view.values["older"]] == ["2026 (6)", "2025 (24)"]
    assert all(f">Number {number}</a>" in html for number in range(60))


def test_a_month_says_once_how_many_news_it_has(show):
    _, html = show(many(1), "/news/2026/11/", news.month)
    assert html.count("1 good and 0 bad news.") == 1


def test_severity_is_a_word_of_the_line_of_dates_and_no_chip(show):
    view, html = fire(show)
    assert view.values["dates"].startswith("Wednesday 18 November 2026 · major")
    assert view.values["chips"] == ()
    assert html.index("Tom</a>") < html.index("18 November 2026 · major")


@pytest.mark.parametrize(("image", "shown"), [("oil.svg", True), ("fire.svg", False)])
def test_a_picture_that_the_text_shows_is_not_shown_above_it(show, image, shown):
    view, html = fire(show, image)
    assert (view.values["image"] is not None) is shown
    assert html.count("<img") == 1 + shown


def test_a_promise_kept_late_says_by_how_much(show):
    view, _ = fire(show)
    assert [item.state for item in view.values["life"].promises] == [
        "Done on 21 November, 1 day late",
        "Done on 20 November",
    ]


def test_ideas_stand_apart_and_keep_their_anchors(show):
    view, html = fire(show)
    assert [(item.text.text, item.anchor) for item in view.values["life"].ideas] == [
        ("Dig a well", "Promise-3")
    ]
    assert (
        html.index("2 of 2 promises kept.")
        < html.index("Ideas, not promised</h3>")
        < html.index("Dig a well")
    )


@pytest.mark.parametrize(("language", "marked"), [("en", False), ("en-GB", False), ("ar", True)])
def test_english_words_of_the_interface_say_so_in_other_hubs(show, language, marked):
    _, html = fire(show, language=language)
    assert ('<h2 id="Promises" lang="en">What we do about it</h2>' in html) is marked
    assert ('lang="en" class="chip' in html or ' lang="en" datetime' in html) is marked
