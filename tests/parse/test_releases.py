"""What a changelog becomes: releases, and the product that it introduces."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from openhub import build
from openhub.model import Ref
from openhub.site import Site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEVERAL = """\
=== content/changelogs/lantern.md
# Changelog

## [1.1.6, 1.2.8] 2013-02-07

- Fixed smoke (F-0001)

## 1.2.7 - 2013-01-07

- First
=== content/feedback.yaml
feedback:
  - {id: F-0001, title: Smoke, state: planned, said: [{on: 2013-01-01}], history: [{on: 2013-01-08, state: planned}]}
=== content/posts/smoke.md
---
date: 2013-02-08
resolves: post:smoke-before
about: release:lantern/1.2.8
---
It is over.
=== content/posts/smoke-before.md
---
date: 2013-01-08
news: bad
---
It smokes.
"""


def load(root: Path) -> tuple[Site, set[str]]:
    loaded = build.load(root, build.Options(now=NOW))
    return loaded.value, {problem.code for problem in loaded.problems}


def test_each_version_of_a_heading_is_a_release_and_the_text_stands_once(write_hub) -> None:
    site, codes = load(write_hub(SEVERAL))
    first, second = (site.entries[Ref("release", f"lantern/{version}")] for version in ("1.1.6", "1.2.8"))
    assert not codes & {"ref-unknown", "alias-taken", "id-taken"}
    assert (second.title, second.slug, second.date) == ("lantern 1.2.8", "1.2.8", first.date)
    assert [change.type for change in second.data.changes] == ["fixed"]
    assert "Fixed smoke" in first.body.text
    assert second.body.text == (
        "The changelog tells of this version together with 1.1.6; its text stands there."
    )
    assert [(each.name, str(each.target)) for each in second.relations] == [
        ("about", "release:lantern/1.1.6")
    ]
    assert [entry.data.version for entry in site.of("release")] == ["1.2.8", "1.1.6", "1.2.7"]


def test_feedback_is_answered_once(write_hub) -> None:
    site, _ = load(write_hub(SEVERAL))
    answered = site.back(Ref("feedback", "F-0001"), "answers")
    assert [str(entry.ref) for entry in answered] == ["release:lantern/1.1.6"]


def test_a_version_stays_one_when_a_later_heading_repeats_it(write_hub) -> None:
    _, codes = load(write_hub("=== CHANGELOG.md\n## 1.0.0, 2.0.0\n\n- a\n\n## 2.0.0\n\n- b\n"))
    assert "version-duplicate" in codes


def test_the_text_of_a_group_stands_on_the_page_of_the_product(write_hub) -> None:
    text = "# Changelog\n\nHello.\n\n## 2.0.0\n\n- b\n\n# 1.x\n\nBy [hand](nowhere.md).\n\n## 1.0.0\n\n- a\n"
    loaded = build.load(write_hub(f"=== CHANGELOG.md\n{text}"), build.Options(now=NOW))
    (product,) = loaded.value.products.values()
    assert product.intro.text.split() == ["Hello.", "1.x", "By", "hand."]
    assert [str(problem.span) for problem in loaded.problems] == ["CHANGELOG.md:11:11"]


def test_a_withdrawn_version_says_why_in_a_sentence(write_hub) -> None:
    site, _ = load(
        write_hub("=== CHANGELOG.md\n## 1.0.0 - 2024-01-02 [YANKED] thin glass\n\n- a\n\n## 0.9\n")
    )
    yanked = site.of("release")[0].data.yanked
    assert yanked.reason.text == "Thin glass."


def test_a_withdrawal_has_its_own_day(write_hub) -> None:
    site, _ = load(
        write_hub("=== CHANGELOG.md\n## 1.0.0 - 2024-01-02 [YANKED 2024-01-05]\n\n- a\n\n## 0.9\n")
    )
    entry = site.of("release")[0]
    assert (str(entry.date), str(entry.data.yanked.on)) == ("2024-01-02", "2024-01-05")


def test_a_number_that_is_called_a_prerelease_is_a_beta(write_hub) -> None:
    site, _ = load(write_hub("=== CHANGELOG.md\n## 1.0.0 - 2024-01-02 (pre-release)\n\n- a\n"))
    assert site.of("release")[0].data.channel == "beta"


def test_two_products_stand_side_by_side_wherever_their_changelogs_are(write_hub) -> None:
    hub = write_hub(
        "=== hub/openhub.yaml\n"
        "products:\n  - {id: lantern, changelog: ../CHANGELOG.md}\n  - {id: wick, changelog: ../packages/wick/NEWS.txt}\n"
        "=== CHANGELOG.md\n## 1.0.0 - 2024-01-02\n\n- See [the wick](packages/wick/NEWS.txt)\n"
        "=== packages/wick/NEWS.txt\n1.0.0\n~~~~~\n * first\n0.9\n * before\n"
    )
    site, codes = load(hub / "hub")
    assert codes <= {"authority-missing"}
    assert [str(entry.ref) for entry in site.of("release")] == [
        "release:lantern/1.0.0",
        "release:wick/1.0.0",
        "release:wick/0.9",
    ]
    assert site.links["../CHANGELOG.md", "packages/wick/NEWS.txt"] == "/releases/wick/"
