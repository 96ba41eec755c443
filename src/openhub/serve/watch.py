"""Which files are watched, and which of their events are changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

# Reading a file is an event as well; if it were heeded, each build would set off the next one.
_CHANGES = frozenset({"created", "modified", "deleted", "moved"})


class _Listener(FileSystemEventHandler):
    """Passes on that something changed; called in watchdog's own thread."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Leave out what is no change of a hub's file."""
        hidden = Path(str(event.src_path)).name.startswith(".") and not event.dest_path
        inside = event.is_directory and event.event_type == "modified"
        if event.event_type in _CHANGES and not hidden and not inside:
            self._changed()


class Watch:
    """What is watched: the hub's own folder without what is below it, and the folders of its content."""

    def __init__(self, root: Path, changed: Callable[[], object]) -> None:
        """Begin to watch nothing yet."""
        self._root, self._listener = root.resolve(), _Listener(changed)
        self._observer: BaseObserver = Observer()
        self._watches: dict[tuple[Path, int], ObservedWatch] = {}

    def follow(self, folders: tuple[Path, ...]) -> None:
        """Watch these folders; one that was deleted and made again is another one under the same name."""
        existing = [self._root, *(path.resolve() for path in folders if path.is_dir())]
        wanted = {(path, path.stat().st_ino): path != self._root for path in existing}
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
