from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from openhub import build
from openhub.hub.cadence import days_late, due
from openhub.hub.ledger import rows
from openhub.hub.plan import Page
from openhub.model import Body, Ref
from openhub.theme import Theme
from openhub.views import metrics
from openhub.views.frame import frame
from openhub.views.home import home

HUB = """
=== openhub.yaml
title: Test hub
timezone: UTC
=== content/metrics.yaml
metrics:
  - id: waiting
    title: Waiting
    unit: hours
    direction: down
    objective: Nobody waits.
    definition: Hours until *somebody* answers.
    definition_url: https://example.org/waiting
    cadence: monthly
    owner: ann
    min_n: 5
    targets:
      - {from: 2026-01, value: 24, note: A day.}
      - {from: 2026-07, value: 20, by: 2026-12}
    series:
      - {at: 2026-03, value: 20, n: 9}
      - {at: 2026-04, value: 22, n: 8, note: "Easter, and a [link](https://example.org/)"}
      - {at: 2026-05, value: 24, n: 4}
      - {at: 2026-09, value: 30, n: 7}
      - {at: 2026-10, value: 28, n: 7, provisional: true}
    story: [{for: 2026-09, text: Two people left., by: ann}]
    voices: [{text: I gave up., by: a member, source: "https://example.org/t/1", on: 2026-09-03}]
    revisions: [{on: 2026-06-01, affects: 2026-04, what: 21 became 22, why: One was lost.}]
    caveats: Only the forum.
  - {id: speed, title: Speed, unit: m/s, direction: up, series: [{at: 2026-09, value: 1}, {at: 2026-10, value: 2}]}
  - {id: calm, title: Calm, unit: "%", direction: up, series: [{at: 2026-09, value: 100}, {at: 2026-10, value: 101}]}
  - {id: size, title: Size, unit: people, direction: none, series: [{at: 2026-09, value: 1}, {at: 2026-10, value: 2}]}
  - {id: slow, title: Slow, unit: days, direction: none, cadence: monthly, series: [{at: 2026-07, value: 1}, {at: 2026-08, value: 2}]}
  - {id: young, title: Young, unit: days, direction: up, series: [{at: 2026-10, value: 1}]}
  - id: stars
    title: Stars
    unit: stars
    direction: up
    retired: {on: 2026-05-31, because: It said nothing., replaced_by: "metric:size"}
    series: [{at: 2026-04, value: 10}, {at: 2026-05, value: 20}]
=== content/people/ann.md
---
name: Ann
---
=== content/posts/2026-05-02-rota.md
---
title: A rota
moves: [{metric: "metric:waiting", direction: down, from: 2026-04-15, note: Five people}]
---
Text.
=== content/posts/2026-10-20-late.md
---
title: Too late to tell
moves: {metric: "metric:waiting", direction: down}
---
Text.
=== content/posts/2026-08-01-secret.md
---
title: Unlisted
visibility: unlisted
moves: {metric: "metric:waiting", direction: up}
---
Text.
"""


@pytest.fixture
def hub(write_hub):
    return write_hub(HUB)


