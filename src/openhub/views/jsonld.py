"""What a page tells machines about its entry, in the words of schema.org, as one block of JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from openhub.hub.occurrences import Happening
from openhub.model import Entry
from openhub.site import Site
from openhub.views.jsonld_event import event

Thing: TypeAlias = dict[str, Any]
KINDS: Mapping[str, Callable[[Any, Site], Thing]] = MappingProxyType({"event": event})
"""For each kind that is told: a function of the page's subject (an entry, or a date of a series)."""
# What would end the block, or begin a comment in it; and the line ends of JavaScript that JSON has not.
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def about(subject: Any, site: Site) -> str:
    """Write what a page is about; empty where there is nothing to tell, or nobody is to find it."""
    entry = subject.entry if isinstance(subject, Happening) else subject
    if not isinstance(entry, Entry) or entry.kind not in KINDS or entry.data.visibility != "public":
        return ""
    return written({"@context": "https://schema.org", **KINDS[entry.kind](subject, site)})


def written(thing: Thing) -> str:
    """Write JSON that can stand in a `<script>` as it is."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
