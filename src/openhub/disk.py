"""The hub's folder: what stands in it. With `write.py` the only module that touches the hub's files."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openhub.config import Config
from openhub.kinds.base import Kind
from openhub.model import Folder, Source
from openhub.problems import Checked, Problem, Span
from openhub.read.texts import read_text
from openhub.urls import slug

CONTENT = "content"
_MARKDOWN = (".md", ".markdown")
_UNREAD = (".mdx", ".rst", ".html", ".htm", ".adoc", ".ipynb", ".org", ".rmd", ".textile")
_CHANGELOGS = ("CHANGELOG", "CHANGES", "HISTORY", "NEWS")
_SKIPPED = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which kind the files below a folder are, and which dialect they are written in."""

    folder: str
    kind: str
    dialect: str = ""


def read_file(root: Path, name: str) -> Checked[bytes | None]:
    """Read a file of the hub; None where there is none, or where it cannot be read."""
    try:
        return Checked((root / name).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return Checked(None)
    except OSError as fault:
        message = f"the file cannot be read: {fault.strerror}; mend its permissions, or move it away"
        return Checked(None, (Problem(code="file-unreadable", message=message, span=Span(name)),))


def discover(root: Path, config: Config, kinds: Mapping[str, Kind]) -> Checked[Folder]:
    """Find and read what stands in the hub's folder, in the order of its paths."""
    search = _Search(root=root.resolve(), config=config, kinds=kinds)
    for base in dict.fromkeys([CONTENT, *(_clean(rule.folder) for rule in config.sources)]):
        search.walk(base)
    search.missing()
    search.changelogs()
    search.leading_out()
    static = {file.removeprefix("static/"): str(path) for file, path in search.tree("static")}
    sources = tuple(search.sources[name] for name in sorted(search.sources))
    folder = Folder(sources=sources, tables=search.tables, files=search.files, static=static)
    return Checked(folder, tuple(search.problems))


def is_within_reach(root: Path, config: Config, file: str) -> bool:
    """Tell whether `discover` would find a file that is put at a path from the hub's folder."""
    folders = (CONTENT, *(_clean(rule.folder) for rule in config.sources))
    return any(_reaches(root.resolve(), folder, file, config.output) for folder in folders)


def _reaches(root: Path, folder: str, file: str, output: str) -> bool:
    way = posixpath.relpath(posixpath.join("/", file), posixpath.join("/", folder))
    if any(name.startswith(".") or name in _SKIPPED for name in way.split("/")):
        return False
    place = (root / folder).resolve() / posixpath.dirname(way)
    # A link on the way is not followed, and what stands in the output is not read.
    return place == place.resolve() and not place.is_relative_to((root / output).resolve())


def _clean(folder: str) -> str:
    return posixpath.normpath(folder.strip("/") or ".")


@dataclass(slots=True, kw_only=True)
class _Search:
    """One walk through the hub's folder, and what it has found so far."""

    root: Path
    config: Config
    kinds: Mapping[str, Kind]
    sources: dict[str, Source] = field(default_factory=dict)
    tables: dict[str, Source] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def say(self, code: str, message: str, file: str) -> None:
        self.problems.append(Problem(code=code, message=message, span=Span(file)))

    def tree(self, base: str) -> Iterator[tuple[str, Path]]:
        """Give every file below a folder, with its path from the hub; a link out of it is an error."""
        top = (self.root / base).resolve()
        if not self._is_named(base) and not self._inside(self.root / base, self.root, base):
            return
        if base in {CONTENT, "static", "templates", "themes"} and not top.is_relative_to(self.root):
            self.say(
                "path-outside",
                "this folder is a link that leads out of the hub; name it under 'sources'",
                base,
            )
            return
        output = (self.root / self.config.output).resolve()
        for folder, folders, names in os.walk(self.root / base, onerror=self._unreadable):
            wanted = (name for name in folders if not name.startswith(".") and name not in _SKIPPED)
            folders[:] = sorted(name for name in wanted if Path(folder, name).resolve() != output)
            for name in [*folders, *sorted(names)]:
                path = Path(folder) / name
                file = posixpath.normpath(Path(os.path.relpath(path, self.root)).as_posix())
                if path.is_symlink() and not self._inside(path, top, file):
                    if name in folders:
                        folders.remove(name)
                elif name not in folders and not name.startswith("."):
                    yield from self._file(file, path)

    def _file(self, file: str, path: Path) -> Iterator[tuple[str, Path]]:
        if path.is_file():
            yield file, path
        else:  # a pipe would be waited for without an end
            what = "this link leads to no file" if path.is_symlink() else "this is no plain file"
            self.say("file-unreadable", f"{what}; delete it, or put the file in its place", file)

    def _unreadable(self, fault: OSError) -> None:
        if not isinstance(fault, FileNotFoundError):
            file = os.path.relpath(str(fault.filename), self.root)
            message = f"the folder cannot be read: {fault.strerror}; mend its permissions"
            self.say("file-unreadable", message, file)

    def _is_named(self, base: str) -> bool:
        return any(_clean(rule.folder) == base for rule in self.config.sources)

    def _inside(self, path: Path, top: Path, file: str) -> bool:
        try:
            target = path.resolve()
        except (OSError, RuntimeError):  # until Python 3.12 a circle is a RuntimeError
            self.say("file-unreadable", "this link goes round in a circle; delete it", file)
            return False
        if target.is_relative_to(self.root) or target.is_relative_to(top):
            return True
        self.say("path-outside", "this link leads out of the hub; copy what it points to into the hub", file)
        return False

    def walk(self, base: str) -> None:
        """Take each file of a folder for what it is: a text to read, or a file to copy."""
        rules = self._rules()
        for file, path in self.tree(base):
            matching = [
                rule
                for rule in rules
                if file == rule.folder or file.startswith(rule.folder + "/") or rule.folder == "."
            ]
            rule = max(matching, key=lambda rule: len(rule.folder), default=None)
            self._take(file, path, rule)

    def leading_out(self) -> None:
        """Say which links of the settings, templates and themes lead out of the hub."""
        settings = self.root / "openhub.yaml"
        if settings.is_symlink():
            self._inside(settings, self.root, "openhub.yaml")
        for base in ("templates", "themes"):
            for _ in self.tree(base):
                pass

    def missing(self) -> None:
        """Say which folders of `sources` do not exist."""
        for index, rule in enumerate(self.config.sources):
            if not (self.root / rule.folder).is_dir():
                message = f"folder: no folder at '{rule.folder}', from the hub's folder; correct the path"
                span = self.config.span("sources", index, "folder")
                self.problems.append(Problem(code="source-missing", message=message, span=span))

    def _rules(self) -> list[_Rule]:
        given = [
            _Rule(_clean(rule.folder), rule.kind or "page", rule.dialect) for rule in self.config.sources
        ]
        named = {rule.folder for rule in given}
        usual = [_Rule(f"{CONTENT}/{kind.folder}", kind.name) for kind in self.kinds.values()]
        tables = [
            _Rule(f"{CONTENT}/{kind.table}.yaml", kind.name) for kind in self.kinds.values() if kind.table
        ]
        return given + [
            rule
            for rule in (*usual, *tables, _Rule(f"{CONTENT}/changelogs", "release"))
            if rule.folder not in named
        ]

    def _take(self, file: str, path: Path, rule: _Rule | None) -> None:
        suffix = path.suffix.lower()
        if suffix == ".csv":
            self._read_table(file, path)
        elif file == f"{CONTENT}/index.md":
            self._read(file, path, _Rule(CONTENT, "page"))
        elif rule and self._is_text(suffix, rule):
            self._read(file, path, rule)
        else:
            self.files[file] = str(path)
            self._mention(file, suffix, rule)

    def _mention(self, file: str, suffix: str, rule: _Rule | None) -> None:
        if suffix in _MARKDOWN and rule is None:
            self.say(
                "file-unplaced",
                f"no kind lives here; move it to {CONTENT}/pages/ or name its folder under 'sources'",
                file,
            )
        elif suffix in _UNREAD and rule is not None:
            self.say("file-unread", f"{suffix} files are not read; write it in Markdown as .md", file)

    def _is_text(self, suffix: str, rule: _Rule) -> bool:
        kind = self.kinds.get(rule.kind)
        if suffix in _MARKDOWN or (rule.folder.endswith("changelogs") and suffix == ".txt"):
            return True
        return suffix in {".yaml", ".yml"} and kind is not None and bool(kind.table) and not rule.dialect

    def _read(self, file: str, path: Path, rule: _Rule) -> None:
        text = self._text(file, path)
        if text is None:
            return
        changelog = rule.folder == f"{CONTENT}/changelogs"
        product = slug(path.stem) if changelog else ""
        self.sources[file] = Source(
            file=file,
            text=text,
            kind=rule.kind,
            folder=rule.folder,
            dialect=rule.dialect,
            product=product,
            changelog=changelog,
        )

    def _read_table(self, file: str, path: Path) -> None:
        text = self._text(file, path)
        self.files[file] = str(path)
        if text is not None:
            self.tables[file] = Source(file=file, text=text)

    def _text(self, file: str, path: Path) -> str | None:
        try:
            data = path.read_bytes()
        except OSError as fault:
            message = f"the file cannot be read: {fault.strerror}; mend its permissions"
            self.say("file-unreadable", message, file)
            return None
        read = read_text(data, file)
        self.problems += read.problems
        return read.value

    def changelogs(self) -> None:
        """Read the changelogs that `products` names, and one at the root of the hub."""
        for index, product in enumerate(self.config.products):
            if product.changelog:
                self._changelog(
                    posixpath.normpath(product.changelog),
                    slug(product.id),
                    self.config.span("products", index, "changelog"),
                )
        taken = any("/" not in name and source.changelog for name, source in self.sources.items())
        for name in self._at_root():
            if name in self.sources:
                continue
            if taken:
                message = "a second changelog is not read; name it under 'products' if it is one of its own"
                self.say("file-unplaced", message, name)
            elif self._inside(self.root / name, self.root, name):
                self._changelog(name, slug(self.root.name) or "product", Span(name))
                taken = True

    def _at_root(self) -> list[str]:
        """Give the changelogs that stand in the hub's folder itself."""
        names = sorted(entry.name for entry in self.root.iterdir()) if self.root.is_dir() else []
        known = (name for name in names if Path(name).stem.upper() in _CHANGELOGS)
        return [name for name in known if Path(name).suffix.lower() in {".md", ".txt"}]

    def _changelog(self, file: str, product: str, where: Span) -> None:
        path = self.root / file
        if not path.is_file():
            message = f"changelog: no file at '{file}', seen from the hub's folder"
            self.problems.append(Problem(code="changelog-missing", message=message, span=where))
            return
        text = self._text(file, path)
        if text is not None:
            self.files.pop(file, None)
            self.sources[file] = Source(
                file=file,
                text=text,
                kind="release",
                folder=posixpath.dirname(file),
                product=product,
                changelog=True,
            )
