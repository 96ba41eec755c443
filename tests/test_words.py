"""Words of numbers: one thing is not called as many are."""

from __future__ import annotations

import pytest

from openhub.words import amount


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("people", "1 person"),
        ("hours", "1 hour"),
        ("open issues", "1 open issue"),
        ("queries", "1 query"),
        ("branches", "1 branch"),
        ("releases", "1 release"),
        ("PRs", "1 PR"),
        ("hours per case", "1 hour per case"),
        ("days, median", "1 day, median"),
        ("people/team", "1 person/team"),
        ("h", "1 h"),
        ("%", "1 %"),
        ("ms", "1 ms"),
        ("m/s", "1 m/s"),
        ("Mbps", "1 Mbps"),
        ("status", "1 status"),
        ("news", "1 news"),
        ("count", "1"),
        ("1", "1"),
    ],
)
def test_one_is_not_called_as_many_are(unit: str, said: str) -> None:
    assert amount(1, unit) == said
    assert amount(1, unit, "en-GB").endswith(said)


@pytest.mark.parametrize("value", [0, 2, 1.5, -1, 21])
def test_all_else_is_called_as_the_author_does(value: float) -> None:
    assert amount(value, "people").endswith(" people")


def test_the_words_of_another_language_stay() -> None:
    assert amount(1, "Tages", "de") == "1 Tages"
