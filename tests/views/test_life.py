"""Bad news and its life: the five questions, the silence clock, what keeps it from being closed, how it went."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from openhub import build, theme
from openhub.hub import plan
from openhub.views import followups, home, posts
from openhub.views.frame import frame
from openhub.views.turns import shown

NOON = "2026-11-24T12:00:00+01:00"
SECOND = timedelta(seconds=1)
HUB = """
=== openhub.yaml
title: Press
url: https://example.org/
authority: example.org,2026
timezone: Europe/Prague
components: [{{id: ink, title: The ink}}, {{id: paper, title: Paper}}]
channels: [{{name: Forum, url: "https://forum.example.org/"}}]
=== content/people/ana.md
---
name: Ana Novak
away: {{from: 2026-11-20, until: 2026-11-30, standin: bo}}
---
=== content/people/bo.md
---
name: Bo Li
---
=== content/people/cy.md
---
name: Cy
until: 2026-10-31
---
=== content/posts/fire.md
---
title: The fire
date: 2026-11-18
news: bad
{front}
---
{body}
"""
OPEN = "state: investigating\nnext_update: 2026-11-24T17:00"


@pytest.fixture
def site(write_hub):
    def load(front=OPEN, now=NOON, body="It burns.", more=""):
        now = datetime.fromisoformat(now) if isinstance(now, str) else now
        text = HUB.format(front=front.strip(), body=body) + more
        return build.load(write_hub(text), build.Options(now=now)).value

    return load


@pytest.fixture
def show(site, tmp_path):
    def render(front=OPEN, now=NOON, body="It burns.", more="", *, address="/posts/fire/", make=posts.post):
        made = site(front, now, body, more)
        page = next(page for page in plan.pages(made) if page.address == address)
        view = make(page, made)
        values = {**frame(view, made), **view.values}
        return view, theme.Theme(made, tmp_path).render(view.template, view.address, values)

    return render


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# ── the five questions ──────────────────────────────────────────────────────

QUESTIONS = ("What you should do now", "What happened", "Who is affected", "Why", "What we do about it")


def test_five_questions_are_answered_in_order_and_the_first_in_the_banner(show):
    front = f"{OPEN}\ndo_now: Run.\nimpact: All of us.\naffected: [ink, paper]\ncause: A match.\nactions: [{{text: Buy sand}}]"
    _, html = show(front)
    places = [html.index(f"{question}") for question in QUESTIONS]
    assert places == sorted(places)
    assert html.index('id="Verdict"') < places[0] < html.index("</section>", places[0]) < places[1]
    told = words(html)
    assert "What you should do now: Run." in told
    assert "Who is affected All of us. What is affected: The ink; Paper." in told
    assert "Not known yet" not in told


def test_what_is_not_answered_yet_says_so(show):
    told = words(show(body="")[1])
    assert "What you should do now: We have no advice for you yet." in told
    assert "What happened Not told yet. Who is affected Not known yet. Why Not known yet." in told
    assert "What we do about it We have promised nothing yet." in told


def test_of_what_is_over_the_same_says_not_told(show):
    told = words(show("state: resolved")[1])
    assert "Who is affected Not told. Why Not told." in told
    assert "What you should do now" not in told


def test_parts_alone_do_not_say_how_many_are_affected(show):
    told = words(show(f"{OPEN}\naffected: [ink]")[1])
    assert "Who is affected How many of you: not known yet. What is affected: The ink." in told


# ── resolved is not closed ──────────────────────────────────────────────────

ACTIONS = (
    "actions: [{text: A, state: %s, reason: No.}, {text: B, state: %s, reason: No.}, {text: C, kind: idea}]"
)
AFTER = {
    "no cause": ("", "Not closed yet: the cause is not told."),
    "a promise": (f"cause: A match.\n{ACTIONS % ('doing', 'done')}", "Not closed yet: 1 promise is open."),
    "both": (ACTIONS % ("open", "doing"), "Not closed yet: the cause is not told and 2 promises are open."),
    "nothing": (
        f"cause: A match.\n{ACTIONS % ('done', 'dropped')}",
        "The cause is told and no promise is open, so it can be closed.",
    ),
}


@pytest.mark.parametrize(("front", "said"), AFTER.values(), ids=AFTER)
def test_resolved_says_what_keeps_it_from_being_closed(show, front, said):
    verdict = show(f"state: resolved\nresolved: 2026-11-20T10:00\n{front}")[0].values["life"].verdict
    assert verdict.headline.startswith("Resolved, Friday 20 November")
    assert (verdict.line, verdict.side) == (said, "")


def test_closed_says_since_when_and_when_it_was_resolved(show):
    front = """
