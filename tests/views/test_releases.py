from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from openhub import build
from openhub.hub.forges import compare_url
from openhub.hub.plan import Page
from openhub.model import Body, Markup, Ref
from openhub.problems import Span
from openhub.theme import Theme
from openhub.views import releases, telling, turns
from openhub.views.frame import frame
from openhub.views.references import address_of, linked

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """
=== openhub.yaml
title: Test hub
timezone: UTC
products:
  - {id: kite, title: Kite, changelog: CHANGELOG.md, repository: https://code.example.org/kite}
=== CHANGELOG.md
# Changelog

What changed in Kite.

## [Unreleased]

### Added

- A tail.

## [1.3.0-rc.1] - 2026-11-20

### Added

- A second string.

## [1.2.1] - 2026-11-10

### Fixed

- The spool no longer jams (#12).

## [1.2.0] - 2026-11-01

We sewed all night.

```
kite --fly
```

### Added

- Your own colours (F-0001)

### Removed

- The paper sail.

### Security

- A hole is closed, CVE-2026-1234.

### Thanks

- To the wind.

### Changed

- **Breaking:** knots are `tied` left.

## [1.1.1] - 2026-09-15

### Fixed

- The reel turns again.

## [1.1.0] - 2026-10-01

### Fixed

- The reel turns.

## [1.0.0] - 2026-09-01

- Everything.
=== content/releases/kite/1.2.0.md
---
yanked: {on: 2026-11-09, reason: It tears in rain., use: "release:kite/1.2.1"}
upgrade: Untie the *knots* first.
known_issues:
  - {id: K-1, text: It tears., found_in: 1.2.0, fixed_in: 1.2.1, workaround: Stay inside.}
  - {id: K-2, text: It hums., found_in: 1.1.0}
---
## How it went

We were tired.
=== content/releases/kite/1.2.1.md
---
channel: lts
supported_until: 2028-01-01
resolves: post:torn
---
=== content/posts/2026-11-08-torn.md
---
title: Kites tear in rain
news: bad
state: resolved
caused_by: release:kite/1.2.0
---
Sorry.
=== content/posts/2026-11-12-humming.md
---
title: Kites hum
news: bad
state: investigating
caused_by: release:kite/1.1.0
---
We listen.
=== content/events/2026-12-01-party.md
---
title: Kite party
about: release:kite/1.2.0
state: cancelled
state_on: 2026-11-20
---
=== content/feedback.yaml
feedback:
  - {id: F-0001, title: Let me paint it, state: heard, said: [{on: 2026-08-01, by: Ann}]}
"""


@pytest.fixture
def hub(write_hub):
    return write_hub(HUB)


def load(root):
    return build.load(root, build.Options(now=NOW)).value


@pytest.fixture
def site(hub):
    return load(hub)


def shown(site, version):
    ref = Ref("release", f"kite/{version}")
    return releases.release(
        Page(address=site.addresses[ref], template="entry:release", subject=site.entries[ref]), site
    )


def words(line):
    return line.text if isinstance(line, Body) else line


def test_what_is_better_stands_beside_what_one_must_know(site):
    values = shown(site, "1.2.0").values
    better = [(group.heading, [words(change.text) for change in group.changes]) for group in values["better"]]
    must_know = [(group.heading, len(group.changes)) for group in values["must_know"]]
    assert [heading for heading, _ in better] == ["Added", "Security"]
    assert must_know == [("Breaking", 1), ("Removed", 1), ("Known problems", 2)]


def test_a_withdrawn_version_names_what_to_take(site):
    view = shown(site, "1.2.0")
    verdict = view.values["verdict"]
    assert (verdict.side, verdict.headline) == ("bad", "Avoid this version, and take 1.2.1 instead")
    assert words(verdict.line) == "It tears in rain."
    assert view.values["line"] == "Released on Sunday 1 November 2026, stable. Withdrawn on 9 November."
    assert view.state == "withdrawn"


