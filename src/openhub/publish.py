"""`init` and `new`: what a folder tells of itself, and files laid there. Nothing is ever overwritten."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from openhub import starters
from openhub.starters import Surroundings
from openhub.urls import host, slug

_GITHUB = re.compile(
    r"(?:https://(?:[^/@]+@)?|(?:ssh://)?git@)github\.com[:/](?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?"
)
_CHANGELOG = re.compile(r"(CHANGELOG|CHANGES|HISTORY|NEWS)\.(md|txt)", re.IGNORECASE)
_DATED = re.compile(r"\d{4}[-_]\d{2}[-_]\d{2}[-_]")
_ZONES = "zoneinfo/"


class AlreadyThereError(Exception):
    """The file to write exists, or another file has its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What `init` wrote and what it kept, by path from the hub's folder, and what it found."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    around: Surroundings
    unignored: bool = False


def init(folder: Path, today: date, *, empty: bool = False) -> Laid:
    """Lay a first hub into a folder, which is made where it is missing."""
    around = surroundings(folder, today)
    top = repository_top(folder) or folder.resolve()
    written: list[str] = []
    kept: list[str] = []
    for draft in starters.first_hub(around, empty=empty):
        path = (top if draft.above else folder.resolve()) / draft.path
        (written if lay(path, draft.text) else kept).append(os.path.relpath(path, folder.resolve()))
    unignored = ".gitignore" in kept and not _is_ignored(folder / ".gitignore")
    return Laid(written=tuple(written), kept=tuple(kept), around=around, unignored=unignored)


def _is_ignored(file: Path) -> bool:
    """Tell whether git leaves `public/` alone already."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    return any(line.strip().strip("/") == "public" for line in lines)


def next_steps(laid: Laid, folder: Path) -> Iterator[str]:
    """Say what to do next, in numbered lines; `folder` is as the user named it."""
    there = folder != Path()
    steps = [f"cd {folder}"] * there + [
        "openhub serve, and look at what is there: every page comes from one of these files"
    ]
    if laid.around.changelog:
        steps.append(f"Your changelog is {laid.around.changelog}: each version in it is a page already")
    steps.append(
        'Write your own: openhub new post "What happened" --good (or --bad); then delete the examples'
    )
    if not laid.around.url:
        steps.append("Set url and authority in openhub.yaml before others subscribe to your feeds")
    if laid.unignored:
        steps.append("Add /public/ to .gitignore")
    steps.append("openhub build makes the site in public/")
    steps.append("On GitHub: commit, push, and set Settings → Pages → Source to GitHub Actions")
    if any(path.replace(os.sep, "/").endswith(starters.FORM) for path in laid.written):
        steps.append("For the form in which people tell you something: gh label create you-said")
    yield "Next:"
    yield from (f"  {number}. {step}" for number, step in enumerate(steps, 1))


def lay(path: Path, text: str) -> bool:
    """Write a file unless there is one; tell whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def surroundings(folder: Path, today: date) -> Surroundings:
    """Find out what can be known about a folder before a hub stands in it."""
    home = folder.resolve()
    top = repository_top(folder)
    page, repository = github(remote(home))
    return Surroundings(
        name=slug(home.name) or "hub",
        title=_title(home.name),
        today=today,
        timezone=system_zone(),
        url=page,
        authority=f"{host(page)},{today.year}" if page else "",
        repository=repository,
        changelog=changelog_near(home, top),
        folder=home.relative_to(top).as_posix() if top else ".",
        requirements=_requirements(home),
    )


