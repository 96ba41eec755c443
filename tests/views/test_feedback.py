"""What you said: the state that releases give it, its list, its page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from openhub import build, theme
from openhub.hub import feedback as asks
from openhub.hub import ledger, plan
from openhub.kinds.feedback import became, standing, state
from openhub.views import feedback
from openhub.views.frame import frame

SETTINGS = "=== openhub.yaml\ntitle: Press\nurl: https://example.org/\nauthority: example.org,2026\ntimezone: Europe/Prague\n"
LOG = "=== content/changelogs/press.md\n# Press\n\n{}\n### Added\n\n- Blue ink (F-1)\n"


@pytest.fixture
def load(write_hub):
    def make(text, day="2026-11-24", settings=SETTINGS):
        now = datetime.fromisoformat(f"{day}T12:00:00+01:00")
        made = build.load(write_hub(settings + text), build.Options(now=now))
        assert [str(problem) for problem in made.problems] == []
        return made.value

    return make


@pytest.fixture
def render(load, tmp_path):
    def show(text, address, make, **more):
        site = load(text, **more)
        view = make(next(page for page in plan.pages(site) if page.address == address), site)
        html = theme.Theme(site, tmp_path).render(
            view.template, view.address, {**frame(view, site), **view.values}
        )
        return view, html

    return show


def asked(state="heard", **more):
    fields = "".join(f"    {name}: {value}\n" for name, value in more.items())
    return f"=== content/feedback.yaml\nfeedback:\n  - id: F-1\n    title: Blue ink\n    state: {state}\n{fields}"


def only(site):
    entry = site.of("feedback")[0]
    return state(entry, site), became(entry, site)


def test_a_release_that_answers_ships_it_on_its_day(load):
    site = load(
        asked("planned", history="[{on: 2026-10-01, state: planned}]") + LOG.format("## 1.1.0 - 2026-11-04\n")
    )
    assert only(site) == ("shipped", date(2026, 11, 4))
    assert [(row.row.side, row.row.date) for row in ledger.news(site) if row.entry.kind == "feedback"] == [
        ("good", date(2026, 11, 4))
    ]


def test_what_is_not_released_ships_nothing(load):
    assert only(load(asked("planned") + LOG.format("## Unreleased\n")))[0] == "planned"


def test_withdrawing_the_release_reopens_it(load):
    told = asked("shipped", history="[{on: 2026-11-04, state: shipped}]", answer="There it is.")
    site = load(told + LOG.format("## 1.1.0 - 2026-11-04 [YANKED]\n"))
    assert only(site)[0] == "doing"
    assert standing(site.of("feedback")[0], site).is_reopened
    assert [row for row in ledger.news(site) if row.entry.kind == "feedback"] == []


@pytest.mark.parametrize("state", ["heard", "planned"])
def test_withdrawing_reopens_what_its_changelog_shipped_though_nobody_wrote_so(render, state):
    told = asked(state, said="[{on: 2026-09-01, text: Please}]") + LOG.format(
        "## 1.1.0 - 2026-11-04 [YANKED]\n"
    )
    view, html = render(told, "/you-said/F-1/", feedback.feedback)
    assert view.values["verdict"].headline == "We are working on it again"
    assert "withdrew that; so it is open again" in html
    listed, _ = render(told, "/you-said/", feedback.index)
    (group,) = listed.values["groups"]
    assert (group.id, [item.chips for item in group.items]) == ("doing", [(("Reopened", False),)])


def test_what_a_withdrawn_release_did_is_open_as_its_author_wrote(load):
    told = asked("planned", did="[release:press/1.1.0]") + "=== content/changelogs/press.md\n"
    site = load(f"{told}# Changelog\n\n## 1.1.0 - 2026-11-04 [YANKED]\n\n### Added\n\n- Blue ink\n")
    assert only(site)[0] == "planned"


def test_the_list_says_which_release_brought_it(render):
    view, _ = render(asked("planned") + LOG.format("## 1.1.0 - 2026-11-04\n"), "/you-said/", feedback.index)
    assert [item.line for item in view.values["did"]] == ["It came with press 1.1.0."]


def test_another_release_that_has_it_keeps_it_shipped(load):
    log = (
        LOG.format("## 1.1.1 - 2026-11-10\n")
        + "\n## 1.1.0 - 2026-11-04 [YANKED]\n\n### Added\n\n- Blue ink (F-1)\n"
    )
    assert only(load(asked("planned") + log)) == ("shipped", date(2026, 11, 10))


def test_the_first_release_that_has_it_counts(load):
    log = LOG.format("## 1.2.0 - 2026-11-10\n") + "\n## 1.1.0 - 2026-11-04\n\n### Added\n\n- Blue ink (F-1)\n"
    assert only(load(asked("planned") + log)) == ("shipped", date(2026, 11, 4))


def test_a_later_word_of_the_author_stands(load):
    told = asked("doing", history="[{on: 2026-11-12, state: doing, why: The ink ran.}]")
    assert only(load(told + LOG.format("## 1.1.0 - 2026-11-04\n"))) == ("doing", date(2026, 11, 12))


def test_the_page_of_what_was_reopened_says_why(render):
    told = asked("shipped", history="[{on: 2026-11-04, state: shipped}]")
    view, html = render(
        told + LOG.format("## 1.1.0 - 2026-11-04 [YANKED]\n"), "/you-said/F-1/", feedback.feedback
    )
    assert view.state == "doing"
    assert view.values["verdict"].headline == "We are working on it again"
    assert "withdrew that; so it is open again" in html
    assert [link.note for link in view.values["did"]] == [" (withdrawn)"]


LIST = """
=== content/feedback.yaml
feedback:
  - {id: F-1, title: Blue ink, state: shipped, history: [{on: 2026-11-01, state: shipped}], answer: Here.}
  - {id: F-2, title: Gold, state: declined, history: [{on: 2026-11-02, state: declined}], answer: It costs too much.}
  - {id: F-3, title: Scent, state: cannot, history: [{on: 2026-11-03, state: cannot}], answer: Nobody can.}
  - {id: F-4, title: Old wish, said: [{on: 2026-10-25, text: Please}]}
  - {id: F-5, title: Young wish, said: [{on: 2026-10-26, text: Please}]}
  - {id: F-6, title: Blue again, state: duplicate, duplicate_of: F-1, said: [{on: 2026-11-05, text: Blue}]}
  - {id: F-7, title: Answered wish, said: [{on: 2026-01-01, text: Please}], answer: We heard you.}
