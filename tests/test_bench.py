"""The hub that is measured is the same everywhere, and is what it claims to be."""

from __future__ import annotations

import posixpath
import re

from bench import changelog, cold, generate


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


def test_the_changelog_that_is_read_is_the_same_everywhere_and_as_long_as_asked():
    assert changelog.changelog(20_000) == changelog.changelog(20_000)
    text = changelog.changelog(20_000)
    assert 20_000 <= len(text) < 25_000
    read = changelog.reading(text)
    assert len(read.sections) == text.count("\n## [")
    assert sum(len(section.items) for section in read.sections) == text.count("\n- ")


def test_the_table_of_a_changelog_compares_cost_with_size():
    lines = changelog.table([(1_000_000, 9, 90, 0.5), (2_000_000, 18, 180, 1.1)], (50_000, 0.25)).splitlines()
    assert [line.split() for line in lines[1:3]] == [
        ["1,000,000", "9", "90", "0.500", "2.00", "–"],
        ["2,000,000", "18", "180", "1.100", "1.82", "1.10"],
    ]
    assert lines[3].endswith("0.250 s, 0.20 MB/s")
