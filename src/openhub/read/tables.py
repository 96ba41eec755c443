"""YAML and TOML to untyped data that knows its places.

Scalars follow the core schema of YAML 1.2 (section 10.3): `no`, `on`, dates and `12:30` are text.
Numbers keep their source, so that a version 1.10 stays 1.10.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, ClassVar, Self

import yaml

from openhub.model import Path, Place, Record
from openhub.problems import Checked, Problem, Span
from openhub.read.circles import no_search_for_circles

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_NODES = 200_000
"""So many values may aliases stand for; what is written out may be as much as it is."""
_MOST_DIGITS = 300
_PLAIN = frozenset({"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!"})


class Text(str):
    """A text with the place where it begins, and how far its further lines are indented."""

    __slots__ = ("indent", "span")
    span: Span
    indent: int

    @classmethod
    def at(cls, text: str, span: Span, indent: int = 0) -> Self:
        """Make a text that stands at `span`."""
        made = cls(text)
        made.span, made.indent = span, indent
        return made


class Integer(int):
    """A whole number with the characters that it was written in."""

    source: str

    @classmethod
    def of(cls, source: str) -> Self:
        """Read a number."""
        made = cls(int(source.lstrip("+"), 10))
        made.source = source
        return made


class Real(float):
    """A decimal number with the characters that it was written in."""

    source: str

    @classmethod
    def of(cls, source: str) -> Self:
        """Read a number; `.inf` and `.nan` are numbers in YAML."""
        made = cls(float(source.lower().replace(".inf", "inf").replace(".nan", "nan")))
        made.source = source
        return made


class _Core(_Loader):  # type: ignore[misc]
    """A YAML loader that resolves the core schema alone."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)


class _FaultError(Exception):
    """A YAML text that cannot be used as a whole."""

    def __init__(self, code: str, message: str, mark: Any) -> None:
        super().__init__(message)
        self.code, self.message, self.mark = code, message, mark


@no_search_for_circles()
def read_yaml(text: str, start: Span) -> Checked[Record]:
    """Read one YAML document that begins at `start`; its record is empty where it cannot be read."""
    reader = _YamlReader(text=text, start=start)
    try:
        node = _Core(text).get_single_node()
        data = {} if node is None else reader.value(node, ())
    except yaml.MarkedYAMLError as fault:
        return _unread(
            start, "yaml-syntax", _said(fault, text), reader.span(fault.problem_mark or fault.context_mark)
        )
    except yaml.YAMLError as fault:
        return _unread(start, "yaml-syntax", f"this is not YAML: {fault}".splitlines()[0], start)
    except RecursionError:
        return _unread(start, "yaml-syntax", "values are nested too deep to be read; nest them less", start)
    except _FaultError as fault:
        return _unread(start, fault.code, fault.message, reader.span(fault.mark))
    if isinstance(data, list):
        data, reader.places = {"": data}, {("", *path): place for path, place in reader.places.items()}
    if not isinstance(data, dict):
        return _unread(
            start, "front-matter-shape", f"expected fields such as 'title: …', got {kind_of(data)}", start
        )
    return Checked(Record(span=start, data=data, places=reader.places), tuple(reader.problems))


def _unread(start: Span, code: str, message: str, span: Span) -> Checked[Record]:
    return Checked(Record(span=start, data={}), (Problem(code=code, message=message, span=span),))


def _said(fault: yaml.MarkedYAMLError, text: str) -> str:
    mark = fault.problem_mark
    lines = text.splitlines()
    if mark and mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]:
        return "a tab stands where YAML takes spaces only; replace it by spaces"
    if mark and "mapping values are not allowed" in (fault.problem or ""):
        return "a second ': ' in one line; put the value in quotes"
    return f"this is not YAML: {fault.problem or fault.context}; check quotes, colons and indentation"


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