@pytest.fixture
def site(hub):
    return build.load(hub, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value


def shown(site, name):
    ref = Ref("metric", name)
    return metrics.metric(
        Page(address=site.addresses[ref], template="entry:metric", subject=site.entries[ref]), site
    )


def words(line):
    return line.text if isinstance(line, Body) else line


def test_each_metric_stands_in_one_place(site):
    values = metrics.index(Page(address="/metrics/", template="list:metric"), site).values
    found = {group.heading: [item.title for item in group.items] for group in values["groups"]}
    assert [(slot.side, slot.title) for slot in values["slots"]] == [("good", "Speed"), ("bad", "Waiting")]
    assert list(found) == ["No clear change", "Neither good nor bad", "Late", "Retired"]
    assert found == {
        "No clear change": ["Calm", "Young"],
        "Neither good nor bad": ["Size"],
        "Late": ["Slow"],
        "Retired": ["Stars"],
    }


def test_a_retired_metric_keeps_its_last_value_and_says_why(site):
    item = metrics.metric_item(site.entries[Ref("metric", "stars")], site)
    assert item.line == "Not counted since 31 May. It said nothing. Last value: 20 stars in May 2026."
    assert item.chips == (("Retired", False),)
    banner = shown(site, "stars").values["banner"]
    assert banner.headline == "Retired on 31 May 2026"
    assert [link.title for link in banner.links] == ["Size"]
    assert shown(site, "stars").values["side"] == "none"


def test_the_baseline_is_named_and_the_provisional_value_is_not_counted(site):
    values = shown(site, "waiting").values
    assert values["verdict"].startswith("30 hours in September 2026, up 50 % since March 2026.")
    assert values["compared"] == (
        "Compared with March 2026, 6 months before: 20 hours. Provisional and not counted: October 2026, 28 hours."
    )
    assert (values["side"], values["side_word"]) == ("bad", "Worse")
    assert (
        shown(site, "speed").values["compared"]
        == "Compared with September 2026, our first final value: 1 m/s."
    )


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ("series: [{at: 2023-01, value: 2}, {at: 2023-12, value: 3}]", "Compared with January 2023, the newest final value that is at least 6 months older: 2 h."),
        ("series: [{at: 2023-06, value: 2}, {at: 2023-12, value: 3}]", "Compared with June 2023, 6 months before: 2 h."),
        ("series: [{at: 2023-07, value: 2}, {at: 2023-12, value: 3}]", "Compared with July 2023, our first final value: 2 h."),
        ("series: [{at: 2023-05, value: 2}, {at: 2023-12, value: 3}]", "Compared with May 2023, the newest final value that is at least 6 months older: 2 h."),
        ("compare: 1 year, series: [{at: 2022-Q3, value: 2}, {at: 2023-Q3, value: 3}]", "Compared with the third quarter of 2022, 1 year before: 2 h."),
        ("compare: 2 weeks, series: [{at: 2026-W39, value: 2}, {at: 2026-W42, value: 3}]", "Compared with week 39 of 2026, the newest final value that is at least 2 weeks older: 2 h."),
        ("series: [{at: 2022-W15, value: 2}, {at: 2022-W42, value: 3}]", "Compared with week 15 of 2022, 6 months before: 2 h."),
        ("series: [{at: 2022, value: 2.25}, {at: 2023, value: 2.26}]", "Compared with 2022, the newest final value that is at least 6 months older: 2.25 h."),
    ],
)  # fmt: skip
def test_a_baseline_is_named_for_what_it_is(write_hub, fields, named):
    assert sentence_of(write_hub, "unit: h, direction: down, " + fields).values["compared"] == named


def test_marks_tell_what_was_expected_and_what_the_series_did(site):
    marks = shown(site, "waiting").values["marks"]
    assert [(mark.number, mark.title, mark.date) for mark in marks] == [
        (1, "A rota", date(2026, 4, 15)),
        (2, "Too late to tell", date(2026, 10, 20)),
    ]
    assert [words(mark.expected) for mark in marks] == ["down", "down"]
    assert marks[0].happened == "went up until September 2026: 20, then 30"
    assert marks[1].happened == "no final value since"
    assert marks[0].address == "/posts/rota/"


def test_the_table_is_newest_first_and_has_only_columns_that_are_used(site):
    values = shown(site, "waiting").values
    assert values["columns"] == ("Period", "Hours", "Counted")
    assert [row.cells[0] for row in values["points"]][:2] == ["October 2026", "September 2026"]
    assert [row.provisional for row in values["points"]] == [True, False, False, False, False, False]
    assert [row.missing for row in values["points"]] == [False, False, True, False, False, False]
    assert values["points"][2].cells == ("June 2026 to August 2026", "no value", "")
    assert values["points"][3].cells[2] == "4, too few to rely on"
    assert words(values["points"][4].note) == "Easter, and a link"
    assert shown(site, "speed").values["columns"] == ("Period", "m/s")


