"""Every problem code: a tiny hub that meets it, and the exact lines that an author reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.codes import CODES, level_of
from openhub.problems import Problem, Span

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests/cases/problems"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CASE_FILES = sorted(path for path in CASES.glob("*.md") if path.name != "README.md")


@dataclass(frozen=True)
class Part:
    """A file of a tiny hub: its marker line, and what stands below it."""

    marker: str
    text: str


def parts(case: str) -> Iterator[Part]:
    """Part a case at its marker lines; what stands above the first one is prose."""
    _, *found = re.split(r"^=== (.+)\n", case, flags=re.MULTILINE)
    for marker, text in zip(found[::2], found[1::2], strict=True):
        yield Part(marker.strip(), text)


def lay_out(case: str, root: Path) -> list[str]:
    """Write the hub of a case below `root`; give the lines that it must print."""
    expected: list[str] = []
    for part in parts(case):
        words = part.marker.split()
        if words == ["expected"]:
            expected = part.text.splitlines()
        elif words[0] == "link":
            path = root / words[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(words[3])
        else:
            path = root / words[-1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_bytes(part.text) if words[0] == "bytes" else part.text.encode())
    return expected


def as_bytes(text: str) -> bytes:
    """Read escapes as Python does, and `{x times 3}` as three of x."""
    long = re.sub(r"\{(.) times (\d+)\}", lambda match: match[1] * int(match[2]), text)
    return long.encode("latin-1").decode("unicode_escape").encode("latin-1")


def printed(problem: Problem, checks: dict[str, str]) -> str:
    """Write a problem as authors read it."""
    level = level_of(problem, checks)
    return f"{problem.span}: {'' if level == 'error' else f'{level}: '}{problem.message} [{problem.code}]"


def build_lines(root: Path, *, hints: bool = False) -> list[str]:
    """Build a hub as far as its pages; give every line that it prints, in the order of places."""
    published = "published.json" if (root / "published.json").exists() else ""
    options = build.Options(now=NOW, published=published)
    loaded = build.load(root, options)
    made = build.make(loaded.value, root, options)
    told = build.hints(loaded.value) if hints else ()
    found = sorted(
        {*loaded.problems, *made.problems, *told}, key=lambda one: (one.span, one.code, one.message)
    )
    checks = loaded.value.config.checks
    return [printed(problem, checks) for problem in found if level_of(problem, checks) != "off"]


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_a_tiny_hub_prints_these_lines(path: Path, tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    hub.mkdir()
    expected = lay_out(path.read_text(encoding="utf-8"), hub)
    lines = build_lines(hub, hints=CODES[path.stem].level == "hint")
    assert lines == expected
    assert any(line.endswith(f"[{path.stem}]") for line in lines)


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_a_case_says_in_words_what_the_author_did(path: Path) -> None:
    prose = path.read_text(encoding="utf-8").partition("\n=== ")[0].strip()
    assert prose.endswith(".")


def test_every_code_has_a_tiny_hub_and_no_hub_a_code_that_is_none() -> None:
    assert {path.stem for path in CASE_FILES} == set(CODES)


def test_no_code_is_raised_that_is_not_documented_and_none_documented_that_is_never_raised() -> None:
    raised = {
        code
        for path in sorted((ROOT / "src").rglob("*.py"))
        for code in codes_in(path.read_text(encoding="utf-8"))
    }
    assert raised == set(CODES)


CALLS = {
    "Problem": "code",
    "fault": 2,
    "warn": 0,
    "problem": 0,
    "say": 0,
    "_unread": 1,
    "_refused": 0,
    "_FaultError": 0,
    "at": 1,
}
"""The calls by which sources raise a problem: the name or the position of the code among their arguments."""


def codes_in(source: str) -> Iterator[str]:
    """Find each literal that a source passes as the code of a problem."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        where = CALLS.get(name)
        given = [word.value for word in node.keywords if word.arg == "code"]
        if isinstance(where, int) and len(node.args) > where:
            given.append(node.args[where])
        words = (item.value for item in given if isinstance(item, ast.Constant))
        yield from (word for word in words if re.fullmatch(r"[a-z]+(-[a-z]+)*", str(word)))


def test_the_search_for_codes_finds_them_however_they_are_passed() -> None:
    source = (
        "Problem(code='a-b', message='', span=x)\nfault(record, (), 'c-d', '')\nself.say('e-f', '', file)"
    )
    assert list(codes_in(source)) == ["a-b", "c-d", "e-f"]


def test_levels_come_from_the_settings_else_from_the_code() -> None:
    problem = Problem(code="broken-link", message="", span=Span("a.md"))
    assert level_of(problem, {}) == "error"
    assert level_of(problem, {"broken-link": "off"}) == "off"