"""


def test_what_was_done_and_refused_stand_beside_each_other(render):
    view, html = render(LIST, "/you-said/", feedback.index)
    assert [item.title for item in view.values["did"]] == ["Blue ink"]
    assert [item.title for item in view.values["said_no"]] == ["Scent", "Gold"]
    assert (
        view.values["balance"].striptags()
        == "Of 6 things you said we did 1 and said no to 2; 2 wait for a first answer."
    )
    assert (
        html.index("You said, we did")
        < html.index("You said, we said no")
        < html.index("We have not answered")
    )


def test_what_waits_too_long_is_called_unanswered_with_its_age(load):
    site = load(LIST)
    assert [entry.id for entry in asks.unanswered(site)] == ["F-4"]
    item = feedback.ask_item(site.of("feedback")[[e.id for e in site.of("feedback")].index("F-4")], site)
    assert ("No answer for 30 days", True) in item.chips


def test_what_repeats_leads_on_and_counts_as_a_voice(render):
    view, _ = render(LIST, "/you-said/", feedback.index)
    again = next(group for group in view.values["groups"] if group.id == "duplicate")
    assert [(item.address, item.line) for item in again.items] == [
        ("/you-said/F-1/", "The same as: Blue ink")
    ]
    first, _ = render(LIST, "/you-said/F-1/", feedback.feedback)
    assert first.values["voices_line"] == "You said it twice since 1 November 2026"
    repeated, _ = render(LIST, "/you-said/F-6/", feedback.feedback)
    assert [(link.address, link.note) for link in repeated.values["verdict"].links] == [
        ("/you-said/F-1/", " (done)")
    ]


def test_a_no_says_what_would_change_it(render):
    told = asked(
        "declined",
        answer="Too dear.",
        would_change_our_mind="A gift of gold.",
        history="[{on: 2026-11-02, state: declined}]",
    )
    view, html = render(told, "/you-said/F-1/", feedback.feedback)
    assert (view.values["side"], view.values["verdict"].headline) == ("bad", "We said no, on 2 November 2026")
    assert "A gift of gold." in html


def test_the_answer_is_told_once_and_no_quotation_is_empty(render):
    told = asked(
        "declined",
        answer="Too dear.",
        said="[{on: 2026-07-01}, {on: 2026-08-01, text: Please}]",
        history="[{on: 2026-11-02, state: declined}]",
    )
    view, html = render(told, "/you-said/F-1/", feedback.feedback)
    assert html.count("<p>Too dear.</p>") == 1
    assert html.index("<p>Too dear.</p>") < html.index("What you said")
    assert html.count("<blockquote") == 1
    assert view.values["voices_line"] == "You said it twice since 1 July 2026"


# ── before, at and after ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-11-03", ("planned", date(2026, 10, 1))),
        ("2026-11-04", ("shipped", date(2026, 11, 4))),
        ("2026-12-04", ("shipped", date(2026, 11, 4))),
    ],
)
def test_a_release_ships_it_from_its_day_on(load, day, found):
    told = asked("planned", history="[{on: 2026-10-01, state: planned}]")
    assert only(load(told + LOG.format("## 1.1.0 - 2026-11-04\n"), day)) == found


@pytest.mark.parametrize(
    ("day", "listed", "line"),
    [
        ("2026-11-23", False, "It has waited for 29 days."),
        ("2026-11-24", True, "It has waited for 30 days."),
        ("2026-11-25", True, "It has waited for 31 days."),
    ],
)
def test_it_is_called_unanswered_from_the_set_day_on(render, day, listed, line):
    told = asked("heard", said="[{on: 2026-10-25, text: Please}]")
    view, _ = render(told, "/you-said/F-1/", feedback.feedback, day=day)
    assert (view.values["verdict"].line, view.asof) == (line, True)
    page, html = render(told, "/you-said/", feedback.index, day=day)
    assert [group.id for group in page.values["groups"]] == ["unanswered" if listed else "heard"]
    assert ("We have not answered" in html) == listed
    assert page.asof


def test_the_voice_of_what_repeats_it_counts_for_its_age(load):
    again = "  - {id: F-2, title: Blue please, state: duplicate, duplicate_of: F-1, said: [{on: 2026-10-01, text: Blue}]}\n"
    site = load(asked("heard", said="[{on: 2026-11-20, text: Please}]") + again)
    assert [(entry.id, asks.days_waiting(entry, site)) for entry in asks.unanswered(site)] == [("F-1", 54)]


@pytest.mark.parametrize("kind", ["posts/2026-11-01-a.md", "events/2026-11-01-a.md"])
def test_what_a_post_or_event_answers_does_not_wait(render, kind):
    post = (
        f"=== content/{kind}\n---\ntitle: About ink\nstarts: 2026-11-01\nanswers: feedback:F-1\n---\nSoon.\n"
    )
    if kind.startswith("posts"):
        post = post.replace("starts: 2026-11-01\n", "")
    told = asked("heard", said="[{on: 2026-01-01, text: Please}]") + post
    view, _ = render(told, "/you-said/F-1/", feedback.feedback)
    assert (view.values["verdict"].headline, view.values["verdict"].line) == (
        "We heard you",
        "We answered here:",
    )
    assert [link.title for link in view.values["verdict"].links] == ["About ink"]
    assert not view.asof
    page, html = render(told, "/you-said/", feedback.index)
    assert "We answered in “About ink”." in html
    assert page.values["balance"].striptags().endswith("none wait for a first answer.")


def test_the_voices_of_all_that_repeats_it_stand_on_the_first(render):
    again = """\
  - {id: F-2, title: Blue please, state: duplicate, duplicate_of: F-1, said: [{on: 2026-10-01, by: Ola, text: Blue}]}
  - {id: F-3, title: Bluer, state: duplicate, duplicate_of: F-2, said: [{on: 2026-09-01, text: Bluer}]}
