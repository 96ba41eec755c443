"""The types of settings that keep within bounds: hosts, patterns of addresses, numbers, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import ValidatorFunctionWrapHandler, WrapValidator

from openhub.read.fields import Duration, Text, Verbatim, Whole
from openhub.read.tables import kind_of
from openhub.urls import is_host
from openhub.when import Duration as Length

_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
_AUTHORITY = re.compile(r"(?P<name>[^,\s]+),\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_HOST = re.compile(r"(?P<name>[a-zA-Z0-9.-]+)(:(?P<port>\d{1,5}))?")
_THEME = re.compile(r"\w[\w-]*")
_MONTH = 365.25 / 12
Handler: TypeAlias = ValidatorFunctionWrapHandler
_YEAR = 365.5


def _expected(what: str, value: Any) -> ValueError:
    return ValueError(f"expected {what}, got {kind_of(value)}")


def _host(value: Any, read: Handler) -> str:
    match = _HOST.fullmatch(read(value))
    if match is None or not is_host(match["name"]) or int(match["port"] or 1) not in range(1, 65536):
        raise _expected("the name of a host like img.example.org", value)
    return match[0].lower()


def _pattern(*words: str) -> Callable[[Any, Handler], str]:
    known = " and ".join(f"{{{word}}}" for word in words)

    def within(value: Any, read: Handler) -> str:
        text: str = read(value)
        if not re.match(r"(?i)(https?://[^\s/{}]+|mailto:)", text) or re.search(r"[\s\"<>]", text):
            raise _expected("an address that begins with https://, http:// or mailto:", value)
        strange = next((word for word in re.findall(r"\{([^}]*)\}?", text) if word not in words), None)
        if strange is not None:
            raise ValueError(f"'{{{strange}}}' is not filled in; there is {known}")
        return text

    return within


def _language(value: Any, read: Handler) -> str:
    text: str = read(value)
    if not _LANGUAGE.fullmatch(text):
        raise _expected("a language like en, cs or pt-BR", value)
    return text


def _authority(value: Any, read: Handler) -> str:
    text: str = read(value)
    match = _AUTHORITY.fullmatch(text)
    host = match["name"].rpartition("@")[2] if match else ""
    if not host.isascii() or not is_host(host):
        raise _expected("a host that was yours and when, like 'example.org,2026'", value)
    return text


def _theme(value: Any, read: Handler) -> str:
    text: str = read(value)
    if not _THEME.fullmatch(text):
        raise _expected("the name of a folder of themes/, such as base", value)
    return text


def _folder(value: Any, read: Handler) -> str:
    text: str = read(value)
    if text.startswith(("/", "\\")) or re.match(r"[a-zA-Z]:", text):
        raise _expected("a folder as seen from the hub's, like ../notes", value)
    return text


def _between(least: int, most: int) -> Callable[[Any, Handler], int]:
    def within(value: Any, read: Handler) -> int:
        number: int = read(value)
        if not least <= number <= most:
            raise _expected(f"a whole number from {least} to {most:,}", value)
        return number

    return within


def _days(length: Length) -> float:
    return length.months * _MONTH + length.rest / timedelta(days=1)


def _a_day_or_more(value: Any, read: Handler) -> Length:
    length: Length = read(value)
    if _days(length) < 1:
        raise _expected("a day or more, like 90d", value)
    return length


def _ten_years_at_most(value: Any, read: Handler) -> Length:
    length: Length = read(value)
    if _days(length) > 10 * _YEAR:
        raise _expected("ten years at most, like 24 months", value)
    return length


Host: TypeAlias = Annotated[Text, WrapValidator(_host)]
EditPattern: TypeAlias = Annotated[Text, WrapValidator(_pattern("path"))]
DiscussPattern: TypeAlias = Annotated[Text, WrapValidator(_pattern("title", "url"))]
Language: TypeAlias = Annotated[Verbatim, WrapValidator(_language)]
Authority: TypeAlias = Annotated[Text, WrapValidator(_authority)]
ThemeName: TypeAlias = Annotated[Text, WrapValidator(_theme)]
SourceFolder: TypeAlias = Annotated[Text, WrapValidator(_folder)]
RowCount: TypeAlias = Annotated[Whole, WrapValidator(_between(1, 100))]
EntryCount: TypeAlias = Annotated[Whole, WrapValidator(_between(1, 1000))]
DayOrMore: TypeAlias = Annotated[Duration, WrapValidator(_a_day_or_more)]
TenYears: TypeAlias = Annotated[Duration, WrapValidator(_ten_years_at_most)]
