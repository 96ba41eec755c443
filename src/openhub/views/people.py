"""The views of people: who speaks here, one person, and whom to ask where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from openhub.hub import agenda, followups, ledger
from openhub.hub.followups import Promise
from openhub.hub.occurrences import Happening, occurrence
from openhub.hub.plan import Page
from openhub.hub.spans import zone_of
from openhub.kinds.person import Away, Person
from openhub.model import Entry, Who
from openhub.site import Site
from openhub.views import parts
from openhub.views.event_time import day, local
from openhub.views.shapes import Face, Fact, Group, Item, Link, Verdict, View
from openhub.words import day_month, listed

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A place where we answer, and how soon; `kept` is how soon we did."""

    name: str
    address: str = ""
    purpose: str = ""
    expected: str = ""
    kept: str = ""


# ── lists ───────────────────────────────────────────────────────────────────


def index(page: Page, site: Site) -> View:
    """Show who speaks here, and apart from them who did."""
    current = [entry for entry in site.of("person") if not is_former(entry, site)]
    former = [entry for entry in site.of("person") if is_former(entry, site)]
    values: dict[str, Any] = {
        "lead": "Who speaks here, what to ask them, and where to meet them.",
        "people": tuple(person_item(entry, site) for entry in current),
        "former": tuple(person_item(entry, site) for entry in former),
        "channels": channels(site),
        "kept_heading": "",
        "empty": "Nobody is named here at the moment.",
    }
    return View(
        address=page.address,
        template="people",
        title=page.title or "People",
        values=values,
        section=page.address,
        asof=True,
    )


def contact(page: Page, site: Site) -> View:
    """Show where we answer, how soon, and whom to ask about what."""
    current = [entry for entry in site.of("person") if entry.data.topics and not is_former(entry, site)]
    values: dict[str, Any] = {
        "lead": "Where we answer, how soon we mean to, and whom to ask about what.",
        "channels": channels(site),
        "kept_heading": "",
        "people": tuple(person_item(entry, site) for entry in current),
        "empty": "We have not named a place yet where we answer.",
    }
    return View(
        address=page.address,
        template="contact",
        title=page.title or "Contact",
        values=values,
        section=page.address,
        asof=True,
    )


def channels(site: Site) -> tuple[Channel, ...]:
    """Show the places where members and makers meet."""
    return tuple(
        Channel(
            name=channel.name,
            address=channel.url or "",
            purpose=channel.purpose or "",
            expected=channel.expected_answer or "",
        )
        for channel in site.config.channels
    )


def is_former(entry: Entry, site: Site) -> bool:
    """Tell whether somebody is no longer with the hub: the last day is past."""
    return entry.data.until is not None and entry.data.until < site.today


def person_item(entry: Entry, site: Site) -> Face:
    """Show a person in a list: what to ask, where to meet, who stands in."""
    lines = () if is_former(entry, site) else tuple(_lines(entry, site))
    return replace(parts.person_face(entry, site), role=role(entry, site), lines=lines)


def role(entry: Entry, site: Site) -> str:
    """Say what somebody does or did here, and until when."""
    data: Person = entry.data
    past = is_former(entry, site)
    now = [one.title for one in data.roles if past or one.until is None or one.until >= site.today]
    until = f"until {day_month(data.until, site.today.year)}" if data.until and not past else ""
    return ", ".join([*now, *filter(None, [until])])


def _lines(entry: Entry, site: Site) -> Iterator[str]:
    data: Person = entry.data
    if data.topics:
        yield f"Ask {_them(data)} about {listed(list(data.topics))}"
    if is_away(data.away, site):
        yield _away(data, site) + _standin(data, site)
    found = meetings(entry, site)
    if found:
        yield f"Meet {_them(data)} at {found[0].title}, {_day(found[0], site)}"


def _them(data: Person) -> str:
    """Give the pronoun of somebody who is asked or met: the second of those written, "she/her"."""
    written = [word.strip().lower() for word in (data.pronouns or "").split("/")]
    return written[1] if len(written) > 1 and written[1].isalpha() else "them"


# ── away ────────────────────────────────────────────────────────────────────


def is_away(away: Away | None, site: Site) -> bool:
    """Tell whether somebody is away today; both days count."""
    if away is None:
        return False
    begun = away.from_ is None or away.from_ <= site.today
    return begun and (away.until is None or site.today <= away.until)


