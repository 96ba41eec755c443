"""Files to entries: what a file's name tells, what its fields tell, and that one bad record spoils no other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.config import read_config
from openhub.kinds.base import all_kinds
from openhub.model import Parsed, Source
from openhub.parse import Renderers, parse
from openhub.parse.entry import name_of
from openhub.problems import Checked
from openhub.read import markup

RENDER = Renderers(
    block=partial(markup.render, html="sanitize"), inline=partial(markup.inline, html="sanitize")
)
KINDS = all_kinds()


def read(text: str, file: str, settings: str = "", **more: object) -> Checked[Parsed]:
    kind = {
        "posts": "post",
        "events": "event",
        "pages": "page",
        "people": "person",
        "releases": "release",
    }.get(file.split("/")[1], "") or {"metrics": "metric", "feedback": "feedback", "changelogs": "release"}[
        file.split("/")[1].split(".", maxsplit=1)[0]
    ]
    folder = "/".join(file.split("/")[:2])
    source = Source(file=file, text=text, kind=kind, folder=folder, **more)
    return parse(source, KINDS[kind], read_config(settings).value, RENDER)


def one(text: str, file: str, settings: str = ""):
    made = read(text, file, settings)
    assert made.problems == ()
    (entry,) = made.value.entries
    return entry


@pytest.mark.parametrize(
    ("file", "id", "day"),
    [
        ("posts/hello.md", "hello", None),
        ("posts/2026-11-24-hello.md", "hello", date(2026, 11, 24)),
        ("posts/2026_11_24_hello_you.md", "hello_you", date(2026, 11, 24)),
        ("posts/2026/11/24/hello.md", "hello", date(2026, 11, 24)),
        ("posts/2026-11-24-hello/index.md", "hello", date(2026, 11, 24)),
        ("posts/hello/index.md", "hello", None),
        ("posts/2026/11/24/hello/index.md", "hello", date(2026, 11, 24)),
        ("posts/deep/er/hello.md", "hello", None),
        ("posts/2026-02-30-hello.md", "2026-02-30-hello", None),
    ],
)
def test_what_the_name_of_a_file_tells(file: str, id: str, day: date | None) -> None:
    entry = one("# Hello", f"content/{file}")
    assert (entry.id, entry.slug, entry.date) == (id, id, day)


def test_an_id_that_is_written_outlives_the_name_and_a_slug_is_the_address() -> None:
    entry = one("---\nid: first\nslug: second\n---\n", "content/posts/2026-11-24-third.md")
    assert (entry.id, entry.slug, str(entry.ref)) == ("first", "second", "post:first")


def test_a_date_in_the_name_is_the_start_of_an_event_and_never_its_publishing() -> None:
    entry = one("# Sprint", "content/events/2026-12-05-sprint.md")
    assert (entry.data.starts, entry.date) == (date(2026, 12, 5), None)


def test_a_date_that_is_written_wins_over_the_name() -> None:
    assert one("---\ndate: 2026-01-01\n---", "content/posts/2026-11-24-a.md").date == date(2026, 1, 1)
    assert one("---\nstarts: 2026-01-01\n---", "content/events/2026-11-24-a.md").data.starts == date(
        2026, 1, 1
    )


def test_the_title_is_what_is_written_else_the_heading_else_the_name() -> None:
    assert one("---\ntitle: A\n---\n# B", "content/posts/c.md").title == "A"
    assert one("# B", "content/posts/c.md").title == "B"
    assert one("Words.", "content/posts/2026-11-24-good-news_today.md").title == "Good news today"


def test_the_summary_is_what_is_written_else_the_first_paragraph() -> None:
    assert one("---\nsummary: A\n---\nB.\n\nC.", "content/posts/a.md").summary.text == "A"
    assert one("B.\n\nC.", "content/posts/a.md").summary.text == "B."


def test_a_naive_time_is_one_of_the_entry_else_of_the_hub() -> None:
    text = "---\nstarts: 2026-12-05T18:00\n---\n"
    zoned = "---\ntimezone: America/New_York\nstarts: 2026-12-05T18:00\n---\n"
    assert one(text, "content/events/a.md").data.starts == datetime(2026, 12, 5, 18, tzinfo=UTC)
    assert one(text, "content/events/a.md", "timezone: Europe/Prague").data.starts == datetime(
        2026, 12, 5, 17, tzinfo=UTC
    )
    assert one(zoned, "content/events/a.md", "timezone: Europe/Prague").data.starts == datetime(
        2026, 12, 5, 23, tzinfo=UTC
    )


def test_a_page_stands_at_its_path() -> None:
    kind = KINDS["page"]
    for file, path in {
        "about.md": "about",
        "how/we/choose.md": "how/we/choose",
        "how/index.md": "how",
    }.items():
        source = Source(file=f"content/pages/{file}", text="", folder="content/pages")
        assert name_of(source, kind).id == path


def test_unknown_fields_are_kept_as_extra() -> None:
    entry = one("---\nflavour: sweet\nextra: {colour: red}\n---\n", "content/posts/a.md")
    assert entry.extra == {"flavour": "sweet", "colour": "red"}
    assert one("---\nextra: 5\n---\n", "content/posts/a.md").extra == {"extra": 5}


@pytest.mark.parametrize(
    ("written", "side", "lines"),
    [
        ("good", "good", (None, None)),
        ("mixed", "mixed", (None, None)),
        ("{good: Fast}", "good", ("Fast", None)),
        ("{bad: Slow}", "bad", (None, "Slow")),
        ("{good: Fast, bad: Slow}", "mixed", ("Fast", "Slow")),
        ("{}", "neutral", (None, None)),
    ],
)
def test_news_is_a_side_or_the_lines_themselves(
    written: str, side: str, lines: tuple[str | None, str | None]
) -> None:
    news = one(f"---\nnews: {written}\n---\n", "content/posts/a.md").data.news
    assert news.side == side
    assert tuple(line and line.text for line in (news.good, news.bad)) == lines


def test_who_and_what_an_entry_refers_to_with_the_places() -> None:
    entry = one(
        "---\nauthors: [ana, Tom B.]\nfollows: post:b\nmoves:\n  - {metric: wait, direction: up}\n---\n",
        "content/posts/a.md",
    )
    told = [
        (relation.name, str(relation.target), str(relation.span), relation.soft)
        for relation in entry.relations
    ]
    assert told == [
        ("authors[1]", "person:ana", "content/posts/a.md:2:11", True),
        ("authors[2]", "person:Tom B.", "content/posts/a.md:2:16", True),
        ("follows", "post:b", "content/posts/a.md:3:10", False),
        ("moves", "metric:wait", "content/posts/a.md:5:14", False),
    ]


# ── tables ──────────────────────────────────────────────────────────────────


def test_a_bad_record_of_a_table_gives_nothing_and_its_neighbours_go_on() -> None:
    made = read(
        "feedback:\n"
        "  - {id: F-1, title: One}\n"
        "  - {id: F-2, title: Two, state: perhaps}\n"
        "  - three\n"
        "  - {id: F-4, title: Four}\n",
        "content/feedback.yaml",
    )
    assert [entry.id for entry in made.value.entries] == ["F-1", "F-4"]
    assert [str(problem.span) for problem in made.problems] == [
        "content/feedback.yaml:3:34",
        "content/feedback.yaml:4:5",
    ]
    assert [str(ref) for ref in made.value.lost] == ["feedback:F-2"]


def test_a_table_by_id_or_as_a_list_or_as_one_record() -> None:
    record = "title: Wait, unit: h, direction: none, objective: a, definition: b, source: c, series: [{at: '2026', value: 1}]"
    by_id = read(f"metrics:\n  wait: {{{record}}}\n", "content/metrics.yaml")
    as_list = read(f"metrics:\n  - {{{record}}}\n", "content/metrics.yaml")
    alone = read("{" + record + "}", "content/metrics/wait.yaml")
    for made in (by_id, as_list, alone):
        assert made.problems == ()
        assert [entry.id for entry in made.value.entries] == ["wait"]


# ── changelogs and long notes ───────────────────────────────────────────────


def test_each_version_of_a_changelog_is_a_release() -> None:
    made = read(
        "# Changelog\n\nAll of it.\n\n## [Unreleased]\n\n## 1.1.0-rc.1 - 2026-10-01\n\n### Fixed\n\n- A fault (F-0001)\n\n## 1.0.0 - 2026-09-01 [YANKED]\n\n- First\n",
        "content/changelogs/lantern.md",
        "products: [{id: lantern, title: Lantern}]",
        product="lantern",
        changelog=True,
    )
    assert made.problems == ()
    assert [
        (entry.id, entry.title, entry.data.channel, bool(entry.data.yanked)) for entry in made.value.entries
    ] == [
        ("lantern/1.1.0-rc.1", "Lantern 1.1.0-rc.1", "rc", False),
        ("lantern/1.0.0", "Lantern 1.0.0", "stable", True),
    ]
    assert [str(relation.target) for relation in made.value.entries[0].relations] == ["feedback:F-0001"]
    assert made.value.products[0].intro.text == "All of it."


def test_long_notes_are_named_after_their_path() -> None:
    (note,) = read("---\nsummary: A\n---\n", "content/releases/lantern/2.0.0.md").value.overlays
    assert (str(note.ref), note.data.product, note.data.version) == (
        "release:lantern/2.0.0",
        "lantern",
        "2.0.0",
    )


FILES = [
    "posts/a.md",
    "events/2026-12-05-a.md",
    "pages/a.md",
    "people/a.md",
    "releases/l/1.md",
    "metrics.yaml",
    "feedback.yaml",
]
TEXTS = st.lists(
    st.sampled_from(
        ["---", "title: A", "date: 2026-02-30", "starts: 2026-12-05T10:00", "rule: weekly", "news: {good: x}", "metrics:", "feedback:",
         "  - title: B", "    unit: h", "    direction: up", "    series: [{at: 2026, value: 1}]", "state: closed", "actions: [x]",
         "timezone: no", "extra: 5", "id: 5", "id: {a: b}", "slug: ..", "authors: [5]", "image: x", "moves: x", "", "# H", "[l](x)", "duration: 1 year",
         "ends: 2026-12-05", "occurrences: [{at: 2026-12-05, ends: 2026-12-04}]", "previous_starts: 2026-01-01", "away: {from: 2026-01-02, until: 2026-01-01}"]
    ),
    max_size=9,
).map("\n".join)  # fmt: skip


@given(st.sampled_from(FILES), TEXTS | st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_text_breaks_the_parser(file: str, text: str) -> None:
    made = read(text, f"content/{file}")
    assert all(problem.span.file == f"content/{file}" for problem in made.problems)
