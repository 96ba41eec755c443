"""The types of fields: how a value as written becomes a value that can be used.

Each reader takes the value of the record and raises ValueError with the words that the author sees. What it
needs to know of the hub comes as the validation context, a `Decoding`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    BeforeValidator,
    PlainValidator,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from openhub import when
from openhub.model import Body, Markup, Ref, When, Who
from openhub.problems import Span
from openhub.read.tables import Integer, Real, kind_of

T = TypeVar("T")
# YAML and TOML can write them as escapes, and then no page or feed could hold them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_DIGITS = re.compile(
    r"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|\.?inf(?:inity)?|\.?nan)", re.ASCII | re.IGNORECASE
)

# From here on neighbouring whole numbers soon look the same, and charts lose their scale.
_TOO_LARGE = 10**15
# Nearer to zero no axis tells two numbers apart, and a share of one is beyond all numbers.
_TOO_SMALL = 1e-15


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """What the fields of one record need to know: its zone, and how Markdown is rendered here."""

    zone: ZoneInfo
    block: Callable[[str], Markup]
    inline: Callable[[str], Markup]
    product: str = ""


def _expected(what: str, value: Any) -> ValueError:
    return ValueError(f"expected {what}, got {kind_of(value)}")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise (
            _expected("text", value)
            if not isinstance(value, (int, float))
            else ValueError(f"expected text, got {kind_of(value)}; put it in quotes")
        )
    if not value.strip():
        raise ValueError("expected text, got an empty text; write it or leave the field out")
    if control := _CONTROL.search(value):
        name = f"U+{ord(control[0]):04X}"
        raise ValueError(f"expected text, got one with the control character {name}; delete it")
    return value.strip()


def _verbatim(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (Integer, Real)):
        return value.source
    return _text(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise _expected("true or false", value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise _expected("a number", value)
    if isinstance(value, str) and not _DIGITS.fullmatch(value.strip()):
        raise ValueError(f"expected a number, got {kind_of(value)}{point_wanted(value.strip())}")
    try:
        number = float(
            value.lower().replace(".inf", "inf").replace(".nan", "nan") if isinstance(value, str) else value
        )
    except OverflowError:
        raise _expected(f"a number below {_TOO_LARGE:,}", value) from None
    if not math.isfinite(number):
        raise _expected("a finite number", value)
    if abs(number) >= _TOO_LARGE:
        raise _expected(f"a number below {_TOO_LARGE:,}", value)
    if 0 < abs(number) < _TOO_SMALL:
        raise _expected(f"a number of {_TOO_SMALL:g} or more, or zero", value)
    return number


def point_wanted(text: str) -> str:
    """Say how a number is to be written that has a comma, or a sign between its thousands."""
    comma = re.fullmatch(r"([-+]?\d+),(\d+)", text)
    if comma and len(comma[2]) != 3:
        return f"; write a decimal point, {comma[1]}.{comma[2]}"
    grouped = re.fullmatch(r"[-+]?\d{1,3}(?:[ '_.,\u00a0\u202f]\d{3})+(?:[.,]\d+)?", text)
    return "; write it without signs between the thousands, and with a decimal point" if grouped else ""


def _whole(value: Any) -> int:
    number = _number(value)
    if number != int(number):
        raise _expected("a whole number", value)
    return int(number)


def _moment(value: Any, info: ValidationInfo[Decoding]) -> When:
    text = _verbatim(value) if not isinstance(value, (date, datetime)) else value.isoformat()
    try:
        return when.parse_when(text, info.context.zone)
    except ValueError:
        raise _expected("a date like 2026-11-24 or a time like 2026-11-24T17:00", value) from None


def _day(value: Any, info: ValidationInfo[Decoding]) -> date:
    try:
        return when.day_of(_moment(value, info), info.context.zone)
    except ValueError:
        raise _expected("a date like 2026-11-24", value) from None


def _period(value: Any) -> when.Period:
    try:
        return when.parse_period(_verbatim(value))
    except ValueError:
        raise _expected("a period like 2026-09, 2026-Q3, 2026-W07 or 2026-09-30", value) from None


def _duration(value: Any) -> when.Duration:
    try:
        return when.parse_duration(_verbatim(value))
    except ValueError:
        raise _expected("a length of time like 90m, 2 days or 6 months", value) from None


def _percent(value: Any) -> float:
    text = _verbatim(value)
    match = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)\s*%", text)
    if match is None:
        raise _expected("a share like 5%", value)
    return float(match[1])


def _zone(value: Any) -> str:
    name = _text(value)
    try:
        when.zone_named(name)
    except ValueError:
        raise _expected("an IANA time zone like Europe/Prague", value) from None
    return name


def _address(value: Any) -> str:
    text = _text(value)
    if re.search(r"\s", text) or not re.match(r"(?:[a-zA-Z][\w+.-]*:|/|\.|#|\w)", text):
        raise _expected("an address like https://example.org/page", value)
    if re.match(r"(?i)(javascript|vbscript|data):", text):
        raise _expected("an address that can be visited, like https://example.org/page", value)
    return text


def _body(render: Callable[[str], Markup], value: Any) -> Body:
    text = _verbatim(value)
    place = getattr(value, "span", None) or Span("")
    return Body(render(text), place, getattr(value, "indent", 0), text)


def _block(value: Any, info: ValidationInfo[Decoding]) -> Body:
    return value if isinstance(value, Body) else _body(info.context.block, value)


def _inline(value: Any, info: ValidationInfo[Decoding]) -> Body:
    return value if isinstance(value, Body) else _body(info.context.inline, value)


def _reference(value: Any) -> Ref:
    text = _verbatim(value)
    kind, colon, name = text.partition(":")
    if not colon or not kind or not name.strip():
        raise _expected("a reference like post:slug or release:product/1.0", value)
    return Ref(kind.strip(), name.strip())


def _refers_to(kind: str) -> Callable[[Any], Ref]:
    def read(value: Any) -> Ref:
        if isinstance(value, Ref):
            return value
        text = _verbatim(value)
        given, colon, name = text.partition(":")
        return Ref(given, name) if colon and given == kind else Ref(kind, text)

    return read


def _release(value: Any, info: ValidationInfo[Decoding]) -> Ref:
    ref = _refers_to("release")(value)
    return (
        ref
        if "/" in ref.id or not info.context.product
        else Ref(ref.kind, f"{info.context.product}/{ref.id}")
    )


def _next_update(value: Any, info: ValidationInfo[Decoding]) -> When | Literal["unknown"]:
    if value == "unknown":
        return "unknown"
    try:
        return _moment(value, info)
    except ValueError:
        raise _expected("a time like 2026-11-24T17:00, or unknown", value) from None


def _cfp_zone(value: Any) -> str:
    return "AoE" if str(value).lower() == "aoe" else _zone(value)


def _who(value: Any) -> Who:
    return Who(_text(value).removeprefix("person:"))


def _many(value: Any) -> Any:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def as_fields(name: str) -> BeforeValidator:
    """Let a plain value stand for a mapping with that value under `name`; null stays absent."""
    return BeforeValidator(lambda value: value if value is None or isinstance(value, dict) else {name: value})


def _within(least: float, most: float = math.inf) -> WrapValidator:
    def check(value: Any, read: ValidatorFunctionWrapHandler) -> float:
        number: float = read(value)
        if not least <= number <= most:
            bounds = f"from {least:g} to {most:g}" if math.isfinite(most) else f"of {least:g} or more"
            raise _expected(f"a number {bounds}", value)
        return number

    return WrapValidator(check)


Text: TypeAlias = Annotated[str, PlainValidator(_text)]
Verbatim: TypeAlias = Annotated[str, PlainValidator(_verbatim)]
Flag: TypeAlias = Annotated[bool, PlainValidator(_flag)]
Number: TypeAlias = Annotated[float, PlainValidator(_number)]
Whole: TypeAlias = Annotated[int, PlainValidator(_whole)]
Amount: TypeAlias = Annotated[Whole, _within(0)]
Latitude: TypeAlias = Annotated[Number, _within(-90, 90)]
Longitude: TypeAlias = Annotated[Number, _within(-180, 180)]
Moment: TypeAlias = Annotated[date, PlainValidator(_moment)]
Day: TypeAlias = Annotated[date, PlainValidator(_day)]
Period: TypeAlias = Annotated[when.Period, PlainValidator(_period)]
Duration: TypeAlias = Annotated[when.Duration, PlainValidator(_duration)]
Percent: TypeAlias = Annotated[float, PlainValidator(_percent)]
Zone: TypeAlias = Annotated[str, PlainValidator(_zone)]
Address: TypeAlias = Annotated[str, PlainValidator(_address)]
Block: TypeAlias = Annotated[Body, PlainValidator(_block)]
Inline: TypeAlias = Annotated[Body, PlainValidator(_inline)]
Reference: TypeAlias = Annotated[Ref, PlainValidator(_reference)]
PersonRef: TypeAlias = Annotated[Ref, PlainValidator(_refers_to("person"))]
MetricRef: TypeAlias = Annotated[Ref, PlainValidator(_refers_to("metric"))]
FeedbackRef: TypeAlias = Annotated[Ref, PlainValidator(_refers_to("feedback"))]
ReleaseRef: TypeAlias = Annotated[Ref, PlainValidator(_release)]
NextUpdate: TypeAlias = Annotated[date | Literal["unknown"], PlainValidator(_next_update)]
CfpZone: TypeAlias = Annotated[str, PlainValidator(_cfp_zone)]
Person: TypeAlias = Annotated[Who, PlainValidator(_who)]
Many: TypeAlias = Annotated[tuple[T, ...], BeforeValidator(_many)]
