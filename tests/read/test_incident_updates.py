"""The updates of cState issues: which paragraphs are some, their times, states and places; what stays."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.read.incident_updates import updates
from quality.real_content import build_corpus


def track(at: str) -> str:
    return f'{{{{< track "{at}" >}}}}'


T1, T2, T3 = "2026-01-02 09:00:00", "2026-01-02 10:00:00", "2026-01-02T11:00:00Z"


@pytest.mark.parametrize(
    ("body", "expected", "rest"),
    [
        ("It is dark.", [], "It is dark."),
        (f"It is dark. {track(T1)}", [(T1, "", "It is dark.", 1, 1)], ""),
        (f"*Monitoring* - Light. {track(T1)}", [(T1, "monitoring", "Light.", 1, 16)], ""),
        (f"**Fixed**: Light. {track(T3)}", [(T3, "resolved", "Light.", 1, 12)], ""),
        (f"*update* – Soon. {track(T1)}", [(T1, "", "Soon.", 1, 12)], ""),
        (f"*Resolved* -\nLight\nagain.\n{track(T1)}", [(T1, "resolved", "Light\nagain.", 2, 1)], "\n\n\n"),
        (f"*Resolved* {track(T1)}", [(T1, "resolved", "Resolved", 1, 1)], ""),
        # one line each, without a blank one between
        (f"A. {track(T2)}\nB. {track(T1)}", [(T2, "", "A.", 1, 1), (T1, "", "B.", 2, 1)], "\n"),
        # over several paragraphs, from its state to its time
        (
            f"*Identified* - One.\n\nTwo. {track(T1)}\n\nThree.",
            [(T1, "identified", "One.\n\nTwo.", 1, 16)],
            "\n\n\n\nThree.",
        ),
        # a line drawn between updates goes; one between others stays
        (
            f"A. {track(T2)}\n\n---\n\nB. {track(T1)}",
            [(T2, "", "A.", 1, 1), (T1, "", "B.", 5, 1)],
            "\n\n\n\n",
        ),
        ("A.\n\n---\n\nB.", [], "A.\n\n---\n\nB."),
        # a state without a time is none of ours, nor is another word, and a time that is none is told elsewhere
        ("*Investigating* - Dark.", [], "*Investigating* - Dark."),
        (
            f"*Investigating* - Dark.\n\n---\n\nLight. {track(T1)}",
            [(T1, "", "Light.", 5, 1)],
            "*Investigating* - Dark.\n\n\n\n",
        ),
        (f"*Alarm* - Dark. {track(T1)}", [(T1, "", "*Alarm* - Dark.", 1, 1)], ""),
        (f"Dark. {track('soon')}", [], f"Dark. {track('soon')}"),
        (f"{track(T1)}", [], f"{track(T1)}"),
        # code shows the shortcode
        (f"```\nA. {track(T1)}\n\nB\n```", [], f"```\nA. {track(T1)}\n\nB\n```"),
    ],
)
def test_updates_are_found_and_the_rest_keeps_its_lines(body, expected, rest) -> None:
    found = updates(body)
    assert [(one.at, one.state, one.text, one.line, one.column) for one in found.updates] == expected
    assert found.rest == rest


ISSUE = """=== openhub.yaml
authority: example.org,2026
timezone: Europe/Prague
sources: [{folder: issues, kind: post, dialect: cstate}]
=== issues/2026-01-02-dark.md
---
title: Dark
date: 2026-01-02 09:00:00
severity: down
"""


def post(hub: Path):
    made = build.load(hub, build.Options(now=datetime(2026, 11, 24, tzinfo=UTC)))
    [entry] = made.value.of("post")
    return entry, made.problems


@pytest.mark.parametrize(
    ("front", "body", "state", "steps"),
    [
        ("", f"*Identified* - A disk. {track(T2)}\n\nDark. {track(T1)}", "identified", [None, "identified"]),
        ("", f"Dark. {track(T1)}", "investigating", [None]),
        # open, whatever an update says; over at the time that the issue names
        ("resolved: false\n", f"*Fixed* - Light. {track(T2)}", "investigating", ["resolved"]),
        (
            f"resolved: true\nresolvedWhen: {T2}\n",
            f"Light. {track(T2)}\n\nDark. {track(T1)}",
            "resolved",
            [None, "resolved"],
        ),
        # the latest stands last, in whatever order they are written, also where all have one time
        ("", f"Dark. {track(T1)}\n\n*Monitoring* - Light. {track(T2)}", "monitoring", [None, "monitoring"]),
        ("", f"Dark. {track(T1)}\n\n*Monitoring* - Light. {track(T1)}", "monitoring", [None, "monitoring"]),
        ("", f"*Monitoring* - Light. {track(T1)}\n\nDark. {track(T1)}", "monitoring", [None, "monitoring"]),
        # the author's own timeline stays, and so does the text
        ("timeline: [{at: 2026-01-02, text: Dark.}]\n", "Dark, we said.", "investigating", [None]),
    ],
)
def test_an_issue_has_a_state_and_a_timeline(write_hub, front, body, state, steps) -> None:
    entry, problems = post(write_hub(f"{ISSUE}{front}---\n{body}\n"))
    assert (entry.data.state, [step.state for step in entry.data.timeline]) == (state, steps)
    assert {problem.code for problem in problems} <= {"next-update-missing"}


def test_times_are_of_the_hubs_zone_and_problems_point_at_the_line(write_hub) -> None:
    entry, problems = post(
        write_hub(f"{ISSUE}---\nMore.\n\n*Monitoring* - [Light](nowhere.md). {track(T1)}\n")
    )
    [step] = entry.data.timeline
    assert str(entry.place("timeline[0]")) == "issues/2026-01-02-dark.md:8:16"
    assert step.at.isoformat() == "2026-01-02T09:00:00+01:00"
    assert entry.body.text == "More."
    [wrong] = [problem for problem in problems if problem.code == "broken-link"]
    assert str(wrong.span) == "issues/2026-01-02-dark.md:8:24"


def test_what_only_informs_keeps_its_text_and_tells_of_the_shortcode(write_hub) -> None:
    entry, problems = post(write_hub(f"{ISSUE}informational: true\n---\nLight. {track(T1)}\n"))
    assert (entry.data.state, entry.data.timeline) == (None, ())
    assert [problem.code for problem in problems] == ["foreign-syntax"]


# ── real incidents ──────────────────────────────────────────────────────────

DMS = ("resolved", "major", "API", "2017-12-17T16:24", "", [])
GUILDS = (
    "resolved",
    "critical",
    "API, Media Proxy",
    "2018-04-13T15:54",
    "2018-04-13T17:30",
    ["2018-04-13T15:54 investigating", "2018-04-13T16:50 monitoring", "2018-04-13T17:30 resolved"],
)
EAST = ["2018-05-25T04:13 investigating", "2018-05-25T04:40 monitoring", "2018-05-25T05:54 resolved"]
PIPELINE = ("resolved", "major", "API", "2019-10-05T16:24", "2019-10-05T16:58", [])
INCIDENTS = {
    "cstate-example": {
        "2018-01-17-sending-dms-impacted": (*DMS[:4], "2017-12-17T16:58", []),
        "2018-04-13-unavailable-guilds-connection-issues": GUILDS,
        "2018-05-25-us-east-conn-issues": (
            "resolved",
            "critical",
            "API, Media Proxy, Gateway",
            "2018-04-25T04:13",
            "2018-04-25T04:13",
            EAST,
        ),
        "2019-10-08-testing-new-pipeline": PIPELINE,
    },
    "cstate-theme": {
        "2018-01-17-sending-dms-impacted": (*DMS[:4], "2017-12-19T16:58", []),
        "2018-04-13-unavailable-guilds-connection-issues": GUILDS,
        "2018-05-25-us-east-conn-issues": (
            "resolved",
            "critical",
            "API, Media Proxy",
            "2018-04-25T04:13",
            "2018-04-25T04:13",
            EAST,
        ),
        "2019-10-08-testing-new-pipeline": PIPELINE,
        "2024-02-24-maintenance-window": (
            "resolved",
            "notice",
            "API",
            "2024-02-24T10:35",
            "2024-02-24T11:35",
            [],
        ),
        "2024-07-23-excitement": (
            "resolved",
            "critical",
            "API",
            "2024-07-23T10:35",
            "2024-07-23T10:38",
            ["2024-02-24T10:35", "2024-02-24T10:35 investigating", "2024-02-24T10:35 resolved"],
        ),
        "2024-12-24-cstate-showdown": (
            "resolved",
            "major",
            "API",
            "2024-12-24T10:35",
            "2024-12-24T13:35",
            [],
        ),
        "2024-12-27-dns-resolution-api": (
            "investigating",
            "critical",
            "API",
            "2024-12-27T09:43",
            "",
            ["2024-12-27T09:43", "2024-12-27T09:44"],
        ),
    },
}


def minute(when) -> str:
    return when.isoformat()[:16] if when else ""


@pytest.mark.parametrize("name", INCIDENTS)
def test_real_incidents_come_in_with_state_severity_parts_and_timeline(corpora, tmp_path, name) -> None:
    built = build_corpus(corpora, name, tmp_path)
    found = {
        Path(entry.span.file).stem: (
            entry.data.state,
            entry.data.severity,
            ", ".join(entry.data.affected),
            minute(entry.data.started),
            minute(entry.data.resolved),
            [f"{minute(step.at)} {step.state or ''}".strip() for step in entry.data.timeline],
        )
        for entry in built.site.of("post")
        if entry.data.state
    }
    assert found == INCIDENTS[name]
    assert all(entry.data.news.side == "neutral" for entry in built.site.of("post") if not entry.data.state)
    assert "foreign-syntax" not in built.codes


def test_what_an_issue_tells_in_updates_alone_stands_on_its_page_and_in_the_feed(write_hub) -> None:
    hub = write_hub(f"{ISSUE}---\n*Fixed* - It is light. {track(T2)}\n\nIt went dark. {track(T1)}\n")
    options = build.Options(now=datetime(2026, 11, 24, tzinfo=UTC))
    loaded = build.load(hub, options).value
    files = {one.path: one.content.decode() for one in build.make(loaded, hub, options).value if one.content}
    page, feed = files["posts/dark/index.html"], files["feed.xml"]
    told, how = page.partition('id="What-happened"')[2].split('id="Who"')[0], page.rpartition("It is light")
    assert "It went dark." in told
    assert "It is light" not in told
    assert "It went dark." in how[2]  # the latest stands first
    assert "Friday 2 January 2026, 10:00 CET" in feed
    assert "It is light." in feed
