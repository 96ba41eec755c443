"""Whatever a folder holds: a problem with its place, no traceback, and the former site as it was."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openhub import build as stages
from openhub.cli import openhub

NOW = "2026-11-24T12:00"
BAD = "content/posts/bad.md"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{former}'] * 9)}]\n"
    for former, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def hub(write_hub) -> Path:
    folder = write_hub("""
=== content/posts/good.md
---
title: Good
date: 2026-11-20
---
Still here.
""")
    assert build(folder).exit_code == 0
    return folder


def build(folder: Path, *more: str) -> Result:
    done = CliRunner().invoke(openhub, ["build", "-C", str(folder), "--now", NOW, *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refuse(folder: Path, *expected: str) -> list[str]:
    """Build, and give the lines that were told; the site must be what it was."""
    before = contents(folder / "public")
    done = build(folder)
    assert done.exit_code == 1
    assert contents(folder / "public") == before
    told = done.stderr.splitlines()
    for line in expected:
        assert any(one.startswith(line.split(" ")[0]) and one.endswith(line.split(" ")[1]) for one in told), (
            told
        )
    assert told[-1].endswith("nothing was written, the site in public/ is as it was")
    return told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\n- a\n- b\n---\nText.\n", f"{BAD}:2:1: [front-matter-shape]"),
        ("---\ntitle: Bad\nText.\n", f"{BAD}:1:1: [front-matter-unclosed]"),
        ("---\ntitle:\n\t- a\n---\n", f"{BAD}:3:1: [yaml-syntax]"),
        ("---\ntitle: A\ntitle: B\n---\n", f"{BAD}:3:1: [duplicate-key]"),
        (f"---\n{BOMB}---\n", f"{BAD}: [yaml-aliases]"),
        ("------\ntitle: A\n------\n", f"{BAD}:1:1: [front-matter-fence]"),
        ("---\ntitle: A\nslug: ../../up\n---\n", f"{BAD}:3:7: [path-outside]"),
        ("---\ntitle: A\nslug: good\n---\n", "content/posts/good.md:1:1: [address-taken]"),
        ("---\ntitle: A\n---\n[out](../../../etc/passwd)\n", f"{BAD}:4: [path-outside]"),
        ("---\ntitle: A\n---\nA \x07 bell.\n", f"{BAD}:4:3: [control-character]"),
        ("---\ntitle: A\n---\nA \x00 NUL.\n", f"{BAD}:4:3: [control-character]"),
    ],
)
def test_bad_text_is_told_with_its_place(hub, text, expected):
    (hub / BAD).write_text(text, encoding="utf-8")
    refuse(hub, expected)


def test_a_file_that_is_not_utf8(hub):
    (hub / BAD).write_bytes("# Grüße\n\nAus Köln.\n".encode("latin-1"))
    refuse(hub, f"{BAD}:1:5: [file-encoding]")


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (b"\xef\xbb\xbf---\ntitle: Marked\n---\nText.\n", "[file-bom]"),
        (b"---\r\ntitle: Marked\r\n---\r\nText.\r\n", ""),
        (b"---\ntitle: Marked\n---\n" + b"long " * 200_000, "[line-too-long]"),
    ],
)
def test_what_can_be_read_is_read(hub, data, warning):
    (hub / BAD).write_bytes(data)
    done = build(hub)
    assert done.exit_code == 0
    assert (warning in done.stderr) if warning else (done.stderr == "")
    assert "Marked" in (hub / "public/posts/bad/index.html").read_text(encoding="utf-8")


def test_links_out_of_the_hub_are_not_followed(hub, tmp_path_factory):
    secret = tmp_path_factory.mktemp("else") / "secret.md"
    secret.write_text("# Secret\n")
    (hub / BAD).symlink_to(secret)
    (hub / "static").symlink_to(secret.parent)
    refuse(hub, f"{BAD}:1:1: [path-outside]")
    (hub / BAD).unlink()
    (hub / "content/more").symlink_to(secret.parent)
    refuse(hub, "content/more:1:1: [path-outside]")


def test_a_circle_of_links_ends(hub):
    (hub / "content/posts/round").symlink_to(hub / "content")
    assert build(hub).exit_code in {0, 1}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads whatever it likes")
def test_a_file_that_may_not_be_read(hub):
    (hub / BAD).write_text("# Mine\n")
    (hub / BAD).chmod(0)
    refuse(hub, f"{BAD}:1:1: [file-unreadable]")


def test_a_file_that_cannot_be_read(hub):
    (hub / BAD).symlink_to("bad.md")  # a link to itself
    refuse(hub, f"{BAD}:1:1: [file-unreadable]")


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("<p>{{ nothing.at.all }}</p>\n", "templates/post.html:1:1:"),
        ("<p>\n{% if %}\n", "templates/post.html:2:1:"),
        ("{{ 1 / 0 }}", "templates/post.html:1:1:"),
    ],
)
def test_a_template_that_fails(hub, template, place):
    (hub / "templates").mkdir()
    (hub / "templates/post.html").write_text(template)
    refuse(hub, f"{place} [template]")


def test_keep_going_leaves_out_what_is_bad_alone(hub):
    (hub / BAD).write_text("---\ntitle: A\ndate: soon\n---\n")
    (hub / "content/posts/fine.md").write_text("# Fine\n")
    done = build(hub, "--keep-going")
    assert done.exit_code == 1
    posts = sorted(path.name for path in (hub / "public/posts").iterdir() if path.is_dir())
    assert posts == ["fine", "good"]


def test_a_record_with_a_fault_has_its_broken_links_told_too(write_hub) -> None:
    hub = write_hub(
        "=== content/posts/2026-11-01-a.md\n---\ntitle: A\nimage: x.png\n---\n[gone](nowhere.md)\n"
    )
    found = stages.load(hub, stages.Options(now=datetime(2026, 11, 24, tzinfo=UTC))).problems
    assert [problem.code for problem in found] == ["image-alt-missing", "broken-link"]
