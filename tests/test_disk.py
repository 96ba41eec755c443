"""What stands in a hub's folder, and what must not."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from openhub import disk
from openhub.config import read_config
from openhub.kinds.base import all_kinds
from openhub.model import Folder
from openhub.problems import Checked


def discover(root: Path) -> Checked[Folder]:
    config = (root / "openhub.yaml").read_text() if (root / "openhub.yaml").exists() else ""
    return disk.discover(root, read_config(config).value, all_kinds())


def said(found: Checked[Folder]) -> list[str]:
    return [f"{problem.span.file} {problem.code}" for problem in found.problems]


def kinds_of(found: Checked[Folder]) -> dict[str, str]:
    return {source.file: source.kind for source in found.value.sources}


def test_a_folder_is_a_kind(write_hub) -> None:
    found = discover(
        write_hub("""
=== content/index.md
=== content/posts/2026/a.md
=== content/posts/b/index.md
=== content/posts/b/chart.svg
=== content/events/c.markdown
=== content/people/d.md
=== content/pages/e.md
=== content/releases/lantern/1.0.md
=== content/metrics.yaml
=== content/feedback.yaml
=== content/changelogs/Lantern Two.md
=== content/wait.csv
=== static/robots.txt
""")
    )
    assert said(found) == []
    assert kinds_of(found) == {
        "content/changelogs/Lantern Two.md": "release",
        "content/events/c.markdown": "event",
        "content/feedback.yaml": "feedback",
        "content/index.md": "page",
        "content/metrics.yaml": "metric",
        "content/pages/e.md": "page",
        "content/people/d.md": "person",
        "content/posts/2026/a.md": "post",
        "content/posts/b/index.md": "post",
        "content/releases/lantern/1.0.md": "release",
    }
    changelog = found.value.sources[0]
    assert (changelog.changelog, changelog.product) == (True, "lantern-two")
    assert set(found.value.files) == {"content/posts/b/chart.svg", "content/wait.csv"}
    assert set(found.value.tables) == {"content/wait.csv"}
    assert set(found.value.static) == {"robots.txt"}


def test_a_source_is_read_by_its_own_rule_and_the_longest_path_wins(write_hub) -> None:
    found = discover(
        write_hub("""
=== openhub.yaml
sources:
  - {folder: blog, kind: post, dialect: jekyll}
  - {folder: blog/talks, kind: event}
=== blog/a.md
=== blog/talks/b.md
""")
    )
    rules = {source.file: (source.kind, source.dialect, source.folder) for source in found.value.sources}
    assert rules == {"blog/a.md": ("post", "jekyll", "blog"), "blog/talks/b.md": ("event", "", "blog/talks")}


@pytest.mark.parametrize("name", ["CHANGELOG.md", "changes.md", "HISTORY.txt", "News.md"])
def test_a_lone_changelog_is_a_hub(tmp_path: Path, name: str) -> None:
    hub = tmp_path / "Lantern App"
    hub.mkdir()
    (hub / name).write_text("## 1.0.0\n")
    (source,) = discover(hub).value.sources
    assert (source.file, source.kind, source.product, source.changelog) == (
        name,
        "release",
        "lantern-app",
        True,
    )


def test_a_changelog_that_the_settings_name_may_stand_outside(write_hub, tmp_path: Path) -> None:
    hub = write_hub(
        """
=== openhub.yaml
products: [{id: lantern, changelog: ../lantern/CHANGELOG.md}]
""",
        tmp_path / "hub",
    )
    write_hub("=== CHANGELOG.md\n## 1.0.0\n", tmp_path / "lantern")
    found = discover(hub)
    assert said(found) == []
    assert [source.file for source in found.value.sources] == ["../lantern/CHANGELOG.md"]


def test_the_order_is_that_of_the_paths_whatever_the_disk_says(write_hub, monkeypatch) -> None:
    hub = write_hub("=== content/posts/b.md\n=== content/posts/a.md\n=== content/events/c.md\n")
    first = discover(hub)
    real = os.walk

    def backwards(top, **more):
        for folder, folders, names in real(top, **more):
            folders.reverse()
            yield folder, folders, names[::-1]

    monkeypatch.setattr(os, "walk", backwards)
    assert discover(hub).value.sources == first.value.sources


def test_hidden_files_and_tools_own_folders_are_passed_over(write_hub) -> None:
    found = discover(
        write_hub("""
