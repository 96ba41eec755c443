"""Whether a post says something else than it was published with, and nothing on its page tells so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from openhub.hub import memory
from openhub.kinds.post import Post
from openhub.model import Entry, When
from openhub.problems import Problem
from openhub.site import Site

_FIELDS = (
    *("title", "summary", "news", "state", "severity", "affected", "impact", "do_now", "cause", "timeline"),
    *("started", "detected", "resolved", "next_update", "because", "actions", "advisories"),
    "corrections",
)
"""What a post tells of; what leads elsewhere (tags, relations, pictures) changes no news."""


def remembered(entry: Entry) -> Mapping[str, Any]:
    """Give what `hub.json` keeps of a post, so that the next build sees what changed in silence."""
    told = memory.plain(entry.data, _FIELDS)
    return {
        "wording": _digest(f"{entry.title} {entry.body.text} {told}"),
        "dated": sorted(when.isoformat() for when in _dated(entry.data)),
    }


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def _dated(data: Post) -> Iterator[When]:
    """Give each day on which the page says that something became otherwise."""
    yield from filter(None, (data.updated, data.resolved))
    yield from (item.on for item in data.corrections)
    yield from (step.at for step in data.timeline)
    for action in data.actions:
        yield from (move.on for move in action.moved)
        yield from filter(None, (action.done_on,))


def silent_changes(site: Site) -> Iterator[Problem]:
    """Find posts that tell something else than published, and on which no new day says so."""
    for entry in site.of("post"):
        known = site.published.get(entry.ref)
        if known is None or not known.data.get("wording"):
            continue
        now = remembered(entry)
        added = Counter(now["dated"]) - Counter(known.data.get("dated", ()))
        if known.data["wording"] != now["wording"] and not added:
            message = (
                "this post was published in other words, and nothing on it says so; tell what changed under "
                "'corrections' (or in the 'timeline'), or give the day in 'updated'"
            )
            yield Problem(code="changed-in-silence", message=message, span=entry.span)
