"""The frame of every import: what is written, what is left alone, and how it is told."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from openhub.cli import openhub
from openhub.importers import base
from openhub.importers.base import Brought, Guess, Importer, Loss, New, place
from openhub.problems import Span

FILES = (
    New(path="content/posts/a.md", content=b"# A\n"),
    New(path="content/b.md", content=b"mine: 1", mark=b"mine"),
)


@pytest.fixture
def bring(tmp_path, monkeypatch):
    """Run an import of a format of our own; `brought` may be exchanged."""
    source = tmp_path / "source.txt"
    source.write_text("anything")
    hub = tmp_path / "hub"
    hub.mkdir()

    def run(brought: Brought, *options: str, name: str = "tale"):
        importer = Importer(name="tale", title="a tale", read=lambda _source, _wish: brought)
        monkeypatch.setattr("openhub.importers.importers", lambda: {"tale": importer})
        return CliRunner().invoke(openhub, ["import", name, str(source), "-C", str(hub), *options])

    return run


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_files_are_written_once_and_then_unchanged(bring, tmp_path):
    first = bring(Brought(files=FILES))
    assert (first.exit_code, first.stdout) == (0, "wrote content/posts/a.md\nwrote content/b.md\n2 files\n")
    there = tree(tmp_path / "hub")
    assert there == {"content/posts/a.md": b"# A\n", "content/b.md": b"mine: 1"}
    again = bring(Brought(files=FILES))
    assert again.stdout == "unchanged content/posts/a.md\nunchanged content/b.md\n2 files\n"
    assert tree(tmp_path / "hub") == there


def test_a_report_writes_nothing(bring, tmp_path):
    result = bring(Brought(files=FILES), "--report")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "would write content/posts/a.md")
    assert tree(tmp_path / "hub") == {}


def test_a_file_in_the_way_is_named_and_nothing_is_written(bring, tmp_path):
    other = tmp_path / "hub/content/posts/a.md"
    other.parent.mkdir(parents=True)
    other.write_text("by hand")
    result = bring(Brought(files=FILES))
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0].startswith("content/posts/a.md: stands there already and differs")
    assert tree(tmp_path / "hub") == {"content/posts/a.md": b"by hand"}
    assert "in the way content/posts/a.md" in bring(Brought(files=FILES), "--report").stdout


def test_a_file_with_the_mark_of_the_import_is_renewed(bring, tmp_path):
    bring(Brought(files=FILES))
    newer = New(path="content/b.md", content=b"mine: 2", mark=b"mine")
    assert bring(Brought(files=(newer,))).stdout == "renewed content/b.md\n1 file\n"
    assert (tmp_path / "hub/content/b.md").read_bytes() == b"mine: 2"


def test_what_is_left_behind_is_told_with_its_place(bring):
    loss = Loss(Span("source.txt", 3, 5), "an alarm; set it in your own calendar")
    result = bring(Brought(files=FILES[:1], losses=(loss,)))
    assert result.exit_code == 0
    assert result.stderr == "source.txt:3:5: an alarm; set it in your own calendar\n"
    assert result.stdout.splitlines()[-1] == "1 file; 1 thing left behind, told above"


def test_guesses_are_told_apart_from_what_is_left_behind(bring):
    guess = Guess(Span("source.txt", 3, 5), "a unit")
    loss = Loss(Span("source.txt", 4, 1), "an alarm")
    result = bring(Brought(files=FILES[:1], losses=(loss,), guesses=(guess, guess)))
    assert result.stderr.splitlines() == ["source.txt:4:1: an alarm", *["source.txt:3:5: a unit"] * 2]
    assert result.stdout.splitlines()[-1] == (
        "1 file; 1 thing left behind, told above; 2 guesses to look at, told above"
    )


def test_a_fault_writes_nothing(bring, tmp_path):
    result = bring(Brought(files=FILES, faults=(Loss(Span("source.txt"), "this is no tale"),)))
    assert (result.exit_code, result.stderr) == (1, "source.txt:1:1: this is no tale\nnothing was written\n")
    assert tree(tmp_path / "hub") == {}


def test_an_unknown_format_gets_the_nearest_one(bring):
    result = bring(Brought(), name="tael")
    assert result.exit_code == 2
    assert "did you mean 'tale'?" in result.stderr


def test_a_folder_in_the_way_is_taken(tmp_path):
    (tmp_path / "x").mkdir()
    assert place(tmp_path, [New(path="x", content=b"")]) == ((New(path="x", content=b""), "taken"),)


def test_a_disk_that_refuses_is_told(bring, monkeypatch):
    def full(path, _data):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(base.Path, "write_bytes", full)
    result = bring(Brought(files=FILES))
    assert result.exit_code == 1
    assert "cannot be used: No space left on device" in result.stderr
