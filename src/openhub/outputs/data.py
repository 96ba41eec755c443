"""`/hub.json`: the index of everything, and the hub's memory from one build to the next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from openhub.hub import ledger, memory, silence, wording
from openhub.kinds import feedback
from openhub.kinds.feedback import Feedback
from openhub.kinds.metric import Metric
from openhub.kinds.release import Release, is_coming
from openhub.model import Entry, Output, When
from openhub.site import Site
from openhub.urls import absolute

PATH = "hub.json"


def outputs(site: Site) -> Iterator[Output]:
    """Give `/hub.json`."""
    config = site.config
    hub = {
        "title": config.title or "",
        "url": config.base,
        "language": config.language,
        "authority": config.feed_authority,
        "entries": [item(entry, site) for entry in sorted(site.listed, key=lambda entry: entry.ref)],
    }
    daily = any(not entry.date and not memory.first_published(entry, site) for entry in site.listed)
    text = json.dumps(hub, ensure_ascii=False, sort_keys=True, indent=1)
    # An entry of which nobody knows since when it is there is told to be there since today.
    yield Output(path=PATH, content=f"{text}\n".encode(), daily=daily)


def item(entry: Entry, site: Site) -> dict[str, Any]:
    """Tell of one entry what others need to find it, and the next build to know it again."""
    return {
        "ref": str(entry.ref),
        "kind": entry.kind,
        "url": absolute(site.addresses[entry.ref], site.config.base),
        "title": entry.title,
        "summary": entry.summary.text if entry.summary else "",
        "date": _iso(entry.date),
        "updated": _iso(memory.revised(entry, site)),
        "side": ledger.side_of(entry, site),
        "state": state(entry, site),
        "tags": list(entry.data.tags),
        "audiences": list(entry.data.audiences),
        "feed_id": memory.feed_id(entry, site),
        "first": memory.first(entry, site),
        "digest": memory.digest(entry),
        "sequence": memory.sequence(entry, site),
        **(silence.remembered(entry.data) if isinstance(entry.data, Metric) else {}),
        **(wording.remembered(entry) if entry.kind == "post" else {}),
    }


def state(entry: Entry, site: Site) -> str | None:
    """Give the state of an entry, where its kind has one; a release may be yanked, or not out yet."""
    if isinstance(entry.data, Release):
        return "yanked" if entry.data.yanked else "unreleased" if is_coming(entry) else None
    if isinstance(entry.data, Feedback):
        return feedback.state(entry, site)
    told: str | None = getattr(entry.data, "state", None)
    return told


def _iso(when: When | None) -> str | None:
    return when.isoformat() if when else None
