"""What the changelog reader finds, and that it loses nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from openhub.problems import Checked
from openhub.read.changelogs import ChangeItem, Changelog, Section, read

HERE = Path(__file__).parent
CASES = HERE.parent / "cases" / "changelogs"
CORPORA = Path(os.environ.get("OPENHUB_CORPORA") or HERE.parents[2] / "shared" / "corpora") / "changelogs"
COUNTED: dict[str, int] = yaml.safe_load((HERE / "corpora_changelogs.yaml").read_text(encoding="utf-8"))
CASE = re.compile(r"(?P<title>[^\n]+)\n\.\n(?P<source>.*?\n|)\.\n(?P<read>.*?\n|)\.(?:\n|$)", re.DOTALL)


# ── cases ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Case:
    """A changelog in words, and what is read from it."""

    file: str
    title: str
    source: str
    read: str

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.md")):
        if path.name != "README.md":
            for match in CASE.finditer(path.read_text(encoding="utf-8")):
                yield Case(path.name, match["title"], match["source"], match["read"])


def told(checked: Checked[Changelog]) -> str:
    sections = (line for section in checked.value.sections for line in section_lines(section))
    problems = (f"! {problem.code} {problem.span.line}" for problem in checked.problems)
    return "".join(f"{line}\n" for line in (*sections, *problems))


def section_lines(section: Section) -> Iterator[str]:
    flags = [
        *([": ".join(filter(None, (_yanked(section), section.reason)))] if section.yanked else []),
        *(["unreleased"] if section.unreleased else []),
        *(f"also {version}" for version in section.also),
        *([f"compare {section.compare_url}"] if section.compare_url else []),
    ]
    yield f"{section.version or 'group'} | {section.date or '-'} | {'; '.join(flags)}".rstrip()
    if section.words:
        yield f'"{section.words}"'
    if section.summary:
        yield "> " + re.sub(r"\n+", " / ", section.summary)
    yield from map(item_line, section.items)


def _yanked(section: Section) -> str:
    return f"yanked {section.yanked_on}" if section.yanked_on else "yanked"


def item_line(item: ChangeItem) -> str:
    scope = f" ({item.scope})" if item.scope else ""
    names = [*item.refs, *item.advisories, *(("->", *item.answers) if item.answers else ())]
    named = f" {{{' '.join(names)}}}" if names else ""
    return f"{item.type or '-'}{'!' if item.breaking else ''}{scope}: {item.text.splitlines()[0]}{named}"


def test_there_are_cases() -> None:
    assert len(list(cases())) >= 40
    written = sum(path.read_text(encoding="utf-8").count("\n.\n") for path in CASES.glob("[!R]*.md"))
    assert written == 3 * len(list(cases())), "a case has too many or too few lines with a dot"


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_case(case: Case) -> None:
    suffix = ".txt" if case.title.endswith("(.txt)") else ".md"
    assert told(read(case.source, file="CHANGELOG", product="lantern", suffix=suffix)) == case.read


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_no_case_loses_a_line(case: Case) -> None:
    suffix = ".txt" if case.title.endswith("(.txt)") else ".md"
    assert_nothing_lost(case.source, suffix=suffix)


# ── places ──────────────────────────────────────────────────────────────────

SAMPLE = """\
# Changelog

Read me first.

## [1.1.0] - 2024-02-01

Brighter.

### Added

