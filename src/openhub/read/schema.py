"""An untyped record to a frozen dataclass, whose annotations are the schema.

Every fault is found at once and told at the place of the value. Unknown keys are no fault: they are given
back, so that the caller can keep them, and a near miss of a known key is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar, dataclass_transform, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from openhub.model import Body, Path, Record, Ref, Who
from openhub.problems import Checked, Problem, did_you_mean, nearest
from openhub.read.fields import point_wanted
from openhub.read.tables import kind_of

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a frozen dataclass that `decode` can fill."""
    cls.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded(Generic[T]):
    """A decoded record, and the fields that its schema does not know."""

    data: T
    extra: Mapping[str, Any]


@lru_cache(maxsize=64)
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def decode(model: type[T], record: Record, context: object) -> Checked[Decoded[T] | None]:
    """Fill `model` from a record; gives None, and every problem, where a value is wrong."""
    schema: Any = model  # a type of a type variable counts as unhashable
    known = {name: value for name, value in record.data.items() if name in field_names(schema)}
    extra = {name: value for name, value in record.data.items() if name not in known}
    problems = [*_strange(extra, field_names(schema), (), record)]
    try:
        return Checked(
            Decoded(data=_adapter(schema).validate_python(known, context=context), extra=extra),
            tuple(problems),
        )
    except ValidationError as fault:
        errors = fault.errors(include_url=False)
    inner = [error for error in errors if error["type"] == "unexpected_keyword_argument"]
    problems += [_unknown(tuple(error["loc"]), record, model) for error in inner]
    if len(inner) < len(errors):
        problems += [_problem(error, record) for error in errors if error not in inner]
        return Checked(None, tuple(problems))
    kept = _without(known, [tuple(error["loc"]) for error in inner])
    data = _adapter(schema).validate_python(kept, context=context)
    return Checked(Decoded(data=data, extra=extra), tuple(problems))


@lru_cache(maxsize=64)
def field_names(model: Any) -> frozenset[str]:
    """The names of the fields of a schema."""
    return frozenset(field.name.rstrip("_") for field in fields(model) if field.metadata.get("read", True))


def _strange(
    extra: Mapping[str, Any], known: frozenset[str], path: Path, record: Record
) -> Iterator[Problem]:
    for name in extra:
        if parted := _parted((*path, name), record):
            yield Problem(code="field-type", message=parted, span=record.place((*path, name)).key)
        elif nearest(name, known):
            message = f"{name}: unknown field{did_you_mean(name, known)}"
            yield Problem(code="field-unknown", message=message, span=record.place((*path, name)).key)


def _unknown(path: Path, record: Record, model: type) -> Problem:
    if parted := _parted(path, record):
        return Problem(code="field-type", message=parted, span=record.place(path).key)
    known = _names_at(model, path[:-1])
    message = f"{dotted(path)}: unknown field{did_you_mean(str(path[-1]), known)}"
    return Problem(code="field-unknown", message=message, span=record.place(path).key)


def _parted(path: Path, record: Record) -> str:
    """Say that a comma parted a number: `{value: 3,5}` is a value of 3 beside a field named 5."""
    beside = _inner(path[:-1], record.data)
    names = list(beside) if isinstance(beside, dict) else []
    if path[-1] not in names[1:] or beside[path[-1]] is not None or not str(path[-1]).isdecimal():
        return ""
    before = (*path[:-1], names[names.index(path[-1]) - 1])
    value = beside[before[-1]]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or record.place(before).key.line != record.place(path).key.line:
        return ""
    text = f"{getattr(value, 'source', value)},{path[-1]}"
    return f"{dotted(before)}: expected a number, got '{text}'{point_wanted(text)}"


