"""What a release page says on top, by a table of small hubs: a hub each, and the line of some versions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.model import Body
from openhub.views.release_words import verdict

CASES = sorted((Path(__file__).parent.parent / "cases" / "verdicts").glob("*.md"))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MARK = "=== verdicts\n"


def said(entry, site):
    found = verdict(entry, site)
    line = found.line.text if isinstance(found.line, Body) else found.line
    parts = (found.headline, line, ", ".join(link.title for link in found.links))
    return " | ".join(part for part in parts if part)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_line_on_top(path, write_hub):
    text = path.read_text(encoding="utf-8")
    hub, _, expected = text[text.index("=== ") :].partition(MARK)
    site = build.load(write_hub(hub), build.Options(now=NOW)).value
    found = {str(entry.data.version): entry for entry in site.of("release")}
    for line in filter(None, expected.splitlines()):
        version, _, words = line.partition(": ")
        assert f"{version}: {said(found[version], site)}" == f"{version}: {words}"


def test_there_are_cases():
    assert len(CASES) >= 8