def _away(data: Person, site: Site) -> str:
    until = data.away.until if data.away else None
    return f"Away until {day_month(until, site.today.year)}" if until else "Away"


def _standin(data: Person, site: Site) -> str:
    other = data.away.standin if data.away else None
    return f"; {parts.ref_link(other, site).title} stands in" if other else ""


# ── where to meet ───────────────────────────────────────────────────────────


def meetings(entry: Entry, site: Site) -> tuple[Happening, ...]:
    """Give the next date of each event at which somebody will be."""
    found: dict[str, Happening] = {}
    for item in agenda.upcoming(site):
        if not item.is_off and _takes_part(entry, item):
            found.setdefault(item.entry.id, item)
    return tuple(found.values())


def _takes_part(entry: Entry, item: Happening) -> bool:
    data = occurrence(item).data
    return Who(entry.id) in {*data.speakers, *data.organizers, *data.attending}


def _day(item: Happening, site: Site) -> str:
    return day_month(day(local(item.starts, zone_of(item.entry, site))), site.today.year)


# ── one person ──────────────────────────────────────────────────────────────


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
    }
    crumb = parts.list_crumb("person", site)
    return View(
        address=page.address,
        template="person",
        title=entry.title,
        values=values,
        description=entry.summary.text if entry.summary else role(entry, site),
        section=crumb[1],
        state="former" if is_former(entry, site) else "away" if is_away(entry.data.away, site) else "",
        asof=True,
        crumbs=(crumb,),
        og_type="profile",
        image=parts.asset(entry, entry.data.photo, site),
    )


def _verdict(entry: Entry, site: Site) -> Verdict | None:
    data: Person = entry.data
    if is_former(entry, site) and data.until:
        headline = f"Was with us until {day_month(data.until, site.today.year)}"
        return Verdict(side="", headline=headline, line="What was promised then is ours to keep.")
    if data.away and is_away(data.away, site):
        links = (parts.ref_link(data.away.standin, site),) if data.away.standin else ()
        return Verdict(side="", headline=_away(data, site), line="Ask instead:" if links else "", links=links)
    return None


def _sections(entry: Entry, site: Site) -> Iterator[Group]:
    wrote = [found for found in site.listed if Who(entry.id) in parts.authors(found, site)]
    newest = ledger.newest_first(tuple(found for found in wrote if found.date), site)
    more = f"The newest {_WROTE} of {len(newest)}." if len(newest) > _WROTE else ""
    items = tuple(replace(parts.item(found, site), byline="") for found in newest[:_WROTE])
    own = [promise for promise in followups.promises(site) if promise.action.owner == entry.ref]
    pending = tuple(_promise(promise, site) for promise in own if promise.is_pending)
    kept = tuple(_promise(promise, site) for promise in own if promise.action.state == "done")
    name = entry.title
    yield Group(id="promised", heading="Promises to ask about", note="", items=pending)
    yield Group(id="metrics", heading="Numbers to ask about", items=tuple(_metrics(entry, site)))
    yield Group(id="wrote", heading=f"Written by {name}", note=more, items=items)
    yield Group(id="kept", heading="Promises kept", items=kept)
    yield Group(id="spoke", heading=f"Talks by {name}", items=tuple(_talks(entry, site)))


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
    if data.topics:
        yield Fact(term=f"Ask {_them(data)} about", text=", ".join(data.topics))
    if data.languages:
        words = [_LANGUAGES.get(code.lower().split("-")[0], code) for code in data.languages]
        yield Fact(term="Speaks", text=listed(words))
    if not is_former(entry, site):
        links = tuple(_meeting_links(meetings(entry, site)[:_MEET], site))
        yield from [Fact(term="Where to meet", links=links)] if links else []
    yield from _away_later(data, site)
    if data.links:
        links = tuple(Link(link.title or link.url, link.url) for link in data.links)
        yield Fact(term="Elsewhere", links=links)
    yield from parts.common_facts(entry, site)


def _meeting_links(items: Iterable[Happening], site: Site) -> Iterator[Link]:
    for item in items:
        yield Link(item.title, agenda.address(item, site), f" ({_day(item, site)})")


def _away_later(data: Person, site: Site) -> Iterator[Fact]:
    away = data.away
    if away and away.from_ and away.from_ > site.today:
        end = f" to {day_month(away.until, site.today.year)}" if away.until else ""
        text = f"From {day_month(away.from_, site.today.year)}{end}{_standin(data, site)}"
        yield Fact(term="Away", text=text)
