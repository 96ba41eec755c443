"""What an importer is: it reads a source as a whole and gives files of a hub, and says what it leaves behind.

An importer writes nothing; `place` tells what becomes of each file, and `write` does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from openhub.config import Config
from openhub.problems import Span

Fate = Literal["new", "same", "renewed", "taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user asked for, and the hub that it goes to.

    `root` is the hub's folder, `now` an aware instant, `product` the id of a product or nothing.
    """

    root: Path
    config: Config
    now: datetime
    product: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A file to be written: its path from the hub's folder, with slashes.

    A file that is there already is left alone, unless it holds `mark`: an import wrote it, and may again.
    """

    path: str
    content: bytes
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the source that is not brought over, in words: what it is, and what to do about it."""

    span: Span
    message: str

    def __str__(self) -> str:
        return f"{self.span}: {self.message}"


class Guess(Loss):
    """Something that the source does not say and that was guessed, so that somebody looks at it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of a source. With a fault, which is told as a loss is, nothing is written."""

    files: tuple[New, ...] = ()
    losses: tuple[Loss, ...] = ()
    guesses: tuple[Guess, ...] = ()
    faults: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """A format that can be brought over: `title` names its source, as `a saved answer of GitHub's API`."""

    name: str
    title: str
    read: Callable[[Path, Wish], Brought]


def place(root: Path, files: Iterable[New]) -> tuple[tuple[New, Fate], ...]:
    """Tell what would become of each file in the hub's folder.

    Raises OSError where a file that is there cannot be read.
    """
    return tuple((file, _fate(root / file.path, file)) for file in files)


def _fate(path: Path, file: New) -> Fate:
    if not path.is_symlink() and not path.exists():
        return "new"
    if not path.is_file():
        return "taken"
    there = path.read_bytes()
    if there == file.content:
        return "same"
    return "renewed" if file.mark and file.mark in there else "taken"


def write(root: Path, placed: Iterable[tuple[New, Fate]]) -> None:
    """Write what is new or renewed. Raises OSError where the disk refuses."""
    for file, fate in placed:
        path = root / file.path
        if fate in {"new", "renewed"}:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