state: closed
resolved: 2026-11-20T10:00
cause: A match.
timeline:
  - {at: 2026-11-20T10:00, state: resolved, text: Out.}
  - {at: 2026-11-23T09:00, state: closed, text: Done.}
"""
    verdict = show(front)[0].values["life"].verdict
    assert verdict.headline == "Closed, Monday 23 November 2026, 09:00 CET"
    assert verdict.line == "Resolved on Friday 20 November 2026, 10:00 CET."


def test_what_resolved_it_stands_in_the_banner(show):
    more = "=== content/posts/rain.md\n---\ntitle: The rain\ndate: 2026-11-20\nresolves: post:fire\n---\n"
    view, html = show("state: resolved", more=more)
    assert [(link.title, link.address) for link in view.values["life"].verdict.links] == [
        ("The rain", "/posts/rain/")
    ]
    assert "Resolved by" in [fact.term for fact in view.values["facts"]]
    assert "Resolved by The rain" in words(html)


# ── the silence clock ───────────────────────────────────────────────────────

DUE = datetime.fromisoformat("2026-11-24T17:00:00+01:00")
MIDNIGHT = datetime.fromisoformat("2026-11-25T00:00:00+01:00")
IN_TIME = ("Open for 6 days: we are looking for the cause", "Next word by Tuesday 24 November, 17:00 CET.")
LATE = (
    "Open for 6 days, and our update is late",
    "The update promised for Tuesday 24 November, 17:00 CET is late.",
)
NEXT_DAY = (
    "Open for 7 days, and our update is late",
    "The update promised for Tuesday 24 November, 17:00 CET is late by 1 day.",
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (DUE - SECOND, IN_TIME),
        (DUE, LATE),
        (DUE + SECOND, LATE),
        (MIDNIGHT - SECOND, LATE),
        (MIDNIGHT, NEXT_DAY),
    ],
)
def test_the_page_says_that_the_word_is_late_from_its_moment_on(show, now, said):
    verdict = show(now=now)[0].values["life"].verdict
    assert (shown(verdict.headline), shown(verdict.line)) == said


@pytest.mark.parametrize("now", [DUE - SECOND, DUE])
def test_both_sentences_are_in_the_page_each_with_its_time(show, now):
    _, html = show(now=now)
    for in_time, late in zip(IN_TIME, LATE, strict=True):
        before = re.search(r"<[^>]*data-until=\"2026-11-24T16:00:00[^>]*>" + re.escape(in_time), html)
        after = re.search(r"<[^>]*data-from=\"2026-11-24T16:00:00[^>]*>" + re.escape(late), html)
        assert before
        assert after
        assert ("hidden" in before[0], "hidden" in after[0]) == (now >= DUE, now < DUE)
    assert "now.js" in html


@pytest.mark.parametrize(
    ("now", "late"),
    [(DUE - SECOND, False), (DUE + SECOND, False), (MIDNIGHT - SECOND, False), (MIDNIGHT, True)],
)
@pytest.mark.parametrize(("address", "make"), [("/", home.home), ("/follow-up/", followups.follow_up)])
def test_home_and_follow_up_have_both_all_day_and_the_late_one_from_the_next_day_on(
    show, now, late, address, make
):
    view, html = show(now=now, address=address, make=make)
    line = view.values["open"][0].line
    assert ("is late" in shown(line)) is late
    assert "is late" in html
    assert ("Next word by" in html) is not late


@pytest.mark.parametrize(
    ("now", "late"), [(MIDNIGHT - SECOND, False), (MIDNIGHT, True), (MIDNIGHT + SECOND, True)]
)
def test_a_day_is_late_when_it_is_over(show, now, late):
    verdict = show("state: identified\nnext_update: 2026-11-24", now)[0].values["life"].verdict
    assert ("is late" in shown(verdict.headline)) is late
    assert shown(verdict.line).endswith("is late by 1 day." if late else "by Tuesday 24 November.")


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ("Tom is ill", "We cannot say when the next word comes. Tom is ill."),
        (
            "the shop must answer first.",
            "We cannot say when the next word comes: the shop must answer first.",
        ),
    ],
)
@pytest.mark.parametrize("now", [NOON, "2028-11-24T12:00:00+01:00"])
def test_an_unknown_next_word_says_why_and_is_never_late(show, because, said, now):
    verdict = (
        show(f"state: identified\nnext_update: unknown\nbecause: {because}", now)[0].values["life"].verdict
    )
    assert verdict.line == said
    assert "late" not in verdict.headline


def test_resolved_news_promises_no_next_word(show):
    assert "Next word" not in show("state: resolved\nnext_update: 2026-11-20")[1]


# ── how it went ─────────────────────────────────────────────────────────────


def steps(view):
    return [
        shown(step.text) if isinstance(step.text, str) else step.text.text
        for step in view.values["life"].timeline
    ]


def test_steps_stand_by_their_instants_the_latest_first_whatever_their_zones(show):
    front = f"""
{OPEN}
timeline:
  - {{at: 2026-11-18T09:00, text: second}}
  - {{at: 2026-11-18T09:30+05:30, text: first}}
  - {{at: "2026-11-18T08:30Z", text: third}}
  - {{at: 2026-11-19, text: fourth}}
  - {{at: 2026-11-19, text: fifth}}
