"""The view of one version: the verdict, what is better beside what one must know, and what happened since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openhub.hub.plan import Page
from openhub.kinds.post import is_open
from openhub.kinds.release import Change, KnownIssue, Release, better, first_items, is_coming, must_know
from openhub.model import Entry, Ref
from openhub.site import Site
from openhub.views import parts
from openhub.views.references import address_of, linked, without_answers
from openhub.views.release_words import (
    CHANNELS,
    RULES,
    anchor,
    kind_of,
    list_title,
    troubles,
    verdict,
    versions,
)
from openhub.views.shapes import Fact, Line, Link, Step, View
from openhub.words import day_month, long_day, weekday

_BETTER = {"added": "Added", "changed": "Changed", "fixed": "Fixed", "security": "Security"}
_MUST_KNOW = {
    "breaking": "Breaking",
    "removed": "Removed",
    "deprecated": "Deprecated",
    "known": "Known problems",
}
_ON_THE_TIMELINE = frozenset({"Led to", "Talked about in", "Answers", "Answered by", "Resolves"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem:
    """A change, or a known problem with its state and a way round it."""

    text: Line
    scope: str = ""
    note: str = ""
    links: tuple[Link, ...] = ()
    workaround: Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """The changes of one type; `id` is where the counts of the verdict lead."""

    heading: str
    id: str
    changes: tuple[ChangeItem, ...]


def release(page: Page, site: Site) -> View:
    """Show one version, also the one that is coming."""
    entry: Entry = page.subject
    data: Release = entry.data
    newer, older = _neighbours(entry, site)
    values: dict[str, Any] = {
        "entry": entry,
        "unreleased": is_coming(entry),
        "line": _line(entry, site),
        "verdict": verdict(entry, site),
        "buttons": tuple(_buttons(data)),
        "better": tuple(_better(entry, site)),
        "must_know": tuple(_must_know(entry, site)),
        "lead": entry.summary if entry.summary and not _is_digest(entry) else "",
        "better_empty": "The changelog names nothing.",
        "must_know_empty": "Nothing that we know of breaks, is removed or is at fault.",
        "upgrade": data.upgrade,
        "since": tuple(_since(entry, site)),
        "whole": linked(entry.body, _repository(data, site)) if entry.body else None,
        "whole_open": says_more(entry),
        "corrections": parts.corrections(entry, site),
        "facts": tuple(_facts(entry, site)),
        "answer": parts.answer(entry, site),
        "newer": newer,
        "older": older,
    }
    crumbs = (parts.list_crumb("release", site), parts.product_crumb(str(data.product), site))
    return View(
        address=page.address,
        template="release",
        title=list_title(entry, site),
        values=values,
        section=crumbs[0][1],
        state="withdrawn" if data.yanked else "coming" if is_coming(entry) else "",
        asof=any(is_open(post) for post in troubles(entry, site)) or data.supported_until is not None,
        crumbs=crumbs,
        og_type="article",
    )


def _line(entry: Entry, site: Site) -> str:
    data: Release = entry.data
    if is_coming(entry):
        return "Merged, but not released yet."
    day = (
        f"Released on {weekday(site.day(entry.date))}"
        if entry.date
        else "Released, but we have not said when"
    )
    channel = f", {CHANNELS[data.channel]}" if data.channel else ""
    return f"{day}{channel}.{_withdrawn(entry, site)}"


def _withdrawn(entry: Entry, site: Site) -> str:
    yanked = entry.data.yanked
    if not yanked:
        return ""
    year = site.day(entry.date).year if entry.date else None
    return f" Withdrawn on {day_month(yanked.on, year)}." if yanked.on else " Withdrawn."


def _buttons(data: Release) -> Iterator[Link]:
    if data.upgrade:
        yield Link("How to upgrade", "#Upgrade")
    if data.compare_url:
        yield Link("All changes in the source", data.compare_url)


def _neighbours(entry: Entry, site: Site) -> tuple[Link | None, Link | None]:
    """Give the newer and the older version of the same product."""
    order = versions(str(entry.data.product), site)
    if entry not in order:
        return None, None
    place = order.index(entry)
    newer = _link(order[place - 1], site) if place else None
    older = _link(order[place + 1], site) if place + 1 < len(order) else None
    return newer, older


def _link(entry: Entry, site: Site) -> Link:
    return Link(list_title(entry, site), site.addresses[entry.ref])


def _is_digest(entry: Entry) -> bool:
    """Tell whether the summary was made of the first changes, which stand right below."""
    data: Release = entry.data
    made = (first_items(better(data)), first_items(must_know(data)))
    return bool(entry.summary and entry.summary.text in made)


# ── the changes ─────────────────────────────────────────────────────────────


def _repository(data: Release, site: Site) -> str:
    return site.config.product(str(data.product)).repository or ""


def _better(entry: Entry, site: Site) -> Iterator[ChangeGroup]:
    """Group what is better; what stands under a heading of the changelog's own takes no side."""
    for kind, heading in _BETTER.items():
        found = [change for change in better(entry.data) if change.type == kind]
        if found:
            changes = tuple(_change(change, entry, site) for change in found)
            yield ChangeGroup(heading=heading, id=heading, changes=changes)


