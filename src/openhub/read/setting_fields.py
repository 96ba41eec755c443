"""The types of settings that keep within bounds: hosts, patterns of addresses, numbers, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import PlainValidator

from openhub.read.fields import _duration as read_duration
from openhub.read.fields import _text as read_text
from openhub.read.fields import _verbatim as read_verbatim
from openhub.read.fields import _whole as read_whole
from openhub.read.tables import kind_of
from openhub.urls import is_host
from openhub.when import Duration as Length

_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
_AUTHORITY = re.compile(r"(?P<name>[^,\s]+),\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_HOST = re.compile(r"(?P<name>[a-zA-Z0-9.-]+)(:(?P<port>\d{1,5}))?")
_THEME = re.compile(r"\w[\w-]*")
_MONTH = 30
_YEAR = 366


def _expected(what: str, value: Any) -> ValueError:
    return ValueError(f"expected {what}, got {kind_of(value)}")


def _host(value: Any) -> str:
    match = _HOST.fullmatch(read_text(value))
    if match is None or not is_host(match["name"]) or int(match["port"] or 1) not in range(1, 65536):
        raise _expected("the name of a host like img.example.org", value)
    return match[0].lower()


def _pattern(*words: str) -> Callable[[Any], str]:
    known = " and ".join(f"{{{word}}}" for word in words)

    def read(value: Any) -> str:
        text = read_text(value)
        if not re.match(r"(?i)(https?://[^\s/{}]+|mailto:)", text) or re.search(r"[\s\"<>]", text):
            raise _expected("an address that begins with https://, http:// or mailto:", value)
        strange = next((word for word in re.findall(r"\{([^}]*)\}?", text) if word not in words), None)
        if strange is not None:
            raise ValueError(f"'{{{strange}}}' is not filled in; there is {known}")
        return text

    return read


def _language(value: Any) -> str:
    text = read_verbatim(value)
    if not _LANGUAGE.fullmatch(text):
        raise _expected("a language like en, cs or pt-BR", value)
    return text


def _authority(value: Any) -> str:
    text = read_text(value)
    match = _AUTHORITY.fullmatch(text)
    host = match["name"].rpartition("@")[2] if match else ""
    if not host.isascii() or not is_host(host):
        raise _expected("a host that was yours and when, like 'example.org,2026'", value)
    return text


def _theme(value: Any) -> str:
    text = read_text(value)
    if not _THEME.fullmatch(text):
        raise _expected("the name of a folder of themes/, such as base", value)
    return text


def _folder(value: Any) -> str:
    text = read_text(value)
    if text.startswith(("/", "\\")) or re.match(r"[a-zA-Z]:", text):
        raise _expected("a folder as seen from the hub's, like ../notes", value)
    return text


def _between(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        number = read_whole(value)
        if not least <= number <= most:
            raise _expected(f"a whole number from {least} to {most:,}", value)
        return number

    return read


def _days(length: Length) -> float:
    return length.months * _MONTH + length.rest / timedelta(days=1)


def _a_day_or_more(value: Any) -> Length:
    length: Length = read_duration(value)
    if _days(length) < 1:
        raise _expected("a day or more, like 90d", value)
    return length


def _ten_years_at_most(value: Any) -> Length:
    length: Length = read_duration(value)
    if _days(length) > 10 * _YEAR:
        raise _expected("ten years at most, like 24 months", value)
    return length


Host: TypeAlias = Annotated[str, PlainValidator(_host)]
EditPattern: TypeAlias = Annotated[str, PlainValidator(_pattern("path"))]
DiscussPattern: TypeAlias = Annotated[str, PlainValidator(_pattern("title", "url"))]
Language: TypeAlias = Annotated[str, PlainValidator(_language)]
Authority: TypeAlias = Annotated[str, PlainValidator(_authority)]
ThemeName: TypeAlias = Annotated[str, PlainValidator(_theme)]
SourceFolder: TypeAlias = Annotated[str, PlainValidator(_folder)]
RowCount: TypeAlias = Annotated[int, PlainValidator(_between(1, 100))]
EntryCount: TypeAlias = Annotated[int, PlainValidator(_between(1, 1000))]
DayOrMore: TypeAlias = Annotated[Length, PlainValidator(_a_day_or_more)]
TenYears: TypeAlias = Annotated[Length, PlainValidator(_ten_years_at_most)]
