"""What the layout of every page shows: the hub, the navigation, the footer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

from openhub.hub.feeds import Feed, feeds
from openhub.hub.hold import waits_for
from openhub.hub.plan import has_contact, has_follow_up
from openhub.kinds.base import all_kinds, listing
from openhub.model import Entry
from openhub.site import KEPT, Site
from openhub.urls import absolute
from openhub.views.answers import ways
from openhub.views.parts import asset
from openhub.views.shapes import Link, View
from openhub.views.telling import feed_title
from openhub.when import instant_of
from openhub.words import long_day

_NAV = ("post", "release", "event", "metric", "feedback")
_RTL = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
TOKENS = "/assets/tokens.css"
_FRESH = timedelta(days=2)
"""How long, from the day of "As of" on, a page may be taken for new: that day, and one of grace."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link of the navigation; `current` where the page is it, or below it."""

    title: str
    address: str
    current: bool


def frame(view: View, site: Site) -> dict[str, Any]:
    """Give the values that the layout takes."""
    return {
        "hub": _hub(site),
        "page": _page(view, site),
        "nav": tuple(
            NavItem(title, address, _is_current(address, view)) for title, address in sections(site)
        ),
        "footer": _footer(view, site),
    }


def _hub(site: Site) -> dict[str, Any]:
    config = site.config
    settings = config.theme.settings
    return {
        "title": config.title,
        "description": config.description or "",
        "language": config.language,
        "direction": "rtl" if config.language.split("-")[0].lower() in _RTL else "ltr",
        "notice": config.notice or "",
        "repository": config.repository or "",
        "policy": _policy(site),
        "theme": {"logo": _static(settings.logo), "icon": _static(settings.icon)},
        "custom_css": ([TOKENS] if settings.accent else []) + [_static(sheet) for sheet in settings.css],
    }


def _static(path: str | None) -> str:
    return "/" + path.removeprefix("static/").lstrip("/") if path else ""


def _policy(site: Site) -> str:
    hosts = " ".join(("'self'", *(f"https://{host}" for host in site.config.privacy.allow)))
    frames = " ".join(f"https://{host}" for host in site.config.privacy.allow) or "'none'"
    return (
        f"default-src 'none'; img-src {hosts}; media-src {hosts}; style-src 'self'; script-src 'self'; "
        f"font-src 'self'; connect-src 'self'; frame-src {frames}; base-uri 'none'; form-action 'none'"
    )


def _page(view: View, site: Site) -> dict[str, Any]:
    return {
        "title": view.title,
        "description": view.description,
        "path": view.address,
        "section": view.section,
        "template": view.template,
        "state": view.state,
        "canonical": absolute(view.address, site.config.base)
        if site.config.url and view.template != "not_found"
        else "",
        "og_type": view.og_type,
        "lang": view.lang,
        "jsonld": "" if view.noindex else view.jsonld,
        "image": absolute(view.image, site.config.base) if view.image and site.config.url else "",
        "noindex": view.noindex,
        "ribbon": view.ribbon,
        "asof": site.today if view.asof else None,
        "stale_from": instant_of(site.today + _FRESH, site.zone) if view.asof else None,
        "crumbs": view.crumbs,
        "feeds": tuple((feed_title(feed, site), feed.atom, feed.json) for feed in _feeds(view, site)),
    }


def for_entry(view: View, entry: Entry, site: Site) -> View:
    """Give the page of an entry what follows from the entry alone: how it is found, shared and marked."""
    held = ribbon(entry, site)
    return replace(
        view,
        description=view.description or (entry.summary.text if entry.summary else ""),
        image=view.image or asset(entry, entry.data.image, site),
        lang=entry.data.lang or "",
        noindex=bool(held) or entry.data.visibility == "unlisted",
        ribbon=held,
        state="draft" if held else view.state,
    )


def ribbon(entry: Entry, site: Site) -> str:
    """Say that an entry is shown to its author alone: a draft, or before its day."""
    if entry.data.draft:
        return "A draft: only you see it."
    waits = waits_for(entry, all_kinds(site.config.kinds)[entry.kind])
    if waits and instant_of(waits, site.zone) > site.now:
        return f"Held back until {long_day(site.day(waits))}: only you see it."
    return ""


@lru_cache(maxsize=KEPT)
def sections(site: Site) -> tuple[tuple[str, str], ...]:
    """Give the navigation: as set, else what the hub has."""
    config = site.config
    if config.navigation:
        return tuple((item.title, item.to) for item in config.navigation)
    kinds = all_kinds(config.kinds)
    found = [("News", "/news/")] if site.listed else []
    found += [(kinds[name].title, listing(kinds[name], config)) for name in _NAV if site.of(name)]
    if has_follow_up(site):
        found.append(("Follow-up", "/follow-up/"))
    if site.of("person"):
        found.append(("People", listing(kinds["person"], config)))
    return tuple(found)


def _is_current(address: str, view: View) -> bool:
    return address == view.section or (address != "/" and view.address.startswith(address))


def _feeds(view: View, site: Site) -> tuple[Feed, ...]:
    """Give the feeds that belong to a page, or to the nearest one above it; then that of all news."""
    whole, *others = feeds(site)
    around = [feed for feed in others if view.address.startswith(feed.page) or feed.page == view.section]
    nearest = max((len(feed.page) for feed in around), default=0)
    return (*(feed for feed in around if len(feed.page) == nearest), whole)


def _footer(view: View, site: Site) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    *own, whole = _feeds(view, site)
    follow = [(f"{feed.title} (Atom)", feed.atom) for feed in own]
    follow += [("All news (Atom)", whole.atom), ("All news (JSON Feed)", whole.json)]
    if site.of("event"):
        follow.append(("Calendar of events", "/events.ics"))
    follow.append(("Everything as data", "/hub.json"))
    talk = [
        (_channel(channel.name, channel.expected_answer), channel.url)
        for channel in site.config.channels
        if channel.url
    ]
    if has_contact(site):
        talk.append(("Whom to ask", "/contact/"))
    if not view.values.get("answer") and view.template != "not_found":
        talk += [(f"Talk about this page {way.title}", way.address) for way in _ways(view, site)]
    pages = [(entry.title, site.addresses[entry.ref]) for entry in site.of("page") if "/" not in entry.id]
    return (("Follow", tuple(follow)), ("Talk to us", tuple(talk)), ("This hub", tuple(pages[:8])))


def _ways(view: View, site: Site) -> Iterator[Link]:
    """Give the way to answer a page that does not end with one; the contact page is named by itself."""
    yield from (way for way in ways(view.title, view.address, site) if way.address != "/contact/")


def _channel(name: str, answer: str | None) -> str:
    if not answer:
        return name
    return f"{name}, answers within {answer}" if answer[0].isdigit() else f"{name}: {answer}"