=== content/posts/.draft.md
=== content/.git/posts/a.md
=== content/posts/node_modules/b.md
=== content/posts/__pycache__/c.md
""")
    )
    assert found.value.sources == ()
    assert said(found) == []


# ── what leads out ──────────────────────────────────────────────────────────


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.md").write_text("# Secret\n")
    return folder


@pytest.mark.parametrize(
    "link",
    ["content/posts/out.md", "static/out.md", "content/posts/folder", "content/posts", "content", "static"],
)
def test_a_link_out_of_the_hub_is_an_error_and_not_followed(tmp_path: Path, outside: Path, link: str) -> None:
    hub = tmp_path / "hub"
    path = hub / link
    path.parent.mkdir(parents=True)
    path.symlink_to(outside / "secret.md" if link.endswith(".md") else outside)
    found = discover(hub)
    assert said(found) == [f"{link} path-outside"]
    assert found.value == Folder(sources=(), tables={}, files={}, static={})


def test_a_changelog_at_the_root_may_not_be_a_link_out(tmp_path: Path, outside: Path) -> None:
    hub = tmp_path / "hub"
    hub.mkdir()
    (hub / "CHANGELOG.md").symlink_to(outside / "secret.md")
    found = discover(hub)
    assert said(found) == ["CHANGELOG.md path-outside"]
    assert found.value.sources == ()


def test_a_link_within_the_hub_is_followed(write_hub) -> None:
    hub = write_hub("=== drafts/a.md\n# A\n=== content/posts/b.md\n")
    (hub / "content/posts/a.md").symlink_to("../../drafts/a.md")
    found = discover(hub)
    assert said(found) == []
    assert [source.text for source in found.value.sources] == ["# A\n", ""]


def test_a_folder_that_the_settings_name_may_stand_outside(write_hub, tmp_path: Path, outside: Path) -> None:
    hub = write_hub("=== openhub.yaml\nsources: [{folder: ../outside, kind: page}]\n", tmp_path / "hub")
    (outside / "inner.md").symlink_to("secret.md")
    found = discover(hub)
    assert said(found) == []
    assert kinds_of(found) == {"../outside/inner.md": "page", "../outside/secret.md": "page"}


# ── what cannot be read ─────────────────────────────────────────────────────


def test_links_round_in_a_circle_and_pipes_are_told(write_hub) -> None:
    hub = write_hub("=== content/posts/a.md\n# A\n")
    (hub / "content/posts/round.md").symlink_to("round.md")
    os.mkfifo(hub / "content/posts/pipe.md")
    found = discover(hub)
    assert said(found) == ["content/posts/pipe.md file-unreadable", "content/posts/round.md file-unreadable"]
    assert list(kinds_of(found)) == ["content/posts/a.md"]


def test_a_folder_with_the_name_of_a_text_is_a_folder(write_hub) -> None:
    found = discover(write_hub("=== content/posts/a.md/index.md\n# A\n"))
    assert list(kinds_of(found)) == ["content/posts/a.md/index.md"]


def test_a_file_that_may_not_be_read_is_told_and_the_others_go_on(write_hub, monkeypatch) -> None:
    # Permissions do not stop an administrator, so the refusal is played.
    hub = write_hub("=== content/posts/a.md\n# A\n=== content/posts/b.md\n# B\n")
    real = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path.name == "a.md":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    found = discover(hub)
    assert [str(problem.span) for problem in found.problems] == ["content/posts/a.md:1:1"]
    assert found.problems[0].message == "the file cannot be read: Permission denied; mend its permissions"
    assert list(kinds_of(found)) == ["content/posts/b.md"]


def test_a_folder_that_may_not_be_read_is_told(write_hub, monkeypatch) -> None:
    hub = write_hub("=== content/posts/a.md\n# A\n")
    real = os.scandir

    def refusing(path):
        if str(path).endswith("posts"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert said(discover(hub)) == ["content/posts file-unreadable"]


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "openhub.yaml").mkdir()
    read = disk.read_file(tmp_path, "openhub.yaml")
    assert read.value is None
    assert [problem.code for problem in read.problems] == ["file-unreadable"]
