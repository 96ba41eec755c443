"""The voices behind a request: who said it, when and where, and where you say something yourself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openhub.hub import feedback as asks
from openhub.kinds.feedback import Voice
from openhub.model import Entry
from openhub.site import Site
from openhub.views import parts
from openhub.views.shapes import Line, Link
from openhub.words import long_day

_GITHUB = "https://github.com/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One time that somebody said it; `address` is where, `told` the request that repeats this one."""

    text: Line
    on: date | None = None
    by: str = ""
    channel: str = ""
    address: str = ""
    told: Link | None = None


def said(entry: Entry, site: Site) -> tuple[Said, ...]:
    """Show every voice that says more than that it is there, with those of what repeats the request."""
    return tuple(
        _said(voice, told if told is not entry else None, site)
        for voice, told in asks.said(entry, site)
        if voice.text or voice.by or voice.link
    )


def _said(voice: Voice, told: Entry | None, site: Site) -> Said:
    channel, address = voice.channel or "", voice.link or ""
    return Said(
        on=voice.on,
        by=parts.person_link(voice.by, site).title if voice.by else "",
        channel=channel or ("where" if address else ""),
        text=voice.text or "",
        address=address,
        told=parts.link_to(told, site) if told else None,
    )


def line(entry: Entry, site: Site) -> str:
    """Say how often you said it, and since when."""
    number, first = asks.voices(entry, site), asks.first_asked(entry, site)
    if first is None:
        return ""
    day = long_day(first)
    if number == 1:
        return f"You said it on {day}"
    return f"You said it {'twice' if number == 2 else f'{number} times'} since {day}"


def ask(site: Site) -> tuple[Link, ...]:
    """Say where you can say something: in a form where there is one, and in each channel."""
    repository = site.config.repository or ""
    form = f"{repository.rstrip('/')}/issues/new?template=you-said.yml"
    forms = (Link("in a form on GitHub", form),) if repository.startswith(_GITHUB) else ()
    return (*forms, *(Link(channel.name, channel.url) for channel in site.config.channels if channel.url))
