"""The feeds of a hub: for whom each one is, and what it carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from openhub.hub import followups, ledger, memory, promised
from openhub.hub.plan import product_ids, product_title, tags
from openhub.hub.promised import Happened
from openhub.kinds.base import all_kinds, listing
from openhub.kinds.event import OFF
from openhub.kinds.feedback import became, state
from openhub.kinds.release import is_coming
from openhub.model import Entry, Ref, When
from openhub.site import KEPT, Site
from openhub.urls import slug
from openhub.when import instant_of

FOLLOW_UP = "/follow-up/"
_PROMISES = "What we promised, and when we put it off, kept it or dropped it."
DECIDED = frozenset({"shipped", "declined", "cannot"})
ENOUGH = 3
"""So many entries a part of an audience's news must have for a feed of its own."""

Choice = Callable[[Entry, Site], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An entry as news: since when it is told, and when it last changed; or what `happened` to a promise."""

    entry: Entry
    since: datetime
    changed: datetime
    happened: Happened | None = None

    @property
    def key(self) -> tuple[Ref, str]:
        """What tells it from all other stories."""
        return self.entry.ref, self.happened.key if self.happened else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, below whose `address` stand `feed.xml` and `feed.json`.

    `page` is the address of the page to read it on, which may hold more; `key` names it `about` says
    in one line whom it serves; `brief` ones carry summaries alone.
    """

    address: str
    page: str
    key: str
    title: str
    about: str
    stories: tuple[Story, ...] = ()
    brief: bool = False

    @property
    def atom(self) -> str:
        """The address of the feed in Atom."""
        return f"{self.address}feed.xml"

    @property
    def json(self) -> str:
        """The address of the feed in JSON Feed."""
        return f"{self.address}feed.json"


@lru_cache(maxsize=KEPT)
def feeds(site: Site) -> tuple[Feed, ...]:
    """Give every feed: of all news first, then by kind, by product, by audience and by tag."""
    return (
        _whole(site),
        *_sections(site),
        *_follow_up(site),
        *_products(site),
        *_audiences(site),
        *_tags(site),
    )


def _whole(site: Site) -> Feed:
    title = site.config.title or "News"
    return _feed("/", "", title, "Everything, good news and bad.", stories(site), site)


def _feed(address: str, key: str, title: str, about: str, told: Iterable[Story], site: Site) -> Feed:
    kept = tuple(told)[: site.config.feeds.items]
    brief = not site.config.feeds.full_text
    return Feed(address=address, page=address, key=key, title=title, about=about, stories=kept, brief=brief)


def _part(whole: Feed, name: str, title: str, about: str, told: Iterable[Story], site: Site) -> Feed:
    """Make the feed of a part of the news of a page: it has no page of its own."""
    part = _feed(f"{whole.address}{name}/", f"{whole.key}/{name}", title, about, told, site)
    return replace(part, page=whole.page)


# ── by kind and product ─────────────────────────────────────────────────────


def is_breaking(entry: Entry) -> bool:
    """Tell whether a release breaks something, or takes it away."""
    return entry.kind == "release" and any(
        change.breaking or change.type == "removed" for change in entry.data.changes
    )


def is_security(entry: Entry) -> bool:
    """Tell whether an entry is about safety: a release that mends a hole, or news with an advisory."""
    if entry.kind == "release":
        return any(change.type == "security" or change.advisories for change in entry.data.changes)
    return entry.kind == "post" and bool(entry.data.advisories)


def _sections(site: Site) -> Iterator[Feed]:
    kinds, told = all_kinds(site.config.kinds), stories(site)
    base = {name: listing(kind, site.config) for name, kind in kinds.items()}
    if site.of("post"):
        yield _feed(base["post"], "posts", "Posts", "Every post, good news and bad.", _of("post", told), site)
    if site.of("release"):
        about, releases = "Every release of every product.", _of("release", told)
        whole = _feed(base["release"], "releases", "Releases", about, releases, site)
        yield whole
        breaking = (story for story in told if is_breaking(story.entry))
        about = "Only releases in which something breaks or is taken away."
        yield _part(whole, "breaking", "Breaking changes", about, breaking, site)
        security = (story for story in told if is_security(story.entry))
        about = "Only what you need to stay safe: releases that mend a hole, and our advisories."
        yield _part(whole, "security", "Security", about, security, site)
    if site.of("event"):
        about = "Every event, when it is announced and when it is called off."
        yield _feed(base["event"], "events", "Events", about, _of("event", told), site)


def _follow_up(site: Site) -> Iterator[Feed]:
    if followups.has_promises(site):
        yield _feed(FOLLOW_UP, "follow-up", "Follow-up", _PROMISES, promises(site), site)


def _of(kind: str, told: Iterable[Story]) -> Iterator[Story]:
    return (story for story in told if story.entry.kind == kind)


def _products(site: Site) -> Iterator[Feed]:
    base = listing(all_kinds()["release"], site.config)
    releases = tuple(_of("release", stories(site)))
    for name in product_ids(site):
        title = product_title(name, site)
        told = (story for story in releases if story.entry.data.product == name)
        yield _feed(f"{base}{name}/", f"releases/{name}", title, f"Every release of {title}.", told, site)


# ── by audience and tag ─────────────────────────────────────────────────────

_PARTS: tuple[tuple[str, str, Choice], ...] = (
    ("releases", "releases", lambda entry, _: entry.kind == "release"),
    ("breaking", "breaking changes", lambda entry, _: is_breaking(entry)),
    ("security", "security", lambda entry, _: is_security(entry)),
    ("bad-news", "bad news", lambda entry, site: ledger.side_of(entry, site) in {"bad", "mixed"}),
    ("events", "events", lambda entry, _: entry.kind == "event"),
)


def concerns(entry: Entry, audience: str) -> bool:
    """Tell whether an entry is for an audience: one that names none is for everybody."""
    return not entry.data.audiences or audience in entry.data.audiences


def _audiences(site: Site) -> Iterator[Feed]:
    for audience in {slug(one.id): one for one in site.config.audiences}.values():
        title, word = audience.title or audience.id, slug(audience.id)
        told = [story for story in stories(site) if concerns(story.entry, audience.id)]
        about = f"All that concerns {title}, good news and bad."
        whole = _feed(f"/audiences/{word}/", f"audiences/{word}", f"For {title}", about, told, site)
        yield whole
        for name, words, choice in _PARTS:
            part = [story for story in told if choice(story.entry, site)]
            if len(part) >= ENOUGH:
                yield _part(whole, name, f"For {title}: {words}", f"Only {words} for {title}.", part, site)
        kept = [story for story in promises(site) if concerns(story.entry, audience.id)]
        if len(kept) >= ENOUGH:
            about = f"Promises that concern {title}: made, put off, kept or dropped."
            yield _part(whole, "follow-up", f"For {title}: follow-up", about, kept, site)


def _tags(site: Site) -> Iterator[Feed]:
    known = {story.entry.ref: story for story in stories(site)}
    for word, (name, entries) in tags(site).items():
        told = [known[entry.ref] for entry in entries if entry.ref in known]
        about = f"Whatever is tagged {name}, in short."
        newest = sorted(told, key=_order, reverse=True)
        yield replace(
            _feed(f"/tags/{word}/", f"tags/{word}", f"Tagged {name}", about, newest, site), brief=True
        )


# ── what is news ────────────────────────────────────────────────────────────


@lru_cache(maxsize=KEPT)
def stories(site: Site) -> tuple[Story, ...]:
    """Give what is news, newest first: posts, releases that are out, decided requests, events."""
    found = [_story(entry, when, site) for entry in site.listed if (when := _since(entry, site))]
    return tuple(sorted(found, key=_order, reverse=True))


@lru_cache(maxsize=KEPT)
def promises(site: Site) -> tuple[Story, ...]:
    """Give what happened to promises, newest first."""
    found = [_of_promise(happened, site) for happened in promised.history(site)]
    return tuple(sorted(found, key=_order, reverse=True))


def _of_promise(happened: Happened, site: Site) -> Story:
    at = instant_of(happened.on, site.zone)
    return Story(entry=happened.promise.entry, since=at, changed=at, happened=happened)


def _order(story: Story) -> tuple[datetime, tuple[Ref, str]]:
    return story.since, story.key


def _story(entry: Entry, since: When, site: Site) -> Story:
    changed = memory.revised(entry, site) or since
    return Story(entry=entry, since=instant_of(since, site.zone), changed=instant_of(changed, site.zone))


def _since(entry: Entry, site: Site) -> When | None:
    """Give since when an entry is news; None where it is none. Never the day of the build."""
    dated = entry.date or memory.first_published(entry, site)
    if entry.kind == "post":
        return dated
    if entry.kind == "release":
        return None if is_coming(entry) else entry.date
    if entry.kind == "feedback" and state(entry, site) in DECIDED:
        return became(entry, site) or dated
    if entry.kind == "event":
        return _announced(entry, dated)
    return None


def _announced(entry: Entry, dated: When | None) -> When | None:
    """Give when an event was announced, or called off: that is news again, and stands on top."""
    if entry.data.state in OFF:
        off: When = entry.data.state_on or dated or entry.data.starts
        return off
    return dated
