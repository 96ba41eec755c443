"""What entries say that they moved a metric, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from openhub.kinds.base import Move
from openhub.model import Entry
from openhub.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That `source` moved a metric, from `day` on."""

    day: date
    source: Entry
    move: Move


def claims(metric: Entry, site: Site) -> tuple[Claim, ...]:
    """Give what listed entries say that they did to a metric."""
    return tuple(sorted(_claims(metric, site), key=lambda claim: (claim.day, claim.source.title)))


def _claims(metric: Entry, site: Site) -> Iterator[Claim]:
    for source in site.back(metric.ref, "moves"):
        for move in source.data.moves:
            if move.metric == metric.ref:
                yield Claim(day=began(move, source, metric, site), source=source, move=move)


def began(move: Move, source: Entry, metric: Entry, site: Site) -> date:
    """Give the day from which on a move counts: as written, else its source's, else the series' last."""
    known = source.data.starts if source.kind == "event" else source.date
    return move.from_ or (site.day(known) if known else metric.data.series[-1].at.last)