def test_counts_lead_down_to_groups_that_are_there(site):
    values = shown(site, "1.2.0").values
    links = {link.title: link.address for link in values["verdict"].links}
    assert links["1 breaking change"] == "#Breaking"
    assert links["2 known problems"] == "#Known"
    ids = {f"#{group.id}" for group in values["must_know"]}
    assert {address for address in links.values() if address.startswith("#")} == ids


@pytest.mark.parametrize(
    ("version", "headline", "side"),
    [
        ("unreleased", "Not released yet", "coming"),
        ("1.3.0-rc.1", "For testing", ""),
        ("1.2.1", "Fine to install, with notes", ""),
        ("1.1.0", "Fine to install, with notes", ""),
        ("1.0.0", "Read the changes first", ""),
        ("1.1.1", "Fine to install, with notes", ""),
    ],
)
def test_the_verdict_follows_stated_rules(site, version, headline, side):
    verdict = shown(site, version).values["verdict"]
    assert (verdict.headline, verdict.side) == (headline, side)


def test_bad_news_stays_with_later_versions_until_one_resolves_it(site):
    def news(version):
        steps = shown(site, version).values["since"]
        return [link.title for step in steps if step.state == "Open" for link in step.links]

    assert news("1.0.0") == []
    assert news("1.1.0") == ["Kites hum"]
    assert [group.id for group in shown(site, "1.2.1").values["must_know"]] == ["Known"]


def test_a_known_problem_stands_with_each_version_that_has_it(site):
    def known(version):
        groups = [group for group in shown(site, version).values["must_know"] if group.id == "Known"]
        return [(words(each.text), each.more.title) for group in groups for each in group.changes]

    tears, hums = ("It tears.", "Kites tear in rain"), ("It hums.", "Kites hum")
    assert known("1.2.0") == [tears, hums]
    assert known("1.1.0") == known("1.2.1") == [hums]
    assert known("1.0.0") == []


def test_a_known_problem_says_whether_it_is_fixed_and_what_to_do(site):
    known = next(group for group in shown(site, "1.2.0").values["must_know"] if group.id == "Known").changes
    assert known[0].note == "Found in 1.2.0, fixed in"
    assert [link.title for link in known[0].links] == ["1.2.1"]
    assert [issue.more.title for issue in known] == ["Kites tear in rain", "Kites hum"]
    assert known[0].links[0].address == "/releases/kite/1.2.1/"
    assert words(known[0].workaround) == "Stay inside."
    assert known[1].note == "Found in 1.1.0, not fixed yet."


def test_what_came_of_it_is_told_newest_first(site):
    steps = shown(site, "1.2.0").values["since"]
    days = [site.day(step.at) for step in steps]
    assert days == sorted(days, reverse=True)
    told = [(step.state, words(step.text), [link.title for link in step.links]) for step in steps]
    assert ("Cancelled", "Event:", ["Kite party"]) in told
    assert ("Withdrawn", "It tears in rain.", []) in told
    assert ("Resolved", "It led to", ["Kites tear in rain"]) in told
    assert ("", "A known problem was fixed in", ["Kite 1.2.1"]) in told
    assert ("", "It shipped what you asked for:", ["Let me paint it"]) in told
    assert max(days) <= site.today
    assert told[-1] == ("", "Released.", [])


ASKED = """
=== openhub.yaml
products: [{id: kite, changelog: CHANGELOG.md}]
=== CHANGELOG.md
# Kite

## Unreleased

### Added

- A tail (F-0002)

## 1.0.0 - 2026-09-01

### Added

- Colours (F-0001)
=== content/feedback.yaml
feedback:
  - id: F-0001
    title: Let me paint it
    state: doing
    history: [{on: 2026-09-01, state: shipped}, {on: 2026-10-01, state: doing}]
  - {id: F-0002, title: Give it a tail, state: heard, said: [{on: 2026-08-01, by: Ann}]}
"""


