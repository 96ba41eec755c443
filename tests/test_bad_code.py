"""Templates and kinds that a hub brings: whatever they do wrong is told at its place, without a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from openhub.cli import openhub

NOW = "2026-11-24T12:00"
POST = "=== content/posts/one.md\n---\ntitle: One\ndate: 2026-11-20\n---\nText.\n"


def told(folder: Path) -> list[str]:
    done = CliRunner().invoke(openhub, ["build", "-C", str(folder), "--now", NOW])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 1
    return done.stderr.splitlines()


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        (b"a\nabc \xff", 2, "it is not UTF-8; save it as UTF-8"),
        (b"a\n{% if %}", 2, "Expected an expression"),
        (b"a\n\n{{ nothing_here }}", 3, "'nothing_here' is undefined"),
        (b"a\n{{ 1 // (1 - 1) }}", 2, "by zero"),
        (b"a\n{% include 'post.html' %}", 2, "without an end"),
        (b"a\n{% include 'no.html' %}", 2, "there is no template 'no.html'"),
        (b"a\n{{ 'soon' | day }}", 2, ""),
        (b"{% for a in b %}" * 30 + b"{% endfor %}" * 30, 1, ""),
        (b"{{ " + b"(" * 5000 + b"1" + b")" * 5000 + b" }}", 1, ""),
    ],
    ids=["bytes", "syntax", "undefined", "zero", "recursion", "include", "filter", "nested", "deep"],
)
def test_a_template_that_fails_is_told_at_its_line(write_hub, monkeypatch, template, line, words, relative):
    folder = write_hub(POST)
    (folder / "templates").mkdir()
    (folder / "templates/post.html").write_bytes(template)
    if relative:
        monkeypatch.chdir(folder)
        folder = Path(os.curdir)
    found = [one for one in told(folder) if one.endswith("[template]")]
    assert found
    assert all(one.startswith(f"templates/post.html:{line}:1: the template fails: ") for one in found), found
    assert any(words in one for one in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def\n", "SyntaxError"),
        ("raise ValueError('no')\n", "ValueError: no"),
        ("raise SystemExit(3)\n", "SystemExit: 3"),
        ("import nothing_of_that_name\n", "No module named 'nothing_of_that_name'"),
        ("KIND = 5\n", "has no KIND"),
    ],
    ids=["syntax", "raises", "exits", "imports", "none"],
)
def test_a_kind_that_fails_is_told_at_the_settings(write_hub, request, text, words):
    name = f"kind_of_a_test_{request.node.callspec.id}"
    folder = write_hub(f"=== openhub.yaml\nkinds: [{name}]\n=== {name}.py\n{text}")
    (found,) = [one for one in told(folder) if one.endswith("[kind-module]")]
    assert found.startswith("openhub.yaml:1:8: kinds: ")
    assert name in found
    assert words in found
