"""The values that pass between the stages. They are plain data and never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from openhub.problems import Problem, Span

When: TypeAlias = date | datetime
"""A calendar date, or an instant with a zone (a datetime that is never naive)."""
Side: TypeAlias = Literal["good", "bad"]
Path: TypeAlias = tuple[str | int, ...]
"""The way to a value inside a record: ('actions', 0, 'due')."""


# ── what is read ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text file of the hub. `file` is its path from the hub's folder, with slashes."""

    file: str
    text: str
    kind: str = ""
    folder: str = ""
    dialect: str = ""
    product: str = ""
    changelog: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value of a record stands, and where its key does."""

    value: Span
    key: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One untyped record: its data, the place of each part, and its Markdown body."""

    span: Span
    data: Mapping[str, Any]
    places: Mapping[Path, Place] = field(default_factory=dict)
    body: str = ""
    body_span: Span | None = None

    def place(self, path: Path) -> Place:
        """Find the place of the value at `path`, or of the nearest one around it."""
        while path and path not in self.places:
            bare = tuple(step for step in path if step != 0)  # one value where a list may stand has no index
            path = bare if bare in self.places else path[:-1]
        return self.places.get(path) or Place(self.span, self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What stands in a hub's folder: texts to read, and files that may be copied, by their path there."""

    sources: tuple[Source, ...]
    tables: Mapping[str, Source]
    files: Mapping[str, str]
    static: Mapping[str, str]


# ── Markdown ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link or picture in a Markdown text, as its author wrote it; `span` counts from the text."""

    target: str
    span: Span
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a Markdown text: level 2 to 6, its id on the page, its plain text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """What became of one Markdown text. It knows no file, so equal texts give equal values.

    `parts` are the pieces of clean HTML around the holes where `links` go:
    `parts[0] + url(links[0]) + parts[1] + …`; there is always one part more than links.
    """

    parts: tuple[str, ...] = ("",)
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: frozenset[str] = frozenset()
    title: str = ""
    lead: str = ""
    text: str = ""
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return len(self.parts) > 1 or bool(self.parts[0].strip())


@dataclass(frozen=True, slots=True)
class Body:
    """A Markdown text at its place in a file; `source` is how its author wrote it, where that is kept."""

    markup: Markup
    span: Span
    indent: int = 0
    source: str = ""

    def __bool__(self) -> bool:
        return bool(self.markup)

    @property
    def text(self) -> str:
        """The text without its markup, on one line."""
        return self.markup.text

    def place(self, inner: Span) -> Span:
        """Give the place in the file of a place in the text."""
        column = self.span.column if inner.line == 1 else self.indent + 1
        return Span(self.span.file, self.span.line + inner.line - 1, column + inner.column - 1)


# ── entries ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A reference to an entry, written `kind:id`."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody named in a field: a person's id, or any name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A reference from an entry to another, and where it says so.

    `name` is a relation, or else the field that refers (`actions[1].owner`). A `soft` one may name nobody.
    """

    name: str
    target: Ref
    span: Span
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What an entry puts on one side of the ledger."""

    side: Side
    date: date
    title: str
    line: Body | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a hub tells of. `data` holds its kind's own fields, decoded and checked.

    `notes` is the end of a release's `body` that its long notes wrote, and no changelog.
    """

    kind: str
    id: str
    slug: str
    title: str
    span: Span
    data: Any
    body: Body
    notes: Body | None = None
    summary: Body | None = None
    date: When | None = None
    relations: tuple[Relation, ...] = ()
    files: tuple[Link, ...] = ()
    dialect: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)

    @property
    def ref(self) -> Ref:
        """The reference by which other entries name this one."""
        return Ref(self.kind, self.id)

    def place(self, name: str) -> Span:
        """Give the place of one of its fields; where it begins if the field is not written."""
        return self.places.get(name, self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something that is released, as its changelog `file` introduces it."""

    id: str
    title: str
    file: str
    address: str
    intro: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one file tells: its entries, long notes to lay over releases, and the product of a changelog.

    `lost` names the records that gave no entry, so that who refers to one is not told of a second fault;
    `texts` are their bodies, so that a broken link in one is told at once, with what else is wrong.
    """

    entries: tuple[Entry, ...] = ()
    lost: tuple[Ref, ...] = ()
    texts: tuple[Body, ...] = ()
    overlays: tuple[Entry, ...] = ()
    products: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """A relation seen from its target: who declares it, and which one."""

    name: str
    source: Ref


# ── settings ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An entry that is not published (yet), and why: draft, future or expired; `written` if it says so."""

    ref: Ref
    title: str
    why: Literal["draft", "future", "expired"]
    until: date | None = None
    span: Span
    written: date | None = None
    authors: tuple[Who, ...] = ()


# ── output ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An instant at which time alone changes something, and why."""

    at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file of the site: its path below the output folder, and its bytes or a file to copy.

    `daily` tells that it changes at each local midnight; `changes` tell at which instants else, from the
    local midnight before it was made on.
    """

    path: str
    content: bytes = b""
    copy: str = ""
    daily: bool = False
    changes: tuple[Change, ...] = ()
