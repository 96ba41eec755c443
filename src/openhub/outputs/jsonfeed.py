"""`feed.json` of every feed: JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from openhub.hub import ledger
from openhub.hub.feeds import Feed, Story, feeds
from openhub.model import Output, Ref, Who
from openhub.site import Site
from openhub.urls import absolute
from openhub.views import telling

VERSION = "https://jsonfeed.org/version/1.1"


def outputs(site: Site) -> Iterator[Output]:
    """Give every feed; an item is made once for all of them, in full and in short."""
    items: dict[tuple[tuple[Ref, str], bool], dict[str, Any]] = {}
    for feed in feeds(site):
        for story in feed.stories:
            key = (story.key, feed.brief)
            if key not in items:
                items[key] = _item(story, site, brief=feed.brief)
        told = [items[story.key, feed.brief] for story in feed.stories]
        text = json.dumps({**_head(feed, site), "items": told}, ensure_ascii=False, indent=1)
        # Half of a surrogate pair cannot be written as UTF-8.
        yield Output(path=feed.json.lstrip("/"), content=f"{text}\n".encode("utf-8", "replace"))


def _head(feed: Feed, site: Site) -> dict[str, Any]:
    config = site.config
    head = {
        "version": VERSION,
        "title": telling.feed_title(feed, site),
        "home_page_url": absolute(feed.page, config.base),
        "feed_url": absolute(feed.json, config.base),
        "description": feed.about if feed.key else config.description,
        "language": config.language,
        "authors": [_author(who, site) for who in config.authors],
    }
    return {name: value for name, value in head.items() if value}


def _item(story: Story, site: Site, *, brief: bool) -> dict[str, Any]:
    entry = story.entry
    summary, title = telling.story_summary(story, site), telling.story_title(story)
    item = {
        "id": telling.story_id(story, site),
        "url": absolute(telling.story_address(story, site), site.config.base),
        "title": title,
        # An item has a text in one of two forms (“Items”): where there is nothing to say, its title.
        "content_text": (summary or entry.title) if brief else "",
        "content_html": "" if brief else telling.story_content(story, site) or title,
        "summary": summary,
        "date_published": telling.stamp(story.since),
        "date_modified": telling.stamp(story.changed),
        "authors": [_author(who, site) for who in entry.data.authors],
        "tags": list(entry.data.tags),
        "language": entry.data.lang,
        "_openhub": {"about": "the kind of an entry, and which side of the news it is on"}
        | {"kind": telling.story_kind(story)}
        | ({} if story.happened else {"side": ledger.side_of(entry, site)}),
    }
    return {name: value for name, value in item.items() if value}


def _author(who: Who, site: Site) -> dict[str, str]:
    person = site.person(who)
    if person is None:
        return {"name": who.name}
    return {"name": person.title, "url": absolute(site.addresses[person.ref], site.config.base)}
