"""`hub.json`: everything that is listed, in settled bytes, and what the next build remembers by it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from openhub.outputs import data

HUB = """
=== content/posts/one.md
---
title: One
date: 2026-11-10T09:00
news: bad
state: resolved
tags: [b, a]
---
Žluťoučký [kůň](two.md).
=== content/posts/two.md
---
title: Two
date: 2026-11-11
---
=== content/posts/secret.md
---
title: Secret
date: 2026-11-11
visibility: unlisted
---
=== content/people/ana.md
---
name: Ana Novak
---
"""
KEYS = (
    "ref kind url title summary date updated side state tags audiences feed_id first digest sequence".split()
)


def written(site):
    (output,) = data.outputs(site)
    assert output.path == "hub.json"
    return output.content


def entries(site):
    return {entry["ref"]: entry for entry in json.loads(written(site))["entries"]}


def test_everything_that_is_listed_is_there(site_of):
    site = site_of(HUB)
    hub = json.loads(written(site))
    assert {key: hub[key] for key in ("title", "url", "language", "authority")} == {
        "title": "Lantern, out loud",
        "url": "https://example.org/hub/",
        "language": "en",
        "authority": "example.org,2026",
    }
    assert [entry["ref"] for entry in hub["entries"]] == ["person:ana", "post:one", "post:two"]
    of_posts = ["wording", "dated"]
    for entry in hub["entries"]:
        assert sorted(entry) == sorted(KEYS + (of_posts if entry["kind"] == "post" else []))


def test_an_entry_says_what_the_contract_names(site_of):
    entry = entries(site_of(HUB))["post:one"]
    assert all(entry.pop(name) for name in ("digest", "wording"))
    assert entry.pop("dated") == []
    assert entry == {
        "ref": "post:one",
        "kind": "post",
        "url": "https://example.org/hub/posts/one/",
        "title": "One",
        "summary": "Žluťoučký kůň.",
        "date": "2026-11-10T09:00:00+01:00",
        "updated": None,
        "side": "bad",
        "state": "resolved",
        "tags": ["b", "a"],
        "audiences": [],
        "feed_id": "tag:example.org,2026:post/one",
        "first": "2026-11-10",
        "sequence": 0,
    }


def test_a_release_says_what_it_is(site_of):
    text = "=== content/changelogs/a.md\n# A\n## Unreleased\n- x\n## 2.0 - 2026-11-02\n- x\n## 1.0 - 2026-11-01 [YANKED]\n- x\n"
    found = entries(site_of(text))
    assert {ref: entry["state"] for ref, entry in found.items()} == {
        "release:a/1.0": "yanked",
        "release:a/2.0": None,
        "release:a/unreleased": "unreleased",
    }


def test_the_bytes_are_settled(site_of):
    text = written(site_of(HUB)).decode()
    assert "Žluťoučký" in text
    assert text.endswith("}\n")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def test_the_first_day_is_remembered(site_of):
    before = {"entries": [{"ref": "person:ana", "first": "2025-01-01", "digest": "x", "sequence": 3}]}
    found = entries(site_of(HUB, published=before))
    assert (found["person:ana"]["first"], found["person:ana"]["sequence"]) == ("2025-01-01", 4)
    assert entries(site_of(HUB))["person:ana"]["first"] == "2026-11-24"


def test_what_did_not_change_is_written_as_it_was(site_of):
    first = written(site_of(HUB))
    later = datetime(2027, 3, 1, tzinfo=UTC)
    assert written(site_of(HUB, now=later, published=json.loads(first))) == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: One", "title: Eins"),
        ("Žluťoučký", "Žlutý"),
        ("state: resolved", "state: monitoring\nnext_update: 2026-12-01"),
        ("tags: [b, a]", "tags: [b]"),
    ],
)
def test_the_digest_changes_with_what_readers_see(site_of, old, new):
    assert old in HUB
    before, after = entries(site_of(HUB)), entries(site_of(HUB.replace(old, new, 1)))
    assert before["post:one"]["digest"] != after["post:one"]["digest"]
    assert before["post:two"]["digest"] == after["post:two"]["digest"]


@pytest.mark.parametrize(
    "line", ["pin: true", "aliases: /old/", "slug: uno", "publish_at: 2026-11-09", "mood: great"]
)
def test_the_digest_stays_for_what_no_reader_sees(site_of, line):
    before, after = entries(site_of(HUB)), entries(site_of(HUB.replace("title: One", f"title: One\n{line}")))
    assert before["post:one"]["digest"] == after["post:one"]["digest"]


def test_a_hub_without_a_url_has_an_index_too(site_of):
    found = entries(site_of(HUB + "=== openhub.yaml\ntitle: A\n"))
    assert found["post:one"]["feed_id"] == "tag:localhost,2026:post/one"