def test_the_page_tells_the_story_and_what_is_not_said(site, hub):
    view = shown(site, "waiting")
    page = Theme(site, hub).render(view.template, view.address, {**frame(view, site), **view.values})
    for said in (
        "Two people left.", "I gave up.", "21 became 22", "One was lost.", "Only the forum.", "Nobody waits.",
        "Hours until <em>somebody</em> answers.", 'href="https://example.org/waiting"', "20 hours, since July 2026",
        "to be reached by December 2026", "24 hours, since January 2026", "A day.", 'href="https://example.org/"',
    ):  # fmt: skip
        assert said in page
    assert page.count("<svg viewBox") == 2
    facts = {fact.term: words(fact.text) for fact in shown(site, "speed").values["facts"]}
    assert [facts[term] for term in ("Definition", "Source", "Whom to ask")] == ["Not said yet."] * 3
    assert shown(site, "speed").values["objective"] == "Not said yet."


def test_one_value_is_no_chart(site):
    values = shown(site, "young").values
    assert (values["chart_wide"], values["chart_narrow"], values["caption"]) == ("", "", "")
    assert values["side_word"] == "First value"
    assert metrics.metric_item(site.entries[Ref("metric", "young")], site).spark == ""


def test_a_value_is_due_until_its_period_has_passed_once_more(site):
    slow = site.entries[Ref("metric", "slow")]
    assert due(slow.data) == date(2026, 10, 31)
    assert days_late(slow, site) == 24
    assert shown(site, "slow").values["banner"].headline == "Late by 24 days"
    assert days_late(site.entries[Ref("metric", "waiting")], site) == 0
    assert due(site.entries[Ref("metric", "stars")].data) is None
    assert due(site.entries[Ref("metric", "speed")].data) is None


def test_the_caption_explains_what_is_drawn(site):
    assert (
        shown(site, "waiting").values["caption"]
        == "In hours; hollow: provisional; dashed: target, diamond: by when"
    )
    assert shown(site, "calm").values["caption"] == "In per cent; the axis does not begin at zero"


def sentence_of(write_hub, fields):
    root = write_hub(f"=== content/metrics.yaml\nmetrics:\n  - {{id: a, title: A, {fields}}}\n")
    site = build.load(root, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value
    return metrics.metric(Page(address="/metrics/a/", template="metric", subject=site.of("metric")[0]), site)


def months(*values, start=1):
    return f"series: [{', '.join(f'{{at: 2026-{start + n:02}, value: {value}}}' for n, value in enumerate(values))}]"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("unit: h, direction: down, targets: {value: 5}, " + months(9, 9, 4, 9, 9, 9, 9), "has been missed for four months in a row."),
        ("unit: h, direction: down, targets: {value: 5}, " + months(4, 4, 9), "The target of 5 h is missed."),
        ("unit: h, direction: down, targets: {value: 5, by: 2027-02}, " + months(9, 9), "The target is 5 h by February 2027."),
        ("unit: '%', direction: up, " + months(80, 63), "63 % in February 2026, down 17 points from 80 % in January 2026."),
        ("unit: h, direction: none, " + months(10, 80), "80 h in February 2026, 8 times as much as in January 2026."),
        ("unit: h, direction: none, " + months(-10, -20), "−20 h in February 2026, down 100 % since January 2026."),
        ("unit: h, direction: range, range: {min: 2, max: 9}, " + months(8, 4), "It is inside the range that we want."),
    ],
)  # fmt: skip
def test_the_sentence_says_change_and_target(write_hub, fields, said):
    assert sentence_of(write_hub, fields).values["verdict"].endswith(said)


def test_what_moves_inside_its_range_is_called_so(write_hub):
    values = sentence_of(
        write_hub, "unit: h, direction: range, range: {min: 2, max: 9}, " + months(8, 4)
    ).values
    assert values["side_word"] == "Inside the range"


def test_a_mark_is_measured_up_to_the_next_one(write_hub):
    posts = "".join(
        f"=== content/posts/2026-{month:02}-02-p{month}.md\n---\ntitle: P{month}\nmoves: {{metric: 'metric:a', direction: down}}\n---\nText.\n"
        for month in (3, 6)
    )
    series = months(10, 10, 10, 10, 10, 20, 20)
    values = sentence_of(write_hub, f"unit: h, direction: down, {series}}}\n{posts}#{{").values
    assert [mark.happened for mark in values["marks"]] == [
        "no clear change until May 2026: 10, then 10",
        "went up until July 2026: 10, then 20",
    ]


