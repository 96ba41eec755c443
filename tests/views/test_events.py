"""The pages of events: what is next, what was, a month, a date."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from openhub import build, theme
from openhub.hub import agenda, plan
from openhub.views import event_rule, events, turns
from openhub.views.frame import frame

SETTINGS = "=== openhub.yaml\ntitle: Reading circle\ntimezone: Europe/Prague\ncalendar: {expand: 6 months}\n"
NOW = "2026-11-24T12:00:00+01:00"
EVENINGS = """
=== content/events/evenings.md
---
title: Evenings
starts: 2026-11-03T19:00
duration: 90m
mode: online
rule: every tuesday
exdates: [2026-11-10, 2026-12-29]
occurrences:
  - {at: 2026-12-08, starts: 2026-12-09T20:00, state: rescheduled, state_reason: The hall is taken.}
  - {at: 2026-11-17, state: cancelled, state_reason: Snow lay high.}
---
Bring a book.
"""
FAIR = """
=== content/events/fair.md
---
title: Fair
starts: 2026-12-05
ends: 2026-12-06
state: {state}
state_reason: No hall.
---
Books on tables.
"""


class Hub:
    """A site, and the ways to look at its pages."""

    def __init__(self, root, now):
        self.root = root
        made = build.load(root, build.Options(now=datetime.fromisoformat(now)))
        assert [str(problem) for problem in made.problems] == []
        self.site = made.value

    def view(self, address, make):
        page = next(page for page in plan.pages(self.site) if page.address == address)
        view = make(page, self.site)
        html = theme.Theme(self.site, self.root).render(
            view.template, view.address, {**frame(view, self.site), **view.values}
        )
        return view, html


@pytest.fixture
def hub(write_hub):
    return lambda text, now=NOW: Hub(write_hub(SETTINGS + text), now)


def test_the_list_goes_by_month_and_limits_a_series(hub):
    view, html = hub(EVENINGS).view("/events/", events.index)
    found = {group.id: [item.day.number for item in group.items] for group in view.values["upcoming"]}
    assert found == {"m2026-11": ["24"], "m2026-12": ["1", "9", "15"]}
    assert view.values["upcoming"][1].address == "/events/2026/12/"
    assert 'href="../events.ics"' in html


def test_the_list_tells_the_rule_of_a_series(hub):
    view, _ = hub(EVENINGS).view("/events/", events.index)
    assert [item.line for item in view.values["series"]] == ["Every Tuesday, 19:00 CET"]


def test_what_was_stands_newest_first_with_what_it_left(hub):
    text = "=== content/events/{0}.md\n---\ntitle: {0}\nstarts: {1}\nafter: {{notes: 'https://example.org/n'{2}}}\n---\nText\n"
    text = text.format("one", "2026-05-01", "") + text.format(
        "two", "2026-06-01", ", recording: 'https://example.org/r'"
    )
    text += "=== content/events/three.md\n---\ntitle: three\nstarts: 2026-07-01\n---\nText\n"
    view, html = hub(text).view("/events/", events.index)
    items = view.values["kept"][0].items
    assert [item.title for item in items] == ["two", "one"]
    assert [[link.title for link in item.after] for item in items] == [["Recording", "Notes"], ["Notes"]]
    assert [item.title for group in view.values["past"] for item in group.items] == ["three"]
    assert html.index(">two</a>") < html.index(">one</a>") < html.index(">three</a>")


# Lists go by the day: on the 16th the call is still open when the day begins, and closes at noon in London.
@pytest.mark.parametrize(
    ("now", "is_open"), [("2026-11-16T22:59:59+00:00", True), ("2026-11-16T23:00:00+00:00", False)]
)
def test_a_call_is_open_through_its_last_day_anywhere_on_earth(hub, now, is_open):
    text = "=== content/events/e.md\n---\nstarts: 2027-01-01\ncfp: {url: 'https://example.org/cfp', closes: 2026-11-15, timezone: AoE}\n---\nText\n"
    view, _ = hub(text, now).view("/events/", events.index)
    assert [link.address for link in view.values["calls"]] == ["https://example.org/cfp"] * is_open
    if is_open:
        (turn,) = [item.line for item in view.values["calls"]]
        assert [(said.text, said.shown) for said in turn.texts] == [
            ("Open until the end of 15 November 2026 anywhere on Earth (UTC−12)", True),
            ("Closed since the end of 15 November 2026 anywhere on Earth (UTC−12)", False),
        ]
        assert turn.texts[1].since.isoformat() == "2026-11-16T12:00:00+00:00"


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_what_is_off_is_struck_and_says_why(hub, state):
    made = hub(FAIR.format(state=state))
    item = events.event_item(agenda.happenings(made.site)[0], made.site)
    assert item.day.struck
    assert item.chips == ((state.capitalize(), False),)
    assert item.line == "No hall."
    view, html = made.view("/events/fair/", events.event)
    assert view.values["verdict"].side == "bad"
    assert view.values["verdict"].headline.startswith(state.capitalize())
    assert view.values["buttons"] == ()
    assert "No hall." in html


def test_times_stand_in_the_zone_of_the_event(hub):
    made = hub(
        "=== content/events/e.md\n---\nstarts: 2027-01-21T20:00\nends: 2027-01-21T21:00\ntimezone: America/New_York\n---\nText\n"
    )
    item = events.event_item(agenda.happenings(made.site)[0], made.site)
    assert (item.day.number, item.line) == ("21", "20:00–21:00 EST")
    view, _ = made.view("/events/e/", events.event)
    assert str(view.values["when"].hours) == "20:00–21:00 New York time (EST, UTC−5)"
    assert view.values["hub_hours"] == "Friday 22 January 2027, 02:00–03:00 Prague time (CET, UTC+1)"


def test_all_day_dates_do_not_shift(hub):
    made = hub(
        "=== content/events/e.md\n---\nstarts: 2026-12-05\nends: 2026-12-06\ntimezone: Pacific/Auckland\n---\nText\n"
    )
    item = events.event_item(agenda.happenings(made.site)[0], made.site)
    assert (item.day.number, item.line) == ("5", "Saturday 5 to Sunday 6 December, all day")


def cells(view):
    return {cell.day.day: cell for week in view.values["weeks"] for cell in week if not cell.outside}


def test_a_month_has_real_weeks_from_monday(hub):
    view, _ = hub(EVENINGS).view("/events/2026/12/", events.month)
    days = [cell.day for week in view.values["weeks"] for cell in week]
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in view.values["weeks"])
    assert (days[0].isoformat(), days[-1].isoformat()) == ("2026-11-30", "2027-01-03")
    assert len(cells(view)) == 31


def test_a_month_shows_what_moved_and_what_is_left_out(hub):
    view, html = hub(EVENINGS).view("/events/2026/12/", events.month)
    found = {
        number: [(f"{entry.hours or ''}{entry.line}", entry.struck) for entry in cell.entries]
        for number, cell in cells(view).items()
    }
    assert found[1] == [("19:00", False)]
    assert found[8] == [("moved to 9 December", True)]
    assert found[9] == [("20:00", False)]
    assert found[29] == [("not held", True)]
    assert view.values["line"] == "Times are Prague time (CET, UTC+1). 4 dates; 1 not held."
    assert 'class="struck"' in html


def test_a_month_tells_what_was_left_out_and_is_the_same_on_any_day(hub):
    pages = [
        hub(EVENINGS, now).view("/events/2026/11/", events.month)
        for now in (NOW, "2027-01-24T12:00:00+01:00")
    ]
    assert pages[0][1] == pages[1][1]
    found = cells(pages[0][0])
    assert [entry.line for entry in found[10].entries] == ["not held"]
    assert [entry.line for entry in found[17].entries] == ["cancelled"]


def test_the_script_marks_today(hub):
    _, html = hub(EVENINGS).view("/events/2026/11/", events.month)
    assert 'data-from="2026-11-23T23:00:00Z" data-until="2026-11-24T23:00:00Z" hidden>today</span>' in html
    assert html.count("now.js") == 1


def test_each_day_of_several_says_which_it_is(hub):
    view, _ = hub(FAIR.format(state="confirmed")).view("/events/2026/12/", events.month)
    assert [entry.line for day in (5, 6) for entry in cells(view)[day].entries] == [
        "all day, 1st of 2",
        "all day, 2nd of 2",
    ]


def test_a_month_leads_to_the_months_around_it_that_have_dates(hub):
    text = "".join(
        f"=== content/events/e{n}.md\n---\nstarts: {day}\n---\nText\n"
        for n, day in enumerate(("2026-10-01", "2026-12-01", "2027-02-01"))
    )
    view, _ = hub(text).view("/events/2026/12/", events.month)
    assert [(link.title, link.address) for link in view.values["buttons"][:2]] == [
        ("← October", "/events/2026/10/"),
        ("February 2027 →", "/events/2027/02/"),
    ]


def test_a_month_tells_the_hour_here_and_there(hub):
    made = hub(
        "=== content/events/e.md\n---\nstarts: 2027-03-20T12:00\ntimezone: America/New_York\n---\nText\n"
    )
    view, _ = made.view("/events/2027/03/", events.month)
    assert [entry.line for entry in cells(view)[20].entries] == ["17:00 (12:00 EDT)"]
    assert "from 28 March Prague time (CEST, UTC+2)" in view.values["line"]


def test_a_series_tells_its_rule_its_record_and_its_next_dates(hub):
    view, html = hub(EVENINGS).view("/events/evenings/", events.event)
    assert view.values["dates_line"] == "Every Tuesday. Held on 1 of 3 dates so far."
    assert [item.day.number for item in view.values["dates"]] == ["24", "1", "9", "15", "22", "29"]
    assert view.values["dates"][-1].chips == (("Not held", False),)
    assert ">Every Tuesday, " in html
    assert "</time> Prague time (CET, UTC+1), " in html


def test_a_date_that_differs_has_a_page_of_its_own(hub):
    view, html = hub(EVENINGS).view("/events/evenings/2026-12-08/", events.event)
    assert view.values["day"].number == "9"
    assert (
        view.values["verdict"].headline
        == "Moved from Tuesday 8 December 2026, 19:00 CET to Wednesday 9 December 2026, 20:00 CET"
    )
    assert view.values["differs"].address == "/events/evenings/"
    assert "The hall is taken." in html


@pytest.mark.parametrize(
    ("starts", "rule", "words"),
    [
        ("2026-12-01", "FREQ=WEEKLY;BYDAY=TU,TH", "Every Tuesday and Thursday"),
        ("2026-12-01", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Tuesday, every 2 weeks"),
        ("2026-12-01", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
        ("2026-12-01", "first tuesday monthly", "First Tuesday of every month"),
        ("2026-12-01", "FREQ=MONTHLY;BYDAY=1TU,3TU", "First Tuesday and third Tuesday of every month"),
        ("2026-12-29", "FREQ=MONTHLY;BYDAY=-1TU", "Last Tuesday of every month"),
        ("2026-12-01", "yearly", "Every year"),
        ("2026-12-08", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", ""),
        ("2026-12-03", "FREQ=MONTHLY;BYMONTHDAY=3", "On the third of every month"),
        ("2026-12-31", "FREQ=MONTHLY;BYMONTHDAY=-1", "On the last day of every month"),
    ],
)
def test_a_rule_is_said_in_words_where_that_is_easy(hub, starts, rule, words):
    made = hub(f"=== content/events/e.md\n---\nstarts: {starts}\nrule: {rule}\n---\nText\n")
    assert event_rule.rule_words(made.site.of("event")[0].data) == words


SLIPPED = """
=== content/changelogs/press.md
# Press

