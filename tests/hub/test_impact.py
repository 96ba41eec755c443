"""What a build changes for those who follow the hub."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from openhub import build
from openhub.hub.impact import Impact, impact, sentence, vanished_problems
from openhub.hub.link import read_published
from openhub.model import Ref
from openhub.outputs import data

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SETTINGS = "=== openhub.yaml\nurl: https://example.org/hub/\nauthority: {}\n"
POST = "=== content/posts/{0}.md\n---\ntitle: {0}\ndate: 2026-11-01\n{1}\n---\n"


@pytest.fixture
def site_of(write_hub, tmp_path):
    """Link a hub of posts, each a name and its further fields, after another one was published."""

    def load(number, posts, *, published=None, authority="example.org,2026"):
        folder = tmp_path / str(number)
        text = SETTINGS.format(authority) + "".join(
            POST.format(name, fields) for name, fields in posts.items()
        )
        root = write_hub(text, folder)
        if published:
            (root / "old.json").write_bytes(published)
        return build.load(root, build.Options(now=NOW, published="old.json" if published else "")).value

    return load


@pytest.fixture
def compare(site_of):
    """Link the second hub with what the first one published."""

    def run(before, after, **settings):
        (output,) = data.outputs(site_of(1, before))
        return site_of(2, after, published=output.content, **settings)

    return run


def test_new_changed_and_gone_are_counted(compare):
    site = compare({"a": "", "b": "", "c": ""}, {"a": "", "b": "tags: [x]", "d": "", "e": ""})
    assert impact(site) == Impact(new=2, updated=1, again=0, vanished=(Ref("post", "c"),))


def test_nothing_changes_where_nothing_changed(compare):
    assert impact(compare({"a": ""}, {"a": ""})) == Impact(new=0, updated=0, again=0)


def test_a_first_build_is_all_new(site_of):
    assert impact(site_of(1, {"a": "", "b": ""})) == Impact(new=2, updated=0, again=0)


def test_another_authority_shows_all_of_it_again(compare):
    assert impact(compare({"a": "", "b": ""}, {"a": "", "b": ""}, authority="example.com,2026")).again == 2


def test_another_id_at_the_same_address_is_shown_again(compare):
    found = impact(compare({"a": ""}, {"b": "slug: a"}))
    assert (found.new, found.again) == (0, 1)
    kept = impact(compare({"a": ""}, {"b": "slug: a\nfeed_id: 'tag:example.org,2026:post/a'"}))
    assert (kept.new, kept.again) == (0, 0)


def test_it_is_told_in_a_sentence():
    assert sentence(Impact(new=3, updated=1, again=0)) == "3 new, 1 updated, none again"
    assert (
        sentence(Impact(new=0, updated=0, again=2, vanished=(Ref("post", "a"),)))
        == "none new, none updated, 2 again, 1 gone"
    )


def test_what_vanished_is_a_problem(compare):
    (problem,) = vanished_problems(compare({"a": "", "b": ""}, {"a": ""}))
    assert (problem.code, str(problem.span)) == ("published-vanished", "hub.json:1:1")
    assert "post:b" in problem.message
    assert "https://example.org/hub/posts/b/" in problem.message


@pytest.mark.parametrize(
    "after",
    [
        {"a": "", "b": "draft: true"},
        {"a": "", "b": "visibility: unlisted"},
        {"a": "aliases: /posts/b/"},
        {"a": "aliases: [posts/b]"},
    ],
)
def test_what_is_held_hidden_or_led_on_is_none(compare, after):
    assert list(vanished_problems(compare({"a": "", "b": ""}, after))) == []


def test_of_very_many_that_vanished_a_few_are_named_and_the_rest_counted(compare):
    site = compare({f"p{number}": "" for number in range(25)}, {"a": ""})
    found = list(vanished_problems(site))
    assert len(found) == 20
    assert ", and 5 more;" in found[-1].message
    assert not any("more;" in problem.message for problem in found[:-1])


GOOD = {
    "ref": "post:a",
    "first": "2026-01-01",
    "digest": "x",
    "sequence": 1,
    "feed_id": None,
    "url": "https://e.org/",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"ref": 5},
        {"ref": "post"},
        {"ref": ":a"},
        {"first": "soon"},
        {"first": None},
        {"digest": []},
        {"sequence": -1},
        {"sequence": 2**31},
        {"sequence": True},
        {"sequence": "1"},
        {"feed_id": []},
        {"url": 5},
    ],
)
def test_a_published_entry_that_nobody_can_use_is_left_out(wrong):
    text = json.dumps({"entries": [{**GOOD, "ref": "post:b", **wrong}, GOOD]})
    read = read_published(text, "hub.json")
    assert list(read.value) == [Ref("post", "a")]
    (problem,) = read.problems
    assert (problem.code, str(problem.span)) == ("published-unreadable", "hub.json:1:1")
    assert "1 of its entries cannot be read" in problem.message


@pytest.mark.parametrize("text", ["", "[]", "5", '{"entries": {}}', "[" * 100_000, "<!doctype html>"])
def test_a_published_index_that_is_none_is_told_of_in_words(text):
    read = read_published(text, "hub.json")
    assert read.value == {}
    (problem,) = read.problems
    assert "Error" not in problem.message


def test_a_byte_order_mark_is_no_fault():
    assert read_published("\ufeff" + json.dumps({"entries": [GOOD]}), "hub.json").problems == ()


def test_what_was_published_is_read_back(compare):
    site = compare({"a": ""}, {"a": ""})
    (output,) = data.outputs(site)
    entry = json.loads(output.content)["entries"][0]
    assert dict(site.published[Ref("post", "a")].data) == entry
