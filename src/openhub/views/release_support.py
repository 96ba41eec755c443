"""How long a version is looked after, in words that turn on the day after the last one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from openhub.hub.versions import history, is_stable
from openhub.model import Entry
from openhub.site import Site
from openhub.views.release_words import series
from openhub.views.shapes import Fact, Line, Turn
from openhub.views.turns import turn
from openhub.when import instant_of
from openhub.words import long_day


def support(entry: Entry, site: Site) -> Line:
    """Say on the page of a release how long it is supported."""
    if entry.data.yanked:
        return "Not supported, since it is withdrawn"
    day = entry.data.supported_until
    return _until(day, ("", "Ended on "), site, own=True) if day else "Not said yet"


def support_facts(name: str, site: Site) -> Iterator[Fact]:
    """Say for each line of a product how long it is supported, where somebody has said so."""
    told = (entry for entry in history(name, site).out if is_stable(entry) and entry.data.supported_until)
    for entry in series(told, site):
        words = _until(entry.data.supported_until, ("until ", "ended on "), site)
        yield Fact(term=f"Support of {entry.data.version}", text=words)


def _until(day: date, words: tuple[str, str], site: Site, *, own: bool = False) -> Turn:
    before, after = words
    return turn(f"{before}{long_day(day)}", (_end(day, site), f"{after}{long_day(day)}"), site=site, own=own)


def _end(day: date, site: Site) -> datetime:
    return instant_of(day + timedelta(days=1), site.zone)
