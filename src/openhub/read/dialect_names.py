"""Names in other generators' front matter: people, tags and categories."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from openhub.model import Path
from openhub.read.dialect_record import Foreign, Found, listed
from openhub.read.tables import Text


def read_people(foreign: Foreign) -> None:
    """Write people as a list of names; what else a generator knows of them stays under `extra`."""
    for name in ("authors", "organizers"):
        if name not in foreign.made:
            continue
        value, path = foreign.made[name], foreign.origins[name]
        people = [
            who for item in listed(value) for who in _names(foreign, item, path, split=name == "authors")
        ]
        if any(isinstance(item, dict) and len(item) > 1 for item in listed(value)):
            foreign.put_back(name)
        foreign.made.pop(name, None)
        if people:
            foreign.put(name, people, path)


def _names(foreign: Foreign, item: Any, path: Path, *, split: bool) -> Iterator[Text]:
    if isinstance(item, dict):
        item = next((item[key] for key in ("name", "key", "id", "github", "email") if item.get(key)), None)
    if item is None or isinstance(item, (dict, list)):
        return
    text = foreign.text(item, path)
    for name in _parted(text) if split else [text]:
        if plain := _plain(name):
            yield Text.at(plain, text.span)


def _parted(text: str) -> list[str]:
    """Part `A (of B, C), D` at the commas that stand in no brackets; a semicolon goes before commas."""
    if ";" in text:
        return text.split(";")
    return re.split(r",(?![^(\[]*[)\]])", text)


def _plain(name: str) -> str:
    """Write a name without the Markdown link around it."""
    linked = re.sub(r"\[([^\]]+)\]\([^)\s]*\)", r"\1", " ".join(name.split()))
    return re.sub(r"^and ", "", linked)


def tag_reader(names: tuple[str, ...], parting: str | None) -> Callable[[Foreign], None]:
    """Make the rule that gathers tags and categories from `names`; `parting` parts those in one text."""

    def read_tags(foreign: Foreign) -> None:
        found = [one for name in names if (one := foreign.take(name))]
        words = [word for one in found for word in _tags(foreign, one, parting)]
        first: dict[str, Text] = {}
        for word in words:
            first.setdefault(word.casefold(), word)
        if first:
            foreign.put("tags", list(first.values()), found[0].path)

    return read_tags


def _tags(foreign: Foreign, found: Found, parting: str | None) -> Iterator[Text]:
    parts = found.value
    if isinstance(parts, str):
        # One category may have spaces in its name; only the plural is a list to Jekyll.
        singular = str(found.path[-1]) in {"category", "tag"} and parting == r"\s+"
        parts = [parts] if parting is None or singular else re.split(parting, parts)
    for part in listed(parts):
        label = part.get("label") if isinstance(part, dict) else part
        if label is not None and str(label).strip() and not isinstance(label, (dict, list)):
            span = foreign.span(label if isinstance(label, Text) else found.value, found.path)
            yield Text.at(str(getattr(label, "source", label)).strip(), span)
