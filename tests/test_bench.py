"""The hub that is measured is the same everywhere, and is what it claims to be."""

from __future__ import annotations

import posixpath
import re

from bench import cold, generate


def test_the_same_seed_gives_the_same_hub():
    assert list(generate.hub(20)) == list(generate.hub(20))
    assert list(generate.hub(20)) != list(generate.hub(20, seed=2))


def test_posts_are_of_realistic_length_and_on_all_sides():
    posts = [text for file, text in generate.hub() if file.startswith("content/posts/")]
    assert len(posts) == 1000
    lengths = [len(text.split("---\n", 2)[2].split()) for text in posts]
    assert 450 < sum(lengths) / len(lengths) < 550
    for side in ("good", "bad", "neutral"):
        assert sum(f"\nnews: {side}\n" in text for text in posts) > 200
    assert sum("\nnews:\n" in text for text in posts) > 50


def test_links_between_posts_lead_somewhere():
    files = dict(generate.hub(200))
    links = [
        posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        for file, text in files.items()
        for target in re.findall(r"\]\(([^)]+\.md)\)", text)
    ]
    assert len(links) > 100
    assert set(links) <= set(files)


def test_each_stage_gets_what_the_one_before_made():
    seen = []

    def stage(value):
        seen.append(value)
        return len(seen)

    costs = cold.measure([("one", stage), ("two", stage)])
    assert seen == [None, 1]
    assert list(costs) == ["one", "one MiB", "two", "two MiB"]


def test_the_table_shows_medians_shares_and_yardsticks():
    runs = [{"parse": s, "parse MiB": 50.0, "link": 1.0, "link MiB": 60.0} for s in (2.0, 3.0, 9.0)]
    lines = [line.split() for line in cold.table(runs, 0.5).splitlines()[1:]]
    assert lines == [
        ["parse", "3.000", "75.0%", "6.00", "50"],
        ["link", "1.000", "25.0%", "2.00", "60"],
        ["all", "4.000", "100.0%", "8.00", "60"],
    ]