def test_what_opened_again_after_it_shipped_tells_both_steps(write_hub):
    steps = shown(load(write_hub(ASKED)), "1.0.0").values["since"]
    assert [(str(step.at)[:10], step.text, [link.title for link in step.links]) for step in steps] == [
        ("2026-10-01", "This opened again:", ["Let me paint it"]),
        ("2026-09-01", "It shipped what you asked for:", ["Let me paint it"]),
        ("2026-09-01", "Released.", []),
    ]


def test_what_is_to_come_has_shipped_nothing_yet(write_hub):
    steps = shown(load(write_hub(ASKED)), "unreleased").values["since"]
    assert [step.text for step in steps] == ["It will ship what you asked for:"]


def test_a_feed_names_what_the_page_names_in_place_of_a_withdrawn_version(write_hub):
    files = """
=== CHANGELOG.md
# Kite

## 1.2.0 - 2026-09-03

- Third.

## 1.1.0 - 2026-09-02 [YANKED]

- Second.

## 1.0.0 - 2026-09-01 [YANKED]

- First.
=== content/releases/kite/1.1.0.md
---
yanked: {use: 1.2.0}
---
=== content/releases/kite/1.0.0.md
---
yanked: {use: 1.1.0}
---
"""
    site = load(write_hub("=== openhub.yaml\nproducts: [{id: kite, changelog: CHANGELOG.md}]" + files))
    entry = site.entries[Ref("release", "kite/1.0.0")]
    assert shown(site, "1.0.0").values["choice"].title == "1.2.0"
    assert "Withdrawn. Use kite 1.2.0 instead." in telling.content(entry, site)


def test_a_release_and_its_product_lead_to_their_feeds(site, write_hub):
    def subscribed(view):
        facts = {fact.term: fact.links for fact in view.values["facts"]}
        return [(link.title, link.address) for link in facts["Subscribe"]]

    expected = [
        ("All releases of Kite (Atom)", "/releases/kite/feed.xml"),
        ("only what breaks", "/releases/breaking/feed.xml"),
    ]
    assert subscribed(shown(site, "1.2.0")) == expected
    page = Page(address="/releases/kite/", template="product", subject="kite", title="Kite")
    assert subscribed(releases.product(page, site)) == expected
    two = "products: [{id: kite, changelog: A.md}, {id: reel, changelog: B.md}]"
    files = "=== A.md\n# A\n\n## 1.0.0 - 2026-09-01\n\n- One.\n=== B.md\n# B\n\n## 2.0.0\n\n- Two.\n"
    both = load(write_hub(f"=== openhub.yaml\n{two}\n{files}"))
    assert subscribed(shown(both, "1.0.0"))[1][0] == "only what breaks, in all products"


def test_facts_of_a_product_stand_alone_where_it_has_no_introduction(write_hub):
    for intro, alone in (("", True), ("A toy that flies.\n\n", False)):
        files = f"=== A.md\n# A\n\n{intro}## 1.0.0 - 2026-09-01\n\n- One.\n"
        root = write_hub(f"=== openhub.yaml\nproducts: [{{id: kite, changelog: A.md}}]\n{files}")
        site = load(root)
        page = Page(address="/releases/kite/", template="product", subject="kite", title="Kite")
        view = releases.product(page, site)
        html = Theme(site, root).render(view.template, view.address, {**frame(view, site), **view.values})
        assert ('class="facts alone' in html, 'class="article"' in html) == (alone, not alone)
        assert html.count("<dt>Versions</dt>") == 1


def test_nothing_of_the_changelog_is_lost(site, hub):
    view = shown(site, "1.2.0")
    assert not view.values["whole_open"]
    assert [words(change.text) for change in view.values["others"]] == ["To the wind."]
    assert shown(site, "1.0.0").values["whole_open"]
    page = Theme(site, hub).render(view.template, view.address, {**frame(view, site), **view.values})
    for said in ("We sewed all night.", "kite --fly", "To the wind.", "Untie the <em>knots</em> first."):
        assert said in page
    assert page.index("Long notes") < page.index("We were tired.") < page.index("<details")
    assert page.count("We were tired.") == 1
    assert ">How it went</h3>" in page


