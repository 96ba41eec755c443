"""Files to the output folder: exactly what is wanted, nothing of others', and never half a site."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.model import Output
from openhub.write import MANIFEST, HalfWrittenError, OutputRefusedError, write

NAMES = st.sampled_from(["index.html", "a", "a/index.html", "a/b/index.html", "a/b", "c.css", "d/e/f.png"])
SITES = st.lists(st.dictionaries(NAMES, st.binary(max_size=3), max_size=5), min_size=1, max_size=4)
OTHERS = {"mine.txt": b"1", "a/mine.txt": b"2", "keep/notes/mine.txt": b"3"}


def outputs(files: dict[str, bytes]) -> list[Output]:
    return [Output(path=path, content=content) for path, content in files.items()]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def without_folders_as_files(files: dict[str, bytes]) -> dict[str, bytes]:
    """No file system holds a file and a folder of one name."""
    return {path: files[path] for path in files if not any(other.startswith(path + "/") for other in files)}


@given(SITES)
def test_after_each_build_the_folder_holds_the_wanted_files_alone(sites: list[dict[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        public = Path(folder) / "public"
        for site in map(without_folders_as_files, sites):
            write(outputs(site), public)
            assert contents(public) == site
            assert all(any(path.iterdir()) for path in public.rglob("*") if path.is_dir())
            assert [path.name for path in Path(folder).iterdir()] == ["public"]


@given(SITES)
def test_what_others_put_there_is_never_touched(sites: list[dict[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        public = Path(folder) / "public"
        write([], public)
        for path, content in OTHERS.items():
            (public / path).parent.mkdir(parents=True, exist_ok=True)
            (public / path).write_bytes(content)
        for site in map(without_folders_as_files, sites):
            before = contents(public)
            if "a" in site:  # where others have a folder
                with pytest.raises(OutputRefusedError, match="stands in the way"):
                    write(outputs(site), public)
                assert contents(public) == before
            else:
                write(outputs(site), public)
                assert contents(public) == {**site, **OTHERS}


def test_a_file_of_others_at_a_wanted_place_stops_the_build(tmp_path: Path) -> None:
    write(outputs({"a": b"1"}), tmp_path / "public")
    (tmp_path / "public/robots.txt").write_bytes(b"mine")
    with pytest.raises(OutputRefusedError, match=r"public/robots.txt .* move it to static/"):
        write(outputs({"a": b"2", "robots.txt": b"ours"}), tmp_path / "public")
    assert contents(tmp_path / "public") == {"a": b"1", "robots.txt": b"mine"}


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(OutputRefusedError, match=r"thesis\.tex"):
        write(outputs({"a": b"1"}), tmp_path)
    assert contents(tmp_path) == {"thesis.tex": b"years of work"}


def test_a_damaged_manifest_is_refused_and_none_can_lead_out(tmp_path: Path) -> None:
    public = tmp_path / "public"
    write(outputs({"a": b"1"}), public)
    (tmp_path / "precious").write_text("x")
    names = [hashlib.sha256(name.encode()).hexdigest()[:32] for name in ("../precious", "a")]
    (public / MANIFEST).write_text(json.dumps({"files": ["../precious", *names]}))
    write(outputs({"b": b"1"}), public)
    assert (tmp_path / "precious").exists()
    assert contents(public) == {"b": b"1"}
    (public / MANIFEST).write_text("{")
    with pytest.raises(OutputRefusedError, match="damaged"):
        write([], public)


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    write(outputs({"a": b"1", "b": b"1"}), tmp_path)
    stamp = (tmp_path / "a").stat().st_mtime_ns
    done = write(outputs({"a": b"1", "c": b"1"}), tmp_path)
    assert (done.changed, done.same, done.removed) == (1, 1, 1)
    assert (tmp_path / "a").stat().st_mtime_ns == stamp


OLD = {"a": b"old", "b/index.html": b"old", "gone": b"old"}
NEW = {"a": b"new", "b/index.html": b"new", "c": b"new"}
FAULTS = [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, method: str, calls: int, fault: BaseException) -> Iterator[None]:
    """Let the disk do `calls` of a kind, and then no more."""
    real, left = getattr(Path, method), [calls]

    def call(path: Path, *more: object, **named: object) -> object:
        if left[0] == 0:
            raise fault
        left[0] -= 1
        return real(path, *more, **named)

    with monkeypatch.context() as broken:
        broken.setattr(Path, method, call)
        yield


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@pytest.mark.parametrize("method", ["write_bytes", "write_text"])
@pytest.mark.parametrize("calls", [0, 1, 2])
def test_a_build_that_ends_while_staging_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, calls: int, fault: BaseException
) -> None:
    public = tmp_path / "public"
    write(outputs(OLD), public)
    manifest = (public / MANIFEST).read_bytes()
    if (
        method == "write_text"
    ):  # the manifest is written before the swap and after it; only the first is staging
        calls = 0
    with failing(monkeypatch, method, calls, fault), pytest.raises(type(fault)):
        write(outputs(NEW), public)
    assert contents(public) == OLD
    assert (public / MANIFEST).read_bytes() == manifest
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@pytest.mark.parametrize(
    ("method", "calls"), [("replace", 1), ("replace", 2), ("replace", 3), ("unlink", 1), ("write_text", 1)]
)
def test_a_build_that_ends_in_the_swap_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, calls: int, fault: BaseException
) -> None:
    public = tmp_path / "public"
    write(outputs(OLD), public)
    told = HalfWrittenError if isinstance(fault, OSError) else type(fault)
    with failing(monkeypatch, method, calls, fault), pytest.raises(told):
        write(outputs(NEW), public)
    for path, content in contents(public).items():
        assert content in {OLD.get(path), NEW.get(path)}, (
            "a file is either the old one or the new one, never half of it"
        )
    write(outputs(NEW), public)
    assert contents(public) == NEW


def test_a_first_build_on_a_full_disk_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing(monkeypatch, "write_text", 0, FAULTS[0]), pytest.raises(OSError, match="No space"):
        write(outputs(NEW), tmp_path / "public")
    write(outputs(NEW), tmp_path / "public")
    assert contents(tmp_path / "public") == NEW


def test_what_a_killed_build_left_is_swept_away(tmp_path: Path) -> None:
    public, stage = tmp_path / "public", tmp_path / ".public.openhub-stage"
    stage.mkdir()
    (stage / "half").write_bytes(b"x")
    write(outputs(NEW), public)
    assert not stage.exists()
    assert contents(public) == NEW


def test_a_folder_of_ours_that_somebody_deleted_is_no_hindrance(tmp_path: Path) -> None:
    public = tmp_path / "public"
    write(outputs({"a/b/index.html": b"1", "c": b"1"}), public)
    shutil.rmtree(public / "a" / "b")
    write(outputs({"c": b"1"}), public)
    assert contents(public) == {"c": b"1"}


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    public, elsewhere = tmp_path / "public", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_bytes(b"precious")
    write(outputs({"c": b"1"}), public)
    (public / "a").symlink_to(elsewhere)
    with pytest.raises(OutputRefusedError, match="public/a was not written by openhub"):
        write(outputs({"a/index.html": b"1", "c": b"2"}), public)
    assert (elsewhere / "index.html").read_bytes() == b"precious"
    assert (public / "c").read_bytes() == b"1"


def test_the_manifest_names_no_page(tmp_path: Path) -> None:
    write(outputs({"secret/index.html": b"1"}), tmp_path)
    assert "secret" not in (tmp_path / MANIFEST).read_text()
