"""An entry told elsewhere, in a feed reader or a mail: in words and HTML that need no page around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape

from openhub.hub import memory, promised, verdicts
from openhub.hub.feeds import Feed, Story, is_breaking
from openhub.hub.occurrences import where_it_is
from openhub.hub.spans import zone_of
from openhub.kinds import feedback
from openhub.kinds.event import OFF
from openhub.kinds.post import is_open
from openhub.kinds.release import Change
from openhub.model import Body, Entry
from openhub.site import Site
from openhub.theme import joined_away
from openhub.views import event_words, telling_promises
from openhub.views.event_time import local
from openhub.words import long_day, moment

SIDES = {"good": "Good news", "bad": "Bad news", "neutral": "Neither good nor bad news"}
_LIFE = {
    "acknowledged": "we know of it",
    "investigating": "we are looking for the cause",
    "identified": "we know the cause",
    "monitoring": "mended, and we watch it",
    "resolved": "it is resolved",
    "closed": "it is resolved, its cause is told and what we promised is done",
}
_DECIDED = {"shipped": "We did it", "declined": "We said no", "cannot": "We cannot do this"}


def feed_title(feed: Feed, site: Site) -> str:
    """Name a feed as it stands among others in a reader: after the hub."""
    return f"{site.config.title}: {feed.title}" if feed.key and site.config.title else feed.title


def stamp(when: datetime) -> str:
    """Write an instant (RFC 3339), whose offset has no seconds: that of old local times is told in UTC."""
    offset = when.utcoffset()
    exact = when if offset is None or offset.seconds % 60 == 0 else when.astimezone(UTC)
    return exact.isoformat(timespec="seconds").replace("+00:00", "Z")


# ── a story: an entry, or what happened to a promise of it ──────────────────


def story_id(story: Story, site: Site) -> str:
    """Give the id by which readers know a story again."""
    happened = story.happened
    return promised.feed_id(happened, site) if happened else memory.feed_id(story.entry, site)


def story_kind(story: Story) -> str:
    """Name the kind of a story."""
    return "promise" if story.happened else story.entry.kind


def story_address(story: Story, site: Site) -> str:
    """Give where a story is read in full."""
    happened = story.happened
    return telling_promises.address(happened, site) if happened else site.addresses[story.entry.ref]


def story_title(story: Story) -> str:
    """Give the title of a story."""
    return telling_promises.title(story.happened) if story.happened else title(story.entry)


def story_summary(story: Story, site: Site) -> str:
    """Give a line or two of a story."""
    happened = story.happened
    return telling_promises.summary(happened, site) if happened else summary(story.entry, site)


def story_content(story: Story, site: Site) -> str:
    """Write a story as HTML to be read anywhere."""
    happened = story.happened
    return telling_promises.content(happened, site) if happened else content(story.entry, site)


# ── an entry ────────────────────────────────────────────────────────────────


def title(entry: Entry) -> str:
    """Give the title, which says at once where something was called off or withdrawn."""
    if entry.kind == "event" and entry.data.state in OFF:
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
        now = feedback.standing(entry, site)
        return f"{_DECIDED[now.state]}{f', with {now.release.title}' if now.release else ''}."
    if entry.kind == "event" and data.state in OFF:
        return f"{data.state.capitalize()}. {data.state_reason or ''}".strip()
    if entry.kind == "release" and data.yanked:
        use = verdicts.instead(entry, site)
        instead = f" Use {use.title} instead." if use else ""
        return f"Withdrawn{f' on {long_day(data.yanked.on)}' if data.yanked.on else ''}.{instead}"
    return ""


def summary(entry: Entry, site: Site) -> str:
    """Give a line or two, beginning with how things stand."""
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
        *(block(SIDES[side], entry.data.news.line(side)) for side in entry.data.news.sides),
        *(block(heading, text) for heading, text in _before(entry)),
        _what_breaks(entry, site),
        _when_and_where(entry, site),
        _would_change(entry),
        joined_away(entry.body, site, address),
        *(block(heading, text) for heading, text in _after(entry)),
    ]
    return "\n".join(filter(None, parts))


def _before(entry: Entry) -> Iterator[tuple[str, Body | None]]:
    data = entry.data
    if entry.kind == "post":
        yield from (("What it means", data.impact), ("What to do now", data.do_now))
    if entry.kind == "release" and data.yanked:
        yield "Why", data.yanked.reason
    if entry.kind == "feedback":
        yield "What we answer", data.answer


def _would_change(entry: Entry) -> str:
    """Say what would make a yes of a no, where somebody wrote it."""
    words = entry.data.would_change_our_mind if entry.kind == "feedback" else None
    heading = "<p><strong>What would change our mind</strong></p>"
    return f"{heading}\n<p>{escape(words)}</p>" if words else ""


def _what_breaks(entry: Entry, site: Site) -> str:
    """Tell first what breaks and what is gone: who follows only that need not read the rest."""
    if not is_breaking(entry):
        return ""
    changes: Iterable[Change] = entry.data.changes
    found = (change for change in changes if change.breaking or change.type == "removed")
    items = (f"<li>{joined_away(change.text, site, site.addresses[entry.ref])}</li>" for change in found)
    return f"<p><strong>What breaks</strong></p>\n<ul>{''.join(items)}</ul>"


def _when_and_where(entry: Entry, site: Site) -> str:
    if entry.kind != "event":
        return ""
    where = event_words.place(where_it_is(entry).data.location) or ("online" if entry.data.online_url else "")
    begins = local(event_words.as_written(entry).starts, zone_of(entry, site))
    return f"<p>{escape(', '.join(filter(None, (moment(begins), where))))}.</p>"


def _after(entry: Entry) -> Iterator[tuple[str, Body | None]]:
    if entry.kind == "post":
        yield "The cause", entry.data.cause
        yield from ((moment(step.at), step.text) for step in entry.data.timeline)
    if entry.kind == "release":
        yield "To upgrade", entry.data.upgrade
        yield from (("Known issue", issue.text) for issue in entry.data.known_issues)
