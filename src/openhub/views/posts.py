"""The views of posts: their list, a plain post, and bad news that has a life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openhub.hub import followups, ledger
from openhub.hub.followups import Promise
from openhub.hub.plan import Page
from openhub.kinds.post import OPEN, Action, Post
from openhub.model import Entry, When
from openhub.site import Site
from openhub.urls import slug
from openhub.views import parts
from openhub.views.shapes import (
    Chip,
    Fact,
    Group,
    Item,
    Life,
    Line,
    Link,
    Picture,
    PromiseItem,
    Question,
    Step,
    Verdict,
    View,
)
from openhub.words import count, day_month, listed, moment, weekday

_WORDS_A_MINUTE = 220
_IN_FULL = 30
"""So many entries of a long list are told in full; older ones have a line each, folded by year."""
_STATE = {
    "acknowledged": "We know of it",
    "investigating": "We are looking for the cause",
    "identified": "We know the cause",
    "monitoring": "Mended, and we watch it",
    "resolved": "Resolved",
    "closed": "Closed",
}


def index(page: Page, site: Site) -> View:
    """Show all posts, a group a year; pinned ones first."""
    entries = sorted(site.of("post"), key=lambda entry: not entry.data.pin)
    pinned = [entry for entry in entries if entry.data.pin]
    groups, old = newest([entry for entry in entries if not entry.data.pin], site)
    if pinned:
        items = tuple(parts.item(entry, site) for entry in pinned)
        groups = (Group(id="pinned", heading="Pinned", items=items), *groups)
    values = {
        "lead": "Everything we wrote, newest first.",
        "groups": groups,
        "older": old,
        "empty": "Nothing is written yet.",
    }
    return View(address=page.address, template="posts", title="Posts", values=values, section=page.address)


def newest(entries: Sequence[Entry], site: Site) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Part a list: the newest, to be told in full, and those before them, to be folded; both by year."""
    full = parts.years(entries[:_IN_FULL], site)
    return full, older_items([parts.item(entry, site) for entry in entries[_IN_FULL:]])


