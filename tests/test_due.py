"""`openhub due`: what is promised, late or coming; before, at and after each moment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openhub.cli import openhub

SETTINGS = "=== openhub.yaml\ntitle: Wheelhouse\ntimezone: Europe/Prague\nauthority: example.org,2026\n"
PERSON = "=== content/people/ana.md\nname: Ana\n"


def run(hub: Path, now: str, *more: str) -> Result:
    return CliRunner().invoke(openhub, ["due", "-C", str(hub), "--now", now, *more])


def told(hub: Path, now: str, *more: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(hub, now, "--json", *more).stdout)["duties"]
    return found


def standings(hub: Path, now: str, what: str, *more: str) -> list[tuple[object, object]]:
    return [(one["standing"], one["days_late"]) for one in told(hub, now, *more) if one["what"] == what]


def post(front: str) -> str:
    return f"{SETTINGS}=== content/posts/2026-10-01-pump.md\n---\ntitle: The pump broke\n{front}\n---\n"


BROKE = "news: bad\nstate: resolved\nresolved: 2026-10-02\n"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-16T23:59", ("coming", 0)),
        ("2026-11-17", ("soon", 0)),
        ("2026-11-24T23:59", ("soon", 0)),
        ("2026-11-25", ("late", 1)),
        ("2026-12-24", ("late", 30)),
    ],
)
def test_a_promise_is_late_once_its_day_has_passed(write_hub, now, expected):
    hub = write_hub(post(BROKE + "actions: [{text: Buy a spare, due: 2026-11-24}]"))
    assert standings(hub, now, "promise") == [expected]


@pytest.mark.parametrize("within", ["14d", "2 weeks", "P14D"])
def test_how_far_ahead_is_soon_can_be_said(write_hub, within):
    hub = write_hub(post(BROKE + "actions: [{text: Buy a spare, due: 2026-11-24}]"))
    assert standings(hub, "2026-11-10", "promise", "--within", within) == [("soon", 0)]
    assert standings(hub, "2026-11-09", "promise", "--within", within) == [("coming", 0)]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("{text: A}", [("undated", 0)]),
        ("{text: A, state: doing}", [("undated", 0)]),
        ("{text: A, kind: idea, due: 2026-11-01}", []),
        ("{text: A, due: 2026-11-01, state: done, done_on: 2026-11-20}", []),
        ("{text: A, due: 2026-11-01, done_on: 2026-11-20}", []),
        ("{text: A, due: 2026-11-01, state: doing, done_on: 2026-11-20}", []),
        ("{text: A, due: 2026-11-01, state: dropped, reason: Too dear}", []),
    ],
)
def test_ideas_and_what_is_settled_are_not_due(write_hub, action, expected):
    hub = write_hub(post(f"{BROKE}actions: [{action}]"))
    assert standings(hub, "2026-11-24", "promise") == expected


SILENT = """news: bad
state: resolved
resolved: 2026-10-02
actions:
  - text: Write it down
    due: 2027-01-01
  - text: Buy a spare.
    due: 2026-10-10
    owner: ana
