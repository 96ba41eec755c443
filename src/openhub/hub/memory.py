"""What is remembered of an entry from build to build: its feed id, when it was first there, how it looked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from openhub.kinds.event import Event
from openhub.kinds.metric import Metric
from openhub.model import Body, Entry, Ref, When
from openhub.series import Point
from openhub.site import Site
from openhub.when import Period, instant_of

# What steers openhub and shows on no page: a change of it is no news to readers.
_UNSEEN = frozenset(
    {
        "id",
        "slug",
        "aliases",
        "draft",
        "publish_at",
        "expire_at",
        "visibility",
        "feed_id",
        "uid",
        "pin",
        "timezone",
        "columns",
        "data",
    }
)
_YEAR = re.compile(r",(\d{4})")
SAFE = "/-._~!$&'()*+,;=:@"
"""What an id of a feed holds as it is."""


def feed_id(entry: Entry, site: Site) -> str:
    """Give the id (RFC 4151) that outlives title, slug, folder and domain."""
    given: str | None = entry.data.feed_id
    return given or f"tag:{site.config.feed_authority}:{entry.kind}/{quote(entry.id, safe=SAFE)}"


def first(entry: Entry, site: Site) -> str:
    """Give the day on which an entry was first there: as published, else its date, else today."""
    known = site.published.get(entry.ref)
    return known.first if known else (site.day(entry.date) if entry.date else site.today).isoformat()


def first_published(entry: Entry, site: Site) -> When | None:
    """Give the day on which an entry was first there, where the published hub tells it."""
    known = site.published.get(entry.ref)
    return known.day if known else None


def beginning(site: Site) -> datetime:
    """Give when a hub began at the earliest: when its authority does, so that no build changes it."""
    year = _YEAR.search(site.config.feed_authority)
    return datetime(int(year[1]) if year and int(year[1]) else 1970, 1, 1, tzinfo=UTC)


def changed(entry: Entry, site: Site) -> When | None:
    """Give when an entry last changed by its own words: `updated`, its latest correction, else its date."""
    return revised(entry, site) or entry.date or first_published(entry, site)


def revised(entry: Entry, site: Site) -> When | None:
    """Give when an entry was last revised: the later of `updated` and its latest correction."""
    said = [entry.data.updated, *(item.on for item in entry.data.corrections)]
    return max(filter(None, said), key=lambda when: instant_of(when, site.zone), default=None)


# ── how it looked ───────────────────────────────────────────────────────────


def digest(entry: Entry) -> str:
    """Give 16 hexadecimal digits that change when what readers see changes, and only then."""
    series = entry.data.series if isinstance(entry.data, Metric) else ()
    fields_seen = _plain(entry.data, _UNSEEN | {"series"} if series else _UNSEEN) | _hours(entry)
    seen = {
        "title": entry.title,
        "summary": entry.summary.text if entry.summary else "",
        "body": entry.body.text,
        "fields": fields_seen | ({"series": []} if series else {}),
    }
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False)
    if series:  # quotation marks in texts are escaped, so this stands where the field is, and there alone
        text = text.replace('"series": []', f'"series": [{", ".join(map(_point, series))}]', 1)
    return sha256(text.encode()).hexdigest()[:16]


def _point(point: Point) -> str:
    """Write a point as JSON, its fields in the order of the alphabet: of many, so none is an object first."""
    told = f'{{"at": "{point.at.text}", '
    if point.high is not None:
        told += f'"high": {point.high}, '
    if point.low is not None:
        told += f'"low": {point.low}, '
    if point.n is not None:
        told += f'"n": {point.n}, '
    if point.note is not None:
        told += f'"note": {json.dumps(point.note.text, ensure_ascii=False)}, '
    if point.provisional:
        told += '"provisional": true, '
    return f'{told}"value": {point.value}}}'


def _hours(entry: Entry) -> dict[str, str]:
    """Tell the zone of a series: in another one its later dates are at other hours."""
    if not isinstance(entry.data, Event) or not entry.data.rule:
        return {}
    zone = getattr(entry.data.starts, "tzinfo", None)
    return {"zone": str(zone)} if zone else {}


def plain(data: Any, names: Iterable[str]) -> str:
    """Write some fields as JSON, those that are as they are by default left out."""
    told = _fields(data, frozenset())
    return json.dumps(
        {name: told[name] for name in names if name in told}, sort_keys=True, ensure_ascii=False
    )


def _plain(value: Any, without: frozenset[str] = frozenset()) -> Any:
    if isinstance(value, Body | Period):
        return value.text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, Ref):
        return _fields(value, without)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _fields(value: Any, without: frozenset[str]) -> dict[str, Any]:
    """Leave out what is as it is by default, so that a field which a later openhub adds changes no digest."""
    model: Any = type(value)  # which mypy else takes for one that cannot be a key
    found = {}
    for name, default in _defaults(model):
        told = getattr(value, name)
        if name not in without and told != default:
            found[name] = _plain(told)
    return found


@lru_cache(maxsize=256)
def _defaults(model: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (item.name, item.default_factory() if item.default_factory is not MISSING else item.default)
        for item in fields(model)
    )


def sequence(entry: Entry, site: Site) -> int:
    """Count the changes of an entry: one more than published where it changed, else what its words tell."""
    known = site.published.get(entry.ref)
    if known:
        return known.sequence + (known.digest != digest(entry))
    return _told_changes(entry.data) if isinstance(entry.data, Event) else 0


def _told_changes(data: Event) -> int:
    occurrences = sum(item.starts is not None or item.state is not None for item in data.occurrences)
    return len(data.previous_starts) + (data.state not in {"confirmed", "tentative"}) + occurrences