def test_a_long_series_is_folded(write_hub):
    points = ", ".join(f"{{at: {2016 + n // 12}-{n % 12 + 1:02}, value: {n}}}" for n in range(120))
    values = sentence_of(write_hub, f"unit: h, direction: up, series: [{points}]").values
    assert (len(values["points"]), len(values["earlier"])) == (24, 96)
    assert values["chart_wide"].count("<circle") == 1
    assert ">2020</text>" in values["chart_wide"]


def listed(write_hub, *series):
    records = "".join(
        f"  - {{id: m{n}, title: M{n}, unit: h, direction: up, series: [{{at: 2026-01, value: 10}}, {{at: 2026-02, value: {last}}}]}}\n"
        for n, last in enumerate(series)
    )
    root = write_hub(f"=== content/metrics.yaml\nmetrics:\n{records}")
    site = build.load(root, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value
    return metrics.index(Page(address="/metrics/", template="list:metric"), site).values["slots"]


def test_the_sides_alternate_and_an_empty_one_says_so(write_hub):
    assert [(slot.side, slot.title) for slot in listed(write_hub, 20, 30, 5, 40)] == [
        ("good", "M0"), ("bad", "M2"), ("good", "M1"), ("bad", ""), ("good", "M3"),
    ]  # fmt: skip
    (good, bad, *_) = listed(write_hub, 5, 6)
    assert (good.side, good.line) == ("good", "Nothing has improved that we count.")
    assert (bad.side, bad.title) == ("bad", "M0")


def test_nothing_moved_has_no_sides(write_hub):
    assert listed(write_hub, 10) == ()


def charted(write_hub, fields, more=""):
    root = write_hub(
        f"=== content/metrics.yaml\nmetrics:\n  - {{id: a, title: A, unit: h, direction: up, {fields}}}\n{more}"
    )
    site = build.load(root, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value
    return shown(site, "a").values


@pytest.mark.parametrize(
    ("fields", "bars"),
    [
        ("type: counter, " + months(3, 4, 5), 3),
        ("type: gauge, " + months(3, 4, 5), 0),
        ("series: [{at: 2026-01, value: 3}, {at: 2026-04, value: 4}, {at: 2026-09, value: 5}]", 3),
    ],
)
def test_counters_and_sparse_series_are_bars(write_hub, fields, bars):
    assert charted(write_hub, fields)["chart_wide"].count('class="bar"') == bars


def test_a_changed_definition_cuts_the_line_and_a_corrected_value_does_not(write_hub):
    values = charted(write_hub, "revisions: [{on: 2026-03-10, what: Chat counts}], " + months(3, 4, 5, 6))
    assert values["chart_wide"].count('<text class="break"') == 1
    assert "the line is cut where we changed what we count" in values["caption"]
    mended = charted(
        write_hub, "revisions: [{on: 2026-03-10, affects: 2026-02, what: 3 became 4}], " + months(3, 4, 5, 6)
    )
    assert "break" not in mended["chart_wide"]
    assert "cut" not in mended["caption"]
    early = charted(write_hub, "revisions: [{on: 2025-03-10, what: Chat counts}], " + months(3, 4, 5, 6))
    assert "break" not in early["chart_wide"]


def test_the_caption_says_which_marks_are_not_drawn(write_hub):
    post = "=== content/posts/2024-01-01-old.md\n---\ntitle: Old\nmoves: {metric: 'metric:a', direction: up}\n---\nText.\n"
    values = charted(write_hub, months(3, 4, 5), post)
    assert [(mark.kind, mark.number) for mark in values["marks"]] == [("Post", 1)]
    assert values["caption"] == "In h; mark 1 too far from the values to be drawn"


def test_the_chart_tells_its_gaps_and_its_target_in_words(write_hub):
    values = charted(
        write_hub,
        "targets: {value: 9}, series: [{at: 2026-01, value: 1}, {at: 2026-02, value: 2}, {at: 2026-04, value: 3, provisional: true}]",
    )
    said = values["chart_wide"].partition("<desc")[2].partition("</desc>")[0]
    assert "Target: 9 h. The last value is provisional. 1 gap, where we have no value." in said


def test_the_page_has_its_parts_in_the_order_of_the_story(site, hub):
    view = shown(site, "waiting")
    page = Theme(site, hub).render(view.template, view.address, {**frame(view, site), **view.values})
    parts = [
        "Waiting</h1>", 'class="says"', "Compared with March 2026", "Why we count it", "<svg viewBox", "Two people left.",
        "I gave up.", "What moved it", "All figures", "Definition</dt>", "Source</dt>", "Read it with care", "Whom to ask",
        'href="../waiting.csv"', 'href="../waiting.json"', 'href="../waiting.vl.json"',
    ]  # fmt: skip
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_an_unlisted_metric_offers_no_files(write_hub):
    facts = {fact.term for fact in charted(write_hub, "visibility: unlisted, " + months(3, 4))["facts"]}
    assert "Whom to ask" in facts
    assert "Take it away" not in facts


def test_the_list_leads_to_all_numbers(site):
    values = metrics.index(Page(address="/metrics/", template="list:metric"), site).values
    assert [link.address for link in values["downloads"]] == ["/metrics.yaml", "/metrics/datapackage.json"]


GERMAN = """
=== openhub.yaml
title: Test hub
language: de
timezone: UTC
=== content/metrics.yaml
metrics:
  - id: lines
    title: Lines
    unit: lines
    direction: up
    cadence: monthly
    min_n: 1200
    steady: 2.5%
    targets: [{from: 2026-03, value: 3000.5, by: 2026-12}]
    series:
      - {at: 2026-03, value: 1000.5, n: 1500, low: 990.5, high: 1010}
      - {at: 2026-04, value: 2000, n: 1100}
      - {at: 2026-05, value: 2500.25, n: 1500}
      - {at: 2026-06, value: 2600, provisional: true}
    revisions: [{on: 2026-05-01, what: Tests count}]
    story: [{for: 2026-Q2, text: We wrote., by: Ann}]
    voices: [{text: So long., on: 2026-05-03}]
  - id: old
    title: Old
    unit: lines
    direction: up
    retired: {on: 2025-10-31, because: Nobody asked.}
    series: [{at: 2025-03, value: 1234.5}]
=== content/posts/2026-05-02-pen.md
---
title: A pen
moves: {metric: lines, direction: up}
---
Text.
"""


def test_numbers_and_dates_are_those_of_the_language(write_hub):
    root = write_hub(GERMAN)
    site = build.load(root, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value
    view = shown(site, "lines")
    page = Theme(site, root).render(view.template, view.address, {**frame(view, site), **view.values})
    for said in (
        "2.500,2 lines in Mai 2026, up 150 % since März 2026.", "The target is 3.000,5 lines by Dezember 2026.",
        "what we count changed on 1. Mai 2026", "Compared with März 2026, our first final value: 1.000,5 lines.",
        "Juni 2026, 2.600 lines", "1.100, too few to rely on", ">990,5 and 1.010</td>", "More than 2,5 % up or down",
        "Fewer than 1.200 are counted", "3.000,5 lines, since März 2026, to be reached by Dezember 2026.",
        "2. Quartal 2026</h3>", ">3. Mai</time>", ">2. Mai</time>", ">1. Mai</time>", "the value after Juni 2026 was due by 31. August",
        "went up until Mai 2026: 1.000,5, then 2.500,2", ">März</text>", ">3.000</text>", "From 1.000,5 lines in März 2026",
    ):  # fmt: skip
        assert said in page, said
    assert metrics.metric_item(site.entries[Ref("metric", "old")], site).line == (
        "Not counted since 31. Oktober 2025. Nobody asked. Last value: 1.234,5 lines in März 2025."
    )
    row = next(row.row for row in rows(site) if row.row.title.startswith("Lines"))
    assert row.title.endswith("2.500,2 lines in Mai 2026, up 150 % since März 2026")
    assert row.line == "The target is 3.000,5 lines by Dezember 2026."


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://chaoss.community/kb/metric-time-to-first-response/", "CHAOSS: time to first response"),
        ("https://www.chaoss.community/kb/metric-release-frequency", "CHAOSS: release frequency"),
        ("https://example.org/kb/metric-release-frequency/", "The definition we follow"),
    ],
)
def test_a_definition_of_chaoss_is_called_by_its_name(write_hub, url, name):
    facts = charted(write_hub, f'definition_url: "{url}", ' + months(3, 4))["facts"]
    (link,) = next(fact.links for fact in facts if fact.term == "Definition")
    assert (link.title, link.address) == (name, url)


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("https://example.org/t/1", True),
        ("mailto:ann@example.org", True),
        ("http://a b", False),
        ("Interview: May 2026", False),
        ("javascript: how we learned it", False),
        ("//example.org/t", False),
        ("The survey", False),
    ],
)
def test_where_a_voice_was_heard_is_a_link_only_if_one_can_go_there(write_hub, source, link):
    hub = write_hub(
        "=== content/metrics.yaml\nmetrics:\n  - {id: m, title: M, unit: h, direction: down, "
        f"series: [{{at: 2026-09, value: 1}}], voices: [{{text: Fine., source: {source!r}}}]}}\n"
    )
    site = build.load(hub, build.Options(now=datetime(2026, 11, 24, tzinfo=UTC))).value
    (voice,) = shown(site, "m").values["voices"]
    assert (voice.source.address, voice.source.title) == (
        (source, "where it was said") if link else ("", source)
    )


