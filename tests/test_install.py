"""The wheel is all that a user has: it builds a hub in an empty environment, outside the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

# One group, so that parallel workers do not each make an environment.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("install")]

CHANGELOG = """\
# Changelog

## [1.1.0] - 2026-03-09

### Added

- The lamp can be dimmed.

### Removed

- The red button.

## [1.0.0] - 2025-11-02

### Added

- Light.
"""


def run(*command: str | Path, **options) -> str:
    """Run a command, as a user would in a shell that knows nothing of the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}
    done = subprocess.run(command, env=kept, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{command} gave {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, root)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(root, wheel, tmp_path_factory) -> Path:
    """Give the folder of commands of an environment with the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("empty") / "env"
    venv.create(folder, with_pip=True)
    found = folder / ("Scripts" if os.name == "nt" else "bin")
    # The versions are the locked ones, but which packages are needed is the wheel's own word.
    locked = re.findall(r"^[\w.-]+==\S+", (root / "requirements" / "site.txt").read_text(), re.MULTILINE)
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(locked) + "\n")
    run(
        found / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "-c",
        constraints,
        wheel,
    )
    return found


@pytest.fixture(scope="module")
def hub(tmp_path_factory) -> Path:
    """A repository with nothing but a changelog."""
    folder = tmp_path_factory.mktemp("home") / "lantern"
    folder.mkdir()
    (folder / "CHANGELOG.md").write_text(CHANGELOG)
    return folder


def test_the_wheel_holds_the_themes_of_the_checkout(root, wheel):
    themes = {path.relative_to(root).as_posix() for path in (root / "themes").rglob("*") if path.is_file()}
    assert themes
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert {f"openhub/{file}" for file in themes} <= packed


def test_the_wheel_holds_nothing_but_the_package(wheel):
    tops = {name.split("/", 1)[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert sorted(tops - {"openhub"}) == [name for name in tops if name.endswith(".dist-info")]


def test_a_changelog_becomes_a_hub(root, scripts, hub):
    said = run(scripts / "openhub", "build", "-C", hub, cwd=hub.parent)
    public = hub / "public"
    assert "public" in said
    assert "The lamp can be dimmed." in (public / "releases/lantern/1.1.0/index.html").read_text(
        encoding="utf-8"
    )
    home = (public / "index.html").read_text(encoding="utf-8")
    styles = re.findall(r'<link[^>]*rel="?stylesheet"?[^>]*href="?([^">\s]+)', home)
    assert styles, "the theme's stylesheet is not named"
    assert all((public / style.removeprefix("/")).stat().st_size for style in styles)
    assert str(root) not in home


def test_what_runs_is_the_wheel(root, scripts, hub):
    where = run(scripts / "python", "-c", "import openhub; print(openhub.__file__)", cwd=hub)
    assert scripts.parent in Path(where.strip()).parents
    assert root not in Path(where.strip()).parents
