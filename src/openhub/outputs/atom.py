"""`feed.xml` of every feed: Atom (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from openhub.hub import ledger, memory
from openhub.hub.feeds import Feed, Story, feeds
from openhub.model import Output, Ref, Who
from openhub.site import Site
from openhub.urls import absolute
from openhub.views import telling

# All that XML 1.0 lets a text hold; one other character, and no reader shows anything.
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def outputs(site: Site) -> Iterator[Output]:
    """Give every feed; an entry is written once for all of them, in full and in short."""
    entries: dict[tuple[tuple[Ref, str], bool], str] = {}

    def entry(story: Story, *, brief: bool) -> str:
        key = (story.key, brief)
        if key not in entries:
            entries[key] = _entry(story, site, brief=brief)
        return entries[key]

    for feed in feeds(site):
        text = _feed(feed, site, [entry(story, brief=feed.brief) for story in feed.stories])
        yield Output(path=feed.atom.lstrip("/"), content=_FORBIDDEN.sub("", text).encode())


def _feed(feed: Feed, site: Site, entries: Sequence[str]) -> str:
    config = site.config
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(config.language)}">',
        _element("id", f"tag:{config.feed_authority}:hub{f'/{feed.key}' if feed.key else ''}"),
        _element("title", telling.feed_title(feed, site)),
        _element("subtitle", feed.about if feed.key else config.description or ""),
        _element(
            "updated",
            telling.stamp(max((story.changed for story in feed.stories), default=memory.beginning(site))),
        ),
        f'<link rel="self" type="application/atom+xml" href="{_whole(feed.atom, site)}"/>',
        f'<link rel="alternate" type="text/html" href="{_whole(feed.page, site)}"/>',
        # For the entries that nobody signs: RFC 4287, section 4.1.1.
        _authors(config.authors, site) or f"<author>{_element('name', config.title or 'The hub')}</author>",
        _element("generator", "openhub"),
        *entries,
        "</feed>\n",
    ]
    return "\n".join(filter(None, parts))


def _entry(story: Story, site: Site, *, brief: bool) -> str:
    entry = story.entry
    language = f' xml:lang="{escape(entry.data.lang)}"' if entry.data.lang else ""
    parts = [
        f"<entry{language}>",
        _element("id", telling.story_id(story, site)),
        _element("title", telling.story_title(story)),
        f'<link rel="alternate" type="text/html" href="{_whole(telling.story_address(story, site), site)}"/>',
        _element("published", telling.stamp(story.since)),
        _element("updated", telling.stamp(story.changed)),
        _authors(entry.data.authors, site),
        *_categories(story, site),
        _element("summary", telling.story_summary(story, site)),
        "" if brief else f'<content type="html">{escape(telling.story_content(story, site))}</content>',
        "</entry>",
    ]
    return "\n".join(filter(None, parts))


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _whole(address: str, site: Site) -> str:
    return escape(absolute(address, site.config.base))


def _authors(authors: tuple[Who, ...], site: Site) -> str:
    return "\n".join(f"<author>{_author(who, site)}</author>" for who in authors)


def _author(who: Who, site: Site) -> str:
    person = site.person(who)
    if person is None:
        return _element("name", who.name)
    return _element("name", person.title) + f"<uri>{_whole(site.addresses[person.ref], site)}</uri>"


def _categories(story: Story, site: Site) -> Iterator[str]:
    """Name kind, sides and tags; mixed news is in the category of each side, for filters."""
    entry, kind = story.entry, telling.story_kind(story)
    yield _category(kind, kind.capitalize(), f"tag:{site.config.feed_authority}:kind")
    side = "" if story.happened else ledger.side_of(entry, site)
    for name in ("good", "bad") if side == "mixed" else filter(None, (side,)):
        yield _category(name, telling.SIDES[name], f"tag:{site.config.feed_authority}:side")
    for tag in entry.data.tags:
        yield f'<category term="{escape(tag)}"/>'


def _category(term: str, label: str, scheme: str) -> str:
    return f'<category term="{escape(term)}" scheme="{escape(scheme)}" label="{escape(label)}"/>'
