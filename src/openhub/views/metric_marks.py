"""What is said to have moved a metric, and what the series did since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from openhub.hub.moves import claims
from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.series import Point
from openhub.site import Site
from openhub.trend import trend
from openhub.views.parts import kind_word
from openhub.views.shapes import Line
from openhub.words import apart, number, period


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A numbered mark: the entry that claims it, what it expected, and what the series did."""

    number: int
    date: date
    title: str
    address: str
    kind: str
    expected: Line
    happened: str
    note: Line = ""


def marks(entry: Entry, site: Site) -> Iterator[Mark]:
    """Number what is said to have moved the metric, in the order of time."""
    found = claims(entry, site)
    for place, claim in enumerate(found, 1):
        until = next((later.day for later in found if later.day > claim.day), None)
        yield Mark(
            number=place,
            date=claim.day,
            title=claim.source.title,
            address=site.addresses[claim.source.ref],
            kind=kind_word(claim.source),
            expected=claim.move.direction,
            happened=_happened(entry.data, claim.day, until, site.config.language),
            note=claim.move.note or "",
        )


def _happened(data: Metric, day: date, until: date | None, language: str) -> str:
    """Say what the series did from the last final value before a day up to the next mark."""
    points = data.final
    before = [point for point in points if point.at.last < day]
    after = [point for point in points if point.at.last >= day]
    if not after:
        return "no final value since"
    if not before:
        return "no value from before"
    ours = [point for point in after if until is None or point.at.last < until]
    return _moved(before[-1], ours[-1] if ours else after[0], data, language)


def _moved(old: Point, new: Point, data: Metric, language: str) -> str:
    went = trend(old.value, new.value, data.steady)
    words = "no clear change" if went == "steady" else f"went {went}"
    least = apart((old.value, new.value))
    values = ", then ".join(number(point.value, language, None, least) for point in (old, new))
    return f"{words} until {period(new.at, language)}: {values}"
