"""The views of metrics: what improved beside what worsened, and one number with its story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from markupsafe import Markup as Safe

from openhub.charts import sparkline
from openhub.hub.cadence import days_late
from openhub.hub.plan import Page
from openhub.judging import is_inside, sentence
from openhub.model import Entry
from openhub.site import Site
from openhub.views.metric_chart import shape
from openhub.views.metric_page import metric
from openhub.views.metric_words import late_words, side
from openhub.views.shapes import Chip, Group, Link, View
from openhub.words import day_month, in_period

__all__ = ["MetricItem", "index", "metric", "metric_item"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricItem:
    """A metric in a list: its sentence, and its line as small as a word; without title, an empty slot."""

    title: str = ""
    address: str = ""
    line: str
    spark: str = ""
    chips: tuple[Chip, ...] = ()
    side: str = "none"


def metric_item(entry: Entry, site: Site) -> MetricItem:
    """Show a metric in a list."""
    drawn = sparkline(entry.data.series, side(entry.data), shape(entry.data), entry.data.parts)
    return MetricItem(
        title=entry.title,
        address=site.addresses[entry.ref],
        line=_retired_line(entry, site) if entry.data.retired else sentence(entry.data, site.config.language),
        chips=tuple(_chips(entry, site)),
        side=side(entry.data),
        spark=Safe(drawn),  # noqa: S704 -- numbers and class names of our own
    )


def _chips(entry: Entry, site: Site) -> Iterator[Chip]:
    if entry.data.retired:
        yield "Retired", False
    if late := late_words(entry, site):
        yield late, True


def _retired_line(entry: Entry, site: Site) -> str:
    said, retired, language = entry.data.verdict, entry.data.retired, site.config.language
    when = f"Not counted since {day_month(retired.on, site.today.year, language)}. {retired.because}"
    if said is None:
        return when
    value = entry.data.amount(said.last.value, language)
    return f"{when} Last value: {value} {in_period(said.last.at, language)}."


def index(page: Page, site: Site) -> View:
    """Show every metric, once: both sides first, then what is on neither."""
    entries = site.of("metric")
    values: dict[str, Any] = {
        "lead": "What we count, what we want of it, and what it does. Each number has its story.",
        "slots": _slots(entries, site),
        "groups": tuple(_groups([entry for entry in entries if not has_moved(entry, site)], site)),
        "downloads": _DOWNLOADS if entries else (),
    }
    return View(
        address=page.address,
        template="metrics",
        title="Metrics",
        values=values,
        section=page.address,
        asof=True,
    )


def has_moved(entry: Entry, site: Site) -> bool:
    """Tell whether a metric improved or worsened of late: one whose next value is late is no news."""
    return side(entry.data) != "none" and not days_late(entry, site)


def _slots(entries: Sequence[Entry], site: Site) -> tuple[MetricItem, ...]:
    """Let improved and worsened alternate; an empty slot where a side runs out. Empty if nothing moved."""
    good, bad = (
        [metric_item(entry, site) for entry in entries if side(entry.data) == name and has_moved(entry, site)]
        for name in _ENDED
    )
    for name, mine, others in (("good", good, bad), ("bad", bad, good)):
        if len(mine) < len(others):
            mine.append(MetricItem(side=name, line=_ENDED[name][bool(mine)]))
    return tuple(item for pair in zip_longest(good, bad) for item in pair if item is not None)


_ENDED = {
    "good": ("Nothing has improved that we count.", "Nothing more has improved."),
    "bad": ("Nothing has worsened that we count.", "Nothing more has worsened."),
}
"""What stands where a side has nothing, and where it has nothing more."""


def _groups(entries: list[Entry], site: Site) -> Iterator[Group]:
    for name, (heading, note) in _GROUPS.items():
        items = tuple(metric_item(entry, site) for entry in entries if _group(entry, site) == name)
        if items:
            yield Group(id=name, heading=heading, note=note, items=items)


def _group(entry: Entry, site: Site) -> str:
    said = entry.data.verdict
    if entry.data.retired:
        return "Retired"
    if days_late(entry, site):
        return "Late"
    if said and said.trend != "alone" and is_inside(entry.data) is not None:
        return "Inside" if is_inside(entry.data) else "Outside"
    return "Context" if said and said.judgement == "none" else "Steady"


_DOWNLOADS = (
    Link("all metrics as YAML", "/metrics.yaml"),
    Link("data package", "/metrics/datapackage.json"),
)
_GROUPS = {
    "Outside": ("Outside the range", "Neither nearer to where we want it nor further away."),
    "Inside": ("Inside the range", "They may move, as long as they stay where we want them."),
    "Steady": ("No clear change", "Within what we call steady, or with too few values to say."),
    "Context": ("Neither good nor bad", "We count these to understand the others."),
    "Late": ("Late", "The next value should be here and is not."),
    "Retired": ("Retired", "We no longer count these, and say why."),
}
