"""One record to one entry: decoded, checked, with all that it refers to."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from unicodedata import normalize

from openhub.config import Config
from openhub.kinds.base import RELATIONS, UNUSABLE, Kind
from openhub.model import Body, Entry, Link, Markup, Path, Record, Ref, Relation, Source, Who
from openhub.problems import Checked, Problem, Span
from openhub.read.fields import Decoding
from openhub.read.schema import decode, dotted, leaves
from openhub.read.tables import Text
from openhub.urls import name_fault, slug
from openhub.when import zone_named

Render = Callable[..., Markup]
_DATED = re.compile(r"(?P<year>\d{4})[-_](?P<month>\d{2})[-_](?P<day>\d{2})(?:[-_.]+(?P<rest>.*))?")
_FOLDERS = re.compile(r"(?:^|/)(?P<year>\d{4})/(?P<month>\d{2})/(?P<day>\d{2})(?:/|$)")
_PICTURES = ("image", "photo")
_EACH = ("actions", "aliases", "timeline")
"""Lists whose items are told of by their own places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderers:
    """How Markdown becomes `Markup` in this hub; both are pure, and may be memoised."""

    block: Render
    inline: Render


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a file tells of its entry."""

    id: str
    day: date | None = None


def decoding_for(record: Record, source: Source, config: Config, renderers: Renderers) -> Decoding:
    """Give what the fields of a record need to know: its own zone, else the hub's."""
    name = record.data.get("timezone")
    try:
        zone = zone_named(str(name)) if name else config.zone
    except ValueError:
        zone = config.zone  # the field itself is told of by its own reader
    return Decoding(
        zone=zone,
        block=lambda text: renderers.block(text, dialect=source.dialect),
        inline=lambda text: renderers.inline(text, dialect=source.dialect),
        product=source.product,
    )


# ── names ───────────────────────────────────────────────────────────────────


def name_of(source: Source, kind: Kind) -> Name:
    """Read id and date from the name of a file."""
    inner = posixpath.relpath(source.file, source.folder) if source.folder else source.file
    stem = posixpath.splitext(inner)[0]
    folder, base = posixpath.split(stem)
    if base in {"index", "_index"}:
        stem, base = folder, posixpath.basename(folder or source.folder)
    day, rest = dated_name(base)
    folders = _FOLDERS.search(posixpath.dirname(stem) + "/")
    if day is None and folders:
        day = _real_day(folders)
    if kind.name == "page":
        return Name("/".join(filter(None, (slug(part) for part in stem.split("/")))) or "index", day)
    return Name(plain_name(rest or base) or "untitled", day)


def plain_name(name: str) -> str:
    """Give the id that a name makes: itself where an address can hold it, else its slug."""
    made = name if re.fullmatch(r"\w[\w.~-]*", name) else slug(name)
    return f"{made}-" if made and name_fault(made) and not name_fault(f"{made}-") else made


def dated_name(base: str) -> tuple[date | None, str]:
    """Split the date from the name of a file: `2026-11-24-hello` gives the day and `hello`."""
    match = _DATED.fullmatch(base)
    day = _real_day(match) if match else None
    return (day, match["rest"] or "") if match and day else (None, base)


def _real_day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


# ── one record ──────────────────────────────────────────────────────────────


def entry_of(record: Record, kind: Kind, name: Name, decoding: Decoding) -> Checked[Entry | None]:
    """Decode and check one record; gives no entry where a field is wrong."""
    record = _with_day(record, kind, name)
    made = decode(kind.model, record, decoding)
    if made.value is None:
        return Checked(None, made.problems)
    data, extra = made.value.data, dict(made.value.extra)
    if isinstance(extra.get("extra"), dict):
        extra = {**extra.pop("extra"), **extra}
    span = record.body_span or record.span
    body = Body(decoding.block(record.body), span)
    entry_id = data.id or name.id
    entry = Entry(
        kind=kind.name,
        id=entry_id,
        slug=normalize("NFC", data.slug or entry_id),
        title=data.title or getattr(data, "name", None) or body.markup.title or _words(name.id),
        span=record.span,
        data=data,
        body=body,
        summary=data.summary or _lead(body),
        date=data.date,
        relations=tuple(_relations(data, record)),
        files=tuple(_files(data, record)),
        extra=extra,
        places={str(path[0]): place.value for path, place in record.places.items() if len(path) == 1}
        | {
            f"{name}[{at}]": record.place((name, at)).value
            for name in _EACH
            for at in range(len(getattr(data, name, ())))
        },
    )
    faults = tuple(kind.check(data, record))
    problems = (*made.problems, *faults, *_faults(entry, record), *remarks(entry))
    return Checked(None if any(fault.code in UNUSABLE for fault in faults) else entry, problems)


def _with_day(record: Record, kind: Kind, name: Name) -> Record:
    field = "starts" if kind.name == "event" else "date"
    if name.day is None or record.data.get(field) is not None:
        return record
    return replace(record, data={**record.data, field: Text.at(name.day.isoformat(), record.span)})


def _words(name: str) -> str:
    words = name.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or "Untitled"


def _lead(body: Body) -> Body | None:
    return plain_body(body.markup.lead, body.span) if body.markup.lead else None


def plain_body(text: str, span: Span) -> Body:
    """Make a text without markup that can stand where a rendered one does."""
    return Body(Markup(parts=(html.escape(text, quote=False),), text=text, lead=text), span)


def _relations(data: Any, record: Record) -> Iterator[Relation]:
    for path, leaf in leaves(data):
        if isinstance(leaf, Body):
            continue
        span = record.place(_written(path)).value
        if isinstance(leaf, Who):
            yield Relation(name=dotted(path), target=Ref("person", leaf.name), span=span, soft=True)
        else:
            yield Relation(name=_relation_name(path), target=leaf, span=span)


def _relation_name(path: Path) -> str:
    words = [step for step in path if isinstance(step, str)]
    return next((word for word in words if word in RELATIONS), dotted(path))


def _written(path: Path) -> Path:
    return tuple(step.rstrip("_") if isinstance(step, str) else step for step in path)


def _files(data: Any, record: Record) -> Iterator[Link]:
    for name in _PICTURES:
        target = getattr(data, name, None)
        if target:
            yield Link(target=target, span=record.place((name,)).value, picture=True)


def _faults(entry: Entry, record: Record) -> Iterator[Problem]:
    if entry.data.image and not entry.data.image_alt:
        message = "image: needs 'image_alt', words for those who cannot see it"
        yield Problem(code="image-alt-missing", message=message, span=record.place(("image",)).value)


def remarks(entry: Entry) -> Iterator[Problem]:
    """Give the problems of every Markdown text of an entry, at their places in the file."""
    bodies = [leaf for _, leaf in leaves(entry.data) if isinstance(leaf, Body)]
    for body in (*bodies, entry.body):
        for problem in body.markup.problems:
            yield problem.at(body.place(problem.span))
