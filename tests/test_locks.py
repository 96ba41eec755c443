"""The locks: every package with its hashes, and no address from which it is to come."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).parents[1] / "requirements"
LOCKS = sorted(path.name for path in REQUIREMENTS.glob("*.txt"))


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hashes(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert all(re.match(r"[\w.-]+(?:\[[\w,-]+\])?==\S+", one) and "--hash=sha256:" in one for one in packages)


@pytest.mark.parametrize(
    "file", [*(REQUIREMENTS / name for name in LOCKS), REQUIREMENTS.parent / "quality/package-lock.json"]
)
def test_no_lock_names_a_host(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"--(extra-)?index-url|--find-links|\"resolved\"", text)
    # Packages of npm name where they ask for money, which is no address of theirs.
    assert not [
        line
        for line in text.splitlines()
        if "://" in line and '"url"' not in line and '"funding"' not in line
    ]


def test_what_installs_asks_for_the_hashes() -> None:
    root = REQUIREMENTS.parent
    told = (root / "Makefile").read_text(encoding="utf-8") + (root / "quality/install.sh").read_text(
        encoding="utf-8"
    )
    for name in LOCKS:
        assert re.search(rf"--require-hashes -r \S*requirements/{re.escape(name)}", told), name
