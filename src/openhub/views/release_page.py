"""The view of one version: the verdict, what is better beside what one must know, and what happened since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Any

from openhub.hub import shelves, verdicts
from openhub.hub.aftermath import known, troubles
from openhub.hub.forges import compare_url
from openhub.hub.plan import Page
from openhub.hub.upgrade_notes import written_upgrade
from openhub.hub.upgrades import steps
from openhub.hub.verdicts import newest
from openhub.hub.versions import of
from openhub.kinds import feedback
from openhub.kinds.post import is_open
from openhub.kinds.release import Release, better, is_coming, must_know
from openhub.model import Body, Entry, Ref, When
from openhub.site import Site
from openhub.views import parts
from openhub.views.answers import answer
from openhub.views.references import linked
from openhub.views.release_changes import (
    better_groups,
    demoted,
    is_digest,
    must_know_groups,
    others,
    repository,
    written,
)
from openhub.views.release_faults import told_in
from openhub.views.release_feeds import subscribe
from openhub.views.release_support import support
from openhub.views.release_words import CHANNELS, RULES, choice, list_title, verdict
from openhub.views.shapes import Fact, Link, Step, View
from openhub.views.upgrades import step_id
from openhub.words import day_month, long_day, weekday

_DID = {"answers": "It shipped what you asked for:", "resolves": "It resolved"}
_WILL = {"answers": "It will ship what you asked for:", "resolves": "It will resolve"}
_ON_THE_TIMELINE = frozenset({"Led to", "Talked about in", "Answers", "Answered by", "Resolves"})


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
        "buttons": tuple(_buttons(entry, site)),
        "choice": choice(entry, site),
        "better": tuple(better_groups(entry, site)),
        "must_know": tuple(must_know_groups(entry, site)),
        "others": others(entry, site),
        "lead": entry.summary if entry.summary and not is_digest(entry) else "",
        "better_empty": "The changelog names nothing.",
        "must_know_empty": "Nothing that we know of breaks, is removed or is at fault.",
        "upgrade": tuple(_text(text, entry, site) for text in (data.upgrade, written_upgrade(entry)) if text),
        "rules": RULES,
        "since": tuple(_since(entry, site)),
        **_texts(entry, site),
        "corrections": parts.corrections(entry, site),
        "facts": tuple(_facts(entry, site)),
        "answer": answer(entry, site),
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
        state=_state(entry),
        crumbs=crumbs,
        og_type="article",
    )


def _state(entry: Entry) -> str:
    return "withdrawn" if entry.data.yanked else "coming" if is_coming(entry) else ""


def _texts(entry: Entry, site: Site) -> dict[str, Any]:
    """Give the long notes, and the changelog's own text, which is folded away where the sides show it."""
    text = written(entry)
    return {
        "notes": _text(entry.notes, entry, site) if entry.notes else None,
        "whole": _text(text, entry, site) if text else None,
        "whole_open": not better(entry.data) and not must_know(entry.data),
    }


def _text(body: Body, entry: Entry, site: Site) -> Body:
    return linked(demoted(body), repository(entry.data, site))


def _line(entry: Entry, site: Site) -> str:
    data: Release = entry.data
    if is_coming(entry):
        return "Merged, but not released yet."
    channel = f", {CHANNELS[data.channel]}" if data.channel else ""
    day = f" on {weekday(site.day(entry.date))}" if entry.date else ""
    undated = "" if entry.date else " There is no date in the changelog."
    return f"Released{day}{channel}.{undated}{_withdrawn(entry, site)}"


def _withdrawn(entry: Entry, site: Site) -> str:
    yanked = entry.data.yanked
    if not yanked:
        return ""
    year = site.day(entry.date).year if entry.date else None
    return f" Withdrawn on {day_month(yanked.on, year)}." if yanked.on else " Withdrawn."


def _buttons(entry: Entry, site: Site) -> Iterator[Link]:
    if entry.data.upgrade or written_upgrade(entry):
        yield Link("How to upgrade", "#Upgrade")
    yield from _ways(entry, site)
    if address := compare_url(entry, site):
        yield Link("All changes in the source", address)


def _ways(entry: Entry, site: Site) -> Iterator[Link]:
    """Lead to the step that arrives at a version, and to the way on from it."""
    name, found = str(entry.data.product), of(entry, site)
    step = next(
        (
            step
            for step in steps(found, verdicts.avoided(str(entry.data.product), site))
            if step.line == found.line(entry)
        ),
        None,
    )
    if step and not is_coming(entry):
        address = f"{shelves.upgrade_address(name, site)}#{step_id(step)}"
        yield Link(f"Coming from {step.former}?", address)
    latest = newest(name, site)
    onwards = shelves.way_address(name, found.line(entry), site)
    if latest and onwards and found.place(latest) < found.place(entry):
        yield Link(f"Upgrade to {latest.data.version}", onwards)


def _neighbours(entry: Entry, site: Site) -> tuple[Link | None, Link | None]:
    """Give the newer and the older version of the same product."""
    found = of(entry, site)
    place = found.place(entry)
    if entry.ref not in found.places:
        return None, None
    newer = _link(found.ordered[place - 1], site) if place else None
    older = _link(found.ordered[place + 1], site) if place + 1 < len(found.ordered) else None
    return newer, older


def _link(entry: Entry, site: Site) -> Link:
    return Link(list_title(entry, site), site.addresses[entry.ref])


# ── what happened since ─────────────────────────────────────────────────────