def older_items(items: Iterable[Item]) -> tuple[Group, ...]:
    """Sort what is old into years; those without a date come last."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(str(item.date.year) if item.date else "Without a date", []).append(item)
    return tuple(
        Group(id=f"old-{slug(year)}", heading=f"{year} ({len(listed)})", items=tuple(listed))
        for year, listed in found.items()
    )


def post(page: Page, site: Site) -> View:
    """Show one post."""
    entry: Entry = page.subject
    newer, older = parts.neighbours(entry, site)
    data: Post = entry.data
    values = {
        "entry": entry,
        "side": ledger.side_of(entry, site),
        "lines": _lines(entry),
        "byline": parts.byline(entry, site),
        "dates": _dates(entry, site),
        "chips": _chips(entry),
        "image": lead_picture(entry, site),
        "corrections": parts.corrections(entry, site),
        "life": _life(entry, site) if data.state else None,
        "facts": tuple(_facts(entry, site)),
        "answer": parts.answer(entry, site),
        "newer": newer,
        "older": older,
    }
    crumb = parts.list_crumb("post", site)
    return View(
        address=page.address,
        template="post",
        title=entry.title,
        values=values,
        section=crumb[1],
        state=data.state or data.news.side,
        asof=data.state in OPEN,
        crumbs=(crumb,),
        og_type="article",
    )


def lead_picture(entry: Entry, site: Site) -> Picture | None:
    """Show the picture of an entry above its text, unless the text shows the same file."""
    found = parts.picture(entry, site)
    text = entry.body
    shown = {site.links.get((text.span.file, link.target)) for link in text.markup.links if link.picture}
    return None if found and found.address in shown else found


def _lines(entry: Entry) -> tuple[tuple[str, Line], ...]:
    news = entry.data.news
    found = ((side, news.line(side)) for side in news.sides) if news.side == "mixed" else ()
    return tuple((side, line) for side, line in found if line)


def _dates(entry: Entry, site: Site) -> str:
    if entry.date is None:
        return ""
    said = [weekday(site.day(entry.date))]
    if entry.data.state:
        said.append(entry.data.severity)
    if entry.data.type != "article":
        said.append(entry.data.type)
    minutes = round(len(entry.body.text.split()) / _WORDS_A_MINUTE)
    if minutes > 1:
        said.append(count(minutes, "minute"))
    if entry.data.updated:
        said.append(f"changed on {day_month(site.day(entry.data.updated), site.day(entry.date).year)}")
    return " · ".join(said)


def _chips(entry: Entry) -> tuple[Chip, ...]:
    return (("Unlisted", False),) if entry.data.visibility == "unlisted" else ()


def _facts(entry: Entry, site: Site) -> Iterator[Fact]:
    data: Post = entry.data
    if data.state:
        yield from _life_facts(entry, site)
    yield from parts.common_facts(entry, site)


def _life_facts(entry: Entry, site: Site) -> Iterator[Fact]:
    data: Post = entry.data
    if data.affected:
        yield Fact(term="Affected", text=affected(data, site))
    for term, when in (("Began", data.started), ("Noticed", data.detected), ("Over", data.resolved)):
        if when:
            yield Fact(term=term, text=moment(when, site.today.year))
    if data.advisories:
        yield Fact(term="Advisories", text=", ".join(data.advisories))
    owners = {action.owner for action in data.actions if action.owner}
    if owners:
        yield Fact(term="Ask", links=tuple(parts.ref_link(owner, site) for owner in sorted(owners)))


# ── the life of bad news ────────────────────────────────────────────────────


def _life(entry: Entry, site: Site) -> Life:
    data: Post = entry.data
    made = [
        Promise(entry=entry, action=action, number=number) for number, action in enumerate(data.actions, 1)
    ]
    return Life(
        verdict=Verdict(
            side="bad" if data.state in OPEN else "",
            headline=headline(entry, site),
            line=next_word(entry, site),
            do_now=data.do_now,
        ),
        questions=tuple(_questions(entry, site)),
        promises=tuple(promise_item(one, site, place=False) for one in made if one.action.kind != "idea"),
        ideas=tuple(promise_item(one, site, place=False) for one in made if one.action.kind == "idea"),
        promises_line=_kept(made) if made else "We have promised nothing here.",
        timeline=tuple(_timeline(entry, site)),
    )


def headline(entry: Entry, site: Site) -> str:
    """Say in one sentence how bad news stands: open since when, or over."""
    data: Post = entry.data
    state = data.state or "resolved"
    if state not in OPEN:
        over = data.resolved or _last_step(data)
        said = f", {moment(over, site.today.year)}" if over else ""
        return f"{_STATE[state]}{said}"
    late = followups.word_late(entry, site)
    return (
        f"{age(entry, site)}, and our update is late"
        if late is not None
        else f"{age(entry, site)}: {_lower(_STATE[state])}"
    )


def age(entry: Entry, site: Site) -> str:
    """Say for how many days bad news is open."""
    days = (site.today - followups.opened(entry, site)).days
    return f"Open for {count(days, 'day')}" if days > 0 else "Open since today"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _last_step(data: Post) -> When | None:
    steps = [step.at for step in data.timeline if step.state in {"resolved", "closed"}]
    return steps[-1] if steps else None


def next_word(entry: Entry, site: Site) -> str:
    """Say when the next word on open bad news comes, or by how much it is late."""
    data: Post = entry.data
    if data.state not in OPEN or data.next_update is None:
        return ""
    if isinstance(data.next_update, str):
        return f"We cannot say when the next word comes: {_lower(data.because or '')}"
    due = moment(data.next_update, site.today.year)
    late = followups.word_late(entry, site)
    if late is None:
        return f"Next word by {due}."
    return f"The update promised for {due} is late{by_days(late)}."


def by_days(days: int) -> str:
    """Say by how many days something is late; nothing on the day itself."""
    return f" by {count(days, 'day')}" if days > 0 else ""


def _questions(entry: Entry, site: Site) -> Iterator[Question]:
    data: Post = entry.data
    unknown = "Not known yet." if data.state in OPEN else "Not told."
    yield _question("What happened", "What-happened", entry.body, "Not told yet.")
    yield _question("Who is affected", "Who", data.impact or affected(data, site), unknown)
    yield _question("Why", "Why", data.cause, unknown)


def affected(data: Post, site: Site) -> str:
    """Name the parts that are affected; empty where none is named."""
    titles = {component.id: component.title or component.id for component in site.config.components}
    return listed([titles.get(name, name) for name in data.affected])


def _question(heading: str, id_: str, answer: Line | None, unknown: str) -> Question:
    return Question(heading=heading, id=id_, answer=answer or unknown, missing=not answer)


def _kept(promises: list[Promise]) -> str:
    own = [promise for promise in promises if promise.action.kind == "commitment"]
    done = sum(promise.action.state == "done" for promise in own)
    return f"{done} of {count(len(own), 'promise')} kept." if own else "We have promised nothing here yet."


def promise_item(promise: Promise, site: Site, *, place: bool) -> PromiseItem:
    """Show a promise in a table; `place` adds where it was made."""
    action = promise.action
    late = followups.days_late(promise, site)
    anchor = f"Promise-{action.id or promise.number}"
    source = Link(promise.entry.title, f"{site.addresses[promise.entry.ref]}#{anchor}") if place else None
    return PromiseItem(
        text=action.text,
        anchor="" if place else anchor,
        history=_history(action, site),
        state=_state(action, late, site),
        who=parts.ref_link(action.owner, site) if action.owner else None,
        source=source,
        due=action.due,
        late=late > 0,
        link=action.link or "",
    )


def _state(action: Action, late: int, site: Site) -> str:
    if late:
        return f"{count(late, 'day')} late"
    if action.state == "done":
        return _done(action, site)
    if action.state == "dropped":
        return "Dropped"
    return "Doing" if action.state == "doing" else "To do"


def _done(action: Action, site: Site) -> str:
    if action.done_on is None:
        return "Done"
    over = (action.done_on - action.due).days if action.due else 0
    late = f", {count(over, 'day')} late" if over > 0 else ""
    return f"Done on {day_month(action.done_on, site.today.year)}{late}"


def _history(action: Action, site: Site) -> str:
    year = site.today.year
    moved = [
        f"Due date moved from {day_month(move.from_, year)} to {day_month(move.to, year)}"
        + (f": {move.why.text}" if move.why else "")
        for move in action.moved
    ]
    return ". ".join([*moved, *([f"Dropped: {action.reason.text}"] if action.reason else [])])


def _timeline(entry: Entry, site: Site) -> Iterator[Step]:
    data: Post = entry.data
    late = followups.word_late(entry, site)
    if late is not None and not isinstance(data.next_update, str):
        yield Step(at=data.next_update, text="The update promised for now did not come.", mood="strong")
    for step in sorted(data.timeline, key=lambda step: step.at.isoformat(), reverse=True):
        by = parts.person_link(step.by, site).title if step.by else ""
        state = _STATE[step.state] if step.state else ""
        yield Step(
            at=step.at,
            text=step.text,
            state=state,
            by=by,
            mood="done" if step.state in {"resolved", "closed"} else "",
        )