def test_no_number_is_told_as_another_one(write_hub):
    values = charted(
        write_hub,
        "targets: {value: 99.99}, series: [{at: 2026-01, value: 99.91}, {at: 2026-02, value: 99.95, low: 99.912, high: 99.99}, "
        "{at: 2026-03, value: 99.97}, {at: 2026-04, value: 99.93}]",
    )
    assert [row.cells[1] for row in values["points"]] == ["99.93", "99.97", "99.95", "99.91"]
    assert values["points"][2].cells[2] == "99.912 and 99.99"
    assert (
        "Lowest: 99.91 h in January 2026. Highest: 99.97 h in March 2026. Target: 99.99 h."
        in values["chart_wide"]
    )
    assert ">99.93</text>" in values["chart_wide"]
    assert ">target 99.99</text>" in values["chart_narrow"]
    target = next(fact for fact in values["facts"] if fact.term == "Target")
    assert target.text == "99.99 h."


def test_the_table_has_every_number_as_it_was_written(write_hub):
    series = "series: [{at: 2026-01, value: 1234567.125}, {at: 2026-02, value: 1.0e-13}, {at: 2026-03, value: 7.0}]"
    cells = [row.cells[1] for row in charted(write_hub, series)["points"]]
    assert cells == ["7", "0.0000000000001", "1,234,567.125"]


