"""A record on its way from another generator's field names to openhub's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from openhub.model import Path, Place, Record
from openhub.problems import Problem, Span
from openhub.read.tables import Text

BLANK: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Found:
    """A value as it was written, and the way to it in its record."""

    value: Any
    path: Path


@dataclass(slots=True, kw_only=True)
class Foreign:
    """What is still to be read of one record, and what is made of it. It lives within one call of `adapt`."""

    record: Record
    kind: str
    file: str
    known: frozenset[str]
    any_case: bool = False
    left: dict[str, Any] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    body: str | None = None
    added: dict[Path, Place] = field(default_factory=dict)

    def find(self, name: str) -> Found | None:
        """Find the value of a name such as `event.start_date`; an empty value is none."""
        path: tuple[str, ...] = ()
        value: Any = self.left
        for part in name.split("."):
            key = self._key(value, part)
            if key is None:
                return None
            path, value = (*path, key), value[key]
        return None if value in BLANK else Found(value, path)

    def _key(self, data: Any, part: str) -> str | None:
        if not isinstance(data, dict):
            return None
        if part in data or not self.any_case:
            return part if part in data else None
        return next((key for key in data if key.lower() == part.lower()), None)

    def take(self, name: str) -> Found | None:
        """Find a value and leave it out of what is still to be read."""
        found = self.find(name)
        if found:
            self.drop(found)
        return found

    def drop(self, found: Found) -> None:
        """Leave a value out of what is still to be read, and the mapping that it alone stood in."""
        holder: Any = self.left
        for key in found.path[:-1]:
            holder = holder[key]
        del holder[found.path[-1]]
        if not holder and len(found.path) > 1:
            self.drop(Found(holder, found.path[:-1]))

    def put(self, name: str, value: Any, path: Path) -> None:
        """Set a field of openhub whose author wrote it at `path`; () if the file's name says it."""
        self.made[name] = value
        self.origins[name] = path

    def offer(self, name: str, value: Any, found: Found) -> None:
        """Set a field from a dialect's own one, unless the author says it in openhub's words too."""
        if name not in self.made and self.find(name) is None:
            self.put(name, self.instead(value, found) if isinstance(value, str) else value, found.path)

    def move(self, old: str, new: str) -> None:
        """Give the value of `old` to `new`, if there is one and `new` has none yet."""
        if new not in self.made and new in self.known and (found := self.take(old)):
            self.put(new, found.value, found.path)

    def change(self, names: Iterable[str], how: Callable[[Any], Any]) -> None:
        """Put another value in the place of those that are made."""
        for name in names:
            if name in self.made:
                self.made[name] = how(self.made[name])

    def put_back(self, name: str) -> None:
        """Take a field back: its value is kept as one that means nothing to openhub."""
        *way, last = (str(part) for part in self.origins.pop(name))
        holder = self.left
        for key in way:
            holder = holder.setdefault(key, {})
        holder[last] = self.made.pop(name)

    def span(self, value: Any, path: Path) -> Span:
        """Find the place of a value."""
        return value.span if isinstance(value, Text) else self.record.place(path).value

    def text(self, value: Any, path: Path) -> Text:
        """Write a value as text that knows its place."""
        written = str(getattr(value, "source", value))
        return Text.at(written, self.span(value, path), getattr(value, "indent", 0))

    def instead(self, text: str, found: Found) -> Text:
        """Give a text that stands in the place of a value."""
        return Text.at(text, self.span(found.value, found.path))

    def problem(self, code: str, message: str, found: Found) -> None:
        """Note a mistake at the place of a value."""
        self.problems.append(Problem(code=code, message=message, span=self.span(found.value, found.path)))

    def finished(self) -> Record:
        """Give the record in openhub's names; what is left over stands under `extra`."""
        given = self.left.pop("extra", {})
        left = {name: value for name, value in self.left.items() if value is not None}
        extra = {**(given if isinstance(given, dict) else {"extra": given}), **left}
        data = {**self.made, "extra": extra} if extra else self.made
        ways: dict[Path, Path] = {(name,): path for name, path in self.origins.items() if path}
        ways |= {("extra", key): (key,) if key in left else ("extra", key) for key in extra}
        body = self.record.body if self.body is None else self.body
        return replace(self.record, data=data, places={**dict(self._places(ways)), **self.added}, body=body)

    def _places(self, ways: dict[Path, Path]) -> Iterable[tuple[Path, Place]]:
        if () in self.record.places:
            yield (), self.record.places[()]
        for new, old in ways.items():
            for path, place in self.record.places.items():
                if path[: len(old)] == old:
                    yield (*new, *path[len(old) :]), place


def copied(value: Any) -> Any:
    """Copy the mappings of a value, so that taking a field away leaves the record as it was."""
    return {key: copied(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def listed(value: Any) -> list[Any]:
    """Give a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]
