"""A release as lists show it: with its date, its chips and what is on both sides of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from openhub.hub.verdicts import instead
from openhub.kinds.release import is_coming
from openhub.model import Entry
from openhub.site import Site
from openhub.views.release_words import bad_counts, chips, good_counts, list_title
from openhub.views.shapes import Chip, Line
from openhub.words import day_month

FULL = 20
"""Further down a long list, a release takes one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseItem:
    """A release in a list."""

    title: str
    address: str
    date: date | None = None
    undated: str = ""
    line: Line = ""
    chips: tuple[Chip, ...] = ()
    better: str = ""
    worse: str = ""
    brief: bool = False


def release_item(entry: Entry, site: Site) -> ReleaseItem:
    """Show a release in a narrow list: the line alone tells its date and what is in it."""
    return _item(entry, site, _short(entry, site, site.today.year))


def release_row(entry: Entry, site: Site) -> ReleaseItem:
    """Show a release in a list of releases, which has a place for its date and its counts."""
    return _item(entry, site, _reason(entry, site) or entry.summary or "")


def release_rows(entries: Iterable[Entry], site: Site, start: int = 0) -> tuple[ReleaseItem, ...]:
    """Show releases in a long list, of which the first `start` stand before: the further ones in a line."""
    return tuple(
        release_row(entry, site) if place < FULL else _brief(entry, site)
        for place, entry in enumerate(entries, start)
    )


def _brief(entry: Entry, site: Site) -> ReleaseItem:
    return replace(_item(entry, site, _short(entry, site)), brief=True)


def _item(entry: Entry, site: Site, line: Line) -> ReleaseItem:
    return ReleaseItem(
        title=list_title(entry, site),
        address=site.addresses[entry.ref],
        date=site.day(entry.date) if entry.date and not is_coming(entry) else None,
        undated="not released yet" if is_coming(entry) else "no date",
        line=line,
        chips=chips(entry, site),
        better=good_counts(entry.data),
        worse=bad_counts(entry, site),
    )


def _short(entry: Entry, site: Site, year: int | None = None) -> str:
    when = day_month(site.day(entry.date), year) if entry.date else "No date"
    when = "Coming" if is_coming(entry) else when
    what = _instead(entry, site) if entry.data.yanked else _counts(entry, site)
    return f"{when}: {what}" if what else when


def _counts(entry: Entry, site: Site) -> str:
    good, bad = good_counts(entry.data), bad_counts(entry, site)
    return "; ".join(filter(None, (good, bad or ("nothing breaks" if good else ""))))


def _instead(entry: Entry, site: Site) -> str:
    other = instead(entry, site)
    return f"withdrawn, take {other.data.version}" if other else "withdrawn"


def _reason(entry: Entry, site: Site) -> Line:
    if not entry.data.yanked:
        return ""
    words = _instead(entry, site)
    return entry.data.yanked.reason or f"{words[:1].upper()}{words[1:]}."