"""
    view, html = show(front)
    assert steps(view) == ["fifth", "fourth", "third", "second", "first"]
    assert "Wednesday 18 November, 09:00 CET" in html
    assert "Wednesday 18 November, 09:30 UTC+5:30" in html


def test_a_missed_update_stands_in_its_place_from_the_next_day_on(show):
    front = (
        f"{OPEN}\ntimeline: [{{at: 2026-11-25T08:00, text: after}}, {{at: 2026-11-24T16:59, text: before}}]"
    )
    missed = "The update promised for now did not come."
    assert steps(show(front, MIDNIGHT - SECOND)[0]) == ["after", "before"]
    assert steps(show(front, MIDNIGHT)[0]) == ["after", missed, "before"]
    assert steps(show(front.replace("investigating", "resolved"), MIDNIGHT)[0]) == ["after", "before"]


# ── what stands beside ──────────────────────────────────────────────────────


def fact(view, term):
    return next(fact for fact in view.values["facts"] if fact.term == term)


def test_advisories_lead_to_their_registers(show):
    front = f"{OPEN}\nadvisories: [cve-2026-1234, GHSA-2345-6789-CFGH, 'https://example.org/a', ours-1]"
    assert [(link.title, link.address) for link in fact(show(front)[0], "Advisories").links] == [
        ("CVE-2026-1234", "https://www.cve.org/CVERecord?id=CVE-2026-1234"),
        ("GHSA-2345-6789-cfgh", "https://github.com/advisories/GHSA-2345-6789-cfgh"),
        ("https://example.org/a", "https://example.org/a"),
        ("ours-1", ""),
    ]


PROMISED = "actions: [{id: sand, text: Buy sand, owner: %s, due: %s}]"
WHO = {
    "there": ("bo", ""),
    "away": ("ana", " (away until 30 November 2026; Bo Li stands in)"),
    "gone": ("cy", " (with us until 31 October 2026; ask now: Forum)"),
}


@pytest.mark.parametrize(("owner", "says"), WHO.values(), ids=WHO)
def test_who_promised_is_named_and_whom_to_ask_meanwhile(show, owner, says):
    view, _ = show(f"{OPEN}\n{PROMISED % (owner, '2026-12-01')}")
    who = view.values["life"].promises[0].who
    assert (who.address, shown(who.note)) == (f"/people/{owner}/", says)
    assert fact(view, "Ask").links == (who,)
    front = f"{OPEN}\n{PROMISED % (owner, '2026-12-01')}"
    listed = show(front, address="/follow-up/", make=followups.follow_up)[0].values["groups"][0].items[0].who
    assert listed == who


def test_an_idea_is_never_late(show):
    idea = "actions: [{text: Dig a well, kind: idea, due: 2026-10-01}]"
    view, _ = show(f"{OPEN}\n{idea}")
    (found,) = view.values["life"].ideas
    assert (found.late, found.state) == (False, "To do")


def test_a_page_that_does_not_depend_on_the_day_names_the_owner(show):
    front = "state: resolved\nactions: [{text: Buy sand, owner: ana, state: done, done_on: 2026-11-20}]"
    view, _ = show(front)
    assert (view.asof, view.values["life"].promises[0].who.title) == (False, "Ana Novak")


def test_promises_in_other_news_stand_on_its_page_too(show):
    view, html = show(PROMISED % ("bo", "2026-11-23"))
    assert view.asof
    assert '<tr id="Promise-sand">' in html
    assert "1 day late" in html
    assert "What happened" not in html
    assert 'id="Verdict"' not in html


def test_other_news_without_promises_has_no_life(show):
    view, html = show("")
    assert (view.asof, view.values["life"]) == (False, None)
    assert "What we do about it" not in html


WORD = "timeline: [{at: 2026-12-01, text: We wait for sand.}]"


@pytest.mark.parametrize(
    ("now", "more", "state"),
    [
        ("2026-11-20T23:59:59", "", "To do"),
        ("2026-11-21T00:00:00", "", "1 day late"),
        ("2026-12-20T23:59:59", "", "30 days late"),
        ("2026-12-21T00:00:00", "", "No word since 18 November"),
        ("2026-12-21T00:00:00", WORD, "31 days late"),
        ("2026-12-31T23:59:59", WORD, "41 days late"),
        ("2027-01-01T00:00:00", WORD, "No word since 1 December 2026"),
    ],
)
def test_after_thirty_days_without_a_word_the_page_itself_calls_it_silence(show, now, more, state):
    view, _ = show(f"state: resolved\n{more}\n{PROMISED % ('bo', '2026-11-20')}", f"{now}+01:00")
    assert view.values["life"].promises[0].state == state


def test_every_move_stays_with_its_day_and_why(show):
    moved = "[{on: 2026-11-19, from: 2026-11-20, to: 2026-11-22, why: No sand.}, {on: 2026-11-21, from: 2026-11-22, to: 2026-12-01}]"
    front = f"{OPEN}\nactions: [{{text: Buy sand, due: 2026-12-01, moved: {moved}}}]"
    assert show(front)[0].values["life"].promises[0].history == (
        "Moved on 19 November from 20 November to 22 November: No sand. "
        "Moved on 21 November from 22 November to 1 December"
    )


@pytest.mark.parametrize(
    ("states", "line"),
    [
        ("done done", "2 of 2 promises kept."),
        ("done open", "1 of 2 promises kept; 1 is late by 12 days."),
        ("dropped open open", "0 of 3 promises kept, 1 dropped; 2 are late, the longest by 12 days."),
    ],
)
def test_a_sentence_counts_what_is_kept_dropped_and_late(show, states, line):
    actions = ", ".join(
        f"{{text: A, due: 2026-11-{12 + number if state == 'open' else 20}, state: {state}, reason: No.}}"
        for number, state in enumerate(sorted(states.split(), key="open done dropped".split().index))
    )
    view, html = show(f"{OPEN}\nactions: [{actions}]")
    assert view.values["life"].promises_line == line
    assert line in html