def _title(name: str) -> str:
    words = re.sub(r"[-_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:] if words else "Our hub"


def repository_top(folder: Path) -> Path | None:
    """Find the top of the git repository around a folder."""
    home = folder.resolve()
    return next((path for path in (home, *home.parents) if (path / ".git").exists()), None)


def remote(folder: Path) -> str:
    """Ask git for the repository's address; nothing where there is no git, no repository or no remote."""
    place = next((path for path in (folder, *folder.parents) if path.is_dir()), folder)
    try:
        done = subprocess.run(
            ["git", "remote", "get-url", "origin"],  # noqa: S607 -- the user's own git
            cwd=place, capture_output=True, text=True, check=False, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def github(address: str) -> tuple[str, str]:
    """Give the address of the Pages and of the repository, if a remote is one of GitHub."""
    match = _GITHUB.fullmatch(address)
    if match is None:
        return "", ""
    owner, name = match["owner"], match["name"]
    site = f"{owner.lower()}.github.io"
    page = f"https://{site}/" if name.lower() == site else f"https://{site}/{name}/"
    return page, f"https://github.com/{owner}/{name}"


def system_zone() -> str:
    """Give the time zone that this computer is set to, by its IANA name; UTC where it is not known."""
    for name in _zones():
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
        return name.removeprefix("Etc/") if name in {"Etc/UTC", "Etc/GMT"} else name
    return "UTC"


def _zones() -> Iterator[str]:
    yield os.environ.get("TZ", "").removeprefix(":")
    with suppress(OSError, UnicodeDecodeError):  # most systems have the link alone
        yield Path("/etc/timezone").read_text(encoding="utf-8").strip()
    yield os.path.realpath("/etc/localtime").partition(_ZONES)[2]


def changelog_near(home: Path, top: Path | None) -> str:
    """Find a changelog: in the folder, above it in the same repository, else right above it."""
    above = [path for path in home.parents if top is not None and path.is_relative_to(top)]
    for place in (home, *(above if top else home.parents[:1])):
        inside = sorted(place.iterdir()) if place.is_dir() else []
        found = next((path for path in inside if _CHANGELOG.fullmatch(path.name)), None)
        if found:
            return Path(os.path.relpath(found, home)).as_posix()
    return ""


def _requirements(home: Path) -> str:
    """Name the file of what to install; a project's own `requirements.txt` is left alone."""
    usual = home / "requirements.txt"
    known = not usual.exists() or "openhub-site" in usual.read_text(encoding="utf-8", errors="replace")
    return usual.name if known else "requirements-hub.txt"


def new(root: Path, kind: str, title: str, today: date, *, lean: str = "", about: str = "") -> str:
    """Write a content file with its front matter filled in and give its path.

    Raises AlreadyThereError where it exists or its id is taken, ValueError where the title gives no name.
    """
    name = _short(slug(title))
    if not name:
        raise ValueError("the title holds no letter or digit to name a file after")
    number = _next_number(root) if kind == "feedback" else ""
    draft = starters.content_file(kind, title, name, today, lean=lean, about=about, number=number)
    path = root / draft.path
    other = next(_same_id(path), None)
    if other is not None or not lay(path, draft.text):
        raise AlreadyThereError(os.path.relpath(other or path, root))
    if kind == "metric":
        lay(path.with_suffix(".csv"), starters.NO_VALUE)
    return draft.path


def _short(name: str) -> str:
    """Cut a name at a hyphen so that a file can have it, with its date before it; 120 bytes are enough."""
    while len(name.encode()) > 120:
        name = name.rpartition("-")[0] or name[:30]
    return name


def _same_id(path: Path) -> Iterator[Path]:
    wanted = _id(path)
    for other in sorted(path.parent.rglob("*")) if path.parent.is_dir() else ():
        own = other.parent if other.stem == "index" else other
        if other.is_file() and other.suffix == path.suffix and _id(own) == wanted:
            yield other


def _id(path: Path) -> str:
    name = path.name.removesuffix(path.suffix) if path.suffix in {".md", ".yaml"} else path.name
    return _DATED.sub("", name, count=1)


def _next_number(root: Path) -> str:
    content = root / "content"
    found = [*content.glob("feedback.y*ml"), *content.glob("feedback/**/*.*")]
    return f"F-{_highest(found) + 1:04}"


def _highest(paths: Iterable[Path]) -> int:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths if path.is_file()]
    return max((int(number) for text in texts for number in re.findall(r"\bF-(\d+)\b", text)), default=0)
