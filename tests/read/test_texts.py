"""Bytes to text: what a file must be, and what is only remarked on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.read.texts import LONGEST_LINE, read_text


@given(st.binary())
def test_any_bytes_are_a_text_or_one_problem(data: bytes) -> None:
    read = read_text(data, "a.md")
    if read.value is None:
        assert [problem.code for problem in read.problems] in (["file-encoding"], ["control-character"])
    else:
        assert "\r" not in read.value
        assert "\0" not in read.value


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_plain_text_is_read_as_it_is(text: str) -> None:
    assert read_text(text.encode(), "a.md").value == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ("Grüße".encode("utf-16"), "file-encoding", "a.md:1:1"),
        (b"one\ntwo \xe9\n", "file-encoding", "a.md:2:5"),
        (b"one\n\x00", "control-character", "a.md:2:1"),
        (b"one\nt\x1bo", "control-character", "a.md:2:2"),
    ],
)
def test_what_is_no_text_is_refused_at_its_place(data: bytes, code: str, place: str) -> None:
    read = read_text(data, "a.md")
    assert read.value is None
    assert [(problem.code, str(problem.span)) for problem in read.problems] == [(code, place)]


def test_a_byte_order_mark_is_passed_over() -> None:
    read = read_text(b"\xef\xbb\xbf---\n", "a.md")
    assert read.value == "---\n"
    assert [problem.code for problem in read.problems] == ["file-bom"]


def test_line_ends_become_one_kind_and_only_a_mixture_is_remarked_on() -> None:
    assert read_text(b"a\r\nb\r\n", "a.md").problems == ()
    assert read_text(b"a\r\nb\r\n", "a.md").value == "a\nb\n"
    assert read_text(b"a\rb", "a.md").value == "a\nb"
    assert [problem.code for problem in read_text(b"a\r\nb\n", "a.md").problems] == ["file-line-ends"]


def test_a_line_of_a_million_characters_is_remarked_on() -> None:
    assert read_text(b"x" * LONGEST_LINE, "a.md").problems == ()
    read = read_text(b"short\n" + b"x" * 1_000_000, "a.md")
    assert [(problem.code, problem.span.line) for problem in read.problems] == [("line-too-long", 2)]