@dataclass(slots=True, kw_only=True)
class _YamlReader:
    """Turns the nodes of one document into data; collects places and problems on its way."""

    text: str
    start: Span
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    again: int = 0

    def span(self, mark: Any) -> Span:
        if mark is None:
            return self.start
        start, line, column = self.start, mark.line, mark.column + 1  # as Span.below, which many values feel
        return Span(start.file, start.line + line, column if line else column + start.column - 1)

    def value(self, node: Any, path: Path) -> Any:
        self.again += id(node) in self.seen
        self.seen.add(id(node))
        if self.again > _MOST_NODES:
            raise _FaultError(
                "yaml-aliases",
                f"its aliases expand to over {_MOST_NODES:,} values; write them out",
                node.start_mark,
            )
        known = self.places.get(path)
        here = known.value if known else self.span(node.start_mark)
        if known is None:
            self.places[path] = Place(here, here)
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, here)
        if id(node) in self.open:
            raise _FaultError(
                "yaml-aliases",
                "an alias stands inside the value that it names; write the value out",
                node.start_mark,
            )
        if node.tag not in _PLAIN:
            raise self.tagged(node)
        self.open.add(id(node))
        made = self.mapping(node, path) if isinstance(node, yaml.MappingNode) else self.sequence(node, path)
        self.open.discard(id(node))
        return made

    def sequence(self, node: Any, path: Path) -> list[Any]:
        return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]

    def mapping(self, node: Any, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, child in node.value:
            name, place = str(key.value), self.span(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                message = "a key is a list or a mapping; keys are words"
                raise _FaultError("yaml-syntax", message, key.start_mark)
            if name == "<<" and not key.style:
                message = "'<<' merges are not read; write the fields out"
                raise _FaultError("yaml-merge", message, key.start_mark)
            if name in made:
                first = self.places[(*path, name)].key
                message = f"{name}: written twice, first in line {first.line}; keep one"
                self.problems.append(Problem(code="duplicate-key", message=message, span=place))
                continue
            inner = (*path, name)
            self.places[inner] = Place(self.span(child.start_mark), place)
            made[name] = self.value(child, inner)
        return made

    def scalar(self, node: Any, here: Span) -> Any:
        tag = node.tag.removeprefix("tag:yaml.org,2002:")
        if tag == "null":
            return None
        if tag == "bool":
            return node.value.lower() == "true"
        if tag in {"int", "float"} and not node.style:
            return self.number(node, tag)
        if tag not in {"str", "int", "float", "timestamp"}:
            raise self.tagged(node)
        return self.text_at(node, here)

    def tagged(self, node: Any) -> _FaultError:
        message = f"the tag '{_short(node.tag)}' is not read; write the plain value"
        return _FaultError("yaml-syntax", message, node.start_mark)

    def number(self, node: Any, tag: str) -> Integer | Real:
        if len(node.value) > _MOST_DIGITS:
            message = f"a number of {len(node.value):,} digits; put it in quotes"
            raise _FaultError("yaml-syntax", message, node.start_mark)
        return Integer.of(node.value) if tag == "int" else Real.of(node.value)

    def text_at(self, node: Any, here: Span) -> Text:
        if node.style in {"|", ">"}:
            lines = self.text.splitlines()[node.start_mark.line + 1 :]
            first = next((line for line in lines if line.strip()), "")
            indent = len(first) - len(first.lstrip(" "))
            return Text.at(node.value, Span(here.file, here.line + 1, indent + 1), indent)
        quoted = 1 if node.style in {"'", '"'} else 0
        return Text.at(node.value, Span(here.file, here.line, here.column + quoted))


# ── TOML ────────────────────────────────────────────────────────────────────

_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


def read_toml(text: str, start: Span) -> Checked[Record]:
    """Read a TOML text that begins at `start`; only top-level keys and tables have places of their own."""
    try:
        raw = tomllib.loads(text)
    except ValueError as fault:  # beside its own faults, numbers of thousands of digits
        match = _TOML_PLACE.search(str(fault))
        line, column = (int(match[1]), int(match[2])) if match and match[1] else (text.count("\n") + 1, 1)
        said = _TOML_PLACE.sub("", str(fault))
        return _unread(start, "toml-syntax", f"this is not TOML: {said}", start.below(Span("", line, column)))
    except RecursionError:
        message = "values are nested too deep to be read; nest them less"
        return _unread(start, "toml-syntax", message, start)
    places = dict(_toml_places(text, start))
    data = {name: _toml_value(value, (name,), places, start) for name, value in raw.items()}
    return Checked(Record(span=start, data=data, places=places))


def _toml_places(text: str, start: Span) -> Iterator[tuple[Path, Place]]:
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[\[?\s*([\w.\"-]+)\s*\]", line):
            table = tuple(head[1].replace('"', "").split("."))
            here = start.below(Span("", number, 1))
            yield table, Place(here, here)
        elif pair := re.match(r"(\s*)([\w\"-]+)\s*=\s*", line):
            key = start.below(Span("", number, len(pair[1]) + 1))
            yield (*table, pair[2].strip('"')), Place(start.below(Span("", number, pair.end() + 1)), key)


def _toml_value(value: Any, path: Path, places: dict[Path, Place], start: Span) -> Any:
    if isinstance(value, dict):
        return {name: _toml_value(inner, (*path, name), places, start) for name, inner in value.items()}
    if isinstance(value, list):
        return [_toml_value(inner, (*path, index), places, start) for index, inner in enumerate(value)]
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return Integer.of(str(value))
    if isinstance(value, float):
        return Real.of(repr(value))
    place = next((places[path[:end]] for end in range(len(path), 0, -1) if path[:end] in places), None)
    text = value.isoformat() if isinstance(value, (date, datetime, time)) else str(value)
    return Text.at(text, place.value if place else start)


# ── values in words ─────────────────────────────────────────────────────────


def kind_of(value: Any) -> str:
    """Say in words what a value is, for messages: "a list", "the number 5", "'soon'"."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"the number {getattr(value, 'source', value)}"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "…")
