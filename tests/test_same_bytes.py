"""The same hub gives the same bytes: twice, and on another machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOW = "2026-11-24T12:00:00+00:00"
MACHINES = {
    "again": {},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "another hash seed": {"PYTHONHASHSEED": "4242"},
    "no UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0"},
}


def build(root: Path, output: Path, **environment: str) -> dict[str, str]:
    """Build the sample hub in a process of its own; give the digest of every file."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "openhub",
            "build",
            "-q",
            "-C",
            str(root),
            "--now",
            NOW,
            "--output",
            str(output),
        ],
        env={**os.environ, "PYTHONHASHSEED": "1", **environment},
        check=True,
    )
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def first(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    found = build(root, tmp_path_factory.mktemp("first") / "site")
    assert len(found) > 100
    return found


@pytest.mark.parametrize("machine", MACHINES)
def test_the_same_bytes(machine: str, first: dict[str, str], root: Path, tmp_path: Path) -> None:
    assert build(root, tmp_path / "site", **MACHINES[machine]) == first
