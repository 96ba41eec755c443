"""A linked site from the text of a small hub."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from openhub import build
from openhub.codes import level_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SETTINGS = """
=== openhub.yaml
title: Lantern, out loud
url: https://example.org/hub/
authority: example.org,2026
timezone: Europe/Prague
"""


@pytest.fixture
def site_of(write_hub, tmp_path):
    """Load a hub, with settings of its own or else the usual ones, as of a moment."""

    def load(text, *, now=NOW, published=None):
        settings = "" if "=== openhub.yaml" in text else SETTINGS
        root = write_hub(settings + text)
        if published is not None:
            (tmp_path / "published.json").write_text(json.dumps(published), encoding="utf-8")
        made = build.load(
            root, build.Options(now=now, published="published.json" if published is not None else "")
        )
        assert [problem for problem in made.problems if level_of(problem, {}) == "error"] == []
        return made.value

    return load


@pytest.fixture
def sample(root):
    """The sample hub of this repository."""
    return build.load(root, build.Options(now=NOW)).value
