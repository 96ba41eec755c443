"""Nothing that a changelog says is lost on the way to its pages: measured on the pages, as readers get them."""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from openhub import build
from openhub.problems import Problem
from openhub.read import changelogs
from openhub.site import Site
from quality.real_content import Built, build_corpus

COUNTED = yaml.safe_load((Path(__file__).parent / "corpora_changelogs.yaml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = """\
title: Lantern
products: [{id: lantern, changelog: CHANGELOG.md}]
checks: {broken-link: off}
"""
TAGS = (
    "a|abbr|b|blockquote|br|code|dd|del|details|div|dl|dt|em|h[1-6]|hr|i|img|ins|kbd|li|ol|p|picture|pre|q|s|samp|"
    "small|source|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|var"
)


# ── what a source says, by a parser that knows no changelogs ────────────────


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph, a heading, a list item's text, a table's cell or a code block; lines count from 1."""

    line: int
    letters: str
    heads: bool = False


def letters(text: str) -> str:
    """Give a text's letters and digits alone; marks, capitals ('[!NOTE]') and spaces are for the page to choose."""
    return re.sub(r"[\W_]+", "", text).lower()


def said(text: str, *, plain: bool) -> list[Said]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if plain:
        found = [Said(number, letters(line)) for number, line in enumerate(text.split("\n"), 1)]
    else:
        tokens = MarkdownIt("commonmark").enable("table").parse(text)
        found = [Said(line + 1, letters(shown), heads) for line, shown, heads in _shown(tokens)]
    return [each for each in found if each.letters]


def _shown(tokens: list[Token]) -> Iterator[tuple[int, str, bool]]:
    line = 0
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        line = token.map[0] if token.map else line
        if token.type in ("fence", "code_block"):
            yield line, token.content, False
        elif token.type == "html_block":
            yield line, without_tags(token.content), False
        elif token.type == "inline":
            heads = after is not None and after.type == "heading_close" and after.level == 0
            yield line, without_tags("".join(_inline(token.children or []))), heads


def _inline(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "image":
            yield ""  # its words are an attribute of the picture
        elif token.type == "html_inline":
            yield token.content
        else:
            yield "\n" if token.type == "softbreak" else token.content.replace("<", " ")


def without_tags(html: str) -> str:
    """Take comments and tags away; `<file-like>` is no tag, so it is text to readers."""
    return re.sub(rf"<!--.*?-->|</?(?:{TAGS})\b[^<>]*>", "", html, flags=re.DOTALL | re.IGNORECASE)


# ── what a page shows ───────────────────────────────────────────────────────


class Region(HTMLParser):
    """Gathers the text inside the element that `begins` recognises."""

    def __init__(self, html: str, begins: tuple[str, str, str]) -> None:
        super().__init__()
        self.begins, self.depth, self.text = begins, 0, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name, attribute, value = self.begins
        if self.depth:
            self.depth += tag == name
        elif not self.text and tag == name and dict(attrs).get(attribute) == value:
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag == self.begins[0]:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data


MAIN = ("main", "id", "Main")
PROSE = ("div", "class", "prose")
PICTURES = re.compile(r"(?:avatar|pictureat[a-z]+?com)*")
"""The words of links that stand where pictures from other hosts did."""


def written(html: str) -> str:
    """Give the letters of the changelog's own text on the page of a version."""
    return region(html.partition('aria-labelledby="Whole"')[2], PROSE)


# ── the comparison ──────────────────────────────────────────────────────────


def lost(text: str, file: str, product: str, site: Site, shown: Mapping[str, str]) -> Iterator[str]:
    """Find what a changelog says and the page of its version does not, in order; and what is on two pages."""
    plain = file.endswith(".txt")
    read = changelogs.read(text, file=file, product=product, suffix=Path(file).suffix).value
    starts = [section.line for section in read.sections]
    texts = {0: region(shown[f"releases/{product}/index.html"], MAIN)}
    for entry in site.of("release"):
        if entry.data.product == product and not any(each.name == "about" for each in entry.relations):
            texts[entry.span.line] = written(shown[f"releases/{product}/{entry.slug}/index.html"])
    groups = {section.line for section in read.sections if not section.version}
    places = dict.fromkeys(texts, 0)
    named = {each.line: letters(each.words) for each in read.sections if each.line in texts}
    places |= {line: len(words) for line, words in named.items() if texts[line].startswith(words)}
    headings = {0, *starts} - groups
    for each in said(text, plain=plain):
        above = bisect_right(starts, each.line)
        line = starts[above - 1] if above else 0
        if each.line in headings or (line == 0 and each.heads):
            continue
        page = 0 if line in groups else line
        found = texts.get(page, "").find(each.letters, places[page]) if page in places else -1
        if found < 0:
            yield f"{file}:{each.line}: {each.letters[:80]}"
        else:
            between = texts[page][places[page] : found]
            places[page] = found + len(each.letters)
            if page and not PICTURES.fullmatch(between):
                yield f"{file}:{each.line}: the page says before it {between[:80]}"
    for page, place in places.items():
        if page and not PICTURES.fullmatch(texts[page][place:]):
            yield f"{file}:{page}: the page says at its end {texts[page][place:][:80]}"


def region(html: str, begins: tuple[str, str, str]) -> str:
    """Give the letters of a part of a page; what looks like another generator's syntax has words added to it."""
    return letters(Region(html, begins).text).replace("notcarriedover", "")


# ── what other projects write ───────────────────────────────────────────────


@pytest.fixture(scope="module")
def built(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_corpus(corpora, "changelogs", tmp_path_factory.mktemp("changelogs"))


@pytest.fixture(scope="module")
def shown(built: Built) -> Mapping[str, str]:
    return {each.path: each.content.decode() for each in built.outputs if each.path.endswith(".html")}


@pytest.mark.xdist_group("changelogs")
@pytest.mark.parametrize("file", COUNTED)
def test_every_line_of_a_real_changelog_is_on_the_page_of_its_version(
    file: str, built: Built, shown: Mapping[str, str]
) -> None:
    product = next(one.id for one in built.site.products.values() if one.file == file)
    text = (built.folder / file).read_text(encoding="utf-8")
    assert list(lost(text, file, product, built.site, shown)) == []


def test_the_comparison_finds_what_is_lost_moved_or_out_of_order(
    built: Built, shown: Mapping[str, str]
) -> None:
    file = "hynek+structlog/CHANGELOG.md"
    text = (built.folder / file).read_text(encoding="utf-8")
    lines = text.split("\n")
    items = [number for number, line in enumerate(lines) if line.startswith("- ")]
    first, last = items[0], items[-1]
    for number, other in ((last, "- This stands on no page at all"), (first, lines[last])):
        changed = [*lines[:number], other, *lines[number + 1 :]]
        assert list(lost("\n".join(changed), file, "structlog", built.site, shown))


# ── what anybody might write ────────────────────────────────────────────────

BLOCKS = st.sampled_from(
    [
        *("A lamp that glows.", "- item\n- another\n  - nested\n\n    deeper", "1. first\n2. second", "> quoted\n> twice"),
        *("```py\n## 1.0.0\nx = 1\n```", "    indented code", "### Fixed\n\n- smoke (#12)", "#### Odd", "| a | b |\n|---|---|\n| c | d |"),
        *("<!-- a note -->", "***", "**Fixed**\n\n* wick", "Setext\n---\n\ntext", "[a link](https://lantern.test) and [that]", "[that]: https://lantern.test/x"),
        *("2024-13-01", "Yanked", "- BREAKING CHANGE: no\n\n      code\n\n- z (F-0001)", "word\\\nbroken", "- [ ] task\n- [ ] done", "| not | a table"),
        *("<b>bold</b> tag", "Footnote-like [^1]", "[^far]: nobody asks\n\n    for this note", "`code` and *emphasis*", "* a\n\n\n* b\n\n  ~~~\n  fenced\n  ~~~", "##### Loud", "- 1.0.0\n- 2.0"),
    ]
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(BLOCKS, max_size=8))
def test_any_markdown_below_a_version_is_whole_on_its_page(blocks: list[str]) -> None:
    text = (
        "# Changelog\n\nHello.\n\n## 9.9.9 - 2024-01-02\n\n" + "\n\n".join(blocks) + "\n\n## 9.9.8\n\n- old\n"
    )
    site, shown = made(text)
    assert list(lost(text, "CHANGELOG.md", "lantern", site, shown)) == []


def made(text: str) -> tuple[Site, Mapping[str, str]]:
    """Build a hub of one changelog: its site and its pages."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "CHANGELOG.md").write_text(text, encoding="utf-8")
        (Path(folder) / "openhub.yaml").write_text(HUB, encoding="utf-8")
        options = build.Options(now=NOW)
        site = build.load(Path(folder), options).value
        outputs = build.make(site, Path(folder), options).value
    return site, {each.path: each.content.decode() for each in outputs if each.path.endswith(".html")}


def problems(text: str) -> tuple[Problem, ...]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "CHANGELOG.md").write_text(text, encoding="utf-8")
        (Path(folder) / "openhub.yaml").write_text(HUB, encoding="utf-8")
        return build.load(Path(folder), build.Options(now=NOW)).problems


# ── footnotes, which are shown where they are used ──────────────────────────

NOTES = """\
# Changelog

## 1.2.0

- Uses the far note[^far], `[^far]` in code

## 1.1.0

- Uses its own note[^own]

[^own]: Told at home, with [^far]

## 1.0.0

- First

[^far]: Told at the end

    at length

[^idle]: Told to nobody
"""


def page(shown: Mapping[str, str], version: str) -> str:
    return shown[f"releases/lantern/{version}/index.html"]


def test_a_footnote_is_on_the_page_of_each_version_that_uses_it() -> None:
    shown = made(NOTES)[1]
    assert [letters("Told at the end at length") in written(page(shown, f"1.{n}.0")) for n in (2, 1, 0)] == [
        *(True, True, False)
    ]
    assert [letters("Told at home") in written(page(shown, f"1.{n}.0")) for n in (2, 1, 0)] == [
        *(False, True, False)
    ]
    assert all("note[^" not in page(shown, f"1.{n}.0") for n in (2, 1, 0))


def test_a_footnote_that_nobody_uses_stays_as_text_and_is_said() -> None:
    shown = made(NOTES)[1]
    assert written(page(shown, "1.0.0")).endswith(letters("First [^idle]: Told to nobody"))
    found = [problem for problem in problems(NOTES) if problem.code == "note-unused"]
    assert [(problem.span.file, problem.span.line) for problem in found] == [("CHANGELOG.md", 21)]


def test_two_versions_may_call_their_notes_alike() -> None:
    shown = made("## 1.1.0\n\n- a[^1]\n\n[^1]: newer\n\n## 1.0.0\n\n- b[^1]\n\n[^1]: older\n")[1]
    assert [word in written(page(shown, "1.1.0")) for word in ("newer", "older")] == [True, False]
    assert [word in written(page(shown, "1.0.0")) for word in ("newer", "older")] == [False, True]


# ── what a heading says beside its version ──────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("[2.0.0] - 2024-05-01 - Zaphod", "Zaphod"),
        ('2.0.0 "Big Thing" (2023-01-01)', "Big Thing"),
        ("2.0.0: support for sockets", "support for sockets"),
        ("2.0.0 - *name* of [a lamp](https://lantern.test)", "name of a lamp"),
    ],
)
def test_the_words_of_a_heading_are_the_first_line_of_its_text(heading: str, words: str) -> None:
    shown = made(f"## {heading}\n\n- Two lamps\n\n## 1.0.0\n\n- One\n")[1]
    assert written(page(shown, "2.0.0")) == letters(words + "Two lamps")


def test_a_name_in_angle_brackets_is_text_and_no_component() -> None:
    text = "## 1.0.0\n\n- Takes a <file-like> and a </file-like>\n"
    assert "Takes a &lt;file-like&gt; and a &lt;/file-like&gt;" in page(made(text)[1], "1.0.0")
    assert "foreign-syntax" not in {problem.code for problem in problems(text)}
