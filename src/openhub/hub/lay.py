"""Joins of two files: long notes over a release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from openhub.model import Body, Entry, Markup
from openhub.problems import Checked, Problem
from openhub.read import versions


def lay_over(entries: Iterable[Entry], overlays: Iterable[Entry]) -> Checked[tuple[Entry, ...]]:
    """Lay long notes over their releases: scalars replace, lists append, the text follows."""
    made = list(entries)
    index = {entry.ref: number for number, entry in enumerate(made)}
    problems = []
    for note in overlays:
        number = index.get(note.ref)
        if number is not None:
            made[number] = _laid(made[number], note)
        elif note.date is not None:
            index[note.ref] = len(made)
            made.append(_alone(note))
        else:
            problems.append(_unknown(note))
    return Checked(tuple(made), tuple(problems))


def _unknown(note: Entry) -> Problem:
    version = f"a version {note.data.version} of '{note.data.product}'"
    message = f"no changelog has {version}; add its heading there, or a 'date' here"
    return Problem(code="release-unknown", message=message, span=note.span)


def _alone(note: Entry) -> Entry:
    channel = note.data.channel or versions.channel(note.data.version)
    return replace(note, notes=note.body or None, data=replace(note.data, channel=channel))


def _laid(release: Entry, note: Entry) -> Entry:
    defaults = {item.name: item for item in fields(note.data)}
    changed = {
        name: _joined(getattr(release.data, name), getattr(note.data, name))
        for name in defaults
        if _is_set(note, name)
    }
    return replace(
        release,
        title=note.title if note.data.title else release.title,
        slug=note.data.slug or release.slug,
        summary=note.data.summary or release.summary,
        date=note.date or release.date,
        data=replace(release.data, **changed),
        body=Body(_after(release.body.markup, note.body.markup), release.body.span),
        notes=Body(note.body.markup, release.body.span) if note.body else None,
        relations=release.relations + note.relations,
        files=release.files + note.files,
        extra={**release.extra, **note.extra},
    )


def _is_set(note: Entry, name: str) -> bool:
    value = getattr(note.data, name)
    blank = {item.name: item.default for item in fields(note.data)}[name]
    return bool(value != blank and name not in {"id", "product", "version"})


def _joined(former: Any, later: Any) -> Any:
    return former + later if isinstance(former, tuple) and isinstance(later, tuple) else later


def _after(first: Markup, second: Markup) -> Markup:
    """Put one rendered text behind another."""
    return replace(
        first,
        parts=(*first.parts[:-1], first.parts[-1] + second.parts[0], *second.parts[1:]),
        links=first.links + second.links,
        headings=first.headings + second.headings,
        ids=first.ids | second.ids,
        text=f"{first.text} {second.text}".strip(),
        problems=first.problems + second.problems,
    )