## 1.2.0 - unreleased

- Added: ink that dries

## 1.1.0 - 2026-11-10

- Added: ink

=== content/events/party.md
---
title: Party
starts: 2026-11-{day}T19:00
about: release:press/{version}
{more}
---
"""


@pytest.mark.parametrize(
    ("day", "version", "more", "told"),
    [
        ("24", "1.2.0", "", ["press 1.2.0 is not out yet."]),
        ("24", "1.2.0", "state: cancelled\nstate_reason: So is 1.2.0.", []),
        ("23", "1.2.0", "", ["press 1.2.0 was not out when we met, and is not out yet."]),
        ("09", "1.1.0", "", ["press 1.1.0 was not out when we met; it came on 10 November 2026."]),
        ("10", "1.1.0", "", []),
        ("24", "1.1.0", "", []),
        ("23", "1.2.0", "rule: weekly", []),
    ],
)
def test_an_event_tells_that_what_it_is_about_was_not_out_by_then(hub, day, version, more, told):
    view, html = hub(SLIPPED.format(day=day, version=version, more=more)).view("/events/party/", events.event)
    assert [turns.shown(said) for said in view.values["not_out"]] == told
    assert all(f">{said}</" in html for said in told)


def test_what_is_new_since_we_last_met(hub):
    text = "=== content/changelogs/press.md\n# Press\n\n## 1.1.0 - 2026-11-01\n\n### Added\n\n- Ink\n\n## 1.0.0 - 2026-09-01\n\n### Added\n\n- Paper\n"
    text += "=== content/events/autumn.md\n---\nstarts: 2026-10-01\n---\nText\n"
    text += "=== content/events/winter.md\n---\nstarts: 2026-12-20\nfollows: event:autumn\n---\nText\n"
    made = hub(text)
    view, _ = made.view("/events/winter/", events.event)
    assert [item.address for item in view.values["new_since"]] == ["/releases/press/1.1.0/"]
    past, _ = made.view("/events/autumn/", events.event)
    assert past.values["new_since"] == ()


def test_a_series_of_which_every_date_is_left_out_is_off(hub):
    text = "=== content/events/none.md\n---\nstarts: 2026-12-01T18:00\nrule: every tuesday, 2 times\n{}---\nText\n"
    for dates, struck in (("2026-12-01", False), ("2026-12-01, 2026-12-08", True)):
        more = f"exdates: [{dates}]\nregistration: https://example.org/come\n"
        view, html = hub(text.format(more)).view("/events/none/", events.event)
        assert view.values["day"].struck is struck
        assert (">Cancelled</" in html) is struck
        assert ("https://example.org/come" in html) is not struck


def test_the_dates_around_one_stand_with_the_words_before_and_not_after_the_title(hub):
    text = "".join(
        f"=== content/events/{name}.md\n---\ntitle: {'Long ' * 20}{name}\nstarts: 2026-12-{day}\n---\nText\n"
        for name, day in (("a", "01"), ("b", "02"), ("c", "03"))
    )
    _, html = hub(text).view("/events/b/", events.event)
    assert re.search(r"<span[^>]*>Before, 1 December 2026</span> <a [^>]*>(Long ){20}a</a></p>", html)
    assert re.search(r"<span[^>]*>Next, 3 December 2026</span> <a [^>]*>(Long ){20}c</a></p>", html)


@pytest.mark.parametrize(
    ("products", "number", "more"),
    [
        (("press",), 8, None),
        (("press",), 9, ("And 1 more release", "/releases/press/")),
        (("ink", "press"), 12, ("And 16 more releases", "/releases/")),
    ],
)
def test_how_many_more_releases_are_new_is_told(hub, products, number, more):
    text = "=== content/events/autumn.md\n---\nstarts: 2026-10-01\n---\nText\n"
    text += "=== content/events/winter.md\n---\nstarts: 2026-12-20\nfollows: event:autumn\n---\nText\n"
    for product in products:
        versions = (f"## 1.{at}.0 - 2026-11-{at:02}\n\n- Added: ink\n\n" for at in range(number, 0, -1))
        text += f"=== content/changelogs/{product}.md\n{''.join(versions)}"
    view, html = hub(text).view("/events/winter/", events.event)
    assert len(view.values["new_since"]) == 8
    link = view.values["new_more"]
    assert (link and (link.title, link.address)) == more
    assert ("more release" in html) == bool(more)


def test_without_a_word_we_last_met_at_an_event_of_the_same_type(hub):
    text = "=== content/changelogs/press.md\n## 1.1.0 - 2026-11-01\n\n- Added: ink\n\n## Unreleased\n\n- Added: glue\n"
    for name, day, kind in (
        ("a", "2026-10-01", "meetup"),
        ("b", "2026-11-10", "talk"),
        ("c", "2026-12-20", "meetup"),
    ):
        text += f"=== content/events/{name}.md\n---\nstarts: {day}\ntype: {kind}\n---\nText\n"
    view, html = hub(text).view("/events/c/", events.event)
    assert [item.address for item in view.values["new_since"]] == ["/releases/press/1.1.0/"]
    assert "New since we last met</span>" in html
    later, _ = hub(text, "2027-11-24T12:00:00+01:00").view("/events/c/", events.event)
    assert [(said.text, said.shown) for said in later.values["new_heading"].texts] == [
        ("New since we last met", False),
        ("What was new since the time before", True),
    ]


@pytest.mark.parametrize(
    ("now", "late"), [("2026-11-14T23:59:59+01:00", False), ("2026-11-15T00:00:00+01:00", True)]
)
def test_what_is_owed_is_promised_until_it_is_over_and_owed_from_then_on(hub, now, late):
    text = "=== content/events/e.md\n---\nstarts: 2026-11-14\nowes: [notes]\n{}---\nText\n"
    view, html = hub(text.format("after: {attendance: 1}\n"), now).view("/events/e/", events.event)
    assert view.values["came"] == "1 person came."
    (fact,) = [fact.text for fact in view.values["facts"] if fact.term == "Afterwards"]
    assert [said.text for said in fact.texts if said.shown] == [
        "The notes are promised, and not here yet." if late else "We promise you the notes."
    ]
    assert (" hidden>We still owe you the notes." in html) is not late
    assert not view.asof


def test_an_unlisted_event_has_a_page_and_no_place_in_lists(hub):
    text = "=== content/events/e.md\n---\nstarts: 2026-12-01\nvisibility: unlisted\n---\nText\n"
    text += "=== content/events/o.md\n---\nstarts: 2026-12-02\n---\nText\n"
    made = hub(text)
    _, html = made.view("/events/e/", events.event)
    assert "Text" in html
    listed, html = made.view("/events/", events.index)
    assert [item.address for group in listed.values["upcoming"] for item in group.items] == ["/events/o/"]
    assert "/e/" not in html


def test_a_series_that_leaves_out_every_date_still_has_its_page(hub):
    made = hub(
        "=== content/events/e.md\n---\nstarts: 2026-12-01T19:00\nrule: daily until 2026-12-01\nexdates: [2026-12-01]\n---\nText\n"
    )
    view, _ = made.view("/events/e/", events.event)
    assert view.values["day"].number == "1"


def test_every_page_of_the_sample_is_made_without_a_gap(root):
    made = Hub.__new__(Hub)
    made.root = root
    made.site = build.load(root, build.Options(now=datetime.fromisoformat(NOW))).value
    makers = {"list:event": events.index, "month": events.month, "entry:event": events.event}
    pages = [page for page in plan.pages(made.site) if page.template in makers]
    assert len(pages) > 20
    for page in pages:
        _, html = made.view(page.address, makers[page.template])
        text = html.partition("<main")[2]
        assert "None" not in text
        assert "<h2></h2>" not in text


def test_months_with_nothing_but_the_plain_dates_of_a_series_are_not_linked(hub):
    view, html = hub(EVENINGS + FAIR.format(state="confirmed")).view("/events/", events.index)
    found = [(year, [link.title for link in links]) for year, links in view.values["months"]]
    assert found == [("2026", ["November", "December"])]  # 17 November is called off, 8 December is moved
    assert html.count(">By month</h2>") == 1


def test_the_twelve_months_nearest_to_today_are_linked(hub):
    text = "".join(
        f"=== content/events/e{place}.md\n---\ntitle: Day {place}\nstarts: {2026 + place // 12}-{place % 12 + 1:02}-03\n---\nText\n"
        for place in range(24)
    )
    view, _ = hub(text).view("/events/", events.index)
    linked = [link.address for _, links in view.values["months"] for link in links]
    assert (len(linked), linked[0], linked[-1]) == (12, "/events/2026/05/", "/events/2027/04/")


def test_a_series_names_its_dates_by_day_and_tells_their_hours(hub):
    view, _ = hub(EVENINGS).view("/events/evenings/", events.event)
    dates = view.values["dates"]
    assert [(item.title, item.line) for item in dates[:2]] == [
        ("Tuesday 24 November", "19:00–20:30 CET"),
        ("Tuesday 1 December", "19:00–20:30 CET"),
    ]
    assert dates[-1].title == "Tuesday 29 December"


@pytest.mark.parametrize(
    ("title", "kind", "told"), [("Winter meet-up", "meetup", False), ("Winter fair", "meetup", True)]
)
def test_the_kind_is_not_told_where_the_title_tells_it(hub, title, kind, told):
    text = f"=== content/events/e.md\n---\ntitle: {title}\ntype: {kind}\nstarts: 2026-12-05\n---\nText\n"
    view, _ = hub(text).view("/events/e/", events.event)
    assert ("Kind" in [fact.term for fact in view.values["facts"]]) is told


REGISTRATION = """=== content/events/e.md
---
title: E
starts: 2026-12-05
registration: {url: "https://example.org/r", price: 5 EUR, capacity: 9, opens: 2026-11-20T09:00, closes: 2026-12-01}
---
Text
"""


@pytest.mark.parametrize(
    ("now", "text", "is_open"),
    [
        ("2026-11-20T08:59:59+01:00", "5 EUR, 9 places, opens on Friday 20 November 2026, 09:00 CET, until Tuesday 1 December 2026", False),
        ("2026-11-20T09:00:00+01:00", "5 EUR, 9 places, until Tuesday 1 December 2026", True),
        ("2026-12-01T23:59:59+01:00", "5 EUR, 9 places, until Tuesday 1 December 2026", True),
        ("2026-12-02T00:00:00+01:00", "Closed since the end of 1 December 2026", False),
    ],
)  # fmt: skip
def test_registration_opens_and_closes(hub, now, text, is_open):
    view, html = hub(REGISTRATION, now).view("/events/e/", events.event)
    (fact,) = [fact.text for fact in view.values["facts"] if fact.term == "Registration"]
    assert [said.text for said in fact.texts if said.shown] == [text]
    (button,) = re.findall(r'<a href="https://example.org/r"([^>]*)>Register</a>', html)
    assert ("hidden" not in button) is is_open
    assert 'data-from="2026-11-20T08:00:00Z" data-until="2026-12-01T23:00:00Z"' in button


def test_a_series_whose_next_date_was_moved_tells_its_usual_hours(hub):
    _, html = hub(EVENINGS, now="2026-12-02T12:00:00+01:00").view("/events/evenings/", events.event)
    told = " ".join(re.sub(r"<[^>]+>", "", html).split())
    assert "Every Tuesday, 19:00–20:30 Prague time" in told
    assert "Every Tuesday, 20:00" not in told


def test_a_regular_date_is_told_as_the_clocks_are_set_at_the_next(hub):
    text = "=== content/events/talk.md\n---\ntitle: Talk\nstarts: 2026-09-01T17:00\nrule: every tuesday\n---\nHello.\n"
    for now, clock in ((NOW, "17:00 CET"), ("2026-09-02T12:00:00+02:00", "17:00 CEST")):
        view, _ = hub(text, now=now).view("/events/", events.index)
        assert [item.line for item in view.values["series"]] == [f"Every Tuesday, {clock}"]


def test_whole_days_are_those_of_the_event(hub):
    text = "=== content/events/fair.md\n---\ntitle: Fair\nstarts: 2026-11-27\nends: 2026-11-28\ntimezone: Pacific/Auckland\n---\nBooks.\n"
    _, html = hub(text).view("/events/fair/", events.event)
    assert 'data-from="2026-11-26T11:00:00Z" data-until="2026-11-28T11:00:00Z"' in html


MOVED = """
=== content/events/talk.md
---
title: Talk
starts: 2026-12-05T10:00
location: {name: The hall, address: Street 1, city: Brno, geo: [49.2, 16.6], access: Ramp at the back}
state: moved_online
state_reason: The river rose.
LINK
---
=== content/events/weekly.md
---
title: Weekly
starts: 2026-12-02T18:00
rule: every wednesday
location: {name: The hall, access: Ramp at the back}
occurrences:
  - {at: 2026-12-09, state: moved_online, state_reason: Ill., online_url: "https://meet.example.org/w"}
