"""Other generators' front matter: the cases in `cases/dialects`, their places, and dates in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from openhub.model import Record
from openhub.problems import Checked, Span
from openhub.read.dialects import DIALECTS, adapt, own_fields
from openhub.read.documents import read_document
from openhub.read.freedates import iso_of
from openhub.read.tables import Text, read_yaml

HERE = Path(__file__).parent.parent
CASES = HERE / "cases" / "dialects"


@dataclass(frozen=True, kw_only=True)
class Case:
    dialect: str
    kind: str
    file: str
    text: str
    expected: Mapping[str, Any]
    problems: list[str]


def cases() -> list[Any]:
    made: list[Any] = []
    for path in sorted(CASES.glob("*.md")):
        parts = path.read_text("utf-8").split("\n## ")[1:]
        made += [
            pytest.param(case(path.stem, part), id=f"{path.stem}: {part.splitlines()[0]}") for part in parts
        ]
    return made


def case(dialect: str, part: str) -> Case:
    kind, file = re.search(r"^`(\w+)` at `(.+)`$", part, re.MULTILINE).groups()  # type: ignore[union-attr]
    blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```$", part, re.MULTILINE | re.DOTALL))
    expected = read_yaml(blocks["yaml"], Span("case")).value.data
    problems = blocks.get("problems", "").splitlines()
    return Case(
        dialect=dialect, kind=kind, file=file, text=blocks["md"], expected=expected, problems=problems
    )


def adapted(text: str, dialect: str, kind: str = "post", file: str = "hello.md") -> Checked[Record]:
    return adapt(read_document(text, file).value, dialect=dialect, kind=kind, file=file)


@pytest.mark.parametrize("one", cases())
def test_case(one: Case) -> None:
    assert not read_document(one.text, one.file).problems
    made = adapted(one.text, one.dialect, one.kind, one.file)
    assert dict(made.value.data) == one.expected
    assert [f"{found.span} {found.code} {found.message}" for found in made.problems] == one.problems


@pytest.mark.parametrize("one", cases())
def test_changed_record_keeps_its_places(one: Case) -> None:
    """A text that is taken over keeps its place, and each field points at a line of the front matter.

    A timeline that was read out of the text points there.
    """
    lines = one.text.splitlines()
    written = list(texts(read_document(one.text, one.file).value.data))
    made = adapted(one.text, one.dialect, one.kind, one.file).value
    for name, value in made.data.items():
        if name in {"extra", "timeline"} or (name == "draft" and "_drafts" in one.file):
            continue
        line = lines[made.places[(name,)].key.line - 1]
        assert re.match(r"\s*[\w-]+\s*[:=]|\[", line), f"{name} points at {line!r}"
        same = {text.span for text in written if text == value}
        assert not isinstance(value, Text) or not same or value.span in same


def texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def test_every_dialect_has_cases() -> None:
    assert {path.stem for path in CASES.glob("*.md")} == set(DIALECTS)


def test_every_new_name_is_a_field_of_openhub() -> None:
    known = own_fields("post") | own_fields("event")
    for dialect in DIALECTS.values():
        assert set(dialect.fields.values()) <= known, dialect.name


@pytest.mark.parametrize("name", sorted(DIALECTS))
def test_docs_tell_every_name(name: str) -> None:
    _, *sections = (HERE.parent / "docs" / "dialects.md").read_text("utf-8").split("\n## ")
    told = {section.split("\n", 1)[0]: section for section in sections}
    rows = [*told["What holds for every dialect"].splitlines(), *told[name].splitlines()]
    dialect = DIALECTS[name]
    for old, new in [*dialect.fields.items(), *((tag, "tags") for tag in dialect.tags)]:
        assert any(f"`{old}`" in row and f"`{new}`" in row for row in rows), (old, new)


def test_openhubs_own_record_stays_as_it_is() -> None:
    record = read_document("---\npublished: maybe\n---\n", "a.md").value
    assert adapt(record, dialect="", kind="post", file="a.md") == Checked(record)


def test_record_that_is_read_is_not_changed() -> None:
    record = read_document("---\nevent: {start_date: 2026-01-02, end_date: 2026-01-03}\n---\n", "a.md").value
    before = repr(record)
    adapt(record, dialect="jekyll", kind="event", file="a.md")
    assert repr(record) == before


def test_places_of_extra_fields_and_of_parts_follow() -> None:
    made = adapted("---\nlayout: post\nlocation:\n  city: Ulm\n---\n", "jekyll", "event").value
    assert made.places[("extra", "layout")].key == Span("hello.md", 2, 1)
    assert made.places[("location", "city")].value == Span("hello.md", 4, 9)


def test_body_is_left_alone() -> None:
    made = adapted('---\ntitle: A\n---\nDark. {{< track "2026-01-02" >}}\n', "hugo").value
    assert made.body == 'Dark. {{< track "2026-01-02" >}}\n'
    assert made.body_span == Span("hello.md", 4, 1)


OLD = {name.partition(".")[0] for one in DIALECTS.values() for name in (*one.fields, *one.tags)}
BY_RULES = {
    "published",
    "status",
    "unlisted",
    "build",
    "render",
    "weight",
    "permalink",
    "url",
    "path",
    "days",
    "params",
}
NAMES = sorted(
    own_fields("post") | own_fields("event") | OLD | BY_RULES | {"extra", "informational", "section"}
)
SCALARS = st.sampled_from(
    [None, True, 3, -1, 0.5, "", "2026-01-02", "2026-01-02 10:00", "down", "a, b; c", "/x/y.html"]
)
VALUES = (
    SCALARS | st.text(max_size=8) | st.lists(SCALARS, max_size=2) | st.dictionaries(st.just("name"), SCALARS)
)


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@given(
    data=st.dictionaries(
        st.sampled_from(NAMES),
        VALUES
        | st.lists(VALUES, max_size=2)
        | st.dictionaries(st.sampled_from(["name", "list"]), VALUES, max_size=2),
        max_size=4,
    ),
    kind=st.sampled_from(["post", "event", "page"]),
)
def test_any_front_matter_is_adapted(dialect: str, data: dict[str, Any], kind: str) -> None:
    text = f"---\n{yaml.safe_dump(data)}---\n"
    made = adapted(text, dialect, kind)
    assert set(made.value.data) <= own_fields(kind) | {"extra"}
    assert all(problem.span.line > 1 for problem in made.problems)


# ── dates in words ──────────────────────────────────────────────────────────

_FORMS = (
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b. %Y",
    "%A, %d %B %Y",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%a, %b %d %Y",
)


@given(day=st.dates(date(1990, 1, 1), date(8999, 12, 31)), form=st.sampled_from(_FORMS))
def test_date_in_words_is_read_back(day: date, form: str) -> None:
    assert iso_of(day.strftime(form)) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("November 20, 2021", "2021-11-20"),
        ("2nd of May 2026", "2026-05-02"),
        ("Sept 1, 2026", "2026-09-01"),
        ("2026-1-2", "2026-01-02"),
        ("May 2, 2026 at 10:30 +0200", "2026-05-02 10:30 +0200"),
        ("Sat, 20 Nov 2021 10:00:00 +0100", "2021-11-20 10:00:00 +0100"),
        ("2026-01-02 10:00:00 +0100", "2026-01-02 10:00:00 +0100"),
        ("04/05/2026", None),
        ("February 30, 2026", None),
        ("Marchember 3, 2026", None),
        ("May 2, 2026 at 25:30", None),
        ("May 2026", None),
        ("2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_date_in_words(text: str, expected: str | None) -> None:
    assert iso_of(text) == expected
