"""What an author writes is seen: each field of each kind leaves its mark on a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from openhub import build

HUB = """
=== openhub.yaml
title: Lamps
url: https://lamps.example.org/
authority: lamps.example.org,2026
description: seen-description
notice: seen-notice
edit_url: https://lamps.example.org/seen-edit/{path}
discuss: https://lamps.example.org/seen-discuss?t={title}
repository: https://lamps.example.org/seen-repository
components: [{id: bulb, title: seen-component}]
audiences: [{id: all-lamps, title: seen-audience, description: seen-about-them}]
channels: [{name: seen-channel, url: "https://lamps.example.org/seen-url", purpose: seen-purpose, expected_answer: 3 days}]
products: [{id: lamp, title: seen-product, repository: "https://lamps.example.org/lamp"}]
=== content/people/ana.md
---
name: seen-name
pronouns: she/her
roles: [seen-role]
bio: seen-bio
topics: [seen-topic]
languages: [seen-language]
links: [{url: "https://lamps.example.org/seen-link", title: seen-link-title}]
away: {from: 2026-11-20, until: 2026-12-20, standin: bo}
---
seen-person-body
=== content/people/bo.md
---
name: seen-standin
---
=== content/posts/2026-11-20-out.md
---
title: seen-title
summary: seen-summary
authors: [ana]
tags: [seen-tag]
audiences: [all-lamps]
syndication: https://lamps.example.org/seen-syndication
news: bad
state: investigating
severity: major
affected: [bulb]
impact: seen-impact
started: 2026-11-19T08:00
detected: 2026-11-20T08:00
do_now: seen-do-now
cause: seen-cause
timeline: [{at: 2026-11-20T09:00, state: identified, text: seen-step, by: ana}]
next_update: unknown
because: seen-because
advisories: [seen-advisory]
corrections: [{on: 2026-11-21, text: seen-correction, by: ana}]
caused_by: release:lamp/1.0
moves: [{metric: light, direction: down, from: 2026-10-01, note: seen-move}]
actions:
  - {text: seen-promise, owner: ana, due: 2026-12-24, link: "https://lamps.example.org/seen-action",
     moved: [{on: 2026-11-21, from: 2026-12-01, to: 2026-12-24, why: seen-moved-why}]}
  - {text: seen-dropped, state: dropped, reason: seen-dropped-why}
  - {text: seen-idea, kind: idea}
---
seen-post-body
=== content/posts/2026-11-10-both.md
---
title: seen-mixed
news: {good: seen-good-line, bad: seen-bad-line}
---
=== content/changelogs/lamp.md
seen-intro

## 9.9 - 2026-11-06

## 1.0 - 2026-11-01

### Added
- seen-added (F-0001)

### Removed
- seen-removed
=== content/releases/lamp/1.0.md
---
yanked: {on: 2026-11-05, reason: seen-yank-reason}
upgrade: seen-upgrade
known_issues: [{text: seen-issue, found_in: "1.0", fixed_in: "9.9", workaround: seen-workaround}]
supported_until: 2027-03-01
---
seen-long-notes
=== content/events/fair.md
---
title: seen-event
starts: 2026-12-12T10:00
duration: 90m
state: rescheduled
state_reason: seen-state-reason
location: {name: seen-place, address: seen-address, city: seen-city, access: seen-access}
registration: {url: "https://lamps.example.org/seen-registration", closes: 2026-12-10, price: seen-price}
cfp: {url: "https://lamps.example.org/seen-cfp", closes: 2026-12-01, timezone: AoE}
organizers: [ana]
speakers: [seen-speaker]
attending: [seen-attending]
---
seen-event-body
=== content/events/past.md
---
title: seen-past
starts: 2026-11-02T10:00
after: {notes: "https://lamps.example.org/seen-notes", recording: "https://lamps.example.org/seen-recording", attendance: 41}
---
=== content/metrics.yaml
metrics:
  - id: light
    title: seen-metric
    unit: seen-unit
    direction: up
    question: seen-question
    objective: seen-objective
    definition: seen-definition
    definition_url: https://lamps.example.org/seen-definition-url
    source: seen-source
    method: seen-method
    caveats: seen-caveats
    owner: ana
    targets: [{from: 2026-08, value: 77, note: seen-target-note}]
    series: [{at: 2026-08, value: 5, n: 61}, {at: 2026-09, value: 9, note: seen-point-note}]
    revisions: [{on: 2026-09-01, what: seen-revision, why: seen-revision-why}]
    story: [{for: 2026-09, text: seen-story, by: ana}]
    voices: [{text: seen-voice, by: seen-voice-by, source: seen-voice-source}]
  - id: old
    title: Old
    unit: h
    direction: down
    objective: x
    definition: x
    source: x
    series: [{at: 2026-08, value: 5}]
    retired: {on: 2026-09-30, because: seen-retired, replaced_by: light}
=== content/feedback.yaml
feedback:
  - id: F-0001
    title: seen-asked
    said: [{on: 2026-05-01, by: seen-asker, channel: seen-where, text: seen-said}]
    theme: seen-theme
    state: declined
    history: [{on: 2026-11-20, state: declined, by: ana, why: seen-step-why}]
    answer: seen-answer
    would_change_our_mind: seen-mind
"""
MARKS = sorted({word.strip("\"',:;[]{}()") for word in HUB.replace("/", " ").split() if "seen-" in word})
MARKS = sorted({"seen-" + mark.split("seen-", 1)[1].split("?")[0] for mark in MARKS})


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    hub = tmp_path_factory.mktemp("hub")
    for part in HUB.split("=== ")[1:]:
        name, _, text = part.partition("\n")
        (hub / name).parent.mkdir(parents=True, exist_ok=True)
        (hub / name).write_text(text, encoding="utf-8")
    options = build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))
    loaded = build.load(hub, options)
    made = build.make(loaded.value, hub, options)
    assert [str(problem) for problem in loaded.problems + made.problems] == []
    return "\n".join(output.content.decode() for output in made.value if output.path.endswith(".html"))


def test_there_are_marks_to_look_for():
    assert len(MARKS) > 80


@pytest.mark.parametrize("mark", MARKS)
def test_what_an_author_writes_is_on_a_page(mark, pages):
    assert mark in pages.lower()  # a voice begins with a capital letter
