"""Relations: written at one end, known at both, never round in a circle."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub import build
from openhub.hub import relate
from openhub.kinds.base import RELATIONS, all_kinds
from openhub.model import Body, Entry, Markup, Ref, Relation
from openhub.problems import Span
from openhub.site import Site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """
=== content/changelogs/lantern.md
## 1.0.0 - 2026-09-01

- Dark mode (F-1)
=== content/feedback.yaml
feedback:
  - {id: F-1, title: Dark mode}
=== content/people/ana.md
# Ana
=== content/events/2026-12-05-sprint.md
# Sprint
=== content/posts/outage.md
# Outage
=== content/metrics.yaml
metrics:
  wait: {title: W, unit: h, direction: up, objective: a, definition: b, source: c, series: [{at: 2026-01, value: 1}]}
"""


def load(root: Path) -> tuple[Site, list[str]]:
    loaded = build.load(root, build.Options(now=NOW))
    return loaded.value, [problem.code for problem in loaded.problems]


def test_each_relation_is_known_at_its_other_end(write_hub) -> None:
    site, problems = load(
        write_hub(
            HUB
            + """=== content/posts/b.md
---
about: [event:sprint, person:ana]
follows: post:outage
resolves: [post:outage]
caused_by: release:lantern/1.0.0
answers: feedback:F-1
moves: {metric: wait, direction: up}
---
# B
"""
        )
    )
    assert problems == []
    ends = {
        ("event", "sprint"): "about",
        ("person", "ana"): "about",
        ("post", "outage"): "resolves",
        ("release", "lantern/1.0.0"): "caused_by",
        ("metric", "wait"): "moves",
    }
    for (kind, name), relation in ends.items():
        assert [entry.id for entry in site.back(Ref(kind, name), relation)] == ["b"]
    assert {entry.id for entry in site.back(Ref("feedback", "F-1"), "answers")} == {"b", "lantern/1.0.0"}


@pytest.mark.parametrize(
    ("file", "fields", "code"),
    [
        ("posts/b", "about: post:b", "ref-kind"),
        ("posts/b", "follows: event:sprint", "ref-kind"),
        ("posts/b", "supersedes: person:ana", "ref-kind"),
        ("posts/b", "resolves: event:sprint", "ref-kind"),
        ("posts/b", "answers: post:outage", "ref-kind"),
        ("posts/b", "caused_by: person:ana", "ref-kind"),
        ("events/2026-12-05-b", "caused_by: post:outage", "ref-kind"),
        ("people/b", "answers: feedback:F-1", "ref-kind"),
        ("posts/b", "moves: {metric: wiat, direction: up}", "ref-unknown"),
        ("posts/b", "about: post:nothing", "ref-unknown"),
        ("posts/b", "about: nothing", "field-type"),
        ("posts/b", "authors: anna", "person-near-miss"),
        ("posts/b", "authors: Ana Maria", ""),
        ("posts/b", "authors: ana", ""),
    ],
)
def test_what_a_relation_may_join(write_hub, file: str, fields: str, code: str) -> None:
    _, problems = load(write_hub(f"{HUB}=== content/{file}.md\n---\n{fields}\n---\n# B\n"))
    assert problems == ([code] if code else [])


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3, unique=True), max_size=6
    )
)
def test_a_circle_is_found_if_and_only_if_there_is_one(steps: dict[str, list[str]]) -> None:
    entries = {}
    model = all_kinds()["post"].model
    for name in "abcdef":
        targets = [target for target in steps.get(name, []) if target != name]
        relations = tuple(
            Relation(name="follows", target=Ref("post", target), span=Span(name)) for target in targets
        )
        entry = Entry(
            kind="post",
            id=name,
            slug=name,
            title=name,
            span=Span(name),
            data=model(),
            body=Body(Markup(), Span(name)),
            relations=relations,
        )
        entries[entry.ref] = entry
    found = [problem.code for problem in relate.check(entries, {}, frozenset())]
    assert set(found) <= {"ref-cycle"}
    assert bool(found) == has_circle(
        {name: {one for one in there if one != name} for name, there in steps.items()}
    )


def has_circle(steps: dict[str, set[str]]) -> bool:
    """Take away, again and again, whoever leads nowhere; a circle is what stays."""
    left = {name: set(there) for name, there in steps.items()}
    while gone := [name for name, there in left.items() if not there & left.keys()]:
        for name in gone:
            del left[name]
    return bool(left)


def test_circles_matter_for_what_runs_through_time_alone() -> None:
    assert {name for name, rule in RELATIONS.items() if rule.acyclic} == {
        "follows",
        "supersedes",
        "caused_by",
    }
