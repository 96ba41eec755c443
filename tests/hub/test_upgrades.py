"""The way from one version to another, by cases in prose: a changelog in, steps out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub import build
from openhub.hub import upgrades, verdicts, versions
from openhub.hub.upgrade_notes import is_about_upgrading
from openhub.hub.versions import histories
from openhub.kinds.release import Change, Release, Yanked
from openhub.model import Body, Entry, Markup
from openhub.problems import Span
from openhub.read.versions import channel

CASES = sorted((Path(__file__).parent.parent / "cases" / "upgrades").glob("*.md"))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SETTINGS = "=== openhub.yaml\nproducts: [{id: kite, changelog: CHANGELOG.md}]\n"


def names(entries):
    return " ".join(str(entry.data.version) for entry in entries)


def told(step):
    parts = [f"{step.former} to {step.line}", f"take {step.target.data.version}"]
    parts += [f"passing {names(step.passed)}"] if step.passed else []
    parts += [f"later {names(step.later)}"] if step.later else []
    parts += ["aside"] if step.aside else []
    yield ", ".join(parts)
    for note in step.notes:
        since = f" (since {note.announced.data.version})" if note.announced else ""
        until = f" (until {note.ended.data.version})" if note.ended else ""
        yield f"- {note.kind} {note.entry.data.version}: {' '.join(note.text.text.split())}{since}{until}"


def site_of(hub, write_hub):
    return build.load(write_hub(SETTINGS + hub), build.Options(now=NOW)).value


def history_of(hub, write_hub):
    return histories(site_of(hub, write_hub))["kite"]


def shown(steps):
    return [line for step in steps for line in told(step)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_way(path, write_hub):
    text = path.read_text(encoding="utf-8")
    hub, *expected = re.split(r"^=== (?=steps$|from )", text[text.index("=== ") :], flags=re.MULTILINE)
    site = site_of(hub, write_hub)
    history, avoided = histories(site)["kite"], verdicts.avoided("kite", site)
    assert expected, "no steps are expected"
    for each in expected:
        head, *lines = each.splitlines()
        start = head.removeprefix("from ")
        way = upgrades.way(history, start, avoided)
        found = upgrades.steps(history, avoided) if head == "steps" else way.steps if way else ()
        above = names(upgrades.not_taken(history, avoided)) if head == "steps" else ""
        assert [*shown(found), *([f"not taken {above}"] if above else [])] == list(filter(None, lines))


def test_there_are_cases():
    assert len(CASES) >= 10


def test_only_the_ten_latest_lines_have_a_page(write_hub):
    log = "\n".join(f"## 1.{minor}.0 - 2026-01-{minor + 1:02}\n\n- x\n" for minor in range(20, -1, -1))
    history = history_of(f"=== CHANGELOG.md\n# Log\n\n{log}", write_hub)
    starts = [way.start for way in upgrades.ways(history)]
    assert starts == [f"1.{minor}" for minor in range(19, 9, -1)]
    assert len(upgrades.steps(history)) == 20


@pytest.mark.parametrize("heading", ["Upgrading", "Migration tips", "How to upgrade:", "Upgrading from 1.x to 2.0", "Upgrade notes"])  # fmt: skip
def test_headings_about_upgrading(heading):
    assert is_about_upgrading(heading)


@pytest.mark.parametrize(
    "heading", ["UPGRADE: drop the tail", "Upgraded libraries", "Migrations", "Immigration"]
)
def test_headings_about_something_else(heading):
    assert not is_about_upgrading(heading)


NUMBERS = st.one_of(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)).map(lambda it: ".".join(map(str, it))),
    st.sampled_from(
        ["1.0.0-rc.1", "2.0.0-alpha.1", "1.1.0b2", "2026-03-01", "2026.3", "26.10.1", "4", "dusk", "0.0.7"]
    ),
)
RELEASES = st.lists(
    st.tuples(NUMBERS, st.dates(date(2025, 1, 1), date(2026, 11, 1)) | st.none(), st.booleans()),
    max_size=12,
    unique_by=lambda it: it[0],
)


@given(RELEASES, st.sets(NUMBERS))
@settings(max_examples=60)
def test_any_versions_make_a_way(releases, bad):
    """Each version that is out is on one step at most, previews come with what they became, ways end at one place.

    No step leads to a version that is not to be taken, none of these is called a later fix, and each is
    passed by once at most.
    """
    entries = [entry(*release) for release in releases]
    history = versions.arranged(sorted(entries, key=lambda it: str(it.date), reverse=True))
    avoided = frozenset(each.ref for each in entries if each.data.version in bad)
    good = [each for each in history.out if versions.is_stable(each) and each.ref not in avoided]
    steps = upgrades.steps(history, avoided)
    refs = {each.ref for each in good}
    for step in steps:
        assert {each.ref for each in (step.target, *step.later)} <= refs
        assert step.releases[-1] == step.target
        assert not {each.ref for each in step.passed} & refs
    passed = [each.ref for step in steps for each in step.passed]
    above = upgrades.not_taken(history, avoided)
    assert not {each.ref for each in above} & set(passed)
    assert all(history.place(each) < history.place(good[0]) for each in above if good)
    seen = [each.ref for step in steps for each in (*step.releases, *step.later)]
    assert len(seen) == len(set(seen))
    assert len({step.line for step in steps}) == len(steps)
    for way in upgrades.ways(history, avoided):
        assert way.target == way.steps[-1].target == good[0]
        assert [step.former for step in way.steps[1:]] == [step.line for step in way.steps[:-1]]
    assert len(upgrades.ways(history, avoided)) <= upgrades.LATEST


def entry(version, when, withdrawn):
    data = Release(
        product="kite",
        version=version,
        channel=channel(version),
        yanked=Yanked() if withdrawn else None,
        changes=(Change(type="removed", text=Body(Markup(parts=(version,), text=version), Span("x"))),),
    )
    body = Body(Markup(), Span("x"))
    return Entry(
        kind="release",
        id=f"kite/{version}",
        slug=version,
        title=version,
        span=Span("x"),
        data=data,
        body=body,
        date=when,
    )


def test_no_step_leads_to_a_version_to_avoid(write_hub):
    log = "\n".join(
        f"## 1.{minor}.0 - 2026-01-{minor + 1:02}\n\n### Removed\n\n- x\n" for minor in (3, 2, 1, 0)
    )
    history = history_of(f"=== CHANGELOG.md\n# Kite\n\n{log}", write_hub)
    avoided = frozenset(history.named[version].ref for version in ("1.1.0", "1.3.0"))
    steps = upgrades.steps(history, avoided)
    assert [(step.former, step.line, names(step.releases)) for step in steps] == [
        ("1.0", "1.2", "1.1.0 1.2.0")
    ]
    assert names([upgrades.way(history, "1.0", avoided).target]) == "1.2.0"
    assert upgrades.way(history, "1.3", avoided) is None


def test_the_links_of_how_to_upgrade_stay_at_their_words(write_hub):
    case = next(path for path in CASES if path.stem == "breaking-while-upgrading").read_text("utf-8")
    history = history_of(case[case.index("=== ") : case.index("=== steps")], write_hub)
    (step,) = upgrades.steps(history)
    markup = step.notes[-1].text.markup
    assert [link.target for link in markup.links] == ["https://example.org/reel", "https://example.org/more"]
    assert [part.split("</a>")[0].strip('">') for part in markup.parts[1:]] == ["the reel", "more"]
    assert "".join(markup.parts).count("<ul>") == 1
