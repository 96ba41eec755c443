"""A Markdown file to its front matter and its body, whatever it looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.read.documents import read_document

LINES = st.lists(
    st.sampled_from(
        [
            "---",
            "+++",
            "...",
            "----",
            "a: 1",
            "a = 1",
            "Title: x",
            "Date: y",
            "  more",
            "",
            "- b",
            "# h",
            "\t",
            "a: [",
            "é",
        ]
    ),
    max_size=8,
).map("\n".join)


@given(LINES | st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_the_reader_and_no_line_is_lost(text: str) -> None:
    read = read_document(text, "a.md")
    lines = text.split("\n")
    start = read.value.body_span.line - 1
    if not any(problem.code == "front-matter-unclosed" for problem in read.problems):
        assert read.value.body == "\n".join(lines[start:])
    assert all(problem.span.file == "a.md" for problem in read.problems)


@pytest.mark.parametrize(
    ("text", "data", "body", "line"),
    [
        ("# Hello\n", {}, "# Hello\n", 1),
        ("", {}, "", 1),
        ("---\ntitle: A\n---\nText\n", {"title": "A"}, "Text\n", 4),
        ("---\n---\nText", {}, "Text", 3),
        ("---  \ntitle: A\n...\nText", {"title": "A"}, "Text", 4),
        ('+++\ntitle = "A"\n+++\nText', {"title": "A"}, "Text", 4),
        ("Title: A\nTags: x,\n  y\n\nText", {"title": "A", "tags": "x, y"}, "\nText", 4),
        ("Note: this is prose.\n\nText", {}, "Note: this is prose.\n\nText", 1),
        ("Text\n\n---\n\nMore", {}, "Text\n\n---\n\nMore", 1),
    ],
)
def test_ways_to_begin_a_document(text: str, data: dict[str, str], body: str, line: int) -> None:
    read = read_document(text, "a.md")
    assert read.problems == ()
    assert (read.value.data, read.value.body, read.value.body_span.line) == (data, body, line)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("---\ntitle: A\n", "front-matter-unclosed", "a.md:1:1"),
        ("+++\ntitle = 'A'\n---\n", "front-matter-unclosed", "a.md:1:1"),
        ("-----\ntitle: A\n-----\n", "front-matter-fence", "a.md:1:1"),
        ("---\n- a\n---\n", "front-matter-shape", "a.md:2:1"),
        ("---\njust words\n---\n", "front-matter-shape", "a.md:2:1"),
        ("---\na: 1\nb: [\n---\n", "yaml-syntax", "a.md:4:1"),
        ("+++\na = 1\nb = x\n+++\n", "toml-syntax", "a.md:3:5"),
    ],
)
def test_front_matter_that_cannot_be_read(text: str, code: str, place: str) -> None:
    read = read_document(text, "a.md")
    assert [(problem.code, str(problem.span)) for problem in read.problems] == [(code, place)]
    assert read.value.data == {}


def test_places_count_in_the_whole_file() -> None:
    record = read_document("---\ntitle: A\ntags:\n  - b\n---\nText", "a.md").value
    assert str(record.place(("tags", 0)).value) == "a.md:4:5"
    header = read_document("Title: A\nDate:  2026\n\nText", "a.md").value
    assert (str(header.place(("date",)).value), str(header.place(("date",)).key)) == ("a.md:2:8", "a.md:2:1")
