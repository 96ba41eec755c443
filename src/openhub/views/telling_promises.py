"""What happened to a promise, told in a feed reader: what it was, by when, why not, and whom to ask."""

from __future__ import annotations

from html import escape

from openhub.hub.promised import Happened
from openhub.kinds.post import Action
from openhub.model import Body
from openhub.site import Site
from openhub.theme import joined_away
from openhub.views import parts
from openhub.words import count, long_day

_WORDS = {"promised": "Promised", "moved": "Moved", "done": "Done", "dropped": "Dropped"}


def address(happened: Happened, site: Site) -> str:
    """Give the place of a promise on the page of its post."""
    promise = happened.promise
    return f"{site.addresses[promise.entry.ref]}#Promise-{promise.name}"


def title(happened: Happened) -> str:
    """Say what happened, and to which promise."""
    word = _WORDS[happened.what]
    if happened.move:
        word = f"Moved to {long_day(happened.move.to)}"
    return f"{word}: {happened.promise.action.text.text}"


def summary(happened: Happened, site: Site) -> str:
    """Say in a few sentences what happened, why, and whom to ask."""
    why = _why(happened)
    return " ".join(filter(None, [_said(happened), why.text if why else "", _whence(happened, site)]))


def content(happened: Happened, site: Site) -> str:
    """Write the same as HTML to be read anywhere, with its links."""
    action = happened.promise.action
    page, why = site.addresses[happened.promise.entry.ref], _why(happened)
    because = f" {joined_away(why, site, page)}" if why else ""
    told = [
        joined_away(action.text, site, page),
        f"<strong>{escape(_said(happened))}</strong>{because}",
        escape(_whence(happened, site)),
    ]
    return "\n".join(f"<p>{text}</p>" for text in told)


def _whence(happened: Happened, site: Site) -> str:
    owner = happened.promise.action.owner
    ask = f" Ask {parts.ref_link(owner, site).title}." if owner else ""
    return f"Promised in “{happened.promise.entry.title}”.{ask}"


def _why(happened: Happened) -> Body | None:
    if happened.move:
        return happened.move.why
    return happened.promise.action.reason if happened.what == "dropped" else None


def _said(happened: Happened) -> str:
    action = happened.promise.action
    if happened.move:
        return f"We moved it from {long_day(happened.move.from_)} to {long_day(happened.move.to)}."
    if happened.what == "dropped":
        return "We gave it up."
    if happened.what == "done":
        return _kept(action)
    due = action.moved[0].from_ if action.moved else action.due
    return f"We mean to do it by {long_day(due)}." if due else "We have not said by when."


def _kept(action: Action) -> str:
    if action.done_on is None:
        return "We did it."
    over = (action.done_on - action.due).days if action.due else 0
    late = f", {count(over, 'day')} late" if over > 0 else ""
    return f"We did it on {long_day(action.done_on)}{late}."
