"""Whether metrics tell all that readers must know."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from openhub.hub import moves
from openhub.hub.moves import Claim
from openhub.judging import in_per_cent
from openhub.kinds.metric import Metric
from openhub.model import Entry
from openhub.problems import Problem, Span
from openhub.series import Point
from openhub.site import Site
from openhub.trend import change, trend
from openhub.words import exact, preposition

JUMP = 3
"""A change this many times the median change of its series is a jump, if it is no steady one."""
LEAP = 50
"""Where most values do not change at all, a jump is a change of more than so many per cent."""
ENOUGH = 5
"""With fewer values nobody can tell a jump from the usual."""


def hints(site: Site) -> Iterator[Problem]:
    """Say what readers of a metric would miss."""
    for entry in site.of("metric"):
        if not entry.data.retired:
            yield from _old_story(entry)
            yield from _numbers_only(entry, site)
            yield from _jump(entry, site)
            yield from _without_count(entry)
        yield from _few(entry)
        yield from _contradicted(entry, site)


def _numbers(entry: Entry) -> Span:
    """Give the place where the values of a metric begin, or where its CSV is named."""
    return entry.place("series" if "series" in entry.places else "data")


def _old_story(entry: Entry) -> Iterator[Problem]:
    points = entry.data.final
    told = [story.for_ for story in entry.data.story if story.for_]
    # What is written of a time to come says nothing of the values that are there.
    newest = max((at for at in told if points and at.first <= points[-1].at.last), default=None)
    if entry.data.story and len(points) > 1 and not newest:
        message = (
            f"story: says nothing of {points[-1].at.text}, the newest value; name its period under 'for'"
        )
        yield Problem(code="metric-story-old", message=message, span=entry.place("story"))
    if newest and newest.last < points[-1].at.first:
        message = (
            f"story: the newest is for {newest.text}, the newest value for {points[-1].at.text}; "
            "say what it means"
        )
        yield Problem(code="metric-story-old", message=message, span=entry.place("story"))


def _numbers_only(entry: Entry, site: Site) -> Iterator[Problem]:
    """Find a metric whose last two values nobody tells of: no story, voice, note or mark."""
    data: Metric = entry.data
    last = data.final[-2:]
    if len(last) < 2 or data.story or any(point.note for point in last):
        return
    since = last[0].at.first
    heard = any(voice.on is None or voice.on >= since for voice in data.voices)
    if not heard and all(claim.day < since for claim in moves.claims(entry, site)):
        message = (
            f"story: missing; numbers alone stand for {last[0].at.text} and {last[1].at.text}: "
            "say what they mean, or let somebody speak under 'voices'"
        )
        yield Problem(code="metric-numbers-only", message=message, span=_numbers(entry))


def _jump(entry: Entry, site: Site) -> Iterator[Problem]:
    """Find the latest jump that no mark, note or story explains."""
    steps = list(pairwise(entry.data.final))
    if len(steps) + 1 < ENOUGH:
        return
    usual = median(abs(later.value - former.value) for former, later in steps)
    claims = moves.claims(entry, site)
    for former, later in reversed(steps):
        if _is_jump(former, later, usual, entry.data) and not _is_explained(
            former, later, claims, entry.data
        ):
            message = (
                f"series: from {_point(former)} to {_point(later)} is more than "
                f"{JUMP} times the usual change; say with 'moves' in another entry, a "
                "note or a story what happened"
            )
            yield Problem(code="metric-jump", message=message, span=_numbers(entry))
            return


def _point(point: Point) -> str:
    return f"{exact(point.value)} {preposition(point.at)} {point.at.text}"


def _is_jump(former: Point, later: Point, usual: float, data: Metric) -> bool:
    share = change(former.value, later.value)
    clear = share is None or abs(share) > (data.steady if usual else max(data.steady, LEAP))
    return clear and abs(later.value - former.value) > JUMP * usual


def _is_explained(former: Point, later: Point, claims: tuple[Claim, ...], data: Metric) -> bool:
    marked = any(former.at.first <= claim.day <= later.at.last for claim in claims)
    told = any(
        story.for_ and later.at.first <= story.for_.last and story.for_.first <= later.at.last
        for story in data.story
    )
    revised = any(former.at.first <= one.on <= later.at.last for one in data.revisions)
    return bool(later.note) or marked or told or revised


def _without_count(entry: Entry) -> Iterator[Problem]:
    data: Metric = entry.data
    points = data.final
    if (data.type == "ratio" or in_per_cent(data.unit)) and points and points[-1].n is None:
        message = (
            f"n: missing for {points[-1].at.text}; a share says little without the number of cases it is of"
        )
        yield Problem(code="metric-without-n", message=message, span=_numbers(entry))


def _few(entry: Entry) -> Iterator[Problem]:
    data: Metric = entry.data
    few = [point for point in data.series if point.n is not None and point.n < (data.min_n or 0)]
    if few:
        periods = ", ".join(point.at.text for point in few[:3]) + (" and more" if len(few) > 3 else "")
        message = (
            f"min_n: {periods} rest on fewer than {data.min_n} and are shown; "
            "leave them out if few people can be known by them"
        )
        yield Problem(code="metric-few", message=message, span=entry.place("min_n"))


def _contradicted(entry: Entry, site: Site) -> Iterator[Problem]:
    """Find claims after which the series went the other way, up to the next one."""
    claims = moves.claims(entry, site)
    for claim in claims:
        until = next((later.day for later in claims if later.day > claim.day), None)
        before = [point for point in entry.data.final if point.at.last < claim.day]
        after = [point for point in entry.data.final if point.at.last >= claim.day]
        ours = [point for point in after if until is None or point.at.last < until] or after[:1]
        if before and ours:
            went = trend(before[-1].value, ours[-1].value, entry.data.steady)
            if {went, claim.move.direction} == {"up", "down"}:
                message = (
                    f"moves: '{entry.id}' was to go {claim.move.direction} and went {went}: "
                    f"{_point(before[-1])}, {_point(ours[-1])}; its "
                    "page says so, say why"
                )
                yield Problem(code="metric-claim", message=message, span=claim.source.place("moves"))