---
"""


@pytest.mark.parametrize("link", ["online_url: https://meet.example.org/x", "tags: [a]", "mode: in_person"])
@pytest.mark.parametrize("address", ["/events/talk/", "/events/weekly/2026-12-09/"])
def test_what_moved_online_sends_nobody_to_its_old_place(hub, link, address):
    view, html = hub(MOVED.replace("LINK", link)).view(address, events.event)
    terms = {fact.term for fact in view.values["facts"]}
    assert "Getting in" not in terms
    assert "hall" not in html
    assert view.values["when"].how == "online"
    assert view.values["when"].yours


def test_a_date_that_can_be_joined_from_afar_tells_the_hours_of_the_hub(hub):
    text = """
=== content/events/weekly.md
---
starts: 2026-12-02T18:00
timezone: America/New_York
rule: every wednesday
location: Brno
occurrences: [{at: 2026-12-09, online_url: "https://meet.example.org/w"}]
---
"""
    made = hub(text)
    assert made.view("/events/weekly/", events.event)[0].values["hub_hours"] == ""
    (view, _) = made.view("/events/weekly/2026-12-09/", events.event)
    assert view.values["hub_hours"].startswith("Thursday 10 December 2026, 00:00")


OFF = """
=== content/events/talks.md
---
title: Talks
starts: 2027-05-01T10:00
state: {state}
state_reason: No money.
cfp: {{url: "https://example.org/cfp", closes: 2027-03-01}}
registration: {{url: "https://example.org/r", closes: 2027-04-01, price: 5 EUR}}
---
"""


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_what_is_off_invites_nobody(hub, state):
    made = hub(OFF.format(state=state))
    view, html = made.view("/events/talks/", events.event)
    assert {fact.term for fact in view.values["facts"]} & {"Registration", "Call for talks"} == set()
    assert "https://example.org/cfp" not in html
    assert "https://example.org/r" not in html
    assert made.view("/events/", events.index)[0].values["calls"] == ()


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_what_is_off_owes_nothing(hub, state):
    text = OFF.format(state=state).replace("cfp:", "owes: [notes]\ncfp:")
    view, _ = hub(text, "2027-06-01T12:00:00+01:00").view("/events/talks/", events.event)
    assert view.values["owed"] is None
    assert "Afterwards" not in {fact.term for fact in view.values["facts"]}


def registered(view, html):
    (fact,) = [fact.text for fact in view.values["facts"] if fact.term == "Registration"]
    (button,) = re.findall(r'<a href="https://example.org/r"([^>]*)>Register</a>', html)
    return [said.text for said in fact.texts if said.shown], "hidden" not in button


@pytest.mark.parametrize(
    ("now", "text", "is_open"),
    [
        ("2026-12-01T11:59:59+01:00", "Until Friday 1 January 2027", True),
        ("2026-12-01T12:00:00+01:00", "Closed, as it is over", False),
        ("2027-02-01T12:00:00+01:00", "Closed, as it is over", False),
    ],
)
def test_nobody_registers_for_what_is_over(hub, now, text, is_open):
    fields = "starts: 2026-12-01T10:00\nduration: 2h\nregistration: {url: 'https://example.org/r', closes: 2027-01-01}"
    assert registered(
        *hub(f"=== content/events/e.md\n---\n{fields}\n---\n", now).view("/events/e/", events.event)
    ) == ([text], is_open)


LATER = "Los Angeles time (PST, UTC−8)"


@pytest.mark.parametrize(
    ("now", "text", "is_open"),
    [
        ("2026-12-01T07:59:59+00:00", f"Opens on Tuesday 1 December 2026, {LATER}, until Saturday 19 December 2026, {LATER}", False),
        ("2026-12-01T08:00:00+00:00", f"Until Saturday 19 December 2026, {LATER}", True),
        ("2026-12-20T07:59:59+00:00", f"Until Saturday 19 December 2026, {LATER}", True),
        ("2026-12-20T08:00:00+00:00", f"Closed since the end of 19 December 2026, {LATER}", False),
    ],
)  # fmt: skip
def test_days_of_registration_are_those_of_the_event(hub, now, text, is_open):
    fields = "starts: 2026-12-20T18:00\ntimezone: America/Los_Angeles\nregistration: {url: 'https://example.org/r', opens: 2026-12-01, closes: 2026-12-19}"
    made = hub(f"=== content/events/e.md\n---\n{fields}\n---\n", now).view("/events/e/", events.event)
    assert registered(*made) == ([text], is_open)


@pytest.mark.parametrize(
    ("fields", "over"),
    [
        ("starts: 2026-12-20\ntimezone: America/Los_Angeles", "2026-12-21T08:00:00+00:00"),
        ("starts: 2026-12-20T18:00\ntimezone: America/Los_Angeles", "2026-12-21T08:00:00+00:00"),
        ("starts: 2026-12-20T10:00", "2026-12-20T23:00:00+00:00"),
        ("starts: 2026-12-20T23:30", "2026-12-20T23:30:00+00:00"),
    ],
)
def test_what_is_on_now_is_never_among_what_was(hub, fields, over):
    text = f"=== content/events/e.md\n---\n{fields}\n---\n"
    turned = datetime.fromisoformat(over)
    for now, coming in ((turned - timedelta(seconds=1), True), (turned + timedelta(days=1), False)):
        view, _ = hub(text, now.isoformat()).view("/events/", events.index)
        assert bool(view.values["upcoming"]) is coming
        assert bool(view.values["past"]) is not coming


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-12-05T09:59:59+01:00", "Coming"),
        ("2026-12-05T19:00:00+01:00", "It began at 19:00"),
        ("2026-12-05T23:59:59+01:00", "It began at 19:00"),
        ("2026-12-06T00:00:00+01:00", "It is over"),
    ],
)
def test_without_a_written_end_none_is_claimed_before_its_day_is_over(hub, now, told):
    text = "=== content/events/e.md\n---\nstarts: 2026-12-05T19:00\nonline_url: https://example.org/j\n---\n"
    view, html = hub(text, now).view("/events/e/", events.event)
    assert [said.text for chip in view.values["chips"] for said in chip.texts if said.shown] == [told]
    (button,) = re.findall(r'<a href="https://example.org/j"([^>]*)>Join online</a>', html)
    assert ("hidden" in button) is (told == "It is over")
