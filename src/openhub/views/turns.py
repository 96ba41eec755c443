"""Texts that turn at an instant: "Coming" until an event begins, "On now" until it ends, then "Over"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias

from openhub.site import Site
from openhub.views.shapes import Chip, Said, Turn
from openhub.when import instant_of

Text: TypeAlias = str | tuple[str, bool]
"""Words, or a word with whether it is filled as a chip; "" where nothing is said."""


def turn(first: Text, *then: tuple[datetime, Text], site: Site, own: bool = False) -> Turn:
    """Say `first` until the instant of the next text, that one until the next, and the last for ever.

    On the page that the texts are about (`own`) the one that is true now is shown without a script; on all
    others the one that is true when the local day begins, so that they change at midnight alone.
    """
    steps = sorted(((at.astimezone(UTC), text) for at, text in then), key=lambda step: step[0])
    bounds = [None, *(at for at, _ in steps), None]
    now = (site.now if own else instant_of(site.today, site.zone)).astimezone(UTC)
    spans = zip(pairwise(bounds), (first, *(text for _, text in steps)), strict=True)
    said = [
        _said(text, since, until, now) for (since, until), text in spans if since != until or since is None
    ]
    changes = {
        one.since if own else _midnight(one.since, site): one.text.strip()
        or f"no longer “{before.text.strip()}”"
        for before, one in pairwise(said)
        if one.since
    }
    return Turn(texts=tuple(one for one in said if one.text), changes=tuple(changes.items()))


def chip(first: Text, *then: tuple[datetime, Text], site: Site, own: bool = False) -> Iterator[Chip]:
    """Give a chip that turns, if any of its words is said at all."""
    made = turn(first, *then, site=site, own=own)
    if made.texts:
        yield made


def _said(text: Text, since: datetime | None, until: datetime | None, now: datetime) -> Said:
    words, filled = text if isinstance(text, tuple) else (text, False)
    shown = (since is None or since <= now) and (until is None or now < until)
    return Said(text=words, filled=filled, since=since, until=until, shown=shown)


def _midnight(at: datetime, site: Site) -> datetime:
    """Give the first local midnight at which `at` has come."""
    day = site.day(at)
    begins = instant_of(day, site.zone).astimezone(UTC)
    return begins if begins >= at else instant_of(day + timedelta(days=1), site.zone).astimezone(UTC)


def shown(it: str | Turn) -> str:
    """Give the text that is read without a script."""
    return it if isinstance(it, str) else " ".join(_shown(it.texts))


def _shown(texts: Iterable[Said]) -> Iterator[str]:
    return (one.text for one in texts if one.shown)
