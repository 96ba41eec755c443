"""The views of feedback: what you asked for, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from markupsafe import Markup as Safe

from openhub.hub import feedback as asks
from openhub.hub import ledger
from openhub.hub.plan import Page
from openhub.kinds.feedback import Feedback, Standing, standing, state
from openhub.model import Entry, Ref
from openhub.site import Site
from openhub.views import parts, voices
from openhub.views.answers import answer
from openhub.views.shapes import Chip, Fact, Group, Item, Line, Link, Step, Verdict, View
from openhub.words import count, listed, long_day

_WORDS = {
    "heard": "Heard",
    "considering": "We think about it",
    "planned": "Planned",
    "doing": "We work on it",
    "shipped": "Done",
    "declined": "We said no",
    "cannot": "We cannot",
    "duplicate": "Said before",
}
_HEADLINES = _WORDS | {
    "heard": "We heard you, and have not answered yet",
    "considering": "We are thinking about it",
    "planned": "We plan to do it",
    "doing": "We are working on it",
    "shipped": "We did it",
    "duplicate": "You said this before",
}
_AGAIN = {
    "considering": "We are thinking about it again",
    "planned": "We plan to do it again",
    "doing": "We are working on it again",
}
_GROUPS = (
    ("doing", "We work on it", ""),
    ("planned", "We plan it", ""),
    ("considering", "We think about it", "Neither a yes nor a no yet."),
    ("heard", "We heard it", "Not decided yet."),
    ("duplicate", "Said again", "What repeats another request leads on to that one."),
)


# ── the list ────────────────────────────────────────────────────────────────


def index(page: Page, site: Site) -> View:
    """Show what was done beside what was refused, then what is under way."""
    entries = _latest_first(site)
    did = [entry for entry in entries if state(entry, site) == "shipped"]
    refused = [entry for entry in entries if state(entry, site) in {"declined", "cannot"}]
    values: dict[str, Any] = {
        "lead": "What you asked for, and what became of it. A no stands beside the yes, with its reason.",
        "balance": _balance(entries, len(did), len(refused), site),
        "did": tuple(ask_item(entry, site) for entry in did),
        "said_no": tuple(ask_item(entry, site) for entry in refused),
        "did_empty": "Nothing yet.",
        "said_no_empty": "Nothing yet.",
        "groups": tuple(_groups(entries, site)),
        "ask": voices.ask(site),
    }
    return View(
        address=page.address,
        template="you_said",
        title=page.title or "You said",
        values=values,
        section=page.address,
        asof=True,
    )


def _latest_first(site: Site) -> list[Entry]:
    def order(entry: Entry) -> tuple[date, str]:
        return standing(entry, site).on or asks.asked(entry, site) or date.min, entry.id

    return sorted(site.of("feedback"), key=order, reverse=True)


def _balance(entries: list[Entry], did: int, refused: int, site: Site) -> Safe:
    own = [entry for entry in entries if state(entry, site) != "duplicate"]
    waiting = sum(asks.waits(entry, site) for entry in own)
    wait = f"{waiting or 'none'} {'waits' if waiting == 1 else 'wait'}"
    sentence = Safe("Of {} you said we did <strong>{}</strong> and said no to <strong>{}</strong>; {}.")
    return sentence.format(count(len(own), "thing"), did, refused, f"{wait} for a first answer")


def _groups(entries: list[Entry], site: Site) -> Iterator[Group]:
    late = asks.unanswered(site)
    if late:
        limit = site.config.follow_up.unanswered.before(site.today)
        note = f"Heard {count((site.today - limit).days, 'day')} ago or earlier."
        items = tuple(ask_item(entry, site) for entry in late)
        yield Group(id="unanswered", heading="We have not answered", note=note, items=items)
    for name, heading, note in _GROUPS:
        found = [
            entry for entry in entries if state(entry, site) == name and not asks.is_unanswered(entry, site)
        ]
        if found:
            items = tuple(ask_item(entry, site) for entry in found)
            yield Group(id=name, heading=heading, note=note, items=items)


def ask_item(entry: Entry, site: Site) -> Item:
    """Show a request in a list; one that repeats another leads on to that one."""
    now = standing(entry, site)
    first = (
        site.get(entry.data.duplicate_of) if now.state == "duplicate" and entry.data.duplicate_of else None
    )
    return Item(
        title=entry.title,
        address=site.addresses[(first or entry).ref],
        date=now.on or asks.first_asked(entry, site),
        kind=_meta(entry, site),
        chips=tuple(_chips(entry, now, site)),
        line=f"The same as: {first.title}" if first else _line(entry, now, site),
        more=_would_change(entry, now),
    )


def _meta(entry: Entry, site: Site) -> str:
    number = asks.voices(entry, site)
    return f"{entry.id}, {number} of you asked" if number > 1 else entry.id


def _chips(entry: Entry, now: Standing, site: Site) -> Iterator[Chip]:
    if now.state == "cannot":
        yield "We cannot", False
    if now.again:
        yield "Reopened", False
    if asks.is_unanswered(entry, site):
        yield f"No answer for {count(asks.days_waiting(entry, site), 'day')}", True


def _line(entry: Entry, now: Standing, site: Site) -> Line:
    if now.is_reopened:
        return _why_again(now)
    told = listed([f"“{found.title}”" for found in asks.replies(entry, site)])
    came = f"It came with {now.release.title}." if now.release else ""
    return entry.data.answer or came or (f"We answered in {told}." if told else "")


def _would_change(entry: Entry, now: Standing) -> str:
    """Say what would make a yes of a no; what is done or open needs no such word in a list."""
    refused = now.state in {"declined", "cannot"}
    return entry.data.would_change_our_mind or "" if refused else ""


def _why_again(now: Standing) -> str:
    title = now.release.title if now.release else "the release"
    return f"We had done it in {title}, and withdrew that; so it is open again."


# ── one request ─────────────────────────────────────────────────────────────


def feedback(page: Page, site: Site) -> View:
    """Show one thing that was said, our answer, and what became of it."""
    entry: Entry = page.subject
    data: Feedback = entry.data
    now = standing(entry, site)
    side = ledger.side_of(entry, site)
    values = {
        "entry": entry,
        "side": side,
        "verdict": _verdict(entry, now, site),
        "voices_line": voices.line(entry, site),
        "said": voices.said(entry, site),
        "reply": data.answer if now.is_reopened or now.state == "duplicate" else None,
        "would_change": data.would_change_our_mind or "",
        "did": tuple(_did(entry, site)),
        "history": tuple(_history(entry, now, site)),
        "corrections": parts.corrections(entry, site),
        "facts": tuple(_facts(entry, site)),
        "answer": answer(entry, site),
    }
    crumb = parts.list_crumb("feedback", site)
    return View(
        address=page.address,
        template="feedback",
        title=entry.title,
        values=values,
        description=data.answer.text if data.answer else "",
        section=crumb[1],
        state=now.state,
        asof=asks.waits(entry, site),
        crumbs=(crumb,),
        og_type="article",
    )


def _verdict(entry: Entry, now: Standing, site: Site) -> Verdict:
    if now.state == "duplicate":
        target = entry.data.duplicate_of
        first = (parts.ref_link(target, site, _stands(target, site)),) if target else ()
        return Verdict(side="", headline=_HEADLINES["duplicate"], line="We answer it here:", links=first)
    days = asks.days_waiting(entry, site)
    waits = f"It has waited for {count(days, 'day')}." if days else ""
    line = _why_again(now) if now.is_reopened else entry.data.answer or waits
    told = [now.release] if now.release and now.is_reopened else [] if line else asks.replies(entry, site)
    return Verdict(
        side={"shipped": "good", "declined": "bad", "cannot": "bad"}.get(now.state, ""),
        headline=_headline(entry, now, site),
        line=line or ("We answered here:" if told else ""),
        links=tuple(parts.link_to(found, site) for found in told),
    )


def _stands(target: Ref, site: Site) -> str:
    """Say how the request stands that another one repeats."""
    found = site.get(target)
    return f" ({_WORDS[state(found, site)].lower()})" if found else ""


def _headline(entry: Entry, now: Standing, site: Site) -> str:
    if now.state == "heard" and not asks.waits(entry, site):
        return "We heard you"
    headline = _AGAIN.get(now.state, _HEADLINES[now.state]) if now.again else _HEADLINES[now.state]
    decided = now.state in {"shipped", "declined", "cannot"}
    return f"{headline}, on {long_day(now.on)}" if decided and now.on else headline


def _did(entry: Entry, site: Site) -> Iterator[Link]:
    answers = (found.ref for found in site.back(entry.ref, "answers") if found.kind == "release")
    published = (ref for ref in (*entry.data.did, *answers) if site.get(ref))
    for ref in dict.fromkeys(published):
        yield parts.ref_link(ref, site, _note(ref, site))


def _note(ref: Ref, site: Site) -> str:
    found = site.get(ref)
    yanked = getattr(found.data, "yanked", None) if found else None
    return " (withdrawn)" if yanked else ""


def _history(entry: Entry, now: Standing, site: Site) -> Iterator[Step]:
    if now.release and now.on:
        text = _why_again(now) if now.is_reopened else f"With {now.release.title}."
        yield Step(at=now.on, text=text, state=_WORDS[now.state], mood="" if now.is_reopened else "done")
    for step in reversed(entry.data.history):
        by = parts.person_link(step.by, site).title if step.by else ""
        mood = "done" if step.state == "shipped" else ""
        yield Step(at=step.on, text=step.why or "", state=_WORDS[step.state], by=by, mood=mood)


def _facts(entry: Entry, site: Site) -> Iterator[Fact]:
    yield Fact(term="Number", text=entry.id)
    if entry.data.theme:
        yield Fact(term="Theme", text=entry.data.theme)
    repeated = asks.repeats(entry, site)
    if repeated:
        yield Fact(term="Said again in", links=tuple(parts.link_to(found, site) for found in repeated))
    yield from parts.common_facts(entry, site)
