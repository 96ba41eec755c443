"""What is not shown yet, and what is in no list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def state(root: Path, now: datetime = NOW, **more: bool) -> dict[str, str]:
    """Tell of each entry whether it is shown, or why not."""
    loaded = build.load(root, build.Options(now=now, **more))
    shown = {str(ref): "shown" for ref in loaded.value.entries}
    return shown | {str(held.ref): held.why for held in loaded.value.held}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("date: 2026-11-24", "shown"),
        ("date: 2026-11-25", "future"),
        ("date: 2026-11-24T12:00", "shown"),
        ("date: 2026-11-24T12:01", "future"),
        ("publish_at: 2026-11-24T12:00", "shown"),
        ("publish_at: 2026-11-24T12:01", "future"),
        ("date: 2026-12-24\npublish_at: 2026-11-01", "shown"),
        ("date: 2026-01-01\npublish_at: 2026-12-01", "future"),
        ("draft: true", "draft"),
        ("expire_at: 2026-11-24T12:00", "expired"),
        ("expire_at: 2026-11-24T12:01", "shown"),
        ("title: A", "shown"),
    ],
)
def test_a_post_waits_for_its_moment(write_hub, fields: str, expected: str) -> None:
    assert state(write_hub(f"=== content/posts/a.md\n---\n{fields}\n---\n")) == {"post:a": expected}


def test_a_day_begins_in_the_zone_of_the_hub(write_hub) -> None:
    hub = write_hub(
        "=== openhub.yaml\ntimezone: Pacific/Kiritimati\n=== content/posts/2026-11-25-a.md\n# A\n"
    )
    assert state(hub, datetime(2026, 11, 24, 9, 59, tzinfo=UTC)) == {"post:a": "future"}
    assert state(hub, datetime(2026, 11, 24, 10, 0, tzinfo=UTC)) == {"post:a": "shown"}


@pytest.mark.parametrize(
    ("kind", "name"), [("event", "events/2027-01-01-a"), ("person", "people/2027-01-01-a")]
)
def test_what_is_not_dated_waits_for_publish_at_alone(write_hub, kind: str, name: str) -> None:
    assert state(write_hub(f"=== content/{name}.md\n# A\n")) == {f"{kind}:a": "shown"}
    hub = write_hub(f"=== content/{name}.md\n---\npublish_at: 2026-12-01\n---\n# A\n")
    assert state(hub) == {f"{kind}:a": "future"}


def test_authors_may_look_ahead(write_hub) -> None:
    hub = write_hub("""
=== content/posts/draft.md
---
draft: true
---
=== content/posts/2026-12-01-future.md
# Later
""")
    assert state(hub, drafts=True) == {"post:draft": "shown", "post:future": "future"}
    assert state(hub, future=True) == {"post:draft": "draft", "post:future": "shown"}


def test_what_is_held_leaves_no_trace(write_hub) -> None:
    hub = write_hub("""
=== content/posts/2026-12-01-secret-plan.md
---
tags: [secretly]
aliases: /secret-old/
---
# The secret plan
=== content/posts/2026-11-01-a.md
---
about: post:secret-plan
---
# A

See [the plan](2026-12-01-secret-plan.md).
""")
    options = build.Options(now=NOW)
    loaded = build.load(hub, options)
    assert sorted(problem.code for problem in loaded.problems) == ["link-held", "ref-held"]
    made = build.make(loaded.value, hub, options)
    for output in made.value:
        assert b"secret" not in output.content.lower(), output.path
        assert "secret" not in output.path


def test_unlisted_has_a_page_and_is_nowhere_else(write_hub) -> None:
    hub = write_hub("""
=== content/posts/2026-11-01-whisper.md
---
visibility: unlisted
news: bad
state: investigating
next_update: 2026-12-01
tags: [whispers]
---
# A whisper
=== content/posts/2026-11-02-a.md
# A
""")
    options = build.Options(now=NOW)
    loaded = build.load(hub, options)
    made = build.make(loaded.value, hub, options)
    assert (*loaded.problems, *made.problems) == ()
    holding = [output.path for output in made.value if b"whisper" in output.content.lower()]
    assert holding == ["posts/whisper/index.html"]
    (page,) = (output.content.decode() for output in made.value if output.path == holding[0])
    assert "noindex" in page