"""


@pytest.mark.parametrize(
    ("now", "settle"),
    [("2026-11-09", None), ("2026-11-10", "done_on: 2026-11-10"), ("2026-12-24", "done_on: 2026-12-24")],
)
def test_after_30_days_without_a_word_one_line_settles_it(write_hub, now, settle):
    hub = write_hub(post(SILENT) + PERSON)
    late = told(hub, now)[0]
    assert (late["settle"], late["file"], late["line"]) == (settle, "content/posts/2026-10-01-pump.md", 9)


def test_that_line_written_there_does_settle_it(write_hub):
    hub = write_hub(post(SILENT) + PERSON)
    late = told(hub, "2026-11-24")[0]
    file = hub / str(late["file"])
    lines = file.read_text().splitlines(keepends=True)
    lines.insert(int(str(late["line"])), f"    {late['settle']}\n")
    file.write_text("".join(lines))
    assert run(hub, "2026-11-24").stdout.splitlines() == [
        "Coming:",
        "  content/posts/2026-10-01-pump.md:7:5: promise: Write it down: promised by 1 January 2027",
        "1 coming",
    ]


@pytest.mark.parametrize(
    "word",
    [
        "timeline: [{at: 2026-11-20, text: We look for one.}]",
        "updated: 2026-11-20",
        "actions: [{text: A, due: 2026-10-10, moved: [{on: 2026-11-20, from: 2026-10-05, to: 2026-10-10}]}]",
    ],
)
def test_a_word_within_30_days_is_one(write_hub, word):
    actions = "" if "actions" in word else "\nactions: [{text: A, due: 2026-10-10}]"
    hub = write_hub(post(f"{BROKE}{word}{actions}"))
    [late] = [one for one in told(hub, "2026-11-24") if one["what"] == "promise"]
    assert (late["days_late"], late["settle"]) == (45, None)
    [later] = [one for one in told(hub, "2026-12-21") if one["what"] == "promise"]
    assert later["settle"] == "done_on: 2026-12-21"
    assert "no word since 20 November 2026" in str(later["text"])


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-15T12:00", ("coming", 0)),
        ("2026-11-16T12:00", ("soon", 0)),
        ("2026-11-23T16:59", ("soon", 0)),
        ("2026-11-23T17:00", ("late", 0)),
        ("2026-11-24", ("late", 1)),
    ],
)
def test_the_next_word_is_late_from_its_instant_on(write_hub, now, expected):
    hub = write_hub(post("news: bad\nstate: identified\nnext_update: 2026-11-23T17:00"))
    assert standings(hub, now, "update") == [expected]


def test_a_next_word_of_a_day_is_in_time_all_that_day(write_hub):
    hub = write_hub(post("news: bad\nstate: identified\nnext_update: 2026-11-23"))
    assert standings(hub, "2026-11-23T23:59", "update") == [("soon", 0)]
    assert standings(hub, "2026-11-24", "update") == [("late", 1)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("state: monitoring\nnext_update: unknown\nbecause: They are silent.", [("undated", 0)]),
        ("state: acknowledged", [("undated", 0)]),
        ("state: resolved\nnext_update: 2026-10-02", []),
    ],
)
def test_open_bad_news_without_a_next_word_is_told_too(write_hub, more, expected):
    assert standings(write_hub(post(f"news: bad\n{more}")), "2026-11-24", "update") == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24", [("coming", "held back until 3 December 2026")]),
        ("2026-11-26", [("soon", "held back until 3 December 2026")]),
        ("2026-12-02T23:59", [("soon", "held back until 3 December 2026")]),
        ("2026-12-03", []),
    ],
)
def test_a_scheduled_post_is_told_until_it_is_out(write_hub, now, expected):
    hub = write_hub(SETTINGS + "=== content/posts/2026-12-03-news.md\n# News\n")
    assert [(one["standing"], str(one["text"]).removeprefix("News: ")) for one in told(hub, now)] == expected


@pytest.mark.parametrize(
    ("now", "text"),
    [
        ("2026-11-24", "News: a draft"),
        ("2026-12-01", "News: a draft"),
        ("2026-12-02", "News: a draft for 31 days; publish it or delete it"),
    ],
)
def test_a_draft_older_than_30_days_is_told_as_such_and_never_late(write_hub, now, text):
    hub = write_hub(SETTINGS + "=== content/posts/2026-11-01-news.md\n---\ndraft: true\n---\n# News\n")
    [found] = told(hub, now)
    assert (found["what"], found["standing"], found["text"]) == ("draft", "undated", text)
    assert run(hub, now).exit_code == 0


EVENT = "=== content/events/meetup.md\n---\ntitle: Meetup\nstarts: 2026-11-10T19:00\nduration: 1h\n{}\n---\n"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-10T19:59", []),
        ("2026-11-10T20:00", [("soon", 0)]),
        ("2026-11-17T23:59", [("soon", 0)]),
        ("2026-11-18", [("late", 1)]),
    ],
)
def test_what_an_event_owes_is_late_a_week_after_it(write_hub, now, expected):
    hub = write_hub(SETTINGS + EVENT.format("owes: [recording]"))
    assert standings(hub, now, "event") == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-10T19:59", []),
        ("2026-11-10T20:00", [("undated", 0)]),
        ("2026-12-10", [("undated", 0)]),
        ("2026-12-11", []),
    ],
)
def test_of_notes_that_nobody_promised_one_is_reminded_for_30_days(write_hub, now, expected):
    hub = write_hub(SETTINGS + EVENT.format("summary: We meet."))
    assert standings(hub, now, "event") == expected


@pytest.mark.parametrize(
    "more", ["after: {notes: https://example.org/n}", "state: cancelled\nstate_reason: Flu"]
)
def test_an_event_with_notes_or_one_that_was_off_owes_nothing(write_hub, more):
    assert standings(write_hub(SETTINGS + EVENT.format(more)), "2026-11-24", "event") == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", []),
        (
            "owes: [notes]",
            ["Meetup on 10 November 2026: over, and owes the notes, late by 1 day; 1 later date too"],
        ),
        (
            "owes: [notes]\noccurrences: [{at: 2026-11-10, after: {notes: https://example.org/n}}]",
            ["Meetup on 17 November 2026: over, and owes the notes"],
        ),
        (
            "occurrences: [{at: 2026-11-10, after: {notes: https://example.org/n}}]",
            ["Meetup on 17 November 2026: over, and nothing of it is here; write 'after'"],
        ),
    ],
)
def test_a_series_owes_for_each_date_and_needs_no_notes_where_there_never_were_any(write_hub, more, expected):
    hub = write_hub(SETTINGS + EVENT.format(f"rule: every tuesday\n{more}"))
    assert [one["text"] for one in told(hub, "2026-11-18") if one["what"] == "event"] == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-22", [("coming", 0)]),
        ("2026-11-23", [("soon", 0)]),
        ("2026-11-30T23:59", [("soon", 0)]),
        ("2026-12-01", []),
    ],
)
def test_a_call_is_told_until_it_closes(write_hub, now, expected):
    event = "=== content/events/c.md\n---\ntitle: Con\nstarts: 2027-03-01\ncfp: {closes: 2026-11-30}\n---\n"
    assert standings(write_hub(SETTINGS + event), now, "call") == expected


METRIC = """=== content/metrics.yaml
metrics:
  - id: replies
    title: Replies
    unit: hours
    direction: down
    cadence: monthly
    series: [{at: 2026-09, value: 4}]
