"""YAML, TOML and CSV: values as their authors mean them, each at its place, and no text that breaks the reader."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.problems import Span
from openhub.read.tables import Text, kind_of, read_toml, read_yaml

START = Span("a.yaml")
SIGNS = st.text(
    st.sampled_from([*list("ab01-:[]{}&*!|>'\"#%@`,? \n\t.<"), "é", "\u2028", "\x85"]), max_size=60
)
KEYS = st.text(string.ascii_letters, min_size=1, max_size=6)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], exclude_characters="\ufeff")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(SIGNS | st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (read_yaml(text, START), read_toml(text, START)):
        assert isinstance(read.value.data, dict)
        assert all(problem.span.line >= 1 and problem.span.column >= 1 for problem in read.problems)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_what_is_written_as_json_is_read_back(data: dict[str, object]) -> None:
    read = read_yaml(json.dumps(data, ensure_ascii=False), START)
    assert read.problems == ()
    assert read.value.data == data


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "a: " + "9" * 10_000,
        "a: 1e" + "9" * 400,
        "&a [*a]",
        "? [a]\n: b",
        "a: !!binary x",
        "%YAML 9.9\n---\na: 1",
        "a: 1\n---\nb: 2",
        'a: "\\ud800"',
        "a: *b",
    ],
    ids=range(12),
)
def test_hostile_yaml_is_one_problem_or_none(text: str) -> None:
    read = read_yaml(text, START)
    assert len(read.problems) <= 1
    assert all(problem.code.startswith("yaml-") for problem in read.problems)


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 20_000, "a = " + "9" * 10_000, "a = 1\na = 2", "[a]\n[a]", "a = '\x01'"],
    ids=range(5),
)
def test_hostile_toml_is_one_problem(text: str) -> None:
    assert [problem.code for problem in read_toml(text, START).problems] == ["toml-syntax"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-11-24", "2026-11-24"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("'5'", "5"),
        ("true", True),
        ("~", None),
        ("", None),
        ("-7", -7),
        ("1.5e3", 1500.0),
    ],
)
def test_scalars_follow_the_core_schema(written: str, value: object) -> None:
    found = read_yaml(f"a: {written}", START).value.data["a"]
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


def test_a_number_keeps_how_it_was_written() -> None:
    data = read_yaml("version: 1.10\nbuild: 007", START).value.data
    assert (data["version"].source, data["build"].source) == ("1.10", "007")
    assert read_toml("build = 7\nversion = 1.5", START).value.data["build"].source == "7"


def test_each_value_knows_its_place() -> None:
    record = read_yaml("a: x\nlist:\n  - b: one\n    c: 'two'\n", Span("a.md", 2, 1)).value
    assert str(record.place(("a",)).value) == "a.md:2:4"
    assert str(record.place(("list", 0, "c")).key) == "a.md:5:5"
    assert str(record.place(("list", 0, "c")).value) == "a.md:5:8"
    assert str(record.data["list"][0]["c"].span) == "a.md:5:9", "a text begins behind its quote"
    assert str(record.place(("list", 0, "missing")).value) == "a.md:4:5", "the nearest place around it"


@pytest.mark.parametrize("value", ['["id"]', "{a: b}", "x"])
def test_a_tag_is_refused_by_its_name(value: str) -> None:
    read = read_yaml(f"title: !!python/object/apply:os.system {value}", START)
    assert [problem.message for problem in read.problems] == [
        "the tag '!!python/object/apply:os.system' is not read; write the plain value"
    ]


def test_tags_that_change_nothing_are_let_through() -> None:
    assert read_yaml("a: !!map {b: !!seq [1]}", START).value.data == {"a": {"b": [1]}}


def test_a_block_of_text_knows_where_its_lines_stand() -> None:
    text = read_yaml("a: |\n   first\n   second\n", START).value.data["a"]
    assert isinstance(text, Text)
    assert (str(text.span), text.indent) == ("a.yaml:2:4", 3)


def test_a_key_twice_keeps_the_first_and_names_both_lines() -> None:
    read = read_yaml("a: 1\nb: {c: 1, c: 2}\na: 2\n", START)
    assert read.value.data == {"a": 1, "b": {"c": 1}}
    assert [str(problem.span) for problem in read.problems] == ["a.yaml:2:11", "a.yaml:3:1"]
    assert read.problems[1].message == "a: written twice, first in line 1; keep one"


def test_an_alias_stands_for_its_value() -> None:
    assert read_yaml("a: &x [1, 2]\nb: *x", START).value.data == {"a": [1, 2], "b": [1, 2]}


def test_toml_dates_are_texts_at_their_places() -> None:
    record = read_toml(
        'title = "x"\ndate = 2026-11-24T10:00:00Z\n[extra]\nday = 2026-11-24\n', Span("a.md", 2, 1)
    ).value
    assert record.data["date"] == "2026-11-24T10:00:00+00:00"
    assert str(record.data["date"].span) == "a.md:3:8"
    assert record.data["extra"]["day"] == "2026-11-24"
    assert str(record.place(("extra", "day")).value) == "a.md:5:7"


# ── values in words ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (True, "true"),
        (5, "the number 5"),
        ({}, "a mapping"),
        ([], "a list"),
        ("soon", "'soon'"),
    ],
)
def test_values_in_words(value: object, words: str) -> None:
    assert kind_of(value) == words