def test_references_become_links_but_not_in_code_or_links(site, hub):
    view = shown(site, "1.2.1")
    page = Theme(site, hub).render(view.template, view.address, {**frame(view, site), **view.values})
    assert '(<a href="https://code.example.org/kite/issues/12">#12</a>)' in page
    view = shown(site, "1.2.0")
    page = Theme(site, hub).render(view.template, view.address, {**frame(view, site), **view.values})
    assert '<a href="https://www.cve.org/CVERecord?id=CVE-2026-1234">CVE-2026-1234</a>' in page
    assert "You asked for it (F-0001)" in page


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("#7", "https://code.example.org/kite/issues/7"),
        ("GH-7", "https://code.example.org/kite/issues/7"),
        ("wind/rose#7", "https://github.com/wind/rose/issues/7"),
        ("CVE-2026-1234", "https://www.cve.org/CVERecord?id=CVE-2026-1234"),
        ("GHSA-AAAA-bbbb-cccc", "https://github.com/advisories/GHSA-aaaa-bbbb-cccc"),
        ("RUSTSEC-2026-0001", "https://osv.dev/vulnerability/RUSTSEC-2026-0001"),
        ("F-0001", ""),
        ("no reference", ""),
    ],
)
def test_a_reference_leads_to_its_register(reference, address):
    assert address_of(reference, "https://code.example.org/kite/") == address


@pytest.mark.parametrize(
    ("repository", "reference", "address"),
    [
        ("https://github.com/wind/kite", "#7", "https://github.com/wind/kite/issues/7"),
        ("https://github.com/wind/kite", "a/b#7", "https://github.com/a/b/issues/7"),
        ("https://gitlab.com/wind/kite", "#7", "https://gitlab.com/wind/kite/-/issues/7"),
        ("https://gitlab.com/wind/kite", "!7", "https://gitlab.com/wind/kite/-/merge_requests/7"),
        ("https://gitlab.com/wind/kite", "a/b/c!7", "https://gitlab.com/a/b/c/-/merge_requests/7"),
        ("https://invent.kde.org/wind/kite", "!7", "https://invent.kde.org/wind/kite/-/merge_requests/7"),
        ("https://codeberg.org/wind/kite", "#7", "https://codeberg.org/wind/kite/issues/7"),
        ("https://codeberg.org/wind/kite", "!7", "https://codeberg.org/wind/kite/pulls/7"),
        ("https://code.example.org/kite", "!7", ""),
        ("", "#7", ""),
        ("", "RHSA-2026:12", "https://osv.dev/vulnerability/RHSA-2026:12"),
        ("", "usn-7-1", "https://osv.dev/vulnerability/USN-7-1"),
        ("", "MAL-2026-12", "https://osv.dev/vulnerability/MAL-2026-12"),
    ],
)
def test_each_host_has_its_own_addresses(repository, reference, address):
    assert address_of(reference, repository) == address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a (1a2b3c4)", "a (<1a2b3c4>)"),
        ("a ([1a2b3c4])", "a ([<1a2b3c4>])"),
        ("a (#7, 1a2b3c4)", "a (<#7>, <1a2b3c4>)"),
        ("a (`1a2b3c4`)", "a (<1a2b3c4>)"),
        ("a 1a2b3c4", "a 1a2b3c4"),
        ("a `1a2b3c4`", "a 1a2b3c4"),
        ("a (defaced)", "a (defaced)"),
        ("a {pr}`7` `8`", "a {pr}<7> 8"),
        ("a (1234567)", "a (1234567)"),
        ("a ([1a2b3c4](https://example.org/))", "a (<1a2b3c4>)"),
        ("a [GH-7](https://example.org/) `#8`", "a <GH-7> #8"),
        ("a CVE-2026-1234, x#7", "a <CVE-2026-1234>, x#7"),
    ],
)
def test_commits_are_links_in_brackets_alone(text, shown, write_hub):
    hub = f"=== CHANGELOG.md\n# Log\n\n## 2.0 - 2026-01-01\n\n- {text}\n"
    (entry,) = load(write_hub(hub)).of("release")
    parts_ = linked(entry.data.changes[0].text, "https://github.com/wind/kite").markup.parts
    page = re.sub(r"<a[^>]*>(.*?)</a>", r"«\1»", "\0".join(parts_))
    plain = re.sub(r"<[^>]+>", "", page).replace("«", "<").replace("»", ">")
    assert plain.strip() == shown


