"""The view of one metric: the sentence first, then the series, what moved it, and its story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from openhub.hub.cadence import due
from openhub.hub.plan import Page
from openhub.judging import sentence
from openhub.kinds.metric import Metric
from openhub.model import Body, Entry
from openhub.series import Point
from openhub.site import Site
from openhub.urls import is_web
from openhub.views import parts
from openhub.views.answers import answer
from openhub.views.metric_chart import drawn
from openhub.views.metric_facts import facts, objective
from openhub.views.metric_figures import figures
from openhub.views.metric_marks import marks
from openhub.views.metric_words import (
    cadence_words,
    late_words,
    length_words,
    period_label,
    side,
    side_word,
)
from openhub.views.shapes import Line, Link, Verdict, View
from openhub.words import day_month, long_day, period


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """What the numbers of a period mean."""

    heading: str
    text: Body
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody behind the numbers."""

    text: Body
    by: str = ""
    on: date | None = None
    source: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A change of what was counted or published."""

    on: date
    text: str
    why: Line = ""


def metric(page: Page, site: Site) -> View:
    """Show one metric."""
    entry: Entry = page.subject
    data: Metric = entry.data
    language = site.config.language
    found = tuple(marks(entry, site))
    chart = drawn(entry, tuple(mark.date for mark in found), language)
    values: dict[str, Any] = {
        "entry": entry,
        "side": side(data),
        "side_word": side_word(data),
        "verdict": sentence(data, language),
        "compared": " ".join(_compared(data, language)),
        "banner": _banner(entry, site),
        "objective": objective(data),
        "chart_wide": chart.wide,
        "chart_narrow": chart.narrow,
        "caption": chart.caption,
        "marks": found,
        **figures(data, language),
        "story": tuple(_story(data, site)),
        "voices": tuple(_voices(data, site)),
        "revisions": tuple(_revisions(data)),
        "corrections": parts.corrections(entry, site),
        "facts": tuple(facts(entry, site)),
        "answer": answer(entry, site),
    }
    crumb = parts.list_crumb("metric", site)
    return View(
        address=page.address,
        template="metric",
        title=entry.title,
        values=values,
        description=sentence(data, language),
        section=crumb[1],
        state="retired" if data.retired else "late" if late_words(entry, site) else side(data),
        asof=due(data) is not None,
        crumbs=(crumb,),
    )


def _compared(data: Metric, language: str) -> Iterator[str]:
    """Name the baseline, and what is not counted."""
    said = data.verdict
    if said and said.baseline:
        value = data.amount(said.baseline.value, language)
        name = _baseline_name(said.baseline, data.compare.before(said.last.at.first), data)
        yield f"Compared with {period(said.baseline.at, language)}, {name}: {value}."
    loose = [
        f"{period(point.at, language)}, {data.amount(point.value, language)}"
        for point in data.series
        if point.provisional
    ]
    if loose:
        yield f"Provisional and not counted: {'; '.join(loose)}."


_NEAR = 4
"""A week that begins less than a quarter of the length of time earlier is still as old as wanted."""


def _baseline_name(baseline: Point, wanted: date, data: Metric) -> str:
    """Say why a value is compared with this one: it is as old as wanted, or as near to that as any is."""
    if wanted < baseline.at.first:
        return "our first final value"
    length = length_words(data.compare)
    is_near = (wanted - baseline.at.first) * _NEAR < data.final[-1].at.first - baseline.at.first
    if is_near and wanted <= baseline.at.last:
        return f"{length} before"
    return f"the newest final value that is at least {length} older"


def _banner(entry: Entry, site: Site) -> Verdict | None:
    data: Metric = entry.data
    language = site.config.language
    if data.retired:
        headline = f"Retired on {long_day(data.retired.on, language)}"
        successor = data.retired.replaced_by
        links = (parts.ref_link(successor, site, "."),) if successor else ()
        line = f"{data.retired.because}{' In its place we look at' if links else ''}"
        return Verdict(side="", headline=headline, line=line, links=links)
    late = late_words(entry, site)
    if not late:
        return None
    last = due(data)
    day = day_month(last, site.today.year, language) if last else ""
    newest = period(data.series[-1].at, language)
    line = f"We count it {cadence_words(data)}; the value after {newest} was due by {day}."
    return Verdict(side="bad", headline=late, line=line)


# ── the words ───────────────────────────────────────────────────────────────


def _story(data: Metric, site: Site) -> Iterator[Tale]:
    for told in data.story:
        heading = period_label(told.for_, site.config.language) if told.for_ else ""
        yield Tale(
            heading=heading, text=told.text, by=parts.person_link(told.by, site).title if told.by else ""
        )


def _voices(data: Metric, site: Site) -> Iterator[Quote]:
    for voice in data.voices:
        by = parts.person_link(voice.by, site).title if voice.by else "somebody who asked not to be named"
        yield Quote(text=voice.text, by=by[:1].upper() + by[1:], on=voice.on, source=_source(voice.source))


def _source(text: str | None) -> Link | None:
    if not text:
        return None
    return Link("where it was said", text) if is_web(text) else Link(text)


def _revisions(data: Metric) -> Iterator[Revised]:
    for revision in sorted(data.revisions, key=lambda revision: revision.on, reverse=True):
        affects = f"{revision.affects}: " if revision.affects else ""
        end = "" if revision.what.endswith((".", "!", "?")) else "."
        yield Revised(on=revision.on, text=f"{affects}{revision.what}{end}", why=revision.why or "")
