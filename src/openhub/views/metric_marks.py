"""What is said to have moved a metric, and what the series did since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from openhub.judging import final_points
from openhub.kinds.base import Move
from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.series import Point
from openhub.site import Site
from openhub.trend import trend
from openhub.views.parts import kind_word
from openhub.views.shapes import Line
from openhub.words import number, period


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
    found = [
        (_began(move, source, entry.data.series[-1], site), source, move)
        for source in site.back(entry.ref, "moves")
        for move in source.data.moves
        if move.metric == entry.ref
    ]
    ordered = sorted(found, key=lambda claim: (claim[0], claim[1].title))
    days = [claim[0] for claim in ordered]
    for place, (day, source, move) in enumerate(ordered, 1):
        until = next((later for later in days if later > day), None)
        yield Mark(
            number=place,
            date=day,
            title=source.title,
            address=site.addresses[source.ref],
            kind=kind_word(source),
            expected=move.direction,
            happened=_happened(entry.data, day, until),
            note=move.note or "",
        )


def _began(move: Move, source: Entry, last: Point, site: Site) -> date:
    """Give the day from which on a move counts: as written, else its source's, else the series' last."""
    known = source.data.starts if source.kind == "event" else source.date
    return move.from_ or (site.day(known) if known else last.at.last)


def _happened(data: Metric, day: date, until: date | None) -> str:
    """Say what the series did from the last final value before a day up to the next mark."""
    points = final_points(data)
    before = [point for point in points if point.at.last < day]
    after = [point for point in points if point.at.last >= day]
    if not after:
        return "no final value since"
    if not before:
        return "no value from before"
    ours = [point for point in after if until is None or point.at.last < until]
    return _moved(before[-1], ours[-1] if ours else after[0], data)


def _moved(old: Point, new: Point, data: Metric) -> str:
    went = trend(old.value, new.value, data.steady)
    words = "no clear change" if went == "steady" else f"went {went}"
    return f"{words} until {period(new.at)}: {number(old.value)}, then {number(new.value)}"
