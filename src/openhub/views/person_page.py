"""The view of one person: what to ask them, what they wrote, promised and look after, where to meet them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from openhub.hub import agenda, faces, followups, ledger
from openhub.hub.faces import is_former
from openhub.hub.followups import Promise
from openhub.hub.occurrences import occurrence
from openhub.hub.plan import Page
from openhub.kinds.person import Person
from openhub.model import Entry, Who
from openhub.site import Site
from openhub.views import parts
from openhub.views.answers import answer
from openhub.views.event_time import day, local
from openhub.views.people import away_words, meeting_link, meetings, role, them
from openhub.views.presence import first_channel
from openhub.views.shapes import Fact, Group, Item, Link, Verdict, View
from openhub.words import count, day_month, listed

_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "eo": "Esperanto",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "ig": "Igbo", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "yo": "Yoruba",
    "zh": "Chinese",
}  # fmt: skip
_WROTE = 12
_MEET = 3


def person(page: Page, site: Site) -> View:
    """Show one person: what to ask, what they wrote, what they look after."""
    entry: Entry = page.subject
    values: dict[str, Any] = {
        "entry": entry,
        "face": parts.person_face(entry, site),
        "role": role(entry, site),
        "pronouns": entry.data.pronouns or "",
        "verdict": _verdict(entry, site),
        "sections": tuple(group for group in _sections(entry, site) if group.items),
        "facts": tuple(_facts(entry, site)),
        "answer": answer(entry, site),
        "ask": "Ask us" if is_former(entry, site) or faces.is_away(entry, site) else f"Ask {entry.title}",
    }
    crumb = parts.list_crumb("person", site)
    return View(
        address=page.address,
        template="person",
        title=entry.title,
        values=values,
        description=entry.summary.text if entry.summary else role(entry, site),
        section=crumb[1],
        state="former" if is_former(entry, site) else "away" if faces.is_away(entry, site) else "",
        asof=True,
        crumbs=(crumb,),
        og_type="profile",
        image=parts.asset(entry, entry.data.photo, site),
    )


def _verdict(entry: Entry, site: Site) -> Verdict | None:
    data: Person = entry.data
    place = first_channel(site)
    if is_former(entry, site) and data.until:
        headline = f"Was with us until {day_month(data.until, site.today.year)}"
        ours = "What was promised then is ours to keep." if _pending(entry, site) else ""
        line = " ".join(filter(None, [ours, "Ask now:" if place else ""]))
        return Verdict(side="", headline=headline, line=line, links=(place,) if place else ())
    if faces.is_away(entry, site):
        other = faces.stand_in(entry, site)
        instead = parts.link_to(other, site) if other else place
        line = "Ask instead:" if instead else ""
        return Verdict(
            side="", headline=away_words(entry, site), line=line, links=(instead,) if instead else ()
        )
    return None


def _sections(entry: Entry, site: Site) -> Iterator[Group]:
    yield from _owned(entry, site)
    wrote = [found for found in site.listed if Who(entry.id) in parts.authors(found, site)]
    newest = ledger.newest_first(tuple(found for found in wrote if found.date), site)
    more = f"; the newest {_WROTE} of them stand here" if len(newest) > _WROTE else ""
    items = tuple(replace(parts.item(found, site), byline="") for found in newest[:_WROTE])
    told = f"{count(len(newest), 'entry', 'entries')}{more}."
    yield Group(id="wrote", heading=f"Written by {entry.title}", note=told, items=items)
    own = [promise for promise in followups.promises(site) if promise.action.owner == entry.ref]
    done = [promise for promise in own if promise.action.state == "done"]
    done.sort(key=lambda promise: promise.action.done_on or date.min, reverse=True)
    kept = tuple(_promise(promise, site) for promise in done)
    yield Group(id="kept", heading="Promises kept", note=_counted(kept, "promise"), items=kept)
    talks = tuple(_talks(entry, site))
    yield Group(id="spoke", heading=f"Talks by {entry.title}", note=_counted(talks, "talk"), items=talks)


def _owned(entry: Entry, site: Site) -> Iterator[Group]:
    """Show what somebody looks after; what they left behind is ours."""
    gone = is_former(entry, site)
    pending = _pending(entry, site)
    late = sum(followups.days_late(promise, site) > 0 for promise in pending)
    note = f"{count(len(pending), 'promise')}{_lateness(late, len(pending))}."
    heading = "Promised then, and ours to keep" if gone else "Promises to ask about"
    items = tuple(_promise(promise, site) for promise in pending)
    yield Group(id="promised", heading=heading, note=note, items=items)
    metrics = tuple(_metrics(entry, site))
    heading = "Numbers they looked after" if gone else "Numbers to ask about"
    yield Group(id="metrics", heading=heading, note=_counted(metrics, "number"), items=metrics)


def _pending(entry: Entry, site: Site) -> list[Promise]:
    own = (promise for promise in followups.promises(site) if promise.action.owner == entry.ref)
    return [promise for promise in own if promise.is_pending]


def _lateness(late: int, of: int) -> str:
    if not late:
        return ""
    return ", late" if of == 1 else ", all of them late" if late == of else f", {late} of them late"


def _counted(items: tuple[Item, ...], word: str) -> str:
    return f"{count(len(items), word)}."


def _promise(promise: Promise, site: Site) -> Item:
    action = promise.action
    due = f"by {day_month(action.due, site.today.year)}" if action.due and promise.is_pending else ""
    return Item(
        title=action.text.text,
        address=f"{site.addresses[promise.entry.ref]}#Promise-{action.id or promise.number}",
        date=action.done_on,
        kind=due,
        line=f"Promised in: {promise.entry.title}",
    )


def _metrics(entry: Entry, site: Site) -> Iterator[Item]:
    for metric in site.of("metric"):
        if metric.data.owner == entry.ref:
            address = site.addresses[metric.ref]
            yield Item(title=metric.title, address=address, kind="Metric", line=metric.summary or "")


def _talks(entry: Entry, site: Site) -> Iterator[Item]:
    for item in agenda.past(site):
        if not item.is_off and Who(entry.id) in occurrence(item).data.speakers:
            shown = parts.item(item.entry, site)
            yield replace(shown, address=agenda.address(item, site), date=day(local(item.starts, site.zone)))


def _facts(entry: Entry, site: Site) -> Iterator[Fact]:
    data: Person = entry.data
    if data.topics and not is_former(entry, site):
        yield Fact(term=f"Ask {them(data)} about", text=", ".join(data.topics))
    if data.languages:
        words = [_LANGUAGES.get(code.lower().split("-")[0], code) for code in data.languages]
        yield Fact(term="Speaks", text=listed(words))
    if not is_former(entry, site):
        links = tuple(meeting_link(item, entry, site) for item in meetings(entry, site)[:_MEET])
        yield from [Fact(term="Where to meet", links=links)] if links else []
    yield from _away_later(entry, site)
    if data.links:
        links = tuple(Link(link.title or link.url, link.url) for link in data.links)
        yield Fact(term="Elsewhere", links=links)
    yield from parts.common_facts(entry, site)


def _away_later(entry: Entry, site: Site) -> Iterator[Fact]:
    away = entry.data.away
    if away and away.from_ and away.from_ > site.today:
        other = faces.stand_in(entry, site)
        stands = f"; {other.title} stands in" if other else ""
        said = away_words(entry, site).removeprefix("Away ")
        yield Fact(term="Away", text=f"{said[:1].upper()}{said[1:]}{stands}")
