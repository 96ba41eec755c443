"""Files to the output folder: staged beside it, then renamed into place; only our own are ever removed.

The manifest names what openhub wrote. Before the swap it names the old files and the new ones, after it the
new ones alone: whenever a build is interrupted, the next one knows what is its own and mends the rest.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NoReturn

from openhub.model import Output
from openhub.urls import climbs

MANIFEST = ".openhub-manifest.json"
_ASIDE = f"{MANIFEST}.new"
_IGNORED = frozenset({MANIFEST, _ASIDE, ".git", ".nojekyll", "CNAME", ".DS_Store", ".gitignore"})


class OutputRefusedError(Exception):
    """The output folder holds files that openhub did not write, or cannot be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many files were new or changed, left as they were, and removed."""

    changed: int
    same: int
    removed: int


def write(outputs: Sequence[Output], folder: Path) -> Written:
    """Bring the output folder to hold exactly `outputs` and what others put beside them.

    Raises OutputRefusedError where it holds others' files and no manifest, OSError where the disk refuses;
    the site that stood there is then as it was.
    """
    former = _former(folder)
    wanted = {output.path: output for output in outputs}
    _refuse_others(wanted, former, folder)
    stage = folder.parent / f".{folder.name}.openhub-stage"
    shutil.rmtree(stage, ignore_errors=True)
    try:
        changed = _stage(wanted.values(), folder, stage)
        folder.mkdir(parents=True, exist_ok=True)
        gone = sorted(former - wanted.keys())
        _note(folder, former | wanted.keys())
        _swap(changed, gone, folder, stage)
        _note(folder, wanted.keys())
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Written(changed=len(changed), same=len(wanted) - len(changed), removed=len(gone))


def _former(folder: Path) -> set[str]:
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise OutputRefusedError(f"{folder.name} is a file, not a folder; choose another --output")
    try:
        paths = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {str(path) for path in paths if not climbs(str(path))}
    except FileNotFoundError:
        others = sorted(entry.name for entry in folder.iterdir() if entry.name not in _IGNORED)
    except (ValueError, KeyError, TypeError):
        raise OutputRefusedError(
            f"{folder.name}/{MANIFEST} is damaged; empty the folder and build again"
        ) from None
    if others:
        found = f"{folder.name}/ holds files that openhub did not write ({', '.join(others[:3])})"
        message = f"{found}; empty it, or choose another --output"
        raise OutputRefusedError(message)
    return set()


def _refuse_others(wanted: Iterable[str], former: set[str], folder: Path) -> None:
    """Stop before anything is changed where what others put there stands in the way of a file."""
    ours = former | _IGNORED
    for name in wanted:
        steps = [name, *(parent.as_posix() for parent in PurePosixPath(name).parents)][:-1]
        for step in steps:
            if step not in ours and (folder / step).is_file():
                _refuse(step, folder)
        if (folder / name).is_dir():
            inside = (path for path in (folder / name).rglob("*") if not path.is_dir())
            for path in inside:
                if path.relative_to(folder).as_posix() not in ours:
                    _refuse(path.relative_to(folder).as_posix(), folder)


def _refuse(name: str, folder: Path) -> NoReturn:
    message = f"{folder.name}/{name} was not written by openhub and stands in the way; move it to static/"
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


def _swap(changed: Iterable[str], gone: Iterable[str], folder: Path, stage: Path) -> None:
    for name in gone:
        _remove(folder / name, folder)
    for name in changed:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (stage / name).replace(target)


def _remove(path: Path, folder: Path) -> None:
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()


def _note(folder: Path, paths: Iterable[str]) -> None:
    text = json.dumps({"files": sorted(paths)}, ensure_ascii=False, indent=0) + "\n"
    aside = folder / _ASIDE
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(folder / MANIFEST)
    finally:
        aside.unlink(missing_ok=True)
