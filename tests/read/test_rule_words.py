"""Rules in words: each case of tests/cases/rules/words.md."""

from __future__ import annotations

import re

import pytest

from openhub.read.recurrence import as_rrule


@pytest.fixture(scope="module")
def cases(root):
    text = (root / "tests/cases/rules/words.md").read_text(encoding="utf-8")
    rows = [
        tuple(cell.strip() for cell in line.strip("| ").split("|"))
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return rows[2:]


def test_each_case(cases):
    assert len(cases) > 60
    wrong = []
    for words, expected in cases:
        refused = re.fullmatch(r"\*(.+)\*", expected)
        try:
            found = as_rrule(words)
        except ValueError as said:
            found = str(said)
        if found != expected if refused is None else refused[1] not in found:
            wrong.append((words, expected, found))
    assert wrong == []
