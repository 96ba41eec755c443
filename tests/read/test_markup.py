"""Markdown becomes clean pieces of HTML with holes, an outline, plain text and problems with places."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.model import Heading, Markup
from openhub.read.highlight import PALETTE
from openhub.read.markup import inline, render, stylesheet

TESTS = Path(__file__).parents[1]
CASES = TESTS / "cases" / "markup"
CORPORA = Path(os.environ.get("OPENHUB_CORPORA") or TESTS.parents[1] / "shared" / "corpora")
CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)


def filled(markup: Markup) -> str:
    """Join the pieces, with each target where its address will stand."""
    holes = [f"⟦{link.target}⟧" for link in markup.links]
    return "".join(part + hole for part, hole in zip(markup.parts, [*holes, ""], strict=True))


def told(markup: Markup) -> list[str]:
    return [f"{p.code} {p.span.line}:{p.span.column}" for p in markup.problems]


def places(markup: Markup) -> list[tuple[str, int, int]]:
    return [(link.target, link.span.line, link.span.column) for link in markup.links]


def cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.md")):
        parts = re.split(r"^\.\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for title, text, expected in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            yield pytest.param(text.removesuffix("\n"), expected, id=f"{file.stem}: {title.strip()}")


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_case(text: str, expected: str) -> None:
    assert filled(render(text)).rstrip("\n") == expected.rstrip("\n")


def test_there_are_many_cases() -> None:
    assert len(list(cases())) >= 60


# ── links and their places ──────────────────────────────────────────────────


def test_a_link_tells_its_place() -> None:
    text = "# T\n\nOne a.md [a](a.md)\ntwo [x](b.md) <a href='b.md'>y</a>\n\n> - ![p](c.png)\n"
    expected = [("a.md", 3, 14), ("b.md", 4, 9), ("b.md", 4, 24), ("c.png", 6, 10)]
    assert places(render(text)) == expected


def test_a_reference_is_placed_where_its_target_is_written() -> None:
    assert places(render("One [a][1] two\n\nThree\n\n[1]: x.md\n")) == [("x.md", 5, 6)]


def test_cells_of_a_row_and_footnotes_have_places() -> None:
    text = "| [a](x) | [b](x) |\n|---|---|\n\nc[^1]\n\n[^1]: [d](y)\n"
    assert places(render(text))[:2] == [("x", 1, 7), ("x", 1, 16)]
    assert ("y", 6, 11) in places(render(text))


def test_a_link_written_as_template_is_placed_at_the_template() -> None:
    assert places(render("See [a]({% post_url 2024-01-02-x %})")) == [("post_url:2024-01-02-x", 1, 9)]


def test_pictures_are_told_from_links() -> None:
    markup = render('[a](b) ![c](d) <img src="e" alt="f">')
    assert [link.picture for link in markup.links] == [False, True, True]


def test_a_text_cannot_forge_a_hole() -> None:
    scheme = re.search(r"oh[0-9a-f]{32}", "oh" + "0" * 32)
    assert scheme is not None
    markup = render(f"[a]({scheme[0]}:0) [b](c)\n\n{scheme[0]}:1")
    assert len(markup.links) == 2
    assert markup.links[0].target == f"{scheme[0]}:0"


@pytest.mark.parametrize("scheme", ["javascript", "JavaScript", "java\tscript", "vbscript", "data", "file"])
@pytest.mark.parametrize(
    "form", ["[a](<{}:x>)", '<a href="{}:x">a</a>', '<img src="{}:x" alt="a">', "![a](<{}:x>)"]
)
def test_what_a_browser_could_run_has_no_hole(form: str, scheme: str) -> None:
    markup = render(form.format(scheme))
    assert not markup.links
    assert told(markup)[0].startswith("link-unsafe 1:")
    assert "script:" not in "".join(markup.parts)


# ── outline and text ────────────────────────────────────────────────────────


def test_the_outline() -> None:
    markup = render("# The *title*\n\n## One `x`\n\n### Two {#two}\n\n[^1]\n\n[^1]: n")
    assert markup.title == "The title"
    assert markup.headings == (
        Heading(level=2, id="one-x", text="One x"),
        Heading(level=3, id="two", text="Two"),
    )
    assert markup.ids == {"one-x", "two", "fn1", "fnref1"}


def test_a_prefix_keeps_two_bodies_apart() -> None:
    markup = render("## A\n\n[up](#a) [out](#b) c[^1]\n\n[^1]: n\n\n{#x}\nText", prefix="p-")
    assert markup.ids == {"p-a", "p-fn1", "p-fnref1", "p-x"}
    assert markup.headings[0].id == "p-a"
    targets = [link.target for link in markup.links]
    assert targets == ["#p-a", "#b", "#p-fn1", "#p-fnref1"]


@pytest.mark.parametrize("mark", ["<!-- more -->", "<!--more-->", "<!-- truncate -->"])
def test_the_lead_ends_at_its_mark(mark: str) -> None:
    assert render(f"One *a*.\n\nTwo.\n\n{mark}\n\nThree.").lead == "One a. Two."
    assert render(f"One.\nTwo. {mark} Three.").lead == "One. Two."
    assert render(f"{mark}\n\nThree.").lead == "Three."


def test_the_lead_is_else_the_first_paragraph() -> None:
    assert (
        render("# T\n\n![alt](x.png)\n\n> [!NOTE]\n> n\n\nOne [a](b) & <b>c</b>.\n\nTwo").lead == "One a & c."
    )


def test_a_long_lead_is_cut_at_a_word() -> None:
    lead = render("word " * 100).lead
    assert lead.endswith("word…")
    assert 270 <= len(lead) <= 280


def test_the_text_holds_words_alone() -> None:
    text = "# T\n\n## A\n\n* b `c`\n* d\n\n```\ne\n```\n\n<p>f<br>g &amp; h</p>\n\n{{< x >}} ![i](j)"
    assert render(text).text == "A b c d e f g & h i"


def test_an_empty_text_is_nothing() -> None:
    assert not render("")
    assert not inline(" \n")
    assert not render("<!-- x -->")


# ── one line ────────────────────────────────────────────────────────────────


def test_inline_has_no_blocks() -> None:
    assert (
        filled(inline("# *a* [b](c.md){#d}\n- `e`"))
        == '# <em>a</em> <a href="⟦c.md⟧">b</a>\n- <code>e</code>'
    )


def test_inline_tells_places() -> None:
    markup = inline("a\nb [c](d.md) {{ x }} <iframe>")
    assert places(markup) == [("d.md", 2, 7)]
    assert told(markup) == ["foreign-syntax 2:13", "html-dropped 2:21"]


# ── raw HTML ────────────────────────────────────────────────────────────────


def test_dropped_html_is_told_with_its_tag_and_place() -> None:
    markup = render('One\n\n<iframe src="x"></iframe>\n\ntwo <script>x</script> <video>y</video>')
    assert told(markup) == ["html-dropped 3:1", "html-dropped 5:5", "html-dropped 5:24"]
    assert "<iframe>" in markup.problems[0].message
    assert not markup.links


def test_trusted_html_stays_with_holes() -> None:
    frame = '<iframe class="k" id="v" src="x.html" srcset="a.png 1x, b.png 2x"></iframe>'
    text = frame + '\n\n<script>if (a<b) "{{ c }}"</script>'
    markup = render(text, html="trusted")
    assert filled(markup).startswith(
        '<iframe class="k" id="v" src="⟦x.html⟧" srcset="⟦a.png⟧ 1x, ⟦b.png⟧ 2x">'
    )
    assert '<script>if (a<b) "{{ c }}"</script>' in filled(markup)
    assert "v" in markup.ids
    assert not markup.problems


def test_escaped_html_is_shown() -> None:
    markup = render('a <b class="c">d</b>\n\n<div>\ne\n</div>\n\n<!-- f -->', html="escape")
    assert filled(markup).split("\n")[:2] == [
        '<p>a &lt;b class="c"&gt;d&lt;/b&gt;</p>',
        "<p>&lt;div&gt;",
    ]
    assert "f" not in filled(markup)


# ── pictures and foreign syntax ─────────────────────────────────────────────


def test_a_picture_without_words_is_told() -> None:
    assert told(render('![](a.png)\n\n<img src="b.png">\n\n![c](d.png)')) == [
        "image-alt 1:5",
        "image-alt 3:1",
    ]


def test_foreign_syntax_is_told_with_its_place_and_shortened() -> None:
    markup = render(
        "a\n\nb {{ page.x }} {{< tweet " + "9" * 90 + " >}}\n\n{% raw %}{{ y }}{% endraw %} `{{ z }}`"
    )
    assert told(markup) == ["foreign-syntax 3:3", "foreign-syntax 3:16"]
    assert all(len(problem.message) < 130 for problem in markup.problems)


def test_jekyll_reads_raw_before_code() -> None:
    text = "```\n{% raw %}\n{{ x }}\n{% endraw %}\n```"
    assert "raw" in filled(render(text))
    assert "raw" not in filled(render(text, dialect="jekyll"))


# ── style ───────────────────────────────────────────────────────────────────


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("group", PALETTE)
def test_code_can_be_read_in_both_schemes(group: str) -> None:
    light, dark = PALETTE[group]
    assert contrast(light, "#ffffff") >= 4.5
    assert contrast(dark, "#1c1e23") >= 4.5


def test_each_colour_is_declared_for_both_schemes_and_used() -> None:
    css = stylesheet()
    for group in PALETTE:
        assert css.count(f"--hl-{group}:") == 2
        assert css.count(f"var(--hl-{group})") == 1


def test_each_class_of_code_has_a_rule() -> None:
    html = filled(
        render('```python\n@a\nclass B:\n    """c"""\n    d = None, 1  # e\n```\n\n```diff\n-a\n+b\n```')
    )
    used = set(re.findall(r'<span class="(\w+)">', html))
    assert used
    assert all(f".hl .{name} {{" in stylesheet() for name in used)


# ── any text at all ─────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "    ",
        "> ",
        "- ",
        "# ",
        "[",
        "](",
        ")",
        "![",
        "`",
        "```\n",
        "<",
        ">",
        '"',
        "'",
        "<!--",
        "-->",
        "<a href=",
        "<img src=x onerror=y>",
        "<script>",
        "</script>",
        "<div style='x'>",
        "</div>",
        "<svg>",
        "<style>",
        "{{",
        "}}",
        "{%",
        "%}",
        "{{<",
        ">}}",
        "{% raw %}",
        "{% endraw %}",
        "{#x .y}",
        "{: #z}",
        ":::note\n",
        ":::\n",
        "!!! tip\n    ",
        "> [!NOTE]\n",
        "|a|\n|-:|\n",
        "[^1]",
        "[^1]: ",
        "^[",
        "javascript:",
        "\x00",
        "�",
        "\u202e",
        "<table>",
        "<math>",
        "<p onclick=x",
        "import x from 'y'\n",
        "{% highlight x %}\n",
        "&#106;",
        "\\",
        "$",
        "a",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


def risky(markup: Markup) -> list[str]:
    """Find tags of the output that a strict policy or a reader's safety could not bear."""
    tags = re.findall(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>', "".join(markup.parts))
    return [tag for tag in tags if re.match(r"<script|<style|<svg|<math|<iframe", tag) or _handler(tag)]


def _handler(tag: str) -> bool:
    names = re.findall(r"\s([\w:-]+)=", re.sub(r'"[^"]*"', '""', tag))
    return any(name == "style" or name.startswith("on") for name in names)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["sanitize", "escape"]))
