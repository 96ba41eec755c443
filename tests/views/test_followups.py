"""The follow-up: the sentence, the groups, and what silence is called."""

from __future__ import annotations

from datetime import datetime

import pytest

from openhub import build, theme
from openhub.hub import plan
from openhub.views import followups
from openhub.views.frame import frame

POST = """
=== openhub.yaml
title: Press
timezone: Europe/Prague
=== content/people/ana.md
---
name: Ana
---
Prints.
=== content/posts/fire.md
---
title: The fire
date: 2026-06-01
actions:
  - {text: Buy sand, due: 2026-11-12, owner: ana}
  - {text: Buy a bell, due: 2026-09-01, moved: [{on: 2026-08-15, from: 2026-08-20, to: 2026-09-01, why: None to be had.}]}
  - {text: Move the oil, due: 2026-11-24, state: doing}
  - {text: Ask the baker}
  - {text: Call the brigade, state: done, done_on: 2026-06-02}
  - {text: Paint the door, state: dropped, reason: It is glass now.}
  - {text: Dig a well, kind: idea, due: 2026-07-01}
---
It is out.
"""


@pytest.fixture
def show(write_hub, tmp_path):
    def render(text=POST, now="2026-11-24T12:00:00+01:00"):
        made = build.load(write_hub(text), build.Options(now=datetime.fromisoformat(now)))
        assert [str(problem) for problem in made.problems] == []
        page = next(page for page in plan.pages(made.value) if page.address == "/follow-up/")
        view = followups.follow_up(page, made.value)
        values = {**frame(view, made.value), **view.values}
        return view, theme.Theme(made.value, tmp_path).render(view.template, view.address, values)

    return render


def texts(view):
    return {group.id: [item.text.text for item in group.items] for group in view.values["groups"]}


def test_promises_stand_by_how_they_stand_and_ideas_are_none(show):
    view, html = show()
    assert texts(view) == {
        "late": ["Buy a bell", "Buy sand"],
        "due": ["Move the oil"],
        "undated": ["Ask the baker"],
        "kept": ["Call the brigade"],
        "dropped": ["Paint the door"],
    }
    assert list(texts(view)) == ["late", "due", "undated", "kept", "dropped"]
    assert "Dig a well" not in html
    assert "It is glass now." in html


def test_what_is_due_is_late_from_the_next_local_day(show):
    assert "Move the oil" in texts(show(now="2026-11-24T23:30:00+01:00")[0])["due"]
    assert "Move the oil" in texts(show(now="2026-11-24T23:30:00+00:00")[0])["late"]


def test_long_silence_is_called_by_its_name(show):
    late = {item.text.text: item.state for item in show()[0].values["groups"][0].items}
    assert late == {"Buy sand": "12 days late", "Buy a bell": "No word since 15 August"}


def test_thirty_days_are_still_counted(show):
    late = {
        item.text.text: item.state
        for item in show(now="2026-12-12T12:00:00+01:00")[0].values["groups"][0].items
    }
    assert late["Buy sand"] == "30 days late"


def test_the_sentence_counts(show):
    assert (
        show()[0].values["balance"].striptags()
        == "We kept 1 of 6 promises, 1 dropped; 2 are late, the longest by 84 days."
    )
    one = POST.replace("state: done, done_on: 2026-06-02", "due: 2026-12-01").replace(
        "2026-09-01", "2026-12-01"
    )
    assert (
        show(one)[0].values["balance"].striptags()
        == "We kept 0 of 6 promises, 1 dropped; 1 is late by 12 days."
    )


def test_each_promise_leads_to_where_it_was_made_and_to_whom_to_ask(show):
    item = show()[0].values["groups"][0].items[1]
    assert item.source.address == "/posts/fire/#Promise-1"
    assert item.who.address == "/people/ana/"


def test_open_bad_news_and_unanswered_requests_follow(show):
    text = (
        POST
        + "=== content/posts/flood.md\n---\ntitle: The flood\ndate: 2026-11-20\nnews: bad\nstate: identified\nnext_update: 2026-11-22\n---\nWet.\n"
    )
    text += "=== content/feedback.yaml\nfeedback: [{id: F-1, title: Blue ink, said: [{on: 2026-01-01, text: Please}]}]\n"
    view, html = show(text)
    assert [item.title for item in view.values["open"]] == ["The flood"]
    assert "late by 2 days" in view.values["open"][0].line
    assert [item.title for item in view.values["unanswered"]] == ["Blue ink"]
    assert "What you said, and we have not answered" in html


# ── who, since when, and where to follow ────────────────────────────────────

PEOPLE = """
=== content/people/bo.md
---
name: Bo
---
=== content/posts/mud.md
---
title: The mud
date: 2026-05-01
actions:
  - {text: Dry the floor, due: 2026-11-12, owner: bo}
  - {text: Buy boots, due: 2026-11-12, owner: ana}
---
"""


def facts(view):
    return {
        fact.term: [(link.title, link.address, link.note) for link in fact.links]
        for fact in view.values["facts"]
    }


def test_of_two_that_are_due_on_one_day_the_older_one_is_first(show):
    assert texts(show(POST + PEOPLE)[0])["late"] == ["Buy a bell", "Dry the floor", "Buy boots", "Buy sand"]


def test_each_tells_since_when_it_is_promised(show):
    item = show()[0].values["groups"][0].items[0]
    assert (item.source.title, item.source.note) == ("The fire", " on 1 June")


def test_who_is_asked_has_a_list_of_their_own(show):
    view, html = show(POST + PEOPLE)
    assert facts(view)["By person"] == [
        ("Ana", "/people/ana/#promised", " (2)"),
        ("Bo", "/people/bo/#promised", " (1)"),
    ]
    assert 'href="../people/ana/#promised"' in html


def test_those_whose_promises_are_all_kept_have_no_list(show):
    view, _ = show(POST.replace("owner: ana", "owner: ana, state: done, done_on: 2026-11-10"))
    assert "By person" not in facts(view)


def test_it_leads_to_the_feeds_and_the_calendar(show):
    view, html = show(
        POST.replace(
            "title: Press", "title: Press\nurl: https://example.org/hub/\nauthority: example.org,2026"
        )
    )
    assert [address for _, address, _ in facts(view)["Follow"]] == [
        "/follow-up/feed.xml",
        "/follow-up/feed.json",
        "webcal://example.org/hub/follow-up.ics",
        "/follow-up.ics",
    ]
    assert '<link rel="alternate" type="application/atom+xml"' in html
    assert 'href="feed.xml"' in html


def test_without_an_address_of_the_hub_the_calendar_is_a_file_alone(show):
    assert [title for title, _, _ in facts(show()[0])["Follow"]] == [
        "feed (Atom)",
        "feed (JSON Feed)",
        "calendar as a file",
    ]


def test_what_is_dropped_says_why_in_words_with_links(show):
    _, html = show(POST.replace("It is glass now.", '"It is [glass](https://example.org/) now."'))
    assert 'It is <a href="https://example.org/"' in html
