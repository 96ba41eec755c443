"""The life of bad news in words: open since when, the next word, what we promised, how it went."""

from __future__ import annotations

from collections.abc import Iterator

from openhub.hub import followups
from openhub.kinds.post import OPEN, Post, TimelineItem
from openhub.model import Entry, When
from openhub.site import Site
from openhub.views import parts
from openhub.views.promises import kept_line, of_entry, promise_item, year
from openhub.views.shapes import Life, Line, Link, Question, Step, Turn, Verdict
from openhub.views.turns import turn
from openhub.when import instant_of, zone_named
from openhub.words import count, listed, moment

_STATE = {
    "acknowledged": "We know of it",
    "investigating": "We are looking for the cause",
    "identified": "We know the cause",
    "monitoring": "Mended, and we watch it",
    "resolved": "Resolved",
    "closed": "Closed",
}


def life(entry: Entry, site: Site) -> Life | None:
    """Show how bad news stands, what is known, what we promised, and how it went.

    Other news has a life too where something is promised in it; without verdict and questions.
    """
    data: Post = entry.data
    made = of_entry(entry)
    if not (data.state or made or data.timeline):
        return None
    return Life(
        verdict=_verdict(entry, site) if data.state else None,
        questions=tuple(_questions(entry, site)) if data.state else (),
        promises=tuple(promise_item(one, site, place=False) for one in made if one.action.kind != "idea"),
        ideas=tuple(promise_item(one, site, place=False) for one in made if one.action.kind == "idea"),
        promises_line=kept_line(made, site) or (_nothing(data) if data.state else ""),
        timeline=tuple(timeline(entry, site)),
    )


def _nothing(data: Post) -> str:
    return "We have promised nothing yet." if data.state in OPEN else "We have promised nothing here."


def _verdict(entry: Entry, site: Site) -> Verdict:
    data: Post = entry.data
    is_open = data.state in OPEN
    advice = "We have no advice for you yet." if is_open else None
    fixes = () if is_open else site.back(entry.ref, "resolves")
    by = " Resolved by" if fixes else ""
    return Verdict(
        side="bad" if is_open else "",
        headline=headline(entry, site, own=True),
        line=next_word(entry, site, own=True) if is_open else f"{_after(entry, site)}{by}",
        do_now=data.do_now or advice,
        links=tuple(_fix(fix, site) for fix in fixes),
    )


def _fix(fix: Entry, site: Site) -> Link:
    withdrawn = ", withdrawn since" if getattr(fix.data, "yanked", None) else ""
    return Link(fix.title, site.addresses[fix.ref], withdrawn)


def _after(entry: Entry, site: Site) -> str:
    """Say of what is over what keeps it from being closed, or since when it was resolved."""
    data: Post = entry.data
    if data.state == "closed":
        return f"Resolved on {moment(data.resolved, year(entry, site))}." if data.resolved else ""
    pending = sum(promise.is_pending and promise.action.kind == "commitment" for promise in of_entry(entry))
    open_ = f"{count(pending, 'promise')} {'is' if pending == 1 else 'are'} open" if pending else ""
    lacks = [*([] if data.cause else ["the cause is not told"]), *filter(None, [open_])]
    if lacks:
        return f"Not closed yet: {listed(lacks)}."
    return "The cause is told and no promise is open, so it can be closed."


def headline(entry: Entry, site: Site, *, own: bool = False) -> str | Turn:
    """Say in one sentence how bad news stands: open since when, or over."""
    data: Post = entry.data
    state = data.state or "resolved"
    if state not in OPEN:
        over = _over(data, state)
        said = f", {moment(over, year(entry, site))}" if over else ""
        return f"{_STATE[state]}{said}"
    open_for = age(entry, site)
    in_time = f"{open_for}: {_lower(_STATE[state])}"
    return _until_late(in_time, f"{open_for}, and our update is late", entry, site, own=own)


def _until_late(in_time: str, late: str, entry: Entry, site: Site, *, own: bool) -> str | Turn:
    """Say one thing until the next word is late, then the other; both while that may still happen today."""
    deadline = followups.word_due(entry, site)
    if deadline is None:
        return in_time
    if deadline <= instant_of(site.today, site.zone):
        return late
    return turn(in_time, (deadline, late), site=site, own=own)


