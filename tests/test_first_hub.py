"""A stranger's quarter of an hour: what docs/first-hub.md tells is done here, word for word, in an empty folder."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import openhub

# One group, so that parallel workers do not each walk.
pytestmark = pytest.mark.xdist_group("first-hub")

# The day on which the walk is told: its file names carry it.
DAY = "1795521600"  # 2026-11-24T12:00Z
_FENCE = re.compile(
    r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Step:
    kind: str
    text: str
    file: str | None


def steps(guide: str) -> Iterator[Step]:
    for match in _FENCE.finditer(guide):
        yield Step(match["kind"], match["text"], match["file"])


class Stranger:
    """Types commands into a shell and saves files with an editor, and nothing else."""

    def __init__(self, home: Path) -> None:
        tools = home / "tools"
        tools.mkdir()
        (tools / "openhub").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m openhub "$@"\n')
        (tools / "openhub").chmod(0o755)
        self.place = home / "empty"
        self.place.mkdir()
        source = Path(openhub.__path__[0]).parent
        self.said: dict[str, str] = {}
        self.env = {
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(source),
            "SOURCE_DATE_EPOCH": DAY,
            "TZ": "UTC",
        }

    def types(self, commands: str) -> str:
        done = subprocess.run(
            ["sh", "-ec", f"{commands}\npwd"],
            cwd=self.place,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        assert done.stderr == "", commands
        *said, place = done.stdout.splitlines()
        self.place = Path(place)
        return "\n".join(said)

    def saves(self, file: str, text: str) -> None:
        path = self.place / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def page(self, address: str) -> str:
        text = (self.place / "public" / address.lstrip("/") / "index.html").read_text(encoding="utf-8")
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


@pytest.fixture(scope="module")
def guide(root) -> str:
    return (root / "docs/first-hub.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def stranger(guide, tmp_path_factory) -> Stranger:
    walker = Stranger(tmp_path_factory.mktemp("stranger"))
    for step in steps(guide):
        if step.kind == "sh":
            walker.said[step.text] = walker.types(step.text)
        elif step.file:
            walker.saves(step.file, step.text)
    return walker


def test_new_wrote_the_files_that_the_guide_fills(guide, stranger):
    named = {step.file for step in steps(guide) if step.file}
    written = {
        line for text, said in stranger.said.items() if "openhub new" in text for line in said.splitlines()
    }
    assert len(written) == 2
    assert written <= named


def test_the_last_build_is_clean_and_says_so(stranger):
    said = stranger.said[list(stranger.said)[-1]]
    assert "Checked 2 posts, 2 releases, 1 event, 1 metric, 1 person and 1 page: no problems" in said
    assert said.splitlines()[-1] == "The site is in public/"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/posts/the-workshop-opens-on-saturdays/", ["Six of you offered a morning a month"]),
        ("/posts/the-pump-is-gone/", ["The big pump was stolen", "use the two hand pumps", "28 November"]),
        ("/releases/wheelhouse/1.1.0/", ["You can book a stand for an evening", "Booking by text message"]),
        ("/events/wheels-for-winter/", ["There is soup", "3 Mill Lane", "12 December"]),
        ("/metrics/repairs/", ["Repairs that were done in a week", "64"]),
        ("/news/", ["The workshop opens on Saturdays", "The big pump was stolen"]),
        (
            "/",
            [
                "The workshop opens on Saturdays",
                "The big pump was stolen",
                "Wheels for winter",
                "Repairs that were done in a week",
            ],
        ),
    ],
)
def test_the_pages_hold_what_the_stranger_wrote(stranger, address, words):
    page = stranger.page(address)
    assert [word for word in words if word not in page] == []


def test_nothing_of_the_deleted_examples_is_left(stranger):
    pages = [path.read_text(encoding="utf-8") for path in (stranger.place / "public").rglob("*.html")]
    assert pages
    assert not [page for page in pages if "search-finds-nothing" in page or "first-open-call" in page]


def test_the_guide_names_ten_fields_and_serve(guide, root):
    table = guide.partition("## The ten fields that you need")[2]
    fields = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert len(fields) == 10
    examples = "".join(step.text for step in steps(guide) if step.file)
    assert [field for field in fields if not re.search(rf"^{field}:", examples, re.MULTILINE)] == []
    assert "$ openhub serve\nServing http://127.0.0.1:8000/ (Ctrl-C stops)" in guide
    reference = (root / "docs/fields.md").read_text(encoding="utf-8")
    assert [field for field in fields if f"`{field}`" not in reference] == []
