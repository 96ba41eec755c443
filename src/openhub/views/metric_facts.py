"""What stands beside a metric: why it is counted, what it means, where it comes from, what we aim at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.series import Target
from openhub.site import Site
from openhub.views import parts
from openhub.views.metric_words import cadence_words, period_label
from openhub.views.presence import owner_link
from openhub.views.shapes import Fact, Link
from openhub.words import number

_UNSAID = "Not said yet."
_DIRECTIONS = {"up": "More is better.", "down": "Less is better.", "none": "It has no good direction."}
_SHOWN_ELSEWHERE = "Marked on"


def objective(data: Metric) -> str:
    """Say why it is counted, or that nobody has said so yet."""
    return data.objective or _UNSAID


def facts(entry: Entry, site: Site) -> Iterator[Fact]:
    """Show what a reader must know to judge the number."""
    data: Metric = entry.data
    if data.question:
        yield Fact(term="The question behind it", text=data.question)
    definition = (Link(_followed(data.definition_url), data.definition_url),) if data.definition_url else ()
    yield Fact(term="Definition", text=data.definition or _UNSAID, links=definition)
    yield Fact(term="Source", text=data.source or _UNSAID)
    if data.method:
        yield Fact(term="Method", text=data.method)
    if data.caveats:
        yield Fact(term="Read it with care", text=data.caveats)
    language = site.config.language
    yield Fact(term="What is good", text=_good(data, language))
    yield from _targets(data, language)
    yield from _rules(data, language)
    owner = (owner_link(data.owner, site),) if data.owner else ()
    yield Fact(term="Whom to ask", text="" if owner else _UNSAID, links=owner)
    if entry.data.visibility == "public":
        yield Fact(term="Take it away", links=tuple(_downloads(entry)))
    yield from (fact for fact in parts.common_facts(entry, site) if fact.term != _SHOWN_ELSEWHERE)


_CHAOSS = re.compile(r"https://(?:www\.)?chaoss\.community/kb/metric-([a-z0-9-]+)/?")


def _followed(url: str) -> str:
    """Name the definition that a metric follows; one of CHAOSS by its name there."""
    found = _CHAOSS.fullmatch(url)
    return f"CHAOSS: {found[1].replace('-', ' ')}" if found else "The definition we follow"


def _downloads(entry: Entry) -> Iterator[Link]:
    """Lead to the numbers as files, which an unlisted metric does not have."""
    for title, ending in (("CSV", "csv"), ("JSON", "json"), ("Chart for Vega-Lite", "vl.json")):
        yield Link(title, f"/metrics/{entry.id}.{ending}")


def _good(data: Metric, language: str) -> str:
    if data.direction != "range" or data.range is None:
        return _DIRECTIONS.get(data.direction, _UNSAID)
    low, high = data.range.min, data.range.max
    if low is not None and high is not None:
        return f"Between {data.number(low, language)} and {data.amount(high, language)}."
    return (
        f"At least {data.amount(low, language)}."
        if low is not None
        else f"At most {data.amount(high or 0, language)}."
    )


def _targets(data: Metric, language: str) -> Iterator[Fact]:
    """Tell every target that was ever set, the latest first."""
    for place, target in enumerate(reversed(data.targets)):
        yield Fact(term="The target before" if place else "Target", text=_target(target, data, language))
        if target.note:
            yield Fact(term="Why, at the time" if place else "Why this target", text=target.note)


def _target(target: Target, data: Metric, language: str) -> str:
    words = data.amount(target.value, language)
    since = f", since {period_label(target.from_, language)}" if target.from_ else ""
    until = f", to be reached by {period_label(target.by, language)}" if target.by else ""
    return f"{words}{since}{until}."


def _rules(data: Metric, language: str) -> Iterator[Fact]:
    if data.cadence:
        words = cadence_words(data)
        yield Fact(term="How often", text=words[:1].upper() + words[1:] + ".")
    yield Fact(term="A clear change", text=f"More than {number(data.steady, language)} % up or down.")
    if data.min_n:
        least = number(data.min_n, language)
        yield Fact(term="Too few", text=f"Fewer than {least} are counted and not relied on.")
