"""Where the events of a calendar go: a file for each, beside those that the hub has already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import yaml

from openhub import disk
from openhub.build import Options, parse_all
from openhub.hub.calendars import uid
from openhub.importers.base import New, Wish
from openhub.importers.ics.event import Made
from openhub.importers.ics.times import Stamp
from openhub.kinds.base import all_kinds
from openhub.urls import slug
from openhub.when import day_of

_LONGEST = 60
"""So long is the name of a file at most; a title may be far longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """The events of a hub: the file of each, by the UID that calendars give it and by id."""

    uids: Mapping[str, str]
    ids: Mapping[str, str]


def there(wish: Wish) -> There:
    """Read the events that a hub has, also those that are not published yet."""
    kinds = all_kinds(wish.config.kinds)
    found = disk.discover(wish.root, wish.config, kinds).value.sources
    events = tuple(source for source in found if source.kind == "event")
    parsed = parse_all(events, kinds, wish.config, Options(now=wish.now)).value
    entries = [entry for one in parsed for entry in one.entries]
    return There(
        uids={uid(entry, wish.config): entry.span.file for entry in entries},
        ids={entry.id: entry.span.file for entry in entries},
    )


def files(made: list[Made], wish: Wish) -> Iterator[tuple[Made, New]]:
    """Give each event a file named after its day and title; one that the hub has already is left as it is."""
    names = [slug(one.title)[:_LONGEST].strip("-") or "event" for one in made]
    series = Counter(name for one, name in zip(made, names, strict=True) if "rule" in one.fields)
    known, taken = there(wish), dict[str, str]()
    for one, name in zip(made, names, strict=True):
        day = day_of(one.starts, wish.config.zone).isoformat()
        draft = _Draft(one, name, day, named="rule" in one.fields and series[name] == 1)
        file = known.uids.get(one.fields.get("uid", ""))
        new = _again(draft, file, wish) if file else _free(draft, known, taken, wish)
        if new is None:
            one.report.lose(one.line, f"{file} has an event with the same UID; that is left as it is")
            continue
        taken[draft.id(draft.number(new.path))] = new.path
        yield one, new


@dataclass(frozen=True, slots=True)
class _Draft:
    """An event that is to be written under one of the names `2026-12-01-talk`, `2026-12-01-talk-2`, ….

    The id of a single event holds its day too: there will be another of its title. So does that of a series
    where there are two of one name; else it is the name of the file (`named`).
    """

    made: Made
    name: str
    day: str
    named: bool

    def path(self, number: str) -> str:
        return f"content/events/{self.day}-{self.name}{number}.md"

    def number(self, path: str) -> str:
        return path.removeprefix(self.path("").removesuffix(".md")).removesuffix(".md")

    def id(self, number: str) -> str:
        return f"{self.name}{number}" if self.named else f"{self.name}-{self.day}{number}"

    def new(self, number: str) -> New:
        own = {} if self.named else {"id": self.id(number)}
        text = _front_matter(own | self.made.fields) + self.made.body
        return New(path=self.path(number), content=f"{text.rstrip()}\n".encode())


def _again(draft: _Draft, file: str, wish: Wish) -> New | None:
    """Give the file of an event that was brought over before, if it is as it was then."""
    new = draft.new(draft.number(file))
    return new if new.path == file and (wish.root / file).read_bytes() == new.content else None


def _free(draft: _Draft, known: There, taken: Mapping[str, str], wish: Wish) -> New:
    """Find the first name that no other event has, of this import or of the hub."""
    for at in count(1):
        number = "" if at == 1 else f"-{at}"
        new = draft.new(number)
        path = wish.root / new.path
        same = path.is_file() and path.read_bytes() == new.content
        free = same or not (path.exists() or path.is_symlink())
        if free and draft.id(number) not in taken and known.ids.get(draft.id(number), new.path) == new.path:
            return new
    raise AssertionError(draft.name)


class _Plain(yaml.SafeDumper):
    """Writes dates and times without quotes."""


def _stamp(dumper: yaml.SafeDumper, stamp: Stamp) -> yaml.ScalarNode:
    tag: str = dumper.resolve(yaml.ScalarNode, str(stamp), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(stamp))


_Plain.add_representer(Stamp, _stamp)


def _front_matter(fields: dict[str, Any]) -> str:
    text = yaml.dump(fields, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)
    return f"---\n{text}---\n\n"