def test_what_is_late_stands_on_neither_side_and_not_on_the_front_page(write_hub):
    def shown_at(month):
        root = write_hub(
            "=== content/metrics.yaml\nmetrics:\n  - {id: a, title: Fast, unit: h, direction: down, cadence: monthly, "
            f"series: [{{at: 2026-01, value: 9}}, {{at: 2026-{month:02}, value: 5}}]}}\n"
        )
        site = build.load(root, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value
        listed = metrics.index(Page(address="/metrics/", template="list:metric"), site).values
        front = home(Page(address="/", template="home"), site).values["metrics"]
        sides = [slot.title for slot in listed["slots"] if slot.title]
        groups = {group.heading: [item.title for item in group.items] for group in listed["groups"]}
        return sides, groups, [item.title for item in front]

    assert shown_at(10) == (["Fast"], {}, ["Fast"])
    assert shown_at(9) == (["Fast"], {}, ["Fast"])
    assert shown_at(8) == ([], {"Late": ["Fast"]}, [])


@pytest.mark.parametrize(
    ("periods", "missing"),
    [
        (("2026-01", "2026-03"), "February 2026"),
        (("2025-12", "2026-03"), "January 2026 to February 2026"),
        (("2025-Q3", "2026-Q1"), "Q4 2025"),
        (("2020-W52", "2021-W01"), "Week 53 2020"),
        (("2019", "2021"), "2020"),
        (("2026-08-01", "2026-08-02", "2026-10-01"), "3 Aug 2026 to 30 Sep 2026"),
    ],
)
def test_a_gap_has_a_row_of_its_own(write_hub, periods, missing):
    series = ", ".join(f"{{at: {at}, value: 4, n: 3}}" for at in periods)
    values = charted(write_hub, f"series: [{series}]")
    rows = [row.cells for row in values["points"] if row.missing]
    assert rows == [(missing, "no value", "")]
    assert values["points"][1].missing
    assert "1 gap, where we have no value." in values["chart_wide"]


def test_gaps_are_no_figures_of_those_that_are_folded(write_hub):
    points = ", ".join(f"{{at: {2016 + n // 6}-{n % 6 * 2 + 1:02}, value: {n}}}" for n in range(30))
    root = write_hub(
        f"=== content/metrics.yaml\nmetrics:\n  - {{id: a, title: A, unit: h, direction: up, series: [{points}]}}\n"
    )
    site = build.load(root, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value
    view = shown(site, "a")
    page = Theme(site, root).render(view.template, view.address, {**frame(view, site), **view.values})
    folded = [row for row in view.values["earlier"] if not row.missing]
    assert f"{len(folded)} earlier figures</summary>" in page
    assert len(folded) < len(view.values["earlier"])


@pytest.mark.parametrize(
    ("fields", "signs"),
    [
        ("type: counter, revisions: [{on: 2026-03-10, what: Chat counts}], " + months(3, 4, 5, 6), "dashed and named where we changed what we count"),
        ("targets: {from: 2027-01, value: 3}, " + months(3, 4, 5, 6), ""),
        ("targets: {from: 2026-02, value: 3}, " + months(3, 4, 5, 6), "dashed: target"),
        ("series: [{at: 2026-01, value: 3, low: 1, high: 4}, {at: 2026-02, value: 3, low: 1, high: 4}]", "band: from the lowest to the highest that it may be"),
        ("series: [{at: 2026-01, value: 3, low: 1, high: 4}, {at: 2026-02, value: 3, low: 1, high: 4}, {at: 2026-03, value: 3}, {at: 2026-04, value: 4, low: 1, high: 4}]", "band or bracket: from the lowest to the highest that it may be"),
        ("series: [{at: 2026-01, value: 3, low: 1, high: 4}, {at: 2026-02, value: 3}]", "bracket: from the lowest to the highest that it may be"),
    ],
)  # fmt: skip
def test_the_caption_names_what_is_drawn_and_no_more(write_hub, fields, signs):
    assert charted(write_hub, fields)["caption"] == "; ".join(filter(None, ["In h", signs]))


def test_a_target_that_only_holds_later_is_neither_drawn_nor_named(write_hub):
    drawn = charted(write_hub, "targets: [{value: 4}, {from: 2027-01, value: 2}], " + months(3, 4, 5, 6))[
        "chart_wide"
    ]
    assert drawn.count('<line class="target"') == 1
    assert ">target 4</text>" in drawn
    assert ">target 2</text>" not in drawn


@pytest.mark.parametrize(
    ("series", "late"),
    [
        ("{at: 2023-02, value: 1}, {at: 2027-12, value: 2, provisional: true}", "2023-04-30"),
        ("{at: 2025-02, value: 1}, {at: 2026-10, value: 2, provisional: true}", "2025-04-30"),
        ("{at: 2026-09, value: 1}, {at: 2026-10, value: 2, provisional: true}", "2026-12-31"),
        ("{at: 2026-09, value: 1}, {at: 2026-10, value: 2, provisional: true}, {at: 2026-11, value: 2, provisional: true}", "2026-12-31"),
        ("{at: 2026-08, value: 1, provisional: true}, {at: 2026-09, value: 2, provisional: true}", "2026-10-31"),
    ],
)  # fmt: skip
def test_a_forecast_does_not_keep_a_value_from_being_late(write_hub, series, late):
    hub = write_hub(
        "=== content/metrics.yaml\nmetrics:\n  - {id: a, title: A, unit: h, direction: down, cadence: monthly, "
        f"series: [{series}]}}\n"
    )
    entry = build.load(hub, build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))).value.entries[
        Ref("metric", "a")
    ]
    assert str(due(entry.data)) == late
