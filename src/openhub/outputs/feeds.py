"""`/feed.xml`: the main feed (Atom, RFC 4287), with the good and the bad news in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from openhub.hub import ledger, memory
from openhub.kinds.event import OFF
from openhub.kinds.feedback import became, state
from openhub.kinds.post import is_open
from openhub.kinds.release import is_coming
from openhub.model import Body, Entry, Output, Ref, When, Who
from openhub.site import Site
from openhub.theme import joined_away
from openhub.urls import absolute
from openhub.when import instant_of
from openhub.words import long_day

PATH = "feed.xml"
# All that XML 1.0 lets a text hold; one other character, and no reader shows anything.
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_YEAR = re.compile(r",(\d{4})")
_LIFE = {
    "acknowledged": "we know of it",
    "investigating": "we are looking for the cause",
    "identified": "we know the cause",
    "monitoring": "mended, and we watch it",
    "resolved": "it is resolved",
    "closed": "it is resolved, its cause is told and what we promised is done",
}
_DECIDED = {"shipped": "Shipped", "declined": "Declined", "cannot": "We cannot do this"}
_SIDES = {"good": "Good news", "bad": "Bad news", "neutral": "Neither good nor bad news"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An entry as news: since when it is told, and when it last changed."""

    entry: Entry
    since: datetime
    changed: datetime


def outputs(site: Site) -> Iterator[Output]:
    """Give the main feed."""
    yield Output(path=PATH, content=_FORBIDDEN.sub("", feed(site)).encode())


def stories(site: Site) -> tuple[Story, ...]:
    """Give what is news, newest first: posts, releases, decided feedback, events that do not take place."""
    found = [_story(entry, when, site) for entry in site.listed if (when := _since(entry, site))]
    return tuple(sorted(found, key=lambda story: (story.since, story.entry.ref), reverse=True))


def _story(entry: Entry, since: When, site: Site) -> Story:
    corrected = max((item.on for item in entry.data.corrections), default=None)
    changed = entry.data.updated or corrected or since
    return Story(entry=entry, since=instant_of(since, site.zone), changed=instant_of(changed, site.zone))


def _since(entry: Entry, site: Site) -> When | None:
    """Give since when an entry is news; None where it is none. Never the day of the build."""
    dated = entry.date or memory.first_published(entry, site)
    if entry.kind == "post":
        return dated
    if entry.kind == "release":
        return None if is_coming(entry) else entry.date
    if entry.kind == "feedback" and state(entry, site) in _DECIDED:
        return became(entry, site) or dated
    if entry.kind == "event" and entry.data.state in OFF:
        when: When = entry.data.state_on or dated or entry.data.starts
        return when
    return None


# ── Atom ────────────────────────────────────────────────────────────────────


def feed(site: Site) -> str:
    """Write the feed."""
    config = site.config
    told = stories(site)[: config.feeds.items]
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(config.language)}">',
        _element("id", f"tag:{config.feed_authority}:hub"),
        _element("title", config.title or "News"),
        *([_element("subtitle", config.description)] if config.description else []),
        _element("updated", _stamp(max((story.changed for story in told), default=_beginning(site)))),
        f'<link rel="self" type="application/atom+xml" href="{_whole("/feed.xml", site)}"/>',
        f'<link rel="alternate" type="text/html" href="{_whole("/", site)}"/>',
        # For the entries that nobody signs: RFC 4287, section 4.1.1.
        _authors(config.authors, site) or f"<author>{_element('name', config.title or 'The hub')}</author>",
        _element("generator", "openhub"),
        *(_entry(story, site) for story in told),
        "</feed>\n",
    ]
    return "\n".join(parts)


def _entry(story: Story, site: Site) -> str:
    entry = story.entry
    language = f' xml:lang="{escape(entry.data.lang)}"' if entry.data.lang else ""
    parts = [
        f"<entry{language}>",
        _element("id", memory.feed_id(entry, site)),
        _element("title", _title(entry)),
        f'<link rel="alternate" type="text/html" href="{_whole(site.addresses[entry.ref], site)}"/>',
        _element("published", _stamp(story.since)),
        _element("updated", _stamp(story.changed)),
        _authors(entry.data.authors, site),
        *_categories(entry, site),
        _element("summary", _summary(entry, site)),
        f'<content type="html">{escape(content(entry, site))}</content>'
        if site.config.feeds.full_text
        else "",
        "</entry>",
    ]
    return "\n".join(filter(None, parts))


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _whole(address: str, site: Site) -> str:
    return escape(absolute(address, site.config.base))


