"""How often a metric is counted, and whether its next value is late."""

from __future__ import annotations

from datetime import date, timedelta

from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.series import CADENCES
from openhub.site import Site
from openhub.when import Duration

_EVERY = {
    "day": Duration(0, timedelta(days=1)),
    "week": Duration(0, timedelta(weeks=1)),
    "month": Duration(1),
    "quarter": Duration(3),
    "year": Duration(12),
}


def countable(data: Metric) -> date | None:
    """Give the first day on which the period of the next value is over; None where no cadence says so."""
    every = _every(data)
    return every.after(_counted(data, every) + timedelta(days=1)) if every else None


def _counted(data: Metric, every: Duration) -> date:
    """Give the last day that is counted: of the last final value, or of a provisional one right after it.

    Later ones may be a forecast, which says nothing of whether we count.
    """
    places = range(len(data.series) - 1, -1, -1)
    place = next((place for place in places if not data.series[place].provisional), None)
    if place is None:
        return data.series[0].at.last
    last, *later = data.series[place : place + 2]
    due = every.after(last.at.last + timedelta(days=1))
    return later[0].at.last if later and later[0].at.first < due else last.at.last


def due(data: Metric) -> date | None:
    """Give the last day on which the next value is in time; None where the cadence is no length of time.

    A period is counted once it is over, and then has as long again: October's value is due until the end
    of November.
    """
    every, since = _every(data), countable(data)
    return every.after(since) - timedelta(days=1) if every and since else None


def _every(data: Metric) -> Duration | None:
    if not data.series or data.retired:
        return None
    return _EVERY.get(CADENCES.get((data.cadence or "").lower(), ""))


def days_late(entry: Entry, site: Site) -> int:
    """Count the days since the next value was due; 0 while it is not late."""
    last = due(entry.data)
    return max((site.today - last).days, 0) if last else 0
