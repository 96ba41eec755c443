"""The pages of upgrades and the lists of a product's versions, as they are rendered."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from openhub import build, outputs
from openhub.hub import upgrades
from openhub.hub.plan import pages
from openhub.hub.versions import histories, is_stable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """
=== openhub.yaml
title: Test hub
timezone: UTC
products:
  - {id: kite, title: Kite, changelog: kite.md, repository: https://github.com/wind/kite}
  - {id: reel, title: Reel, changelog: reel.md}
=== kite.md
# Kite

## Unreleased

### Removed

- The sky.

## 2.1.0-rc.1 - 2026-11-02

- A song.

## 2.0.1 - 2026-11-01

### Fixed

- Knots.

## 1.1.5 - 2026-10-20

### Security

- A hole in the old line.

## 2.0.0 - 2026-10-01 [YANKED]

### Removed

- `glide`, see [the manual](#manual) (#7).

### Upgrading

#### First

Land. [More](https://example.org/more)

### Manual

Words.

## 1.1.0 - 2025-02-01

### Deprecated

- `glide` will go.

## 1.0.0 - 2025-01-01

- Everything.
=== reel.md
# Reel

## 1.0.0 - 2026-03-01

### Added

- All.
=== content/releases/kite/2.0.1.md
---
known_issues: [{text: It hums., found_in: 2.0.1}]
supported_until: 2026-11-24
---
"""


class Ids(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.fragments = [], []

    def handle_starttag(self, _, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.fragments += [found["href"][1:]] if (found.get("href") or "").startswith("#") else []


def made(write_hub, hub=HUB, now=NOW):
    root = write_hub(hub) if isinstance(hub, str) else hub
    site = build.load(root, build.Options(now=now)).value
    found = outputs.make(site, root, lambda *_: None)
    return site, {each.path: each.content.decode() for each in found.value if each.path.endswith(".html")}


@pytest.fixture
def site_and_pages(write_hub):
    return made(write_hub)


def test_each_list_and_each_way_has_its_page(site_and_pages):
    site, _ = site_and_pages
    mine = {page.address.removeprefix("/releases/") for page in pages(site) if "/releases/" in page.address}
    kinds = {address for address in mine if re.search("upgrade|channel|year", address)}
    assert kinds == {
        "kite/upgrade/",
        "kite/upgrade/from-2.0/",
        "kite/upgrade/from-1.1/",
        "kite/upgrade/from-1.0/",
        "kite/channel/stable/",
        "kite/channel/rc/",
        "kite/year/2026/",
        "kite/year/2025/",
        "reel/year/2026/",
    }


def test_anchors_are_there_and_are_one_of_a_kind(site_and_pages):
    _, found = site_and_pages
    for path, page in found.items():
        if path.startswith("releases/"):
            seen = Ids()
            seen.feed(page)
            assert len(seen.ids) == len(set(seen.ids)), path
            assert set(seen.fragments) <= set(seen.ids), path


def test_a_way_sums_up_and_links_down(site_and_pages):
    _, found = site_and_pages
    page = found["releases/kite/upgrade/from-1.0/index.html"]
    assert "From 1.0 to" in page
    assert '<a href="#To-2.0-removed" dir="auto">1 removal</a>' in page
    assert '#Known" dir="auto">1 known problem of 2.0.1</a>' in page
    assert "deprecation" not in page
    assert 'announced in <a href="../../1.1.0/"' in page
    assert 'Pass by <a href="../../2.0.0/"' in page
    assert 'Take <a href="../../1.1.0/" dir="auto">1.1.0</a>.' in page
    assert 'on 1.1: <a href="../../1.1.5/" dir="auto">1.1.5 (1 security fix)</a>.' in page
    assert "piece of bad news" not in page
    assert "A hole in the old line" not in page
    assert 'Not released yet: <a href="../../unreleased/"' in page


BAD = """
=== openhub.yaml
products: [{id: kite, title: Kite, changelog: kite.md}]
=== kite.md
# Kite

## 1.4.0 - 2026-06-01

- A song.

## 1.3.0 - 2026-05-01 [YANKED]

- A sail.

## 1.2.1 - 2026-04-01

- A tail.

## 1.2.0 - 2026-03-01 [YANKED]

- A string.

## 1.1.0 - 2026-02-01

- A reel.

## 1.0.0 - 2026-01-01

- All.
=== content/posts/2026-06-02-fire.md
---
{title: Fire, news: bad, state: identified, next_update: unknown, because: We look., severity: critical, caused_by: release:kite/1.4.0}
---
Sorry.
=== content/posts/2026-04-02-hum.md
---
{title: A hum, news: bad, state: identified, next_update: unknown, because: We look., severity: minor, caused_by: release:kite/1.2.1}
---
Sorry.
"""


def test_no_way_leads_to_what_is_to_be_avoided_and_the_page_says_why(write_hub):
    """Bad news of the version to take is counted, and its link leads to where that is told."""
    _, found = made(write_hub, BAD)
    page = " ".join(found["releases/kite/upgrade/from-1.0/index.html"].split())
    assert 'href="../../1.2.1/#News" dir="auto">1 piece of bad news about 1.2.1</a>' in page
    assert 'id="News"' in found["releases/kite/1.2.1/index.html"]
    for each in (page, found["releases/kite/upgrade/index.html"]):
        assert re.search(r'Not taken: <a href="[./]*/1.3.0/" dir="auto">1.3.0</a>, withdrawn\.', each)
        assert re.search(r'Not taken: <a href="[./]*/1.4.0/" dir="auto">1.4.0</a>, critical bad news\.', each)
        assert re.search(r'Pass by <a href="[./]*/1.2.0/" dir="auto">1.2.0</a>: withdrawn\.', each)
        assert "with the changes of" not in each
        assert not re.search("Take <a[^>]*>1.[34].0", each)


def test_a_product_of_which_all_is_to_be_avoided_has_no_way(write_hub):
    _, found = made(write_hub, BAD.replace("kite/1.4.0", "kite/1.0.0"))
    assert not [path for path in found if "upgrade" in path]
    assert "upgrade/" not in found["releases/kite/1.0.0/index.html"]


def test_texts_fit_into_a_page_of_many(site_and_pages):
    _, found = site_and_pages
    page = found["releases/kite/upgrade/index.html"]
    assert "<h4>First</h4>" in page
    assert '<a href="https://example.org/more">More</a>' in page
    assert 'see <a href="../2.0.0/#manual">the manual</a> (' in page
    assert '<a href="https://github.com/wind/kite/issues/7">#7</a>' in page
    assert "Words." not in page


def test_a_release_leads_to_its_steps(site_and_pages):
    _, found = site_and_pages
    page = found["releases/kite/1.1.0/index.html"]
    assert '<a href="../upgrade/#To-1.1" dir="auto">Coming from 1.0?</a>' in page
    assert '<a href="../upgrade/from-1.1/" dir="auto">Upgrade to 2.0.1</a>' in page
    assert "upgrade/from" not in found["releases/reel/1.0.0/index.html"]
    assert '<a href="#Rules">How this line is decided</a>' in page
    assert 'id="Rules"' in page


def test_what_the_changelog_says_of_upgrading_stands_under_its_heading(site_and_pages):
    _, found = site_and_pages
    page = found["releases/kite/2.0.0/index.html"]
    assert page.index(">How to upgrade</h2>") < page.index("Land.") < page.index(">As it was written</h2>")


def test_the_choice_is_made_of_every_line_and_hidden_without_a_script(site_and_pages):
    _, found = site_and_pages
    page = found["releases/kite/upgrade/index.html"]
    choice = page[page.index('<form class="chooser"') : page.index("</form>")]
    assert 'id="Chooser" hidden' in choice
    assert re.findall("<option>(.*?)</option>", choice) == ["1.0", "1.1", "2.0", "2.0", "1.1", "1.0"]
    assert re.findall('data-former="(.*?)" data-line="(.*?)"', page) == [("1.0", "1.1"), ("1.1", "2.0")]
    assert "upgrade.js" in page
    assert "upgrade.js" not in found["releases/kite/upgrade/from-1.0/index.html"]


def test_what_is_announced_and_gone_later_tells_the_script_where(site_and_pages):
    """The script leaves it out where the step that ends it is shown; the page of a way has left it out."""
    _, found = site_and_pages
    page = found["releases/kite/upgrade/index.html"]
    assert re.findall('<li data-ended="(.*?)"><code>(.*?)</code>', page) == [("2.0", "glide")]
    assert 'announced in <a href="../1.1.0/"' in page
    assert "data-ended" not in found["releases/kite/upgrade/from-1.0/index.html"]


def test_the_script_is_small(root):
    assert len((root / "themes/base/static/upgrade.js").read_bytes()) < 2048


def test_a_year_goes_by_date_and_a_product_by_version(site_and_pages):
    _, found = site_and_pages

    def titles(path):
        main = found[path][found[path].index("<main") :]
        return re.findall(r">Kite ([0-9][^<]*)</a>", main)

    assert titles("releases/kite/year/2026/index.html")[:4] == ["2.1.0-rc.1", "2.0.1", "1.1.5", "2.0.0"]
    listed = [each for each in titles("releases/kite/index.html") if not each.startswith("2.1.0-rc.1")]
    assert [each for each in listed if each != "2.0.1"] == ["2.0.0", "1.1.5", "1.1.0", "1.0.0"]
    assert titles("releases/kite/channel/rc/index.html") == ["2.1.0-rc.1"]


def test_what_is_coming_is_first_and_never_counted(site_and_pages):
    _, found = site_and_pages
    for path in ("releases/index.html", "releases/kite/index.html"):
        page = found[path]
        assert page.index("What comes next in Kite") < page.index(
            "Kite 2.1.0-rc.1</a>", page.index("Coming<")
        )
    assert "All 6 versions of Kite" in found["releases/index.html"]
    assert "What comes next" not in found["releases/kite/year/2026/index.html"]
    assert "What comes next" not in found["releases/kite/channel/stable/index.html"]


def test_pages_of_releases_stay_the_same_but_for_the_end_of_support(write_hub):
    root = write_hub(HUB)
    _, before = made(write_hub, root, NOW)
    _, after = made(write_hub, root, datetime(2027, 2, 3, 4, tzinfo=UTC))
    changed = {path for path in before if path.startswith("releases/") and before[path] != after[path]}
    assert changed == {"releases/kite/index.html", "releases/kite/2.0.1/index.html"}
    for page in (before, after):
        assert 'data-until="2026-11-25T00:00:00Z"' in page["releases/kite/2.0.1/index.html"]


def test_support_ends_after_its_last_day(write_hub):
    root = write_hub(HUB)
    for now, said in (
        ("2026-11-24T23:59:59", "24 November 2026"),
        ("2026-11-25T00:00:00", "Ended on 24 November 2026"),
    ):
        _, found = made(write_hub, root, datetime.fromisoformat(f"{now}+00:00"))
        page = found["releases/kite/2.0.1/index.html"]
        told = re.findall(r"<span data-(?:from|until)=[^>]*>([^<]*)</span>", page)
        visible = [text for text in re.findall(r"<span data-[^>]*Z\">([^<]*)</span>", page) if text in told]
        assert visible == [said]


def test_three_products_stand_beside_each_other(write_hub):
    products = ", ".join(
        f"{{id: p{number}, title: P{number}, changelog: p{number}.md}}" for number in range(3)
    )
    logs = "".join(
        f"=== p{number}.md\n# Log\n\n## 1.{number}.0 - 2026-01-0{number + 1}\n\n### Added\n\n- x\n"
        for number in range(3)
    )
    _, found = made(write_hub, f"=== openhub.yaml\nproducts: [{products}]\n{logs}")
    page = found["releases/index.html"]
    order = [page.index(f'id="product-p{number}"') for number in range(3)]
    assert order == sorted(order)
    assert [f"The version to take is 1.{number}.0." in page for number in range(3)] == [True] * 3


AFTER = """
=== openhub.yaml
timezone: UTC
products: [{id: kite, title: Kite, changelog: kite.md}]
=== kite.md
# Kite

## 2 - 2026-11-01

### Added

- A song (F-0001)

## 1 - 2026-10-01

### Added

- A string (F-0001, F-0002)
=== content/releases/kite/1.md
---
yanked: {on: 2026-10-05, reason: It tears.}
moves: [{metric: knots, direction: up}]
known_issues: [{text: It hums., found_in: 1}]
---
=== content/feedback.yaml
feedback:
  - {id: F-0001, title: A song, state: shipped, history: [{on: 2026-10-01, state: shipped}]}
  - {id: F-0002, title: A string, state: shipped, history: [{on: 2026-10-01, state: shipped}]}
=== content/metrics.yaml
metrics:
  - {id: knots, title: Knots, unit: count, direction: up, series: [{at: 2026-10, value: 1}]}
=== content/events/2027-03-01-party.md
---
title: Kite party
starts: 2027-03-01
about: release:kite/1
---
"""


def test_what_came_of_a_release_is_told_on_its_page(write_hub):
    _, found = made(write_hub, AFTER)
    page = found["releases/kite/1/index.html"]
    since = page[page.index("What happened since") : page.index("</ol>", page.index("What happened since"))]
    opened = since[since.index("This opened again:") :].split("</li>")[0]
    assert ">A string</a>" in opened
    assert ">A song</a>" not in opened
    assert 'It moved <a href="../../../metrics/knots/" dir="auto">Knots</a>, up' in since
    assert "Kite party" not in since
    assert ">Kite party</a>, 1 March 2027" in page


def test_the_version_to_take_is_linked_where_the_sentence_names_it(write_hub):
    _, found = made(write_hub, AFTER)
    page = found["releases/kite/1/index.html"]
    assert 'Avoid this version, and take <a href="../2/">2</a> instead' in page


def test_ways_through_real_changelogs(corpora, write_hub):
    """Each removal or break of a final version is told at one step, or it is an older line's own."""
    walked = 0
    for number, path in enumerate(sorted((corpora / "changelogs").rglob("*.md"))):
        if path.name.upper().startswith(("README", "LICENSE")):
            continue
        root = write_hub(f"=== h{number}/CHANGELOG.md\n") / f"h{number}"
        (root / "CHANGELOG.md").write_bytes(path.read_bytes())
        site = build.load(root, build.Options(now=NOW)).value
        for history in histories(site).values():
            steps = upgrades.steps(history)
            walked += bool(steps)
            told = [id(note.change) for step in steps for note in step.notes if note.change]
            assert len(told) == len(set(told)), path
            passed = [entry.ref for step in steps for entry in step.releases]
            assert len(passed) == len(set(passed)), path
            lines = [step.line for step in steps]
            assert len(lines) == len(set(lines)), path
            later = {entry.ref for step in steps for entry in step.later}
            assert not later & set(passed), path
            stable = [entry for entry in history.out if is_stable(entry)]
            if steps:
                assert steps[-1].target == stable[0], path
            first = steps[0].former if steps else ""
            missed = {entry.ref for entry in stable if history.line(entry) != first} - {*passed, *later}
            assert not missed or not steps, (path, missed)
            for way in upgrades.ways(history):
                assert way.target == stable[0], path
    assert walked >= 20
