"""Corrections are visible: a post that says something else than published tells so, or its author is told."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest

from openhub import build
from openhub.outputs import atom, data, jsonfeed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
POST = """
=== openhub.yaml
title: Mill
url: https://example.org/hub/
authority: example.org,2026
timezone: Europe/Prague
=== content/posts/flood.md
---
title: The flood
summary: Water came.
date: 2026-11-02T08:00
tags: [water]
news: bad
state: resolved
impact: Nine people.
timeline:
  - {at: 2026-11-02T07:00, text: It rises.}
actions:
  - {id: pump, text: Buy a pump, due: 2026-11-30}
---
It took an hour.
"""
FIRST = "2026-11-02T08:00:00+01:00"
SILENT = {
    "the title": ("title: The flood", "title: The great flood"),
    "the text": ("an hour", "two hours"),
    "the summary": ("Water came.", "Water came and went."),
    "who is affected": ("Nine people", "Ninety people"),
    "the state": ("state: resolved", "state: monitoring\nnext_update: 2026-12-01"),
    "a step": ("It rises.", "It rose."),
    "a step that is taken away": ("timeline:\n  - {at: 2026-11-02T07:00, text: It rises.}\n", ""),
    "a promise that is taken away": ("actions:\n  - {id: pump, text: Buy a pump, due: 2026-11-30}\n", ""),
    "a day that was promised": ("due: 2026-11-30", "due: 2026-12-30"),
}
UNSEEN = {
    "a tag": ("tags: [water]", "tags: [water, mill]"),
    "white space": ("It took an hour.", "It took\nan   hour."),
    "nothing": ("", ""),
}
TOLD = {
    "a correction": "corrections: [{on: 2026-11-20, text: It was two hours.}]",
    "updated": "updated: 2026-11-20",
    "the day of its end": "resolved: 2026-11-02T09:00",
}


@pytest.fixture
def load(write_hub, tmp_path):
    def load(text=POST, published=None):
        if published is not None:
            (tmp_path / "published.json").write_bytes(published)
        options = build.Options(now=NOW, published="published.json" if published is not None else "")
        return build.load(write_hub(text), options)

    return load


def hub_json(site):
    (output,) = data.outputs(site)
    return output.content


def codes(made):
    return [problem.code for problem in made.problems]


def updated(site):
    """What Atom, JSON Feed and `hub.json` say of when the post changed; the last only of a revision."""
    (xml,) = [one.content for one in atom.outputs(site) if one.path == "feed.xml"]
    (text,) = [one.content for one in jsonfeed.outputs(site) if one.path == "feed.json"]
    atoms = ET.fromstring(xml).findtext("{*}entry/{*}updated")  # noqa: S314 -- our own
    return (
        atoms,
        json.loads(text)["items"][0]["date_modified"],
        json.loads(hub_json(site))["entries"][0]["updated"],
    )


@pytest.mark.parametrize(("old", "new"), SILENT.values(), ids=SILENT)
def test_what_changes_in_silence_is_told_and_moves_no_date(load, old, new):
    made = load(POST.replace(old, new), hub_json(load().value))
    assert codes(made) == ["changed-in-silence"]
    assert updated(made.value) == (FIRST, FIRST, None)


@pytest.mark.parametrize(("old", "new"), UNSEEN.values(), ids=UNSEEN)
def test_what_changes_no_news_is_no_silence(load, old, new):
    assert codes(load(POST.replace(old, new), hub_json(load().value))) == []


@pytest.mark.parametrize("line", TOLD.values(), ids=TOLD)
def test_a_change_that_is_dated_is_told_to_readers(load, line):
    later = POST.replace("an hour", "two hours").replace("impact:", f"{line}\nimpact:")
    assert codes(load(later, hub_json(load().value))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("actions:", "  - {at: 2026-11-03, text: It falls.}\nactions:"),
        ("due: 2026-11-30}", "due: 2026-11-30, state: done, done_on: 2026-11-20}"),
        ("due: 2026-11-30}", "due: 2026-12-30, moved: [{on: 2026-11-20, from: 2026-11-30, to: 2026-12-30}]}"),
    ],
    ids=["a step", "a promise that is kept", "a promise that is moved"],
)
def test_what_has_its_own_day_is_told(load, old, new):
    assert codes(load(POST.replace(old, new), hub_json(load().value))) == []


def test_a_correction_of_another_day_is_needed_for_another_change(load):
    once = POST.replace("an hour", "two hours").replace("impact:", f"{TOLD['a correction']}\nimpact:")
    again = once.replace("two hours", "three hours")
    assert codes(load(again, hub_json(load(once).value))) == ["changed-in-silence"]
    both = again.replace("corrections: [", "corrections: [{on: 2026-11-20, text: It was three.}, ")
    assert codes(load(both, hub_json(load(once).value))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("corrections: [{on: 2026-11-20, text: It was two hours.}]\n", ""),
        ("It was two hours.", "It was a little more."),
        ("moved: [{on: 2026-11-20, from: 2026-11-25, to: 2026-11-30}], ", ""),
        (", state: done, done_on: 2026-11-19}", "}"),
    ],
    ids=["a correction away", "a correction in other words", "a move away", "a promise no longer kept"],
)
def test_what_was_dated_is_not_taken_back_in_silence(load, old, new):
    moved = "actions:\n  - {id: hose, text: Buy a hose, state: done, done_on: 2026-11-19}\n  - {id: pump, text: Buy a pump, "
    before = POST.replace(
        "actions:\n  - {id: pump, text: Buy a pump, ",
        f"{moved}moved: [{{on: 2026-11-20, from: 2026-11-25, to: 2026-11-30}}], ",
    ).replace("impact:", f"{TOLD['a correction']}\nimpact:")
    assert old in before
    made = load(before.replace(old, new), hub_json(load(before).value))
    assert "changed-in-silence" in codes(made)


@pytest.mark.parametrize(
    ("lines", "moment"),
    [
        ("corrections: [{on: 2026-11-20, text: Two.}]", "2026-11-20T00:00:00+01:00"),
        ("updated: 2026-11-21T10:00", "2026-11-21T10:00:00+01:00"),
        ("updated: 2026-11-10\ncorrections: [{on: 2026-11-20, text: Two.}]", "2026-11-20T00:00:00+01:00"),
        ("updated: 2026-11-21\ncorrections: [{on: 2026-11-20, text: Two.}]", "2026-11-21T00:00:00+01:00"),
        (
            "corrections: [{on: 2026-11-20, text: Two.}, {on: 2026-11-09, text: One.}]",
            "2026-11-20T00:00:00+01:00",
        ),
    ],
)
def test_the_later_of_a_correction_and_updated_moves_the_date(load, lines, moment):
    found = updated(load(POST.replace("impact:", f"{lines}\nimpact:")).value)
    assert found[:2] == (moment, moment)
    assert found[2].startswith(moment[:10])


def test_a_hub_json_of_before_says_nothing(load):
    old = json.loads(hub_json(load().value))
    for entry in old["entries"]:
        entry.pop("wording", None)
    assert codes(load(POST.replace("an hour", "two"), json.dumps(old).encode())) == []
