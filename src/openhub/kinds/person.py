"""People: who speaks here, what to ask them, where to meet them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from openhub.kinds.base import Fields, Kind, fault
from openhub.model import Record
from openhub.problems import Problem
from openhub.read.fields import Address, Block, Day, Many, PersonRef, Text, Verbatim, as_fields
from openhub.read.schema import record


@record
class Role:
    """What somebody is or was here."""

    title: Text
    of: Text | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None


@record
class PersonLink:
    """Where else to find somebody."""

    url: Address
    title: Text | None = None


@record
class Away:
    """When somebody does not answer, and who does instead."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    standin: PersonRef | None = None


@record
class Person(Fields):
    """A face of the hub."""

    name: Text | None = None
    pronouns: Text | None = None
    roles: Many[Annotated[Role, as_fields("title")]] = ()
    bio: Block | None = None
    photo: Text | None = None
    photo_alt: Text | None = None
    topics: Many[Verbatim] = ()
    languages: Many[Verbatim] = ()
    links: Many[Annotated[PersonLink, as_fields("url")]] = ()
    away: Away | None = None
    until: Day | None = None


def _check(data: Person, record: Record) -> Iterator[Problem]:
    if data.photo and not data.photo_alt:
        yield fault(
            record,
            ("photo",),
            "image-alt-missing",
            "photo: needs 'photo_alt', words for those who cannot see it",
        )
    if data.away and data.away.from_ and data.away.until and data.away.until < data.away.from_:
        yield fault(record, ("away", "until"), "time-order", "away.until: lies before away.from")


KIND = Kind(
    name="person",
    model=Person,
    folder="people",
    listing="/people/",
    title="People",
    route="/people/{slug}/",
    dated=False,
    check=_check,
)
