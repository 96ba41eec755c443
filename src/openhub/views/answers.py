"""A way to answer: what the page of every entry ends with, and the footer of all others."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from openhub.hub.forges import forge, repository
from openhub.hub.plan import has_contact
from openhub.model import Entry
from openhub.site import Site
from openhub.urls import absolute, host
from openhub.views.shapes import Link

_NEW = {"/-/issues/{}": "?issue[title]={title}&issue[description]={url}"}
_FORM = "?title={title}&body={url}"


def answer(entry: Entry, site: Site, address: str = "") -> tuple[Link, ...]:
    """Say where to answer an entry: its own place, else the hub's; `address` is that of one date of it."""
    if entry.data.discuss:
        return (Link(f"where it is discussed, {_where(entry.data.discuss, site)}", entry.data.discuss),)
    own = repository(str(entry.data.product), site) if entry.kind == "release" else ""
    return ways(entry.title, address or site.addresses[entry.ref], site, own)


def ways(title: str, address: str, site: Site, own: str = "") -> tuple[Link, ...]:
    """Say where to answer a page: as the hub's `discuss` says, else at the best place that it names.

    `own` is the repository of what the page is about, where that is not the hub's.
    """
    return tuple(_ways(title, address, site, own))[:1]


def _ways(title: str, address: str, site: Site, own: str) -> Iterator[Link]:
    config = site.config
    url = absolute(address, config.base) if config.url else address
    if config.discuss:
        filled = _filled(config.discuss, title, url)
        yield Link(_where(filled, site), filled)
    contact = Link("on the contact page", "/contact/")
    if config.channels:
        yield contact
    if found := own or (config.repository or "").rstrip("/").removesuffix(".git"):
        yield _issue(found, title, url)
    if has_contact(site):
        yield contact


def _issue(root: str, title: str, url: str) -> Link:
    """Link to the form for a new issue, where we know how its host writes that; else to the repository."""
    ways = forge(root)
    if not ways.request:
        return Link("where our texts live", root)
    form = root + ways.issue.format("new") + _NEW.get(ways.issue, _FORM)
    return Link("as an issue of our repository", _filled(form, title, url))


def _filled(pattern: str, title: str, url: str) -> str:
    return pattern.replace("{title}", quote(title, safe="")).replace("{url}", quote(url, safe=""))


def _where(address: str, site: Site) -> str:
    """Say in words where an address leads: to a channel of the hub, into a mail, to another host."""
    if address.startswith("mailto:"):
        return "by mail"
    place = host(address)
    names = [channel.name for channel in site.config.channels if place and host(channel.url or "") == place]
    if names:
        return f"in the {names[0].lower() if names[0].capitalize() == names[0] else names[0]}"
    return f"on {place}" if place else "at another place"
