"""Files to the output folder: staged beside it, then renamed into place; only our own are ever removed.

The manifest holds digests of the names of what openhub wrote, so that it tells nobody of a page that is in
no list. Before the swap it holds old and new ones, after it the new ones alone: whenever a build is
interrupted, the next one knows what is its own and mends the rest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NoReturn

from openhub.model import Output

MANIFEST = ".openhub-manifest.json"
_ASIDE = f"{MANIFEST}.new"
_IGNORED = frozenset({MANIFEST, _ASIDE, ".git", ".nojekyll", "CNAME", ".DS_Store", ".gitignore"})


class OutputRefusedError(Exception):
    """The output folder holds files that openhub did not write; nothing was changed."""


class HalfWrittenError(Exception):
    """The disk refused while files were put in place; the next build finishes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files were new or changed, left as they were, and removed."""

    changed: int
    same: int
    removed: int


def write(outputs: Sequence[Output], folder: Path) -> Written:
    """Bring the output folder to hold exactly `outputs` and what others put beside them.

    Raises OutputRefusedError where others' files stand there, OSError where the disk refuses; the site that
    stood there is then as it was. Raises HalfWrittenError where the disk refuses after that.
    """
    former = _former(folder)
    wanted = {output.path: output for output in outputs}
    _refuse_others(wanted, former, folder)
    stage = folder.resolve().parent / f".{folder.resolve().name}.openhub-stage"
    shutil.rmtree(stage, ignore_errors=True)
    try:
        changed = _stage(wanted.values(), folder, stage)
        folder.mkdir(parents=True, exist_ok=True)
        gone = [name for name in _files(folder) if _digest(name) in former and name not in wanted]
        ours = {_digest(name) for name in wanted}
        _note(folder, former | ours)
        _swap(changed, gone, ours, folder, stage)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Written(changed=len(changed), same=len(wanted) - len(changed), removed=len(gone))


def _shown(folder: Path) -> str:
    """Give the folder's name as a person knows it, for `.` too."""
    return folder.resolve().name


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _files(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return sorted(found)


def _former(folder: Path) -> set[str]:
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise OutputRefusedError(f"{_shown(folder)} is a file, not a folder; choose another --output")
    try:
        return {
            str(digest) for digest in json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        }
    except FileNotFoundError:
        others = sorted(entry.name for entry in folder.iterdir() if entry.name not in _IGNORED)
    except (ValueError, KeyError, TypeError):
        raise OutputRefusedError(
            f"{_shown(folder)}/{MANIFEST} is damaged; empty the folder and build again"
        ) from None
    if others:
        found = f"{_shown(folder)}/ holds files that openhub did not write ({', '.join(others[:3])})"
        message = f"{found}; empty it, or choose another --output"
        raise OutputRefusedError(message)
    return set()


def _refuse_others(wanted: Iterable[str], former: set[str], folder: Path) -> None:
    """Stop before anything is changed where what others put there stands in the way of a file."""
    wanted = set(wanted)
    folders = {parent.as_posix() for name in wanted for parent in PurePosixPath(name).parents}
    for name in sorted(folders - {"."}):
        if (folder / name).is_symlink():
            _refuse(name, folder)
    for name in _files(folder) if folder.is_dir() else ():
        above = {parent.as_posix() for parent in PurePosixPath(name).parents}
        in_the_way = name in wanted or name in folders or not wanted.isdisjoint(above)
        if in_the_way and name not in _IGNORED and _digest(name) not in former:
            _refuse(name, folder)


def _refuse(name: str, folder: Path) -> NoReturn:
    message = f"{_shown(folder)}/{name} was not written by openhub and stands in the way; move it to static/"
    raise OutputRefusedError(message)


def _stage(outputs: Iterable[Output], folder: Path, stage: Path) -> list[str]:
    changed = []
    for output in outputs:
        content = Path(output.copy).read_bytes() if output.copy else output.content
        if _differs(folder / output.path, content):
            target = stage / output.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            changed.append(output.path)
    return changed


def _differs(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size != len(content) or path.read_bytes() != content
    except OSError:
        return True


def _swap(changed: Iterable[str], gone: Iterable[str], ours: set[str], folder: Path, stage: Path) -> None:
    try:
        for name in gone:
            _remove(folder / name, folder)
        for name in changed:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (stage / name).replace(target)
        _note(folder, ours)
    except OSError as fault:
        raise HalfWrittenError(fault.strerror or str(fault)) from fault


def _remove(path: Path, folder: Path) -> None:
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or (parent.is_dir() and any(parent.iterdir())):
            return
        if parent.is_dir():
            parent.rmdir()


def _note(folder: Path, paths: Iterable[str]) -> None:
    text = json.dumps({"files": sorted(paths)}, ensure_ascii=False, indent=0) + "\n"
    aside = folder / _ASIDE
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(folder / MANIFEST)
    finally:
        aside.unlink(missing_ok=True)