def _since(entry: Entry, site: Site) -> Iterator[Step]:
    """Tell what came of a release, newest first; silent where nothing did."""
    found = (_withdrawal, _reopened, _news, _fixes, _talk, _moved, _kept)
    told = [step for each in found for step in each(entry, site)]
    if not told:
        return
    if entry.date and not is_coming(entry):
        by = parts.names(entry, site)
        told.append(Step(at=entry.date, text=f"Released{f' by {by}' if by else ''}."))
    yield from sorted(told, key=lambda step: site.day(step.at).isoformat() if step.at else "", reverse=True)


def _kept(entry: Entry, site: Site) -> Iterator[Step]:
    """Tell what a release brought that was asked for, or mended; what is to come has yet to bring it."""
    for name, words in (_WILL if is_coming(entry) else _DID).items():
        found = (parts.ref_link(each.target, site) for each in entry.relations if each.name == name)
        if links := tuple(dict.fromkeys(link for link in found if link.address)):
            yield Step(at=entry.date, text=words, mood="" if is_coming(entry) else "done", links=links)


def _moved(entry: Entry, site: Site) -> Iterator[Step]:
    """Tell which numbers a release moved."""
    found = (
        parts.ref_link(move.metric, site, f", {move.direction}" if move.direction else "")
        for move in entry.data.moves
    )
    links = tuple(link for link in found if link.address)
    if links and not is_coming(entry):
        yield Step(at=entry.date, text="It moved", links=links)


def _reopened(entry: Entry, site: Site) -> Iterator[Step]:
    """Tell which requests are open again: since the release was withdrawn, or since their own later step."""
    asked = dict.fromkeys(each.target for each in entry.relations if each.name == "answers")
    found: dict[When | None, list[Link]] = defaultdict(list)
    for each in filter(None, map(site.get, () if is_coming(entry) else asked)):
        now = feedback.standing(each, site)
        later = now.on and (not entry.date or now.on >= site.day(entry.date))
        if now.is_reopened or (now.state in feedback.OPEN and later):
            found[now.on].append(parts.link_to(each, site))
    for day, links in found.items():
        yield Step(at=day, text="This opened again:", mood="strong", links=tuple(links))


def _withdrawal(entry: Entry, _: Site) -> Iterator[Step]:
    yanked = entry.data.yanked
    if yanked and yanked.on:
        yield Step(at=yanked.on, state="Withdrawn", text=yanked.reason or "", mood="strong")


def _news(entry: Entry, site: Site) -> Iterator[Step]:
    told = {post.ref for post in told_in(entry, site).values()}
    for post in troubles(entry, site):
        if post.ref in told and entry.ref not in post.data.caused_by:
            continue
        still = is_open(post)
        state = "Open" if still else "Resolved" if post.data.state else ""
        link = parts.link_to(post, site)
        words = "It led to" if entry.ref in post.data.caused_by else "It still had"
        yield Step(at=post.date, text=words, state=state, mood="strong" if still else "", links=(link,))


def _fixes(entry: Entry, site: Site) -> Iterator[Step]:
    for each in known(entry, site):
        fix = site.get(Ref("release", f"{entry.data.product}/{each.fixed_in}"))
        if fix and fix.date:
            link = parts.link_to(fix, site)
            yield Step(at=fix.date, text="A known problem was fixed in", mood="done", links=(link,))


def _talk(entry: Entry, site: Site) -> Iterator[Step]:
    """Tell what was written about a release, and which events about it were called off."""
    for source in site.back(entry.ref, "about"):
        off = source.kind == "event" and source.data.state == "cancelled"
        at = source.data.state_on if off else None if source.kind == "event" else source.date
        if at:
            words = "Event" if off else parts.kind_word(source)
            state = "Cancelled" if off else ""
            yield Step(at=at, text=f"{words}:", state=state, links=(parts.link_to(source, site),))


def _events(entry: Entry, site: Site) -> Iterator[Link]:
    """Give the events about a release, each with its day: which of them are over is told on their pages."""
    for event in site.back(entry.ref, "about"):
        if event.kind == "event" and event.data.starts:
            called = {"cancelled": ", cancelled", "postponed": ", postponed"}.get(event.data.state, "")
            note = f", {long_day(site.day(event.data.starts))}{called}"
            yield parts.link_to(event, site, note)


# ── facts ───────────────────────────────────────────────────────────────────


def _facts(entry: Entry, site: Site) -> Iterator[Fact]:
    data: Release = entry.data
    if data.channel:
        words = CHANNELS[data.channel]
        yield Fact(term="Channel", text=words[:1].upper() + words[1:])
    if not is_coming(entry):
        yield Fact(term="Supported until", text=support(entry, site))
    if events := tuple(_events(entry, site)):
        yield Fact(term="Events about it", links=events)
    product, address = parts.product_crumb(str(data.product), site)
    source = [Link(f"The changelog of {product}", address)]
    compared = compare_url(entry, site)
    source += [Link("compare with the version before", compared)] if compared else []
    yield Fact(term="Source", links=tuple(source))
    yield from subscribe(str(data.product), site)
    told = {link.address for step in _since(entry, site) for link in step.links}
    told |= {link.address for link in events}
    yield from (fact for each in parts.common_facts(entry, site) for fact in _untold(each, told))


def _untold(fact: Fact, told: Container[str]) -> Iterator[Fact]:
    """Give a relation without what the timeline tells; nothing of one that is told whole."""
    if fact.term not in _ON_THE_TIMELINE:
        yield fact
    elif links := tuple(link for link in fact.links if link.address not in told):
        yield replace(fact, links=links)
