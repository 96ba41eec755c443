"""Dates and numbers in every language of the CLDR, as far as it has words for them."""

from __future__ import annotations

import re

import pytest

from openhub.languages import language_of
from openhub.when import parse_period
from openhub.words import axis_label, day_month, exact, number, period

PERIODS = [*(f"2026-{month:02}" for month in range(1, 13)), "2026-11-24", "2026-W07", "2026"]


def every_language() -> list[str]:
    data = pytest.importorskip("babel.localedata")
    return [name.replace("_", "-") for name in data.locale_identifiers()]


def test_no_label_of_a_month_is_the_placeholder_of_a_language_without_a_name() -> None:
    known = [name for name in every_language() if language_of(name)]
    assert len(known) > 300
    for name in known:
        for at in map(parse_period, PERIODS):
            labels = (*axis_label(at, name), period(at, name), day_month(at.first, None, name))
            assert not [label for label in labels if re.search(r"\bM\d", label)], (name, labels)
            assert axis_label(at, name)[0], name


def test_a_language_without_names_of_months_is_written_as_english() -> None:
    assert language_of("dv") is None
    assert period(parse_period("2026-11"), "dv") == "November 2026"


@pytest.mark.parametrize(
    ("language", "label"), [("ja", "11月"), ("ko", "11월"), ("ar", "نوفمبر"), ("ur", "نومبر"), ("de", "Nov.")]
)
def test_a_month_is_as_short_as_the_language_has_it(language: str, label: str) -> None:
    pytest.importorskip("babel")
    assert axis_label(parse_period("2026-11"), language) == (label, "2026")


def test_digits_are_parted_as_the_language_does() -> None:
    pytest.importorskip("babel")
    assert number(12345678, "hi") == "1,23,45,678"
    assert exact(-1234567.125, "hi") == "−12,34,567.125"
    assert number(1234, "hi") == "1,234"
    assert number(1234567, "de") == "1.234.567"
