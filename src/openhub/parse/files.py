"""Whole files to entries: documents, and tables of many records."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from openhub.codes import level_of
from openhub.config import Config
from openhub.kinds.base import Kind
from openhub.model import Body, Entry, Parsed, Path, Place, Record, Ref, Source
from openhub.parse.entry import Name, Renderers, decoding_for, entry_of, name_of
from openhub.problems import Checked, Problem, Span
from openhub.read import dialects, documents
from openhub.read.tables import kind_of, read_yaml
from openhub.urls import name_fault, slug

_DEEP = 2
"""So many steps lead to a record of a table: its word, and its number or id."""


def document(source: Source, kind: Kind, config: Config, renderers: Renderers) -> Checked[Parsed]:
    """Read a Markdown file into its entry; one with an error gives none."""
    read = documents.read_document(source.text, source.file)
    name = name_of(source, kind)
    if any(problem.code.startswith(("front-matter", "yaml", "toml")) for problem in read.problems):
        return Checked(Parsed(lost=(Ref(kind.name, name.id),)), read.problems)
    adapted = dialects.adapt(read.value, dialect=source.dialect, kind=kind.name, file=source.file)
    decoding = decoding_for(adapted.value, source, config, renderers)
    made = entry_of(adapted.value, kind, name, decoding)
    problems = (*read.problems, *adapted.problems, *made.problems)
    if made.value is None or has_error(problems, config):
        text = Body(decoding.block(adapted.value.body), adapted.value.body_span or adapted.value.span)
        lost = Parsed(lost=(lost_ref(adapted.value, kind, name),), texts=(text,))
        return Checked(lost, problems)
    entry = replace(made.value, dialect=source.dialect)
    return Checked(Parsed(entries=(_with_own_slug(entry) if source.dialect else entry,)), problems)


def _with_own_slug(entry: Entry) -> Entry:
    """Make the slug of another generator, `Hello World`, one that an address can hold."""
    if not entry.data.slug or entry.kind == "page" or not name_fault(entry.data.slug):
        return entry
    made = slug(entry.data.slug)
    return replace(entry, slug=made, data=replace(entry.data, slug=made))


def has_error(problems: Iterable[Problem], config: Config) -> bool:
    """Tell whether one of the problems is an error, as the hub's settings see it."""
    return any(level_of(problem, config.checks) == "error" for problem in problems)


def lost_ref(record: Record, kind: Kind, name: Name) -> Ref:
    """Give the reference that a record would have had."""
    return Ref(kind.name, str(record.data.get("id") or name.id))


def table(source: Source, kind: Kind, config: Config, renderers: Renderers) -> Checked[Parsed]:
    """Read a YAML file of many records; a bad one gives no entry, its neighbours go on."""
    read = read_yaml(source.text, Span(source.file))
    records = list(_records(read.value, kind, source))
    entries: list[Entry] = []
    lost: list[Ref] = []
    problems = list(read.problems)
    for record, name in records:
        if isinstance(record, Problem):
            problems.append(record)
            continue
        made = entry_of(record, kind, Name(name), decoding_for(record, source, config, renderers))
        problems += made.problems
        if made.value is None or has_error(made.problems, config):
            lost.append(lost_ref(record, kind, Name(name)))
        else:
            entries.append(made.value)
    if not records and not problems:
        message = f"expected '{kind.table}:' with a list below it"
        problems.append(Problem(code="table-empty", message=message, span=Span(source.file)))
    return Checked(Parsed(entries=tuple(entries), lost=tuple(lost)), tuple(problems))


def _records(whole: Record, kind: Kind, source: Source) -> Iterator[tuple[Record | Problem, str]]:
    key = kind.table if kind.table in whole.data else ""
    listed = whole.data.get(key)
    places = _grouped(whole)
    if listed is None:
        if whole.data and key not in whole.data:
            yield whole, _stem(source)
        return
    if isinstance(listed, dict):
        for name, data in listed.items():
            yield _inner(whole, (key, name), data, kind, places), name
    elif isinstance(listed, list):
        for index, data in enumerate(listed):
            name = str(data.get("id") or slug(str(data.get("title", "")))) if isinstance(data, dict) else ""
            yield _inner(whole, (key, index), data, kind, places), name
    else:
        message = f"{key}: expected a list, got {kind_of(listed)}"
        yield Problem(code="field-type", message=message, span=whole.place((key,)).value), ""


def _stem(source: Source) -> str:
    return slug(posixpath.splitext(posixpath.basename(source.file))[0])


Places = dict[Path, dict[Path, Place]]
"""The places within each record of a table, by the way to the record."""


def _grouped(whole: Record) -> Places:
    found: Places = {}
    for path, place in whole.places.items():
        if len(path) >= _DEEP:
            found.setdefault(path[:_DEEP], {})[path[_DEEP:]] = place
    return found


def _inner(whole: Record, path: Path, data: Any, kind: Kind, places: Places) -> Record | Problem:
    span = whole.place(path).value
    if not isinstance(data, dict):
        message = f"expected the fields of a {kind.name}, got {kind_of(data)}"
        return Problem(code="field-type", message=message, span=span)
    return Record(span=span, data=data, places=places.get(path, {}))
