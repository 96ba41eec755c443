"""JSON answers of an API: the records of a list, each with the line where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from json.decoder import JSONDecodeError
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Item:
    """A value in a list, the number of its first line, and its source."""

    value: Any
    line: int
    source: str

    def line_of(self, name: str) -> int:
        """Find the line of a field whose name no record inside this one has; else the first line."""
        match = re.search(rf'(?<!\\)"{re.escape(name)}"\s*:', self.source)
        return self.line + self.source.count("\n", 0, match.start()) if match else self.line

    def get(self, name: str) -> Any:
        """Give the value of a field, None where there is none."""
        return self.value.get(name) if isinstance(self.value, Mapping) else None


class JsonFault(Exception):  # noqa: N818 (a fault of the file, not of the program)
    """A text that is no such JSON: the line, and what is wrong with it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def read_items(text: str) -> tuple[Item, ...]:
    """Read the records of a list, of a list of lists, or of lists one behind the other.

    Raises JsonFault where the text is none of these.
    """
    found: list[Item] = []
    place = _after_space(text, 0)
    if place == len(text):
        raise JsonFault(1, "expected a list in JSON, got an empty file")
    while place < len(text):
        if text[place] != "[":
            raise JsonFault(_line(text, place), _no_list(text, place))
        place = _after_space(text, _read_list(text, place, found))
    return tuple(found)


def _read_list(text: str, start: int, found: list[Item]) -> int:
    """Read one list into `found`; give the place behind it. Pages within it are read as lists."""
    place = _after_space(text, start + 1)
    while text[place : place + 1] != "]":
        if text[place : place + 1] == "[":
            place = _read_list_of_records(text, place, found)
        else:
            place = _read_value(text, place, found)
        place = _after_space(text, place)
        if text[place : place + 1] == ",":
            place = _after_space(text, place + 1)
        elif text[place : place + 1] != "]":
            raise JsonFault(_line(text, place), "expected a comma or the end of the list")
    return place + 1


def _read_list_of_records(text: str, start: int, found: list[Item]) -> int:
    inner: list[Item] = []
    end = _read_value(text, start, inner)
    place = _after_space(text, start + 1)
    for _ in inner[0].value:
        place = _read_value(text, place, found)
        place = _after_space(text, _after_space(text, place) + 1)
    return end


def _read_value(text: str, place: int, found: list[Item]) -> int:
    try:
        value, end = _DECODER.raw_decode(text, place)
    except JSONDecodeError as fault:
        raise JsonFault(fault.lineno, f"is no JSON: {fault.msg[:1].lower()}{fault.msg[1:]}") from None
    except (RecursionError, ValueError):
        raise JsonFault(
            _line(text, place), "is nested too deep, or holds a number too long to read"
        ) from None
    found.append(Item(value, _line(text, place), text[place:end]))
    return end


def _no_list(text: str, place: int) -> str:
    read: list[Item] = []
    _read_value(text, place, read)
    said = read[0].get("message")
    answer = f"; the API answered '{said}'" if isinstance(said, str) else ""
    return f"expected a list in JSON, got {_kind(read[0].value)}{answer}"


def _kind(value: Any) -> str:
    names = {dict: "an object", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
