"""Which files are watched, and which of their events are changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from openhub.config import FILE

# Reading a file is an event as well; if it were heeded, each build would set off the next one.
_CHANGES = frozenset({"created", "modified", "deleted", "moved"})
_CHANGELOG = re.compile(r"(CHANGELOG|CHANGES|HISTORY|NEWS)\.(md|txt)", re.IGNORECASE)


class _Listener(FileSystemEventHandler):
    """Passes on that something changed; called in watchdog's own thread."""

    def __init__(self, changed: Callable[[], object], heeds: Callable[[Path], bool] = lambda _: True) -> None:
        self._changed, self._heeds = changed, heeds

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Leave out what is no change of a hub's file."""
        hidden = Path(str(event.src_path)).name.startswith(".") and not event.dest_path
        inside = event.is_directory and event.event_type == "modified"
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        ours = any(self._heeds(path) for path in paths)
        if event.event_type in _CHANGES and not hidden and not inside and ours:
            self._changed()


class Watch:
    """What is watched: settings and changelogs in the hub's own folder, and the folders of its content."""

    def __init__(self, root: Path, changed: Callable[[], object]) -> None:
        """Begin to watch nothing yet."""
        self._root, self._listener = root.resolve(), _Listener(changed, self.heeds)
        self._observer: BaseObserver = Observer()
        self._watches: dict[tuple[Path, int], ObservedWatch] = {}
        self._folders: frozenset[Path] = frozenset()
        self._files: frozenset[Path] = frozenset()

    def heeds(self, path: Path) -> bool:
        """Tell whether a build reads a file; a log in the hub's own folder is none that it reads."""
        if path in self._files or path in self._folders or any(up in self._folders for up in path.parents):
            return True
        return path.parent == self._root and (path.name == FILE or bool(_CHANGELOG.fullmatch(path.name)))

    def follow(self, folders: tuple[Path, ...], files: tuple[Path, ...] = ()) -> None:
        """Watch these; a folder that was deleted and made again is another one under the same name."""
        below = {path.resolve() for path in folders} - {self._root}
        self._files = frozenset(path.resolve() for path in files)
        self._folders = frozenset({*below, *(self._root / path.name for path in folders if path.name)})
        flat = {self._root, *(path.parent for path in self._files)} - below
        wanted = {(path, path.stat().st_ino): path in below for path in flat | below if path.is_dir()}
        for key in self._watches.keys() - wanted.keys():
            self._observer.unschedule(self._watches.pop(key))
        for key in wanted.keys() - self._watches.keys():
            self._watches[key] = self._observer.schedule(self._listener, str(key[0]), recursive=wanted[key])

    def start(self) -> None:
        """Start the observer's threads."""
        self._observer.start()

    def stop(self) -> None:
        """Stop the observer's threads, and wait for their end."""
        self._observer.stop()
        self._observer.join()
