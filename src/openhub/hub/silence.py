"""What changed of a metric in silence since it was published: what would turn bad news into good unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from openhub.hub import published_values
from openhub.hub.impact import gone_for_good, is_kept
from openhub.judging import breaks
from openhub.kinds.metric import Metric
from openhub.model import Entry, Ref
from openhub.problems import Problem, Span
from openhub.series import Revision, Target
from openhub.site import Site
from openhub.urls import absolute
from openhub.when import Period, parse_period
from openhub.words import exact

_WHY = {"draft": "a draft now", "future": "held back now", "expired": "taken down now, by 'expire_at'"}
_RETIRE = "a metric that is counted no longer stays, with 'retired'"


def remembered(data: Metric) -> Mapping[str, Any]:
    """Give what `hub.json` keeps of a metric, so that the next build sees what changed in silence."""
    return {
        "unit": data.unit,
        "definition": _digest(data.definition.text) if data.definition else "",
        "revisions": len(data.revisions),
        "breaks": len(breaks(data)),
        "revised": [_revision(one) for one in data.revisions],
        "targets": [_target(target) for target in data.targets],
        "judged": _judged(data),
        "values": published_values.kept(data.series),
    }


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def _revision(one: Revision) -> list[str]:
    """Give of a revision what moves it; its words may be put better."""
    return [one.on.isoformat(), one.affects or ""]


def _target(target: Target) -> Mapping[str, Any]:
    return {
        "from": target.from_.text if target.from_ else None,
        "value": target.value,
        "by": target.by.text if target.by else None,
    }


def _judged(data: Metric) -> Mapping[str, Any]:
    """Give the fields by which values are judged, as text."""
    span = (
        [None if bound is None else exact(bound) for bound in (data.range.min, data.range.max)]
        if data.range
        else []
    )
    return {
        "direction": data.direction,
        "range": " to ".join(bound or "any" for bound in span) or "none",
        "compare": f"{data.compare.months} months, {data.compare.rest.days} days",
        "steady": f"{data.steady:g}%",
        "min_n": str(data.min_n or 0),
    }


def silent_changes(site: Site, file: str) -> Iterator[Problem]:
    """Find metrics that were published otherwise, or that are gone without a word."""
    for ref in gone_for_good(site):
        if ref.kind == "metric":
            yield _vanished(f"'{ref}' was published and is gone", Span(file))
    yield from _hidden(site)
    for entry in site.of("metric"):
        known = site.published.get(entry.ref)
        if known:
            yield from _moved(entry, site)
            yield from _changed(entry, known.data)


def _vanished(words: str, span: Span) -> Problem:
    return Problem(code="metric-vanished", message=f"{words}; {_RETIRE}", span=span)


def _hidden(site: Site) -> Iterator[Problem]:
    """Find published metrics that stand in the hub and are shown no more, or in no list."""

    def was_there(ref: Ref) -> bool:
        return ref.kind == "metric" and ref in site.published and not is_kept(ref, site)

    for item in site.held:
        if was_there(item.ref):
            yield _vanished(f"'{item.ref}' was published and is {_WHY[item.why]}", item.span)
    for entry in site.entries.values():
        if entry.data.visibility == "unlisted" and was_there(entry.ref):
            yield _vanished(f"'{entry.ref}' was published and is in no list now", entry.place("visibility"))


def _moved(entry: Entry, site: Site) -> Iterator[Problem]:
    """Find a metric that has another address in the same hub, and no page where readers know it."""
    former = str(site.published[entry.ref].data.get("url") or "")
    now = absolute(site.addresses[entry.ref], site.config.base)
    is_ours = former.startswith(absolute("/", site.config.base))
    if is_ours and former.rstrip("/") != now.rstrip("/") and not is_kept(entry.ref, site):
        message = (
            f"'{entry.ref}' was published at {former} and is at another address; "
            "keep that one under 'aliases'"
        )
        yield Problem(code="metric-vanished", message=message, span=entry.place("slug"))


def _changed(entry: Entry, known: Mapping[str, Any]) -> Iterator[Problem]:
    now = remembered(entry.data)
    if known.get("unit") not in {None, now["unit"]}:
        message = (
            f"unit: published as '{known['unit']}'; "
            "give what is counted otherwise another id, and retire this one"
        )
        yield Problem(code="metric-unit-changed", message=message, span=entry.place("unit"))
    yield from _redefined(entry, known, now)
    yield from _targets(entry, known)
    yield from _unrevised(entry, known, now)
    if not _is_broken(known, now):
        yield from _rejudged(entry, known, now)
        yield from _rewritten(entry, known, now)


def _is_broken(known: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether a new revision says that all is counted otherwise, or what was published tells of none."""
    former, told = _revised(known), known.get("breaks", known.get("revisions"))
    if former is None:
        return not isinstance(told, int) or now["breaks"] > told
    return any(_period(affects) is None for _, affects in _beyond(now["revised"], former))