def _stamp(when: datetime) -> str:
    """Write an instant (RFC 3339), whose offset has no seconds: that of old local times is told in UTC."""
    offset = when.utcoffset()
    exact = when if offset is None or offset.seconds % 60 == 0 else when.astimezone(UTC)
    return exact.isoformat(timespec="seconds").replace("+00:00", "Z")


def _beginning(site: Site) -> datetime:
    """Give when a hub without news last changed: when its authority begins, so that no build changes it."""
    year = _YEAR.search(site.config.feed_authority)
    return datetime(int(year[1]) if year and int(year[1]) else 1970, 1, 1, tzinfo=UTC)


def _authors(authors: tuple[Who, ...], site: Site) -> str:
    return "\n".join(f"<author>{_author(who, site)}</author>" for who in authors)


def _author(who: Who, site: Site) -> str:
    person = site.person(who)
    if person is None:
        return _element("name", who.name)
    return _element("name", person.title) + f"<uri>{_whole(site.addresses[person.ref], site)}</uri>"


def _categories(entry: Entry, site: Site) -> Iterator[str]:
    """Name kind, sides and tags; mixed news is in the category of each side, for filters."""
    yield _category(entry.kind, entry.kind.capitalize(), f"tag:{site.config.feed_authority}:kind")
    side = ledger.side_of(entry, site)
    for name in ("good", "bad") if side == "mixed" else (side,):
        yield _category(name, _SIDES[name], f"tag:{site.config.feed_authority}:side")
    for tag in entry.data.tags:
        yield f'<category term="{escape(tag)}"/>'


def _category(term: str, label: str, scheme: str) -> str:
    return f'<category term="{escape(term)}" scheme="{escape(scheme)}" label="{escape(label)}"/>'


# ── what an entry says ──────────────────────────────────────────────────────


def _title(entry: Entry) -> str:
    if entry.kind == "event":
        return f"{entry.data.state.capitalize()}: {entry.title}"
    if entry.kind == "release" and entry.data.yanked:
        return f"{entry.title} is withdrawn"
    return entry.title


def standing(entry: Entry, site: Site) -> str:
    """Say in words how things stand, where an entry has a state."""
    data = entry.data
    if entry.kind == "post" and data.state:
        return f"{'Open' if is_open(entry) else 'Over'}, {data.severity}: {_LIFE[data.state]}."
    if entry.kind == "feedback":
        return f"{_DECIDED[state(entry, site)]}."
    if entry.kind == "event":
        return f"{data.state.capitalize()}. {data.state_reason or ''}".strip()
    if entry.kind == "release" and data.yanked:
        return f"Withdrawn{f' on {long_day(data.yanked.on)}' if data.yanked.on else ''}."
    return ""


def _summary(entry: Entry, site: Site) -> str:
    return " ".join(filter(None, [standing(entry, site), entry.summary.text if entry.summary else ""]))


def content(entry: Entry, site: Site) -> str:
    """Write an entry as HTML to be read anywhere: first how things stand and what to do, then its text."""
    address = site.addresses[entry.ref]

    def block(heading: str, text: Body | None) -> str:
        words = joined_away(text, site, address) if text else ""
        return f"<p><strong>{heading}</strong></p>\n<div>{words}</div>" if words else ""

    said = standing(entry, site)
    parts = [
        f"<p><strong>{escape(said)}</strong></p>" if said else "",
        *(block(f"Corrected on {long_day(item.on)}", item.text) for item in entry.data.corrections),
        *(block(_SIDES[side], entry.data.news.line(side)) for side in entry.data.news.sides),
        *(block(heading, text) for heading, text in _before(entry, site)),
        joined_away(entry.body, site, address),
        *(block(heading, text) for heading, text in _after(entry)),
    ]
    return "\n".join(filter(None, parts))


def _before(entry: Entry, site: Site) -> Iterator[tuple[str, Body | None]]:
    data = entry.data
    if entry.kind == "post":
        yield from (("What it means", data.impact), ("What to do now", data.do_now))
    if entry.kind == "release" and data.yanked:
        use = data.yanked.use
        yield f"Use {_name(use, site)} instead" if use else "Why", data.yanked.reason
    if entry.kind == "feedback":
        yield "What we answer", data.answer


def _after(entry: Entry) -> Iterator[tuple[str, Body | None]]:
    if entry.kind == "post":
        yield "The cause", entry.data.cause
    if entry.kind == "release":
        yield "To upgrade", entry.data.upgrade
        yield from (("Known issue", issue.text) for issue in entry.data.known_issues)


def _name(ref: Ref, site: Site) -> str:
    entry = site.get(ref)
    return escape(entry.title if entry else ref.id)
