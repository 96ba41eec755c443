"""The content lines of a calendar (RFC 5545, section 3.1), and the components that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_COMMA = re.compile(r"((?:[^\\,]|\\.)*)(?:,|$)", re.DOTALL)
_CARET = {"n": "\n", "'": '"', "^": "^"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property: its name in capitals, its parameters, its value as written, and its line."""

    name: str
    parameters: dict[str, str]
    value: str
    line: int

    @property
    def text(self) -> str:
        """The value as a text."""
        return unescaped(self.value)

    @property
    def texts(self) -> list[str]:
        """The values of a list of texts."""
        return [
            text for text in (unescaped(found[1]).strip() for found in _COMMA.finditer(self.value)) if text
        ]


@dataclass(slots=True, kw_only=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, *names: str) -> list[Property]:
        """Give the properties of these names."""
        return [one for one in self.properties if one.name in names]

    def first(self, name: str) -> Property | None:
        """Give the first property of a name."""
        return next(iter(self.all(name)), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be read, and why."""

    line: int
    message: str


def read(text: str) -> tuple[list[Component], list[Fault]]:
    """Read a text into its outermost components; what cannot be read is told and left out."""
    top = Component(name="", line=1)
    stack, faults = [top], []
    for line, content in _unfolded(text):
        made = _property(content, line)
        if made is None:
            faults.append(Fault(line, f"'{content[:40]}' is no line of a calendar"))
        elif made.name == "BEGIN":
            part = Component(name=made.value.strip().upper(), line=line)
            stack[-1].parts.append(part)
            stack.append(part)
        elif made.name == "END":
            faults += _close(stack, made)
        else:
            stack[-1].properties.append(made)
    faults += [Fault(part.line, f"BEGIN:{part.name} has no END") for part in stack[1:]]
    faults += [Fault(one.line, f"{one.name} stands outside any calendar") for one in top.properties]
    return top.parts, faults


def _close(stack: list[Component], made: Property) -> list[Fault]:
    name = made.value.strip().upper()
    open_ones = [part.name for part in stack[1:]]
    if name not in open_ones:
        return [Fault(made.line, f"END:{name} has no BEGIN")]
    unclosed = []
    while stack[-1].name != name:
        part = stack.pop()
        unclosed.append(Fault(part.line, f"BEGIN:{part.name} has no END"))
    stack.pop()
    return unclosed


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Join lines that go on after a space or tab; blank lines, as of files with doubled ends, are nothing."""
    start, parts = 0, []  # type: int, list[str]
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if not line.strip():
            continue
        if line[:1] in {" ", "\t"} and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield start, "".join(parts)
        start, parts = number, [line]
    if parts:
        yield start, "".join(parts)


def _property(content: str, line: int) -> Property | None:
    name = _NAME.match(content)
    if name is None:
        return None
    at, parameters = name.end(), {}
    while found := _PARAMETER.match(content, at):
        parameters[found[1].upper()] = re.sub(r"\^([n'^])", _uncareted, found[2].replace('"', ""))
        at = found.end()
    if content[at : at + 1] != ":":
        return None
    return Property(name=name[0].upper(), parameters=parameters, value=content[at + 1 :], line=line)


def _uncareted(found: re.Match[str]) -> str:
    return _CARET[found[1]]


def unescaped(value: str) -> str:
    """Give a text without the backslashes of the format."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