def _beyond(ours: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    """Give what is in one list and not in another, as often as it is there more."""
    rest, found = list(others), []
    for one in ours:
        if one in rest:
            rest.remove(one)
        else:
            found.append(one)
    return found


def _revised(known: Mapping[str, Any]) -> list[Any] | None:
    found = known.get("revised")
    return found if isinstance(found, list) else None


def _unrevised(entry: Entry, known: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Problem]:
    """Find a revision that was published and is not there any more, or on another day."""
    for one in _beyond(_revised(known) or [], now["revised"]):
        if isinstance(one, list) and len(one) == 2:
            of = f" of {one[1]}" if one[1] else ""
            message = (
                f"revisions: the one{of} on {one[0]} was published and is gone; "
                "keep it as it was, and add another one below it"
            )
            yield Problem(code="metric-revision-changed", message=message, span=entry.place("revisions"))


def _redefined(entry: Entry, known: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Problem]:
    """Find a definition that changed without a revision of it: one of a single period's value is none."""
    kind = "breaks" if "breaks" in known else "revisions"
    old, told = known.get("definition"), known.get(kind)
    if old and old != now["definition"] and isinstance(told, int) and now[kind] <= told:
        message = "definition: published otherwise; say under 'revisions' what changed, and on which day"
        yield Problem(code="metric-redefined", message=message, span=entry.place("definition"))


def _rejudged(entry: Entry, known: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Problem]:
    """Find what decides whether a value is good, changed since it was published."""
    judged = _record(known, "judged")
    for name, value in now["judged"].items():
        before = judged.get(name)
        if isinstance(before, str) and before != value:
            message = (
                f"{name}: published as '{before}', and now '{value}', so that values which readers know are "
                "judged otherwise; say under 'revisions' what changed, and why"
            )
            yield Problem(code="metric-judged-otherwise", message=message, span=entry.place(name))


def _rewritten(entry: Entry, known: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Problem]:
    """Find published values that are others now, gone, provisional, or have new ones before the last."""
    values, former = _record(known, "values"), _revised(known) or []
    ends = published_values.span(values)
    new = _beyond(now["revised"], former)
    put_right = [at for _, affects in new if (at := _period(affects))]
    if ends and published_values.is_rewritten(values, entry.data.series, put_right):
        begin, end = ends
        span = begin.text if begin == end else f"{begin.text} to {end.text}"
        message = (
            f"series: the values of {span} are others than published; "
            "say under 'revisions' what was put right"
        )
        place = entry.place("series" if "series" in entry.places else "data")
        yield Problem(code="metric-values-changed", message=message, span=place)


def _record(known: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = known.get(name)
    return found if isinstance(found, dict) else {}


def _period(text: object) -> Period | None:
    try:
        return parse_period(str(text).strip())
    except ValueError:  # hub.json of others
        return None


# ── targets ─────────────────────────────────────────────────────────────────


def _targets(entry: Entry, known: Mapping[str, Any]) -> Iterator[Problem]:
    former = known.get("targets")
    listed = [one for one in former if _is_target(one)] if isinstance(former, list) else []
    found = _lost(entry.data, listed) or _backdated(entry.data, listed, known)
    if found:
        yield Problem(code="metric-target-changed", message=f"targets: {found}", span=entry.place("targets"))


def _is_target(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("value"), int | float)


def _lost(data: Metric, former: list[Mapping[str, Any]]) -> str:
    """Say which published target is not there any more as it was."""
    now = [_target(target) for target in data.targets]
    for lost in (one for one in former if one not in now):
        value, by = exact(lost["value"]), lost.get("by")
        same = [one for one in now if (one["from"], one["value"]) == (lost.get("from"), lost["value"])]
        if same:
            was = f"to be reached by {by}" if by else "without 'by'"
            moved = f"has 'by: {same[0]['by']}' now" if same[0]["by"] else "has none now"
            return (
                f"{value} was published {was} and {moved}; keep it, and write a target with the new day below"
            )
        return f"{value} was published as a target and is gone; keep it, and write the new one below it"
    return ""


def _backdated(data: Metric, former: list[Mapping[str, Any]], known: Mapping[str, Any]) -> str:
    """Say which new target is to hold for values that were published under another one."""
    last = _period(_record(known, "values").get("last"))
    since = _period(former[-1].get("from")) if former else None
    until = last.last if last else since.first if since else date.min
    for target in data.targets if former else ():
        begins = target.from_.first if target.from_ else date.min
        if _target(target) not in former and begins <= until:
            when = f"from {target.from_.text} on" if target.from_ else "from the beginning on"
            return (
                f"{exact(target.value)} is to hold {when}, for values that were published under another "
                "target; let it begin after them"
            )
    return ""