def _inner(path: Path, data: Any) -> Any:
    """Give what stands at a path, as written: one value where a list may stand has no index."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step) if isinstance(step, str) else data
        else:
            data = data[step] if isinstance(data, list) and isinstance(step, int) else None
    return data


def _names_at(model: type, path: Path) -> frozenset[str]:
    for step in path:
        if isinstance(step, str) and is_dataclass(model):
            model = next(_records_in(get_type_hints(model)[step]), model)
    return field_names(model)


def _records_in(hint: Any) -> Iterator[type]:
    if is_dataclass(hint):
        yield hint  # type: ignore[misc]
    for part in get_args(hint):
        yield from _records_in(part)


def _without(value: Any, paths: list[Path]) -> Any:
    """Copy nested data without what stands at `paths`."""
    heads = {path[0] for path in paths if len(path) == 1}
    deeper = {path[0]: [] for path in paths if len(path) > 1}  # type: dict[str | int, list[Path]]
    for path in paths:
        if len(path) > 1:
            deeper[path[0]].append(path[1:])
    if isinstance(value, dict) and 0 not in deeper:
        return {key: _without(inner, deeper.get(key, [])) for key, inner in value.items() if key not in heads}
    if isinstance(value, list):
        return [_without(inner, deeper.get(index, [])) for index, inner in enumerate(value)]
    return _without([value], paths)[0] if deeper.get(0) else value


def _problem(error: ErrorDetails, record: Record) -> Problem:
    path = tuple(error["loc"])
    place = record.place(path)
    if error["type"] in {"missing", "missing_keyword_only_argument"}:
        message = f"{dotted(path)}: missing; add '{path[-1]}: …'"
        return Problem(code="field-missing", message=message, span=record.place(path[:-1]).value)
    message = f"{dotted(_as_written(path, record.data))}: {_reason(error)}"
    return Problem(code="field-type", message=message, span=place.value)


def _as_written(path: Path, data: Any) -> Path:
    """Cut the way to a value where the author wrote a short form: `news: bad` has no `news.side`."""
    for number, step in enumerate(path):
        if not isinstance(data, dict if isinstance(step, str) else list):
            return path[:number]
        data = data.get(step) if isinstance(data, dict) else data[int(step)]
    return path


def _reason(error: ErrorDetails) -> str:
    got = kind_of(error["input"])
    kind = error["type"]
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind == "literal_error":
        expected = str(error["ctx"]["expected"]).replace("' or '", "', '")
        words = [word.strip("' ") for word in expected.split(",")]
        return f"expected one of {', '.join(words)}, got {got}{did_you_mean(str(error['input']), words)}"
    if kind in {"tuple_type", "list_type"}:
        return f"expected a list, got {got}"
    if kind in {"dataclass_type", "dataclass_exact_type", "dict_type", "mapping_type"}:
        return f"expected fields (a mapping), got {got}"
    return f"{error['msg'].lower()}, got {got}"


def dotted(path: Path) -> str:
    """Write the way to a value as people do: `actions[2].due`, counting from 1."""
    words = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.lstrip(".")


_LEAVES = (Body, Ref, Who)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Body | Ref | Who]]:
    """Find each Markdown text, reference and name in a decoded record, with the way to it."""
    if isinstance(value, _LEAVES):
        yield path, value
    elif isinstance(value, tuple):
        if not _are_bare(value):
            for index, inner in enumerate(value):
                yield from leaves(inner, (*path, index))
    elif is_dataclass(value) and not isinstance(value, type):
        for name in _holders(type(value)):
            inner = getattr(value, name)
            if inner is not None and inner != ():
                yield from leaves(inner, (*path, name))


def _are_bare(items: tuple[Any, ...]) -> bool:
    """Tell whether records of one kind hold nothing: a series has many points, and hardly a note."""
    model = type(items[0]) if items else None
    if model in _LEAVES or not is_dataclass(model) or len(set(map(type, items))) > 1:
        return False
    found = (map(attrgetter(name), items) for name in _holders(model))
    return all(told is None or told == () for column in found for told in column)


@lru_cache(maxsize=256)
def _holders(model: type) -> tuple[str, ...]:
    """Name the fields that can hold a leaf: a long series has many points, and few fields of them can."""
    hints = get_type_hints(model)
    return tuple(item.name for item in fields(model) if _can_hold(hints[item.name]))


def _can_hold(hint: Any, above: tuple[Any, ...] = ()) -> bool:
    """Tell whether a value of a type can be a leaf or have one, at whatever depth."""
    if parts := [part for part in get_args(hint) if part is not type(None)]:
        return any(_can_hold(part, above) for part in parts)
    if hint in {*_LEAVES, Any}:
        return True
    if not is_dataclass(hint) or hint in above:
        return False
    hints = get_type_hints(hint)
    return any(_can_hold(hints[item.name], (*above, hint)) for item in fields(hint))
