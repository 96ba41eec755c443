"""The accent of a hub, and whether it can be seen."""

from __future__ import annotations

import re

import pytest

from openhub.outputs import style

HUB = "=== openhub.yaml\nurl: https://example.org/\nauthority: a.org,2026\ntheme: {{name: base, settings: {{accent: '{}'}}}}\n"


def written(site):
    return {output.path: output.content.decode() for output in style.outputs(site)}


def test_the_papers_are_those_of_the_theme(root):
    css = (root / "themes/base/static/style.css").read_text(encoding="utf-8")
    assert re.findall(r"--paper: (#\w+);", css) == [
        style.PAPER,
        style.PAPER_DARK,
        "#fff",
    ]  # the last is print's
    assert css.count("--focus: #") == 2


def test_code_has_its_colours_and_no_accent_no_tokens(site_of):
    found = written(site_of("=== content/posts/a.md\n# A\n"))
    assert list(found) == ["assets/highlight.css"]
    assert ".hl ." in found["assets/highlight.css"]


def test_an_accent_changes_focus_and_links(site_of):
    css = written(site_of(HUB.format("#046")))["assets/tokens.css"]
    assert "--accent: #004466; --focus: var(--accent);" in css
    assert "a { text-decoration-color: var(--accent); }" in css


@pytest.mark.parametrize("accent", ["#000000", "#046", "#8a4300", "#5b2bd1", "#00f", "#B00020"])
def test_in_the_dark_an_accent_is_light_enough_and_no_lighter(site_of, accent):
    site = site_of(HUB.format(accent))
    assert list(style.problems(site)) == []
    dark = style.parse(re.findall(r"--accent: (#\w{6})", written(site)["assets/tokens.css"])[1])
    assert 4.5 <= style.contrast(dark, style.parse(style.PAPER_DARK)) < 5.2


def test_an_accent_that_is_light_enough_stays():
    grey = style.parse("#767676")
    assert style.for_dark(style.parse("#8ec0f0")) == style.parse("#8ec0f0")
    assert style.for_dark(grey) != grey


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000", "#fff", 21), ("#777777", "#ffffff", 4.48), ("#fff", "#fff", 1)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert style.contrast(style.parse(one), style.parse(other)) == pytest.approx(ratio, abs=0.005)
    assert style.contrast(style.parse(other), style.parse(one)) == style.contrast(
        style.parse(one), style.parse(other)
    )


@pytest.mark.parametrize(
    ("accent", "code", "said"),
    [
        ("#ffcc00", "accent-contrast", "1.4:1"),
        ("#777777", "accent-contrast", "4.2:1"),
        ("tomato", "accent-colour", "'tomato'"),
        ("#12345", "accent-colour", "'#12345'"),
    ],
)
def test_an_accent_that_cannot_be_used_is_told_and_changes_nothing(site_of, accent, code, said):
    site = site_of(HUB.format(accent))
    (problem,) = style.problems(site)
    assert (problem.code, problem.span.file) == (code, "openhub.yaml")
    assert said in problem.message
    assert "{" not in written(site)["assets/tokens.css"]
