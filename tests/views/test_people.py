"""People: who is here, who stands in, where to meet them, what they look after."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from openhub import build, theme
from openhub.hub import plan
from openhub.views import people, person_page
from openhub.views.frame import frame

HUB = """
=== openhub.yaml
title: Press
timezone: Europe/Prague
channels:
  - {name: Forum, url: "https://forum.example.org/", purpose: Questions, expected_answer: 2 days}
  - {name: Chat}
=== content/people/ana.md
---
name: Ana Ruiz
roles: [Ink, {title: Paper, until: 2026-01-01}]
topics: [ink, blots]
languages: [es, tlh]
until: 2026-11-24
---
I print.
=== content/people/tom.md
---
name: Tom Okafor
topics: [type]
away: {from: 2026-11-20, until: 2026-11-24, standin: ana}
---
I set type.
=== content/people/old.md
---
name: Otto Old
topics: [lead]
until: 2026-11-23
---
I left.
=== content/events/off.md
---
title: Called off
starts: 2026-11-30
state: cancelled
state_reason: Snow.
speakers: [tom]
---
Text
=== content/events/fair.md
---
title: Fair
starts: 2026-12-05
attending: [tom]
---
Text
=== content/posts/blots.md
---
title: On blots
date: 2026-11-01
authors: [tom, Somebody Else]
actions:
  - {text: Buy blotters, owner: tom, due: 2026-11-10}
  - {text: Wipe the floor, owner: tom, state: done, done_on: 2026-11-02}
---
They happen.
=== content/metrics.yaml
metrics:
  - {id: blots, title: Blots a day, unit: count, direction: down, owner: tom, objective: None left, definition: Counted at night, source: The book, series: [{at: 2026-10, value: 3}]}
"""


@pytest.fixture
def show(write_hub, tmp_path):
    def render(address, make, now="2026-11-24T12:00:00+01:00"):
        made = build.load(write_hub(HUB), build.Options(now=datetime.fromisoformat(now)))
        assert [str(problem) for problem in made.problems] == []
        page = next(page for page in plan.pages(made.value) if page.address == address)
        view = make(page, made.value)
        values = {**frame(view, made.value), **view.values}
        return view, theme.Theme(made.value, tmp_path).render(view.template, view.address, values)

    return render


def test_who_left_stands_apart_from_the_day_after_the_last(show):
    view, _ = show("/people/", people.index)
    assert [who.name for who in view.values["people"]] == ["Ana Ruiz", "Tom Okafor"]
    assert [who.name for who in view.values["former"]] == ["Otto Old"]
    later, _ = show("/people/", people.index, now="2026-11-25T00:30:00+01:00")
    assert [who.name for who in later.values["former"]] == ["Ana Ruiz", "Otto Old"]


def test_lines_tell_what_to_ask_who_stands_in_and_where_to_meet(show):
    view, html = show("/people/", people.index)
    tom = view.values["people"][1]
    assert [line.before + line.title + line.note for line in tom.lines] == [
        "Ask them about type",
        "Away until 24 November; Ana Ruiz stands in",
        "Meet them at Fair, 5 December",
    ]
    assert [line.address for line in tom.lines] == ["", "/people/ana/", "/events/fair/"]
    assert "We answer within" in html


def test_nobody_is_away_after_the_last_day(show):
    view, _ = show("/people/tom/", person_page.person, now="2026-11-25T00:30:00+01:00")
    assert view.values["verdict"] is None


def test_who_is_away_names_who_stands_in(show):
    view, _ = show("/people/tom/", person_page.person)
    assert view.values["verdict"].headline == "Away until 24 November"
    assert [link.address for link in view.values["verdict"].links] == ["/people/ana/"]


def test_roles_that_ended_are_not_told(show):
    view, _ = show("/people/ana/", person_page.person)
    assert view.values["role"] == "Ink, until 24 November"


def test_a_person_has_what_they_wrote_promised_and_look_after(show):
    view, _ = show("/people/tom/", person_page.person)
    found = {group.id: [item.title for item in group.items] for group in view.values["sections"]}
    assert found == {
        "promised": ["Buy blotters"],
        "metrics": ["Blots a day"],
        "wrote": ["On blots"],
        "kept": ["Wipe the floor"],
    }
    assert view.values["sections"][0].items[0].address == "/posts/blots/#Promise-1"


def test_meetings_that_are_off_are_no_place_to_meet(show):
    view, _ = show("/people/tom/", person_page.person)
    facts = {fact.term: fact for fact in view.values["facts"]}
    assert [link.address for link in facts["Where to meet"].links] == ["/events/fair/"]


def test_languages_are_named_where_we_know_them(show):
    view, _ = show("/people/ana/", person_page.person)
    assert next(fact.text for fact in view.values["facts"] if fact.term == "Speaks") == "Spanish and tlh"


def test_the_first_lines_are_not_told_twice(show):
    assert show("/people/ana/", person_page.person)[1].partition("<main")[2].count("I print.") == 1


def test_contact_names_places_and_current_people(show):
    view, html = show("/contact/", people.contact)
    assert [(channel.name, channel.expected) for channel in view.values["channels"]] == [
        ("Forum", "2 days"),
        ("Chat", ""),
    ]
    assert [(topic.title, [who.title for who in topic.people]) for topic in view.values["topics"]] == [
        ("blots", ["Ana Ruiz"]),
        ("ink", ["Ana Ruiz"]),
        ("type", ["Tom Okafor"]),
    ]
    assert view.values["people"] == (), "the faces are on the page of people"
    assert "no promise" in html


@pytest.mark.parametrize(
    ("pronouns", "asked"),
    [("she/her", "her"), ("he/him", "him"), ("they/them", "them"), ("She / Her", "her"), ("any", "them")],
)
def test_people_are_asked_by_their_pronouns(write_hub, pronouns, asked):
    text = f"=== content/people/tom.md\n---\nname: Tom\npronouns: {pronouns}\ntopics: [type, ink]\n---\nI set type.\n"
    site = build.load(
        write_hub(text), build.Options(now=datetime.fromisoformat("2026-11-24T12:00:00+01:00"))
    ).value
    (tom,) = site.of("person")
    assert [line.title for line in people.person_item(tom, site).lines] == [f"Ask {asked} about type and ink"]


def test_who_left_is_told_the_last_day_once(show):
    view, html = show("/people/old/", person_page.person)
    assert view.values["role"] == ""
    assert html.count("until 23 November") == 1


def test_where_to_meet_is_taken_back_as_soon_as_it_is_over(show):
    for address, make in (("/people/", people.index), ("/people/tom/", person_page.person)):
        html = show(address, make)[1]
        link = re.search(r"<a [^>]*>[^<]*Fair, 5 December[^<]*</a>", html)[0]
        assert re.search(r'data-until="2026-12-05T23:00:00(Z|\+00:00)"', link), link
