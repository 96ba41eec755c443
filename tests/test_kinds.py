"""A kind is one file: those that come with openhub, and those that a hub adds."""

from __future__ import annotations

from datetime import UTC, datetime

from openhub import build
from openhub.kinds.base import all_kinds

OPTIONS = build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))

HUB = """
=== openhub.yaml
title: Lamps
kinds: [lamp_talks]
=== lamp_talks.py
from openhub.kinds.base import Fields, Kind
from openhub.read.fields import Text
from openhub.read.schema import record


@record
class Talk(Fields):
    \"\"\"A talk that somebody gave.\"\"\"

    room: Text


KIND = Kind(name="talk", model=Talk, folder="talks", listing="/talks/", title="Talks", route="/talks/{slug}/")
=== content/talks/2026-11-02-dimming.md
---
title: Dimming without a switch
room: The cellar
news: good
---
Nobody fell.
"""


def test_seven_kinds_come_with_openhub() -> None:
    assert list(all_kinds()) == ["event", "feedback", "metric", "page", "person", "post", "release"]


def test_a_kind_of_the_hubs_own_has_pages_a_list_and_a_side(write_hub) -> None:
    hub = write_hub(HUB)
    loaded = build.load(hub, OPTIONS)
    made = build.make(loaded.value, hub, OPTIONS)
    assert loaded.problems + made.problems == ()
    pages = {output.path: output.content.decode() for output in made.value if output.path.endswith(".html")}
    assert "The cellar" in pages["talks/dimming/index.html"]
    assert "Dimming without a switch" in pages["talks/index.html"]
    assert "Dimming without a switch" in pages["index.html"]


def test_a_module_that_is_no_kind_is_a_problem_at_its_place(write_hub) -> None:
    hub = write_hub("=== openhub.yaml\ntitle: Lamps\nkinds: [no_such_module]\n")
    problems = build.load(hub, OPTIONS).problems
    assert [(str(problem.span), problem.code) for problem in problems] == [
        ("openhub.yaml:2:8", "kind-module")
    ]
