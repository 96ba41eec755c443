"""Records to dataclasses: every fault at once, at the place of its value, in the words of the author."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from hypothesis import given
from hypothesis import strategies as st

from openhub.model import Body, Markup, Ref, Who
from openhub.problems import Span
from openhub.read.fields import (
    Decoding,
    Flag,
    Inline,
    Many,
    Moment,
    Number,
    Person,
    Reference,
    Text,
    Whole,
    as_fields,
)
from openhub.read.schema import decode, dotted, leaves, record
from openhub.read.tables import read_yaml
from openhub.when import zone_named


@record
class Room:
    """A place inside another record."""

    name: Text
    seats: Whole | None = None


@record
class Talk:
    """A record of the tests."""

    title: Text
    level: Literal["easy", "hard"] = "easy"
    at: Moment | None = None
    room: Annotated[Room | None, as_fields("name")] = None
    rooms: Many[Room] = ()
    tags: Many[Text] = ()
    score: Number | None = None
    open: Flag = True
    by: Many[Person] = ()
    about: Many[Reference] = ()
    note: Inline | None = None
    parts: dict[str, Text] = field(default_factory=dict)


def plain(text: str) -> Markup:
    return Markup(parts=(text,), text=text)


DECODING = Decoding(zone=zone_named("Europe/Prague"), block=plain, inline=plain)


def read(text: str):
    return decode(Talk, read_yaml(text, Span("a.md")).value, DECODING)


def told(text: str) -> list[str]:
    return [f"{problem.span.line}:{problem.span.column} {problem.message}" for problem in read(text).problems]


def test_a_full_record() -> None:
    made = read(
        "title: A\nroom: Hall\ntags: one\nby: [ana, person:tom]\nabout: post:x\nat: 2026-11-24T10:00\nnote: '*b*'"
    )
    talk = made.value.data
    assert made.problems == ()
    assert (talk.room, talk.tags) == (Room(name="Hall"), ("one",))
    assert (talk.by, talk.about) == ((Who("ana"), Who("tom")), (Ref("post", "x"),))
    assert talk.at.isoformat() == "2026-11-24T10:00:00+01:00"
    assert str(talk.note.span) == "a.md:7:8"


def test_every_fault_is_found_at_once() -> None:
    assert told(
        "level: heavy\nat: soon\nrooms:\n  - name: A\n    seats: 1.5\n  - seats: 2\ntags: [a, 5]\nscore: '3,5'"
    ) == [
        "1:1 title: missing; add 'title: …'",
        "1:8 level: expected one of easy, hard, got 'heavy'",
        "2:5 at: expected a date like 2026-11-24 or a time like 2026-11-24T17:00, got 'soon'",
        "5:12 rooms[1].seats: expected a whole number, got the number 1.5",
        "6:5 rooms[2].name: missing; add 'name: …'",
        "7:11 tags[2]: expected text, got the number 5; put it in quotes",
        "8:8 score: expected a number, got '3,5'; write a decimal point, 3.5",
    ]


def test_a_near_miss_of_a_word_is_named() -> None:
    assert told("title: A\nlevel: hrad") == [
        "2:8 level: expected one of easy, hard, got 'hrad'; did you mean 'hard'?"
    ]


def test_a_short_form_is_told_as_it_was_written() -> None:
    assert told("title: A\nroom: 5\ntags: 5") == [
        "2:7 room: expected text, got the number 5; put it in quotes",
        "3:7 tags: expected text, got the number 5; put it in quotes",
    ]


def test_unknown_fields_are_kept_and_only_near_ones_are_told() -> None:
    made = read("title: A\nflavour: x\ntgas: [b]")
    assert made.value.extra == {"flavour": "x", "tgas": ["b"]}
    assert [problem.message for problem in made.problems] == ["tgas: unknown field; did you mean 'tags'?"]


def test_an_unknown_field_deep_inside_is_told_and_left_out() -> None:
    made = read("title: A\nrooms:\n  - {name: B, seat: 5}")
    assert made.value.data.rooms == (Room(name="B"),)
    assert told("title: A\nrooms:\n  - {name: B, seat: 5}") == [
        "3:15 rooms[1].seat: unknown field; did you mean 'seats'?"
    ]


def test_control_characters_that_were_escaped_are_refused() -> None:
    assert told('title: "A\\0B"') == [
        "1:8 title: expected text, got one with the control character U+0000; delete it"
    ]


def test_empty_values() -> None:
    assert told("title: ''") == [
        "1:8 title: expected text, got an empty text; write it or leave the field out"
    ]
    assert read("title: A\ntags:\nroom:").value.data.tags == ()


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "title",
                "level",
                "at",
                "room",
                "rooms",
                "tags",
                "score",
                "open",
                "by",
                "about",
                "note",
                "parts",
                "x",
            ]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
            lambda inner: (
                st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
            ),
            max_leaves=5,
        ),
    )
)
def test_no_data_breaks_the_decoder(data: dict[str, object]) -> None:
    from openhub.model import Record

    made = decode(Talk, Record(span=Span("a.md"), data=data), DECODING)
    assert (made.value is None) == any(
        problem.code in {"field-type", "field-missing"} for problem in made.problems
    )


def test_the_way_to_a_value() -> None:
    assert dotted(("actions", 1, "due")) == "actions[2].due"
    talk = read("title: A\nby: [ana]\nnote: b\nabout: [post:x]").value.data
    assert [(dotted(path), type(leaf)) for path, leaf in leaves(talk)] == [
        ("by[1]", Who),
        ("about[1]", Ref),
        ("note", Body),
    ]