def _must_know(entry: Entry, site: Site) -> Iterator[ChangeGroup]:
    bad = must_know(entry.data)
    for kind, heading in _MUST_KNOW.items():
        found = [_change(change, entry, site) for change in bad if kind_of(change) == kind]
        if kind == "known":
            found += [_known(issue, entry, site) for issue in entry.data.known_issues]
        if found:
            yield ChangeGroup(heading=heading, id=anchor(kind), changes=tuple(found))
    if reports := tuple(_report(post, site) for post in troubles(entry, site)):
        yield ChangeGroup(heading="Bad news about it", id=anchor("news"), changes=reports)


def _report(post: Entry, site: Site) -> ChangeItem:
    state = "Still open:" if is_open(post) else "Over:"
    return ChangeItem(text=state, links=(parts.link_to(post, site),))


def _change(change: Change, entry: Entry, site: Site) -> ChangeItem:
    asked = tuple(_asked(ref, site) for ref in change.answers)
    text = without_answers(change.text) if asked else change.text
    shown = "".join(change.text.markup.parts)
    found = [(name, address_of(name)) for name in change.advisories if name.lower() not in shown.lower()]
    advisories = tuple(Link(name, address) for name, address in found if address)
    return ChangeItem(
        text=linked(text, _repository(entry.data, site)),
        scope=change.scope or "",
        links=(*asked, *advisories),
    )


def _asked(ref: Ref, site: Site) -> Link:
    return Link(f"You asked for it ({ref.id})", site.addresses.get(ref, ""))


def _known(issue: KnownIssue, entry: Entry, site: Site) -> ChangeItem:
    found = f"Found in {issue.found_in}" if issue.found_in else "Known"
    fix = _version(issue.fixed_in, entry, site) if issue.fixed_in else None
    return ChangeItem(
        text=linked(issue.text, _repository(entry.data, site)),
        note=f"{found}, fixed in" if fix else f"{found}, not fixed yet.",
        links=(fix,) if fix else (),
        workaround=issue.workaround or "",
    )


def _version(version: str, entry: Entry, site: Site) -> Link:
    ref = Ref("release", f"{entry.data.product}/{version}")
    return Link(version, site.addresses.get(ref, ""))


def says_more(entry: Entry) -> bool:
    """Tell whether the text holds more than headings, the summary and the changes that the two sides show."""
    words = Counter(_WORD.findall(entry.body.text.lower()))
    for text in _told(entry):
        words -= Counter(_WORD.findall(text.lower()))
    return bool(words)