@pytest.mark.parametrize(
    ("repository", "version", "address"),
    [
        ("https://github.com/wind/kite", "1.2.0", "https://github.com/wind/kite/compare/v1.1.0...v1.2.0"),
        ("https://github.com/wind/kite.git", "1.1.1", "https://github.com/wind/kite/compare/v1.1.0...v1.1.1"),
        ("https://github.com/wind/kite", "1.2.0-rc.1", "https://github.com/wind/kite/compare/v1.1.0...v1.2.0-rc.1"),
        ("https://github.com/wind/kite", "unreleased", "https://github.com/wind/kite/compare/v1.2.0...HEAD"),
        ("https://gitlab.com/wind/kite", "1.2.0", "https://gitlab.com/wind/kite/-/compare/v1.1.0...v1.2.0"),
        ("https://codeberg.org/wind/kite", "1.2.0", "https://codeberg.org/wind/kite/compare/v1.1.0...v1.2.0"),
        ("https://code.example.org/kite", "1.2.0", ""),
        ("https://github.com/wind/kite", "1.1.0", "https://example.org/compare/all"),
    ],
)  # fmt: skip
def test_a_comparison_is_made_of_both_tags_where_none_is_written(repository, version, address, write_hub):
    hub = f"""
=== openhub.yaml
products: [{{id: kite, changelog: CHANGELOG.md, repository: "{repository}"}}]
=== CHANGELOG.md
## Unreleased
- a
## 1.2.0 - 2026-03-01
- b
## 1.2.0-rc.1 - 2026-02-01
- c
## 1.1.1 - 2026-03-02
- d
## [1.1.0](https://example.org/compare/all) - 2026-01-01
- e
"""
    site = load(write_hub(hub))
    assert compare_url(site.entries[Ref("release", f"kite/{version}")], site) == address


def test_a_tag_is_written_as_the_settings_say(write_hub):
    hub = """
=== openhub.yaml
products:
  - {id: kite, changelog: CHANGELOG.md, repository: "https://github.com/wind/kite/", tag: "kite@{version}"}
=== CHANGELOG.md
## 1.1 - 2026-02-01
- b
## 1.0 - 2026-01-01
- c
"""
    site = load(write_hub(hub))
    newer, older = site.of("release")
    assert compare_url(newer, site) == "https://github.com/wind/kite/compare/kite@1.0...kite@1.1"
    assert compare_url(older, site) == ""


def test_an_issue_of_no_known_repository_is_no_link():
    assert address_of("#7") == ""
    assert (
        address_of("!7", "https://gitlab.example.org/kite")
        == "https://gitlab.example.org/kite/-/merge_requests/7"
    )


def test_a_product_shows_which_version_to_take_and_what_is_coming(site):
    view = releases.product(Page(address="/releases/kite/", template="product", subject="kite"), site)
    values = view.values
    assert values["verdict"].headline == "Take Kite 1.2.1"
    assert words(values["intro"]) == "What changed in Kite."
    assert [item.title for item in values["coming"]] == ["What comes next in Kite"]
    assert [item.title for group in values["groups"] for item in group.items] == [
        "Kite 1.3.0-rc.1", "Kite 1.2.1", "Kite 1.2.0", "Kite 1.1.1", "Kite 1.1.0", "Kite 1.0.0"
    ]  # fmt: skip
    facts = {fact.term: words(fact.text) for fact in values["facts"]}
    assert facts["Versions"] == "6, 1 of them withdrawn"
    assert turns.shown(facts["Support of 1.2.1"]) == "until 1 January 2028"


