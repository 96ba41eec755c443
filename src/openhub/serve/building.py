"""The site in memory: what a browser gets, and what has gone wrong since the last good build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from openhub import build, report
from openhub.config import Config
from openhub.model import Output
from openhub.urls import base_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to serve, and where; `clock` tells the time of each build, port 0 stands for any that is free."""

    root: Path
    clock: Callable[[], datetime]
    host: str = "127.0.0.1"
    port: int = 8000
    drafts: bool = False
    future: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a browser gets: the last good site by path, its base path, and what has gone wrong since."""

    files: Mapping[str, Output] = field(default_factory=dict)
    base: str = "/"
    stamps: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    changelogs: tuple[Path, ...] = ()


def rebuild(wish: Wish, address: str, former: Preview) -> Preview:
    """Build the hub for a server at `address`; where that fails the former site stays, with the problems."""
    options = build.Options(now=wish.clock(), drafts=wish.drafts, future=wish.future)
    try:
        config = build.settings(wish.root, options).value
        base = base_path(config.base)
        options = replace(options, url=address + base)
        site = build.load(wish.root, options)
        made = build.make(site.value, wish.root, options)
    except OSError as fault:  # a file that goes away while it is read; the next change builds again
        message = f"{fault.filename or wish.root}: cannot be read: {fault.strerror}"
        return replace(former, problems=(message,), told=(message,))
    found = report.findings((*site.problems, *made.problems, *build.hints(site.value)), config.checks)
    told = tuple(report.lines(found))
    former = replace(former, changelogs=tuple(_changelogs(wish.root, config)))
    folders = tuple(_folders(wish.root, config))
    if found.failed:
        errors = tuple(report.line(problem, "error") for problem in found.of("error"))
        return replace(
            former, problems=errors, told=told, folders=folders, base=former.base if former.files else base
        )
    stamps = {output.path: _stamp(output) for output in made.value}
    return Preview(
        files={one.path: one for one in made.value},
        stamps=stamps,
        base=base,
        told=told,
        folders=folders,
        changelogs=former.changelogs,
    )


def _stamp(output: Output) -> object:
    """Give what changes when the file does: its bytes, or when the file that is copied was written."""
    return Path(output.copy).stat().st_mtime_ns if output.copy else output.content


def _folders(root: Path, config: Config) -> Iterator[Path]:
    yield from (root / name for name in ("content", "static", "templates", "themes"))
    yield from (root / rule.folder for rule in config.sources)


def _changelogs(root: Path, config: Config) -> Iterator[Path]:
    yield from (root / product.changelog for product in config.products if product.changelog)


def differing(before: Preview, now: Preview) -> frozenset[str]:
    """Name the files of which a browser gets other bytes than before."""
    return frozenset(
        path
        for path in before.stamps.keys() | now.stamps.keys()
        if before.stamps.get(path) != now.stamps.get(path)
    )