def _told(entry: Entry) -> Iterable[str]:
    yield from (heading.text for heading in entry.body.markup.headings)
    yield entry.summary.text if entry.summary and not _is_digest(entry) else ""
    yield from ("breaking" for change in entry.data.changes if change.breaking)
    yield from (change.scope for change in entry.data.changes if change.scope)
    yield from (change.text.text for change in (*better(entry.data), *must_know(entry.data)))


# ── what happened since ─────────────────────────────────────────────────────


def _since(entry: Entry, site: Site) -> Iterator[Step]:
    """Tell what came of a release, newest first; silent where nothing did."""
    if not entry.date:
        return
    steps = [*_withdrawal(entry), *_news(entry, site), *_fixes(entry, site), *_talk(entry, site)]
    asked = tuple(
        parts.ref_link(relation.target, site) for relation in entry.relations if relation.name == "answers"
    )
    mended = tuple(
        parts.ref_link(relation.target, site) for relation in entry.relations if relation.name == "resolves"
    )
    if asked:
        steps.append(Step(at=entry.date, text="It shipped what you asked for:", mood="done", links=asked))
    if mended:
        steps.append(Step(at=entry.date, text="It resolved", mood="done", links=_distinct(mended)))
    if not steps:
        return
    by = parts.names(entry, site)
    steps.append(Step(at=entry.date, text=f"Released{f' by {by}' if by else ''}."))
    yield from sorted(steps, key=lambda step: site.day(step.at or site.today), reverse=True)


def _distinct(links: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(links))


def _withdrawal(entry: Entry) -> Iterator[Step]:
    yanked = entry.data.yanked
    if yanked and yanked.on:
        yield Step(at=yanked.on, state="Withdrawn", text=yanked.reason or "", mood="strong")


def _news(entry: Entry, site: Site) -> Iterator[Step]:
    for post in troubles(entry, site):
        still = is_open(post)
        state = "Open" if still else "Resolved" if post.data.state else ""
        link = parts.link_to(post, site)
        words = "It led to" if entry.ref in post.data.caused_by else "It still had"
        yield Step(at=post.date, text=words, state=state, mood="strong" if still else "", links=(link,))


def _fixes(entry: Entry, site: Site) -> Iterator[Step]:
    for issue in entry.data.known_issues:
        fix = site.get(Ref("release", f"{entry.data.product}/{issue.fixed_in}"))
        if fix and fix.date:
            link = parts.link_to(fix, site)
            yield Step(at=fix.date, text="A known problem was fixed in", mood="done", links=(link,))


def _talk(entry: Entry, site: Site) -> Iterator[Step]:
    for source in site.back(entry.ref, "about"):
        at = source.data.starts if source.kind == "event" else source.date
        state = _event_state(source, site) if source.kind == "event" else ""
        words = "Event" if source.kind == "event" else parts.kind_word(source)
        if at:
            yield Step(at=at, text=f"{words}:", state=state, links=(parts.link_to(source, site),))


def _event_state(event: Entry, site: Site) -> str:
    if event.data.state == "cancelled":
        return "Cancelled"
    return "Coming" if site.day(event.data.starts) > site.today else ""


# ── facts ───────────────────────────────────────────────────────────────────


def _facts(entry: Entry, site: Site) -> Iterator[Fact]:
    data: Release = entry.data
    if data.channel:
        words = CHANNELS[data.channel]
        yield Fact(term="Channel", text=words[:1].upper() + words[1:])
    if not is_coming(entry):
        yield Fact(term="Supported until", text=_supported(data))
    product, address = parts.product_crumb(str(data.product), site)
    source = [Link(f"The changelog of {product}", address)]
    source += [Link("compare with the version before", data.compare_url)] if data.compare_url else []
    yield Fact(term="Source", links=tuple(source))
    yield from (fact for fact in parts.common_facts(entry, site) if fact.term not in _ON_THE_TIMELINE)
    yield Fact(term="How we judge a version", text=RULES)


def _supported(data: Release) -> str:
    if data.yanked:
        return "Not supported, since it is withdrawn"
    return long_day(data.supported_until) if data.supported_until else "Not said yet"