"""
    told = asked("heard", said="[{on: 2026-11-20, text: Please}]") + again
    view, html = render(told, "/you-said/F-1/", feedback.feedback)
    assert [
        (said.on.isoformat(), said.by, said.told and said.told.address) for said in view.values["said"]
    ] == [
        ("2026-09-01", "", "/you-said/F-3/"),
        ("2026-10-01", "Ola", "/you-said/F-2/"),
        ("2026-11-20", "", None),
    ]
    assert view.values["voices_line"] == "You said it 3 times since 1 September 2026"
    assert html.count("said again in") == 2


def test_repeats_that_go_round_are_told(write_hub):
    text = """=== content/feedback.yaml
feedback:
  - {id: F-1, title: A, state: duplicate, duplicate_of: F-2}
  - {id: F-2, title: B, state: duplicate, duplicate_of: F-1}
"""
    made = build.load(write_hub(SETTINGS + text), build.Options(now=datetime(2026, 11, 24, tzinfo=UTC)))
    (told,) = [problem.message for problem in made.problems if problem.code == "ref-cycle"]
    assert told == (
        "duplicate_of: goes round in a circle, "
        "feedback:F-1 (content/feedback.yaml:2:57) → feedback:F-2 (content/feedback.yaml:3:57) → feedback:F-1; "
        "take one of these references away"
    )


@pytest.mark.parametrize("before", ["shipped", "declined"])
def test_what_was_decided_and_is_open_again_says_so(render, before):
    told = asked(
        "doing",
        history=f"[{{on: 2026-11-01, state: {before}}}, {{on: 2026-11-12, state: doing, why: The ink ran.}}]",
        answer="Sorry.",
    )
    view, html = render(told, "/you-said/F-1/", feedback.feedback)
    assert view.values["verdict"].headline == "We are working on it again"
    assert "The ink ran." in html
    page, _ = render(told, "/you-said/", feedback.index)
    assert [item.chips for group in page.values["groups"] for item in group.items] == [(("Reopened", False),)]


def test_a_no_in_the_list_has_its_answer_and_what_would_change_it(render):
    told = asked(
        "cannot",
        answer="Nobody *can*.",
        would_change_our_mind="A <new> law.",
        history="[{on: 2026-11-02, state: cannot}]",
    )
    view, html = render(told, "/you-said/", feedback.index)
    assert view.values["said_no"][0].more == "A <new> law."
    assert "Nobody <em>can</em>." in html
    assert "A &lt;new&gt; law." in html


@pytest.mark.parametrize(
    ("repository", "links"),
    [
        ("https://github.com/works/press", ["https://github.com/works/press/issues/new?template=you-said.yml"]),
        ("https://github.com/works/press/", ["https://github.com/works/press/issues/new?template=you-said.yml"]),
        ("https://code.example.org/press", []),
    ],
)  # fmt: skip
def test_a_way_to_say_it(render, repository, links):
    settings = (
        SETTINGS
        + f"repository: {repository}\nchannels: [{{name: Forum, url: 'https://forum.example.org/'}}]\n"
    )
    view, html = render(asked(), "/you-said/", feedback.index, settings=settings)
    assert [link.address for link in view.values["ask"]] == [*links, "https://forum.example.org/"]
    assert "Say something:" in html


def test_twice_as_many_requests_are_twice_the_work(load, monkeypatch):
    def asked_for(number):
        entries = "".join(
            f"  - {{id: F-{n}, title: T{n}, said: [{{on: 2026-01-01, text: Please}}]}}\n"
            for n in range(number)
        )
        site = load(f"=== content/feedback.yaml\nfeedback:\n{entries}")
        calls = []
        monkeypatch.setattr(asks, "state", lambda *given: calls.append(1) or state(*given))
        feedback.index(next(page for page in plan.pages(site) if page.address == "/you-said/"), site)
        return len(calls)

    assert asked_for(40) <= 2 * asked_for(20)
