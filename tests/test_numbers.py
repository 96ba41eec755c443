"""How numbers are written: none is told as another one, and a table has each as it was given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.words import apart, exact, number

VALUES = st.integers(-(10**9), 10**9).map(lambda value: value / 10**6)


@given(st.lists(VALUES, min_size=2, max_size=6, unique=True))
def test_numbers_beside_each_other_are_told_apart(values):
    told = [number(value, "en", None, apart(values)) for value in values]
    assert len(set(told)) == len(values)


@given(VALUES)
def test_only_a_whole_number_is_told_as_one(value):
    assert ("." in number(value)) == (value != int(value))


@given(st.one_of(VALUES, st.floats(-1e15, 1e15)))
def test_a_number_that_is_written_as_it_is_reads_back_as_the_same(value):
    assert float(exact(value).replace(",", "").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("value", "told", "whole"),
    [
        (99.97, "99.97", "99.97"),
        (12.34, "12.3", "12.34"),
        (0.00012345, "0.00012", "0.00012345"),
        (95.7 - 85.4, "10.3", "10.299999999999997"),
        (3.0000000000000004, "3", "3.0000000000000004"),
        (1e-13, "1e−13", "0.0000000000001"),
        (5e-324, "4.9e−324", "5e−324"),
        (-0.0, "0", "0"),
        (1234567.0, "1,234,567", "1,234,567"),
    ],
)
def test_a_number_has_as_many_decimals_as_say_something(value, told, whole):
    assert (number(value), exact(value)) == (told, whole)


def test_numbers_that_only_machines_tell_apart_are_alike():
    assert apart([0.1 + 0.2, 0.3]) == 0
    assert apart([12.34, 12.26, 10]) == 2