def test_the_list_shows_the_newest_of_each_product(site):
    values = releases.index(
        Page(address="/releases/", template="list:release", title="Releases"), site
    ).values
    (product,) = values["products"]
    assert (product.title, product.address, len(product.releases)) == ("Kite", "/releases/kite/", 3)
    assert product.more.title == "All 6 versions of Kite"
    assert product.line == "The version to take is 1.2.1, with notes."


def test_an_item_says_its_date_and_both_counts(site):
    item = releases.release_item(site.entries[Ref("release", "kite/1.2.1")], site)
    assert (item.better, item.worse) == ("1 fix", "1 known problem")
    assert item.date == date(2026, 11, 10)
    assert item.line == "10 November: 1 fix; 1 known problem"
    assert item.chips == (("Fine, with notes", False), ("Long-term support", False))
    withdrawn = releases.release_item(site.entries[Ref("release", "kite/1.2.0")], site)
    assert withdrawn.chips[0] == ("Withdrawn", True)
    assert withdrawn.line == "1 November: withdrawn, take 1.2.1"


def test_neighbours_are_of_the_same_product(site):
    values = shown(site, "1.2.1").values
    assert (values["newer"].title, values["older"].title) == ("Kite 1.3.0-rc.1", "Kite 1.2.0")
    assert shown(site, "unreleased").values["newer"] is None


def test_without_dates_without_types_it_still_says_what_is_known(write_hub):
    site = load(write_hub("=== CHANGELOG.md\n# Log\n\n## 2.0\n\n- one\n\n## 1.0\n\n- two\n"))
    (page,) = [entry for entry in site.of("release") if entry.data.version == "1.0"]
    view = releases.release(
        Page(address=site.addresses[page.ref], template="entry:release", subject=page), site
    )
    assert view.values["line"] == "Released, stable. There is no date in the changelog."
    assert view.values["better"] == view.values["must_know"] == ()
    verdict = view.values["verdict"]
    assert (verdict.side, verdict.headline) == ("", "Read the changes first")
    assert verdict.line.endswith("so we do not judge it. The newest version is 2.0.")
    assert view.values["choice"].title == "2.0"
    item = releases.release_row(page, site)
    assert (item.date, item.undated, item.chips) == (None, "no date", (("Not judged", False),))
    listed = releases.product(
        Page(address="/releases/x/", template="product", subject=page.data.product), site
    )
    assert listed.values["coming"] == ()
    assert [item.title[-3:] for group in listed.values["groups"] for item in group.items] == ["2.0", "1.0"]


def test_a_number_that_is_not_released_is_coming(write_hub):
    site = load(
        write_hub("=== CHANGELOG.md\n# Log\n\n## 1.0 - 2026-01-01\n\n- one\n\n## 2.0 (unreleased)\n\n- two\n")
    )
    entry = site.of("release")[0]
    assert (entry.data.version, releases.release_row(entry, site).chips) == ("2.0", (("Coming", False),))
    assert releases.release_row(entry, site).undated == "not released yet"


def test_what_is_far_back_takes_one_line(write_hub):
    log = "".join(f"## 1.{place}.0 - 2026-01-01\n\n- one\n\n" for place in range(30, 0, -1))
    site = load(write_hub(f"=== CHANGELOG.md\n# Log\n\n{log}"))
    name = site.of("release")[0].data.product
    view = releases.product(Page(address="/releases/x/", template="product", subject=name), site)
    brief = [item.title.split()[-1] for group in view.values["groups"] for item in group.items if item.brief]
    assert brief == [f"1.{place}.0" for place in range(10, 0, -1)]


def test_a_whole_commit_links_where_it_stands_bare_and_a_short_one_does_not():
    whole = "0123456789abcdef0123456789abcdef01234567"
    text = Body(Markup(parts=(f"<p>Since {whole} and deadbe1 alone.</p>",), text=""), Span("", 1))
    shown = "".join(linked(text, "https://github.com/works/lantern").markup.parts)
    assert shown == (
        f'<p>Since <a href="https://github.com/works/lantern/commit/{whole}">{whole}</a> and deadbe1 alone.</p>'
    )