"""


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-31", []),
        ("2026-11-22", []),
        ("2026-11-23", [("soon", 0)]),
        ("2026-11-30", [("soon", 0)]),
        ("2026-12-01", [("late", 1)]),
    ],
)
def test_a_metric_is_told_of_when_its_next_value_is_due(write_hub, now, expected):
    assert standings(write_hub(SETTINGS + METRIC), now, "metric") == expected


def test_a_value_whose_period_is_not_over_is_not_asked_for(write_hub):
    hub = write_hub(SETTINGS + METRIC.replace("monthly", "weekly").replace("2026-09", "2026-W47"))
    assert standings(hub, "2026-11-29", "metric") == []  # week 48 ends today
    assert standings(hub, "2026-11-30", "metric") == [("soon", 0)]


ASKED = "=== content/feedback.yaml\nfeedback:\n  - {id: F-0001, title: Dark mode, said: [{on: 2026-10-01}]}\n"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-23", [("coming", 0)]),
        ("2026-10-24", [("soon", 0)]),
        ("2026-10-30", [("soon", 0)]),
        ("2026-10-31", [("late", 0)]),
        ("2026-11-01", [("late", 1)]),
    ],
)
def test_a_request_is_late_once_it_is_listed_as_unanswered(write_hub, now, expected):
    assert standings(write_hub(SETTINGS + ASKED), now, "request") == expected


def test_the_limit_for_answers_is_the_hubs(write_hub):
    hub = write_hub(SETTINGS + "follow_up: {unanswered: 10d}\n" + ASKED)
    assert standings(hub, "2026-10-11", "request") == [("late", 0)]


TWO = """news: bad
state: resolved
resolved: 2026-10-02
authors: [Bo]
actions:
  - {text: A, due: 2026-11-01, owner: ana}
  - {text: B, due: 2026-12-24}