- A lamp
  with a shade ([#1])

  - in red
  - in blue

<!-- keep me -->

1. A ladder

## [1.0.0]

[#1]: https://forge.test/1 "The first"
[1.1.0]: https://forge.test/compare/1.0.0...1.1.0
"""


def read_sample(text: str = SAMPLE) -> Changelog:
    return read(text, file="CHANGELOG.md", product="lantern").value


def test_title_and_intro() -> None:
    changelog = read_sample()
    assert (changelog.title, changelog.intro, changelog.intro_line) == ("Changelog", "Read me first.", 3)


def test_places_of_sections_and_items() -> None:
    section, last = read_sample().sections
    assert (section.heading, section.line, section.body_line) == ("[1.1.0] - 2024-02-01", 5, 7)
    assert [item.line for item in section.items] == [11, 19]
    assert last.line == 21


def test_body_is_whole_and_in_order() -> None:
    section, _ = read_sample().sections
    assert section.body == "\n".join(SAMPLE.split("\n")[6:19])


def test_text_of_an_item_keeps_what_is_nested() -> None:
    section, _ = read_sample().sections
    assert section.items[0].text == "A lamp\nwith a shade ([#1])\n\n- in red\n- in blue"
    assert section.items[1].text == "A ladder"


def test_a_section_of_definitions_alone_has_no_body() -> None:
    assert read_sample().sections[1].body == ""


def test_definitions_go_with_a_text_that_stands_alone() -> None:
    changelog = read_sample()
    assert changelog.definitions.count("\n") == 1
    assert changelog.alone("see [#1]") == 'see [#1]\n\n[#1]: https://forge.test/1 "The first"'
    assert changelog.alone("see [#2]") == "see [#2]"


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_and_byte_order_marks_change_nothing(newline: str) -> None:
    assert read_sample("\ufeff" + SAMPLE.replace("\n", newline)) == read_sample()


def test_a_problem_says_both_lines() -> None:
    checked = read("## 1.0\n\n## 1.0\n", file="NEWS.md", product="lantern")
    assert [str(problem.span) for problem in checked.problems] == ["NEWS.md:3:1"]
    assert "line 1 " in checked.problems[0].message
    assert "line 3 " in checked.problems[0].message


def test_a_changelog_without_versions_keeps_its_text() -> None:
    changelog = read_sample("# Changelog\n\nSoon.\n\n## Words\n\nMore.\n")
    assert (changelog.sections, changelog.intro) == ((), "Soon.\n\n## Words\n\nMore.")


def test_dates_are_dates() -> None:
    assert read_sample().sections[0].date == date(2024, 2, 1)


# ── nothing is lost ─────────────────────────────────────────────────────────


def kept_lines(lines: Iterable[str]) -> list[str]:
    """Give the lines that are not blank, without their indentation."""
    return [" ".join(line.split()) for line in lines if line.strip()]


def assert_nothing_lost(source: str, *, suffix: str = ".md") -> None:
    """Find each line below the first version in one section, in order, or as a heading or definition."""
    checked = read(source, file="CHANGELOG", product="lantern", suffix=suffix)
    lines = re.sub(r"\r\n?", "\n", source.removeprefix("\ufeff")).split("\n")
    sections = checked.value.sections
    kept = set(range(1, sections[0].line)) if sections else set(range(1, len(lines) + 1))
    for section in sections:
        body = body_lines(section)
        assert kept_lines(lines[line - 1] for line in body) == kept_lines(section.body.split("\n"))
        if suffix != ".txt":
            assert [lines[line - 1] for line in body] == [
                line for line in section.body.split("\n") if line.strip()
            ]
        assert section.line not in kept, "sections overlap or are out of order"
        assert kept.isdisjoint(body)
        kept |= {section.line, *body}
    elsewhere = kept | heading_lines(lines, sections, suffix) | doubled_lines(checked, len(lines))
    defined = set(kept_lines(checked.value.definitions.split("\n")))
    gone = [line for line in range(1, len(lines) + 1) if line not in elsewhere]
    assert [line for line in kept_lines(lines[line - 1] for line in gone) if line not in defined] == []


def body_lines(section: Section) -> list[int]:
    """Give the lines of a body that are not blank; blank ones stand for what lies between two parts of it."""
    return [number for number, line in enumerate(section.body.split("\n"), section.body_line) if line.strip()]


def heading_lines(lines: list[str], sections: tuple[Section, ...], suffix: str) -> set[int]:
    """Give the lines of headings as Markdown sees them, and what underlines a section's own line."""
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "fence"] if suffix == ".txt" else [])
    tokens = parser.parse("\n".join(lines))
    found = [token.map for token in tokens if token.type == "heading_open" and token.level == 0 and token.map]
    underlines = {section.line + 1 for section in sections if is_underline(lines[section.line :][:1])}
    return {line + 1 for first, last in found for line in range(first, last)} | underlines


def is_underline(lines: list[str]) -> bool:
    return bool(lines) and len(lines[0].strip()) > 2 and len(set(lines[0].strip())) == 1


def doubled_lines(checked: Checked[Changelog], end: int) -> set[int]:
    """Give the lines of sections that were refused because their version has one already."""
    starts = [section.line for section in checked.value.sections] + [end + 1]
    doubled = [problem.span.line for problem in checked.problems if problem.code == "version-duplicate"]
    return {line for first in doubled for line in range(first, min(s for s in starts if s > first))}


LINES = st.sampled_from(
    """
    |## 1.0.0|# 2.0.0 - 2024-01-02|### Fixed|## Unreleased|# 1.x|- item|  - nested|1. first|```|~~~|    code
    |<!-- note|-->|<div>|text|===|---|> quote|[a]: /b|[a]: /c 'title'|**1.5.0**|Released 2024-01-02|\t- tab
    |- feat(x)!: y (F-0001)|1.4.0 (2020-01-01)|~~~~~|2024-13-01|## 2024-01-02|* [BUGFIX] x|* * *|||
    """.replace("\n    |", "|")
    .strip("\n ")
    .split("|")
)
ODD = st.text(alphabet="\0\ufeff\r\n\t\v\x85\u2028 #-*>`~=[]()<>|:!\\0123456789.vV", max_size=200)
ANY_TEXT = st.one_of(st.text(max_size=200), ODD, st.lists(LINES, max_size=25).map("\n".join))


@given(ANY_TEXT, st.sampled_from([".md", ".txt"]))
@example("1.0.0\n~~~\n", ".txt")
@example("## 1.0.0\r## 1.0.1", ".md")
def test_no_text_raises(text: str, suffix: str) -> None:
    read(text, file="CHANGELOG", product="lantern", suffix=suffix)


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize("opening", ["> ", "- ", "  - ", "1. ", "[", "(", "*", "`", "<!--", "| a ", "## "])
def test_no_nesting_is_too_deep(opening: str, suffix: str) -> None:
    source = f"## 1.0.0\n\n{opening * 5000}words\n\n## 0.9.0\n\n- a\n"
    found = read(source, file="CHANGELOG", product="lantern", suffix=suffix).value.sections
    assert found[0].version == "1.0.0"
    assert "words" in found[0].body


@given(ANY_TEXT)
def test_any_text_below_a_version_comes_out_whole(text: str) -> None:
    source = "## 9.9.9\n\n" + text
    checked = read(source, file="CHANGELOG.md", product="lantern")
    assert (checked.value.sections[0].version, checked.value.sections[0].line) == ("9.9.9", 1)
    assert_nothing_lost(source)


@given(st.lists(LINES, max_size=25).map("\n".join))
def test_plain_texts_come_out_whole(text: str) -> None:
    assert_nothing_lost("9.9.9\n\n" + text, suffix=".txt")


# ── what other projects write ───────────────────────────────────────────────


def corpus(name: str) -> str:
    if not CORPORA.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the changelogs of other projects are not at {CORPORA}")
        pytest.skip("the changelogs of other projects are not beside this checkout")
    with (CORPORA / name).open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.mark.parametrize("name", COUNTED)
def test_versions_found_are_versions_counted(name: str) -> None:
    text = corpus(name)
    project = name.partition("/")[0].partition("+")[2]
    checked = read(text, file=name, product=project, suffix=Path(name).suffix)
    found = [
        version for each in checked.value.sections if each.version for version in (each.version, *each.also)
    ]
    assert len(found) == len(set(found)) == COUNTED[name]
    assert not [problem for problem in checked.problems if problem.code == "version-duplicate"]


@pytest.mark.parametrize("name", COUNTED)
def test_the_product_may_be_called_otherwise(name: str) -> None:
    checked = read(corpus(name), file=name, product="something", suffix=Path(name).suffix)
    assert sum(1 + len(each.also) for each in checked.value.sections if each.version) == COUNTED[name]


@pytest.mark.parametrize("name", COUNTED)
def test_no_line_of_a_real_changelog_is_lost(name: str) -> None:
    assert_nothing_lost(corpus(name), suffix=Path(name).suffix)


def test_every_changelog_of_the_corpora_is_counted() -> None:
    corpus(next(iter(COUNTED)))
    names = {path.relative_to(CORPORA).as_posix() for path in CORPORA.rglob("*") if path.is_file()}
    assert names == set(COUNTED)


def test_a_date_that_is_none_is_quoted_whole() -> None:
    checked = read("## 1.0.0 (2024-05-xx)\n", file="NEWS.md", product="lantern")
    assert ["'2024-05-xx'" in problem.message for problem in checked.problems] == [True]


def test_a_heading_above_the_versions_is_kept_in_the_introduction() -> None:
    text = "# Changelog\n\n## Of lamps\n\n- a\n\n## Two dot one\n\n## 1.0.0\n"
    checked = read(text, file="NEWS.md", product="lantern")
    assert checked.value.intro == "## Of lamps\n\n- a\n\n## Two dot one"
    assert [problem.span.line for problem in checked.problems] == [3, 7]
    assert all("as text of the product" in problem.message for problem in checked.problems)
