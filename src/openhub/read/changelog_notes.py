"""Footnotes of a changelog: which version defines one, and which versions use it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openhub.read.changes import Block
from openhub.read.footnotes import OPENS

_NOTE = re.compile(r"(?P<code>(`+)(?!`).*?(?<!`)\2(?!`))|\[\^(?P<label>[^\s\]]+)\]", re.DOTALL)
_DEFINES = re.compile(r"^[ \t]*\[\^([^\s\]]+)\]:", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote's definition that stands by itself, as it is written, on its lines (from 0)."""

    label: str
    source: str
    lines: tuple[int, int]
    borrowed: bool = False
    """Whether only other versions use it than the one that it stands under: there it is not shown."""


def notes_of(
    body: Sequence[Block], lines: Sequence[str], parts: Iterable[tuple[int, int]]
) -> tuple[Note, ...]:
    """Find the notes of a changelog; `parts` are the lines of its versions and of what stands between."""
    found = [_note(block, lines) for block in body if block.tokens[0].type == OPENS]
    if not found:
        return ()
    told = [(start, end, "\n".join(lines[start:end])) for start, end in parts]
    homes = {id(note): next((p for p in told if p[0] <= note.lines[0] < p[1]), None) for note in found}
    first = {note.label: note for note in reversed(found)}
    lent = {label for *_, text in told for label in used(text) - defined(text)}
    return tuple(
        Note(
            label=note.label,
            source=note.source,
            lines=note.lines,
            borrowed=note.label in lent
            and first[note.label] is note
            and (home := homes[id(note)]) is not None
            and note.label not in used(home[2]),
        )
        for note in found
    )


def _note(block: Block, lines: Sequence[str]) -> Note:
    start, end = block.lines
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    label = str(block.tokens[0].meta["label"])
    return Note(label=label, source="\n".join(lines[start:end]), lines=(start, end))


def used(text: str) -> set[str]:
    """Give the labels of the notes that a text refers to."""
    places = {match.start(1) - 2 for match in _DEFINES.finditer(text)}
    return {
        match["label"] for match in _NOTE.finditer(text) if match["label"] and match.start() not in places
    }


def defined(text: str) -> set[str]:
    """Give the labels of the notes that a text defines."""
    return set(_DEFINES.findall(text))


def with_notes(text: str, notes: Sequence[Note]) -> str:
    """Give a version's text with the notes that it uses and does not define, without those that it lends."""
    for note in notes:
        if note.borrowed and f"[^{note.label}]:" in text:
            blank = "\n" * note.source.count("\n")
            whole = re.compile(rf"^{re.escape(note.source)}$", re.MULTILINE)
            text = whole.sub(blank, text, count=1)
    first = {note.label: note.source for note in reversed(notes)}
    while missing := sorted((used(text) - defined(text)) & first.keys()):
        text = "\n".join((text, *(f"\n{first[label]}" for label in missing)))
    return text


def without_marks(text: str, notes: Sequence[Note]) -> str:
    """Take the marks of notes out of a change, whose notes stand with the whole text of its version."""
    known = {note.label for note in notes} - defined(text)
    return _NOTE.sub(lambda match: "" if match["label"] in known else match[0], text)