def test_no_text_breaks_anything(text: str, html: object) -> None:
    for markup in (render(text, html=html), inline(text, html=html)):  # type: ignore[arg-type]
        assert len(markup.parts) == len(markup.links) + 1
        assert not risky(markup)
        assert not re.search(r"oh[0-9a-f]{32}:", "".join(markup.parts) + markup.text)
        assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff]", "".join(markup.parts))
        assert all(link.span.line >= 1 and link.span.column >= 1 for link in markup.links)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_trusted_text_keeps_the_count(text: str) -> None:
    markup = render(text, html="trusted", prefix="p-", dialect="jekyll")
    assert len(markup.parts) == len(markup.links) + 1
    assert markup == render(text, html="trusted", prefix="p-", dialect="jekyll")


HOSTILE = {
    "one line of a megabyte": "a " * 500_000,
    "quotes in quotes": ">" * 10_000,
    "brackets": "[" * 10_000,
    "boxes": "<div>" * 10_000,
    "comments that never end": "<!--" * 50_000,
    "attributes that never end": '<a x="' * 30_000,
    "braces": "{{" * 50_000,
    "tags that never end": "{%" * 50_000,
    "equal headings": "# a\n" * 5_000,
    "headings of braces": "# " + "{#" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_no_time(name: str) -> None:
    begin = time.process_time()
    render(HOSTILE[name])
    inline(HOSTILE[name])
    assert time.process_time() - begin < 20


# ── what others wrote ───────────────────────────────────────────────────────


def test_real_content_leaves_no_raw_template() -> None:
    if not CORPORA.is_dir():
        assert not os.environ.get("CI"), f"no corpora at {CORPORA}"
        pytest.skip("the corpora of real content are not beside this checkout")
    files = sorted(CORPORA.rglob("*.md"))
    assert files
    assert not [found for file in files for found in _leaks(file)]


def _leaks(file: Path) -> Iterator[str]:
    text = file.read_text(encoding="utf-8", errors="replace")
    markup = render(re.sub(r"\A(---|\+\+\+)\n.*?\n\1\n", "", text, flags=re.DOTALL))
    for found in re.findall(r"\{\{[<%].{0,40}|\{%.{0,40}", CODE.sub("", "".join(markup.parts))):
        yield f"{file}: {found}"


@pytest.mark.parametrize(
    ("text", "target", "html"),
    [
        ("_See https://a.example/0.59.0/_", "https://a.example/0.59.0/", "<em>See <a"),
        ("~~https://a.example/q~~", "https://a.example/q", "<s><a"),
        ("Is it https://a.example/a_b?", "https://a.example/a_b", "</a>?"),
    ],
)
def test_a_bare_address_ends_before_what_closes_emphasis_or_a_sentence(text, target, html):
    markup = render(text)
    assert [link.target for link in markup.links] == [target]
    assert html in filled(markup)


def test_a_line_of_links_alone_is_no_lead():
    assert (
        render("https://a.example/\n\n[All](b.md)\n\n_More: https://a.example/_\n\nWords.").lead == "Words."
    )
    assert render("[All](b.md) of them.").lead == "All of them."
