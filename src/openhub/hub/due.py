"""What a hub owes its readers: late, due soon, coming, or without a day; whose it is, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from openhub.hub import faces, followups, ledger
from openhub.hub import feedback as asks
from openhub.hub.due_events import calls, metrics, owed
from openhub.hub.duty import STANDINGS, Duty, late_by, signed, standing
from openhub.hub.followups import Promise
from openhub.model import Entry, Held, Ref
from openhub.problems import Span
from openhub.site import Site
from openhub.when import Duration
from openhub.words import count, long_day, moment

WEEK = Duration(rest=timedelta(days=7), days=7)
_SILENT = 30
"""A draft that is older, in days, is told so."""


def due(site: Site, within: Duration = WEEK) -> tuple[Duty, ...]:
    """Give all that is due, late first; what is due `within` so long from today is due soon."""
    last = within.after(site.today)
    near = (_near(duty, last, site) for source in _SOURCES for duty in source(site))
    found = (replace(duty, owners=_answering(duty.owners, site)) for duty in near if duty)
    return tuple(sorted(found, key=lambda duty: _order(duty, site)))


def _order(duty: Duty, site: Site) -> tuple[int, date, Span, str]:
    day = site.day(duty.by) if duty.by else date.max
    return STANDINGS.index(duty.standing), day, duty.span, duty.text


def _answering(owners: tuple[str, ...], site: Site) -> tuple[str, ...]:
    """Add who stands in for those who are away."""
    away = [
        entry for name in owners if (entry := site.get(Ref("person", name))) and faces.is_away(entry, site)
    ]
    meanwhile = [other.id for entry in away if (other := faces.stand_in(entry, site))]
    return tuple(dict.fromkeys((*owners, *meanwhile)))


def _near(duty: Duty, last: date, site: Site) -> Duty | None:
    """Tell what is due soon from what is only coming; a value of a metric is due soon or not spoken of."""
    if duty.standing != "coming" or duty.by is None:
        return duty
    if site.day(duty.by) <= last:
        return replace(duty, standing="soon")
    return None if duty.what == "metric" else duty


# ── what we said we would do ────────────────────────────────────────────────


def _promises(site: Site) -> Iterator[Duty]:
    for promise in followups.promises(site):
        if promise.is_pending:
            yield _promise(promise, site)


def _promise(promise: Promise, site: Site) -> Duty:
    action, entry = promise.action, promise.entry
    late = followups.days_late(promise, site)
    silent = followups.is_silent(promise, site)
    by = f"promised by {long_day(action.due)}" if action.due else "promised, and no day said"
    word = f"; no word since {long_day(followups.last_word(promise, site))}" if silent else ""
    return Duty(
        what="promise",
        standing=standing(action.due, late=bool(late)),
        ref=entry.ref,
        text=f"{action.text.text.rstrip('.')}: {by}{late_by(late)}{word}",
        span=entry.place(f"actions[{promise.number - 1}]"),
        by=action.due,
        days=late,
        owners=_owners(promise, site),
        settle=f"done_on: {site.today.isoformat()}" if silent else "",
    )


def _owners(promise: Promise, site: Site) -> tuple[str, ...]:
    """Give whose a promise is: its owner's; without one, or once that one has left, its authors' too."""
    owner = promise.action.owner
    person = site.get(owner) if owner else None
    left = person is not None and faces.is_former(person, site)
    authors = signed(promise.entry.data.authors, site) if owner is None or left else ()
    return tuple(dict.fromkeys((*((owner.id,) if owner else ()), *authors)))


def _updates(site: Site) -> Iterator[Duty]:
    for entry in ledger.still_open(site):
        by, told = followups.word_due(entry, site), entry.data.next_update
        late = by is not None and by <= site.now
        days = (site.today - site.day(told)).days if late else 0
        text = f"{entry.title}: {_next_word(entry)}{late_by(days) if days or not late else ', late'}"
        yield Duty(
            what="update",
            standing=standing(by, late=late),
            ref=entry.ref,
            text=text,
            span=entry.place("next_update" if "next_update" in entry.places else "state"),
            by=told if by else None,
            days=days,
            owners=signed(entry.data.authors, site),
        )


def _next_word(entry: Entry) -> str:
    told = entry.data.next_update
    if told is None:
        return "open, and says nothing of the next word"
    if isinstance(told, str):
        return f"open, and cannot say when the next word comes: {(entry.data.because or '').rstrip('.')}"
    return f"next word promised for {moment(told)}"


def _requests(site: Site) -> Iterator[Duty]:
    late, limit = asks.unanswered(site), site.config.follow_up.unanswered
    for entry in site.of("feedback"):
        asked = asks.asked(entry, site)
        if asked and asks.waits(entry, site):
            by, days = limit.after(asked), (site.today - asked).days
            yield Duty(
                what="request",
                standing="late" if entry in late else "coming",
                ref=entry.ref,
                text=f"{entry.title}: said on {long_day(asked)}, unanswered for {count(days, 'day')}",
                span=entry.span,
                by=by,
                days=max((site.today - by).days, 0),
                owners=tuple(who.name for who in entry.data.authors),
            )


# ── what is held back ───────────────────────────────────────────────────────


def _held(site: Site) -> Iterator[Duty]:
    for held in site.held:
        if held.why != "expired":
            yield _draft(held, site) if held.why == "draft" else _scheduled(held, site)


def _draft(held: Held, site: Site) -> Duty:
    days = (site.today - held.written).days if held.written else 0
    old = f" for {count(days, 'day')}; publish it or delete it" if days > _SILENT else ""
    return Duty(
        what="draft",
        standing="undated",
        ref=held.ref,
        text=f"{held.title}: a draft{old}",
        span=held.span,
        owners=signed(held.authors, site),
    )


def _scheduled(held: Held, site: Site) -> Duty:
    until = f" until {long_day(held.until)}" if held.until else ""
    return Duty(
        what="scheduled",
        standing="coming",
        ref=held.ref,
        text=f"{held.title}: held back{until}",
        span=held.span,
        by=held.until,
        owners=signed(held.authors, site),
    )


_SOURCES: tuple[Callable[[Site], Iterator[Duty]], ...] = (
    _promises,
    _updates,
    _requests,
    owed,
    calls,
    metrics,
    _held,
)