def in_a_line(entry: Entry, site: Site) -> str | Turn:
    """Say in a line how open bad news stands, and when the next word comes or by how much it is late."""
    open_for, state = age(entry, site), _lower(_STATE[entry.data.state or "resolved"])
    in_time = f"{open_for}: {state}. {_promised(entry, site)}".strip()
    return _until_late(in_time, f"{open_for}. {_missed(entry, site)}", entry, site, own=False)


def age(entry: Entry, site: Site) -> str:
    """Say for how many days bad news is open."""
    days = (site.today - followups.opened(entry, site)).days
    return f"Open for {count(days, 'day')}" if days > 0 else "Open since today"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _over(data: Post, state: str) -> When | None:
    """Give since when bad news is in a state that ends it, as far as somebody said."""
    if state == "resolved" and data.resolved:
        return data.resolved
    return next((step.at for step in reversed(data.timeline) if step.state == state), None)


def next_word(entry: Entry, site: Site, *, own: bool = False) -> str | Turn:
    """Say when the next word on open bad news comes, or by how much it is late."""
    if entry.data.state not in OPEN:
        return ""
    return _until_late(_promised(entry, site), _missed(entry, site), entry, site, own=own)


def _promised(entry: Entry, site: Site) -> str:
    data: Post = entry.data
    if data.next_update is None:
        return "We have not said when the next word comes."
    if isinstance(data.next_update, str):
        return _unknown(data.because or "")
    return f"Next word by {moment(data.next_update, year(entry, site))}."


def _unknown(because: str) -> str:
    """Say that nobody knows when the next word comes, and why: in one sentence or two, as it was written."""
    if not because:
        return "We cannot say when the next word comes."
    joint = ":" if because[:1].islower() else "."
    end = "" if because.endswith((".", "!", "?", "…")) else "."
    return f"We cannot say when the next word comes{joint} {because}{end}"


def _missed(entry: Entry, site: Site) -> str:
    due = entry.data.next_update
    if due is None or isinstance(due, str):
        return ""
    days = (site.today - site.day(due)).days
    return f"The update promised for {moment(due, year(entry, site))} is late{by_days(days)}."


def by_days(days: int) -> str:
    """Say by how many days something is late; nothing on the day itself."""
    return f" by {count(days, 'day')}" if days > 0 else ""


def _questions(entry: Entry, site: Site) -> Iterator[Question]:
    """Answer what readers ask: what happened, to whom and how much, and why; the rest stands around it."""
    data: Post = entry.data
    unknown = "Not known yet." if data.state in OPEN else "Not told."
    parts_ = affected(data, site)
    yield _question("What happened", "What-happened", entry.body or _first_word(data), "Not told yet.")
    yield Question(
        heading="Who is affected",
        id="Who",
        answer=data.impact or (f"How many of you: {_lower(unknown)}" if parts_ else unknown),
        missing=not data.impact,
        note=f"What is affected: {parts_}." if parts_ else "",
    )
    yield _question("Why", "Why", data.cause, unknown)


def _first_word(data: Post) -> Line | None:
    """Give what was said first, where the timeline alone tells what happened."""
    zone = zone_named("UTC")
    return min(data.timeline, key=lambda step: instant_of(step.at, zone)).text if data.timeline else None


def affected(data: Post, site: Site) -> str:
    """Name the parts that are affected; empty where none is named."""
    titles = {component.id: component.title or component.id for component in site.config.components}
    return "; ".join(titles.get(name, name) for name in data.affected)


def _question(heading: str, id_: str, answer: Line | None, unknown: str) -> Question:
    return Question(heading=heading, id=id_, answer=answer or unknown, missing=not answer)


def timeline(entry: Entry, site: Site) -> Iterator[Step]:
    """Tell how it went, the latest first; an update that we missed is part of it."""
    data: Post = entry.data
    found = [
        (instant_of(step.at, site.zone), number, _step(step, site))
        for number, step in enumerate(data.timeline)
    ]
    due, missed = followups.word_due(entry, site), data.next_update
    if due and due <= instant_of(site.today, site.zone) and not isinstance(missed, str):
        step = Step(at=missed, text="The update promised for now did not come.", mood="strong")
        found.append((due, len(found), step))
    yield from (step for _, _, step in sorted(found, key=lambda one: one[:2], reverse=True))


def _step(step: TimelineItem, site: Site) -> Step:
    return Step(
        at=step.at,
        text=step.text,
        state=_STATE[step.state] if step.state else "",
        by=parts.person_link(step.by, site).title if step.by else "",
        mood="done" if step.state in {"resolved", "closed"} else "",
    )
