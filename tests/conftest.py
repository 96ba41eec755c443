"""What the tests of every stage share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault of the code; and a change must not fail for an input that it did not bring.
settings.register_profile("openhub", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("openhub")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real content of other projects; not in this repository, so absent from a plain clone."""
    folder = Path(os.environ.get("OPENHUB_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        reason = f"no corpora at {folder}; name their folder in OPENHUB_CORPORA"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture
def write_hub(tmp_path: Path):
    """Lay out a hub from one text, in which a line '=== path' begins each file."""

    def write(text: str, folder: Path = tmp_path) -> Path:
        path = None
        for line in text.lstrip("\n").splitlines(keepends=True):
            if line.startswith("=== "):
                path = folder / line[4:].strip()
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("", encoding="utf-8")
                continue
            assert path, f"text before the first '=== path': {line!r}"
            with path.open("a", encoding="utf-8") as file:
                file.write(line)
        return folder

    return write
