"""Pages: a title and a body, at its path."""

from __future__ import annotations

from openhub.kinds.base import Fields, Kind
from openhub.read.schema import record


@record
class Page(Fields):
    """A page that is none of the other kinds."""


KIND = Kind(name="page", model=Page, folder="pages", listing="", title="Pages", route="/{slug}/")
