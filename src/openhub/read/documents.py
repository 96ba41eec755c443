"""A Markdown file to one untyped record: its front matter and its body, both with places."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from openhub.model import Path, Place, Record
from openhub.problems import Checked, Problem, Span
from openhub.read.tables import Text, read_toml, read_yaml

_FENCES = {"---": "yaml", "+++": "toml"}
_HEADER = re.compile(r"(?P<key>[A-Za-z][\w-]*):[ \t]*(?P<value>.*)")


def read_document(text: str, file: str) -> Checked[Record]:
    """Read front matter (YAML, TOML or a Pelican header) and the body of a Markdown text."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence in _FENCES:
        return _fenced(lines, fence, file)
    if re.fullmatch(r"-{4,}", fence) and len(lines) > 1 and _HEADER.match(lines[1]):
        return _odd_fence(lines, file)
    header = _header_end(lines)
    if header:
        return Checked(_with_body(_pelican(lines[:header], file), lines, header, file))
    return Checked(_with_body(Record(span=Span(file), data={}), lines, 0, file))


def _fenced(lines: list[str], fence: str, file: str) -> Checked[Record]:
    closing = {fence, "..."} if fence == "---" else {fence}
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in closing), 0)
    if not end:
        message = f"front matter is not closed; add a line '{fence}' below its last field"
        problem = Problem(code="front-matter-unclosed", message=message, span=Span(file))
        return Checked(_with_body(Record(span=Span(file), data={}), lines, len(lines), file), (problem,))
    reader = read_yaml if fence == "---" else read_toml
    read = reader("\n".join(lines[1:end]), Span(file, 2, 1))
    if "" in read.value.data:
        message = "expected fields such as 'title: …', got a list"
        listed = Problem(code="front-matter-shape", message=message, span=Span(file, 2, 1))
        read = Checked(replace(read.value, data={}), (*read.problems, listed))
    record = replace(read.value, span=Span(file))
    return Checked(_with_body(record, lines, end + 1, file), read.problems)


def _odd_fence(lines: list[str], file: str) -> Checked[Record]:
    message = f"front matter opens with '{lines[0].rstrip()}'; it must be exactly '---'"
    problem = Problem(code="front-matter-fence", message=message, span=Span(file))
    return Checked(_with_body(Record(span=Span(file), data={}), lines, 0, file), (problem,))


def _with_body(record: Record, lines: list[str], start: int, file: str) -> Record:
    return replace(record, body="\n".join(lines[start:]), body_span=Span(file, start + 1, 1))


def _header_end(lines: list[str]) -> int:
    """Count the lines of a Pelican header: keys up to the first blank line, `Title` or `Date` among them."""
    keys: set[str] = set()
    for number, line in enumerate(lines):
        match = _HEADER.fullmatch(line)
        if match is None:
            if line[:1] in {" ", "\t"} and line.strip() and keys:
                continue
            return number if not line.strip() and keys & {"title", "date"} else 0
        keys.add(match["key"].lower())
    return len(lines) if keys & {"title", "date"} else 0


def _pelican(lines: list[str], file: str) -> Record:
    data: dict[str, Any] = {}
    places: dict[Path, Place] = {}
    key = ""
    for number, line in enumerate(lines, 1):
        match = _HEADER.fullmatch(line)
        if match is None:
            data[key] = Text.at(f"{data[key]} {line.strip()}", data[key].span)
            continue
        key = match["key"].lower()
        value = Span(file, number, match.start("value") + 1)
        places[(key,)] = Place(value, Span(file, number, 1))
        data[key] = Text.at(match["value"].strip(), value)
    return Record(span=Span(file), data=data, places=places)