"""


@pytest.mark.parametrize(
    ("owner", "texts", "status"),
    [
        ("ana", ["A: promised by 1 November 2026, late by 23 days"], 1),
        ("Bo", ["B: promised by 24 December 2026"], 0),
    ],
)
def test_an_owner_sees_what_is_theirs_and_what_nobody_owns_is_the_authors(write_hub, owner, texts, status):
    hub = write_hub(post(TWO) + PERSON)
    assert [one["text"] for one in told(hub, "2026-11-24", "--owner", owner)] == texts
    assert run(hub, "2026-11-24", "--owner", owner).exit_code == status


AWAY = "=== content/people/ana.md\n---\nname: Ana\n{}\n---\n=== content/people/bea.md\n---\nname: Bea\n---\n"


@pytest.mark.parametrize(
    ("ana", "now", "owners"),
    [
        ("away: {from: 2026-11-24, until: 2026-11-30, standin: bea}", "2026-11-23", ["ana"]),
        ("away: {from: 2026-11-24, until: 2026-11-30, standin: bea}", "2026-11-24", ["ana", "bea"]),
        ("away: {from: 2026-11-24, until: 2026-11-30, standin: bea}", "2026-11-30", ["ana", "bea"]),
        ("away: {from: 2026-11-24, until: 2026-11-30, standin: bea}", "2026-12-01", ["ana"]),
        ("until: 2026-11-24", "2026-11-24", ["ana"]),
        ("until: 2026-11-24", "2026-11-25", ["ana", "Bo"]),
    ],
)
def test_who_stands_in_and_the_authors_of_who_left_are_asked_too(write_hub, ana, now, owners):
    hub = write_hub(post(TWO) + AWAY.format(ana))
    assert [one["owners"] for one in told(hub, now) if str(one["text"]).startswith("A:")] == [owners]


def test_a_promise_of_a_plain_post_is_due_and_stands_on_its_page_and_on_follow_up(write_hub):
    hub = write_hub(post("actions: [{text: Write the guide, due: 2026-11-10}, {text: A video, kind: idea}]"))
    assert standings(hub, "2026-11-24", "promise") == [("late", 14)]
    CliRunner().invoke(openhub, ["build", "-q", "-C", str(hub), "--now", "2026-11-24"])
    pages = [(hub / "public" / page / "index.html").read_text() for page in ("posts/pump", "follow-up")]
    assert [("Write the guide" in page, "14 days late" in page, "A video" in page) for page in pages] == [
        (True, True, True),
        (True, True, False),
    ]


def test_who_owns_nothing_gets_an_empty_list(write_hub):
    hub = write_hub(post(TWO) + PERSON + "=== content/people/bea.md\nname: Bea\n")
    assert (run(hub, "2026-11-24", "--owner", "bea").output, run(hub, "2026-11-24").exit_code) == (
        "Nothing is due\n",
        1,
    )


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--owner", "anna", "nobody has the id 'anna'; did you mean 'ana'?"),
        ("--within", "soon", "expected a length of time like 14d or 2 weeks, got 'soon'"),
    ],
)
def test_wrong_use_is_told_with_status_2(write_hub, option, value, said):
    done = run(write_hub(post(TWO) + PERSON), "2026-11-24", option, value)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_hub_with_errors_fails_and_says_that_it_is_counted_in_part(write_hub):
    hub = write_hub(post("news: bad") + "=== content/posts/broken.md\n---\ndate: soon\n---\n")
    done = run(hub, "2026-11-24")
    assert (done.exit_code, done.stdout) == (1, "Nothing is due\n")
    assert done.stderr == (
        "1 problem in 1 file: what is broken is not counted; 'openhub check' says what it is\n"
    )


def test_it_is_told_with_places_by_how_it_stands(write_hub):
    hub = write_hub(post(TWO) + PERSON + "=== content/posts/2026-11-30-next.md\n# Next\n")
    done = run(hub, "2026-11-24")
    assert done.stdout.splitlines() == [
        "Late:",
        "  content/posts/2026-10-01-pump.md:8:5: promise: A: promised by 1 November 2026, late by 23 days (ana)",
        "Due by 1 December 2026:",
        "  content/posts/2026-11-30-next.md:1:1: scheduled: Next: held back until 30 November 2026",
        "Coming:",
        "  content/posts/2026-10-01-pump.md:9:5: promise: B: promised by 24 December 2026 (Bo)",
        "1 late, 1 due soon and 1 coming",
    ]
    assert run(hub, "2026-11-24", "-q").stdout.splitlines() == done.stdout.splitlines()[:2]


def test_json_has_these_keys(write_hub):
    data = json.loads(run(write_hub(post(TWO) + PERSON), "2026-11-24", "--json").stdout)
    first = data.pop("duties")[0]
    assert data == {
        "asof": "2026-11-24", "until": "2026-12-01", "late": 1, "soon": 0, "coming": 1, "undated": 0
    }  # fmt: skip
    assert first == {
        "what": "promise",
        "standing": "late",
        "ref": "post:pump",
        "text": "A: promised by 1 November 2026, late by 23 days",
        "by": "2026-11-01",
        "days_late": 23,
        "owners": ["ana"],
        "settle": None,
        "file": "content/posts/2026-10-01-pump.md",
        "line": 8,
        "column": 5,
    }


def test_a_folder_that_is_no_hub_is_wrong_use(tmp_path):
    assert run(tmp_path, "2026-11-24").exit_code == 2
