"""One thing that a hub owes: by when, whose it is, where it is written, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from openhub.model import Ref, When, Who
from openhub.problems import Span
from openhub.site import Site
from openhub.words import count

What: TypeAlias = Literal["promise", "update", "draft", "scheduled", "event", "call", "metric", "request"]
Standing: TypeAlias = Literal["late", "soon", "coming", "undated"]
STANDINGS: tuple[Standing, ...] = ("late", "soon", "coming", "undated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to do, and the line that settles it where there is one.

    `by` is the last day or instant in time. `days` counts the local days since then where it is late.
    """

    what: What
    standing: Standing
    ref: Ref
    text: str
    span: Span
    by: When | None = None
    days: int = 0
    owners: tuple[str, ...] = ()
    settle: str = ""


def standing(by: When | None, *, late: bool) -> Standing:
    """Tell how a duty stands, before anybody asks how far away its day is."""
    return "late" if late else "coming" if by else "undated"


def late_by(days: int) -> str:
    """Say by how many days something is late; nothing where it is not."""
    return f", late by {count(days, 'day')}" if days else ""


def signed(authors: Iterable[Who], site: Site) -> tuple[str, ...]:
    """Name those who sign, else the hub's default byline."""
    return tuple(who.name for who in (tuple(authors) or site.config.authors))
